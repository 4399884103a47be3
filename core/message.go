package core

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"winnow/core/locale"
)

// Locale is how texts are written for a person: in which language, and how dates
// and numbers look. The zero Locale is English, with ISO days and plain numbers.
type Locale struct {
	// Language is the person's language, such as de; "" is English.
	Language string
	// Advice returns the id of the text that a front end has for an advice; where
	// it is nil, the window's is taken.
	Advice func(Advice) string
	// Date returns a day of the form 2026-11-23 as the person writes it.
	Date func(day string) string
	// Number returns a number as the person writes it.
	Number func(n float64) string
}

// Translate returns a caption or an option, which files and filters have in
// English, in the person's language. Other texts are returned unchanged.
func (l Locale) Translate(english string) string { return translate(l.Language, english) }

// Localizer is what has a text in each language.
type Localizer interface{ In(Locale) string }

// Message is a text for people: the id of a text in assets/translations, and
// what stands in it. The zero Message is empty.
type Message struct {
	id string
	// values are names and values in turn; without an id, the values are the
	// whole text.
	values []any
	advice bool
}

// Text returns the text with an id of assets/translations/en.json. Names of
// values and values follow in turn. The value count chooses between a singular
// and a plural. Values that are Localizers, such as Messages, Problems and Words,
// are in the person's language, too. The id is a constant, so that a test finds it.
func Text(id string, values ...any) Message { return Message{id: id, values: values} }

// Plain returns a message that is a value and nothing else, the same in each
// language: the text of an error or of another program.
func Plain(value any) Message { return Message{values: []any{value}} }

// With returns the message with these names and values.
func (m Message) With(values ...any) Message { return Message{id: m.id, values: values} }

// Empty reports whether the message has no text.
func (m Message) Empty() bool { return m.id == "" && len(m.values) == 0 }

// Equal reports whether both have the same English text.
func (m Message) Equal(other Message) bool { return m.String() == other.String() }

// String returns the message in English.
func (m Message) String() string { return m.In(Locale{}) }

// In implements Localizer.
func (m Message) In(locale Locale) string {
	if m.id == "" {
		var b strings.Builder
		for _, value := range m.values {
			fmt.Fprint(&b, localized(value, locale))
		}
		return b.String()
	}
	id := m.id
	if m.advice && locale.Advice != nil {
		id = locale.Advice(Advice(id))
	}
	values, count := make(map[string]any, len(m.values)/2), any(nil)
	for i := 0; i+1 < len(m.values); i += 2 {
		name, value := m.values[i].(string), localized(m.values[i+1], locale)
		if name == "count" {
			count = value
			if n, ok := value.(int); ok && locale.Number != nil {
				value = locale.Number(float64(n))
			}
		}
		values[name] = value
	}
	return localize(locale.Language, id, values, count)
}

// localized returns a value in the person's language, if it has a text in it.
func localized(value any, locale Locale) any {
	if localizer, ok := value.(Localizer); ok {
		return localizer.In(locale)
	}
	return value
}

// Localized returns a message that has the text of one locale in all locales.
func (m Message) Localized(locale Locale) Message { return Plain(m.In(locale)) }

// MarshalText writes the message in English.
func (m Message) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// Word is a caption or an option within a message, in English.
type Word string

// In implements Localizer.
func (w Word) In(locale Locale) string { return locale.Translate(string(w)) }

// Words are captions or options in a row within a message.
type Words []string

// String returns them in English.
func (w Words) String() string { return w.In(Locale{}) }

// In implements Localizer.
func (w Words) In(locale Locale) string {
	translated := make([]string, len(w))
	for i, word := range w {
		translated[i] = locale.Translate(word)
	}
	return strings.Join(translated, ", ")
}

// Month is the name of a month within a message, as it stands alone.
type Month time.Month

// In implements Localizer.
func (m Month) In(l Locale) string {
	names, ok := locale.CalendarOf(cmp.Or(l.Language, locale.English))
	if !ok {
		names, _ = locale.CalendarOf(locale.English)
	}
	return names.Months.FullAlone[m-1]
}
