package card

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/record"
	"winnow/core/segment"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/transfer"
)

// searchedIn are the fields that the search looks into: all that are texts or
// numbers.
func searchedIn(known catalog.Catalog) []string {
	var keys []string
	for _, c := range lineColumns(known) {
		if c.Type != catalog.Boolean && c.Type != catalog.Option {
			keys = append(keys, c.Key)
		}
	}
	return keys
}

// shownFirst are the columns of a card that nobody changed; narrow ones have
// short headings.
func shownFirst() []list.Column {
	return []list.Column{
		{Key: "contact_no", Width: 96}, {Key: "company_name", Width: 158}, {Key: "name", Width: 128},
		{Key: "city", Width: 92}, {Key: "e_mail", Width: 156},
		{Key: "salesperson_code", Caption: i18n.T("caption.salesperson"), Width: 96},
		{Key: "correspondence_type", Caption: i18n.T("card.correspond"), Width: 118},
		{Key: "language_code", Caption: i18n.T("caption.language"), Width: 82},
	}
}

// lineColumn is a column that the lines can show: a field of the line's own or
// one of its contact.
type lineColumn struct {
	catalog.Field
	own bool
}

// settable reports whether a line can have a value of its own there.
func (c lineColumn) settable() bool { return c.own && c.Key != "contact_no" }

// lineColumns are all columns there are, the contact's first.
func lineColumns(known catalog.Catalog) []lineColumn {
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
	for _, f := range known.Contact().WithFlowFields().Fields {
		if f.Key != "no" && !own[f.Key] {
			list = append(list, lineColumn{f, false})
		}
	}
	return append(list, after...)
}

func findColumn(known catalog.Catalog, key string) (lineColumn, bool) {
	for _, c := range lineColumns(known) {
		if c.Key == key {
			return c, true
		}
	}
	return lineColumn{}, false
}

// lines is the FastTab with the segment's lines.
type lines struct {
	*table.Table
	card *Card
	list *list.List
	step int // whose lines are shown

	toTail bool // the last row becomes the current one when the lines are read
	wanted wanted
}

func newLines(c *Card) *lines {
	l := &lines{card: c}
	l.Table = table.New(table.Params{
		Session: c.session, Tasks: c.Tasks, Name: "lines", Caption: i18n.T("common.lines"), Columns: tableColumns(c.session.Company.Catalog()),
		Count: func(n int) string { return i18n.T("common.n_contacts", "count", n) },
		Folds: true, Fresh: true,
	})
	l.Changed = l.changed
	l.list = l.List
	l.list.MinRows = 7
	l.readOnly(false)
	l.list.OnOpen = l.openContact
	l.list.OnLink = func(row int, _ string) { l.openContact(row) }
	l.list.OnMenu = l.menu
	l.list.OnNewRow = l.typeContact
	l.list.OnDelete = l.deleteSelected
	l.list.OnKey = l.key
	return l
}

// tableColumns are the columns that the lines can show, those of a card that
// nobody changed first.
func tableColumns(known catalog.Catalog) []table.Column {
	var fields []catalog.Field
	for _, c := range lineColumns(known) {
		fields = append(fields, c.Field)
	}
	columns := table.FieldColumns(fields, shownFirst())
	for i, column := range columns {
		c, _ := findColumn(known, column.Key)
		columns[i].Edit = c.settable()
	}
	return columns
}

// readOnly lets the lines only be looked at, or be changed and added to.
func (l *lines) readOnly(on bool) {
	l.list.NewRow, l.list.OnEdit = i18n.T("card.type_contact"), l.edit
	if on {
		l.list.EndEdit()
		l.list.NewRow, l.list.OnEdit = "", nil
	}
}

// changed is called when other lines have been read.
func (l *lines) changed() {
	if step := l.card.read.segment.Step; step != l.step {
		l.step = step
		l.list.ClearSelection()
	}
	l.goToWanted()
	if l.toTail {
		l.toTail = false
		fyne.Do(func() { l.list.SetCurrent(l.list.Len(), "contact_no") }) // when they are shown
	}
}

// lineSource is where the lines of a segment come from.
type lineSource struct {
	session *session.Session
	no      string
	step    *int // the step after which they are looked at, or nil for now
}

// Read implements table.Source.
func (s lineSource) Read(ctx context.Context, q table.Query) (table.Rows, error) {
	read, err := s.session.Segments.Lines(ctx, s.no, segment.Query{
		SortBy: q.SortBy, Descending: q.Descending, Search: q.Search, SearchIn: searchedIn(s.session.Company.Catalog()),
		Filters: q.Filters, Step: s.step,
	})
	return lineRows{read, s.session.Company.Catalog()}, err
}

// Offers implements table.Offerer.
func (s lineSource) Offers(f catalog.Field) bool {
	return f.Type == catalog.Code || f.Type == catalog.Text
}

// Offer implements table.Offerer: the codes that a line can have, and the values
// that occur in the contacts.
func (s lineSource) Offer(ctx context.Context, f catalog.Field, search string, limit int) ([]record.Choice, error) {
	if f.Lookup != "" && f.Lookup != catalog.Contact {
		return s.session.Records.Codes(ctx, f.Lookup, search, limit)
	}
	key := f.Key
	if key == "contact_no" {
		key = "no"
	}
	if _, ok := s.session.Company.Catalog().Contact().WithFlowFields().Field(key); !ok {
		return nil, nil
	}
	return s.session.Records.Occurring(ctx, catalog.Contact, key, search, limit)
}

// lineRows are the lines that were read.
type lineRows struct {
	*segment.Lines
	known catalog.Catalog
}

// SegmentNo implements table.SegmentRows.
func (r lineRows) SegmentNo() string { return r.Lines.Segment().No }

// Page implements table.Rows.
func (r lineRows) Page(ctx context.Context, first, n int, columns []string) ([]list.Row, error) {
	var shown []lineColumn
	var fields []string
	for _, key := range columns {
		c, _ := findColumn(r.known, key)
		shown = append(shown, c)
		if !c.own {
			fields = append(fields, key)
		}
	}
	page, err := r.Lines.Page(ctx, first, n, append(fields, transfer.BlockedFields()...)...)
	if err != nil {
		return nil, err
	}
	rows := make([]list.Row, len(page))
	for i, line := range page {
		rows[i] = rowOf(line, shown)
		rows[i].Blocked = transfer.Blocked(line.Contact)
	}
	return rows, nil
}

// rowOf formats a line. What is its own is bold, what follows a default grey.
func rowOf(line segment.Line, columns []lineColumn) list.Row {
	key := rowKey{line.LineNo, line.Text("contact_no")}
	row := list.Row{Key: strconv.FormatInt(key.line, 10), Item: key}
	for _, c := range columns {
		cell := list.Cell{Text: i18n.Value(c.Field, line.Contact(c.Key))}
		if c.own {
			cell = list.Cell{Text: i18n.Shown(c.Field, line.Text(c.Key)), Style: list.Grey}
			switch {
			case c.Key == "contact_no":
				cell.Style = list.Link
			case line.Own(c.Key):
				cell.Style = list.Bold
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

// keyOf returns what a row of the list shows, if it was read.
func (l *lines) keyOf(row int) (rowKey, bool) {
	return table.Item[rowKey](l.Table, row)
}

// known are the lines read last, or nil.
func (l *lines) known() *segment.Lines {
	rows, _ := l.Rows().(lineRows)
	return rows.Lines
}

// chosen returns a function that names the selected lines, to be called beside
// the interface: a million of them take a moment.
func (l *lines) chosen() func() []int64 {
	source, ranges := l.known(), l.list.Selected()
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
		l.card.session.Go.Open(route.Contact{No: key.contact})
	}
}
