// Package i18n has the window's texts in the person's language: texts by their
// ids, captions, messages of core, and values of fields as the person's region
// writes them. It opens nothing and shows nothing.
package i18n

import (
	"errors"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/locale"
	"winnow/core/output"
	"winnow/gui/region"
)

// Pref is the key under which the program remembers the language that a person
// chose; "" for the system's.
const Pref = "language"

// File returns the text of a file that there is in several languages, in the
// language of the window, else in English: name.de.md, name.md.
func File(from fs.FS, name, ending string) string {
	text, err := fs.ReadFile(from, name+"."+Locale().Language+ending)
	if err != nil {
		if text, err = fs.ReadFile(from, name+ending); err != nil {
			return ""
		}
	}
	return string(text)
}

// chosen is the language of the window; nil is English.
var chosen atomic.Pointer[string]

// SetLanguage sets the language of the window's texts; "" is the system's, or
// English where there are no texts in that. What is shown already stays as it is.
// Fyne's own texts are in the system's language.
func SetLanguage(language string) {
	if language == "" {
		language = locale.Base(lang.SystemLocale().String())
	}
	if !locale.HasTexts(language) {
		language = locale.English
	}
	chosen.Store(&language)
}

// SetChosenLanguage sets the language that a person chose in the settings.
func SetChosenLanguage(app fyne.App) { SetLanguage(app.Preferences().String(Pref)) }

// Locale returns the person's language and region, for messages of core.
func Locale() core.Locale {
	r := region.Current()
	l := core.Locale{Date: r.Date, Number: func(n float64) string { return r.Number(strconv.FormatFloat(n, 'f', -1, 64)) }}
	if language := chosen.Load(); language != nil {
		l.Language = *language
	}
	return l
}

// T returns the text with an id, as core.Text. A map among the values has
// further values by name.
func T(id string, values ...any) string {
	var flat []any
	for _, value := range values {
		named, ok := value.(map[string]any)
		if !ok {
			flat = append(flat, value)
			continue
		}
		for name, value := range named {
			flat = append(flat, name, value)
		}
	}
	return core.Text(id, flat...).In(Locale())
}

// Translate returns a caption or an option, which core has in English, in the person's
// language.
func Translate(english string) string { return Locale().Translate(english) }

// Error returns an error whose text is in the person's language, for a field to
// show. An error that core has no text for is returned unchanged.
func Error(err error) error {
	var s core.Localizer
	if !errors.As(err, &s) {
		return err
	}
	return localizedError{err, Localize(s)}
}

// localizedError is an error with its text in the person's language.
type localizedError struct {
	error
	text string
}

func (e localizedError) Error() string { return e.text }
func (e localizedError) Unwrap() error { return e.error }

// Localize returns a message of core in the person's language.
func Localize(s core.Localizer) string { return s.In(Locale()) }

// Join joins the texts that are not empty, with something between them.
func Join(between string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(text string) bool { return text == "" }), between)
}

// someLimit is how many names Some lists.
const someLimit = 8

// Some lists the first of some names: SM00001, SM00002, …
func Some(names []string) string {
	text := strings.Join(names[:min(len(names), someLimit)], ", ")
	if len(names) > someLimit {
		text += ", …"
	}
	return text
}

// Sentence makes a clause a sentence: it begins with a capital and ends in a
// full stop.
func Sentence(text string) string {
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	if !strings.ContainsAny(text[:min(len(text), 12)], "/._") {
		text = string(unicode.ToUpper(first)) + text[size:]
	}
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	return text
}

// Unlogged returns the remark that an output is not in the company's log; nothing
// where it is.
func Unlogged(c *company.Company) []string {
	message := output.Unlogged(c)
	if message.Empty() {
		return nil
	}
	return []string{Localize(message) + "."}
}
