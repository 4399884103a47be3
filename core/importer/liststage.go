package importer

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/value"
	"winnow/data"
)

// listStage holds the rows of lists in temporary tables until it is known whom
// each of them is of. All of finding, merging and numbering is done there, in
// SQL over all rows at once.
type listStage struct {
	tx      *sql.Tx
	contact catalog.Table
	// fields are the contact's fields that any row had a value for: most lists
	// have few of them, and each that is staged takes time.
	fields []catalog.Field
	staged map[string]bool
	add    *batch
	group  *sql.Stmt
	home   *sql.Stmt
	args   []any
	seq    int64
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
	if s.add != nil {
		if err := s.add.close(); err != nil {
			return err
		}
	}
	for _, key := range keys {
		f, ok := s.contact.Field(key)
		s.staged[key] = true
		if ok {
			s.fields = append(s.fields, f)
		}
	}
	var err error
	s.add, err = newBatch(ctx, s.tx, len(listColumns)+len(s.fields), func(rows int) string { return insertListed(s.fields, rows) })
	return err
}

// put stages an entry. It may wait for others until add is flushed.
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
	s.args = append(s.args[:0], s.seq, l.index, e.row, e.content, e.employer, k.company, k.first, k.last, k.name, k.full,
		mailKey(e.text("e_mail")), mailKey(e.text("e_mail_2")), phoneKey(e.text("phone_no")), phoneKey(e.text("mobile_phone_no")),
		nameKey(e.text("address")), nameKey(e.text("city")), k.called, searchName(k.called), flag(e.typed || l.rows != ""), flag(e.split), e.spareMobile)
	for _, f := range s.fields {
		s.args = append(s.args, e.values[f.Key])
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
	return s.add.put(s.args)
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

// storeList finds out whom the rows of a list are of, numbers those that are new
// and stages them.
func (r *run) storeList(ctx context.Context, index int) error {
	for _, step := range []struct {
		what string
		do   func(ctx context.Context, index int) error
	}{
		{"merge its rows", r.mergeRows},
		{"look up its contacts", r.matchRows},
		{"number its contacts", r.numberRows},
		{"stage its contacts", r.stageRows},
		{"count its companies", func(ctx context.Context, _ int) error { return r.countCompanies(ctx) }},
		{"tell of its contacts", r.tellStaged},
	} {
		if err := step.do(ctx, index); err != nil {
			return fmt.Errorf("%s: %w", step.what, err)
		}
	}
	return nil
}

// stageRows brings the rows of a list into the stage of the contacts, and what
// belongs to them into the stages of their tables.
func (r *run) stageRows(ctx context.Context, index int) error {
	if err := r.exec(ctx, stageEmployers, stageContacts(r.known.Contact())); err != nil {
		return err
	}
	for _, beside := range []struct{ table, any, stage string }{
		{"contact_alt_address", selectAnyHome, stageHomes},
		{"contact_mailing_group", selectAnyGroup, stageGroups},
	} {
		var any bool
		if err := r.tx.QueryRowContext(ctx, beside.any, index).Scan(&any); err != nil {
			return err
		}
		if !any {
			continue
		}
		if _, err := r.stage(ctx, catalog.Must(beside.table)); err != nil {
			return err
		}
		if err := r.exec(ctx, beside.stage); err != nil {
			return err
		}
	}
	return nil
}

// tellStaged tells which contacts merged rows became, what is kept although the
// list has something else, and who shares an e-mail.
func (r *run) tellStaged(ctx context.Context, index int) error {
	var row, later int
	var no string
	one := Merged{}
	err := data.Each(ctx, r.tx, []any{&row, &later, &no}, func() error {
		if len(one.Rows) == 0 || one.Rows[0] != row {
			r.tellOne(one)
			one = Merged{Source: r.input.name(index), Rows: []int{row}, ContactNo: no}
		}
		one.Rows = append(one.Rows, later)
		return nil
	}, selectRoots, index)
	if err != nil {
		return err
	}
	r.tellOne(one)
	var key, text string
	err = data.Each(ctx, r.tx, []any{&row, &key, &text}, func() error {
		f, _ := r.known.Contact().Field(key)
		r.remark(index, row, f.Caption, text, core.Text("importer.contact_has_another_value_which_is_kept"))
		return nil
	}, selectKept, index)
	if err != nil {
		return err
	}
	var address, other, called string
	mail, _ := r.known.Contact().Field("e_mail")
	return data.Each(ctx, r.tx, []any{&row, &address, &other, &called}, func() error {
		r.remark(index, row, mail.Caption, address, core.Text("importer.shares_e_mail_with_other_called", "other", other, "called", called))
		return nil
	}, selectShared, index)
}
