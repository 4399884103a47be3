package entry

import "winnow/gui/theme"

// NewSearchBox returns an entry to search with: search receives the text after a
// pause and on Enter, Esc empties it, and leave (may be nil) is called on Down
// and when Esc finds it empty, to give the keyboard to what is searched.
func NewSearchBox(placeholder string, search func(text string), leave func()) *Entry {
	e := New(theme.IconNone)
	e.input.icon = theme.IconSearch
	e.SetPlaceholder(placeholder)
	e.OnTyped = search
	now := func() { // what is searched must not be acted on as another text found it
		e.typed++
		search(e.Text())
	}
	e.OnEnter = now
	e.OnKey = func(name string) bool {
		switch {
		case name == "Esc" && e.Text() != "":
			e.SetText("")
			search("")
			return true
		case (name == "Down" || name == "Esc") && leave != nil:
			now()
			leave()
			return true
		}
		return false
	}
	return e
}
