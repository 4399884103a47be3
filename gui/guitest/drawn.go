package guitest

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// Drawn is an object that a window shows, and where.
type Drawn struct {
	Object fyne.CanvasObject
	At     fyne.Position
	// Seen and SeenTo are the corners of what can be seen of the window at that
	// place: what lies beyond is scrolled away or cut off.
	Seen, SeenTo fyne.Position
	// Scrolled says that what lies beyond can be scrolled into sight.
	Scrolled bool
}

// Drawn are the objects that can be reached now: those of the topmost dialog or
// popup, else those of the page, the lower ones first.
func (s *Stage) Drawn() []Drawn { return drawnIn(s.top(), s.Window.Canvas().Size()) }

// DrawnEverywhere are the objects of all windows, the pages below dialogs and popups
// among them.
func (s *Stage) DrawnEverywhere() []Drawn {
	var all []Drawn
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		size := w.Canvas().Size()
		all = append(all, drawnIn(w.Content(), size)...)
		for _, o := range w.Canvas().Overlays().List() {
			all = append(all, drawnIn(o, size)...)
		}
	}
	return all
}

func drawnIn(o fyne.CanvasObject, size fyne.Size) []Drawn {
	var list []Drawn
	collect(&list, o, Drawn{SeenTo: fyne.NewPos(size.Width, size.Height)})
	return list
}

// collect adds an object and all that it shows; from is where it stands.
func collect(list *[]Drawn, o fyne.CanvasObject, from Drawn) {
	if o == nil || !o.Visible() {
		return
	}
	from.Object, from.At = o, from.At.Add(o.Position())
	*list = append(*list, from)
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		shows := test.WidgetRenderer(o)
		children = shows.Objects()
		_, scrolls := o.(*container.Scroll)
		if _, clips := shows.(interface{ IsClip() }); scrolls || clips {
			from.Scrolled = true
			from.Seen = fyne.NewPos(max(from.Seen.X, from.At.X), max(from.Seen.Y, from.At.Y))
			from.SeenTo = fyne.NewPos(min(from.SeenTo.X, from.At.X+o.Size().Width), min(from.SeenTo.Y, from.At.Y+o.Size().Height))
		}
	}
	for _, child := range children {
		collect(list, child, from)
	}
}
