// Package i18n is how the window speaks: the catalog's captions, what core says
// to people, and values of fields, in the person's language and as the person's
// region writes them. It opens nothing and shows nothing.
package i18n

import (
	"errors"
	"io/fs"
	"strconv"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"winnow/assets"
	"winnow/core"
	"winnow/core/company"
	"winnow/core/output"
	"winnow/gui/region"
)

// Pref is the key under which the program remembers the language that a person
// chose; "" for the system's.
const Pref = "language"

// Language is a language that the program speaks.
type Language struct{ Key, Name string }

// Languages returns the languages that there is a file of texts for, English first,
// each with the name that it has in itself.
func Languages() []Language {
	files, err := assets.Translations.ReadDir("translations")
	if err != nil {
		return nil
	}
	list := []Language{named("en")}
	for _, f := range files { // which are in the alphabet's order
		if key := strings.TrimSuffix(f.Name(), ".json"); key != "en" {
			list = append(list, named(key))
		}
	}
	return list
}

func named(key string) Language { return Language{key, display.Self.Name(language.Make(key))} }

// File returns the text of a file that there is in several languages, in the
// language that the window speaks, else in English: name.de.md, name.md.
func File(from fs.FS, name, ending string) string {
	text, err := fs.ReadFile(from, name+"."+Voice().Language+ending)
	if err != nil {
		if text, err = fs.ReadFile(from, name+ending); err != nil {
			return ""
		}
	}
	return string(text)
}

// chosen is the language that the window speaks; nil is English.
var chosen atomic.Pointer[string]

// Use has the window speak a language from now on; "" is the system's, or
// English where there are no texts in that. What is shown already stays as it is.
// Fyne's own texts are in the system's language.
func Use(language string) {
	if language == "" {
		language, _, _ = strings.Cut(lang.SystemLocale().String(), "-")
	}
	chosen.Store(&language)
}

// UseChosen has the window speak the language that a person chose.
func UseChosen(app fyne.App) { Use(app.Preferences().String(Pref)) }

// Voice is how core speaks to the person.
func Voice() core.Voice {
	r := region.Current()
	v := core.Voice{Date: r.Date, Number: func(n float64) string { return r.Number(strconv.FormatFloat(n, 'f', -1, 64)) }}
	if language := chosen.Load(); language != nil {
		v.Language = *language
	}
	return v
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
	return core.Text(id, flat...).In(Voice())
}

// Say returns a caption or an option, which core has in English, in the person's
// language.
func Say(english string) string { return Voice().Say(english) }

// Told returns an error that says in the person's language what core says, as
// fields show it; others are returned as they are.
func Told(err error) error {
	var s core.Speaker
	if !errors.As(err, &s) {
		return err
	}
	return told{err, Of(s)}
}

// told is an error in the person's language.
type told struct {
	error
	text string
}

func (t told) Error() string { return t.text }
func (t told) Unwrap() error { return t.error }

// Of returns what core says, in the person's language.
func Of(s core.Speaker) string { return s.In(Voice()) }

// Unlogged says of an output that it is not in the company's log; nothing where
// it is.
func Unlogged(c *company.Company) []string {
	said := output.Unlogged(c)
	if said.Empty() {
		return nil
	}
	return []string{Of(said) + "."}
}
