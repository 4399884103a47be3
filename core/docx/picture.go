package docx

import (
	"cmp"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"winnow/core/locale"
)

// day returns the day that a value is; a text counts that says 2026-11-23.
func (v Value) day() (time.Time, bool) {
	if day, ok := v.Typed.(time.Time); ok {
		return day, true
	}
	day, err := time.Parse(time.DateOnly, strings.TrimSpace(v.Text))
	return day, err == nil
}

// number returns the number that a value is; a text counts that says 1234.5.
func (v Value) number() (*big.Rat, bool) {
	text := strings.TrimSpace(v.Text)
	switch typed := v.Typed.(type) {
	case time.Time:
		return nil, false
	case int64:
		return new(big.Rat).SetInt64(typed), true
	case float64:
		// The digits that people see, not the binary fraction beside them.
		text = strconv.FormatFloat(typed, 'f', -1, 64)
	}
	if strings.Trim(text, "+-0123456789.") != "" || len(text) > maxDigits {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

// writeDate writes a day as a picture such as "d. MMMM yyyy" shows it.
func writeDate(picture string, day time.Time, language string) string {
	words, ok := locale.CalendarOf(language)
	if !ok {
		words, _ = locale.CalendarOf("en")
	}
	picture = inEnglish(picture, language)
	alone := !namesDay(picture)
	var b strings.Builder
	for rest := picture; rest != ""; {
		sign, size := utf8.DecodeRuneInString(rest)
		if sign == '\'' {
			literal, after, _ := strings.Cut(rest[1:], "'")
			b.WriteString(literal)
			rest = after
			continue
		}
		if upper := strings.ToUpper(rest); strings.HasPrefix(upper, "AM/PM") {
			b.WriteString("AM")
			rest = rest[len("AM/PM"):]
			continue
		}
		n := 1
		for size*n < len(rest) && strings.HasPrefix(rest[size*n:], string(sign)) {
			n++
		}
		part := rest[:size*n]
		rest = rest[size*n:]
		if strings.ContainsRune("dDMyYhHmsS", sign) {
			part = datePart(sign, n, day, words, alone)
			// A short form that ends in a point needs no other from the picture.
			if n > 2 && strings.HasSuffix(part, ".") && strings.HasPrefix(rest, ".") {
				rest = rest[1:]
			}
		}
		b.WriteString(part)
	}
	return b.String()
}

// inEnglish returns a picture in the signs of English. One that has an English
// year is there already.
func inEnglish(picture, language string) string {
	signs, ok := locale.DateSigns(language)
	if !ok || strings.ContainsAny(outsideQuotes(picture), "yY") {
		return picture
	}
	parts := strings.Split(picture, "'")
	for i := 0; i < len(parts); i += 2 {
		parts[i] = signs.Replace(parts[i])
	}
	return strings.Join(parts, "'")
}

// outsideQuotes returns a picture without what it says as it stands.
func outsideQuotes(picture string) string {
	parts := strings.Split(picture, "'")
	for i := 1; i < len(parts); i += 2 {
		parts[i] = ""
	}
	return strings.Join(parts, "")
}

// namesDay reports whether a picture has the day of the month, beside which many
// languages have another form of the month's name.
func namesDay(picture string) bool {
	picture = strings.ToLower(outsideQuotes(picture))
	for i := 0; i < len(picture); i++ {
		n := 0
		for i+n < len(picture) && picture[i+n] == 'd' {
			n++
		}
		if n == 1 || n == 2 {
			return true
		}
		i += n
	}
	return false
}

// datePart writes what n equal letters of a picture stand for; alone says that
// there is no day of the month. The name of a weekday stands alone in full, as
// Finnish has it. Days have no hour: it is midnight.
func datePart(sign rune, n int, day time.Time, words locale.Calendar, alone bool) string {
	switch sign {
	case 'd', 'D':
		return named(words.Days, n, day.Day(), int(day.Weekday()), n > 3)
	case 'M':
		return named(words.Months, n, int(day.Month()), int(day.Month())-1, alone)
	case 'y', 'Y':
		if n <= 2 {
			return padded(2, day.Year()%100)
		}
		return padded(4, day.Year())
	case 'h':
		return padded(n, 12)
	}
	return padded(n, 0)
}

// named writes a number with one letter or two, a short name with three, and the
// name with more.
func named(names locale.Names, n, number, place int, alone bool) string {
	full, short := names.Full, names.Short
	if alone {
		full, short = names.FullAlone, names.ShortAlone
	}
	switch {
	case n <= 2:
		return padded(n, number)
	case n == 3:
		return short[place]
	}
	return full[place]
}

func padded(width, number int) string {
	digits := strconv.Itoa(number)
	return strings.Repeat("0", max(0, width-len(digits))) + digits
}

// maxDigits is how many signs a number and its picture may have.
const maxDigits = 64

// writeNumber writes a number as a picture such as "#,##0.00" shows it, which may
// say in up to three parts how numbers above, below and of 0 look.
func writeNumber(picture string, number *big.Rat) string {
	parts := strings.Split(picture, ";")
	sign := ""
	switch {
	case number.Sign() < 0 && len(parts) > 1:
		picture = parts[1]
	case number.Sign() == 0 && len(parts) > 2:
		picture = parts[2]
	default:
		picture = parts[0]
		if number.Sign() < 0 {
			sign = "-"
		}
		if at := strings.IndexAny(quoted(picture), "0#x") - 1; at >= 0 && strings.IndexByte("+-", picture[at]) >= 0 {
			// That is where the number's sign goes; only a + is there for numbers above 0, too.
			if picture[at] == '+' {
				sign = cmp.Or(sign, "+")
			}
			picture = picture[:at] + picture[at+1:]
		}
	}
	return fillPicture(picture, number.Abs(number), sign)
}

// quoted hides the texts in a picture that stand between apostrophes, so that nothing in
// them is a place of a digit.
func quoted(picture string) string {
	hidden, within := []byte(picture), false
	for i, sign := range hidden {
		switch {
		case sign == '\'':
			within = !within
		case within:
			hidden[i] = '_'
		}
	}
	if within {
		return picture // it is an apostrophe between digits
	}
	return string(hidden)
}

// fillPicture puts the digits of a number in the place of the picture's. An x at the
// beginning drops the digits before it.
func fillPicture(picture string, number *big.Rat, sign string) string {
	places := quoted(picture)
	first := strings.IndexAny(places, "0#x")
	if first < 0 {
		return picture
	}
	last := strings.LastIndexAny(places, "0#x")
	if first > 0 && (places[first-1] == '.' || places[first-1] == ',') {
		first-- // decimals alone
	}
	before, shape, after := picture[:first], picture[first:last+1], picture[last+1:]
	point := decimalPoint(shape)
	whole, decimals := shape, ""
	if point >= 0 {
		whole, decimals = shape[:point], shape[point+1:]
	}
	least := strings.LastIndexAny(decimals, "0x") + 1
	digits, fraction, _ := strings.Cut(number.FloatString(len(decimals)), ".")
	for len(fraction) > least && strings.HasSuffix(fraction, "0") {
		fraction = fraction[:len(fraction)-1]
	}
	if strings.HasPrefix(whole, "x") {
		digits = digits[max(0, len(digits)-strings.Count(whole, "x")-strings.Count(whole, "#")-strings.Count(whole, "0")):]
	}
	if strings.Trim(digits+fraction, "0") == "" {
		sign = ""
	}
	if digits == "0" && !strings.Contains(whole, "0") {
		digits = ""
	}
	if zeros := strings.Count(whole, "0"); len(digits) < zeros {
		digits = strings.Repeat("0", zeros-len(digits)) + digits
	}
	if group := strings.IndexAny(whole, ".,' \u00a0"); group >= 0 {
		mark, _ := utf8.DecodeRuneInString(whole[group:])
		for i := len(digits) - 3; i > 0; i -= 3 {
			digits = digits[:i] + string(mark) + digits[i:]
		}
	}
	if fraction != "" {
		fraction = shape[point:point+1] + fraction
	}
	plain := strings.NewReplacer("'", "", `"`, "")
	return plain.Replace(before) + sign + digits + fraction + plain.Replace(after)
}

// decimalPoint returns where a picture's decimals begin, or -1. A point or comma
// that is the only one of its kind begins them, but for "#,##0" and its like.
func decimalPoint(shape string) int {
	at := strings.LastIndexAny(shape, ".,")
	if at < 0 || strings.Count(shape, shape[at:at+1]) > 1 {
		return -1
	}
	other := strings.ContainsAny(shape[:at], ".,' ")
	if !other && len(shape)-at-1 == 3 && strings.HasPrefix(shape, "#") && strings.HasPrefix(shape[at+1:], "##") {
		return -1
	}
	return at
}
