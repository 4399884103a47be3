package logging

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"winnow/core/attachment"
	"winnow/core/company"
	"winnow/core/document"
	"winnow/core/docx"
	"winnow/core/mail"
	"winnow/core/mailrow"
	"winnow/core/merge"
	"winnow/core/template"
	"winnow/data"
	"winnow/data/email"
)

// source is a template that documents are made of.
type source struct {
	document attachment.Document
	// id is that of a Word template that is kept, 0 for a file, and attachment that
	// under which it is kept with the interactions.
	id, attachment int64
	// subject is that of e-mails for which nobody says one.
	subject string
	// form is a Word template's, text that of an e-mail.
	form  *merge.Form
	names []string
	text  *mail.Form
	// language is in what letters name months where the template does not say.
	language string
	// made is how many records it was filled with.
	made int
}

// sourceKey tells templates apart: a Word template by its code and language, and the
// files that are given.
type sourceKey struct{ code, language string }

var (
	wordFile = sourceKey{code: "\x00word"}
	textFile = sourceKey{code: "\x00text"}
)

// sources are the templates of a log, and the columns that they need.
type sources struct {
	maker   *document.Maker
	all     map[sourceKey]*source
	columns merge.Sources
}

// eMailColumn is the place of the column that every e-mail needs.
const eMailColumn = 0

// newSources reads the templates that the lines are to have, and refuses those with
// fields that are not known.
func (p plan) newSources(ctx context.Context, tx *sql.Tx) (*sources, error) {
	known, err := company.ReadCatalog(ctx, tx)
	if err != nil {
		return nil, err
	}
	s := &sources{maker: document.NewMaker(known), all: map[sourceKey]*source{}, columns: merge.Sources{Columns: []string{eMailColumn: "e_mail"}, Catalog: known}}
	if send := p.options.Send; send != nil {
		if send.word != nil {
			if err := s.addWord(wordFile, attachment.Document{FileName: filepath.Base(send.Template), Content: send.word}, 0, "", nil); err != nil {
				return nil, err
			}
		}
		if send.text != nil {
			if err := s.addText(textFile, attachment.Document{FileName: filepath.Base(send.Template), Content: send.text}); err != nil {
				return nil, err
			}
		}
	}
	keys, err := p.selectWords(ctx, tx, hardCopy+", "+eMail+", "+fax)
	if err != nil {
		return nil, fmt.Errorf("look for Word templates: %w", err)
	}
	letters, err := p.selectWords(ctx, tx, hardCopy+", "+fax)
	if err != nil {
		return nil, fmt.Errorf("look for the templates of letters: %w", err)
	}
	for _, key := range keys {
		id, description, found, err := selectWord(ctx, tx, key.code, key.language)
		if err != nil {
			return nil, fmt.Errorf("read the Word template %s: %w", key.code, err)
		}
		matches, err := template.Matches(ctx, tx, key.code, found)
		if err != nil {
			return nil, err
		}
		d, err := attachment.Read(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		switch {
		case template.KindOf(d.FileName) == template.Word:
			err = s.addWord(key, d, id, description, matches)
		case slices.Contains(letters, key):
			err = merge.NoWordTemplate(key.code)
		default:
			if err = s.addText(key, d); err == nil {
				s.all[key].id, s.all[key].attachment = id, id
			}
		}
		if err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *sources) addWord(key sourceKey, d attachment.Document, id int64, subject string, matches map[string]string) error {
	read, err := s.maker.Letter(d)
	if err != nil {
		return err
	}
	if err := read.OneEach(); err != nil {
		return err
	}
	if read, err = read.Answered(nil); err != nil {
		return err
	}
	form := s.columns.Form(read, matches)
	if err := form.Check(); err != nil {
		return err
	}
	s.all[key] = &source{document: d, id: id, attachment: id, subject: subject, form: form, names: read.Names(), language: read.Language()}
	return nil
}

func (s *sources) addText(key sourceKey, d attachment.Document) error {
	form, err := s.maker.Text(d)
	if err != nil {
		return err
	}
	for _, column := range form.Columns() {
		s.columns.Column(column)
	}
	s.all[key] = &source{document: d, text: form}
	return nil
}

// item is what becomes of one line.
type item struct {
	line, entry          int64
	kind                 int // the number of the Correspondence Type
	sends, barred        bool
	language, word       string
	subject, description string
	attach               bool
	contact              mailrow.Contact
}

// source returns the item's template, or nil.
func (s *sources) source(i item) *source {
	if i.kind == 0 || i.barred {
		return nil
	}
	if text := s.all[textFile]; text != nil && i.kind == eMailKind {
		return text
	}
	if word := s.all[wordFile]; word != nil {
		return word
	}
	return s.all[sourceKey{i.word, i.language}]
}

const eMailKind = 2

// fill makes what goes out of the state that the transaction sees.
func (p plan) fill(ctx context.Context, tx *sql.Tx, s *Store, src *sources, out *outbox) (err error) {
	if out.stamp, err = data.Stamp(ctx, tx); err != nil {
		return err
	}
	err = p.each(ctx, tx, s, src, out.at, 0, func(i item, one *source, k document.Kept) error {
		if !i.sends {
			return nil
		}
		subject, err := out.add(ctx, src.maker, one, i, k)
		if i.subject == "" && subject != "" {
			out.subjects[i.entry] = subject
		}
		return err
	})
	if err == nil {
		err = out.finish(ctx, src.maker)
	}
	return errors.Join(err, out.close())
}

// refill makes what goes out again where the data has changed since it was made.
func (p plan) refill(ctx context.Context, tx *sql.Tx, s *Store, src *sources, out *outbox) error {
	if out == nil {
		return nil
	}
	stamp, err := data.Stamp(ctx, tx)
	if err != nil || stamp == out.stamp {
		return err
	}
	if err := out.empty(); err != nil {
		return err
	}
	return p.fill(ctx, tx, s, src, out)
}

// keep keeps what makes the documents of the lines' interactions again, the first of
// which has a number. Where the settings say not to keep it, it is kept until what goes
// out is in its place.
func (p plan) keep(ctx context.Context, tx *sql.Tx, s *Store, src *sources, first int64, out *outbox) error {
	at := s.company.Now()
	if out != nil {
		at = out.at
		for place, subject := range out.subjects {
			if err := updateSubject(ctx, tx, first+place, subject); err != nil {
				return err
			}
		}
	}
	settings, err := company.ReadValues(ctx, tx)
	if err != nil || len(src.all) == 0 || out == nil && settings[company.KeepDocuments] != "yes" {
		return err
	}
	for _, one := range src.all {
		if one.attachment == 0 {
			if one.attachment, err = attachment.Keep(ctx, tx, one.document.FileName, one.document.Content); err != nil {
				return err
			}
		}
	}
	insert, err := tx.PrepareContext(ctx, insertDocument)
	if err != nil {
		return err
	}
	defer insert.Close()
	if out != nil {
		p.options.Progress = nil // it has told of all lines when they were made
	}
	return p.each(ctx, tx, s, src, at, first, func(i item, one *source, k document.Kept) error {
		packed, err := k.Pack()
		if err != nil {
			return err
		}
		if _, err := insert.ExecContext(ctx, i.entry, one.attachment, packed); err != nil {
			return fmt.Errorf("keep the document of an interaction: %w", err)
		}
		return nil
	})
}

// each calls take with each line that has a document, and what makes that. The first
// line's interaction has a number, and the documents are made at a time.
func (p plan) each(ctx context.Context, tx *sql.Tx, s *Store, src *sources, at time.Time, first int64, take func(item, *source, document.Kept) error) error {
	for _, one := range src.all {
		one.made = 0
	}
	items, err := p.selectItems(ctx, tx, first)
	if err != nil {
		return fmt.Errorf("read what went out: %w", err)
	}
	defer items.Close()
	// The rows are read beside the transaction: in one that writes nobody can change
	// them meanwhile, and what another makes of them is made again where somebody does.
	options := mailrow.Options{Columns: src.columns.Columns, IncludeBlocked: true}
	return mailrow.Read(ctx, s.company, s.segments, p.segment.No, options, func(rows *mailrow.Rows) error {
		var i item
		more, done := false, 0
		return rows.Each(ctx, func(row *mailrow.Row) error {
			done++
			if p.options.Progress != nil {
				p.options.Progress(done, p.lines.Len())
			}
			for !more || i.line < row.LineNo() {
				if more, err = items.next(&i); err != nil || !more {
					return err
				}
			}
			one := src.source(i)
			if i.line != row.LineNo() || one == nil {
				return nil
			}
			i.contact = row.Contact()
			return take(i, one, one.kept(i, row, rows.Settings(), at))
		})
	})
}

// kept returns what makes an item's document again.
func (one *source) kept(i item, row *mailrow.Row, settings company.Values, now time.Time) document.Kept {
	var k document.Kept
	if one.form != nil {
		one.made++
		k.Letter = merge.NewFilling(one.names, docx.Record{
			Number: row.Place(), Sequence: one.made, Day: now, Values: one.form.Values(row, settings), Language: cmp.Or(one.language, settings[company.Language]),
		})
	}
	if i.kind != eMailKind {
		return k
	}
	to, _ := email.Read(row.Text(eMailColumn))
	k.Mail = &document.Mail{Contact: row.Contact(), To: to, Subject: i.subject, At: now.Format(time.RFC3339), Attach: i.attach}
	if from := mail.CompanySender(settings); from != nil {
		k.Mail.FromName, k.Mail.From = from.Name, from.Address
	}
	if one.text != nil {
		k.Mail.Values = one.text.Values(row.Column, settings)
	} else if k.Mail.Subject == "" {
		k.Mail.Subject = cmp.Or(one.subject, i.description)
	}
	return k
}
