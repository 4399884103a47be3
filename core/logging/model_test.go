package logging_test

import (
	"fmt"
	"slices"
	"strings"
)

// model is a plain second reading of interactions.md: pointers, loops over loops, and
// no thought of speed or of how rows are stored. The stores are held against it.
type model struct {
	people   []*person
	sheets   []*sheet
	logs     []*logged
	parts    []*part
	entries  []*entry
	merges   []*merged
	numbers  map[string]*person // of contacts that were merged into another
	lastNo   int
	lastStep int
	last     struct{ log, part, entry int64 }
}

// person is a contact.
type person struct {
	no, name string
	blocked  bool
	gone     bool
}

// sheet is a segment with its steps, of which the first is the empty segment. It is
// ready where it has an interaction template, without which it cannot be logged.
type sheet struct {
	no, description, campaign string
	ready                     bool
	steps                     []sheetStep
	now                       int
	// log is the logged segment under which it is sealed.
	log *logged
}

type sheetStep struct {
	id    int
	lines []*sheetLine
	last  int64
}

// sheetLine is a line with the values of its own. Steps share it.
type sheetLine struct {
	no                    int64
	of                    *person
	description, campaign *string
	call                  *entry
}

// reasons are why something is canceled.
type reasons map[string]bool

const (
	itself    = "itself"
	withLog   = "with its log"
	withPart  = "with its campaign entry"
	takenBack = "taken back"
)

// logged is a logged segment, part a campaign entry, entry an interaction.
type logged struct {
	no        int64
	sheet     string
	canceled  reasons
	followUp  *sheet
	followed  string // what the follow-up segment was like
	takenBack bool
}

type part struct {
	no              int64
	campaign, sheet string
	log             *logged
	canceled        reasons
}

type entry struct {
	no                           int64
	of                           *person
	description, campaign, sheet string
	log                          *logged
	part                         *part
	canceled                     reasons
	response                     bool
}

// merged is a merge that can be taken back.
type merged struct {
	keep, other *person
	blocked     bool
	lines       []*sheetLine
	entries     []*entry
	numbers     []string
}

func newModel() *model {
	m := &model{numbers: map[string]*person{}}
	for i, name := range []string{"Ann", "Bob", "Cleo", "Dan", "Eve", "Fred"} {
		m.people = append(m.people, &person{no: string(rune('A' + i)), name: name, blocked: i == 3})
	}
	return m
}

// alive returns the contacts that are there.
func (m *model) alive() []*person {
	return slices.DeleteFunc(slices.Clone(m.people), func(p *person) bool { return p.gone })
}

// find returns the contact with a number that it has or had.
func (m *model) find(no string) *person {
	if p := m.numbers[no]; p != nil {
		return p
	}
	return m.people[slices.IndexFunc(m.people, func(p *person) bool { return p.no == no })]
}

func (m *model) addSheet(description, campaign string, ready bool) *sheet {
	m.lastNo++
	s := &sheet{no: fmt.Sprintf("SM%05d", m.lastNo), description: description, campaign: campaign, ready: ready, steps: []sheetStep{{}}}
	m.sheets = append(m.sheets, s)
	return s
}

func (s *sheet) current() sheetStep { return s.steps[s.now] }

// push makes a new step in the place of those that were taken back.
func (m *model) push(s *sheet, lines []*sheetLine, last int64) {
	m.lastStep++
	s.steps = append(s.steps[:s.now+1], sheetStep{m.lastStep, lines, last})
	s.now++
}

// add makes lines for contacts, each with its own campaign where it differs from the
// header's.
func (m *model) add(s *sheet, people []*person, campaigns []string) {
	lines, last := slices.Clone(s.current().lines), s.current().last
	for i, p := range people {
		last += 10000
		l := &sheetLine{no: last, of: p}
		if campaigns != nil && campaigns[i] != s.campaign {
			l.campaign = &campaigns[i]
		}
		lines = append(lines, l)
	}
	m.push(s, lines, last)
}

// keep leaves the lines of which the answer is yes.
func (m *model) keep(s *sheet, is func(*sheetLine) bool) {
	m.push(s, slices.DeleteFunc(slices.Clone(s.current().lines), func(l *sheetLine) bool { return !is(l) }), s.current().last)
}

func (s *sheet) has(p *person) bool {
	return slices.ContainsFunc(s.current().lines, func(l *sheetLine) bool { return l.of == p })
}

// allLines are the lines of all steps, each once.
func (s *sheet) allLines() []*sheetLine {
	var all []*sheetLine
	for _, step := range s.steps {
		for _, l := range step.lines {
			if !slices.Contains(all, l) {
				all = append(all, l)
			}
		}
	}
	return all
}

// state is what a segment is like, but for whose its lines are.
func (s *sheet) state() string {
	text := fmt.Sprint(s.now, s.ready)
	for _, step := range s.steps {
		text += fmt.Sprint(" ", step.id)
	}
	for _, l := range s.allLines() {
		text += fmt.Sprintf(" %d %q %q %p", l.no, or(l.description, "-"), or(l.campaign, "-"), l.call)
	}
	return text
}

// or is a line's own value, else the header's.
func or(own *string, header string) string {
	if own != nil {
		return *own
	}
	return header
}

// show returns the segment's lines as the store shows them.
func (s *sheet) show(step int) []string {
	list := []string{}
	for _, l := range s.steps[step].lines {
		list = append(list, fmt.Sprintf("%d %s %q %q", l.no, l.of.no, or(l.description, s.description), or(l.campaign, s.campaign)))
	}
	return list
}

func (e *entry) counts() bool { return len(e.canceled) == 0 }

// criterion is something that contacts are chosen by.
type criterion struct {
	text string
	is   func(*model, *person) bool
}

func (m *model) criteria() []criterion {
	list := []criterion{
		{"contact.name=A*|E*|D*", func(_ *model, p *person) bool { return strings.Contains("AED", p.name[:1]) }},
		{"interaction_log_entry.initiated_by=Us", func(m *model, p *person) bool { return m.reached(p, func(e *entry) bool { return !e.response }) }},
		{"interaction_log_entry.campaign_no=CP1", func(m *model, p *person) bool {
			return m.reached(p, func(e *entry) bool { return e.campaign == "CP1" })
		}},
		{"interaction_log_entry.canceled=yes", func(m *model, p *person) bool {
			return slices.ContainsFunc(m.entries, func(e *entry) bool { return e.of == p && !e.counts() })
		}},
	}
	for _, no := range []string{"A", "B", "F"} {
		list = append(list, criterion{"contact.no=" + no, func(m *model, p *person) bool { return m.find(no) == p }})
	}
	return list
}

// reached tells whether an interaction of the contact counts and is such.
func (m *model) reached(p *person, is func(*entry) bool) bool {
	return slices.ContainsFunc(m.entries, func(e *entry) bool { return e.of == p && e.counts() && is(e) })
}

// called returns the call that was made from a line, if it counts.
func (l *sheetLine) called(m *model) *entry {
	if l.call == nil || !l.call.counts() || !slices.Contains(m.entries, l.call) {
		return nil
	}
	return l.call
}

// logLines returns the lines that get an interaction, and the calls that are linked.
func (m *model) logLines(s *sheet) (lines []*sheetLine, calls []*entry) {
	for _, l := range s.current().lines {
		switch call := l.called(m); {
		case call != nil:
			calls = append(calls, call)
		case !l.of.blocked:
			lines = append(lines, l)
		}
	}
	return lines, calls
}

func (m *model) log(s *sheet, followUp bool) *logged {
	lines, calls := m.logLines(s)
	m.last.log++
	g := &logged{no: m.last.log, sheet: s.no, canceled: reasons{}}
	m.logs = append(m.logs, g)
	parts := map[string]*part{}
	var campaigns []string
	for _, l := range lines {
		if c := or(l.campaign, s.campaign); c != "" && !slices.Contains(campaigns, c) {
			campaigns = append(campaigns, c)
		}
	}
	slices.Sort(campaigns)
	for _, c := range campaigns {
		for _, p := range m.parts {
			if p.campaign == c && p.sheet == s.no && len(p.canceled) == 0 && parts[c] == nil {
				parts[c] = p
			}
		}
		if parts[c] == nil {
			m.last.part++
			parts[c] = &part{m.last.part, c, s.no, g, reasons{}}
			m.parts = append(m.parts, parts[c])
		}
	}
	for _, l := range lines {
		c := or(l.campaign, s.campaign)
		m.last.entry++
		m.entries = append(m.entries, &entry{no: m.last.entry, of: l.of, description: or(l.description, s.description), campaign: c, sheet: s.no,
			log: g, part: parts[c], canceled: reasons{}})
	}
	for _, e := range calls {
		if e.log == nil {
			e.log = g
		}
	}
	if followUp {
		g.followUp = m.addSheet("Follow-up on segment "+s.no, s.campaign, false)
		m.reuse(g.followUp, g, false)
		g.followed = g.followUp.state()
	}
	s.log = g
	return g
}

// reuse adds the contacts of a logged segment, in the order of their first interactions.
func (m *model) reuse(s *sheet, g *logged, again bool) {
	var people []*person
	var campaigns []string
	for _, e := range m.entries {
		if e.log == g && e.counts() && !slices.Contains(people, e.of) && (again || !s.has(e.of)) {
			people, campaigns = append(people, e.of), append(campaigns, e.campaign)
		}
	}
	m.add(s, people, campaigns)
}

// sealed returns the segment that is sealed under a log.
func (m *model) sealed(g *logged) *sheet {
	for _, s := range m.sheets {
		if s.log == g {
			return s
		}
	}
	return nil
}

func (m *model) dropSheet(s *sheet) {
	m.sheets = slices.DeleteFunc(m.sheets, func(o *sheet) bool { return o == s })
}

func (m *model) unlog(g *logged) {
	s := m.sealed(g)
	for _, l := range s.allLines() {
		if e := l.call; e != nil && e.log == g {
			e.log = nil
			delete(e.canceled, withLog)
		}
	}
	m.cancel(g, takenBack, takenBack)
	g.takenBack, s.log = true, nil
	if f := g.followUp; f != nil && slices.Contains(m.sheets, f) && f.log == nil && f.state() == g.followed {
		m.dropSheet(f)
	}
	g.followUp = nil
}

// cancel cancels a log and what belongs to it.
func (m *model) cancel(g *logged, own, reason string) {
	g.canceled[own] = true
	for _, e := range m.entries {
		if e.log == g {
			e.canceled[reason] = true
		}
	}
	for _, p := range m.parts {
		if p.log == g {
			p.canceled[reason] = true
		}
	}
}

func (m *model) uncancel(g *logged) {
	delete(g.canceled, itself)
	for _, e := range m.entries {
		if e.log == g {
			delete(e.canceled, withLog)
		}
	}
	for _, p := range m.parts {
		if p.log == g {
			delete(p.canceled, withLog)
		}
	}
}

// deleteLog deletes a log. What was canceled with it is canceled by itself from then on.
func (m *model) deleteLog(g *logged) {
	if s := m.sealed(g); s != nil {
		m.dropSheet(s)
	}
	for _, e := range m.entries {
		if e.log == g {
			e.log = nil
			e.canceled.alone(withLog)
		}
	}
	for _, p := range m.parts {
		if p.log == g {
			p.log = nil
			p.canceled.alone(withLog)
		}
	}
	m.logs = slices.DeleteFunc(m.logs, func(o *logged) bool { return o == g })
}

// alone makes of a reason that something is canceled by itself.
func (r reasons) alone(reason string) {
	if r[reason] {
		delete(r, reason)
		r[itself] = true
	}
}

func (m *model) deletePart(p *part) {
	m.deleteEntries(func(e *entry) bool { return e.part == p })
	m.parts = slices.DeleteFunc(m.parts, func(o *part) bool { return o == p })
}

func (m *model) deleteEntries(is func(*entry) bool) {
	m.entries = slices.DeleteFunc(m.entries, is)
}

// single makes an interaction by hand.
func (m *model) single(p *person, description, campaign, sheet string) *entry {
	e := &entry{of: p, description: description, campaign: campaign, sheet: sheet, canceled: reasons{}}
	if campaign != "" {
		i := slices.IndexFunc(m.parts, func(p *part) bool {
			return p.campaign == campaign && p.sheet == "" && p.log == nil && len(p.canceled) == 0
		})
		if i < 0 {
			m.last.part++
			i = len(m.parts)
			m.parts = append(m.parts, &part{no: m.last.part, campaign: campaign, canceled: reasons{}})
		}
		e.part = m.parts[i]
	}
	m.last.entry++
	e.no = m.last.entry
	m.entries = append(m.entries, e)
	return e
}

func (m *model) merge(keep, other *person) {
	r := &merged{keep: keep, other: other, blocked: keep.blocked}
	for _, s := range m.sheets {
		for _, l := range s.allLines() {
			if l.of == other {
				l.of = keep
				r.lines = append(r.lines, l)
			}
		}
	}
	for _, e := range m.entries {
		if e.of == other {
			e.of = keep
			r.entries = append(r.entries, e)
		}
	}
	for no, p := range m.numbers {
		if p == other {
			m.numbers[no] = keep
			r.numbers = append(r.numbers, no)
		}
	}
	m.numbers[other.no] = keep
	keep.blocked = keep.blocked || other.blocked
	other.gone = true
	m.merges = append(m.merges, r)
}

// unmergeable tells whether a merge can be taken back: the contact has not been merged
// since, in either way.
func (m *model) unmergeable(r *merged) bool {
	i := slices.Index(m.merges, r)
	return m.numbers[r.other.no] == r.keep && !slices.ContainsFunc(m.merges[i+1:], func(later *merged) bool { return later.keep == r.keep })
}

func (m *model) unmerge(r *merged) {
	r.other.gone = false
	for _, l := range r.lines {
		l.of = r.other
	}
	for _, e := range r.entries {
		e.of = r.other
	}
	for _, no := range r.numbers {
		m.numbers[no] = r.other
	}
	delete(m.numbers, r.other.no)
	r.keep.blocked = r.blocked
	m.merges = slices.DeleteFunc(m.merges, func(o *merged) bool { return o == r })
}
