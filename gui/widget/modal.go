package widget

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"winnow/gui/i18n"
	"winnow/gui/theme"
)

// Modal is a dialog inside the window. Nothing under it can be reached while it
// is open. Ctrl+Enter is OK, Esc is Cancel.
type Modal struct {
	Title    string
	Subtitle string // words between ** are bold
	Body     fyne.CanvasObject
	Right    fyne.CanvasObject // at the right of the title, or nil
	Sum      fyne.CanvasObject // between the body and the foot, or nil
	Width    float32           // 0: as the body needs
	Height   float32           // 0: as the body needs

	OK     string // caption; "" for "OK"
	Cancel string // caption; "" for "Cancel"
	No     string // caption of a button between the two; "" for none

	// OnOK does not close the dialog: call Close when what was asked is done. Nil
	// leaves only the other button.
	OnOK func()
	// OnNo is called after the dialog has closed on No.
	OnNo func()
	// Unsaved reports whether Cancel would lose what was typed; it asks then before the
	// dialog closes. Nil never asks.
	Unsaved func() bool
	// Asked returns what is asked then, of which discard is an answer; nil asks whether
	// to discard it.
	Asked func(discard func()) Question
	// OnCancel is called after the dialog has closed.
	OnCancel func()
	// OnKey has the first chance at keys that nothing in the dialog used.
	OnKey func(name string) bool

	atCancel     bool // Cancel has the keyboard at first
	over         *Overlay
	hold         func() // instead of closing on Cancel, for what must stop first
	ok, cancel   *Button
	status, link *footText
	head, foot   *row
	title        *heading
	line         *Paragraph // the subtitle
	top          *band      // that the head stands in
}

// Show opens the dialog on a window's canvas and gives its first field the
// keyboard.
func (m *Modal) Show(c fyne.Canvas) {
	scroll := container.NewVScroll(m.Body)
	m.over = &Overlay{Content: m.build(scroll), scroll: scroll, dim: true, Where: m.place, OnKey: m.key, modal: m}
	m.over.Open(c)
	switch first := FirstFocusable(m.Body); {
	case m.atCancel, first == nil && m.OnOK == nil:
		c.Focus(m.cancel)
	case first != nil:
		c.Focus(first)
	default:
		c.Focus(m.ok)
	}
}

// IsOpen reports whether the dialog is shown.
func (m *Modal) IsOpen() bool { return m.over != nil && m.over.IsOpen() }

// Close takes the dialog away.
func (m *Modal) Close() {
	if m.over != nil {
		m.over.Close()
	}
}

// Submit does what OK does, unless OK is disabled.
func (m *Modal) Submit() {
	if m.ok != nil && !m.ok.Disabled() {
		Call(m.OnOK)
	}
}

// Dismiss does what Cancel does.
func (m *Modal) Dismiss() {
	if m.hold != nil {
		m.hold()
		return
	}
	if !m.askUnsaved(nil) {
		m.leave()
	}
}

// leave closes the dialog as Cancel does.
func (m *Modal) leave() {
	m.Close()
	Call(m.OnCancel)
}

// AskUnsaved asks whether to discard what was typed into the dialog that lies on top of a
// canvas, and reports whether there is such a thing. then is called when it is discarded.
func AskUnsaved(c fyne.Canvas, then func()) bool {
	m := OpenModal(c)
	return m != nil && m.askUnsaved(then)
}

func (m *Modal) askUnsaved(then func()) bool {
	if !m.IsOpen() || m.Unsaved == nil || !m.Unsaved() {
		return false
	}
	asked := Discarding
	if m.Asked != nil {
		asked = m.Asked
	}
	Ask(m.over.canvas, asked(func() {
		m.leave()
		Call(then)
	}))
	return true
}

// Discarding asks whether to discard what was typed.
func Discarding(discard func()) Question {
	return Question{
		Title: i18n.T("widget.discard_what_you_typed"), Text: i18n.T("widget.what_is_typed_here_is_not_saved"), Final: true,
		Yes: i18n.T("common.discard"), No: i18n.T("common.go_on"), OnYes: discard,
	}
}

// SetOK lets OK be pressed, or not.
func (m *Modal) SetOK(on bool) {
	if m.ok != nil {
		m.ok.SetEnabled(on)
	}
}

// SetOKText changes the caption of OK.
func (m *Modal) SetOKText(text string) {
	m.OK = text
	if m.ok != nil {
		m.ok.SetText(text)
		m.Arrange()
	}
}

// SetStatus sets the text at the left of the foot, bold, and in the colour of
// errors if it is one.
func (m *Modal) SetStatus(text string, isError bool) {
	m.ready()
	m.status.whole, m.status.bad, m.status.stale = text, isError, false
	m.Arrange()
}

// SetStale greys the status, which is being computed again.
func (m *Modal) SetStale() {
	m.ready()
	m.status.stale = true
	m.Arrange()
}

// SetLink sets the link after the status; "" takes it away.
func (m *Modal) SetLink(text string, do func()) {
	m.ready()
	m.link.button.SetAction(text, do)
	m.Arrange()
}

// Layout gives the body the room that Sum leaves, after that has changed.
func (m *Modal) Layout() {
	if m.over != nil && m.over.Content != nil {
		m.over.Content.Refresh()
	}
}

// Arrange gives what stands in the head and the foot the room that it needs now,
// after the text of Right has changed.
func (m *Modal) Arrange() {
	m.ready()
	m.status.Refresh()
	m.link.Refresh()
	if m.head != nil {
		if width := m.over.Content.Size().Width; width > 0 && m.wrap(width) {
			m.over.Content.Refresh()
		}
		m.head.Refresh()
		m.foot.Refresh()
	}
}

// ready makes what may be set before the dialog is shown.
func (m *Modal) ready() {
	if m.status == nil {
		m.status, m.link = newFootText(), newFootLink()
	}
}

func (m *Modal) key(name string) {
	if m.OnKey != nil && m.OnKey(name) {
		return
	}
	switch name {
	case "Esc":
		m.Dismiss()
	case "Ctrl+Enter":
		if f, ok := m.over.canvas.Focused().(committer); ok && !f.Commit() {
			return
		}
		m.Submit()
	default:
		turnPage([]*container.Scroll{m.over.scroll}, name)
	}
}

func (m *Modal) build(body fyne.CanvasObject) fyne.CanvasObject {
	m.ready()
	ok, cancel := m.OK, m.Cancel
	if ok == "" {
		ok = i18n.T("common.ok")
	}
	if cancel == "" {
		cancel = i18n.T("common.cancel")
	}
	m.ok = NewButton(Action{Text: ok, Kind: Primary, Do: m.OnOK})
	m.cancel = NewButton(Action{Text: cancel, Kind: Boxed, Do: m.Dismiss})
	m.ok.still, m.cancel.still, m.link.button.still = true, true, true
	buttons := []fyne.CanvasObject{m.status, m.link, &spring{}}
	if m.OnOK != nil {
		buttons = append(buttons, Wide(m.ok, 68))
	}
	if m.No != "" {
		no := NewButton(Action{Text: m.No, Kind: Boxed, Do: func() {
			m.Close()
			Call(m.OnNo)
		}})
		no.still = true
		buttons = append(buttons, Wide(no, 68))
	}
	buttons = append(buttons, Wide(m.cancel, 76))
	m.foot = newRow(10, buttons...)
	m.title, m.line = newHeading(m.Title), newLine(m.Subtitle)
	m.head = newRow(10, m.title.over(m.line), &spring{})
	foot, head := newBand(theme.Head, 54, true, m.foot), newBand(theme.Card, 68, false, m.head)
	if m.Subtitle == "" {
		head.height = 48
	}
	m.top = head
	if b, ok := m.Right.(*Button); ok {
		b.still = true
	}
	if m.Right != nil {
		m.head.add(&fyne.Container{Layout: halfLayout{m}, Objects: []fyne.CanvasObject{m.Right}})
	}
	if m.Sum != nil {
		return container.NewBorder(head, container.NewVBox(m.Sum, foot), nil, nil, body)
	}
	return container.NewBorder(head, foot, nil, nil, body)
}

func (m *Modal) place(window fyne.Size) (fyne.Position, fyne.Size) {
	inner := m.Body.MinSize()
	if m.Width > 0 && m.Body.Size().Width == 0 { // how high it wants to be depends on its width
		m.Body.Resize(fyne.NewSize(theme.Px(m.Width), inner.Height))
		inner = m.Body.MinSize()
	}
	size := fyne.NewSize(theme.Px(m.Width), theme.Px(m.Height))
	if m.Width == 0 {
		size.Width = max(inner.Width+24, theme.Px(420))
	}
	m.wrap(min(size.Width, window.Width-24))
	if m.Height == 0 {
		size.Height = inner.Height + m.top.MinSize().Height + theme.Px(54) + 12
	}
	size = fyne.NewSize(Round(min(size.Width, window.Width-24)), Round(min(size.Height, window.Height-24)))
	return fyne.NewPos(Round((window.Width-size.Width)/2), Round((window.Height-size.Height)/2)), size
}

// wrap gives the title and the subtitle the room that there is in a dialog so wide, beside what
// stands at the right; they take more lines where that is too little. It
// reports whether that is another room than before.
func (m *Modal) wrap(width float32) bool {
	room := width - 2*theme.Px(m.top.inset)
	if m.Right != nil {
		room -= min(m.Right.MinSize().Width, width/2) + theme.Px(10)
	}
	if m.title.room == room {
		return false
	}
	m.title.room = room
	m.title.Refresh()
	m.line.Resize(fyne.NewSize(min(m.line.length(), room), m.line.Size().Height))
	return true
}

// halfLayout gives what stands at the right of the title at most half of the dialog.
type halfLayout struct{ modal *Modal }

func (l halfLayout) Layout(o []fyne.CanvasObject, s fyne.Size) { Place(o[0], 0, 0, s.Width, s.Height) }

func (l halfLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	s := o[0].MinSize()
	if width := l.modal.over.Content.Size().Width; width > 0 {
		s.Width = min(s.Width, width/2)
	}
	return s
}

// Composite is a widget made of others that may take the keyboard.
type Composite interface {
	// Parts are what can be reached now, in the order of the keyboard.
	Parts() []fyne.CanvasObject
}

// committer is what has the keyboard and may hold a text that is not accepted yet.
type committer interface {
	// Commit reports whether the text was accepted.
	Commit() bool
}

// FirstFocusable is the first part in an object that can take the keyboard.
func FirstFocusable(o fyne.CanvasObject) fyne.Focusable {
	if o == nil || !o.Visible() {
		return nil
	}
	if f, ok := o.(fyne.Focusable); ok {
		if d, ok := o.(fyne.Disableable); !ok || !d.Disabled() {
			return f
		}
	}
	for _, child := range partsOf(o) {
		if f := FirstFocusable(child); f != nil {
			return f
		}
	}
	return nil
}

// heading is the title of a dialog, on two lines where one has no room for it. It is a
// widget, so that it follows the theme.
type heading struct {
	widget.BaseWidget
	text string
	room float32 // 0 until it is known
}

func newHeading(title string) *heading {
	h := &heading{text: title}
	h.ExtendBaseWidget(h)
	return h
}

// lines are the two lines of the title, the second mostly empty.
func (h *heading) lines() (first, second string) {
	if h.room <= 0 {
		return h.text, ""
	}
	return firstLine(h.text, h.room, theme.Px(17))
}

// firstLine is as much of a bold text as has room on a line, in whole words, and the
// rest of it.
func firstLine(text string, room, size float32) (first, rest string) {
	first = text
	for fyne.MeasureText(first, size, fyne.TextStyle{Bold: true}).Width > room {
		at := strings.LastIndex(first, " ")
		if at < 0 {
			break
		}
		first = first[:at]
	}
	return first, strings.TrimSpace(text[len(first):])
}

// over sets the title over its subtitle.
func (h *heading) over(subtitle *Paragraph) fyne.CanvasObject {
	if subtitle.Text() == "" {
		return h
	}
	return container.New(headLayout{}, h, subtitle)
}

// headLayout sets a title over its subtitle, which is as wide as it was made.
type headLayout struct{}

func (headLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	title := o[0].MinSize().Height
	Place(o[0], 0, 0, s.Width, title)
	Place(o[1], 0, title+4, o[1].Size().Width, o[1].MinSize().Height)
}

func (headLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	title, line := o[0].MinSize(), o[1].MinSize()
	if now := o[1].Size().Width; now > 0 {
		line.Width = now
	}
	return fyne.NewSize(max(title.Width, line.Width), title.Height+4+line.Height)
}

// CreateRenderer implements fyne.Widget.
func (h *heading) CreateRenderer() fyne.WidgetRenderer {
	first, second := NewText(h.text, theme.Text, true), NewText("", theme.Text, true)
	p := &Painter{Widget: h, Parts: []fyne.CanvasObject{first, second}}
	p.Update = func() {
		first.Text, second.Text = h.lines()
		for _, t := range []*canvas.Text{first, second} {
			PaintText(t, theme.Text, theme.Px(17))
			t.Refresh()
		}
		SetVisible(second, second.Text != "")
	}
	p.Min = func() fyne.Size {
		size := first.MinSize()
		if second.Text != "" {
			size = fyne.NewSize(max(size.Width, second.MinSize().Width), 2*size.Height)
		}
		return size
	}
	p.Arrange = func(s fyne.Size) {
		h := first.MinSize().Height
		Place(first, 0, 0, s.Width, h)
		Place(second, 0, h, s.Width, h)
	}
	p.Update()
	return p
}

// newLine is prose on one line where there is room for it.
func newLine(text string) *Paragraph {
	p := NewParagraph(text)
	p.Color = theme.Caption
	p.whole = true
	return p
}

// footText is the status in the foot of a dialog, on two lines where one has no room
// for it, or a link beside it.
type footText struct {
	widget.BaseWidget
	text   *canvas.Text
	second *canvas.Text
	whole  string // the text as it is where there is room for it
	button *Button
	bad    bool
	stale  bool // not of what stands there now
}

func newFootText() *footText {
	f := &footText{text: NewText("", theme.Text, true), second: NewText("", theme.Text, true)}
	f.ExtendBaseWidget(f)
	return f
}

func newFootLink() *footText {
	f := &footText{text: NewText("", theme.Text, true), second: NewText("", theme.Text, true), button: NewLink("", nil)}
	f.ExtendBaseWidget(f)
	return f
}

// CreateRenderer implements fyne.Widget.
func (f *footText) CreateRenderer() fyne.WidgetRenderer {
	p := &Painter{Widget: f, Parts: []fyne.CanvasObject{f.text, f.second}}
	if f.button != nil {
		p.Parts = []fyne.CanvasObject{f.button}
	}
	p.Min = func() fyne.Size {
		if f.button != nil {
			SetVisible(f.button, f.button.Text() != "")
			return f.button.MinSize()
		}
		return fyne.MeasureText(f.whole, f.text.TextSize, f.text.TextStyle)
	}
	p.Arrange = func(s fyne.Size) {
		if f.button != nil {
			Place(f.button, 0, 0, s.Width, s.Height)
			return
		}
		first, second := firstLine(f.whole, s.Width+1, f.text.TextSize)
		lines := []*canvas.Text{f.text, f.second}
		lines[0].Text = Cut(first, s.Width+1, f.text.TextSize, f.text.TextStyle)
		lines[1].Text = Cut(second, s.Width+1, f.text.TextSize, f.text.TextStyle)
		SetVisible(f.second, second != "")
		h := fyne.MeasureText(f.whole, f.text.TextSize, f.text.TextStyle).Height
		y := (s.Height - h) / 2
		if second != "" {
			y -= h / 2
		}
		for i, line := range lines {
			line.Refresh()
			Place(line, 0, y+float32(i)*h, s.Width, h)
		}
	}
	p.Update = func() {
		color := theme.Text
		switch {
		case f.stale:
			color = theme.Faint
		case f.bad:
			color = theme.Bad
		}
		PaintText(f.text, color, theme.TextSize())
		PaintText(f.second, color, theme.TextSize())
		if f.button != nil {
			SetVisible(f.button, f.button.Text() != "")
		}
	}
	return p
}
