package main

import (
	"context"
	"io"
	"path/filepath"
	"strings"

	"winnow/core"
	"winnow/core/attachment"
	"winnow/core/company"
	"winnow/core/inputfile"
	"winnow/core/interaction"
	"winnow/core/segment"
)

// interactionCommand is the group of commands on single interactions.
type interactionCommand struct {
	Add      interactionAddCommand      `cmd:"" help:"Record what happened with a contact, and print the Entry No."`
	Resume   interactionResumeCommand   `cmd:"" help:"Finish a postponed interaction."`
	Set      interactionSetCommand      `cmd:"" help:"Change fields of interactions."`
	Evaluate interactionEvaluateCommand `cmd:"" help:"Give interactions an evaluation."`
	Cancel   interactionCancelCommand   `cmd:"" help:"Cancel interactions, which then count nowhere."`
	Uncancel interactionUncancelCommand `cmd:"" help:"Take the cancellation of interactions back."`
	Comment  interactionCommentCommand  `cmd:"" help:"Add a comment to an interaction."`
	Document interactionDocumentCommand `cmd:"" help:"Write what went out with an interaction to a file, or keep a file with it."`
	Delete   interactionDeleteCommand   `cmd:"" help:"Delete canceled interactions."`
}

func (interactionCommand) Help() string {
	return `Interactions are listed by "winnowctl interactions".

Example:

	winnowctl interaction add CT000012 --template CALL-IN "description=Asked for a visit"
	winnowctl interaction evaluate 2000000001 Positive`
}

type interactionAddCommand struct {
	Contact  string   `arg:"" help:"The contact's No."`
	Values   []string `arg:"" optional:"" name:"field=value" help:"A field by its key and its value; the others follow the template and the contact."`
	Template *string  `placeholder:"CODE" help:"The code of the interaction template."`
	Document string   `placeholder:"FILE" help:"Keep this file with it, such as a scan; at most 16 MiB."`
	Comment  string   `placeholder:"TEXT" help:"A comment."`
	Postpone bool     `help:"Keep it to be finished later; it counts nowhere until then, and need not be complete."`
	Preview  bool     `help:"Check everything, and change nothing."`
}

func (interactionAddCommand) Help() string {
	return `Without a salesperson_code it gets your own code (the setting me, or --me), else the contact's; without a
date the work date. With a campaign it belongs to the campaign's entry for single interactions.

Where the Wizard Action of the template is Open or Merge, the letter is made of its Word template, unless
--document gives another, and kept with the interaction; "winnowctl interaction document" writes it to a file.

Example:

	winnowctl interaction add CT000012 --template CALL-IN "description=Asked for a visit" evaluation=Positive
	winnowctl interaction add CT000012 --template LETTER --document order.pdf --comment "Signed"`
}

func (c *interactionAddCommand) Run(ctx context.Context, s *session) error {
	fields, err := assignments(c.Values)
	if err != nil {
		return err
	}
	if c.Template == nil && !c.Postpone {
		return usagef("missing flag: --template=CODE")
	}
	params := interaction.NewParams{Contact: c.Contact, Fields: fields, Comment: c.Comment, Postpone: c.Postpone, Preview: c.Preview, Env: s.env}
	if c.Template != nil {
		params.Template = *c.Template
	}
	if params.Document, err = ownFile(c.Document); err != nil {
		return err
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		made, err := interaction.New(open).Add(ctx, params)
		if err != nil {
			return err
		}
		s.noted(made.Notes, c.Preview)
		s.toldLetter(made, c.Preview)
		if s.json {
			return s.printJSON(object{{"entry_no", made.No}})
		}
		s.print("%d", made.No)
		return nil
	})
}

// noted tells on standard error what should be known of what was done.
func (s *session) noted(notes []core.Message, preview bool) {
	for _, note := range notes {
		s.remark("note: %s", note.In(locale()))
	}
	s.previewed(preview)
}

// toldLetter tells that a letter is kept with an interaction, and how it is written.
func (s *session) toldLetter(made interaction.Made, preview bool) {
	if made.Letter && !preview {
		s.remark("note: %s", text("winnowctl.letter_is_kept", "entry", made.No))
	}
}

// previewed tells that a preview changed nothing.
func (s *session) previewed(preview bool) {
	if preview {
		s.remark("preview: nothing was changed")
	}
}

// ownFile reads a file that is to be kept; nil without a name.
func ownFile(path string) (*interaction.File, error) {
	if path == "" {
		return nil, nil
	}
	f, err := inputfile.Open(path)
	if err != nil {
		return nil, inputfile.Problem(path, err)
	}
	defer f.Close()
	// One byte more than there may be is enough to be refused.
	content, err := io.ReadAll(io.LimitReader(f, attachment.MaxSize+1))
	if err != nil {
		return nil, inputfile.Problem(path, err)
	}
	return &interaction.File{Name: filepath.Base(path), Content: content}, nil
}

type interactionResumeCommand struct {
	Entry    number   `arg:"" help:"The Entry No."`
	Values   []string `arg:"" optional:"" name:"field=value" help:"A field by its key and its value."`
	Template string   `placeholder:"CODE" help:"Another interaction template, or one where there is none yet."`
	Document string   `placeholder:"FILE" help:"Keep this file with it."`
	Preview  bool     `help:"Check everything, and change nothing."`
}

func (interactionResumeCommand) Help() string {
	return `The date becomes the work date, unless it is given. Postponed interactions are listed by
"winnowctl interactions --postponed".

Example:

	winnowctl interaction resume 2000000001 "description=Asked for a visit"`
}

func (c *interactionResumeCommand) Run(ctx context.Context, s *session) error {
	fields, err := assignments(c.Values)
	if err != nil {
		return err
	}
	params := interaction.ResumeParams{No: int64(c.Entry), Template: c.Template, Fields: fields, Preview: c.Preview, Env: s.env}
	if params.Document, err = ownFile(c.Document); err != nil {
		return err
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		made, err := interaction.New(open).Resume(ctx, params)
		if err != nil {
			return err
		}
		s.noted(made.Notes, c.Preview)
		s.toldLetter(made, c.Preview)
		if s.json {
			return s.printJSON(object{{"entry_no", made.No}})
		}
		s.print("finished interaction %d", made.No)
		return nil
	})
}

type interactionSetCommand struct {
	Words   []string `arg:"" name:"entry|field=value" help:"Entry Nos., and fields by their keys with their new values."`
	Preview bool     `help:"Check everything, and change nothing."`
}

func (interactionSetCommand) Help() string {
	return `Evaluation and Attempt Failed can be changed of all; Description, Date, Time of Interaction, Cost (LCY),
Duration (Min.) and Campaign Response of those that were made here.

Example:

	winnowctl interaction set 2000000001 2000000002 attempt_failed=yes`
}

func (c *interactionSetCommand) Run(ctx context.Context, s *session) error {
	var entries []int64
	var assigned []string
	for _, word := range c.Words {
		if strings.Contains(word, "=") {
			assigned = append(assigned, word)
			continue
		}
		n, err := readNumber(word)
		if err != nil {
			return err
		}
		entries = append(entries, n)
	}
	if len(entries) == 0 || len(assigned) == 0 {
		return usagef("write Entry Nos. and field=value")
	}
	fields, err := assignments(assigned)
	if err != nil {
		return err
	}
	return s.editEntries(ctx, interaction.Change{Entries: entries, Fields: fields, Preview: c.Preview, Env: s.env})
}

// readNumber reads a whole number, as those of entries and lines are.
func readNumber(word string) (int64, error) {
	var n number
	if err := n.UnmarshalText([]byte(word)); err != nil {
		return 0, err
	}
	return int64(n), nil
}

// editEntries changes fields of interactions and tells how many are others now.
func (s *session) editEntries(ctx context.Context, change interaction.Change) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		edited, err := interaction.New(open).Set(ctx, change)
		if err != nil {
			return err
		}
		changed := make([]int64, len(edited))
		for i, e := range edited {
			changed[i] = e.No
		}
		return s.tellEntries("changed", "winnowctl.interactions_changed", changed, change.Preview)
	})
}

// tellEntries prints which interactions are others now.
func (s *session) tellEntries(key, id string, changed []int64, preview bool) error {
	s.previewed(preview)
	if s.json {
		return s.printJSON(object{{key, changed}})
	}
	s.print("%s", core.Text(id, "count", len(changed)).In(locale()))
	return nil
}

type interactionEvaluateCommand struct {
	Words   []string `arg:"" name:"entry|value" help:"Entry Nos., and at the end Very Positive, Positive, Neutral, Negative, Very Negative, or ''."`
	Preview bool     `help:"Check everything, and change nothing."`
}

func (interactionEvaluateCommand) Help() string {
	return `An empty value takes the evaluation away. Canceled interactions are not evaluated.

Example:

	winnowctl interaction evaluate 2000000001 2000000002 "Very Positive"`
}

func (c *interactionEvaluateCommand) Run(ctx context.Context, s *session) error {
	last := len(c.Words) - 1
	if last < 1 {
		return usagef("write Entry Nos. and, at the end, the evaluation")
	}
	var entries []int64
	for _, word := range c.Words[:last] {
		n, err := readNumber(word)
		if err != nil {
			return err
		}
		entries = append(entries, n)
	}
	fields := map[string]string{"evaluation": c.Words[last]}
	return s.editEntries(ctx, interaction.Change{Entries: entries, Fields: fields, Preview: c.Preview, Env: s.env})
}

// entriesArg are interactions that a command changes.
type entriesArg struct {
	Entries []number `arg:"" name:"entry" help:"Entry Nos."`
	Preview bool     `help:"Check everything, and change nothing."`
}

func (a entriesArg) numbers() []int64 {
	list := make([]int64, len(a.Entries))
	for i, n := range a.Entries {
		list[i] = int64(n)
	}
	return list
}

type interactionCancelCommand struct{ entriesArg }

func (interactionCancelCommand) Help() string {
	return `They stay canceled when their logged segment is uncanceled.

Example:

	winnowctl interaction cancel 2000000001`
}

func (c *interactionCancelCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		changed, err := interaction.New(open).Cancel(ctx, c.numbers(), c.Preview)
		if err != nil {
			return err
		}
		return s.tellEntries("canceled", "winnowctl.interactions_canceled", changed, c.Preview)
	})
}

type interactionUncancelCommand struct{ entriesArg }

func (interactionUncancelCommand) Help() string {
	return `It is refused while the logged segment or the campaign entry that an interaction belongs to is canceled.

Example:

	winnowctl interaction uncancel 2000000001`
}

func (c *interactionUncancelCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		changed, err := interaction.New(open).Uncancel(ctx, c.numbers(), c.Preview)
		if err != nil {
			return err
		}
		return s.tellEntries("uncanceled", "winnowctl.interactions_uncanceled", changed, c.Preview)
	})
}

type interactionCommentCommand struct {
	Entry   number `arg:"" help:"The Entry No."`
	Text    string `arg:"" help:"The comment."`
	Preview bool   `help:"Check everything, and change nothing."`
}

func (interactionCommentCommand) Help() string {
	return `Example:

	winnowctl interaction comment 2000000001 "Wants the catalog in spring"`
}

func (c *interactionCommentCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		store := interaction.New(open)
		if err := store.Comment(ctx, int64(c.Entry), c.Text, c.Preview, s.env); err != nil {
			return err
		}
		s.previewed(c.Preview)
		if s.json {
			return s.printJSON(object{{"commented", int64(c.Entry)}})
		}
		s.print("added the comment to interaction %d", c.Entry)
		return nil
	})
}

type interactionDocumentCommand struct {
	Entry   number  `arg:"" help:"The Entry No."`
	Out     *string `placeholder:"FILE" help:"Write the document to this file."`
	File    *string `placeholder:"FILE" help:"Keep this file with it, which is what really went out; at most 16 MiB."`
	Force   bool    `help:"Replace a file that is there."`
	Preview bool    `help:"Check everything, and change nothing."`
}

func (interactionDocumentCommand) Help() string {
	return `Without --out and --file it says which document there is.

Example:

	winnowctl interaction document 2000000001 --file signed.pdf
	winnowctl interaction document 2000000001 --out copy.pdf`
}

func (c *interactionDocumentCommand) Run(ctx context.Context, s *session) error {
	switch {
	case c.Out != nil && c.File != nil:
		return usagef("--out and --file cannot both be given")
	case c.Out != nil && *c.Out == "":
		return usagef("--out: the name of a file is missing")
	case c.File != nil && *c.File == "":
		return usagef("--file: the name of a file is missing")
	case c.Out != nil:
		return s.withOutput(ctx, func(open *company.Company, _ *segment.Store) error { return c.write(ctx, s, open) })
	case c.File != nil:
		return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error { return c.keep(ctx, s, open) })
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		d, err := interaction.New(open).Document(ctx, int64(c.Entry))
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(object{{"entry_no", int64(c.Entry)}, {"file_name", d.FileName}, {"kind", d.Kind}, {"size", len(d.Content)}, {"sha256", d.SHA256}})
		}
		s.print("%s, %s", d.FileName, text("winnowctl.bytes", "count", len(d.Content)))
		return nil
	})
}

func (c *interactionDocumentCommand) write(ctx context.Context, s *session, open *company.Company) error {
	store := interaction.New(open)
	if c.Preview {
		d, err := store.Document(ctx, int64(c.Entry))
		if err != nil {
			return err
		}
		s.previewed(true)
		if s.json {
			return s.printJSON(object{{"entry_no", int64(c.Entry)}, {"path", *c.Out}, {"size", len(d.Content)}})
		}
		s.print("would write %s, %s", *c.Out, text("winnowctl.bytes", "count", len(d.Content)))
		return nil
	}
	result, err := store.WriteDocument(ctx, int64(c.Entry), *c.Out, c.Force)
	if err != nil {
		return err
	}
	if s.json {
		return s.printJSON(object{{"entry_no", int64(c.Entry)}, {"path", result.Path}})
	}
	s.print("wrote %s", result.Path)
	return nil
}

func (c *interactionDocumentCommand) keep(ctx context.Context, s *session, open *company.Company) error {
	file, err := ownFile(*c.File)
	if err != nil {
		return err
	}
	if err := interaction.New(open).AddDocument(ctx, int64(c.Entry), *file, c.Preview); err != nil {
		return err
	}
	s.previewed(c.Preview)
	if s.json {
		return s.printJSON(object{{"entry_no", int64(c.Entry)}, {"file_name", file.Name}, {"size", len(file.Content)}})
	}
	s.print("added %s to interaction %d", file.Name, c.Entry)
	return nil
}

type interactionDeleteCommand struct {
	deleteFilters
	Postponed bool `help:"Delete postponed interactions instead of canceled ones."`
	Preview   bool `help:"Say how many, and change nothing."`
}

func (interactionDeleteCommand) Help() string {
	return `Only canceled ones go, with their comments, and with documents that no other interaction has.

Example:

	winnowctl interaction delete -f date=..2020-12-31 --preview
	winnowctl interaction delete --all`
}

func (c *interactionDeleteCommand) Run(ctx context.Context, s *session) error {
	filters, err := c.read()
	if err != nil {
		return err
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		n, err := interaction.New(open).Delete(ctx, interaction.DeleteParams{Filters: filters, Postponed: c.Postponed, Preview: c.Preview, Env: s.env})
		if err != nil {
			return err
		}
		s.previewed(c.Preview)
		if s.json {
			return s.printJSON(object{{"deleted", n}})
		}
		s.say("winnowctl.interactions_deleted", "count", int(n))
		return nil
	})
}
