package sample

import (
	"context"
	"fmt"
	"math"
)

// perContact is how many interactions there are a contact.
const perContact = 4

func (m *maker) interactionCount() int { return m.options.Contacts * perContact }

// interactions logs them day by day, as they happened.
func (m *maker) interactions(ctx context.Context) error {
	kinds := templates()
	weights := make([]int, len(kinds))
	for i, t := range kinds {
		weights[i] = t.weight
	}
	runs := m.campaignRuns()
	count := m.interactionCount()
	for i := range count {
		day := m.period.at(float64(i) / float64(count))
		kind := kinds[m.draw(weights)]
		if err := m.interaction(ctx, i+1, day, kind, runs); err != nil {
			return err
		}
		m.progress.add(1)
	}
	return nil
}

// run is a campaign with its days.
type run struct {
	campaign
	from, until string
}

func (m *maker) campaignRuns() []run {
	var runs []run
	for _, c := range campaigns() {
		from := m.monthsBefore(c.monthsAgo)
		runs = append(runs, run{c, from.Format(dayForm), from.AddDate(0, 0, c.days).Format(dayForm)})
	}
	return runs
}

// busy returns the place of a contact; one that is dormant seldom.
func (m *maker) busy() int {
	for {
		place := m.IntN(len(m.members))
		if !m.members[place].dormant || m.chance(4) {
			return place
		}
	}
}

func (m *maker) interaction(ctx context.Context, entry int, day string, kind template, runs []run) error {
	place := m.busy()
	who := m.members[place]
	country := m.countries[who.country]
	row := interactionRow{
		entry: entry, contact: m.no(place), company: m.employer(place), day: day, text: kind.text, flow: kind.flow, initiatedBy: kind.initiatedBy,
		cost: kind.cost, minutes: m.minutes(kind.minutes), user: m.userOf(who), group: kind.group, template: kind.code,
		failed: m.chance(5), canceled: m.chance(2), salesperson: m.salespersonCode(who.salesperson), correspondence: kind.correspondence,
		language: country.language,
	}
	if kind.hasSubject {
		row.subject = pick(m.dice, []string{"Your inquiry", "New catalog", "Offer", "Invitation", "Prices from next month", "Thank you for your order"})
	}
	if kind.document {
		row.document = fmt.Sprintf("%d", m.between(103001, 103000+m.documentCount()))
	}
	if m.chance(60) {
		row.evaluation = m.draw([]int{0, 18, 36, 30, 11, 5})
	}
	if m.chance(6) {
		row.opportunity = fmt.Sprintf("OP%06d", m.between(1, m.options.Contacts/10+1))
	}
	switch kind.group {
	case "PHONE":
		row.via = m.form(country.phone)
	case "EMAIL":
		row.via = fmt.Sprintf("contact%d@post.example", place+1)
	}
	m.campaignOf(&row, kind, runs)
	return m.store.add(ctx, interactionTable, row.values()...)
}

// employer returns the number of the company that a contact belonged to then:
// nearly always the one of today.
func (m *maker) employer(place int) string {
	who := m.members[place]
	switch {
	case who.company < 0:
		return ""
	case who.person && m.chance(2):
		if other := m.members[m.IntN(len(m.members))].company; other >= 0 {
			return m.no(int(other))
		}
	}
	return m.no(int(who.company))
}

func (m *maker) userOf(who member) string {
	if who.salesperson < 0 || m.chance(10) {
		return "OFFICE"
	}
	return m.salespeople[who.salesperson].code
}

func (m *maker) minutes(usual float64) float64 {
	return math.Round(usual * (0.5 + m.Float64()))
}

// campaignOf lets an interaction belong to a campaign that runs on its day, and
// to the segment that the campaign was sent to.
func (m *maker) campaignOf(row *interactionRow, kind template, runs []run) {
	if kind.flow == 0 || !m.chance(45) {
		return
	}
	var running []campaign
	for _, r := range runs {
		if r.from <= row.day && row.day <= r.until {
			running = append(running, r.campaign)
		}
	}
	if len(running) == 0 {
		return
	}
	c := pick(m.dice, running)
	row.campaign = c.no
	row.target = kind.flow == 1
	row.response = kind.flow == 2
	row.text = c.text
	if row.target && m.chance(80) {
		// Typed numbers, so that the segments' own series begins at its start.
		row.segment = "SG-" + c.no[2:]
		row.loggedSegment = 37 - c.monthsAgo // later ones have higher numbers
	}
}

// interactionRow is an interaction log entry as it is stored.
type interactionRow struct {
	entry                                         int
	contact, company, day, text                   string
	flow, initiatedBy                             int
	cost, minutes                                 float64
	user, group, template, campaign               string
	response, target                              bool
	segment                                       string
	evaluation                                    int
	failed                                        bool
	salesperson                                   string
	canceled                                      bool
	correspondence                                int
	document, language, subject, via, opportunity string
	loggedSegment                                 int
}

// values returns them in the order of interactionTable's columns.
func (r interactionRow) values() []any {
	return []any{
		r.entry, r.contact, r.company, r.day, r.text, r.flow, r.initiatedBy, r.cost, r.minutes, r.user, r.group, r.template, r.campaign,
		r.response, r.target, r.segment, r.evaluation, r.failed, r.salesperson, r.canceled, r.correspondence, r.document, r.language,
		r.subject, r.via, r.opportunity, r.loggedSegment,
	}
}
