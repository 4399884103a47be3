package mail

import (
	"cmp"
	"context"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/docx"
	"winnow/core/mailrow"
	"winnow/core/merge"
	"winnow/core/segment"
	"winnow/core/template"
	"winnow/core/value"
)

// Way is what becomes of the Word template of an e-mail.
type Way string

// The ways of a letter.
const (
	// AsLine attaches the letter where Send Word Doc. As Attmt. of the line says so, and
	// else makes it the text.
	AsLine Way = ""
	// AsBody makes it the text.
	AsBody Way = "body"
	// Attached attaches it as a Word document, AttachedPDF as PDF.
	Attached    Way = "attach"
	AttachedPDF Way = "pdf"
)

func (w Way) attaches() bool { return w == Attached || w == AttachedPDF }

// Letter is a letter that goes out with each e-mail.
type Letter struct {
	Way Way
	// Template is the Word template of a letter that is attached to a text: the code of a
	// kept one, "" for the one that the segment's header has. File is a file instead.
	Template, File string
	// Answers and Matches are as merge.Options has them.
	Answers, Matches map[string]string
	// AllowUnknown leaves fields empty that are not known.
	AllowUnknown bool
}

// merge returns the options of a merge that has such letters.
func (l Letter) merge(code, file string) merge.Options {
	return merge.Options{Template: code, File: file, Answers: l.Answers, Matches: l.Matches}
}

// version is what e-mails say in one language: a text, and for a Word template the letter.
type version struct {
	text *compiled
	word *merge.Form // nil where the text says it
	// name is what the letter is called where it is attached, subject what e-mails are
	// about for which nobody says it.
	name, subject string
}

// content is what the e-mails of a segment are made of.
type content struct {
	sources *merge.Sources
	// versions are what they say, by language; "" is for all others. letters are those that
	// are attached to texts.
	versions map[string]version
	letters  map[string]version
	way      Way
	// word is the code of the kept Word template, or "".
	word string
	// kept says that the texts are kept in the company file, so that the subject of a line
	// goes before theirs.
	kept    bool
	subject string
	// The places of the columns that it needs, -1 for none.
	language, lineSubject, description, asAttachment int
	// read are the documents that it was made of, by which mailings are told apart.
	read []any
}

// content reads what the e-mails are made of. Fields that do not exist are noted in the
// versions.
func (o Options) content(ctx context.Context, c *company.Company, s *segment.Store, no string) (*content, error) {
	k := &content{sources: newSources(c.Catalog()), versions: map[string]version{}, way: o.Letter.Way, subject: strings.TrimSpace(o.Subject), language: -1, lineSubject: -1, description: -1, asAttachment: -1}
	texts, words, err := o.documents(ctx, c, s, no)
	if err != nil {
		return nil, err
	}
	for _, language := range slices.Sorted(maps.Keys(texts)) {
		t := texts[language]
		if k.subject != "" {
			t.Subject = k.subject
		}
		text, err := t.read(k.sources, false)
		if err != nil {
			return nil, err
		}
		k.versions[language] = version{text: text}
	}
	if err := k.addLetters(k.versions, words, o.WordFile, o.Letter); err != nil {
		return nil, err
	}
	k.kept = o.Code != "" || o.OfSegment
	var letters map[string]merge.Document
	switch {
	case len(texts) == 0:
	case k.way == AsBody:
		return nil, core.NewProblem(core.Invalid, "mail.body_needs_word_template")
	case k.way.attaches():
		if letters, err = o.Letter.merge(o.Letter.Template, o.Letter.File).Documents(ctx, c, s, no); err != nil {
			return nil, err
		}
		k.letters = map[string]version{}
		if err := k.addLetters(k.letters, letters, o.Letter.File, o.Letter); err != nil {
			return nil, err
		}
	}
	if k.kept || len(words)+len(letters) > 0 {
		k.language, k.lineSubject, k.description = k.sources.Column("language_code"), k.sources.Column("subject"), k.sources.Column("description")
		k.asAttachment = k.sources.Column("send_word_doc_as_attmt")
		k.read = append(k.read, o.Subject, k.way, o.Letter.Answers, o.Letter.Matches, texts, words, letters)
	}
	return k, nil
}

// documents returns what e-mails say, by language: texts, and Word templates.
func (o Options) documents(ctx context.Context, c *company.Company, s *segment.Store, no string) (texts map[string]Template, words map[string]merge.Document, err error) {
	texts, words = map[string]Template{}, map[string]merge.Document{}
	if o.Code == "" && !o.OfSegment && o.WordFile == "" {
		texts[""] = o.Template
		return texts, words, nil
	}
	all, err := o.Letter.merge(o.Code, o.WordFile).Documents(ctx, c, s, no)
	for language, d := range all {
		if !d.IsText() {
			words[language] = d
		} else if texts[language], err = ParseFile("."+d.Kind, d.Content); err != nil {
			return nil, nil, core.NewProblem(core.Invalid, "common.place_and_problem", "place", strings.TrimSpace(d.Code+" "+d.Language), "problem", err)
		}
	}
	return texts, words, err
}

// Questions returns what the Word templates of e-mails ask, each question once.
func Questions(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options) ([]docx.Question, error) {
	texts, words, err := o.documents(ctx, c, s, no)
	if err == nil && len(texts) > 0 && o.Letter.Way.attaches() {
		words, err = o.Letter.merge(o.Letter.Template, o.Letter.File).Documents(ctx, c, s, no)
	}
	if err != nil {
		return nil, err
	}
	return merge.Asked(words)
}

// addLetters adds Word templates by language: kept ones, or that of a file.
func (k *content) addLetters(to map[string]version, words map[string]merge.Document, file string, l Letter) error {
	if len(words) == 0 {
		return nil
	}
	forms, err := k.sources.Forms(words, l.merge("", ""))
	if err != nil {
		return err
	}
	for language, form := range forms {
		if err := form.OneEach(); err != nil {
			return err
		}
		d := words[language]
		k.word = d.Code
		name := cmp.Or(d.Description, d.Code)
		if d.Code == "" {
			name = strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
		}
		to[language] = version{text: &compiled{sources: k.sources}, word: form, name: merge.FileName(name), subject: d.Description}
	}
	return nil
}

// all returns all versions, those for all languages first.
func (k *content) all() (list []version) {
	for _, versions := range []map[string]version{k.versions, k.letters} {
		for _, language := range slices.Sorted(maps.Keys(versions)) {
			list = append(list, versions[language])
		}
	}
	return list
}

// check refuses fields that do not exist.
func (k *content) check(allowUnknown bool) error {
	for _, v := range k.all() {
		if err := v.text.check(); err != nil {
			return err
		}
		if v.word != nil && !allowUnknown {
			if err := v.word.Check(); err != nil {
				return err
			}
		}
	}
	return nil
}

// keepMatches keeps with the Word template what is chosen for its fields.
func (k *content) keepMatches(ctx context.Context, c *company.Company, l Letter) error {
	return merge.KeepMatches(ctx, c, k.word, l.Matches)
}

// of returns what a language's lines get, and under which language that is kept.
func of(versions map[string]version, language string) (version, string, bool) {
	if v, ok := versions[language]; ok {
		return v, language, true
	}
	v, ok := versions[""]
	return v, "", ok
}

// wayOf returns what becomes of the letter of a row.
func (k *content) wayOf(row *mailrow.Row) Way {
	if k.way != AsLine {
		return k.way
	}
	if on, err := value.Boolean(row.Text(k.asAttachment)); err == nil && on == 1 {
		return Attached
	}
	return AsBody
}

// subjectOf returns what a row's e-mail is about where its text does not say it.
func (k *content) subjectOf(row *mailrow.Row, v version) string {
	switch {
	case k.lineSubject < 0 || k.subject != "" && v.word == nil:
		return ""
	case k.subject != "":
		return k.subject
	case v.word == nil && !k.kept:
		return ""
	}
	subject := row.Text(k.lineSubject)
	if v.word != nil {
		subject = cmp.Or(subject, v.subject, row.Text(k.description))
	}
	return oneLine(subject)
}

// Said is what an e-mail says, as it is kept until it is sent.
type Said struct {
	// Values are those of the text's fields, Language the template's.
	Values   []string `json:"values"`
	Language string   `json:"language,omitempty"`
	// Subject is "" for the text's own.
	Subject string `json:"subject,omitempty"`
	// Letter are the values of the Word template's fields, LetterLanguage is the template's
	// and Way what becomes of the letter; nil where there is none.
	Letter         *merge.Filling `json:"letter,omitempty"`
	LetterLanguage string         `json:"letter_language,omitempty"`
	Way            Way            `json:"way,omitempty"`
}

// said returns what a row's e-mail says, of a segment's sequence-th.
func (d *drafts) said(row *mailrow.Row, settings company.Values, sequence int) (Said, version, error) {
	language := ""
	if d.content.language >= 0 {
		language = row.Text(d.content.language)
	}
	v, found, ok := of(d.versions, language)
	if !ok {
		return Said{}, v, merge.WithoutTemplate([]merge.Used{{Language: language, Letters: 1}})
	}
	said := Said{Values: []string{}, Language: found, Subject: d.subjectOf(row, v)}
	for _, f := range v.text.fields {
		said.Values = append(said.Values, f.value(row, settings))
	}
	word := v.word
	said.LetterLanguage = found
	if word == nil && d.letters != nil {
		letter, found, ok := of(d.letters, language)
		if !ok {
			return Said{}, v, merge.WithoutTemplate([]merge.Used{{Language: language, Letters: 1}})
		}
		word, said.LetterLanguage = letter.word, found
	}
	if word == nil {
		said.LetterLanguage = ""
		return said, v, nil
	}
	said.Letter, said.Way = word.Fill(row, settings, sequence, d.at), d.wayOf(row)
	return said, v, nil
}

// say makes the message that says that. A letter that is to be PDF is a Word document
// still, whose name ends in .pdf already.
func (d *drafts) say(said Said, contact mailrow.Contact, message func(*compiled) (Message, error)) (Message, error) {
	v, ok := d.versions[said.Language]
	if !ok {
		return Message{}, merge.WithoutTemplate([]merge.Used{{Language: said.Language, Letters: 1}})
	}
	m, err := message(v.text)
	if err != nil {
		return m, err
	}
	m.Subject = cmp.Or(said.Subject, m.Subject)
	m.Files = d.files
	if said.Letter == nil || d.withoutLetters {
		return m, nil
	}
	if v.word == nil {
		if v, ok = d.letters[said.LetterLanguage]; !ok {
			return m, merge.WithoutTemplate([]merge.Used{{Language: said.LetterLanguage, Letters: 1}})
		}
	}
	if err := m.put(v.word, said, v.name); err != nil {
		return m, merge.About(contact, err)
	}
	return m, nil
}

// put puts a letter into a message, or beside its text.
func (m *Message) put(word *merge.Form, said Said, name string) error {
	if said.Way.attaches() {
		content, err := word.Document(said.Letter)
		m.Files = slices.Concat([]File{{Name: name + said.Way.ending(), Content: content}}, m.Files)
		return err
	}
	text, err := word.Text(said.Letter)
	if err != nil {
		return err
	}
	page, err := word.HTML(said.Letter)
	m.SetPage(text, page)
	return err
}

func (w Way) ending() string {
	if w == AttachedPDF {
		return ".pdf"
	}
	return ".docx"
}

// Kept is a template's file as it can be kept in the company file.
type Kept struct {
	Kind    string
	Content []byte
}

// Macros reports whether a Word template has macros, which letters have not.
func (k Kept) Macros() bool {
	t, err := docx.Read(k.Content)
	return k.Kind == template.Word && err == nil && t.Macros()
}

// ReadKept reads a file that is to be kept: a Word template, with the pictures that it
// names, or the text of an e-mail. The error is a core.Problem.
func ReadKept(path string) (Kept, error) {
	kind := template.KindOf(path)
	if kind == template.Word {
		content, err := merge.ReadFile(path)
		return Kept{kind, content}, err
	}
	if _, err := ReadTemplate(path, ""); err != nil {
		return Kept{}, err
	}
	text, err := readText(path)
	return Kept{kind, []byte(text)}, err
}

// Fields returns the fields that a template of a kind uses; matches are as merge.Fields
// has them. The error is a core.Problem for one that cannot be used.
func Fields(kind string, file []byte, known catalog.Catalog, matches map[string]string) ([]merge.Field, error) {
	if kind == template.Word {
		t, err := docx.Read(file)
		if err != nil {
			return nil, err
		}
		return merge.Fields(t, known, matches), nil
	}
	t, err := ParseFile("."+kind, file)
	if err != nil {
		return nil, err
	}
	c, err := t.read(newSources(known), false)
	if err != nil {
		return nil, err
	}
	list := []merge.Field{}
	for _, f := range c.fields {
		source := f.setting
		if source == "" {
			source = c.sources.Columns[f.column]
		}
		list = append(list, merge.Field{Name: f.name, Known: true, Source: source})
	}
	for _, name := range c.unknown {
		list = append(list, merge.Field{Name: strings.Trim(name, "{}«» "), Meaning: nearest(known, name)})
	}
	return list, nil
}
