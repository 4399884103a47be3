package entry

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/gui/i18n"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// LookupItem is one value a Lookup offers: the value, what it is called, and
// something at the right (how many contacts have it).
type LookupItem struct {
	Value, Text, Right string
}

// Lookup says what a popup of values offers and what becomes of what is chosen.
type Lookup struct {
	// Search is asked for the values that suit what was typed ("" for all) and
	// answers by calling done, now or later, from any goroutine.
	Search func(text string, done func([]LookupItem))
	// First, where it is given, is asked with it, for the first ones of those values, as
	// far as they are found at once.
	First func(text string, done func([]LookupItem))

	// OnTake is given the chosen values: one, or in a Multi lookup all that are
	// ticked, in the order they were ticked. The popup has closed by then.
	OnTake func(values []string)

	Multi  bool     // several can be ticked
	Ticked []string // ticked at first

	// New, where it is given, makes a value that is not there yet: a last line,
	// which always shows, calls it after the popup has closed.
	New     func()
	NewText string // the caption of that line; "" for "New…"

	Start   string // what is searched for at first
	Current string // the value that is there now, at which the list begins
	// ByText says that people know the values by what they are called: that comes
	// first and in full, the value after it.
	ByText bool
	Footer string // a link under the values, or ""
	OnFoot func()
	Width  float32 // 0: a usual one
}

// LookupPopup is an open Lookup.
type LookupPopup struct {
	lookup Lookup
	over   *widget.Overlay
	entry  *Entry
	list   *picks
	items  []LookupItem
	newAt  int // the line of New, or -1
	ticked []string
	asked  int
	known  string // what the items were searched with
	begun  bool   // there has been an answer
	hasty  bool   // to be taken as soon as what was typed is found
	moved  bool   // by arrow keys since the last letter: Space ticks
	anchor widget.Spot
	body   fyne.CanvasObject
}

// ShowLookup opens a lookup under an object and gives it the keyboard.
func ShowLookup(anchor fyne.CanvasObject, lookup Lookup) *LookupPopup {
	return ShowLookupAt(widget.SpotOf(anchor), lookup)
}

// ShowLookupAt opens a lookup at a place that need not be an object, such as the
// cell of a list.
func ShowLookupAt(anchor widget.Spot, lookup Lookup) *LookupPopup {
	p := &LookupPopup{lookup: lookup, anchor: anchor, ticked: slices.Clone(lookup.Ticked), newAt: -1}
	p.list = newPicks(10, p.tap)
	p.list.whole = lookup.ByText
	p.list.empty = i18n.T("entry.loading_dialog")
	p.entry = New(theme.IconNone)
	p.entry.input.icon = theme.IconSearch
	p.entry.SetPlaceholder(i18n.T("entry.search"))
	p.entry.SetText(lookup.Start)
	p.entry.OnTyped = p.search
	p.entry.OnChanged = func(string) { p.moved, p.hasty = false, false }
	p.entry.OnKey = p.key
	p.entry.onRune = p.letter
	p.entry.OnEnter = p.take
	p.body = p.build()
	p.over = &widget.Overlay{Content: p.body, OnKey: func(name string) { p.key(name) }, OnOutside: p.Close}
	p.over.Where = widget.Under(anchor, p.size)
	c := anchor.Canvas
	if c == nil {
		return p
	}
	p.over.Open(c)
	c.Focus(p.entry.input)
	// What is searched for at first is the beginning of what is being typed.
	p.entry.input.end()
	p.search(lookup.Start)
	return p
}

func (p *LookupPopup) build() fyne.CanvasObject {
	objects := []fyne.CanvasObject{p.entry, p.list}
	foot := []fyne.CanvasObject{}
	if p.lookup.Footer != "" {
		foot = append(foot, widget.NewLink(p.lookup.Footer, func() {
			p.Close()
			widget.Call(p.lookup.OnFoot)
		}))
	}
	if p.lookup.Multi {
		foot = append(foot, nil, widget.NewButton(widget.Action{Text: i18n.T("common.ok"), Kind: widget.Primary, Do: p.take}))
	}
	if len(foot) > 0 {
		objects = append(objects, widget.NewRow(foot...))
	}
	return container.NewStack(widget.NewStack(6, 8, objects...))
}

func (p *LookupPopup) size() fyne.Size {
	w := p.lookup.Width
	if w == 0 {
		w = 380
	}
	h := theme.Px(16) + theme.FieldHeight() + theme.Px(6)
	if p.lookup.Multi || p.lookup.Footer != "" {
		h += theme.Px(6) + theme.Px(28)
	}
	if p.anchor.Canvas != nil {
		p.list.fit(p.anchor.Canvas.Size().Height - 8 - h)
	}
	h += p.list.MinSize().Height
	return fyne.NewSize(max(theme.Px(w), p.anchor.Size.Width), h)
}

// Close takes the popup away and chooses nothing.
func (p *LookupPopup) Close() {
	p.entry.typed++ // nothing is searched for any more
	p.asked++
	p.hasty = false
	p.over.Close()
}

// search asks for the values that suit a text. An answer that is given at once
// is taken at once.
func (p *LookupPopup) search(text string) {
	p.asked++
	number, line, whole := p.asked, -1, false
	if p.lookup.First != nil {
		widget.AnswerLater(func(done func([]LookupItem)) { p.lookup.First(text, done) }, func(items []LookupItem) {
			if number == p.asked && !whole && len(items) > 0 {
				p.known, p.begun, line = text, true, 0
				p.found(items)
			}
		})
	}
	widget.AnswerLater(func(done func([]LookupItem)) { p.lookup.Search(text, done) }, func(items []LookupItem) {
		if number != p.asked {
			return
		}
		if line >= 0 { // the others come behind those that are shown
			line = p.list.current
		}
		p.known, p.begun, whole = text, true, true
		p.found(items)
		if line >= 0 {
			p.list.markAt(line)
		}
	})
}

func (p *LookupPopup) found(items []LookupItem) {
	p.items = items
	p.list.empty = i18n.T("entry.nothing_found")
	p.list.set(p.picks())
	p.list.markAt(p.first())
	p.over.Refresh()
	if p.hasty && p.known == p.entry.Text() {
		p.take()
	}
}

// first is the line that the list begins at: that of the value that is there, as
// long as nobody searches for another.
func (p *LookupPopup) first() int {
	if p.known != p.lookup.Start {
		return 0
	}
	return max(0, slices.IndexFunc(p.items, func(i LookupItem) bool {
		return i.Value == p.lookup.Current || len(p.lookup.Ticked) > 0 && i.Value == p.lookup.Ticked[0]
	}))
}

func (p *LookupPopup) picks() []pick {
	out := make([]pick, len(p.items))
	for i, it := range p.items {
		out[i] = pick{text: it.Value, detail: it.Text, right: it.Right, box: p.lookup.Multi,
			ticked: slices.Contains(p.ticked, it.Value)}
		if p.lookup.ByText && it.Text != "" {
			out[i].text, out[i].detail = it.Text, it.Value
		}
	}
	if p.newAt = -1; p.lookup.New == nil {
		return out
	}
	if len(out) == 0 {
		out = append(out, pick{heading: true, text: p.list.empty})
	}
	p.newAt = len(out)
	caption := p.lookup.NewText
	if caption == "" {
		caption = i18n.T("common.new_dialog")
	}
	return append(out, pick{text: caption, does: true})
}

func (p *LookupPopup) tap(i int) {
	if p.lookup.Multi && i != p.newAt {
		p.toggle(i)
		return
	}
	p.take()
}

func (p *LookupPopup) toggle(i int) {
	if i < 0 || i >= len(p.items) {
		return
	}
	value := p.items[i].Value
	if at := slices.Index(p.ticked, value); at >= 0 {
		p.ticked = slices.Delete(p.ticked, at, at+1)
	} else {
		p.ticked = append(p.ticked, value)
	}
	p.list.items[i].ticked = slices.Contains(p.ticked, value)
	p.list.Refresh()
}

// letter ticks the current line with Space, unless one is typing words.
func (p *LookupPopup) letter(r rune) bool {
	if r != ' ' || !p.lookup.Multi || !p.moved && p.entry.Text() != "" {
		return false
	}
	p.toggle(p.list.current)
	return true
}

// key does what a key means here.
func (p *LookupPopup) key(name string) bool {
	switch name {
	case "Up":
		p.list.move(-1)
	case "Down":
		p.list.move(1)
	case "PageUp":
		p.list.move(-p.list.visible)
	case "PageDown":
		p.list.move(p.list.visible)
	case "Esc", "Alt+Up":
		p.Close()
		return true
	case "Ctrl+Enter":
		p.take()
		return true
	default:
		return false
	}
	p.moved = true
	return true
}

// take closes and gives what is chosen. In a Multi lookup with nothing ticked
// that is the current line. Enter may come before what was typed is found: then
// it counts when that is there.
func (p *LookupPopup) take() {
	if text := p.entry.Text(); (text != p.known || !p.begun) && len(p.ticked) == 0 {
		if !p.hasty {
			p.hasty = true
			p.search(text)
		}
		return
	}
	p.hasty = false
	values := slices.Clone(p.ticked)
	current, ok := p.list.chosen()
	if ok && current == p.newAt {
		p.Close()
		p.lookup.New()
		return
	}
	if !p.lookup.Multi || len(values) == 0 && len(p.lookup.Ticked) == 0 {
		if !ok || current >= len(p.items) {
			return
		}
		values = []string{p.items[current].Value}
	}
	p.Close()
	if p.lookup.OnTake != nil {
		p.lookup.OnTake(values)
	}
}

// Begin is what a lookup or a row begins with that was opened by typing a letter; 0 is none.
func Begin(typed rune) string {
	if typed == 0 {
		return ""
	}
	return string(typed)
}
