package filters

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/lang"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/record"
	"winnow/gui/look"
	"winnow/gui/part"
	"winnow/gui/words"
)

// mostOffered is how many values a lookup offers at a time.
const mostOffered = 200

// blank is how the filter language writes the empty value.
const blank = "''"

// field is the filter of one field, as it is being typed.
type field struct {
	dialog  *Dialog
	section catalog.Section
	spec    catalog.Field
	without bool
	entry   *part.Entry
	pasted  pasted
	search  context.CancelFunc // stops looking for the values that occur
	remove  func()             // takes the field away again; nil for those that are always there
}

func newField(d *Dialog, s catalog.Section, spec catalog.Field, without bool) *field {
	icon := look.IconDown
	switch spec.Type {
	case catalog.Date:
		icon = look.IconCalendar
	case catalog.Decimal:
		icon = look.IconNone
	}
	f := &field{dialog: d, section: s, spec: spec, without: without, entry: part.NewEntry(icon)}
	if spec.Type == catalog.Option || spec.Type == catalog.Boolean {
		f.entry.SetPlaceholder(lang.L("any"))
	}
	f.entry.TakesFilter = true
	f.entry.OnChanged = func(string) { d.changed() }
	f.entry.OnPaste = f.paste
	f.entry.Chip = f.chip
	f.entry.OnLookup = f.lookup
	return f
}

func (f *field) set(typed string) { f.entry.SetText(typed) }

func (f *field) typed() string { return f.entry.Text() }

// take puts what a lookup gave into the field.
func (f *field) take(text string) {
	f.entry.Type(text)
	f.entry.Focus()
}

// lookup offers what the field can be filtered to.
func (f *field) lookup() {
	if f.entry.Held() {
		f.showValues()
		return
	}
	switch f.spec.Type {
	case catalog.Decimal: // amounts are typed
	case catalog.Date:
		f.calendar()
	case catalog.Option:
		f.tick(func(search string) []part.LookupItem { return optionItems(f.spec.Options, search) })
	case catalog.Boolean:
		f.tick(func(search string) []part.LookupItem { return optionItems([]string{"Yes", "No"}, search) })
	default:
		part.ShowLookup(f.entry, part.Lookup{
			Multi: true, Ticked: listed(f.typed()), Width: 460,
			Search: f.occurring, OnTake: func(values []string) { f.take(join(values)) },
		})
	}
}

// tick offers a few values that are known without asking.
func (f *field) tick(items func(search string) []part.LookupItem) {
	part.ShowLookup(f.entry, part.Lookup{
		Multi: true, Ticked: listed(f.typed()), Width: 280,
		Search: func(text string, done func([]part.LookupItem)) { done(items(text)) },
		OnTake: func(values []string) { f.take(join(values)) },
	})
}

func optionItems(captions []string, search string) []part.LookupItem {
	var list []part.LookupItem
	for _, caption := range captions {
		item := part.LookupItem{Value: caption}
		if said := words.Say(caption); said != caption {
			item.Text = said
		}
		if caption == "" {
			item = part.LookupItem{Value: blank, Text: lang.L("(blank)")}
		}
		if contains(item.Value+" "+item.Text, search) {
			list = append(list, item)
		}
	}
	return list
}

// occurring looks for the values that occur.
func (f *field) occurring(search string, done func([]part.LookupItem)) {
	d := f.dialog
	if f.search != nil {
		f.search()
	}
	var found []record.Choice
	f.search = d.desk.Run(func(ctx context.Context) (err error) {
		found, err = d.session.Records.Occurring(ctx, f.section.Key, f.spec.Key, search, mostOffered)
		return err
	}, func(err error) {
		if err != nil {
			d.fail(err)
		}
		items := make([]part.LookupItem, len(found))
		for i, c := range found {
			items[i] = part.LookupItem{Value: c.Value, Text: c.Description, Right: part.Number(c.Count)}
			if c.Value == "" {
				items[i].Value, items[i].Text = blank, lang.L("(empty)")
			}
		}
		done(items)
	})
}

// join writes ticked values as a filter.
func join(values []string) string {
	plain := make([]string, len(values))
	for i, v := range values {
		if v != blank {
			plain[i] = v
		}
	}
	return filter.QuoteAll(plain)
}

// listed returns the values of a filter that is nothing but a list of values,
// as join writes it; none of any other filter.
func listed(typed string) []string {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return nil
	}
	var values []string
	for _, word := range strings.Split(typed, "|") {
		word = strings.TrimSpace(word)
		if inner, ok := strings.CutPrefix(word, "'"); ok && word != blank {
			word = strings.ReplaceAll(strings.TrimSuffix(inner, "'"), "''", "'")
		}
		values = append(values, word)
	}
	if join(values) != typed {
		return nil
	}
	return values
}
