package transfer

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core"
	"winnow/core/importer"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/widget"
)

// remarks lists what is wrong with files, row by row, and what is left alone.
type remarks struct {
	owner *Importing
	tab   *widget.FastTab
	list  *list.List
	rows  [][]string
}

func newRemarks(p *Importing) *remarks {
	r := &remarks{owner: p}
	r.list = list.New([]list.Column{
		{Key: "source", Caption: i18n.T("transfer.sheet_or_file"), Width: 180},
		{Key: "row", Caption: i18n.T("transfer.row"), Width: 70, Align: widget.Right},
		{Key: "column", Caption: i18n.T("transfer.column"), Width: 170},
		{Key: "value", Caption: i18n.T("common.value"), Width: 170},
		{Key: "message", Caption: i18n.T("caption.remark"), Width: 640},
	})
	r.list.MinRows = 6
	r.list.OnCopy = r.copy
	r.tab = widget.NewFastTab(i18n.T("transfer.errors_and_remarks"), r.list)
	r.tab.Flush, r.tab.Fill = true, true
	r.tab.AddRight(widget.NewLink(i18n.T("common.copy"), r.copy))
	r.tab.AddRight(widget.NewLink(i18n.T("common.export_dialog"), r.ask))
	return r
}

// show lists errors first, then what is left out or alone.
func (r *remarks) show(result importer.Result) {
	r.rows = nil
	var rows []list.Row
	remark := func(style list.CellStyle, texts ...string) {
		r.rows = append(r.rows, texts)
		row := list.Row{}
		for _, text := range texts {
			row.Cells = append(row.Cells, list.Cell{Text: text, Style: style})
		}
		rows = append(rows, row)
	}
	for _, e := range result.Errors {
		remark(list.Normal, e.Source, rowNumber(e.Row), e.Column, e.Value, i18n.Localize(e.Message))
	}
	if more := result.ErrorCount - len(result.Errors); more > 0 {
		remark(list.Normal, "", "", "", "", i18n.T("transfer.and_n_errors_more", "count", more))
	}
	for _, row := range result.LeftOutRows {
		remark(list.Grey, row.Source, rowNumber(row.Row), "", row.ContactNo, i18n.T("transfer.left_out_why", "why", i18n.Localize(row.Text)))
	}
	for _, m := range result.Remarks {
		remark(list.Grey, m.Source, rowNumber(m.Row), m.Column, m.Value, i18n.Localize(m.Text))
	}
	for _, c := range result.UnknownColumns {
		name := c.Column
		if name == "" {
			name = i18n.T("transfer.no_heading")
		}
		remark(list.Grey, c.Source, "", name, "", i18n.T("transfer.column_goes_to_no_field"))
	}
	for _, source := range result.IgnoredSources {
		remark(list.Grey, source, "", "", "", i18n.T("transfer.sheet_or_file_is_left_out"))
	}
	r.list.SetRows(rows)
	r.list.MinRows = min(max(2, len(rows)), 4)
	badge := ""
	if result.ErrorCount > 0 {
		badge = i18n.T("transfer.n_errors", "count", result.ErrorCount)
	}
	r.tab.SetBadge(badge)
}

// copy puts the list onto the clipboard, or what is selected of it.
func (r *remarks) copy() { copyList(r.owner, r.list) }

// copyList puts the selected rows of a list onto the clipboard as tab-separated
// text with the captions; all of them where fewer than two are selected.
func copyList(p *Importing, l *list.List) {
	ranges := l.Selected()
	if l.SelectedCount() < 2 {
		ranges = []list.Range{{First: 0, Last: l.Len() - 1}}
	}
	lines := []string{strings.Join(captions(l), "\t")}
	l.Fetch(0, l.Len(), func(rows []list.Row) {
		for _, r := range ranges {
			for _, row := range rows[r.First : r.Last+1] {
				var cells []string
				for _, c := range row.Cells {
					cells = append(cells, strings.Join(strings.Fields(c.Text), " "))
				}
				lines = append(lines, strings.Join(cells, "\t"))
			}
		}
	})
	fyne.CurrentApp().Clipboard().SetContent(strings.Join(lines, "\n") + "\n")
	n := len(lines) - 1
	p.bar.SetStatus(i18n.T("common.n_rows_copied", "count", n))
}

// captions are the headings of a list.
func captions(l *list.List) (captions []string) {
	for _, c := range l.Columns() {
		captions = append(captions, c.Caption)
	}
	return captions
}

// ask asks where the list shall be written.
func (r *remarks) ask() {
	ChooseTarget(r.owner.session.Window, documents(), i18n.T("transfer.file.errors")+".csv", []string{".csv"}, func(path string) { r.export(path, false) })
}

func (r *remarks) export(path string, replace bool) {
	p := r.owner
	rows := append([][]string{captions(r.list)}, r.rows...)
	p.Tasks.Write(func(context.Context) error {
		return importer.WriteList(path, rows, replace)
	}, func(err error) {
		switch {
		case core.IsKind(err, core.Exists):
			widget.AskReplace(p.session.Window.Canvas(), path, func() { r.export(path, true) })
		case err != nil:
			p.session.Tell(err, p.bar.SetStatus)
		default:
			p.bar.SetStatus(i18n.T("transfer.written_to_file", "file", path))
		}
	})
}
