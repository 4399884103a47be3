package card

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"

	"winnow/core/catalog"
	"winnow/core/segment"
	"winnow/core/value"
	"winnow/gui/part"
)

// searchedIn are the contact's fields that the search looks into.
var searchedIn = []string{"no", "name", "company_name", "address", "post_code", "city", "e_mail", "phone_no"}

// shownFirst are the columns of a card that nobody changed, with their widths.
var shownFirst = []viewColumn{
	{"contact_no", 96}, {"company_name", 158}, {"name", 128}, {"city", 92}, {"e_mail", 156},
	{"salesperson_code", 96}, {"correspondence_type", 118}, {"language_code", 82},
}

// shortCaptions are the headings of narrow columns.
var shortCaptions = map[string]string{
	"salesperson_code": "Salesperson", "correspondence_type": "Correspond.", "language_code": "Language",
}

// lineColumn is a column that the lines can show: a field of the line's own or
// one of its contact.
type lineColumn struct {
	catalog.Field
	own bool
}

// lineColumns are all columns there are, the contact's first.
func lineColumns() []lineColumn {
	own := map[string]bool{}
	var list, after []lineColumn
	for _, f := range segment.LineFields() {
		own[f.Key] = true
		if f.Key == "contact_no" {
			list = append(list, lineColumn{f, true})
			continue
		}
		after = append(after, lineColumn{f, true})
	}
	for _, f := range catalog.Must(catalog.Contact).Fields {
		if f.Key != "no" && !own[f.Key] {
			list = append(list, lineColumn{f, false})
		}
	}
	return append(list, after...)
}

func findColumn(key string) (lineColumn, bool) {
	for _, c := range lineColumns() {
		if c.Key == key {
			return c, true
		}
	}
	return lineColumn{}, false
}

// lines is the FastTab with the segment's lines.
type lines struct {
	card    *Card
	tab     *part.FastTab
	list    *part.List
	search  *part.Entry
	choose  *part.Button
	columns []lineColumn
	query   segment.Query
	source  *segment.Lines // nil until read
	step    int            // whose lines are shown
}

func newLines(c *Card) *lines {
	l := &lines{card: c, query: segment.Query{SearchIn: searchedIn}}
	l.list = part.NewList(nil)
	l.list.MinRows = 7
	l.list.Tail = lang.L("+ type a contact")
	l.list.Fetch = l.fetch
	l.list.OnSort = l.sort
	l.list.OnWidth = func(string, float32) { c.saveView() }
	l.list.OnSelect = l.summary
	l.list.OnOpen = l.openContact
	l.list.OnLink = func(row int, _ string) { l.openContact(row) }
	l.list.OnMenu = l.menu
	l.list.OnEdit = l.edit
	l.list.OnTail = l.typeContact
	l.list.OnCopy = l.copyRows
	l.list.OnDelete = l.deleteSelected
	l.list.OnKey = l.key
	l.search = part.NewSearchBox(lang.L("Search lines (F3)"), l.find, l.list.Focus)
	l.choose = part.NewLink(lang.L("Columns"), l.chooseColumns)
	l.setColumns(shownFirst)
	l.tab = part.NewFastTab(lang.L("Lines"), l.list)
	l.tab.Fill, l.tab.Flush = true, true
	l.tab.AddRight(part.Wide(l.search, 220))
	l.tab.AddRight(l.choose)
	return l
}

func (l *lines) focused() bool {
	c := l.card.session.Window.Canvas()
	return l.search.Focused() || c.Focused() == l.list
}

// setColumns shows these columns; keys that there are no longer are left out.
func (l *lines) setColumns(wanted []viewColumn) {
	l.columns = nil
	var columns []part.Column
	for _, w := range wanted {
		c, ok := findColumn(w.Key)
		if !ok {
			continue
		}
		align := part.Left
		if c.Type == catalog.Integer || c.Type == catalog.Decimal {
			align = part.Right
		}
		caption := c.Caption
		if short, ok := shortCaptions[c.Key]; ok {
			caption = short
		}
		l.columns = append(l.columns, c)
		columns = append(columns, part.Column{Key: c.Key, Caption: caption, Width: w.Width, Align: align,
			Edit: c.own && c.Key != "contact_no"})
	}
	l.list.SetColumns(columns)
	l.list.Reload(l.list.Len())
}

func (l *lines) viewColumns() []viewColumn { return columnsOf(l.list) }

// chooseColumns lets one tick which columns are shown.
func (l *lines) chooseColumns() {
	var ticked []string
	width := map[string]float32{}
	for i, c := range l.list.Columns() {
		ticked = append(ticked, l.columns[i].Caption)
		width[c.Key] = c.Width
	}
	part.ShowLookup(l.choose, part.Lookup{
		Multi: true, Ticked: ticked, Width: 300,
		Search: func(text string, done func([]part.LookupItem)) {
			var items []part.LookupItem
			for _, c := range lineColumns() {
				if strings.Contains(strings.ToLower(c.Caption), strings.ToLower(text)) {
					items = append(items, part.LookupItem{Value: c.Caption})
				}
			}
			done(items)
		},
		OnTake: func(captions []string) {
			var wanted []viewColumn
			for _, caption := range captions {
				for _, c := range lineColumns() {
					if c.Caption == caption {
						wanted = append(wanted, viewColumn{c.Key, width[c.Key]})
					}
				}
			}
			if len(wanted) == 0 {
				wanted = shownFirst
			}
			l.setColumns(wanted)
			l.card.saveView()
		},
	})
}

// publish shows lines that were read.
func (l *lines) publish(read *segment.Lines) {
	l.source = read
	step := l.card.read.segment.Step
	if step != l.step {
		l.step = step
		l.list.ClearSelection()
	}
	l.list.SetSort(l.query.SortBy, l.query.Descending)
	l.list.Reload(read.Len())
	l.summary()
}

// summary says how many lines there are and how many are selected.
func (l *lines) summary() {
	if l.tab == nil {
		return
	}
	n := l.card.read.segment.Lines
	text := lang.N("{{.n}} contacts", n, map[string]any{"n": part.Number(n)})
	if l.query.Search != "" && l.source != nil {
		text = joined(text, lang.N("{{.n}} found", l.source.Len(), map[string]any{"n": part.Number(l.source.Len())}))
	}
	closed := text
	if s := l.list.SelectedCount(); s > 1 {
		text = joined(text, lang.N("{{.n}} selected", s, map[string]any{"n": part.Number(s)}))
	}
	l.tab.SetSummary(text, closed)
}

// fetch reads a page of lines for the list.
func (l *lines) fetch(first, n int, done func([]part.Row)) {
	source := l.source
	if source == nil {
		done(nil)
		return
	}
	columns := l.columns
	var fields []string
	for _, c := range columns {
		if !c.own {
			fields = append(fields, c.Key)
		}
	}
	var page []segment.Line
	l.card.Desk.Run(func(ctx context.Context) (err error) {
		page, err = source.Page(ctx, first, n, fields...)
		return err
	}, func(err error) {
		if err != nil {
			l.card.session.Go.Fail(err)
		}
		rows := make([]part.Row, len(page))
		for i, line := range page {
			rows[i] = rowOf(line, columns)
		}
		done(rows)
	})
}

// rowOf formats a line. What is its own is bold, what follows a default grey.
func rowOf(line segment.Line, columns []lineColumn) part.Row {
	row := part.Row{Key: rowKey{line.LineNo, line.Text("contact_no")}.String()}
	for _, c := range columns {
		cell := part.Cell{Text: value.Format(c.Field, line.Contact(c.Key))}
		if c.own {
			cell = part.Cell{Text: line.Text(c.Key), Style: part.Grey}
			switch {
			case c.Key == "contact_no":
				cell.Style = part.Link
			case line.Own(c.Key):
				cell.Style = part.Bold
			}
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

// rowKey says which line and contact a row shows.
type rowKey struct {
	line    int64
	contact string
}

func (k rowKey) String() string { return fmt.Sprintf("%d %s", k.line, k.contact) }

// keyOf returns what a row of the list shows, if it was read.
func (l *lines) keyOf(row int) (rowKey, bool) {
	r, ok := l.list.Row(row)
	if !ok {
		return rowKey{}, false
	}
	number, contact, _ := strings.Cut(r.Key, " ")
	line, err := strconv.ParseInt(number, 10, 64)
	return rowKey{line, contact}, err == nil
}

// sort sorts by a column: up, down, and then in line order again.
func (l *lines) sort(key string) {
	switch {
	case l.query.SortBy != key:
		l.query.SortBy, l.query.Descending = key, false
	case !l.query.Descending:
		l.query.Descending = true
	default:
		l.query.SortBy, l.query.Descending = "", false
	}
	l.list.ClearSelection()
	l.card.Reload()
}

// find searches the lines.
func (l *lines) find(text string) {
	if text == l.query.Search {
		return
	}
	l.query.Search = text
	l.list.ClearSelection()
	l.card.Reload()
}

// chosen returns a function that names the selected lines, to be called beside
// the interface: a million of them take a moment.
func (l *lines) chosen() func() []int64 {
	source, ranges := l.source, l.list.Selected()
	return func() []int64 {
		var numbers []int64
		for _, r := range ranges {
			for n := r.First; n <= r.Last && n < source.Len(); n++ {
				numbers = append(numbers, source.LineNo(n))
			}
		}
		return numbers
	}
}

// openContact shows the contact of a row.
func (l *lines) openContact(row int) {
	if key, ok := l.keyOf(row); ok {
		l.card.session.Go.Contact(key.contact)
	}
}
