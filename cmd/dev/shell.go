package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// shell starts programs in Winnow's folder and lets people see what they do.
type shell struct {
	ctx      context.Context
	root     string
	out, err io.Writer
}

// run starts a program, with variables added to the environment, and prints
// what it prints.
func (sh *shell) run(env []string, name string, args ...string) error {
	fmt.Fprintln(sh.out, "$", strings.Join(append(append([]string{}, env...), quoted(name, args)), " "))
	c := sh.command(env, name, args...)
	c.Stdout, c.Stderr = sh.out, sh.err
	if err := c.Run(); err != nil {
		return fmt.Errorf("%s: %w", quoted(name, args), err)
	}
	return nil
}

// output starts a program and returns what it prints to its standard output.
func (sh *shell) output(name string, args ...string) (string, error) {
	var out bytes.Buffer
	c := sh.command(nil, name, args...)
	c.Stdout, c.Stderr = &out, sh.err
	if err := c.Run(); err != nil {
		return out.String(), fmt.Errorf("%s: %w", quoted(name, args), err)
	}
	return out.String(), nil
}

func (sh *shell) command(env []string, name string, args ...string) *exec.Cmd {
	c := exec.CommandContext(sh.ctx, name, args...)
	c.Dir, c.Env = sh.root, append(os.Environ(), env...)
	// An interrupt reaches the program by itself; it gets time to tidy up.
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = 10 * time.Second
	return c
}

// step does one thing of several, with its name before and its time behind.
func (sh *shell) step(name string, do func() error) error {
	fmt.Fprintf(sh.out, "== %s\n", name)
	began := time.Now()
	if err := do(); err != nil {
		fmt.Fprintf(sh.out, "== FAILED %s after %s\n", name, time.Since(began).Round(100*time.Millisecond))
		return err
	}
	fmt.Fprintf(sh.out, "== ok %s (%s)\n", name, time.Since(began).Round(100*time.Millisecond))
	return nil
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
