// Package codes shows the code tables of a company: a list of them, each as a
// list that is edited in place, and the dialog that makes a new code wherever
// one is missed. What can be changed, and what follows, the engine says.
package codes

import (
	"context"
	"maps"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/upkeep"
	"winnow/core/value"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Codes is the page of one code table.
type Codes struct {
	session *session.Session
	spec    catalog.Table
	table   *table.Table
	room    *field.Room
	env     filter.Env // read when the page is shown
	page    *widget.Page
	// part are the keys of the row whose parts these are, by field; nil for all rows.
	part map[string]string
}

// NewPage returns the page that a route leads to: that of a code table, or the list of
// them all.
func NewPage(s *session.Session, to route.Codes) *widget.Page {
	if to.Table == "" {
		return OpenAll(s).Page()
	}
	return Open(s, to).Page()
}

// Open returns the page of a code table.
func Open(s *session.Session, to route.Codes) *Codes {
	key := to.Table
	p := &Codes{session: s, spec: catalog.Must(key)}
	p.room = &field.Room{Session: s, Tasks: work.NewTasks(), Env: func() filter.Env { return p.env }}
	caption := i18n.Translate(p.spec.Plural)
	if to.Of != "" {
		p.part = map[string]string{p.spec.Keys[0]: to.Of}
		caption += " · " + to.Of
	}
	bar := widget.NewActionBar(
		widget.Action{Text: i18n.T("common.new"), Icon: theme.IconNew, Kind: widget.Primary, Key: "Alt+N", Do: func() { p.create("") }},
		widget.Action{Text: i18n.T("common.delete"), Icon: theme.IconDelete, Kind: widget.Boxed, Key: "Ctrl+Delete", Do: p.askDelete},
	)
	bar.Separate()
	bar.Add(widget.Action{Text: i18n.T("codes.where_used"), Icon: theme.IconInfo, Do: p.whereUsed})
	for _, a := range p.more() {
		bar.Add(a)
	}
	p.table = table.New(table.Params{
		Session: s, Tasks: p.room.Tasks, Name: "codes." + key, Caption: caption, Columns: columns(p.spec),
		Source:  table.Records{Session: s, Table: key},
		Where:   p.where(),
		Count:   func(n int) string { return i18n.T("common.n_rows", "count", n) },
		Empty:   i18n.T("codes.none_yet_new_alt_n_makes_one"),
		Editing: &table.Editing{Entry: p.entry, Check: p.check, Save: p.save},
	})
	list := p.table.List
	list.NewRow = i18n.T("codes.new")
	list.OnNewRow = func(typed rune) { p.create(entry.Begin(typed)) }
	p.page = p.table.Page(table.PageParams{Bar: bar, New: func() { p.create("") }, Delete: p.askDelete, Menu: func(_ int, at fyne.Position) {
		items := []*fyne.MenuItem{widget.MenuItem(i18n.T("common.delete"), theme.IconDelete, p.askDelete),
			widget.MenuItem(i18n.T("codes.where_used"), theme.IconInfo, p.whereUsed)}
		for _, a := range p.more() {
			items = append(items, widget.MenuItem(a.Text, a.Icon, a.Do))
		}
		p.table.Menu(at, items...)
	}})
	p.page.OnShow = p.shown
	p.page.Keys["Ctrl+Insert"] = p.page.Keys["Alt+N"]
	for _, a := range p.more() {
		if a.Key != "" {
			p.page.Keys[a.Key] = a.Do
		}
	}
	return p
}

// columns are a table's fields, all to be edited, each as wide as its caption
// and its kind need.
func columns(t catalog.Table) []table.Column {
	list := table.FieldColumns(t.Fields, nil)
	for i := range list {
		c := &list[i]
		c.Hidden, c.Edit = false, true
		c.Width = max(100, 34+7.5*float32(utf8.RuneCountInString(i18n.Translate(c.Field.Caption))))
		switch {
		case c.Key == t.Describe || c.Key == "salutation":
			c.Width = 320
		case c.Field.Type == catalog.Text:
			c.Width = max(c.Width, 200)
		case c.Field.Type == catalog.Code:
			c.Width = max(c.Width, 130)
		}
	}
	return list
}

// Page is the code table as the navigator shows it.
func (p *Codes) Page() *widget.Page { return p.page }

// Tasks do the page's work.
func (p *Codes) Tasks() *work.Tasks { return p.table.Tasks }

func (p *Codes) shown() {
	p.table.Reload()
	p.session.Env(p.room.Tasks, func(env filter.Env) { p.env = env })
}

func (p *Codes) entry(c table.Column) *entry.Entry {
	return field.Entry(p.room, c.Field, entry.NewCell)
}

func (p *Codes) check(c table.Column, text string) error {
	_, err := value.Parse(c.Field, i18n.Typed(c.Field, text, p.env.WorkDate), p.env)
	return err
}

func (p *Codes) create(typed string) {
	began := start(p.spec, typed)
	maps.Copy(began, p.part)
	askNew(p.session, p.spec.Key, began, func(code string) {
		p.table.Say(i18n.T("codes.code_made", "code", code))
		p.table.Reload()
		p.table.List.Focus()
		p.made(code)
	})
}

// save changes a cell. A new code asks first, as all that name it follow.
func (p *Codes) save(row string, c table.Column, typed string) {
	key := strings.Split(row, "\t")
	change := upkeep.Change{Table: p.spec.Key, Key: key, Was: field.Was(p.table, row, c.Field),
		Fields: map[string]string{c.Key: i18n.Typed(c.Field, typed, p.env.WorkDate)}}
	if !p.spec.IsKey(c.Key) {
		p.withLanguage(change, func() { p.write(change) })
		return
	}
	question := widget.Question{
		Title: i18n.T("codes.rename_2"),
		Text: i18n.T("codes.rename_old_to_new_all_contacts_segments",
			"old", strings.Join(key, " "), "new", strings.TrimSpace(typed)),
		Yes: i18n.T("codes.rename"), No: i18n.T("common.cancel"),
		OnYes: func() { p.write(change) },
		OnNo:  func() { p.table.List.Focus() },
	}
	// What was pressed in the cell may still move the keyboard on, into a cell of
	// a row that will stand elsewhere.
	fyne.Do(func() {
		p.table.List.EndEdit()
		widget.Ask(p.session.Window.Canvas(), question)
	})
}

func (p *Codes) write(change upkeep.Change) {
	var saved upkeep.Saved
	p.Tasks().RunSlow(p.session.Window.Canvas(), i18n.T("common.saving_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		saved, err = p.session.Upkeep.Update(ctx, change)
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped:
			p.table.Say(i18n.T("common.stopped_nothing_was_changed"))
		case err != nil:
			p.session.Tell(err, p.table.Say)
		case saved.Renamed > 0:
			p.table.Say(i18n.T("common.renamed_with_n_rows_that_named", "count", saved.Renamed))
		default:
			p.table.Say(i18n.T("common.saved"))
		}
		p.table.Reload()
		field.Settle(p.table, p.spec, change.Fields)
	})
}

func (p *Codes) askDelete() {
	p.table.NamePicked(p.spec.Key, func(keys []string, named string) {
		widget.Ask(p.session.Window.Canvas(), widget.Question{
			Title: i18n.T("codes.delete_n_rows", "count", len(keys)), Final: true,
			Text: i18n.T("codes.delete_rows_what_is_used_stays", "rows", named),
			Yes:  i18n.T("common.delete"), No: i18n.T("common.cancel"), OnYes: func() { p.delete(keys) },
		})
	})
}

// delete deletes what is not used, and says why the rest stays.
func (p *Codes) delete(keys []string) {
	deleted := 0
	p.Tasks().RunSlow(p.session.Window.Canvas(), i18n.T("codes.deleting_rows_dialog"), func(ctx context.Context, report func(done, total int)) error {
		var kept error
		for i, key := range keys {
			err := p.session.Upkeep.Delete(ctx, p.spec.Key, strings.Split(key, "\t")...)
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case err == nil:
				deleted++
			case kept == nil:
				kept = err
			}
			report(i+1, len(keys))
		}
		return kept
	}, func(err error, stopped bool) {
		text := i18n.T("codes.n_rows_deleted", "count", deleted)
		p.table.Say(text)
		if err != nil && !stopped {
			p.session.Go.Fail(err)
		}
		p.table.List.ClearSelection()
		p.table.Reload()
	})
}

// whereUsed says which tables name the current row.
func (p *Codes) whereUsed() {
	key, ok := p.table.Current()
	if !ok {
		return
	}
	var uses upkeep.Uses
	p.Tasks().RunSlow(p.session.Window.Canvas(), i18n.T("codes.looking_where_it_is_used_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		uses, err = p.session.Upkeep.Uses(ctx, p.spec.Key, strings.Split(key, "\t")...)
		return err
	}, func(err error, stopped bool) {
		name := strings.ReplaceAll(key, "\t", " ")
		switch {
		case stopped:
		case err != nil:
			p.session.Go.Fail(err)
		case len(uses) == 0:
			p.table.Say(i18n.T("codes.code_is_not_used", "code", name))
		default:
			var lines []string
			for _, u := range uses {
				lines = append(lines, i18n.T("codes.n_in_table_field", "n", widget.Number(u.Count), "table", i18n.Translate(u.Table.Caption), "field", i18n.Translate(u.Field.Caption)))
			}
			widget.Tell(p.session.Window.Canvas(), i18n.T("codes.code_is_used", "code", name), strings.Join(lines, " · "), "")
		}
	})
}
