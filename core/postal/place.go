package postal

import "strings"

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
		"IN": c + "<< _POSTAL_>><<\n_STATE_>>",
	}
	for form, countries := range map[string]string{
		p + "<< _CITY_>>":                   "AD AT AX BA BE BG CH CY CZ DE DK DZ EE ES FI FO FR GE GF GL GP GR HR IS LI LT LU MA MC MD ME MK MQ NL NO PL PT RE RO RS SE SI SJ SK SM TN VA XK",
		c + "<< _POSTAL_>>":                 "NZ IL SG MT",
		c + "<<\n_POSTAL_>>":                "GB GG IM JE GI ZA KE",
		c + "<<\n_STATE_>><<\n_POSTAL_>>":   "IE RU UA EG",
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

// PostForm returns how the post of a country has post code, city and state, by its ISO
// code, in the notation of Word's field ADDRESSBLOCK, and whether that is known.
func PostForm(country string) (form string, known bool) {
	form, known = forms[country]
	return form, known
}

// Form is PostForm with a place for the state in any country, a line of its own where
// the post has none: what somebody wrote is not lost. For other countries it is the post
// code, the city, and the state below them.
func Form(country string) string {
	form, known := forms[country]
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

// Place returns the lines of an address between the street and the country.
func Place(country, postCode, city, state string) []string {
	values := strings.NewReplacer("_POSTAL_", postCode, "_CITY_", city, "_STATE_", state)
	empty := map[string]bool{"_POSTAL_": postCode == "", "_CITY_": city == "", "_STATE_": state == ""}
	var b strings.Builder
	for form := Form(country); form != ""; {
		text, rest, _ := strings.Cut(form, "<<")
		b.WriteString(text)
		group, after, _ := strings.Cut(rest, ">>")
		_, name, _ := strings.Cut(group, "_")
		name, _, _ = strings.Cut(name, "_")
		if group != "" && !empty["_"+name+"_"] {
			b.WriteString(values.Replace(group))
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
