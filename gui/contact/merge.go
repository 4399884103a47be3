package contact

import (
	"context"

	"winnow/core/catalog"
	"winnow/core/record"
	"winnow/core/upkeep"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Left closes a page and tells the one below what was done; back takes it back, and says
// so in words.
type Left func(said string, back func(context.Context) (string, error))

// Merge is the page on which two contacts become one: both side by side, with the
// values that the contact has in the end, and what moves to it.
type Merge struct {
	// Tasks do the page's work.
	Tasks *work.Tasks

	session *session.Session
	of      route.Merge
	left    Left
	page    *widget.Page
	bar     *widget.ActionBar
	merge   *widget.Button
	fields  *list.List
	moves   *list.List
	notes   *widget.Paragraph
	read    twins
	// taken are the sides that a person chose, by the field's key.
	taken map[string]side
	stop  context.CancelFunc
}

// side is one of the two contacts.
type side int

const (
	stays side = iota
	goes
)

// twins are both contacts, and what would become of them.
type twins struct {
	rows   [2]record.Row
	merged upkeep.Merged
}

// The columns of the list of fields.
const (
	fieldColumn = "field"
	staysColumn = "stays"
	goesColumn  = "goes"
)

// notChosen are the fields that follow others, or that a merge leaves.
var notChosen = map[string]bool{"no": true, "type": true, "search_name": true, "last_date_modified": true}

// OpenMerge returns the page on which one contact goes into another.
func OpenMerge(s *session.Session, of route.Merge, left Left) *Merge {
	m := &Merge{Tasks: work.NewTasks(), session: s, of: of, left: left, taken: map[string]side{}}
	m.bar = widget.NewActionBar()
	m.merge = m.bar.Add(widget.Action{Text: i18n.T("contact.twin_merge"), Icon: theme.IconCheck, Kind: widget.Primary, Key: "Ctrl+Enter", Do: m.run})
	m.bar.Add(widget.Action{Text: i18n.T("contact.twin_swap"), Icon: theme.IconRefresh, Kind: widget.Boxed, Do: m.swap})
	m.bar.Add(widget.Action{Text: i18n.T("contact.twin_take_other_value"), Icon: theme.IconEdit, Do: func() { m.toggle(m.fields.Current()) }})
	m.bar.Separate()
	m.bar.Add(widget.Action{Text: i18n.T("contact.not_the_same"), Icon: theme.IconClose, Do: m.apart})
	m.fields = list.New(nil)
	m.fields.Empty = i18n.T("contact.twin_no_field_differs")
	m.fields.OnOpen = m.toggle
	m.fields.OnLink = func(row int, _ string) { m.toggle(row) }
	m.fields.MinRows = 6
	m.moves = list.New([]list.Column{{Key: "what", Caption: i18n.T("contact.twin_what"), Width: 240}, {Key: "rows", Caption: i18n.T("contact.twin_rows"), Width: 90, Align: widget.Right}})
	m.moves.Empty = i18n.T("contact.twin_nothing_moves")
	m.moves.MinRows = 3
	m.notes = widget.NewParagraph("")
	m.setColumns()
	moves := widget.Panel(i18n.T("contact.twin_what_moves"), m.moves)
	moves.Fill = false
	m.page = &widget.Page{
		Title: i18n.T("contact.merge_duplicates"), Actions: m.bar, First: m.fields,
		Content: widget.NewStackFill(8, 10, widget.NewParagraph(i18n.T("contact.twin_choose_values")),
			widget.Panel(i18n.T("contact.twin_fields_that_differ"), m.fields), m.notes, moves),
		OnShow: m.Reload, OnClose: m.Tasks.Close,
		Keys: map[string]func(){"F5": m.Reload, "Ctrl+Enter": m.run},
	}
	m.merge.SetEnabled(false)
	return m
}

// Page is the merge as the navigator shows it.
func (m *Merge) Page() *widget.Page { return m.page }

// setColumns names the contacts over their values.
func (m *Merge) setColumns() {
	named := func(at side, no string) string { return joined(no, m.read.rows[at].Text("name")) }
	m.fields.SetColumns([]list.Column{
		{Key: fieldColumn, Caption: i18n.T("contact.twin_field"), Width: 150},
		{Key: staysColumn, Caption: i18n.T("contact.twin_stays", "contact", named(stays, m.of.Keep)), Width: 230},
		{Key: goesColumn, Caption: i18n.T("contact.twin_goes", "contact", named(goes, m.of.Other)), Width: 230},
	})
}

// trial is a store that tells what changes would do, and makes none.
func trial(s *session.Session) *upkeep.Store {
	u := upkeep.New(s.Company)
	u.Preview = true
	return u
}

// Reload reads both contacts, and what would become of them.
func (m *Merge) Reload() {
	if m.stop != nil {
		m.stop()
	}
	of := m.of
	m.merge.SetEnabled(false)
	var read twins
	m.stop = m.Tasks.Write(func(ctx context.Context) (err error) {
		for i, no := range []string{of.Keep, of.Other} {
			if read.rows[i], err = m.session.Upkeep.Row(ctx, catalog.Contact, no); err != nil {
				return err
			}
		}
		read.merged, err = trial(m.session).Merge(ctx, upkeep.MergeParams{Keep: of.Keep, Other: of.Other})
		return err
	}, func(err error) {
		if of != m.of {
			return
		}
		m.read = read
		m.setColumns()
		if err != nil {
			m.session.Tell(err, m.bar.SetStatus)
			return
		}
		m.merge.SetEnabled(true)
		m.publish()
	})
}

// usual is the side whose value the contact has unless a person says otherwise.
func (m *Merge) usual(key string) side {
	for _, f := range m.read.merged.Taken {
		if f.Key == key {
			return goes
		}
	}
	return stays
}

// chosen is the side whose value the contact has in the end.
func (m *Merge) chosen(key string) side {
	if at, ok := m.taken[key]; ok {
		return at
	}
	return m.usual(key)
}

// publish shows what was read.
func (m *Merge) publish() {
	m.fields.SetRows(m.differing())
	var rows []list.Row
	add := func(what string, n int) {
		if n > 0 {
			rows = append(rows, list.Row{Key: what, Cells: []list.Cell{{Text: what}, {Text: widget.Number(n), Style: list.Accent}}})
		}
	}
	add(i18n.T("contact.twin_lines_of_segments"), m.read.merged.Lines)
	for _, moved := range m.read.merged.Moved {
		add(i18n.Translate(moved.Table.Plural), moved.Rows)
	}
	add(i18n.T("contact.twin_rows_that_both_have"), m.read.merged.Dropped)
	m.moves.SetRows(rows)
	said := i18n.T("contact.twin_number_finds", "other", m.of.Other, "keep", m.of.Keep)
	if twice := m.read.merged.Twice; len(twice) > 0 {
		said += " " + i18n.T("contact.twin_two_lines_on", "count", len(twice), "keep", m.of.Keep, "segments", i18n.Some(twice))
	}
	m.notes.SetText(said)
	m.page.Layout()
}

// differing are the fields in which the contacts differ. The value that stays is bold,
// the other is a link that takes it.
func (m *Merge) differing() []list.Row {
	var rows []list.Row
	person := data{row: m.read.rows[stays]}.person() // a company is its own company
	for _, f := range m.read.rows[stays].Table.Fields {
		own := !person && (f.Key == "company_no" || f.Key == "company_name")
		if notChosen[f.Key] || own || m.read.rows[stays].Text(f.Key) == m.read.rows[goes].Text(f.Key) {
			continue
		}
		row := list.Row{Key: f.Key, Cells: []list.Cell{{Text: i18n.Translate(f.Caption)}}}
		for at := range m.read.rows {
			cell := list.Cell{Text: i18n.Shown(f, m.read.rows[at].Text(f.Key)), Style: list.Link}
			if cell.Text == "" {
				cell.Text = i18n.T("contact.twin_empty")
			}
			if m.chosen(f.Key) == side(at) {
				cell.Style = list.Bold
				cell.Text = "• " + cell.Text
			}
			row.Cells = append(row.Cells, cell)
		}
		rows = append(rows, row)
	}
	return rows
}

// toggle takes the other contact's value of a field.
func (m *Merge) toggle(row int) {
	r, ok := m.fields.Row(row)
	if !ok {
		return
	}
	m.taken[r.Key] = 1 - m.chosen(r.Key)
	at := m.fields.Current()
	m.fields.SetRows(m.differing())
	m.fields.SetCurrent(at, fieldColumn)
}

// swap lets the other contact stay. The values that were chosen stay chosen.
func (m *Merge) swap() {
	for key, at := range m.taken {
		m.taken[key] = 1 - at
	}
	m.of.Keep, m.of.Other = m.of.Other, m.of.Keep
	m.Reload()
}

// run merges the contacts, and leaves the page.
func (m *Merge) run() {
	if m.merge.Disabled() {
		return
	}
	params := upkeep.MergeParams{Keep: m.of.Keep, Other: m.of.Other, Fields: map[string]string{}}
	for key, at := range m.taken {
		if at != m.usual(key) {
			params.Fields[key] = m.read.rows[at].Text(key)
		}
	}
	m.Tasks.RunSlow(m.session.Window.Canvas(), i18n.T("contact.twin_merging_dialog"), func(ctx context.Context, _ func(done, total int)) error {
		_, err := m.session.Upkeep.Merge(ctx, params)
		return err
	}, m.session.Ended(m.bar.SetStatus, func() {
		s := m.session
		m.left(i18n.T("contact.twin_merged", "other", params.Other, "keep", params.Keep), func(ctx context.Context) (string, error) {
			undone, err := s.Upkeep.UndoMerge(ctx, params.Keep, params.Other)
			said := i18n.T("contact.twin_undone", "other", params.Other)
			if undone.Kept > 0 {
				said += "; " + i18n.T("contact.twin_n_rows_changed_since_stay", "count", undone.Kept)
			}
			return said, err
		})
	}))
}

// apart says that the two are not the same, and leaves the page.
func (m *Merge) apart() {
	numbers := []string{m.of.Keep, m.of.Other}
	var said string
	m.Tasks.Write(func(ctx context.Context) (err error) {
		said, err = setApart(ctx, m.session, numbers)
		return err
	}, func(err error) {
		if err != nil {
			m.session.Tell(err, m.bar.SetStatus)
			return
		}
		s := m.session
		m.left(said, func(ctx context.Context) (string, error) { return setAlike(ctx, s, numbers) })
	})
}
