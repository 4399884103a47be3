package entry

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/gui/i18n"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// Match is how well a text names what was found: the better it does, the further
// up that stands.
type Match int

const (
	Exact     Match = iota // it is the caption
	WordStart              // its words begin words of the caption
	Within                 // it stands somewhere in the caption
	Synonym                // it is another word for the same
	Rest                   // what can be done with any text; always the last
)

// Found is one thing the Find box offers; those of one Group that match alike
// stand together under its name. Keys are the keys that do the same ("Alt+N"), or "".
type Found struct {
	Group, Caption, Detail, Keys string
	Match                        Match
	Do                           func()
}

// same reports whether it is what was offered before.
func (f Found) same(o Found) bool {
	return f.Group == o.Group && f.Caption == o.Caption && f.Detail == o.Detail
}

// Finder is what a Find box asks.
type Finder struct {
	// Local is asked at every letter and answers at once.
	Local func(text string) []Found
	// Records is asked after a pause in typing, and answers by calling done, now or
	// later, from any goroutine.
	Records func(text string, done func([]Found))
	// First, where it is given, is asked with it, for those of the records that are
	// found at once.
	First func(text string, done func([]Found))
}

// FindBox is the popup one finds pages, actions and records with.
//
// What is marked in it is what Enter does. Of what is found locally the first is
// marked at once where its words begin with those of the text; of anything less,
// when the records have been read, since a record may match better. Enter before that
// waits. So what Enter does depends on the text, and not on how quick one is.
type FindBox struct {
	finder Finder
	over   *widget.Overlay
	entry  *Entry
	list   *picks
	text   string // that the lists below are the answer to
	local  []Found
	found  []Found // in the order of their lines
	lines  []int   // which of found a line shows, -1 for a heading
	asked  int     // counts what makes a waiting answer late
	begun  bool    // the records have been asked for
	whole  bool    // and have answered
	hurry  bool    // Enter was pressed before there was anything to do
}

// ShowFind opens the Find box on a window.
func ShowFind(c fyne.Canvas, finder Finder) *FindBox {
	f := &FindBox{finder: finder}
	f.list = newPicks(14, func(int) { f.take() })
	f.list.split = 0.45
	f.entry = New(theme.IconNone)
	f.entry.input.icon = theme.IconSearch
	f.entry.SetPlaceholder(i18n.T("entry.find_pages_actions_segments_and_contacts"))
	f.entry.OnChanged = f.begin
	f.entry.OnTyped = func(string) { f.ask() }
	f.entry.OnKey = f.key
	f.entry.OnEnter = f.enter
	body := container.NewStack(widget.NewStack(6, 10, f.entry, f.list))
	f.over = &widget.Overlay{Content: body, OnKey: func(name string) { f.key(name) }, OnOutside: f.Close}
	f.over.Where = func(window fyne.Size) (fyne.Position, fyne.Size) {
		w := min(theme.Px(620), window.Width-16)
		f.list.fit(window.Height - theme.Px(48) - theme.Px(20) - theme.FieldHeight() - theme.Px(6))
		h := theme.Px(20) + theme.FieldHeight() + theme.Px(6) + f.list.MinSize().Height
		return fyne.NewPos(widget.Round((window.Width-w)/2), theme.Px(40)), fyne.NewSize(w, min(h, window.Height-theme.Px(48)))
	}
	f.over.Open(c)
	c.Focus(f.entry.input)
	f.begin("")
	return f
}

// IsOpen reports whether the box is shown.
func (f *FindBox) IsOpen() bool { return f.over.IsOpen() }

// Close takes the box away.
func (f *FindBox) Close() {
	f.asked++
	f.entry.typed++ // nothing is asked for any more
	f.over.Close()
}

// begin answers a text with what is known at once.
func (f *FindBox) begin(text string) {
	f.asked++
	f.text, f.local = text, f.finder.Local(text)
	f.begun, f.whole, f.hurry = false, strings.TrimSpace(text) == "", false
	f.show(f.local)
	if len(f.found) > 0 && strings.TrimSpace(text) != "" && f.found[0].Match <= WordStart {
		f.mark(f.found[0])
	}
}

// ask asks for the records that the text names.
func (f *FindBox) ask() {
	if f.whole || f.begun {
		return
	}
	f.begun = true
	number, text := f.asked, f.text
	if f.finder.First != nil {
		widget.AnswerLater(func(done func([]Found)) { f.finder.First(text, done) }, func(records []Found) {
			if number == f.asked && !f.whole {
				f.showAll(records)
			}
		})
	}
	widget.AnswerLater(func(done func([]Found)) { f.finder.Records(text, done) }, func(records []Found) {
		if number == f.asked {
			f.answer(records)
		}
	})
}

// showAll adds records. What is marked stays so.
func (f *FindBox) showAll(records []Found) {
	marked, ok := f.marked()
	f.show(slices.Concat(f.local, records))
	if ok {
		f.mark(marked)
	}
}

// answer adds all records. Now the first is marked where nothing is.
func (f *FindBox) answer(records []Found) {
	f.whole = true
	f.showAll(records)
	if _, ok := f.marked(); !ok && len(f.found) > 0 {
		f.mark(f.found[0])
	}
	if f.hurry {
		f.hurry = false
		f.take()
	}
}

// show shows what was found, the best first; nothing is marked.
func (f *FindBox) show(found []Found) {
	f.found, f.lines = slices.Clone(found), nil
	slices.SortStableFunc(f.found, func(a, b Found) int { return cmp.Compare(a.Match, b.Match) })
	var items []pick
	group := ""
	for i, r := range f.found {
		if r.Group != group {
			if group = r.Group; group != "" {
				items = append(items, pick{heading: true, text: group})
				f.lines = append(f.lines, -1)
			}
		}
		items = append(items, pick{text: r.Caption, detail: r.Detail, right: r.Keys, does: r.Match == Rest})
		f.lines = append(f.lines, i)
	}
	f.list.empty = i18n.T("entry.nothing_found")
	switch {
	case strings.TrimSpace(f.text) == "":
		f.list.empty = i18n.T("entry.type_to_find")
	case !f.whole:
		f.list.empty = i18n.T("entry.loading_dialog")
	}
	f.list.set(items)
	f.over.Refresh()
}

// mark marks what Enter is to do.
func (f *FindBox) mark(found Found) {
	for line, i := range f.lines {
		if i >= 0 && f.found[i].same(found) {
			f.list.markAt(line)
			return
		}
	}
}

// marked is what Enter would do.
func (f *FindBox) marked() (Found, bool) {
	line, ok := f.list.chosen()
	if !ok || f.lines[line] < 0 {
		return Found{}, false
	}
	return f.found[f.lines[line]], true
}

// enter does what is marked; where nothing is yet, it waits for the records.
func (f *FindBox) enter() {
	if _, ok := f.marked(); !ok && !f.whole {
		f.hurry = true
		f.ask()
		return
	}
	f.take()
}

func (f *FindBox) take() {
	found, ok := f.marked()
	if !ok {
		return
	}
	f.Close()
	widget.Call(found.Do)
}

func (f *FindBox) key(name string) bool {
	switch name {
	case "Up":
		f.list.move(-1)
	case "Down":
		f.list.move(1)
	case "PageUp":
		f.list.move(-f.list.visible)
	case "PageDown":
		f.list.move(f.list.visible)
	case "Esc", "Alt+Up", "Alt+Q", "Ctrl+K":
		f.Close()
	default:
		return false
	}
	return true
}
