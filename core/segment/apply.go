package segment

import (
	"context"
	"database/sql"
	"errors"

	"winnow/core/criteria"
	"winnow/core/filter"
)

// ApplyParams say which steps are put to a segment, and how.
type ApplyParams struct {
	Steps []criteria.Step
	// Instead takes out the lines that there are before the first step, as a
	// Reduce of its own, so that Go Back brings them back.
	Instead bool
	// Preview tells what would happen and changes nothing.
	Preview bool
	// Env overrides the company's settings where filters are resolved.
	Env filter.Env
	// Progress, where it is not nil, is called after each step.
	Progress func(done, total int)
}

// errRollBack ends a transaction whose changes nobody wants.
var errRollBack = errors.New("nothing is to be kept")

// everybody is the step that takes all lines out of a segment.
var everybody = criteria.Step{Action: criteria.Reduce}

// Apply runs the steps of a recipe as further steps, wholly or not at all, and
// returns what each did; where Instead took lines out, that comes first. The
// error names the step that is wrong.
func (s *Store) Apply(ctx context.Context, no string, p ApplyParams) ([]Result, error) {
	var results []Result
	err := s.change(ctx, no, func(tx *sql.Tx) (err error) {
		results, err = s.apply(ctx, tx, no, p)
		return err
	})
	return outcome(results, err)
}

// ApplyToNew makes a segment, as CreateSegment does, and runs the steps on it;
// where that fails there is none. It returns the segment's number.
func (s *Store) ApplyToNew(ctx context.Context, fields map[string]string, p ApplyParams) (no string, results []Result, err error) {
	h, err := s.newHeader(ctx, fields, p.Env)
	if err != nil {
		return "", nil, err
	}
	err = s.company.Write(ctx, func(tx *sql.Tx) (err error) {
		made, err := s.createSegment(ctx, tx, "", h)
		if err != nil {
			return err
		}
		no = made.No
		results, err = s.apply(ctx, tx, no, p)
		return err
	})
	results, err = outcome(results, err)
	return no, results, err
}

// outcome is what is told of applied steps.
func outcome(results []Result, err error) ([]Result, error) {
	if err != nil && !errors.Is(err, errRollBack) {
		return nil, err
	}
	return results, nil
}

func (s *Store) apply(ctx context.Context, tx *sql.Tx, no string, p ApplyParams) ([]Result, error) {
	results := []Result{}
	w, err := s.begin(ctx, tx, no, p.Env)
	if err != nil {
		return nil, err
	}
	if p.Instead && w.segment.Lines > 0 {
		result, err := w.run(ctx, everybody)
		if err != nil {
			return nil, err
		}
		results = append(results, result)
	}
	for i, step := range p.Steps {
		result, err := w.run(ctx, step)
		if err != nil {
			return nil, &criteria.StepError{Index: i, Err: err}
		}
		results = append(results, result)
		if p.Progress != nil {
			p.Progress(i+1, len(p.Steps))
		}
	}
	if p.Preview {
		return results, errRollBack
	}
	return results, nil
}
