package main

import (
	"errors"
	"strings"

	"winnow/core"
)

// locale is that of winnowctl's texts: English, with its commands and flags where
// core gives advice.
func locale() core.Locale {
	return core.Locale{Advice: func(a core.Advice) string { return "winnowctl." + string(a) }}
}

// localized returns an error's text with winnowctl's own advice. Wrapped errors end
// with the text of what they wrap, so that only the end changes.
func localized(err error) string { return localizedEnd(err.Error(), err) }

// localizedEnd returns a text that ends with the text of err with that end in
// winnowctl's own words.
func localizedEnd(text string, err error) string {
	if s, ok := err.(core.Localizer); ok {
		if before, ends := strings.CutSuffix(text, s.In(core.Locale{})); ends {
			return before + s.In(locale())
		}
	}
	if cause := errors.Unwrap(err); cause != nil {
		return localizedEnd(text, cause)
	}
	if wraps, ok := err.(interface{ Unwrap() []error }); ok {
		for _, cause := range wraps.Unwrap() {
			text = localizedEnd(text, cause)
		}
	}
	return text
}

// text returns a text with an id, as core.Text, with winnowctl's own advice.
func text(id string, values ...any) string { return core.Text(id, values...).In(locale()) }

// say writes a text with an id on a line for people.
func (s *session) say(id string, values ...any) { s.print("%s", text(id, values...)) }
