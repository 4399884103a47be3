package importer

import (
	"strings"

	"winnow/core"
	"winnow/core/catalog"
)

// tableNamed finds the table that a sheet or file is named after, by caption
// or key, whatever the case, in the singular or plural of any word.
func tableNamed(name string) (catalog.Table, bool) {
	wanted := plainName(name)
	if wanted == "" {
		return catalog.Table{}, false
	}
	for _, t := range catalog.Tables() {
		if wanted == plainName(t.Key) {
			return t, true
		}
	}
	return catalog.Table{}, false
}

// plainName is what the names of the same table have in common: its words in
// the singular, without what separates them.
func plainName(name string) string {
	words := strings.Split(catalog.Key(strings.TrimPrefix(name, byteOrderMark)), "_")
	for i, w := range words {
		words[i] = singular(w)
	}
	return strings.Join(words, "")
}

// singular takes the plural off an English word of the tables' captions.
func singular(word string) string {
	switch {
	case strings.HasSuffix(word, "people"):
		return strings.TrimSuffix(word, "people") + "person"
	case strings.HasSuffix(word, "ies"):
		return strings.TrimSuffix(word, "ies") + "y"
	case strings.HasSuffix(word, "sses"):
		return strings.TrimSuffix(word, "es")
	case strings.HasSuffix(word, "ss"):
		return word
	}
	return strings.TrimSuffix(word, "s")
}

// tableNames lists the names that a file can have, for people.
func tableNames() string {
	var names []string
	for _, t := range catalog.Tables() {
		names = append(names, t.Caption)
	}
	return strings.Join(names, ", ")
}

// headerRows is how far down a header is looked for.
const headerRows = 50

// column is one column of a source that the table has.
type column struct {
	// place is where the row has it, counted from 0.
	place   int
	field   int
	caption string
}

// header is the row of a source that names its columns.
type header struct {
	row     int
	columns []column
	unknown []string
	// width is how many columns the header names or leaves unnamed.
	width int
	// unnamed says which columns have no caption.
	unnamed map[int]bool
	// twice has the captions of columns that name a field again.
	twice []string
}

// headerOf reads a row as a header of the table.
func headerOf(t catalog.Table, r row) header {
	h := header{row: r.number, width: len(r.cells), unnamed: map[int]bool{}}
	seen, exact := map[int]bool{}, map[int]bool{}
	for _, c := range r.cells {
		exact[fieldNamed(t, captionOf(c))] = true
	}
	for place, c := range r.cells {
		caption := captionOf(c)
		if caption == "" {
			h.unnamed[place] = true
			continue
		}
		field := fieldNamed(t, caption)
		if field < 0 {
			if field = fieldLike(t, caption); exact[field] || seen[field] {
				field = -1
			}
		}
		switch {
		case field < 0:
			h.unknown = append(h.unknown, caption)
		case seen[field]:
			h.twice = append(h.twice, caption)
		default:
			seen[field] = true
			h.columns = append(h.columns, column{place: place, field: field, caption: caption})
		}
	}
	return h
}

func captionOf(c cell) string {
	return strings.TrimSpace(strings.TrimPrefix(c.text, byteOrderMark))
}

func fieldNamed(t catalog.Table, caption string) int {
	key := catalog.Key(caption)
	for i, f := range t.Fields {
		if f.Key == key {
			return i
		}
	}
	return -1
}

// fieldLike finds a field whose caption has the same letters and digits: newer
// versions of Business Central write Email for E-Mail.
func fieldLike(t catalog.Table, caption string) int {
	letters := strings.ReplaceAll(catalog.Key(caption), "_", "")
	for i, f := range t.Fields {
		if strings.ReplaceAll(f.Key, "_", "") == letters {
			return i
		}
	}
	return -1
}

// has reports whether the header names the field.
func (h header) has(t catalog.Table, key string) bool {
	for _, c := range h.columns {
		if t.Fields[c.field].Key == key {
			return true
		}
	}
	return false
}

// findHeader finds the row that has the table's key columns; for tables whose
// rows are numbered also the one with the most known columns, two at least.
func findHeader(t catalog.Table, first []row) (header, bool) {
	var best header
	for _, r := range first {
		h := headerOf(t, r)
		complete := true
		for _, k := range t.Keys {
			complete = complete && h.has(t, k)
		}
		if complete {
			return h, true
		}
		if t.Numbered && len(h.columns) >= 2 && len(h.columns) > len(best.columns) {
			best = h
		}
	}
	return best, len(best.columns) > 0
}

// noHeader says which columns a header of the table needs.
func noHeader(t catalog.Table) core.Sentence {
	var captions core.Words
	for _, k := range t.Keys {
		f, _ := t.Field(k)
		captions = append(captions, f.Caption)
	}
	if t.Numbered {
		return core.Sayf("no row among the first %d has the column %s or two others of the table %s", headerRows, captions, core.Word(t.Caption))
	}
	return core.Sayf("no row among the first %d has the key columns of the table %s: %s", headerRows, core.Word(t.Caption), captions)
}
