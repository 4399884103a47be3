package contact

import (
	"context"
	"strings"

	"winnow/core/fold"
	"winnow/core/record"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/theme"
)

// firstColumn is the column under which a new row begins.
func (l *belonging) firstColumn() string { return l.table.List.Columns()[0].Key }

// addCode begins a row with a code that is looked up.
func (l *belonging) addCode(typed rune) {
	c := l.contact
	key, _ := l.spec.Field(l.key)
	take := func(code string) { l.create(map[string]string{l.key: code}) }
	lookup := field.Codes(c.room, key.Lookup, take)
	if key.LookupOfContact != "" { // the codes of the contact's own alternative addresses
		lookup = l.addresses(take)
	}
	lookup.Start = entry.Begin(typed)
	l.table.List.LookupCell(l.table.List.Len(), l.firstColumn(), lookup)
}

// addresses is the lookup of the contact's alternative addresses.
func (l *belonging) addresses(take func(string)) entry.Lookup {
	c := l.contact
	return entry.Lookup{Width: 420, OnTake: func(values []string) { take(values[0]) },
		Search: func(search string, done func([]entry.LookupItem)) {
			var rows []record.Row
			c.Tasks.Run(func(ctx context.Context) (err error) {
				rows, err = c.session.Upkeep.Belonging(ctx, altAddress, c.no, rowsLimit)
				return err
			}, func(err error) {
				if err != nil {
					c.session.Go.Fail(err)
				}
				var items []entry.LookupItem
				for _, row := range rows {
					item := entry.LookupItem{Value: row.Text("code"), Text: joined(row.Text("address"), row.Text("city"))}
					if fold.NewSearch(search).Finds(item.Value, item.Text) {
						items = append(items, item)
					}
				}
				done(items)
			})
		}}
}

// addTyped begins a row, such as an alternative address, with a code that is typed.
func (l *belonging) addTyped(typed rune) {
	list := l.table.List
	entry := entry.NewCell(theme.IconNone)
	done := func() {
		list.EndEdit()
		list.Focus()
	}
	entry.OnCommit = func(text string) error {
		if strings.TrimSpace(text) != "" {
			l.create(map[string]string{l.key: text})
		}
		return nil
	}
	entry.OnEnter = done
	entry.OnTab = func(bool) {
		if entry.Commit() {
			done()
		}
	}
	entry.OnKey = func(name string) bool {
		if name != "Esc" {
			return false
		}
		entry.Revert()
		done()
		return true
	}
	if list.EditCell(list.Len(), l.key, entry) && typed != 0 {
		entry.Type(string(typed))
	}
}

// addAnswer looks an answer up among those of all questionnaires.
func (l *belonging) addAnswer(typed rune) {
	c := l.contact
	var lines []record.Row
	l.table.List.LookupCell(l.table.List.Len(), l.firstColumn(), entry.Lookup{
		Width: 520, Start: entry.Begin(typed),
		Search: func(search string, done func([]entry.LookupItem)) {
			c.Tasks.Run(func(ctx context.Context) (err error) {
				if lines == nil {
					lines, err = readAll(ctx, c, "profile_questionnaire_line")
				}
				return err
			}, func(err error) {
				if err != nil {
					c.session.Go.Fail(err)
				}
				done(answers(lines, search))
			})
		},
		OnTake: func(values []string) {
			questionnaire, line, _ := strings.Cut(values[0], " · ")
			l.create(map[string]string{"profile_questionnaire_code": questionnaire, "line_no": line})
		},
	})
}

// question is the Type of a questionnaire's line that asks; the others answer.
const question = int64(0)

// answers are the answers in which, or in whose question, the text is found.
func answers(lines []record.Row, search string) []entry.LookupItem {
	var items []entry.LookupItem
	asked := ""
	for _, line := range lines {
		if line.Value("type") == question {
			asked = line.Text("description")
			continue
		}
		item := entry.LookupItem{Value: line.Text("profile_questionnaire_code") + " · " + line.Text("line_no"), Text: joined(asked, line.Text("description"))}
		if fold.NewSearch(search).Finds(item.Value, item.Text) {
			items = append(items, item)
		}
	}
	return items
}

// readAll reads a small table.
func readAll(ctx context.Context, c *Contact, key string) ([]record.Row, error) {
	list, err := c.session.Records.List(ctx, key, record.Query{})
	if err != nil {
		return nil, err
	}
	return list.Page(ctx, 0, list.Len())
}
