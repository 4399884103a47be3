package core

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"
	texttemplate "text/template"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"

	"winnow/assets"
)

// translations has a file of texts for each language, in the format of go-i18n.
const translations = "translations/"

// english has the English texts. They are read when the first is asked for.
var english = sync.OnceValue(func() texts { return read(i18n.NewBundle(language.English), "en.json") })

// others have the texts of the other languages, by language, and the English ones
// where a language lacks a text. They have a bundle of their own, since English may
// be spoken elsewhere while they are read.
var others = sync.OnceValue(func() map[string]*i18n.Localizer {
	bundle := i18n.NewBundle(language.English)
	if err := bundle.AddMessages(language.English, english().messages...); err != nil {
		panic(err) // they were read before
	}
	files, err := fs.ReadDir(assets.Translations, strings.TrimSuffix(translations, "/"))
	if err != nil {
		panic(err) // it is built in
	}
	found := map[string]*i18n.Localizer{}
	for _, file := range files {
		if file.Name() != "en.json" {
			found[strings.TrimSuffix(file.Name(), ".json")] = read(bundle, file.Name()).localizer
		}
	}
	return found
})

// idOf has the ids of texts by their English, for captions and options.
var idOf = sync.OnceValue(func() map[string]string {
	messages := slices.Clone(english().messages)
	slices.SortFunc(messages, func(a, b *i18n.Message) int { return cmp.Or(rank(a.ID)-rank(b.ID), cmp.Compare(a.ID, b.ID)) })
	ids := map[string]string{}
	for _, m := range messages {
		if ids[m.Other] == "" {
			ids[m.Other] = m.ID
		}
	}
	return ids
})

// texts are those of a language.
type texts struct {
	messages  []*i18n.Message
	localizer *i18n.Localizer
}

// read reads the texts of a language into a bundle.
func read(bundle *i18n.Bundle, name string) texts {
	content, err := assets.Translations.ReadFile(translations + name)
	if err != nil {
		panic(err) // it is built in
	}
	file, err := bundle.ParseMessageFileBytes(content, name)
	if err != nil {
		panic(fmt.Sprintf("%s: %v", name, err))
	}
	return texts{file.Messages, i18n.NewLocalizer(bundle, strings.TrimSuffix(name, ".json"))}
}

// rank orders the texts that have the same English: captions come first.
func rank(id string) int {
	for i, group := range []string{"caption.", "common."} {
		if strings.HasPrefix(id, group) {
			return i
		}
	}
	return 2
}

// parser reads the texts, once each. They may call quote, which puts a value that
// somebody typed in quotation marks and shows its control characters.
type parser struct{ template.TextParser }

// Cacheable implements template.Parser: the functions never change.
func (parser) Cacheable() bool { return true }

var textParser = &parser{template.TextParser{Funcs: texttemplate.FuncMap{"quote": strconv.Quote}}}

// localize returns the text with an id in a language, in English where that has
// no texts. values has what stands in it by name; a text with a plural has a
// value count, which chooses the form.
func localize(lang, id string, values map[string]any, count any) string {
	localizer := english().localizer
	if lang != "" && lang != "en" {
		localizer = cmp.Or(others()[lang], localizer)
	}
	text, err := localizer.Localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: values, PluralCount: count, TemplateParser: textParser})
	if err != nil && text == "" {
		return id // a test finds texts that are missing
	}
	return text
}

// translate returns a text without values by its English.
func translate(lang, english string) string {
	if lang == "" || lang == "en" || idOf()[english] == "" {
		return english
	}
	return localize(lang, idOf()[english], nil, nil)
}
