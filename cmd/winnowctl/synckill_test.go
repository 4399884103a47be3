package main

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/hub"
	"winnow/core/hub/hubtest"
	"winnow/core/salvage"
	"winnow/core/segment"
	"winnow/data/datatest"
)

// syncKills is how many syncs are killed, unless WINNOW_SYNC_KILLS says otherwise.
const syncKills = 4

// killedLaptop is a laptop of two that sync and whose programs are killed.
type killedLaptop struct {
	*company.Company
	name, path string
}

// Whoever kills winnowctl while it syncs, whenever that is, finds the company sound, and the
// syncs after it go on: nothing is lost, nothing is doubled, nothing is in conflict.
func TestKilledWhileSyncing(t *testing.T) {
	if raced {
		t.Skip("it is another program that is killed")
	}
	var servers hubtest.Shared
	dsn := servers.Server(t).Database(t)
	t.Cleanup(func() {
		if err := servers.Close(); err != nil {
			t.Error(err)
		}
	})
	times, err := strconv.Atoi(os.Getenv("WINNOW_SYNC_KILLS"))
	if err != nil {
		times = syncKills
	}
	if _, err := hub.Create(t.Context(), dsn, "kills"); err != nil {
		t.Fatal(err)
	}
	laptops := []killedLaptop{joined(t, dsn, "ANN"), joined(t, dsn, "JO")}
	made := map[string]string{}
	edit := func(l killedLaptop, n int) {
		t.Helper()
		if err := l.edit(n, made); err != nil {
			t.Fatal(err)
		}
	}
	edit(laptops[0], 0)
	began := time.Now()
	for _, l := range laptops {
		if out, err := command(t.Context(), l.path, []string{"hub", "sync"}).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	took, dead := time.Since(began)/2, 0
	random := rand.New(rand.NewPCG(7, 1))
	for n := 1; dead < times && n < 10*times; n++ {
		l := laptops[random.IntN(len(laptops))]
		edit(l, n)
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(random.Int64N(int64(took))))
		err := command(ctx, l.path, []string{"hub", "sync"}).Run()
		cancel()
		if err != nil {
			dead++
		}
		if faults, err := salvage.Check(t.Context(), l.Company); err != nil || len(faults) > 0 {
			t.Fatalf("sync %d of %s was killed: %v %v", n, l.name, faults, err)
		}
	}
	if dead < times {
		t.Errorf("%d of %d syncs were killed", dead, times)
	}
	agree(t, laptops, made)
}

// joined makes a company file that belongs to a hub.
func joined(t *testing.T, dsn, name string) killedLaptop {
	t.Helper()
	l := killedLaptop{name: name, path: filepath.Join(t.TempDir(), "company.winnow")}
	var err error
	if l.Company, err = coretest.OpenNew(t.Context(), l.path); err != nil {
		t.Fatal(err)
	}
	datatest.Close(t, l)
	if err := hub.Join(t.Context(), l.Company, dsn, "", nil); err != nil {
		t.Fatal(err)
	}
	return l
}

// edit makes contacts and what belongs to them, changes one that both laptops change,
// deletes the one that was made for that, and now and then makes a segment. made is what
// there must be of it in the end: the name of each contact, and what each laptop made of the
// one that both change.
func (l killedLaptop) edit(n int, made map[string]string) error {
	ctx := context.Background()
	err := l.Write(ctx, func(tx *sql.Tx) error {
		for i := range 20 {
			no := fmt.Sprintf("%s%d-%d", l.name, n, i)
			entry, err := company.NextEntryNo(ctx, tx, "interaction_log_entry")
			if err != nil {
				return err
			}
			made[no] = strings.Repeat("x", 1+(n*7+i)%80)
			for _, statement := range []string{
				"INSERT INTO contact (no, name) VALUES (?1, ?2)",
				"INSERT INTO contact_mailing_group (contact_no, mailing_group_code) VALUES (?1, 'VIP')",
				"INSERT INTO interaction_log_entry (entry_no, contact_no, description, local) VALUES (?3, ?1, ?2, 1)",
			} {
				if _, err := tx.Exec(statement, no, made[no], entry); err != nil {
					return fmt.Errorf("%s: %w", statement, err)
				}
			}
		}
		field := map[string]string{"ANN": "city", "JO": "county"}[l.name]
		if _, err := tx.Exec("INSERT INTO contact (no) VALUES ('BOTH') ON CONFLICT DO NOTHING"); err != nil {
			return err
		}
		made[field] = fmt.Sprint("changed ", n)
		if _, err := tx.Exec("UPDATE contact SET "+field+" = ? WHERE no = 'BOTH'", made[field]); err != nil {
			return err
		}
		brief := l.name + "GONE"
		if _, err := tx.Exec("DELETE FROM contact WHERE no LIKE ?", brief+"%"); err != nil {
			return err
		}
		maps.DeleteFunc(made, func(no, _ string) bool { return strings.HasPrefix(no, brief) })
		made[fmt.Sprint(brief, n)] = "until the next"
		_, err := tx.Exec("INSERT INTO contact (no, name) VALUES (?, 'until the next')", fmt.Sprint(brief, n))
		return err
	})
	if err != nil || n%3 > 0 {
		return err
	}
	store := segment.New(l.Company)
	no, err := store.CreateSegment(ctx, "", map[string]string{"description": made["city"]}, filter.Env{})
	if err != nil {
		return err
	}
	step := criteria.Step{Action: criteria.Add, Filters: criteria.Filters{}}
	step.Filters.Set("contact", "no", fmt.Sprintf("%s%d-*", l.name, n))
	_, err = store.Run(ctx, no, step, filter.Env{})
	return err
}

// agree syncs until all have everything, and finds that they have what was made, once.
func agree(t *testing.T, laptops []killedLaptop, made map[string]string) {
	t.Helper()
	for round := range 3 {
		for _, l := range laptops {
			r, err := hub.Sync(t.Context(), l.Company, hub.SyncParams{Full: round == 2})
			if err != nil || r.Conflicts+len(r.Notes) > 0 || round == 2 && r.Sent+r.Fetched > 0 {
				t.Fatalf("sync %d of %s: %+v %v", round, l.name, r, err)
			}
		}
	}
	for _, l := range laptops {
		if diff := cmp.Diff(hubtest.Rows(t, laptops[0].Company), hubtest.Rows(t, l.Company)); diff != "" {
			t.Errorf("%s has other rows: %s", l.name, diff)
		}
		if diff := cmp.Diff(hubtest.Segments(t, laptops[0].Company), hubtest.Segments(t, l.Company)); diff != "" {
			t.Errorf("%s has other segments: %s", l.name, diff)
		}
		got, err := company.Read(t.Context(), l.Company, func(tx *sql.Tx) (map[string]string, error) {
			got := map[string]string{}
			rows, err := tx.Query(`
SELECT c.no, c.name
FROM contact AS c
JOIN contact_mailing_group AS g ON g.contact_no = c.no
JOIN interaction_log_entry AS i ON i.contact_no = c.no AND i.description = c.name
UNION ALL
SELECT no, name FROM contact WHERE no LIKE '%GONE%'
UNION ALL
SELECT 'city', city FROM contact WHERE no = 'BOTH'
UNION ALL
SELECT 'county', county FROM contact WHERE no = 'BOTH'`)
			if err != nil {
				return nil, err
			}
			defer rows.Close()
			for rows.Next() {
				var no, text string
				if err := rows.Scan(&no, &text); err != nil {
					return nil, err
				}
				if got[no] != "" {
					t.Errorf("%s is there twice", no)
				}
				got[no] = text
			}
			return got, rows.Err()
		})
		if err != nil {
			t.Fatal(err)
		}
		if got["county"] == "" {
			delete(got, "county")
		}
		if diff := cmp.Diff(made, got); diff != "" {
			t.Errorf("%s has not what was made: %s", l.name, diff)
		}
		if faults, err := salvage.Check(t.Context(), l.Company); err != nil || len(faults) > 0 {
			t.Errorf("%v %v", faults, err)
		}
	}
}
