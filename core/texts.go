package core

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	texttemplate "text/template"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"

	"winnow/assets"
	"winnow/core/locale"
)

// english has the English texts. They are read when the first is asked for.
var english = sync.OnceValue(func() texts { return read(i18n.NewBundle(language.English), locale.English) })

// others have the texts of the other languages, by language, and the English ones
// where a language lacks a text. They have a bundle of their own, since English may
// be spoken elsewhere while they are read.
var others = sync.OnceValue(func() map[string]*i18n.Localizer {
	bundle := i18n.NewBundle(language.English)
	if err := bundle.AddMessages(language.English, english().messages...); err != nil {
		panic(err) // they were read before
	}
	found := map[string]*i18n.Localizer{}
	for _, tag := range locale.Texts() {
		if tag != locale.English {
			found[tag] = read(bundle, tag).localizer
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
func read(bundle *i18n.Bundle, tag string) texts {
	name := locale.TextFile(tag)
	content, err := assets.Translations.ReadFile(name)
	if err != nil {
		panic(err) // it is built in
	}
	file, err := bundle.ParseMessageFileBytes(content, name)
	if err != nil {
		panic(fmt.Sprintf("%s: %v", name, err))
	}
	return texts{file.Messages, i18n.NewLocalizer(bundle, tag)}
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
	if lang != "" && lang != locale.English {
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
	if lang == "" || lang == locale.English || idOf()[english] == "" {
		return english
	}
	return localize(lang, idOf()[english], nil, nil)
}
