package docx

import "strings"

// Text returns what a letter says, for people to look it over: a line a
// paragraph, without headers and footers.
func (t *Template) Text(records ...Record) (string, error) {
	l := &letter{t: t, alone: true}
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
