package i18n

import (
	"cmp"
	"time"

	"winnow/core"
	"winnow/core/locale"
)

// days are the names of the days in the window's language.
func days() locale.Names {
	names, ok := locale.CalendarOf(cmp.Or(Locale().Language, locale.English))
	if !ok {
		names, _ = locale.CalendarOf(locale.English)
	}
	return names.Days
}

// Month returns the name of a month, as it stands alone.
func Month(m time.Month) string { return core.Month(m).In(Locale()) }

// ShortMonth returns the first three letters of a month, such as Jan.
func ShortMonth(m time.Month) string { return letters(Month(m), 3) }

// Weekday returns the first two letters of a day, such as Mo, for the head of a
// column.
func Weekday(d time.Weekday) string { return letters(days().ShortAlone[d], 2) }

// letters returns the first letters of a name, or all that it has.
func letters(name string, count int) string {
	runes := []rune(name)
	return string(runes[:min(count, len(runes))])
}
