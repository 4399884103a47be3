package hub_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/hub"
	"winnow/core/hub/hubtest"
	"winnow/data/datatest"
)

// number takes some numbers of a series, as whoever makes rows does.
func number(t hubtest.Fataler, c *company.Company, series string, n int) []string {
	t.Helper()
	nos, err := takeNumbers(c, series, n)
	if err != nil {
		t.Fatal(err)
	}
	return nos
}

func takeNumbers(c *company.Company, series string, n int) (nos []string, err error) {
	err = c.Write(context.Background(), func(tx *sql.Tx) error {
		if _, ok := catalog.Find(series); !ok {
			nos, err = company.NextNos(context.Background(), tx, series, n, func([]string) (map[string]bool, error) { return nil, nil })
			return err
		}
		first, err := company.NextEntryNos(context.Background(), tx, series, int64(n))
		for i := range n {
			nos = append(nos, fmt.Sprint(first+int64(i)))
		}
		return err
	})
	return nos, err
}

// copyOf opens a copy of a company's file, as it is on the disk.
func copyOf(t *testing.T, c *company.Company) *company.Company {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy.winnow")
	if err := c.Backup(t.Context(), path, false); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "company.winnow")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	opened, err := company.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	datatest.Close(t, opened)
	return opened
}

// Numbers go on where the first file was, are the hub's while they last, and the work goes
// on without them.
func TestNumberBlocks(t *testing.T) {
	t.Parallel()
	dsn := create(t, "blocks")
	office := newFile(t)
	do(t, office, "UPDATE no_series SET last_no = 'K00041' WHERE code = 'CONT'", "INSERT INTO contact (no) VALUES ('K00042'), ('K00045')",
		"INSERT INTO interaction_log_entry (entry_no, contact_no, local) VALUES (2000000007, 'K00042', 1)")
	if err := hub.Join(t.Context(), office, dsn, "", nil); err != nil {
		t.Fatal(err)
	}
	syncNow(t, office)
	jo := laptop(t, dsn)
	syncNow(t, jo)
	for _, c := range []struct {
		who    *company.Company
		series string
		n      int
		want   string
	}{
		{office, company.ContactSeries, 3, "K00043 K00044 K00046"},
		{jo, company.ContactSeries, 2, "K01042 K01043"},
		{office, company.SegmentSeries, 1, "SM00001"},
		{jo, company.SegmentSeries, 1, "SM00201"},
		{office, catalog.InteractionEntry, 2, "2000000008 2000000009"},
		{jo, catalog.InteractionEntry, 1, "2001000008"},
		{jo, catalog.LoggedSegment, 1, "2000100001"},
	} {
		got := strings.Join(number(t, c.who, c.series, c.n), " ")
		if got != c.want {
			t.Errorf("%s: %s, not %s", c.series, got, c.want)
		}
	}
	if got := one[string](t, jo, "SELECT last_no FROM no_series WHERE code = 'CONT'"); got != "K01043" {
		t.Errorf("the setting is %s", got)
	}
	// Behind half of a block the next sync gets another, and without one it goes on.
	number(t, jo, company.SegmentSeries, 150)
	syncNow(t, jo)
	nos := number(t, jo, company.SegmentSeries, 249)
	if nos[48] != "SM00400" || nos[49] != "SM00401" || nos[248] != "SM00600" {
		t.Errorf("%s %s %s", nos[48], nos[49], nos[248])
	}
	nos = number(t, jo, company.SegmentSeries, 2)
	if len(nos[0]) != 14 || !strings.HasPrefix(nos[0], "SM-") || !strings.HasSuffix(nos[0], "-0001") || nos[1] != nos[0][:13]+"2" {
		t.Errorf("out of reach: %v", nos)
	}
	if first := number(t, jo, catalog.LoggedSegment, 200_000)[0]; len(first) != 16 {
		t.Errorf("more than a block: %s", first)
	}
	syncNow(t, jo)
	if no := number(t, jo, company.SegmentSeries, 1)[0]; no != "SM00601" {
		t.Errorf("in reach again: %s", no)
	}
	// A series that somebody sets goes on so for all, once they have used up their blocks.
	do(t, jo, "UPDATE no_series SET last_no = 'X100' WHERE code = 'CAMP'")
	syncNow(t, jo)
	if no := number(t, jo, company.CampaignSeries, 1)[0]; no != "X101" {
		t.Errorf("a series that was set: %s", no)
	}
}

// No number is given twice, whatever three laptops and a copy of one do, with connections
// that break.
func TestNoNumberTwice(t *testing.T) {
	t.Parallel()
	dsn := create(t, "twice")
	direct := overTCP(t, dsn)
	p := &proxy{}
	p.left.Store(1 << 40)
	broken := between(t, direct, &p.to, p.serve)(direct)
	laptops := []*company.Company{laptop(t, broken), laptop(t, broken), laptop(t, broken)}
	given := map[string]string{}
	for walk := range times(t, "WINNOW_LAPTOPS", 4) {
		random := rand.New(rand.NewPCG(uint64(walk), 3))
		for step := range 25 {
			who := random.IntN(len(laptops))
			c := laptops[who]
			switch random.IntN(6) {
			case 0:
				p.left.Store([]int64{1 << 40, int64(random.IntN(9_000))}[random.IntN(2)])
				_, _ = hub.Sync(t.Context(), c, hub.SyncParams{})
			case 1:
				if len(laptops) < 6 {
					laptops = append(laptops, copyOf(t, c))
				}
			default:
				all := company.BlockSeries()
				series := all[random.IntN(len(all))]
				n := 1 + random.IntN([]int{3, 300, 1_200}[random.IntN(3)])
				for _, no := range number(t, c, series, n) {
					by := fmt.Sprintf("laptop %d in step %d of walk %d", who, step, walk)
					if before := given[series+no]; before != "" {
						t.Fatalf("%s of %s was given to %s and to %s", no, series, before, by)
					}
					given[series+no] = by
				}
			}
		}
	}
}
