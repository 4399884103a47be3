// Package statistics counts what the lines of a segment are and what they lack
// ([Of] returns the [Statistics]), and what a company's first page shows: its
// contacts by country and type, who was written to longest ago, and which segments
// are due; and what happened with a contact ([OfContact]). It changes nothing.
package statistics

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/segment"
)

// Statistics count the lines of a segment: whom they reach, and what is missing
// to reach them. A contact with two lines counts twice, but in Contacts.
type Statistics struct {
	Lines int
	// Contacts are the different contacts on the lines, Firms the different
	// companies that they are or work for.
	Contacts, Firms    int
	Companies, Persons int

	// What the contacts lack.
	WithoutEMail, WithoutAddress, WithoutPostCode, WithoutPhone int
	// Excluded are those marked Exclude from Segment, Blocked those that no output
	// has: marked Privacy Blocked, or minors without parental consent.
	Excluded, Blocked int
	// Unreachable are lines that lack what their Correspondence Type needs: an
	// e-mail address, a postal address or a fax number.
	Unreachable int

	// The lines by code, most lines first: the contacts' countries, and what the
	// lines show as salesperson, language and correspondence type.
	Countries, Salespeople, Languages, Correspondence []Share
}

// Share is how many lines, or contacts, have a code or an option. Code is "" for
// those that have none; Name is what it is called, or "".
type Share struct {
	Code, Name string
	Count      int
}

// correspondence types as the catalog numbers them.
const (
	hardCopy = 1
	eMail    = 2
	fax      = 3
)

// Of counts the lines that are in the segment now.
func Of(ctx context.Context, c *company.Company, no string) (Statistics, error) {
	var stats Statistics
	err := c.Read(ctx, func(tx *sql.Tx) error {
		lines, err := segment.New(c).OpenLines(ctx, tx, no)
		if err != nil {
			return err
		}
		groups, err := selectGroups(ctx, tx, lines)
		if err != nil {
			return fmt.Errorf("count the lines: %w", err)
		}
		stats = fold(groups)
		stats.Contacts, stats.Firms, err = selectDifferent(ctx, tx, lines)
		if err != nil {
			return fmt.Errorf("count the contacts: %w", err)
		}
		return stats.name(ctx, tx)
	})
	return stats, err
}

// name adds what the codes are called.
func (s Statistics) name(ctx context.Context, tx *sql.Tx) error {
	for _, named := range []struct {
		table  string
		shares []Share
	}{
		{"country_region", s.Countries}, {"salesperson_purchaser", s.Salespeople}, {"language", s.Languages},
	} {
		if err := nameShares(ctx, tx, named.table, named.shares); err != nil {
			return fmt.Errorf("read what codes are called: %w", err)
		}
	}
	return nil
}

// group is how many lines are alike in all that is counted.
type group struct {
	lines, kind                             int
	noEMail, noAddress, noPostCode, noPhone bool
	noFax, excluded, blocked                bool
	country, salesperson, language          string
	correspondence                          int64
}

// fold adds up groups.
func fold(groups []group) Statistics {
	var s Statistics
	countries, salespeople, languages, kinds := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for _, g := range groups {
		s.Lines += g.lines
		if g.kind == 0 {
			s.Companies += g.lines
		} else {
			s.Persons += g.lines
		}
		for _, has := range []struct {
			it bool
			to *int
		}{
			{g.noEMail, &s.WithoutEMail}, {g.noAddress, &s.WithoutAddress}, {g.noPostCode, &s.WithoutPostCode},
			{g.noPhone, &s.WithoutPhone}, {g.excluded, &s.Excluded}, {g.blocked, &s.Blocked}, {g.unreachable(), &s.Unreachable},
		} {
			if has.it {
				*has.to += g.lines
			}
		}
		countries[g.country] += g.lines
		salespeople[g.salesperson] += g.lines
		languages[g.language] += g.lines
		kinds[correspondenceCaption(g.correspondence)] += g.lines
	}
	s.Countries, s.Salespeople, s.Languages, s.Correspondence = shares(countries), shares(salespeople), shares(languages), shares(kinds)
	return s
}

func (g group) unreachable() bool {
	switch g.correspondence {
	case hardCopy:
		return g.noAddress
	case eMail:
		return g.noEMail
	case fax:
		return g.noFax
	}
	return false
}

func correspondenceCaption(option int64) string {
	f, _ := catalog.Must("segment_line").Field("correspondence_type")
	if option < 0 || int(option) >= len(f.Options) {
		return ""
	}
	return f.Options[option]
}

// shares sorts counts: the most first, those without a code last.
func shares(counts map[string]int) []Share {
	list := []Share{}
	for code, n := range counts {
		list = append(list, Share{Code: code, Count: n})
	}
	slices.SortFunc(list, func(a, b Share) int {
		if (a.Code == "") != (b.Code == "") {
			if a.Code == "" {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Code, b.Code))
	})
	return list
}

func nameShares(ctx context.Context, tx *sql.Tx, table string, list []Share) error {
	codes := make([]string, len(list))
	for i, share := range list {
		codes[i] = share.Code
	}
	names, err := selectNames(ctx, tx, table, codes)
	for i := range list {
		list[i].Name = names[list[i].Code]
	}
	return err
}
