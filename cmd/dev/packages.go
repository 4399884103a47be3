package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
)

// toBuild and toTest are the Debian packages that the desktop program is built
// with, and that its window is tested with.
func toBuild() []string {
	return []string{
		"gcc", "libc6-dev", "libgl1-mesa-dev", "libx11-dev", "libxcursor-dev", "libxrandr-dev", "libxinerama-dev", "libxi-dev", "libxxf86vm-dev",
		"libwayland-dev", "libxkbcommon-dev",
	}
}

func toTest() []string { return []string{"xvfb", "xauth", "xdotool", "imagemagick"} }

// toOffice are those that open and convert what is written for office programs.
func toOffice() []string { return []string{"libreoffice-writer", "libreoffice-calc", "poppler-utils"} }

// install brings the packages that are missing, on systems that have apt-get;
// elsewhere it says what is needed.
func install(sh *shell, packages []string) error {
	if !has("dpkg-query") || !has("apt-get") {
		explainNeeds(sh, packages)
		return nil
	}
	missing := missingPackages(sh, packages)
	if len(missing) == 0 {
		fmt.Fprintln(sh.out, "all packages are there")
		return nil
	}
	env := []string{"DEBIAN_FRONTEND=noninteractive"}
	as := func(args ...string) error {
		if os.Geteuid() == 0 {
			return sh.run(env, args[0], args[1:]...)
		}
		if !has("sudo") {
			return fmt.Errorf("these packages are missing, and only root can install them: %s", strings.Join(missing, " "))
		}
		return sh.run(nil, "sudo", append(append([]string{}, env...), args...)...)
	}
	if err := as("apt-get", "update", "-q"); err != nil {
		return err
	}
	return as(append([]string{"apt-get", "install", "-q", "-y", "--no-install-recommends"}, missing...)...)
}

// missingPackages asks for each by itself, since one that is unknown makes
// dpkg-query fail for all.
func missingPackages(sh *shell, packages []string) []string {
	var missing []string
	for _, name := range packages {
		out, err := sh.command(nil, "dpkg-query", "-W", "-f", "${Status}", name).Output()
		if err != nil || !strings.HasSuffix(string(out), " installed") {
			missing = append(missing, name)
		}
	}
	return missing
}

func explainNeeds(sh *shell, packages []string) {
	switch runtime.GOOS {
	case "darwin":
		fmt.Fprintln(sh.out, "needed: the Xcode command line tools (xcode-select --install)")
	case "windows":
		fmt.Fprintln(sh.out, "needed: a C compiler for Go, such as MinGW-w64's gcc, in the PATH")
	default:
		fmt.Fprintln(sh.out, "needed: a C compiler and, under the names that this system has for them:", strings.Join(packages, " "))
	}
}

// hasDisplay reports whether a window can be opened.
func hasDisplay() bool {
	return runtime.GOOS != "linux" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}
