package segment

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/lookup"
	"winnow/core/value"
)

// HeaderChange changes fields of a segment's header.
type HeaderChange struct {
	// Fields are the new values by key, as typed.
	Fields map[string]string
	// Keep makes the lines keep what they show now, instead of following.
	Keep bool
	// Env overrides what relative dates are resolved with.
	Env filter.Env
}

// HeaderChanged is a segment after a change of its header.
type HeaderChanged struct {
	Segment
	// Filled are the fields that got another value from the template that was
	// chosen. Kept are those that the template would have filled, and that kept
	// what a person typed.
	Filled, Kept []catalog.Field
}

// SetHeader changes the header. A changed No. renames the segment. Choosing an
// interaction template fills other fields from it.
func (s *Store) SetHeader(ctx context.Context, no string, change HeaderChange) (HeaderChanged, error) {
	env, err := s.company.Env(ctx, change.Env)
	if err != nil {
		return HeaderChanged{}, err
	}
	values, err := parseFields(headerTable, change.Fields, env)
	if err != nil {
		return HeaderChanged{}, err
	}
	var after HeaderChanged
	err = s.change(ctx, no, func(tx *sql.Tx) error {
		seg, err := findSegment(ctx, tx, no)
		if err != nil {
			return err
		}
		if after.Kept, err = s.setHeader(ctx, tx, seg, change, values); err != nil {
			return err
		}
		current := seg.No
		if renamed, ok := values["no"].(string); ok {
			current = renamed
		}
		if after.Segment, err = findSegment(ctx, tx, current); err != nil {
			return err
		}
		for _, key := range headerFilled {
			if _, typed := change.Fields[key]; !typed && after.Values[key] != seg.Values[key] {
				f, _ := headerTable.Field(key)
				after.Filled = append(after.Filled, f)
			}
		}
		if !change.Keep {
			return nil
		}
		before, err := readDefaults(ctx, tx, seg)
		if err != nil {
			return err
		}
		return keepShown(ctx, tx, before, after.Segment)
	})
	return after, err
}

// setHeader stores new values of a header, with those that a template fills, and
// returns the fields that kept what was typed.
func (s *Store) setHeader(ctx context.Context, tx *sql.Tx, seg Segment, change HeaderChange, values map[string]any) (kept []catalog.Field, err error) {
	if renamed, ok := values["no"].(string); ok && renamed != seg.No {
		if renamed == "" {
			return nil, core.NewProblem(core.Invalid, "segment.no_segment_has_number")
		}
		if values["no"], err = s.newNo(ctx, tx, renamed); err != nil {
			return nil, err
		}
	}
	if err := checkCodes(ctx, tx, headerTable.Fields, values, seg.Values); err != nil {
		return nil, err
	}
	typed := seg.typed.typedNow(change.Fields)
	if kept, err = fillHeader(ctx, tx, values, typed, seg.code(templateCode)); err != nil {
		return nil, err
	}
	if err := updateHeader(ctx, tx, seg.ID, values, typed, s.company.Stamp()); err != nil {
		return nil, fmt.Errorf("change the header: %w", err)
	}
	return kept, nil
}

// Follows reports whether lines follow any of the header's fields, so that a
// change of them should ask.
func Follows(keys ...string) bool {
	all := slices.AppendSeq([]string{"salesperson_code", "language_code_default", "ignore_contact_corres_type", "correspondence_type_default"}, maps.Values(followed))
	return slices.ContainsFunc(keys, func(key string) bool { return slices.Contains(all, key) })
}

// keepShown gives every line of the segment, those that can come back too, the
// values that it showed before the header changed as values of its own.
func keepShown(ctx context.Context, tx *sql.Tx, before defaults, changed Segment) error {
	after, err := readDefaults(ctx, tx, changed)
	if err != nil {
		return err
	}
	addresses, err := hasAddressRanges(ctx, tx)
	if err != nil {
		return err
	}
	fields, err := contactFieldsOf(catalog.Catalog{}, nil)
	if err != nil {
		return err
	}
	for last := int64(0); ; {
		old, err := selectLinesAfter(ctx, tx, changed.ID, last, fields)
		if err != nil {
			return fmt.Errorf("read lines: %w", err)
		}
		if len(old) == 0 {
			return nil
		}
		last = old[len(old)-1].LineNo
		now := append([]Line(nil), old...)
		if err := before.showAll(ctx, tx, old, addresses); err != nil {
			return err
		}
		// The date first: which alternative address is in force depends on it.
		kept := make([]bool, len(now))
		for i := range now {
			date := old[i].Value("date")
			if kept[i] = !now[i].Own("date") && date != changed.Values["date"]; kept[i] {
				now[i].own["date"] = date
			}
		}
		if err := after.showAll(ctx, tx, now, addresses); err != nil {
			return err
		}
		for i, line := range now {
			if err := keepLine(ctx, tx, changed.ID, old[i], line, kept[i]); err != nil {
				return err
			}
		}
	}
}

// keepLine stores what a line showed where it now would show something else;
// changed says that there is something to store already.
func keepLine(ctx context.Context, tx *sql.Tx, id int64, old, now Line, changed bool) error {
	for i, f := range lineTable.Fields {
		if !reflect.DeepEqual(old.values[i], now.values[i]) {
			now.own[f.Key] = old.values[i]
			changed = true
		}
	}
	if !changed {
		return nil
	}
	stored, err := now.own.stored()
	if err != nil {
		return err
	}
	return updateOwn(ctx, tx, id, now.LineNo, stored)
}

// LineChange changes fields of lines.
type LineChange struct {
	LineNos []int64
	// Fields are the new values by key, as typed. A value that is the default
	// anyway is not stored.
	Fields map[string]string
	// Default are the keys of fields that follow their default again.
	Default []string
	// Env overrides what relative dates are resolved with.
	Env filter.Env
}

// SetLines changes fields of lines that are in the segment. Edits are no steps
// of the history. Choosing an interaction template for lines fills other fields
// from it; SetLines returns those that kept what a person typed.
func (s *Store) SetLines(ctx context.Context, no string, change LineChange) ([]KeptField, error) {
	env, err := s.company.Env(ctx, change.Env)
	if err != nil {
		return nil, err
	}
	edit := lineEdit{follow: change.Default}
	if edit.values, err = parseFields(lineTable, change.Fields, env); err != nil {
		return nil, err
	}
	for _, key := range change.Default {
		if _, ok := lineTable.Field(key); !ok {
			return nil, noField(lineTable, key)
		}
		if _, ok := edit.values[key]; ok {
			return nil, core.NewProblem(core.Invalid, "segment.key_cannot_both_be_set_and_follow", "key", key)
		}
	}
	if _, ok := edit.values["contact_no"]; ok {
		return nil, core.NewProblem(core.Invalid, "segment.contact_no_lines_contact_cannot_be_changed")
	}
	err = s.change(ctx, no, func(tx *sql.Tx) error {
		l, err := s.OpenLines(ctx, tx, no)
		if err != nil {
			return err
		}
		set, err := linesIn(l.Segment(), l.lines, change.LineNos)
		if err != nil {
			return err
		}
		if err := edit.prepare(ctx, tx, l); err != nil {
			return err
		}
		chosen := &Lines{store: s, defaults: l.defaults, lines: set, addresses: l.addresses}
		if err := chosen.Each(ctx, tx, nil, func(lines []Line) error { return edit.run(ctx, tx, lines) }); err != nil {
			return err
		}
		return updateStep(ctx, tx, l.Segment().ID, l.Segment().Step, s.company.Stamp())
	})
	return edit.fill.fields(), err
}

// lineEdit is a change of lines' own fields.
type lineEdit struct {
	values    map[string]any
	follow    []string
	fill      *lineFill // where a template is chosen
	defaults  defaults
	addresses bool
}

// prepare reads the template that is chosen, and refuses codes that their tables
// lack.
func (e *lineEdit) prepare(ctx context.Context, tx *sql.Tx, l *Lines) error {
	e.defaults, e.addresses = l.defaults, l.addresses
	if err := checkCodes(ctx, tx, lineTable.Fields, e.values, nil); err != nil {
		return err
	}
	code, ok := e.values[templateCode].(string)
	if !ok {
		return nil
	}
	t, err := selectTemplate(ctx, tx, code)
	if err != nil {
		return fmt.Errorf("read the interaction template: %w", err)
	}
	e.fill = &lineFill{defaults: l.defaults, template: t, code: code, values: e.values, kept: map[string]int{}}
	return nil
}

// run stores the values of lines, those only that differ from the default that
// each line then has.
func (e *lineEdit) run(ctx context.Context, tx *sql.Tx, lines []Line) error {
	if err := e.checkAddresses(ctx, tx, lines); err != nil {
		return err
	}
	filled, err := selectFilledFields(ctx, tx, e.defaults.segment.ID, lines[0].LineNo, lines[len(lines)-1].LineNo)
	if err != nil {
		return fmt.Errorf("read what templates filled: %w", err)
	}
	before := slices.Clone(lines)
	for i := range lines {
		e.clear(&lines[i], filled[lines[i].LineNo])
	}
	if err := e.defaults.showAll(ctx, tx, lines, e.addresses); err != nil {
		return err
	}
	for i, line := range lines {
		if err := e.store(ctx, tx, before[i], line, filled[line.LineNo]); err != nil {
			return fmt.Errorf("change line %d: %w", line.LineNo, err)
		}
	}
	return nil
}

// clear takes away what a line had of its own in the fields of the change, and
// what an earlier choice of a template had filled, where the template changes.
func (e *lineEdit) clear(line *Line, filled fieldKeys) {
	if e.fill.chooses(*line) || slices.Contains(e.follow, templateCode) {
		for key := range filled {
			delete(line.own, key)
		}
	}
	for _, key := range e.follow {
		delete(line.own, key)
	}
	for key := range e.values {
		delete(line.own, key)
	}
	if date, ok := e.values["date"]; ok && date != e.defaults.segment.Values["date"] {
		line.own["date"] = date
	}
}

func (e *lineEdit) store(ctx context.Context, tx *sql.Tx, before, line Line, filled fieldKeys) error {
	for key, v := range e.values {
		if !reflect.DeepEqual(line.Value(key), v) {
			line.own[key] = v
		}
	}
	now := fieldKeys{}
	switch {
	case e.fill.chooses(before):
		now = e.fill.fill(before, line, filled)
	case !slices.Contains(e.follow, templateCode):
		for key := range filled {
			_, typed := e.values[key]
			now[key] = !typed && !slices.Contains(e.follow, key)
		}
	}
	id := e.defaults.segment.ID
	if now.String() != filled.String() {
		if err := updateFilled(ctx, tx, id, line.LineNo, now); err != nil {
			return err
		}
	}
	stored, err := line.own.stored()
	if err != nil {
		return err
	}
	return updateOwn(ctx, tx, id, line.LineNo, stored)
}

// checkAddresses refuses the code of an alternative address that the contact of
// one of the lines has not.
func (e *lineEdit) checkAddresses(ctx context.Context, tx *sql.Tx, lines []Line) error {
	const key = "contact_alt_address_code"
	code, ok := e.values[key]
	if !ok || code == "" {
		return nil
	}
	f, _ := lineTable.Field(key)
	for _, line := range lines {
		if err := lookup.Check(ctx, tx, f, line.Contact("no"), code); err != nil {
			return err
		}
	}
	return nil
}

// Totals returns the sum of Cost (LCY) and of Duration (Min.) over the lines.
func (s *Store) Totals(ctx context.Context, no string) (cost, duration float64, err error) {
	err = s.company.Read(ctx, func(tx *sql.Tx) error {
		l, err := s.OpenLines(ctx, tx, no)
		if err != nil {
			return err
		}
		unitCost, _ := l.Segment().Values["unit_cost_lcy"].(float64)
		unitDuration, _ := l.Segment().Values["unit_duration_min"].(float64)
		follow := float64(l.Len())
		cost, duration = unitCost*follow, unitDuration*follow
		return eachOwnTotal(ctx, tx, l.Segment().ID, func(line uint32, ownCost, ownDuration sql.NullFloat64) {
			if !l.lines.Contains(line) {
				return
			}
			if ownCost.Valid {
				cost += ownCost.Float64 - unitCost
			}
			if ownDuration.Valid {
				duration += ownDuration.Float64 - unitDuration
			}
		})
	})
	return value.Exact(cost), value.Exact(duration), err
}
