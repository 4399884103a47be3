package lists

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/gui/filters"
	"winnow/gui/look"
	"winnow/gui/part"
	"winnow/gui/session"
	"winnow/gui/work"
)

// Segments is the page with the list of segments.
type Segments struct {
	table  *table
	page   *part.Page
	edit   *part.Button
	add    *part.Button
	remove *part.Button
	export *part.Button
}

// NewSegments returns the list of segments.
func NewSegments(s *session.Session) *part.Page { return OpenSegments(s).Page() }

// OpenSegments returns the list of segments.
func OpenSegments(s *session.Session) *Segments {
	p := &Segments{}
	p.table = newTable(s, "segments", lang.L("Segments"), []column{
		{Column: part.Column{Key: "no", Caption: lang.L("No."), Width: 120}},
		{Column: part.Column{Key: "description", Caption: lang.X("Description of a row", "Description"), Width: 340}},
		{Column: part.Column{Key: "date", Caption: lang.L("Date"), Width: 110}},
		{Column: part.Column{Key: "salesperson_code", Caption: lang.L("Salesperson Code"), Width: 150}},
		{Column: part.Column{Key: "lines", Caption: lang.L("No. of Lines"), Width: 110, Align: part.Right}},
		{Column: part.Column{Key: "steps", Caption: lang.L("No. of Criteria Actions"), Width: 180, Align: part.Right}},
		{Column: part.Column{Key: "campaign_no", Caption: lang.L("Campaign No."), Width: 140}},
	})
	t := p.table
	for i, c := range t.all {
		t.all[i].field = segmentField(c.Column)
	}
	t.read = p.read
	t.count = func(n int) string { return lang.N("{{.n}} segments", n, map[string]any{"n": part.Number(n)}) }
	t.list.Empty = lang.L("There are no segments yet. New (Alt+N) makes one.")
	t.list.OnOpen = p.open
	t.list.OnLink = func(row int, _ string) { p.open(row) }
	t.list.OnDelete = p.askDelete
	t.list.OnMenu = p.menu
	t.changed = p.enable
	p.page = &part.Page{
		Title: lang.L("Segments"), Actions: p.actions(), Content: t.content(), First: t.list,
		Keys: t.keys(), OnShow: t.reload, OnClose: t.desk.Close,
	}
	p.page.Keys["Alt+N"] = p.create
	p.page.Keys["Ctrl+E"] = p.exportCurrent
	p.page.Keys["Ctrl+Delete"] = p.askDelete
	p.enable()
	return p
}

// Page is the list as the navigator shows it.
func (p *Segments) Page() *part.Page { return p.page }

// Desk is where the page's work is done.
func (p *Segments) Desk() *work.Desk { return p.table.desk }

func (p *Segments) actions() *part.ActionBar {
	bar := part.NewActionBar(part.Action{Text: lang.L("New"), Icon: look.IconNew, Kind: part.Primary, Do: p.create})
	p.edit = bar.Add(part.Action{Text: lang.L("Edit"), Icon: look.IconEdit, Kind: part.Boxed, Do: func() { p.open(p.table.list.Current()) }})
	p.remove = bar.Add(part.Action{Text: lang.L("Delete"), Icon: look.IconDelete, Kind: part.Boxed, Do: p.askDelete})
	bar.Separate()
	p.add = bar.Add(part.Action{Text: lang.L("Add Contacts…"), Icon: look.IconAdd, Do: p.addContacts})
	p.export = bar.Add(part.Action{Text: lang.L("Export…"), Icon: look.IconExport, Do: p.exportCurrent})
	p.table.bar = bar
	return bar
}

// enable lets what needs a segment be pressed when there is one.
func (p *Segments) enable() {
	for _, b := range []*part.Button{p.edit, p.remove, p.add, p.export} {
		b.SetEnabled(p.table.rows.len > 0)
	}
}

func (p *Segments) current() (string, bool) { return p.table.key(p.table.list.Current()) }

func (p *Segments) create() { p.table.session.Go.Segment("") }

func (p *Segments) open(row int) {
	if no, ok := p.table.key(row); ok {
		p.table.session.Go.Segment(no)
	}
}

// addContacts opens the dialog of Add Contacts for the current segment, and then
// its card.
func (p *Segments) addContacts() {
	t := p.table
	if no, ok := p.current(); ok {
		filters.Show(t.session, filters.Params{
			Segment: no, Title: no, Action: criteria.Add, Desk: t.desk,
			Done: func(segment.Result) { t.session.Go.Segment(no) },
		})
	}
}

func (p *Segments) exportCurrent() {
	if no, ok := p.current(); ok {
		p.table.session.Go.Export(no)
	}
}

func (p *Segments) menu(row int, at fyne.Position) {
	p.table.menu(at,
		part.MenuItem(lang.L("Open"), look.IconOpen, func() { p.open(row) }),
		part.MenuItem(lang.L("Add Contacts…"), look.IconAdd, p.addContacts),
		part.MenuItem(lang.L("Export…"), look.IconExport, p.exportCurrent),
		part.MenuItem(lang.L("Delete"), look.IconDelete, p.askDelete),
	)
}

// askDelete asks whether the selected segments shall go.
func (p *Segments) askDelete() {
	t := p.table
	numbers := t.chosenKeys()
	if len(numbers) == 0 {
		return
	}
	shown := strings.Join(numbers[:min(len(numbers), 8)], ", ")
	if len(numbers) > 8 {
		shown += "…"
	}
	part.Ask(t.session.Window.Canvas(), part.Question{
		Title: lang.N("Delete {{.n}} segments", len(numbers), map[string]any{"n": part.Number(len(numbers))}),
		Text:  lang.L("Delete **{{.segments}}** with all lines and criteria? This cannot be taken back.", map[string]any{"segments": shown}),
		Yes:   lang.L("Delete"), No: lang.L("Cancel"),
		OnYes: func() { p.delete(numbers) },
	})
}

func (p *Segments) delete(numbers []string) {
	t := p.table
	deleted := 0
	t.desk.RunSlow(t.session.Window.Canvas(), lang.L("Deleting segments…"), func(ctx context.Context, report func(done, total int)) error {
		for _, no := range numbers {
			if err := t.session.Segments.DeleteSegment(ctx, no); err != nil {
				return err
			}
			deleted++
			report(deleted, len(numbers))
		}
		return nil
	}, func(err error, stopped bool) {
		if err != nil && !stopped {
			t.session.Go.Fail(err)
		}
		t.say(lang.N("{{.n}} segments deleted", deleted, map[string]any{"n": part.Number(deleted)}))
		t.list.ClearSelection()
		t.reload()
	})
}

// read reads all segments: there are as many as a person made, so they are
// sorted and searched here.
func (p *Segments) read(ctx context.Context, q query) (rows, error) {
	all, err := p.table.session.Segments.Segments(ctx)
	if err != nil {
		return rows{}, err
	}
	found := all[:0]
	for _, s := range all {
		if matches(s, q.search) && passes(s, q.filters) {
			found = append(found, s)
		}
	}
	slices.SortStableFunc(found, func(a, b segment.Segment) int { return order(a, b, q) })
	return rows{len: len(found), page: func(_ context.Context, first, n int) ([]part.Row, error) {
		var page []part.Row
		for _, s := range found[min(first, len(found)):min(first+n, len(found))] {
			page = append(page, segmentRow(s))
		}
		return page, nil
	}}, nil
}

func segmentRow(s segment.Segment) part.Row {
	return part.Row{Key: s.No, Cells: []part.Cell{
		{Text: s.No, Style: part.Link}, {Text: s.Text("description")}, {Text: s.Text("date")}, {Text: s.Text("salesperson_code")},
		{Text: part.Number(s.Lines)}, {Text: part.Number(s.Step)}, {Text: s.Text("campaign_no")},
	}}
}

func matches(s segment.Segment, search string) bool {
	search = strings.ToLower(search)
	for _, cell := range segmentRow(s).Cells {
		if strings.Contains(strings.ToLower(cell.Text), search) {
			return true
		}
	}
	return false
}

// segmentField is what a column is filtered as: a field of the header, or a
// count.
func segmentField(c part.Column) catalog.Field {
	for _, f := range segment.HeaderFields() {
		if f.Key == c.Key {
			return f
		}
	}
	return catalog.Field{Key: c.Key, Caption: c.Caption, Type: catalog.Integer}
}

func passes(s segment.Segment, filters map[string]filter.Filter) bool {
	for key, f := range filters {
		v := s.Values[key]
		switch key {
		case "no":
			v = s.No
		case "lines":
			v = s.Lines
		case "steps":
			v = s.Step
		}
		if !f.Match(v) {
			return false
		}
	}
	return true
}

func order(a, b segment.Segment, q query) int {
	by := 0
	switch q.sortBy {
	case "":
	case "no":
		by = cmp.Compare(a.No, b.No)
	case "lines":
		by = cmp.Compare(a.Lines, b.Lines)
	case "steps":
		by = cmp.Compare(a.Step, b.Step)
	default:
		by = cmp.Compare(strings.ToLower(a.Text(q.sortBy)), strings.ToLower(b.Text(q.sortBy)))
	}
	if q.descending {
		by = -by
	}
	return cmp.Or(by, cmp.Compare(a.No, b.No))
}
