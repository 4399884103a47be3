package record_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/catalog"
	"winnow/core/coretest"
	"winnow/core/importer"
	"winnow/core/record"
)

func TestCells(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][][]string{
		"":                             nil,
		"CT1":                          {{"CT1"}},
		"CT1\r\n":                      {{"CT1"}},
		"CT1\r\nCT2\r\n\r\nCT3":        {{"CT1"}, {"CT2"}, {""}, {"CT3"}},
		"a\tb\nc\t":                    {{"a", "b"}, {"c", ""}},
		"\tb\n":                        {{"", "b"}},
		"\u00a0 CT1 \n":                {{"CT1"}},
		"\"two\nlines\"\tb\n":          {{"two\nlines", "b"}},
		"\"say \"\"hi\"\"\"\nx":        {{`say "hi"`}, {"x"}},
		"\"Bob\" Kelly\nx":             {{`"Bob" Kelly`}, {"x"}},
		"\"never closed\nx":            {{`"never closed`}, {"x"}},
		"O'Brien | Sons\nA & B (Ltd.)": {{"O'Brien | Sons"}, {"A & B (Ltd.)"}},
	} {
		if diff := cmp.Diff(want, record.Cells(text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// people opens a company of these contacts: No., Name and E-Mail each.
func people(t *testing.T, rows ...string) *record.Store {
	t.Helper()
	ctx := context.Background()
	dir := t.TempDir()
	c := coretest.Company(t)
	path := filepath.Join(dir, "contact.csv")
	if err := os.WriteFile(path, []byte("no,name,e_mail\n"+strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := importer.Import(ctx, c, path, importer.Options{}); err != nil {
		t.Fatal(err)
	}
	return record.New(c)
}

func TestMatch(t *testing.T) {
	t.Parallel()
	s := people(t, "CT1,Ann Beebe,ann@adatum.test", "CT2,O'Brien | Sons,bob@adatum.test", "CT3,'Carl',CARL@adatum.test")
	for _, c := range []struct {
		field, pasted string
		want          record.Match
	}{
		{"no", "ct1\nCT3\n", record.Match{Filter: "CT1|CT3", Values: []string{"ct1", "CT3"}}},
		{"no", "No.\nCT1\n\nCT1\nCT9", record.Match{Filter: "CT1|CT9", Values: []string{"CT1", "CT9"}, Missing: []string{"CT9"}}},
		{"no", "CT1\tCT2", record.Match{Filter: "CT1|CT2", Values: []string{"CT1", "CT2"}}},
		{"no", "Ann\tCT1\nBob\tCT2", record.Match{Filter: "CT1|CT2", Values: []string{"CT1", "CT2"}}},
		{"e_mail", "ann@adatum.test\ncarl@adatum.test\nnobody@adatum.test", record.Match{
			Filter: "ann@adatum.test|@carl@adatum.test|nobody@adatum.test",
			Values: []string{"ann@adatum.test", "carl@adatum.test", "nobody@adatum.test"}, Missing: []string{"nobody@adatum.test"}}},
		{"name", "O'Brien | Sons\n'Carl'", record.Match{Filter: "'O''Brien | Sons'|'''Carl'''", Values: []string{"O'Brien | Sons", "'Carl'"}}},
		{"type", "Company\nWhatever", record.Match{Filter: "Company", Values: []string{"Company", "Whatever"}, Missing: []string{"Whatever"}}},
		{"no", "\n\n", record.Match{}},
	} {
		got, err := s.Match(context.Background(), catalog.Contact, c.field, record.Cells(c.pasted))
		if err != nil {
			t.Errorf("%s %q: %v", c.field, c.pasted, err)
			continue
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s %q (-want +got):\n%s", c.field, c.pasted, diff)
		}
	}
}

// Ten thousand numbers are as good as three.
func TestMatchMany(t *testing.T) {
	t.Parallel()
	s := people(t, "CT00007,Ann,", "CT09999,Bob,")
	var pasted strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&pasted, "CT%05d\r\n", i)
	}
	got, err := s.Match(context.Background(), catalog.Contact, "no", record.Cells(pasted.String()))
	if err != nil {
		t.Fatal(err)
	}
	want := []int{10_000, 9_998, 9_999}
	if diff := cmp.Diff(want, []int{len(got.Values), len(got.Missing), strings.Count(got.Filter, "|")}); diff != "" {
		t.Error(diff)
	}
}

// A field that there is not is no place to look.
func TestMatchUnknownField(t *testing.T) {
	t.Parallel()
	s := people(t, "CT1,Ann,")
	for _, name := range [][2]string{{"nothing", "no"}, {catalog.Contact, "nothing"}} {
		if _, err := s.Match(context.Background(), name[0], name[1], record.Cells("CT1\nCT2")); err == nil {
			t.Errorf("%s.%s is matched", name[0], name[1])
		}
	}
}
