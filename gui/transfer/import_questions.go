package transfer

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core/fold"
	"winnow/core/importer"
	"winnow/core/locale"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/widget"
)

// kindsQuestion asks whether the rows of lists are persons or companies where
// they leave it open.
type kindsQuestion struct {
	owner  *Importing
	tab    *widget.FastTab
	fields *entry.Fields
}

func newKindsQuestion(p *Importing) *kindsQuestion {
	q := &kindsQuestion{owner: p, fields: entry.NewFields()}
	q.fields.CaptionWidth = 220
	hint := widget.NewParagraph(i18n.T("transfer.rows_do_not_say_whether_they"))
	q.tab = widget.NewFastTab(i18n.T("transfer.persons_or_companies"), widget.NewStack(6, 0, hint, q.fields))
	return q
}

// show asks for the lists that leave it open, and reports whether there is one.
func (q *kindsQuestion) show(result importer.Result) bool {
	var fields []entry.Field
	for _, s := range q.owner.sources() {
		at := slices.IndexFunc(result.Guesses, func(g importer.Guess) bool { return g.Source == s.Name })
		if !s.List || at < 0 || result.Guesses[at].Open == 0 && s.RowsAre == "" {
			continue
		}
		fields = append(fields, entry.Field{Caption: s.Name, Object: q.choice(s, result.Guesses[at])})
	}
	q.fields.SetFields(fields...)
	return len(fields) > 0
}

func (q *kindsQuestion) choice(s *importer.Source, g importer.Guess) fyne.CanvasObject {
	guess := i18n.T("transfer.find_it_out_for_each_row")
	if s.RowsAre == "" {
		persons := i18n.T("common.n_persons", "count", g.Persons)
		companies := i18n.T("transfer.n_companies", "count", g.Companies)
		guess = i18n.T("transfer.persons_and_companies_as_guessed", "persons", persons, "companies", companies)
	}
	c := entry.NewChoice([]entry.Option{
		{Value: "", Text: guess},
		{Value: "person", Text: i18n.T("transfer.all_are_persons")},
		{Value: "company", Text: i18n.T("transfer.all_are_companies")},
	}, func(value string) {
		s.RowsAre = value
		q.owner.outcome.check()
	})
	c.SetValue(s.RowsAre)
	return c
}

// unclearRows lists the rows that fit several contacts, to choose from.
type unclearRows struct {
	owner *Importing
	tab   *widget.FastTab
	list  *list.List
	rows  []importer.LeftOutRow
	names map[string]string
}

func newUnclearRows(p *Importing) *unclearRows {
	u := &unclearRows{owner: p, names: map[string]string{}}
	u.list = list.New([]list.Column{
		{Key: "source", Caption: i18n.T("transfer.sheet_or_file"), Width: 180},
		{Key: "row", Caption: i18n.T("transfer.row"), Width: 60, Align: widget.Right},
		{Key: "text", Caption: i18n.T("transfer.in_file"), Width: 330},
		{Key: "contact", Caption: i18n.T("transfer.is_contact"), Width: 260, Edit: true},
		{Key: "fits", Caption: i18n.T("transfer.fits"), Width: 330},
	})
	u.list.OnOpen = func(row int) { u.edit(row, "contact", 0) }
	u.list.OnEdit = u.edit
	u.list.OnLink = func(row int, key string) { u.edit(row, key, 0) }
	u.list.OnKey = lookupKey(u.list, u.edit, "contact")
	hint := widget.NewParagraph(i18n.T("transfer.these_rows_fit_several_contacts_equally_well"))
	u.tab = widget.NewFastTab(i18n.T("transfer.which_contact_is_it"), widget.NewStack(6, 0, hint, u.list))
	return u
}

// show lists the rows that fit several contacts, and those for which one was
// chosen, and reports whether there are any.
func (u *unclearRows) show(result importer.Result) bool {
	chosen := slices.DeleteFunc(slices.Clone(u.rows), func(r importer.LeftOutRow) bool {
		_, ok := u.choice(r)
		return !ok
	})
	u.rows = chosen
	for _, r := range result.LeftOutRows {
		if len(r.Contacts) > 1 {
			u.rows = append(u.rows, r)
		}
	}
	u.refill()
	u.list.MinRows = min(max(2, len(u.rows)), 6)
	u.nameContacts()
	return len(u.rows) > 0
}

func (u *unclearRows) clear() { u.rows = nil }

// choice is what was chosen for a row.
func (u *unclearRows) choice(r importer.LeftOutRow) (contact string, ok bool) {
	for _, c := range u.owner.choices {
		if c.Source == r.Source && c.Row == r.Row {
			return c.ContactNo, true
		}
	}
	return "", false
}

func (u *unclearRows) refill() {
	var rows []list.Row
	for _, r := range u.rows {
		goes := list.Cell{Text: i18n.T("transfer.left_out_2"), Style: list.Link}
		if contact, ok := u.choice(r); ok {
			goes.Text = u.called(contact)
		}
		var fits []string
		for _, no := range r.Contacts {
			fits = append(fits, u.called(no))
		}
		rows = append(rows, list.Row{Cells: []list.Cell{{Text: r.Source, Style: list.Grey}, {Text: rowNumber(r.Row), Style: list.Grey}, {Text: u.rowText(r)}, goes,
			{Text: strings.Join(fits, " · "), Style: list.Grey}}})
	}
	refill(u.list, rows)
}

// called is a contact's number with its name.
func (u *unclearRows) called(no string) string {
	if no == "" {
		return i18n.T("transfer.new_contact")
	}
	return strings.TrimSpace(no + " " + u.names[no])
}

// rowText is what stands in a row, as far as it was looked at.
func (u *unclearRows) rowText(left importer.LeftOutRow) string {
	for _, s := range u.owner.sources() {
		for _, r := range s.Rows {
			if s.Name == left.Source && r.Number == left.Row {
				return i18n.Join(" · ", slices.Clone(r.Cells)...)
			}
		}
	}
	return ""
}

// nameContacts reads what the contacts are called.
func (u *unclearRows) nameContacts() {
	var nos []string
	for _, r := range u.rows {
		for _, no := range r.Contacts {
			if u.names[no] == "" {
				nos = append(nos, no)
			}
		}
	}
	if len(nos) == 0 {
		return
	}
	names := map[string]string{}
	u.owner.Tasks.Run(func(ctx context.Context) error {
		for _, no := range nos {
			name, err := u.owner.session.Records.Describe(ctx, "contact", no)
			if err != nil {
				return err
			}
			names[no] = name
		}
		return nil
	}, func(err error) {
		if err != nil {
			u.owner.session.Tell(err, u.owner.bar.SetStatus)
			return
		}
		for no, name := range names {
			u.names[no] = name
		}
		u.refill()
	})
}

// edit lets one say which contact a row is.
func (u *unclearRows) edit(row int, _ string, typed rune) {
	if row < 0 || row >= len(u.rows) {
		return
	}
	r := u.rows[row]
	u.list.Select(row)
	u.list.SetCurrent(row, "contact")
	u.list.LookupCell(row, "contact", entry.Lookup{
		Start: entry.Begin(typed), Width: 460,
		Search: func(text string, done func([]entry.LookupItem)) { done(u.contactsLike(r, text)) },
		OnTake: func(taken []string) {
			u.choose(r, taken[0])
			u.list.Focus()
		},
	})
}

// contactsLike are what a row can be, by what was typed.
func (u *unclearRows) contactsLike(r importer.LeftOutRow, text string) []entry.LookupItem {
	items := []entry.LookupItem{{Value: i18n.T("transfer.left_out_2")}, {Value: i18n.T("transfer.new_contact")}}
	for _, no := range r.Contacts {
		items = append(items, entry.LookupItem{Value: no, Text: u.names[no]})
	}
	return slices.DeleteFunc(items, func(i entry.LookupItem) bool {
		return !fold.NewSearch(text).Finds(i.Value, i.Text)
	})
}

// choose takes over what a row is. It counts from the next check on.
func (u *unclearRows) choose(r importer.LeftOutRow, taken string) {
	p := u.owner
	p.choices = slices.DeleteFunc(p.choices, func(c importer.Choice) bool { return c.Source == r.Source && c.Row == r.Row })
	if taken != i18n.T("transfer.left_out_2") {
		if taken == i18n.T("transfer.new_contact") {
			taken = ""
		}
		p.choices = append(p.choices, importer.Choice{Source: r.Source, Row: r.Row, ContactNo: taken})
	}
	p.outcome.outdated = true
	u.refill()
	p.enable()
}

// whyText says how a column was recognised.
func whyText(why string) string {
	caption, language, translated := strings.Cut(why, " ")
	switch {
	case why == "":
		return ""
	case why == "remembered":
		return i18n.T("transfer.as_last_time")
	case why == "chosen" || why == "map":
		return i18n.T("transfer.your_choice")
	case why == "caption":
		return i18n.T("transfer.field_name")
	case caption == "caption" && translated:
		return i18n.T("transfer.field_name_in_language", "language", languageName(language))
	case languageName(why) != why:
		return i18n.T("transfer.usual_in_language", "language", languageName(why))
	}
	program := why
	if i := strings.LastIndexByte(why, ' '); i > 0 && languageName(why[i+1:]) != why[i+1:] {
		program = why[:i]
	}
	return i18n.T("transfer.heading_of_program", "program", program)
}

// languageName is what the window calls a language, or the text itself where it is
// no language. Norwegian is called so, whichever of its two forms a list is in.
func languageName(code string) string {
	name, _, _ := strings.Cut(locale.Name(code, i18n.Locale().Language), " ")
	return cmp.Or(name, code)
}
