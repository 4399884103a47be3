package card

import (
	"fyne.io/fyne/v2"

	shown "winnow/gui/criteria"
)

// What the tests look at, which no other package needs.

// Differences is the page of differences that was opened last, or nil.
func (c *Card) Differences() *shown.Differences { return c.differences }

// Editing is the step that was edited last, or nil.
func (c *Card) Editing() *StepEditing { return c.editing }

// StepMenu is the menu of a step at the side.
func (c *Card) StepMenu(at int) []*fyne.MenuItem { return c.history.menu(c.read.steps[at]) }
