package selection

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/flowfield"
)

// HubParams say how filters are put to a hub.
type HubParams struct {
	// WorkDate is the day on which ages are counted.
	WorkDate string
	// Renamed lets a filter find contacts by the numbers of those that were merged into
	// them, as the hub knows them; nil where none were.
	Renamed func(catalog.Field, filter.Filter) (filter.Filter, error)
	// Among are the contacts that are asked about; nil for everybody.
	Among *Among
	// Lines answers questions about lines of segments.
	Lines HubLines
}

// HubLines answers questions about the lines in force of a hub's segments, which a hub
// itself does not know.
type HubLines interface {
	// Contacts returns the numbers of contacts that have a line in force that satisfies the
	// filters: of all, or at least of those that are asked about.
	Contacts(ctx context.Context, filters []criteria.FieldFilter, among *Among) ([]string, error)
	// Counts returns on how many active segments contacts are, where they are on any.
	Counts(ctx context.Context, among *Among) (map[string]int64, error)
}

// Among are some contacts, and the companies that theirs are.
type Among struct{ Contacts, Companies []string }

// condition is a condition in PostgreSQL's SQL and what it binds, from left to right.
type condition struct {
	text string
	args []any
}

// OnHub returns the condition that c, a contact of a hub, is selected by filters, with
// the values that it binds, as Asker.SelectBy selects contacts of a company file. It is
// in PostgreSQL's SQL, with ? as the place of each value. Contacts that lines of segments
// select are bound as one array.
func OnHub(ctx context.Context, c criteria.Compiled, p HubParams) (text string, args []any, err error) {
	var either []string
	for _, sections := range c.ByAlternative() {
		list := []condition{{text: "TRUE"}}
		for i, s := range sections {
			var relation criteria.SectionFilters
			if i > 0 && sections[i-1].Section.Key == s.Section.Through {
				// Both are one question, in the place of the relation's own.
				relation, list = sections[i-1], list[:len(list)-1]
			}
			asked, err := p.section(ctx, s, relation)
			if err != nil {
				return "", nil, err
			}
			list = append(list, asked)
		}
		var all []string
		for _, cond := range list {
			all, args = append(all, cond.text), append(args, cond.args...)
		}
		either = append(either, "("+strings.Join(all, " AND ")+")")
	}
	return "(" + strings.Join(either, " OR ") + ")", args, nil
}

// section is the condition of one section.
func (p HubParams) section(ctx context.Context, s, relation criteria.SectionFilters) (condition, error) {
	all := condition{text: "TRUE"}
	with, without := questions(s, relation)
	for i, q := range []*Question{with, without} {
		if q == nil {
			continue
		}
		asked, err := p.question(ctx, *q)
		if err != nil {
			return all, err
		}
		all.text += map[int]string{0: " AND (", 1: " AND NOT ("}[i] + asked.text + ")"
		all.args = append(all.args, asked.args...)
	}
	all.text = "(" + all.text + ")"
	return all, nil
}

// question is the condition that the answer to a question is yes.
func (p HubParams) question(ctx context.Context, q Question) (condition, error) {
	for _, group := range []*[]criteria.FieldFilter{&q.Filters, &q.Relations} {
		renamed := slices.Clone(*group)
		for i, f := range renamed {
			if p.Renamed == nil {
				break
			}
			var err error
			if renamed[i].Filter, err = p.Renamed(f.Field, f.Filter); err != nil {
				return condition{}, err
			}
		}
		*group = renamed
	}
	const d = filter.PostgreSQL
	if q.Section.Link == catalog.Itself {
		var among []string
		if p.Among != nil {
			among = p.Among.Contacts
		}
		counts := func(ctx context.Context) (map[string]int64, error) { return p.Lines.Counts(ctx, p.Among) }
		text, args, err := ofContact(ctx, flowfield.OnHub(flowfield.HubParams{WorkDate: p.WorkDate, Among: among, Segments: counts}).Query("c"), q.Filters)
		return condition{text, args}, err
	}
	if q.Section.Link == catalog.ByLine {
		contacts, err := p.Lines.Contacts(ctx, q.Filters, p.Among)
		return condition{"c.no = ANY(?::text[])", []any{append([]string{}, contacts...)}}, err
	}
	where, args := q.rows(d, "r.")
	where += d.Present("r")
	if q.Section.Link == catalog.ByRelation {
		text, bound := conditions(d, q.Relations, "b.")
		relation := p.among("b.contact_no", catalog.ByCompany, condition{text + d.Present("b"), bound})
		return condition{"c.no IN (" + fmt.Sprintf(onHub.Replace(selectByValueEntry), relation.text, where, allEntries) + ")", append(args, relation.args...)}, nil
	}
	owner := "c.no"
	if q.Section.Link == catalog.ByCompany {
		owner = "c.company_no"
	}
	rows := p.among("r.contact_no", q.Section.Link, condition{where, args})
	return condition{owner + " IN (SELECT r.contact_no FROM " + q.Section.Key + " AS r WHERE " + rows.text + ")", rows.args}, nil
}

// among leaves those rows out of a condition whose owner cannot be that of a contact that is
// asked about. An array of so many values lets the server choose an index for few of them.
func (p HubParams) among(owner string, by catalog.Link, rows condition) condition {
	if p.Among == nil {
		return rows
	}
	owners := p.Among.Contacts
	if by == catalog.ByCompany {
		owners = p.Among.Companies
	}
	return condition{rows.text + " AND " + owner + " = ANY(?::text[])", append(rows.args, owners)}
}

// onHub makes the query by value entries one for a hub, which knows contacts by their
// numbers, chooses the order of the tables itself and keeps deleted rows.
var onHub = strings.NewReplacer("CROSS JOIN", "JOIN", "+", "", "c.id", "c.no", "AS id", "AS no",
	"c.type = 0", "NOT c.deleted AND c.type = 0", "c.type = 1", "NOT p.deleted AND NOT c.deleted AND c.type = 1")
