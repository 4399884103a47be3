package headings

import (
	"slices"
	"strings"

	"winnow/core/catalog"
)

// Table finds the table that a sheet or file is named after: by caption or key,
// whatever the case, in the singular or plural of any word, by Business Central's
// caption in German or Danish, or by its number there.
func Table(name string) (catalog.Table, bool) {
	wanted := PlainName(name)
	if wanted == "" {
		return catalog.Table{}, false
	}
	for _, t := range catalog.Tables() {
		if wanted == PlainName(t.Key) {
			return t, true
		}
	}
	return catalog.Find(captions().tables[Plainly(name)])
}

// segmentTables are the tables of segments by their numbers in Business Central.
var segmentTables = map[string]string{"5076": "segment_header", "5077": "segment_line"}

// SegmentTable finds the table of segments that a sheet or file is named after, as
// Table does. Segments are made here, and not imported.
func SegmentTable(name string) (catalog.Table, bool) {
	for number, key := range segmentTables {
		if strings.TrimSpace(name) == number || PlainName(name) == PlainName(key) {
			return catalog.Find(key)
		}
	}
	return catalog.Table{}, false
}

// PlainName is what the names of the same table have in common: its words in
// the singular, without what separates them.
func PlainName(name string) string {
	words := strings.Split(catalog.Key(strings.TrimPrefix(name, "\uFEFF")), "_")
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
	case strings.HasSuffix(word, "uses"):
		return strings.TrimSuffix(word, "es")
	case strings.HasSuffix(word, "ss"), strings.HasSuffix(word, "us"):
		return word
	}
	return strings.TrimSuffix(word, "s")
}

// Field returns the place of the table's field whose key or caption a heading
// is; -1 for none.
func Field(t catalog.Table, heading string) int {
	key := catalog.Key(heading)
	for i, f := range t.Fields {
		if f.Key == key || f.Own && catalog.Key(f.Caption) == key {
			return i
		}
	}
	return -1
}

// named reports whether the caption or key of a company's own field is a heading, whose
// plain form is given.
func named(f catalog.Field, plain string) bool {
	return Plainly(f.Caption) == plain || Plainly(f.Key) == plain
}

// FieldLike returns the place of the field whose caption has the same letters
// and digits, also in another language of Business Central; -1 for none. Newer
// versions of Business Central write Email for E-Mail.
func FieldLike(t catalog.Table, heading string) int {
	plain := Plainly(heading)
	for i, f := range t.Fields {
		if strings.ReplaceAll(f.Key, "_", "") == plain || f.Own && named(f, plain) {
			return i
		}
	}
	for _, language := range captions().languages {
		key := captions().fields[t.Key][language][plain]
		if i := slices.IndexFunc(t.Fields, func(f catalog.Field) bool { return f.Key == key }); i >= 0 {
			return i
		}
	}
	return -1
}
