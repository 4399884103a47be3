package filter

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"winnow/core"
)

// Limits on what is typed.
const (
	// MaxLength is the number of characters a filter may have.
	MaxLength = 1_000_000
	// MaxDepth is the number of brackets that may be open at once.
	MaxDepth = 100
)

// source is what was typed, in NFC, as stored text is.
type source struct {
	runes []rune
	// at holds, for each of runes and for their end, the index of the
	// character typed; nil where the text was in NFC already.
	at []int
}

// newSource normalises what was typed. It refuses what is too long or not
// UTF-8.
func newSource(typed string) (*source, *Error) {
	if utf8.RuneCountInString(typed) > MaxLength {
		return nil, &Error{Pos: MaxLength + 1, End: MaxLength + 2, Text: core.Text("filter.has_at_most_1_000_characters")}
	}
	if !utf8.ValidString(typed) {
		pos := 1
		for rest := typed; ; pos++ {
			r, size := utf8.DecodeRuneInString(rest)
			if r == utf8.RuneError && size == 1 {
				return nil, &Error{Pos: pos, End: pos + 1, Text: core.Text("filter.this_is_not_character_text_is_not")}
			}
			rest = rest[size:]
		}
	}
	if norm.NFC.IsNormalString(typed) {
		return &source{runes: []rune(typed)}, nil
	}
	s := &source{}
	var it norm.Iter
	it.InitString(norm.NFC, typed)
	for at := 0; !it.Done(); {
		start := it.Pos()
		out := []rune(string(it.Next()))
		read := utf8.RuneCountInString(typed[start:it.Pos()])
		for i, r := range out {
			s.runes = append(s.runes, r)
			s.at = append(s.at, at+min(i, max(read-1, 0)))
		}
		at += read
	}
	s.at = append(s.at, utf8.RuneCountInString(typed))
	return s, nil
}

// typed returns the index of the character typed that became the one at i.
func (s *source) typed(i int) int {
	if s.at == nil {
		return i
	}
	return s.at[i]
}

// fail returns an error about the characters from to end.
func (s *source) fail(from, end int, text core.Message) *Error {
	return &Error{Pos: s.typed(from) + 1, End: max(s.typed(end), s.typed(from)+1) + 1, Text: text}
}

// lexer walks over a source. Which signs operate depends on the place, so the
// parser asks for what may stand there.
type lexer struct {
	src *source
	i   int
	// last is what was read last, and what can follow it.
	last core.Message
}

func (l *lexer) done() bool { return l.i >= len(l.src.runes) }

// peek returns the character at hand, or -1 at the end.
func (l *lexer) peek() rune {
	if l.done() {
		return -1
	}
	return l.src.runes[l.i]
}

// at reports whether the characters at hand are those of s.
func (l *lexer) at(s string) bool {
	i := l.i
	for _, r := range s {
		if i >= len(l.src.runes) || l.src.runes[i] != r {
			return false
		}
		i++
	}
	return true
}

func (l *lexer) blanks() {
	for !l.done() && unicode.IsSpace(l.peek()) {
		l.i++
	}
}

// mark is an operator that was read, and where.
type mark struct {
	text    string
	at, end int
}

// take reads the operator at hand, the first of those given that fits.
func (l *lexer) take(operators ...string) (mark, bool) {
	for _, text := range operators {
		if l.at(text) {
			m := mark{text, l.i, l.i + len(text)}
			l.i = m.end
			return m, true
		}
	}
	return mark{}, false
}

// rawValue is a value as typed, before anything is known of the field.
type rawValue struct {
	// from is where the value with its @ begins, at where it begins without.
	from, at, end int
	text          string
	quoted, fold  bool
	// wild is where the first * or ? stands, or -1.
	wild int
}

// value = [ "@" ] ( quoted | plain )
//
// It returns nil where no value begins.
func (l *lexer) value() (*rawValue, *Error) {
	v := &rawValue{from: l.i, wild: -1}
	fold, ok := l.take("@")
	if ok {
		v.fold = true
		l.blanks()
	}
	v.at = l.i
	if l.peek() == '\'' {
		return v, l.quoted(v)
	}
	l.plain(v)
	if v.text != "" {
		return v, nil
	}
	if v.fold {
		return nil, l.src.fail(fold.at, fold.end, missingAfter("@"))
	}
	return nil, nil
}

// quoted = "'" { any character, with ” for one quote } "'"
func (l *lexer) quoted(v *rawValue) *Error {
	v.quoted = true
	var text strings.Builder
	for l.i++; !l.done(); l.i++ {
		r := l.peek()
		if r == '\'' {
			if !l.at("''") {
				l.i++
				v.text, v.end = text.String(), l.i
				l.last = core.Text("filter.closing_quote_write_or_between_or_two")
				return nil
			}
			l.i++
		}
		v.noteWild(r, l.i)
		text.WriteRune(r)
	}
	return l.src.fail(v.at, v.at+1, core.Text("filter.closing_quote_is_missing"))
}

// plain = characters up to an operator; blanks at both ends are dropped.
func (l *lexer) plain(v *rawValue) {
	for ; !l.done(); l.i++ {
		r := l.peek()
		if strings.ContainsRune("|&()=", r) || r == '.' && l.at("..") {
			break
		}
		v.noteWild(r, l.i)
	}
	v.end = l.i
	for v.end > v.at && unicode.IsSpace(l.src.runes[v.end-1]) {
		v.end--
	}
	v.text = string(l.src.runes[v.at:v.end])
	l.last = core.Text("filter.value_put_whole_value_in_quotes")
}

func (v *rawValue) noteWild(r rune, i int) {
	if v.wild < 0 && (r == '*' || r == '?') {
		v.wild = i
	}
}
