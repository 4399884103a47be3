package card

import (
	"fyne.io/fyne/v2"

	"winnow/core"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/core/value"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// menu is what can be done with the selected lines.
func (l *lines) menu(row int, at fyne.Position) {
	key, ok := l.keyOf(row)
	if !ok {
		return
	}
	c := l.card
	items := []*fyne.MenuItem{
		widget.MenuItem(i18n.T("common.open_contact"), theme.IconPerson, func() { l.openContact(row) }),
		widget.MenuItem(i18n.T("card.explain_why_it_is_here"), theme.IconInfo, func() { c.session.Go.Open(route.Explain{Segment: c.no, Contact: key.contact}) }),
	}
	interactions := func() {
		c.session.Go.Open(route.Interactions{Title: i18n.T("caption.interactions") + " · " + key.contact, Where: route.Where{Field: "contact_no", Filter: filter.Quote(key.contact)}})
	}
	items = append(items,
		widget.MenuItem(i18n.T("calls.make_phone_call_dialog"), theme.IconPerson, c.session.To(route.Call{Segment: c.no, Line: key.line})),
		widget.MenuItem(i18n.T("interactions.create_dialog"), theme.IconNew, c.session.To(route.NewInteraction{Contact: key.contact})),
		widget.MenuItem(i18n.T("caption.interactions"), theme.IconHistory, interactions))
	if c.isLogged() {
		items = append(items, widget.MenuItem(i18n.T("interactions.register_response_dialog"), theme.IconAdd, func() { c.respond(key.contact) }))
	}
	if c.preview == nil && !c.sealed() {
		items = append(items, fyne.NewMenuItemSeparator(),
			widget.MenuItem(i18n.T("card.set_field_dialog"), theme.IconEdit, l.setField), l.defaultItem(),
			fyne.NewMenuItemSeparator(),
			withKey(widget.MenuItem(i18n.T("card.delete_lines"), theme.IconDelete, l.deleteSelected), "Ctrl+Delete"))
	}
	l.Menu(at, items...)
}

// defaultItem lets the current field of the selected lines follow its default.
func (l *lines) defaultItem() *fyne.MenuItem {
	column, _ := findColumn(l.card.session.Company.Catalog(), l.list.CurrentKey())
	if !column.settable() {
		return widget.MenuItem(i18n.T("card.back_to_default"), theme.IconBack, nil)
	}
	text := i18n.T("card.back_to_default_field", "field", i18n.Translate(column.Caption))
	return widget.MenuItem(text, theme.IconBack, func() {
		l.write(segment.LineChange{Default: []string{column.Key}}, l.chosen())
	})
}

// setField asks for a field and a value for all selected lines.
func (l *lines) setField() {
	c := l.card
	if c.looking() {
		return
	}
	if l.known() == nil || l.list.SelectedCount() == 0 {
		c.say(i18n.T("card.no_line_is_selected"))
		return
	}
	var options []entry.Option
	for _, f := range segment.LineFields() {
		if f.Key != "contact_no" {
			options = append(options, entry.Option{Value: f.Key, Text: i18n.Translate(f.Caption)})
		}
	}
	key := l.list.CurrentKey()
	if column, _ := findColumn(l.card.session.Company.Catalog(), key); !column.settable() {
		key = "salesperson_code"
	}
	var e *entry.Entry
	fields := entry.NewFields()
	fields.CaptionWidth = 90
	follow := entry.NewCheck(i18n.T("card.back_to_default"), "", func(on bool) { e.SetEnabled(!on) })
	choice := entry.NewChoice(options, nil)
	show := func(chosen string) {
		key = chosen
		column, _ := findColumn(l.card.session.Company.Catalog(), key)
		e = newValueEntry(c, column.Field, entry.New)
		e.SetEnabled(!follow.On())
		fields.SetFields(entry.Field{Caption: i18n.T("common.field"), Object: choice},
			entry.Field{Caption: i18n.T("common.value"), Object: e}, entry.Field{Caption: " ", Object: follow})
	}
	choice.OnChanged = show
	choice.SetValue(key)
	show(key)
	n, chosen := l.list.SelectedCount(), l.chosen()
	m := &widget.Modal{
		Title:    i18n.T("card.set_field"),
		Subtitle: i18n.T("card.of_n_selected_lines", "count", n),
		Body:     widget.NewStack(8, 16, fields), Width: 460, Height: 290,
	}
	m.OnOK = func() {
		change := segment.LineChange{Default: []string{key}}
		if !follow.On() {
			column, _ := findColumn(l.card.session.Company.Catalog(), key)
			typed := i18n.Typed(column.Field, e.Text(), c.read.env.WorkDate)
			if _, err := value.Parse(column.Field, typed, c.read.env); err != nil {
				e.SetError(work.Text(err))
				return
			}
			change = segment.LineChange{Fields: map[string]string{key: typed}}
		}
		m.Close()
		l.write(change, chosen)
	}
	m.Show(c.session.Window.Canvas())
}

// isThere reports whether a contact was refused because it has a line.
func isThere(err error) bool { return core.IsKind(err, core.Exists) }
