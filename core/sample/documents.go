package sample

import (
	"context"
	"fmt"
)

// documentCount is how many documents are posted: six for ten contacts.
func (m *maker) documentCount() int { return max(m.options.Contacts*6/10, 1) }

// trade posts documents of one source.
type trade struct {
	source  int
	parties []party
	// factor turns what is bought into a number of pieces with a sign.
	factor int
	last   int
}

// documents posts sales and purchases day by day, and now and then a change of
// the stock, that nobody bought or sold.
func (m *maker) documents(ctx context.Context) error {
	sales := &trade{source: linkCustomer, parties: m.customers, factor: -1, last: 103000}
	purchases := &trade{source: linkVendor, parties: m.vendors, factor: 1, last: 103000}
	goods := items()
	entry, count := 0, m.documentCount()
	for i := range count {
		day := m.period.at(float64(i) / float64(count))
		kind := sales
		if m.chance(18) {
			kind = purchases
		}
		var err error
		if m.chance(4) || len(kind.parties) == 0 {
			entry, err = m.stockChange(ctx, entry, day, i, goods)
		} else {
			entry, err = m.document(ctx, entry, day, kind, goods)
		}
		if err != nil {
			return err
		}
		m.progress.add(2)
	}
	return nil
}

// document posts one with its value entries and returns the last entry's number.
func (m *maker) document(ctx context.Context, entry int, day string, kind *trade, goods []item) (int, error) {
	kind.last++
	// Some buy much oftener than others.
	who := kind.parties[int(float64(len(kind.parties))*m.Float64()*(0.4+0.6*m.Float64()))]
	no := fmt.Sprint(kind.last)
	for range m.draw([]int{0, 35, 25, 20, 12, 8}) {
		entry++
		it := early(m.dice, goods)
		variant := ""
		if len(it.variants) > 0 && m.chance(75) {
			variant = early(m.dice, it.variants).code
		}
		pieces := m.between(1, 12)
		if m.chance(4) {
			pieces = -pieces // returned
		}
		cost := float64(-kind.factor*pieces*it.price*60) / -100
		sold := 0.0
		if kind.source == linkCustomer {
			sold = float64(pieces*it.price*m.between(85, 100)) / 100
		} else {
			cost = float64(pieces*it.price*60) / 100
		}
		err := m.store.add(ctx, valueTable, entry, it.no, variant, day, it.group, kind.source, fmt.Sprint(who.no), no, it.text, kind.factor*pieces, sold, cost)
		if err != nil {
			return entry, err
		}
	}
	if m.chance(4) {
		return entry, nil // posted before documents named contacts
	}
	contact, billTo := m.named(int(who.member))
	return entry, m.store.add(ctx, documentTable, kind.source, no, contact, billTo)
}

// named returns the contacts that a document of a company names: mostly one of
// its persons, and the company, the same or another person for the bill.
func (m *maker) named(place int) (contact, billTo string) {
	people := int(m.members[place].people)
	contact, billTo = m.no(place), m.no(place)
	if people > 0 && m.chance(85) {
		contact = m.no(place + 1 + m.IntN(people))
	}
	switch m.IntN(10) {
	case 0, 1:
		billTo = contact
	case 2:
		billTo = ""
	case 3:
		if people > 0 {
			billTo = m.no(place + 1 + m.IntN(people))
		}
	}
	return contact, billTo
}

// stockChange posts an entry of an item itself, or of no source at all.
func (m *maker) stockChange(ctx context.Context, entry int, day string, i int, goods []item) (int, error) {
	entry++
	it := pick(m.dice, goods)
	source, sourceNo := sourceItem, it.no
	if i%2 == 0 {
		source, sourceNo = linkNone, ""
	}
	no := fmt.Sprintf("T%05d", i+1)
	pieces := m.between(-3, 6)
	err := m.store.add(ctx, valueTable, entry, it.no, "", day, it.group, source, sourceNo, no, "Stock count", pieces, 0.0, float64(pieces*it.price*60)/100)
	if err != nil {
		return entry, err
	}
	return entry, m.store.add(ctx, documentTable, source, no, "", "")
}
