package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// toFresh are the packages that make a new Debian.
func toFresh() []pkg {
	return []pkg{
		{name: "debootstrap", programs: []string{"debootstrap"}},
		{name: "git", programs: []string{"git"}},
		{name: "util-linux", programs: []string{"unshare"}},
	}
}

// newcomer is a Debian in a folder, with Go, a C compiler and a clone of the last
// commit, and nothing else of what Winnow needs.
type newcomer struct {
	*shell
	folder string
	// proxies are the variables of the network that programs inside need, too.
	proxies []string
	// module is where the modules come from, as Go's variables say it.
	module []string
}

const (
	jo           = "/home/jo" // who has an account there, and may use sudo
	clone        = jo + "/winnow"
	modulesThere = "/opt/modules" // the modules that this machine has downloaded already
)

// errNoDebian is returned where Winnow could not even be tried.
var errNoDebian = errors.New("no new Debian can be made here")

// fresh makes a new Debian in a folder and does there what the README tells a
// newcomer to: it runs Winnow as somebody who may use sudo, then tests it as
// root, in a checkout that belongs to somebody else. Modules that are here need
// not be downloaded again; what is compiled is compiled again. Nothing that it
// mounts outlives it, as the programs inside have mounts and processes of their
// own.
func fresh(ctx context.Context, sh *shell, asked tests) (err error) {
	if runtime.GOOS != "linux" || os.Geteuid() != 0 {
		return fmt.Errorf("%w: only root on Linux can make one and change into it; start it with sudo", errNoDebian)
	}
	place := os.Getenv("TMPDIR")
	if place == "" {
		place = "/var/tmp" // it takes some GB, more than /tmp may have
	}
	n := &newcomer{shell: sh, proxies: proxies()}
	if n.folder, err = os.MkdirTemp(place, "winnow-fresh-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(n.folder)) }()
	if err := os.Chmod(n.folder, 0o755); err != nil { // for jo
		return err
	}
	for _, s := range []struct {
		name, about string
		do          func(context.Context) error
	}{
		{"packages", "", func(ctx context.Context) error { return install(ctx, sh, toFresh()) }},
		{"a new Debian", "about a minute", n.debian},
		{"the machine's ways to the network", "", n.network},
		{"Go and the source", "", n.source},
	} {
		if err := sh.step(ctx, s.name, s.about, s.do); err != nil {
			return fmt.Errorf("%w: %w", errNoDebian, err)
		}
	}
	if err := sh.step(ctx, "run, there", "about 8 minutes", n.runs); err != nil {
		return err
	}
	return sh.step(ctx, "test, there", "about an hour", func(ctx context.Context) error { return n.tests(ctx, asked) })
}

// debian installs the system that this machine has, as small as it can be but
// for what the README asks for.
func (n *newcomer) debian(ctx context.Context) error {
	release, err := os.ReadFile("/etc/os-release")
	if err != nil {
		return err
	}
	suite := ""
	for line := range strings.Lines(string(release)) {
		if name, ok := strings.CutPrefix(line, "VERSION_CODENAME="); ok {
			suite = strings.Trim(strings.TrimSpace(name), `"`)
		}
	}
	targets, err := n.output(ctx, "apt-get", "indextargets", "--format", "$(RELEASE) $(COMPONENT) $(SITE)", "Created-By: Packages")
	if err != nil {
		return err
	}
	for line := range strings.Lines(targets) {
		site, ok := strings.CutPrefix(strings.TrimSpace(line), suite+" main ")
		if ok {
			// unshare, as what debootstrap mounts must not outlive it either.
			return n.run(ctx, n.proxies, "unshare", "--mount", "debootstrap", "--variant=minbase", "--include=build-essential,ca-certificates,git,sudo", suite, n.folder, site)
		}
	}
	return fmt.Errorf("apt-get names no place from which Debian's %q comes", suite)
}

// network has programs inside reach what those of this machine do.
func (n *newcomer) network(ctx context.Context) error {
	settings, err := n.output(ctx, "apt-config", "dump")
	if err != nil {
		return err
	}
	var apt strings.Builder
	for line := range strings.Lines(settings) {
		for _, kind := range []string{"http", "https", "Check-", "Allow", "Retries"} {
			if strings.HasPrefix(line, "Acquire::"+kind) {
				apt.WriteString(line)
				break
			}
		}
	}
	for _, proxy := range n.proxies { // sudo does not pass them on
		name, value, _ := strings.Cut(proxy, "=")
		if kind := strings.TrimSuffix(name, "_proxy"); kind != "no" {
			fmt.Fprintf(&apt, "Acquire::%s::Proxy %q;\n", kind, value)
		}
	}
	if err := os.WriteFile(n.path("/etc/apt/apt.conf.d/00network"), []byte(apt.String()), 0o644); err != nil {
		return err
	}
	for _, path := range []string{
		"/etc/hosts", "/etc/ssl/certs/ca-certificates.crt", "/etc/apt/sources.list", "/etc/apt/sources.list.d", "/etc/apt/auth.conf.d",
		"/etc/apt/preferences.d", "/etc/apt/trusted.gpg.d", "/etc/apt/keyrings", "/usr/share/keyrings",
	} {
		switch _, err := os.Stat(path); {
		case errors.Is(err, fs.ErrNotExist):
			if path == "/etc/apt/sources.list" { // debootstrap wrote its own
				if err := os.Remove(n.path(path)); err != nil {
					return err
				}
			}
			continue
		case err != nil:
			return err
		}
		if err := n.run(ctx, nil, "cp", "-RT", path, n.path(path)); err != nil {
			return err
		}
	}
	return nil
}

// proxies are the variables by which programs find the way to the network.
func proxies() []string {
	var list []string
	for _, name := range []string{"http_proxy", "https_proxy", "no_proxy"} {
		if value := cmp.Or(os.Getenv(name), os.Getenv(strings.ToUpper(name))); value != "" {
			list = append(list, name+"="+value)
		}
	}
	return list
}

// source copies Go, the modules that were downloaded, and a clone of the last
// commit, which belongs to jo.
func (n *newcomer) source(ctx context.Context) error {
	values, err := n.output(ctx, "go", "env", "GOROOT", "GOMODCACHE", "GOPROXY", "GOSUMDB", "GONOSUMDB", "GONOPROXY", "GOPRIVATE", "GOINSECURE")
	if err != nil {
		return err
	}
	v := strings.Split(values, "\n")
	n.module = []string{"GOTOOLCHAIN=local", "GOPROXY=" + v[2], "GOSUMDB=" + v[3], "GONOSUMDB=" + v[4], "GONOPROXY=" + v[5], "GOPRIVATE=" + v[6], "GOINSECURE=" + v[7]}
	if err := n.run(ctx, nil, "cp", "-a", v[0], n.path("/usr/local/go")); err != nil {
		return err
	}
	modules := filepath.Join(v[1], "cache", "download")
	if _, err := os.Stat(modules); err == nil {
		if err := n.run(ctx, nil, "cp", "-R", modules, n.path(modulesThere)); err != nil {
			return err
		}
		n.module[1] = "GOPROXY=file://" + modulesThere + "," + v[2]
	}
	if changed, err := n.command(ctx, nil, "git", "status", "--porcelain").Output(); err == nil && len(changed) > 0 {
		fmt.Fprintln(n.out, "What is not committed is not tried.")
	}
	if err := n.inside(ctx, "root", nil, "useradd --create-home --shell /bin/bash jo"); err != nil {
		return err
	}
	if err := os.WriteFile(n.path("/etc/sudoers.d/jo"), []byte("jo ALL=(ALL) NOPASSWD: ALL\n"), 0o440); err != nil {
		return err
	}
	// The source may belong to somebody else than root.
	trust := n.path("/root/trust")
	if err := os.WriteFile(trust, []byte("[safe]\n\tdirectory = *\n"), 0o600); err != nil {
		return err
	}
	if err := n.run(ctx, []string{"GIT_CONFIG_GLOBAL=" + trust}, "git", "clone", "--quiet", "--no-hardlinks", n.root, n.path(clone)); err != nil {
		return err
	}
	return errors.Join(os.Remove(trust), n.inside(ctx, "root", nil, "chown -R jo: "+jo))
}

// runs does the README's first command as jo.
func (n *newcomer) runs(ctx context.Context) error {
	return n.inside(ctx, "jo", []string{"HOME=" + jo, "USER=jo"}, "cd "+clone+" && go run ./cmd/dev run")
}

// tests does the README's second command as root, with what jo has compiled, and
// brings the pictures that it makes.
func (n *newcomer) tests(ctx context.Context, asked tests) error {
	command := "cd " + clone + " && go run ./cmd/dev test"
	if asked.office {
		command += " --office"
	}
	err := n.inside(ctx, "root", []string{"HOME=/root", "USER=root", "GOCACHE=" + jo + "/.cache/go-build", "GOMODCACHE=" + jo + "/go/pkg/mod"}, command)
	pictures := n.path(clone + "/artifacts")
	if _, missing := os.Stat(pictures); missing == nil {
		err = errors.Join(err, os.MkdirAll(n.artifacts(), 0o755), n.command(ctx, nil, "cp", "-RT", pictures, n.artifacts()).Run())
	}
	return err
}

// inside carries out a command of a shell as somebody there.
func (n *newcomer) inside(ctx context.Context, who string, env []string, command string) error {
	called := who + "$ " + command
	fmt.Fprintln(n.out, called)
	// Process 1 is the shell, which has to stay for processes that nobody waits for.
	c := n.command(ctx, nil, "unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc="+n.path("/proc"),
		"chroot", "--userspec="+who+":"+who, n.folder, "sh", "-c", command+"; exit $?")
	c.Env = slices.Concat([]string{"PATH=/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}, n.proxies, n.module, env)
	return n.waitFor(c, called, n.out)
}

// path is where a path there lies here.
func (n *newcomer) path(there string) string { return filepath.Join(n.folder, there) }
