// Package core holds what all of Winnow's knowledge shares: the one error type
// that is meant for people. It never prints and knows no window.
package core

import (
	"errors"
	"fmt"
)

// Kind tells callers what sort of thing a Problem is about, so that they can
// choose an exit status or a place to show it without reading its text.
type Kind int

const (
	// Invalid: a value, a filter, a recipe or a file's content is wrong.
	Invalid Kind = iota
	// NotFound: something named does not exist.
	NotFound
	// Exists: something named is there already.
	Exists
	// Busy: another program holds the file, or the action was overtaken.
	Busy
	// Unusable: a file cannot be used: foreign, newer, damaged, read-only, full.
	Unusable
)

// Problem is an error that is shown to a person as it stands. Text says what
// and where in a whole sentence or clause; Hint, where there is one, says what
// to do.
type Problem struct {
	Kind Kind
	Text string
	Hint string
	// Err is what caused it, where that helps in a log. It is not shown.
	Err error
}

// Error returns the text and, behind it, the hint.
func (p *Problem) Error() string {
	if p.Hint == "" {
		return p.Text
	}
	return p.Text + "; " + p.Hint
}

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.Err }

// Problemf makes a Problem without a hint.
func Problemf(kind Kind, format string, args ...any) *Problem {
	return &Problem{Kind: kind, Text: fmt.Sprintf(format, args...)}
}

// IsKind reports whether err is a Problem of that kind.
func IsKind(err error, kind Kind) bool {
	var p *Problem
	return errors.As(err, &p) && p.Kind == kind
}
