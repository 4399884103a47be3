package data

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"
)

// What is kept in memory of the rows of a company can be brought up to date by the rows
// that were changed since: Watch lets Write note them, by temporary triggers, which are in
// no file and cost nothing where nobody watches. What another program writes is not noted.
// It is noticed, and then nothing is known of what changed: by the stamp, which each
// Winnow gives the file as it writes, or else by SQLite's data_version, which the next
// Write or Version looks at.

// Watched is a table whose changes are noted.
type Watched struct {
	// Name is what its changes are found by.
	Name, Table string
	// Note are the one or two columns whose values are noted, of a row before and after
	// its change.
	Note []string
	// Of are the columns whose change is noted.
	Of []string
}

const (
	// notedRows is up to how many changes of a table are noted in one Write.
	notedRows = 1_000
	// notedInAll is how many are kept together.
	notedInAll = 100_000
)

// Changes are what was noted of a table: the values of the columns of Note.
type Changes struct {
	Rows [][]any
	// Many says that there were more.
	Many bool
}

// watch is what is watched, and what was noted.
type watch struct {
	lock    sync.Mutex
	watched []Watched
	// era is another since something happened of which it is not known what it changed.
	era int64
	// version is the writer's data_version.
	version int64
	// written is what each Write changed, by the stamp that it began with.
	written map[int64]written
	noted   int
}

// written is what one Write changed.
type written struct {
	stamp   int64
	changes map[string]Changes
}

// Watch notes from now on what Write changes in tables. ChangedSince takes the era that it
// returns, and the stamp of a transaction that began afterwards. To watch what is watched
// already changes nothing. Code that writes these tables must not let a row take another's
// place by REPLACE, which sets off no trigger. It returns ErrReadOnly as Write does.
func (f *File) Watch(ctx context.Context, tables []Watched) (era int64, err error) {
	if f.writer == nil {
		return 0, ErrReadOnly
	}
	conn, err := f.writer.Conn(ctx)
	if err != nil {
		return 0, Sentinel(err)
	}
	defer conn.Close()
	w := &f.watch
	if version, err := dataVersion(ctx, conn); err != nil {
		return 0, Sentinel(err)
	} else {
		w.see(version)
	}
	w.lock.Lock()
	era = w.era
	there := len(w.watched) > 0
	w.lock.Unlock()
	if there {
		return era, nil
	}
	// Where temporary tables are must not change any more: with that, they are gone.
	if _, err := conn.ExecContext(ctx, "PRAGMA temp_store = file"); err != nil {
		return 0, Sentinel(err)
	}
	err = inTx(ctx, conn, func(tx *sql.Tx) error {
		for i, t := range tables {
			if err := execAll(ctx, tx, t.triggers(i)); err != nil {
				return fmt.Errorf("watch %s: %w", t.Table, err)
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	w.lock.Lock()
	defer w.lock.Unlock()
	w.forget()
	w.watched = tables
	return w.era, nil
}

// watchedTable is the name of the temporary table that has the changes of the i-th table
// that is watched.
func watchedTable(i int) string { return fmt.Sprintf("watched_%d", i) }

// triggers returns the statements that make the i-th table watched.
func (t Watched) triggers(i int) []string {
	name := watchedTable(i)
	row := func(of string) string {
		values := []string{of + "." + quote(t.Note[0]), "NULL"}
		if len(t.Note) > 1 {
			values[1] = of + "." + quote(t.Note[1])
		}
		return "(" + strings.Join(values, ", ") + ")"
	}
	quoted := make([]string, len(t.Of))
	for i, column := range t.Of {
		quoted[i] = quote(column)
	}
	columns := func(of string) string { return "(" + of + "." + strings.Join(quoted, ", "+of+".") + ")" }
	trigger := func(on, changed string, rows ...string) string {
		return fmt.Sprintf(`CREATE TEMP TRIGGER %[1]s_%[2]s AFTER %[3]s ON main.%[4]s
WHEN coalesce((SELECT max(n) FROM %[1]s), 0) <= %[5]d%[6]s BEGIN
    INSERT INTO %[1]s (a, b) VALUES %[7]s;
END`, name, strings.ToLower(on[:6]), on, t.Table, notedRows, changed, strings.Join(rows, ", "))
	}
	return []string{
		"DROP TABLE IF EXISTS temp." + name,
		"CREATE TEMP TABLE " + name + " (n INTEGER PRIMARY KEY, a, b)",
		"DROP TRIGGER IF EXISTS temp." + name + "_insert",
		"DROP TRIGGER IF EXISTS temp." + name + "_update",
		"DROP TRIGGER IF EXISTS temp." + name + "_delete",
		trigger("INSERT", "", row("NEW")),
		trigger("UPDATE OF "+strings.Join(quoted, ", "), " AND "+columns("OLD")+" IS NOT "+columns("NEW"), row("OLD"), row("NEW")),
		trigger("DELETE", "", row("OLD")),
	}
}

// ChangedSince returns what was changed in the tables that are watched between two stamps,
// of transactions that began in an era, by the tables' names. It reports whether that is
// known.
func (f *File) ChangedSince(era, from, to int64) (map[string]Changes, bool) {
	w := &f.watch
	w.lock.Lock()
	defer w.lock.Unlock()
	if era != w.era {
		return nil, false
	}
	all := map[string]Changes{}
	for at := from; at != to; {
		next, ok := w.written[at]
		if !ok {
			return nil, false
		}
		for name, c := range next.changes {
			c.Rows, c.Many = append(all[name].Rows, c.Rows...), c.Many || all[name].Many
			all[name] = c
		}
		at = next.stamp
	}
	return all, true
}

// forget begins another era. The lock is held.
func (w *watch) forget() { w.era, w.written, w.noted = w.era+1, map[int64]written{}, 0 }

// see begins another era where another program has written since.
func (w *watch) see(version int64) {
	w.lock.Lock()
	defer w.lock.Unlock()
	if version != w.version {
		w.version = version
		w.forget()
	}
}

// end ends another era where what is watched is not watched any more.
func (w *watch) end() {
	w.lock.Lock()
	defer w.lock.Unlock()
	w.watched = nil
	w.forget()
}

// note keeps what a Write changed.
func (w *watch) note(from int64, now written) {
	w.lock.Lock()
	defer w.lock.Unlock()
	for _, c := range now.changes {
		w.noted += len(c.Rows)
	}
	w.written[from] = now
	if w.noted++; w.noted > notedInAll {
		w.forget()
	}
}

// tables returns what is watched.
func (w *watch) tables() []Watched {
	w.lock.Lock()
	defer w.lock.Unlock()
	return w.watched
}

// watching runs a Write, and returns what keeps what it changed when that is committed.
func (f *File) watching(ctx context.Context, tx *sql.Tx, write func() error) (keep func(), err error) {
	w := &f.watch
	tables := w.tables()
	if len(tables) == 0 {
		return func() {}, write()
	}
	version, err := dataVersion(ctx, tx)
	if err != nil {
		return nil, err
	}
	w.see(version)
	from, err := Stamp(ctx, tx)
	if err != nil {
		return nil, err
	}
	if err := write(); err != nil {
		return nil, err
	}
	now := written{}
	if now.stamp, err = Stamp(ctx, tx); err != nil {
		return nil, err
	}
	var triggers int
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM temp.sqlite_schema WHERE type = 'trigger' AND name LIKE 'watched\\_%' ESCAPE '\\'").Scan(&triggers)
	if err != nil {
		return nil, err
	}
	if triggers != 3*len(tables) {
		w.end()
		return func() {}, nil
	}
	if now.changes, err = takeNoted(ctx, tx, tables); err != nil {
		return nil, err
	}
	return func() {
		if now.stamp != from {
			w.note(from, now)
		}
	}, nil
}

// takeNoted returns what was noted in a transaction, which is forgotten then.
func takeNoted(ctx context.Context, tx *sql.Tx, tables []Watched) (map[string]Changes, error) {
	all := map[string]Changes{}
	for i, t := range tables {
		name := watchedTable(i)
		rows, err := List(ctx, tx, func(row *[2]any) []any { return []any{&row[0], &row[1]} }, "SELECT a, b FROM "+name)
		if err != nil {
			return nil, err
		}
		if len(rows) == 0 {
			continue
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+name); err != nil {
			return nil, err
		}
		c := Changes{Many: len(rows) > notedRows}
		for _, row := range rows {
			if c.Many {
				break
			}
			c.Rows = append(c.Rows, row[:len(t.Note)])
		}
		all[t.Name] = c
	}
	return all, nil
}

// dataVersion returns a connection's data_version.
func dataVersion(ctx context.Context, db querier) (version int64, err error) {
	err = db.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version)
	return version, err
}
