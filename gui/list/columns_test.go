package list_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"winnow/gui/list"
	"winnow/gui/theme"
	"winnow/gui/widget/widgettest"
)

// head is a place in the heading, so far from the left.
func head(x float32) fyne.Position { return fyne.NewPos(x, theme.Px(15)) }

// drag drags in the heading from one place to another and lets go there.
func drag(l *list.List, from, to float32) {
	down := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
	down.Position = head(from)
	l.MouseDown(down)
	l.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: head(to)}})
	l.DragEnd()
	up := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
	up.Position = head(to)
	l.MouseUp(up)
}

type move struct {
	key string
	to  int
}

// A heading is dragged to where its column shall stand; pulled only a little it
// is clicked.
func TestListMoveColumn(t *testing.T) {
	s := widgettest.NewStage(t)
	l := million(100)
	var moves []move
	sorted := 0
	l.OnMove = func(key string, to int) { moves = append(moves, move{key, to}) }
	l.OnSort = func(string) { sorted++ }
	s.Show(l)
	x := func(column float32) float32 { return theme.Px(column) }
	drag(l, x(60), x(310))  // No. behind the middle of Name, before Count
	drag(l, x(370), x(20))  // Count to the first place
	drag(l, x(200), x(260)) // Name onto itself
	if sorted != 0 {
		t.Errorf("letting go sorts %d times", sorted)
	}
	drag(l, x(60), x(62))
	if sorted != 1 {
		t.Errorf("a click sorts %d times", sorted)
	}
	l.SetCurrent(0, "name")
	l.Focus()
	s.Keys("Alt+Shift+Right", "Alt+Shift+Left")
	widgettest.Same(t, "moves", len(moves), 4)
	for i, wanted := range []move{{"no", 1}, {"count", 0}, {"name", 2}, {"name", 0}} {
		if moves[i] != wanted {
			t.Errorf("move %d is %v, not %v", i, moves[i], wanted)
		}
	}
}

// Columns in another order show the rows' cells in that order at once.
func TestListArrange(t *testing.T) {
	s := widgettest.NewStage(t)
	l := list.New([]list.Column{{Key: "a", Caption: "A"}, {Key: "b", Caption: "B"}})
	l.SetRows([]list.Row{{Key: "1", Cells: []list.Cell{{Text: "left"}, {Text: "right"}}}})
	s.Show(l)
	l.SetCurrent(0, "a")
	l.SetColumns([]list.Column{{Key: "b", Caption: "B"}, {Key: "new", Caption: "New"}, {Key: "a", Caption: "A"}})
	row, _ := l.Row(0)
	widgettest.Same(t, "cells", row.Cells, []list.Cell{{Text: "right"}, {}, {Text: "left"}})
	widgettest.Same(t, "current column", l.CurrentKey(), "a")
}

// A double click between two headings makes the column as wide as what stands
// in it.
func TestListFitColumn(t *testing.T) {
	s := widgettest.NewStage(t)
	l := list.New([]list.Column{{Key: "a", Caption: "A", Width: 300}, {Key: "b", Caption: "B", Width: 100}})
	l.SetRows([]list.Row{
		{Cells: []list.Cell{{Text: "short"}, {Text: "a text that is much longer than its column is wide"}}},
	})
	told := map[string]float32{}
	l.OnWidth = func(key string, width float32) { told[key] = width }
	s.Show(l)
	l.DoubleTapped(&fyne.PointEvent{Position: head(theme.Px(300))})
	l.FitColumn("b")
	columns := l.Columns()
	if w := columns[0].Width; w < 40 || w > 80 {
		t.Errorf("the short column is %v wide", w)
	}
	if w := columns[1].Width; w < 250 || w > 500 {
		t.Errorf("the long column is %v wide", w)
	}
	widgettest.Same(t, "told", told, map[string]float32{"a": columns[0].Width, "b": columns[1].Width})
}

// Ctrl and Shift with the keys and the mouse select as everywhere.
func TestListSelectByKeys(t *testing.T) {
	s := widgettest.NewStage(t)
	l := million(1000)
	s.Show(l)
	l.Focus()
	l.Select(5)
	for _, step := range []struct {
		key  string
		want []list.Range
	}{
		{"Shift+Down", []list.Range{{First: 5, Last: 6}}},
		{"Shift+End", []list.Range{{First: 5, Last: 999}}},
		{"Shift+Home", []list.Range{{First: 0, Last: 5}}},
		{"Ctrl+Home", []list.Range{{First: 0, Last: 0}}},
		{"Ctrl+Down", []list.Range{{First: 0, Last: 0}}},
		{"Ctrl+Down", []list.Range{{First: 0, Last: 0}}},
		{"Ctrl+Space", []list.Range{{First: 0, Last: 0}, {First: 2, Last: 2}}},
		{"Ctrl+End", []list.Range{{First: 999, Last: 999}}},
		{"Ctrl+A", []list.Range{{First: 0, Last: 999}}},
	} {
		s.Keys(step.key)
		widgettest.Same(t, step.key, l.Selected(), step.want)
	}
}

// Rows keep what they show, and whom they concern, when columns are taken away or moved.
func TestColumnsKeepRows(t *testing.T) {
	s := widgettest.NewStage(t)
	l := list.New([]list.Column{{Key: "no", Width: 100}, {Key: "name", Width: 100}})
	l.SetRows([]list.Row{{Key: "CT1", Cells: []list.Cell{{Text: "CT1"}, {Text: "Ann"}}, Item: 7, Blocked: "CT1 Ann"}})
	s.Show(l)
	l.SetColumns(l.Columns()[1:])
	widgettest.Same(t, "row", fmt.Sprint(l.Row(0)), fmt.Sprint(list.Row{Key: "CT1", Cells: []list.Cell{{Text: "Ann"}}, Item: 7, Blocked: "CT1 Ann"}, true))
}
