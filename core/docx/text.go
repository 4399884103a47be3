package docx

import "strings"

// Span is a part of what a letter says. Field says that a field gave it.
type Span struct {
	Text  string
	Field bool
}

// The marks around what fields give: characters that no text has.
const (
	markBegin = "\ufdd0"
	markEnd   = "\ufdd1"
)

// Text returns what a letter says, for people to look it over: a line a
// paragraph, without headers and footers.
func (t *Template) Text(records ...Record) (string, error) {
	return t.text(&letter{t: t, alone: true}, records)
}

// Spans returns what Text returns, divided by what fields gave.
func (t *Template) Spans(records ...Record) ([]Span, error) {
	text, err := t.text(&letter{t: t, alone: true, marked: true}, records)
	var spans []Span
	for i, part := range strings.Split(text, markBegin) {
		field, fixed, found := strings.Cut(part, markEnd)
		if i == 0 || !found {
			field, fixed = "", part
		}
		for _, s := range []Span{{field, true}, {fixed, false}} {
			if s.Text != "" {
				spans = append(spans, s)
			}
		}
	}
	return spans, err
}

func (t *Template) text(l *letter, records []Record) (string, error) {
	l.begin(records)
	l.whole()
	if l.err != nil {
		return "", l.err
	}
	s, err := scan(l.out.Bytes())
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for i := 0; i < len(s.tokens); i++ {
		switch t := s.tokens[i]; {
		case t.kind == closing && t.name == "p":
			b.WriteByte('\n')
		case t.kind != opening:
		case t.name == "t":
			b.WriteString(s.textOf(i))
		case t.name == "tab" && s.within(i, "r"):
			b.WriteByte('\t')
		case t.name == "br", t.name == "cr":
			b.WriteByte('\n')
		case t.name == ":Fallback":
			// It says again what the element before it says.
			i = t.match
		}
	}
	return strings.TrimRight(b.String(), "\n"), nil
}
