package criteria_test

import (
	"testing"

	"winnow/core"
	"winnow/core/criteria"
	"winnow/core/filter"
)

// A script is told the place in the recipe, a person the step's number.
func TestStepErrors(t *testing.T) {
	step := criteria.Step{Action: criteria.Add, Filters: criteria.Filters{"contact": {"no": "A|"}}}
	_, cause := criteria.Compile(step, filter.Env{Today: "2026-11-23"})
	err := &criteria.StepError{Index: 1, Err: cause}
	if got, want := err.Error(), `steps[1]: Contact, No.: position 2: a value is missing after "|"`; got != want {
		t.Errorf("%s, not %s", got, want)
	}
	if got, want := err.In(core.Locale{}), `Step 2: Contact, No.: position 2: a value is missing after "|"`; got != want {
		t.Errorf("%s, not %s", got, want)
	}
}
