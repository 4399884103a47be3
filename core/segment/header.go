package segment

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"strconv"

	"winnow/core"
	"winnow/core/filter"
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

// SetHeader changes the header. A changed No. renames the segment.
func (s *Store) SetHeader(ctx context.Context, no string, change HeaderChange) (Segment, error) {
	env, err := s.company.Env(ctx, change.Env)
	if err != nil {
		return Segment{}, err
	}
	values, err := parseFields(headerTable, change.Fields, env)
	if err != nil {
		return Segment{}, err
	}
	var after Segment
	err = s.write(ctx, func(tx *sql.Tx) error {
		seg, err := findSegment(ctx, tx, no)
		if err != nil {
			return err
		}
		if renamed, ok := values["no"].(string); ok && renamed != seg.No {
			if renamed == "" {
				return core.Problemf(core.Invalid, "No.: a segment has a number")
			}
			if values["no"], err = s.newNo(ctx, tx, renamed); err != nil {
				return err
			}
		}
		before, err := readDefaults(ctx, tx, seg)
		if err != nil {
			return err
		}
		if err := updateHeader(ctx, tx, seg.ID, values, s.now()); err != nil {
			return fmt.Errorf("change the header: %w", err)
		}
		current := seg.No
		if renamed, ok := values["no"].(string); ok {
			current = renamed
		}
		if after, err = findSegment(ctx, tx, current); err != nil || !change.Keep {
			return err
		}
		return keepShown(ctx, tx, before, after)
	})
	return after, err
}

// Follows reports whether lines follow any of the header's fields, so that a
// change of them should ask.
func Follows(keys ...string) bool {
	for _, key := range keys {
		switch key {
		case "salesperson_code", "language_code_default", "ignore_contact_corres_type", "correspondence_type_default":
			return true
		}
		for _, header := range followed {
			if header == key {
				return true
			}
		}
	}
	return false
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
	fields, err := contactFieldsOf(nil)
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
		// The date first: which alternative address is in force hangs on it.
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
// of the history.
func (s *Store) SetLines(ctx context.Context, no string, change LineChange) error {
	env, err := s.company.Env(ctx, change.Env)
	if err != nil {
		return err
	}
	values, err := parseFields(lineTable, change.Fields, env)
	if err != nil {
		return err
	}
	for _, key := range change.Default {
		if _, ok := lineTable.Field(key); !ok {
			return noField(lineTable, key)
		}
		if _, ok := values[key]; ok {
			return core.Problemf(core.Invalid, "%s cannot both be set and follow its default", key)
		}
	}
	if _, ok := values["contact_no"]; ok {
		return core.Problemf(core.Invalid, "Contact No.: a line's contact cannot be changed; add a line for the other contact")
	}
	return s.write(ctx, func(tx *sql.Tx) error {
		l, err := s.OpenLines(ctx, tx, no)
		if err != nil {
			return err
		}
		set, err := linesIn(l.Segment(), l.lines, change.LineNos)
		if err != nil {
			return err
		}
		chosen := &Lines{store: s, defaults: l.defaults, lines: set, addresses: l.addresses}
		err = chosen.Each(ctx, tx, nil, func(lines []Line) error {
			return l.defaults.setOwn(ctx, tx, lines, values, change.Default, l.addresses)
		})
		if err != nil {
			return fmt.Errorf("change the lines: %w", err)
		}
		return updateStep(ctx, tx, l.Segment().ID, l.Segment().Step, s.now())
	})
}

// setOwn stores values of lines, those only that differ from the default that
// each line then has.
func (d defaults) setOwn(ctx context.Context, tx *sql.Tx, lines []Line, values map[string]any, follow []string, addresses bool) error {
	for i := range lines {
		for _, key := range follow {
			delete(lines[i].own, key)
		}
		for key := range values {
			delete(lines[i].own, key)
		}
		if date, ok := values["date"]; ok && date != d.segment.Values["date"] {
			lines[i].own["date"] = date
		}
	}
	if err := d.showAll(ctx, tx, lines, addresses); err != nil {
		return err
	}
	for _, line := range lines {
		for key, v := range values {
			if !reflect.DeepEqual(line.Value(key), v) {
				line.own[key] = v
			}
		}
		stored, err := line.own.stored()
		if err != nil {
			return err
		}
		if err := updateOwn(ctx, tx, d.segment.ID, line.LineNo, stored); err != nil {
			return err
		}
	}
	return nil
}

// Totals returns the sum of Cost (LCY) and of Duration (Min.) over the lines.
func (s *Store) Totals(ctx context.Context, no string) (cost, duration float64, err error) {
	err = s.read(ctx, func(tx *sql.Tx) error {
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
	return round(cost), round(duration), err
}

// round drops the digits beyond the 15th, which binary sums leave behind.
func round(sum float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(sum, 'g', 15, 64), 64)
	if err != nil {
		return sum
	}
	return rounded
}
