package duplicate_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/coretest"
	"winnow/core/duplicate"
	"winnow/core/upkeep"
)

// book is a company of these contacts: No., name, post code, e-mail.
func book(t *testing.T, contacts ...[4]string) *duplicate.Store {
	t.Helper()
	ctx := context.Background()
	c := coretest.Company(t)
	rows := upkeep.New(c)
	for _, v := range contacts {
		if _, err := rows.Create(ctx, "contact", map[string]string{"no": v[0], "name": v[1], "post_code": v[2], "e_mail": v[3], "type": "Person"}); err != nil {
			t.Fatal(err)
		}
	}
	return duplicate.New(c)
}

func families(t *testing.T) *duplicate.Store {
	return book(t,
		[4]string{"A", "Ann Beebe", "GB-W1", "ann@adatum.example"},
		[4]string{"B", "ann beebe", "GB-W1", "Ann@Adatum.example"},
		[4]string{"C", "Ann Kelly", "", "ANN@adatum.example"},
		[4]string{"D", "Carl Brand", "10115", ""},
		[4]string{"E", "CARL BRAND", "10115", ""},
		[4]string{"F", "Carl Brand", "", ""},
		[4]string{"G", "Carl Brand", "", ""},
		[4]string{"H", "Dora Lang", "10115", "dora@lang.example"},
		[4]string{"I", "dora lang", "10115", "dora@lang.example"},
	)
}

func TestGroups(t *testing.T) {
	t.Parallel()
	groups, err := families(t).Groups(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	want := []duplicate.Group{
		{Reason: duplicate.Mail, Contacts: []int64{1, 2, 3}},
		{Reason: duplicate.Mail, Contacts: []int64{8, 9}},
		{Reason: duplicate.Name, Contacts: []int64{4, 5}},
		{Reason: duplicate.Name, Contacts: []int64{1, 2}},
	}
	if diff := cmp.Diff(want, groups); diff != "" {
		t.Error(diff)
	}
}

// Of finds for each contact just those that share a group with it.
func TestTwinsShareAGroup(t *testing.T) {
	t.Parallel()
	s := families(t)
	for no, want := range map[string][]duplicate.Match{
		"A": {{No: "B", Name: "ann beebe"}, {No: "C", Name: "Ann Kelly"}},
		"C": {{No: "A", Name: "Ann Beebe"}, {No: "B", Name: "ann beebe"}},
		"D": {{No: "E", Name: "CARL BRAND", Reason: duplicate.Name}},
		"F": nil,
		"H": {{No: "I", Name: "dora lang"}},
	} {
		matches, err := s.Of(context.Background(), no, 10)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, matches); diff != "" {
			t.Errorf("%s:\n%s", no, diff)
		}
	}
	matches, err := s.Of(context.Background(), "A", 1)
	if err != nil || len(matches) != 1 {
		t.Errorf("at most one: %v, %v", matches, err)
	}
}

// Contacts that are not the same are found as duplicates no more, until that is taken
// back.
func TestDistinct(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := families(t)
	told := func(p duplicate.DistinctParams) int {
		n, err := s.Distinct(ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	groups := func() (list [][]int64) {
		found, err := s.Groups(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range found {
			list = append(list, g.Contacts)
		}
		return list
	}
	before := groups()
	coretest.Same(t, 1, told(duplicate.DistinctParams{Numbers: []string{"I", "h"}, Preview: true}))
	coretest.Same(t, before, groups())
	coretest.Same(t, 1, told(duplicate.DistinctParams{Numbers: []string{"I", "h"}}))
	coretest.Same(t, 0, told(duplicate.DistinctParams{Numbers: []string{"h", "i"}}))
	coretest.Same(t, 1, told(duplicate.DistinctParams{Numbers: []string{"A", "B"}}))
	// A and B have C in common, with whom either may be the same.
	coretest.Same(t, [][]int64{{1, 2, 3}, {4, 5}}, groups())
	coretest.Same(t, 2, told(duplicate.DistinctParams{Numbers: []string{"A", "B", "C"}}))
	coretest.Same(t, [][]int64{{4, 5}}, groups())
	pairs, err := s.Distincts(ctx)
	var named []string
	for _, p := range pairs {
		named = append(named, p.No+" "+p.OtherNo)
	}
	coretest.Same(t, []string{"A B", "A C", "B C", "H I"}, named)
	if err != nil {
		t.Error(err)
	}
	of, err := s.Of(ctx, "A", 9)
	if err != nil || len(of) > 0 {
		t.Error(of, err)
	}
	coretest.Same(t, 4, told(duplicate.DistinctParams{Numbers: []string{"A", "B", "C"}, Undo: true})+told(duplicate.DistinctParams{Numbers: []string{"H", "I"}, Undo: true}))
	coretest.Same(t, before, groups())
	for _, wrong := range [][]string{{"A", "X"}, {"A", "a"}} {
		if _, err := s.Distinct(ctx, duplicate.DistinctParams{Numbers: wrong}); err == nil {
			t.Errorf("%v are told apart", wrong)
		}
	}
}
