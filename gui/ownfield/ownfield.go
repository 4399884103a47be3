// Package ownfield shows the fields that contacts have in this company only: the page
// that lists them ([Open]). It decides nothing itself.
package ownfield

import (
	"context"
	"strings"

	"winnow/core/catalog"
	"winnow/core/ownfield"
	"winnow/gui/fieldform"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// Page lists the company's own fields.
type Page struct {
	session *session.Session
	store   *ownfield.Store
	table   *table.Table
	page    *widget.Page
	form    *fieldform.Form // the one shown last
}

// Open returns the page.
func Open(s *session.Session) *Page {
	p := &Page{session: s, store: ownfield.New(s.Company)}
	column := func(key, caption string, width float32) table.Column {
		return table.NewColumn(key, caption, catalog.Text, width)
	}
	columns := []table.Column{
		column("caption", i18n.T("ownfield.caption"), 240), column("key", i18n.T("ownfield.key"), 200),
		column("type", i18n.T("caption.type"), 130), column("options", i18n.T("ownfield.options"), 360),
	}
	p.table = table.New(table.Params{
		Session: s, Name: "own_fields", Caption: i18n.T("ownfield.own_fields"), Columns: columns,
		Source: table.Items[catalog.Field]{
			Columns: columns, All: p.store.Fields, Key: func(f catalog.Field) string { return f.Key },
			Value: func(f catalog.Field, column string) any { return shown(f, column) },
		},
		Count: func(n int) string { return i18n.T("ownfield.n_fields", "count", n) },
		Empty: i18n.T("ownfield.no_own_fields_yet"),
	})
	bar := widget.NewActionBar(widget.Action{Text: i18n.T("ownfield.new_dialog"), Icon: theme.IconNew, Kind: widget.Primary, Key: "Alt+N", Do: p.add})
	needing := []*widget.Button{
		bar.Add(widget.Action{Text: i18n.T("ownfield.edit_dialog"), Icon: theme.IconEdit, Kind: widget.Boxed, Do: p.edit}),
		bar.Add(widget.Action{Text: i18n.T("common.delete"), Icon: theme.IconDelete, Kind: widget.Boxed, Key: "Ctrl+Delete", Do: p.askDelete}),
	}
	p.page = p.table.Page(table.PageParams{Bar: bar, Needing: needing, Open: func(int) { p.edit() }, New: p.add, Delete: p.askDelete})
	return p
}

// Page is the list as the navigator shows it.
func (p *Page) Page() *widget.Page { return p.page }

// shown is what a column says of a field.
func shown(f catalog.Field, column string) string {
	switch column {
	case "caption":
		return ownfield.Caption(f)
	case "key":
		return f.Key
	case "type":
		return i18n.Translate(f.Type.String())
	}
	if len(f.Options) == 0 {
		return ""
	}
	return strings.Join(f.Options[1:], ", ")
}

func (p *Page) current() (catalog.Field, bool) {
	return table.Item[catalog.Field](p.table, p.table.List.Current())
}

// add asks for a further field.
func (p *Page) add() {
	p.form = fieldform.Ask(p.session, fieldform.Params{
		Title: i18n.T("ownfield.new_field"), Start: catalog.Field{Type: catalog.Text},
		Save: p.store.Add,
		Done: func(f catalog.Field) {
			p.said(i18n.T("ownfield.field_added", "field", ownfield.Caption(f)), func(ctx context.Context) error { return p.store.Delete(ctx, f.Key) })
		},
	})
}

// edit asks for another caption or other options.
func (p *Page) edit() {
	before, ok := p.current()
	if !ok {
		return
	}
	p.form = fieldform.Ask(p.session, fieldform.Params{
		Title: i18n.T("ownfield.edit_field"), Start: before, Stored: true,
		Save: p.set,
		Done: func(f catalog.Field) {
			p.said(i18n.T("ownfield.field_changed", "field", ownfield.Caption(f)), func(ctx context.Context) error {
				_, err := p.set(ctx, before)
				return err
			})
		},
	})
}

func (p *Page) set(ctx context.Context, f catalog.Field) (catalog.Field, error) {
	caption := ownfield.Caption(f)
	return p.store.Set(ctx, f.Key, ownfield.Change{Caption: &caption, Options: f.Options})
}

// said says what was done, with Undo.
func (p *Page) said(text string, undo func(context.Context) error) {
	p.table.SayUndo(text, func() {
		p.table.Tasks.Write(undo, p.session.Then(func() {
			p.table.Say(i18n.T("ownfield.taken_back"))
			p.table.Reload()
		}))
	})
	p.table.Reload()
}

// askDelete asks whether a field shall go, and says what uses it.
func (p *Page) askDelete() {
	f, ok := p.current()
	if !ok {
		return
	}
	var uses ownfield.Uses
	p.table.Tasks.Run(func(ctx context.Context) (err error) {
		uses, err = p.store.Uses(ctx, f.Key)
		return err
	}, p.session.Then(func() {
		widget.Ask(p.session.Window.Canvas(), widget.Question{
			Title: i18n.T("ownfield.delete_field", "field", ownfield.Caption(f)), Final: true,
			Text: i18n.T("ownfield.delete_field_only_backup", "uses", i18n.Localize(uses)),
			Yes:  i18n.T("common.delete"), No: i18n.T("common.cancel"),
			OnYes: func() {
				p.table.Tasks.Write(func(ctx context.Context) error { return p.store.Delete(ctx, f.Key) }, p.session.Then(func() {
					p.table.Say(i18n.T("ownfield.field_deleted", "field", ownfield.Caption(f)))
					p.table.Reload()
				}))
			},
		})
	}))
}
