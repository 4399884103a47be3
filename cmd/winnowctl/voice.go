package main

import (
	"errors"
	"strings"

	"winnow/core"
)

// voice is how winnowctl speaks: English, with its commands and flags where core
// gives advice.
func voice() core.Voice {
	return core.Voice{Advice: func(a core.Advice) string { return "winnowctl." + string(a) }}
}

// said returns an error's text in winnowctl's voice. Wrapped errors end with what
// they wrap, so that only the end changes.
func said(err error) string { return saidAs(err.Error(), err) }

// saidAs returns a text that ends like err in winnowctl's voice.
func saidAs(text string, err error) string {
	if s, ok := err.(core.Speaker); ok {
		if before, ends := strings.CutSuffix(text, s.In(core.Voice{})); ends {
			return before + s.In(voice())
		}
	}
	if cause := errors.Unwrap(err); cause != nil {
		return saidAs(text, cause)
	}
	if wraps, ok := err.(interface{ Unwrap() []error }); ok {
		for _, cause := range wraps.Unwrap() {
			text = saidAs(text, cause)
		}
	}
	return text
}

// text returns a text with an id, as core.Text, in winnowctl's voice.
func text(id string, values ...any) string { return core.Text(id, values...).In(voice()) }

// say writes a text with an id on a line for people.
func (s *session) say(id string, values ...any) { s.print("%s", text(id, values...)) }
