package importer

import (
	"context"
	"database/sql"
	"strings"

	"winnow/data"
)

// known is what a stored contact is known by.
type known struct {
	no, externalID, name, first, surname, company, mail, mail2, phone, mobile, street, city, postCode string
	kind                                                                                              int64
}

// readKnown notes what the stored contacts are known by; any says that there are
// some.
func (r *run) readKnown(ctx context.Context) (any bool, err error) {
	if err := r.exec(ctx, dropKnown...); err != nil {
		return false, err
	}
	if err := r.exec(ctx, createKnown, createKnownMail, createKnownName, createFit, createWho); err != nil {
		return false, err
	}
	var stmts [3]*sql.Stmt
	for i, text := range []string{insertKnown, insertKnownMail, insertKnownName} {
		if stmts[i], err = r.tx.PrepareContext(ctx, text); err != nil {
			return false, err
		}
		defer stmts[i].Close()
	}
	for last := ""; ; {
		batch, err := r.readKnownBatch(ctx, last)
		if err != nil {
			return false, err
		}
		if len(batch) == 0 {
			break
		}
		any = true
		for _, k := range batch {
			last = k.no
			if err := k.put(stmts); err != nil {
				return false, err
			}
		}
		if err := ctx.Err(); err != nil {
			return false, err
		}
	}
	return any, r.exec(ctx, indexKnownExternal, indexKnownMailNo)
}

func (r *run) readKnownBatch(ctx context.Context, last string) (batch []known, err error) {
	var k known
	err = data.Each(ctx, r.tx, []any{&k.no, &k.kind, &k.externalID, &k.name, &k.first, &k.surname, &k.company, &k.mail, &k.mail2, &k.phone, &k.mobile, &k.street, &k.city, &k.postCode}, func() error {
		batch = append(batch, k)
		return nil
	}, selectKnown, last)
	return batch, err
}

func (k known) put(stmts [3]*sql.Stmt) error {
	first, last, full := nameKey(k.first), nameKey(k.surname), nameKey(k.name)
	var names []string
	single := 0 // the whole name is one word, which may be either part
	if k.kind == typeCompany {
		names = []string{companyKey(k.name)}
	} else if number := phoneKey(k.name); number != "" && (number == phoneKey(k.phone) || number == phoneKey(k.mobile)) {
		// Somebody who is called by the number has no name.
		names = []string{number}
	} else if mailKey(k.name) != mailKey(k.mail) || k.mail == "" {
		// Nor has somebody who is called by the e-mail.
		names = []string{full, strings.TrimSpace(first + " " + last)}
		if first == "" && last == "" {
			n := splitName(k.name)
			first, last = nameKey(n.first), nameKey(n.surname)
			if first == "" {
				single = 1
			}
			names = append(names, strings.TrimSpace(first+" "+last))
		}
	}
	if _, err := stmts[0].Exec(k.no, k.kind, k.externalID, first, last, single, companyKey(k.company), phoneKey(k.phone), phoneKey(k.mobile), nameKey(k.street), nameKey(k.city), k.postCode); err != nil {
		return err
	}
	for _, mail := range []string{k.mail, k.mail2} {
		if key := mailKey(mail); key != "" {
			if _, err := stmts[1].Exec(key, k.no); err != nil {
				return err
			}
		}
	}
	for _, n := range names {
		if n != "" {
			if _, err := stmts[2].Exec(n, k.no); err != nil {
				return err
			}
		}
	}
	return nil
}
