package card

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/record"
	"winnow/core/value"
	"winnow/gui/look"
	"winnow/gui/part"
)

// mostOffered is how many codes a lookup offers at a time.
const mostOffered = 200

// headerField is one field of the header: an entry, a choice among options or a
// box to tick.
type headerField struct {
	card   *Card
	spec   catalog.Field
	entry  *part.Entry
	choice *part.Choice
	check  *part.Check
}

func newHeaderField(c *Card, spec catalog.Field) *headerField {
	f := &headerField{card: c, spec: spec}
	switch spec.Type {
	case catalog.Boolean:
		f.check = part.NewCheck("", "", func(on bool) { c.header.set(spec.Key, value.Format(spec, number(on))) })
	case catalog.Option:
		f.choice = part.NewChoice(optionsOf(spec), func(typed string) { c.header.set(spec.Key, typed) })
	default:
		f.entry = newValueEntry(c, spec, part.NewEntry)
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

func optionsOf(spec catalog.Field) []part.Option {
	var list []part.Option
	for _, caption := range spec.Options {
		list = append(list, part.Option{Value: caption, Text: caption})
	}
	return list
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

// commit checks what was typed and saves it. The error is shown at the field,
// and the keyboard stays there.
func (f *headerField) commit(typed string) error {
	v, err := value.Parse(f.spec, typed, f.card.read.env)
	if err != nil {
		return err
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

// publish shows a value that was read, unless something else is being typed.
func (f *headerField) publish(text, name string) {
	if f.entry == nil || !f.entry.Changed() {
		f.reset(text)
	}
	if f.entry != nil {
		f.entry.SetTail(name)
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
	case f.entry.Text() != text || f.entry.Error() != "":
		f.entry.SetText(text)
	}
}

// newValueEntry returns an entry for a field's values, with the lookup that its
// type has.
func newValueEntry(c *Card, spec catalog.Field, entry func(look.Icon) *part.Entry) *part.Entry {
	var e *part.Entry
	take := func(text string) {
		e.Type(text)
		e.Focus()
	}
	switch {
	case spec.Type == catalog.Date:
		e = entry(look.IconCalendar)
		e.OnLookup = func() {
			today, _ := time.Parse(time.DateOnly, c.read.env.Today)
			date, _ := time.Parse(time.DateOnly, e.Text())
			part.ShowCalendar(e, part.Calendar{Date: date, Today: today, Monday: true,
				OnDate: func(day time.Time) { take(day.Format(time.DateOnly)) }})
		}
	case spec.Type == catalog.Option || spec.Type == catalog.Boolean:
		e = entry(look.IconDown)
		e.OnLookup = func() { c.lookupOptions(e, spec, take) }
	case spec.Lookup != "":
		e = entry(look.IconDown)
		e.OnLookup = func() {
			part.ShowLookup(e, part.Lookup{Width: 420, Search: c.codes(spec.Lookup),
				OnTake: func(values []string) { take(values[0]) }})
		}
	default:
		e = entry(look.IconNone)
	}
	return e
}

func (c *Card) lookupOptions(e *part.Entry, spec catalog.Field, take func(string)) {
	captions := spec.Options
	if spec.Type == catalog.Boolean {
		captions = []string{"No", "Yes"}
	}
	part.ShowLookup(e, part.Lookup{Width: 220,
		Search: func(text string, done func([]part.LookupItem)) {
			var items []part.LookupItem
			for _, caption := range captions {
				if strings.Contains(strings.ToLower(caption), strings.ToLower(text)) {
					items = append(items, part.LookupItem{Value: caption})
				}
			}
			done(items)
		},
		OnTake: func(values []string) { take(values[0]) },
	})
}

// codes looks for the rows of a table that a field can name.
func (c *Card) codes(table string) func(string, func([]part.LookupItem)) {
	return func(search string, done func([]part.LookupItem)) {
		var found []record.Choice
		c.Desk.Run(func(ctx context.Context) (err error) {
			found, err = c.session.Records.Codes(ctx, table, search, mostOffered)
			return err
		}, func(err error) {
			if err != nil {
				c.session.Go.Fail(err)
			}
			items := make([]part.LookupItem, len(found))
			for i, choice := range found {
				items[i] = part.LookupItem{Value: choice.Value, Text: choice.Description}
			}
			done(items)
		})
	}
}
