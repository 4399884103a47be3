package entry

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"winnow/gui/theme"
	"winnow/gui/widget"
)

// typingPause is how long one stops before OnTyped hears of it.
const typingPause = 250 * time.Millisecond

// meaningLines is how many lines what a text means can take: a filter may name
// hundreds of values.
const meaningLines = 4

// Entry is a one-line input field: dense, with a line under it for an error or
// for what the value means, and perhaps a button at its end.
type Entry struct {
	fynewidget.BaseWidget

	// OnCommit receives the text when it was changed and one presses Enter or
	// leaves the field. An error marks the field and keeps the keyboard there.
	OnCommit func(text string) error

	OnTyped   func(text string)      // after a pause in typing
	OnChanged func(text string)      // at every letter
	OnEnter   func()                 // after Enter; without it the next field gets the keyboard
	OnTab     func(back bool)        // Tab, if the field is to decide where it goes
	OnLookup  func()                 // the button, F4 or Alt+Down
	OnKey     func(name string) bool // first chance at every key; true if used
	OnPaste   func(text string) bool // first chance at what is pasted; true if used

	// Chip, where it is given, says what stands in the field in the place of a
	// text that is too long to be edited letter by letter ("10,000 values"). Such
	// a text can be copied, deleted and pasted over; a tap on the chip is OnLookup.
	Chip func(text string) string

	// Reads, where it is given, says what the text is understood as, which shows under
	// the field while one types there; "" for what goes without saying.
	Reads func(text string) string

	TakesFilter bool // the filter language is typed here, which Help can do

	onRune  func(r rune) bool // first chance at every letter
	input   *input
	button  *iconButton
	chip    *chip
	offer   *widget.Button // a link after the note
	long    string         // the text that the chip stands for, or ""
	instead string         // what stands on the chip
	saved   string
	typed   int // counts what would make a waiting OnTyped late
	timer   *time.Timer
	bad     bool
	note    string
	read    string // what Reads says of what is being typed; it stands for the note
	from    int    // marked part of the text, in letters
	to      int
	flat    bool // in a list: fills its cell, has no line under it
	tail    string
}

// New returns an entry; button is the icon at its end, or theme.IconNone.
func New(button theme.Icon) *Entry {
	e := &Entry{offer: widget.NewLink("", nil)}
	e.input = newInput(e)
	e.chip = newChip(e)
	if button != theme.IconNone {
		e.button = newIconButton(button, e.tapped)
	}
	e.ExtendBaseWidget(e)
	return e
}

// NewCell returns an entry for List.EditCell.
func NewCell(button theme.Icon) *Entry {
	e := New(button)
	e.flat = true
	return e
}

// Text is what stands in the field, or what its chip stands for.
func (e *Entry) Text() string {
	if e.HasChip() {
		return e.long
	}
	return e.input.text()
}

// SetText puts a text into the field as if it had always been there: it is not
// a change to commit. An error is cleared.
func (e *Entry) SetText(text string) {
	e.saved, e.read = text, ""
	e.typed++
	e.put(text)
	if e.bad {
		e.mark("", false, 0, 0)
	}
}

// Type replaces the text as if it had been typed.
func (e *Entry) Type(text string) {
	if e.HasChip() || e.chipFor(text) != "" {
		e.put(text)
		e.changed(text)
		return
	}
	e.input.edit(func() {
		e.input.line.selectAll()
		e.input.line.insert(text, apart) // nothing selected then, so that one can type on
	})
}

// SetPlaceholder sets the grey text of an empty field.
func (e *Entry) SetPlaceholder(text string) {
	e.input.placeholder = text
	e.input.Refresh()
}

// SetSecret shows dots for what is typed.
func (e *Entry) SetSecret() {
	e.input.secret = true
	e.input.Refresh()
}

// SetError marks the field and says under it what is wrong; "" clears it.
func (e *Entry) SetError(text string) { e.mark(text, text != "", 0, 0) }

// SetErrorAt does so and underlines the letters from..to of the text.
func (e *Entry) SetErrorAt(text string, from, to int) { e.mark(text, true, from, to) }

// SetMeaning says in grey under the field what its text means; "" for nothing.
func (e *Entry) SetMeaning(text string) { e.mark(text, false, 0, 0) }

// SetOffer says something in grey under the field, and behind it as a link what
// one can do about it.
func (e *Entry) SetOffer(text, link string, do func()) {
	e.mark(text, false, 0, 0)
	e.offer.SetAction(link, do)
	e.Refresh()
}

// Offer is the link that is offered, or nil.
func (e *Entry) Offer() *widget.Button {
	if e.offer.Text() == "" {
		return nil
	}
	return e.offer
}

// SetTail sets the grey text that stands behind the field's own while nobody
// types there: what a code is called.
func (e *Entry) SetTail(text string) {
	e.tail = text
	e.Refresh()
}

// Error is the error shown, or "".
func (e *Entry) Error() string {
	if !e.bad {
		return ""
	}
	return e.note
}

// Meaning is the meaning shown, or "".
func (e *Entry) Meaning() string {
	if e.bad {
		return ""
	}
	if e.read != "" {
		return e.read
	}
	return e.note
}

func (e *Entry) mark(text string, bad bool, from, to int) {
	e.note, e.bad, e.from, e.to = text, bad, from, to
	e.offer.SetAction("", nil)
	e.Refresh()
}

// SetEnabled lets the text be changed, or only be read.
func (e *Entry) SetEnabled(on bool) {
	if on {
		e.input.Enable()
	} else {
		e.input.Disable()
	}
	e.Refresh()
}

// Enabled reports whether the text can be changed.
func (e *Entry) Enabled() bool { return !e.input.Disabled() }

// Focus gives the field the keyboard.
func (e *Entry) Focus() { widget.Focus(e.input) }

// FocusOn gives the field the keyboard at once, also one that has only just been
// put on that canvas and is not drawn yet.
func (e *Entry) FocusOn(c fyne.Canvas) { c.Focus(e.input) }

// Focused reports whether the field has the keyboard.
func (e *Entry) Focused() bool { return e.input.focused }

// Commit does what leaving the field does, and reports whether the text was
// accepted (or not changed).
func (e *Entry) Commit() bool {
	text := e.Text()
	if e.read != "" {
		e.read = ""
		e.Refresh()
	}
	if e.OnCommit == nil || text == e.saved {
		return true
	}
	if err := e.OnCommit(text); err != nil {
		e.SetError(err.Error())
		return false
	}
	if e.Text() == text {
		e.saved = text
	}
	if e.bad {
		e.SetError("")
	}
	return true
}

// Revert takes back what was typed since the last commit, and reports whether
// there was anything.
func (e *Entry) Revert() bool {
	if !e.Changed() {
		return false
	}
	e.SetText(e.saved)
	return true
}

// Changed reports whether there is something to commit.
func (e *Entry) Changed() bool { return e.OnCommit != nil && e.Text() != e.saved }

// Refuse marks a text that was committed and then could not be taken: it is to
// be committed again, and Esc brings back what was there before.
func (e *Entry) Refuse(before, reason string) {
	e.saved = before
	e.SetError(reason)
	e.Focus()
}

// Focusable is what takes the keyboard, for a page's First.
func (e *Entry) Focusable() fyne.Focusable { return e.input }

// Parts implements widget.Composite.
func (e *Entry) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{e.input} }

// changed hears of every letter.
func (e *Entry) changed(text string) {
	if e.to > e.from { // what was marked may have moved
		e.from, e.to = 0, 0
		e.Refresh()
	}
	if e.Reads != nil {
		if e.read = e.Reads(text); e.read != "" && e.bad {
			e.mark("", false, 0, 0)
		}
		e.Refresh()
	}
	if e.OnChanged != nil {
		e.OnChanged(text)
	}
	if e.OnTyped == nil {
		return
	}
	e.typed++
	number := e.typed
	if e.timer != nil {
		e.timer.Stop()
	}
	e.timer = time.AfterFunc(typingPause, func() {
		fyne.Do(func() {
			if number == e.typed {
				e.OnTyped(text)
			}
		})
	})
}

// left is called when the keyboard goes elsewhere. A refused text calls it back,
// but only after the canvas has finished changing the focus.
func (e *Entry) left() {
	if !e.Commit() {
		fyne.Do(e.Focus)
	}
}

// tapped is what the button at the end and the chip do.
func (e *Entry) tapped() {
	e.Focus()
	e.lookup()
}

func (e *Entry) lookup() {
	if e.OnLookup != nil && e.Enabled() {
		e.OnLookup()
	}
}

func (e *Entry) height() float32 {
	if e.flat {
		return theme.RowHeight()
	}
	return theme.FieldHeight()
}

// CreateRenderer implements fyne.Widget.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	frame := canvas.NewRectangle(theme.Color(theme.Card))
	frame.CornerRadius = 4
	frame.StrokeWidth = 1
	under := canvas.NewRectangle(theme.Color(theme.Bad))
	tail := widget.NewText("", theme.Caption, false)
	objects := []fyne.CanvasObject{frame, e.input, tail, under, e.chip}
	if e.button != nil {
		objects = append(objects, e.button)
	}
	var notes []*canvas.Text
	p := &widget.Painter{Widget: e, Parts: append(slices.Clone(objects), e.offer)}
	p.Min = func() fyne.Size {
		return fyne.NewSize(theme.Px(60), e.height()+float32(len(e.noteLines(e.Size().Width)))*noteHeight())
	}
	p.Arrange = func(s fyne.Size) {
		h := e.height()
		widget.Place(frame, 0, 0, s.Width, h)
		w := s.Width - 8
		if e.button != nil {
			side := theme.Px(22)
			w -= side - 4
			widget.Place(e.button, s.Width-side-1, 1, side, h-2)
		}
		widget.Place(e.input, 4, 1, max(1, w), h-2)
		e.placeMark(under, h, s.Width)
		e.placeTail(tail, w, h)
		e.placeChip(w, h)
		lines := e.noteLines(s.Width)
		for len(notes) < len(lines) {
			notes = append(notes, widget.NewText("", theme.Caption, false))
		}
		notes = notes[:len(lines)]
		p.Parts = slices.Clone(objects)
		for i, line := range lines {
			e.placeNote(notes[i], line, h+float32(i)*noteHeight(), s.Width)
			p.Parts = append(p.Parts, notes[i])
		}
		p.Parts = append(p.Parts, e.offer)
		e.placeOffer(lines, h)
	}
	p.Update = func() {
		e.paint(frame, under)
		widget.PaintText(tail, theme.Caption, theme.TextSize())
		e.input.Refresh()
	}
	e.paint(frame, under)
	return p
}

func (e *Entry) paint(frame, under *canvas.Rectangle) {
	fill, stroke := theme.Card, theme.InputBorder
	switch {
	case e.bad:
		fill, stroke = theme.BadBack, theme.Bad
	case !e.Enabled():
		fill, stroke = theme.Still, theme.Still
	}
	widget.Frame(frame, stroke, e.input.focused)
	if e.bad { // its frame is of one colour always, so that the keyboard makes it wider still
		frame.StrokeColor = theme.Color(theme.Bad)
		if e.input.focused {
			frame.StrokeWidth = 2 * widget.FocusWidth
		}
	}
	frame.CornerRadius = 4
	if e.flat {
		frame.CornerRadius = 0
	}
	frame.FillColor = theme.Color(fill)
	under.FillColor = theme.Color(theme.Bad)
}

func noteHeight() float32 { return theme.Px(18) }

func noteSize() float32 { return theme.Px(12) }

// noteLines are the lines under the field: the whole of what is wrong, or the
// beginning of what the text means.
func (e *Entry) noteLines(width float32) []string {
	text := e.note
	if e.read != "" {
		text = e.read
	}
	if text == "" || e.flat {
		return nil
	}
	if width == 0 { // not set yet; how high it will be shows then
		return []string{text}
	}
	room := width - 4
	lines := widget.Wrap(text, room, noteSize())
	if !e.bad && len(lines) > meaningLines {
		rest := strings.Join(lines[meaningLines-1:], " ")
		lines = append(lines[:meaningLines-1], widget.Cut(rest, room, noteSize(), fyne.TextStyle{}))
	}
	if e.offer.Text() != "" && e.offerAt(lines[len(lines)-1])+e.offer.MinSize().Width > width {
		lines = append(lines, "")
	}
	return lines
}

// offerAt is where the offer stands behind a line of the note.
func (e *Entry) offerAt(line string) float32 {
	if line == "" {
		return 0
	}
	return 2 + fyne.MeasureText(line, noteSize(), fyne.TextStyle{}).Width + theme.Px(4)
}

func (e *Entry) placeNote(note *canvas.Text, line string, y, width float32) {
	ink := theme.Caption
	if e.bad {
		ink = theme.Bad
	}
	widget.PaintText(note, ink, noteSize())
	note.Text = line
	widget.Place(note, 2, y, max(0, width-4), noteHeight())
	note.Refresh()
}

func (e *Entry) placeOffer(lines []string, height float32) {
	shown := len(lines) > 0 && e.offer.Text() != ""
	widget.SetVisible(e.offer, shown)
	if shown {
		last := len(lines) - 1
		widget.Place(e.offer, e.offerAt(lines[last]), height+float32(last)*noteHeight()-1, e.offer.MinSize().Width, theme.Px(20))
	}
}

// placeTail sets the tail behind the text, as far as there is room.
func (e *Entry) placeTail(tail *canvas.Text, width, height float32) {
	x := 8 + widget.TextWidth(e.input.text()+" ", false)
	said := e.tail
	if e.input.focused {
		if said = ""; e.flat { // which has no line under it
			said = e.read
		}
	}
	tail.Hidden = said == "" || e.bad || e.input.text() == "" || x+theme.Px(20) > width
	if tail.Hidden {
		return
	}
	tail.Text = widget.Cut("· "+said, width-x, tail.TextSize, tail.TextStyle)
	widget.Place(tail, x, 0, width-x, height)
	tail.Refresh()
}

// placeMark underlines the wrong letters where they can be seen.
func (e *Entry) placeMark(under *canvas.Rectangle, height, width float32) {
	i, last := e.input, len(e.input.line.runes)
	under.Hidden = !e.bad || e.to <= e.from || e.from > last || e.to <= i.first
	if under.Hidden {
		return
	}
	from := max(e.from, i.first)
	x := 4 + i.inset() + i.width(i.first, from)
	w := max(6, i.width(from, min(e.to, last)))
	widget.Place(under, min(x, width-12), height-4, min(w, max(2, width-x-4)), 2)
}
