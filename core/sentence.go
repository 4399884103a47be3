package core

import (
	"fmt"
	"strings"
)

// Voice is how a person is spoken to: in which language, and how dates and
// numbers are written. A nil member leaves English, or ISO days and plain
// numbers, as they are.
type Voice struct {
	// Language is the person's language, such as de; "" is English.
	Language string
	// Advice returns the id of the words that a front end has for an advice; where
	// it is nil, the window's are said.
	Advice func(Advice) string
	// Word returns a text of the program, which may be a format of package fmt,
	// in the person's language.
	Word func(english string) string
	// Date returns a day of the form 2026-11-23 as the person writes it.
	Date func(day string) string
	// Number returns a number as the person writes it.
	Number func(n float64) string
}

// Say returns a text of the program in the person's language.
func (v Voice) Say(english string) string {
	if v.Word == nil || english == "" {
		return english
	}
	return v.Word(english)
}

// Speaker can say what it has to say in other languages.
type Speaker interface{ In(Voice) string }

// Sentence is a text for people that can be said in other languages: a format of
// package fmt, whose English is the key of its translations, and what stands in
// it. The zero Sentence says nothing.
type Sentence struct {
	format string
	args   []any

	// Instead of the format: the id of a text, and the values in it, names and
	// values in turn.
	id     string
	values []any
	advice bool
}

// Text returns the text with an id of assets/translations/en.json. Names of
// values and values follow in turn. The value count chooses between a singular
// and a plural. Values that are texts, Problems or Words are said in the person's
// language, too.
func Text(id string, values ...any) Sentence { return Sentence{id: id, values: values} }

// Sayf makes a Sentence. The format is a constant, so that the translations'
// test finds it. What stands in it is said in the person's language, too, where
// it is a Speaker: a Word, Words, another Sentence, a Problem.
func Sayf(format string, args ...any) Sentence { return Sentence{format: format, args: args} }

// With returns the sentence with these things in it.
func (s Sentence) With(args ...any) Sentence { return Sentence{format: s.format, args: args} }

// Empty reports whether nothing is said.
func (s Sentence) Empty() bool { return s.format == "" && s.id == "" }

// Equal reports whether both say the same.
func (s Sentence) Equal(other Sentence) bool { return s.String() == other.String() }

// String returns the sentence in English.
func (s Sentence) String() string { return s.In(Voice{}) }

// In implements Speaker.
func (s Sentence) In(v Voice) string {
	if s.id != "" {
		return s.localized(v)
	}
	said := make([]any, len(s.args))
	for i, arg := range s.args {
		said[i] = arg
		if speaker, ok := arg.(Speaker); ok {
			said[i] = speaker.In(v)
		}
	}
	return fmt.Sprintf(v.Say(s.format), said...)
}

// localized is In for a text with an id.
func (s Sentence) localized(v Voice) string {
	id := s.id
	if s.advice && v.Advice != nil {
		id = v.Advice(Advice(id))
	}
	values, count := make(map[string]any, len(s.values)/2), any(nil)
	for i := 0; i+1 < len(s.values); i += 2 {
		name, value := s.values[i].(string), s.values[i+1]
		if speaker, ok := value.(Speaker); ok {
			value = speaker.In(v)
		}
		if n, ok := value.(int); ok && name == "count" {
			if count = n; v.Number != nil {
				value = v.Number(float64(n))
			}
		}
		values[name] = value
	}
	return localize(v.Language, id, values, count)
}

// Said returns the sentence as it is said to a person, in whatever language it is
// asked for then.
func (s Sentence) Said(v Voice) Sentence { return Sayf("%s", s.In(v)) }

// MarshalText writes the sentence in English.
func (s Sentence) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Word is a text of the program within a sentence: a caption, an option.
type Word string

// In implements Speaker.
func (w Word) In(v Voice) string { return v.Say(string(w)) }

// Words are texts of the program in a row within a sentence.
type Words []string

// String returns the texts in English.
func (w Words) String() string { return w.In(Voice{}) }

// In implements Speaker.
func (w Words) In(v Voice) string {
	said := make([]string, len(w))
	for i, word := range w {
		said[i] = v.Say(word)
	}
	return strings.Join(said, ", ")
}
