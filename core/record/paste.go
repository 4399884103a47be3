package record

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/fold"
	"winnow/core/value"
)

// Cells reads what was copied from a table, Excel's or another's: rows of cells,
// blanks around them left out. A cell in quotes can hold tabs and line ends; a
// quote that does not end its cell is one like any other character.
func Cells(text string) [][]string {
	var rows [][]string
	var row []string
	rest := strings.ReplaceAll(text, "\r\n", "\n")
	for rest != "" || row != nil {
		cell, behind := cutCell(rest)
		row = append(row, strings.TrimSpace(cell))
		if behind == "" || behind[0] == '\n' {
			rows, row = append(rows, row), nil
		}
		rest = behind[min(1, len(behind)):]
	}
	return rows
}

// cutCell returns the first cell, and what is behind it from the tab or line end
// on.
func cutCell(text string) (cell, behind string) {
	if inner, ok := strings.CutPrefix(text, `"`); ok {
		for i := 0; i < len(inner); i++ {
			switch {
			case inner[i] != '"':
			case strings.HasPrefix(inner[i:], `""`):
				i++
			case i+1 == len(inner) || inner[i+1] == '\t' || inner[i+1] == '\n':
				return strings.ReplaceAll(inner[:i], `""`, `"`), inner[i+1:]
			default:
				i = len(inner)
			}
		}
	}
	end := strings.IndexAny(text, "\t\n")
	if end < 0 {
		return text, ""
	}
	return text[:end], text[end:]
}

// Match is what came of cells that were pasted into the filter of a field.
type Match struct {
	// Filter is filter text that means one of the values. Those that are met
	// only where case is ignored are written so that it is.
	Filter string
	// Values are the cells, each once, in their order; blank ones and a heading
	// that is the field's caption are left out.
	Values []string
	// Missing are those of the values that no row has, or that are no value of
	// the field and so are not in the filter.
	Missing []string
}

// Match looks for the values of cells in a section's field. Of several columns
// the one counts of which most values are found; a single row counts whole.
func (s *Store) Match(ctx context.Context, section, field string, cells [][]string) (Match, error) {
	sec, ok := s.company.Catalog().SectionOf(section)
	if !ok {
		return Match{}, fmt.Errorf("match %s: there is no such section", section)
	}
	f, ok := sec.Field(field)
	if !ok {
		return Match{}, fmt.Errorf("match %s.%s: there is no such field", section, field)
	}
	m := matcher{section: sec, field: f, stored: map[string]any{}}
	columns := m.columns(cells)
	err := s.company.Read(ctx, func(tx *sql.Tx) error { return m.look(ctx, tx, s, slices.Concat(columns...)) })
	if err != nil {
		return Match{}, fmt.Errorf("match %s.%s: %w", section, field, err)
	}
	best, most := 0, -1
	for i, values := range columns {
		if n := len(values) - len(m.missing(values)); n > most {
			best, most = i, n
		}
	}
	if most < 0 {
		return Match{}, nil
	}
	return m.match(columns[best]), nil
}

// matcher finds which values of a field occur.
type matcher struct {
	section catalog.Section
	field   catalog.Field
	// stored are the values as they are stored, by cell; cells that are no
	// values of the field are absent.
	stored map[string]any
	exact  map[any]bool
	folded map[string]bool
}

// columns returns the values of each column, each once.
func (m *matcher) columns(rows [][]string) [][]string {
	if len(rows) == 1 {
		turned := make([][]string, len(rows[0]))
		for i, cell := range rows[0] {
			turned[i] = []string{cell}
		}
		rows = turned
	}
	var columns [][]string
	var seen []map[string]bool
	for at, row := range rows {
		for i, cell := range row {
			if i == len(columns) {
				columns, seen = append(columns, nil), append(seen, map[string]bool{})
			}
			heading := at == 0 && strings.EqualFold(cell, m.field.Caption)
			if cell == "" || seen[i][cell] || heading {
				continue
			}
			seen[i][cell] = true
			columns[i] = append(columns[i], cell)
			if v, err := value.Parse(m.field, cell, filter.Env{}); err == nil {
				m.stored[cell] = v
			}
		}
	}
	return columns
}

// look asks which of the cells' values occur, all at once; texts that do not are
// looked for once more with case ignored.
func (m *matcher) look(ctx context.Context, tx *sql.Tx, s *Store, cells []string) error {
	var values []any
	for _, cell := range cells {
		if v, ok := m.stored[cell]; ok {
			values = append(values, v)
		}
	}
	from, args, err := s.rowsWith(ctx, tx, m.section, m.field)
	if err != nil {
		return err
	}
	if m.exact, err = selectMatching(ctx, tx, from, args, m.field, values); err != nil || m.field.Type != catalog.Text {
		return err
	}
	var others []string
	for _, v := range values {
		if text := v.(string); !m.exact[v] && !strings.ContainsAny(text, "*?") {
			others = append(others, fold.Case(text))
		}
	}
	if len(others) > 0 {
		m.folded, err = selectMatchingFolded(ctx, tx, from, args, m.field, others)
	}
	return err
}

// found tells whether a cell's value occurs, and whether only with case ignored.
func (m *matcher) found(cell string) (found, folded bool) {
	v, ok := m.stored[cell]
	if !ok {
		return false, false
	}
	if text, ok := v.(string); ok && !m.exact[v] {
		folded = m.folded[fold.Case(text)]
		return folded, folded
	}
	return m.exact[v], false
}

func (m *matcher) missing(cells []string) []string {
	var list []string
	for _, cell := range cells {
		if found, _ := m.found(cell); !found {
			list = append(list, cell)
		}
	}
	return list
}

func (m *matcher) match(cells []string) Match {
	var parts []string
	for _, cell := range cells {
		v, ok := m.stored[cell]
		if !ok {
			continue
		}
		text := filter.Quote(value.Format(m.field, v))
		if _, folded := m.found(cell); folded {
			text = "@" + text
		}
		parts = append(parts, text)
	}
	return Match{Filter: strings.Join(parts, "|"), Values: cells, Missing: m.missing(cells)}
}
