package saved_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/record"
	"winnow/core/sample"
	"winnow/core/saved"
	"winnow/core/segment"
)

// book is the sample company with its segments and saved criteria.
type book struct {
	*saved.Store
	segments *coretest.Book
}

func newBook(t testing.TB) *book {
	t.Helper()
	b := coretest.New(t)
	if err := sample.Fill(b.Context(), b.Company, sample.Options{Contacts: 150, Today: coretest.Today}); err != nil {
		t.Fatal(err)
	}
	return &book{Store: saved.New(b.Company), segments: b}
}

// lines are a segment's lines as "10000 CT1".
func (b *book) lines(no string) []string {
	b.segments.T.Helper()
	list := []string{}
	for _, line := range b.segments.AllLines(no) {
		list = append(list, fmt.Sprintf("%d %s", line.LineNo, line.Value("contact_no")))
	}
	return list
}

// steps reads steps from a recipe's inside.
func steps(t testing.TB, texts ...string) []criteria.Step {
	t.Helper()
	r, err := criteria.ReadRecipe(strings.NewReader(`{"winnow":1,"steps":[`+strings.Join(texts, ",")+`]}`), catalog.Catalog{})
	if err != nil {
		t.Fatal(err)
	}
	return r.Steps
}

func (b *book) save(code string, steps []criteria.Step) {
	b.segments.T.Helper()
	if _, err := b.Save(b.segments.Context(), saved.SaveParams{Code: code, Steps: steps}); err != nil {
		b.segments.T.Fatal(err)
	}
}

func (b *book) codes() string {
	b.segments.T.Helper()
	all, err := b.All(b.segments.Context())
	if err != nil {
		b.segments.T.Fatal(err)
	}
	var list []string
	for _, c := range all {
		list = append(list, strings.TrimSpace(c.Code+" "+c.Description))
	}
	n, err := b.Count(b.segments.Context())
	if err != nil || n != len(list) {
		b.segments.T.Errorf("counted %d of %d, %v", n, len(list), err)
	}
	return strings.Join(list, ", ")
}

func text(s string) *string { return &s }

// What is in force is saved, whole: what was taken back is not, every option is.
func TestSaveSegment(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	no := b.segments.MakeSegment()
	asked := steps(t, `{"action":"add","options":{"expand_companies":true,"ignore_exclusion":true},"filters":{"contact":{"post_code":"GB*"}},
		"without":{"interaction_log_entry":{"date":">=t-6m"},"value_entry":{}}}`, `{"action":"refine","options":{"entire_companies":true}}`, `{"action":"reduce"}`)
	if _, err := b.segments.Apply(b.segments.Context(), no, segment.ApplyParams{Steps: asked}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.segments.Back(b.segments.Context(), no); err != nil {
		t.Fatal(err)
	}
	got, err := b.SaveSegment(b.segments.Context(), no, saved.SaveParams{Code: " gb ", Description: text("Great Britain ")})
	if err != nil {
		t.Fatal(err)
	}
	want := saved.Criteria{Code: "GB", Description: "Great Britain", Actions: 2, At: "2026-11-23T09:00:00Z", By: "jo"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	found, kept, err := b.Find(b.segments.Context(), "gb")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(criteria.NewRecipe(asked[:2]), criteria.NewRecipe(kept)); diff != "" {
		t.Error(diff)
	}
}

func TestSaveReplacesOnlyWhenAsked(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	add := steps(t, `{"action":"add"}`)
	if _, err := b.Save(b.segments.Context(), saved.SaveParams{Code: "A", Description: text("first"), Steps: add}); err != nil {
		t.Fatal(err)
	}
	_, err := b.Save(b.segments.Context(), saved.SaveParams{Code: "a", Steps: append(add, add...)})
	if !core.IsKind(err, core.Exists) {
		t.Errorf("the error is %v", err)
	}
	c, err := b.Save(b.segments.Context(), saved.SaveParams{Code: "a", Steps: append(add, add...), Replace: true})
	if err != nil || c.Actions != 2 || c.Description != "first" {
		t.Errorf("replaced by %+v, %v", c, err)
	}
	if got := b.codes(); got != "A first" {
		t.Errorf("there are %s", got)
	}
}

func TestRenameAndDelete(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for _, code := range []string{"A", "B", "C"} {
		b.save(code, steps(t, `{"action":"add"}`))
	}
	for _, c := range []struct {
		code string
		to   saved.RenameParams
		want string
	}{
		{"a", saved.RenameParams{Code: text("z")}, ""},
		{"Z", saved.RenameParams{Description: text("last")}, ""},
		{"Z", saved.RenameParams{Code: text("Z"), Description: text("the last")}, ""},
		{"Z", saved.RenameParams{Code: text("B")}, "Saved criteria B exist already"},
		{"N", saved.RenameParams{Code: text("B")}, "Saved criteria N do not exist"},
		{"B", saved.RenameParams{Code: text(" ")}, "a code is missing"},
		{"B", saved.RenameParams{Code: text("ABCDEFGHIJK")}, "the code ABCDEFGHIJK is longer than 10 characters"},
		{"B", saved.RenameParams{Description: text(strings.Repeat("x", 101))}, "the description is longer than 100 characters"},
	} {
		said := ""
		if _, err := b.Rename(b.segments.Context(), c.code, c.to); err != nil {
			said = err.Error()
		}
		if said != c.want {
			t.Errorf("%s: %q, not %q", c.code, said, c.want)
		}
	}
	if got := b.codes(); got != "B, C, Z the last" {
		t.Errorf("there are %s", got)
	}
	if err := b.Delete(b.segments.Context(), "C", "N"); !core.IsKind(err, core.NotFound) || b.codes() != "B, C, Z the last" {
		t.Errorf("deleted to %s, %v", b.codes(), err)
	}
	if err := b.Delete(b.segments.Context(), "c", "Z"); err != nil || b.codes() != "B" {
		t.Errorf("deleted to %s, %v", b.codes(), err)
	}
}

func TestNothingIsNotSaved(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	if _, err := b.SaveSegment(b.segments.Context(), b.segments.MakeSegment(), saved.SaveParams{Code: "A"}); !core.IsKind(err, core.Invalid) {
		t.Errorf("the error is %v", err)
	}
	if _, err := b.SaveSegment(b.segments.Context(), "NONE", saved.SaveParams{Code: "A"}); !core.IsKind(err, core.NotFound) {
		t.Errorf("the error is %v", err)
	}
	if _, _, err := b.Find(b.segments.Context(), "A"); !core.IsKind(err, core.NotFound) {
		t.Errorf("the error is %v", err)
	}
}

// Saved criteria reused on a segment in the same state give the same lines.
func TestReuseDoesTheSameAgain(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	offered := []string{
		`{"action":"add","filters":{"contact":{"type":"Person"}}}`,
		`{"action":"add","filters":{"contact":{"country_region_code":"GB|DE"}},"options":{"expand_companies":true}}`,
		`{"action":"add","filters":{"contact":{"name":"@*a*"}},"options":{"allow_existing_contacts":true,"ignore_exclusion":true}}`,
		`{"action":"add","without":{"interaction_log_entry":{"date":">=t-6m"}},"options":{"allow_related_companies":true}}`,
		`{"action":"refine","filters":{"contact_mailing_group":{"mailing_group_code":"<>''"}},"options":{"entire_companies":true}}`,
		`{"action":"refine","without":{"value_entry":{}}}`,
		`{"action":"reduce","filters":{"contact":{"e_mail":"''"}}}`,
		`{"action":"reduce","filters":{"contact":{"name":"'J & V*'|<M"}},"without":{"contact_industry_group":{}}}`,
	}
	rapid.Check(t, func(rt *rapid.T) {
		asked := steps(t, rapid.SliceOfN(rapid.SampledFrom(offered), 1, 5).Draw(rt, "steps")...)
		one, other := b.segments.MakeSegment(), b.segments.MakeSegment()
		if _, err := b.segments.Apply(b.segments.Context(), one, segment.ApplyParams{Steps: asked}); err != nil {
			rt.Fatal(err)
		}
		if _, err := b.SaveSegment(b.segments.Context(), one, saved.SaveParams{Code: "SAME", Replace: true}); err != nil {
			rt.Fatal(err)
		}
		_, kept, err := b.Find(b.segments.Context(), "SAME")
		if err != nil {
			rt.Fatal(err)
		}
		if _, err := b.segments.Apply(b.segments.Context(), other, segment.ApplyParams{Steps: kept}); err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(b.lines(one), b.lines(other)); diff != "" {
			rt.Fatalf("the lines differ:\n%s", diff)
		}
		for _, no := range []string{one, other} {
			if err := b.segments.DeleteSegment(b.segments.Context(), no); err != nil {
				rt.Fatal(err)
			}
		}
	})
}

// name is the name of a contact.
func (b *book) name() string {
	b.segments.T.Helper()
	list, err := record.New(b.segments.Company).List(b.segments.Context(), "contact", record.Query{})
	if err != nil {
		b.segments.T.Fatal(err)
	}
	page, err := list.Page(b.segments.Context(), 0, 1)
	if err != nil {
		b.segments.T.Fatal(err)
	}
	return page[0].Text("name")
}
