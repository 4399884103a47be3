package gui

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/core/catalog"
	"winnow/core/salvage"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/widget"
)

// newSaved returns the page that tells what was saved of a damaged company file,
// and what was lost.
func newSaved(damaged string, report salvage.Report) *widget.Page {
	rows := 0
	tables := list.New([]list.Column{
		{Key: "table", Caption: i18n.T("common.table"), Width: 280},
		{Key: "rows", Caption: i18n.T("window.rows_saved"), Width: 120, Align: widget.Right},
		{Key: "gaps", Caption: i18n.T("window.places_that_cannot_be_read"), Width: 210, Align: widget.Right},
		{Key: "refused", Caption: i18n.T("window.rows_left_out"), Width: 140, Align: widget.Right},
	})
	var shown []list.Row
	for _, t := range report.Tables {
		rows += t.Rows
		if t.Rows+t.Gaps+t.Refused > 0 {
			shown = append(shown, list.Row{Key: t.Table, Cells: []list.Cell{
				{Text: tableName(t.Table)}, {Text: widget.Number(t.Rows)}, harm(t.Gaps), harm(t.Refused),
			}})
		}
	}
	tables.MinRows = max(len(shown), 3)
	tables.SetRows(shown)

	names := map[string]any{"file": filepath.Base(damaged), "n": widget.Number(rows)}
	text := i18n.T("window.n_rows_of_file_were_saved", "count", rows, names)
	if !report.Whole() {
		text = i18n.T("window.n_rows_of_file_were_saved_but", "count", rows, names)
	}
	summary := widget.NewParagraph(text)
	parts := []fyne.CanvasObject{summary, widget.NewStack(8, 0, widget.NewTitle(i18n.T("window.tables")), widget.Framed(tables))}
	if len(report.Lost) > 0 {
		lost := []fyne.CanvasObject{widget.NewTitle(i18n.T("window.what_was_lost"))}
		for _, what := range report.Lost {
			lost = append(lost, widget.NewParagraph(i18n.Sentence(i18n.Localize(what))))
		}
		parts = append(parts, widget.NewStack(4, 0, lost...))
	}
	return &widget.Page{Title: i18n.T("window.what_was_saved"), Content: container.NewVScroll(widget.NewStack(18, 18, parts...)), First: tables}
}

// harm is a number that had better be 0.
func harm(n int) list.Cell {
	if n == 0 {
		return list.Cell{Text: widget.Number(0), Style: list.Grey}
	}
	return list.Cell{Text: widget.Number(n), Style: list.Bold}
}

// tableName is what a table of the company file is called.
func tableName(key string) string {
	switch key {
	case "segment_header":
		return i18n.T("common.segments")
	case "segment_line":
		return i18n.T("window.lines_of_segments")
	case "segment_step":
		return i18n.T("window.criteria_actions_of_segments")
	case "saved_criteria":
		return i18n.T("common.saved_criteria")
	case "filter_set":
		return i18n.T("window.filter_sets")
	case "output_log_entry":
		return i18n.T("common.output_log")
	case "no_series":
		return i18n.T("window.number_series")
	case "setting":
		return i18n.T("common.settings")
	}
	if t, ok := catalog.Find(key); ok {
		return i18n.Translate(t.Caption)
	}
	return key
}
