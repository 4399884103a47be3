package contact

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/record"
	"winnow/core/upkeep"
	"winnow/core/value"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/undo"
	"winnow/gui/widget"
)

// rowsLimit is how many rows of one kind a contact shows.
const rowsLimit = 2000

// belonging is a list of rows that belong to the contact: mailing groups,
// answers, addresses, interactions.
type belonging struct {
	contact *Contact
	spec    catalog.Table
	caption string
	// key is the key field that a new row begins with; "" where rows are only
	// shown.
	key string
	// named is the column that says what the key field's code is called, or "".
	named string
	// ofCompany says that a person's rows are those of the company.
	ofCompany bool
	// add begins a new row; typed is the letter that it begins with, or 0.
	add   func(typed rune)
	table *table.Table
}

// The tables of a contact that no section asks for.
const (
	altAddress      = "contact_alt_address"
	altAddressDates = "contact_alt_addr_date_range"
)

// nameColumn is the column that says what a row's code is called.
const nameColumn = "described"

// tables are the tables that belong to contacts, in the order of their FastTabs:
// what is looked at most comes first.
func tables() []catalog.Table {
	var list []catalog.Table
	for _, key := range []string{catalog.ContactMailing, catalog.ProfileAnswer, catalog.InteractionEntry, catalog.Task, altAddress, altAddressDates} {
		list = append(list, catalog.Must(key))
	}
	for _, t := range catalog.Tables() {
		if t.Owner != "" && !slices.ContainsFunc(list, func(other catalog.Table) bool { return other.Key == t.Key }) {
			list = append(list, t)
		}
	}
	return list
}

// belongings are the lists of a contact.
func belongings(c *Contact) []*belonging {
	var lists []*belonging
	for _, t := range tables() {
		l := &belonging{contact: c, spec: t, caption: i18n.Translate(t.Plural)}
		l.ofCompany = t.Section != nil && t.Section.Link == catalog.ByCompany
		if !t.Entries {
			l.setKeys()
		}
		l.open()
		lists = append(lists, l)
	}
	return lists
}

// setKeys finds the key fields that a new row begins with, and whose code is
// described.
func (l *belonging) setKeys() {
	for _, k := range l.spec.Keys {
		f, _ := l.spec.Field(k)
		if k == l.spec.Owner || !l.spec.Requires(f) {
			continue
		}
		l.key = k
		if l.named == "" && f.Type == catalog.Code && f.Lookup != "" {
			l.named = k
		}
	}
}

// open makes the list.
func (l *belonging) open() {
	c := l.contact
	columns := l.columns()
	p := table.Params{
		Session: c.session, Tasks: c.Tasks, Name: "contact." + l.spec.Key, Caption: l.caption, Columns: columns, Folds: true, Fresh: true,
		Count: func(n int) string { return i18n.T("common.n_rows", "count", n) },
		Empty: i18n.T("contact.none"),
	}
	if l.key != "" {
		p.Editing = &table.Editing{Entry: l.entry, Check: l.check, Save: l.save}
	}
	l.table = table.New(p)
	l.table.Bar = c.bar
	list := l.table.List
	list.MinRows = 3
	list.OnMenu = l.menu
	if l.spec.Entries {
		list.MinRows = 8
		list.OnOpen = l.openEntry
		list.OnLink = func(row int, _ string) { l.openSegment(row) }
		return
	}
	key, _ := l.spec.Field(l.key)
	switch {
	case l.key == "":
		return
	case l.spec.Key == catalog.ProfileAnswer:
		l.add = l.addAnswer
	case key.Names() == "":
		l.add = l.addTyped
	default:
		l.add = l.addCode
	}
	list.NewRow = i18n.T("contact.add")
	list.OnNewRow = func(typed rune) {
		if l.mine() {
			l.add(typed)
		}
	}
	list.OnDelete = l.delete
}

// shown are the columns that are shown at first, with their widths: of these
// fields.
func (l *belonging) shown(fields []catalog.Field) []list.Column {
	switch l.spec.Key {
	case catalog.ContactMailing:
		return []list.Column{{Key: "mailing_group_code", Width: 180}, {Key: nameColumn, Width: 360}}
	case catalog.ProfileAnswer:
		return []list.Column{{Key: "profile_questionnaire_code", Caption: i18n.T("contact.questionnaire"), Width: 150}, {Key: nameColumn, Width: 220}, {Key: "answer", Width: 300},
			{Key: "last_date_updated", Width: 140}}
	case catalog.InteractionEntry:
		return []list.Column{{Key: "date", Width: 96}, {Key: "description", Width: 250}, {Key: "interaction_template_code", Caption: i18n.T("common.template"), Width: 110},
			{Key: "evaluation", Width: 110}, {Key: "segment_no", Width: 100}, {Key: "campaign_no", Width: 100},
			{Key: "salesperson_code", Caption: i18n.T("caption.salesperson"), Width: 96}, {Key: "canceled", Width: 80}}
	case altAddress:
		return []list.Column{{Key: "code", Width: 96}, {Key: "company_name", Width: 150}, {Key: "address", Width: 170}, {Key: "post_code", Width: 90},
			{Key: "city", Width: 110}, {Key: "country_region_code", Caption: i18n.T("common.country"), Width: 70}, {Key: "phone_no", Width: 110}, {Key: "e_mail", Width: 160}}
	case altAddressDates:
		return []list.Column{{Key: "contact_alt_address_code", Width: 220}, {Key: "starting_date", Width: 140}, {Key: "ending_date", Width: 140}}
	case catalog.Task:
		return []list.Column{{Key: "date", Width: 96}, {Key: "description", Width: 250}, {Key: "type", Width: 96}, {Key: "priority", Width: 84}, {Key: "status", Width: 110},
			{Key: "salesperson_code", Caption: i18n.T("caption.salesperson"), Width: 96}, {Key: "closed", Width: 80}, {Key: "canceled", Width: 84}, {Key: "no", Width: 96}}
	case catalog.JobResponsibility:
		return []list.Column{{Key: "job_responsibility_code", Width: 200}, {Key: nameColumn, Width: 360}}
	case catalog.IndustryGroup:
		return []list.Column{{Key: "industry_group_code", Width: 180}, {Key: nameColumn, Width: 360}}
	case catalog.BusinessRelation:
		return []list.Column{{Key: "business_relation_code", Width: 180}, {Key: nameColumn, Width: 280}, {Key: "link_to_table", Width: 130}, {Key: "no", Width: 130}}
	}
	var columns []list.Column
	for _, f := range fields {
		columns = append(columns, list.Column{Key: f.Key, Width: 160})
	}
	return columns
}

// columns are the columns of the list; all but names, questionnaires and what
// the contact is can be edited.
func (l *belonging) columns() []table.Column {
	fields := []catalog.Field{}
	for _, f := range l.spec.Fields {
		if f.Key != l.spec.Owner && !(l.spec.Key == catalog.ProfileAnswer && f.Key == "line_no") {
			fields = append(fields, f)
		}
		if f.Key == l.named {
			described, _ := catalog.Must("mailing_group").Field("description")
			described.Key = nameColumn
			fields = append(fields, described)
		}
	}
	columns := table.FieldColumns(fields, l.shown(fields))
	for i := range columns {
		columns[i].Edit = l.key != "" && columns[i].Key != nameColumn && columns[i].Key != "profile_questionnaire_code"
	}
	return columns
}

// described is a row with what its code is called.
type described struct {
	record.Row
	name string
}

func (d described) key() string { return strings.Join(upkeep.KeyOf(d.Row), "\t") }

func (d described) value(column string) any {
	if column == nameColumn {
		return d.name
	}
	return d.Value(column)
}

func (l *belonging) cell(d described, column string) list.Cell {
	if column == nameColumn {
		return list.Cell{Text: d.name, Style: list.Grey}
	}
	f, _ := d.Table.Field(column)
	cell := list.Cell{Text: i18n.Shown(f, d.Text(column))}
	if column == "segment_no" && l.spec.Entries && cell.Text != "" {
		cell.Style = list.Link
	}
	return cell
}

// owner is whose rows are shown.
func (l *belonging) owner() string {
	if l.ofCompany {
		return l.contact.read.row.Text("company_no")
	}
	return l.contact.no
}

// mine reports whether the rows are the contact's own, and says so where not.
func (l *belonging) mine() bool {
	if l.owner() != l.contact.no {
		l.contact.say(i18n.T("contact.these_are_companys_change_them_there"))
		return false
	}
	return true
}

// read reads the rows of a contact. It runs in the background.
func (l *belonging) read(ctx context.Context, owner string) ([]described, error) {
	if owner == "" {
		return nil, nil
	}
	rows, err := l.contact.session.Upkeep.Belonging(ctx, l.spec.Key, owner, rowsLimit)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(r record.Row) bool { return r.Flag("postponed") }) // which no list has
	names := map[string]string{}
	f, _ := l.spec.Field(l.named)
	list := make([]described, len(rows))
	for i, row := range rows {
		list[i].Row = row
		if l.named == "" {
			continue
		}
		code := row.Text(l.named)
		if _, known := names[code]; !known {
			if names[code], err = l.contact.session.Records.Describe(ctx, f.Lookup, code); err != nil {
				return nil, err
			}
		}
		list[i].name = names[code]
	}
	return list, nil
}

// publish shows the rows of the contact that was read.
func (l *belonging) publish() {
	owner := l.owner()
	l.table.Show(table.Items[described]{
		Columns: l.columns(), Key: described.key, Value: described.value, Cell: l.cell,
		All: func(ctx context.Context) ([]described, error) { return l.read(ctx, owner) },
	})
	widget.SetVisible(l.table.Tab, !l.ofCompany || owner != "")
	if l.key == "" {
		return
	}
	l.table.List.NewRow = ""
	if owner == l.contact.no {
		l.table.List.NewRow = i18n.T("contact.add")
	}
}

func (l *belonging) entry(c table.Column) *entry.Entry {
	return field.Entry(l.contact.room, c.Field, entry.NewCell)
}

func (l *belonging) check(c table.Column, text string) error {
	_, err := value.Parse(c.Field, i18n.Typed(c.Field, text, l.contact.read.env.WorkDate), l.contact.read.env)
	return err
}

// save changes a cell.
func (l *belonging) save(row string, c table.Column, typed string) {
	if !l.mine() {
		return
	}
	fields := map[string]string{c.Key: i18n.Typed(c.Field, typed, l.contact.read.env.WorkDate)}
	key := strings.Split(row, "\t")
	store := l.contact.session.Upkeep
	var saved upkeep.Saved
	was := field.Was(l.table, row, c.Field)
	change := func(ctx context.Context) (err error) {
		saved, err = store.Update(ctx, upkeep.Change{Table: l.spec.Key, Key: key, Fields: fields, Was: was})
		return err
	}
	l.write(change, fields, func() undo.Step {
		return undo.Step{Again: here(change), Back: here(func(ctx context.Context) error {
			_, err := store.Update(ctx, upkeep.Change{Table: l.spec.Key, Key: saved.Key(), Fields: saved.Before, TakenBack: true})
			return err
		})}
	}, i18n.T("common.saved"))
}

// create makes a row of these fields.
func (l *belonging) create(fields map[string]string) {
	fields[l.spec.Owner] = l.contact.no
	store := l.contact.session.Upkeep
	var saved upkeep.Saved
	make := func(ctx context.Context) (err error) {
		saved, err = store.Create(ctx, l.spec.Key, fields)
		return err
	}
	l.write(make, fields, func() undo.Step {
		return undo.Step{Again: here(make), Back: here(func(ctx context.Context) error { return store.Delete(ctx, l.spec.Key, saved.Key()...) })}
	}, i18n.T("contact.added"))
}

// delete takes the current row away; Ctrl+Z brings it back.
func (l *belonging) delete() {
	key, ok := l.table.Current()
	if !ok || !l.mine() {
		return
	}
	store := l.contact.session.Upkeep
	fields := map[string]string{}
	remove := func(ctx context.Context) error {
		row, err := store.Row(ctx, l.spec.Key, strings.Split(key, "\t")...)
		if err != nil {
			return err
		}
		for _, f := range l.spec.Fields {
			fields[f.Key] = row.Text(f.Key)
		}
		return store.Delete(ctx, l.spec.Key, strings.Split(key, "\t")...)
	}
	l.write(remove, nil, func() undo.Step {
		return undo.Step{Again: here(remove), Back: here(func(ctx context.Context) error { return store.PutBack(ctx, l.spec.Key, fields) })}
	}, i18n.T("contact.removed_ctrl_z_brings_it_back"))
}

// write does a change of these fields, and lets Ctrl+Z take it back.
func (l *belonging) write(change func(context.Context) error, changed map[string]string, step func() undo.Step, said string) {
	c := l.contact
	c.Tasks.Write(change, func(err error) {
		if err != nil {
			c.session.Tell(err, c.say)
		} else {
			c.undo.Push(step())
			c.sayUndo(said, c.undo.Back)
		}
		for _, other := range c.lists {
			other.table.Reload()
		}
		field.Settle(l.table, l.spec, changed)
	})
}

func (l *belonging) menu(row int, at fyne.Position) {
	var items []*fyne.MenuItem
	if l.key != "" {
		items = append(items, widget.MenuItem(i18n.T("common.remove"), theme.IconDelete, l.delete))
	} else if l.spec.Key == catalog.InteractionEntry {
		items = append(items,
			widget.MenuItem(i18n.T("common.open"), theme.IconOpen, func() { l.openEntry(row) }),
			widget.MenuItem(i18n.T("interactions.create_dialog"), theme.IconNew, l.contact.createInteraction),
			widget.MenuItem(i18n.T("common.open_segment"), theme.IconSegment, func() { l.openSegment(row) }))
	} else if l.spec.Key == catalog.Task {
		items = append(items,
			widget.MenuItem(i18n.T("common.open"), theme.IconOpen, func() { l.openEntry(row) }),
			widget.MenuItem(i18n.T("tasks.create_task_dialog"), theme.IconNew, l.contact.createTask))
	}
	l.table.Menu(at, items...)
}

// openEntry opens an interaction or a task.
func (l *belonging) openEntry(row int) {
	e, ok := table.Item[described](l.table, row)
	switch {
	case !ok:
	case l.spec.Key == catalog.InteractionEntry:
		no, _ := e.Value("entry_no").(int64)
		l.contact.session.Go.Open(route.Interaction{Entry: no})
	case l.spec.Key == catalog.Task:
		l.contact.session.Go.Open(route.Task{No: e.Text("no")})
	}
}

// openSegment opens the segment of an interaction.
func (l *belonging) openSegment(row int) {
	if cell, ok := l.table.Cell(row, "segment_no"); ok && cell.Text != "" {
		l.contact.session.Go.Open(route.Segment{No: cell.Text})
	}
}
