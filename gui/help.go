package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/widget"
)

// line is a line of the help: what one types or presses, and what it does.
type line struct{ what, does string }

// filterExamples are the filter language by example.
func filterExamples() []line {
	return []line{
		{"GB", lang.L("exactly GB")},
		{"GB|US|DE", lang.L("GB, US or DE; a list may be as long as you like")},
		{"GB*", lang.L("begins with GB; * is any text, ? one character")},
		{"@*furniture*", lang.L("contains furniture, upper and lower case alike")},
		{"<>GB*", lang.L("does not begin with GB")},
		{"''", lang.L("is empty")},
		{"<>''", lang.L("is not empty")},
		{"1000..1999", lang.L("from 1000 to 1999")},
		{"..M", lang.L("up to M, and empty")},
		{">50&<=100", lang.L("more than 50, and 100 at most")},
		{"(GB*|US*)&<>*99", lang.L("brackets come first, then &, then |")},
		{"'J & V*'", lang.L("quotes: & is text here, * is still any text")},
		{"2026-11-23", lang.L("that day")},
		{"2026-11", lang.L("all of November 2026")},
		{"t-30d..", lang.L("the last 30 days, and later")},
		{"-CM..CM", lang.L("this month: from its first to its last day")},
		{"monday", lang.L("that day of the work date's week, or mo, tu, we …")},
		{"last month", lang.L("that month; also week, quarter and year, next or last")},
		{"t-6m..t", lang.L("the last six months up to today")},
		{"Person", lang.L("an option by its name, or by its number")},
		{"yes", lang.L("yes or no, true or false, 1 or 0")},
		{"%me", lang.L("my salesperson code, from the settings")},
	}
}

// keyList are the keys of the program: those that hold everywhere, those of
// lists, of fields and dialogs, and of cards.
func keyList() []line {
	return []line{
		{"Alt+Q, Ctrl+K", lang.L("Find pages, actions, segments, contacts")},
		{"Alt+N", lang.L("New, of what the page shows")},
		{"Esc", lang.L("Close, cancel, back")},
		{"F5", lang.L("Read again")},
		{"Alt+T", lang.L("Settings")},
		{"F1", lang.L("Help, in dialogs too")},
		{"F3", lang.L("Search in the list")},
		{"Shift+F3", lang.L("Filter the list")},
		{"Alt+F3", lang.L("Filter to this value")},
		{"Ctrl+Shift+Alt+F3", lang.L("Take all filters away")},
		{"Alt+F7", lang.L("Sort by the column")},
		{"Ctrl+A, Shift+arrows", lang.L("Select rows")},
		{"Ctrl+arrows, Ctrl+Space", lang.L("Go to a row and add it to the selection")},
		{"Ctrl+C", lang.L("Copy the selected rows")},
		{"Enter", lang.L("Open the row; in a field: take over and go on")},
		{"F2", lang.L("Edit the cell")},
		{"Ctrl+Insert, Ctrl+Delete", lang.L("Insert a line or a filter, delete the selected ones")},
		{"Shift+F10", lang.L("Menu of the row")},
		{"Alt+Shift+Left, Alt+Shift+Right", lang.L("Move the column")},
		{"Ctrl+E", lang.L("Export: the list to Excel, a segment for mail merge")},
		{"F4, Alt+Down", lang.L("Look up a value")},
		{"F8", lang.L("Copy the value above")},
		{"Ctrl+Enter", lang.L("OK; on a card: save and close")},
		{"Alt+Left, Alt+Right", lang.L("The import's step before, and the next")},
		{"F6, Shift+F6", lang.L("Next FastTab, previous FastTab")},
		{"Alt+F6", lang.L("Collapse or open the FastTab")},
		{"F7", lang.L("Statistics of the segment")},
		{"Alt+Shift+W", lang.L("The card in a window of its own")},
		{"Ctrl+Z", lang.L("Take back what was done last on the card")},
		{"Ctrl+Shift+Z, Ctrl+Y", lang.L("Do it again")},
	}
}

// keysHere are the keys as the person's keyboard has them.
func keysHere() []line {
	list := keyList()
	for i, l := range list {
		list[i].what = i18n.Keys(l.what)
	}
	return list
}

// openHelp shows the filter language by example, and the keys, over whatever the
// main window shows.
func (w *Window) openHelp() { w.helpIn(w.window) }

// helpIn does so in any window. An example that is clicked goes into the filter
// field one came from, else to the clipboard.
func (w *Window) helpIn(window fyne.Window) {
	if w.help != nil && w.help.IsOpen() {
		return
	}
	field := entry.FocusedFilter(window.Canvas())
	m := &widget.Modal{Title: lang.L("Help"), Width: 1180, Height: 680, Cancel: lang.L("Close"),
		Subtitle: lang.L("A click on an example copies it, to be pasted into a filter field.")}
	if field != nil {
		m.Subtitle = lang.L("A click on an example puts it **into the filter field** you came from.")
	}
	filters := helpList(lang.L("Filter"), lang.L("Finds"), list.Link, filterExamples())
	take := func(row int) {
		r, ok := filters.Row(row)
		switch {
		case !ok:
		case field != nil:
			m.Close()
			field.Focus()
			field.Type(r.Key)
		default:
			w.app.Clipboard().SetContent(r.Key)
			m.SetStatus(lang.L("{{.filter}} copied: paste it into a filter field", map[string]any{"filter": r.Key}), false)
		}
	}
	filters.OnOpen = take
	filters.OnLink = func(row int, _ string) { take(row) }
	filters.OnCopy = func() { take(filters.Current()) }
	language := widget.NewFastTab(lang.L("Filters"), filters)
	keyboard := widget.NewFastTab(lang.L("Keys"), helpList(lang.L("Key"), lang.L("Does"), list.Bold, keysHere()))
	language.Flush, keyboard.Flush = true, true
	m.Body = widget.NewStackFill(0, 12, container.NewGridWithColumns(2, language, keyboard))
	m.SetLink(lang.L("About Winnow"), func() {
		m.Close()
		w.aboutIn(window)
	})
	w.help = m
	m.Show(window.Canvas())
}

func helpList(what, does string, style list.CellStyle, lines []line) *list.List {
	grid := list.New([]list.Column{{Key: "what", Caption: what, Width: 238}, {Key: "does", Caption: does, Width: 322}})
	grid.MinRows = 8
	var rows []list.Row
	for _, l := range lines {
		rows = append(rows, list.Row{Key: l.what, Cells: []list.Cell{{Text: l.what, Style: style}, {Text: l.does}}})
	}
	grid.SetRows(rows)
	return grid
}
