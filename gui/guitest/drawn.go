package guitest

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"winnow/gui/theme"
	"winnow/gui/widget"
)

// Drawn is an object that a window shows, and where.
type Drawn struct {
	Object fyne.CanvasObject
	At     fyne.Position
	// Seen and SeenTo are the corners of what can be seen of the window at that
	// place, or of the dialog or card that the object stands on: what lies beyond
	// is scrolled away or cut off.
	Seen, SeenTo fyne.Position
	// Across and Down say that what lies beyond can be scrolled into sight.
	Across, Down bool
}

// InSight reports whether the object can be seen, a large one in part.
func (d Drawn) InSight() bool {
	return shows(d.At.X, d.Object.Size().Width, d.Seen.X, d.SeenTo.X) && shows(d.At.Y, d.Object.Size().Height, d.Seen.Y, d.SeenTo.Y)
}

// shows reports whether what is so long shows whole, or as much of it as tells what it
// is.
func shows(at, length, from, to float32) bool {
	least := theme.Px(58) // the heading of a list and a row
	return min(at+length, to)-max(at, from) >= min(length, least)-1
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

// within is where an object stands that lies in a box.
func (d Drawn) within(at fyne.Position, size fyne.Size) Drawn {
	d.Seen = fyne.NewPos(max(d.Seen.X, at.X), max(d.Seen.Y, at.Y))
	d.SeenTo = fyne.NewPos(min(d.SeenTo.X, at.X+size.Width), min(d.SeenTo.Y, at.Y+size.Height))
	return d
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
		_, clips := shows.(interface{ IsClip() })
		switch o := o.(type) {
		case *container.Scroll:
			from.Across = from.Across || o.Direction == container.ScrollBoth || o.Direction == container.ScrollHorizontalOnly
			from.Down = from.Down || o.Direction == container.ScrollBoth || o.Direction == container.ScrollVerticalOnly
			from = from.within(from.At, o.Size())
		case *widget.Overlay:
			from = from.within(from.At.Add(o.Content.Position()), o.Content.Size())
		case *widget.FastTab:
			from = from.within(from.At, o.Size())
		default:
			if clips {
				from.Across, from.Down = true, true
				from = from.within(from.At, o.Size())
			}
		}
	}
	for _, child := range children {
		collect(list, child, from)
	}
}
