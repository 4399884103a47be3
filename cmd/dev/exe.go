package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// mingw is how the cross compiler for Windows is called.
const mingw = "x86_64-w64-mingw32-"

// windows makes an archive with the programs for Windows.
func (p *packing) windows(ctx context.Context) error {
	forget, err := p.resources(ctx)
	if err != nil {
		return err
	}
	defer forget()
	env := forWindows()
	window, err := p.build(ctx, env, "winnow.exe", "-s -w -H windowsgui", "./cmd/winnow")
	if err != nil {
		return err
	}
	ctl, err := p.build(ctx, env, "winnowctl.exe", "-s -w", "./cmd/winnowctl")
	if err != nil {
		return err
	}
	readme, err := p.fill("windows.txt", p.facts)
	if err != nil {
		return err
	}
	licences, err := p.licences(ctx, env, "./cmd/winnow", "./cmd/winnowctl")
	if err != nil {
		return err
	}
	name := fmt.Sprintf("winnow-%s-windows-amd64", p.facts.Version)
	archive, err := zipped(under(name, []entry{
		{"winnow.exe", runnable, window}, {"winnowctl.exe", runnable, ctl},
		{"README.txt", ordinary, lines(readme)}, {"licences.txt", ordinary, lines(licences)},
	}), p.when)
	if err != nil {
		return err
	}
	return p.write(name+".zip", archive)
}

// forWindows has Go build for Windows.
func forWindows() []string {
	return []string{"GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=1", "CC=" + mingw + "gcc"}
}

// lines ends the lines of a text as Windows does.
func lines(text []byte) []byte { return []byte(strings.ReplaceAll(string(text), "\n", "\r\n")) }

// resources puts the icon and the version where the build for Windows finds
// them. forget takes them away again.
func (p *packing) resources(ctx context.Context) (forget func(), err error) {
	folder, err := os.MkdirTemp("", "winnow-resources-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	icon, err := icoOf(p.icon)
	if err != nil {
		return nil, err
	}
	numbers := strings.Join(append(strings.Split(p.facts.Version, "."), p.facts.Build), ",")
	text, err := p.fill("winnow.rc", struct {
		facts
		Numbers string
	}{p.facts, numbers})
	if err != nil {
		return nil, err
	}
	script := filepath.Join(folder, "winnow.rc")
	if err := errors.Join(os.WriteFile(filepath.Join(folder, "winnow.ico"), icon, 0o644), os.WriteFile(script, text, 0o644)); err != nil {
		return nil, err
	}
	object := filepath.Join(p.root, "cmd", "winnow", "resources_windows_amd64.syso")
	forget = func() {
		if err := os.Remove(object); err != nil {
			fmt.Fprintln(p.err, err)
		}
	}
	if err := p.run(ctx, nil, mingw+"windres", "--include-dir", folder, "-O", "coff", "-i", script, "-o", object); err != nil {
		return nil, err
	}
	return forget, nil
}
