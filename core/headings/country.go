package headings

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"winnow/core/locale"
)

// names are the codes of countries by the plain form of their names in one
// language.
var names = func() func(tag language.Tag) map[string]string {
	var lock sync.Mutex
	known := map[language.Tag]map[string]string{}
	return func(tag language.Tag) map[string]string {
		lock.Lock()
		defer lock.Unlock()
		if m, ok := known[tag]; ok {
			return m
		}
		m := map[string]string{}
		namer := display.Regions(tag)
		for _, r := range locale.Countries() {
			if namer != nil {
				m[Plainly(namer.Name(r))] = r.String()
			}
		}
		delete(m, "")
		known[tag] = m
		return m
	}
}()

// anyName are the codes of countries by their names in all languages of CLDR;
// a name of two countries has "".
var anyName = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for _, tag := range display.Supported.Tags() {
		for name, code := range names(tag) {
			if was, known := m[name]; known && was != code {
				code = ""
			}
			m[name] = code
		}
	}
	return m
})

// Country returns the ISO code of a country: by its code of two or three letters,
// its name in English or in the person's language, a usual form such as UK or
// Holland, else by a name that CLDR has for one country alone in any language.
func Country(text string, person language.Tag) (code string, ok bool) {
	text = strings.TrimSpace(text)
	if len(text) == 2 || len(text) == 3 {
		if r, err := language.ParseRegion(strings.ToUpper(text)); err == nil && r.IsCountry() && len(r.Canonicalize().String()) == 2 {
			return r.Canonicalize().String(), true
		}
	}
	plain := Plainly(text)
	if plain == "" {
		return "", false
	}
	for _, tag := range []language.Tag{language.English, person} {
		if code, ok := names(tag)[plain]; ok {
			return code, true
		}
	}
	if code, ok := meaning("country", text); ok {
		return code, true
	}
	code = anyName()[plain]
	return code, code != ""
}
