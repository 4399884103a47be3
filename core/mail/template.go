package mail

import (
	"html"
	"io"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"unicode"
	"unicode/utf8"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/inputfile"
	"winnow/core/mailrow"
	"winnow/core/merge"
	"winnow/core/template"
	"winnow/data/email"
)

// maxTemplate is how many bytes a template may have.
const maxTemplate = 4 << 20

// Template is a message with fields in it: {{Full Name}} or «Full_Name», by any
// of the names that a column of the export has, or {{Company Information Name}}
// and so on for the company's own. Subject and Text are plain text, HTML is the
// same message for programs that show it, or "".
type Template struct {
	Subject string
	Text    string
	HTML    string
	// From, ReplyTo, Cc and Bcc are addresses, or "".
	From, ReplyTo, Cc, Bcc string
}

// Parse reads a template of a kind, which is template.HTML or another text.
func Parse(kind, content string) (Template, error) {
	if kind == template.HTML {
		return ParseHTML(content)
	}
	return ParseTemplate(content)
}

// ParseFile reads a template that is a file's content.
func ParseFile(name string, content []byte) (Template, error) {
	return Parse(template.KindOf(name), lines(string(content)))
}

// ReadTemplate reads a template: a text file as ParseTemplate takes it or an HTML file as
// ParseHTML does, and, unless its path is "", an HTML file for the same message.
func ReadTemplate(path, htmlPath string) (Template, error) {
	content, err := readText(path)
	if err != nil {
		return Template{}, err
	}
	t, err := Parse(template.KindOf(path), content)
	if err != nil {
		return Template{}, core.NewProblem(core.Invalid, "common.place_and_problem", "place", filepath.Base(path), "problem", err)
	}
	if htmlPath != "" {
		t.HTML, err = ReadHTML(htmlPath)
	}
	return t, err
}

// ReadHTML reads the HTML of a template.
func ReadHTML(path string) (string, error) { return readText(path) }

// readText reads a file of UTF-8 text; its lines end in \n.
func readText(path string) (string, error) {
	content, err := readSmall(path)
	if err != nil {
		return "", err
	}
	text := string(content)
	if !utf8.ValidString(text) {
		return "", core.NewProblem(core.Invalid, "mail.file_is_not_utf_8_text", "file", path).Hint("mail.save_it_as_utf_8")
	}
	return lines(text), nil
}

// lines is the text of a file, whose lines end in \n then.
func lines(text string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(text, "\ufeff"))
}

func readSmall(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, inputfile.Problem(path, err)
	case info.IsDir():
		return nil, inputfile.Problem(path, syscall.EISDIR)
	case !info.Mode().IsRegular():
		return nil, core.NewProblem(core.Invalid, "common.file_is_device_or_like_not_file", "file", path).Hint("common.choose_name_of_file")
	case info.Size() > maxTemplate:
		return nil, core.NewProblem(core.Invalid, "mail.file_is_larger_than_max_mb", "file", path, "max", maxTemplate>>20)
	}
	f, err := inputfile.Open(path)
	if err != nil {
		return nil, inputfile.Problem(path, err)
	}
	defer f.Close()
	content, err := io.ReadAll(f)
	return content, inputfile.Problem(path, err)
}

// piece is a text as it stands, or a field.
type piece struct {
	text string
	// setting is the key of the company's setting that the field is, or "".
	setting string
	// column is the field's place in a row, or noColumn.
	column int
}

const noColumn = -1

// compiled is a template that knows where its fields are in a row.
type compiled struct {
	subject, text, html    []piece
	from, replyTo, cc, bcc []piece
	// unsubscribe is the link by which one gets no more of them, and salesperson the name
	// and the address of the line's salesperson where that is the sender.
	unsubscribe, salesperson []piece
	// fields are those that the template uses, each once, and unknown those that
	// do not exist, as it writes them.
	fields  []field
	unknown []string
	// sources are the columns that a row needs, and which fields the company has.
	sources *merge.Sources
	// kept says that all fields existed when the message was made.
	kept bool
}

// mailColumn is the place in a row of the column that every message needs.
const mailColumn = 0

var mailColumns = []string{mailColumn: "e_mail"}

// contactOf is whom a row is about.
func contactOf(row *mailrow.Row) mailrow.ContactEMail {
	return mailrow.ContactEMail{Contact: row.Contact(), EMail: row.Text(mailColumn)}
}

// field is a field that a template uses.
type field struct {
	name string
	piece
}

// compile reads the template's fields. The error names all that do not exist.
func (t Template) compile(known catalog.Catalog) (*compiled, error) {
	c, err := t.read(newSources(known), false)
	if err != nil {
		return nil, err
	}
	return c, c.check()
}

// check refuses a template with fields that do not exist.
func (c *compiled) check() error {
	if len(c.unknown) == 0 {
		return nil
	}
	p := core.NewProblem(core.Invalid, "mail.template_has_fields_that_do_not_exist", "fields", strings.Join(c.unknown, ", "))
	if near := nearest(c.sources.Catalog, c.unknown[0]); near != "" {
		return p.Hint("common.did_you_mean_meant", "meant", near)
	}
	return p.Hint("mail.fields_are_called_as_columns_of_export")
}

// newSources returns the columns that every message needs.
func newSources(known catalog.Catalog) *merge.Sources {
	return &merge.Sources{Columns: slices.Clone(mailColumns), Catalog: known}
}

// nearest returns the field that one which does not exist is most like, or "".
func nearest(known catalog.Catalog, unknown string) string {
	var names []string
	for _, column := range mailrow.Columns(known) {
		names = append(names, column.Header)
	}
	return criteria.Nearest(strings.Trim(unknown, "{}«» "), names)
}

// read is compile, but that fields may not exist. All of a kept message's did.
func (t Template) read(sources *merge.Sources, kept bool) (*compiled, error) {
	c := &compiled{sources: sources, kept: kept}
	for _, part := range []struct {
		text   string
		pieces *[]piece
	}{{t.Subject, &c.subject}, {t.From, &c.from}, {t.ReplyTo, &c.replyTo}, {t.Cc, &c.cc}, {t.Bcc, &c.bcc}, {t.Text, &c.text}, {t.HTML, &c.html}} {
		pieces, err := c.pieces(part.text)
		if err != nil {
			return nil, err
		}
		*part.pieces = pieces
	}
	return c, nil
}

// The signs that a field stands between.
var signs = []struct{ open, close string }{{"{{", "}}"}, {"«", "»"}}

// pieces splits a text at its fields, and notes these.
func (c *compiled) pieces(text string) (pieces []piece, err error) {
	for text != "" {
		at, open, end := len(text), "", ""
		for _, s := range signs {
			if i := strings.Index(text, s.open); i >= 0 && i < at {
				at, open, end = i, s.open, s.close
			}
		}
		if at > 0 {
			pieces = append(pieces, piece{text: text[:at], column: noColumn})
		}
		if open == "" {
			break
		}
		name, rest, closed := strings.Cut(text[at+len(open):], end)
		if !closed || strings.Contains(name, "\n") {
			line, _, _ := strings.Cut(text[at:], "\n")
			return nil, core.NewProblem(core.Invalid, "mail.template_has_field_that_does_not_end", "line", short(line)).Hint("mail.write_it_as_value", "value", "{{Full Name}}")
		}
		text = rest
		found := piece{column: noColumn}
		if key, ok := company.Information(name); ok {
			found.setting = key
		} else if column, ok := mailrow.Find(c.sources.Catalog, name); ok {
			found.column = c.sources.Column(column.Key)
		} else if c.kept {
			found.column = c.sources.Column(strings.TrimSpace(name))
		} else {
			if written := short(open + name + end); !slices.Contains(c.unknown, written) {
				c.unknown = append(c.unknown, written)
			}
			continue
		}
		pieces = append(pieces, found)
		if !slices.ContainsFunc(c.fields, func(f field) bool { return f.piece == found }) {
			c.fields = append(c.fields, field{strings.TrimSpace(name), found})
		}
	}
	return pieces, nil
}

// fromSalesperson makes the line's salesperson the sender.
func (c *compiled) fromSalesperson() {
	c.salesperson = []piece{{column: c.sources.Column("salesperson_name")}, {column: c.sources.Column("salesperson_e_mail")}}
}

// salespersonOf returns the line's salesperson, nil for one without an address.
func (c *compiled) salespersonOf(of values) *mail.Address {
	a, ok := email.Parse(of(c.salesperson[1]))
	if !ok {
		return nil
	}
	return &mail.Address{Name: oneLine(of(c.salesperson[0])), Address: a.Address}
}

// short is a text as far as a message has room for it.
func short(text string) string {
	if runes := []rune(text); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return text
}

// values says what a field stands for in one message.
type values func(piece) string

// rowValues are a row's values and the company's settings.
func rowValues(row *mailrow.Row, settings company.Values) values {
	return func(p piece) string { return p.value(row, settings) }
}

// fill puts the values of fields in, each as clean returns it.
func fill(pieces []piece, of values, clean func(string) string) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.text != "" {
			b.WriteString(p.text)
		} else {
			b.WriteString(clean(of(p)))
		}
	}
	return b.String()
}

// value is what a field stands for in a row.
func (p piece) value(row *mailrow.Row, settings company.Values) string {
	if p.setting != "" {
		return settings[p.setting]
	}
	return row.Text(p.column)
}

// plainText is a value in a text: its lines end in \n, and no other sign
// controls anything.
func plainText(value string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(value, "\ufffd")))
}

// oneLine is a value in a header: nothing in it ends the line.
func oneLine(value string) string {
	return strings.Join(strings.Fields(plainText(value)), " ")
}

// asHTML is a value in an HTML text.
func asHTML(value string) string {
	return strings.ReplaceAll(html.EscapeString(plainText(value)), "\n", "<br>\n")
}
