package importer

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/cell"
	"winnow/core/headings"
	"winnow/core/locale"
	"winnow/core/value"
)

const dayForm = "2006-01-02"

// unsaid is what stands for a contact's Type that a source leaves empty, until
// it is completed.
const unsaid = int64(-1)

// reading says how values are written.
type reading struct {
	// dates is "dmy", "mdy" or "" for ISO dates alone.
	dates string
	// decimal is "comma" where numbers that are text have a comma before their
	// decimals, "point" where they have a point, "" where they have a point and
	// nothing between thousands, "open" where that is not clear.
	decimal string
	// byField are the readings of single fields that differ.
	byField map[int]reading
	// list says that words of other languages are understood, too.
	list bool
}

// of returns how the field at a place of the table is read.
func (r reading) of(field int) reading {
	if own, ok := r.byField[field]; ok {
		return own
	}
	return r
}

// read returns what is stored for a cell. The error says, in words for people,
// what is expected.
func (r reading) read(f catalog.Field, c cell.Cell) (any, error) {
	switch c.Kind {
	case cell.Error:
		return nil, core.NewProblem(core.Invalid, "importer.cell_has_error_text_value_is_expected", "text", c.Text)
	case cell.Pending:
		return nil, core.NewProblem(core.Invalid, "importer.cell_has_formula_without_value_open_workbook")
	case cell.Number:
		return readNumber(f, c)
	case cell.Boolean:
		return r.readBoolean(f, c)
	}
	return r.readText(f, c.Text)
}

// plain returns a cell as the text that it shows, with what no field keeps.
func (r reading) plain(c cell.Cell) (string, error) {
	if c.Kind == cell.Text {
		return c.Text, nil
	}
	v, err := r.read(catalog.Field{Type: catalog.Text}, c)
	if err != nil {
		return "", err
	}
	return v.(string), nil
}

func (r reading) readText(f catalog.Field, text string) (any, error) {
	if !utf8.ValidString(text) {
		return nil, core.NewProblem(core.Invalid, "common.this_is_not_valid_text")
	}
	trimmed := strings.TrimSpace(text)
	switch f.Type {
	case catalog.Text:
		return value.Parse(f, trimmed, value.Env{})
	case catalog.Code:
		return value.Code(text)
	case catalog.Integer:
		return value.Integer(trimmed)
	case catalog.Decimal:
		return r.readDecimal(trimmed)
	case catalog.Boolean:
		if yes, ok := headings.Boolean(trimmed); ok {
			if yes {
				return int64(1), nil
			}
			return int64(0), nil
		}
		return value.Boolean(trimmed)
	case catalog.Date:
		return r.readDay(trimmed)
	}
	if n, ok := headings.Option(f, trimmed); ok && trimmed != "" {
		if _, own := value.OptionNumber(f, trimmed); !own {
			return n, nil
		}
	}
	return value.Option(f, trimmed)
}

func (r reading) readBoolean(f catalog.Field, c cell.Cell) (any, error) {
	text := c.Truth()
	switch f.Type {
	case catalog.Boolean, catalog.Text, catalog.Code:
		return r.readText(f, text)
	}
	return nil, core.NewProblem(core.Invalid, "importer.text_is_yes_or_no_expected", "text", text, "type", expected(f.Type))
}

func expected(t catalog.Type) core.Message {
	switch t {
	case catalog.Integer:
		return core.Text("importer.whole_number")
	case catalog.Decimal:
		return core.Text("importer.number")
	case catalog.Date:
		return core.Text("importer.day")
	case catalog.Option:
		return core.Text("importer.one_of_fields_options")
	}
	return core.Text("importer.another_value")
}

// readDecimal reads a number that is text.
func (r reading) readDecimal(text string) (any, error) {
	switch r.decimal {
	case "comma":
		return value.Decimal(strings.Replace(strings.NewReplacer(".", "", " ", "", "\u00a0", "", "\u202f", "", "'", "").Replace(text), ",", ".", 1))
	case "point":
		return value.Decimal(strings.NewReplacer(",", "", " ", "", "\u00a0", "", "\u202f", "", "'", "").Replace(text))
	case "open":
		if separatorOf(text) == openSeparator {
			return nil, core.NewProblem(core.Invalid, "importer.text_can_be_read_in_two_ways", "text", text).Advise(core.NameDecimal)
		}
	}
	return value.Decimal(text)
}

// readNumber reads a cell that holds a number, which a spreadsheet knows to 15
// significant digits.
func readNumber(f catalog.Field, c cell.Cell) (any, error) {
	exact, err := strconv.ParseFloat(strings.TrimSpace(c.Text), 64)
	if err != nil || math.IsNaN(exact) || math.IsInf(exact, 0) {
		return nil, core.NewProblem(core.Invalid, "importer.text_is_not_number", "text", c.Text)
	}
	number, err := strconv.ParseFloat(strconv.FormatFloat(exact, 'e', 14, 64), 64)
	if err != nil {
		return nil, core.NewProblem(core.Invalid, "importer.text_is_not_number", "text", c.Text)
	}
	number += 0 // no negative zero
	plain := strconv.FormatFloat(number, 'f', -1, 64)
	dated := c.Format != nil && c.Format.Date
	switch f.Type {
	case catalog.Date:
		if dated {
			return serialDay(number, c.Date1904)
		}
		if len(plain) == len("20261123") {
			return reading{}.readDay(plain)
		}
		return nil, core.NewProblem(core.Invalid, "importer.number_is_not_day_give_cell_date", "number", plain)
	case catalog.Text, catalog.Code:
		if f.Form == catalog.TimeOfDay && number >= 0 && number < 1 {
			return serialClock(number), nil
		}
		if dated {
			return serialText(number, c.Date1904)
		}
		if c.Format != nil && c.Format.Digits != nil {
			plain = c.Format.Digits.Show(number, plain)
		}
		return reading{}.readText(f, plain)
	}
	if dated {
		return nil, core.NewProblem(core.Invalid, "importer.this_is_day_expected_is_type", "type", expected(f.Type))
	}
	if f.Type == catalog.Decimal {
		return number, nil
	}
	return reading{}.readText(f, plain)
}

// readDay reads a day that is written as text.
func (r reading) readDay(text string) (any, error) {
	if text == "" {
		return "", nil
	}
	day := text
	if date, clock, ok := cutTime(text); ok && validTime(clock) {
		day = date
	}
	if len(day) == len("20261123") && strings.Trim(day, "0123456789") == "" {
		day = day[:4] + "-" + day[4:6] + "-" + day[6:]
	}
	if value.ValidDay(day) {
		return day, nil
	}
	if day, ok := namedMonth(text); ok {
		return day, nil
	}
	if r.dates == "" && r.list && strings.Contains(day, ".") {
		r.dates = "dmy" // nobody writes the month first with points
	}
	if r.dates != "" {
		if day, ok := r.localDay(day); ok {
			return day, nil
		}
		example := map[string]string{"dmy": "23/11/2026", "mdy": "11/23/2026"}[r.dates]
		return nil, core.NewProblem(core.Invalid, "importer.text_is_not_day_expected_is_one_such", "text", text, "example", example)
	}
	if _, dmy := (reading{dates: "dmy"}).localDay(day); dmy {
		return nil, core.NewProblem(core.Invalid, "importer.text_is_not_day", "text", text).Advise(core.NameDateFormat)
	}
	return nil, core.NewProblem(core.Invalid, "importer.text_is_not_day_expected_is_one", "text", text)
}

// namedMonth reads a day whose month is a word, in any order: 24 Apr 2026, April
// 24, 2026.
func namedMonth(text string) (string, bool) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" .,-/\u00a0", r) })
	day, month, year := "", 0, ""
	for _, p := range parts {
		n, named := headings.Month(p)
		switch digits := strings.Trim(p, "0123456789") == ""; {
		case digits && len(p) == 4 && year == "":
			year = p
		case digits && len(p) <= 2 && day == "":
			day = locale.TwoDigits(p)
		case !digits && named && month == 0:
			month = n
		case !digits && strings.EqualFold(p, "de") || strings.EqualFold(p, "of"):
		default:
			return "", false
		}
	}
	found := fmt.Sprintf("%s-%02d-%s", year, month, day)
	return found, value.ValidDay(found)
}

// cutTime cuts a date and time into the two.
func cutTime(text string) (day, clock string, ok bool) {
	if i := strings.IndexAny(text, "Tt "); i > 0 {
		return text[:i], text[i+1:], true
	}
	return "", "", false
}

func validTime(clock string) bool {
	clock = strings.TrimSpace(clock)
	for _, form := range []string{"15:04", "15:04:05", "15:04Z07:00", "15:04:05Z07:00", "3:04 PM", "3:04:05 PM"} {
		if _, err := time.Parse(form, strings.ToUpper(clock)); err == nil {
			return true
		}
	}
	return false
}

// localDay reads a day whose day and month come before the year, in the order
// that the reading says, with one of / - . between them.
func (r reading) localDay(text string) (string, bool) {
	i := strings.IndexAny(text, "/-.")
	if i < 0 {
		return "", false
	}
	parts := strings.Split(text, text[i:i+1])
	if len(parts) != 3 {
		return "", false
	}
	var n [3]int
	for i, p := range parts {
		if len(p) == 0 || len(p) > 4 || strings.Trim(p, "0123456789") != "" || i < 2 && len(p) > 2 {
			return "", false
		}
		n[i], _ = strconv.Atoi(p)
	}
	switch len(parts[2]) {
	case 4:
	case 2:
		n[2] += 1900
		if n[2] < 1950 {
			n[2] += 100
		}
	default:
		return "", false
	}
	if r.dates == "mdy" {
		n[0], n[1] = n[1], n[0]
	}
	day := fmt.Sprintf("%04d-%02d-%02d", n[2], n[1], n[0])
	return day, value.ValidDay(day)
}

// lastSerial is 9999-12-31 counted from 1900.
const lastSerial = 2_958_465

// serialTime turns a spreadsheet's count of days into a time. Spreadsheets
// believe that there was a 29 February 1900, day 60.
func serialTime(serial float64, from1904 bool) (time.Time, error) {
	days := math.Floor(serial)
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case from1904:
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
		if days < 0 || days > lastSerial-1462 {
			return time.Time{}, core.NewProblem(core.Invalid, "importer.number_is_not_day", "number", serial)
		}
	case days < 1 || days == 60 || days > lastSerial:
		return time.Time{}, core.NewProblem(core.Invalid, "importer.number_is_not_day", "number", serial)
	case days < 60:
		first = first.AddDate(0, 0, 1)
	}
	seconds := math.Round((serial - days) * 86_400)
	return first.AddDate(0, 0, int(days)).Add(time.Duration(seconds) * time.Second), nil
}

func serialDay(serial float64, from1904 bool) (any, error) {
	t, err := serialTime(math.Floor(serial), from1904)
	if err != nil {
		return nil, err
	}
	return t.Format(dayForm), nil
}

// serialClock turns a spreadsheet's part of a day into a time of day.
func serialClock(part float64) string {
	seconds := min(math.Round(part*86_400), 86_399)
	return time.Time{}.Add(time.Duration(seconds) * time.Second).Format("15:04")
}

// serialText writes a day, or a day and time, as a text or code keeps it.
func serialText(serial float64, from1904 bool) (any, error) {
	t, err := serialTime(serial, from1904)
	if err != nil {
		return nil, err
	}
	if t.Equal(t.Truncate(24 * time.Hour)) {
		return t.Format(dayForm), nil
	}
	return t.Format(dayForm + " 15:04:05"), nil
}
