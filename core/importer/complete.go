package importer

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"winnow/core/value"
	"winnow/data"
)

// half is the values of a contact on one side, in the input or in the company file;
// those that it lacks are not valid.
type half struct {
	name, searchName, companyNo    sql.NullString
	firstName, middleName, surname sql.NullString
	kind                           sql.NullInt64
}

// contact is a contact of the input beside the one that is stored.
type contact struct {
	no       string
	exists   bool
	in, file half
}

const (
	typeCompany = int64(0)
	typePerson  = int64(1)
)

func either(in, file sql.NullString) string {
	if in.Valid {
		return in.String
	}
	return file.String
}

// complete fills in the values that the input leaves out and reports whether it did.
// A stored value is kept, unless it was made of other fields: then it is made anew.
func (c *contact) complete() bool {
	before := c.in
	if c.in.kind.Int64 == unsaid || !c.in.kind.Valid && !c.exists {
		c.in.kind = sql.NullInt64{Int64: c.guess(), Valid: true}
	}
	kind := c.file.kind.Int64
	if c.in.kind.Valid {
		kind = c.in.kind.Int64
	}
	if kind == typeCompany && either(c.in.companyNo, c.file.companyNo) == "" {
		c.in.companyNo = sql.NullString{String: c.no, Valid: true}
	}
	c.in.name = follow(c.in.name, c.file.name, c.file.fullName(half{}), c.in.fullName(c.file))
	c.in.searchName = follow(c.in.searchName, c.file.searchName, searchName(c.file.name.String), searchName(either(c.in.name, c.file.name)))
	return c.in != before
}

// follow returns the new value of a field that is made of others: the input's own
// value, none where a stored value that is not what it was made of is to stay, or else
// what it is made of now.
func follow(in, file sql.NullString, madeBefore, madeNow string) sql.NullString {
	switch {
	case in.Valid && in.String != "":
		return in
	case !in.Valid && file.String != "" && file.String != madeBefore:
		return in
	}
	return sql.NullString{String: madeNow, Valid: true}
}

// guess tells a person from a company where no type is given.
func (c *contact) guess() int64 {
	employer := either(c.in.companyNo, c.file.companyNo)
	if either(c.in.firstName, c.file.firstName) != "" || either(c.in.surname, c.file.surname) != "" || employer != "" && employer != c.no {
		return typePerson
	}
	return typeCompany
}

// fullName joins the parts of the name, those of the file where the input has
// none.
func (h half) fullName(file half) string {
	var parts []string
	for _, part := range []string{either(h.firstName, file.firstName), either(h.middleName, file.middleName), either(h.surname, file.surname)} {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " ")
}

// searchName is a name in upper case, as a code.
func searchName(name string) string {
	code, err := value.Code(name)
	if err != nil {
		// A stored name was checked when it came in; upper case adds nothing
		// that could be refused but length.
		return ""
	}
	return code
}

// completeContacts completes all contacts of the input, then the names of
// their companies, which can be contacts of the input themselves. tell is told
// how many were completed.
func completeContacts(ctx context.Context, tx *sql.Tx, tell func(done int)) error {
	update, err := tx.PrepareContext(ctx, updateCompleted)
	if err != nil {
		return fmt.Errorf("complete contacts: %w", err)
	}
	defer update.Close()
	done := 0
	for last := ""; ; {
		batch, err := readIncomplete(ctx, tx, last)
		if err != nil {
			return fmt.Errorf("complete contacts: %w", err)
		}
		if len(batch) == 0 {
			break
		}
		done += len(batch)
		tell(done)
		for i := range batch {
			c := &batch[i]
			last = c.no
			if !c.complete() {
				continue
			}
			if _, err := update.Exec(c.in.name, c.in.searchName, c.in.companyNo, c.in.kind, c.no); err != nil {
				return fmt.Errorf("complete contact %s: %w", c.no, err)
			}
		}
	}
	if _, err := tx.ExecContext(ctx, updateCompanyNames); err != nil {
		return fmt.Errorf("complete company names: %w", err)
	}
	return nil
}

// readIncomplete reads the next contacts of the input behind a number.
func readIncomplete(ctx context.Context, tx *sql.Tx, last string) ([]contact, error) {
	var c contact
	dest := []any{&c.no, &c.exists}
	for _, h := range []*half{&c.in, &c.file} {
		dest = append(dest, &h.name, &h.searchName, &h.companyNo, &h.firstName, &h.middleName, &h.surname, &h.kind)
	}
	var batch []contact
	err := data.Each(ctx, tx, dest, func() error {
		batch = append(batch, c)
		return nil
	}, selectIncomplete, last)
	return batch, err
}
