package ready

import (
	"fmt"

	"winnow/core"
	"winnow/core/criteria"
	"winnow/core/postal"
	"winnow/core/privacy"
	"winnow/core/reach"
)

// Group is a reason why lines may better not be written: what they lack, whom
// they reach twice, whom they should not reach.
type Group struct {
	// Key names the group: "no_e_mail".
	Key string
	// caption says what its lines have in common, reason why those went that were
	// removed.
	caption, reason core.Message
	// lately says that both have the number of days in them.
	lately bool
	// filters select the same lines by their contacts, but for alternative
	// addresses; nil where no filter does.
	filters func(days int) criteria.Filters
	// where is the SQL condition that a line is in the group, for the groups that
	// ask for the address in force.
	where string
	// same are the SQL expressions that are equal for lines that are the same, for
	// the groups of doubles; a line without one has NULL.
	same []string
}

// Doubles reports whether the lines of the group are the same as others of it:
// then one of them stays when the group is removed.
func (g Group) Doubles() bool { return len(g.same) > 0 }

// Caption says what the group's lines have in common. Days is that of a Report.
func (g Group) Caption(days int) core.Message { return g.said(g.caption, days) }

// Reason says why lines of the group were removed.
func (g Group) Reason(days int) core.Message { return g.said(g.reason, days) }

func (g Group) said(s core.Message, days int) core.Message {
	if g.lately {
		return core.Text("ready.reached", "count", days)
	}
	return s
}

// groups are all of them, in the order in which they are shown.
var groups = []Group{
	{Key: "no_address", caption: core.Text("ready.no_address"), reason: core.Text("ready.no_address"),
		where: postal.None, filters: always("contact", "address", "''", "address_2", "''")},
	{Key: "no_post_code", caption: core.Text("ready.no_post_code"), reason: core.Text("ready.no_post_code"),
		where: reach.NoPostCode, filters: always("contact", "post_code", "''")},
	{Key: "no_e_mail", caption: core.Text("ready.no_e_mail_address"), reason: core.Text("ready.no_e_mail_address"),
		where: reach.NoEMail, filters: always("contact", "e_mail", "''")},
	{Key: "invalid_e_mail", caption: core.Text("ready.e_mail_that_is_no_address"), reason: core.Text("ready.e_mail_that_is_no_address"),
		where: reach.InvalidEMail},
	{Key: "same_address", caption: core.Text("ready.same_address_as_another_line"), reason: core.Text("ready.same_address_as_another_line"),
		same: []string{sameAddress}},
	{Key: "same_e_mail", caption: core.Text("ready.same_e_mail_address_as_another_line"), reason: core.Text("ready.same_e_mail_address_as_another_line"),
		same: []string{reach.SameEMail}},
	{Key: "same_person", caption: core.Text("ready.same_person_as_on_another_line"), reason: core.Text("ready.same_person_as_on_another_line"),
		same: samePerson},
	{Key: "excluded", caption: core.Text("caption.exclude_from_segment"), reason: core.Text("caption.exclude_from_segment"),
		filters: always("contact", "exclude_from_segment", "yes")},
	{Key: "blocked", caption: core.Text("caption.privacy_blocked"), reason: core.Text("caption.privacy_blocked"),
		where: privacy.Condition, filters: always("contact", "privacy_blocked", "yes")},
	{Key: "reached", lately: true, filters: reachedSince},
}

// always are filters of one section that do not depend on the days: alternating
// field and filter.
func always(section string, pairs ...string) func(int) criteria.Filters {
	return func(int) criteria.Filters {
		f := criteria.Filters{}
		for i := 0; i < len(pairs); i += 2 {
			f.Set(section, pairs[i], pairs[i+1])
		}
		return f
	}
}

// reachedSince asks for an interaction that came from a segment, unless it failed;
// canceled ones count for no filter that does not name them.
func reachedSince(days int) criteria.Filters {
	return always("interaction_log_entry", "segment_no", "<>''", "date", fmt.Sprintf("w-%dd..w", days), "attempt_failed", "no")(days)
}

// Groups returns all groups, in the order in which they are shown.
func Groups() []Group { return groups[:len(groups):len(groups)] }

// GroupOf returns the group with a key, or a core.Problem that names the nearest.
func GroupOf(key string) (Group, error) {
	var known []string
	for _, g := range groups {
		if g.Key == key {
			return g, nil
		}
		known = append(known, g.Key)
	}
	p := core.NewProblem(core.NotFound, "ready.no_group", "group", key)
	if near := criteria.Nearest(key, known); near != "" {
		p.Hint("common.did_you_mean_meant", "meant", near)
	}
	return Group{}, p
}
