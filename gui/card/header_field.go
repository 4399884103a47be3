package card

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/core/catalog"
	"winnow/core/record"
	"winnow/core/value"
	"winnow/gui/look"
	"winnow/gui/part"
	"winnow/gui/words"
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
		list = append(list, part.Option{Value: caption, Text: words.Say(caption)})
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
	typed = words.Typed(f.spec, typed, f.card.read.env.Today)
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
		meaning = lang.L("{{.table}} has no {{.code}}", map[string]any{"table": words.Say(catalog.Must(f.spec.Lookup).Caption), "code": text})
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
	case f.entry.Text() != words.Shown(f.spec, text) || f.entry.Error() != "":
		f.entry.SetText(words.Shown(f.spec, text))
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
			date, _ := time.Parse(time.DateOnly, words.Typed(spec, e.Text(), c.read.env.Today))
			part.ShowCalendar(e, part.Calendar{Date: date, Today: today, Monday: true,
				OnDate: func(day time.Time) { take(words.Shown(spec, day.Format(time.DateOnly))) }})
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
				shown := words.Shown(spec, caption)
				if strings.Contains(strings.ToLower(shown), strings.ToLower(text)) {
					items = append(items, part.LookupItem{Value: shown})
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

// mostContacts is how many contacts a lookup offers at a time.
const mostContacts = 50

// contactLookup offers contacts by their number, name or e-mail address.
func contactLookup(c *Card, take func(no string)) part.Lookup {
	stop := func() {}
	return part.Lookup{
		Width: 560,
		Search: func(text string, done func([]part.LookupItem)) {
			stop()
			var found []record.Row
			stop = c.Desk.Run(func(ctx context.Context) (err error) {
				found, err = c.session.Records.FindContacts(ctx, text, mostContacts)
				return err
			}, func(err error) {
				if err != nil {
					c.session.Go.Fail(err)
				}
				items := make([]part.LookupItem, len(found))
				for i, r := range found {
					company := r.Text("company_name")
					if company == r.Text("name") {
						company = ""
					}
					items[i] = part.LookupItem{Value: r.Text("no"), Text: r.Text("name"), Right: joined(company, r.Text("city"))}
				}
				done(items)
			})
		},
		OnTake: func(values []string) { take(values[0]) },
	}
}
