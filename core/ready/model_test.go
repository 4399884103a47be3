package ready_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"winnow/core/filter"
	"winnow/core/fold"
	"winnow/core/ready"
	"winnow/core/segment"
)

func headerDate(day string) segment.HeaderChange {
	return segment.HeaderChange{Fields: map[string]string{"date": day}}
}

// empty makes a segment without lines.
func empty(b *book) string {
	b.T.Helper()
	no, err := b.CreateSegment(b.Context(), "", nil, filter.Env{})
	if err != nil {
		b.T.Fatal(err)
	}
	return no
}

// person is a contact as the model has it.
type person struct {
	no, name, company        string
	address, postCode, eMail string
	// other is the alternative address that is in force, if there is one.
	other *person

	blocked, excluded, reached bool
}

// at is the person as reached by post and e-mail.
func (p person) at() (address, postCode, eMail string) {
	if p.other == nil {
		return p.address, p.postCode, p.eMail
	}
	if p.other.eMail != "" {
		return p.other.address, p.other.postCode, p.other.eMail
	}
	return p.other.address, p.other.postCode, p.eMail
}

// alike reads the rules of the package's comment: what two lines have in common.
func alike(group string, a, b person) bool {
	addressA, postA, mailA := a.at()
	addressB, postB, mailB := b.at()
	equal := func(x, y string) bool { return x != "" && fold.Case(x) == fold.Case(y) }
	switch group {
	case "same_address":
		return equal(addressA, addressB) && fold.Case(postA) == fold.Case(postB)
	case "same_e_mail":
		return usable(mailA) && equal(mailA, mailB)
	}
	return a.no == b.no || a.company != "" && a.company == b.company && (equal(a.name, b.name) || usable(mailA) && equal(mailA, mailB))
}

// usable tells an address from what is none, of those that are drawn.
func usable(eMail string) bool { return strings.Contains(eMail, "@") }

// rank says how willingly a person's line is kept: 0 the most.
func rank(p person) int {
	address, _, eMail := p.at()
	switch {
	case p.excluded || p.blocked:
		return 3
	case address != "":
		return 0
	case usable(eMail):
		return 1
	}
	return 2
}

// expected reads a group off the persons on the lines, one by one: the lines,
// and those that would go.
func expected(group string, lines []person) (found, going []int) {
	for i, p := range lines {
		address, postCode, eMail := p.at()
		in := false
		switch group {
		case "no_address":
			in = address == ""
		case "no_post_code":
			in = postCode == ""
		case "no_e_mail":
			in = !usable(eMail)
		case "invalid_e_mail":
			in = eMail != "" && !usable(eMail)
		case "excluded":
			in = p.excluded
		case "blocked":
			in = p.blocked
		case "reached":
			in = p.reached
		default:
			goes := false
			for j, q := range lines {
				if i != j && alike(group, p, q) {
					in, goes = true, goes || rank(q) < rank(p) || rank(q) == rank(p) && j < i
				}
			}
			if goes {
				going = append(going, i)
			}
			if in {
				found = append(found, i)
			}
			continue
		}
		if in {
			found, going = append(found, i), append(going, i)
		}
	}
	return found, going
}

// Every group is what a second, plain reading finds, and gone when it was
// removed; what goes is what was said.
func TestGroupsAgainstAPlainReading(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	round := 0
	rapid.Check(t, func(rt *rapid.T) {
		round++
		persons := make([]person, rapid.IntRange(1, 7).Draw(rt, "contacts"))
		one := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(rt, label) }
		yes := func(label string) bool { return rapid.IntRange(0, 4).Draw(rt, label) == 0 }
		for i := range persons {
			p := person{no: fmt.Sprintf("R%d-%d", round, i),
				name: one("name", "", "Ann", "ANN", "Zoë", "ZOË"), company: one("company", "", fmt.Sprint("F", round), "G"),
				address: one("address", "", "High Street", "HIGH street", "Straße"), postCode: one("post code", "", "w1", "W1"),
				eMail:    one("e-mail", "", "nobody", "a@x.example", "A@x.example", "b@x.example"),
				excluded: yes("excluded"), reached: yes("reached")}
			marked, minor, consent := yes("blocked"), yes("minor"), yes("consent")
			p.blocked = marked || minor && !consent
			b.Row("contact", "no", p.no, "type", 1, "minor", minor, "parental_consent_received", consent, "name", p.name, "company_no", p.company, "address", p.address, "post_code", p.postCode,
				"e_mail", p.eMail, "privacy_blocked", marked, "exclude_from_segment", p.excluded)
			if p.reached {
				b.Row("interaction_log_entry", "contact_no", p.no, "contact_company_no", p.company, "segment_no", "SM1", "date", "2026-11-01")
			}
			if yes("moved") {
				p.other = &person{address: one("new address", "", "High Street"), postCode: one("new post code", "", "W1"), eMail: one("new e-mail", "", "b@x.example")}
				b.Row("contact_alt_address", "contact_no", p.no, "code", "NEW", "address", p.other.address, "post_code", p.other.postCode, "e_mail", p.other.eMail)
				b.Row("contact_alt_addr_date_range", "contact_no", p.no, "contact_alt_address_code", "NEW", "starting_date", "2026-01-01")
			}
			persons[i] = p
		}
		var lines []person
		var contacts []string
		for range rapid.IntRange(1, 10).Draw(rt, "lines") {
			p := rapid.SampledFrom(persons).Draw(rt, "line")
			lines, contacts = append(lines, p), append(contacts, p.no)
		}
		no := b.segment(contacts...)
		counts := b.counts(no)
		for _, g := range ready.Groups() {
			found, going := expected(g.Key, lines)
			if want := [2]int{len(found), len(going)}; counts[g.Key] != want {
				rt.Fatalf("%s: %v, want %v", g.Key, counts[g.Key], want)
			}
			list, err := ready.Find(b.Context(), b.Company, no, g.Key, ready.Params{})
			if err != nil {
				rt.Fatal(err)
			}
			var listed, same []int
			for n := range list.Len() {
				at := int(segment.Ordinal(list.LineNo(n))) - 1
				listed = append(listed, at)
				if list.SameAs(list.LineNo(n)) != 0 {
					same = append(same, at)
				}
			}
			slices.Sort(listed)
			slices.Sort(same)
			if !slices.Equal(listed, found) || g.Doubles() && !slices.Equal(same, going) {
				rt.Fatalf("%s: lists %v, of which go %v; want %v and %v", g.Key, listed, same, found, going)
			}
		}
		group := rapid.SampledFrom(ready.Groups()).Draw(rt, "removed").Key
		_, going := expected(group, lines)
		if _, err := ready.Remove(b.Context(), b.Company, no, ready.RemoveParams{Group: group}); err != nil {
			rt.Fatal(err)
		}
		left, err := b.Lines(b.Context(), no, segment.Query{})
		if err != nil {
			rt.Fatal(err)
		}
		if left.Len() != len(lines)-len(going) || b.counts(no)[group][1] != 0 {
			rt.Fatalf("%s: %d lines are left of %d, %d should go; then %v", group, left.Len(), len(lines), len(going), b.counts(no)[group])
		}
	})
}
