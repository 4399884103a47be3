package entry

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/gui/i18n"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// Found is one thing the Find box offers; those of one Group stand together
// under its name. Keys are the keys that do the same ("Alt+N"), or "".
type Found struct {
	Group, Caption, Detail, Keys string
	Do                           func()
}

// FindBox is the popup one finds pages, actions and records with.
type FindBox struct {
	search func(text string, done func([]Found))
	over   *widget.Overlay
	entry  *Entry
	list   *picks
	found  []Found
	lines  []int // which of found a line shows, -1 for a heading
	asked  int
	text   string // what was asked for last
	hurry  bool   // Enter was pressed before the answer was there
}

// ShowFind opens the Find box on a window. search is asked at once for "" and
// after every pause in typing, and answers by calling done, now or later, from
// any goroutine.
func ShowFind(c fyne.Canvas, search func(text string, done func([]Found))) *FindBox {
	f := &FindBox{search: search}
	f.list = newPicks(14, func(int) { f.take() })
	f.list.split = 0.45
	f.entry = New(theme.IconNone)
	f.entry.input.SetIcon(theme.IconSearch.Resource(theme.Faint))
	f.entry.SetPlaceholder(i18n.T("entry.find_pages_actions_segments_and_contacts"))
	f.entry.OnTyped = f.ask
	f.entry.OnKey = f.key
	f.entry.OnEnter = f.enter
	body := container.NewStack(widget.NewStack(6, 10, f.entry, f.list))
	f.over = &widget.Overlay{Content: body, OnKey: func(name string) { f.key(name) }, OnOutside: f.Close}
	f.over.Where = func(window fyne.Size) (fyne.Position, fyne.Size) {
		w := min(theme.Px(620), window.Width-16)
		h := theme.Px(20) + theme.FieldHeight() + theme.Px(6) + f.list.MinSize().Height
		return fyne.NewPos(widget.Round((window.Width-w)/2), theme.Px(40)), fyne.NewSize(w, min(h, window.Height-theme.Px(48)))
	}
	f.over.Open(c)
	c.Focus(f.entry.input)
	f.ask("")
	return f
}

// IsOpen reports whether the box is shown.
func (f *FindBox) IsOpen() bool { return f.over.IsOpen() }

// Close takes the box away.
func (f *FindBox) Close() { f.over.Close() }

func (f *FindBox) ask(text string) {
	f.asked++
	f.text = text
	number := f.asked
	widget.AnswerLater(func(done func([]Found)) { f.search(text, done) }, func(found []Found) {
		if number == f.asked {
			f.answer(found)
		}
	})
}

func (f *FindBox) answer(found []Found) {
	f.found, f.lines = found, nil
	var items []pick
	group := ""
	for i, r := range found {
		if r.Group != group {
			group = r.Group
			items = append(items, pick{heading: true, text: group})
			f.lines = append(f.lines, -1)
		}
		items = append(items, pick{text: r.Caption, detail: r.Detail, right: r.Keys})
		f.lines = append(f.lines, i)
	}
	f.list.empty = i18n.T("entry.nothing_found")
	if f.entry.Text() == "" {
		f.list.empty = i18n.T("entry.type_to_find")
	}
	f.list.set(items)
	f.over.Refresh()
	if f.hurry {
		f.hurry = false
		f.take()
	}
}

// enter opens the current line; typed too fast for the pause, it asks first.
func (f *FindBox) enter() {
	if f.entry.Text() != f.text {
		f.entry.typed++
		f.hurry = true
		f.ask(f.entry.Text())
		return
	}
	f.take()
}

func (f *FindBox) take() {
	i, ok := f.list.chosen()
	if !ok || f.lines[i] < 0 {
		return
	}
	do := f.found[f.lines[i]].Do
	f.Close()
	widget.Call(do)
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
	case "Esc", "Alt+Q", "Ctrl+K":
		f.Close()
	default:
		return false
	}
	return true
}
