package importer

import (
	"errors"
	"fmt"
	"slices"

	"winnow/core/catalog"
)

// StoredRow is a row as the table has it after the import.
type StoredRow struct {
	Source string
	Row    int
	Table  string
	// New says that the table did not have it before.
	New    bool
	Fields []StoredField
}

// StoredField is a field that is not empty, as people read it, and what it was
// before.
type StoredField struct {
	// Field is "contact.city".
	Field    string
	Old, New string
}

// Guess counts the rows of a list that are taken for persons and for companies;
// Open are those of which the row itself does not tell.
type Guess struct {
	Source                   string
	Persons, Companies, Open int
}

// guessed counts a row of a list as what it is taken for.
func (r *run) guessed(source string, kind int64, open bool) {
	i := slices.IndexFunc(r.result.Guesses, func(g Guess) bool { return g.Source == source })
	if i < 0 {
		i = len(r.result.Guesses)
		r.result.Guesses = append(r.result.Guesses, Guess{Source: source})
	}
	g := &r.result.Guesses[i]
	if kind == typePerson {
		g.Persons++
	} else {
		g.Companies++
	}
	if open {
		g.Open++
	}
}

// show keeps how the first rows of a table will be stored. The table must not
// have been stored yet.
func (r *run) show(s *stage) error {
	if r.options.Shown == 0 {
		return nil
	}
	t := s.table
	columns := func(from string) string {
		return each(t.Fields, ", ", func(f catalog.Field) string { return from + "." + f.Key })
	}
	keys, _ := split(t)
	rows, err := r.tx.QueryContext(r.ctx, fmt.Sprintf(`SELECT t.import_source, t.import_row, s.%s IS NULL, %s, %s
FROM temp.%s AS t
LEFT JOIN main.%s AS s ON %s
WHERE t.import_source >= 0 AND t.import_row <= ?
ORDER BY t.import_source, t.import_row`, keys[0].Key, columns("s"), columns("t"), staged+t.Key, t.Key,
		each(keys, " AND ", func(f catalog.Field) string { return fmt.Sprintf("s.%[1]s = t.%[1]s", f.Key) })), r.options.Shown)
	if err != nil {
		return err
	}
	n := len(t.Fields)
	var source int
	values := make([]any, 2*n)
	for rows.Next() {
		shown := StoredRow{Table: t.Key}
		dest := []any{&source, &shown.Row, &shown.New}
		for i := range values {
			dest = append(dest, &values[i])
		}
		if err := rows.Scan(dest...); err != nil {
			return errors.Join(err, rows.Close())
		}
		shown.Source = r.input.name(source)
		for i, f := range t.Fields {
			field := StoredField{Field: t.Key + "." + f.Key}
			if !shown.New {
				field.Old = shorten(oneLine(formatted(f, values[i])))
			}
			field.New = field.Old
			if values[n+i] != nil {
				field.New = shorten(oneLine(formatted(f, values[n+i])))
			}
			if field.New != "" || field.Old != "" {
				shown.Fields = append(shown.Fields, field)
			}
		}
		r.result.Stored = append(r.result.Stored, shown)
	}
	return errorsOf(rows)
}

const selectShownGroups = `
SELECT l.row, group_concat(g.code, ', ')
FROM temp.import_list AS l
JOIN temp.import_list_group AS g ON g.seq = l.seq
WHERE l.source = ?1 AND l.root IS NULL AND NOT l.left_out AND l.row <= ?2
GROUP BY l.seq
ORDER BY l.row`

// showGroups adds the mailing groups to the shown rows of a list.
func (r *run) showGroups(index int) error {
	if r.options.Shown == 0 {
		return nil
	}
	rows, err := r.tx.QueryContext(r.ctx, selectShownGroups, index, r.options.Shown)
	if err != nil {
		return err
	}
	source := r.input.name(index)
	for rows.Next() {
		var row int
		var codes string
		if err := rows.Scan(&row, &codes); err != nil {
			return errors.Join(err, rows.Close())
		}
		i := slices.IndexFunc(r.result.Stored, func(s StoredRow) bool { return s.Source == source && s.Row == row })
		if i >= 0 {
			shown := &r.result.Stored[i]
			shown.Fields = append(shown.Fields, StoredField{Field: "contact_mailing_group.mailing_group_code", New: codes})
		}
	}
	return errorsOf(rows)
}
