package mailinggroup_test

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"winnow/core/coretest"
	"winnow/core/mailinggroup"
)

const members = "SELECT contact_no || ' ' || mailing_group_code FROM contact_mailing_group ORDER BY 1"

// Whoever is in a group or on the segment, blocked or not: afterwards the group has
// whom it should, the counts say so, and Undo takes it back exactly.
func TestApplyAndUndo(t *testing.T) {
	t.Parallel()
	b := coretest.NewSpring(t)
	b.Row("mailing_group", "code", "VIP")
	contacts := []string{"A", "B", "C", "D"}
	for _, no := range contacts {
		b.Person(no)
	}
	subset := rapid.SliceOfDistinct(rapid.SampledFrom(contacts), rapid.ID)
	rapid.Check(t, func(rt *rapid.T) {
		in, on, blocked := subset.Draw(rt, "in"), subset.Draw(rt, "on"), subset.Draw(rt, "blocked")
		o := mailinggroup.Options{Code: "VIP", DeleteOld: rapid.Bool().Draw(rt, "delete old"), IncludeBlocked: rapid.Bool().Draw(rt, "include blocked")}
		b.Exec("DELETE FROM contact_mailing_group;"+
			"INSERT INTO contact_mailing_group SELECT 'A', 'OTHER' UNION SELECT value, 'VIP' FROM json_each(?);"+
			"UPDATE contact SET privacy_blocked = no IN (SELECT value FROM json_each(?))", list(rt, in), list(rt, blocked))
		no := b.MakeSegment()
		if len(on) > 0 {
			if _, err := b.AddLines(b.Context(), no, append(on, on[0]), true); err != nil {
				rt.Fatal(err)
			}
		}
		before := b.Rows(members)
		got, err := mailinggroup.Apply(b.Context(), b.Company, no, o)
		if err != nil {
			rt.Fatal(err)
		}
		want := mailinggroup.Result{Code: "VIP"}
		rows := []string{"A OTHER"}
		for _, no := range contacts {
			joins := slices.Contains(on, no) && (o.IncludeBlocked || !slices.Contains(blocked, no))
			if slices.Contains(on, no) && slices.Contains(blocked, no) {
				want.Blocked++
			}
			there := slices.Contains(in, no)
			switch {
			case joins && there:
				want.There++
			case joins:
				want.Added++
			case there && o.DeleteOld:
				want.Left++
			}
			if joins || there && !o.DeleteOld {
				rows = append(rows, no+" VIP")
			}
		}
		if got != want {
			rt.Fatalf("%+v, want %+v", got, want)
		}
		if now := b.Rows(members); !slices.Equal(now, rows) {
			rt.Fatalf("%v are in it, want %v", now, rows)
		}
		undone, err := mailinggroup.Undo(b.Context(), b.Company, false)
		if err != nil || undone.Removed != want.Added || undone.Restored != want.Left {
			rt.Fatalf("%+v %v", undone, err)
		}
		if now := b.Rows(members); !slices.Equal(now, before) {
			rt.Fatalf("%v are in it again, want %v", now, before)
		}
	})
}

// list is a list as SQL reads it.
func list(rt *rapid.T, words []string) string {
	text, err := json.Marshal(words)
	if err != nil {
		rt.Fatal(err)
	}
	return string(text)
}

// A group that was made goes with Undo, and a preview leaves all as it was.
func TestNewGroup(t *testing.T) {
	t.Parallel()
	b := coretest.NewSpring(t)
	b.Line("A")
	description := "Spring mailing"
	o := mailinggroup.Options{Code: "SPRING", New: &description, Preview: true}
	const groups = "SELECT code, description FROM mailing_group"
	if _, err := mailinggroup.Apply(b.Context(), b.Company, b.No, o); err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []string{}, b.Rows(groups))
	o.Preview = false
	if _, err := mailinggroup.Apply(b.Context(), b.Company, b.No, o); err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []string{"SPRING|Spring mailing"}, b.Rows(groups))
	if _, err := mailinggroup.Undo(b.Context(), b.Company, false); err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []string{}, b.Rows(groups))
	coretest.Same(t, []string{"0"}, b.Rows("SELECT count(*) FROM undo_row"))
}

// Who joins or leaves a group has changed, also when that is taken back.
func TestApplyDatesTheContacts(t *testing.T) {
	t.Parallel()
	b := coretest.NewSpring(t)
	b.Row("mailing_group", "code", "VIP")
	b.Line("A")
	b.Line("B")
	b.Person("C")
	b.Row("contact_mailing_group", "contact_no", "B", "mailing_group_code", "VIP")
	if _, err := mailinggroup.Apply(b.Context(), b.Company, b.No, mailinggroup.Options{Code: "VIP"}); err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []string{"A|2026-11-23", "B|", "C|"}, b.Rows("SELECT no, last_date_modified FROM contact ORDER BY no"))
	b.Exec("UPDATE contact SET last_date_modified = ''")
	if _, err := mailinggroup.Undo(b.Context(), b.Company, false); err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []string{"A|2026-11-23", "B|", "C|"}, b.Rows("SELECT no, last_date_modified FROM contact ORDER BY no"))
}
