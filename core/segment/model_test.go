package segment_test

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
	"sort"
	"strings"
	"time"

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
	no       string // the segment's

	steps []modelStep // the present list; steps[0] is step 0
	now   int
	own   map[int64]string
	// end is where the replay stands that made the present list. before and ahead are
	// the other lists, the nearest last.
	end           int
	before, ahead []modelList
	// all are the contacts of all lines that there are.
	all map[int64]string
}

// modelList is a list of steps that is not the present one.
type modelList struct {
	steps []modelStep
	end   int
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
	asked criteria.Step
	// named are the contacts of a step by hand.
	named []string
}

func newModel() *model {
	return &model{sections: map[string][]row{}, steps: []modelStep{{}}, own: map[int64]string{}, all: map[int64]string{}}
}

func (m *model) satisfies(r row, s catalog.Section, filters map[string]string) bool {
	for key, typed := range filters {
		f, _ := s.Field(key)
		parsed, err := filter.Parse(typed, f, m.env)
		if err != nil {
			panic(err)
		}
		v, ok := r[key]
		if f.Flow != catalog.Stored {
			v = m.flow(r, key)
		} else if !ok {
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
	if s.Link == catalog.ByLine {
		rows = append(m.ownLines(), rows...)
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
	for _, section := range known.Sections() {
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

// drop drops the steps that were taken back, with the lines that only they had.
func (m *model) drop() {
	m.steps, m.ahead, m.end = m.steps[:m.now+1:m.now+1], nil, min(m.end, m.now)
	for no := range m.all {
		if no > m.current().last {
			delete(m.own, no)
			delete(m.all, no)
		}
	}
}

// push makes a new step.
func (m *model) push(lines []modelLine, last int64, s criteria.Step, named ...string) {
	m.drop()
	m.steps = append(m.steps, modelStep{lines: lines, last: last, asked: s, named: named})
	m.now++
	for _, l := range lines {
		m.all[l.no] = l.contact
	}
}

// back takes back a step or a replay; it reports whether there was one.
func (m *model) back() bool {
	switch n := len(m.before); {
	case n > 0 && (m.now == 0 || m.now == m.end):
		m.ahead = append(m.ahead, modelList{m.steps, m.end})
		m.steps, m.end, m.before = m.before[n-1].steps, m.before[n-1].end, m.before[:n-1]
		m.now = len(m.steps) - 1
	case m.now > 0:
		m.now--
	default:
		return false
	}
	return true
}

// forward does a step or a replay again; it reports whether there was one.
func (m *model) forward() bool {
	switch n := len(m.ahead); {
	case m.now < len(m.steps)-1:
		m.now++
	case n > 0:
		m.before = append(m.before, modelList{m.steps, m.end})
		m.steps, m.end, m.ahead = m.ahead[n-1].steps, m.ahead[n-1].end, m.ahead[:n-1]
		m.now = m.end
	default:
		return false
	}
	return true
}

func (m *model) act(s criteria.Step) {
	set := m.selection(s)
	if s.Action != criteria.Add {
		m.push(m.staying(s, set), m.current().last, s)
		return
	}
	lines, last := append([]modelLine(nil), m.current().lines...), m.current().last
	for _, c := range m.joining(s, set) {
		last += 10000
		lines = append(lines, modelLine{last, c})
	}
	m.push(lines, last, s)
}

// staying returns the lines that Refine or Reduce leaves where the filters select a set.
func (m *model) staying(s criteria.Step, set map[string]bool) []modelLine {
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
	return lines
}

// joining returns the contacts that Add adds where the filters select a set, in the
// order of their lines.
func (m *model) joining(s criteria.Step, set map[string]bool) []string {
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
	list := make([]string, len(joining))
	for i, c := range joining {
		list[i] = c["no"].(string)
	}
	return list
}

// hand adds a line for each contact.
func (m *model) hand(contacts []string) {
	lines, last := append([]modelLine(nil), m.current().lines...), m.current().last
	for _, c := range contacts {
		last += 10000
		lines = append(lines, modelLine{last, c})
	}
	m.push(lines, last, criteria.Step{Action: criteria.Add, Options: criteria.Options{AllowExistingContacts: true, IgnoreExclusion: true}}, contacts...)
}

// remove removes lines by hand.
func (m *model) remove(numbers []int64) {
	var lines []modelLine
	var named []string
	for _, l := range m.current().lines {
		if slices.Contains(numbers, l.no) {
			named = append(named, l.contact)
		} else {
			lines = append(lines, l)
		}
	}
	m.push(lines, m.current().last, criteria.Step{Action: criteria.Reduce}, named...)
}

// replay runs the steps from the n-th on again, the n-th as another, or not at all where
// that is nil.
func (m *model) replay(n int, with *criteria.Step) {
	m.rerun(n, func(s modelStep) (modelStep, bool) {
		if with == nil {
			return s, false
		}
		s.asked, s.named = *with, nil
		return s, true
	})
}

// rerun runs the steps from the n-th on again, the n-th as it becomes by change, which
// says whether there is one.
func (m *model) rerun(n int, change func(modelStep) (modelStep, bool)) {
	m.drop()
	old, last := m.steps, m.current().last
	m.before = append(m.before, modelList{m.steps, m.end})
	m.steps = nil
	for _, s := range old[:n] {
		s.last = last
		m.steps = append(m.steps, s)
	}
	m.now = n - 1
	for i := n; i < len(old); i++ {
		s, there := old[i], true
		if i == n {
			s, there = change(s)
		}
		if there {
			m.again(s, old[i-1].lines, old[i].lines, nil)
		}
	}
	m.end = m.now
}

// refresh runs all steps again; contacts whose lines were last changed by hand keep those
// that they had after each step.
func (m *model) refresh() {
	m.drop()
	old, last, frozen := m.steps, m.current().last, map[string]bool{}
	for i := 1; i < len(old); i++ {
		for _, l := range slices.Concat(old[i-1].lines, old[i].lines) {
			if slices.Contains(old[i-1].lines, l) != slices.Contains(old[i].lines, l) {
				frozen[l.contact] = old[i].named != nil
			}
		}
	}
	m.before = append(m.before, modelList{m.steps, m.end})
	first := old[0]
	first.last = last
	m.steps, m.now = []modelStep{first}, 0
	for i := 1; i < len(old); i++ {
		m.again(old[i], old[i-1].lines, old[i].lines, frozen)
		lines := slices.DeleteFunc(slices.Clone(m.current().lines), func(l modelLine) bool { return frozen[l.contact] })
		for _, l := range old[i].lines {
			if frozen[l.contact] {
				lines = append(lines, l)
			}
		}
		slices.SortFunc(lines, func(a, b modelLine) int { return cmp.Compare(a.no, b.no) })
		m.steps[i].lines = lines
	}
	m.end = m.now
}

// again runs a step that led from some lines to others. Frozen contacts do not join.
func (m *model) again(s modelStep, before, after []modelLine, frozen map[string]bool) {
	set := m.selection(s.asked)
	if s.named != nil {
		set = map[string]bool{}
		for _, no := range s.named {
			set[no] = true
		}
	}
	present := m.current()
	has := func(list []modelLine, l modelLine) bool { return slices.Contains(list, l) }
	if s.asked.Action != criteria.Add {
		staying := m.staying(s.asked, set)
		s.lines, s.last = nil, present.last
		for _, l := range present.lines {
			if has(staying, l) || s.named != nil && has(after, l) {
				s.lines = append(s.lines, l)
			}
		}
		m.steps, m.now = append(m.steps, s), m.now+1
		return
	}
	lines, last := slices.Clone(present.lines), present.last
	var fresh []string
	numbers := slices.Sorted(maps.Keys(m.all))
	for _, c := range m.joining(s.asked, set) {
		if frozen[c] {
			continue
		}
		found := 0
		for _, no := range numbers {
			if l := (modelLine{no, c}); m.all[no] == c && has(after, l) && !has(before, l) && !has(lines, l) {
				lines, found = append(lines, l), found+1
			}
		}
		for _, no := range numbers {
			if l := (modelLine{no, c}); found == 0 && m.all[no] == c && !has(lines, l) {
				lines, found = append(lines, l), found+1
			}
		}
		if found == 0 {
			fresh = append(fresh, c)
		}
	}
	for _, c := range fresh {
		last += 10000
		lines = append(lines, modelLine{last, c})
		m.all[last] = c
	}
	slices.SortFunc(lines, func(a, b modelLine) int { return cmp.Compare(a.no, b.no) })
	s.lines, s.last = lines, last
	m.steps, m.now = append(m.steps, s), m.now+1
}

// take returns the part of the candidates that is taken.
func (m *model) take(t *criteria.Take, candidates []modelLine) []modelLine {
	if t == nil {
		return candidates
	}
	orders, err := t.Orders(known)
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

// ownLines are the segment's lines as rows, beside those of other segments.
func (m *model) ownLines() []row {
	var rows []row
	for _, l := range m.current().lines {
		rows = append(rows, row{"segment_no": m.no, "contact_no": l.contact, "description": m.own[l.no], "date": today})
	}
	return rows
}

// flow works out a field of a contact that is not stored.
func (m *model) flow(c row, key string) any {
	date, n := "", int64(0)
	switch key {
	case "last_interaction_date", "last_date_attempted", "no_of_interactions":
		for _, r := range m.sections[catalog.InteractionEntry] {
			if r["contact_no"] != c["no"] || r["canceled"] == int64(1) {
				continue
			}
			n++
			if key == "last_date_attempted" && r["initiated_by"] != int64(1) || key == "last_interaction_date" && r["attempt_failed"] == int64(1) {
				continue
			}
			date = max(date, r["date"].(string))
		}
	case "next_task_date":
		for _, r := range m.sections[catalog.Task] {
			if r["contact_no"] == c["no"] && r["closed"] != int64(1) && (date == "" || r["date"].(string) < date) {
				date = r["date"].(string)
			}
		}
	case "no_of_persons":
		for _, p := range m.contacts {
			if c["type"] == int64(0) && p["type"] == int64(1) && p["company_no"] == c["no"] {
				n++
			}
		}
	case "segments":
		held := map[any]bool{}
		for _, l := range append(m.ownLines(), m.sections[catalog.SegmentLine]...) {
			held[l["segment_no"]] = held[l["segment_no"]] || l["contact_no"] == c["no"] && l["logged"] == nil
		}
		for _, on := range held {
			if on {
				n++
			}
		}
	case "age", "next_birthday":
		born, _ := c["birthday"].(string)
		day, _ := time.Parse(time.DateOnly, m.env.WorkDate)
		if born == "" {
			break
		}
		var year int
		fmt.Sscan(born[:4], &year)
		// The day after 28 February is 1 March in years that have no 29th.
		next := time.Date(day.Year(), time.March, 0, 0, 0, 0, 0, time.UTC)
		if born[5:] != "02-29" {
			next, _ = time.Parse(time.DateOnly, day.Format("2006")+born[4:])
		}
		n = int64(day.Year() - year)
		if next.After(day) {
			n--
		} else if next.Before(day) {
			later := time.Date(day.Year()+1, time.March, 0, 0, 0, 0, 0, time.UTC)
			if next = next.AddDate(1, 0, 0); born[5:] == "02-29" {
				next = later
			}
		}
		date = next.Format(time.DateOnly)
	}
	if f, _ := catalog.Must(catalog.Contact).WithFlowFields().Field(key); f.Type == catalog.Date {
		return date
	}
	return n
}

// valueOf returns a value of a line's contact.
func (m *model) valueOf(l modelLine, f catalog.Field) any {
	if f.Flow != catalog.Stored {
		return m.flow(m.contact(l.contact), f.Key)
	}
	if v, ok := m.contact(l.contact)[f.Key]; ok {
		return v
	}
	return value.Zero(f)
}

func compareValues(a, b any) int {
	if text, ok := a.(string); ok {
		return strings.Compare(text, b.(string))
	}
	if number, ok := a.(float64); ok {
		return cmp.Compare(number, b.(float64))
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
	f, _, err := t.Group(known)
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
