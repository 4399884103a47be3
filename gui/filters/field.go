package filters

import (
	"context"

	"winnow/core/catalog"
	"winnow/core/record"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/suggest"
	"winnow/gui/theme"
)

// offeredLimit is how many values a lookup offers at a time.
const offeredLimit = 200

// field is the filter of one field, as it is being typed.
type field struct {
	dialog  *Dialog
	section catalog.Section
	spec    catalog.Field
	without bool
	entry   *entry.Entry
	pasted  pasted
	search  context.CancelFunc // stops looking for the values that occur
	remove  func()             // takes the field away again; nil for those that are always there
}

func newField(d *Dialog, s catalog.Section, spec catalog.Field, without bool) *field {
	icon := theme.IconDown
	switch spec.Type {
	case catalog.Date:
		icon = theme.IconCalendar
	case catalog.Decimal:
		icon = theme.IconNone
	}
	f := &field{dialog: d, section: s, spec: spec, without: without, entry: entry.New(icon)}
	if spec.Type == catalog.Option || spec.Type == catalog.Boolean {
		f.entry.SetPlaceholder(i18n.T("filters.any"))
	}
	f.entry.TakesFilter = true
	f.entry.OnChanged = func(string) { d.changed() }
	f.entry.OnPaste = f.paste
	f.entry.Chip = f.chip
	f.entry.OnLookup = f.lookup
	return f
}

// set shows a filter as it is kept.
func (f *field) set(kept string) { f.entry.SetText(i18n.ShownFilter(f.spec, kept)) }

// typed is the filter as it is kept, with its options in English.
func (f *field) typed() string { return i18n.TypedFilter(f.spec, f.entry.Text()).Text }

// take puts a filter as it is kept into the field.
func (f *field) take(kept string) {
	f.entry.Type(i18n.ShownFilter(f.spec, kept))
	f.entry.Focus()
}

// lookup offers what the field can be filtered to.
func (f *field) lookup() {
	if f.entry.HasChip() {
		f.showValues()
		return
	}
	switch f.spec.Type {
	case catalog.Decimal: // amounts are typed
	case catalog.Date:
		suggest.ShowDates(f.entry, f.dialog.env.Today, f.take)
	case catalog.Option, catalog.Boolean:
		f.tick()
	default:
		entry.ShowLookup(f.entry, entry.Lookup{
			Multi: true, Ticked: suggest.Listed(f.typed()), Width: 460,
			Search: f.occurring, OnTake: func(values []string) { f.take(suggest.Join(values)) },
		})
	}
}

// tick offers the few values that the field can have.
func (f *field) tick() {
	entry.ShowLookup(f.entry, entry.Lookup{
		Multi: true, Ticked: suggest.Listed(i18n.ShownFilter(f.spec, f.typed())), Width: 280,
		Search: func(text string, done func([]entry.LookupItem)) {
			items, _ := suggest.Fixed(f.spec, text)
			done(items)
		},
		OnTake: func(values []string) { f.take(i18n.TypedFilter(f.spec, suggest.Join(values)).Text) },
	})
}

// occurring looks for the values that occur.
func (f *field) occurring(search string, done func([]entry.LookupItem)) {
	d := f.dialog
	if f.search != nil {
		f.search()
	}
	var found []record.Choice
	f.search = d.tasks.Run(func(ctx context.Context) (err error) {
		found, err = d.session.Records.Occurring(ctx, f.section.Key, f.spec.Key, search, offeredLimit)
		return err
	}, func(err error) {
		if err != nil {
			d.fail(err)
		}
		done(suggest.Found(found))
	})
}
