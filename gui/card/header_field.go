package card

import (
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/value"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// offeredLimit is how many codes are looked through for one.
const offeredLimit = 200

// headerField is one field of the header: an entry, a choice among options or a
// box to tick.
type headerField struct {
	card   *Card
	spec   catalog.Field
	entry  *entry.Entry
	choice *entry.Choice
	check  *entry.Check
}

func newHeaderField(c *Card, spec catalog.Field) *headerField {
	f := &headerField{card: c, spec: spec}
	switch spec.Type {
	case catalog.Boolean:
		f.check = entry.NewCheck("", "", func(on bool) { c.header.set(spec.Key, value.Format(spec, number(on))) })
	case catalog.Option:
		f.choice = entry.NewChoice(field.Choices(spec), func(typed string) { c.header.set(spec.Key, typed) })
	default:
		f.entry = newValueEntry(c, spec, entry.New)
		switch spec.Key {
		case wordTemplate:
			f.entry = newTemplateEntry(c)
		case "no":
			f.entry = newNoEntry(c)
		}
		f.entry.OnCommit = f.commit
	}
	return f
}

func number(on bool) int64 {
	if on {
		return 1
	}
	return 0
}

func (f *headerField) object() fyne.CanvasObject {
	switch {
	case f.check != nil:
		return f.check
	case f.choice != nil:
		return f.choice
	}
	return f.entry
}

// enable lets the field be changed, or only be read.
func (f *headerField) enable(on bool) {
	var control fyne.Disableable
	switch {
	case f.check != nil:
		control = f.check
	case f.choice != nil:
		control = f.choice
	case f.entry.Enabled() != on:
		f.entry.SetEnabled(on)
		return
	default:
		return
	}
	if on {
		control.Enable()
	} else {
		control.Disable()
	}
}

// focused reports whether the field has the keyboard.
func (f *headerField) focused() bool {
	if f.entry != nil {
		return f.entry.Focused()
	}
	focused, _ := f.card.session.Window.Canvas().Focused().(fyne.CanvasObject)
	return focused == f.object()
}

// commit checks what was typed and saves it. The error is shown at the field,
// and the keyboard stays there.
func (f *headerField) commit(typed string) error {
	typed = i18n.Typed(f.spec, typed, f.card.read.env.WorkDate)
	v, err := value.Parse(f.spec, typed, f.card.read.env)
	if err != nil {
		return i18n.Error(err)
	}
	if f.card.no != "" && value.Format(f.spec, v) == f.card.read.segment.Text(f.spec.Key) {
		f.reset(value.Format(f.spec, v))
		return nil
	}
	if f.card.no == "" && strings.TrimSpace(typed) == "" {
		return nil
	}
	f.card.header.set(f.spec.Key, typed)
	return nil
}

// publish shows a value that was read, unless something else is being typed. A
// code that its table has not is kept, and told.
func (f *headerField) publish(text, name string, unknown bool) {
	if f.entry == nil {
		f.reset(text)
		return
	}
	f.entry.SetTail(name)
	if f.entry.Changed() {
		return
	}
	f.reset(text)
	meaning := ""
	if unknown {
		meaning = i18n.T("card.table_has_no_code", "table", i18n.Translate(catalog.Must(f.spec.Lookup).Caption), "code", text)
	}
	if f.entry.Meaning() != meaning {
		f.entry.SetMeaning(meaning)
	}
}

// reset shows a value as if it had always been there.
func (f *headerField) reset(text string) {
	if f.spec.Type == catalog.Decimal && text == "0" {
		text = ""
	}
	switch {
	case f.check != nil:
		f.check.SetOn(text == "Yes")
	case f.choice != nil:
		f.choice.SetValue(text)
	case f.entry.Text() != i18n.Shown(f.spec, text) || f.entry.Error() != "":
		f.entry.SetText(i18n.Shown(f.spec, text))
	}
}

// newValueEntry returns an entry for a field's values, with the lookup that its
// type has.
func newValueEntry(c *Card, spec catalog.Field, entry func(theme.Icon) *entry.Entry) *entry.Entry {
	return field.Entry(c.room(), spec, entry)
}

// newNoEntry is the field of the segment's number, with what can be done about it.
func newNoEntry(c *Card) *entry.Entry {
	e := entry.New(theme.IconMore)
	e.OnLookup = func() {
		var next func() // a segment that there is has its number
		if c.no == "" {
			next = c.header.enterNo
		}
		widget.ShowMenu(c.session.Window.Canvas(), widget.Below(e),
			widget.MenuItem(i18n.T("card.take_next_number_of_series"), theme.IconNew, next),
			widget.MenuItem(i18n.T("card.copy_number"), theme.IconCopy, c.whenMade(func() { fyne.CurrentApp().Clipboard().SetContent(c.no) })),
			fyne.NewMenuItemSeparator(),
			widget.MenuItem(i18n.T("card.number_series_in_settings_dialog"), theme.IconSettings, c.session.To(route.Settings{})),
		)
	}
	return e
}

// room is where the card's fields stand.
func (c *Card) room() *field.Room {
	return &field.Room{Session: c.session, Tasks: c.Tasks, Env: func() filter.Env { return c.read.env }}
}

// contactLookup offers contacts by their number, name or e-mail address.
func contactLookup(c *Card, take func(no string)) entry.Lookup {
	no, _ := catalog.Must(catalog.Contact).Field("no")
	return field.Contacts(c.room(), no, take)
}
