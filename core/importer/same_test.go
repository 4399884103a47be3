package importer_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"winnow/core/coretest"
	"winnow/core/importer"
)

// someone is a person: a contact that is stored, or a row of a list.
type someone struct {
	no, first, last, employer, mail, mail2, phone, external string
}

var someoneColumns = []string{"First Name", "Last Name", "Company", "Email", "E-Mail 2", "Phone", "External ID"}

func (s someone) record() []string {
	return []string{s.first, s.last, s.employer, s.mail, s.mail2, s.phone, s.external}
}

func drawSomeone(t *rapid.T, label string) someone {
	draw := func(field string, values ...string) string {
		return rapid.SampledFrom(values).Draw(t, label+" "+field)
	}
	return someone{
		first: draw("first", "Ida", "ida", "Ole", ""), last: draw("last", "Holt", "HOLT", "Lund"), employer: draw("employer", "", "", "Alder Ltd", "alder  ltd.", "Birch Ltd"),
		mail: draw("mail", "", "a@n.example", "A@n.example", "b@n.example"), mail2: draw("mail2", "", "", "", "b@n.example"),
		phone: draw("phone", "", "", "+44 1", "0044 1", "+44 2"), external: draw("external", "", "", "", "X1", "x1", "X2"),
	}
}

func (s someone) name() string    { return strings.ToLower(strings.TrimSpace(s.first + " " + s.last)) }
func (s someone) company() string { return plainCompany(s.employer) }
func (s someone) ext() string     { return strings.ToUpper(s.external) }

func plainCompany(name string) string {
	return strings.Join(strings.Fields(strings.ToLower(strings.NewReplacer(".", "", ",", "").Replace(name))), " ")
}

// mails are the addresses, as they are compared: the second column counts where
// the first is empty, and not twice.
func (s someone) mails() []string {
	var list []string
	for _, m := range []string{s.mail, s.mail2} {
		if m = strings.ToLower(m); m != "" && !slices.Contains(list, m) {
			list = append(list, m)
		}
	}
	return list
}

func (s someone) tel() string {
	return strings.ReplaceAll(strings.ReplaceAll(s.phone, "0044", "+44"), " ", "")
}

// fill takes over what another row of the same contact has and this one lacks.
func (s someone) fill(o someone) someone {
	for _, f := range []struct {
		to   *string
		from string
	}{{&s.first, o.first}, {&s.last, o.last}, {&s.employer, o.employer}, {&s.phone, o.phone}, {&s.external, o.external}} {
		if *f.to == "" {
			*f.to = f.from
		}
	}
	mine, others := s.mailValues(), o.mailValues()
	for i, m := range others {
		if m != "" && mine[i] == "" {
			mine[i] = m
		}
	}
	s.mail, s.mail2 = mine[0], mine[1]
	return s
}

// mailValues are the addresses as they are stored.
func (s someone) mailValues() [2]string {
	var list [2]string
	n := 0
	for _, m := range []string{s.mail, s.mail2} {
		if m != "" && (n == 0 || !strings.EqualFold(list[0], m)) {
			list[n] = m
			n++
		}
	}
	return list
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(one string) bool { return slices.Contains(b, one) })
}

// sameRow says whether two rows of one list are of one contact.
func sameRow(a, b someone) bool {
	if a.ext() != "" && a.ext() == b.ext() {
		return true
	}
	first := func(s someone) string { return strings.ToLower(s.mailValues()[0]) }
	if a.name() != "" && a.name() == b.name() && a.company() == b.company() && first(a) != "" && first(a) == first(b) {
		return true
	}
	return slices.Equal(a.record(), b.record())
}

// mayBe says whether a row may be of a stored contact.
func mayBe(row, stored someone) bool {
	if row.ext() != "" && row.ext() == stored.ext() {
		return true
	}
	part := func(a, b string) bool { return a == "" || b == "" || strings.EqualFold(a, b) }
	agree := row.last != "" && strings.EqualFold(row.last, stored.last) || row.first != "" && strings.EqualFold(row.first, stored.first)
	mails := overlap(row.mails(), stored.mails())
	if mails && part(row.first, stored.first) && part(row.last, stored.last) && agree {
		return true
	}
	if row.name() != stored.name() || row.company() != stored.company() {
		return false
	}
	contradicts := strings.ToLower(row.mailValues()[0]) != "" && len(stored.mails()) > 0 && !mails || row.tel() != "" && stored.tel() != "" && row.tel() != stored.tel()
	return !contradicts
}

// groupsOf are the rows of a list by the contact that they are of, in order.
func groupsOf(rows []someone) [][]int {
	var groups [][]int
	for i := range rows {
		var joined []int
		groups = slices.DeleteFunc(groups, func(g []int) bool {
			if !slices.ContainsFunc(g, func(j int) bool { return sameRow(rows[i], rows[j]) }) {
				return false
			}
			joined = append(joined, g...)
			return true
		})
		joined = append(joined, i)
		slices.Sort(joined)
		groups = append(groups, joined)
	}
	slices.SortFunc(groups, func(a, b []int) int { return a[0] - b[0] })
	return groups
}

// Whom each row of a list is of is what a plain reading of the rules says: rows
// are merged only where the rules allow it, nobody takes a contact that the rules
// do not allow, and who fits one contact alone gets it.
func TestWhoIsTheSameByThePlainRules(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		folder, err := os.MkdirTemp("", "same-")
		must(t, err)
		defer os.RemoveAll(folder)
		c, err := coretest.OpenNew(ctx, filepath.Join(folder, "company.winnow"))
		must(t, err)
		defer func() { must(t, c.Close()) }()

		stored, firms := drawStored(t)
		var list []someone
		for i := range rapid.IntRange(1, 6).Draw(t, "rows") {
			list = append(list, drawSomeone(t, fmt.Sprint("row ", i)))
		}
		must(t, writeTable(filepath.Join(folder, "Contact.csv"), stored, firms))
		_, err = importer.Import(ctx, c, filepath.Join(folder, "Contact.csv"), importer.Options{})
		must(t, err)

		records := [][]string{someoneColumns}
		for _, s := range list {
			records = append(records, s.record())
		}
		path := filepath.Join(folder, "list.csv")
		must(t, writeRecords(path, records))
		r, err := importer.Import(ctx, c, path, importer.Options{Shown: 100})
		must(t, err)
		compareWithRules(t, stored, firms, list, r)

		again, err := importer.Import(ctx, c, path, importer.Options{})
		must(t, err)
		if n := again.Rows[0]; n.New+n.Changed > 0 || again.Companies.New > 0 {
			t.Fatalf("the same list again: %+v, companies %+v", n, again.Companies)
		}
		if diff := cmp.Diff(leftOutRows(r), leftOutRows(again)); diff != "" {
			t.Fatalf("the same list again leaves out other rows:\n%s", diff)
		}
	})
}

// Persons of one name whom only some of their numbers and places tell apart are
// given the contacts that they were given before, whatever came in between.
func TestNearTwinsKeepTheirContacts(t *testing.T) {
	t.Parallel()
	columns := []string{"First Name", "Last Name", "Company", "Email", "Phone", "Mobile Phone", "Street", "City"}
	values := [][]string{{"Ida", "Ida", ""}, {"Holt", "Holt", ""}, {"", "", "Alder Ltd"}, {"", "", "", "a@n.example", "b@n.example"}, {"", "", "+44 1", "+44 2"}, {"", "+44 71", "+44 72", "+44 73"}, {"", "", "", "High St 1", "Low St 2"}, {"", "", "", "Leeds"}}
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		folder, err := os.MkdirTemp("", "twins-")
		must(t, err)
		defer os.RemoveAll(folder)
		c, err := coretest.OpenNew(ctx, filepath.Join(folder, "company.winnow"))
		must(t, err)
		defer func() { must(t, c.Close()) }()

		var paths []string
		for i := range rapid.IntRange(1, 2).Draw(t, "lists") {
			records := [][]string{columns}
			for row := range rapid.IntRange(2, 7).Draw(t, "rows") {
				var record []string
				for j, of := range values {
					record = append(record, rapid.SampledFrom(of).Draw(t, fmt.Sprint("list ", i, " row ", row, " ", columns[j])))
				}
				records = append(records, record)
			}
			paths = append(paths, filepath.Join(folder, fmt.Sprint("list", i, ".csv")))
			must(t, writeRecords(paths[i], records))
		}
		for _, path := range paths {
			first, err := importer.Import(ctx, c, path, importer.Options{})
			must(t, err)
			again, err := importer.Import(ctx, c, path, importer.Options{})
			must(t, err)
			if n := again.Rows[0]; n.New+n.Changed > 0 || again.Companies.New > 0 {
				t.Fatalf("%s again: %+v, companies %+v", path, n, again.Companies)
			}
			if diff := cmp.Diff(leftOutRows(first), leftOutRows(again)); diff != "" {
				t.Fatalf("%s again leaves out other rows:\n%s", path, diff)
			}
		}
	})
}

// What follows was found by the test above: the mail settles whom the first and the last
// row of the second list are of, before the name does whom the other is.
func TestStrongerKindsComeFirst(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	c := coretest.Company(t)
	heading := []string{"First Name", "Last Name", "Company", "Email", "Mobile Phone", "Street", "City"}
	path := filepath.Join(t.TempDir(), "list.csv")
	for _, list := range []struct {
		rows [][]string
		want importer.RowCount
	}{
		{[][]string{
			heading,
			{"Ida", "Holt", "", "", "+44 73", "", "Leeds"},
			{"Ida", "Holt", "", "b@n.example", "", "", ""},
			{"Ida", "Holt", "Alder Ltd", "b@n.example", "+44 72", "", ""},
			{"Ida", "Holt", "", "", "+44 73", "", ""},
		}, importer.RowCount{Source: "list.csv", Read: 4, New: 4}},
		{[][]string{
			heading,
			{"Ida", "Holt", "", "b@n.example", "+44 73", "", ""},
			{"Ida", "Holt", "", "", "+44 71", "", ""},
			{"", "Holt", "", "b@n.example", "+44 72", "Low St 2", ""},
		}, importer.RowCount{Source: "list.csv", Read: 3, New: 1, Changed: 2}},
	} {
		if err := writeRecords(path, list.rows); err != nil {
			t.Fatal(err)
		}
		for _, want := range []importer.RowCount{list.want, {Source: "list.csv", Read: len(list.rows) - 1, Unchanged: len(list.rows) - 1}} {
			r, err := importer.Import(ctx, c, path, importer.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, r.Rows[0]); diff != "" {
				t.Error(diff)
			}
		}
	}
}

// Rows without a name and an e-mail are of those whom their numbers call.
func TestCalledByNumbers(t *testing.T) {
	t.Parallel()
	c := coretest.Company(t)
	path := filepath.Join(t.TempDir(), "list.csv")
	rows := [][]string{
		{"First Name", "Last Name", "Phone", "Mobile Phone", "City"},
		{"", "", "+44  1", "", "Leeds"},
		{"", "", "", "+44 72", ""},
		{"", "", "+44 3", "+44 73", ""},
		{"", "", "+44 1", "", "York"},
	}
	if err := writeRecords(path, rows); err != nil {
		t.Fatal(err)
	}
	for _, want := range []importer.RowCount{{Source: "list.csv", Read: 4, New: 4}, {Source: "list.csv", Read: 4, Unchanged: 4}} {
		r, err := importer.Import(context.Background(), c, path, importer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, r.Rows[0]); diff != "" {
			t.Error(diff)
		}
	}
}

// leftOutRows are the rows that were left out.
func leftOutRows(r importer.Result) (rows []int) {
	for _, l := range r.LeftOutRows {
		rows = append(rows, l.Row)
	}
	return rows
}

func must(t *rapid.T, err error) {
	if err != nil {
		t.Fatal(err)
	}
}

// drawStored draws persons whose numbers tell them apart, and the companies that
// they name.
func drawStored(t *rapid.T) (stored []someone, firms map[string]string) {
	firms = map[string]string{}
	external := map[string]bool{}
	for i := range rapid.IntRange(0, 4).Draw(t, "stored") {
		s := drawSomeone(t, fmt.Sprint("stored ", i))
		s.no = fmt.Sprint("P", i)
		if external[s.ext()] {
			s.external = ""
		}
		external[s.ext()] = s.external != ""
		if key := s.company(); key != "" && firms[key] == "" {
			firms[key] = fmt.Sprint("F", len(firms))
		}
		stored = append(stored, s)
	}
	return stored, firms
}

func writeTable(path string, stored []someone, firms map[string]string) error {
	records := [][]string{{"No.", "Type", "Name", "Company No.", "First Name", "Surname", "E-Mail", "E-Mail 2", "Phone No.", "External ID"}}
	for name, no := range firms {
		records = append(records, []string{no, "Company", name, no, "", "", "", "", "", ""})
	}
	for _, s := range stored {
		records = append(records, []string{s.no, "Person", "", firms[s.company()], s.first, s.last, s.mail, s.mail2, s.phone, s.external})
	}
	return writeRecords(path, records)
}

func writeRecords(path string, records [][]string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	return csv.NewWriter(file).WriteAll(records)
}

// fate is what became of the rows of a contact.
type fate struct {
	no    string
	isNew bool
	// open are the contacts that the rows fit equally well.
	open []string
}

// fates reads from a result what became of each row that has a contact.
func fates(t *rapid.T, r importer.Result) map[int]fate {
	found := map[int]fate{}
	for _, s := range r.Stored {
		if s.Table != "contact" {
			continue
		}
		for _, f := range s.Fields {
			if f.Field == "contact.no" {
				if _, twice := found[s.Row]; twice {
					t.Fatalf("row %d is shown twice", s.Row)
				}
				found[s.Row] = fate{no: f.New, isNew: s.New}
			}
		}
	}
	for _, l := range r.LeftOutRows {
		found[l.Row] = fate{open: l.Contacts}
	}
	return found
}

// compareWithRules fails where a row became what the rules do not allow.
func compareWithRules(t *rapid.T, stored []someone, firms map[string]string, list []someone, r importer.Result) {
	count := r.Rows[0]
	if count.Read != len(list) || count.Read != count.New+count.Changed+count.Unchanged+count.Merged+count.LeftOut+count.Refused+count.Adopted {
		t.Fatalf("the counts do not add up: %+v", count)
	}
	var groups [][]int
	var merged, told [][]int
	for _, g := range groupsOf(list) {
		groups = append(groups, g)
		if len(g) > 1 {
			var rows []int
			for _, i := range g {
				rows = append(rows, i+2)
			}
			merged = append(merged, rows)
		}
	}
	for _, m := range r.Merged {
		told = append(told, m.Rows)
	}
	if diff := cmp.Diff(merged, told); diff != "" {
		t.Fatalf("merged rows:\n%s", diff)
	}
	found := fates(t, r)
	candidates := map[int][]string{}
	wanted := map[string]int{} // by how many rows a contact is wanted
	persons := map[int]someone{}
	for _, g := range groups {
		row := list[g[0]]
		for _, i := range g[1:] {
			row = row.fill(list[i])
		}
		persons[g[0]] = row
		for _, s := range stored {
			if mayBe(row, s) {
				candidates[g[0]] = append(candidates[g[0]], s.no)
				wanted[s.no]++
			}
		}
	}
	taken, newFirms := map[string]int{}, map[string]bool{}
	for _, g := range groups {
		o, ok := found[g[0]+2]
		if !ok {
			t.Fatalf("nothing is said of row %d", g[0]+2)
		}
		if len(o.open) == 0 {
			taken[o.no]++
			if key := persons[g[0]].company(); key != "" && firms[key] == "" {
				newFirms[key] = true
			}
		}
	}
	if r.Companies.New != len(newFirms) {
		t.Fatalf("%d companies are new, not %v", r.Companies.New, newFirms)
	}
	for no, n := range taken {
		if n > 1 {
			t.Fatalf("%d rows are of %s", n, no)
		}
	}
	for _, g := range groups {
		row, may, o := g[0]+2, candidates[g[0]], found[g[0]+2]
		switch {
		case len(o.open) > 0:
			if len(o.open) < 2 || slices.ContainsFunc(o.open, func(no string) bool { return !slices.Contains(may, no) || taken[no] > 0 }) {
				t.Fatalf("row %d is left out for %v; the rules allow %v", row, o.open, may)
			}
		case o.isNew:
			if slices.ContainsFunc(may, func(no string) bool { return taken[no] == 0 }) {
				t.Fatalf("row %d is new, though the rules allow %v, of which %v are taken", row, may, taken)
			}
		case !slices.Contains(may, o.no):
			t.Fatalf("row %d is of %s; the rules allow %v", row, o.no, may)
		}
		if len(may) == 1 && wanted[may[0]] == 1 && o.no != may[0] {
			t.Fatalf("row %d is of %+v, though %s alone fits and fits no other", row, o, may[0])
		}
		for _, s := range stored {
			same := persons[g[0]].ext() != "" && persons[g[0]].ext() == s.ext()
			if same && o.no != s.no {
				t.Fatalf("row %d has the External ID of %s, but is of %+v", row, s.no, o)
			}
		}
	}
}
