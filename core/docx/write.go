package docx

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"winnow/core"
)

// level is how hard what is merged is compressed: much faster than the usual
// level, for a file that is little larger.
const level = 3

// Write writes one letter of those records as a document of its own.
func (t *Template) Write(w io.Writer, records ...Record) error {
	l := &letter{t: t, alone: true}
	out := newPackage(w, t)
	for _, f := range t.pack.files {
		p := t.partOf(f.Name)
		var err error
		switch {
		case strings.EqualFold(f.Name, t.pack.main):
			l.out.Reset()
			l.begin(records)
			l.whole()
			err = errors.Join(l.err, out.write(f.Name, l.out.Bytes()))
		case p != nil:
			l.beginPart(records)
			l.all(p.pieces)
			err = errors.Join(l.err, out.write(f.Name, l.out.Bytes()))
		case t.notesIn(f.Name) != nil:
			n := t.notesIn(f.Name)
			l.beginPart(records)
			n.head.write(l)
			l.all(n.pieces)
			n.tail.write(l)
			err = errors.Join(l.err, out.write(f.Name, l.out.Bytes()))
		default:
			err = out.copy(f, 0)
		}
		if err != nil {
			return err
		}
	}
	return out.Close()
}

// Document writes the template itself, without macros and without the data that it was
// tried with.
func (t *Template) Document(w io.Writer) error {
	out := newPackage(w, t)
	for _, f := range t.pack.files {
		if err := out.copy(f, 0); err != nil {
			return err
		}
	}
	return out.Close()
}

// whole writes the document part of a letter alone.
func (l *letter) whole() {
	b := l.t.body
	b.head.write(l)
	l.all(b.letter)
	l.all(b.section)
	b.tail.write(l)
}

// partOf returns the header or footer that a file is, if it holds fields.
func (t *Template) partOf(name string) *part {
	for _, p := range t.parts {
		if strings.EqualFold(p.name, name) {
			return p
		}
	}
	return nil
}

// MergeParams say what a document of many letters is made of.
type MergeParams struct {
	// Letters is how many there are, Before how many records have a letter in a document
	// before this one.
	Letters, Before int
	// PDF says that LibreOffice makes PDF of the document.
	PDF bool
	// Each calls write with one record after the other and returns the error that
	// this returns. It may be called again, for the headers, and then gives the
	// same.
	Each func(write func(Record) error) error
}

// letters calls fn with the records of one letter after the other.
func (p MergeParams) letters(t *Template, fn func(records []Record) error) error {
	sheets := t.Sheets(fn)
	sheets.sequence = p.Before
	if err := p.Each(sheets.Add); err != nil {
		return err
	}
	return sheets.Close()
}

// Merge writes one document with a section a letter, each of which begins a page
// and is as the template is: its headers and footers, its page numbers from 1,
// its lists from their first number. It holds one letter at a time.
func (t *Template) Merge(w io.Writer, p MergeParams) error {
	if err := t.fits(p.Letters); err != nil {
		return err
	}
	if err := t.countable(p); err != nil {
		return err
	}
	out := newPackage(w, t)
	out.pdf = p.PDF
	for _, f := range t.pack.files {
		part := t.partOf(f.Name)
		var err error
		switch {
		case strings.EqualFold(f.Name, t.pack.main):
			err = t.letters(out, f.Name, p)
		case part != nil && part.sharedBy(t.sections, p.PDF):
			l := &letter{t: t, total: p.Letters, pdf: p.PDF}
			l.all(part.pieces)
			err = out.write(f.Name, l.out.Bytes())
		case part != nil:
			err = t.copies(out, part, p)
		case t.notesIn(f.Name) != nil:
			err = t.writeNotes(out, t.notesIn(f.Name), p)
		case strings.EqualFold(f.Name, t.numbers.name) && len(t.numbers.used) > 0:
			var content bytes.Buffer
			t.numbers.write(&content, p.Letters)
			err = out.write(f.Name, content.Bytes())
		default:
			err = out.copy(f, p.Letters)
		}
		if err != nil {
			return err
		}
	}
	for _, kind := range t.empty {
		if err := out.write(t.emptyName(kind), []byte(emptyPart(kind))); err != nil {
			return err
		}
	}
	return out.Close()
}

// fits refuses what one document of many letters cannot be.
func (t *Template) fits(letters int) error {
	if letters <= 0 {
		return core.NewProblem(core.Invalid, "common.no_letter_to_write")
	}
	return t.numbers.fits(letters)
}

// letters writes the document part.
func (t *Template) letters(out *packageWriter, name string, p MergeParams) error {
	to, err := out.create(name)
	if err != nil {
		return err
	}
	if _, err := to.Write(t.body.head); err != nil {
		return err
	}
	// What stands behind the gap of a letter waits until it is known whether
	// another follows.
	var before, after string
	var section, rest []byte
	n, end, marked := 0, &letter{t: t, total: p.Letters, pdf: p.PDF}, t.needsEnds(p)
	err = p.letters(t, func(records []Record) error {
		if n > 0 {
			if err := writeAll(to, []byte(before), section, []byte(after), rest); err != nil {
				return err
			}
		}
		l := end
		l.out.Reset()
		l.copy, l.gap = n, nil
		l.begin(records)
		l.all(t.body.letter)
		if err := errors.Join(l.err, l.findGap()); err != nil {
			return err
		}
		if marked {
			l.markEnd()
		}
		before, after = l.gap.before, l.gap.after
		rest = append(rest[:0], l.out.Bytes()[l.at:]...)
		if _, err := to.Write(l.out.Bytes()[:l.at]); err != nil {
			return err
		}
		l.out.Reset()
		l.all(t.body.section)
		section = append(section[:0], l.out.Bytes()...)
		n++
		return nil
	})
	if err != nil {
		return err
	}
	if n != p.Letters {
		return fmt.Errorf("%d letters were expected, and there are %d", p.Letters, n)
	}
	return writeAll(to, rest, section, t.body.tail)
}

func writeAll(to io.Writer, texts ...[]byte) error {
	for _, text := range texts {
		if _, err := to.Write(text); err != nil {
			return err
		}
	}
	return nil
}

// copies writes a header or footer once for every letter.
func (t *Template) copies(out *packageWriter, p *part, params MergeParams) error {
	relations := t.pack.file(relationsName(p.name))
	l := &letter{t: t, total: params.Letters, pdf: params.PDF}
	return params.letters(t, func(records []Record) error {
		l.beginPart(records)
		l.all(p.pieces)
		if l.err != nil {
			return l.err
		}
		if err := out.write(p.nameOf(l.copy), l.out.Bytes()); err != nil {
			return err
		}
		if relations != nil {
			if err := out.copyAs(relations, relationsName(p.nameOf(l.copy))); err != nil {
				return err
			}
		}
		l.copy++
		return nil
	})
}

// nameOf is the part's name in a letter of many, relationOf what leads to it.
func (p *part) nameOf(letter int) string {
	extension := path.Ext(p.name)
	return fmt.Sprintf("%s-%d%s", strings.TrimSuffix(p.name, extension), letter+1, extension)
}

func (p *part) relationOf(letter int) string { return fmt.Sprintf("%s-%d", p.relation.ID, letter+1) }

// emptyPart prepares an empty header or footer and returns what leads to it.
func (t *Template) emptyPart(header bool) string {
	kind := "footer"
	if header {
		kind = "header"
	}
	if !slices.Contains(t.empty, kind) {
		t.empty = append(t.empty, kind)
	}
	return emptyRelation(kind)
}

func emptyRelation(kind string) string { return "empty-" + kind }

func (t *Template) emptyName(kind string) string {
	return path.Dir(t.pack.main) + "/empty-" + kind + ".xml"
}

func emptyPart(kind string) string {
	root := map[string]string{"header": "hdr", "footer": "ftr"}[kind]
	return fmt.Sprintf(`%s<w:%s xmlns:w="%s"><w:p/></w:%s>`, xmlHead, root, wordSpaces[0], root)
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

// packageWriter writes the file of a document.
type packageWriter struct {
	*zip.Writer
	t *Template
	// pdf says that PDF is made of the document.
	pdf bool
}

// shared reports whether all letters have the same part.
func (w *packageWriter) shared(p *part) bool { return p.sharedBy(w.t.sections, w.pdf) }

func newPackage(w io.Writer, t *Template) *packageWriter {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, level) })
	return &packageWriter{Writer: z, t: t}
}

func (w *packageWriter) create(name string) (io.Writer, error) {
	return w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
}

func (w *packageWriter) write(name string, content []byte) error {
	to, err := w.create(name)
	if err != nil {
		return err
	}
	_, err = to.Write(content)
	return err
}

// copyAs copies a file of the template as it is, packed.
func (w *packageWriter) copyAs(f *zip.File, name string) error {
	header := f.FileHeader
	header.Name = name
	to, err := w.CreateRaw(&header)
	if err != nil {
		return err
	}
	from, err := f.OpenRaw()
	if err != nil {
		return damaged(err)
	}
	_, err = io.Copy(to, from)
	return err
}

// copy copies a file of the template, less what letters have not. A document of
// many letters has more relations and parts; letters is 0 for a letter alone.
func (w *packageWriter) copy(f *zip.File, letters int) error {
	p := w.t.pack
	switch {
	case strings.EqualFold(f.Name, typesPart):
		return w.types(f.Name, letters)
	case strings.EqualFold(f.Name, relationsName(p.main)):
		return w.relations(f.Name, p.relations, letters)
	case strings.HasSuffix(f.Name, "/"):
		return nil
	}
	switch settings := w.t.settings; {
	case settings.name == "":
	case strings.EqualFold(f.Name, settings.name):
		if letters > 0 {
			return w.write(f.Name, w.t.settingsAmong)
		}
		return w.write(f.Name, settings.pieces[0].(fixed))
	case strings.EqualFold(f.Name, relationsName(settings.name)):
		return w.relations(f.Name, w.t.settingsRelations, 0)
	}
	for _, part := range w.t.parts {
		if letters > 0 && !w.shared(part) && strings.EqualFold(f.Name, relationsName(part.name)) {
			return nil
		}
	}
	return w.copyAs(f, f.Name)
}

// relations writes the relations of a part.
func (w *packageWriter) relations(name string, list []relation, letters int) error {
	to, err := w.create(name)
	if err != nil {
		return err
	}
	out := &text{to: to}
	out.raw(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	one := func(r relation) {
		out.raw(`<Relationship Id="`).escaped(r.ID).raw(`" Type="`).escaped(r.Type).raw(`" Target="`).escaped(r.Target)
		if r.Mode != "" {
			out.raw(`" TargetMode="`).escaped(r.Mode)
		}
		out.raw(`"/>`)
	}
	for _, r := range list {
		p := w.t.partOf(w.t.pack.target(r))
		switch {
		case dropped[r.kind()], letters > 1 && slices.Contains(threads, r.kind()):
		case letters == 0 || p == nil || w.shared(p):
			one(r)
		case r.ID == p.relation.ID:
			for letter := range letters {
				one(relation{ID: p.relationOf(letter), Type: r.Type, Target: w.target(p.nameOf(letter))})
			}
		}
	}
	if letters > 0 {
		for _, kind := range w.t.empty {
			one(relation{ID: emptyRelation(kind), Type: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/" + kind, Target: w.target(w.t.emptyName(kind))})
		}
	}
	out.raw(`</Relationships>`)
	return out.flush()
}

// target is how the document leads to a part.
func (w *packageWriter) target(name string) string {
	if folder, file := path.Split(name); folder == path.Dir(w.t.pack.main)+"/" {
		return file
	}
	return "/" + name
}

// types writes what kind of part each is.
func (w *packageWriter) types(name string, letters int) error {
	to, err := w.create(name)
	if err != nil {
		return err
	}
	out := &text{to: to}
	out.raw(xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`)
	for _, d := range w.t.pack.types.Defaults {
		out.raw(`<Default Extension="`).escaped(d.Extension).raw(`" ContentType="`).escaped(d.ContentType).raw(`"/>`)
	}
	one := func(name, kind string) {
		out.raw(`<Override PartName="`).escaped(name).raw(`" ContentType="`).escaped(kind).raw(`"/>`)
	}
	for _, o := range w.t.pack.types.Overrides {
		p := w.t.partOf(strings.TrimPrefix(o.PartName, "/"))
		if letters == 0 || p == nil || w.shared(p) {
			one(o.PartName, o.ContentType)
			continue
		}
		for letter := range letters {
			one("/"+p.nameOf(letter), o.ContentType)
		}
	}
	if letters > 0 {
		for _, kind := range w.t.empty {
			one("/"+w.t.emptyName(kind), "application/vnd.openxmlformats-officedocument.wordprocessingml."+kind+"+xml")
		}
	}
	out.raw(`</Types>`)
	return out.flush()
}

// text gathers XML and hands it on now and then.
type text struct {
	to     io.Writer
	buffer bytes.Buffer
	err    error
}

func (t *text) raw(xml string) *text {
	t.buffer.WriteString(xml)
	if t.buffer.Len() > 1<<16 {
		t.err = t.flush()
	}
	return t
}

func (t *text) escaped(words string) *text {
	escape(&t.buffer, words)
	return t
}

func (t *text) flush() error {
	if t.err != nil {
		return t.err
	}
	_, t.err = t.to.Write(t.buffer.Bytes())
	t.buffer.Reset()
	return t.err
}
