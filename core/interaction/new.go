package interaction

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"winnow/core"
	"winnow/core/attachment"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/fold"
	"winnow/core/lookup"
	"winnow/core/privacy"
	"winnow/core/record"
	"winnow/core/segment"
	"winnow/core/template"
	"winnow/core/value"
)

// typedFields are the keys of the fields that a person can type of a new interaction.
// The others come from its contact and its template.
var typedFields = []string{
	"date", "description", "information_flow", "initiated_by", "cost_lcy", "duration_min", "campaign_no", "campaign_response",
	"campaign_target", "evaluation", "attempt_failed", "salesperson_code", "correspondence_type", "document_no",
	"interaction_language_code", "subject", "contact_via", "opportunity_no", "time_of_interaction", "to_do_no",
	"contact_alt_address_code", "send_word_docs_as_attmt", "word_template_code",
}

// TypedFields returns the fields that a person can type of a new interaction.
func TypedFields() []catalog.Field {
	return slices.DeleteFunc(slices.Clone(table.Fields), func(f catalog.Field) bool { return !slices.Contains(typedFields, f.Key) })
}

// The numbers of options that decide something here.
const (
	emailType   = 2 // Correspondence Type
	inboundFlow = 2 // Information Flow
	openAction  = 1 // Wizard Action
	askAction   = 2 // Wizard Action: Import
	mergeAction = 3 // Wizard Action
)

// File is a file of a person's own.
type File struct {
	Name    string
	Content []byte
}

// NewParams say what happened.
type NewParams struct {
	// Contact is the contact's No., Template the code of the interaction template.
	Contact, Template string
	// Fields are values by key, as typed. Others follow the template and the contact.
	Fields  map[string]string
	Comment string
	// Document is a file that belongs to it, or nil.
	Document *File
	// Postpone keeps it to be finished later; then nothing need be filled in but the
	// contact.
	Postpone bool
	// Preview checks everything and changes nothing.
	Preview bool
	// Env overrides what relative dates are resolved with, and who is "me".
	Env filter.Env
}

// Made is an interaction that was made or finished.
type Made struct {
	No int64
	// Letter says that a letter was made and is kept with it, Opens that it is now to
	// be opened and written.
	Letter, Opens bool
	// Notes are what the person should know of it.
	Notes []core.Message
	// segment is the No. of the segment from whose line a call was made, or "", and
	// before what the line had.
	segment string
	before  segment.BeforeCall
}

// Line is the number of the segment's line from which a call was made, or 0.
func (m Made) Line() int64 { return m.before.LineNo() }

// Add makes an interaction by hand. The error is a core.Problem, in the order contact,
// template, salesperson, date, description, then what else is wrong.
func (s *Store) Add(ctx context.Context, p NewParams) (made Made, err error) {
	d, err := s.newDraft(ctx, p.Fields, p.Env)
	if err != nil {
		return Made{}, err
	}
	err = s.company.Change(ctx, p.Preview, func(tx *sql.Tx) error {
		if err := d.begin(ctx, tx, p.Contact, p.Template, p.Postpone); err != nil {
			return err
		}
		d.hasFile = p.Document != nil
		made, err = d.make(ctx, tx, p)
		return err
	})
	return made, err
}

// Proposal returns the values that a new interaction begins with: what follows from its
// contact, from its template, unless that is "", and from the moment.
func (s *Store) Proposal(ctx context.Context, contact, template string, override filter.Env) (record.Row, error) {
	d, err := s.newDraft(ctx, nil, override)
	if err != nil {
		return record.Row{}, err
	}
	err = s.company.Read(ctx, func(tx *sql.Tx) error { return d.begin(ctx, tx, contact, template, true) })
	return d.row(), err
}

// row is the draft as a row.
func (d *draft) row() record.Row {
	row := record.Row{Table: table}
	for _, f := range table.Fields {
		row.Values = append(row.Values, d.values[f.Key])
	}
	return row
}

// draft is an interaction that is being made: its values by field key, and the rows
// that they come from.
type draft struct {
	values, typed map[string]any
	env           filter.Env
	now           time.Time
	at, by        string
	contact       record.Row
	template      record.Row
	// hasFile says that a document of a person's own comes with it.
	hasFile bool
	// call says that it is a phone call, with which nothing goes out.
	call bool
}

func (s *Store) newDraft(ctx context.Context, fields map[string]string, override filter.Env) (*draft, error) {
	env, err := s.company.Env(ctx, override)
	if err != nil {
		return nil, err
	}
	typed, err := parse(fields, env, func(f catalog.Field) error {
		if slices.Contains(typedFields, f.Key) {
			return nil
		}
		return core.NewProblem(core.Invalid, "interaction.field_is_not_typed", "field", core.Word(f.Caption))
	})
	if err != nil {
		return nil, err
	}
	user, err := value.Code(s.company.User)
	if err != nil {
		user = ""
	}
	d := &draft{values: map[string]any{}, typed: typed, env: env, now: s.company.Now(), at: s.company.Stamp(), by: s.company.User}
	for _, f := range table.Fields {
		d.values[f.Key] = value.Zero(f)
	}
	d.values["user_id"] = user
	return d, nil
}

func (d *draft) code(key string) string  { text, _ := d.values[key].(string); return text }
func (d *draft) number(key string) int64 { n, _ := d.values[key].(int64); return n }

// begin fills in what follows from the contact and the template, and then what was
// typed.
func (d *draft) begin(ctx context.Context, tx *sql.Tx, contact, template string, postpone bool) error {
	if err := d.of(ctx, tx, contact); err != nil {
		return err
	}
	code, err := value.Code(template)
	if err != nil {
		return core.NewProblem(core.Invalid, "common.place_and_problem", "place", word("interaction_template_code"), "problem", err)
	}
	if err := d.choose(ctx, tx, code, postpone); err != nil {
		return err
	}
	if err := d.fill(ctx, tx); err != nil {
		return err
	}
	for key, v := range d.typed {
		d.values[key] = v
	}
	return d.follow(ctx, tx)
}

// of gives the draft its contact.
func (d *draft) of(ctx context.Context, tx *sql.Tx, typed string) (err error) {
	if d.contact, err = findContact(ctx, tx, typed); err != nil {
		return err
	}
	no := d.contact.Text("no")
	if privacy.Blocked(d.contact.Value) {
		return core.NewProblem(core.Invalid, "interaction.contact_is_blocked", "contact", no)
	}
	d.values["contact_no"], d.values["contact_company_no"] = no, d.contact.Text("company_no")
	return nil
}

// likeThem is how many contacts are named that may have been meant.
const likeThem = 5

// findContact returns a contact by its number, or by one that it had before it was
// merged. Where there is none, the error names those in whose number or name the text
// is found.
func findContact(ctx context.Context, tx *sql.Tx, typed string) (record.Row, error) {
	known, err := company.ReadCatalog(ctx, tx)
	if err != nil {
		return record.Row{}, err
	}
	contacts := known.Contact()
	no, err := value.Code(typed)
	if err != nil {
		return record.Row{}, core.NewProblem(core.Invalid, "common.place_and_problem", "place", word("contact_no"), "problem", err)
	}
	if no == "" {
		return record.Row{}, empty("contact_no")
	}
	row, ok, err := selectRow(ctx, tx, contacts, no)
	if err != nil || ok {
		return row, err
	}
	if no, err = selectMerged(ctx, tx, no); err != nil {
		return row, err
	} else if no != "" {
		row, _, err = selectRow(ctx, tx, contacts, no)
		return row, err
	}
	p := core.NewProblem(core.NotFound, "segment.contact_does_not_exist", "contact", value.Excerpt(typed))
	search, args := fold.NewSearch(typed).SQL(fold.JoinedColumns("no", "name"))
	like, err := selectContactsLike(ctx, tx, search, args, likeThem)
	if err != nil || len(like) == 0 {
		return row, errorOr(err, p)
	}
	return row, p.Hint("interaction.contacts_like_it", "contacts", strings.Join(like, ", "))
}

// errorOr returns the first error that is one.
func errorOr(err error, p *core.Problem) error {
	if err != nil {
		return err
	}
	return p
}

// empty is the Problem of a field that must be filled.
func empty(key string) *core.Problem {
	return core.NewProblem(core.Invalid, "interaction.field_is_empty", "field", word(key))
}

// choose gives the draft its template.
func (d *draft) choose(ctx context.Context, tx *sql.Tx, code string, postpone bool) (err error) {
	const key = "interaction_template_code"
	templates := catalog.Must("interaction_template")
	d.template = record.Row{Table: templates, Values: make([]any, len(templates.Fields))}
	for i, f := range templates.Fields {
		d.template.Values[i] = value.Zero(f)
	}
	if code == "" {
		if postpone {
			return nil
		}
		return empty(key)
	}
	if err := lookup.Check(ctx, tx, field(key), code); err != nil {
		return err
	}
	d.values[key] = code
	d.template, _, err = selectRow(ctx, tx, templates, code)
	return err
}

// fill fills in what follows from the template, the contact and the moment.
func (d *draft) fill(ctx context.Context, tx *sql.Tx) (err error) {
	for to, from := range map[string]string{
		"description": "description", "interaction_group_code": "interaction_group_code", "information_flow": "information_flow",
		"initiated_by": "initiated_by", "cost_lcy": "unit_cost_lcy", "duration_min": "unit_duration_min",
		"campaign_no": "campaign_no", "campaign_target": "campaign_target", "campaign_response": "campaign_response",
		"correspondence_type": "correspondence_type_default",
	} {
		d.values[to] = d.template.Value(from)
	}
	d.values["date"], d.values["time_of_interaction"] = d.env.WorkDate, fullMinute(d.now)
	d.values["salesperson_code"], err = d.salesperson(ctx, tx)
	return err
}

// salesperson is my own code, where its table has it; else the contact's.
func (d *draft) salesperson(ctx context.Context, tx *sql.Tx) (string, error) {
	me, err := value.Code(d.env.Me)
	if err != nil || me == "" {
		return d.contact.Text("salesperson_code"), nil
	}
	switch err := lookup.Check(ctx, tx, field("salesperson_code"), me); {
	case core.IsKind(err, core.Invalid):
		return d.contact.Text("salesperson_code"), nil
	case err != nil:
		return "", err
	}
	return me, nil
}

// fullMinute is the time of day at the next full minute, but not on another day.
func fullMinute(now time.Time) string {
	minute := now.Truncate(time.Minute)
	if next := minute.Add(time.Minute); minute.Before(now) && next.Day() == now.Day() {
		minute = next
	}
	return minute.Format("15:04")
}

// follow fills in what follows from values that can be typed.
func (d *draft) follow(ctx context.Context, tx *sql.Tx) (err error) {
	set := func(key string, v any) {
		if _, typed := d.typed[key]; !typed {
			d.values[key] = v
		}
	}
	set("subject", d.values["description"])
	address, err := selectAddress(ctx, tx, d.code("contact_no"), d.code("date"))
	if err != nil {
		return fmt.Errorf("look for the alternative address: %w", err)
	}
	set("contact_alt_address_code", address)
	language, word, err := d.language(ctx, tx)
	if err != nil {
		return fmt.Errorf("look for the language: %w", err)
	}
	set("interaction_language_code", language)
	set("word_template_code", word)
	return nil
}

// language returns the language of what goes out, and the Word template for it: the
// contact's language where the template or its Word template has it, else the
// template's default.
func (d *draft) language(ctx context.Context, tx *sql.Tx) (language, wordTemplate string, err error) {
	template := d.template.Text("code")
	word := d.template.Text("word_template_code")
	wanted := []string{d.contact.Text("language_code"), d.template.Text("language_code_default")}
	if typed, ok := d.typed["interaction_language_code"].(string); ok {
		wanted = []string{typed}
	}
	for i, code := range wanted {
		of, ok, err := selectLanguage(ctx, tx, template, code)
		if err != nil {
			return "", "", err
		}
		if ok && of != "" {
			return code, of, nil
		}
		if !ok && code != "" && word != "" {
			if ok, err = hasWordTemplate(ctx, tx, word, code); err != nil {
				return "", "", err
			}
		}
		if ok || i == len(wanted)-1 {
			return code, word, nil
		}
	}
	return "", word, nil
}

// make checks the draft and stores it.
func (d *draft) make(ctx context.Context, tx *sql.Tx, p NewParams) (made Made, err error) {
	if err := d.check(ctx, tx, p.Postpone); err != nil {
		return Made{}, err
	}
	if p.Postpone {
		d.values[postponed] = int64(1)
	} else if err := d.joinCampaign(ctx, tx); err != nil {
		return Made{}, err
	}
	if made.No, err = company.NextEntryNo(ctx, tx, table.Key); err != nil {
		return Made{}, err
	}
	d.values["entry_no"] = made.No
	if err := insertRow(ctx, tx, table, d.values); err != nil {
		return Made{}, fmt.Errorf("write the interaction: %w", err)
	}
	if err := comment(ctx, tx, made.No, d.env.WorkDate, p.Comment); err != nil {
		return Made{}, err
	}
	if p.Document != nil {
		if err := keep(ctx, tx, made.No, *p.Document); err != nil {
			return Made{}, err
		}
	}
	if !p.Postpone {
		if err := d.letter(ctx, tx, &made); err != nil {
			return Made{}, err
		}
	}
	if d.template.Value("wizard_action") == int64(askAction) && p.Document == nil && !p.Postpone && !d.call {
		made.Notes = append(made.Notes, core.Text("interaction.template_asks_for_a_file", "template", d.template.Text("code"), "entry", made.No))
	}
	return made, nil
}

// check refuses a draft that cannot be kept. A postponed one may lack what is to be
// filled in, but what it has must be right.
func (d *draft) check(ctx context.Context, tx *sql.Tx, postpone bool) error {
	for _, key := range []string{"salesperson_code", "date", "description"} {
		switch v := d.code(key); {
		case strings.TrimSpace(v) == "" && !postpone:
			return empty(key)
		case key == "salesperson_code" && v != "":
			if err := lookup.Check(ctx, tx, field(key), v); err != nil {
				return err
			}
		}
	}
	for _, f := range table.Fields {
		v, ok := d.typed[f.Key]
		if !ok || v == value.Zero(f) || f.Names() == "" || f.Key == "salesperson_code" {
			continue
		}
		key := []any{v}
		if f.LookupOfContact != "" {
			key = []any{d.values["contact_no"], v}
		}
		if err := lookup.Check(ctx, tx, f, key...); err != nil {
			return err
		}
	}
	if _, typed := d.typed["word_template_code"]; typed {
		if err := template.Check(ctx, tx, d.code("word_template_code")); err != nil {
			return err
		}
	}
	if postpone || d.hasFile || d.call {
		return nil
	}
	return d.checkDocument(ctx, tx)
}

// checkDocument refuses what cannot go out: a template that opens or makes a letter, or
// an e-mail of ours, without a Word template.
func (d *draft) checkDocument(ctx context.Context, tx *sql.Tx) error {
	var p *core.Problem
	of := d.template.Text("code")
	switch action := d.template.Value("wizard_action"); {
	case action == int64(openAction):
		p = core.NewProblem(core.Invalid, "interaction.template_has_nothing_to_open", "template", of).Hint("interaction.give_it_a_word_template")
	case action == int64(mergeAction):
		p = core.NewProblem(core.Invalid, "interaction.template_has_nothing_to_merge", "template", of).Hint("interaction.give_it_a_word_template")
	case d.number("correspondence_type") == emailType && d.number("information_flow") != inboundFlow:
		p = core.NewProblem(core.Invalid, "interaction.e_mail_has_no_text", "template", of).Hint("interaction.give_e_mail_a_document")
	default:
		return nil
	}
	if word := d.code("word_template_code"); word != "" {
		return template.Check(ctx, tx, word)
	}
	return p
}

// joinCampaign lets the interaction belong to its campaign's entry for single
// interactions, which is made where there is none.
func (d *draft) joinCampaign(ctx context.Context, tx *sql.Tx) error {
	campaign := d.code("campaign_no")
	if campaign == "" {
		return nil
	}
	entry, err := selectSingle(ctx, tx, campaign)
	if err != nil {
		return fmt.Errorf("look for the campaign entry: %w", err)
	}
	if entry == 0 {
		if entry, err = company.NextEntryNo(ctx, tx, catalog.CampaignEntry); err != nil {
			return err
		}
		err = insertRow(ctx, tx, catalog.Must(catalog.CampaignEntry), map[string]any{
			"entry_no": entry, "campaign_no": campaign, "description": singleInteractions, "date": d.values["date"],
			"user_id": d.values["user_id"], "salesperson_code": d.values["salesperson_code"],
		})
		if err != nil {
			return fmt.Errorf("write the campaign entry: %w", err)
		}
	}
	d.values["campaign_entry_no"] = entry
	return nil
}

// singleInteractions describes the campaign entry to which interactions without a
// logged segment belong, as Business Central does.
const singleInteractions = "Interactions"

// comment adds a comment to an entry, a line of it for each of the text.
func comment(ctx context.Context, tx *sql.Tx, entry int64, day, text string) error {
	for line := range strings.Lines(text) {
		read, err := value.Text(strings.TrimSpace(line))
		if err != nil {
			return core.NewProblem(core.Invalid, "common.place_and_problem", "place", core.Word("Comment"), "problem", err)
		}
		if read == "" {
			continue
		}
		if err := insertComment(ctx, tx, entry, day, read); err != nil {
			return fmt.Errorf("write the comment: %w", err)
		}
	}
	return nil
}

// keep keeps a file of a person's own with an entry.
func keep(ctx context.Context, tx *sql.Tx, entry int64, f File) error {
	id, err := attachment.Keep(ctx, tx, f.Name, f.Content)
	if err != nil {
		return err
	}
	if err := insertAttachment(ctx, tx, entry, id, []byte{}); err != nil {
		return fmt.Errorf("keep the document of interaction %d: %w", entry, err)
	}
	return nil
}

// ResumeParams finish a postponed interaction.
type ResumeParams struct {
	No int64
	// Template is the code of another interaction template, or "" for the one it has.
	Template string
	// Fields are values by key, as typed; the date becomes the work date unless it
	// is among them.
	Fields   map[string]string
	Document *File
	Preview  bool
	Env      filter.Env
}

// Resume finishes a postponed interaction: it is checked as a new one, and counts from
// then on.
func (s *Store) Resume(ctx context.Context, p ResumeParams) (made Made, err error) {
	d, err := s.newDraft(ctx, p.Fields, p.Env)
	if err != nil {
		return Made{}, err
	}
	err = s.company.Change(ctx, p.Preview, func(tx *sql.Tx) error {
		made, err = d.resume(ctx, tx, p)
		return err
	})
	return made, err
}

func (d *draft) resume(ctx context.Context, tx *sql.Tx, p ResumeParams) (Made, error) {
	e, err := find(ctx, tx, p.No)
	if err != nil {
		return Made{}, err
	}
	if !e.Flag(postponed) {
		return Made{}, core.NewProblem(core.Invalid, "interaction.is_not_postponed", "entry", e.No)
	}
	for i, f := range table.Fields {
		d.values[f.Key] = e.Values[i]
	}
	if err := d.of(ctx, tx, e.Code("contact_no")); err != nil {
		return Made{}, err
	}
	code, err := value.Code(p.Template)
	if err != nil {
		return Made{}, core.NewProblem(core.Invalid, "common.place_and_problem", "place", word("interaction_template_code"), "problem", err)
	}
	another := code != "" && code != e.Code("interaction_template_code")
	if code == "" {
		code = e.Code("interaction_template_code")
	}
	if err := d.choose(ctx, tx, code, false); err != nil {
		return Made{}, err
	}
	if another {
		if err := d.fill(ctx, tx); err != nil {
			return Made{}, err
		}
	}
	subjectFollows := d.values["subject"] == d.values["description"]
	d.values["date"] = d.env.WorkDate
	for key, v := range d.typed {
		d.values[key] = v
	}
	if _, typed := d.typed["subject"]; subjectFollows && !typed {
		d.values["subject"] = d.values["description"]
	}
	if another {
		if err := d.follow(ctx, tx); err != nil {
			return Made{}, err
		}
	}
	d.hasFile = p.Document != nil || e.HasDocument
	if err := d.check(ctx, tx, false); err != nil {
		return Made{}, err
	}
	d.values[postponed] = int64(0)
	if err := d.joinCampaign(ctx, tx); err != nil {
		return Made{}, err
	}
	if err := updateEntry(ctx, tx, e.No, d.values, d.at, d.by); err != nil {
		return Made{}, fmt.Errorf("finish interaction %d: %w", e.No, err)
	}
	made := Made{No: e.No}
	if p.Document != nil {
		if err := keep(ctx, tx, e.No, *p.Document); err != nil {
			return Made{}, err
		}
	}
	return made, d.letter(ctx, tx, &made)
}
