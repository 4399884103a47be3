package chart

import (
	"fyne.io/fyne/v2"
	fynewidget "fyne.io/fyne/v2/widget"

	"winnow/gui/theme"
	"winnow/gui/widget"
)

// Card is a picture on a card of its own, under its title, with a menu.
func Card(p *Picture) fyne.CanvasObject {
	more := widget.NewButton(widget.Action{Icon: theme.IconMore, Menu: p.MenuItems})
	card := widget.Panel(p.Title(), p, more)
	card.Fill = false
	return card
}

// board sets objects of at least a width side by side, as many in a line as there is
// room for, all equally wide and in a line equally high.
type board struct {
	fynewidget.BaseWidget
	least   float32
	objects []fyne.CanvasObject
}

// NewBoard sets objects side by side, each at least so wide.
func NewBoard(least float32, objects ...fyne.CanvasObject) fyne.CanvasObject {
	b := &board{least: least, objects: objects}
	b.ExtendBaseWidget(b)
	return b
}

// Parts implements widget.Composite.
func (b *board) Parts() []fyne.CanvasObject { return b.objects }

// CreateRenderer implements fyne.Widget.
func (b *board) CreateRenderer() fyne.WidgetRenderer {
	p := &widget.Painter{Widget: b, Parts: b.objects}
	space := func() float32 { return theme.Px(12) }
	perLine := func(width float32) int {
		return widget.Clamp(int((width+space())/(theme.Px(b.least)+space())), 1, max(1, len(b.objects)))
	}
	lineHeight := func(first, n int) float32 {
		h := float32(0)
		for _, o := range b.objects[first:min(first+n, len(b.objects))] {
			h = max(h, o.MinSize().Height)
		}
		return h
	}
	p.Min = func() fyne.Size {
		n, h := perLine(b.Size().Width), float32(0)
		for first := 0; first < len(b.objects); first += n {
			h += lineHeight(first, n) + space()
		}
		return fyne.NewSize(theme.Px(b.least), max(0, h-space()))
	}
	p.Arrange = func(s fyne.Size) {
		n := perLine(s.Width)
		width := (s.Width - space()*float32(n-1)) / float32(n)
		y := float32(0)
		for first := 0; first < len(b.objects); first += n {
			line := b.objects[first:min(first+n, len(b.objects))]
			for _, o := range line { // how high some are depends on their width
				o.Resize(fyne.NewSize(width, o.Size().Height))
			}
			h := lineHeight(first, n)
			for i, o := range line {
				widget.Place(o, float32(i)*(width+space()), y, width, h)
			}
			y += h + space()
		}
	}
	return p
}
