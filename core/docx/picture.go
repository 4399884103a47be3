package docx

import (
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// writeDate writes a day, of the form 2026-11-23, as a picture such as "d. MMMM
// yyyy" shows it; what is no day stays the text that it is.
func writeDate(picture, plain, text, language string) string {
	day, err := time.Parse("2006-01-02", plain)
	if err != nil {
		return text
	}
	words := calendarOf(language)
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
		if !strings.ContainsRune("dDMyYhHmsS", sign) {
			b.WriteString(rest[:size*n])
		} else {
			b.WriteString(datePart(sign, n, day, words))
		}
		rest = rest[size*n:]
	}
	return b.String()
}

// datePart writes what n equal letters of a picture stand for. Days have no
// hour: it is midnight.
func datePart(sign rune, n int, day time.Time, words calendar) string {
	switch sign {
	case 'd', 'D':
		return inPicture(n, day.Day(), words.days[day.Weekday()], words.shortDays)
	case 'M':
		return inPicture(n, int(day.Month()), words.months[day.Month()-1], words.shortMonths)
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

func inPicture(n, number int, name string, short int) string {
	switch {
	case n <= 2:
		return padded(n, number)
	case n == 3:
		if letters := []rune(name); short > 0 && len(letters) > short {
			return string(letters[:short])
		}
	}
	return name
}

func padded(width, number int) string {
	digits := strconv.Itoa(number)
	return strings.Repeat("0", max(0, width-len(digits))) + digits
}

// calendar are a language's names, and how many letters their short forms have.
type calendar struct {
	months, days           []string
	shortMonths, shortDays int
}

func calendarOf(language string) calendar {
	split := strings.Fields
	switch language {
	case "de":
		return calendar{split("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
			split("Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag"), 3, 2}
	case "fr":
		return calendar{split("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
			split("dimanche lundi mardi mercredi jeudi vendredi samedi"), 4, 3}
	case "nl":
		return calendar{split("januari februari maart april mei juni juli augustus september oktober november december"),
			split("zondag maandag dinsdag woensdag donderdag vrijdag zaterdag"), 3, 2}
	case "da":
		return calendar{split("januar februar marts april maj juni juli august september oktober november december"),
			split("søndag mandag tirsdag onsdag torsdag fredag lørdag"), 3, 3}
	case "es":
		return calendar{split("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
			split("domingo lunes martes miércoles jueves viernes sábado"), 3, 3}
	case "it":
		return calendar{split("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"),
			split("domenica lunedì martedì mercoledì giovedì venerdì sabato"), 3, 3}
	}
	return calendar{split("January February March April May June July August September October November December"),
		split("Sunday Monday Tuesday Wednesday Thursday Friday Saturday"), 3, 3}
}

// maxDigits is how many signs a number and its picture may have.
const maxDigits = 64

// writeNumber writes a number, of the form 1234.5, as a picture such as
// "#,##0.00" shows it, which may say in up to three parts how numbers above,
// below and of 0 look; what is no number stays the text that it is.
func writeNumber(picture, plain, text string) string {
	plain = strings.TrimSpace(plain)
	if strings.Trim(plain, "+-0123456789.") != "" || len(plain) > maxDigits || len(picture) > maxDigits {
		return text
	}
	number, ok := new(big.Rat).SetString(plain)
	if !ok {
		return text
	}
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
	}
	return fillPicture(picture, number.Abs(number), sign)
}

// fillPicture puts the digits of a number in the place of the picture's.
func fillPicture(picture string, number *big.Rat, sign string) string {
	first := strings.IndexAny(picture, "0#x")
	if first < 0 {
		return picture
	}
	last := strings.LastIndexAny(picture, "0#x")
	shape := picture[first : last+1]
	point := decimalPoint(shape)
	whole, decimals := shape, ""
	if point >= 0 {
		whole, decimals = shape[:point], shape[point+1:]
	}
	places, least := len(decimals), strings.LastIndexByte(decimals, '0')+1
	digits, fraction, _ := strings.Cut(number.FloatString(places), ".")
	for len(fraction) > least && strings.HasSuffix(fraction, "0") {
		fraction = fraction[:len(fraction)-1]
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
	return plain.Replace(picture[:first]) + sign + digits + fraction + plain.Replace(picture[last+1:])
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
