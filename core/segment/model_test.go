package segment_test

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/value"
)

// model is a plain second reading of domain.md: rows in maps, loops over loops,
// and no thought of speed. The engine is held against it.
type model struct {
	contacts []row
	sections map[string][]row
	docs     []row
	env      filter.Env

	steps []modelStep // steps[0] is step 0
	now   int
	own   map[int64]string
}

type row map[string]any

// modelLine is a line: its number and its contact.
type modelLine struct {
	no      int64
	contact string
}

type modelStep struct {
	lines []modelLine
	last  int64
}

func newModel() *model {
	return &model{sections: map[string][]row{}, steps: []modelStep{{}}, own: map[int64]string{}}
}

func (m *model) satisfies(r row, s catalog.Section, filters map[string]string) bool {
	for key, typed := range filters {
		f, _ := s.Field(key)
		parsed, err := filter.Parse(typed, f, m.env)
		if err != nil {
			panic(err)
		}
		v, ok := r[key]
		if !ok {
			v = value.Zero(f)
		}
		if !parsed.Empty() && !parsed.Match(value.Stored(f, v)) {
			return false
		}
	}
	return true
}

func (m *model) belongs(r row, s catalog.Section, filters map[string]string, c row) bool {
	if _, named := filters["canceled"]; s.Key == catalog.InteractionEntry && r["canceled"] == int64(1) && !named {
		return false
	}
	switch s.Key {
	case catalog.Contact:
		return r["no"] == c["no"]
	case catalog.IndustryGroup, catalog.BusinessRelation:
		return r["contact_no"] == c["company_no"]
	}
	return r["contact_no"] == c["no"]
}

// has reports whether a row of the section belongs to the contact and satisfies
// the filters.
func (m *model) has(c row, s catalog.Section, filters map[string]string) bool {
	rows := m.sections[s.Key]
	if s.Link == catalog.Itself {
		rows = m.contacts
	}
	for _, r := range rows {
		if m.belongs(r, s, filters, c) && m.satisfies(r, s, filters) {
			return true
		}
	}
	return false
}

// bought reports whether a value entry that satisfies its filters is reached
// through a relation that satisfies its own.
func (m *model) bought(c row, relation, entry map[string]string) bool {
	b, _ := catalog.SectionOf(catalog.BusinessRelation)
	v, _ := catalog.SectionOf(catalog.ValueEntry)
	for _, r := range m.sections[b.Key] {
		link := r["link_to_table"]
		if r["contact_no"] != c["company_no"] || (link != int64(1) && link != int64(2)) || !m.satisfies(r, b, relation) {
			continue
		}
		for _, e := range m.sections[v.Key] {
			if e["source_type"] != link || e["source_no"] != r["no"] || !m.satisfies(e, v, entry) {
				continue
			}
			if c["type"] == int64(0) || m.named(c, e) {
				return true
			}
		}
	}
	return false
}

func (m *model) named(c, entry row) bool {
	for _, d := range m.docs {
		if d["source_type"] == entry["source_type"] && d["document_no"] == entry["document_no"] &&
			(d["contact_no"] == c["no"] || d["bill_to_pay_to_contact_no"] == c["no"]) {
			return true
		}
	}
	return false
}

// selected reports whether the contact satisfies one of the alternatives.
func (m *model) selected(c row, s criteria.Step) bool {
	if len(s.Any) == 0 {
		return m.satisfiesAll(c, s)
	}
	for _, a := range s.Any {
		if m.satisfiesAll(c, criteria.Step{Filters: a.Filters, Without: a.Without}) {
			return true
		}
	}
	return false
}

func (m *model) satisfiesAll(c row, s criteria.Step) bool {
	for _, section := range catalog.Sections() {
		if section.Key == catalog.BusinessRelation || section.Key == catalog.ValueEntry {
			continue
		}
		if with := s.Filters[section.Key]; len(with) > 0 && !m.has(c, section, with) {
			return false
		}
		if without, ok := s.Without[section.Key]; ok && m.has(c, section, without) {
			return false
		}
	}
	relation, _ := catalog.SectionOf(catalog.BusinessRelation)
	ask := func(filters criteria.Filters, asked func(string) bool) (answer, put bool) {
		if asked(catalog.ValueEntry) {
			return m.bought(c, filters[catalog.BusinessRelation], filters[catalog.ValueEntry]), true
		}
		if asked(catalog.BusinessRelation) {
			return m.has(c, relation, filters[catalog.BusinessRelation]), true
		}
		return false, false
	}
	if yes, put := ask(s.Filters, func(k string) bool { return len(s.Filters[k]) > 0 }); put && !yes {
		return false
	}
	if yes, put := ask(s.Without, func(k string) bool { _, ok := s.Without[k]; return ok }); put && yes {
		return false
	}
	return true
}

func (m *model) selection(s criteria.Step) map[string]bool {
	set := map[string]bool{}
	for _, c := range m.contacts {
		if m.selected(c, s) {
			set[c["no"].(string)] = true
		}
	}
	return set
}

func (m *model) contact(no string) row {
	for _, c := range m.contacts {
		if c["no"] == no {
			return c
		}
	}
	return nil
}

// colleagues joins every contact with a company by all contacts of it.
func (m *model) colleagues(set map[string]bool) map[string]bool {
	out := map[string]bool{}
	for no := range set {
		out[no] = true
		company := m.contact(no)["company_no"]
		for _, c := range m.contacts {
			if company != "" && c["company_no"] == company {
				out[c["no"].(string)] = true
			}
		}
	}
	return out
}

func (m *model) current() modelStep { return m.steps[m.now] }

// push makes a new step, after the steps that were taken back are dropped with
// the lines that only they had.
func (m *model) push(lines []modelLine, last int64) {
	m.steps = append(m.steps[:m.now+1], modelStep{lines: lines, last: last})
	m.now++
	for no := range m.own {
		if no > m.steps[m.now-1].last {
			delete(m.own, no)
		}
	}
}

func (m *model) act(s criteria.Step) {
	set := m.selection(s)
	if s.Action != criteria.Add {
		if s.Options.EntireCompanies {
			set = m.colleagues(set)
		}
		var chosen, lines []modelLine
		for _, l := range m.current().lines {
			if set[l.contact] {
				chosen = append(chosen, l)
			}
		}
		chosen = m.take(s.Options.Take, chosen)
		for _, l := range m.current().lines {
			if slices.Contains(chosen, l) == (s.Action == criteria.Refine) {
				lines = append(lines, l)
			}
		}
		m.push(lines, m.current().last)
		return
	}
	if s.Options.ExpandCompanies {
		set = m.colleagues(set)
	}
	if s.Options.AllowRelatedCompanies {
		var companies []string
		for no := range set {
			if company := m.contact(no)["company_no"].(string); m.contact(company) != nil {
				companies = append(companies, company)
			}
		}
		for _, no := range companies {
			set[no] = true
		}
	}
	var joining []row
	for _, c := range m.contacts {
		no := c["no"].(string)
		if !set[no] || (!s.Options.IgnoreExclusion && c["exclude_from_segment"] == int64(1)) {
			continue
		}
		if !s.Options.AllowExistingContacts && m.on(no) {
			continue
		}
		joining = append(joining, c)
	}
	var candidates []modelLine
	for _, c := range joining {
		candidates = append(candidates, modelLine{contact: c["no"].(string)})
	}
	taken := m.take(s.Options.Take, candidates)
	joining = slices.DeleteFunc(joining, func(c row) bool { return !slices.Contains(taken, modelLine{contact: c["no"].(string)}) })
	sort.Slice(joining, func(i, j int) bool { return orderKey(joining[i]) < orderKey(joining[j]) })
	lines, last := append([]modelLine(nil), m.current().lines...), m.current().last
	for _, c := range joining {
		last += 10000
		lines = append(lines, modelLine{last, c["no"].(string)})
	}
	m.push(lines, last)
}

// take returns the part of the candidates that is taken.
func (m *model) take(t *criteria.Take, candidates []modelLine) []modelLine {
	if t == nil {
		return candidates
	}
	orders, err := t.Orders()
	if err != nil {
		panic(err)
	}
	place := func(l modelLine) uint64 {
		sum := sha256.Sum256(fmt.Appendf(nil, "%d\n%s", *t.Seed, l.contact))
		return binary.BigEndian.Uint64(sum[:]) ^ 1<<63 // so that it is in the order of signed numbers
	}
	before := func(a, b modelLine) int {
		if t.Random() {
			if order := cmp.Compare(place(a), place(b)); order != 0 {
				return order
			}
		}
		for _, o := range orders {
			order := compareValues(m.valueOf(a, o.Field), m.valueOf(b, o.Field))
			if o.Descending {
				order = -order
			}
			if order != 0 {
				return order
			}
		}
		return cmp.Or(cmp.Compare(a.contact, b.contact), cmp.Compare(a.no, b.no))
	}
	groups := map[string][]modelLine{}
	for _, l := range candidates {
		key := m.groupOf(t, l)
		groups[key] = append(groups[key], l)
	}
	var taken []modelLine
	for _, group := range groups {
		slices.SortFunc(group, before)
		limit := int(t.Count)
		if t.Percent > 0 {
			limit = int(math.Ceil(float64(len(group)*t.Percent) / 10000))
		}
		taken = append(taken, group[:min(limit, len(group))]...)
	}
	return taken
}

// valueOf returns a value of a line's contact.
func (m *model) valueOf(l modelLine, f catalog.Field) any {
	if v, ok := m.contact(l.contact)[f.Key]; ok {
		return v
	}
	return value.Zero(f)
}

func compareValues(a, b any) int {
	if text, ok := a.(string); ok {
		return strings.Compare(text, b.(string))
	}
	return cmp.Compare(a.(int64), b.(int64))
}

// groupOf names the group of a line's contact.
func (m *model) groupOf(t *criteria.Take, l modelLine) string {
	c := m.contact(l.contact)
	own := "contact " + l.contact
	switch t.Per {
	case "":
		return ""
	case criteria.PerCompany:
		if c["company_no"] == "" {
			return own
		}
		return "company " + c["company_no"].(string)
	case criteria.PerHousehold:
		surname, _ := c["surname"].(string)
		address, _ := c["address"].(string)
		if c["type"] != int64(1) || c["company_no"] != "" || surname == "" || address == "" {
			return own
		}
		return strings.ToLower("household " + surname + "\n" + address + "\n" + c["country_region_code"].(string))
	}
	f, _, err := t.Group()
	if err != nil {
		panic(err)
	}
	return fmt.Sprint("value ", m.valueOf(l, f))
}

func (m *model) on(contact string) bool {
	for _, l := range m.current().lines {
		if l.contact == contact {
			return true
		}
	}
	return false
}

// orderKey sorts as new lines are ordered; \x00 lies below every character.
func orderKey(c row) string {
	lower := func(key string) string {
		return strings.Map(func(r rune) rune {
			if r >= 'A' && r <= 'Z' {
				return r + 'a' - 'A'
			}
			return r
		}, c[key].(string))
	}
	return fmt.Sprintf("%s\x00%s\x00%d\x00%s\x00%s", lower("company_name"), c["company_no"], c["type"], lower("name"), c["no"])
}

// shown returns the lines as book.shown does.
func (m *model) shown() []string {
	list := []string{}
	for _, l := range m.current().lines {
		list = append(list, fmt.Sprintf("%d %s", l.no, l.contact))
	}
	return list
}

// countSelected counts, for Add, the contacts, else the lines, that the filters
// alone select.
func (m *model) countSelected(s criteria.Step) int {
	set := m.selection(s)
	if s.Action == criteria.Add {
		return len(set)
	}
	n := 0
	for _, l := range m.current().lines {
		if set[l.contact] {
			n++
		}
	}
	return n
}

// descriptions returns the lines' descriptions in order.
func (m *model) descriptions() []string {
	list := []string{}
	for _, l := range m.current().lines {
		list = append(list, m.own[l.no])
	}
	return list
}
