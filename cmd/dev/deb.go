package main

import (
	"bytes"
	"crypto/md5"
	"debug/elf"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// debianOf names the Debian package of each library that the programs are
// linked with.
func debianOf() map[string]string {
	return map[string]string{
		"libc.so.6": "libc6", "libm.so.6": "libc6", "libdl.so.2": "libc6", "libpthread.so.0": "libc6", "libresolv.so.2": "libc6",
		"ld-linux-x86-64.so.2": "libc6", "ld-linux-aarch64.so.1": "libc6", "ld-linux-armhf.so.3": "libc6",
		"libGL.so.1": "libgl1", "libX11.so.6": "libx11-6", "libwayland-client.so.0": "libwayland-client0",
		"libwayland-cursor.so.0": "libwayland-cursor0", "libwayland-egl.so.1": "libwayland-egl1", "libxkbcommon.so.0": "libxkbcommon0",
	}
}

// loaded are the packages of the libraries that the window loads only when it
// opens: those of X11, and where Wayland is spoken those of Wayland.
func loaded() (x11, wayland []string) {
	return []string{"libx11-6", "libxcursor1", "libxi6", "libxinerama1", "libxrandr2", "libxxf86vm1"},
		[]string{"libegl1", "libwayland-cursor0", "libwayland-egl1", "libxkbcommon0"}
}

// debianArch names a processor as Debian does.
func debianArch(goarch string) (string, error) {
	switch goarch {
	case "amd64", "arm64":
		return goarch, nil
	case "386":
		return "i386", nil
	case "arm":
		return "armhf", nil
	}
	return "", fmt.Errorf("a .deb for %s: the name that Debian has for it is not known", goarch)
}

// wanted are the packages that the programs do something with, if they are there.
func wanted() (recommended, suggested []string) {
	_, wayland := loaded()
	// xdg-open opens what was written, and the fonts have the scripts that the
	// window's own font lacks.
	return append(wayland, "fonts-noto-core", "xdg-user-dirs", "xdg-utils"), []string{"libreoffice-writer"}
}

// apache is the text of a licence that every Debian has, and apacheThere says
// where.
var apache = regexp.MustCompile(`(?s)[ \t]*Apache License\s+Version 2\.0, January 2004.*?END OF TERMS AND CONDITIONS`)

const apacheThere = "Apache License, Version 2.0, whose text Debian has in /usr/share/common-licenses/Apache-2.0"

// deb makes a Debian package of files that are laid out as under /.
func deb(f facts, arch, maintainer string, entries []entry, when time.Time) ([]byte, error) {
	depends, err := dependsOf(entries)
	if err != nil {
		return nil, err
	}
	recommended, suggested := wanted()
	news, err := gzipped(fmt.Appendf(nil, "winnow (%s-%s) unstable; urgency=medium\n\n  * %s %s.\n\n -- %s  %s\n",
		f.Version, f.Build, f.Name, f.Version, maintainer, when.Format(time.RFC1123Z)))
	if err != nil {
		return nil, err
	}
	entries = slices.Clone(entries)
	for i, e := range entries {
		if e.path == "usr/share/doc/winnow/copyright" {
			entries[i].data = apache.ReplaceAll(e.data, []byte(apacheThere))
		}
	}
	entries = append(entries, entry{"usr/share/doc/winnow/changelog.Debian.gz", ordinary, news})
	var sums strings.Builder
	size := 0
	for _, e := range entries {
		size += (len(e.data) + 1023) / 1024
		fmt.Fprintf(&sums, "%x  %s\n", md5.Sum(e.data), e.path)
	}
	control := fmt.Sprintf(`Package: winnow
Version: %s-%s
Architecture: %s
Maintainer: %s
Installed-Size: %d
Depends: %s
Recommends: %s
Suggests: %s
Section: misc
Priority: optional
Description: %s
 %s.
 The window is winnow; winnowctl is the same engine on the command line.
`, f.Version, f.Build, arch, maintainer, size, strings.Join(depends, ", "), strings.Join(recommended, ", "), strings.Join(suggested, ", "), f.GenericName, f.Description)
	about, err := tarGz("./", []entry{{"control", ordinary, []byte(control)}, {"md5sums", ordinary, []byte(sums.String())}}, when)
	if err != nil {
		return nil, err
	}
	data, err := tarGz("./", entries, when)
	if err != nil {
		return nil, err
	}
	return ar([]entry{{"debian-binary", ordinary, []byte("2.0\n")}, {"control.tar.gz", ordinary, about}, {"data.tar.gz", ordinary, data}}, when), nil
}

// ar packs files in the order given, as a .deb has them.
func ar(entries []entry, when time.Time) []byte {
	var out bytes.Buffer
	out.WriteString("!<arch>\n")
	for _, e := range entries {
		fmt.Fprintf(&out, "%-16s%-12d%-6d%-6d%-8o%-10d`\n", e.path, when.Unix(), 0, 0, 0o100000|e.mode, len(e.data))
		out.Write(e.data)
		if len(e.data)%2 == 1 {
			out.WriteByte('\n')
		}
	}
	return out.Bytes()
}

// dependsOf returns what the programs among files need, with the oldest C
// library they run on.
func dependsOf(entries []entry) ([]string, error) {
	x11, _ := loaded()
	needed := map[string]bool{}
	for _, name := range x11 {
		needed[name] = true
	}
	libc := [2]int{2, 0}
	for _, e := range entries {
		program, err := elf.NewFile(bytes.NewReader(e.data))
		var other *elf.FormatError
		if errors.As(err, &other) || len(e.data) < 64 {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.path, err)
		}
		libraries, err := program.ImportedLibraries()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.path, err)
		}
		for _, library := range libraries {
			name := debianOf()[library]
			if name == "" {
				return nil, fmt.Errorf("%s needs %s, and which Debian package has that is not known", e.path, library)
			}
			needed[name] = true
		}
		symbols, err := program.ImportedSymbols()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.path, err)
		}
		for _, s := range symbols {
			libc = newer(libc, s.Version)
		}
	}
	list := slices.Sorted(maps.Keys(needed))
	if i := slices.Index(list, "libc6"); i >= 0 {
		list[i] = fmt.Sprintf("libc6 (>= %d.%d)", libc[0], libc[1])
	}
	return list, nil
}

// newer returns the newer of a C library's version and the one that a symbol
// names, such as GLIBC_2.34.
func newer(than [2]int, symbol string) [2]int {
	numbers := strings.Split(strings.TrimPrefix(symbol, "GLIBC_"), ".")
	if len(numbers) < 2 || !strings.HasPrefix(symbol, "GLIBC_") {
		return than
	}
	major, err := strconv.Atoi(numbers[0])
	minor, err2 := strconv.Atoi(numbers[1])
	if err != nil || err2 != nil {
		return than
	}
	if v := [2]int{major, minor}; slices.Compare(v[:], than[:]) > 0 {
		return v
	}
	return than
}
