package widget

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"winnow/gui/theme"
)

// Paragraph is running text that wraps at its width. Words between ** are bold,
// words between ~~ grey.
type Paragraph struct {
	widget.BaseWidget

	Color fyne.ThemeColorName
	Width float32 // in the normal text size, wraps here for its smallest size; 0: as wide as it is now

	text  string
	words []proseWord
	size  float32
	whole bool // wraps only where there is less room than it needs
}

type proseWord struct {
	text  string
	bold  bool
	faint bool
	glued bool // to the word before, as a comma after a bold word is
}

// NewParagraph returns a text in an ordinary colour.
func NewParagraph(text string) *Paragraph {
	p := &Paragraph{Color: theme.Text}
	p.ExtendBaseWidget(p)
	p.SetText(text)
	return p
}

// NewTitle returns a heading over a part of a page.
func NewTitle(text string) *Paragraph {
	p := &Paragraph{Color: theme.Text, size: 2}
	p.ExtendBaseWidget(p)
	p.SetText("**" + text + "**")
	return p
}

// Text is the text with its marks.
func (p *Paragraph) Text() string { return p.text }

// SetText shows another text.
func (p *Paragraph) SetText(text string) {
	p.text, p.words = text, nil
	spaced := true
	for i, strong := range strings.Split(text, "**") {
		for j, grey := range strings.Split(strong, "~~") {
			glued := !spaced && strings.TrimLeft(grey, " ") == grey
			for _, word := range strings.Fields(grey) {
				p.words = append(p.words, proseWord{word, i%2 == 1, j%2 == 1, glued})
				glued = false
			}
			if grey != "" {
				spaced = strings.HasSuffix(grey, " ")
			}
		}
	}
	p.Refresh()
}

func (p *Paragraph) textSize() float32 { return theme.TextSize() + p.size }

func (p *Paragraph) lineHeight() float32 { return theme.Px(20) + p.size }

// length is how wide the text is on one line.
func (p *Paragraph) length() float32 {
	width := float32(1)
	for _, w := range p.words {
		width += TextWidth(w.text+" ", w.bold)
	}
	return width
}

// flow walks over the words as they are laid out and returns the height.
func (p *Paragraph) flow(width float32, at func(i int, x, y, w float32)) float32 {
	space := fyne.MeasureText(" ", p.textSize(), fyne.TextStyle{}).Width
	x, y := float32(0), float32(0)
	for i, word := range p.words {
		w := fyne.MeasureText(word.text, p.textSize(), fyne.TextStyle{Bold: word.bold}).Width
		if x > 0 && !word.glued {
			x += space
		}
		if x > 0 && x+w > width && !word.glued {
			x, y = 0, y+p.lineHeight()
		}
		if at != nil {
			at(i, x, y, w)
		}
		x += w
	}
	return y + p.lineHeight()
}

// CreateRenderer implements fyne.Widget.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer {
	var texts []*canvas.Text
	r := &Painter{Widget: p}
	r.Update = func() {
		texts, r.Parts = nil, nil
		for _, word := range p.words {
			t := NewText(word.text, p.Color, word.bold)
			texts = append(texts, t)
			r.Parts = append(r.Parts, t)
		}
	}
	r.Update()
	r.Arrange = func(s fyne.Size) {
		p.flow(s.Width, func(i int, x, y, w float32) {
			if i < len(texts) {
				color := p.Color
				if p.words[i].faint {
					color = theme.Faint
				}
				PaintText(texts[i], color, p.textSize())
				Place(texts[i], x, y, w, p.lineHeight())
			}
		})
	}
	r.Min = func() fyne.Size {
		if p.whole {
			width := max(p.length(), theme.Px(p.Width))
			if now := p.Size().Width; now > 0 && now < width {
				return fyne.NewSize(width, p.flow(now, nil))
			}
			return fyne.NewSize(width, p.lineHeight())
		}
		width := theme.Px(p.Width)
		if now := p.Size().Width; width == 0 || now > 0 && now < width {
			width = now
		}
		if width == 0 {
			return fyne.NewSize(theme.Px(60), p.lineHeight())
		}
		return fyne.NewSize(min(width, theme.Px(60)), p.flow(width, nil))
	}
	return r
}
