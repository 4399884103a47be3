package logging

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"winnow/core"
	"winnow/core/atomicfile"
	"winnow/core/attachment"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/document"
	"winnow/core/filter"
	"winnow/core/lookup"
	"winnow/core/mailrow"
	"winnow/core/merge"
	"winnow/core/output"
	"winnow/data/email"
)

// ResendParams say what is made again, and where it goes.
type ResendParams struct {
	// Entry is the logged segment, 0 for interactions that belong to none.
	Entry int64
	// Filters are filters of interactions' fields by key, as typed.
	Filters map[string]string
	// As is the number of the Correspondence Type that it goes out as; 0 for that of
	// each interaction.
	As int
	// Folder is where the documents are written.
	Folder string
	// Env overrides the company's settings where filters are resolved.
	Env filter.Env
	// Progress is told how many of the interactions have been looked at.
	Progress func(done, total int)
}

// Resent is what was made again. Its JSON form is public.
type Resent struct {
	Documents
	// WithoutDocument counts the interactions of which nothing is kept, Blocked those of
	// Privacy Blocked contacts and WithoutEMail those without an address; none of them
	// is sent again.
	WithoutDocument int    `json:"without_document"`
	Blocked         int    `json:"blocked"`
	WithoutEMail    int    `json:"without_e_mail"`
	Folder          string `json:"folder"`
	// Unmarked says that the interactions could not be marked as delivered.
	Unmarked *core.Message `json:"unmarked,omitempty"`
}

// Resend makes what went out with the interactions of a logged segment again, as it
// was, into a folder; they are delivered then. The error is a core.Problem where there
// is nothing that can be sent.
func (s *Store) Resend(ctx context.Context, p ResendParams) (Resent, error) {
	r := Resent{Folder: p.Folder}
	env, err := s.company.Env(ctx, p.Env)
	if err != nil {
		return r, err
	}
	list, err := company.Read(ctx, s.company, func(tx *sql.Tx) ([]resendRow, error) {
		if p.Entry != 0 {
			if _, err := find(ctx, tx, p.Entry); err != nil {
				return nil, err
			}
		}
		condition, args, err := lookup.Where(ctx, tx, catalog.Must(catalog.InteractionEntry), "e", p.Filters, env)
		if err != nil {
			return nil, err
		}
		return selectResend(ctx, tx, p.Entry, condition, args)
	})
	if err != nil {
		return r, err
	}
	var sent []int64
	log := output.Log(ctx, s.company, func() output.Entry {
		return output.Entry{What: merge.Kind().Name, Rows: len(sent), Target: absolute(p.Folder)}
	})
	err = atomicfile.Folder{Path: p.Folder, Log: log}.Write(func(path string) error {
		maker, out := document.NewMaker(s.company.Catalog()), &outbox{names: map[string]bool{}}
		for i, row := range list {
			if p.Progress != nil {
				p.Progress(i+1, len(list))
			}
			done, err := s.resendOne(ctx, maker, out, &target{made: path}, row, p.As, &r)
			if err != nil {
				return err
			}
			if done {
				sent = append(sent, row.entry)
			}
		}
		if len(sent) == 0 {
			return core.NewProblem(core.NotFound, "logging.nothing_can_be_sent")
		}
		return nil
	})
	if err != nil {
		return Resent{}, err
	}
	// The documents are there now, so that it is no error where that cannot be noted, and
	// whoever stops it is too late.
	ctx = context.WithoutCancel(ctx)
	if s.company.Write(ctx, func(tx *sql.Tx) error { return clearUndelivered(ctx, tx, sent) }) != nil {
		unmarked := core.Text("logging.were_made_and_not_marked")
		r.Unmarked = &unmarked
	}
	return r, nil
}

// resendRow is an interaction whose document is made again.
type resendRow struct {
	entry      int64
	kind       int
	contact    mailrow.Contact
	eMail      string
	attachment int64
	packed     []byte
	blocked    bool
}

// resendOne makes the document of one interaction again, and tells whether it did.
func (s *Store) resendOne(ctx context.Context, maker *document.Maker, out *outbox, to *target, row resendRow, as int, r *Resent) (bool, error) {
	switch {
	case row.blocked:
		r.Blocked++
		return false, nil
	case row.attachment == 0:
		r.WithoutDocument++
		return false, nil
	}
	template, err := company.Read(ctx, s.company, func(tx *sql.Tx) (attachment.Document, error) { return attachment.Read(ctx, tx, row.attachment) })
	if err != nil {
		return false, err
	}
	if len(row.packed) == 0 { // a file of a person's own
		r.Letters++
		return true, out.put(to, row.contact, "."+template.Kind, template.Content)
	}
	k, err := document.Unpack(row.packed)
	if err != nil {
		return false, err
	}
	if as == 0 {
		as = row.kind
	}
	switch {
	case as == eMailKind && k.Mail == nil:
		addresses, _ := email.Read(row.eMail)
		if len(addresses) == 0 {
			r.WithoutEMail++
			return false, nil
		}
		k.Mail = &document.Mail{Contact: row.contact, To: addresses, Subject: strings.TrimSuffix(template.FileName, "."+template.Kind), At: s.company.Now().Format(time.RFC3339)}
	case as != eMailKind && k.Letter != nil:
		k.Mail = nil
	}
	if k.Mail != nil && len(k.Mail.To) == 0 {
		r.WithoutEMail++
		return false, nil
	}
	made, err := maker.MakeKept(template, k)
	if err != nil {
		return false, err
	}
	if k.Mail != nil {
		r.Mails++
	} else {
		r.Letters++
	}
	return true, out.put(to, row.contact, "."+made.Kind, made.Content)
}
