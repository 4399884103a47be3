package sample

import (
	"context"
	"fmt"
	"time"
)

// party is a customer or vendor with its number.
type party struct {
	member int32
	no     int32
}

// related makes the rows that belong to one contact each.
func (m *maker) related(ctx context.Context) error {
	surveys, groups, jobs := questionnaires(), mailingGroups(), jobResponsibilities()
	industries, relations := industryGroups(), businessRelations()
	for place := range m.members {
		no := m.no(place)
		err := first(
			func() error { return m.addresses(ctx, place, no) },
			func() error { return m.answers(ctx, place, no, surveys) },
			func() error { return m.memberships(ctx, mailingTable, no, groups) },
			func() error {
				if !m.members[place].person {
					return m.memberships(ctx, industryTable, no, industries)
				}
				return m.memberships(ctx, jobTable, no, jobs)
			},
			func() error { return m.relations(ctx, place, no, relations) },
		)
		if err != nil {
			return err
		}
		m.progress.add(1)
	}
	return nil
}

// first runs them in order up to the first error.
func first(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// memberships gives a contact each code as often as its share says.
func (m *maker) memberships(ctx context.Context, table *table, no string, codes []shared) error {
	for _, c := range codes {
		if m.chance(c.percent) {
			if err := m.store.add(ctx, table, no, c.code); err != nil {
				return err
			}
		}
	}
	return nil
}

// addresses gives some contacts another address, for some time or for ever.
func (m *maker) addresses(ctx context.Context, place int, no string) error {
	if !m.chance(9) {
		return nil
	}
	who := m.members[place]
	c := m.countries[who.country]
	codes := []string{"WAREHOUSE", "SHOWROOM"}
	if who.person {
		codes = []string{"HOME", "SUMMER"}
	}
	for _, code := range codes[:m.between(1, 2)] {
		t := pick(m.dice, c.towns)
		email := ""
		if m.chance(25) {
			email = fmt.Sprintf("%s.%d@post.example", slug(code), place+1)
		}
		err := m.store.add(ctx, addressTable, no, code, m.form(pick(m.dice, c.streets)), m.addressRest(), t.name, t.county, m.form(t.postCode), c.code, m.form(c.phone), email)
		if err != nil {
			return err
		}
		if err := m.addressDates(ctx, no, code); err != nil {
			return err
		}
	}
	return nil
}

// addressDates says when an address is in force: from a day on, for a season,
// or twice.
func (m *maker) addressDates(ctx context.Context, no, code string) error {
	from := m.today.AddDate(0, 0, -m.between(30, 700))
	until := from.AddDate(0, 0, m.between(60, 900))
	switch m.IntN(4) {
	case 0:
		return m.store.add(ctx, datesTable, no, code, from.Format(dayForm), "")
	case 1:
		again := until.AddDate(0, 0, m.between(30, 90))
		if err := m.store.add(ctx, datesTable, no, code, again.Format(dayForm), again.AddDate(0, 2, 0).Format(dayForm)); err != nil {
			return err
		}
	}
	return m.store.add(ctx, datesTable, no, code, from.Format(dayForm), until.Format(dayForm))
}

// answers fills in the questionnaires that are for such a contact.
func (m *maker) answers(ctx context.Context, place int, no string, surveys []questionnaire) error {
	who := m.members[place]
	for _, survey := range surveys {
		if survey.forWhom == "Companies" && who.person || survey.forWhom == "People" && !who.person || !m.chance(survey.percent) {
			continue
		}
		day := m.period.any(m.dice)
		for _, q := range survey.questions {
			given := map[int]bool{m.IntN(len(q.answers)): true}
			if q.multiple && m.chance(40) {
				given[m.IntN(len(q.answers))] = true
			}
			for i, text := range q.answers {
				if !given[i] {
					continue
				}
				if err := m.store.add(ctx, answerTable, no, survey.code, q.lineNo+10000*(i+1), text, day); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// relations makes customers, vendors and the rest of companies, and of a few
// persons without an employer.
func (m *maker) relations(ctx context.Context, place int, no string, kinds []relation) error {
	who := m.members[place]
	if who.person && (who.company >= 0 || !m.chance(40)) {
		return nil
	}
	for _, kind := range kinds {
		if kind.link == linkEmployee != who.person && kind.link != linkCustomer || !m.chance(kind.percent) {
			continue
		}
		if err := m.store.add(ctx, relationTable, no, kind.code, kind.link, m.relationNo(place, kind.link)); err != nil {
			return err
		}
	}
	return nil
}

// relationNo returns the number of the customer, vendor, account or employee.
// Customers and vendors have number series of their own that share numbers.
func (m *maker) relationNo(place, link int) string {
	switch link {
	case linkCustomer:
		m.customers = append(m.customers, party{int32(place), int32(10000 + 10*len(m.customers))})
		return fmt.Sprint(m.customers[len(m.customers)-1].no)
	case linkVendor:
		m.vendors = append(m.vendors, party{int32(place), int32(10000 + 10*len(m.vendors))})
		return fmt.Sprint(m.vendors[len(m.vendors)-1].no)
	case linkBankAccount:
		return fmt.Sprintf("BANK-%d", place+1)
	case linkEmployee:
		return fmt.Sprintf("E%05d", place+1)
	}
	return ""
}

// monthsBefore returns the first day of the month so long before today.
func (m *maker) monthsBefore(months int) time.Time {
	return time.Date(m.today.Year(), m.today.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, -months, 0)
}
