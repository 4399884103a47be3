package company

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"winnow/core/catalog"
	"winnow/data"
)

// Catalog returns the description of the company's tables, with the fields that its
// contacts have of their own, as of the last transaction that has begun.
func (c *Company) Catalog() catalog.Catalog {
	if known := c.catalog.Load(); known != nil {
		return *known
	}
	return catalog.Catalog{}
}

// knowing is fn after the company's own fields were read, which another program may have
// changed since the last transaction.
func (c *Company) knowing(ctx context.Context, fn func(*sql.Tx) error) func(*sql.Tx) error {
	return func(tx *sql.Tx) error {
		if err := c.learn(ctx, tx); err != nil {
			return err
		}
		return fn(tx)
	}
}

func (c *Company) learn(ctx context.Context, tx *sql.Tx) error {
	known, err := ReadCatalog(ctx, tx)
	if errors.Is(data.Sentinel(err), data.ErrCorrupt) {
		return nil // what else the file holds can be read all the same
	}
	if err != nil {
		return err
	}
	if !known.Equal(c.Catalog()) {
		c.catalog.Store(&known)
	}
	return nil
}

// ReadCatalog returns the description of the company's tables within a transaction that
// may have changed it.
func ReadCatalog(ctx context.Context, tx *sql.Tx) (catalog.Catalog, error) {
	fields, err := selectOwnFields(ctx, tx)
	if err != nil {
		return catalog.Catalog{}, fmt.Errorf("read the own fields: %w", err)
	}
	return catalog.WithOwn(fields), nil
}

// OwnTypes are the types of own fields as they are written, in the order of
// catalog.Type.
func OwnTypes() []string {
	return []string{"code", "text", "integer", "decimal", "date", "boolean", "option"}
}

// OwnType returns the type of own fields that a word names, whatever its case.
func OwnType(word string) (t catalog.Type, ok bool) {
	i := slices.Index(OwnTypes(), strings.ToLower(strings.TrimSpace(word)))
	return catalog.Type(max(i, 0)), i >= 0
}
