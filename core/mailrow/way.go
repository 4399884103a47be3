package mailrow

import (
	"context"
	"fmt"

	"winnow/core"
	"winnow/core/reach"
	"winnow/core/segment"
)

// Way is how somebody is written to, as the Correspondence Type of the line says. Every
// line has one.
type Way string

const (
	// ByLetter: Hard Copy.
	ByLetter Way = "letter"
	// ByMail: Email, where there is an address that can be written to.
	ByMail Way = "mail"
	// ByHand: all others, among them those who have no e-mail address, so that nobody is
	// lost.
	ByHand Way = "list"
)

// ReadWay reads the way of those whose line has no Correspondence Type; "" is ByHand.
// The error is a core.Problem.
func ReadWay(word string) (Way, error) {
	switch w := Way(word); w {
	case "":
		return ByHand, nil
	case ByLetter, ByMail, ByHand:
		return w, nil
	}
	return "", core.NewProblem(core.Invalid, "mailrow.no_way_to_write_to_contacts", "word", word)
}

// by returns the lines of those who are written to in the way that is asked for.
func (r *Rows) by(ctx context.Context) (*segment.Lines, error) {
	blank, err := ReadWay(string(r.options.Blank))
	if err != nil {
		return nil, err
	}
	from, err := reach.Of(ctx, r.tx, r.lines)
	if err != nil {
		return nil, err
	}
	found, err := selectBy(ctx, r.tx, from, r.options.By, blank)
	if err != nil {
		return nil, fmt.Errorf("look for how contacts are written to: %w", err)
	}
	return r.lines.Among(found), nil
}
