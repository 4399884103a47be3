package postal

import (
	"slices"
	"strings"
)

// How the posts of countries have the part of an address between the street and the
// country. The forms are those of the Universal Postal Union's and CLDR's address data
// (libaddressinput), in the notation of Word's field ADDRESSBLOCK: a value stands as
// _NAME_ between << and >>, with the text that goes where it is empty.
var forms = func() map[string]string {
	const p, c, s = "<<_POSTAL_>>", "<<_CITY_>>", "<<_STATE_>>"
	forms := map[string]string{
		"US": c + "<<, _STATE_>><< _POSTAL_>>", "CA": c + "<< _STATE_>><<  _POSTAL_>>", "AU": c + "<< _STATE_>><< _POSTAL_>>",
		"IT": p + "<< _CITY_>><< _STATE_>>", "TR": p + "<< _CITY_>><</_STATE_>>", "MX": p + "<< _CITY_>><<, _STATE_>>",
		"BR": c + "<<-_STATE_>><<\n_POSTAL_>>", "CO": c + "<<, _STATE_>><<, _POSTAL_>>", "PK": c + "<<-_POSTAL_>>", "LV": c + "<<, _POSTAL_>>",
		"IN": c + "<< _POSTAL_>><<\n_STATE_>>", "UY": p + "<< _CITY_>><< _STATE_>>", "JP": c + "<<, _STATE_>><<\n_POSTAL_>>",
		"CN": c + "\n" + s + "<<, _POSTAL_>>", "TW": c + "<<, _STATE_>><< _POSTAL_>>",
	}
	for form, countries := range map[string]string{
		p + "<< _CITY_>>":                   "AD AT AX BA BE BG CH CY CZ DE DK DZ EE ES FI FO FR GE GF GL GP GR HR IS LI LT LU MA MC MD ME MK MQ NL NO PL PT RE RO RS SE SI SJ SK SM TN VA XK DO KW PY",
		c + "<< _POSTAL_>>":                 "NZ IL SG MT JO LB NP SA",
		c + "<<\n_POSTAL_>>":                "GB GG IM JE GI ZA KE LK",
		c + "<<\n_STATE_>><<\n_POSTAL_>>":   "IE RU UA EG KR",
		p + "<< _CITY_>>" + "<<\n_STATE_>>": "AR CL MY PH",
		c + "\n" + s + "<< _POSTAL_>>":      "ID TH VN",
	} {
		for country := range strings.FieldsSeq(countries) {
			forms[country] = form
		}
	}
	return forms
}()

// usual is the form of a country whose post's form is not known.
const usual = "<<_POSTAL_>><< _CITY_>><<\n_STATE_>>"

// Format is the Address Format of a country or region: the number of the option.
type Format int64

// The formats that Business Central has, but for the first, which is the form of the
// country's post. The lines of Custom are not known here, so that it is that form, too.
const (
	ByPost Format = iota
	CityPostCode
	CityCountyPostCode
	BlankLinePostCodeCity
	PostCodeCity
	Custom
)

// formats are the forms of formats, with Business Central's signs between the values.
var formats = map[Format]string{
	CityPostCode:          "<<_CITY_>><<, _POSTAL_>><<\n_STATE_>>",
	CityCountyPostCode:    "<<_CITY_>><<, _STATE_>><< _POSTAL_>>",
	BlankLinePostCodeCity: usual,
	PostCodeCity:          usual,
}

// cityFirst are the countries in whose addresses the city stands above the street.
var cityFirst = map[string]bool{"HU": true}

// Place is a place where post arrives.
type Place struct {
	// Country is the ISO code, and Format what is chosen for it.
	Country               string
	Format                Format
	PostCode, City, State string
}

// PostForm returns how post code, city and state stand, in the notation of Word's field
// ADDRESSBLOCK: in the format that is chosen for the country, or as its post has them.
// known is false where neither says anything.
func (p Place) PostForm() (form string, known bool) {
	if form, known = formats[p.Format]; known {
		return form, true
	}
	form, known = forms[p.Country]
	return form, known
}

// Form is PostForm with a place for the state in any country, a line of its own where
// the post has none: what somebody wrote is not lost. For other countries it is the post
// code, the city, and the state below them.
func (p Place) Form() string {
	form, known := p.PostForm()
	switch {
	case !known:
		return usual
	case strings.Contains(form, "_STATE_"):
		return form
	case strings.Contains(form, "\n"): // the post code stands below the city
		return strings.Replace(form, "<<\n", "<<\n_STATE_>><<\n", 1)
	}
	return form + "<<\n_STATE_>>"
}

// BlankLine reports whether an empty line stands above the place.
func (p Place) BlankLine() bool { return p.Format == BlankLinePostCodeCity }

// CityFirst reports whether the city stands above the street.
func (p Place) CityFirst() bool {
	_, chosen := formats[p.Format]
	return cityFirst[p.Country] && !chosen
}

// Address returns the lines of an address between the names and the country. street are
// the lines that are more exact than the city; empty ones go.
func (p Place) Address(street ...string) []string {
	street = slices.DeleteFunc(slices.Clone(street), func(line string) bool { return strings.TrimSpace(line) == "" })
	if p.CityFirst() {
		above, below := p, p
		above.PostCode, below.City, below.State = "", "", ""
		return slices.Concat(above.Lines(), street, below.Lines())
	}
	lines := p.Lines()
	if p.BlankLine() && len(street) > 0 && len(lines) > 0 {
		street = append(street, "")
	}
	return append(street, lines...)
}

// Lines returns the lines of the place alone.
func (p Place) Lines() []string {
	var b strings.Builder
	for form := p.Form(); form != ""; {
		text, rest, _ := strings.Cut(form, "<<")
		b.WriteString(text)
		group, after, _ := strings.Cut(rest, ">>")
		before, named, _ := strings.Cut(group, "_")
		name, behind, _ := strings.Cut(named, "_")
		value := ""
		switch name {
		case "POSTAL":
			value = p.PostCode
		case "CITY":
			value = p.City
		case "STATE":
			value = p.State
		}
		if value != "" {
			b.WriteString(before)
			b.WriteString(value)
			b.WriteString(behind)
		}
		form = after
	}
	var lines []string
	for line := range strings.SplitSeq(b.String(), "\n") {
		// What is between two values goes where the first is empty.
		if line = strings.TrimSpace(strings.TrimLeft(line, " ,-/")); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
