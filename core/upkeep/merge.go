package upkeep

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/privacy"
	"winnow/core/record"
	"winnow/core/value"
)

// MergeParams say which two contacts become one.
type MergeParams struct {
	// Keep is the contact that stays, Other the one that goes into it.
	Keep, Other string
	// Fields are values that the contact has in the end, by field key, as typed.
	Fields map[string]string
}

// Merged is what became of two contacts.
type Merged struct {
	Keep, Other string
	// Taken are the fields that Keep had empty and took from Other, and the marks by
	// which either was not to be written to.
	Taken []catalog.Field
	// Moved is how many rows of each table name Keep now instead of Other.
	Moved []Moved
	// Lines is how many lines of segments moved.
	Lines int
	// Dropped is how many rows of Other went because Keep had the same.
	Dropped int
	// Twice are the segments on which Keep has two lines or more now.
	Twice []string
}

// Moved counts the rows of a table that moved.
type Moved struct {
	Table catalog.Table
	Rows  int
}

// add counts rows of a table that moved.
func (m *Merged) add(t catalog.Table, n int) {
	if n <= 0 {
		return
	}
	i := slices.IndexFunc(m.Moved, func(moved Moved) bool { return moved.Table.Key == t.Key })
	if i < 0 {
		m.Moved = append(m.Moved, Moved{t, n})
		return
	}
	m.Moved[i].Rows += n
}

// pair are two contacts that become one.
type pair struct {
	keep, other     string
	keepID, otherID int64
}

// together are the fields that say one thing in several parts: they are taken from the
// other contact as a whole, where all of them are empty.
var together = [][]string{
	{"address", "address_2", "city", "county", "post_code", "country_region_code"},
	{"company_no", "company_name"},
	{"first_name", "middle_name", "surname"},
	{"name_2"}, {"phone_no"}, {"mobile_phone_no"}, {"fax_no"}, {"e_mail"}, {"e_mail_2"}, {"home_page"},
	{"territory_code"}, {"currency_code"}, {"language_code"}, {"salesperson_code"}, {"vat_registration_no"},
	{"job_title"}, {"initials"}, {"organizational_level_code"}, {"birthday"}, {"correspondence_type"},
	{"salutation_code"}, {"external_id"},
}

// Merge makes one contact of two, in one transaction that [Store.UndoMerge] takes back.
// Interactions, answers, groups, lines, tasks and whatever else names Other name Keep
// afterwards, and Other's number finds Keep. Keep's values stay; where it has none, it
// takes Other's. Who was not to be written to as either of the two is not to be
// written to afterwards, unless the fields say otherwise.
func (s *Store) Merge(ctx context.Context, p MergeParams) (Merged, error) {
	var merged Merged
	err := s.edit(ctx, catalog.Contact, func(e *edit) (err error) {
		merged, err = e.merge(ctx, p, s.company)
		return err
	})
	return merged, err
}

func (e *edit) merge(ctx context.Context, p MergeParams, c *company.Company) (Merged, error) {
	keep, err := e.row(ctx, []string{p.Keep})
	if err != nil {
		return Merged{}, err
	}
	other, err := e.row(ctx, []string{p.Other})
	if err != nil {
		return Merged{}, err
	}
	if err := e.mergeable(ctx, keep, other, p); err != nil {
		return Merged{}, err
	}
	pair, err := selectPair(ctx, e.tx, keep.Text("no"), other.Text("no"))
	if err != nil {
		return Merged{}, err
	}
	before, err := pair.snapshot(ctx, e.tx)
	if err != nil {
		return Merged{}, fmt.Errorf("read what belongs to the contacts: %w", err)
	}
	if err := e.renameAddresses(ctx, pair); err != nil {
		return Merged{}, fmt.Errorf("tell the addresses apart: %w", err)
	}
	merged := Merged{Keep: pair.keep, Other: pair.other}
	if err := pair.move(ctx, e.tx, keep.Text("name"), other.Text("name"), &merged); err != nil {
		return Merged{}, fmt.Errorf("move what belongs to %s: %w", pair.other, err)
	}
	if err := e.takeOver(ctx, keep, other, p.Fields, &merged); err != nil {
		return Merged{}, err
	}
	after, err := pair.snapshot(ctx, e.tx)
	if err != nil {
		return Merged{}, fmt.Errorf("read what belongs to the contact: %w", err)
	}
	if merged.Twice, err = segmentsWithTwoLines(ctx, e.tx, pair.keepID); err != nil {
		return Merged{}, err
	}
	return merged, insertUndo(ctx, e.tx, pair, before, after, c.Stamp(), c.User)
}

// mergeable refuses what cannot be one contact.
func (e *edit) mergeable(ctx context.Context, keep, other record.Row, p MergeParams) error {
	a, b := keep.Text("no"), other.Text("no")
	if a == b {
		return core.NewProblem(core.Invalid, "upkeep.merge_with_itself", "contact", a)
	}
	if keep.Value("type") != other.Value("type") {
		return core.NewProblem(core.Invalid, "upkeep.merge_company_with_person", "contact", a, "other", b)
	}
	for _, key := range []string{"no", "type"} {
		if _, typed := p.Fields[key]; typed {
			f, _ := e.table.Field(key)
			return core.NewProblem(core.Invalid, "upkeep.merge_keeps_field", "field", core.Word(f.Caption))
		}
	}
	codes, err := relationsApart(ctx, e.tx, a, b)
	if err != nil || len(codes) == 0 {
		return err
	}
	return core.NewProblem(core.Invalid, "upkeep.merge_relations_differ", "contact", a, "other", b, "codes", strings.Join(codes, ", ")).
		Hint("upkeep.merge_delete_relation_first")
}

// renameAddresses gives alternative addresses of Other new codes where Keep has
// another address under the same one.
func (e *edit) renameAddresses(ctx context.Context, pair pair) error {
	codes, taken, err := addressesApart(ctx, e.tx, pair)
	if err != nil {
		return err
	}
	for _, code := range codes {
		renamed := code
		for n := 2; taken[renamed]; n++ {
			renamed = code + "-" + strconv.Itoa(n)
		}
		taken[renamed] = true
		if err := renameAddress(ctx, e.tx, pair, code, renamed); err != nil {
			return err
		}
	}
	return nil
}

// takeOver gives Keep the values of Other that it lacks, then those that were typed.
func (e *edit) takeOver(ctx context.Context, keep, other record.Row, typed map[string]string, merged *Merged) error {
	fill := map[string]string{}
	all := slices.Clone(together)
	for _, f := range e.table.Fields {
		if f.Own {
			all = append(all, []string{f.Key})
		}
	}
	for _, fields := range all {
		if !e.empty(keep, fields) || e.empty(other, fields) || fields[0] == "first_name" && keep.Text("name") != other.Text("name") {
			continue
		}
		for _, key := range fields {
			fill[key] = other.Text(key)
		}
	}
	for key, on := range marks(keep, other) {
		f, _ := e.table.Field(key)
		if stored := truth(on); keep.Value(key) != stored {
			fill[key] = value.Format(f, stored)
		}
	}
	for _, f := range e.table.Fields {
		_, said := typed[f.Key]
		if text, ok := fill[f.Key]; ok && !said && text != keep.Text(f.Key) {
			merged.Taken = append(merged.Taken, f)
		}
	}
	for _, step := range []struct {
		fields    map[string]string
		takenBack bool
	}{{fill, true}, {typed, false}} {
		if len(step.fields) == 0 {
			continue
		}
		// What Other had stays, also where an import brought a code that its table lacks.
		e.takenBack = step.takenBack
		if _, err := e.update(ctx, Change{Table: catalog.Contact, Key: []string{merged.Keep}, Fields: step.fields}); err != nil {
			return err
		}
	}
	return nil
}

// empty tells whether a contact has none of the fields.
func (e *edit) empty(row record.Row, fields []string) bool {
	for _, key := range fields {
		f, _ := e.table.Field(key)
		if row.Value(key) != value.Zero(f) {
			return false
		}
	}
	return true
}

// marks are those by which a contact is not to be written to, as the contact has them
// that two become.
func marks(keep, other record.Row) map[string]bool {
	is := func(row record.Row, key string) bool { return row.Value(key) == int64(1) }
	either := func(key string) bool { return is(keep, key) || is(other, key) }
	found := map[string]bool{"exclude_from_segment": either("exclude_from_segment"), "minor": either("minor")}
	consent := is(keep, "parental_consent_received")
	if found["minor"] {
		consent = !privacy.MinorWithoutConsent(keep.Value) && !privacy.MinorWithoutConsent(other.Value)
	}
	found["parental_consent_received"] = consent
	found["privacy_blocked"] = privacy.Blocked(keep.Value) || privacy.Blocked(other.Value)
	return found
}

// truth is a Boolean as it is stored.
func truth(on bool) int64 {
	if on {
		return 1
	}
	return 0
}
