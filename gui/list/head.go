package list

import (
	"slices"

	"fyne.io/fyne/v2/canvas"

	"winnow/gui/theme"
	"winnow/gui/widget"
)

// marksWidth is the room that a heading needs for its arrow and filter mark.
func (l *List) marksWidth(key string) float32 {
	width := float32(0)
	if key != "" && key == l.sortKey {
		width += theme.Px(markSide)
	}
	if slices.Contains(l.filtered, key) {
		width += theme.Px(markSide) + 2
	}
	return width
}

func (v *listView) layoutHead() {
	l := v.list
	if len(v.headTexts) != len(l.columns) {
		v.makeHead()
	}
	v.arrow.Hide()
	x := -l.left
	for i, c := range l.columns {
		w := theme.Px(c.Width)
		t := v.headTexts[i]
		was := *t
		widget.PaintText(t, theme.Caption, theme.TextSize())
		room := w - 2*cellInset - l.marksWidth(c.Key)
		t.Text = widget.Cut(c.Caption, room, t.TextSize, t.TextStyle)
		t.Alignment = widget.TextAlign(c.Align)
		widget.Place(t, x+cellInset, 0, max(0, room), v.headHeight)
		v.layoutMarks(i, x, w)
		if was.Text != t.Text || was.Color != t.Color || was.TextSize != t.TextSize {
			t.Refresh()
		}
		x += w
	}
	v.layoutDrop()
}

func (v *listView) makeHead() {
	v.headTexts, v.marks, v.headBox.Objects = nil, nil, nil
	for range v.list.columns {
		t, mark := widget.NewText("", theme.Caption, true), widget.NewImage(theme.IconFilter, theme.Accent, markSide)
		v.headTexts, v.marks = append(v.headTexts, t), append(v.marks, mark)
		v.headBox.Objects = append(v.headBox.Objects, t, mark)
	}
	v.headBox.Objects = append(v.headBox.Objects, v.arrow)
}

// layoutMarks sets the arrow and the filter mark behind the text of a heading
// that begins at x.
func (v *listView) layoutMarks(column int, x, width float32) {
	l, c, t, mark := v.list, v.list.columns[column], v.headTexts[column], v.marks[column]
	side := theme.Px(markSide)
	at := x + cellInset + t.MinSize().Width + 2
	if c.Align != widget.Left {
		at = x + width - cellInset - l.marksWidth(c.Key)
	}
	if c.Key == l.sortKey && c.Key != "" {
		v.arrow.Icon = theme.IconUp
		if l.sortDown {
			v.arrow.Icon = theme.IconDown
		}
		widget.Place(v.arrow, at, (v.headHeight-side)/2, side, side)
		v.arrow.Show()
		v.arrow.Refresh()
		at += side
	}
	filtered := slices.Contains(l.filtered, c.Key)
	widget.SetVisible(mark, filtered)
	if filtered {
		widget.Place(mark, at+2, (v.headHeight-side)/2, side, side)
		mark.Refresh()
	}
}

// layoutDrop shows where a dragged heading would be put.
func (v *listView) layoutDrop() {
	l := v.list
	v.drop.Hidden = l.drag.zone != zoneHead || !l.drag.moved
	if v.drop.Hidden {
		return
	}
	x := -l.left
	for _, c := range l.columns[:min(l.drag.to, len(l.columns))] {
		x += theme.Px(c.Width)
	}
	widget.Place(v.drop, widget.Clamp(x-1, 0, v.body.Size().Width-2), 0, 2, v.headHeight+v.body.Size().Height)
	canvas.Refresh(v.drop)
}
