package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// shell starts programs in Winnow's folder and lets people see what they do.
type shell struct {
	root     string
	out, err io.Writer
	// env is added to the environment of every program.
	env []string
	// about says how long the step takes that is being done.
	about string
}

// run starts a program, with variables added to the environment, and prints
// what it prints. While it prints nothing, it is said that it still works.
func (sh *shell) run(ctx context.Context, env []string, name string, args ...string) error {
	fmt.Fprintln(sh.out, "$", strings.Join(append(append([]string{}, env...), quoted(name, args)), " "))
	return sh.waitFor(sh.command(ctx, env, name, args...), quoted(name, args), sh.out)
}

// show starts a program that a person uses, for as long as that takes.
func (sh *shell) show(ctx context.Context, name string, args ...string) error {
	fmt.Fprintln(sh.out, "$", quoted(name, args))
	c := sh.command(ctx, nil, name, args...)
	c.Stdout, c.Stderr = sh.out, sh.err
	if err := c.Run(); err != nil {
		return fmt.Errorf("%s: %w", quoted(name, args), err)
	}
	return nil
}

// output starts a program and returns what it prints to its standard output.
func (sh *shell) output(ctx context.Context, name string, args ...string) (string, error) {
	var out bytes.Buffer
	err := sh.waitFor(sh.command(ctx, nil, name, args...), quoted(name, args), &out)
	return out.String(), err
}

// waitFor runs a program, which is called command where it is spoken of.
func (sh *shell) waitFor(c *exec.Cmd, command string, out io.Writer) error {
	s := &silence{out: sh.err, last: time.Now()}
	c.Stdout, c.Stderr = s.before(out), s.before(sh.err)
	end := s.watch(command, sh.about)
	err := c.Run()
	end()
	if err != nil {
		return fmt.Errorf("%s: %w", command, err)
	}
	return nil
}

func (sh *shell) command(ctx context.Context, env []string, name string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, name, args...)
	c.Dir, c.Env = sh.root, slices.Concat(os.Environ(), sh.env, env)
	// An interrupt reaches the program by itself; it gets time to tidy up.
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = 10 * time.Second
	return c
}

// step does one thing of several, with its name before and its time behind.
// about says how long it takes, where that is long.
func (sh *shell) step(ctx context.Context, name, about string, do func(context.Context) error) error {
	outer := sh.about
	sh.about = about
	defer func() { sh.about = outer }()
	if about != "" {
		about = ": " + about
	}
	fmt.Fprintf(sh.out, "== %s%s\n", name, about)
	began := time.Now()
	err := do(ctx)
	took := time.Since(began).Round(100 * time.Millisecond)
	switch {
	case ctx.Err() != nil:
		// Whoever stopped it knows.
		return ctx.Err()
	case err != nil:
		fmt.Fprintf(sh.out, "== FAILED %s after %s\n", name, took)
		return err
	}
	fmt.Fprintf(sh.out, "== ok %s (%s)\n", name, took)
	return nil
}

// silence notices for how long programs have printed nothing.
type silence struct {
	sync.Mutex
	out  io.Writer
	last time.Time
}

// patience is how long nothing may be printed.
const patience = 15 * time.Second

// watch says every now and then that a command still works, while that prints
// nothing itself, until end is called.
func (s *silence) watch(command, about string) (end func()) {
	began, stop, done := time.Now(), make(chan struct{}), make(chan struct{})
	if about != "" {
		about = "; " + about
	}
	go func() {
		defer close(done)
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case now := <-tick.C:
				s.Lock()
				if now.Sub(s.last) >= patience {
					fmt.Fprintf(s.out, "   still at work after %s%s: %s\n", now.Sub(began).Round(time.Second), about, command)
					s.last = now
				}
				s.Unlock()
			}
		}
	}()
	return func() { close(stop); <-done }
}

// before returns a writer that writes to another and ends a silence.
func (s *silence) before(to io.Writer) io.Writer { return silenceEnder{s, to} }

type silenceEnder struct {
	*silence
	to io.Writer
}

func (s silenceEnder) Write(p []byte) (int, error) {
	s.Lock()
	defer s.Unlock()
	s.last = time.Now()
	return s.to.Write(p)
}

// quoted writes a command as a person would type it.
func quoted(name string, args []string) string {
	words := []string{name}
	for _, a := range args {
		if a == "" || strings.ContainsAny(a, " '\"*?|&<>()$;") {
			a = "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
		}
		words = append(words, a)
	}
	return strings.Join(words, " ")
}

// program returns the name of a program file on this system.
func program(name string) string {
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}

// has reports whether a program can be found.
func has(name string) bool {
	_, err := exec.LookPath(name)
	return err == nil
}
