package core

import (
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"sync"
	texttemplate "text/template"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"

	"winnow/assets"
)

// localizers have the texts for people in each language: assets/translations has
// a file for each, in the format of go-i18n. They are read when the first text
// is asked for.
var localizers = sync.OnceValue(func() map[string]*i18n.Localizer {
	bundle := i18n.NewBundle(language.English)
	files, err := fs.Glob(assets.Translations, "translations/*.json")
	if err != nil {
		panic(err) // the pattern is wrong
	}
	found := map[string]*i18n.Localizer{}
	for _, name := range files {
		content, err := assets.Translations.ReadFile(name)
		if err == nil {
			_, err = bundle.ParseMessageFileBytes(content, path.Base(name))
		}
		if err != nil {
			panic(fmt.Sprintf("%s is built in and cannot be read: %v", name, err))
		}
		key := strings.TrimSuffix(path.Base(name), ".json")
		found[key] = i18n.NewLocalizer(bundle, key)
	}
	return found
})

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
	localizer := localizers()[lang]
	if localizer == nil {
		localizer = localizers()["en"]
	}
	text, err := localizer.Localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: values, PluralCount: count, TemplateParser: textParser})
	if err != nil && text == "" {
		return id // a test finds texts that are missing
	}
	return text
}
