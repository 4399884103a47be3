package locale

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// Region is a way of writing dates, times and numbers.
type Region struct {
	// Key is the region's tag, such as de-CH, or iso.
	Key string
	// Name is what the region is called there.
	Name string
	// Monday says that weeks begin on Monday.
	Monday bool

	date, clock    string // layouts of package time
	group, decimal string // between thousands, before decimals
}

// iso is the region of those who have none: 2026-11-23 and 1,234.5.
var iso = Region{Key: "iso", Name: "ISO", Monday: true, date: time.DateOnly, clock: "15:04", group: ",", decimal: "."}

// line is a line of the table: what golang.org/x/text does not have of CLDR, or
// what the country's people write otherwise.
type line struct {
	key string
	// places are the countries that the region's name has, where a language has
	// more than one region.
	places []string
	sunday bool
	// date and clock are layouts of package time.
	date, clock string
	// export is the layout of days in exports in the language, where it is another;
	// the language's first region has it.
	export string
}

// table are the regions, those of a language beside one another. Exports in English
// spell the month, as day and month change places between the countries.
var table = []line{
	{key: "en-GB", places: []string{"GB"}, date: "02/01/2006", clock: "15:04", export: "2 Jan 2006"},
	{key: "en-US", places: []string{"US"}, date: "01/02/2006", clock: "3:04 PM", sunday: true},
	{key: "de-DE", places: []string{"DE", "AT"}, date: "02.01.2006", clock: "15:04"},
	{key: "de-CH", places: []string{"CH"}, date: "02.01.2006", clock: "15:04"},
	{key: "fr-FR", date: "02/01/2006", clock: "15:04"},
	{key: "nl-NL", date: "02-01-2006", clock: "15:04"},
	{key: "da-DK", date: "02-01-2006", clock: "15.04"},
	{key: "es-ES", date: "02/01/2006", clock: "15:04"},
	{key: "it-IT", date: "02/01/2006", clock: "15:04"},
}

// region returns the region of a line.
func (l line) region() Region {
	base := Base(l.key)
	r := Region{Key: l.key, Name: OwnName(base), Monday: !l.sunday, date: l.date, clock: l.clock}
	r.group, r.decimal = signs(l.key)
	if len(l.places) > 0 {
		var names []string
		for _, place := range l.places {
			names = append(names, CountryName(place, language.Make(base)))
		}
		r.Name += " (" + strings.Join(names, ", ") + ")"
	}
	return r
}

// signs returns what CLDR has between the thousands of a locale's numbers and
// before their decimals.
func signs(tag string) (group, decimal string) {
	const digits = "0123456789"
	text := message.NewPrinter(language.Make(tag)).Sprint(number.Decimal(1234567.5))
	text = strings.Trim(text, digits)
	first, last := strings.IndexAny(text, digits), strings.LastIndexAny(text, digits)
	return text[:first], text[last+1:]
}

// DecimalSign returns what stands before the decimals of a number in the language of a
// tag, a point where there is none.
func DecimalSign(tag string) string {
	if tag == "" {
		return "."
	}
	_, decimal := signs(tag)
	return decimal
}

// Regions returns the regions that can be chosen. A system's region is the one
// with its locale, else one with its language.
var Regions = sync.OnceValue(func() []Region {
	list := []Region{iso}
	for _, l := range table {
		list = append(list, l.region())
	}
	return list
})

// RegionOf returns the region for a locale such as de-AT.
func RegionOf(locale string) Region {
	base := Base(locale)
	if base == locale && base == English {
		return iso // English without a country says nothing of dates
	}
	near := iso
	for _, r := range Regions() {
		if r.Key == locale {
			return r
		}
		if Base(r.Key) == base && near.Key == iso.Key {
			near = r
		}
	}
	return near
}

// exports are the ways of exports by language.
var exports = sync.OnceValue(func() map[string]Region {
	found := map[string]Region{}
	for _, l := range table {
		base := Base(l.key)
		if _, there := found[base]; there {
			continue
		}
		r := l.region()
		if l.export != "" {
			r.date = l.export
		}
		found[base] = r
	}
	return found
})

// ExportLanguages returns the languages in which exports can write dates and
// numbers, in the table's order.
func ExportLanguages() []string {
	var languages []string
	for _, l := range table {
		languages = append(languages, Base(l.key))
	}
	return slices.Compact(languages)
}

// ExportRegion returns how exports in a language write dates and numbers; false
// for a language that the table lacks.
func ExportRegion(tag string) (Region, bool) {
	r, ok := exports()[tag]
	return r, ok
}

// Date writes a day of the form 2026-11-23; other texts are returned as they
// are.
func (r Region) Date(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format(r.date)
}

// Day writes the day of a time.
func (r Region) Day(t time.Time) string { return t.Format(r.date) }

// Time writes the time of day.
func (r Region) Time(t time.Time) string { return t.Format(r.clock) }

// Moment writes a day and the time of day.
func (r Region) Moment(t time.Time) string { return t.Format(r.date + " " + r.clock) }

// Count writes a whole number, its thousands kept apart.
func (r Region) Count(n int) string { return r.Number(strconv.Itoa(n)) }

// Number writes a number of the form -1234.5; other texts are returned as they
// are.
func (r Region) Number(plain string) string {
	digits := strings.TrimPrefix(plain, "-")
	whole, decimals, point := strings.Cut(digits, ".")
	if whole == "" || strings.Trim(whole+decimals, "0123456789") != "" {
		return plain
	}
	var b strings.Builder
	b.WriteString(plain[:len(plain)-len(digits)])
	for i, d := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(r.group)
		}
		b.WriteRune(d)
	}
	if point {
		b.WriteString(r.decimal + decimals)
	}
	return b.String()
}

// ReadNumber returns a number as the region writes it in the form -1234.5; what
// is none is returned as it is, so that who reads it can say what is wrong.
func (r Region) ReadNumber(typed string) string {
	text := strings.TrimSpace(typed)
	sign := ""
	if text != "" && strings.ContainsRune("+-", rune(text[0])) {
		sign, text = text[:1], text[1:]
	}
	whole, decimals, point := strings.Cut(text, r.decimal)
	groups := strings.Split(whole, r.group)
	for i, g := range groups {
		if g == "" || strings.Trim(g, "0123456789") != "" || i > 0 && len(g) != 3 || len(groups) > 1 && len(g) > 3 {
			return typed
		}
	}
	if strings.Trim(decimals, "0123456789") != "" || point && decimals == "" {
		return typed
	}
	plain := sign + strings.Join(groups, "")
	if point {
		plain += "." + decimals
	}
	return plain
}

// ReadDate returns a day as the region writes it, in the form 2026-11-23: its
// year may have two digits, or be left out, and then it is today's. Where the month
// comes first, so it does in digits alone: 1123, 112326, 11232026; elsewhere these
// are as package value reads them, day first. A day that its month lacks is returned
// in that form too, so that who reads it can say so; what is no day otherwise is
// returned as it is.
func (r Region) ReadDate(typed, today string) string {
	parts := strings.FieldsFunc(typed, func(c rune) bool { return strings.ContainsRune(". /-", c) })
	if digits := strings.TrimSpace(typed); r.monthFirst() && len(parts) == 1 && (len(digits) == 4 || len(digits) == 6 || len(digits) == 8) {
		parts = []string{digits[:2], digits[2:4]}
		if len(digits) > 4 {
			parts = append(parts, digits[4:])
		}
	}
	if r.date == time.DateOnly || strings.Trim(strings.Join(parts, ""), "0123456789") != "" || len(parts) < 2 || len(parts) > 3 {
		return typed
	}
	day, month, year := parts[0], parts[1], ""
	if len(parts[0]) > 2 || len(parts[1]) > 2 {
		return typed
	}
	if r.monthFirst() {
		day, month = month, day
	}
	if len(parts) == 3 {
		year = parts[2]
	} else if len(today) >= 4 {
		year = today[:4]
	}
	if len(year) == 2 {
		year = "20" + year
	}
	first := year + "-" + TwoDigits(month) + "-"
	if _, err := time.Parse(time.DateOnly, first+"01"); err != nil {
		return typed
	}
	return first + TwoDigits(day)
}

func (r Region) monthFirst() bool { return strings.HasPrefix(r.date, "01") }

// TwoDigits writes the number of a day or month with two digits.
func TwoDigits(number string) string {
	if len(number) < 2 {
		return "0" + number
	}
	return number
}
