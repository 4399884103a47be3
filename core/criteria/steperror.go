package criteria

import (
	"errors"
	"fmt"

	"winnow/core"
)

// StepError says which step of a recipe is wrong, counted from 0, and why.
type StepError struct {
	Index int
	Err   error
}

// Error reads like a place in a recipe: `steps[1]: Contact, Post Code: …`.
func (e *StepError) Error() string { return fmt.Sprintf("steps[%d]: %v", e.Index, e.Err) }

// In tells a person the number of the step as it is shown, from 1.
func (e *StepError) In(locale core.Locale) string {
	said := e.Err.Error()
	var localizer core.Localizer
	if errors.As(e.Err, &localizer) {
		said = localizer.In(locale)
	}
	return core.Text("criteria.step_problem", "step", e.Index+1, "problem", said).In(locale)
}

// Unwrap returns why the step is wrong.
func (e *StepError) Unwrap() error { return e.Err }
