package filters

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

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
		{Key: "value", Caption: i18n.Say(f.spec.Caption), Width: 300},
		{Key: "found", Caption: lang.L("Found"), Width: 140},
	})
	v.list.MinRows, v.list.Empty = 10, lang.L("No values")
	v.list.OnCopy = v.copySelected
	values := map[string]any{"n": widget.Number(len(m.Values)), "missing": widget.Number(len(m.Missing))}
	v.modal = &widget.Modal{
		Title: lang.L("Values of {{.field}}", map[string]any{"field": i18n.Say(f.spec.Caption)}),
		Subtitle: lang.N("{{.n}} values are asked for", len(m.Values), values) + "; " +
			lang.N("**{{.missing}}** of them are not found", len(m.Missing), values),
		Body:  widget.NewStack(8, 14, v.buttons(), widget.Framed(v.list)),
		Width: 520, Height: 520, Cancel: lang.L("Close"), OnCancel: f.entry.Focus,
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
			{Value: "missing", Text: lang.L("Not found")}, {Value: "all", Text: lang.L("All values")},
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
	row = append(row, widget.NewButton(widget.Action{Text: lang.L("Copy"), Kind: widget.Boxed, Do: v.copyAll}))
	if n := len(v.match.Missing); n > 0 && n < len(v.match.Values) {
		row = append(row, widget.NewButton(widget.Action{Text: lang.L("Leave out those not found"), Kind: widget.Boxed, Do: v.drop}))
	}
	return widget.NewRow(row...)
}

func (v *valueList) show(values []string) {
	v.shown = values
	rows := make([]list.Row, len(values))
	for i, value := range values {
		found := list.Cell{Text: lang.L("yes"), Style: list.Grey}
		if v.lost[value] {
			found = list.Cell{Text: lang.L("no"), Style: list.Accent}
		}
		rows[i] = list.Row{Cells: []list.Cell{{Text: value}, found}}
	}
	v.list.SetRows(rows)
}

// copyAll copies what is listed, one value a line.
func (v *valueList) copyAll() {
	fyne.CurrentApp().Clipboard().SetContent(strings.Join(v.shown, "\n"))
	v.modal.SetStatus(lang.N("{{.n}} values copied", len(v.shown), map[string]any{"n": widget.Number(len(v.shown))}), false)
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
		f.entry.Type(m.Filter)
		f.pasted = pasted{f.typed(), m}
		f.sayPasted()
		f.entry.Focus()
	})
}
