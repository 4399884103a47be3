package importer

import (
	"context"
	"slices"

	"winnow/data"
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
func (r *run) show(ctx context.Context, s *stage) error {
	if r.options.Shown == 0 {
		return nil
	}
	t := s.table
	n := len(t.Fields)
	var source, row int
	var isNew bool
	values, dest := scanned(2*n, &source, &row, &isNew)
	return data.Each(ctx, r.tx, dest, func() error {
		shown := StoredRow{Source: r.input.name(source), Row: row, Table: t.Key, New: isNew}
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
		return nil
	}, selectShown(t), r.options.Shown)
}

// showRest adds to the shown rows of a list what is stored in other tables: the
// address at home and the mailing groups. Neither must have been stored yet.
func (r *run) showRest(ctx context.Context, index int) error {
	if r.options.Shown == 0 {
		return nil
	}
	if err := r.showHomes(ctx, index); err != nil {
		return err
	}
	return r.showGroups(ctx, index)
}

// shownRow returns a row of a source that is shown, or nil.
func (r *run) shownRow(index, row int) *StoredRow {
	source := r.input.name(index)
	i := slices.IndexFunc(r.result.Stored, func(s StoredRow) bool { return s.Source == source && s.Row == row })
	if i < 0 {
		return nil
	}
	return &r.result.Stored[i]
}

func (r *run) showHomes(ctx context.Context, index int) error {
	var row int
	texts, dest := make([]string, 2*len(homeFields)), []any{&row}
	for i := range texts {
		dest = append(dest, &texts[i])
	}
	return data.Each(ctx, r.tx, dest, func() error {
		shown := r.shownRow(index, row)
		if shown == nil {
			return nil
		}
		for i, key := range homeFields {
			field := StoredField{Field: "contact_alt_address." + key, Old: shorten(texts[2*i]), New: shorten(texts[2*i+1])}
			if field.New == "" {
				field.New = field.Old
			}
			if field.New != "" {
				shown.Fields = append(shown.Fields, field)
			}
		}
		return nil
	}, selectShownHomes(), index, r.options.Shown)
}

func (r *run) showGroups(ctx context.Context, index int) error {
	var row int
	var codes string
	return data.Each(ctx, r.tx, []any{&row, &codes}, func() error {
		if shown := r.shownRow(index, row); shown != nil {
			shown.Fields = append(shown.Fields, StoredField{Field: groupField, New: codes})
		}
		return nil
	}, selectShownGroups, index, r.options.Shown)
}
