package importer

import (
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/cell"
	"winnow/core/headings"
	"winnow/core/source"
)

const byteOrderMark = "\uFEFF"

// rowSource is a table of a file that holds rows of a table of the company.
type rowSource struct {
	// name is the file's or sheet's name as people know it.
	name   string
	table  catalog.Table
	header header
	open   func() (cell.Rows, error)
	kind   source.Kind
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
func headerOf(t catalog.Table, r cell.Row) header {
	h := header{row: r.Number, width: len(r.Cells), unnamed: map[int]bool{}}
	seen, exact := map[int]bool{}, map[int]bool{}
	for _, c := range r.Cells {
		exact[headings.Field(t, captionOf(c))] = true
	}
	for place, c := range r.Cells {
		caption := captionOf(c)
		if caption == "" {
			h.unnamed[place] = true
			continue
		}
		field := headings.Field(t, caption)
		if field < 0 {
			if field = headings.FieldLike(t, caption); exact[field] || seen[field] {
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

func captionOf(c cell.Cell) string {
	return strings.TrimSpace(strings.TrimPrefix(c.Text, byteOrderMark))
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
func findHeader(t catalog.Table, first []cell.Row) (header, bool) {
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
func noHeader(t catalog.Table) core.Message {
	var captions core.Words
	for _, k := range t.Keys {
		f, _ := t.Field(k)
		captions = append(captions, f.Caption)
	}
	if t.Numbered {
		return core.Text("importer.no_row_among_first_header_rows", "header_rows", headerRows, "column", captions, "table", core.Word(t.Caption))
	}
	return core.Text("importer.no_row_among_first_header_rows_has_key", "header_rows", headerRows, "table", core.Word(t.Caption), "captions", captions)
}

// captionsOf are the headings in a row.
func captionsOf(r cell.Row) []string {
	var list []string
	for _, c := range r.Cells {
		list = append(list, captionOf(c))
	}
	return list
}

// KnownTable reports whether there is a table of that name.
func KnownTable(name string) bool {
	_, ok := headings.Table(name)
	return ok
}
