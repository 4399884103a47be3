package filters

import (
	"math/rand/v2"
	"slices"
	"strings"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/theme"
)

// take asks which part of those whom the filters select the action takes.
type take struct {
	dialog     *Dialog
	amount     *entry.Entry
	order, per *entry.Choice
	last       *entry.Check // turns the order
	grid       *entry.Fields
	seed       int64
	by         []string // the fields of an order by several, which can only be kept
}

// several is the value of the order by the fields that there were.
const several = "several"

func newTake(d *Dialog) *take {
	t := &take{dialog: d, amount: entry.New(theme.IconNone), seed: rand.Int64N(1_000_000)}
	t.amount.SetPlaceholder(i18n.T("filters.take_amount_example"))
	changed := func(string) { d.changed() }
	t.amount.OnChanged = changed
	t.order, t.per = entry.NewChoice(t.orders(), changed), entry.NewChoice(groups(), changed)
	t.last = entry.NewCheck(i18n.T("filters.take_descending"), "", func(bool) { d.changed() })
	t.grid = entry.NewFields(
		entry.Field{Caption: i18n.T("filters.take_only"), Object: t.amount}, entry.Field{Caption: i18n.T("filters.take_in_order_of"), Object: t.order},
		entry.Field{Caption: i18n.T("filters.take_of_each"), Object: t.per}, entry.Field{Caption: " ", Object: t.last})
	t.grid.CaptionWidth = 172
	return t
}

// orders are the orders that are offered.
func (t *take) orders() []entry.Option {
	list := []entry.Option{{Value: "", Text: i18n.T("filters.take_random")}}
	if len(t.by) > 0 {
		kept := criteria.Take{By: t.by}.FieldsText()
		list = append(list, entry.Option{Value: several, Text: i18n.T("filters.take_several_fields", "fields", i18n.Localize(kept))})
	}
	return append(list, contactFields()...)
}

// groups are the groups that are offered.
func groups() []entry.Option {
	return append([]entry.Option{
		{Value: "", Text: i18n.T("filters.take_of_all")},
		{Value: criteria.PerCompany, Text: i18n.T("filters.take_company")},
		{Value: criteria.PerHousehold, Text: i18n.T("filters.take_household")},
	}, contactFields()...)
}

// contactFields are the fields of the contact by their captions.
func contactFields() []entry.Option {
	section, _ := catalog.SectionOf(catalog.Contact)
	var list []entry.Option
	for _, f := range section.Fields {
		list = append(list, entry.Option{Value: catalog.Contact + "." + f.Key, Text: i18n.Translate(f.Caption)})
	}
	slices.SortFunc(list, func(a, b entry.Option) int { return strings.Compare(strings.ToLower(a.Text), strings.ToLower(b.Text)) })
	return list
}

// read returns the part that is asked for; nil for all.
func (t *take) read() *criteria.Take {
	if isBlank(t.amount.Text()) {
		return nil
	}
	asked := &criteria.Take{Per: t.per.Value()}
	asked.Count, asked.Percent, _ = criteria.ReadAmount(t.amount.Text()) // what is no amount is refused as no part
	switch by := t.order.Value(); {
	case by == several:
		asked.By = t.by
	case by == "":
		seed := t.seed
		asked.Seed = &seed
	case t.last.On():
		asked.By = []string{"-" + by}
	default:
		asked.By = []string{by}
	}
	return asked
}

// fill shows the part that a step takes.
func (t *take) fill(kept *criteria.Take) {
	var shown criteria.Take
	if kept != nil {
		shown = *kept
	}
	t.amount.SetText(shown.Amount())
	t.per.SetValue(shown.Per)
	by, descending := "", false
	t.by = nil
	switch len(shown.By) {
	case 0:
	case 1:
		by, descending = strings.CutPrefix(shown.By[0], "-")
	default:
		by, t.by = several, shown.By
	}
	t.order.SetOptions(t.orders())
	t.order.SetValue(by)
	t.last.SetOn(descending)
	if shown.Seed != nil {
		t.seed = *shown.Seed
	}
}

// focused reports whether the keyboard is in one of the fields.
func (t *take) focused() bool {
	return t.amount.Focused() || t.order.Focused() || t.per.Focused() || t.last.Focused()
}
