package core

import (
	"fmt"
	"strings"
)

// Voice is how a person is spoken to: in which language, and how dates and
// numbers are written. The zero Voice speaks English, with ISO days and plain
// numbers.
type Voice struct {
	// Language is the person's language, such as de; "" is English.
	Language string
	// Advice returns the id of the words that a front end has for an advice; where
	// it is nil, the window's are said.
	Advice func(Advice) string
	// Date returns a day of the form 2026-11-23 as the person writes it.
	Date func(day string) string
	// Number returns a number as the person writes it.
	Number func(n float64) string
}

// Say returns a caption or an option, which files and filters have in English,
// in the person's language. What is none stays as it is.
func (v Voice) Say(english string) string { return translate(v.Language, english) }

// Speaker can say what it has to say in other languages.
type Speaker interface{ In(Voice) string }

// Sentence is a text for people: the id of a text in assets/translations, and
// what stands in it. The zero Sentence says nothing.
type Sentence struct {
	id string
	// values are names and values in turn; without an id, the one value is all
	// that is said.
	values []any
	advice bool
}

// Text returns the text with an id of assets/translations/en.json. Names of
// values and values follow in turn. The value count chooses between a singular
// and a plural. Values that are texts, Problems or Words are said in the person's
// language, too. The id is a constant, so that a test finds it.
func Text(id string, values ...any) Sentence { return Sentence{id: id, values: values} }

// Plain returns a sentence that says a value and nothing else: what an error or
// another program says.
func Plain(value any) Sentence { return Sentence{values: []any{value}} }

// With returns the sentence with these names and values.
func (s Sentence) With(values ...any) Sentence { return Sentence{id: s.id, values: values} }

// Empty reports whether nothing is said.
func (s Sentence) Empty() bool { return s.id == "" && len(s.values) == 0 }

// Equal reports whether both say the same.
func (s Sentence) Equal(other Sentence) bool { return s.String() == other.String() }

// String returns the sentence in English.
func (s Sentence) String() string { return s.In(Voice{}) }

// In implements Speaker.
func (s Sentence) In(v Voice) string {
	if s.id == "" {
		var b strings.Builder
		for _, value := range s.values {
			fmt.Fprint(&b, spoken(value, v))
		}
		return b.String()
	}
	id := s.id
	if s.advice && v.Advice != nil {
		id = v.Advice(Advice(id))
	}
	values, count := make(map[string]any, len(s.values)/2), any(nil)
	for i := 0; i+1 < len(s.values); i += 2 {
		name, value := s.values[i].(string), spoken(s.values[i+1], v)
		if name == "count" {
			count = value
			if n, ok := value.(int); ok && v.Number != nil {
				value = v.Number(float64(n))
			}
		}
		values[name] = value
	}
	return localize(v.Language, id, values, count)
}

// spoken returns a value as it is said in the person's language.
func spoken(value any, v Voice) any {
	if speaker, ok := value.(Speaker); ok {
		return speaker.In(v)
	}
	return value
}

// Said returns the sentence as it is said to a person, in whatever language it is
// asked for then.
func (s Sentence) Said(v Voice) Sentence { return Plain(s.In(v)) }

// MarshalText writes the sentence in English.
func (s Sentence) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Word is a caption or an option within a sentence, in English.
type Word string

// In implements Speaker.
func (w Word) In(v Voice) string { return v.Say(string(w)) }

// Words are captions or options in a row within a sentence.
type Words []string

// String returns them in English.
func (w Words) String() string { return w.In(Voice{}) }

// In implements Speaker.
func (w Words) In(v Voice) string {
	said := make([]string, len(w))
	for i, word := range w {
		said[i] = v.Say(word)
	}
	return strings.Join(said, ", ")
}
