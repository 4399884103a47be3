package importer

import (
	"context"
	"database/sql"
	"strings"

	"winnow/core/catalog"
	"winnow/core/value"
)

// listStage holds the rows of lists in temporary tables until it is known whom
// each of them is of. All of finding, merging and numbering is done there, in
// SQL over all rows at once.
type listStage struct {
	tx      *sql.Tx
	contact catalog.Table
	// fields are the contact's fields that any row had a value for: most lists
	// have few of them, and each that is staged takes time.
	fields  []catalog.Field
	staged  map[string]bool
	add     *sql.Stmt
	many    *sql.Stmt
	group   *sql.Stmt
	home    *sql.Stmt
	waiting []any
	seq     int64
}

// openLists makes the temporary tables of lists, once.
func (r *run) openLists(ctx context.Context) error {
	if r.lists != nil {
		return nil
	}
	if err := r.exec(ctx, createList(r.known.Contact()), createListHome, createListGroup); err != nil {
		return err
	}
	s := &listStage{tx: r.tx, contact: r.known.Contact(), staged: map[string]bool{}}
	var err error
	if s.group, err = r.tx.PrepareContext(ctx, insertListGroup); err != nil {
		return err
	}
	if s.home, err = r.tx.PrepareContext(ctx, insertListHome); err != nil {
		return err
	}
	if err := s.stageFields(ctx, "type"); err != nil {
		return err
	}
	r.lists = s
	return r.openWords(ctx)
}

// stageFields stages these fields too from now on.
func (s *listStage) stageFields(ctx context.Context, keys ...string) error {
	if err := s.flush(); err != nil {
		return err
	}
	for _, key := range keys {
		f, ok := s.contact.Field(key)
		s.staged[key] = true
		if ok {
			s.fields = append(s.fields, f)
		}
	}
	for _, p := range []struct {
		stmt **sql.Stmt
		rows int
	}{{&s.add, 1}, {&s.many, s.together()}} {
		if *p.stmt != nil {
			if err := (*p.stmt).Close(); err != nil {
				return err
			}
		}
		var err error
		if *p.stmt, err = s.tx.PrepareContext(ctx, insertListed(s.fields, p.rows)); err != nil {
			return err
		}
	}
	return nil
}

// width is how many values a staged row has.
func (s *listStage) width() int { return len(listColumns) + len(s.fields) }

// together is how many rows one statement adds.
func (s *listStage) together() int { return max(valuesTogether/s.width(), 1) }

// put stages an entry. It may wait for others until flush.
func (s *listStage) put(ctx context.Context, l *list, e *entry) error {
	var fresh []string
	for key := range e.values {
		if !s.staged[key] {
			fresh = append(fresh, key)
		}
	}
	if len(fresh) > 0 {
		if err := s.stageFields(ctx, fresh...); err != nil {
			return err
		}
	}
	s.seq++
	k := e.keys()
	s.waiting = append(s.waiting, s.seq, l.index, e.row, e.content, e.employer, k.company, k.first, k.last, k.name, k.full,
		mailKey(e.text("e_mail")), mailKey(e.text("e_mail_2")), phoneKey(e.text("phone_no")), phoneKey(e.text("mobile_phone_no")),
		nameKey(e.text("address")), nameKey(e.text("city")), k.called, searchName(k.called), flag(e.typed || l.rows != ""), flag(e.split), e.spareMobile)
	for _, f := range s.fields {
		s.waiting = append(s.waiting, e.values[f.Key])
	}
	if e.home != nil || e.homePhone != "" {
		if err := s.putHome(e); err != nil {
			return err
		}
	}
	for _, g := range e.groups {
		if _, err := s.group.Exec(s.seq, g.value); err != nil {
			return err
		}
	}
	if len(s.waiting) < s.together()*s.width() {
		return nil
	}
	_, err := s.many.Exec(s.waiting...)
	s.waiting = s.waiting[:0]
	return err
}

func (s *listStage) putHome(e *entry) error {
	home := &postal{}
	if e.home != nil {
		home = e.home
	}
	postCode, err := value.Code(home.values[partPostCode])
	if err != nil {
		postCode = ""
	}
	v := home.values
	_, err = s.home.Exec(s.seq, v[partStreet], v[partStreet2], v[partCity], v[partCounty], postCode, v[partCountry], e.homePhone)
	return err
}

func flag(is bool) int {
	if is {
		return 1
	}
	return 0
}

// flush adds the rows that wait.
func (s *listStage) flush() error {
	waiting := s.waiting
	s.waiting = s.waiting[:0]
	for width := s.width(); len(waiting) > 0; waiting = waiting[width:] {
		if _, err := s.add.Exec(waiting[:width]...); err != nil {
			return err
		}
	}
	return nil
}

// entryKeys are what an entry is known by, and called by where it has no name.
type entryKeys struct{ first, last, name, full, company, called string }

func (e *entry) keys() (k entryKeys) {
	k.full = nameKey(e.text("name"))
	if e.values["type"] == typeCompany {
		k.company = companyKey(e.text("name"))
	} else {
		k.first, k.last = nameKey(e.text("first_name")), nameKey(e.text("surname"))
		k.company = companyKey(e.employer)
	}
	if k.name = strings.TrimSpace(k.first + " " + k.last); k.name == "" {
		k.name = k.full
	}
	if k.called = e.text("name"); k.called == "" {
		k.called = strings.Join(strings.Fields(e.text("first_name")+" "+e.text("middle_name")+" "+e.text("surname")), " ")
	}
	if k.called == "" {
		k.called = e.calledBy().value
	}
	return k
}
