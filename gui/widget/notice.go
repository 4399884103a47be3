package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"winnow/gui/theme"
)

// Notice is a strip over what it speaks of: a sentence, and what one can do
// about it. It is hidden while there is nothing to say.
type Notice struct {
	widget.BaseWidget
	text  *Paragraph
	links []*Button
}

// NewNotice returns a notice that says nothing.
func NewNotice() *Notice {
	n := &Notice{text: NewParagraph("")}
	n.ExtendBaseWidget(n)
	n.Hide()
	return n
}

// Say shows a text, which may have **bold** words, with links after it; no text
// hides the notice.
func (n *Notice) Say(text string, links ...Action) {
	before := n.MinSize().Height
	n.links = nil
	for _, link := range links {
		link.Kind = linked
		n.links = append(n.links, NewButton(link))
	}
	n.text.SetText(text)
	changed := n.Visible() != (text != "")
	SetVisible(n, text != "")
	n.Refresh()
	if c := CanvasOf(n); c != nil && (changed || n.MinSize().Height != before) {
		c.Content().Refresh() // what it stands among moves
	}
}

// CreateRenderer implements fyne.Widget.
func (n *Notice) CreateRenderer() fyne.WidgetRenderer {
	back := canvas.NewRectangle(theme.Color(theme.Soft))
	back.CornerRadius, back.StrokeWidth = 5, 1
	p := &Painter{Widget: n}
	p.Update = func() {
		back.FillColor, back.StrokeColor = theme.Color(theme.Soft), theme.Color(theme.Track)
		p.Parts = []fyne.CanvasObject{back, n.text}
		for _, link := range n.links {
			p.Parts = append(p.Parts, link)
		}
	}
	p.Update()
	p.Min = func() fyne.Size {
		width := n.Size().Width
		if width == 0 {
			width = theme.Px(800)
		}
		text, height := n.room(width)
		return fyne.NewSize(theme.Px(300), n.text.flow(text, nil)+height+theme.Px(14))
	}
	p.Arrange = func(s fyne.Size) {
		Place(back, 0, 0, s.Width, s.Height)
		w, below := n.room(s.Width)
		Place(n.text, theme.Px(14), theme.Px(7), w, s.Height-below-theme.Px(14))
		if below > 0 {
			n.flow(w, func(link *Button, x, y float32) {
				m := link.MinSize()
				Place(link, theme.Px(14)+x, s.Height-theme.Px(7)-below+y, m.Width, m.Height)
			})
			return
		}
		x := s.Width - theme.Px(14) - n.linksWidth() + theme.Px(12)
		for _, link := range n.links {
			m := link.MinSize()
			Place(link, x, (s.Height-m.Height)/2, m.Width, m.Height)
			x += m.Width + theme.Px(12)
		}
	}
	return p
}

// linksWidth is the room that the links need side by side.
func (n *Notice) linksWidth() float32 {
	w := float32(0)
	for _, link := range n.links {
		w += link.MinSize().Width + theme.Px(12)
	}
	return w
}

// room is how wide the text is in a notice so wide, and how high the links are below it:
// 0 where they stand beside it, as they do while they leave the text half of the room.
func (n *Notice) room(width float32) (text, below float32) {
	width -= theme.Px(28)
	if beside := width - n.linksWidth(); len(n.links) < 2 || beside >= width/2 {
		return max(theme.Px(120), beside), 0
	}
	return width, n.flow(width, nil)
}

// flow calls at, unless it is nil, with the place of each link in rows so wide, and
// returns how high these are.
func (n *Notice) flow(width float32, at func(link *Button, x, y float32)) float32 {
	x, y, height := float32(0), theme.Px(4), float32(0)
	for _, link := range n.links {
		m := link.MinSize()
		if x > 0 && x+m.Width > width {
			x, y = 0, y+height+theme.Px(4)
		}
		if at != nil {
			at(link, x, y)
		}
		x, height = x+m.Width+theme.Px(12), m.Height
	}
	return y + height
}
