package hub

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/hub/segments"
	"winnow/core/value"
	"winnow/data"
)

// Conflict is a field that was changed here and on the hub; the hub's value stands. Its
// values are as people read them.
type Conflict struct {
	ID    int64  `json:"id"`
	Table string `json:"table"`
	// Key is the row's key as a JSON array.
	Key       string `json:"key"`
	ContactNo string `json:"contact_no"`
	// Field is the field's key; "" for a row that the hub refused.
	Field string `json:"field"`
	Mine  string `json:"mine"`
	// Theirs is the hub's value, or what the hub said of a row that it refused.
	Theirs string `json:"theirs"`
	By     string `json:"by"`
	At     string `json:"at"`
}

// Conflicts returns the fields that were changed here and on the hub, oldest first, and
// the rows that the hub refused.
func Conflicts(ctx context.Context, c *company.Company) ([]Conflict, error) {
	return company.Read(ctx, c, func(tx *sql.Tx) ([]Conflict, error) {
		if err := checkJoined(ctx, tx, c); err != nil {
			return nil, err
		}
		tables, err := data.ExchangedTables(ctx, tx)
		if err != nil {
			return nil, err
		}
		list, err := readConflicts(ctx, tx)
		for i := range list {
			f, kind, _ := list[i].find(c.Catalog(), tables)
			list[i].Mine, list[i].Theirs = shown(f, kind, list[i].Mine), shown(f, kind, list[i].Theirs)
		}
		return list, err
	})
}

// Take is which value is to stand in a conflict.
type Take string

// What can stand. Mine and Typed are edits, which the next sync sends.
const (
	Mine   Take = "mine"
	Theirs Take = "theirs"
	Typed  Take = "typed"
)

// Resolution ends a conflict.
type Resolution struct {
	ID   int64
	Take Take
	// Value is what somebody typed.
	Value string
}

// Resolve ends conflicts, all or none. A row that the hub refused is sent again, or
// becomes what the hub has, by the next sync. The error is a core.Problem, of kind
// NotFound where there is no such conflict, or the row to change is no longer here.
func Resolve(ctx context.Context, c *company.Company, list []Resolution) error {
	env, err := c.Env(ctx, filter.Env{})
	if err != nil {
		return err
	}
	return c.Write(ctx, func(tx *sql.Tx) error {
		if err := checkJoined(ctx, tx, c); err != nil {
			return err
		}
		r := resolver{catalog: c.Catalog(), env: env}
		if r.tables, err = data.ExchangedTables(ctx, tx); err != nil {
			return err
		}
		if r.conflicts, err = readConflicts(ctx, tx); err != nil {
			return err
		}
		for _, one := range list {
			if err := r.resolve(ctx, tx, one); err != nil {
				return err
			}
		}
		return nil
	})
}

// resolver ends conflicts in one transaction.
type resolver struct {
	catalog   catalog.Catalog
	env       filter.Env
	tables    []data.Exchanged
	conflicts []Conflict
}

func (r *resolver) resolve(ctx context.Context, tx *sql.Tx, one Resolution) error {
	i := slices.IndexFunc(r.conflicts, func(c Conflict) bool { return c.ID == one.ID })
	if i < 0 {
		return core.NewProblem(core.NotFound, "hub.no_conflict", "id", one.ID)
	}
	c := r.conflicts[i]
	if c.Table == segments.Table {
		return resolveSegment(ctx, tx, c, one)
	}
	t, ok := exchangedTable(r.tables, c.Table)
	if !ok {
		return fmt.Errorf("the conflict %d is in %s: %w", c.ID, c.Table, data.ErrValue)
	}
	key, err := readKey(t, c.Key)
	if err != nil {
		return err
	}
	if c.Field == "" {
		err = r.resolveRow(ctx, tx, t, key, c, one)
	} else if one.Take != Theirs {
		err = r.resolveField(ctx, tx, t, key, c, one)
	}
	if err != nil {
		return err
	}
	return deleteConflict(ctx, tx, c.ID)
}

// resolveRow ends the conflict of a row that the hub refused, and that is still noted
// as changed. What it was at the last sync decides what the next one does with it: a
// row that is as it was becomes what the hub has.
func (r *resolver) resolveRow(ctx context.Context, tx *sql.Tx, t data.Exchanged, key row, c Conflict, one Resolution) error {
	switch one.Take {
	case Typed:
		return core.NewProblem(core.Invalid, "hub.conflict_of_row", "id", c.ID)
	case Mine:
		return nil
	}
	now, err := readRow(ctx, tx, t, key)
	if err != nil || now == nil {
		return err
	}
	return renote(ctx, tx, note{table: t.Name, key: c.Key, before: sql.NullString{String: now.json(t), Valid: true}})
}

// resolveField writes a field, as an edit here.
func (r *resolver) resolveField(ctx context.Context, tx *sql.Tx, t data.Exchanged, key row, c Conflict, one Resolution) error {
	f, kind, at := c.find(r.catalog, r.tables)
	if at < 0 {
		return fmt.Errorf("the conflict %d is in the field %s of %s: %w", c.ID, c.Field, c.Table, data.ErrValue)
	}
	now, err := readRow(ctx, tx, t, key)
	if err != nil {
		return err
	}
	if now == nil {
		return core.NewProblem(core.NotFound, "hub.conflict_gone", "table", tableName(c.Table), "key", key.words()).
			Hint("hub.conflict_gone_hint")
	}
	var v any
	if one.Take == Mine {
		v, err = readStored(kind, c.Mine)
	} else {
		v, err = r.typed(ctx, tx, f, one.Value)
	}
	if err != nil {
		return err
	}
	if same(now[at], v) {
		return nil
	}
	now[at] = v
	if err := writeRow(ctx, tx, t, now); err != nil {
		return fmt.Errorf("write %s of %s: %w", c.Field, c.Table, err)
	}
	if table, ok := r.catalog.Find(c.Table); ok && (table.Key == catalog.Contact || table.Owner != "" && !table.Entries) {
		return dateContact(ctx, tx, c.ContactNo, r.env.Today)
	}
	return nil
}

// typed reads what somebody typed into a field.
func (r *resolver) typed(ctx context.Context, tx *sql.Tx, f catalog.Field, text string) (any, error) {
	if f.Key == "" {
		return nil, core.NewProblem(core.Invalid, "hub.conflict_not_typed")
	}
	v, err := value.Parse(f, text, r.env)
	if err != nil || f.Lookup == "" || v == value.Zero(f) {
		return v, err
	}
	t := r.catalog.Must(f.Lookup)
	if known, err := hasRow(ctx, tx, t, v); err != nil || known {
		return v, err
	}
	return nil, core.NewProblem(core.Invalid, "hub.no_such_code", "table", core.Word(t.Caption), "code", text)
}

// find returns the field that a conflict is in, the kind of its column and the column's
// place; an empty field where the catalog has none, and -1 where the table has no such
// column.
func (c Conflict) find(known catalog.Catalog, tables []data.Exchanged) (f catalog.Field, kind string, at int) {
	t, _ := exchangedTable(tables, c.Table)
	at = slices.IndexFunc(t.Columns, func(x data.ExchangedColumn) bool { return x.Name == c.Field })
	if at < 0 {
		return catalog.Field{}, "", at
	}
	if table, ok := known.Find(c.Table); ok {
		f, _ = table.Field(c.Field)
	}
	return f, t.Columns[at].Kind, at
}

func exchangedTable(tables []data.Exchanged, name string) (data.Exchanged, bool) {
	i := slices.IndexFunc(tables, func(t data.Exchanged) bool { return t.Name == name })
	if i < 0 {
		return data.Exchanged{}, false
	}
	return tables[i], true
}

// stored writes a value as a conflict is kept, and readStored reads it again.
func stored(v any) string {
	if content, ok := v.([]byte); ok {
		return hex.EncodeToString(content)
	}
	return fmt.Sprint(v)
}

func readStored(kind, text string) (any, error) {
	switch kind {
	case "INTEGER":
		return strconv.ParseInt(text, 10, 64)
	case "REAL":
		return strconv.ParseFloat(text, 64)
	case "BLOB":
		return hex.DecodeString(text)
	}
	return text, nil
}

// shown writes a kept value as people read it.
func shown(f catalog.Field, kind, text string) string {
	v, err := readStored(kind, text)
	if err != nil || f.Key == "" {
		return text
	}
	return value.Format(f, v)
}
