// Command winnowctl is Winnow without a window: the same engine for scripts
// and terminals. It knows no segment and no filter itself: it reads the command
// line, calls core and prints. What it prints is a public interface.
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
	"unicode/utf8"

	"github.com/alecthomas/kong"
)

const program = "winnowctl"

// softMemoryLimit is the garbage collector's, in bytes: a file that was made to
// fill the memory must not do it.
const softMemoryLimit = 320 << 20

// gcPercent lets the heap grow to five times of what is in use before it is
// collected. Most commands hold a few MB and read far more; with Go's 100 an import
// spends a tenth of its time collecting.
const gcPercent = 400

func main() {
	debug.SetMemoryLimit(softMemoryLimit)
	debug.SetGCPercent(gcPercent)
	slog.SetDefault(slog.New(notes{os.Stderr}))
	// A reader that has seen enough, such as head, ends the output and not the
	// program, which still has a file to close.
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The second Ctrl+C ends the program as usual.
	context.AfterFunc(ctx, stop)
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}) }()
	code := 1
	select {
	case code = <-ended:
	case <-ctx.Done():
		// Whoever waits for a lock, or for a file that does not answer, does not hear of
		// it. What was begun and not committed is as if it had never been.
		select {
		case code = <-ended:
		case <-time.After(grace):
			fmt.Fprintf(os.Stderr, "%s: stopped while waiting for a file or another program\n", program)
		}
	}
	stop()
	os.Exit(code)
}

// grace is how long a command that is stopped may take to end by itself.
const grace = 3 * time.Second

// streams are what a program reads from and writes to.
type streams struct {
	in  io.Reader
	out *os.File
	err *os.File
}

// run carries out one command line and returns the exit status.
func run(ctx context.Context, args []string, std streams) int {
	printed := &standardOutput{to: std.out}
	out := bufio.NewWriterSize(printed, 1<<16)
	done, err := execute(ctx, args, std, out)
	if err == nil || errors.Is(err, errHelp) {
		err = out.Flush()
	}
	switch {
	case printed.err != nil && errors.Is(err, printed.err):
		err = printed.problem(done)
	case ctx.Err() != nil && err != nil:
		err = errStopped
	}
	code, text := outcome(err)
	for _, line := range text {
		fmt.Fprintf(std.err, "%s: %s\n", program, visible(bounded(line, longestLine)))
	}
	return code
}

// execute carries out a command line. done says that it has changed something.
func execute(ctx context.Context, args []string, std streams, out *bufio.Writer) (done bool, err error) {
	for _, arg := range args {
		if !utf8.ValidString(arg) {
			return false, usagef("%q is not valid UTF-8 text", arg)
		}
	}
	line := newCommandLine()
	parser, err := kong.New(line, kong.Name(program), kong.Description(description), kong.NoDefaultHelp(), globalFlags,
		kong.Writers(out, std.err), kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: false, WrapUpperBound: 100}))
	if err != nil {
		return false, fmt.Errorf("describe the command line: %w", err)
	}
	arranged, err := arrange(parser.Model, args)
	if err != nil {
		return false, err
	}
	parsed, err := parser.Parse(arranged)
	if err != nil {
		return false, err
	}
	s, err := line.session(std, out)
	if err != nil {
		return false, err
	}
	defer s.wait.stop()
	parsed.BindTo(ctx, (*context.Context)(nil))
	err = parsed.Run(s, parser.Model, parsed)
	return s.done, err
}

// standardOutput is the standard output. It keeps the first error, which is not one of
// the company's.
type standardOutput struct {
	to  io.Writer
	err error
}

// Write implements io.Writer.
func (p *standardOutput) Write(text []byte) (int, error) {
	n, err := p.to.Write(text)
	if p.err == nil {
		p.err = err
	}
	return n, err
}

// problem says that something could not be printed. Where the work is done all
// the same, this is no failure of it: whoever is told of one must find all as it
// was.
func (p *standardOutput) problem(done bool) error {
	closed := errors.Is(p.err, syscall.EPIPE)
	reason := p.err
	var system syscall.Errno
	if errors.As(p.err, &system) {
		reason = system
	}
	switch {
	case done && closed:
		return nil
	case done:
		return unprinted{fmt.Sprintf("note: this was done, but the result cannot be printed: %v", reason)}
	case closed:
		return p.err
	}
	return fmt.Errorf("the output cannot be written: %w", reason)
}

// unprinted is a note that something was done without being told.
type unprinted struct{ text string }

func (u unprinted) Error() string { return u.text }

// The errors that say how a command line ended, rather than what went wrong in
// the company.
var (
	// errHelp: help was asked for and given.
	errHelp = errors.New("help was printed")
	// errStopped: somebody pressed Ctrl+C.
	errStopped = errors.New("stopped; nothing was changed")
)

// usageError says that the command line itself is wrong.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

func usagef(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

// manyErrors is an error of several lines, each of which is shown by itself.
type manyErrors []string

func (e manyErrors) Error() string { return strings.Join(e, "; ") }

// outcome is the one table of exit statuses: 0 done, 1 it could not be done,
// 2 the command line is wrong. The lines are for standard error.
func outcome(err error) (code int, lines []string) {
	var usage usageError
	var parse *kong.ParseError
	var many manyErrors
	var note unprinted
	switch {
	case err == nil:
		return 0, nil
	case errors.As(err, &note):
		return 0, []string{note.text}
	case errors.As(err, &usage), errors.As(err, &parse):
		return 2, []string{localized(err)}
	case errors.Is(err, syscall.EPIPE):
		return 1, nil
	case errors.As(err, &many):
		return 1, many
	}
	return 1, []string{oneLine(err)}
}

// oneLine tells errors that are joined in one line.
func oneLine(err error) string {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return localized(err)
	}
	var texts []string
	for _, e := range joined.Unwrap() {
		texts = append(texts, e.Error())
	}
	if strings.Join(texts, "\n") != err.Error() {
		return localized(err) // it has a text of its own
	}
	for i, e := range joined.Unwrap() {
		texts[i] = oneLine(e)
	}
	return strings.Join(texts, "; ")
}
