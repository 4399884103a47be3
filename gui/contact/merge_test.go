package contact_test

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/duplicate"
	"winnow/core/interaction"
	"winnow/gui/contact"
	"winnow/gui/guitest"
	"winnow/gui/list"
	"winnow/gui/route"
)

// cells are the texts of a list, row by row.
func cells(l *list.List) []string {
	texts := []string{}
	for n := range l.Len() {
		row, _ := l.Row(n)
		var line []string
		for _, c := range row.Cells[:len(l.Columns())] {
			line = append(line, c.Text)
		}
		texts = append(texts, strings.Join(line, "|"))
	}
	return texts
}

// merging shows two contacts of a stage side by side. left receives what the page says
// when it leaves, and what takes that back.
func merging(s *guitest.Stage, keep, other string, left contact.Left) *contact.Merge {
	s.T.Helper()
	m := contact.OpenMerge(s.Session, route.Merge{Keep: keep, Other: other}, left)
	s.Navigator.Open(m.Page())
	s.Settle(m.Tasks)
	return m
}

// Two contacts stand side by side; the contact that stays has the values that were
// chosen, what belonged to the other is its own, and all of it can be taken back.
func TestMerge(t *testing.T) {
	s := guitest.New(t)
	s.Row("contact", "no", "ANN2", "name", "Anna Beebe", "search_name", "ANNA BEEBE", "type", 1, "phone_no", "0123", "e_mail", "anna@example.com", "city", "Leeds")
	s.Row("interaction_log_entry", "entry_no", 77, "contact_no", "ANN2", "date", "2026-11-01", "initiated_by", 1)
	s.Row("mailing_group", "code", "VIP")
	s.Row("contact_mailing_group", "contact_no", "ANN2", "mailing_group_code", "VIP")
	var said string
	var back func(context.Context) (string, error)
	m := merging(s, "ANN", "ANN2", func(text string, undo func(context.Context) (string, error)) { said, back = text, undo })
	var captions []string
	for _, c := range s.ListIn("Fields That Differ").Columns() {
		captions = append(captions, c.Caption)
	}
	want(t, "captions", captions, []string{"Field", "Stays: ANN · Ann Beebe", "Goes: ANN2 · Anna Beebe"})
	shown := cells(s.ListIn("Fields That Differ"))
	want(t, "the names", shown[0], "Name|• Ann Beebe|Anna Beebe")
	want(t, "a phone number that only the other has", strings.Contains(strings.Join(shown, "\n"), "Phone No.|(empty)|• 0123"), true)
	want(t, "what moves", cells(s.ListIn("What Moves")), []string{"Mailing Groups|1", "Interactions|1"})
	want(t, "the number", strings.Contains(s.Shown(), "The number ANN2 will find ANN"), true)

	fields := s.ListIn("Fields That Differ")
	fields.Focus()
	fields.SetCurrent(0, "field")
	s.Key(fyne.KeyReturn)
	want(t, "the other name", cells(fields)[0], "Name|Ann Beebe|• Anna Beebe")
	for n := range fields.Len() {
		if row, _ := fields.Row(n); row.Key == "phone_no" {
			fields.OnLink(n, "stays")
		}
	}
	m.Page().Keys["Ctrl+Enter"]()
	s.Settle(m.Tasks)
	want(t, "said", said, "ANN2 merged into ANN")
	want(t, "name", text(s, "ANN", "name"), "Anna Beebe")
	want(t, "search name", text(s, "ANN", "search_name"), "ANNA BEEBE")
	want(t, "phone", text(s, "ANN", "phone_no"), "")
	want(t, "by the other number", text(s, "ANN2", "no"), "ANN")

	undone, err := back(context.Background())
	want(t, "taken back", undone, "Merge taken back: ANN2 is there again")
	want(t, "name again", text(s, "ANN", "name"), "Ann Beebe")
	want(t, "the other again", text(s, "ANN2", "phone_no"), "0123")
	if err != nil {
		t.Error(err)
	}

	s.Button("Swap").Press()
	s.Settle(m.Tasks)
	want(t, "swapped", cells(s.ListIn("Fields That Differ"))[0], "Name|• Anna Beebe|Ann Beebe")
}

// What cannot be one contact says why, and cannot be merged.
func TestMergeIsRefused(t *testing.T) {
	s := guitest.New(t)
	m := merging(s, "ANN", "FIRM1", func(string, func(context.Context) (string, error)) { t.Error("they were merged") })
	want(t, "said", strings.Contains(m.Page().Actions.Status(), "a company and a person"), true)
	m.Page().Keys["Ctrl+Enter"]()
	s.Settle(m.Tasks)
}

// twins are two contacts with the same e-mail address.
func twins(t *testing.T) *guitest.Stage {
	t.Helper()
	s := guitest.New(t)
	for _, no := range []string{"TWIN1", "TWIN2"} {
		s.Row("contact", "no", no, "name", "Tina Twin", "type", 1, "e_mail", "tina@example.com")
	}
	return s
}

// Contacts that are not the same leave the list of duplicates, and are listed as such
// until that is taken back.
func TestNotTheSame(t *testing.T) {
	s := twins(t)
	d := contact.OpenDuplicates(s.Session)
	s.Navigator.Open(d.Page())
	tasks := d.Tasks()
	s.Settle(tasks)
	want(t, "duplicates", s.List().Len(), 2)
	s.List().SetCurrent(0, "no")
	s.Button("Merge Duplicates…").Press()
	s.Settle(tasks)
	want(t, "opened", s.Opened, []string{"merge TWIN1 TWIN2"})
	s.Button("Not the Same").Press()
	s.Settle(tasks)
	want(t, "said", d.Page().Actions.Status(), "1 pair is not the same")
	want(t, "none", s.List().Len(), 0)

	pairs := contact.OpenDistincts(s.Session)
	s.Navigator.Open(pairs.Page())
	s.Settle(pairs.Tasks())
	want(t, "the pair", cells(s.List()), []string{"TWIN1|Tina Twin|TWIN2|Tina Twin"})
	s.List().SetCurrent(0, "no")
	s.Button("May Be the Same").Press()
	s.Settle(pairs.Tasks())
	want(t, "no pair", s.List().Len(), 0)
	pairs.Page().Keys["Ctrl+Z"]()
	s.Settle(pairs.Tasks())
	want(t, "the pair again", s.List().Len(), 1)
	if _, err := s.Session.Duplicates.Distinct(context.Background(), duplicate.DistinctParams{Numbers: []string{"TWIN1", "TWIN2"}, Undo: true}); err != nil {
		t.Error(err)
	}
}

// The card offers who may be the same, and says of one that it is not.
func TestTwinsOfTheCard(t *testing.T) {
	s := twins(t)
	c := show(s, "TWIN1")
	s.Button("Contact").Press()
	s.Choose("Merge with TWIN2 · Tina Twin…")
	want(t, "opened", s.Opened, []string{"merge TWIN1 TWIN2"})
	twin := s.ListIn("Possible duplicates")
	twin.OnMenu(0, fyne.NewPos(10, 10))
	s.Choose("Not the Same")
	s.Settle(c.Tasks)
	want(t, "said", c.Status(), "1 pair is not the same")
	want(t, "none", strings.Contains(s.Shown(), "Possible duplicates"), false)
	c.Page().Keys["Ctrl+Z"]()
	s.Settle(c.Tasks)
	want(t, "again", s.ListIn("Possible duplicates").Len(), 1)
}

// The question names what goes; afterwards Ctrl+Z brings nothing back.
func TestErase(t *testing.T) {
	s, c := open(t, "ANN")
	s.Row("contact_alt_address", "contact_no", "ANN", "code", "HOME", "address", "1 High Street")
	enter(s, c, "Communication", "Phone No.", "0123")
	enter(s, c, "Communication", "Phone No.", "0456") // what it was before must not come back
	s.Button("Contact").Press()
	s.Choose("Erase Person…")
	s.Settle(c.Tasks)
	want(t, "asked", strings.Contains(s.Shown(), "1 alternative address and 0 documents"), true)
	s.Button("Erase").Press()
	s.Settle(c.Tasks)
	want(t, "said", c.Status(), "ANN erased")
	want(t, "name", text(s, "ANN", "name"), "")
	want(t, "phone", text(s, "ANN", "phone_no"), "")
	want(t, "blocked", text(s, "ANN", "privacy_blocked"), "Yes")
	c.Page().Keys["Ctrl+Z"]()
	s.Settle(c.Tasks)
	want(t, "said", c.Status(), "There is nothing to take back")
	want(t, "nothing comes back", text(s, "ANN", "phone_no"), "")

	firm := show(s, "FIRM1")
	s.Button("Contact").Press()
	s.Choose("Erase Person…")
	s.Settle(firm.Tasks)
	want(t, "of a company", strings.Contains(firm.Status(), "FIRM1"), true)
}

// The card counts what happened with the contact; F7 counts by date.
func TestStatisticsOfTheCard(t *testing.T) {
	s := guitest.New(t)
	s.Row("interaction_template", "code", "NOTE", "description", "Note", "unit_cost_lcy", 2.5)
	if _, err := s.Session.Interactions.Add(context.Background(), interaction.NewParams{Contact: "ANN", Template: "NOTE", Fields: map[string]string{"salesperson_code": "JO"}}); err != nil {
		t.Fatal(err)
	}
	c := show(s, "ANN")
	s.Tab("Statistics").SetOpen(true)
	want(t, "interactions", s.Value("Statistics", "No. of Interactions"), "2")
	want(t, "cost", s.Value("Statistics", "Cost (LCY)"), "2.5")
	want(t, "last", s.Value("Statistics", "Last Interaction Date"), "2026-11-23")
	want(t, "next task", s.Value("Statistics", "Next Task Date"), "")
	c.Page().Keys["F7"]()
	want(t, "opened", s.Opened, []string{"statistics contact ANN"})
}
