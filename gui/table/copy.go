package table

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/gui/i18n"
	"winnow/gui/list"
)

// batch is how many rows are read at a time to be copied or exported.
const batch = 1000

// eachRow calls fn with the rows of those runs, in order. Rows that are gone
// since are left out.
func eachRow(ctx context.Context, rows Rows, runs []list.Range, columns []string, fn func(list.Row) error) error {
	if rows == nil {
		return nil
	}
	for _, run := range runs {
		for first := run.First; first <= run.Last; first += batch {
			page, err := rows.Page(ctx, first, min(batch, run.Last-first+1), columns)
			if err != nil {
				return err
			}
			for _, row := range page {
				if err := fn(row); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Copy puts the selected rows onto the clipboard as tab-separated text, with the
// captions of the columns that are shown.
func (t *Table) Copy() {
	rows, columns, picked := t.shownRows(), t.columnKeys(), t.picked()
	if rows == nil || len(picked) == 0 {
		return
	}
	var b strings.Builder
	writeTabbed(&b, t.captions())
	total := 0
	for _, run := range picked {
		total += run.Last - run.First + 1
	}
	copied := 0
	t.Tasks.RunSlow(t.session.Window.Canvas(), i18n.T("table.copying_rows_dialog"), func(ctx context.Context, report func(done, total int)) error {
		return eachRow(ctx, rows, picked, columns, func(row list.Row) error {
			writeTabbed(&b, texts(row))
			if copied++; copied%batch == 0 {
				report(copied, total)
			}
			return ctx.Err()
		})
	}, func(err error, stopped bool) {
		switch {
		case stopped:
		case err != nil:
			t.session.Go.Fail(err)
		default:
			fyne.CurrentApp().Clipboard().SetContent(b.String())
			t.Say(i18n.T("common.n_rows_copied", "count", copied))
		}
	})
}

func texts(row list.Row) []string {
	cells := make([]string, len(row.Cells))
	for i, cell := range row.Cells {
		cells[i] = cell.Text
	}
	return cells
}

// blanks takes the place of what would break a table of tabs and lines.
var blanks = strings.NewReplacer("\t", " ", "\r\n", " ", "\n", " ", "\r", " ")

func writeTabbed(b *strings.Builder, cells []string) {
	for i, cell := range cells {
		if i > 0 {
			b.WriteByte('\t')
		}
		b.WriteString(blanks.Replace(cell))
	}
	b.WriteByte('\n')
}
