package gui

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

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
		{Key: "table", Caption: lang.L("Table"), Width: 280},
		{Key: "rows", Caption: lang.L("Rows saved"), Width: 120, Align: widget.Right},
		{Key: "gaps", Caption: lang.L("Places that cannot be read"), Width: 210, Align: widget.Right},
		{Key: "refused", Caption: lang.L("Rows left out"), Width: 140, Align: widget.Right},
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
	text := lang.N("{{.n}} rows of **{{.file}}** were saved, and nothing is known to be lost. This is the new file; the damaged one stays as it is.", rows, names)
	if !report.Whole() {
		text = lang.N("{{.n}} rows of **{{.file}}** were saved, but **not all**. This is the new file; the damaged one stays as it is. How many rows stood at a place that cannot be read nobody can tell; rows are left out that are doubles, belong to a row that is lost, or hold a value of another kind.", rows, names)
	}
	summary := widget.NewProse(text)
	parts := []fyne.CanvasObject{summary, widget.NewStack(8, 0, widget.NewTitle(lang.L("Tables")), widget.Framed(tables))}
	if len(report.Lost) > 0 {
		lost := []fyne.CanvasObject{widget.NewTitle(lang.L("What was lost"))}
		for _, what := range report.Lost {
			lost = append(lost, widget.NewProse(sentence(i18n.Of(what))))
		}
		parts = append(parts, widget.NewStack(4, 0, lost...))
	}
	return &widget.Page{Title: lang.L("What was saved"), Content: container.NewVScroll(widget.NewStack(18, 18, parts...)), First: tables}
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
		return lang.L("Segments")
	case "segment_line":
		return lang.L("Lines of segments")
	case "segment_step":
		return lang.L("Criteria actions of segments")
	case "saved_criteria":
		return lang.L("Saved Criteria")
	case "filter_set":
		return lang.L("Filter sets")
	case "output_log_entry":
		return lang.L("Output Log")
	case "no_series":
		return lang.L("Number series")
	case "setting":
		return lang.L("Settings")
	}
	if t, ok := catalog.Find(key); ok {
		return i18n.Say(t.Caption)
	}
	return key
}
