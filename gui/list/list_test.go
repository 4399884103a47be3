package list_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"winnow/gui/entry"
	"winnow/gui/list"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/widget/widgettest"
)

// million is a list of so many rows, whose rows are made when asked for.
func million(rows int) *list.List {
	l := list.New([]list.Column{
		{Key: "no", Caption: "No.", Width: 120},
		{Key: "name", Caption: "Name", Width: 200, Edit: true},
		{Key: "count", Caption: "Count", Width: 100, Align: widget.Right},
	})
	l.Fetch = func(first, n int, done func([]list.Row)) { done(made(first, n)) }
	l.Reset(rows)
	return l
}

func made(first, n int) []list.Row {
	rows := make([]list.Row, n)
	for i := range rows {
		no := fmt.Sprintf("CT%07d", first+i)
		rows[i] = list.Row{Key: no, Cells: []list.Cell{{Text: no, Style: list.Link}}}
	}
	return rows
}

// mouse clicks into the list at a row counted from the top and a place from the
// left.
func mouse(l *list.List, row int, x float32, mods fyne.KeyModifier) {
	y := theme.Px(30) + 2 + float32(row)*theme.RowHeight() + 5
	at(l, x, y, desktop.MouseButtonPrimary, mods)
}

func at(l *list.List, x, y float32, button desktop.MouseButton, mods fyne.KeyModifier) {
	ev := &desktop.MouseEvent{Button: button, Modifier: mods}
	ev.Position = fyne.NewPos(x, y)
	l.MouseDown(ev)
	l.MouseUp(ev)
}

// The last rows of a million are shown exactly, and the first again.
func TestListFarRows(t *testing.T) {
	s := widgettest.NewStage(t)
	l := million(1_000_000)
	s.Show(l)
	l.Focus()
	s.Keys("Ctrl+End")
	first, last := l.Shown()
	widgettest.Same(t, "last row", last, 999_999)
	shown := map[string]bool{}
	for _, text := range widgettest.Texts(l) {
		shown[text] = true
	}
	for row := first; row <= last; row++ {
		if no := fmt.Sprintf("CT%07d", row); !shown[no] {
			t.Errorf("row %s is not drawn", no)
		}
	}
	if shown["CT0000000"] || len(shown) > last-first+3+3 {
		t.Errorf("drawn: %v", shown)
	}
	widgettest.Same(t, "selected", l.Selected(), []list.Range{{First: 999_999, Last: 999_999}})
	s.Keys("Ctrl+Home")
	if first, _ := l.Shown(); first != 0 {
		t.Errorf("first row shown is %d", first)
	}
}

func TestListSelect(t *testing.T) {
	type step func(s widgettest.Stage, l *list.List)
	click := func(row int, mods fyne.KeyModifier) step {
		return func(_ widgettest.Stage, l *list.List) { mouse(l, row, 200, mods) }
	}
	keys := func(names ...string) step { return func(s widgettest.Stage, _ *list.List) { s.Keys(names...) } }
	const ctrl, shift = fyne.KeyModifierShortcutDefault, fyne.KeyModifierShift
	for name, c := range map[string]struct {
		steps []step
		want  []list.Range
	}{
		"click":                {[]step{click(3, 0)}, []list.Range{{3, 3}}},
		"shift click":          {[]step{click(3, 0), click(6, shift)}, []list.Range{{3, 6}}},
		"shift click upwards":  {[]step{click(6, 0), click(3, shift)}, []list.Range{{3, 6}}},
		"ctrl click adds":      {[]step{click(3, 0), click(6, ctrl)}, []list.Range{{3, 3}, {6, 6}}},
		"ctrl click joins":     {[]step{click(3, 0), click(5, ctrl), click(4, ctrl)}, []list.Range{{3, 5}}},
		"ctrl click takes out": {[]step{click(3, 0), click(6, shift), click(4, ctrl)}, []list.Range{{3, 3}, {5, 6}}},
		"shift arrows":         {[]step{click(3, 0), keys("Shift+Down", "Shift+Down")}, []list.Range{{3, 5}}},
		"shift arrows back":    {[]step{click(3, 0), keys("Shift+Down", "Shift+Up", "Shift+Up")}, []list.Range{{2, 3}}},
		"ctrl arrow keeps":     {[]step{click(3, 0), keys("Ctrl+Down", "Ctrl+Down", "Ctrl+Space")}, []list.Range{{3, 3}, {5, 5}}},
		"all":                  {[]step{click(3, 0), keys("Ctrl+A")}, []list.Range{{0, 999_999}}},
		"to the end":           {[]step{click(3, 0), keys("Ctrl+Shift+End")}, []list.Range{{3, 999_999}}},
		"all but one":          {[]step{keys("Ctrl+A"), click(3, ctrl)}, []list.Range{{0, 2}, {4, 999_999}}},
		"arrow after all":      {[]step{click(3, 0), keys("Ctrl+A", "Down")}, []list.Range{{4, 4}}},
	} {
		t.Run(name, func(t *testing.T) {
			s := widgettest.NewStage(t)
			l := million(1_000_000)
			s.Show(l)
			l.Focus()
			for _, step := range c.steps {
				step(s, l)
			}
			widgettest.Same(t, "selected", l.Selected(), c.want)
		})
	}
}

// A secondary click on a selected row keeps the selection, on another it takes
// that row.
func TestListMenu(t *testing.T) {
	s := widgettest.NewStage(t)
	l := million(100)
	var rows []int
	l.OnMenu = func(row int, _ fyne.Position) { rows = append(rows, row) }
	s.Show(l)
	l.Focus()
	mouse(l, 2, 50, 0)
	mouse(l, 4, 50, fyne.KeyModifierShift)
	secondary := func(row int) {
		y := theme.Px(30) + 2 + float32(row)*theme.RowHeight() + 5
		at(l, 50, y, desktop.MouseButtonSecondary, 0)
		test.TapSecondaryAt(l, fyne.NewPos(50, y))
	}
	secondary(3)
	widgettest.Same(t, "kept", l.Selected(), []list.Range{{2, 4}})
	secondary(7)
	widgettest.Same(t, "other", l.Selected(), []list.Range{{7, 7}})
	l.Focus()
	s.Keys("Shift+F10")
	widgettest.Same(t, "rows", rows, []int{3, 7, 7})
}

func TestListCallbacks(t *testing.T) {
	s := widgettest.NewStage(t)
	l := million(100)
	l.NewRow = "+ Type a contact"
	var did []string
	note := func(format string, args ...any) { did = append(did, fmt.Sprintf(format, args...)) }
	l.OnSort = func(key string) { note("sort %s", key) }
	l.OnLink = func(row int, key string) { note("link %d %s", row, key) }
	l.OnOpen = func(row int) { note("open %d", row) }
	l.OnEdit = func(row int, key string, r rune) { note("edit %d %s %q", row, key, r) }
	l.OnNewRow = func(r rune) { note("tail %q", r) }
	l.OnCopy = func() { note("copy") }
	l.OnDelete = func() { note("delete") }
	l.OnWidth = func(key string, w float32) { note("width %s %.0f", key, w) }
	s.Show(l)
	l.Focus()

	at(l, 150, 10, desktop.MouseButtonPrimary, 0) // heading of Name
	mouse(l, 2, 20, 0)                            // a link
	s.Keys("Enter", "Ctrl+C", "Delete")           // in No., which is not edited
	s.Keys("Right", "Enter")                      // in Name, which is
	s.Typed("x")
	s.Keys("End")
	s.Typed("y")

	// Drag the edge between No. and Name.
	ev := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
	ev.Position = fyne.NewPos(119, 10)
	l.MouseDown(ev)
	drag := &fyne.DragEvent{Dragged: fyne.NewDelta(40, 0)}
	drag.Position = fyne.NewPos(159, 10)
	l.Dragged(drag)
	l.DragEnd()
	l.MouseUp(ev)

	widgettest.Same(t, "did", did, []string{
		"sort name", "link 2 no", "open 2", "copy", "delete",
		`edit 2 name '\x00'`, `edit 2 name 'x'`, `tail 'y'`, "width no 160",
	})
}

// Keys the list has no use for reach the page.
func TestListPassesKeys(t *testing.T) {
	s := widgettest.NewStage(t)
	n := widget.NewNavigator(s.Window)
	l := million(10)
	var did []string
	note := func(name string) func() { return func() { did = append(did, name) } }
	n.Open(&widget.Page{Title: "List", Content: l, First: l, Keys: map[string]func(){
		"F3": note("F3"), "F5": note("F5"), "Ctrl+E": note("Ctrl+E"), "Alt+N": note("Alt+N"),
		"Ctrl+Insert": note("Ctrl+Insert"), "Ctrl+Z": note("Ctrl+Z"), "Esc": note("Esc"),
	}})
	s.Keys("F3", "F5", "Ctrl+E", "Alt+N", "Ctrl+Insert", "Ctrl+Z", "Down", "Esc")
	widgettest.Same(t, "did", did, []string{"F3", "F5", "Ctrl+E", "Alt+N", "Ctrl+Insert", "Ctrl+Z", "Esc"})
}

// An answer that belongs to what the list showed before is dropped.
func TestListLateAnswer(t *testing.T) {
	s := widgettest.NewStage(t)
	l := list.New([]list.Column{{Key: "a", Caption: "A"}})
	var answers []func([]list.Row)
	l.Fetch = func(_, _ int, done func([]list.Row)) { answers = append(answers, done) }
	l.Reset(3)
	s.Show(l)
	widgettest.Same(t, "waiting", widgettest.Texts(l), []string{"A", "…", "…", "…"}[:4])
	l.Reset(1)
	answers[0]([]list.Row{{Cells: []list.Cell{{Text: "old"}}}})
	if _, ok := l.Row(0); ok {
		t.Error("an answer for other rows was taken")
	}
	answers[len(answers)-1]([]list.Row{{Cells: []list.Cell{{Text: "new"}}}})
	widgettest.Same(t, "shown", widgettest.Texts(l), []string{"A", "new"})
}

// Reload keeps place and selection, and shows what was known meanwhile.
func TestListReload(t *testing.T) {
	s := widgettest.NewStage(t)
	l := million(1000)
	s.Show(l)
	l.Focus()
	s.Keys("Ctrl+A")
	l.ScrollTo(500)
	_, last := l.Shown()
	widgettest.Same(t, "row", last, 500)
	l.Reload(400)
	widgettest.Same(t, "selected", l.Selected(), []list.Range{{0, 399}})
	if _, last := l.Shown(); last != 399 {
		t.Errorf("last row shown is %d", last)
	}
}

func TestListEmpty(t *testing.T) {
	s := widgettest.NewStage(t)
	l := million(0)
	l.Empty = "There are no segments"
	s.Show(l)
	l.Focus()
	s.Keys("Down", "End", "Enter", "Ctrl+A", "Shift+F10", "PageDown", "Left")
	widgettest.Same(t, "shown", widgettest.Texts(l), []string{"No.", "Name", "Count", "There are no segments"})
	widgettest.Same(t, "selected", l.SelectedCount(), 0)
	widgettest.Same(t, "current", l.Current(), -1)
}

func TestListEditCell(t *testing.T) {
	s := widgettest.NewStage(t)
	l := million(10)
	s.Show(l)
	l.Focus()
	e := entry.NewCell(theme.IconNone)
	e.OnEnter = func() {
		l.EndEdit()
		l.Focus()
	}
	if !l.EditCell(3, "name", e) {
		t.Fatal("cell cannot be edited")
	}
	s.Typed("Ann")
	row, key, ok := l.Editing()
	widgettest.Same(t, "row", row, 3)
	widgettest.Same(t, "key", key, "name")
	widgettest.Same(t, "editing", ok, true)
	s.Keys("Enter")
	widgettest.Same(t, "text", e.Text(), "Ann")
	if _, _, ok := l.Editing(); ok {
		t.Error("still editing")
	}
	s.Keys("Down")
	widgettest.Same(t, "the list has the keyboard again", l.Current(), 4)
}
