package transfer

import (
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/fold"
	"winnow/core/importer"
	"winnow/core/ownfield"
	"winnow/gui/entry"
	"winnow/gui/fieldform"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// columnsStep is where one sees, and says, which sheet or file is which table
// and which column goes to which field.
type columnsStep struct {
	owner   *Importing
	content fyne.CanvasObject
	list    *list.List // the sheets and files
	columns *list.List // those of the current one
	tab     *widget.FastTab
	hint    *widget.Paragraph
	shown   []importer.Column
	form    *fieldform.Form // the one shown last
}

func newColumnsStep(p *Importing) *columnsStep {
	s := &columnsStep{owner: p}
	s.list = list.New([]list.Column{
		{Key: "source", Caption: i18n.T("transfer.sheet_or_file"), Width: 300},
		{Key: "table", Caption: i18n.T("transfer.read_as"), Width: 230, Edit: true},
		{Key: "header", Caption: i18n.T("transfer.headings_in"), Width: 100, Edit: true},
		{Key: "used", Caption: i18n.T("transfer.columns_used"), Width: 110, Align: widget.Right},
		{Key: "remark", Caption: i18n.T("caption.remark"), Width: 500},
	})
	s.list.MinRows = 4
	s.list.OnSelect = s.showColumns
	s.list.OnOpen = func(row int) { s.edit(row, "table", 0) }
	s.list.OnEdit = s.edit
	s.list.OnLink = func(row int, key string) { s.edit(row, key, 0) }
	s.list.OnKey = lookupKey(s.list, s.edit, "table")
	s.list.OnDelete = func() {
		if source := s.current(); source != nil {
			source.SetTable("")
			s.show()
		}
	}
	s.columns = list.New([]list.Column{
		{Key: "letter", Caption: i18n.T("transfer.column"), Width: 70},
		{Key: "heading", Caption: i18n.T("transfer.heading"), Width: 250},
		{Key: "samples", Caption: i18n.T("transfer.first_values"), Width: 340},
		{Key: "field", Caption: i18n.T("transfer.goes_to_field"), Width: 230, Edit: true},
		{Key: "why", Caption: i18n.T("transfer.recognised_by"), Width: 170},
		{Key: "type", Caption: i18n.T("caption.type"), Width: 220},
	})
	s.columns.MinRows = 8
	s.columns.Empty = i18n.T("transfer.no_columns")
	s.columns.OnOpen = func(row int) { s.editField(row, "field", 0) }
	s.columns.OnEdit = s.editField
	s.columns.OnLink = func(row int, key string) { s.editField(row, key, 0) }
	s.columns.OnKey = lookupKey(s.columns, s.editField, "field")
	s.columns.OnDelete = s.leaveOut
	s.hint = widget.NewParagraph("")
	s.hint.Color = theme.Caption
	sources := widget.NewFastTab(i18n.T("transfer.sheets_and_files"), s.list)
	sources.Flush = true
	s.tab = widget.NewFastTab(i18n.T("common.columns"), s.columns)
	s.tab.Flush, s.tab.Fill = true, true
	s.content = widget.NewStack(10, 0, sources, s.hint, s.tab)
	return s
}

// lookupKey opens the lookup of the current row with the usual keys.
func lookupKey(list *list.List, edit func(row int, key string, typed rune), usual string) func(name string) bool {
	return func(name string) bool {
		if name != "F4" && name != "Alt+Down" || list.Current() < 0 {
			return false
		}
		key := list.CurrentKey()
		if key != "header" {
			key = usual
		}
		edit(list.Current(), key, 0)
		return true
	}
}

// open shows the sources and goes to the first of which something is to be said.
func (s *columnsStep) open() {
	s.show()
	all := s.owner.sources()
	at := slices.IndexFunc(all, func(source *importer.Source) bool {
		_, stops := remark(source)
		return stops
	})
	if at < 0 {
		at = max(0, slices.IndexFunc(all, func(source *importer.Source) bool { return source.Table != "" }))
	}
	s.list.Select(at)
	s.list.SetCurrent(at, "table")
	s.columns.SetCurrent(0, "field")
	s.list.Focus()
}

func (s *columnsStep) current() *importer.Source {
	at, all := s.list.Current(), s.owner.sources()
	if at < 0 || at >= len(all) {
		return nil
	}
	return all[at]
}

// problem says why nothing can be checked yet, and goes there; "" if it can be.
func (s *columnsStep) problem() string {
	used := false
	for n, source := range s.owner.sources() {
		used = used || source.Table != ""
		if problem, stops := remark(source); stops {
			s.list.Select(n)
			return source.Name + ": " + problem
		}
	}
	if !used {
		return i18n.T("transfer.everything_is_left_out_say_what_one")
	}
	return ""
}

// remark says what is worth saying of a source, and whether nothing can be
// imported because of it.
func remark(s *importer.Source) (text string, stops bool) {
	missing := s.Missing()
	switch {
	case s.Problem != "" && s.Table != "":
		return s.Problem, false
	case s.Table == "" && !s.Recalled:
		return i18n.T("transfer.not_recognised_so_it_is_left_out"), false
	case len(missing) > 0:
		var names []string
		for _, f := range missing {
			names = append(names, i18n.Translate(f.Caption))
		}
		return i18n.T("transfer.no_column_goes_to_fields", "fields", strings.Join(names, ", ")), true
	case s.Table != "" && len(s.Fields) == 0:
		return i18n.T("transfer.no_column_goes_to_field"), true
	}
	return "", false
}

// show shows the sources and the columns of the current one.
func (s *columnsStep) show() {
	var rows []list.Row
	for _, source := range s.owner.sources() {
		rows = append(rows, sourceRow(source))
	}
	refill(s.list, rows)
	s.showColumns()
}

func sourceRow(s *importer.Source) list.Row {
	name := s.Name
	if s.Sheet != "" {
		name = s.Sheet + " · " + filepath.Base(s.Path)
	}
	header, used := list.Cell{}, list.Cell{}
	if s.Table != "" && s.Header > 0 {
		header = list.Cell{Text: i18n.T("transfer.row_n", "n", s.Header), Style: list.Link}
	}
	if s.Table != "" {
		all, taken := s.Columns(), 0
		for _, c := range all {
			if c.Field != "" {
				taken++
			}
		}
		used.Text = i18n.T("transfer.used_of_all", "used", taken, "all", len(all))
	}
	text, stops := remark(s)
	note := list.Cell{Text: text, Style: list.Grey}
	switch {
	case stops || s.Problem != "":
		note.Style = list.Bold
	case s.Recalled && text == "":
		note.Text = i18n.T("transfer.as_last_time_for_files_with_these")
	case s.List && text == "":
		note.Text = i18n.T("transfer.found_by_external_id_e_mail")
	}
	return list.Row{Cells: []list.Cell{{Text: name}, {Text: tableCaption(s), Style: list.Link}, header, used, note}}
}

// showColumns shows the columns of the current source.
func (s *columnsStep) showColumns() {
	source := s.current()
	s.shown = nil
	if source == nil {
		refill(s.columns, nil)
		return
	}
	t, _ := source.Catalog().Find(source.Table)
	var rows []list.Row
	for _, c := range source.Columns() {
		s.shown = append(s.shown, c)
		rows = append(rows, columnRow(source, t, c))
	}
	refill(s.columns, rows)
	s.tab.SetSummary(source.Name, source.Name)
	switch {
	case source.Table == "":
		s.hint.SetText(i18n.T("transfer.this_is_left_out_read_as_says"))
	default:
		s.hint.SetText(i18n.T("transfer.goes_to_field_says_where_column_goes"))
	}
}

func columnRow(s *importer.Source, t catalog.Table, c importer.Column) list.Row {
	goes, kind := list.Cell{}, list.Cell{Style: list.Grey}
	f, ok := t.Field(c.Field)
	switch {
	case ok:
		goes.Text, kind.Text = i18n.Translate(f.Caption), typeText(t, f)
	case c.Field != "":
		goes.Text = otherCaption(c.Field)
	case s.Table != "":
		goes = list.Cell{Text: i18n.T("transfer.left_out_2"), Style: list.Grey}
	}
	if s.Table != "" {
		goes.Style = list.Link
	}
	heading := list.Cell{Text: c.Caption}
	if c.Caption == "" {
		heading = list.Cell{Text: i18n.T("transfer.no_heading"), Style: list.Grey}
	}
	return list.Row{Cells: []list.Cell{{Text: c.Letter(), Style: list.Grey}, heading, {Text: strings.Join(c.Samples, " · "), Style: list.Grey}, goes, {Text: whyText(c.Why), Style: list.Grey}, kind}}
}

// mailingGroup is the field of the mailing groups that a column of a list names.
const mailingGroup = "contact_mailing_group.mailing_group_code"

// otherCaption is what a field is called that a list has besides those of the
// contact.
func otherCaption(key string) string {
	if key == mailingGroup {
		return i18n.T("caption.mailing_group")
	}
	table, field, _ := strings.Cut(key, ".")
	of := catalog.Must(table)
	f, _ := of.Field(field)
	return i18n.Translate(of.Caption) + ": " + i18n.Translate(f.Caption)
}

// otherFields are those fields.
func otherFields() []string {
	list := []string{mailingGroup}
	for _, key := range []string{"address", "address_2", "post_code", "city", "county", "country_region_code", "phone_no"} {
		list = append(list, "contact_alt_address."+key)
	}
	return list
}

// typeText says what a field holds.
func typeText(t catalog.Table, f catalog.Field) string {
	text := i18n.Translate(f.Type.String())
	if f.Type == catalog.Option {
		var options []string
		for _, o := range f.Options {
			if o != "" {
				options = append(options, i18n.Translate(o))
			}
		}
		text = strings.Join(options, ", ")
	}
	if t.IsKey(f.Key) {
		text += " · " + i18n.T("transfer.key")
	}
	return text
}

// edit changes how a source is read.
func (s *columnsStep) edit(row int, key string, typed rune) {
	all := s.owner.sources()
	if row < 0 || row >= len(all) {
		return
	}
	source := all[row]
	if s.list.Current() != row || s.list.SelectedCount() != 1 {
		s.list.Select(row)
	}
	s.list.SetCurrent(row, key)
	if key == "header" && source.Table != "" && source.Header > 0 {
		s.askHeader(row, source)
		return
	}
	s.list.LookupCell(row, "table", entry.Lookup{
		Start: entry.Begin(typed), Width: 620,
		Search: func(text string, done func([]entry.LookupItem)) { done(tablesLike(source, text)) },
		OnTake: func(taken []string) {
			s.setTable(source, taken[0])
			s.show()
			s.list.Focus()
		},
	})
}

// tablesLike are what a source can be read as, by what was typed.
func tablesLike(source *importer.Source, text string) []entry.LookupItem {
	var items []entry.LookupItem
	offer := func(value, detail string) {
		if fold.NewSearch(text).Finds(value) {
			items = append(items, entry.LookupItem{Value: value, Text: detail})
		}
	}
	offer(i18n.T("transfer.left_out_2"), "")
	for _, t := range catalog.Tables() {
		if source.Kind == importer.Cards && t.Key != catalog.Contact {
			continue
		}
		var keys []string
		for _, k := range t.Keys {
			f, _ := t.Field(k)
			keys = append(keys, i18n.Translate(f.Caption))
		}
		offer(i18n.Translate(t.Caption), i18n.T("transfer.by_fields", "fields", strings.Join(keys, ", ")))
	}
	return items
}

func (s *columnsStep) setTable(source *importer.Source, caption string) {
	for _, t := range catalog.Tables() {
		if i18n.Translate(t.Caption) == caption {
			source.SetTable(t.Key)
			return
		}
	}
	source.SetTable("")
}

// askHeader lets one choose the row that names the columns.
func (s *columnsStep) askHeader(row int, source *importer.Source) {
	s.list.LookupCell(row, "header", entry.Lookup{
		Width: 640,
		Search: func(text string, done func([]entry.LookupItem)) {
			var items []entry.LookupItem
			for _, r := range source.Rows {
				var filled []string
				for _, c := range r.Cells {
					if c != "" {
						filled = append(filled, c)
					}
				}
				line := strings.Join(filled, " · ")
				if number := strconv.Itoa(r.Number); fold.NewSearch(text).Finds(number, line) {
					items = append(items, entry.LookupItem{Value: number, Text: line})
				}
			}
			done(items)
		},
		OnTake: func(taken []string) {
			if n, err := strconv.Atoi(taken[0]); err == nil {
				source.SetHeader(n)
				s.show()
			}
			s.list.Focus()
		},
	})
}

// editField changes where a column goes.
func (s *columnsStep) editField(row int, _ string, typed rune) {
	source := s.current()
	if source == nil || source.Table == "" || row < 0 || row >= len(s.shown) {
		return
	}
	t, _ := source.Catalog().Find(source.Table)
	s.columns.Select(row)
	s.columns.SetCurrent(row, "field")
	s.columns.LookupCell(row, "field", entry.Lookup{
		Start: entry.Begin(typed), Width: 520,
		Search: func(text string, done func([]entry.LookupItem)) { done(s.fieldsLike(source, t, text)) },
		OnTake: func(taken []string) {
			if taken[0] == i18n.T("transfer.make_field_of_it_dialog") {
				s.askNew(source, s.shown[row])
				return
			}
			key := ""
			for _, f := range t.Fields {
				if i18n.Translate(f.Caption) == taken[0] {
					key = f.Key
				}
			}
			for _, other := range otherFields() {
				if source.List && otherCaption(other) == taken[0] {
					key = other
				}
			}
			source.SetField(s.shown[row].Place, key)
			s.show()
			s.columns.Focus()
		},
	})
}

// askNew asks for an own field of contacts that the column goes to, or asks again for the
// one that it goes to already. It is made when the files are imported.
func (s *columnsStep) askNew(source *importer.Source, c importer.Column) {
	start := catalog.Field{Caption: c.Caption, Type: catalog.Text}
	if c.Integer {
		start.Type = catalog.Integer
	}
	var others []catalog.Field
	for _, f := range s.owner.fields {
		if f.Key == c.Field {
			start = f
		} else {
			others = append(others, f)
		}
	}
	known := s.owner.session.Company.Catalog()
	s.form = fieldform.Ask(s.owner.session, fieldform.Params{
		Title: i18n.T("ownfield.new_field"), Subtitle: i18n.T("transfer.made_when_files_are_imported"),
		Start: start,
		Save: func(_ context.Context, f catalog.Field) (catalog.Field, error) {
			return ownfield.Check(importer.With(known, others), f)
		},
		Done: func(f catalog.Field) {
			s.owner.fields = append(others, f)
			for _, one := range s.owner.sources() {
				one.Know(known, s.owner.fields)
			}
			source.SetField(c.Place, f.Key)
			s.show()
			s.columns.Focus()
		},
	})
}

// fieldsLike are the fields that a column can go to, by what was typed; at the
// right of each the column that goes there now.
func (s *columnsStep) fieldsLike(source *importer.Source, t catalog.Table, text string) []entry.LookupItem {
	from := map[string]string{}
	for _, c := range s.shown {
		from[c.Field] = c.Caption
	}
	var items []entry.LookupItem
	offer := func(value, detail, right string) {
		if fold.NewSearch(text).Finds(value) {
			items = append(items, entry.LookupItem{Value: value, Text: detail, Right: right})
		}
	}
	offer(i18n.T("transfer.left_out_2"), "", "")
	if t.Key == catalog.Contact {
		offer(i18n.T("transfer.make_field_of_it_dialog"), i18n.T("transfer.contacts_get_field_of_your_own"), "")
	}
	for _, f := range t.Fields {
		offer(i18n.Translate(f.Caption), typeText(t, f), from[f.Key])
	}
	if source.List {
		for _, key := range otherFields() {
			detail := ""
			if key == mailingGroup {
				detail = i18n.T("transfer.each_value_is_mailing_group_those")
			}
			offer(otherCaption(key), detail, from[key])
		}
	}
	return items
}

// leaveOut leaves the current column out.
func (s *columnsStep) leaveOut() {
	source, at := s.current(), s.columns.Current()
	if source == nil || source.Table == "" || at < 0 {
		return
	}
	source.SetField(s.shown[at].Place, "")
	s.show()
}
