package contact

import (
	"context"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/duplicate"
	"winnow/core/record"
	"winnow/core/segment"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/undo"
	"winnow/gui/widget"
)

// How much of each kind the side shows.
const (
	duplicatesLimit = 20
	personsLimit    = 500
)

// facts is the side of the page: who may be the same, the company's persons or
// the person's company, the segments that the contact is on.
type facts struct {
	contact    *Contact
	object     *widget.Stack
	duplicates *fact
	persons    *fact
	segments   *fact
}

// fact is a short list of links with a heading.
type fact struct {
	tab  *widget.FastTab
	list *list.List
	rows []list.Row
}

func newFact(caption string, columns []list.Column, rows int, open func(key string)) *fact {
	f := &fact{list: list.New(columns)}
	f.list.MinRows = rows
	f.list.Empty = i18n.T("contact.none")
	follow := func(row int) {
		if r, ok := f.list.Row(row); ok {
			open(r.Key)
		}
	}
	f.list.OnOpen = follow
	f.list.OnLink = func(row int, _ string) { follow(row) }
	f.tab = widget.Panel(caption, f.list)
	f.tab.Fill = false
	return f
}

func (f *fact) set(rows []list.Row, summary string) {
	f.rows = rows
	f.list.SetRows(rows)
	f.tab.SetSummary(summary, summary)
}

func newFacts(c *Contact) *facts {
	f := &facts{contact: c}
	two := func(first, second string, width float32) []list.Column {
		return []list.Column{{Key: "first", Caption: first, Width: width}, {Key: "second", Caption: second, Width: 262 - width}}
	}
	f.duplicates = newFact(i18n.T("contact.perhaps_same"), two(i18n.T("caption.contact"), i18n.T("contact.what_is_same"), 130), 3, func(no string) { c.session.Go.Open(route.Contact{No: no}) })
	f.persons = newFact(i18n.T("contact.persons"), two(i18n.T("caption.name"), i18n.T("caption.job_title"), 150), 4, func(no string) { c.session.Go.Open(route.Contact{No: no}) })
	f.segments = newFact(i18n.T("common.segments"), two(i18n.T("common.segment"), i18n.T("caption.description"), 90), 3, func(no string) { c.session.Go.Open(route.Segment{No: no}) })
	f.duplicates.list.OnMenu = f.twinMenu
	f.persons.tab.Fill = true
	f.duplicates.tab.Hide()
	f.object = widget.NewStack(8, 10, f.duplicates.tab, f.persons.tab, f.segments.tab)
	return f
}

// twinMenu offers what can be done with a contact that may be the same.
func (f *facts) twinMenu(row int, at fyne.Position) {
	c := f.contact
	r, ok := f.duplicates.list.Row(row)
	if !ok {
		return
	}
	numbers := []string{c.no, r.Key}
	widget.ShowMenu(c.session.Window.Canvas(), at,
		widget.MenuItem(i18n.T("contact.merge_duplicates_dialog"), theme.IconContacts, func() { c.merge(r.Key) }),
		widget.MenuItem(i18n.T("contact.not_the_same"), theme.IconClose, func() {
			here := func(do func(context.Context, *session.Session, []string) (string, error)) func(context.Context, string) (string, error) {
				return here(func(ctx context.Context) error {
					_, err := do(ctx, c.session, numbers)
					return err
				})
			}
			var said string
			c.Tasks.Write(func(ctx context.Context) (err error) {
				said, err = setApart(ctx, c.session, numbers)
				return err
			}, func(err error) {
				if err != nil {
					c.session.Tell(err, c.say)
					return
				}
				c.undo.Push(undo.Step{Back: here(setAlike), Again: here(setApart)})
				c.sayUndo(said, c.undo.Back)
				f.reload()
			})
		}))
}

// reload reads them again; who may be the same comes last, as it is looked for
// among all contacts.
func (f *facts) reload() {
	c := f.contact
	no, person, company := c.no, c.read.person(), c.read.row.Text("company_no")
	var persons []record.Row
	var all int
	var segments []segment.Membership
	c.Tasks.Run(func(ctx context.Context) (err error) {
		if segments, err = c.session.Segments.OfContact(ctx, no); err != nil || company == "" {
			return err
		}
		persons, all, err = c.session.Upkeep.Persons(ctx, company, personsLimit)
		return err
	}, c.session.Then(func() {
		f.showPersons(person, company, persons, all)
		f.showSegments(segments)
	}))
	session.Read(c.session, c.Tasks, func(ctx context.Context) ([]duplicate.Match, error) {
		return c.session.Duplicates.Of(ctx, no, duplicatesLimit)
	}, f.showDuplicates)
}

// showPersons lists the company's persons; of a person, the company first and
// then who else is there.
func (f *facts) showPersons(person bool, company string, persons []record.Row, all int) {
	var rows []list.Row
	if person && company != "" {
		rows = append(rows, link(company, f.contact.read.row.Text("company_name"), i18n.T("caption.company")))
	}
	for _, p := range persons {
		if no := p.Text("no"); no != f.contact.no {
			rows = append(rows, link(no, p.Text("name"), p.Text("job_title")))
		}
	}
	if person && all > 0 {
		all-- // who is shown is not listed
	}
	summary := ""
	if all > 0 {
		summary = i18n.T("common.n_persons", "count", all)
	}
	f.persons.set(rows, summary)
}

func (f *facts) showSegments(segments []segment.Membership) {
	var rows []list.Row
	for _, s := range segments {
		rows = append(rows, link(s.No, s.No, joined(s.Description, i18n.Shown(catalog.Field{Type: catalog.Date}, s.Date))))
	}
	summary := ""
	if n := len(segments); n > 0 {
		summary = i18n.T("common.n_segments", "count", n)
	}
	f.segments.set(rows, summary)
}

func (f *facts) showDuplicates(duplicates []duplicate.Match) {
	var rows []list.Row
	for _, t := range duplicates {
		rows = append(rows, link(t.No, t.Name, Same(t.Reason)))
	}
	f.duplicates.set(rows, "")
	widget.SetVisible(f.duplicates.tab, len(rows) > 0)
	f.object.Refresh()
}

// Same says what contacts have in common.
func Same(reason duplicate.Reason) string {
	if reason == duplicate.Mail {
		return i18n.T("contact.e_mail")
	}
	return i18n.T("contact.name_post_code")
}

func link(key, text, beside string) list.Row {
	return list.Row{Key: key, Cells: []list.Cell{{Text: text, Style: list.Link}, {Text: beside, Style: list.Grey}}}
}
