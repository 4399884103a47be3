package core

import "errors"

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

// Problem is an error that is shown to a person as it stands. Its text says what
// and where in a whole sentence or clause; its hint, where there is one, says
// what to do.
type Problem struct {
	Kind Kind
	// Err is what caused it, where that helps in a log. It is not shown.
	Err error

	text, hint Message
}

// NewProblem returns a Problem without a hint; id and values are those of Text.
func NewProblem(kind Kind, id string, values ...any) *Problem {
	return Text(id, values...).Problem(kind)
}

// Problem makes the message a Problem without a hint.
func (m Message) Problem(kind Kind) *Problem { return &Problem{Kind: kind, text: m} }

// Error returns the text and, behind it, the hint.
func (p *Problem) Error() string { return p.In(Locale{}) }

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.Err }

// Hint says what to do, and returns the Problem; id and values are those of Text.
func (p *Problem) Hint(id string, values ...any) *Problem { return p.WithHint(Text(id, values...)) }

// WithHint says what to do, and returns the Problem.
func (p *Problem) WithHint(hint Message) *Problem {
	p.hint = hint
	return p
}

// Advise says what to do where the window and the command line have different
// ways to it, and returns the Problem. The values are those of Advice.Text.
func (p *Problem) Advise(a Advice, values ...any) *Problem { return p.WithHint(a.Text(values...)) }

// Around returns the Problem with a text around its own, which is that text's value
// problem. The hint stays.
func (p *Problem) Around(id string, values ...any) *Problem {
	around := *p
	around.text = Text(id, append(values, "problem", p.text)...)
	return &around
}

// Advised reports whether err is a Problem with that advice.
func Advised(err error, a Advice) bool {
	var p *Problem
	return errors.As(err, &p) && p.hint.advice && p.hint.id == string(a)
}

// By notes what caused it, and returns the Problem.
func (p *Problem) By(err error) *Problem {
	p.Err = err
	return p
}

// TextIn returns the text in a person's language.
func (p *Problem) TextIn(locale Locale) string { return p.text.In(locale) }

// HintIn returns the hint in a person's language, "" where there is none.
func (p *Problem) HintIn(locale Locale) string { return p.hint.In(locale) }

// In returns the text and, behind it, the hint in a person's language.
func (p *Problem) In(locale Locale) string {
	if p.hint.Empty() {
		return p.TextIn(locale)
	}
	return p.TextIn(locale) + "; " + p.HintIn(locale)
}

// IsKind reports whether err is a Problem of that kind.
func IsKind(err error, kind Kind) bool {
	var p *Problem
	return errors.As(err, &p) && p.Kind == kind
}
