package ownfield

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/value"
	"winnow/data"
)

const insertField = `
INSERT INTO own_field (key, place, caption, type, options)
SELECT ?, coalesce(max(place), 0) + 1, ?, ?, ?
FROM own_field`

// insert stores a field and makes its column, which is empty in all contacts.
func insert(ctx context.Context, tx *sql.Tx, f catalog.Field) error {
	kind := company.OwnTypes()[f.Type]
	options, err := optionsJSON(f)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, insertField, f.Key, f.Caption, kind, options); err != nil {
		return err
	}
	return data.AddOwnColumn(ctx, tx, data.OwnField{Key: f.Key, Type: kind})
}

// update stores the caption and the options of a field.
func update(ctx context.Context, tx *sql.Tx, f catalog.Field) error {
	options, err := optionsJSON(f)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE own_field SET caption = ?, options = ? WHERE key = ?", f.Caption, options, f.Key)
	return err
}

// optionsJSON are the captions of a field's options, less the blank one.
func optionsJSON(f catalog.Field) (string, error) {
	captions := []string{}
	if len(f.Options) > 0 {
		captions = f.Options[1:]
	}
	text, err := json.Marshal(captions)
	return string(text), err
}

const (
	// forgetInImport lets the undo of an import leave the field out.
	forgetInImport = `
UPDATE import_undo
SET before = json_remove(before, '$.' || ?1)
WHERE table_key = 'contact' AND before IS NOT NULL AND json_type(before, '$.' || ?1) IS NOT NULL`

	// forgetInActions lets the undo of merges and other actions leave the field out.
	forgetInActions = `
UPDATE undo_row
SET before = json_remove(before, '$.' || ?1), after = json_remove(after, '$.' || ?1)
WHERE table_key = 'contact' AND (json_type(before, '$.' || ?1) IS NOT NULL OR json_type(after, '$.' || ?1) IS NOT NULL)`
)

// remove deletes a field with its column, and what was to be restored of it.
func remove(ctx context.Context, tx *sql.Tx, f catalog.Field) error {
	for _, statement := range []string{"DELETE FROM own_field WHERE key = ?", forgetInImport, forgetInActions} {
		if _, err := tx.ExecContext(ctx, statement, f.Key); err != nil {
			return err
		}
	}
	return data.DropOwnColumn(ctx, tx, f.Key)
}

// countFrom counts the contacts that have an option with that number or a higher one.
func countFrom(ctx context.Context, tx *sql.Tx, f catalog.Field, number int) (n int, err error) {
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM contact WHERE "+f.Column()+" >= ?", number).Scan(&n)
	return n, err
}

// countFilled counts the contacts that have something in a field.
func countFilled(ctx context.Context, tx *sql.Tx, f catalog.Field) (n int, err error) {
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM contact WHERE "+f.Column()+" <> ?", value.Zero(f)).Scan(&n)
	return n, err
}

const selectStored = `
SELECT
    key,
    caption,
    options
FROM own_field
ORDER BY place`

// selectBroken returns the keys of fields whose caption or options are not such as are
// stored, which are read as well as can be.
func selectBroken(ctx context.Context, tx *sql.Tx) ([]string, error) {
	known, err := company.ReadCatalog(ctx, tx)
	if err != nil {
		return nil, err
	}
	var broken []string
	var key, caption, options string
	err = data.Each(ctx, tx, []any{&key, &caption, &options}, func() error {
		own := known.Own()
		i := slices.IndexFunc(own, func(f catalog.Field) bool { return f.Key == key })
		text, err := optionsJSON(own[i])
		if err != nil || own[i].Caption != caption || text != options {
			broken = append(broken, key)
		}
		return err
	}, selectStored)
	return broken, err
}
