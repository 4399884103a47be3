package hub_test

import (
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/hub"
	"winnow/core/hub/hubtest"
	"winnow/core/ownfield"
)

func addOwn(t *testing.T, c *company.Company, f catalog.Field) {
	t.Helper()
	if _, err := ownfield.New(c).Add(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// Fields of the company's own, with what is in them, are on the hub and on each laptop,
// whoever had them first.
func TestOwnFields(t *testing.T) {
	t.Parallel()
	dsn := create(t, "own_fields")
	office := newFile(t)
	addOwn(t, office, catalog.Field{Key: "shoe_size", Type: catalog.Integer})
	addOwn(t, office, catalog.Field{Key: "grade", Caption: "Grade", Type: catalog.Option, Options: []string{"A", "B"}})
	do(t, office, "INSERT INTO contact (no, name, shoe_size, grade) VALUES ('C1', 'Ann', 39, 2), ('C2', 'Jo', 0, 0)")
	if err := hub.Join(t.Context(), office, dsn, "", nil); err != nil {
		t.Fatal(err)
	}
	if r := syncNow(t, office); r.Sent != 2 || len(r.Notes) > 0 {
		t.Errorf("%+v", r)
	}
	rep := as(t, dsn, "own_fields_rep", "winnow_own_fields_rep")
	jo := laptop(t, rep)
	if r := syncNow(t, jo); r.Fetched != 2 || r.Sent > 0 || len(r.Notes) > 0 {
		t.Errorf("%+v", r)
	}
	here, err := ownfield.New(office).Fields(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	there, err := ownfield.New(jo).Fields(t.Context())
	if diff := gocmp.Diff(here, there); diff != "" || err != nil {
		t.Error(diff, err)
	}
	do(t, jo, "UPDATE contact SET shoe_size = 44 WHERE no = 'C2'")
	do(t, office, "UPDATE contact SET grade = 1 WHERE no = 'C2'")
	both := func() {
		t.Helper()
		for _, c := range []*company.Company{jo, office, jo} {
			syncNow(t, c)
		}
		if diff := gocmp.Diff(hubtest.Rows(t, office), hubtest.Rows(t, jo)); diff != "" {
			t.Error(diff)
		}
	}
	both()
	if got := one[string](t, jo, "SELECT group_concat(shoe_size || grade, ' ') FROM contact"); got != "392 441" {
		t.Errorf("they are %s", got)
	}
	// A field that a representative has added stays there until an administrator adds it,
	// and then both have what either had in it.
	addOwn(t, jo, catalog.Field{Key: "hobby", Type: catalog.Text})
	do(t, jo, "UPDATE contact SET hobby = 'chess' WHERE no = 'C1'")
	if r := syncNow(t, jo); len(r.Notes) != 1 || !strings.Contains(r.Notes[0].String(), "hobby is not on the hub") {
		t.Errorf("%+v", r)
	}
	if _, err := hub.AddField(t.Context(), rep, "", catalog.Field{Key: "hobby", Type: catalog.Text}); !core.IsKind(err, core.Unusable) {
		t.Errorf("a representative: %v", err)
	}
	addOwn(t, office, catalog.Field{Key: "hobby", Type: catalog.Text})
	do(t, office, "UPDATE contact SET hobby = 'golf'")
	for _, key := range []string{"hobby", "name", "Not a Key"} {
		f, err := hub.AddField(t.Context(), dsn, "", catalog.Field{Key: key, Type: catalog.Text})
		if (key == "hobby") != (err == nil) || err == nil && f.Caption != "Hobby" {
			t.Errorf("%s: %+v %v", key, f, err)
		}
	}
	if r := syncNow(t, jo); r.Sent != 1 || len(r.Notes) > 0 {
		t.Errorf("%+v", r)
	}
	if r := syncNow(t, office); r.Sent != 1 || r.Conflicts != 1 {
		t.Errorf("%+v", r)
	}
	both()
	if got := one[string](t, jo, "SELECT group_concat(hobby, ' ') FROM contact"); got != "chess golf" {
		t.Errorf("they are %s", got)
	}
	// The part of a new file can ask for one.
	golf := partLaptop(t, dsn, "contact.hobby=golf")
	syncNow(t, golf)
	if got := contacts(t, golf); got != "C2" {
		t.Errorf("those with golf are %s", got)
	}
	// A field of another type than the hub's is kept, and not exchanged.
	late := laptop(t, dsn)
	addOwn(t, late, catalog.Field{Key: "grade", Type: catalog.Text})
	if r := syncNow(t, late); r.Fetched != 2 || len(r.Notes) != 1 {
		t.Errorf("%+v", r)
	}
	do(t, late, "UPDATE contact SET grade = 'mine', name = 'changed'")
	if r := syncNow(t, late); r.Sent != 2 || len(r.Notes) != 1 {
		t.Errorf("%+v", r)
	}
	both()
	for _, c := range []*company.Company{office, jo, late} {
		sound(t, c)
	}
	if r := syncNow(t, office); r.Sent+r.Fetched+len(r.Notes) > 0 {
		t.Errorf("a sync with nothing to do: %+v", r)
	}
}
