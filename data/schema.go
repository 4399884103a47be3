package data

import (
	"cmp"
	"context"
	"database/sql"
	_ "embed" // for newestSchema
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// schema is what sqlite_schema tells of a file: the SQL of everything in it.
type schema map[object]string

// object is a table, an index or whatever else a schema can hold.
type object struct{ kind, name, table string }

// versionTable is where the migrations that a file had are listed.
var versionTable = object{"table", "goose_db_version", "goose_db_version"}

// statistics are the tables that SQLite's ANALYZE makes, which nothing can be
// added to. Other programs make them; Winnow does not.
var statistics = schema{
	{"table", "sqlite_stat1", "sqlite_stat1"}: "CREATE TABLE sqlite_stat1(tbl,idx,stat)",
	{"table", "sqlite_stat4", "sqlite_stat4"}: "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)",
}

// signs are those beside which blanks mean nothing in our SQL.
var signs = regexp.MustCompile(` ?([(),]) ?`)

const selectSchema = `
SELECT
    type,
    name,
    tbl_name,
    coalesce(sql, '')
FROM sqlite_schema`

// readSchema reads what a file holds. Differences in white space do not count.
func readSchema(ctx context.Context, db querier) (schema, error) {
	found := schema{}
	var o object
	var text string
	err := Each(ctx, db, []any{&o.kind, &o.name, &o.table, &text}, func() error {
		found[o] = plain(text)
		return nil
	}, selectSchema)
	return found, err
}

// plain writes SQL without the white space that means nothing.
func plain(text string) string {
	return signs.ReplaceAllString(strings.Join(strings.Fields(text), " "), "$1")
}

// newestSchema is the schema that all our migrations make, as text writes it: to run them
// takes most of the time that a file takes to open.
//
//go:embed schema.txt
var newestSchema string

// readNewest returns newestSchema and its version.
var readNewest = sync.OnceValues(func() (schema, int64) {
	first, rest, _ := strings.Cut(newestSchema, "\n")
	version, _ := strconv.ParseInt(first, 10, 64) // none is version 0
	newest := schema{}
	for line := range strings.Lines(rest) {
		if parts := strings.SplitN(strings.TrimSuffix(line, "\n"), "\t", 4); len(parts) == 4 {
			newest[object{parts[0], parts[1], parts[2]}] = parts[3]
		}
	}
	return newest, version
})

// text writes a schema and its version: the version first, then a line for each object,
// its parts separated by tabs.
func (s schema) text(version int64) string {
	var lines []string
	for o, text := range s {
		lines = append(lines, strings.Join([]string{o.kind, o.name, o.table, text}, "\t")+"\n")
	}
	slices.Sort(lines)
	return fmt.Sprintf("%d\n%s", version, strings.Join(lines, ""))
}

// expectedSchema returns the schema that our migrations up to a version make, 0
// for all of them, and which version that is. The schema is the caller's own.
func expectedSchema(ctx context.Context, version int64) (schema, int64, error) {
	newest, last := readNewest()
	scripts, err := migrations.ReadDir("migrations")
	if err != nil {
		return nil, 0, fmt.Errorf("list the migrations: %w", err)
	}
	// Where a migration was added since, it is older.
	if (version == 0 || version == last) && last == int64(len(scripts)) {
		return maps.Clone(newest), last, nil
	}
	return makeSchema(ctx, version)
}

// makeSchema is expectedSchema, and runs the migrations.
func makeSchema(ctx context.Context, version int64) (schema, int64, error) {
	db, last, err := emptyOf(ctx, version)
	if err != nil {
		return nil, 0, err
	}
	defer db.Close()
	made, err := readSchema(ctx, db)
	return made, last, err
}

// emptyOf returns a database in memory with the schema that our migrations up to a
// version make, 0 for all of them, and which version that is. The scripts are run in one
// transaction: one by one, as a file has them, they take most of the time that a file
// takes to open.
func emptyOf(ctx context.Context, version int64) (*sql.DB, int64, error) {
	db := connectAs("schema", url.Values{"mode": {"memory"}})
	db.SetMaxOpenConns(1)
	version, err := fill(ctx, db, version)
	if err != nil {
		db.Close()
		return nil, 0, fmt.Errorf("make the schema of version %d: %w", version, err)
	}
	return db, version, nil
}

// fill runs our migrations up to a version on an empty database.
func fill(ctx context.Context, db *sql.DB, version int64) (int64, error) {
	provider, err := migrator(db)
	if err != nil {
		return version, err
	}
	if version == 0 {
		version = lastVersion(provider)
	}
	// This makes the table of versions.
	if _, err := provider.GetDBVersion(ctx); err != nil {
		return version, err
	}
	return version, inTx(ctx, db, func(tx *sql.Tx) error {
		for _, source := range provider.ListSources() {
			if source.Version > version {
				continue
			}
			script, err := migrations.ReadFile("migrations/" + filepath.Base(source.Path))
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, string(script)); err != nil {
				return fmt.Errorf("run %s: %w", source.Path, err)
			}
		}
		return nil
	})
}

// SchemaError says how a file's schema differs from the one that Winnow makes.
// It is ErrAltered where something was added or changed, and ErrCorrupt where
// something is missing only.
type SchemaError struct {
	// Foreign are what Winnow does not make, Missing what it does.
	Foreign, Missing []SchemaPart
}

// SchemaPart is something in a schema: its kind, such as "table" or "column", and
// its name in a form that cannot harm a terminal.
type SchemaPart struct{ Kind, Name string }

// Error implements error.
func (e *SchemaError) Error() string {
	if len(e.Foreign) > 0 {
		return fmt.Sprintf("%v: %s %s", ErrAltered, e.Foreign[0].Kind, e.Foreign[0].Name)
	}
	return fmt.Sprintf("%v: %s %s is missing", ErrCorrupt, e.Missing[0].Kind, e.Missing[0].Name)
}

// Unwrap returns what the difference means.
func (e *SchemaError) Unwrap() error {
	if len(e.Foreign) > 0 {
		return ErrAltered
	}
	return ErrCorrupt
}

// compare returns a *SchemaError where a file's schema differs from the one that
// is expected. db is the file.
func compare(ctx context.Context, db querier, found, expected schema) error {
	differs := &SchemaError{}
	for o, text := range found {
		want, ok := expected[o]
		switch {
		case ok && text == want, !ok && statistics[o] == text && text != "":
		case !ok:
			differs.Foreign = append(differs.Foreign, o.part())
		default:
			lost, err := lostColumns(ctx, db, o, want)
			if err != nil {
				return err
			}
			if differs.Missing = append(differs.Missing, lost...); len(lost) == 0 {
				differs.Foreign = append(differs.Foreign, o.part())
			}
		}
	}
	for o := range expected {
		if _, ok := found[o]; !ok {
			differs.Missing = append(differs.Missing, o.part())
		}
	}
	if len(differs.Foreign)+len(differs.Missing) == 0 {
		return nil
	}
	slices.SortFunc(differs.Foreign, byKind)
	slices.SortFunc(differs.Missing, byKind)
	return differs
}

// byKind puts tables before what belongs to them.
func byKind(a, b SchemaPart) int {
	return cmp.Or(cmp.Compare(b.Kind, a.Kind), cmp.Compare(a.Name, b.Name))
}

// lostColumns names the columns that a table should have by its SQL and has not.
func lostColumns(ctx context.Context, db querier, o object, want string) ([]SchemaPart, error) {
	if o.kind != "table" {
		return nil, nil
	}
	here, err := columnsOf(ctx, db, o.name)
	if err != nil {
		return nil, err
	}
	model := connectAs("table", url.Values{"mode": {"memory"}})
	defer model.Close()
	model.SetMaxOpenConns(1)
	if _, err := model.ExecContext(ctx, want); err != nil {
		return nil, fmt.Errorf("make the table %s: %w", o.name, err)
	}
	there, err := columnsOf(ctx, model, o.name)
	if err != nil {
		return nil, err
	}
	var lost []SchemaPart
	for _, c := range there {
		if _, ok := find(here, c.name); !ok {
			lost = append(lost, SchemaPart{"column", o.name + "." + c.name})
		}
	}
	return lost, nil
}

// longestName bounds what is said of a name that a file from elsewhere has.
const longestName = 60

// part says what an object is.
func (o object) part() SchemaPart {
	name := o.name
	if plain := strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz0123456789_"); plain != "" || len(name) > longestName {
		name = fmt.Sprintf("%.*q", longestName, name)
	}
	return SchemaPart{o.kind, name}
}
