// Package sample makes a company to try Winnow on: the sample company of about 400
// contacts, and by the same rules companies of any size. [Fill] fills an empty
// company, [Letter] and [Mail] are templates that go with it. Names of firms are
// invented, and equal options make equal companies. It never reads what is in the
// file, nor fills one that has contacts.
package sample

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/data"
)

// Options say which company to make.
type Options struct {
	// Contacts is how many contacts there shall be; 0 for the sample company.
	Contacts int
	Seed     int64
	// Today ends the three years that interactions and value entries lie in,
	// as 2006-01-02; empty for the clock's day.
	Today string
	// Progress, where given, receives how much is done.
	Progress func(done, total int)
}

// sampleContacts is the size of the sample company.
const sampleContacts = 400

// companyName is what the company is called unless it has a name.
const companyName = "Millbrook Furniture Ltd."

// Fill puts a company into c, which must have no contacts yet, in one
// transaction. The number series of contacts goes on behind the last number
// used, and a Word template is kept. The error is a core.Problem where a person
// can correct it.
func Fill(ctx context.Context, c *company.Company, o Options) error {
	if o.Contacts == 0 {
		o.Contacts = sampleContacts
	}
	if o.Contacts < 0 {
		return core.NewProblem(core.Invalid, "sample.company_cannot_have_contacts", "contacts", o.Contacts)
	}
	today := c.Now()
	if o.Today != "" {
		var err error
		if today, err = time.Parse(dayForm, o.Today); err != nil {
			return core.NewProblem(core.Invalid, "sample.today_is_not_day_write", "today", o.Today)
		}
	}
	m := newMaker(o, today)
	if err := c.Write(ctx, func(tx *sql.Tx) error { return m.fill(ctx, tx) }); err != nil {
		return err
	}
	if err := m.settle(ctx, c); err != nil {
		return err
	}
	return keepLetter(ctx, c)
}

// maker makes one company.
type maker struct {
	dice
	// life is thrown for what the rest does not depend on, so that more of it leaves
	// the rest as it is.
	life        dice
	options     Options
	today       time.Time
	period      period
	countries   []country
	shares      []int
	salespeople []salesperson
	titles      map[string][6]string
	firms       map[string]bool
	// members are the contacts, in the order of their numbers.
	members []member
	// customers and vendors are who buys from us and sells to us.
	customers, vendors []party
	store              *store
	toDoCount          int // how many tasks there are
	progress           progress
}

func newMaker(o Options, today time.Time) *maker {
	m := &maker{
		dice: newDice(o.Seed), life: newDice(^o.Seed), options: o, today: today, period: periodBefore(today),
		countries: countries(), salespeople: salespeople(), titles: jobTitles(), firms: map[string]bool{},
	}
	for _, c := range m.countries {
		m.shares = append(m.shares, c.share)
	}
	m.progress = progress{report: o.Progress, total: o.Contacts*2 + m.interactionCount() + m.documentCount()*2}
	return m
}

func (m *maker) fill(ctx context.Context, tx *sql.Tx) error {
	used, err := hasContacts(ctx, tx)
	if err != nil {
		return fmt.Errorf("look for contacts: %w", err)
	}
	if used {
		return core.NewProblem(core.Exists, "sample.company_has_contacts_already").Hint("sample.put_sample_company_into_new_file")
	}
	var tables []string
	for _, t := range catalog.Tables() {
		tables = append(tables, t.Key)
	}
	rebuild, err := data.DropIndexes(ctx, tx, tables...)
	if err != nil {
		return err
	}
	m.store = &store{tx: tx}
	for _, part := range []struct {
		name string
		make func(context.Context) error
	}{
		{"code tables", m.codes}, {"contacts", m.contacts}, {"rows of contacts", m.related},
		{"interactions", m.interactions}, {"logged segments", m.logged}, {"tasks", m.tasks}, {"documents", m.documents},
	} {
		if err := part.make(ctx); err != nil {
			return fmt.Errorf("make %s: %w", part.name, err)
		}
		if err := m.store.flush(ctx); err != nil {
			return fmt.Errorf("write %s: %w", part.name, err)
		}
	}
	if err := rebuild(); err != nil {
		return err
	}
	m.progress.finish()
	return nil
}

// settle makes the settings fit the company.
func (m *maker) settle(ctx context.Context, c *company.Company) error {
	values, err := c.Values(ctx)
	if err != nil {
		return err
	}
	change := company.Values{company.ContactNos: m.no(len(m.members) - 1), company.TaskNos: m.taskNo(m.toDoCount), company.OutgoingCalls: "CALL-OUT"}
	if values[company.CompanyName] == "" {
		change[company.CompanyName] = companyName
	}
	return c.SetValues(ctx, change)
}

// no returns the number of a contact by its place.
func (m *maker) no(place int) string {
	width := max(6, len(fmt.Sprint(m.options.Contacts)))
	return fmt.Sprintf("CT%0*d", width, place+1)
}

// progress tells how much is done, not too often.
type progress struct {
	report      func(done, total int)
	done, total int
	next        int
}

func (p *progress) add(n int) {
	p.done += n
	if p.report != nil && p.done >= p.next {
		p.report(min(p.done, p.total), p.total)
		p.next = p.done + max(p.total/200, 1000)
	}
}

func (p *progress) finish() {
	if p.report != nil {
		p.report(p.total, p.total)
	}
}
