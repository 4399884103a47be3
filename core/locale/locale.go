// Package locale is the one table of languages and regions: which languages the
// window has texts in, which regions and languages have a way of writing dates and
// numbers, what languages and countries are called, the codes that Business Central
// and Windows have for languages, and the names of months and days. What
// golang.org/x/text has of Unicode's CLDR is taken from there: the signs of numbers
// and the names of languages and countries. The rules of plurals are CLDR's, too;
// go-i18n applies them to the texts.
//
// A window language is a file in assets/translations. A language or region for
// dates and numbers is a line of the table in region.go. The words by which lists
// of other programs are recognised are data of core/headings. The package opens no
// file and knows no company.
package locale

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"winnow/assets"
)

// English is the language of files and filters, and of all texts that a language
// lacks.
const English = "en"

// folder has a file of texts for each language that the window can have.
const folder = "translations"

// Texts returns the languages that there is a file of texts for, English first.
var Texts = sync.OnceValue(func() []string {
	files, err := assets.Translations.ReadDir(folder)
	if err != nil {
		panic(err) // it is built in
	}
	languages := []string{English}
	for _, file := range files { // which are in the alphabet's order
		if tag := strings.TrimSuffix(file.Name(), ".json"); tag != English {
			languages = append(languages, tag)
		}
	}
	return languages
})

// HasTexts reports whether there is a file of texts for a language.
func HasTexts(tag string) bool { return slices.Contains(Texts(), tag) }

// TextFile returns the place of a language's texts in assets.Translations.
func TextFile(tag string) string { return folder + "/" + tag + ".json" }

// Base returns the language of a locale: de for de-AT.
func Base(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	return base
}

// OwnName returns what a language is called in itself, with a capital: Deutsch.
func OwnName(tag string) string {
	name := display.Self.Name(language.Make(tag))
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + name[size:]
}

// Name returns what a language is called in another; "" for a text that is no tag
// of a language, as SAP, which sap would be.
func Name(tag, in string) string {
	wanted, err := language.Parse(tag)
	if err != nil || wanted.String() != tag {
		return ""
	}
	if namer := display.Languages(language.Make(in)); namer != nil {
		return namer.Name(wanted)
	}
	return ""
}
