package widget

import (
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"winnow/gui/i18n"
	"winnow/gui/region"
	"winnow/gui/theme"
)

// Question is something to ask before doing it. Text may have **bold** words;
// Hint, where there is one, stands under it.
type Question struct {
	Title, Text string
	Hint        string
	Yes, No     string // captions; "" for "Yes" and "No"
	OnYes, OnNo func()

	// Final says that what Yes does cannot be taken back: No has the keyboard then.
	Final bool

	// Other is a further answer between the two; "" for none.
	Other   string
	OnOther func()
}

// Ask asks a question in a dialog; Esc is No. Enter is Yes, or No where Yes is final.
func Ask(c fyne.Canvas, q Question) *Modal {
	if q.Yes == "" {
		q.Yes = i18n.T("common.yes")
	}
	if q.No == "" {
		q.No = i18n.T("common.no")
	}
	m := &Modal{
		Title: q.Title, Body: message(q.Text, q.Hint), Width: 460, OK: q.Yes, Cancel: q.No,
		OnCancel: q.OnNo, No: q.Other, OnNo: q.OnOther, atCancel: q.Final,
	}
	m.OnOK = func() {
		m.Close()
		Call(q.OnYes)
	}
	m.Show(c)
	return m
}

// Tell says something in a dialog: what happened, and what one can do about it
// (hint, or "").
func Tell(c fyne.Canvas, title, text, hint string) *Modal {
	m := &Modal{Title: title, Body: message(text, hint), Width: 460, Cancel: i18n.T("common.close")}
	m.Show(c)
	return m
}

func message(text, hint string) fyne.CanvasObject {
	body := NewParagraph(text)
	body.Width = 460 - 32
	objects := []fyne.CanvasObject{body}
	if hint != "" {
		h := NewParagraph(hint)
		h.Color, h.Width = theme.Caption, theme.Px(460-32)
		objects = append(objects, h)
	}
	return NewStack(8, 16, objects...)
}

// Number writes a number as people read it where they are: 12,000.
func Number(n int) string { return region.Current().Count(n) }

// Progress is a dialog that shows how far something is that runs beside the
// interface.
type Progress struct {
	modal   *Modal
	bar     *bar
	text    *Paragraph
	done    atomic.Int64
	total   atomic.Int64
	waiting atomic.Bool
}

// NewProgress returns a dialog with a caption; cancel is called when one presses
// Cancel or Esc, and the dialog then waits for Close. With cancel nil it cannot
// be stopped.
func NewProgress(caption string, cancel func()) *Progress {
	p := &Progress{bar: newBar(), text: newLine(i18n.T("widget.working_dialog"))}
	p.text.Width = 380 // room for any number
	p.modal = &Modal{
		Title: caption, Width: 420,
		Body: NewStack(8, 16, p.bar, p.text),
	}
	p.modal.hold = func() { p.stop(cancel) }
	return p
}

// Show opens the dialog.
func (p *Progress) Show(c fyne.Canvas) { p.modal.Show(c) }

// Close takes the dialog away.
func (p *Progress) Close() { p.modal.Close() }

// Update says how far it is. It may be called from any goroutine and as often
// as one likes; a total of 0 is not known.
func (p *Progress) Update(done, total int) {
	p.done.Store(int64(done))
	p.total.Store(int64(total))
	if p.waiting.Swap(true) {
		return
	}
	fyne.Do(func() {
		p.waiting.Store(false)
		p.show(int(p.done.Load()), int(p.total.Load()))
	})
}

func (p *Progress) show(done, total int) {
	if total > 0 {
		p.bar.part = Clamp(float32(done)/float32(total), 0, 1)
		p.text.SetText(i18n.T("widget.done_of_total", "done", Number(done), "total", Number(total)))
	} else {
		p.text.SetText(Number(done))
	}
	p.bar.Refresh()
}

func (p *Progress) stop(cancel func()) {
	if cancel == nil {
		return
	}
	p.text.SetText(i18n.T("common.stopping_dialog"))
	p.modal.cancel.Disable()
	cancel()
}

// bar is a line that fills.
type bar struct {
	widget.BaseWidget
	part float32
}

func newBar() *bar {
	b := &bar{}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *bar) CreateRenderer() fyne.WidgetRenderer {
	back, done := canvas.NewRectangle(theme.Color(theme.Line)), canvas.NewRectangle(theme.Color(theme.Accent))
	return &Painter{
		Widget: b,
		Parts:  []fyne.CanvasObject{back, done},
		Min:    func() fyne.Size { return fyne.NewSize(theme.Px(120), theme.Px(6)) },
		Arrange: func(s fyne.Size) {
			back.CornerRadius, done.CornerRadius = s.Height/2, s.Height/2
			Place(back, 0, 0, s.Width, s.Height)
			done.Hidden = b.part == 0
			Place(done, 0, 0, max(s.Height, s.Width*b.part), s.Height)
		},
		Update: func() {
			back.FillColor, done.FillColor = theme.Color(theme.Line), theme.Color(theme.Accent)
		},
	}
}

// Empty is what stands where there is nothing yet: a sentence, and a button for
// what can be done about it, unless do is nil.
func Empty(text, button string, do func()) fyne.CanvasObject {
	t := NewText(text, theme.Caption, false)
	t.Alignment = fyne.TextAlignCenter
	objects := []fyne.CanvasObject{t}
	if do != nil {
		objects = append(objects, container.NewCenter(NewButton(Action{Text: button, Kind: Boxed, Do: do})))
	}
	return container.NewCenter(NewStack(12, 16, objects...))
}

// AskReplace asks before a file is replaced.
func AskReplace(c fyne.Canvas, path string, yes func()) {
	Ask(c, Question{
		Title: i18n.T("common.replace_file"), Final: true,
		Text: i18n.T("common.file_is_there_already", "file", path),
		Yes:  i18n.T("common.replace"), No: i18n.T("common.cancel"), OnYes: yes,
	})
}
