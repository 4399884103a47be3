package docx

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/headings"
	"winnow/core/locale"
	"winnow/core/postal"
)

// addressBlock is a field ADDRESSBLOCK whose switches say how the address is to
// be.
type addressBlock struct {
	look
	parts []addressPart
	// places are those of the parts' values among the record's, by their names.
	places map[string]int
	// whole is the place of the address as it is without switches.
	whole int
	// country says when the country is named, except in which it is not.
	country countryRule
	except  []string
	// byCountry says that the place stands as the post of the country has it, and
	// asBlock that it stands as in the address without switches. usual is the country of
	// an address that has none.
	byCountry, asBlock bool
	usual              string
}

// countryRule is when an address names its country.
type countryRule uint8

const (
	// asUsual names it where the address without switches does.
	asUsual countryRule = iota
	never
	always
	// elsewhere names it but in the countries that are excepted.
	elsewhere
)

// addressPart is a text as it stands, or a value with the texts that go where it
// is empty.
type addressPart struct{ before, name, after string }

// addressValues are the parts that an address can have, and the fields that they
// are. Nobody has a title, a nickname, a suffix or a spouse here.
var addressValues = map[string]string{
	"FULL": "Full Name", "FIRST0": "First Name", "NICK0": "First Name", "MIDDLE0": "Middle Name", "LAST0": "Last Name", "COMPANY": "Company",
	"STREET1": "Address 1", "STREET2": "Address 2", "CITY": "City", "STATE": "State", "POSTAL": "Postal Code", "COUNTRY": "Country or Region",
	"TITLE0": "", "SUFFIX0": "", "TITLE1": "", "NICK1": "", "FIRST1": "", "MIDDLE1": "", "LAST1": "", "SUFFIX1": "",
}

// usualAddress is the address without the switch that says its form.
const usualAddress = "<<_FULL_\n>><<_COMPANY_\n>><<_STREET1_\n>><<_STREET2_\n>><<_POSTAL_>><< _CITY_>><<\n_STATE_>><<\n_COUNTRY_>>"

// cityFirstAddress is usualAddress where the city stands above the street.
const cityFirstAddress = "<<_FULL_\n>><<_COMPANY_\n>><<_CITY_\n>><<_STATE_\n>><<_STREET1_\n>><<_STREET2_\n>><<_POSTAL_\n>><<_COUNTRY_>>"

// blankLine stands for an empty line that stays, in the form of an address.
const blankLine = "\x00"

// placeOf is where an address is whose form may be its country's.
func placeOf(values map[string]string) postal.Place {
	f, _ := catalog.Must("country_region").Field("address_format")
	return postal.Place{Country: values["CODE"], Format: postal.Format(max(slices.Index(f.Options, values["FORMAT"]), 0))}
}

// address compiles a field ADDRESSBLOCK with its switches.
func (c *compiler) address(f *field, in instruction) (textPiece, error) {
	k, whole := c.look(f, in), c.t.place("AddressBlock")
	for sign := range in.switches {
		if !strings.ContainsRune("cdefl*", sign) {
			return nil, addressSwitch(sign)
		}
	}
	_, form := in.switches['f']
	_, rule := in.switches['c']
	_, except := in.switches['e']
	_, byCountry := in.switches['d']
	usual, err := in.usualCountry()
	if err != nil {
		return nil, err
	}
	if !form && !rule && !except && !byCountry {
		return mergeField{look: k, place: whole}, nil
	}
	a := addressBlock{look: k, whole: whole, places: map[string]int{}, byCountry: byCountry, asBlock: !form, usual: usual}
	if a.country, err = in.countryRule(); err != nil {
		return nil, err
	}
	for _, list := range in.switches['e'] {
		for name := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
			a.except = append(a.except, strings.TrimSpace(name))
			if code, ok := headings.Country(name, language.English); ok {
				a.except = append(a.except, code)
			}
		}
	}
	text := usualAddress
	if form {
		text, _ = in.argument('f')
	}
	var ok bool
	if a.parts, ok = addressParts(text); !ok {
		return nil, addressSwitch('f')
	}
	names := []string{"FULL", "FIRST0", "MIDDLE0", "LAST0", "COMPANY", "COUNTRY"}
	for _, p := range a.parts {
		names = append(names, p.name)
	}
	if a.byCountry || a.asBlock {
		names = append(names, "CITY", "STATE", "POSTAL")
	}
	for _, name := range names {
		if field := addressValues[name]; field != "" {
			a.places[name] = c.t.part(field)
		}
	}
	a.places["CODE"] = c.t.part("Country Code")
	a.places["FORMAT"] = c.t.part("Address Format")
	return a, nil
}

func addressSwitch(sign rune) error {
	return core.NewProblem(core.Invalid, "docx.word_template_has_field_addressblock_whose_switch", "value", `\`+string(sign)).
		Hint("docx.insert_address_block_in_word_anew")
}

// usualCountry returns the country of the language in the switch \l.
func (in instruction) usualCountry() (string, error) {
	text, ok := in.argument('l')
	if !ok {
		return "", nil
	}
	number, err := strconv.Atoi(text)
	if err != nil {
		return "", addressSwitch('l')
	}
	tag := locale.OfNumber(number)
	return tag[strings.LastIndexByte(tag, '-')+1:], nil
}

// countryRule reads the switches \c and \e.
func (in instruction) countryRule() (countryRule, error) {
	text, ok := in.argument('c')
	_, except := in.switches['e']
	_, form := in.switches['f']
	switch {
	case ok && text == "0":
		return never, nil
	case ok && text == "1":
		return always, nil
	case ok && text == "2", !ok && except:
		return elsewhere, nil
	case ok:
		return never, addressSwitch('c')
	case form:
		return always, nil
	}
	return asUsual, nil
}

// addressParts reads the form of an address: texts, and values that stand as
// _NAME_ between << and >>.
func addressParts(form string) (parts []addressPart, ok bool) {
	form = lineEnds.Replace(form)
	for form != "" {
		text, rest, found := strings.Cut(form, "<<")
		if text != "" {
			parts = append(parts, addressPart{before: text})
		}
		if !found {
			break
		}
		group, rest, closed := strings.Cut(rest, ">>")
		before, name, hasName := strings.Cut(group, "_")
		name, after, ended := strings.Cut(name, "_")
		if _, known := addressValues[name]; !closed || hasName && !(ended && known) {
			return nil, false
		}
		parts = append(parts, addressPart{before, name, after})
		form = rest
	}
	return parts, len(parts) > 0
}

func (a addressBlock) write(l *letter) { a.look.write(l, a.text(l)) }

// text composes the address. Lines in which nothing stands go.
func (a addressBlock) text(l *letter) string {
	values := a.values(l)
	parts := a.parts
	at := placeOf(values)
	form, known := at.PostForm()
	if a.asBlock && !a.byCountry {
		form, known = at.Form(), true
	}
	if at.BlankLine() {
		form = blankLine + "\n" + form
	}
	switch {
	case at.CityFirst() && a.asBlock:
		parts, _ = addressParts(cityFirstAddress)
	case known && (a.byCountry || a.asBlock):
		place, _ := addressParts("\n" + form + "\n")
		parts = withPlace(parts, place)
	}
	var b strings.Builder
	for _, p := range parts {
		if value := values[p.name]; p.name == "" || value != "" {
			b.WriteString(p.before + value + p.after)
		}
	}
	var lines []string
	for line := range strings.Lines(b.String()) {
		switch line = strings.TrimSpace(line); line {
		case blankLine:
			lines = append(lines, "")
		case "":
		default:
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// withPlace puts other parts in the place of those that make up the place: from
// the first of post code, city and state to the last.
func withPlace(parts, place []addressPart) []addressPart {
	isPlace := func(p addressPart) bool { return p.name == "POSTAL" || p.name == "CITY" || p.name == "STATE" }
	first := slices.IndexFunc(parts, isPlace)
	if first < 0 {
		return parts
	}
	last := first
	for i, p := range parts {
		if isPlace(p) {
			last = i
		}
	}
	return slices.Concat(parts[:first], place, parts[last+1:])
}

// values are the parts of the record's address.
func (a addressBlock) values(l *letter) map[string]string {
	values := map[string]string{}
	for name, place := range a.places {
		if place < len(l.record.Values) {
			values[name] = strings.TrimSpace(l.record.Values[place].Text)
		}
	}
	has := func(name string) bool {
		return slices.ContainsFunc(a.parts, func(p addressPart) bool { return p.name == name })
	}
	full, company := values["FULL"], values["COMPANY"]
	switch {
	case has("FULL"):
		if company == full {
			values["COMPANY"] = ""
		}
	case values["FIRST0"]+values["MIDDLE0"]+values["LAST0"] != "":
	case has("COMPANY") && (company == "" || company == full):
		values["COMPANY"] = full
	default:
		// A name that nobody has taken apart, or a company's, stands whole.
		values["LAST0"] = full
	}
	if !a.namesCountry(l, values) {
		values["COUNTRY"] = ""
	}
	if values["CODE"] == "" {
		values["CODE"] = a.usual
	}
	return values
}

func (a addressBlock) namesCountry(l *letter, values map[string]string) bool {
	switch a.country {
	case always:
		return true
	case elsewhere:
		return !slices.ContainsFunc(a.except, func(name string) bool {
			return strings.EqualFold(name, values["COUNTRY"]) || strings.EqualFold(name, values["CODE"])
		})
	case asUsual:
		return a.whole < len(l.record.Values) && strings.HasSuffix(l.record.Values[a.whole].Text, "\n"+values["COUNTRY"])
	}
	return false
}
