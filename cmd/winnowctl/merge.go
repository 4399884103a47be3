package main

import (
	"context"
	"path/filepath"
	"strings"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/mailrow"
	"winnow/core/merge"
	"winnow/core/segment"
)

type mergeCommand struct {
	No             string   `arg:"" help:"The segment's No."`
	File           string   `arg:"" optional:"" name:"file.docx" help:"The file to write, .docx or .pdf."`
	Template       string   `placeholder:"CODE|FILE" help:"A Word template's code, or a .docx file; by default, the template in the segment's header."`
	Folder         string   `placeholder:"DIR" help:"Write one file for each letter into this folder, instead of one file."`
	PDF            bool     `name:"pdf" help:"Write PDF files; needs LibreOffice."`
	PerFile        int      `placeholder:"N" help:"Write files of at most N letters: letters-1.docx, letters-2.docx."`
	Letters        string   `placeholder:"A-B" help:"Write only the letters A to B, counted from 1."`
	Contact        string   `placeholder:"NO" help:"Write only the letters to this contact."`
	Rows           string   `enum:",contact,company,household" default:"" placeholder:"EACH" help:"Who gets a letter: each contact, company or household."`
	Preview        bool     `help:"Say what would be written and which fields are unknown or empty, and write nothing."`
	AllowUnknown   bool     `help:"Leave unknown fields empty."`
	AllowNoFields  bool     `help:"Allow a template without merge fields, whose letters are all the same."`
	Answer         []string `sep:"none" placeholder:"NAME=TEXT" help:"Answer a question of the Word template; NAME is the bookmark of a field ASK or SET, or the prompt of a field FILLIN. May be given several times."`
	Match          []string `sep:"none" placeholder:"FIELD=COLUMN" help:"Fill a field of the Word template from a column of an export; a kept template keeps it. FIELD= takes that back. May be given several times."`
	IncludeBlocked bool     `help:"Write to Privacy Blocked contacts, too."`
	Force          bool     `help:"Replace an existing file."`
}

func (mergeCommand) Help() string {
	return `Letters from a Word template, one for each line of the segment. Its merge fields have the names of an export's columns, or Business Central's names; one with another program's name, such as Address_Line_1, is filled from the column that it seems to mean, which is said, or from the one that --match names. Letters in a language with its own template go into their own file, such as letters-DEU.docx.

Example:

	winnowctl merge SM00001 letters.docx --template spring.docx --preview
	winnowctl merge SM00001 letters.pdf --template SPRING --answer "Meeting=Monday at 9"
	winnowctl merge SM00001 letters.docx --template SPRING --match Town=city
	winnowctl merge SM00001 --folder letters --pdf
	winnowctl merge SM00001 letters.docx --rows household
	winnowctl merge SM00001 letters.docx --per-file 500
	winnowctl merge SM00001 test.docx --letters 1-20`
}

func (c *mergeCommand) Run(ctx context.Context, s *session) error {
	options, err := c.options(s)
	if err != nil {
		return err
	}
	with := s.withOutput
	if c.Preview {
		with = s.withCompany
	}
	return with(ctx, func(open *company.Company, store *segment.Store) error {
		if c.Preview {
			report, err := merge.Preview(ctx, open, store, c.No, options)
			if err != nil {
				return err
			}
			s.remark("preview: nothing was written")
			return s.printReport(report, report, "winnowctl.would_write_letters", options)
		}
		result, err := merge.Merge(ctx, open, store, c.No, options)
		if err != nil {
			return err
		}
		return s.printReport(result, result.Report, "winnowctl.wrote_letters", options)
	})
}

func (c *mergeCommand) options(s *session) (merge.Options, error) {
	answers, err := assignments(c.Answer)
	if err != nil {
		return merge.Options{}, err
	}
	matches, err := assignments(c.Match)
	if err != nil {
		return merge.Options{}, err
	}
	o := merge.Options{
		Matches: matches, Path: c.File, PDF: c.PDF, AllowUnknown: c.AllowUnknown, AllowNoFields: c.AllowNoFields, IncludeBlocked: c.IncludeBlocked, Answers: answers, Force: c.Force, Progress: s.wait.progress,
	}
	o.Template, o.File = templateOrFile(c.Template)
	o.PerFile, o.Contact, o.Per = c.PerFile, c.Contact, mailrow.Per(c.Rows)
	if o.First, o.Last, err = merge.ReadLetters(c.Letters); err != nil {
		return o, usagef("--letters: %v", err)
	}
	switch {
	case c.Folder != "" && c.File != "":
		return o, usagef("a file and --folder cannot both be given")
	case c.Folder != "" && c.PerFile != 0:
		return o, usagef("--per-file and --folder cannot both be given")
	case c.Folder != "":
		o.Path, o.Folder = c.Folder, true
	case c.File == "" && !c.Preview:
		return o, usagef("neither a file nor --folder is given")
	case c.PDF && strings.EqualFold(filepath.Ext(c.File), ".docx"):
		o.Path = strings.TrimSuffix(c.File, filepath.Ext(c.File)) + ".pdf"
	case c.PDF && c.File != "" && !strings.EqualFold(filepath.Ext(c.File), ".pdf"):
		return o, usagef("--pdf: the file name must end in .pdf")
	}
	return o, nil
}

// printReport writes what letters are, or would be; whole is what JSON has.
func (s *session) printReport(whole any, r merge.Report, did string, o merge.Options) error {
	if s.json {
		return s.printJSON(whole)
	}
	var files []string
	if result, ok := whole.(merge.Result); ok {
		files = result.Files
	}
	letters := core.Text("winnowctl.letters", "count", r.Letters)
	if r.Lines != r.Letters {
		letters = core.Text("winnowctl.letters_of_lines", "count", r.Letters, "lines", core.Text("winnowctl.lines", "count", r.Lines))
	}
	s.say(did, "letters", letters, "files", strings.Join(files, ", "), "blocked", blocked(r.Blocked, o.IncludeBlocked))
	s.nameBlocked(r.BlockedContacts)
	s.tellShared(r.Shared)
	if r.Macros {
		s.remark("note: the Word template's macros are left out of the letters")
	}
	if r.Skipped > 0 {
		s.remark("note: the Word template leaves out: %d: %s", r.Skipped, some(r.SkippedContacts))
	}
	if len(r.Templates) > 1 || len(r.Templates) == 1 && r.Templates[0].Language != "" {
		for _, t := range r.Templates {
			s.print("  language %s: %d", quoted(t.Language), t.Letters)
		}
	}
	for _, w := range r.Without {
		s.remark("note: there is no Word template for the language %s; letters: %d", quoted(w.Language), w.Letters)
	}
	for _, m := range r.Matched {
		s.remark("%s", text("winnowctl.field_is_matched", "field", m.Field, "means", m.Means))
	}
	for _, u := range r.Unknown {
		s.remark("note: %s", unknownField(u.Field, u.Meaning))
	}
	if o.Large(r.Letters) {
		s.remark("note: %s", core.Text("merge.document_is_large"))
	}
	if r.NoFields {
		s.remark("note: the Word template has no merge field, so all letters are the same")
	}
	for _, name := range r.Controls {
		s.remark("note: nothing fills the content control %s", name)
	}
	for _, e := range r.Empty {
		s.remark("%s", text("winnowctl.empty_in_letters", "field", e.Field, "empty", e.Letters, "count", r.Lines))
	}
	return nil
}

// quoted is a language's code, or ” for none.
func quoted(code string) string {
	if code == "" {
		return "''"
	}
	return code
}
