package data

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// ownFields is the table that lists the columns that a company has of its own.
var ownFields = object{"table", "own_field", "own_field"}

// OwnField is a column of contact that a company has of its own.
type OwnField struct{ Key, Type string }

// ownKey is what the key of an own field looks like, which is its column's name.
var ownKey = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// ownTypes are the columns' types and defaults by the types of own fields.
var ownTypes = map[string]string{
	"text": "TEXT NOT NULL DEFAULT ''", "code": "TEXT NOT NULL DEFAULT ''", "date": "TEXT NOT NULL DEFAULT ''",
	"decimal": "REAL NOT NULL DEFAULT 0", "integer": "INTEGER NOT NULL DEFAULT 0",
	"boolean": "INTEGER NOT NULL DEFAULT 0", "option": "INTEGER NOT NULL DEFAULT 0",
}

// ValidOwnKey reports whether a text can be the key of an own field.
func ValidOwnKey(key string) bool { return ownKey.MatchString(key) }

// Column is the column's definition in SQL; "" where there can be no such column. The
// name is quoted, since a key may be a word of SQL.
func (f OwnField) Column() string {
	kind := ownTypes[f.Type]
	if kind == "" || !ValidOwnKey(f.Key) {
		return ""
	}
	return `"` + f.Key + `" ` + kind
}

const selectOwnFields = `
SELECT CAST(key AS TEXT), CAST(type AS TEXT)
FROM own_field
ORDER BY place`

// readOwnFields reads which columns a company has of its own.
func readOwnFields(ctx context.Context, db querier) ([]OwnField, error) {
	return List(ctx, db, func(f *OwnField) []any { return []any{&f.Key, &f.Type} }, selectOwnFields)
}

// withoutOwn takes the company's own columns from what a file holds, so that it is to be
// compared with what our migrations make. The columns must be exactly those that the
// table own_field names; the error is a *SchemaError. That table is read only where it is
// the one that is expected.
func (s schema) withoutOwn(ctx context.Context, db querier, expected schema) error {
	if text, ok := s[ownFields]; !ok || text != expected[ownFields] {
		return nil
	}
	contact := object{"table", "contact", "contact"}
	fields, err := readOwnFields(ctx, db)
	if unreadable(err) && s[contact] == expected[contact] {
		return nil // it has no columns of its own
	}
	if err != nil {
		return err
	}
	for _, f := range fields {
		column := f.Column()
		part := object{kind: "column", name: "contact." + f.Key}.part()
		if column == "" {
			return &SchemaError{Foreign: []SchemaPart{part}}
		}
		text := "," + column
		if strings.Count(s[contact], text) != 1 {
			return &SchemaError{Missing: []SchemaPart{part}}
		}
		s[contact] = strings.Replace(s[contact], text, "", 1)
	}
	return nil
}

// salvageableOwn returns the columns that a damaged file has of its own, as far as that
// can be read. A row that names none that can be, or names one again, is left out.
func salvageableOwn(ctx context.Context, to, from querier) ([]OwnField, error) {
	columns, err := columnsOf(ctx, from, ownFields.name)
	if err != nil || len(columns) == 0 {
		return nil, err
	}
	stored, err := columnsOf(ctx, from, "contact")
	if err != nil {
		return nil, err
	}
	ours, err := columnsOf(ctx, to, "contact")
	if err != nil {
		return nil, err
	}
	list, err := readOwnFields(ctx, from)
	if err != nil && !unreadable(err) {
		return nil, err
	}
	var own []OwnField
	for _, f := range list {
		_, there := find(stored, f.Key)
		_, taken := find(ours, f.Key)
		if f.Column() != "" && there && !taken {
			own, ours = append(own, f), append(ours, columnInfo{name: f.Key})
		}
	}
	return own, nil
}

// addColumns gives the table of contacts columns of a company's own.
func addColumns(ctx context.Context, db execer, own []OwnField) error {
	for _, f := range own {
		if _, err := db.ExecContext(ctx, "ALTER TABLE contact ADD COLUMN "+f.Column()); err != nil {
			return fmt.Errorf("add the column %s: %w", f.Key, err)
		}
	}
	return nil
}

// made tells whether a row of own_field names a column that was made.
func (t *salvage) made(values []any) bool {
	var f OwnField
	for i, c := range t.columns {
		text, _ := values[i].(string)
		switch c.name {
		case "key":
			f.Key = text
		case "type":
			f.Type = text
		}
	}
	return slices.Contains(t.own, f)
}

// AddOwnColumn gives the table of contacts a column of the company's own, which is empty
// in all rows.
func AddOwnColumn(ctx context.Context, tx *sql.Tx, f OwnField) error {
	return alterContact(ctx, tx, "ADD COLUMN "+f.Column())
}

// DropOwnColumn takes a column of the company's own from the table of contacts.
func DropOwnColumn(ctx context.Context, tx *sql.Tx, key string) error {
	return alterContact(ctx, tx, "DROP COLUMN "+quote(key))
}

// alterContact changes the columns of contacts, which what notes changes for a hub names.
func alterContact(ctx context.Context, tx *sql.Tx, how string) error {
	joined, err := HasJoined(ctx, tx)
	if err != nil {
		return err
	}
	tracking := false
	if joined {
		if err := tx.QueryRowContext(ctx, "SELECT tracking FROM hub").Scan(&tracking); err != nil {
			return err
		}
	}
	if tracking {
		if err := dropTriggers(ctx, tx); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, "ALTER TABLE contact "+how); err != nil {
		return err
	}
	if tracking {
		return createTriggers(ctx, tx)
	}
	return nil
}
