package part

import "fyne.io/fyne/v2"

// FocusedFilter returns the field that has the keyboard if it takes the filter
// language, else nil.
func FocusedFilter(c fyne.Canvas) *Entry {
	if i, ok := c.Focused().(*input); ok && i.owner.TakesFilter {
		return i.owner
	}
	return nil
}
