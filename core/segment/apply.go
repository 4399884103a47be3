package segment

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"winnow/core"
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
	// Over goes before the company's settings where filters are resolved.
	Over filter.Env
	// Progress, where it is not nil, is told after each step.
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
	results := []Result{}
	err := s.write(ctx, func(tx *sql.Tx) error {
		w, err := s.begin(ctx, tx, no, p.Over)
		if err != nil {
			return err
		}
		if p.Instead && w.segment.Lines > 0 {
			result, err := w.run(ctx, everybody)
			if err != nil {
				return err
			}
			results = append(results, result)
		}
		for i, step := range p.Steps {
			result, err := w.run(ctx, step)
			if err != nil {
				return &stepError{i, err}
			}
			results = append(results, result)
			if p.Progress != nil {
				p.Progress(i+1, len(p.Steps))
			}
		}
		if p.Preview {
			return errRollBack
		}
		return nil
	})
	if err != nil && !errors.Is(err, errRollBack) {
		return nil, err
	}
	return results, nil
}

// stepError says which step of a recipe is wrong.
type stepError struct {
	index int
	err   error
}

func (e *stepError) Error() string { return fmt.Sprintf("steps[%d]: %v", e.index, e.err) }
func (e *stepError) Unwrap() error { return e.err }

// In says the same in a person's language.
func (e *stepError) In(v core.Voice) string {
	said := e.err.Error()
	var speaker core.Speaker
	if errors.As(e.err, &speaker) {
		said = speaker.In(v)
	}
	return fmt.Sprintf("steps[%d]: %s", e.index, said)
}
