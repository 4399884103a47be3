package filters

import (
	"winnow/core/criteria"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/theme"
)

// take asks which part of those whom the filters select the action takes.
type take struct {
	amount *entry.Entry
	order  *Order
	grid   *entry.Fields
}

func newTake(d *Dialog) *take {
	t := &take{amount: entry.New(theme.IconNone),
		order: NewOrder(d.session.Company.Catalog(), OrderTexts{Per: i18n.T("filters.take_of_each"), None: i18n.T("filters.take_of_all")}, d.changed)}
	t.amount.SetPlaceholder(i18n.T("filters.take_amount_example"))
	t.amount.OnChanged = func(string) { d.changed() }
	first := entry.Field{Caption: i18n.T("filters.take_only"), Object: t.amount}
	t.grid = entry.NewFields(append([]entry.Field{first}, t.order.Fields()...)...)
	t.grid.CaptionWidth = 172
	return t
}

// read returns the part that is asked for; nil for all.
func (t *take) read() *criteria.Take {
	if isBlank(t.amount.Text()) {
		return nil
	}
	asked := &criteria.Take{}
	asked.Count, asked.Percent, _ = criteria.ReadAmount(t.amount.Text()) // what is no amount is refused as no part
	t.order.Read(asked)
	return asked
}

// fill shows the part that a step takes.
func (t *take) fill(kept *criteria.Take) {
	if kept == nil {
		kept = &criteria.Take{}
	}
	t.amount.SetText(kept.Amount())
	t.order.Fill(*kept)
}

// focused reports whether the keyboard is in one of the fields.
func (t *take) focused() bool { return t.amount.Focused() || t.order.Focused() }
