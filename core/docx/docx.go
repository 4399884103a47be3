// Package docx merges letters. [Read] reads a template that Word or LibreOffice
// wrote and finds the merge fields in its text, headers, footers, tables and text
// boxes. [Template.Write] writes one letter, [Template.Merge] writes one document
// with a section for each letter, as a stream. What has no field is copied byte
// for byte.
//
// The package knows nothing of contacts: a [Record] has the values of the fields.
// It runs nothing, opens no file and follows no link.
package docx

import (
	"slices"
	"strings"
	"time"

	"winnow/core"
)

// Template is a Word template that can be merged. It never changes.
type Template struct {
	pack *pack
	// names are the fields as the template writes them, each once; places are
	// theirs, in lower case.
	names  []string
	places map[string]int
	// addressParts are those that address blocks alone are made of.
	addressParts map[string]bool
	body         body
	// parts are the headers and footers that hold fields.
	parts []*part
	// beside are the kinds of parts that say something beside the text.
	beside  []string
	numbers numbering
	// languages are those of its texts.
	languages languages
	// controls are the content controls that nothing fills; merges says that a
	// field is filled in.
	controls []string
	merges   bool
	// main is the document part, marks are its bookmarks. filled says of those that
	// were looked at whether fields in them are filled in; within are those that
	// are just being read.
	main           *source
	marks          bookmarks
	filled, within map[string]bool
	// nexts is how many fields NEXT a letter has; depends says that what they do
	// depends on the record. skips says that it has a field SKIPIF, calculates that it
	// has a formula, which not every record need suit.
	nexts             int
	depends           bool
	skips, calculates bool
	// variables are the names that fields SET and ASK give, in lower case, settable those
	// of SET as the template writes them. questions are what it asks, answers what was
	// answered, by names in lower case.
	variables map[string]bool
	settable  []string
	questions []Question
	answers   map[string]string
	// sections is how many a letter has.
	sections int
	// counts says that a field counts a letter's pages, restarts that these are not
	// numbered from 1 to the last.
	counts, restarts bool
	// notes are its footnotes, endnotes and comments, serials the numbers given so far to
	// what must differ from letter to letter.
	notes   []*notes
	serials map[string]serial
	// settings is the part of the document's settings, settingsAmong what it is in a
	// document of many letters, settingsRelations what it leads to.
	settings          part
	settingsAmong     []byte
	settingsRelations []relation
	// bound are the texts beside the fields that were content controls of a layout of
	// Business Central, by their names.
	bound map[string]string
	// looks are those of its texts, for e-mails.
	looks *onceLooks
	// empty are the kinds of empty part that documents of many letters need:
	// header, footer.
	empty []string
}

// Value is what a field stands for in one letter.
type Value struct {
	// Text is what the letter says.
	Text string
	// Typed is the day, a time.Time, or the number, an int64 or a float64, that
	// Text is made of, for the fields that say themselves how it is written; nil
	// where it is a text.
	Typed any
}

// Record is what a letter is made of; one with fields NEXT has several.
type Record struct {
	// Number is the record's place among all records, counted from 1, Sequence that
	// among those that have a letter; 0 is the same. Sheets count it themselves.
	Number, Sequence int
	// Values are those of the template's Names, in that order.
	Values []Value
	// Language is in what the letter names months and days where the template's
	// text names no language itself, a tag such as de-DE.
	Language string
	// Day is the day of the merge, for conditions that ask for today.
	Day time.Time
}

// Read reads a template. The error is a core.Problem of kind Invalid: it is no
// .docx file, it is damaged, it holds what a letter may not, or it uses a field
// that is not supported.
func Read(content []byte) (*Template, error) {
	p, err := openPack(content)
	if err != nil {
		return nil, err
	}
	t := &Template{pack: p, places: map[string]int{}, addressParts: map[string]bool{}, filled: map[string]bool{}, within: map[string]bool{}, variables: map[string]bool{}, serials: map[string]serial{}, looks: &onceLooks{}, bound: map[string]string{}}
	if err := t.readSettings(); err != nil {
		return nil, err
	}
	if t.numbers, err = readNumbering(p); err != nil {
		return nil, err
	}
	if t.languages, err = readLanguages(p); err != nil {
		return nil, err
	}
	main, err := t.story(p.main)
	if err != nil {
		return nil, err
	}
	t.main, t.marks = main, main.bookmarks()
	if err := t.addVariables(main); err != nil {
		return nil, err
	}
	t.addControls(main)
	t.sections = main.sections()
	if err := t.readParts(); err != nil {
		return nil, err
	}
	if err := t.readBody(main); err != nil {
		return nil, err
	}
	if t.settings.name != "" {
		if t.settingsAmong, err = t.amongLetters(t.settings.pieces[0].(fixed)); err != nil {
			return nil, err
		}
	}
	t.main, t.marks = nil, nil
	return t, nil
}

// readSettings reads the document's settings, less those of a template.
func (t *Template) readSettings() error {
	for _, r := range t.pack.relations {
		if r.kind() != "settings" {
			continue
		}
		name := t.pack.target(r)
		s, err := t.pack.scan(name)
		if err != nil || s == nil {
			return err
		}
		var kept fixed
		for i := 0; i < len(s.tokens); i++ {
			if s.opens(i, "mailMerge") || s.opens(i, "attachedTemplate") {
				i = s.tokens[i].match
				continue
			}
			kept = append(kept, s.raw(i)...)
		}
		t.settings = part{name: name, pieces: []piece{kept}}
		if t.settingsRelations, err = t.pack.relationsOf(name); err != nil {
			return err
		}
	}
	return nil
}

// Names returns the fields that the template uses, as it writes them, in the
// order of their first use in the text.
func (t *Template) Names() []string { return slices.Clone(t.names) }

// IsPart reports whether a field is used for nothing but a part of the address in
// a field ADDRESSBLOCK.
func (t *Template) IsPart(name string) bool { return t.addressParts[strings.ToLower(name)] }

// place returns the place of a field among the names, whatever its case.
func (t *Template) place(name string) int {
	key := strings.ToLower(name)
	delete(t.addressParts, key)
	place, ok := t.places[key]
	if !ok {
		place = len(t.names)
		t.names, t.places[key] = append(t.names, name), place
	}
	return place
}

// part returns the place of a field that is a part of an address.
func (t *Template) part(name string) int {
	key := strings.ToLower(name)
	_, known := t.places[key]
	alone := !known || t.addressParts[key]
	place := t.place(name)
	if alone {
		t.addressParts[key] = true
	}
	return place
}

// damaged is the Problem of a file that is not what it should be.
func damaged(err error) error {
	return core.NewProblem(core.Invalid, "docx.word_template_is_damaged").Hint("docx.open_it_in_word_or_libreoffice").By(err)
}

// Passes returns how often a merge asks for the records, to make PDF of it or
// not: once for the letters, and once for every header and footer with fields, and for the
// notes.
func (t *Template) Passes(pdf bool) int {
	passes := 1 + len(t.notes)
	for _, p := range t.parts {
		if !p.sharedBy(t.sections, pdf) {
			passes++
		}
	}
	return passes
}
