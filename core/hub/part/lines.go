package part

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"winnow/core"
	"winnow/core/criteria"
	"winnow/core/segment"
	"winnow/core/selection"
	"winnow/data"
)

// lines are the lines of a hub's segments. Which of them are in force a hub keeps as a
// company file does, in a form that only Winnow reads.
type lines struct{ hub pgx.Tx }

// Lines returns the lines of a hub's segments.
func Lines(hub pgx.Tx) selection.HubLines { return lines{hub} }

// noLines are those of no segment, by which it is known whether filters can be asked.
type noLines struct{}

// Contacts implements selection.HubLines.
func (noLines) Contacts(context.Context, []criteria.FieldFilter, *selection.Among) ([]string, error) {
	return nil, nil
}

// Counts implements selection.HubLines.
func (noLines) Counts(context.Context, *selection.Among) (map[string]int64, error) { return nil, nil }

// Contacts implements selection.HubLines: the lines are those of all active segments, and of
// the logged segments that are not canceled.
func (l lines) Contacts(ctx context.Context, filters []criteria.FieldFilter, among *selection.Among) ([]string, error) {
	var days map[string][]segment.AddressDays
	if segment.AsksForAddresses(filters) {
		var err error
		if days, err = addressDays(ctx, l.hub); err != nil {
			return nil, fmt.Errorf("read the days of alternative addresses: %w", err)
		}
	}
	found := map[string]bool{}
	err := l.each(ctx, notCanceled, filters, among, func(e *segment.Elsewhere, line segment.LineElsewhere) error {
		no, _ := line.Contact["no"].(string)
		line.Addresses = days[no]
		satisfies, err := e.LineSatisfies(line, filters)
		if satisfies {
			found[no] = true
		}
		return err
	})
	return slices.Sorted(maps.Keys(found)), err
}

// Counts implements selection.HubLines.
func (l lines) Counts(ctx context.Context, among *selection.Among) (map[string]int64, error) {
	counts := map[string]int64{}
	var last *segment.Elsewhere
	var counted map[string]bool
	err := l.each(ctx, active, nil, among, func(e *segment.Elsewhere, line segment.LineElsewhere) error {
		if e != last {
			last, counted = e, map[string]bool{}
		}
		if no, _ := line.Contact["no"].(string); !counted[no] {
			counted[no] = true
			counts[no]++
		}
		return nil
	})
	return counts, err
}

// each calls fn with the lines in force of segments that satisfy a condition and what filters
// ask of them, segment by segment. A segment that cannot be is a core.Problem, since its
// contacts are not known.
func (l lines) each(ctx context.Context, condition string, filters []criteria.FieldFilter, among *selection.Among, fn func(*segment.Elsewhere, segment.LineElsewhere) error) error {
	headers, err := segmentHeaders(ctx, l.hub, condition)
	if err != nil {
		return fmt.Errorf("read the segments: %w", err)
	}
	var numbers []string
	var concerned map[string]bool
	if among != nil {
		if numbers, err = formerNumbers(ctx, l.hub, among.Contacts); err == nil {
			concerned, err = segmentsOf(ctx, l.hub, numbers)
		}
		if err != nil {
			return fmt.Errorf("look for the segments of contacts: %w", err)
		}
	}
	for _, h := range headers {
		e := segment.NewElsewhere(h.values)
		no, _ := h.values["no"].(string)
		if !e.Satisfies(filters) || among != nil && !concerned[no] {
			continue
		}
		snapshot, template, err := segmentState(ctx, l.hub, no, h.step, e.Template())
		if err == nil && snapshot != nil {
			if err = e.Read(snapshot, template); err == nil {
				err = eachLine(ctx, l.hub, no, numbers, func(line segment.LineElsewhere) error {
					if !e.IsInForce(line.LineNo) {
						return nil
					}
					return fn(e, line)
				})
			}
		}
		if errors.Is(err, data.ErrValue) {
			return core.NewProblem(core.Unusable, "hub.segment_refused", "segment", no, "fault", core.Text("hub.segment_unreadable"))
		}
		if err != nil {
			return fmt.Errorf("read segment %s: %w", no, err)
		}
	}
	return nil
}
