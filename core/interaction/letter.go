package interaction

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"time"

	"winnow/core"
	"winnow/core/attachment"
	"winnow/core/company"
	documents "winnow/core/document"
	"winnow/core/docx"
	"winnow/core/mail"
	"winnow/core/mailrow"
	"winnow/core/merge"
	"winnow/core/segment"
	"winnow/core/template"
	"winnow/data/email"
)

// eMailColumn is the place of the column that every letter reads.
const eMailColumn = 0

// letter makes what goes out with an interaction where its template's Wizard Action
// says so, and keeps it with it, whatever the settings say of what is logged: there is
// no other copy.
func (d *draft) letter(ctx context.Context, tx *sql.Tx, made *Made) error {
	action := d.template.Value("wizard_action")
	if d.hasFile || d.call || action != int64(openAction) && action != int64(mergeAction) {
		return nil
	}
	word := d.code("word_template_code")
	id, language, err := selectWord(ctx, tx, word, d.code("interaction_language_code"))
	if err != nil {
		return fmt.Errorf("read the Word template %s: %w", word, err)
	}
	if id == 0 {
		return core.NewProblem(core.NotFound, "template.word_template_does_not_exist", "template", word+" ("+d.code("interaction_language_code")+")")
	}
	matches, err := template.Matches(ctx, tx, word, language)
	if err != nil {
		return err
	}
	document, err := attachment.Read(ctx, tx, id)
	if err != nil {
		return err
	}
	kept, err := d.merged(ctx, tx, document, matches)
	if err != nil {
		return err
	}
	// What cannot be merged is refused now, not when somebody wants to see it.
	if _, err := documents.NewMaker(d.env.Catalog).MakeKept(document, kept); err != nil {
		return err
	}
	packed, err := kept.Pack()
	if err != nil {
		return err
	}
	if err := insertAttachment(ctx, tx, made.No, document.ID, packed); err != nil {
		return fmt.Errorf("keep the letter of interaction %d: %w", made.No, err)
	}
	made.Letter, made.Opens = true, action == int64(openAction)
	return nil
}

// merged are the values that the fields of a Word template have for the draft, and
// what an e-mail has besides.
func (d *draft) merged(ctx context.Context, tx *sql.Tx, template attachment.Document, matches map[string]string) (kept documents.Kept, err error) {
	read, err := docx.Read(template.Content)
	if err != nil {
		return kept, err
	}
	if err := read.OneEach(); err != nil {
		return kept, err
	}
	known, err := company.ReadCatalog(ctx, tx)
	if err != nil {
		return kept, err
	}
	columns := merge.Sources{Columns: []string{eMailColumn: "e_mail"}, Catalog: known}
	form := columns.Form(read, matches)
	if err := form.Check(); err != nil {
		return kept, err
	}
	row, err := mailrow.One(ctx, tx, segment.LineOf(d.contact, d.shown()), columns.Columns)
	if err != nil {
		return kept, err
	}
	settings := row.Settings()
	kept.Letter = merge.NewFilling(form.Names(), docx.Record{
		Number: 1, Values: form.Values(row, settings), Language: cmp.Or(read.Language(), settings[company.Language]), Day: d.now,
	})
	to, _ := email.Read(row.Text(eMailColumn))
	if d.number("correspondence_type") != emailType || len(to) == 0 {
		return kept, nil // without an address it is a letter
	}
	kept.Mail = &documents.Mail{Contact: row.Contact(), To: to, Subject: d.code("subject"), At: d.now.Format(time.RFC3339),
		Attach: d.number("send_word_docs_as_attmt") != 0}
	if from := mail.CompanySender(settings); from != nil {
		kept.Mail.FromName, kept.Mail.From = from.Name, from.Address
	}
	return kept, nil
}

// shown are the values of a segment's line that are the draft's.
func (d *draft) shown() map[string]any {
	shown := maps.Clone(d.values)
	shown["language_code"] = cmp.Or(d.code("interaction_language_code"), d.contact.Text("language_code"))
	shown["send_word_doc_as_attmt"] = d.values["send_word_docs_as_attmt"]
	return shown
}
