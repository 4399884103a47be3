package importer

import (
	"database/sql"
	"strings"

	"winnow/core/value"
)

// listStage holds the rows of lists in temporary tables until it is known whom
// each of them is of. All of finding, merging and numbering is done there, in
// SQL over all rows at once.
type listStage struct {
	add     *sql.Stmt
	group   *sql.Stmt
	many    *sql.Stmt
	waiting []any
	width   int
	seq     int64
}

// listRowsTogether is how many rows one statement adds.
const listRowsTogether = 10

// openLists makes the temporary tables of lists, once.
func (r *run) openLists() error {
	if r.lists != nil {
		return nil
	}
	if err := r.exec(createList(), createListGroup); err != nil {
		return err
	}
	l := &listStage{width: listWidth()}
	for _, s := range []struct {
		stmt **sql.Stmt
		text string
	}{{&l.add, insertListed(1)}, {&l.many, insertListed(listRowsTogether)}, {&l.group, insertListGroup}} {
		var err error
		if *s.stmt, err = r.tx.PrepareContext(r.ctx, s.text); err != nil {
			return err
		}
	}
	r.lists = l
	return r.openWords()
}

// put stages an entry.
func (s *listStage) put(l *list, e *entry) error {
	s.seq++
	kind := e.values["type"]
	first, last := nameKey(e.text("first_name")), nameKey(e.text("surname"))
	if kind == typeCompany {
		first, last = "", ""
	}
	parts := strings.TrimSpace(first + " " + last)
	full := nameKey(e.text("name"))
	if parts == "" {
		parts = full
	}
	company := companyKey(e.employer)
	if kind == typeCompany {
		company = companyKey(e.text("name"))
	}
	called := e.text("name")
	if called == "" {
		called = strings.Join(strings.Fields(e.text("first_name")+" "+e.text("middle_name")+" "+e.text("surname")), " ")
	}
	if called == "" {
		called = e.calledBy().value
	}
	home := &postal{}
	if e.home != nil {
		home = e.home
	}
	homePostCode, err := value.Code(home.values[partPostCode])
	if err != nil {
		homePostCode = ""
	}
	split, hasHome, given := 0, 0, 0
	if e.typed || l.rows != "" {
		given = 1
	}
	if e.split {
		split = 1
	}
	if e.home != nil {
		hasHome = 1
	}
	s.waiting = append(s.waiting, s.seq, l.index, e.row, e.content, e.employer, companyKey(e.employer), searchName(e.employer), first, last, parts, full, company,
		mailKey(e.text("e_mail")), mailKey(e.text("e_mail_2")), phoneKey(e.text("phone_no")), phoneKey(e.text("mobile_phone_no")),
		nameKey(e.text("address")), nameKey(e.text("city")), called, searchName(called), given, split, e.spareMobile, hasHome,
		home.values[partStreet], home.values[partStreet2], home.values[partCity], home.values[partCounty], homePostCode, home.values[partCountry], e.homePhone)
	for _, f := range contactTable().Fields {
		if v, ok := e.values[f.Key]; ok {
			s.waiting = append(s.waiting, v)
		} else {
			s.waiting = append(s.waiting, nil)
		}
	}
	for _, g := range e.groups {
		if _, err := s.group.Exec(s.seq, g.value); err != nil {
			return err
		}
	}
	if len(s.waiting) < listRowsTogether*s.width {
		return nil
	}
	_, err = s.many.Exec(s.waiting...)
	s.waiting = s.waiting[:0]
	return err
}

// flush adds the rows that wait.
func (s *listStage) flush() error {
	waiting := s.waiting
	s.waiting = s.waiting[:0]
	for ; len(waiting) > 0; waiting = waiting[s.width:] {
		if _, err := s.add.Exec(waiting[:s.width]...); err != nil {
			return err
		}
	}
	return nil
}
