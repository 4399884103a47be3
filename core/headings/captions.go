package headings

import (
	_ "embed"
	"slices"
	"sync"
)

//go:embed captions.csv
var captionsCSV string

// captionTable holds captions.csv: what Business Central calls its tables and
// fields in other languages, and the tables' numbers.
type captionTable struct {
	// tables are the keys of tables by the plain form of a caption or number.
	tables map[string]string
	// fields are the keys of fields by table, language and plain caption.
	fields map[string]map[string]map[string]string
	// languages are those of the captions, in the order of the file.
	languages []string
}

var captions = sync.OnceValue(func() captionTable {
	c := captionTable{tables: map[string]string{}, fields: map[string]map[string]map[string]string{}}
	for _, r := range records(captionsCSV) {
		language, table, field, plain := r[0], r[1], r[2], Plainly(r[3])
		if language != "" && !slices.Contains(c.languages, language) {
			c.languages = append(c.languages, language)
		}
		if field == "" {
			c.tables[plain] = table
			continue
		}
		if c.fields[table] == nil {
			c.fields[table] = map[string]map[string]string{}
		}
		if c.fields[table][language] == nil {
			c.fields[table][language] = map[string]string{}
		}
		if c.fields[table][language][plain] == "" {
			c.fields[table][language][plain] = field
		}
	}
	return c
})
