// Package headings knows the words of contact lists: what a column is, by its
// heading, in the languages and programs that lists come from; and what stands
// in cells, such as legal forms, salutations, countries, yes and no. All of it is
// data (headings.csv, words.csv); the package holds no value of a file and opens
// none.
package headings

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"winnow/core/catalog"
)

// Role says what a column is apart from its field.
type Role string

// The roles of columns.
const (
	// Plain columns hold their field's value.
	Plain Role = ""
	// Person is a column with the full names of persons: Contact Person.
	Person Role = "person"
	// Title holds job titles in some lists and salutations in others.
	Title Role = "title"
	// Label is a column that says what the value beside it is for: Phone 1 -
	// Label.
	Label Role = "label"
)

// Column is what a column of a list of contacts is, by its heading.
type Column struct {
	// Place is counted from 0.
	Place   int
	Heading string
	// Field is "contact.e_mail", "contact_alt_address.city" (the address at
	// home beside one at work), "contact_mailing_group.mailing_group_code"; ""
	// where the column is left alone.
	Field string
	Role  Role
	// Group holds together the columns of one address or number: business,
	// home, other, 1, 2; "" where the list has only one.
	Group string
	// Rank orders the columns of one field; the lowest goes first.
	Rank int
	// Label is the place of the column that says what this one is for, or -1.
	Label int
	// Why is how the heading was recognised: caption, key, or the language and
	// program of the headings table.
	Why string
}

//go:embed headings.csv
var headingsCSV string

// entry is a line of the headings table.
type entry struct {
	language, program, heading string
	field                      string
	role                       Role
	group                      string
	rank                       int
}

// table has the entries by the plain form of their heading.
var table = sync.OnceValue(func() map[string][]entry {
	records, err := csv.NewReader(strings.NewReader(headingsCSV)).ReadAll()
	if err != nil {
		panic("headings: " + err.Error())
	}
	m := map[string][]entry{}
	for rank, r := range records[1:] {
		e := entry{language: r[0], program: r[1], heading: r[2], rank: rank}
		var suffix string
		e.field, suffix, _ = strings.Cut(r[3], ":")
		switch {
		case e.field == string(Label):
			e.field, e.role = "", Label
		case suffix == string(Person) || suffix == string(Title):
			e.role = Role(suffix)
		default:
			e.group = suffix
		}
		key := Plainly(e.heading)
		m[key] = append(m[key], e)
	}
	return m
})

// Plainly is what equal headings have in common: their letters and digits,
// without case and accents.
func Plainly(heading string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(heading) {
		switch {
		case r == 'ß' || r == 'ẞ':
			b.WriteString("ss")
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// Recognise says what the columns of a list of contacts are, one for each
// heading, empty headings too. program is the program whose headings most of
// them are, or "".
func Recognise(list []string) (program string, columns []Column) {
	program = programOf(list)
	for place, heading := range list {
		c := Column{Place: place, Heading: heading, Label: -1, Rank: place}
		if e, why, ok := find(heading, program); ok {
			c.Field, c.Role, c.Group, c.Rank, c.Why = e.field, e.role, e.group, e.rank, why
		}
		if c.Field == "-" {
			c.Field = ""
		}
		columns = append(columns, c)
	}
	label(columns)
	return program, columns
}

// find looks a heading up: among the captions and keys of contacts, then in the
// table, that of the program first.
func find(heading, program string) (e entry, why string, ok bool) {
	plain := Plainly(heading)
	if plain == "" {
		return entry{}, "", false
	}
	entries := table()[plain]
	for _, e := range entries {
		if program != "" && e.program == program {
			return e, program, true
		}
	}
	t := catalog.Must(catalog.Contact)
	for _, f := range t.Fields {
		if Plainly(f.Caption) == plain || Plainly(f.Key) == plain {
			return entry{field: t.Key + "." + f.Key}, "caption", true
		}
	}
	if len(entries) == 0 {
		return entry{}, "", false
	}
	e = entries[0]
	return e, strings.TrimSpace(e.program + " " + e.language), true
}

// programOf returns the program that most headings are of, two at least.
func programOf(list []string) string {
	times := map[string]int{}
	for _, heading := range list {
		seen := map[string]bool{}
		for _, e := range table()[Plainly(heading)] {
			if e.program != "" && !seen[e.program] {
				seen[e.program] = true
				times[e.program]++
			}
		}
	}
	best := ""
	for program, n := range times {
		if n >= 2 && (n > times[best] || n == times[best] && program < best) {
			best = program
		}
	}
	return best
}

// label gives each column the one that says what it is for: that with the same
// words before the last.
func label(columns []Column) {
	at := map[string]int{}
	for _, c := range columns {
		if c.Role == Label {
			at[stem(c.Heading)] = c.Place
		}
	}
	for i, c := range columns {
		if place, ok := at[stem(c.Heading)]; ok && c.Role != Label {
			columns[i].Label = place
		}
	}
}

// stem is a heading without what stands behind its last hyphen.
func stem(heading string) string {
	if i := strings.LastIndexAny(heading, "-–"); i > 0 {
		return Plainly(heading[:i])
	}
	return ""
}
