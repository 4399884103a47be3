package card

import (
	"winnow/core/saved"
	"winnow/core/segment"
	shown "winnow/gui/criteria"
)

// saveCriteria keeps the steps in force under a code.
func (c *Card) saveCriteria() {
	shown.Save(c.session, shown.SaveParams{Segment: c.no, Done: func(kept saved.Criteria) { c.say(shown.Kept(kept)) }})
}

// reuseCriteria puts saved criteria to the segment, which is made first if need
// be.
func (c *Card) reuseCriteria() {
	c.made(func() {
		c.now()
		shown.Apply(c.session, shown.ApplyParams{Segment: c.no, Done: c.applied})
	})
}

// applyRecipe does so with the steps of a recipe's file.
func (c *Card) applyRecipe() {
	c.made(func() {
		c.now()
		shown.ApplyFile(c.session, c.Tasks, c.no, c.applied)
	})
}

// applied says what several actions did; each can be taken back.
func (c *Card) applied(_ string, results []segment.Result) {
	for range results {
		c.together.undo.acted()
	}
	if last := len(results) - 1; last < 0 {
		c.say(shown.Applied(results))
	} else {
		c.sayUndo(shown.Applied(results), func() { c.history.backFrom(results[last].Place(), results[0].Before()) })
	}
	c.lines.list.Focus()
	c.changed()
}
