// Package i18n is how the window speaks: the catalog's captions, what core says
// to people, and values of fields, in the person's language and as the person's
// region writes them. It opens nothing and shows nothing.
package i18n

import (
	"errors"
	"strconv"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

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

// Languages returns the languages that there is a file of texts for.
func Languages() []Language { return []Language{{"en", "English"}, {"de", "Deutsch"}} }

// Use has the window speak a language from now on; "" is the system's, or
// English where there are no texts in that. What is shown already stays as it is.
func Use(language string) error {
	locale := lang.SystemLocale()
	if language == "" {
		language, _, _ = strings.Cut(locale.String(), "-")
	}
	texts, err := assets.Translations.ReadFile("translations/" + language + ".json")
	if err != nil {
		texts, err = assets.Translations.ReadFile("translations/en.json")
	}
	if err != nil {
		return err
	}
	// Fyne speaks the system's language, so its texts are what is exchanged.
	if err := lang.AddTranslationsForLocale(texts, locale); err != nil {
		return err
	}
	chosen.Store(&language)
	return nil
}

// chosen is the language that the window speaks; nil is English.
var chosen atomic.Pointer[string]

func spoken() string {
	if language := chosen.Load(); language != nil {
		return *language
	}
	return ""
}

// UseChosen has the window speak the language that a person chose.
func UseChosen(app fyne.App) error { return Use(app.Preferences().String(Pref)) }

// Say returns a text of the program that is no constant where it is shown: a
// caption of the catalog, an option, a setting.
func Say(english string) string {
	switch english {
	case "":
		return ""
	case "Description": // no key of a translation can be this
		return lang.X("Description of a row", "Description")
	}
	return lang.X(english, english)
}

// Logged returns what the log calls a kind of output. It has a key of its own, as
// its English is that of other texts too.
func Logged(english string) string { return lang.X("Output "+english, english) }

// FileOf returns what the file of a kind of output is called.
func FileOf(english string) string { return lang.X("File of "+english, english) }

// With returns a text like those of Say with values in it.
func With(english string, values map[string]any) string { return lang.X(english, english, values) }

// Count returns a text like those of Say for n things, with values in it.
func Count(english string, n int, values map[string]any) string { return lang.N(english, n, values) }

// Voice is how core speaks to the person.
func Voice() core.Voice {
	r := region.Current()
	return core.Voice{
		Language: spoken(),
		Word:     Say,
		Date:     r.Date,
		Number: func(n float64) string {
			return r.Number(strconv.FormatFloat(n, 'f', -1, 64))
		},
	}
}

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
