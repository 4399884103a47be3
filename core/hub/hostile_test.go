package hub_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"winnow/core/company"
	"winnow/core/hub"
	"winnow/core/sample"
)

// nonsense are values in SQL, by the types of the hub's columns.
var nonsense = map[string][]string{
	"text": {"''", "'C1'", "'CT000001'", "'VIP'", "'x'", "' X '", "E'a\\x01b'", "E'e\\u0301'", "repeat('y', 40000)", "'2026-02-30'", "'2026-02-28'", "'25:00'",
		"'[\"C1\"]'", "'{}'", "''' OR 1 = 1 --'", "'ÅÉ'", "E'line\\nline'", "repeat('z', 2000000)"},
	"bigint":           {"-9223372036854775808", "-1", "0", "1", "2", "3", "7", "16", "2000000001", "2000000005", "9007199254740993", "9223372036854775807"},
	"double precision": {"'NaN'", "'Infinity'", "'-Infinity'", "0", "0.1", "1e308", "-12.5"},
	"bytea":            {"''", "'\\x00'", "'\\xffff'"},
}

// hubColumn is a column of a table on the hub.
type hubColumn struct{ Table, Name, Kind string }

func hubColumns(t *testing.T, conn *pgx.Conn, schema string) map[string][]hubColumn {
	t.Helper()
	rows, err := conn.Query(t.Context(), `
SELECT table_name::text, column_name::text, data_type::text
FROM information_schema.columns
WHERE table_schema = $1 AND table_name NOT IN ('hub', 'schema_version', 'laptop') AND table_name NOT LIKE 'segment%'
    AND column_name NOT IN ('version', 'changed_at', 'changed_by', 'deleted')
ORDER BY table_name, ordinal_position`, schema)
	if err != nil {
		t.Fatal(err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[hubColumn])
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string][]hubColumn{}
	for _, c := range list {
		tables[c.Table] = append(tables[c.Table], c)
	}
	return tables
}

// Whatever a hub has in its tables harms no company file: what cannot be is not taken over
// and told, the sync goes on, and the next one has nothing to do with it.
func TestHostileHub(t *testing.T) {
	t.Parallel()
	dsn := create(t, "hostile")
	office := newFile(t)
	if err := sample.Fill(t.Context(), office, sample.Options{Contacts: 40}); err != nil {
		t.Fatal(err)
	}
	if err := hub.Join(t.Context(), office, dsn, "", nil); err != nil {
		t.Fatal(err)
	}
	syncNow(t, office)
	conn := connect(t, dsn)
	exec(t, conn, "SET search_path TO winnow_hostile")
	tables := hubColumns(t, conn, "winnow_hostile")
	var names []string
	for name := range tables {
		names = append(names, name)
	}
	refused := 0
	for walk := range times(t, "WINNOW_LAPTOPS", 2) {
		random := rand.New(rand.NewPCG(uint64(walk), 7))
		pick := func(list []string) string { return list[random.IntN(len(list))] }
		jo := laptop(t, dsn)
		for range 2 {
			for range 60 {
				table := pick(names)
				columns := tables[table]
				if random.IntN(3) == 0 {
					var into, values []string
					for _, c := range columns {
						into, values = append(into, `"`+c.Name+`"`), append(values, pick(nonsense[c.Kind]))
					}
					_, _ = conn.Exec(t.Context(), fmt.Sprintf("INSERT INTO %s (%s, version, deleted) SELECT %s, version + 1, %v FROM hub ON CONFLICT DO NOTHING",
						table, strings.Join(into, ", "), strings.Join(values, ", "), random.IntN(4) == 0))
					continue
				}
				c := columns[random.IntN(len(columns))]
				// A key that is there already is refused by the hub.
				_, _ = conn.Exec(t.Context(), fmt.Sprintf(`UPDATE %[1]s SET "%[2]s" = %[3]s, deleted = %[4]v, version = (SELECT version + 1 FROM hub)
WHERE ctid = (SELECT ctid FROM %[1]s ORDER BY md5(ctid::text || '%[5]d') LIMIT 1)`, table, c.Name, pick(nonsense[c.Kind]), random.IntN(6) == 0, random.Int()))
			}
			exec(t, conn, "UPDATE hub SET version = version + 1")
			for _, c := range []*company.Company{jo, office} {
				do(t, c, fmt.Sprintf("UPDATE contact SET city = 'W%d', name = 'N%[1]d' WHERE id %% 7 = %d", walk, random.IntN(7)),
					fmt.Sprintf("DELETE FROM contact_mailing_group WHERE contact_no LIKE '%%%d'", random.IntN(10)))
				for range 2 {
					refused += len(syncNow(t, c).Notes)
					sound(t, c)
				}
			}
		}
	}
	if refused == 0 {
		t.Error("nothing was refused")
	}
}

// Rules that hold among rows hold after a fetch too, whoever broke them on the hub.
func TestRulesAfterFetch(t *testing.T) {
	t.Parallel()
	dsn := create(t, "rules")
	ann := laptop(t, dsn)
	do(t, ann, "INSERT INTO contact (no) VALUES ('C1')",
		"INSERT INTO logged_segment (entry_no, segment_no, local) VALUES (2000000001, 'S1', 1), (2000000002, 'S2', 1)",
		"INSERT INTO campaign_entry (entry_no, campaign_no, register_no, local) VALUES (2000000001, 'CP1', 2000000001, 1), (2000000002, 'CP2', 0, 1)",
		`INSERT INTO interaction_log_entry (entry_no, contact_no, logged_segment_entry_no, campaign_no, campaign_entry_no, local)
VALUES (2000000001, 'C1', 2000000001, 'CP1', 2000000001, 1), (2000000002, 'C1', 2000000002, 'CP2', 2000000002, 1), (2000000003, 'C1', 0, '', 0, 1)`)
	syncNow(t, ann)
	sound(t, ann)
	conn := connect(t, dsn)
	for _, statement := range []string{"UPDATE %slogged_segment SET version = 100, canceled = 1 WHERE entry_no = 2000000001",
		"UPDATE %slogged_segment SET version = 100, deleted = true WHERE entry_no = 2000000002",
		"UPDATE %scampaign_entry SET version = 100, campaign_no = 'CP3' WHERE entry_no = 2000000002",
		"UPDATE %sinteraction_log_entry SET version = 100, logged_segment_entry_no = 77 WHERE entry_no = 2000000003", "UPDATE %shub SET version = 100"} {
		exec(t, conn, fmt.Sprintf(statement, "winnow_rules."))
	}
	if r := syncNow(t, ann); r.Fetched != 4 || len(r.Notes) > 0 {
		t.Errorf("%+v", r)
	}
	sound(t, ann)
	got := one[string](t, ann, "SELECT group_concat(canceled || ' ' || logged_segment_entry_no || ' ' || campaign_entry_no, ', ') FROM interaction_log_entry")
	if want := "1 2000000001 2000000001, 0 0 0, 0 0 0"; got != want {
		t.Errorf("they are %s, not %s", got, want)
	}
	if r := syncNow(t, ann); r.Sent+r.Fetched > 0 {
		t.Errorf("%+v", r)
	}
}

// A row that cannot be is deleted on the hub where it is deleted here, and does not stay
// there for the filters of parts.
func TestUnsoundRowsAreDeleted(t *testing.T) {
	t.Parallel()
	dsn := create(t, "unsound")
	c := newFile(t)
	do(t, c, "INSERT INTO contact (no, name) VALUES ('C1', 'Ann')", "INSERT INTO contact_mailing_group (contact_no, mailing_group_code) VALUES ('C1', ''), ('C1', ' -')")
	if err := hub.Join(t.Context(), c, dsn, "", nil); err != nil {
		t.Fatal(err)
	}
	syncNow(t, c)
	do(t, c, "DELETE FROM contact_mailing_group")
	syncNow(t, c)
	conn := connect(t, dsn)
	exec(t, conn, "SET search_path TO winnow_unsound")
	var left int
	if err := conn.QueryRow(t.Context(), "SELECT count(*) FROM contact_mailing_group WHERE NOT deleted").Scan(&left); err != nil || left != 0 {
		t.Errorf("%d rows are left on the hub, %v", left, err)
	}
}
