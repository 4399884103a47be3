package transfer

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/core/catalog"
	"winnow/core/importer"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/widget"
)

// shownRows is how many rows of a source are shown as they will be stored.
const shownRows = 10

// rowsBeside shows the first rows of a source as they are, beside the same rows
// as they will be stored.
type rowsBeside struct {
	content     fyne.CanvasObject
	file, table *widget.FastTab
	are, become *list.List
	moving      bool // one list follows the other
}

func newRowsBeside(p *Importing) *rowsBeside {
	b := &rowsBeside{are: list.New(nil), become: list.New(nil)}
	b.follow(b.are, b.become)
	b.follow(b.become, b.are)
	for _, list := range []*list.List{b.are, b.become} {
		list.OnCopy = func() { copyList(p, list) }
	}
	b.file, b.table = widget.NewFastTab(i18n.T("transfer.in_file"), b.are), widget.NewFastTab(i18n.T("transfer.as_it_will_be_stored"), b.become)
	b.file.Flush, b.table.Flush = true, true
	b.content = container.NewGridWithColumns(2, b.file, b.table)
	return b
}

// follow selects in one list the row that is selected in the other.
func (b *rowsBeside) follow(leader, follower *list.List) {
	leader.OnSelect = func() {
		if b.moving || leader.Current() < 0 {
			return
		}
		b.moving = true
		follower.Select(leader.Current())
		b.moving = false
	}
}

// firstRows are the rows of a source that are shown.
func firstRows(s *importer.Source) []importer.Row {
	rows := slices.DeleteFunc(slices.Clone(s.Rows), func(r importer.Row) bool { return r.Number <= s.Header })
	return rows[:min(len(rows), shownRows)]
}

// lastShown is the number of the last row that is shown of any source.
func lastShown(sources []*importer.Source) int {
	last := 0
	for _, s := range sources {
		if rows := firstRows(s); len(rows) > 0 {
			last = max(last, rows[len(rows)-1].Number)
		}
	}
	return last
}

// show shows the rows of a source.
func (b *rowsBeside) show(s *importer.Source, result importer.Result) {
	rows, columns := firstRows(s), s.Columns()
	are := []list.Column{{Key: "row", Caption: i18n.T("transfer.row"), Width: 50, Align: widget.Right}}
	for _, c := range columns {
		caption := c.Caption
		if caption == "" {
			caption = c.Letter()
		}
		are = append(are, list.Column{Key: c.Letter(), Caption: caption, Width: 130}.Roomy())
	}
	var texts []list.Row
	for _, r := range rows {
		row := list.Row{Cells: []list.Cell{{Text: rowNumber(r.Number), Style: list.Grey}}}
		for _, c := range columns {
			cell := list.Cell{}
			if c.Place < len(r.Cells) {
				cell.Text = r.Cells[c.Place]
			}
			if c.Field == "" {
				cell.Style = list.Grey
			}
			row.Cells = append(row.Cells, cell)
		}
		texts = append(texts, row)
	}
	fill(b.are, are, texts)
	become, texts := storedRows(s, rows, result)
	fill(b.become, become, texts)
	b.file.SetSummary(s.Name, s.Name)
	b.table.SetSummary(tableCaption(s), tableCaption(s))
}

// fill shows other rows in other columns, as high as they are with the bar that
// scrolls the columns.
func fill(list *list.List, columns []list.Column, rows []list.Row) {
	list.SetColumns(columns)
	list.SetRows(rows)
	list.MinRows = len(rows) + 1
}

// storedRows are the rows as they will be stored, and the columns that they have.
func storedRows(s *importer.Source, rows []importer.Row, result importer.Result) ([]list.Column, []list.Row) {
	stored := map[int]importer.StoredRow{}
	used := map[string]bool{}
	for _, row := range result.Stored {
		if row.Source != s.Name {
			continue
		}
		stored[row.Row] = row
		for _, f := range row.Fields {
			used[f.Field] = true
		}
	}
	columns := []list.Column{{Key: "becomes", Caption: i18n.T("transfer.becomes"), Width: 110}}
	var fields []catalog.Field
	var keys []string
	for _, t := range []string{s.Table, "contact_alt_address", "contact_mailing_group"} {
		of, _ := s.Catalog().Find(t)
		for _, f := range of.Fields {
			if key := of.Key + "." + f.Key; used[key] && !slices.Contains(keys, key) {
				keys, fields = append(keys, key), append(fields, f)
				caption := i18n.Translate(f.Caption)
				if s.List && t == "contact_alt_address" {
					caption = i18n.T("transfer.field_at_home", "field", caption)
				}
				columns = append(columns, list.Column{Key: key, Caption: caption, Width: 130}.Roomy())
			}
		}
	}
	var texts []list.Row
	for _, r := range rows {
		row, ok := stored[r.Number]
		cells := []list.Cell{becomes(s, r.Number, row, ok, result)}
		for i, key := range keys {
			cell := list.Cell{}
			if at := slices.IndexFunc(row.Fields, func(f importer.StoredField) bool { return f.Field == key }); at >= 0 {
				f := row.Fields[at]
				cell.Text = i18n.Shown(fields[i], f.New)
				if !row.New && f.New != f.Old {
					cell.Style = list.Accent
				}
			}
			cells = append(cells, cell)
		}
		texts = append(texts, list.Row{Cells: cells})
	}
	return columns, texts
}

// becomes says what becomes of a row.
func becomes(s *importer.Source, number int, row importer.StoredRow, stored bool, result importer.Result) list.Cell {
	changed := slices.ContainsFunc(row.Fields, func(f importer.StoredField) bool { return f.New != f.Old })
	switch {
	case stored && row.New:
		return list.Cell{Text: i18n.T("common.new"), Style: list.Accent}
	case stored && changed:
		return list.Cell{Text: i18n.T("common.changed"), Style: list.Accent}
	case stored:
		return list.Cell{Text: i18n.T("transfer.unchanged"), Style: list.Grey}
	}
	for _, m := range result.Merged {
		if m.Source == s.Name && slices.Contains(m.Rows, number) {
			return list.Cell{Text: i18n.T("transfer.merged_with_row_n", "n", m.Rows[0]), Style: list.Grey}
		}
	}
	for _, e := range result.Errors {
		if e.Source == s.Name && e.Row == number {
			return list.Cell{Text: i18n.T("transfer.refused"), Style: list.Bold}
		}
	}
	if slices.ContainsFunc(result.LeftOutRows, func(l importer.LeftOutRow) bool { return l.Source == s.Name && l.Row == number }) {
		return list.Cell{Text: i18n.T("transfer.left_out_2"), Style: list.Bold}
	}
	return list.Cell{}
}

// countsOf is "4 rows read = 3 new + 1 refused" of some sources.
func countsOf(counts []importer.RowCount) string {
	var all importer.RowCount
	for _, c := range counts {
		all.Read += c.Read
		all.New += c.New
		all.Changed += c.Changed
		all.Unchanged += c.Unchanged
		all.Merged += c.Merged
		all.Adopted += c.Adopted
		all.LeftOut += c.LeftOut
		all.Refused += c.Refused
	}
	values := func(n int) map[string]any { return map[string]any{"n": widget.Number(n)} }
	var parts []string
	for _, p := range []struct {
		n    int
		text string
	}{
		{all.New, i18n.T("transfer.n_new", values(all.New))},
		{all.Changed, i18n.T("transfer.n_changed", values(all.Changed))},
		{all.Unchanged, i18n.T("transfer.n_unchanged", values(all.Unchanged))},
		{all.Merged, i18n.T("transfer.n_merged", values(all.Merged))},
		{all.Adopted, i18n.T("transfer.n_adopted", values(all.Adopted))},
		{all.LeftOut, i18n.T("transfer.n_left_out", values(all.LeftOut))},
		{all.Refused, i18n.T("transfer.n_refused", values(all.Refused))},
	} {
		if p.n > 0 {
			parts = append(parts, p.text)
		}
	}
	if len(parts) == 0 {
		parts = []string{"0"}
	}
	return i18n.T("transfer.n_rows_read", "count", all.Read, values(all.Read)) + " = " + strings.Join(parts, " + ")
}
