package data_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/data"
	"winnow/data/datatest"
)

const contacts = 2000

// populated makes a closed file with contacts, each of whom is in a mailing
// group.
func populated(t *testing.T) string {
	t.Helper()
	f, err := data.Create(t.Context(), filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	err = f.Write(t.Context(), func(tx *sql.Tx) error {
		for i := range contacts {
			no := fmt.Sprintf("CT%06d", i+1)
			if _, err := tx.Exec("INSERT INTO contact (no, name, city) VALUES (?, ?, ?)", no, fmt.Sprint("Somebody ", i), "London"); err != nil {
				return err
			}
			if _, err := tx.Exec("INSERT INTO contact_mailing_group (contact_no, mailing_group_code) VALUES (?, 'VIP')", no); err != nil {
				return err
			}
		}
		_, err := tx.Exec("UPDATE no_series SET last_no = 'CT002000' WHERE code = 'CONT'")
		return err
	})
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	return f.Path()
}

// recovered recovers a file and returns the new one and what became of each
// table.
func recovered(t *testing.T, from string) (*data.File, map[string]data.Salvage) {
	t.Helper()
	f, err := data.Create(t.Context(), filepath.Join(t.TempDir(), "new.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	datatest.Close(t, f)
	saved, err := f.Recover(t.Context(), data.RecoverParams{From: from})
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string]data.Salvage{}
	for _, s := range saved {
		tables[s.Table] = s
	}
	if faults, err := f.Check(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("the new file: %v, %v", faults, err)
	}
	return f, tables
}

func count(t *testing.T, f *data.File, table string) (n int) {
	t.Helper()
	err := f.Read(t.Context(), func(tx *sql.Tx) error {
		return tx.QueryRow("SELECT count(*) FROM " + table).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A sound file is recovered whole, its number series with it.
func TestRecoverSound(t *testing.T) {
	f, tables := recovered(t, populated(t))
	for table, want := range map[string]data.Salvage{
		"contact":               {Table: "contact", Rows: contacts},
		"contact_mailing_group": {Table: "contact_mailing_group", Rows: contacts},
		"no_series":             {Table: "no_series", Rows: 4},
	} {
		if !cmp.Equal(tables[table], want) {
			t.Errorf("got %+v", tables[table])
		}
	}
	err := f.Read(t.Context(), func(tx *sql.Tx) error {
		list, err := data.Values[string](t.Context(), tx, "SELECT last_no FROM no_series ORDER BY code")
		if err == nil && (len(list) != 4 || list[1] != "CT002000") {
			t.Errorf("the number series are %v", list)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A page of the contacts is destroyed: those behind it are saved, too, and no
// row is kept that belongs to a lost one.
func TestRecoverGap(t *testing.T) {
	path := populated(t)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page := pageWith(t, content, "Somebody 999")
	for i := range 4096 {
		content[page*4096+i] = byte(i)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	f, tables := recovered(t, path)
	got := tables["contact"]
	if got.Rows < contacts*9/10 || got.Rows == contacts || got.Gaps != 1 {
		t.Errorf("got %+v", got)
	}
	if groups := tables["contact_mailing_group"]; groups.Rows != got.Rows || groups.Refused != contacts-got.Rows {
		t.Errorf("of %d contacts: %+v", got.Rows, groups)
	}
	var last string
	if err := f.Read(t.Context(), func(tx *sql.Tx) error {
		return tx.QueryRow("SELECT max(no) FROM contact").Scan(&last)
	}); err != nil || last != "CT002000" {
		t.Errorf("the last contact is %s, %v", last, err)
	}
}

// pageWith is the number of the page, from 0, of the rows that hold a text.
func pageWith(t *testing.T, content []byte, text string) int {
	t.Helper()
	for page := 0; (page+1)*4096 <= len(content); page++ {
		body := content[page*4096 : (page+1)*4096]
		if body[0] == 0x0d && bytes.Contains(body, []byte(text)) {
			return page
		}
	}
	t.Fatalf("no page has %q", text)
	return 0
}

// A file whose header is destroyed is told apart, and recovered whole.
func TestRecoverHeader(t *testing.T) {
	path := populated(t)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copy(content, "nothing that anybody knows")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := data.Open(t.Context(), path); !errors.Is(err, data.ErrForeign) {
		t.Errorf("opened: %v", err)
	}
	if _, tables := recovered(t, path); tables["contact"].Rows != contacts {
		t.Errorf("got %+v", tables["contact"])
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".recover-*")); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// Whatever is done to a file, recovering it ends, and what comes of it is sound.
func TestRecoverAnything(t *testing.T) {
	sound, err := os.ReadFile(populated(t))
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(40) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			dice := rand.New(rand.NewPCG(seed, 5))
			content := append([]byte(nil), sound...)
			if dice.IntN(3) == 0 {
				content = content[:dice.IntN(len(content))]
			}
			for range dice.IntN(60) {
				if len(content) > 0 {
					content[dice.IntN(len(content))] ^= 1 << dice.IntN(8)
				}
			}
			path := filepath.Join(t.TempDir(), "damaged.winnow")
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			f, err := data.Create(t.Context(), filepath.Join(t.TempDir(), "new.winnow"))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			saved, err := f.Recover(t.Context(), data.RecoverParams{From: path})
			if err != nil && !errors.Is(err, data.ErrCorrupt) && !errors.Is(err, data.ErrForeign) {
				t.Errorf("it cannot be told what is wrong: %v", err)
			}
			if faults, err := f.Check(t.Context()); err != nil || len(faults) > 0 {
				t.Errorf("the new file: %v, %v", faults, err)
			}
			for _, s := range saved {
				if n := count(t, f, s.Table); n != s.Rows {
					t.Errorf("%s has %d rows, and %d are said to be saved", s.Table, n, s.Rows)
				}
			}
		})
	}
}

// A table or a column that is gone is told; the rows of the others are saved.
func TestRecoverWithout(t *testing.T) {
	for statement, want := range map[string]data.SchemaPart{
		"DROP TABLE contact_mailing_group":       {Kind: "table", Name: "contact_mailing_group"},
		"ALTER TABLE contact DROP COLUMN fax_no": {Kind: "column", Name: "contact.fax_no"},
		"DROP TABLE contact_mailing_group; CREATE VIEW contact_mailing_group AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS contact_no, i AS mailing_group_code FROM n": {Kind: "table", Name: "contact_mailing_group"},
		"ALTER TABLE contact DROP COLUMN fax_no; ALTER TABLE contact ADD COLUMN fax_no AS (hex(zeroblob(1000000000)))":                                                                                  {Kind: "column", Name: "contact.fax_no"},
	} {
		t.Run(statement, func(t *testing.T) {
			path := populated(t)
			db, err := sql.Open("sqlite3", path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.Exec(statement); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			f, tables := recovered(t, path)
			if n := count(t, f, "contact"); n != contacts {
				t.Errorf("%d contacts were saved", n)
			}
			var missing []data.SchemaPart
			for _, table := range tables {
				missing = append(missing, table.Missing...)
			}
			if diff := cmp.Diff([]data.SchemaPart{want}, missing); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What an older version had not yet is not missed.
func TestRecoverOlder(t *testing.T) {
	_, tables := recovered(t, old(t, "0001_company.sql"))
	for name, table := range tables {
		if len(table.Missing) > 0 {
			t.Errorf("%s: %v is missed", name, table.Missing)
		}
	}
	if tables["territory"].Rows != 1 {
		t.Errorf("territories: %+v", tables["territory"])
	}
}

// A row with a value of another kind than its column's is left out, and counted,
// unless the caller repairs the table; check names the column.
func TestRecoverOtherKinds(t *testing.T) {
	path := populated(t)
	f, err := data.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	err = f.Write(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec("UPDATE contact SET privacy_blocked = 'perhaps' WHERE no = 'CT000001'; UPDATE contact SET minor = 1.5 WHERE no = 'CT000002'")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	faults, err := f.Check(t.Context())
	want := []string{"contact.privacy_blocked holds another kind of value in rows: 1", "contact.minor holds another kind of value in rows: 1"}
	if diff := cmp.Diff(want, faults); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	saved, tables := recovered(t, path)
	if got := tables["contact"]; got.Refused != 2 || got.Rows != contacts-2 || count(t, saved, "contact_mailing_group") != contacts-2 {
		t.Errorf("saved %+v", got)
	}
}
