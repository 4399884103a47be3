package main

import (
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"winnow/core/company"
	"winnow/core/mail"
	"winnow/core/segment"
	"winnow/core/template"
)

type templatesCommand struct{}

func (templatesCommand) Help() string {
	return `Example:

	winnowctl templates --json`
}

func (c *templatesCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		list, err := template.New(open).All(ctx)
		if err != nil {
			return err
		}
		if s.json {
			for i := range list {
				list[i].At = moment(list[i].At, momentInJSON)
			}
			return s.printJSON(list)
		}
		var rows [][]string
		for _, t := range list {
			rows = append(rows, []string{t.Code, t.Language, t.Description, strconv.FormatInt(t.Size, 10), moment(t.At, momentForPeople), t.Kind, t.By})
		}
		return s.table([]string{"Code", "Language Code", "Description", "Bytes", "Added", "Kind", "By"}, rows)
	})
}

// templateCommand is the group of commands on one template.
type templateCommand struct {
	Add    templateAddCommand    `cmd:"" help:"Save a template of letters or e-mails in the company file."`
	Delete templateDeleteCommand `cmd:"" help:"Delete templates from the company file."`
	Fields templateFieldsCommand `cmd:"" help:"List the fields that a template uses, and which are known."`
}

func (templateCommand) Help() string {
	return `Templates are listed by "winnowctl templates" and used by "winnowctl merge" and "winnowctl mails".

Example:

	winnowctl template add SPRING spring.docx
	winnowctl template fields SPRING
	winnowctl template delete SPRING`
}

type templateAddCommand struct {
	Code        string  `arg:"" help:"The code."`
	File        string  `arg:"" help:"The file: a Word template, or a .txt or .html file with the text of e-mails."`
	Language    string  `placeholder:"CODE" help:"The language code of the contacts it is for; by default, all that have no template of their own."`
	Description *string `placeholder:"TEXT" help:"What the template is for."`
	Replace     bool    `help:"Replace an existing template."`
}

func (templateAddCommand) Help() string {
	return `Unknown fields are listed; merge and mails refuse them.

Example:

	winnowctl template add SPRING spring.docx --description "Spring letter"
	winnowctl template add SPRING frühling.docx --language DEU
	winnowctl template add NEWS news.txt`
}

func (c *templateAddCommand) Run(ctx context.Context, s *session) error {
	file, err := mail.ReadKept(c.File)
	if err != nil {
		return err
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		added, err := template.New(open).Add(ctx, template.AddParams{
			Code: c.Code, Language: c.Language, Description: c.Description, Kind: file.Kind, Document: file.Content, Replace: c.Replace,
		})
		if err != nil {
			return err
		}
		if file.Macros() {
			s.remark("note: the Word template's macros were left out")
		}
		fields, err := mail.Fields(file.Kind, file.Content, s.known, added.Matches)
		if err != nil {
			return err
		}
		for _, f := range fields {
			if !f.Known {
				s.remark("note: %s", unknownField(f.Name, f.Meaning))
			}
		}
		if s.json {
			added.At = moment(added.At, momentInJSON)
			return s.printJSON(added)
		}
		s.print("added %s", templateName(added.Code, added.Language))
		return nil
	})
}

// unknownField says that a field is not known.
func unknownField(name, meaning string) string {
	text := "the field " + name + " is not known"
	if meaning != "" {
		text += "; did you mean " + meaning + "?"
	}
	return text
}

func templateName(code, language string) string {
	if language == "" {
		return code
	}
	return code + " (" + language + ")"
}

type templateDeleteCommand struct {
	Code     string  `arg:"" help:"The code."`
	Language *string `placeholder:"CODE" help:"Delete only the template for this language; '' is the template for all other languages."`
}

func (templateDeleteCommand) Help() string {
	return `Without --language, the templates of all languages are deleted.

Example:

	winnowctl template delete SPRING --language DEU`
}

func (c *templateDeleteCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		n, err := template.New(open).Delete(ctx, c.Code, c.Language)
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(object{{"deleted", n}})
		}
		s.say("winnowctl.templates_deleted", "count", n)
		return nil
	})
}

type templateFieldsCommand struct {
	Template string `arg:"" name:"code|file" help:"A template's code, or a file."`
	Language string `placeholder:"CODE" help:"The template for this language."`
}

func (templateFieldsCommand) Help() string {
	return `Example:

	winnowctl template fields spring.docx`
}

func (c *templateFieldsCommand) Run(ctx context.Context, s *session) error {
	code, file := templateOrFile(c.Template)
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		var read mail.Kept
		var kept template.Template
		var err error
		if file != "" {
			read, err = mail.ReadKept(file)
		} else if kept, err = template.New(open).Find(ctx, code, c.Language); err == nil {
			read.Kind = kept.Kind
			read.Content, err = template.New(open).Document(ctx, code, c.Language)
		}
		if err != nil {
			return err
		}
		fields, err := mail.Fields(read.Kind, read.Content, s.known, kept.Matches)
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(fields)
		}
		var rows [][]string
		for _, f := range fields {
			known := f.Source
			if !f.Known {
				known = "not known"
				if f.Meaning != "" {
					known += "; did you mean " + f.Meaning + "?"
				}
			}
			rows = append(rows, []string{f.Name, known})
		}
		return s.table([]string{"Field", "Value"}, rows)
	})
}

// templateOrFile tells a template's code from the name of a file: that has an
// ending, or a folder before it.
func templateOrFile(typed string) (code, file string) {
	if slices.Contains(template.Endings, strings.ToLower(filepath.Ext(typed))) || strings.ContainsAny(typed, `/\`) {
		return "", typed
	}
	return typed, ""
}
