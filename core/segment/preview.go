package segment

import (
	"context"
	"database/sql"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/selection"
)

// Preview tells what an action would do, and changes nothing.
func (s *Store) Preview(ctx context.Context, no string, step criteria.Step, override filter.Env) (Result, error) {
	p, err := s.NewPreviewer(ctx, no, override)
	if err != nil {
		return Result{}, err
	}
	return p.Preview(ctx, step)
}

// Previewer works out one action after another on a segment as it was when the
// Previewer was made, while somebody types filters: what one section selects is
// remembered as long as that section's filters stay. It is for one goroutine
// at a time.
type Previewer struct {
	// Reader reads the steps' filters.
	Reader *criteria.Reader

	store   *Store
	place   Place
	members *members
	asker   *selection.Asker
}

// NewPreviewer reads the segment's lines.
func (s *Store) NewPreviewer(ctx context.Context, no string, override filter.Env) (*Previewer, error) {
	return s.newPreviewer(ctx, no, override, nil)
}

// NewPreviewerBefore reads the segment's lines as they were before a step in force, so
// that actions in its place can be previewed.
func (s *Store) NewPreviewerBefore(ctx context.Context, no string, step int, override filter.Env) (*Previewer, error) {
	before := step - 1
	return s.newPreviewer(ctx, no, override, &before)
}

// newPreviewer reads the lines that a step left; nil is the one in force.
func (s *Store) newPreviewer(ctx context.Context, no string, override filter.Env, step *int) (*Previewer, error) {
	p := &Previewer{store: s}
	lines := askedLines{s.rows.Segments()} // before the transaction begins
	err := s.company.Read(ctx, func(tx *sql.Tx) error {
		if err := CheckActive(ctx, tx, no); err != nil {
			return err
		}
		w, err := s.begin(ctx, tx, no, override)
		if err != nil {
			return err
		}
		p.place = w.segment.Place()
		if step != nil {
			p.place.Step = *step
			if w.current, err = selectStep(ctx, tx, w.segment.ID, *step); err != nil {
				return err
			}
		}
		p.Reader, p.members = criteria.NewReader(w.env), w.members()
		p.asker = newAsker(w.env, lines)
		p.asker.Use(s.rows)
		if err := p.members.collect(ctx, tx); err != nil {
			return err
		}
		_, err = p.asker.Excluded(ctx, tx) // every preview asks for them
		return err
	})
	return p, err
}

// Preview tells what the action would do.
func (p *Previewer) Preview(ctx context.Context, step criteria.Step) (Result, error) {
	planned, err := p.plan(ctx, step)
	return planned.result, err
}

// Concerned returns the contacts that the action would bring or remove, up to
// limit of them, as contact ids in ascending order, and how many there are.
func (p *Previewer) Concerned(ctx context.Context, step criteria.Step, limit int) ([]int64, int, error) {
	planned, err := p.plan(ctx, step)
	if err != nil {
		return nil, 0, err
	}
	set := planned.joining
	if step.Action != criteria.Add {
		set = p.members.contactsOf(roaring.AndNot(p.members.lines, planned.staying))
	}
	var ids []int64
	for it := set.Iterator(); it.HasNext() && len(ids) < limit; {
		ids = append(ids, int64(it.Next()))
	}
	return ids, int(set.GetCardinality()), nil
}

func (p *Previewer) plan(ctx context.Context, step criteria.Step) (plan, error) {
	compiled, err := p.Reader.Compile(step.Seeded(newSeed))
	if err != nil {
		return plan{}, err
	}
	var planned plan
	err = p.store.company.Read(ctx, func(tx *sql.Tx) error {
		planned, err = newPlan(ctx, tx, p.asker, compiled, p.members)
		return err
	})
	planned.result.Step, planned.result.Replay = p.place.Step+1, p.place.Replay
	return planned, err
}
