package coretest

import (
	"fmt"
	"os"
	"testing"
)

// Example runs a documentation example on a company with one segment, Spring, that
// is dated Today. What fails panics, since an example has no testing.T.
func Example(run func(b *Book)) {
	t := &exampleT{}
	defer t.cleanUp()
	run(NewSpring(t))
}

// exampleT is what a Book needs of a testing.TB, for an example.
type exampleT struct {
	testing.TB
	cleanups []func()
}

func (t *exampleT) Helper() {}

func (t *exampleT) Cleanup(fn func()) { t.cleanups = append(t.cleanups, fn) }

func (t *exampleT) cleanUp() {
	for len(t.cleanups) > 0 {
		last := len(t.cleanups) - 1
		t.cleanups[last]()
		t.cleanups = t.cleanups[:last]
	}
}

func (t *exampleT) TempDir() string {
	folder, err := os.MkdirTemp("", "winnow-example-")
	if err != nil {
		panic(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	return folder
}

func (t *exampleT) Error(args ...any)                 { panic(fmt.Sprint(args...)) }
func (t *exampleT) Errorf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }
func (t *exampleT) Fatal(args ...any)                 { panic(fmt.Sprint(args...)) }
func (t *exampleT) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }
