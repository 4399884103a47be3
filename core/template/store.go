package template

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"winnow/data"
)

const columns = `
SELECT
    t.code,
    t.language_code,
    t.description,
    a.size,
    t.added_at,
    t.added_by,
    a.kind,
    t.matches
FROM word_template AS t
JOIN attachment AS a ON a.id = t.attachment_id`

func selectAll(ctx context.Context, tx *sql.Tx) ([]Template, error) {
	return selectTemplates(ctx, tx, columns+" ORDER BY t.code, t.language_code")
}

func selectLanguages(ctx context.Context, tx *sql.Tx, code string) ([]Template, error) {
	return selectTemplates(ctx, tx, columns+" WHERE t.code = ? ORDER BY t.language_code", code)
}

func selectCodes(ctx context.Context, tx *sql.Tx) ([]string, error) {
	return data.Values[string](ctx, tx, "SELECT DISTINCT code FROM word_template ORDER BY code")
}

// selectOne returns a template, or a core.Problem of kind NotFound.
func selectOne(ctx context.Context, tx *sql.Tx, code, language string) (Template, error) {
	list, err := selectTemplates(ctx, tx, columns+" WHERE t.code = ? AND t.language_code = ?", code, language)
	if err == nil && len(list) == 0 {
		return Template{}, missing(code, language)
	}
	if err != nil {
		return Template{}, err
	}
	return list[0], nil
}

func selectTemplates(ctx context.Context, tx *sql.Tx, query string, args ...any) ([]Template, error) {
	var t Template
	var matches string
	list := []Template{}
	err := data.Each(ctx, tx, []any{&t.Code, &t.Language, &t.Description, &t.Size, &t.At, &t.By, &t.Kind, &matches}, func() error {
		t.Matches = nil
		if !t.IsText() {
			t.Kind = Word
		}
		if matches != "" {
			if err := json.Unmarshal([]byte(matches), &t.Matches); err != nil {
				return fmt.Errorf("read what the fields of %s stand for: %w", called(t.Code, t.Language), data.ErrValue)
			}
		}
		list = append(list, t)
		return nil
	}, query, args...)
	return list, err
}

func selectDocument(ctx context.Context, tx *sql.Tx, code, language string) ([]byte, error) {
	var document []byte
	err := tx.QueryRowContext(ctx, `
SELECT a.content
FROM word_template AS t
JOIN attachment AS a ON a.id = t.attachment_id
WHERE t.code = ? AND t.language_code = ?`, code, language).Scan(&document)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, missing(code, language)
	}
	return document, err
}

const upsertTemplate = `
INSERT INTO word_template (code, language_code, description, added_at, added_by, attachment_id)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (code, language_code) DO UPDATE SET
    description = excluded.description,
    added_at = excluded.added_at,
    added_by = excluded.added_by,
    attachment_id = excluded.attachment_id`

func upsert(ctx context.Context, tx *sql.Tx, t Template, document int64) error {
	_, err := tx.ExecContext(ctx, upsertTemplate, t.Code, t.Language, t.Description, t.At, t.By, document)
	return err
}

func updateMatches(ctx context.Context, tx *sql.Tx, t Template, matches map[string]string) error {
	text := ""
	if len(matches) > 0 {
		written, err := json.Marshal(matches)
		if err != nil {
			return err
		}
		text = string(written)
	}
	_, err := tx.ExecContext(ctx, "UPDATE word_template SET matches = ? WHERE code = ? AND language_code = ?", text, t.Code, t.Language)
	return err
}

// remove deletes a template, or all of the code, and returns how many those are.
func remove(ctx context.Context, tx *sql.Tx, code, language string, all bool) (int, error) {
	return data.Affected(tx.ExecContext(ctx, "DELETE FROM word_template WHERE code = ? AND (language_code = ? OR ?)", code, language, all))
}
