package table

import (
	"context"
	"path/filepath"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/exporter"
	"winnow/core/output"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/transfer"
	"winnow/gui/widget"
)

// folderKey is where the folder is kept that a list was exported to last.
const folderKey = "list.folder"

// Export asks where to, and writes the rows to a workbook or a CSV file: the
// columns that are shown, in their order, and the rows as they are filtered and
// sorted; where several are selected, those.
func (t *Table) Export() {
	if t.rows == nil {
		t.Say(i18n.T("table.reading_dialog"))
		return
	}
	name := t.params.Caption
	e := &export{table: t, rows: t.rows, columns: t.columnKeys(), captions: t.captions(), fields: t.fields(), total: t.rows.Len()}
	e.runs = []list.Range{{First: 0, Last: e.total - 1}}
	if n := t.List.SelectedCount(); n > 1 {
		e.runs, e.total = t.List.Selected(), n
		name += " - " + i18n.T("table.n_selected", "count", n)
	}
	var folder string
	t.Tasks.Run(func(ctx context.Context) error {
		return t.session.Recall(ctx, folderKey, &folder)
	}, func(err error) {
		if err != nil {
			t.session.Log.Warn("read the folder of the last export", "error", err)
		}
		t.session.Services.Target(folder, transfer.FileName(name)+".xlsx", []string{".xlsx", ".csv"}, func(path string) { e.write(target{path: path}) })
	})
}

// export is a list on its way into a file.
type export struct {
	table    *Table
	rows     Rows
	runs     []list.Range
	columns  []string
	captions []string
	fields   []catalog.Field
	total    int
}

// texts are the cells of a row as the file has them: as they are shown, but days
// and numbers as core writes them, so that an import reads them whatever the
// region is.
func (e *export) texts(row list.Row) []string {
	cells := texts(row)
	for i, f := range e.fields {
		switch f.Type {
		case catalog.Date, catalog.Decimal, catalog.Integer:
			cells[i] = i18n.Typed(f, cells[i], "")
		}
	}
	return cells
}

// target is where a list goes, and what it may do there.
type target struct {
	path             string
	replace, blocked bool
}

func (e *export) write(to target) {
	t := e.table
	var written output.Result
	var blocked []name
	segmentNo := ""
	if lines, ok := e.rows.(SegmentRows); ok {
		segmentNo = lines.SegmentNo()
	}
	t.Tasks.RunSlow(t.session.Window.Canvas(), i18n.T("common.exporting_dialog"), func(ctx context.Context, report func(done, total int)) (err error) {
		done := 0
		written, err = exporter.WriteList(ctx, t.session.Company, exporter.List{
			Path: to.path, Name: t.params.Caption, Headers: e.captions, Force: to.replace,
			SegmentNo: segmentNo, IncludeBlocked: to.blocked,
			Each: func(ctx context.Context, write func(exporter.ListRow) error) error {
				return eachRow(ctx, e.rows, e.runs, e.columns, func(row list.Row) error {
					if done++; done%batch == 0 {
						report(done, e.total)
					}
					if row.Blocked != "" {
						blocked = append(blocked, name(row.Blocked))
					}
					return write(exporter.ListRow{Cells: e.texts(row), Blocked: row.Blocked != ""})
				})
			},
		})
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped:
			t.Say(i18n.T("common.stopped_no_file_was_written"))
		case core.IsKind(err, core.Exists) && !to.replace:
			widget.AskReplace(t.session.Window.Canvas(), to.path, func() { e.write(target{path: to.path, replace: true, blocked: to.blocked}) })
		case err != nil:
			t.session.Go.Fail(err)
		default:
			e.written(to, written, blocked)
		}
	})
}

// name is how people are told of somebody.
type name string

func (n name) String() string { return string(n) }

// written says what was written and what was left out, and offers to open it, or
// to write it again with what was left out.
func (e *export) written(to target, result output.Result, blocked []name) {
	t := e.table
	t.session.Keep(t.Tasks, folderKey, filepath.Dir(to.path))
	said := i18n.T("table.n_rows_exported", "count", result.Rows)
	t.Say(said)
	done := widget.Question{
		Title: said,
		Text:  i18n.T("table.they_are_in_file", "count", result.Rows, "file", to.path),
		Yes:   i18n.T("table.open_in_excel"), No: i18n.T("common.close"),
		OnYes: func() { t.session.Services.OpenFile(to.path) },
	}
	if len(blocked) > 0 && !to.blocked {
		done.Other = i18n.T("table.include_them")
		done.OnOther = func() { e.write(target{path: to.path, replace: true, blocked: true}) }
	}
	done.Hint = strings.Join(append(i18n.Unlogged(t.session.Company), transfer.ToldBlocked(blocked, to.blocked)...), " ")
	widget.Ask(t.session.Window.Canvas(), done)
}
