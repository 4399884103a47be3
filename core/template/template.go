// Package template stores templates in the company file: Word templates, and texts of
// e-mails. Each has a code and, for what goes out in one language, that language's code
// too. [Store.Add] stores a document, [Store.Document] returns it. Packages docx and
// merge say how a Word template is merged, package mail what a text can say.
package template

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"winnow/core"
	"winnow/core/attachment"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/docx"
	"winnow/core/named"
)

// How many characters a code, and that of a language, may have.
const (
	MaxCode     = 30
	MaxLanguage = 10
)

// Template is a kept template, less its document.
type Template struct {
	Code string `json:"code"`
	// Language is the code of the language that its letters are in; "" for all
	// that have no template of their own.
	Language    string `json:"language_code"`
	Description string `json:"description"`
	// Size is the document's, in bytes.
	Size int64 `json:"size"`
	// At is when it was added, in RFC 3339; By is by whom.
	At string `json:"at"`
	By string `json:"by"`
	// Kind is docx, or txt or html for the text of an e-mail.
	Kind string `json:"kind"`
	// Matches are the keys of columns by the names of the template's fields that take their
	// values.
	Matches map[string]string `json:"matches,omitempty"`
}

// The kinds of template.
const (
	Word = "docx"
	Text = "txt"
	HTML = "html"
)

// IsText reports whether the template is the text of an e-mail.
func (t Template) IsText() bool { return t.Kind == Text || t.Kind == HTML }

// Endings are those of the names of files that can be kept.
var Endings = append(slices.Clone(docx.Endings), ".txt", ".html", ".htm")

// KindOf returns the kind of a template, by the ending of its file's name.
func KindOf(path string) string {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".txt":
		return Text
	case ".html", ".htm":
		return HTML
	}
	return Word
}

// Store reads and changes the templates of one company.
type Store struct{ company *company.Company }

// New returns the templates of a company.
func New(c *company.Company) *Store { return &Store{c} }

// All returns all templates, by code and language.
func (s *Store) All(ctx context.Context) ([]Template, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) ([]Template, error) { return selectAll(ctx, tx) })
}

// Languages returns the templates of a code, the one for all languages first, or
// a core.Problem of kind NotFound where there is none.
func (s *Store) Languages(ctx context.Context, code string) ([]Template, error) {
	code, err := checkCode(code)
	if err != nil {
		return nil, err
	}
	var list []Template
	err = s.company.Read(ctx, func(tx *sql.Tx) (err error) {
		list, err = selectLanguages(ctx, tx, code)
		return err
	})
	if err == nil && len(list) == 0 {
		return nil, missing(code, "")
	}
	return list, err
}

// Find returns a template, or a core.Problem of kind NotFound.
func (s *Store) Find(ctx context.Context, code, language string) (Template, error) {
	code, language, err := checkKey(code, language)
	if err != nil {
		return Template{}, err
	}
	return company.Read(ctx, s.company, func(tx *sql.Tx) (Template, error) { return selectOne(ctx, tx, code, language) })
}

// Document returns the document of a template, as it was added, or a
// core.Problem of kind NotFound.
func (s *Store) Document(ctx context.Context, code, language string) ([]byte, error) {
	code, language, err := checkKey(code, language)
	if err != nil {
		return nil, err
	}
	return company.Read(ctx, s.company, func(tx *sql.Tx) ([]byte, error) { return selectDocument(ctx, tx, code, language) })
}

// AddParams say what is kept, and under which code.
type AddParams struct {
	Code, Language string
	// Description is nil where a template that is replaced keeps its own.
	Description *string
	// Kind is that of the template; "" is Word. Document is its file.
	Kind     string
	Document []byte
	// Replace says that a template with the code and language may be replaced.
	Replace bool
}

// Add keeps a template. The error is a core.Problem: Exists where there is one
// with that code and language that may not be replaced, Invalid where the
// document cannot be merged; see docx.Read.
func (s *Store) Add(ctx context.Context, p AddParams) (Template, error) {
	code, language, err := checkKey(p.Code, p.Language)
	if err != nil {
		return Template{}, err
	}
	if _, err := named.Description(p.Description, ""); err != nil {
		return Template{}, err
	}
	if p.Document, err = p.checked(); err != nil {
		return Template{}, err
	}
	t := Template{Code: code, Language: language, Size: int64(len(p.Document)), By: s.company.User, At: s.company.Stamp(), Kind: cmp.Or(p.Kind, Word)}
	err = s.company.Write(ctx, func(tx *sql.Tx) error {
		old, err := selectOne(ctx, tx, code, language)
		switch {
		case err == nil && !p.Replace:
			return core.NewProblem(core.Exists, "template.word_template_exists_already", "template", called(code, language)).Advise(core.ReplaceTemplate)
		case err != nil && !core.IsKind(err, core.NotFound):
			return err
		}
		if t.Description, err = named.Description(p.Description, old.Description); err != nil {
			return err
		}
		document, err := keep(ctx, tx, t, p.Document)
		if err != nil {
			return err
		}
		if err := upsert(ctx, tx, t, document); err != nil {
			return err
		}
		_, err = attachment.DropUnused(ctx, tx) // what it had before, unless an interaction has it
		return err
	})
	return t, err
}

// checked returns the document as it is kept: without macros.
func (p AddParams) checked() ([]byte, error) {
	if p.Kind == Text || p.Kind == HTML {
		if !utf8.Valid(p.Document) {
			return nil, core.NewProblem(core.Invalid, "template.text_is_not_utf_8").Hint("mail.save_it_as_utf_8")
		}
		return p.Document, nil
	}
	read, err := docx.Read(p.Document)
	if err != nil || !read.Macros() {
		return p.Document, err
	}
	var without bytes.Buffer
	err = read.Document(&without)
	return without.Bytes(), err
}

// keep keeps a template's document. The same bytes are kept once, with the kind that they
// came with first: where that is another, a line end makes them others.
func keep(ctx context.Context, tx *sql.Tx, t Template, document []byte) (int64, error) {
	id, err := attachment.Keep(ctx, tx, t.Code+"."+t.Kind, document)
	if err != nil || !t.IsText() {
		return id, err
	}
	kept, err := attachment.Read(ctx, tx, id)
	if err != nil || kept.Kind == t.Kind {
		return id, err
	}
	return keep(ctx, tx, t, append(slices.Clone(document), '\n'))
}

// Match keeps with a template, in all its languages, which columns its fields take their
// values from: keys of columns by names of fields. An empty key takes back what is kept.
// The error is a core.Problem of kind NotFound where there is no such template.
func (s *Store) Match(ctx context.Context, code string, matches map[string]string) error {
	code, err := checkCode(code)
	if err != nil {
		return err
	}
	return s.company.Write(ctx, func(tx *sql.Tx) error {
		list, err := selectLanguages(ctx, tx, code)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return missing(code, "")
		}
		for _, t := range list {
			all := maps.Clone(t.Matches)
			if all == nil {
				all = map[string]string{}
			}
			for field, key := range matches {
				maps.DeleteFunc(all, func(kept, _ string) bool { return strings.EqualFold(kept, field) })
				if key != "" {
					all[field] = key
				}
			}
			if err := updateMatches(ctx, tx, t, all); err != nil {
				return fmt.Errorf("keep what fields of %s stand for: %w", called(t.Code, t.Language), err)
			}
		}
		return nil
	})
}

// Matches returns what Match kept with a template in a language.
func Matches(ctx context.Context, tx *sql.Tx, code, language string) (map[string]string, error) {
	t, err := selectOne(ctx, tx, code, language)
	return t.Matches, err
}

// Delete deletes a template, or with a nil language all of the code. Segments
// that name it keep the name. The error is a core.Problem of kind NotFound where
// there is none.
func (s *Store) Delete(ctx context.Context, code string, language *string) (deleted int, err error) {
	wanted := ""
	if language != nil {
		wanted = *language
	}
	code, wanted, err = checkKey(code, wanted)
	if err != nil {
		return 0, err
	}
	err = s.company.Write(ctx, func(tx *sql.Tx) (err error) {
		if deleted, err = remove(ctx, tx, code, wanted, language == nil); err == nil && deleted == 0 {
			return missing(code, wanted)
		}
		if err != nil {
			return err
		}
		_, err = attachment.DropUnused(ctx, tx)
		return err
	})
	return deleted, err
}

// nearest is how many codes a refusal names.
const nearest = 3

// Check refuses a code that a person enters and that no Word template has; "" is none.
// The error is a core.Problem of kind NotFound, with the nearest codes.
func Check(ctx context.Context, tx *sql.Tx, code string) error {
	if code == "" {
		return nil
	}
	known, err := selectCodes(ctx, tx)
	if err != nil {
		return fmt.Errorf("read the codes of the Word templates: %w", err)
	}
	if slices.Contains(known, code) {
		return nil
	}
	p := missing(code, "")
	if near := criteria.NearestOf(code, known, nearest); len(near) > 0 {
		p.Hint("lookup.nearest_are_meant", "meant", strings.Join(near, ", "))
	}
	return p
}

func checkKey(code, language string) (string, string, error) {
	code, err := checkCode(code)
	if err != nil {
		return "", "", err
	}
	if language, err = named.Code(core.Word("Language Code"), language, MaxLanguage); err != nil {
		return "", "", err
	}
	return code, language, nil
}

func checkCode(typed string) (string, error) {
	code, err := named.Code(core.Word("Code"), typed, MaxCode)
	if err == nil && code == "" {
		err = core.NewProblem(core.Invalid, "template.word_template_has_code")
	}
	return code, err
}

// called is how a template is called where it is spoken of.
func called(code, language string) string {
	if language == "" {
		return code
	}
	return code + " (" + language + ")"
}

func missing(code, language string) *core.Problem {
	return core.NewProblem(core.NotFound, "template.word_template_does_not_exist", "template", called(code, language))
}
