package filters

import (
	"math/rand/v2"
	"slices"
	"strings"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/gui/entry"
	"winnow/gui/i18n"
)

// Order asks in which order contacts are taken or put into parts, and which of them
// belong together.
type Order struct {
	known      catalog.Catalog
	texts      OrderTexts
	order, per *entry.Choice
	last       *entry.Check // turns the order
	seed       int64
	by         []string // the fields of an order by several, which can only be kept
}

// Values of the order beside fields.
const (
	atRandom = "random"
	// ownOrder is the order in which the lines are.
	ownOrder = "own"
	// several is the order by the fields that there were.
	several = "several"
)

// OrderTexts are the texts of an Order.
type OrderTexts struct {
	// Own is the lines' own order; "" where that is not offered.
	Own string
	// Per is the caption of the groups, None what is offered for no groups.
	Per, None string
}

// NewOrder returns the fields, at random or, where it is offered, in the lines' own
// order.
func NewOrder(known catalog.Catalog, texts OrderTexts, changed func()) *Order {
	o := &Order{known: known, texts: texts, seed: rand.Int64N(1_000_000)}
	tell := func(string) { changed() }
	o.order, o.per = entry.NewChoice(o.orders(), tell), entry.NewChoice(groups(known, texts.None), tell)
	o.last = entry.NewCheck(i18n.T("filters.take_descending"), "", func(bool) { changed() })
	o.Fill(criteria.Take{})
	if texts.Own != "" {
		o.order.SetValue(ownOrder)
	}
	return o
}

// Fields are the fields as they stand beside others.
func (o *Order) Fields() []entry.Field {
	return []entry.Field{
		{Caption: i18n.T("filters.take_in_order_of"), Object: o.order},
		{Caption: o.texts.Per, Object: o.per}, {Caption: " ", Object: o.last},
	}
}

// orders are the orders that are offered.
func (o *Order) orders() []entry.Option {
	var list []entry.Option
	if o.texts.Own != "" {
		list = append(list, entry.Option{Value: ownOrder, Text: o.texts.Own})
	}
	list = append(list, entry.Option{Value: atRandom, Text: i18n.T("filters.take_random")})
	if len(o.by) > 0 {
		kept := criteria.Take{By: o.by}.FieldsText(o.known)
		list = append(list, entry.Option{Value: several, Text: i18n.T("filters.take_several_fields", "fields", i18n.Localize(kept))})
	}
	return append(list, contactFields(o.known)...)
}

// groups are the groups that are offered.
func groups(known catalog.Catalog, none string) []entry.Option {
	return append([]entry.Option{
		{Value: "", Text: none},
		{Value: criteria.PerCompany, Text: i18n.T("filters.take_company")},
		{Value: criteria.PerHousehold, Text: i18n.T("filters.take_household")},
	}, contactFields(known)...)
}

// contactFields are the fields of the contact by their captions.
func contactFields(known catalog.Catalog) []entry.Option {
	section, _ := known.SectionOf(catalog.Contact)
	var list []entry.Option
	for _, f := range section.Fields {
		list = append(list, entry.Option{Value: catalog.Contact + "." + f.Key, Text: i18n.Translate(f.Caption)})
	}
	slices.SortFunc(list, func(a, b entry.Option) int { return strings.Compare(strings.ToLower(a.Text), strings.ToLower(b.Text)) })
	return list
}

// Read puts what is chosen into a part: no field and no seed for the lines' own order.
func (o *Order) Read(into *criteria.Take) {
	into.Per = o.per.Value()
	switch by := o.order.Value(); {
	case by == ownOrder:
	case by == several:
		into.By = o.by
	case by == atRandom:
		seed := o.seed
		into.Seed = &seed
	case o.last.On():
		into.By = []string{"-" + by}
	default:
		into.By = []string{by}
	}
}

// Fill shows the order of a part.
func (o *Order) Fill(kept criteria.Take) {
	o.per.SetValue(kept.Per)
	by, descending := atRandom, false
	o.by = nil
	switch len(kept.By) {
	case 0:
	case 1:
		by, descending = strings.CutPrefix(kept.By[0], "-")
	default:
		by, o.by = several, kept.By
	}
	o.order.SetOptions(o.orders())
	o.order.SetValue(by)
	o.last.SetOn(descending)
	if kept.Seed != nil {
		o.seed = *kept.Seed
	}
}

// Focused reports whether the keyboard is in one of the fields.
func (o *Order) Focused() bool { return o.order.Focused() || o.per.Focused() || o.last.Focused() }
