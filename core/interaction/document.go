package interaction

import (
	"context"
	"database/sql"
	"os"

	"winnow/core"
	"winnow/core/attachment"
	"winnow/core/catalog"
	"winnow/core/company"
	documents "winnow/core/document"
	"winnow/core/output"
	"winnow/core/privacy"
)

// Kind is an interaction's document among the outputs.
func Kind() output.Kind { return output.Kind{Key: "document", Name: "Document of an Interaction"} }

// AddDocument keeps a file of a person's own with an entry. It is shown from then on,
// before what the entry had already, which stays.
func (s *Store) AddDocument(ctx context.Context, entry int64, f File, preview bool) error {
	return s.company.Change(ctx, preview, func(tx *sql.Tx) error {
		e, err := find(ctx, tx, entry)
		if err != nil {
			return err
		}
		if err := keep(ctx, tx, e.No, f); err != nil {
			return err
		}
		return updateEntry(ctx, tx, e.No, nil, s.company.Stamp(), s.company.User)
	})
}

// Document returns what went out with an entry, or a core.Problem of kind NotFound.
func (s *Store) Document(ctx context.Context, entry int64) (attachment.Document, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) (attachment.Document, error) { return document(ctx, tx, entry) })
}

func document(ctx context.Context, tx *sql.Tx, entry int64) (attachment.Document, error) {
	e, err := find(ctx, tx, entry)
	if err != nil {
		return attachment.Document{}, err
	}
	id, values, err := selectShown(ctx, tx, e.No)
	if err != nil {
		return attachment.Document{}, err
	}
	if id == 0 {
		return attachment.Document{}, core.NewProblem(core.NotFound, "interaction.has_no_document", "entry", e.No)
	}
	kept, err := attachment.Read(ctx, tx, id)
	if err != nil {
		return attachment.Document{}, err
	}
	known, err := company.ReadCatalog(ctx, tx)
	if err != nil {
		return attachment.Document{}, err
	}
	return documents.NewMaker(known).Make(kept, values)
}

// WriteDocument writes what went out with an entry to a file; force replaces one that
// is there. Errors are those of an output.
func (s *Store) WriteDocument(ctx context.Context, entry int64, path string, force bool) (output.Result, error) {
	var d attachment.Document
	blocked := false
	err := s.company.Read(ctx, func(tx *sql.Tx) (err error) {
		if d, err = document(ctx, tx, entry); err != nil {
			return err
		}
		e, err := find(ctx, tx, entry)
		if err != nil {
			return err
		}
		contact, _, err := selectRow(ctx, tx, catalog.Must(catalog.Contact), e.Code("contact_no"))
		blocked = err == nil && len(contact.Values) > 0 && privacy.Blocked(contact.Value)
		return err
	})
	if err != nil {
		return output.Result{Path: path}, err
	}
	to := output.Output{Kind: Kind(), Path: path, Force: force, IncludeBlocked: true}
	return to.Write(ctx, s.company, func(file *os.File, r *output.Result) error {
		if r.Rows = 1; blocked {
			r.Blocked = 1
		}
		_, err := file.Write(d.Content)
		return err
	})
}
