package lists

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/gui/part"
)

// copiedRows is how many rows are read at a time to be copied.
const copiedRows = 1000

// copyRows puts the selected rows onto the clipboard as tab-separated text, with
// the columns' captions.
func (t *table) copyRows() {
	page, ranges, shown := t.rows.page, t.list.Selected(), slices.Clone(t.shown)
	if page == nil || len(ranges) == 0 {
		return
	}
	var b strings.Builder
	for i, n := range shown {
		if i > 0 {
			b.WriteByte('\t')
		}
		b.WriteString(t.all[n].Caption)
	}
	b.WriteByte('\n')
	copied, total := 0, t.list.SelectedCount()
	t.desk.RunSlow(t.session.Window.Canvas(), lang.L("Copying rows…"), func(ctx context.Context, report func(done, total int)) error {
		for _, r := range ranges {
			for first := r.First; first <= r.Last; first += copiedRows {
				read, err := page(ctx, first, min(copiedRows, r.Last-first+1))
				if err != nil {
					return err
				}
				write(&b, pick(read, shown))
				copied += len(read)
				report(copied, total)
			}
		}
		return nil
	}, func(err error, stopped bool) {
		switch {
		case stopped:
		case err != nil:
			t.session.Go.Fail(err)
		default:
			fyne.CurrentApp().Clipboard().SetContent(b.String())
			t.say(lang.N("{{.n}} rows copied", copied, map[string]any{"n": part.Number(copied)}))
		}
	})
}

// write writes rows as tab-separated text; a tab or line break inside a cell
// would break the table where it is pasted.
func write(b *strings.Builder, rows []part.Row) {
	blanks := strings.NewReplacer("\t", " ", "\r\n", " ", "\n", " ", "\r", " ")
	for _, row := range rows {
		for i, cell := range row.Cells {
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(blanks.Replace(cell.Text))
		}
		b.WriteByte('\n')
	}
}
