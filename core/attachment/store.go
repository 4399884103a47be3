package attachment

import (
	"context"
	"database/sql"

	"winnow/data"
)

const insertDocument = `
INSERT INTO attachment (sha256, kind, file_name, size, content)
VALUES (?, ?, ?, ?, ?)
ON CONFLICT (sha256) DO UPDATE SET size = size
RETURNING id`

// insert stores a document and returns its id, or that of the one with its bytes.
func insert(ctx context.Context, tx *sql.Tx, d Document) (id int64, err error) {
	content := d.Content
	if content == nil {
		content = []byte{} // a blob, not NULL
	}
	err = tx.QueryRowContext(ctx, insertDocument, d.SHA256, d.Kind, d.FileName, len(content), content).Scan(&id)
	return id, err
}

func selectDocument(ctx context.Context, tx *sql.Tx, id int64) (Document, error) {
	d := Document{ID: id}
	err := tx.QueryRowContext(ctx, "SELECT sha256, kind, file_name, content FROM attachment WHERE id = ?", id).
		Scan(&d.SHA256, &d.Kind, &d.FileName, &d.Content)
	return d, err
}

const deleteUnusedDocuments = `
DELETE FROM attachment AS a
WHERE NOT EXISTS (SELECT 1 FROM word_template AS t WHERE t.attachment_id = a.id)
    AND NOT EXISTS (SELECT 1 FROM interaction_attachment AS i WHERE i.attachment_id = a.id)`

func deleteUnused(ctx context.Context, tx *sql.Tx) (int, error) {
	return data.Affected(tx.ExecContext(ctx, deleteUnusedDocuments))
}
