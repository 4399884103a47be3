package ownfield_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/exporter"
	"winnow/core/filter"
	"winnow/core/importer"
	"winnow/core/mailrow"
	"winnow/core/ownfield"
	"winnow/core/record"
	"winnow/core/salvage"
	"winnow/core/segment"
	"winnow/core/upkeep"
)

// sound fails where a check of the file finds anything.
func sound(t *testing.T, b *coretest.Book) {
	t.Helper()
	if faults, err := salvage.Check(t.Context(), b.Company); err != nil || len(faults) > 0 {
		t.Errorf("check: %v, %v", faults, err)
	}
}

func add(t *testing.T, b *coretest.Book, fields ...catalog.Field) {
	t.Helper()
	for _, f := range fields {
		if _, err := ownfield.New(b.Company).Add(t.Context(), f); err != nil {
			t.Fatalf("add %s: %v", f.Key, err)
		}
	}
}

// ofEachType are fields with words of SQL, and of Winnow's own queries, as keys.
var ofEachType = []catalog.Field{
	{Key: "order", Caption: "Größe", Type: catalog.Text}, {Key: "group", Type: catalog.Code},
	{Key: "from", Caption: "Member Since", Type: catalog.Date}, {Key: "row_id", Type: catalog.Decimal},
	{Key: "source", Type: catalog.Integer}, {Key: "split", Type: catalog.Boolean},
	{Key: "import_row", Type: catalog.Option, Options: []string{"Gold", "Silver"}},
}

// A key or caption is taken where no other field is called so, whatever its case and
// signs; then the field is there, with its column, and can be filtered by. Else nothing
// is changed.
func TestKeysAndCaptions(t *testing.T) {
	t.Parallel()
	b := coretest.New(t)
	b.Person("CT1")
	store := ownfield.New(b.Company)
	names := []string{"id", "rowid", "name", "no", "E-Mail", "Age", "evaluation", "Last Name", "Contact No", "segments", "x", "X", "x_1", "x 1", "shoe size", "Shoe_Size", "Größe", "grosse"}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.SampledFrom(names), rapid.StringMatching(`[a-z][a-z0-9_]{0,41}`), rapid.StringN(0, 5, -1))
		f := catalog.Field{Key: name.Draw(t, "key"), Caption: name.Draw(t, "caption"), Type: catalog.Type(rapid.IntRange(0, 5).Draw(t, "type"))}
		before, err := store.Fields(b.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(before) > 10 {
			if err := store.Delete(b.Context(), before[rapid.IntRange(0, len(before)-1).Draw(t, "gone")].Key); err != nil {
				t.Fatal(err)
			}
			if before, err = store.Fields(b.Context()); err != nil {
				t.Fatal(err)
			}
		}
		known := b.Company.Catalog()
		taken := func(name string) bool {
			for _, word := range []string{"id", "rowid"} {
				if strings.EqualFold(strings.TrimSpace(name), word) {
					return true
				}
			}
			for _, c := range mailrow.Columns(known) {
				for _, called := range []string{c.Key, c.Header, c.Caption} {
					if mailrow.Plain(called) == mailrow.Plain(name) && mailrow.Plain(name) != "" {
						return true
					}
				}
			}
			return false
		}
		added, err := store.Add(b.Context(), f)
		after, readErr := store.Fields(b.Context())
		if readErr != nil {
			t.Fatal(readErr)
		}
		if err != nil {
			var p *core.Problem
			if !errors.As(err, &p) {
				t.Fatalf("%q, %q: %v", f.Key, f.Caption, err)
			}
			if diff := cmp.Diff(before, after); diff != "" {
				t.Fatalf("%q was refused and changed something: %s", f.Key, diff)
			}
			return
		}
		if taken(f.Key) || taken(added.Caption) || len(f.Key) > 40 {
			t.Fatalf("%q, %q was taken", f.Key, f.Caption)
		}
		if diff := cmp.Diff(append(slices.Clone(before), added), after); diff != "" {
			t.Fatal(diff)
		}
		step := criteria.Step{Action: criteria.Add, Filters: criteria.Filters{catalog.Contact: {f.Key: ""}}}
		if _, err := criteria.Compile(step, filter.Env{Catalog: b.Company.Catalog()}); err != nil {
			t.Fatal(err)
		}
		list, err := record.New(b.Company).List(b.Context(), catalog.Contact, record.Query{SortBy: f.Key, Descending: true})
		if err != nil || list.Len() != 1 {
			t.Fatalf("sorted by %s: %v", f.Key, err)
		}
	})
	sound(t, b)
}

// A company has up to fifty own fields.
func TestFiftyFields(t *testing.T) {
	t.Parallel()
	b := coretest.New(t)
	for i := range ownfield.Most {
		add(t, b, catalog.Field{Key: fmt.Sprint("field_", i), Type: catalog.Integer})
	}
	if _, err := ownfield.New(b.Company).Add(t.Context(), catalog.Field{Key: "more"}); !core.IsKind(err, core.Invalid) {
		t.Errorf("the next one: %v", err)
	}
	if len(b.Company.Catalog().Own()) != 50 {
		t.Errorf("there are %d", len(b.Company.Catalog().Own()))
	}
}

// What a list of all fields exports can be imported again: in the company it changes
// nothing, in another with the same fields it makes the same contacts.
func TestExportedListIsImported(t *testing.T) {
	t.Parallel()
	b, other := coretest.New(t), coretest.New(t)
	for _, one := range []*coretest.Book{b, other} {
		add(t, one, ofEachType...)
	}
	values := map[string]string{"name": "Ann", "type": "Person", "no": "CT1", "order": "=a;\"b\"", "group": "x", "from": "2026-11-23",
		"row_id": "-1.5", "source": "42", "split": "yes", "import_row": "silver"}
	if _, err := upkeep.New(b.Company).Create(t.Context(), catalog.Contact, values); err != nil {
		t.Fatal(err)
	}
	if _, err := upkeep.New(b.Company).Create(t.Context(), catalog.Contact, map[string]string{"no": "CT2", "name": "Bo", "type": "Person"}); err != nil {
		t.Fatal(err)
	}
	contact := b.Company.Catalog().Contact()
	path := filepath.Join(b.Folder, "Contact.xlsx")
	var headers []string
	for _, f := range contact.Fields {
		headers = append(headers, f.Caption)
	}
	list, err := record.New(b.Company).List(t.Context(), catalog.Contact, record.Query{})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := list.Page(t.Context(), 0, list.Len())
	if err != nil {
		t.Fatal(err)
	}
	sheet := exporter.Sheet{Name: "Contact", Headers: headers}
	for _, r := range rows {
		var cells []string
		for _, f := range contact.Fields {
			cells = append(cells, r.Text(f.Key))
		}
		sheet.Rows = append(sheet.Rows, cells)
	}
	if _, err := exporter.WriteSheets(t.Context(), b.Company, exporter.Sheets{Path: path, Sheets: []exporter.Sheet{sheet}}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		to   *coretest.Book
		want importer.TableResult
	}{{b, importer.TableResult{Table: "contact", Unchanged: 2}}, {other, importer.TableResult{Table: "contact", New: 2}}, {other, importer.TableResult{Table: "contact", Unchanged: 2}}} {
		result, err := importer.Import(t.Context(), c.to.Company, path, importer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]importer.TableResult{c.want}, result.Tables); diff != "" || len(result.UnknownColumns) > 0 {
			t.Errorf("%s, unknown: %v", diff, result.UnknownColumns)
		}
	}
	query := `SELECT no, "order", "group", "from", row_id, source, split, import_row FROM contact ORDER BY no`
	if diff := cmp.Diff(b.Rows(query), other.Rows(query)); diff != "" {
		t.Error(diff)
	}
	want := "CT1|=a;\"b\"|X|2026-11-23|-1.5|42|1|2"
	if got := b.Rows(query)[0]; got != want {
		t.Errorf("the contact has %s, want %s", got, want)
	}
	sound(t, b)
	sound(t, other)
}

// A list of people fills own fields, merges rows that are of one contact, makes fields of
// columns, and can be taken back, also when a field was added since.
func TestListsFillOwnFields(t *testing.T) {
	t.Parallel()
	b := coretest.New(t)
	add(t, b, ofEachType...)
	path := b.Path("people.csv")
	text := "Name,E-Mail,Source,Größe,Import Row,Employer of old\nAnn Beebe,ann@x.example,7,,Gold,Adatum\nAnn Beebe,ann@x.example,,tall,,\nBo Birch,bo@x.example,8,small,2,Bolt\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	look := importer.Look{Fields: []importer.HeadingNew{{Heading: "Employer of old", Field: catalog.Field{Key: "employer", Caption: "Employer of old", Type: catalog.Text, Own: true}}}}
	if _, err := importer.Import(t.Context(), b.Company, path, importer.Options{Look: look, DryRun: true}); err != nil {
		t.Fatal(err)
	}
	if n := len(b.Company.Catalog().Own()); n != 7 {
		t.Fatalf("a dry run left %d own fields", n)
	}
	for _, want := range []string{"2 new", "2 unchanged"} {
		result, err := importer.Import(t.Context(), b.Company, path, importer.Options{Look: look})
		if err != nil {
			t.Fatal(err)
		}
		if got := result.Rows[0]; got.Merged != 1 || want == "2 new" && got.New != 2 || want == "2 unchanged" && got.Unchanged != 2 {
			t.Errorf("%s: %+v", want, got)
		}
	}
	got := b.Rows(`SELECT name, source, "order", import_row, employer FROM contact WHERE type = 1 ORDER BY name`)
	if diff := cmp.Diff([]string{"Ann Beebe|7|tall|1|Adatum", "Bo Birch|8|small|2|Bolt"}, got); diff != "" {
		t.Error(diff)
	}
	add(t, b, catalog.Field{Key: "later", Type: catalog.Integer})
	undone, err := importer.Undo(t.Context(), b.Company, false)
	if err != nil || undone.KeptCount > 0 || len(b.Rows("SELECT no FROM contact")) > 0 {
		t.Errorf("taken back: %+v, %v", undone, err)
	}
	sound(t, b)
}

// Two contacts become one that has the own fields of both, and are two again. The fields
// of a person who is erased are empty, and what a deleted field held does not come back
// with a field of the same key.
func TestMergeEraseAndDelete(t *testing.T) {
	t.Parallel()
	b := coretest.New(t)
	add(t, b, ofEachType...)
	b.Person("CT1", "name", "Ann", `"order"`, "tall", "source", 1)
	b.Person("CT2", "name", "Ann", `"order"`, "small", `"group"`, "B", "import_row", 2)
	keep := upkeep.New(b.Company)
	if _, err := keep.Merge(t.Context(), upkeep.MergeParams{Keep: "CT1", Other: "CT2"}); err != nil {
		t.Fatal(err)
	}
	all := `SELECT no, "order", "group", source, import_row FROM contact ORDER BY no`
	if diff := cmp.Diff([]string{"CT1|tall|B|1|2"}, b.Rows(all)); diff != "" {
		t.Error(diff)
	}
	if err := ownfield.New(b.Company).Delete(t.Context(), "import_row"); err != nil {
		t.Fatal(err)
	}
	add(t, b, catalog.Field{Key: "import_row", Type: catalog.Text})
	if _, err := keep.UndoMerge(t.Context(), "", ""); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"CT1|tall||1|", "CT2|small|B|0|"}, b.Rows(all)); diff != "" {
		t.Error(diff)
	}
	if _, err := keep.Erase(t.Context(), "CT2"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"CT1|tall||1|", "CT2|||0|"}, b.Rows(all)); diff != "" {
		t.Error(diff)
	}
	sound(t, b)
}

// Another program that has the company open sees the fields at its next transaction.
func TestOthersSeeTheFields(t *testing.T) {
	t.Parallel()
	b := coretest.New(t)
	other, err := company.Open(t.Context(), b.Company.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	add(t, b, ofEachType...)
	b.Person("CT1", "source", 5)
	no, err := segment.New(other).CreateSegment(t.Context(), "", nil, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	step := criteria.Step{Action: criteria.Add, Filters: criteria.Filters{catalog.Contact: {"source": "5"}}}
	result, err := segment.New(other).Run(t.Context(), no, step, filter.Env{})
	if err != nil || result.LinesAfter != 1 {
		t.Errorf("%+v, %v", result, err)
	}
}

// A caption and options that somebody damaged are read as well as can be, told of, and
// mended.
func TestDamagedDescriptionIsMended(t *testing.T) {
	t.Parallel()
	b := coretest.New(t)
	add(t, b, ofEachType...)
	b.Exec(`UPDATE own_field SET caption = '', options = 'x' WHERE key = 'import_row'`)
	faults, err := salvage.Check(t.Context(), b.Company)
	if err != nil || len(faults) != 1 || !strings.Contains(faults[0].String(), "import_row") {
		t.Errorf("check: %v, %v", faults, err)
	}
	if err := ownfield.New(b.Company).Repair(t.Context(), "import_row"); err != nil {
		t.Fatal(err)
	}
	sound(t, b)
}
