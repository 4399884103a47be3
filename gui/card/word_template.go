package card

import (
	"context"
	"strings"

	"winnow/core/fold"
	"winnow/core/template"
	"winnow/gui/entry"
	"winnow/gui/theme"
)

// wordTemplate is the key of the field that names the Word template of a
// segment's letters.
const wordTemplate = "word_template"

// newTemplateEntry returns an entry that offers the kept Word templates; others,
// which only Business Central has, can be typed.
func newTemplateEntry(c *Card) *entry.Entry {
	e := entry.New(theme.IconDown)
	e.OnLookup = func() {
		entry.ShowLookup(e, templateLookup(c, func(code string) {
			e.Type(code)
			e.Focus()
		}))
	}
	return e
}

// templateLookup offers the kept Word templates by their code and description.
func templateLookup(c *Card, take func(code string)) entry.Lookup {
	return entry.Lookup{Width: 420,
		Search: func(text string, done func([]entry.LookupItem)) {
			var kept []template.Template
			c.Tasks.Run(func(ctx context.Context) (err error) {
				kept, err = template.New(c.session.Company).All(ctx)
				return err
			}, func(err error) {
				if err != nil {
					c.session.Go.Fail(err)
				}
				done(templateItems(kept, text))
			})
		},
		OnTake: func(values []string) { take(values[0]) },
	}
}

// templateItems are templates as a lookup shows them: a code once, whatever the
// languages it has, with the description of the first that suits.
func templateItems(kept []template.Template, search string) []entry.LookupItem {
	var items []entry.LookupItem
	for _, t := range kept {
		n := len(items) - 1
		again := n >= 0 && strings.EqualFold(items[n].Value, t.Code)
		if !again && fold.NewSearch(search).Finds(t.Code, t.Description) {
			items = append(items, entry.LookupItem{Value: t.Code, Text: t.Description})
		}
	}
	return items
}
