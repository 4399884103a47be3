package field

import (
	"context"
	"strings"

	"winnow/core/fold"
	"winnow/core/template"
	"winnow/gui/entry"
)

// wordTemplate is the key of the fields that name a kept Word template.
const wordTemplate = "word_template_code"

// WordTemplates offers the kept Word templates by their code and description. take
// receives the code.
func WordTemplates(room *Room, take func(code string)) entry.Lookup {
	return entry.Lookup{Width: 420,
		Search: func(text string, done func([]entry.LookupItem)) {
			var kept []template.Template
			room.Tasks.Run(func(ctx context.Context) (err error) {
				kept, err = template.New(room.Session.Company).All(ctx)
				return err
			}, func(err error) {
				if err != nil {
					room.Session.Go.Fail(err)
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
