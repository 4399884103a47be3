package mailrow

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core"
	"winnow/core/criteria"
	"winnow/core/reach"
	"winnow/core/segment"
)

// Per says what has a row of its own in an output. The row is the first line's, but
// for what stands at the values.
type Per string

const (
	// PerContact: every line has a row. It is also meant by "".
	PerContact Per = "contact"
	// PerCompany: all lines of contacts with the same Company No. share one row;
	// contacts without one have their own. The greeting is the company's.
	PerCompany Per = "company"
	// PerHousehold: all lines of persons without a Company No. share one row where
	// they have the same Surname and the same address in force, upper and lower
	// case alike; all others, those without a surname or an address too, have
	// their own. The name and the greeting are for all of them, and the e-mail
	// address is that of the first who has one.
	PerHousehold Per = "household"
)

// ReadPer reads what has a row of its own; "" is every contact. The error is a
// core.Problem.
func ReadPer(word string) (Per, error) {
	known := []string{string(PerContact), string(PerCompany), string(PerHousehold)}
	switch p := Per(word); p {
	case "":
		return PerContact, nil
	case PerContact, PerCompany, PerHousehold:
		return p, nil
	}
	p := core.NewProblem(core.Invalid, "mailrow.no_rows_per_word_they_are_per", "word", word)
	if near := criteria.Nearest(word, known); near != "" {
		p.Hint("common.did_you_mean_meant", "meant", near)
	}
	return "", p
}

// lines returns the lines that have a row of their own, as ordinals; nil for
// all. Lines of Privacy Blocked contacts have none unless they are included, so
// that no other line shares it. members are the others of each company or household,
// by the ordinals of the lines that have its row.
func (p Per) lines(ctx context.Context, tx *sql.Tx, lines *segment.Lines, includeBlocked bool) (own *roaring.Bitmap, members map[uint32][]member, err error) {
	if _, err := ReadPer(string(p)); err != nil || p == "" || p == PerContact {
		return nil, nil, err
	}
	from, err := reach.Of(ctx, tx, lines)
	if err != nil {
		return nil, nil, err
	}
	if own, err = selectFirsts(ctx, tx, from, p, includeBlocked); err == nil {
		members, err = selectMembers(ctx, tx, from, p, includeBlocked)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("look for the lines of each %s: %w", p, err)
	}
	return own, members, nil
}
