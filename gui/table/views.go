package table

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// view is a look of a list that is kept under a name.
type view struct {
	Name string `json:"name"`
	shape
}

// views are the views of a list, by name. All, with the name "", is always among
// them: the rows as they are when nobody has filtered, searched or sorted them.
type views struct {
	table  *Table
	button *widget.Button
	all    []view
	name   string // of the one that was chosen
}

func newViews(t *Table) *views {
	v := &views{table: t}
	v.button = widget.NewButton(widget.Action{Text: i18n.T("table.all"), Kind: widget.Plain, Menu: v.menu})
	return v
}

func (t *Table) viewsKey() string { return "views." + t.params.Name }

func (v *views) index(name string) int {
	return slices.IndexFunc(v.all, func(o view) bool { return strings.EqualFold(o.Name, name) })
}

// chosen is the look of the view that was chosen.
func (v *views) chosen() shape {
	if n := v.index(v.name); n >= 0 {
		return v.all[n].shape
	}
	// All has the columns that there are now, whichever they are.
	return shape{Columns: v.table.shape().Columns}
}

// changed reports whether the list looks otherwise than the view that was
// chosen.
func (v *views) changed() bool { return !v.table.shape().same(v.chosen()) }

// show says which view was chosen, and whether it was changed since.
func (v *views) show() {
	if v.index(v.name) < 0 {
		v.name = ""
	}
	text := i18n.T("table.all")
	if v.name != "" {
		text = v.name
		if v.changed() {
			text = i18n.T("table.view_changed", "view", text)
		}
	}
	if text != v.button.Text() {
		v.button.SetText(text)
		v.table.Tab.Refresh()
	}
}

func (v *views) menu() []*fyne.MenuItem {
	items := []*fyne.MenuItem{v.item("", i18n.T("table.all"))}
	for _, o := range v.all {
		items = append(items, v.item(o.Name, o.Name))
	}
	named := func(do func()) func() {
		if v.name == "" {
			return nil
		}
		return do
	}
	save := named(v.save)
	if !v.changed() {
		save = nil
	}
	return append(items, fyne.NewMenuItemSeparator(),
		widget.MenuItem(i18n.T("table.save_view"), theme.IconSave, save),
		widget.MenuItem(i18n.T("table.save_view_as_dialog"), theme.IconNew, v.askSave),
		widget.MenuItem(i18n.T("table.rename_view_dialog"), theme.IconEdit, named(v.askRename)),
		widget.MenuItem(i18n.T("table.delete_view"), theme.IconDelete, named(v.askDelete)))
}

func (v *views) item(name, caption string) *fyne.MenuItem {
	item := widget.MenuItem(caption, theme.IconFilter, func() { v.choose(name) })
	item.Checked = name == v.name
	return item
}

// choose shows the rows by a view. All leaves the columns as they are.
func (v *views) choose(name string) {
	t := v.table
	v.name = name
	t.List.ClearSelection()
	t.take(v.chosen())
	t.keep()
	t.Reload()
}

// save gives the view that was chosen the look that the list has now.
func (v *views) save() {
	name, now := v.name, v.table.shape()
	v.change(i18n.T("table.view_saved", "view", name), func(all []view) []view {
		return put(all, view{name, now})
	})
}

// put puts a view in the place of the one of that name, else behind the others.
func put(all []view, v view) []view {
	for i := range all {
		if strings.EqualFold(all[i].Name, v.Name) {
			all[i] = v
			return all
		}
	}
	return append(all, v)
}

func (v *views) askSave() {
	v.askName(i18n.T("table.save_view_as"), "", func(name string) {
		now := v.table.shape()
		v.name = name
		v.change(i18n.T("table.view_saved", "view", name), func(all []view) []view {
			return put(all, view{name, now})
		})
	})
}

func (v *views) askRename() {
	before := v.name
	v.askName(i18n.T("table.rename_view"), before, func(name string) {
		v.name = name
		v.change(i18n.T("table.view_is_called_name_now", "view", before, "name", name), func(all []view) []view {
			for i := range all {
				if all[i].Name == before {
					all[i].Name = name
				}
			}
			return all
		})
	})
}

func (v *views) askDelete() {
	name := v.name
	widget.Ask(v.table.session.Window.Canvas(), widget.Question{
		Title: i18n.T("table.delete_view"), Final: true,
		Text: i18n.T("table.delete_view_rows_stay_as_they", "view", name),
		Yes:  i18n.T("common.delete"), No: i18n.T("common.cancel"),
		OnYes: func() {
			v.name = ""
			v.change(i18n.T("table.view_deleted", "view", name), func(all []view) []view {
				return slices.DeleteFunc(all, func(o view) bool { return o.Name == name })
			})
		},
	})
}

// askName asks for the name of a view, which none but the one called before may
// have.
func (v *views) askName(title, before string, take func(name string)) {
	e := entry.New(theme.IconNone)
	e.SetText(before)
	fields := entry.NewFields(entry.Field{Caption: i18n.T("caption.name"), Object: e})
	fields.CaptionWidth = 60
	m := &widget.Modal{Title: title, Body: widget.NewStack(0, 16, fields), Width: 420, Height: 190}
	m.OnOK = func() {
		name := strings.TrimSpace(e.Text())
		switch {
		case name == "":
			e.SetError(i18n.T("common.name_is_missing"))
		case strings.EqualFold(name, i18n.T("table.all")), v.index(name) >= 0 && !strings.EqualFold(name, before):
			e.SetError(i18n.T("table.view_of_this_name_already"))
		default:
			m.Close()
			take(name)
		}
	}
	e.OnEnter = m.OnOK
	m.Show(v.table.session.Window.Canvas())
}

// change changes the views that are kept, also those that another window has
// added since, and says what was done.
func (v *views) change(done string, with func([]view) []view) {
	t := v.table
	var all []view
	t.Tasks.Write(func(ctx context.Context) error {
		if err := t.session.Recall(ctx, t.viewsKey(), &all); err != nil {
			return err
		}
		all = with(all)
		text, err := json.Marshal(all)
		if err != nil {
			return err
		}
		return t.session.Company.Remember(ctx, t.viewsKey(), string(text))
	}, t.session.Then(func() {
		v.all = all
		t.keep()
		t.Say(done)
	}))
}
