package hub_test

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/hub"
	"winnow/core/hub/hubtest"
	"winnow/data"
)

// create makes a hub in a new database and returns a DSN of its superuser.
func create(t *testing.T, name string) (dsn string) {
	t.Helper()
	dsn = server.Server(t).Database(t)
	if _, err := hub.Create(t.Context(), dsn, name); err != nil {
		t.Fatal(err)
	}
	return dsn
}

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := conn.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return conn
}

func exec(t *testing.T, conn *pgx.Conn, statement string) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func texts(t interface {
	hubtest.Fataler
	Context() context.Context
}, conn *pgx.Conn, query string, args ...any) []string {
	t.Helper()
	rows, err := conn.Query(t.Context(), query, args...)
	if err != nil {
		t.Fatal(err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// as returns the DSN of another role, which is made with that of others.
func as(t *testing.T, dsn, role string, of ...string) string {
	t.Helper()
	conn := connect(t, dsn)
	exec(t, conn, "CREATE ROLE "+role+" LOGIN")
	for _, group := range of {
		exec(t, conn, "GRANT "+group+" TO "+role)
	}
	return strings.Replace(dsn, "user=postgres", "user="+role, 1)
}

// A hub has the tables of the catalog under their keys, with the types of the company
// file, and text that is ordered as there.
func TestTablesAreTheCatalogs(t *testing.T) {
	t.Parallel()
	conn := connect(t, create(t, "tables"))
	there := map[string][]string{}
	for _, line := range texts(t, conn, `
SELECT table_name || ' ' || column_name || ' ' || data_type || ' ' || coalesce(collation_name, '') || ' ' || is_nullable
FROM information_schema.columns
WHERE table_schema = 'winnow_tables'`) {
		table, column, _ := strings.Cut(line, " ")
		there[table] = append(there[table], column)
	}
	c, err := coretest.OpenNew(t.Context(), filepath.Join(t.TempDir(), "c.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	types := map[string]string{"TEXT": "text C NO", "INTEGER": "bigint  NO", "REAL": "double precision  NO"}
	ours := []string{"version bigint  NO", "changed_by text C NO", "changed_at timestamp with time zone  NO", "deleted boolean  NO"}
	for _, table := range catalog.Tables() {
		want := slices.Clone(ours)
		for _, column := range columns(t, c, table.Key) {
			name, kind, _ := strings.Cut(column, " ")
			if table.Key == catalog.Contact && name == "id" {
				continue // numbers of one file
			}
			want = append(want, name+" "+types[kind])
		}
		if table.Key == catalog.InteractionEntry || table.Key == catalog.InteractionComment {
			want = append(want, "id bigint  NO")
		}
		slices.Sort(want)
		got := slices.Sorted(slices.Values(there[table.Key]))
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", table.Key, diff)
		}
	}
	for table, columns := range there {
		for _, column := range columns {
			if strings.Contains(column, " text ") && !strings.Contains(column, " text C ") {
				t.Errorf("%s: %s has another collation", table, column)
			}
		}
	}
}

// columns returns the columns of a table of the company file with their types.
func columns(t *testing.T, c *company.Company, table string) []string {
	t.Helper()
	list, err := company.Read(t.Context(), c, func(tx *sql.Tx) (list []string, err error) {
		rows, err := tx.QueryContext(t.Context(), "SELECT name || ' ' || type FROM pragma_table_info(?)", table)
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		for rows.Next() {
			var column string
			if err := rows.Scan(&column); err != nil {
				return nil, err
			}
			list = append(list, column)
		}
		return list, rows.Err()
	})
	if err != nil || len(list) == 0 {
		t.Fatalf("%s: %v", table, err)
	}
	return list
}

// Each table of the catalog is exchanged, with all columns that the hub has.
func TestExchangedTables(t *testing.T) {
	t.Parallel()
	conn := connect(t, create(t, "exchanged"))
	tables, err := company.Read(t.Context(), newFile(t), func(tx *sql.Tx) ([]data.Exchanged, error) { return data.ExchangedTables(t.Context(), tx) })
	if err != nil {
		t.Fatal(err)
	}
	missing := map[string]bool{}
	for _, table := range catalog.Tables() {
		missing[table.Key] = true
	}
	for _, table := range tables {
		delete(missing, table.Name)
		want := []string{"version", "changed_by", "changed_at", "deleted"}
		for _, c := range table.Columns {
			want = append(want, c.Name)
		}
		slices.Sort(want)
		got := texts(t, conn, "SELECT column_name::text FROM information_schema.columns WHERE table_schema = 'winnow_exchanged' AND table_name = $1", table.Name)
		slices.Sort(got)
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", table.Name, diff)
		}
	}
	if len(missing) > 0 {
		t.Errorf("tables of the catalog that are not exchanged: %v", slices.Sorted(maps.Keys(missing)))
	}
}

func TestCreate(t *testing.T) {
	t.Parallel()
	s := server.Server(t)
	dsn := s.Database(t)
	made, err := hub.Create(t.Context(), dsn, "adatum")
	if err != nil {
		t.Fatal(err)
	}
	want := hub.Made{Hub: made.Hub, Name: "adatum", Schema: "winnow_adatum", Roles: []string{"winnow_adatum_rep", "winnow_adatum_admin"}, Version: made.Version}
	if diff := gocmp.Diff(want, made); diff != "" || made.Version < 1 || made.Hub == "" {
		t.Error(diff, made)
	}
	// Another of the same name is refused, and one of another name stands beside it.
	if _, err := hub.Create(t.Context(), dsn, "adatum"); !core.IsKind(err, core.Exists) {
		t.Errorf("the second hub: %v", err)
	}
	if _, err := hub.Create(t.Context(), dsn, "bergmann"); err != nil {
		t.Error(err)
	}
	// The same name in another database shares the roles.
	if _, err := hub.Create(t.Context(), s.Database(t), "adatum"); err != nil {
		t.Error(err)
	}
}

func TestBadNames(t *testing.T) {
	for _, name := range []string{"", "Adatum", "1st", "a-b", "a b", `a"b`, "ü", "_a", strings.Repeat("a", 41)} {
		if _, err := hub.Create(t.Context(), "host=localhost", name); !core.IsKind(err, core.Invalid) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// A person without the right to make a hub leaves nothing behind.
func TestCreateWithoutTheRight(t *testing.T) {
	t.Parallel()
	dsn := server.Server(t).Database(t)
	nobody := as(t, dsn, "without_right")
	if _, err := hub.Create(t.Context(), nobody, "forbidden"); !core.IsKind(err, core.Unusable) {
		t.Errorf("%v", err)
	}
	conn := connect(t, dsn)
	// The role may be made, and the schema not.
	exec(t, conn, "ALTER ROLE without_right CREATEROLE")
	if _, err := hub.Create(t.Context(), nobody, "forbidden"); !core.IsKind(err, core.Unusable) {
		t.Errorf("%v", err)
	}
	left := texts(t, conn, "SELECT rolname::text FROM pg_roles WHERE rolname LIKE 'winnow_forbidden%' UNION ALL SELECT nspname::text FROM pg_namespace WHERE nspname LIKE 'winnow%'")
	if len(left) > 0 {
		t.Errorf("this is left: %v", left)
	}
	// With both it needs no superuser.
	exec(t, conn, "GRANT CREATE ON DATABASE "+database(dsn)+" TO without_right")
	if _, err := hub.Create(t.Context(), nobody, "forbidden"); err != nil {
		t.Errorf("%v", err)
	}
}

func database(dsn string) string {
	_, name, _ := strings.Cut(dsn, "dbname=")
	return name
}

// Representatives read and write rows and delete none; administrators own the tables;
// others see nothing.
func TestRoles(t *testing.T) {
	t.Parallel()
	dsn := create(t, "roles")
	rep, admin, other := as(t, dsn, "roles_jo", "winnow_roles_rep"), as(t, dsn, "roles_ann", "winnow_roles_admin"), as(t, dsn, "roles_eve")
	for _, c := range []struct {
		statement         string
		rep, admin, other bool
	}{
		{"SELECT no FROM contact", true, true, false},
		{"INSERT INTO contact (no) VALUES ('CT000001')", true, true, false},
		{"UPDATE contact SET name = 'Ann'", true, true, false},
		{"SELECT version FROM hub FOR UPDATE", true, true, false},
		{"UPDATE hub SET version = version + 1", true, true, false},
		{"SELECT max(version) FROM schema_version", true, true, false},
		{"DELETE FROM contact", false, true, false},
		{"TRUNCATE contact", false, true, false},
		{"DROP TABLE contact", false, true, false},
		{"ALTER TABLE contact ADD COLUMN x text", false, true, false},
		{"CREATE TABLE winnow_roles.more (x text)", false, true, false},
		{"INSERT INTO hub (id, name) VALUES ('x', 'y')", false, true, false},
		{"DELETE FROM hub", false, true, false},
		{"INSERT INTO schema_version (version) VALUES (99)", false, true, false},
		{"UPDATE schema_version SET version = 99", false, true, false},
	} {
		for _, who := range []struct {
			dsn string
			may bool
		}{{rep, c.rep}, {admin, c.admin}, {other, c.other}} {
			if got := may(t, who.dsn, "SET LOCAL search_path TO winnow_roles", c.statement); got != who.may {
				t.Errorf("%s: %s: %v", who.dsn, c.statement, got)
			}
		}
	}
}

// may reports whether statements succeed, and takes them back.
func may(t *testing.T, dsn string, statements ...string) bool {
	t.Helper()
	conn := connect(t, dsn)
	tx, err := conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback(t.Context())
	for _, statement := range statements {
		if _, err := tx.Exec(t.Context(), statement); err != nil {
			return false
		}
	}
	return true
}

func TestUpgrade(t *testing.T) {
	t.Parallel()
	dsn := create(t, "upgrade")
	current, err := hub.Upgrade(t.Context(), dsn, "")
	if err != nil || current.From != current.Version || current.Name != "upgrade" {
		t.Fatalf("%+v %v", current, err)
	}
	// A representative cannot upgrade, an administrator can, and what the migration makes
	// belongs to the admin role and can be used by representatives.
	const more = "CREATE TABLE more (x text); INSERT INTO more VALUES ('a')"
	rep, admin := as(t, dsn, "upgrade_jo", "winnow_upgrade_rep"), as(t, dsn, "upgrade_ann", "winnow_upgrade_admin")
	if _, err := hub.UpgradeWith(t.Context(), rep, "", more); !core.IsKind(err, core.Unusable) {
		t.Errorf("a representative: %v", err)
	}
	if _, err := hub.UpgradeWith(t.Context(), admin, "", more+"; SELECT 1/0"); !core.IsKind(err, core.Unusable) {
		t.Errorf("a migration that fails: %v", err)
	}
	made, err := hub.UpgradeWith(t.Context(), admin, "upgrade", more)
	if err != nil || made.From != current.Version || made.Version != current.Version+1 {
		t.Fatalf("%+v %v", made, err)
	}
	if !may(t, rep, "INSERT INTO winnow_upgrade.more VALUES ('b')") {
		t.Error("representatives cannot write to the new table")
	}
	// The program that does not know the new version refuses the hub and leaves it.
	_, err = hub.Upgrade(t.Context(), admin, "")
	if !core.IsKind(err, core.Unusable) || !strings.Contains(err.Error(), "newer") {
		t.Errorf("a newer hub: %v", err)
	}
}

// Without a name the only hub is meant.
func TestWhichHubIsMeant(t *testing.T) {
	t.Parallel()
	dsn := server.Server(t).Database(t)
	conn := connect(t, dsn)
	exec(t, conn, "CREATE SCHEMA winnow_stranger")
	if _, err := hub.Upgrade(t.Context(), dsn, ""); !core.IsKind(err, core.NotFound) {
		t.Errorf("no hub: %v", err)
	}
	for _, name := range []string{"which_a", "which_b"} {
		if _, err := hub.Create(t.Context(), dsn, name); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := hub.Upgrade(t.Context(), dsn, ""); !core.IsKind(err, core.Invalid) || !strings.Contains(err.Error(), "which_a, which_b") {
		t.Errorf("two hubs: %v", err)
	}
	if _, err := hub.Upgrade(t.Context(), dsn, "stranger"); !core.IsKind(err, core.NotFound) {
		t.Errorf("no hub of that name: %v", err)
	}
	if made, err := hub.Upgrade(t.Context(), dsn, "which_b"); err != nil || made.Name != "which_b" {
		t.Errorf("%+v %v", made, err)
	}
}

// What goes wrong on the way to the server is told as it is, and without the password.
func TestProblems(t *testing.T) {
	s := server.Server(t)
	dsn := create(t, "problems")
	as(t, dsn, "problems_jo", "winnow_problems_rep")
	exec(t, connect(t, dsn), "ALTER ROLE problems_jo PASSWORD 'right'")
	t.Setenv("PGPASSWORD", "topsecret")
	for _, c := range []struct {
		dsn, says string
		kind      core.Kind
	}{
		{s.DSN(database(dsn), "problems_jo", true), "did not accept the password of problems_jo", core.Unusable},
		{s.DSN("no_such_database", "postgres", false), "there is no database no_such_database", core.NotFound},
		{s.DSN(database(dsn), "no_such_role", false), "does not admit the user no_such_role", core.Unusable},
		{fmt.Sprintf("host=%s port=1 dbname=w", t.TempDir()), "cannot be reached", core.Unusable},
		{"host=localhost port=1 dbname=w", "cannot be reached", core.Unusable},
	} {
		_, err := hub.Upgrade(t.Context(), c.dsn, "problems")
		if !core.IsKind(err, c.kind) || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "topsecret") {
			t.Errorf("%s: %v", c.dsn, err)
		}
	}
	t.Setenv("PGPASSWORD", hubtest.Password)
	if _, err := hub.Upgrade(t.Context(), s.DSN(database(dsn), "postgres", true), "problems"); err != nil {
		t.Error(err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := hub.Upgrade(ended, dsn, "problems"); err == nil || core.IsKind(err, core.Unusable) {
		t.Errorf("a context that has ended: %v", err)
	}
}

// Hubs made by several people at once stand beside each other, and one name is given
// once.
func TestCreateAtOnce(t *testing.T) {
	t.Parallel()
	dsn := server.Server(t).Database(t)
	type outcome struct {
		name string
		err  error
	}
	results := make(chan outcome)
	all := []string{"once_a", "once_b", "once_a", "once_b"}
	for _, name := range all {
		go func() {
			_, err := hub.Create(t.Context(), dsn, name)
			results <- outcome{name, err}
		}()
	}
	made := map[string]int{}
	for range all {
		if r := <-results; r.err == nil {
			made[r.name]++
		}
	}
	if diff := gocmp.Diff(map[string]int{"once_a": 1, "once_b": 1}, made); diff != "" {
		t.Error(diff)
	}
	hubs := texts(t, connect(t, dsn), "SELECT name FROM winnow_once_a.hub UNION ALL SELECT name FROM winnow_once_b.hub")
	slices.SortFunc(hubs, cmp.Compare[string])
	if diff := gocmp.Diff([]string{"once_a", "once_b"}, hubs); diff != "" {
		t.Error(diff)
	}
}
