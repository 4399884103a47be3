package locale

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

// Calendar has a language's names of months, from January, and of days, from
// Sunday.
type Calendar struct{ Months, Days Names }

// Names are those in full and short, as they stand in dates and alone.
type Names struct{ Full, Short, FullAlone, ShortAlone []string }

// calendars are the lines of the table by their tags, in lower case.
var calendars = sync.OnceValue(func() map[string]string {
	lines := map[string]string{}
	for line := range strings.Lines(calendarTable) {
		tag, names, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		lines[strings.ToLower(tag)] = names
	}
	return lines
})

// CalendarOf returns the names in a language, such as de-AT, or those of the
// language that it is a form of; false where there are none.
func CalendarOf(tag string) (Calendar, bool) {
	tag = strings.ToLower(strings.ReplaceAll(tag, "_", "-"))
	for tag != "" {
		if line, ok := calendars()[tag]; ok {
			columns := strings.Split(line, "\t")
			return Calendar{namesOf(columns[:4]), namesOf(columns[4:])}, true
		}
		tag = tag[:max(0, strings.LastIndexByte(tag, '-'))]
	}
	return Calendar{}, false
}

func namesOf(columns []string) Names {
	n := Names{Full: strings.Split(columns[0], "|"), Short: strings.Split(columns[1], "|")}
	n.FullAlone, n.ShortAlone = n.Full, n.Short
	if columns[2] != "" {
		n.FullAlone = strings.Split(columns[2], "|")
	}
	if columns[3] != "" {
		n.ShortAlone = strings.Split(columns[3], "|")
	}
	return n
}

// dateSigns replace the signs that Word's date formats have in other languages than
// English, such as T for Tag, by the English ones.
var dateSigns = map[string]*strings.Replacer{
	"de": strings.NewReplacer("T", "d", "t", "d", "J", "y", "j", "y"),
	"nl": strings.NewReplacer("j", "y", "J", "y"),
	"fr": strings.NewReplacer("j", "d", "J", "d", "a", "y", "A", "y"),
	"it": strings.NewReplacer("g", "d", "G", "d", "a", "y", "A", "y"),
	"es": strings.NewReplacer("a", "y", "A", "y"),
	"pt": strings.NewReplacer("a", "y", "A", "y"),
	"da": strings.NewReplacer("å", "y", "Å", "y"),
	"nb": strings.NewReplacer("å", "y", "Å", "y"),
	"nn": strings.NewReplacer("å", "y", "Å", "y"),
	"no": strings.NewReplacer("å", "y", "Å", "y"),
	"sv": strings.NewReplacer("å", "y", "Å", "y"),
	"fi": strings.NewReplacer("p", "d", "P", "d", "k", "M", "K", "M", "v", "y", "V", "y"),
}

// DateSigns returns what turns the signs for days, months and years in a language,
// as in TT.MM.JJJJ, into those of English; false where they are the same.
func DateSigns(tag string) (*strings.Replacer, bool) {
	signs, ok := dateSigns[Base(strings.ToLower(tag))]
	return signs, ok
}
