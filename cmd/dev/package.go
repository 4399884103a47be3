package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"
)

// packing is what one makes packages with.
type packing struct {
	*shell
	facts facts
	icon  image.Image
	when  time.Time // of every file in a package
	out   string
}

// systems are what there can be packages for from here.
func systems() []string { return []string{"linux", "windows"} }

// pack makes what people double-click, in the folder out: of only one system, or
// where only is "" of all that can be made here. It fails, after having made
// what it could, where one could not be made.
func pack(ctx context.Context, sh *shell, out, only string) error {
	p, err := newPacking(ctx, sh, out)
	if err != nil {
		return err
	}
	needed := toBuild()
	if only != "linux" {
		needed = append(needed, toPackage()...)
	}
	failed := []error{sh.step(ctx, "packages", "", func(ctx context.Context) error { return install(ctx, sh, needed) })}
	for _, system := range systems() {
		if failed[0] != nil || only != "" && only != system {
			continue
		}
		make := p.linux
		if system == "windows" {
			make = p.windows
		}
		failed = append(failed, sh.step(ctx, "package for "+system, firstBuild, make))
	}
	text, err := p.fill("macos.txt", p.facts)
	if err != nil {
		return err
	}
	if only == "" {
		fmt.Fprintf(sh.out, "\n%s", text)
	}
	return errors.Join(failed...)
}

func newPacking(ctx context.Context, sh *shell, out string) (*packing, error) {
	p := &packing{shell: sh, out: out}
	var err error
	if p.facts, err = readFacts(filepath.Join(sh.root, "FyneApp.toml")); err != nil {
		return nil, err
	}
	picture, err := os.ReadFile(filepath.Join(sh.root, filepath.FromSlash(p.facts.Icon)))
	if err != nil {
		return nil, err
	}
	if p.icon, err = png.Decode(bytes.NewReader(picture)); err != nil {
		return nil, fmt.Errorf("%s: %w", p.facts.Icon, err)
	}
	if p.when, err = sh.sourceTime(ctx); err != nil {
		return nil, err
	}
	return p, os.MkdirAll(out, 0o755)
}

// sourceTime is when the source was last changed, so that the same source makes
// the same packages: SOURCE_DATE_EPOCH, else the last commit, else now.
func (sh *shell) sourceTime(ctx context.Context) (time.Time, error) {
	seconds := os.Getenv("SOURCE_DATE_EPOCH")
	if seconds == "" {
		out, err := sh.command(ctx, nil, "git", "log", "-1", "--format=%ct").Output()
		if err != nil {
			return time.Now().UTC(), nil
		}
		seconds = strings.TrimSpace(string(out))
	}
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH: %q is no number of seconds", seconds)
	}
	return time.Unix(n, 0).UTC(), nil
}

// linux makes an archive for a person's home and a Debian package.
func (p *packing) linux(ctx context.Context) error {
	if runtime.GOOS != "linux" {
		return errors.New("the Linux packages are made on Linux")
	}
	window, err := p.build(ctx, nil, "winnow", "-s -w", "./cmd/winnow")
	if err != nil {
		return err
	}
	ctl, err := p.build(ctx, nil, "winnowctl", "-s -w", "./cmd/winnowctl")
	if err != nil {
		return err
	}
	shared, err := p.shared(ctx, "./cmd/winnow", "./cmd/winnowctl")
	if err != nil {
		return err
	}
	pages, err := p.manPages(ctx)
	if err != nil {
		return err
	}
	tree := slices.Concat([]entry{{"bin/winnow", runnable, window}, {"bin/winnowctl", runnable, ctl}}, shared, pages)

	arch, err := debianArch(runtime.GOARCH)
	if err != nil {
		return err
	}
	debian, err := deb(p.facts, arch, p.maintainer(ctx), under("usr", tree), p.when)
	if err != nil {
		return err
	}
	if err := p.write(fmt.Sprintf("winnow_%s-%s_%s.deb", p.facts.Version, p.facts.Build, arch), debian); err != nil {
		return err
	}
	script, err := p.fill("install.sh", p.facts)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("winnow-%s-linux-%s", p.facts.Version, runtime.GOARCH)
	archive, err := tarGz(name+"/", append(tree, entry{"install.sh", runnable, script}), p.when)
	if err != nil {
		return err
	}
	return p.write(name+".tar.gz", archive)
}

// shared are the files that go beside the programs on Linux.
func (p *packing) shared(ctx context.Context, programs ...string) ([]entry, error) {
	desktop, err := p.fill("winnow.desktop", p.facts)
	if err != nil {
		return nil, err
	}
	mime, err := p.fill("winnow.xml", p.facts)
	if err != nil {
		return nil, err
	}
	licences, err := p.licences(ctx, nil, programs...)
	if err != nil {
		return nil, err
	}
	list := []entry{
		{"share/applications/winnow.desktop", ordinary, desktop},
		{"share/doc/winnow/copyright", ordinary, licences},
		{"share/mime/packages/winnow.xml", ordinary, mime},
	}
	for _, side := range []int{16, 24, 32, 48, 64, 128, 256, 512} {
		icon, err := pngOf(p.icon, side)
		if err != nil {
			return nil, err
		}
		list = append(list, entry{fmt.Sprintf("share/icons/hicolor/%dx%d/apps/winnow.png", side, side), ordinary, icon})
	}
	return list, nil
}

// manPages are the manual pages of both programs. That of winnowctl lists its
// commands as its help does.
func (p *packing) manPages(ctx context.Context) ([]entry, error) {
	help, err := p.output(ctx, "go", "run", "./cmd/winnowctl", "--help")
	if err != nil {
		return nil, err
	}
	help, err = listed(help)
	if err != nil {
		return nil, err
	}
	var pages []entry
	for _, name := range []string{"winnow.1", "winnowctl.1"} {
		page, err := p.fill(name, struct {
			facts
			Date, Help string
		}{p.facts, p.when.Format(time.DateOnly), asTyped(help)})
		if err != nil {
			return nil, err
		}
		if page, err = gzipped(page); err != nil {
			return nil, err
		}
		pages = append(pages, entry{"share/man/man1/" + name + ".gz", ordinary, page})
	}
	return pages, nil
}

// listed returns what the help lists: the flags, then the commands.
func listed(help string) (string, error) {
	flags := strings.Index(help, "\nFlags")
	if flags < 0 || !strings.Contains(help[flags:], "\nCommands:\n") {
		return "", fmt.Errorf("winnowctl --help lists no flags and commands:\n%s", help)
	}
	return strings.TrimSpace(help[flags:]), nil
}

// asTyped writes a text so that a manual page shows it as it is.
func asTyped(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`).Replace(text)
	return strings.ReplaceAll("\n"+text, "\n.", "\n\\&.")[1:]
}

// maintainer is who answers for a package: DEBFULLNAME and DEBEMAIL, as with
// Debian's own programs, else whose the last commit is.
func (p *packing) maintainer(ctx context.Context) string {
	if address := os.Getenv("DEBEMAIL"); address != "" {
		return fmt.Sprintf("%s <%s>", cmp.Or(os.Getenv("DEBFULLNAME"), p.facts.Name), address)
	}
	out, err := p.command(ctx, nil, "git", "log", "-1", "--format=%an <%ae>").Output()
	if err != nil {
		return p.facts.Name + " <winnow@localhost>"
	}
	return strings.TrimSpace(string(out))
}

// build builds a program and returns its bytes.
func (p *packing) build(ctx context.Context, env []string, name, flags, source string) ([]byte, error) {
	folder, err := os.MkdirTemp("", "winnow-package-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	made := filepath.Join(folder, name)
	if err := p.run(ctx, env, "go", "build", "-trimpath", shipped, "-ldflags", flags, "-o", made, source); err != nil {
		return nil, err
	}
	return os.ReadFile(made)
}

// fill fills a form of assets/package with what it is about.
func (p *packing) fill(name string, about any) ([]byte, error) {
	form, err := template.ParseFiles(filepath.Join(p.root, "assets", "package", name))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = form.Execute(&out, about)
	return out.Bytes(), err
}

// licences are the licences of all libraries that programs are made of, which
// ask to go with them.
func (p *packing) licences(ctx context.Context, env []string, programs ...string) ([]byte, error) {
	args := append([]string{"list", "-deps", shipped, "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}"}, programs...)
	list := p.command(ctx, env, "go", args...)
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", quoted("go", args), err)
	}
	modules := strings.Split(strings.TrimSpace(string(out)), "\n")
	slices.Sort(modules)
	var text bytes.Buffer
	fmt.Fprintf(&text, "%s %s is made with these libraries, under the licences that follow.\n", p.facts.Name, p.facts.Version)
	for _, module := range slices.Compact(modules) {
		name, folder, _ := strings.Cut(module, "\t")
		if folder == "" {
			continue
		}
		licence, err := licenceIn(folder)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		fmt.Fprintf(&text, "\n\n==== %s ====\n\n%s\n", name, strings.TrimSpace(strings.ReplaceAll(string(licence), "\r\n", "\n")))
	}
	for _, of := range []struct{ folder, about string }{
		{filepath.Join("core", "label"), "Noto Sans, in which labels and lists are printed"}, {"assets", "The fonts for names in other letters"},
	} {
		licence, err := os.ReadFile(filepath.Join(p.root, of.folder, "fonts", "LICENSE.txt"))
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&text, "\n\n==== %s ====\n\n%s\n", of.about, bytes.TrimSpace(licence))
	}
	return text.Bytes(), nil
}

// licenceIn reads the licence of the library in a folder.
func licenceIn(folder string) ([]byte, error) {
	for _, name := range []string{"LICENSE", "LICENSE.txt", "LICENSE.md", "COPYING", "COPYING.txt"} {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err == nil || !errors.Is(err, os.ErrNotExist) {
			return text, err
		}
	}
	return nil, fmt.Errorf("there is no licence in %s", folder)
}

// under puts files into a folder.
func under(folder string, entries []entry) []entry {
	list := make([]entry, len(entries))
	for i, e := range entries {
		list[i] = entry{folder + "/" + e.path, e.mode, e.data}
	}
	return list
}

// write keeps a package, whole or not at all.
func (p *packing) write(name string, data []byte) error {
	path := filepath.Join(p.out, name)
	if err := os.WriteFile(path+".part", data, 0o644); err != nil {
		return err
	}
	if err := os.Rename(path+".part", path); err != nil {
		return err
	}
	fmt.Fprintf(p.shell.out, "%s (%.1f MB)\n", path, float64(len(data))/1e6)
	return nil
}
