// Package field shows one field of the catalog as a person edits it: an entry
// with the lookup that its type has, a choice among options, or a box to tick.
// It saves nothing itself.
package field

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/fold"
	"winnow/core/record"
	"winnow/core/segment"
	"winnow/core/value"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/region"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/work"
)

// offeredLimit is how many codes a lookup offers at a time.
const offeredLimit = 200

// Room is where fields stand: what they need of their page.
type Room struct {
	Session *session.Session
	// Tasks read for the lookups.
	Tasks *work.Tasks
	// Env returns what relative dates are resolved with; it may be empty until
	// that has been read.
	Env func() filter.Env
}

// ReadDay reads a day as people type it: as their region writes it, digits alone in
// the order of their region, and what the filter language has for one day, such as
// t for today and w for the work date. What is left out is the work date's.
func ReadDay(typed string, env filter.Env) (string, error) {
	return value.Day(region.Current().ReadDate(typed, env.WorkDate), env)
}

// ShowDay lets an entry show while one types which day is understood.
func ShowDay(e *entry.Entry, env func() filter.Env) {
	e.Reads = func(typed string) string {
		day, err := ReadDay(typed, env())
		if err != nil || day == "" {
			return ""
		}
		date, _ := time.Parse(time.DateOnly, day)
		return entry.DayText(date)
	}
}

// workDate is the day that the rest of a date is taken from.
func (r *Room) workDate() string { return r.Env().WorkDate }

// Field is one field. Texts that come in and go out are as core writes and reads
// them; what is shown is as the person's region writes it.
type Field struct {
	// Spec is the field of the catalog.
	Spec catalog.Field
	// Save receives a text that was typed and can be the field's.
	Save func(text string)

	room   *Room
	entry  *entry.Entry
	choice *entry.Choice
	check  *entry.Check
	text   string // what was published
}

// New returns an empty field. save receives what is typed, when it can be the
// field's.
func New(room *Room, spec catalog.Field, save func(text string)) *Field {
	f := &Field{Spec: spec, Save: save, room: room}
	switch spec.Type {
	case catalog.Boolean:
		f.check = entry.NewCheck("", "", func(on bool) { f.save(truth(on)) })
	case catalog.Option:
		f.choice = entry.NewChoice(Choices(spec), f.save)
	default:
		f.entry = Entry(room, spec, entry.New)
		f.entry.OnCommit = f.commit
	}
	return f
}

func (f *Field) save(text string) {
	if f.Save != nil {
		f.Save(text)
	}
}

func truth(on bool) string {
	if on {
		return "Yes"
	}
	return "No"
}

// Choices are the options of a field, for an entry.Choice.
func Choices(spec catalog.Field) []entry.Option {
	var list []entry.Option
	for _, caption := range spec.Options {
		list = append(list, entry.Option{Value: caption, Text: i18n.Translate(caption)})
	}
	return list
}

// Beside returns the field with its caption, for entry.NewFields.
func (f *Field) Beside() entry.Field {
	return entry.Field{Caption: i18n.Translate(f.Spec.Caption), Object: f.Object()}
}

// Object is what the page shows.
func (f *Field) Object() fyne.CanvasObject {
	switch {
	case f.check != nil:
		return f.check
	case f.choice != nil:
		return f.choice
	}
	return f.entry
}

// Entry is the entry that one types in, or nil.
func (f *Field) Entry() *entry.Entry { return f.entry }

// Focused reports whether the field has the keyboard.
func (f *Field) Focused() bool {
	focused := f.room.Session.Window.Canvas().Focused()
	return f.entry != nil && f.entry.Focused() || focused != nil && (focused == fyne.Focusable(f.choice) || focused == fyne.Focusable(f.check))
}

// Changed reports whether something else stands in the field than was published.
func (f *Field) Changed() bool {
	switch {
	case f.check != nil:
		return f.check.On() != (f.text == truth(true))
	case f.choice != nil:
		return f.choice.Value() != f.text
	}
	return f.entry.Text() != f.shown(f.text)
}

// Unsaved returns what reports whether one of these fields was changed, for a dialog in
// which that would be lost.
func Unsaved(fields map[string]*Field) func() bool {
	return func() bool {
		for _, f := range fields {
			if f.Changed() {
				return true
			}
		}
		return false
	}
}

// commit checks what was typed and saves it. The error is shown at the field,
// and the keyboard stays there.
func (f *Field) commit(typed string) error {
	text := i18n.Typed(f.Spec, typed, f.room.workDate())
	v, err := value.Parse(f.Spec, text, f.room.Env())
	if err != nil {
		return i18n.Error(err)
	}
	if value.Format(f.Spec, v) == f.text {
		f.reset(f.text)
		return nil
	}
	f.save(text)
	return nil
}

// Text is what stands in the field, as core reads it.
func (f *Field) Text() string {
	switch {
	case f.check != nil:
		return truth(f.check.On())
	case f.choice != nil:
		return f.choice.Value()
	}
	return i18n.Typed(f.Spec, f.entry.Text(), f.room.workDate())
}

// Publish shows a value that was read, and what a code is called, unless
// something else is being typed.
func (f *Field) Publish(text, name string) {
	f.text = text
	if f.entry == nil || !f.entry.Changed() {
		f.reset(text)
	}
	if f.entry != nil {
		f.entry.SetTail(name)
	}
}

// Refuse marks a value that was not taken: at the entry, where it can be corrected;
// a choice and a box go back to what they were, and Refuse answers false.
func (f *Field) Refuse(err error) bool {
	if f.entry == nil {
		f.reset(f.text)
		return false
	}
	if company.OfFile(err) { // the page tells why
		f.entry.Refuse(f.shown(f.text), i18n.T("common.not_saved"))
		return true
	}
	f.entry.Refuse(f.shown(f.text), strings.TrimPrefix(work.Text(err), i18n.Translate(f.Spec.Caption)+": "))
	return true
}

// shown is a value as the person reads it; an empty number is nothing.
func (f *Field) shown(text string) string {
	if (f.Spec.Type == catalog.Decimal || f.Spec.Type == catalog.Integer) && text == "0" {
		return ""
	}
	return i18n.Shown(f.Spec, text)
}

// reset shows a value as if it had always been there.
func (f *Field) reset(text string) {
	switch shown := f.shown(text); {
	case f.check != nil:
		f.check.SetOn(text == "Yes")
	case f.choice != nil:
		f.choice.SetValue(text)
	case f.entry.Text() != shown || f.entry.Error() != "":
		f.entry.SetText(shown)
	}
}

// Entry returns an entry for a field's values, with the lookup that its type
// has; newEntry is entry.New or entry.NewCell.
func Entry(room *Room, spec catalog.Field, newEntry func(theme.Icon) *entry.Entry) *entry.Entry {
	var e *entry.Entry
	take := func(text string) {
		e.Type(text)
		e.Focus()
	}
	switch {
	case spec.Type == catalog.Date:
		e = newEntry(theme.IconCalendar)
		e.OnLookup = func() { lookupDay(room, e, spec, take) }
		ShowDay(e, room.Env)
	case spec.Type == catalog.Option || spec.Type == catalog.Boolean:
		e = newEntry(theme.IconDown)
		e.OnLookup = func() { entry.ShowLookup(e, begun(Options(spec, take), e)) }
	case spec.Lookup == catalog.Contact:
		e = newEntry(theme.IconDown)
		e.OnLookup = func() { entry.ShowLookup(e, begun(Contacts(room, spec, take), e)) }
	case spec.Key == wordTemplate:
		e = newEntry(theme.IconDown)
		e.OnLookup = func() { entry.ShowLookup(e, begun(WordTemplates(room, take), e)) }
	case spec.Lookup != "":
		e = newEntry(theme.IconDown)
		e.OnLookup = func() { entry.ShowLookup(e, begun(Codes(room, spec.Lookup, take), e)) }
	default:
		e = newEntry(theme.IconNone)
	}
	return e
}

// begun lets a lookup begin at what stands in its field.
func begun(lookup entry.Lookup, e *entry.Entry) entry.Lookup {
	lookup.Current = e.Text()
	return lookup
}

func lookupDay(room *Room, e *entry.Entry, spec catalog.Field, take func(string)) {
	today, _ := time.Parse(time.DateOnly, room.Env().Today)
	day, _ := ReadDay(e.Text(), room.Env()) // what is no day leaves today marked
	date, _ := time.Parse(time.DateOnly, day)
	entry.ShowCalendar(e, entry.Calendar{Date: date, Today: today, Monday: region.Current().Monday,
		OnDate: func(day time.Time) { take(i18n.Shown(spec, day.Format(time.DateOnly))) }})
}

// Options is the lookup of an option's or a boolean's values.
func Options(spec catalog.Field, take func(string)) entry.Lookup {
	captions := spec.Options
	if spec.Type == catalog.Boolean {
		captions = []string{"No", "Yes"}
	}
	return entry.Lookup{Width: 220,
		Search: func(text string, done func([]entry.LookupItem)) {
			var items []entry.LookupItem
			for _, caption := range captions {
				shown := i18n.Shown(spec, caption)
				if fold.NewSearch(text).Finds(shown) {
					items = append(items, entry.LookupItem{Value: shown})
				}
			}
			done(items)
		},
		OnTake: func(values []string) { take(values[0]) },
	}
}

// contactsLimit is how many contacts a lookup offers at a time.
const contactsLimit = 50

// Contacts offers contacts by their number, name or e-mail address; where the
// field names a company, companies only.
func Contacts(room *Room, spec catalog.Field, take func(no string)) entry.Lookup {
	records := room.Session.Records
	ask := func(read func(context.Context, string, int) ([]record.Row, error)) func(string, func([]entry.LookupItem)) {
		stop := func() {}
		return func(text string, done func([]entry.LookupItem)) {
			stop()
			var found []record.Row
			stop = room.Tasks.Run(func(ctx context.Context) (err error) {
				found, err = read(ctx, text, contactsLimit)
				return err
			}, func(err error) {
				if err != nil {
					room.Session.Go.Fail(err)
				}
				done(contactItems(found, spec.Key == "company_no"))
			})
		}
	}
	return entry.Lookup{
		Width: 620, ByText: true, First: ask(records.ContactsBeginning), Search: ask(records.FindContacts),
		OnTake: func(values []string) { take(values[0]) },
	}
}

// contactItems are contacts as a lookup shows them, all or the companies.
func contactItems(found []record.Row, companies bool) []entry.LookupItem {
	var items []entry.LookupItem
	for _, r := range found {
		company := r.Text("company_name")
		if company == r.Text("name") {
			company = ""
		}
		if !companies || r.Value("type") == int64(0) {
			items = append(items, entry.LookupItem{Value: r.Text("no"), Text: r.Text("name"), Right: beside(company, r.Text("city"))})
		}
	}
	return items
}

// beside sets what there is of two texts side by side.
func beside(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " · " + b
}

// Codes is the lookup of the rows of a table, with "New…" where people keep the
// table up. take receives the code.
func Codes(room *Room, table string, take func(string)) entry.Lookup {
	typed, find := "", FindCodes(room.Session, room.Tasks, table)
	lookup := entry.Lookup{Width: 420,
		Search: func(search string, done func([]entry.LookupItem)) {
			typed = search
			find(search, done)
		},
		OnTake: func(values []string) { take(values[0]) },
	}
	return WithNew(room, table, lookup, &typed, take)
}

// FindCodes returns what finds rows of a table for a lookup.
func FindCodes(s *session.Session, tasks *work.Tasks, table string) func(search string, done func([]entry.LookupItem)) {
	return func(search string, done func([]entry.LookupItem)) {
		var found []record.Choice
		tasks.Run(func(ctx context.Context) (err error) {
			found, err = s.Records.Codes(ctx, table, search, offeredLimit)
			return err
		}, func(err error) {
			if err != nil {
				s.Go.Fail(err)
			}
			items := make([]entry.LookupItem, len(found))
			for i, choice := range found {
				items[i] = entry.LookupItem{Value: choice.Value, Text: choice.Description}
			}
			done(items)
		})
	}
}

// Segments offers the segments that find asks for, by number and description. take
// receives the number.
func Segments(room *Room, find segment.FindParams, take func(no string)) entry.Lookup {
	return entry.Lookup{Width: 420,
		Search: func(search string, done func([]entry.LookupItem)) {
			find.Text, find.Limit = search, offeredLimit
			var found []segment.Found
			room.Tasks.Run(func(ctx context.Context) (err error) {
				found, err = room.Session.Segments.Find(ctx, find)
				return err
			}, func(err error) {
				if err != nil {
					room.Session.Go.Fail(err)
				}
				items := make([]entry.LookupItem, len(found))
				for i, s := range found {
					items[i] = entry.LookupItem{Value: s.No, Text: s.Description}
					if s.LoggedAs > 0 {
						items[i].Right = i18n.T("common.logged")
					}
				}
				done(items)
			})
		},
		OnTake: func(values []string) { take(values[0]) },
	}
}

// WithNew lets a lookup make a new row of a table, if people keep it up; typed
// is what was typed last.
func WithNew(room *Room, table string, lookup entry.Lookup, typed *string, take func(string)) entry.Lookup {
	if kept(table) && room.Session.Services.NewCode != nil {
		lookup.NewText = i18n.T("common.new_dialog")
		lookup.New = func() { room.Session.Services.NewCode(table, *typed, take) }
	}
	return lookup
}

// kept reports whether people keep a table of codes up.
func kept(table string) bool {
	for _, t := range catalog.CodeTables() {
		if t.Key == table {
			return len(t.Keys) == 1
		}
	}
	return false
}

// Was is what a person sees in a cell of a table that is edited in place, for
// upkeep.Change: nothing where the cell is out of sight.
func Was(t *table.Table, row string, spec catalog.Field) map[string]string {
	shown, ok := t.Seen(row, spec.Key)
	if !ok {
		return nil
	}
	v, err := value.Parse(spec, i18n.Typed(spec, shown, ""), filter.Env{})
	if err != nil {
		return nil
	}
	return map[string]string{spec.Key: value.Format(spec, v)}
}

// Settle gives a table the keyboard after a change of one row's fields, unless
// one is in the next cell already. Where the change moves the row or renames it,
// the next cell is another's, and is left.
func Settle(t *table.Table, of catalog.Table, changed map[string]string) {
	for key := range changed {
		if key == t.Query().SortBy || of.IsKey(key) {
			t.List.EndEdit()
		}
	}
	if _, _, editing := t.List.Editing(); !editing {
		t.List.Focus()
	}
}
