package filters

import (
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core/record"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/widget"
)

// showValues lists the values of the field's filter and tells which of them
// occur.
func (f *field) showValues() {
	if f.pasted.holds(f.typed()) {
		f.listValues(f.pasted.match)
		return
	}
	var cells [][]string
	for _, l := range f.literals(f.typed()) {
		cells = append(cells, []string{l.Text})
	}
	if len(cells) == 1 {
		cells = append(cells, []string{""}) // a single row would be taken for columns
	}
	f.match(cells, f.listValues)
}

// valueList is the dialog that lists values.
type valueList struct {
	field *field
	match record.Match
	modal *widget.Modal
	list  *list.List
	lost  map[string]bool
	shown []string
}

func (f *field) listValues(m record.Match) {
	v := &valueList{field: f, match: m, lost: map[string]bool{}}
	for _, value := range m.Missing {
		v.lost[value] = true
	}
	v.list = list.New([]list.Column{
		{Key: "value", Caption: i18n.Translate(f.spec.Caption), Width: 300},
		{Key: "found", Caption: i18n.T("filters.found"), Width: 140},
	})
	v.list.MinRows, v.list.Empty = 10, i18n.T("filters.no_values")
	v.list.OnCopy = v.copySelected
	values := map[string]any{"n": widget.Number(len(m.Values)), "missing": widget.Number(len(m.Missing))}
	v.modal = &widget.Modal{
		Title: i18n.T("filters.values_of_field", "field", i18n.Translate(f.spec.Caption)),
		Subtitle: i18n.T("filters.n_values_are_asked_for", "count", len(m.Values), values) + "; " +
			i18n.T("filters.missing_of_them_are_not_found", "count", len(m.Missing), values),
		Body:  widget.NewStack(8, 14, v.buttons(), widget.Framed(v.list)),
		Width: 520, Height: 520, Cancel: i18n.T("common.close"), OnCancel: f.entry.Focus,
	}
	v.show(m.Values)
	if len(m.Missing) > 0 {
		v.show(m.Missing)
	}
	v.modal.Show(f.dialog.session.Window.Canvas())
}

func (v *valueList) buttons() fyne.CanvasObject {
	row := []fyne.CanvasObject{}
	if len(v.match.Missing) > 0 {
		which := entry.NewChoice([]entry.Option{
			{Value: "missing", Text: i18n.T("filters.not_found")}, {Value: "all", Text: i18n.T("filters.all_values")},
		}, func(which string) {
			if which == "all" {
				v.show(v.match.Values)
				return
			}
			v.show(v.match.Missing)
		})
		which.SetValue("missing")
		row = append(row, widget.Wide(which, 130))
	}
	row = append(row, widget.NewButton(widget.Action{Text: i18n.T("common.copy"), Kind: widget.Boxed, Do: v.copyAll}))
	if n := len(v.match.Missing); n > 0 && n < len(v.match.Values) {
		row = append(row, widget.NewButton(widget.Action{Text: i18n.T("filters.leave_out_those_not_found"), Kind: widget.Boxed, Do: v.drop}))
	}
	return widget.NewRow(row...)
}

func (v *valueList) show(values []string) {
	v.shown = values
	rows := make([]list.Row, len(values))
	for i, value := range values {
		found := list.Cell{Text: i18n.T("common.yes_lower"), Style: list.Grey}
		if v.lost[value] {
			found = list.Cell{Text: i18n.T("caption.no_lower"), Style: list.Accent}
		}
		rows[i] = list.Row{Cells: []list.Cell{{Text: value}, found}}
	}
	v.list.SetRows(rows)
}

// copyAll copies what is listed, one value a line.
func (v *valueList) copyAll() {
	fyne.CurrentApp().Clipboard().SetContent(strings.Join(v.shown, "\n"))
	v.modal.SetStatus(i18n.T("filters.n_values_copied", "count", len(v.shown)), false)
}

// copySelected copies the values that are selected.
func (v *valueList) copySelected() {
	var values []string
	for _, r := range v.list.Selected() {
		values = append(values, v.shown[r.First:r.Last+1]...)
	}
	fyne.CurrentApp().Clipboard().SetContent(strings.Join(values, "\n"))
}

// drop leaves the values that are found.
func (v *valueList) drop() {
	var kept [][]string
	for _, value := range v.match.Values {
		if !v.lost[value] {
			kept = append(kept, []string{value})
		}
	}
	v.modal.Close()
	if len(kept) == 1 {
		kept = append(kept, []string{""})
	}
	f := v.field
	f.match(kept, func(m record.Match) {
		f.entry.Type(i18n.ShownFilter(f.spec, m.Filter))
		f.pasted = pasted{f.typed(), m}
		f.sayPasted()
		f.entry.Focus()
	})
}
