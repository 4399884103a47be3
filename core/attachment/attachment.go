// Package attachment keeps documents: the bytes of Word templates, and files that
// people give to interactions. The same bytes are stored once and never change. [Keep]
// stores a document within the caller's transaction, [Read] returns one, and
// [DropUnused] removes those that nothing names any more. The package does not know
// what is in a document.
package attachment

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"winnow/core"
)

// MaxSize is how many bytes a document can have.
const MaxSize = 16 << 20

// Document is a document that is kept.
type Document struct {
	ID int64
	// SHA256 is the hash of its bytes, in hexadecimal digits.
	SHA256 string
	// Kind is the extension of the file's name, in lower case and without the point.
	Kind string
	// FileName is the name that it came with first, without folders.
	FileName string
	Content  []byte
}

// Keep stores a document, unless its bytes are stored already, and returns its id.
func Keep(ctx context.Context, tx *sql.Tx, fileName string, content []byte) (int64, error) {
	name := filepath.Base(fileName)
	if len(content) > MaxSize {
		return 0, core.NewProblem(core.Invalid, "attachment.document_is_too_large", "file", name, "max", MaxSize>>20)
	}
	d := Document{SHA256: fmt.Sprintf("%x", sha256.Sum256(content)), FileName: name, Content: content,
		Kind: strings.ToLower(strings.TrimPrefix(filepath.Ext(name), "."))}
	id, err := insert(ctx, tx, d)
	if err != nil {
		return 0, fmt.Errorf("keep the document %s: %w", name, err)
	}
	return id, nil
}

// Read returns a document; the error is a core.Problem of kind NotFound where there
// is none with that id.
func Read(ctx context.Context, tx *sql.Tx, id int64) (Document, error) {
	d, err := selectDocument(ctx, tx, id)
	if errors.Is(err, sql.ErrNoRows) {
		return d, core.NewProblem(core.NotFound, "attachment.document_does_not_exist", "id", id)
	}
	if err != nil {
		return d, fmt.Errorf("read the document %d: %w", id, err)
	}
	return d, nil
}

// DropUnused removes the documents that no Word template and no interaction has, and
// returns how many they were.
func DropUnused(ctx context.Context, tx *sql.Tx) (int, error) {
	n, err := deleteUnused(ctx, tx)
	if err != nil {
		return 0, fmt.Errorf("remove documents that nothing names: %w", err)
	}
	return n, nil
}
