package interaction

import (
	"context"
	"io"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"

	"winnow/core/attachment"
	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/inputfile"
	"winnow/core/interaction"
	"winnow/core/record"
	"winnow/core/value"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// The fields that are asked for, in their order: what happened, and what came of it.
var (
	askedKeys = []string{
		"contact_no", "interaction_template_code", "description", "salesperson_code", "date", "time_of_interaction",
		"correspondence_type", "interaction_language_code", "information_flow", "initiated_by",
		"campaign_no", "campaign_target", "campaign_response",
	}
	resultKeys = []string{"evaluation", "cost_lcy", "duration_min"}
)

// kept are the extensions of files that people keep with an interaction.
var kept = []string{".pdf", ".docx", ".doc", ".odt", ".rtf", ".txt", ".xlsx", ".xls", ".eml", ".msg", ".jpg", ".jpeg", ".png", ".tif", ".tiff"}

// The Wizard Actions of templates.
const (
	opensLetter = int64(1)
	asksForFile = int64(2)
	makesLetter = int64(3)
)

// Create is the dialog in which an interaction is made, or a postponed one finished.
type Create struct {
	// Tasks do the dialog's work.
	Tasks *work.Tasks

	session    *session.Session
	modal      *widget.Modal
	env        filter.Env
	fields     map[string]*field.Field
	successful *entry.Check
	comment    *entry.Area
	document   *widget.Value
	file       *interaction.File
	params     CreateParams
	proposed   record.Row // what the fields held before anything was typed
	resumed    record.Row // the postponed interaction as it was
	action     any        // the template's Wizard Action
	stop       context.CancelFunc
}

// CreateParams say with what an interaction begins.
type CreateParams struct {
	// Contact is the contact's No., which cannot be changed then; "" asks for it.
	Contact string
	// Task is the No. of the task that it was done for, or "".
	Task string
	// Resume is the Entry No. of the postponed interaction that is finished, or 0.
	Resume int64
	// Template and Fields are what it begins with besides, as typed.
	Template string
	Fields   map[string]string
	// Done is told what came of it; nil tells nobody.
	Done func(said string)
}

// Ask asks for an interaction, and makes it or finishes it.
func Ask(s *session.Session, params CreateParams) *Create {
	c := &Create{Tasks: work.NewTasks(), session: s, params: params, fields: map[string]*field.Field{}, comment: entry.NewArea(64, nil), document: widget.NewValue("", widget.Left)}
	room := &field.Room{Session: s, Tasks: c.Tasks, Env: func() filter.Env { return c.env }}
	for _, key := range slices.Concat(askedKeys, resultKeys) {
		f, _ := spec.Field(key)
		c.fields[key] = field.New(room, f, c.changed(key))
	}
	c.successful = entry.NewCheck("", "", nil)
	c.successful.SetOn(true)
	c.fields["contact_no"].Publish(params.Contact, "")
	c.fields["interaction_template_code"].Publish(params.Template, "")
	for key, text := range params.Fields {
		c.fields[key].Publish(text, "")
	}
	if params.Contact != "" || params.Resume != 0 {
		c.fields["contact_no"].Entry().SetEnabled(false)
	}
	c.modal = &widget.Modal{Title: i18n.T("interactions.create"), Width: 920, Body: c.body(), OnOK: c.finish, Unsaved: c.anything, Asked: c.asked, OnCancel: c.Tasks.Close, OK: i18n.T("interactions.finish")}
	if params.Resume != 0 {
		c.modal.Title = i18n.T("interactions.resume")
	}
	c.show()
	c.begin()
	return c
}

// show opens the dialog with the keyboard in the first field that is to be filled.
func (c *Create) show() {
	c.modal.Show(c.session.Window.Canvas())
	first := "interaction_template_code"
	if c.params.Contact == "" && c.params.Resume == 0 {
		first = "contact_no"
	}
	c.fields[first].Entry().Focus()
}

func (c *Create) body() fyne.CanvasObject {
	grid := func(keys []string, more ...entry.Field) fyne.CanvasObject {
		var shown []entry.Field
		for _, key := range keys {
			shown = append(shown, c.fields[key].Beside())
		}
		fields := entry.NewFields(append(shown, more...)...)
		fields.CaptionWidth = 190
		return fields
	}
	choose := widget.NewButton(widget.Action{Text: i18n.T("interactions.choose_file_dialog"), Icon: theme.IconOpen, Kind: widget.Boxed, Do: c.chooseFile})
	result := grid(resultKeys, entry.Field{Caption: i18n.T("interactions.was_successful"), Object: c.successful})
	file := widget.NewRow(choose, c.document)
	if c.params.Resume != 0 { // its comments are added on the list
		return widget.NewStack(10, 16, grid(askedKeys), result, file)
	}
	return widget.NewStack(10, 16, grid(askedKeys), result, widget.NewTitle(i18n.T("caption.comment")), c.comment, file)
}

// changed returns what follows a change of a field: the contact and the template propose
// values for other fields.
func (c *Create) changed(key string) func(string) {
	if key != "contact_no" && key != "interaction_template_code" {
		return nil
	}
	return func(string) { c.propose() }
}

// begin reads what the fields hold at first.
func (c *Create) begin() {
	if c.params.Resume == 0 {
		c.propose()
		return
	}
	var e interaction.Entry
	var proposed record.Row
	var env filter.Env
	var action any
	c.Tasks.Run(func(ctx context.Context) (err error) {
		if env, err = c.session.Company.Env(ctx, filter.Env{}); err != nil {
			return err
		}
		if e, err = c.session.Interactions.Entry(ctx, c.params.Resume); err != nil {
			return err
		}
		if proposed, err = c.session.Interactions.Proposal(ctx, e.Text("contact_no"), e.Text("interaction_template_code"), filter.Env{}); err != nil {
			return err
		}
		if !e.HasDocument {
			action, err = c.actionOf(ctx, e.Row)
		}
		return err
	}, func(err error) {
		if err != nil {
			c.modal.SetStatus(work.Text(err), true)
			return
		}
		c.env, c.action, c.resumed = env, action, e.Row
		c.modal.SetStatus(c.what(), false)
		c.publish(e.Row)
		c.fields["date"].Publish(env.WorkDate, "")
		c.proposed = proposed // what is other than this was typed
		c.successful.SetOn(!e.Flag("attempt_failed"))
		if e.HasDocument {
			c.document.SetText(i18n.T("interactions.it_has_document"))
		}
	})
}

// propose fills what nobody has typed with what follows from the contact and the
// template.
func (c *Create) propose() {
	if c.stop != nil {
		c.stop()
	}
	contact, template := c.fields["contact_no"].Text(), c.fields["interaction_template_code"].Text()
	var env filter.Env
	var row record.Row
	var action any
	c.stop = c.Tasks.Run(func(ctx context.Context) (err error) {
		if env, err = c.session.Company.Env(ctx, filter.Env{}); err != nil || contact == "" {
			return err
		}
		if row, err = c.session.Interactions.Proposal(ctx, contact, template, filter.Env{}); err != nil || template == "" {
			return err
		}
		action, err = c.actionOf(ctx, row)
		return err
	}, func(err error) {
		c.env = env
		switch {
		case err != nil:
			c.modal.SetStatus(work.Text(err), true)
		case row.Table.Key != "":
			c.action = action
			c.modal.SetStatus(c.what(), false)
			c.publish(row)
		}
	})
}

// actionOf is the Wizard Action of the template that an interaction has; nil of none.
func (c *Create) actionOf(ctx context.Context, row record.Row) (any, error) {
	code := row.Text("interaction_template_code")
	if code == "" {
		return nil, nil
	}
	template, err := c.session.Upkeep.Row(ctx, "interaction_template", code)
	return template.Value("wizard_action"), err
}

// what says what Finish does besides making the interaction.
func (c *Create) what() string {
	switch {
	case c.file != nil:
	case c.action == opensLetter:
		return i18n.T("interactions.finish_makes_and_opens_letter")
	case c.action == makesLetter:
		return i18n.T("interactions.finish_makes_letter")
	}
	return ""
}

// publish shows values in the fields that nobody typed into.
func (c *Create) publish(row record.Row) {
	typed := c.typed()
	c.proposed = row
	for key, f := range c.fields {
		if _, own := typed[key]; !own {
			f.Publish(row.Text(key), "")
		}
	}
}

// typed are the fields whose values differ from the proposed ones.
func (c *Create) typed() map[string]string {
	typed := map[string]string{}
	for key, f := range c.fields {
		before := value.Format(f.Spec, value.Zero(f.Spec))
		if c.proposed.Table.Key != "" {
			before = c.proposed.Text(key)
		}
		text := f.Text()
		if text == "" && f.Spec.Type == catalog.Decimal {
			text = "0"
		}
		if key != "contact_no" && key != "interaction_template_code" && text != before {
			typed[key] = text
		}
	}
	return typed
}

// values are what the interaction is made with: what was typed, and the day and the
// time as they stand there.
func (c *Create) values() map[string]string {
	values := c.typed()
	for _, key := range []string{"date", "time_of_interaction"} {
		if text := c.fields[key].Text(); text != "" {
			values[key] = text
		}
	}
	if c.params.Task != "" {
		values["to_do_no"] = c.params.Task
	}
	values["attempt_failed"] = "No"
	if !c.successful.On() {
		values["attempt_failed"] = "Yes"
	}
	return values
}

// chooseFile asks for a file of one's own.
func (c *Create) chooseFile() { c.ask(func() {}) }

// ask asks for a file, reads it and goes on.
func (c *Create) ask(then func()) {
	c.session.Services.Source(kept, func(path string) {
		var file interaction.File
		c.Tasks.Run(func(context.Context) (err error) {
			file, err = readFile(path)
			return err
		}, func(err error) {
			if err != nil {
				c.modal.SetStatus(work.Text(err), true)
				return
			}
			c.file = &file
			c.document.SetText(file.Name)
			c.modal.SetStatus(c.what(), false)
			then()
		})
	})
}

func readFile(path string) (interaction.File, error) {
	f, err := inputfile.Open(path)
	if err != nil {
		return interaction.File{}, inputfile.Problem(path, err)
	}
	defer f.Close()
	// One byte more than there may be is enough to be refused.
	content, err := io.ReadAll(io.LimitReader(f, attachment.MaxSize+1))
	if err != nil {
		return interaction.File{}, inputfile.Problem(path, err)
	}
	return interaction.File{Name: filepath.Base(path), Content: content}, nil
}

// finish makes the interaction; where its template asks for a file and there is none,
// it asks for that first.
func (c *Create) finish() {
	if c.action != asksForFile || c.file != nil {
		c.save(false)
		return
	}
	widget.Ask(c.session.Window.Canvas(), widget.Question{
		Title: i18n.T("interactions.template_asks_for_file"), Text: i18n.T("interactions.choose_file_or_finish_without"),
		Yes: i18n.T("interactions.choose_file_dialog"), OnYes: func() { c.ask(func() { c.save(false) }) },
		Other: i18n.T("interactions.without_file"), OnOther: func() { c.save(false) }, No: i18n.T("common.cancel"),
	})
}

// save makes or finishes the interaction, or keeps it to be finished later, or says at
// the foot what is wrong with it.
func (c *Create) save(postpone bool) {
	contact, template, values := c.fields["contact_no"].Text(), c.fields["interaction_template_code"].Text(), c.values()
	comment := c.comment.Text()
	store := c.session.Interactions
	var made interaction.Made
	c.modal.SetOK(false)
	c.Tasks.Write(func(ctx context.Context) (err error) {
		if c.params.Resume != 0 {
			made, err = store.Resume(ctx, interaction.ResumeParams{No: c.params.Resume, Template: template, Fields: values, Document: c.file})
			return err
		}
		made, err = store.Add(ctx, interaction.NewParams{Contact: contact, Template: template, Fields: values, Comment: comment, Document: c.file, Postpone: postpone})
		return err
	}, func(err error) {
		c.modal.SetOK(true)
		if err != nil {
			c.modal.SetStatus(work.Text(err), true)
			return
		}
		c.modal.Close()
		c.Tasks.Close()
		said := i18n.T("interactions.interaction_is_made", "entry", key(made.No))
		switch {
		case postpone:
			said = i18n.T("interactions.interaction_is_postponed", "entry", key(made.No))
		case c.params.Resume != 0:
			said = i18n.T("interactions.interaction_is_finished", "entry", key(made.No))
		}
		if made.Letter {
			said = i18n.T("interactions.made_and_letter_kept", "said", said)
		}
		if c.params.Done != nil {
			c.params.Done(said)
		}
		if made.Opens {
			openLetter(c.session, made.No, c.params.Done)
		}
	})
}

// anything reports whether something was typed or chosen.
func (c *Create) anything() bool {
	template := c.fields["interaction_template_code"].Text()
	if c.params.Resume != 0 && c.resumed.Table.Key != "" {
		return field.Unsaved(c.fields)() || template != c.resumed.Text("interaction_template_code") || c.file != nil ||
			c.successful.On() == c.resumed.Flag("attempt_failed")
	}
	return len(c.typed()) > 0 || template != "" || c.comment.Text() != "" || c.file != nil
}

// asked asks whether to finish it later; what has no contact or is a postponed interaction
// already can only be discarded.
func (c *Create) asked(discard func()) widget.Question {
	if c.params.Resume != 0 || c.fields["contact_no"].Text() == "" {
		return widget.Discarding(discard)
	}
	return widget.Question{
		Title: i18n.T("interactions.finish_it_later"), Text: i18n.T("interactions.it_is_kept_among_postponed"),
		Yes: i18n.T("interactions.finish_later"), OnYes: func() { c.save(true) },
		Other: i18n.T("common.discard"), OnOther: discard, No: i18n.T("common.go_on"),
	}
}
