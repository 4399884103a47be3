package mailrow

import (
	"strings"
	"time"

	"winnow/core/catalog"
	"winnow/core/value"
)

// formats say how dates and amounts are written; the empty one is ISO.
type formats struct {
	day, point, group string
}

// formatsOf are the languages' ways. The English one spells the month, as day
// and month change places between the countries.
var formatsOf = map[string]formats{
	"en": {"2 Jan 2006", ".", ","},
	"de": {"02.01.2006", ",", "."},
	"fr": {"02/01/2006", ",", "\u00a0"},
	"nl": {"02-01-2006", ",", "."},
	"da": {"02-01-2006", ",", "."},
	"es": {"02/01/2006", ",", "."},
	"it": {"02/01/2006", ",", "."},
}

// text writes a stored value.
func (f formats) text(field catalog.Field, v any) string {
	text := value.Format(field, v)
	switch field.Type {
	case catalog.Date:
		return f.date(text)
	case catalog.Decimal:
		return f.number(text)
	}
	return text
}

// date writes a day that is stored as 2026-11-23, or "".
func (f formats) date(stored string) string {
	if f.day == "" || stored == "" {
		return stored
	}
	day, err := time.Parse(time.DateOnly, stored)
	if err != nil {
		return stored
	}
	return day.Format(f.day)
}

// number writes an amount that reads 1234.5.
func (f formats) number(plain string) string {
	if f.point == "" {
		return plain
	}
	digits := strings.TrimPrefix(plain, "-")
	whole, decimals, broken := strings.Cut(digits, ".")
	var b strings.Builder
	b.WriteString(plain[:len(plain)-len(digits)])
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(f.group)
		}
		b.WriteByte(whole[i])
	}
	if broken {
		b.WriteString(f.point + decimals)
	}
	return b.String()
}
