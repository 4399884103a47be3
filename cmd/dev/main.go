// Command dev builds, starts, tests and measures Winnow:
//
//	go run ./cmd/dev run            the desktop program on the sample company
//	go run ./cmd/dev test           everything that has to hold; --long and --office for more
//	go run ./cmd/dev bench          what the actions take, beside the bare SQL
//	go run ./cmd/dev package        what people double-click, in dist
//
// It needs nothing but the standard library, so that it starts on a machine
// that has Go and nothing else.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
)

const usage = `usage:
  go run ./cmd/dev run
  go run ./cmd/dev test [--long] [--office]
  go run ./cmd/dev bench [--contacts N] [--json]
  go run ./cmd/dev package [--out DIR] [--only linux|windows]`

// errUsage is returned where the command line itself is wrong.
var errUsage = errors.New(usage)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := start(ctx, os.Args[1:])
	stop()
	switch {
	case errors.Is(err, errUsage):
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	case err != nil:
		fmt.Fprintln(os.Stderr, "dev:", err)
		os.Exit(1)
	}
}

func start(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	sh := &shell{ctx: ctx, root: root, out: os.Stdout, err: os.Stderr}
	switch args[0] {
	case "run":
		if len(args) > 1 {
			return errUsage
		}
		return run(sh)
	case "test":
		flags := flag.NewFlagSet("test", flag.ContinueOnError)
		long := flags.Bool("long", false, "fuzz, and repeat the random walks, for some minutes more")
		office := flags.Bool("office", false, "install LibreOffice, and have it read what we write")
		if flags.Parse(args[1:]) != nil || flags.NArg() > 0 {
			return errUsage
		}
		return test(sh, tests{long: *long, office: *office})
	case "package":
		flags := flag.NewFlagSet("package", flag.ContinueOnError)
		out := flags.String("out", filepath.Join(root, "dist"), "the folder for the packages")
		only := flags.String("only", "", "the one system to make packages for: "+strings.Join(systems(), " or "))
		if flags.Parse(args[1:]) != nil || flags.NArg() > 0 || *only != "" && !slices.Contains(systems(), *only) {
			return errUsage
		}
		return pack(sh, *out, *only)
	case "bench":
		return sh.run(nil, "go", append([]string{"run", "./cmd/dev/bench"}, args[1:]...)...)
	}
	return errUsage
}

// moduleRoot returns the folder of go.mod, here or above.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		above := filepath.Dir(dir)
		if above == dir {
			return "", errors.New("start it in Winnow's folder, where go.mod is")
		}
		dir = above
	}
}
