// Command dev builds, starts, tests and measures Winnow:
//
//	go run ./cmd/dev run            the desktop program on the sample company
//	go run ./cmd/dev test           everything that has to hold; --long and --office for more
//	go run ./cmd/dev bench          what the actions take, beside the bare SQL
//	go run ./cmd/dev package        what people double-click, in dist
//	go run ./cmd/dev fresh          run and test on a Debian that has nothing else
//
// It needs nothing but the standard library, so that it starts on a machine
// that has Go and nothing else.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

const usage = `usage:
  go run ./cmd/dev run                     build Winnow and open it on a sample company
  go run ./cmd/dev test                    check everything that has to hold
      --long                               fuzz, and repeat the random walks: hours more
      --office                             install LibreOffice, and have it read what Winnow writes
  go run ./cmd/dev bench                   measure the actions
      --contacts N, --json
  go run ./cmd/dev package                 make a .deb, an archive and a zip
      --out DIR                            the folder for them, dist if none is given
      --only linux|windows
  go run ./cmd/dev fresh                   run and test in a new Debian that has nothing else; root only
      --office                             as with test`

// errUsage is returned where the command line itself is wrong.
var errUsage = errors.New(usage)

const (
	// noDebian is the exit status where fresh has nothing to try Winnow on.
	noDebian = 3
	// interrupted is the exit status where Ctrl+C ended it.
	interrupted = 130
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := start(ctx, os.Args[1:])
	stopped := ctx.Err() != nil
	stop()
	os.Exit(end(err, stopped, os.Stdout, os.Stderr))
}

// end says why it ends and returns the exit status. Whoever stopped it knows.
func end(err error, stopped bool, out, to io.Writer) int {
	switch {
	case err == nil:
		return 0
	case stopped:
		return interrupted
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprintln(out, usage)
		return 0
	case errors.Is(err, errUsage):
		fmt.Fprintln(to, err)
		return 2
	}
	fmt.Fprintln(to, "dev:", err)
	if errors.Is(err, errNoDebian) {
		return noDebian
	}
	return 1
}

func start(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errUsage
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	flags.SetOutput(io.Discard) // end says it
	var asked tests
	var out, only string
	switch args[0] {
	case "help", "-h", "-help", "--help":
		return flag.ErrHelp
	case "test":
		flags.BoolVar(&asked.long, "long", false, "")
		flags.BoolVar(&asked.office, "office", false, "")
	case "fresh":
		flags.BoolVar(&asked.office, "office", false, "")
	case "package":
		flags.StringVar(&out, "out", "dist", "")
		flags.StringVar(&only, "only", "", "")
	}
	if args[0] != "bench" { // which has flags of its own
		err := flags.Parse(args[1:])
		switch {
		case errors.Is(err, flag.ErrHelp):
			return err
		case err != nil:
			return fmt.Errorf("%w\n%w", err, errUsage)
		case flags.NArg() > 0 || only != "" && !slices.Contains(systems(), only):
			return errUsage
		}
	}
	sh, err := newShell(ctx)
	if err != nil {
		return err
	}
	switch args[0] {
	case "run":
		return run(ctx, sh)
	case "test":
		return test(ctx, sh, asked)
	case "bench":
		return sh.run(ctx, nil, "go", append([]string{"run", "./cmd/dev/bench"}, args[1:]...)...)
	case "package":
		if out, err = filepath.Abs(out); err != nil {
			return err
		}
		return pack(ctx, sh, out, only)
	case "fresh":
		return fresh(ctx, sh, asked)
	}
	return errUsage
}

// newShell returns a shell in Winnow's folder. The programs it starts never ask
// git about the folder, which git refuses where that belongs to somebody else.
func newShell(ctx context.Context) (*shell, error) {
	root, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	flags, err := exec.CommandContext(ctx, "go", "env", "GOFLAGS").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	sh := &shell{root: root, out: os.Stdout, err: os.Stderr}
	sh.env = []string{"GOFLAGS=" + strings.TrimSpace(string(flags)+" -buildvcs=false")}
	return sh, nil
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
