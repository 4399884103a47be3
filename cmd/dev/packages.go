package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// pkg is a Debian package with what it is installed for. A package whose
// programs, libraries and headers are all there is not missed, wherever they
// come from; one that has none of them is looked for by its own name.
type pkg struct {
	name     string
	programs []string // in the PATH
	folder   string   // or here, a pattern
	library  string   // as pkg-config calls it
	header   string   // for the C compiler
}

// toBuild are the packages that both programs are built with.
func toBuild() []pkg {
	switch runtime.GOOS {
	case "darwin":
		return []pkg{{name: "Xcode's command line tools: xcode-select --install", programs: []string{"clang"}}}
	case "windows":
		return []pkg{{name: "a MinGW-w64 compiler, with its folder bin in the PATH", programs: []string{"gcc"}}}
	}
	return []pkg{
		{name: "gcc", programs: []string{"gcc"}},
		{name: "libc6-dev", header: "stdlib.h"},
		{name: "pkg-config", programs: []string{"pkg-config"}},
		{name: "libgl1-mesa-dev", library: "gl"},
		{name: "libx11-dev", library: "x11"},
		{name: "libxcursor-dev", library: "xcursor"},
		{name: "libxrandr-dev", library: "xrandr"},
		{name: "libxinerama-dev", library: "xinerama"},
		{name: "libxi-dev", library: "xi"},
		{name: "libxxf86vm-dev", library: "xxf86vm"},
		{name: "libwayland-dev", library: "wayland-client"},
		{name: "libxkbcommon-dev", library: "xkbcommon"},
	}
}

// toTest are the packages whose programs the tests call besides. The tests of
// the real window and of packages are for Linux only.
func toTest() []pkg {
	if runtime.GOOS != "linux" {
		return nil
	}
	return []pkg{
		{name: "xvfb", programs: []string{"Xvfb"}},
		{name: "openbox", programs: []string{"openbox"}},
		{name: "xdotool", programs: []string{"xdotool"}},
		{name: "imagemagick", programs: []string{"import", "convert"}},
		{name: "poppler-utils", programs: []string{"pdftotext", "pdftoppm"}},
		{name: "python3", programs: []string{"python3"}},
		{name: "postgresql", programs: []string{"initdb", "postgres"}, folder: "/usr/lib/postgresql/*/bin"},
		{name: "dbus-daemon", programs: []string{"dbus-daemon"}},
		{name: "procps", programs: []string{"ps"}},
		{name: "zsh", programs: []string{"zsh"}},
		{name: "fish", programs: []string{"fish"}},
	}
}

// toOffice are the packages that open and convert what is written for office
// programs.
func toOffice() []pkg {
	return []pkg{
		{name: "libreoffice-writer", programs: []string{"soffice"}},
		{name: "libreoffice-calc"},
		{name: "libreoffice-draw"}, // which has what writes pictures of pages
	}
}

// toPackage are the packages that the programs for Windows are made with.
func toPackage() []pkg {
	return []pkg{
		{name: "gcc-mingw-w64-x86-64", programs: []string{mingw + "gcc"}},
		{name: "binutils-mingw-w64-x86-64", programs: []string{mingw + "windres"}},
	}
}

// install brings what is missing, on systems that have apt-get. It fails, with
// the whole list, where anything is missing then.
func install(ctx context.Context, sh *shell, packages []pkg) error {
	missing := sh.missing(ctx, packages)
	if len(missing) == 0 {
		fmt.Fprintln(sh.out, "everything that is needed is there")
		return nil
	}
	if !has("apt-get") {
		return lacks(missing)
	}
	env := []string{"DEBIAN_FRONTEND=noninteractive"}
	asRoot := func(name string, args ...string) error {
		if os.Geteuid() == 0 {
			return sh.run(ctx, env, name, args...)
		}
		return sh.run(ctx, nil, "sudo", slices.Concat(env, []string{name}, args)...)
	}
	if os.Geteuid() != 0 && !has("sudo") {
		return fmt.Errorf("%w\nonly root can install that, and there is no sudo here; as root:\n  apt-get install %s", lacks(missing), strings.Join(names(missing), " "))
	}
	if err := asRoot("apt-get", "update", "-q"); err != nil {
		return err
	}
	args := append([]string{"install", "-q", "-y", "--no-install-recommends"}, names(missing)...)
	if err := asRoot("apt-get", args...); err != nil {
		return err
	}
	if missing = sh.missing(ctx, packages); len(missing) > 0 {
		return lacks(missing)
	}
	return nil
}

// missing returns the packages of which anything cannot be found.
func (sh *shell) missing(ctx context.Context, packages []pkg) []pkg {
	var missing []pkg
	for _, p := range packages {
		if !sh.there(ctx, p) {
			missing = append(missing, p)
		}
	}
	return missing
}

func (sh *shell) there(ctx context.Context, p pkg) bool {
	for _, name := range p.programs {
		if !has(name) && !lies(name, p.folder) {
			return false
		}
	}
	switch {
	case p.library != "":
		return sh.command(ctx, nil, "pkg-config", "--exists", p.library).Run() == nil
	case p.header != "":
		return sh.command(ctx, nil, "gcc", "-fsyntax-only", "-include", p.header, "-x", "c", os.DevNull).Run() == nil
	case len(p.programs) == 0 && has("dpkg-query"):
		out, err := sh.command(ctx, nil, "dpkg-query", "-W", "-f", "${Status}", p.name).Output()
		return err == nil && strings.HasSuffix(string(out), " installed")
	}
	return true
}

// lies reports whether a program lies in a folder that is meant by a pattern.
func lies(name, folder string) bool {
	found, err := filepath.Glob(filepath.Join(folder, name))
	return folder != "" && err == nil && len(found) > 0
}

// lacks is the error that lists what is missing.
func lacks(missing []pkg) error {
	var text strings.Builder
	text.WriteString("this is missing:")
	for _, p := range missing {
		what := p.programs
		switch {
		case p.library != "":
			what = []string{"the library " + p.library}
		case p.header != "":
			what = []string{"the header " + p.header}
		}
		fmt.Fprintf(&text, "\n  %s", p.name)
		if len(what) > 0 {
			fmt.Fprintf(&text, " (%s)", strings.Join(what, ", "))
		}
	}
	if runtime.GOOS == "linux" {
		text.WriteString("\nThese are Debian's names; other systems have packages with names like them.")
	}
	return errors.New(text.String())
}

func names(packages []pkg) []string {
	var list []string
	for _, p := range packages {
		list = append(list, p.name)
	}
	return list
}

// hasDisplay reports whether a window can be opened.
func hasDisplay() bool {
	return runtime.GOOS != "linux" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}
