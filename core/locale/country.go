package locale

import (
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Countries returns the countries of ISO 3166.
var Countries = sync.OnceValue(func() []language.Region {
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

// CountryName returns the name of a country in a language, or "".
func CountryName(code string, in language.Tag) string {
	r, err := language.ParseRegion(code)
	if err != nil {
		return ""
	}
	if namer := display.Regions(in); namer != nil {
		return namer.Name(r)
	}
	return ""
}
