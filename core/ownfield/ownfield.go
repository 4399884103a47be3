// Package ownfield keeps the fields of contacts that a company has of its own:
// [Store.Add], [Store.Set] and [Store.Delete] change them, [Store.Uses] says what uses
// one. Each is a column of the table of contacts. How they are read is the company's
// catalog, [winnow/core/company.Company.Catalog]. The package changes no contact, but
// that what stands in a field goes with it.
package ownfield

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/fold"
	"winnow/core/mailrow"
	"winnow/core/value"
	"winnow/data"
	plain "winnow/data/fold"
)

const (
	// Most is how many own fields a company may have.
	Most = 50
	// longestCaption is how many characters a caption, or an option's, may have.
	longestCaption = 80
	// mostOptions is how many options a field may have besides the blank one.
	mostOptions = 100
)

// Store reads and changes the own fields of one company.
type Store struct {
	company *company.Company
}

// New returns the own fields of a company.
func New(c *company.Company) *Store { return &Store{company: c} }

// Fields returns the company's own fields, in order.
func (s *Store) Fields(ctx context.Context) ([]catalog.Field, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) ([]catalog.Field, error) {
		known, err := company.ReadCatalog(ctx, tx)
		return known.Own(), err
	})
}

// Field returns one own field, or a core.Problem of kind NotFound.
func (s *Store) Field(ctx context.Context, key string) (catalog.Field, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) (catalog.Field, error) { return find(ctx, tx, key) })
}

func find(ctx context.Context, tx *sql.Tx, key string) (catalog.Field, error) {
	known, err := company.ReadCatalog(ctx, tx)
	if err != nil {
		return catalog.Field{}, err
	}
	own := known.Own()
	i := slices.IndexFunc(own, func(f catalog.Field) bool { return f.Key == key })
	if i >= 0 {
		return own[i], nil
	}
	if f, ok := known.Contact().WithFlowFields().Field(key); ok {
		return f, core.NewProblem(core.Invalid, "ownfield.field_is_built_in", "key", key, "caption", core.Word(f.Caption))
	}
	return catalog.Field{}, core.NewProblem(core.NotFound, "ownfield.no_own_field", "key", key)
}

// Add adds a field: its key, caption, type and, for an option, the captions of its
// options, of which the blank one is the first. A caption that is missing is made of the
// key. The error is a core.Problem: of kind Exists where another field is called so,
// Invalid where there can be no such field.
func (s *Store) Add(ctx context.Context, f catalog.Field) (catalog.Field, error) {
	err := s.change(ctx, func(tx *sql.Tx) (err error) {
		f, err = add(ctx, tx, f)
		return err
	})
	return f, err
}

// AddAll adds fields within a transaction, and returns the catalog with them. A field
// that is there already, with the same type, is left as it is.
func AddAll(ctx context.Context, tx *sql.Tx, fields []catalog.Field) (catalog.Catalog, error) {
	known, err := company.ReadCatalog(ctx, tx)
	if err != nil || len(fields) == 0 {
		return known, err
	}
	for _, f := range fields {
		if had, ok := known.Contact().Field(f.Key); ok && had.Own && had.Type == f.Type {
			continue
		}
		if _, err := add(ctx, tx, f); err != nil {
			return known, err
		}
	}
	return company.ReadCatalog(ctx, tx)
}

func add(ctx context.Context, tx *sql.Tx, f catalog.Field) (catalog.Field, error) {
	known, err := company.ReadCatalog(ctx, tx)
	if err != nil {
		return f, err
	}
	f.Own = true
	if strings.TrimSpace(f.Caption) == "" {
		f.Caption = CaptionOf(f.Key)
	}
	if f, err = Check(known, f); err != nil {
		return f, err
	}
	if len(known.Own()) >= Most {
		return f, core.NewProblem(core.Invalid, "ownfield.too_many_own_fields", "max", Most)
	}
	if err := insert(ctx, tx, f); err != nil {
		return f, fmt.Errorf("add the field %s: %w", f.Key, err)
	}
	return f, nil
}

// Change is what Set changes of a field; what is nil stays.
type Change struct {
	Caption *string
	// Options are the captions of an option's options, with or without the blank one.
	Options []string
}

// Set gives a field another caption, or its options other captions and further options
// at the end. Options keep their numbers. The last ones can go if no contact has them.
// The error is a core.Problem.
func (s *Store) Set(ctx context.Context, key string, c Change) (catalog.Field, error) {
	var f catalog.Field
	err := s.change(ctx, func(tx *sql.Tx) error {
		before, err := find(ctx, tx, key)
		if err != nil {
			return err
		}
		f = before
		if c.Caption != nil {
			f.Caption = *c.Caption
		}
		if c.Options != nil {
			f.Options = c.Options
		}
		known, err := company.ReadCatalog(ctx, tx)
		if err != nil {
			return err
		}
		others := slices.DeleteFunc(known.Own(), func(o catalog.Field) bool { return o.Key == key })
		if f, err = Check(catalog.WithOwn(others), f); err != nil {
			return err
		}
		if err := optionsStay(ctx, tx, before, f); err != nil {
			return err
		}
		return update(ctx, tx, f)
	})
	return f, err
}

// optionsStay refuses options that would give a number to another option, or take one
// away that a contact has.
func optionsStay(ctx context.Context, tx *sql.Tx, before, after catalog.Field) error {
	for i, caption := range after.Options {
		if was := indexOf(before.Options, caption); was >= 0 && was != i {
			return core.NewProblem(core.Invalid, "ownfield.options_keep_their_order", "option", caption).Hint("ownfield.add_options_at_end")
		}
	}
	if len(after.Options) >= len(before.Options) {
		return nil
	}
	n, err := countFrom(ctx, tx, after, len(after.Options))
	if err != nil || n == 0 {
		return err
	}
	return core.NewProblem(core.Invalid, "ownfield.options_are_used", "count", n, "options", core.Words(before.Options[len(after.Options):]))
}

func indexOf(captions []string, caption string) int {
	return slices.IndexFunc(captions, func(c string) bool { return fold.Case(c) == fold.Case(caption) })
}

// change runs a change in one transaction, after which the company's catalog has it.
func (s *Store) change(ctx context.Context, fn func(*sql.Tx) error) error {
	if err := s.company.Write(ctx, fn); err != nil {
		return err
	}
	return s.company.Read(ctx, func(*sql.Tx) error { return nil })
}

// Caption returns the caption of an own field as somebody typed it. It is the same in all
// languages.
func Caption(f catalog.Field) string { return f.Caption }

// CaptionOf makes a caption of a key: shoe_size is Shoe Size.
func CaptionOf(key string) string {
	words := strings.Split(key, "_")
	for i, w := range words {
		if w != "" {
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.TrimSpace(strings.Join(words, " "))
}

// Check returns a field as it is stored, or what is wrong with it. known has the other
// fields.
func Check(known catalog.Catalog, f catalog.Field) (catalog.Field, error) {
	if !data.ValidOwnKey(f.Key) {
		return f, core.NewProblem(core.Invalid, "ownfield.key_cannot_be", "key", value.Excerpt(f.Key)).Hint("ownfield.key_has_letters_digits_underscores")
	}
	var err error
	if f.Caption, err = line(f.Caption); err != nil {
		return f, core.NewProblem(core.Invalid, "ownfield.caption_cannot_be", "caption", value.Excerpt(f.Caption), "problem", err)
	}
	for _, name := range []string{f.Key, f.Caption} {
		if err := free(known, name); err != nil {
			return f, err
		}
	}
	f.Options, err = options(f)
	return f, err
}

// line reads a caption.
func line(typed string) (string, error) {
	text, err := value.Text(strings.TrimSpace(typed))
	switch {
	case err != nil:
		return typed, err
	case text == "":
		return typed, core.NewProblem(core.Invalid, "ownfield.it_is_empty")
	case utf8.RuneCountInString(text) > longestCaption:
		return typed, core.NewProblem(core.Invalid, "value.it_is_longer_than_max_characters", "max", longestCaption)
	}
	return text, nil
}

// options returns the options of a field, the blank one first.
func options(f catalog.Field) ([]string, error) {
	if f.Type != catalog.Option {
		if len(f.Options) > 0 {
			return nil, core.NewProblem(core.Invalid, "ownfield.only_option_has_options", "key", f.Key)
		}
		return nil, nil
	}
	list := []string{""}
	for i, caption := range f.Options {
		if i == 0 && caption == "" {
			continue
		}
		caption, err := line(caption)
		if err != nil {
			return nil, core.NewProblem(core.Invalid, "ownfield.option_cannot_be", "option", value.Excerpt(caption), "problem", err)
		}
		if indexOf(list, caption) >= 0 {
			return nil, core.NewProblem(core.Invalid, "ownfield.option_named_twice", "option", caption)
		}
		list = append(list, caption)
	}
	switch n := len(list) - 1; {
	case n == 0:
		return nil, core.NewProblem(core.Invalid, "ownfield.option_needs_options", "key", f.Key)
	case n > mostOptions:
		return nil, core.NewProblem(core.Invalid, "ownfield.too_many_options", "max", mostOptions)
	}
	return list, nil
}

// reserved are names that columns of the table of contacts, or of queries that read it,
// have, and that are no field.
var reserved = []string{"id", "rowid", "contact_id", "ordinal", "call_entry_no", "own_word_template_code"}

// free refuses a key or caption by which another field is known: one of contacts, of
// lines, or of an export. What differs by case, blanks or signs alone is the same.
func free(known catalog.Catalog, name string) error {
	if slices.ContainsFunc(reserved, func(r string) bool { return strings.EqualFold(r, name) }) {
		return core.NewProblem(core.Exists, "ownfield.name_is_reserved", "name", name)
	}
	c, ok := mailrow.Find(known, name)
	if !ok {
		return nil
	}
	return core.NewProblem(core.Exists, "ownfield.another_field_is_called_so", "name", name, "key", c.Key, "caption", core.Word(c.Caption))
}

// longestKey is how many characters a key may have.
const longestKey = 40

// KeyOf makes a key of a caption: letters without accents, digits, and underscores for
// all else; "" where nothing is left.
func KeyOf(caption string) string {
	var b strings.Builder
	gap := false
	for _, r := range plain.Plain(caption) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9' && b.Len() > 0:
			if gap && b.Len() > 0 {
				b.WriteByte('_')
			}
			gap = false
			b.WriteRune(r)
		default:
			gap = true
		}
	}
	key := b.String()
	return strings.TrimRight(key[:min(len(key), longestKey)], "_")
}
