package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Page is one page of a window: what the Navigator shows around it, what it
// holds, and the keys it knows.
type Page struct {
	Title   string
	Actions *ActionBar // or nil
	Content fyne.CanvasObject

	// Keys by name, "Alt+N", "F3", "Ctrl+E". A page's key goes before the
	// Navigator's of the same name.
	Keys map[string]func()

	First   fyne.Focusable // what gets the keyboard at first, or nil
	OnShow  func()         // shown, also when one comes back to it
	OnLeave func() bool    // may refuse to be left for good by answering false
	OnClose func()         // left for good

	// OnDrop receives files that were dropped on the window while the page is
	// shown; false leaves them to the window. Or nil.
	OnDrop func(paths []string) bool

	keys    map[string]func()
	focused fyne.Focusable
	scroll  fyne.CanvasObject // around the content where that does not scroll by itself
}

// Layout gives the parts of the page the room that they need, after that has changed.
func (p *Page) Layout() { p.surface().Refresh() }

// surface is the content as it is shown: it scrolls where it is higher than its room.
func (p *Page) surface() fyne.CanvasObject {
	if p.scroll == nil {
		p.scroll = p.Content
		if !scrolls(p.Content) {
			p.scroll = container.NewVScroll(p.Content)
		}
	}
	return p.scroll
}

// do runs the page's function for a key and reports whether it has one.
func (p *Page) do(name string) bool {
	if p.keys == nil {
		p.keys = map[string]func(){}
		for key, f := range p.Keys {
			p.keys[canonical(key)] = f
		}
	}
	return Call(p.keys[name])
}
