package list_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"winnow/gui/list"
	"winnow/gui/theme"
)

// BenchmarkListWheel turns the wheel over a million rows of ten columns.
func BenchmarkListWheel(b *testing.B) {
	app := test.NewTempApp(b)
	app.Settings().SetTheme(theme.New(theme.Light, theme.NormalText))
	var columns []list.Column
	for i := range 10 {
		columns = append(columns, list.Column{Key: fmt.Sprint(i), Caption: "Column"})
	}
	l := list.New(columns)
	l.Fetch = func(first, n int, done func([]list.Row)) {
		rows := make([]list.Row, n)
		for i := range rows {
			for c := range 10 {
				rows[i].Cells = append(rows[i].Cells, list.Cell{Text: fmt.Sprintf("Cell %d of row %d", c, first+i)})
			}
		}
		done(rows)
	}
	l.Reset(1_000_000)
	w := test.NewTempWindow(b, l)
	w.Resize(fyne.NewSize(1200, 700))
	for b.Loop() {
		l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -25)})
	}
}
