package filters

import (
	"context"
	"strings"

	"winnow/core/filter"
	"winnow/core/record"
	"winnow/gui/i18n"
	"winnow/gui/widget"
)

// pasted is what came of a column that was pasted into a field, for as long as
// the field says what was made of it.
type pasted struct {
	typed string
	match record.Match
}

// holds reports whether the field still says what was pasted.
func (p pasted) holds(typed string) bool { return p.typed != "" && p.typed == typed }

// paste makes a filter of cells that were copied from a table. Anything else is
// pasted as it is.
func (f *field) paste(text string) bool {
	cells := record.Cells(text)
	n := 0
	for _, row := range cells {
		for i, cell := range row {
			if cell != "" {
				n++
			}
			row[i] = i18n.TypedFilter(f.spec, cell).Text
		}
	}
	if n < 2 {
		return false
	}
	f.match(cells, func(m record.Match) {
		if m.Filter == "" {
			f.dialog.modal.SetStatus(i18n.T("filters.what_was_pasted_has_no_values"), true)
			return
		}
		f.entry.Type(i18n.ShownFilter(f.spec, m.Filter))
		f.pasted = pasted{f.typed(), m}
		f.sayPasted()
	})
	return true
}

// match looks in the background for which values occur.
func (f *field) match(cells [][]string, done func(record.Match)) {
	d := f.dialog
	var m record.Match
	d.tasks.RunSlow(d.session.Window.Canvas(), i18n.T("filters.looking_for_values_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		m, err = d.session.Records.Match(ctx, f.section.Key, f.spec.Key, cells)
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped:
		case err != nil:
			d.fail(err)
		default:
			done(m)
		}
	})
}

// sayPasted says under the field how many of the pasted values occur.
func (f *field) sayPasted() {
	m := f.pasted.match
	all, missing := len(m.Values), len(m.Missing)
	values := map[string]any{"n": widget.Number(all), "found": widget.Number(all - missing), "all": widget.Number(all)}
	if missing == 0 {
		f.entry.SetOffer(i18n.T("filters.n_values_all_found", "count", all, values), i18n.T("filters.list"), f.showValues)
		return
	}
	values["missing"] = strings.Join(m.Missing[:min(missing, 20)], ", ")
	f.entry.SetOffer(i18n.T("filters.found_of_all_found_not_found_missing", values), i18n.T("filters.list"), f.showValues)
}

// chip is what stands in the field for a long filter.
func (f *field) chip(text string) string {
	if n := len(f.literals(text)); n > 1 {
		return i18n.T("filters.n_values", "count", n)
	}
	n := len([]rune(text))
	return i18n.T("filters.n_letters", "count", n)
}

// literals are the values that a filter names; none of a wrong one.
func (f *field) literals(text string) []filter.Literal {
	read, err := f.read(text)
	if err != nil {
		return nil
	}
	return read.Literals()
}
