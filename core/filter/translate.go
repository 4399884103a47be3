package filter

import "strings"

// Translation is a filter in which other words stand for some of its values.
type Translation struct {
	Text string
	// edits are in the order of the filter.
	edits []edit
}

// Translate returns a filter with other values where word has another for one of
// its values, however they are typed. A filter that cannot be read stays as it is.
func Translate(typed string, word func(value string) (other string, ok bool)) Translation {
	t := Translation{Text: typed}
	src, wrong := newSource(typed)
	if wrong != nil {
		return t
	}
	e, wrong := parse(src)
	if wrong != nil || e == nil {
		return t
	}
	rawTerms(e, func(r *rawTerm) {
		for _, raw := range []*rawValue{r.lo, r.hi} {
			if raw == nil {
				continue
			}
			if other, ok := word(raw.text); ok {
				text := quote(other, raw == r.lo && r.op.text == "..")
				t.edits = append(t.edits, edit{src.typed(raw.at), src.typed(raw.end), text})
			}
		}
	})
	t.Text = edited(typed, t.edits)
	return t
}

// Original returns an error about the translation as one about what was typed.
func (t Translation) Original(err *Error) *Error {
	if len(t.edits) == 0 {
		return err
	}
	moved := *err
	moved.Pos, moved.End = t.original(err.Pos-1, false)+1, t.original(err.End-1, true)+1
	return &moved
}

// original is where a character of the translation stood in what was typed; one
// within another word, where that began, or where it ended.
func (t Translation) original(at int, end bool) int {
	shift := 0 // by how much the translation is longer so far
	for _, e := range t.edits {
		from, length := e.from+shift, len([]rune(e.text))
		switch {
		case at <= from:
			return at - shift
		case at < from+length && !end:
			return e.from
		case at <= from+length && end:
			return e.end
		}
		shift += length - (e.end - e.from)
	}
	return at - shift
}

// edited returns a text with edits made in it, which are in its order.
func edited(text string, edits []edit) string {
	if len(edits) == 0 {
		return text
	}
	var b strings.Builder
	runes := []rune(text)
	at := 0
	for _, e := range edits {
		b.WriteString(string(runes[at:e.from]))
		b.WriteString(e.text)
		at = e.end
	}
	b.WriteString(string(runes[at:]))
	return b.String()
}
