package docx

import (
	_ "embed"
	"strings"
	"sync"
)

// calendarTable holds the names of months and days in the languages of Unicode's
// CLDR, release 41: a language a line, behind its tag with tabs between, and a
// name from the next by a bar. They are the Gregorian calendar's months in full
// and short as dates have them, the same where they stand alone, and the days
// likewise; what stands alone is empty where it is no other. A country of a
// language has a line only where its names differ. It was made from the files
// common/main of CLDR, with what a locale leaves out taken from its parent.
//
//go:embed calendar.tsv
var calendarTable string

// calendar are a language's names of months and days.
type calendar struct{ months, days terms }

// terms are those in full and short, as they stand in dates and alone.
type terms struct{ full, short, fullAlone, shortAlone []string }

// calendars are the lines of the table by their tags, in lower case.
var calendars = sync.OnceValue(func() map[string]string {
	lines := map[string]string{}
	for line := range strings.Lines(calendarTable) {
		tag, names, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		lines[strings.ToLower(tag)] = names
	}
	return lines
})

// calendarOf returns the names in a language, such as de-AT, or those of the
// language that it is a form of; false where there are none.
func calendarOf(tag string) (calendar, bool) {
	tag = strings.ToLower(strings.ReplaceAll(tag, "_", "-"))
	for tag != "" {
		if line, ok := calendars()[tag]; ok {
			columns := strings.Split(line, "\t")
			return calendar{termsOf(columns[:4]), termsOf(columns[4:])}, true
		}
		tag = tag[:max(0, strings.LastIndexByte(tag, '-'))]
	}
	return calendar{}, false
}

func termsOf(columns []string) terms {
	n := terms{full: strings.Split(columns[0], "|"), short: strings.Split(columns[1], "|")}
	n.fullAlone, n.shortAlone = n.full, n.short
	if columns[2] != "" {
		n.fullAlone = strings.Split(columns[2], "|")
	}
	if columns[3] != "" {
		n.shortAlone = strings.Split(columns[3], "|")
	}
	return n
}
