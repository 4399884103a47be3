package docx

import (
	"slices"
	"strconv"

	"winnow/core/locale"
)

// languages are what a template says of the languages of its texts.
type languages struct {
	// styles are those of its styles, by their names; usual is that of what has
	// no style and says nothing itself.
	styles map[string]string
	usual  string
}

// readLanguages reads what the styles say.
func readLanguages(p *pack) (languages, error) {
	l := languages{styles: map[string]string{}}
	for _, r := range p.relations {
		if r.kind() != "styles" {
			continue
		}
		s, err := p.scan(p.target(r))
		if err != nil || s == nil {
			return l, err
		}
		l.find(s)
	}
	return l, nil
}

// find finds the languages of the styles and of those that they are based on.
func (l *languages) find(s *source) {
	own, based, usual := map[string]string{}, map[string]string{}, ""
	for i := range s.tokens {
		switch {
		case s.opens(i, "rPrDefault"):
			if properties := s.child(i, "rPr"); properties >= 0 {
				l.usual = s.language(properties)
			}
		case s.opens(i, "style"):
			id := s.attr(i, "styleId")
			if parent := s.child(i, "basedOn"); parent >= 0 {
				based[id] = s.attr(parent, "val")
			}
			if properties := s.child(i, "rPr"); properties >= 0 {
				own[id] = s.language(properties)
			}
			if s.attr(i, "type") == "paragraph" && isOn(s.attr(i, "default")) {
				usual = id
			}
		}
	}
	for id := range own {
		l.styles[id] = own[id]
	}
	for id := range based {
		at := id
		for range maxHeirs {
			if own[at] != "" || based[at] == "" {
				break
			}
			at = based[at]
		}
		l.styles[id] = own[at]
	}
	if tag := l.styles[usual]; tag != "" {
		l.usual = tag
	}
	// What only says what the usual style says is nothing of its own.
	for id, tag := range l.styles {
		if tag == l.usual {
			delete(l.styles, id)
		}
	}
}

func isOn(value string) bool { return value == "1" || value == "true" || value == "on" }

// language returns the language that a run's properties name, as far as the
// names of its months and days are known: that of scripts from right to left
// where the run is in such a script.
func (s *source) language(properties int) string {
	at := s.child(properties, "lang")
	if at < 0 {
		return ""
	}
	value := s.attr(at, "val")
	if rtl := s.child(properties, "rtl"); rtl >= 0 && s.attr(rtl, "val") != "0" && s.attr(rtl, "val") != "false" {
		value = s.attr(at, "bidi")
	}
	if number, err := strconv.ParseInt(value, 16, 32); err == nil && len(value) == 4 {
		value = locale.OfNumber(int(number))
	}
	if _, ok := locale.CalendarOf(value); !ok {
		return ""
	}
	return value
}

// ofRun returns the language that a run says itself or by its style, or "". A run
// can hold many fields, so that it is looked at once.
func (c *compiler) ofRun(run int) string {
	tag, ok := c.runs[run]
	if !ok {
		tag = c.readRun(run)
		c.runs[run] = tag
	}
	return tag
}

func (c *compiler) readRun(run int) string {
	properties := c.source.child(run, "rPr")
	if properties < 0 {
		return ""
	}
	if tag := c.source.language(properties); tag != "" {
		return tag
	}
	if style := c.source.child(properties, "rStyle"); style >= 0 {
		return c.t.languages.styles[c.attr(style, "val")]
	}
	return ""
}

// ofParagraph returns the language of the style of the paragraph around a token,
// or "".
func (c *compiler) ofParagraph(at int) string {
	for at >= 0 && !c.opens(at, "p") {
		at = c.tokens[at].parent
	}
	if at < 0 {
		return ""
	}
	properties := c.source.child(at, "pPr")
	if properties < 0 {
		return ""
	}
	if style := c.source.child(properties, "pStyle"); style >= 0 {
		return c.t.languages.styles[c.attr(style, "val")]
	}
	return ""
}

// languageOf returns the language of a field: that of its code, else of its
// result, else of its paragraph; "" where none of them names any.
func (c *compiler) languageOf(f *field) string {
	for _, n := range slices.Concat(f.code, f.result) {
		run := n.run
		switch n.kind {
		case runNode:
			run = n.lo
		case codeNode, childNode:
		default:
			continue
		}
		if tag := c.ofRun(run); tag != "" {
			return tag
		}
	}
	return c.ofParagraph(f.begin.lo)
}

// Language returns the tag of the language that the template is written in, as
// far as it says so, or "".
func (t *Template) Language() string { return t.languages.usual }
