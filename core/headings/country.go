package headings

import (
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// regions are the countries of ISO 3166.
var regions = sync.OnceValue(func() []language.Region {
	var list []language.Region
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			r, err := language.ParseRegion(string(a) + string(b))
			if err == nil && r.IsCountry() && r.String() == string(a)+string(b) && r.Canonicalize() == r {
				list = append(list, r)
			}
		}
	}
	return list
})

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
		for _, r := range regions() {
			if namer != nil {
				m[Plainly(namer.Name(r))] = r.String()
			}
		}
		delete(m, "")
		known[tag] = m
		return m
	}
}()

// Country returns the ISO code of a country by its code of two or three
// letters, or its name in English or in the person's language.
func Country(text string, person language.Tag) (code string, ok bool) {
	text = strings.TrimSpace(text)
	if len(text) == 2 || len(text) == 3 {
		if r, err := language.ParseRegion(text); err == nil && r.IsCountry() {
			return r.Canonicalize().String(), true
		}
	}
	for _, tag := range []language.Tag{language.English, person} {
		if code, ok := names(tag)[Plainly(text)]; ok {
			return code, true
		}
	}
	return "", false
}

// CountryName returns the name of a country in a language, or "".
func CountryName(code string, tag language.Tag) string {
	r, err := language.ParseRegion(code)
	if err != nil {
		return ""
	}
	if namer := display.Regions(tag); namer != nil {
		return namer.Name(r)
	}
	return ""
}
