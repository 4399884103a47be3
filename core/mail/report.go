package mail

import (
	"context"
	"maps"
	"slices"
	"strings"

	"winnow/core/company"
	"winnow/core/mailrow"
	"winnow/core/merge"
	"winnow/core/segment"
)

// Report is what e-mails would be.
type Report struct {
	// Rows counts the messages.
	Rows int `json:"rows"`
	// Blocked counts the lines of blocked contacts, BlockedContacts are these; they
	// are among the messages only where that was asked for.
	Blocked         int               `json:"blocked"`
	BlockedContacts []mailrow.Contact `json:"blocked_contacts"`
	// Shared counts the lines that share the e-mail of another, where a company or a
	// household gets one.
	Shared int `json:"shared,omitempty"`
	Counts
	// Unknown are the template's fields that do not exist.
	Unknown []Unknown `json:"unknown_fields"`
	// Empty are the fields that some messages have nothing for.
	Empty []Empty `json:"empty_fields"`
	// Matched are the Word template's fields that take another column's values, Controls its
	// content controls that nothing fills.
	Matched  []merge.Match `json:"matched_fields,omitempty"`
	Controls []string      `json:"content_controls,omitempty"`
	// Beside are the parts of Word templates that e-mails made of them lack: header, footer,
	// footnotes or endnotes.
	Beside []string `json:"not_in_e_mails,omitempty"`
	// Without are the languages that there is no template for.
	Without []merge.Used `json:"without_template,omitempty"`
	// LeftOut are all who get no message, and why: blocked contacts come last.
	LeftOut []LeftOut `json:"left_out"`
}

// Unknown is a field that does not exist, and the name that it may be meant for,
// or "".
type Unknown struct {
	Field   string `json:"field"`
	Meaning string `json:"did_you_mean"`
}

// Empty is a field that is empty in the messages of so many lines, and whose they
// are.
type Empty struct {
	Field    string            `json:"field"`
	Lines    int               `json:"lines"`
	Contacts []mailrow.Contact `json:"contacts"`
}

// LeftOut is a contact who gets no message.
type LeftOut struct {
	mailrow.Contact
	// Why is no_mail, invalid or blocked.
	Why string `json:"why"`
}

// Count returns what Write would write, and writes nothing. Fields that do not
// exist are told of; other errors are those of Write.
func Count(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options) (Report, error) {
	r := Report{BlockedContacts: []mailrow.Contact{}, Unknown: []Unknown{}, Empty: []Empty{}, LeftOut: []LeftOut{}}
	made, err := o.content(ctx, c, s, no)
	if err != nil {
		return r, err
	}
	run, err := o.draft(c, made)
	if err != nil {
		return r, err
	}
	run.withoutLetters = true
	r.templates(made)
	empty, without := map[string]*Empty{}, map[string]int{}
	rows := o.rows(run)
	err = mailrow.Read(ctx, c, s, no, rows, func(rows *mailrow.Rows) error {
		err := rows.Each(ctx, func(row *mailrow.Row) error {
			contact, invalid := contactOf(row), run.counts.Invalid
			if run.counts.count(contact, run.seen) == nil {
				why := "no_mail"
				if run.counts.Invalid > invalid {
					why = "invalid"
				}
				r.LeftOut = append(r.LeftOut, LeftOut{contact.Contact, why})
				return nil
			}
			r.Rows++
			names, language, ok := made.empty(row, rows.Settings())
			if !ok {
				without[language]++
				return nil
			}
			for _, name := range names {
				if empty[name] == nil {
					empty[name] = &Empty{Field: name}
				}
				empty[name].Lines++
				empty[name].Contacts = append(empty[name].Contacts, contact.Contact)
			}
			_, said, err := run.message(rows, row, r.Rows)
			if v, ok := made.versions[said.Language]; ok && v.word != nil && said.Way == AsBody {
				r.Beside = merge.AppendNew(r.Beside, v.word.Beside())
			}
			return err
		})
		r.Blocked, r.Shared = rows.Blocked(), rows.Shared()
		r.BlockedContacts = append(r.BlockedContacts, rows.BlockedContacts()...)
		return err
	})
	if err != nil {
		return r, err
	}
	r.Counts = run.counts
	if !o.IncludeBlocked {
		for _, contact := range r.BlockedContacts {
			r.LeftOut = append(r.LeftOut, LeftOut{contact, "blocked"})
		}
	}
	for _, name := range made.names() {
		if empty[name] != nil {
			r.Empty = append(r.Empty, *empty[name])
		}
	}
	for _, language := range slices.Sorted(maps.Keys(without)) {
		r.Without = append(r.Without, merge.Used{Language: language, Letters: without[language]})
	}
	return r, nil
}

// templates tells of what the templates are like.
func (r *Report) templates(k *content) {
	for _, v := range k.all() {
		for _, name := range v.text.unknown {
			r.Unknown = merge.AppendNew(r.Unknown, []Unknown{{strings.Trim(name, "{}«» "), nearest(k.sources.Catalog, name)}})
		}
		if v.word == nil {
			continue
		}
		for _, u := range v.word.Unknown() {
			r.Unknown = merge.AppendNew(r.Unknown, []Unknown{Unknown(u)})
		}
		r.Matched = merge.AppendNew(r.Matched, v.word.Matched())
		r.Controls = merge.AppendNew(r.Controls, v.word.Controls())
	}
}

// names returns the names of all fields, each once.
func (k *content) names() (names []string) {
	for _, v := range k.all() {
		for _, f := range v.text.fields {
			names = merge.AppendNew(names, []string{f.name})
		}
		if v.word != nil {
			names = merge.AppendNew(names, v.word.Names())
		}
	}
	return names
}

// empty returns the fields that a row has nothing for, each once. ok is false where there
// is no template for its language.
func (k *content) empty(row *mailrow.Row, settings company.Values) (names []string, language string, ok bool) {
	if k.language >= 0 {
		language = row.Text(k.language)
	}
	v, _, ok := of(k.versions, language)
	if !ok {
		return nil, language, false
	}
	word := v.word
	if word == nil && k.letters != nil {
		letter, _, ok := of(k.letters, language)
		if !ok {
			return nil, language, false
		}
		word = letter.word
	}
	for _, f := range v.text.fields {
		if strings.TrimSpace(f.value(row, settings)) == "" {
			names = merge.AppendNew(names, []string{f.name})
		}
	}
	if word != nil {
		names = merge.AppendNew(names, word.Empty(row, settings))
	}
	return names, language, true
}
