package transfer

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/core/importer"
	"winnow/gui/entry"
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
	hint := widget.NewProse(lang.L("The rows do not say whether they are of persons or of companies. See below what each is taken for, and choose another if that is wrong."))
	q.tab = widget.NewFastTab(lang.L("Persons or companies?"), widget.NewStack(6, 0, hint, q.fields))
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
	guess := lang.L("Find it out for each row")
	if s.RowsAre == "" {
		persons := lang.N("{{.n}} persons", g.Persons, map[string]any{"n": widget.Number(g.Persons)})
		companies := lang.N("{{.n}} companies", g.Companies, map[string]any{"n": widget.Number(g.Companies)})
		guess = lang.L("{{.persons}} and {{.companies}}, as guessed", map[string]any{"persons": persons, "companies": companies})
	}
	c := entry.NewChoice([]entry.Option{
		{Value: "", Text: guess},
		{Value: "person", Text: lang.L("All are persons")},
		{Value: "company", Text: lang.L("All are companies")},
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
		{Key: "source", Caption: lang.L("Sheet or File"), Width: 180},
		{Key: "row", Caption: lang.L("Row"), Width: 60, Align: widget.Right},
		{Key: "text", Caption: lang.L("In the file"), Width: 330},
		{Key: "contact", Caption: lang.L("Is the contact"), Width: 260, Edit: true},
		{Key: "fits", Caption: lang.L("Fits"), Width: 330},
	})
	u.list.OnOpen = func(row int) { u.edit(row, "contact", 0) }
	u.list.OnEdit = u.edit
	u.list.OnLink = func(row int, key string) { u.edit(row, key, 0) }
	u.list.OnKey = lookupKey(u.list, u.edit, "contact")
	hint := widget.NewProse(lang.L("These rows fit several contacts equally well. They are left out unless you say which contact each of them is: click **Is the contact**, or press Enter or F4."))
	u.tab = widget.NewFastTab(lang.L("Which contact is it?"), widget.NewStack(6, 0, hint, u.list))
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
		goes := list.Cell{Text: lang.L("Left out"), Style: list.Link}
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
		return lang.L("A new contact")
	}
	return strings.TrimSpace(no + " " + u.names[no])
}

// rowText is what stands in a row, as far as it was looked at.
func (u *unclearRows) rowText(left importer.LeftOutRow) string {
	for _, s := range u.owner.sources() {
		for _, r := range s.Rows {
			if s.Name == left.Source && r.Number == left.Row {
				return strings.Join(slices.DeleteFunc(slices.Clone(r.Cells), func(text string) bool { return text == "" }), " · ")
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
		Start: begin(typed), Width: 460,
		Search: func(text string, done func([]entry.LookupItem)) { done(u.contactsLike(r, text)) },
		OnTake: func(taken []string) {
			u.choose(r, taken[0])
			u.list.Focus()
		},
	})
}

// contactsLike are what a row can be, by what was typed.
func (u *unclearRows) contactsLike(r importer.LeftOutRow, text string) []entry.LookupItem {
	items := []entry.LookupItem{{Value: lang.L("Left out")}, {Value: lang.L("A new contact")}}
	for _, no := range r.Contacts {
		items = append(items, entry.LookupItem{Value: no, Text: u.names[no]})
	}
	return slices.DeleteFunc(items, func(i entry.LookupItem) bool {
		return !strings.Contains(strings.ToLower(i.Value+" "+i.Text), strings.ToLower(text))
	})
}

// choose takes over what a row is. It counts from the next check on.
func (u *unclearRows) choose(r importer.LeftOutRow, taken string) {
	p := u.owner
	p.choices = slices.DeleteFunc(p.choices, func(c importer.Choice) bool { return c.Source == r.Source && c.Row == r.Row })
	if taken != lang.L("Left out") {
		if taken == lang.L("A new contact") {
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
		return lang.L("as last time")
	case why == "chosen" || why == "map":
		return lang.L("your choice")
	case why == "caption":
		return lang.L("field name")
	case caption == "caption" && translated:
		return lang.L("field name in {{.language}}", map[string]any{"language": languageName(language)})
	case languageName(why) != why:
		return lang.L("usual in {{.language}}", map[string]any{"language": languageName(why)})
	}
	program := why
	if i := strings.LastIndexByte(why, ' '); i > 0 && languageName(why[i+1:]) != why[i+1:] {
		program = why[:i]
	}
	return lang.L("heading of {{.program}}", map[string]any{"program": program})
}

// languageName is what a language is called.
func languageName(code string) string {
	names := map[string]string{
		"en": lang.L("English"), "de": lang.L("German"), "da": lang.L("Danish"), "sv": lang.L("Swedish"), "nb": lang.L("Norwegian"), "nl": lang.L("Dutch"),
		"fr": lang.L("French"), "es": lang.L("Spanish"), "it": lang.L("Italian"), "pt": lang.L("Portuguese"), "pl": lang.L("Polish"), "fi": lang.L("Finnish"),
	}
	if name, ok := names[code]; ok {
		return name
	}
	return code
}
