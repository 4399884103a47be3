package filters

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filterset"
	shown "winnow/gui/criteria"
	"winnow/gui/i18n"
	"winnow/gui/kept"
)

// stepsLimit is how many of the segment's steps the menu offers, the latest.
const stepsLimit = 10

// setsLimit is how many of the kept sets the menu offers; the others are in their
// dialog.
const setsLimit = 15

// useMenu offers filters that were used before or kept under a name.
func (d *Dialog) useMenu() []*fyne.MenuItem {
	use := func(caption, short string, step criteria.Step) *fyne.MenuItem {
		return fyne.NewMenuItem(caption, func() { d.useStep(short, step) })
	}
	items := []*fyne.MenuItem{
		use(i18n.T("common.last_used"), i18n.T("common.last_used"), d.last),
		use(i18n.T("common.no_filters"), i18n.T("common.no_filters"), criteria.Step{}),
		fyne.NewMenuItemSeparator(),
	}
	for _, s := range d.kept[:min(len(d.kept), setsLimit)] {
		items = append(items, use(s.Name, s.Name, s.Step))
	}
	items = append(items, fyne.NewMenuItem(i18n.T("filters.keep_these_filters_dialog"), d.keep))
	if len(d.kept) > 0 {
		items = append(items, fyne.NewMenuItem(i18n.T("filters.kept_filters_dialog"), d.manage))
	}
	steps := d.steps[max(0, len(d.steps)-stepsLimit):]
	if len(steps) > 0 {
		items = append(items, fyne.NewMenuItemSeparator())
	}
	for _, s := range steps {
		caption := i18n.T("filters.step_n_action", "n", s.Number, "action", stepName(d.session.Company.Catalog(), s))
		items = append(items, use(caption, i18n.T("filters.step_n", "n", s.Number), s.Step))
	}
	return items
}

// useStep shows the filters and options of a step and says which they are.
func (d *Dialog) useStep(name string, step criteria.Step) {
	d.fill(step)
	d.nameUsed(name)
	d.try(0)
}

// nameUsed says what is used; what was changed since is no longer that.
func (d *Dialog) nameUsed(name string) {
	d.used = name
	d.use.SetText(i18n.T("common.use_what", "what", name))
	d.modal.Arrange()
}

func (d *Dialog) usedChanged() {
	d.use.SetText(i18n.T("common.use_what_changed", "what", d.used))
	d.modal.Arrange()
}

// keep asks for a name to keep the filters under.
func (d *Dialog) keep() {
	step := d.step()
	name := ""
	if d.kept != nil && slices.ContainsFunc(d.kept, func(s filterset.Set) bool { return s.Name == d.used }) {
		name = d.used
	}
	kept.Ask(d.session.Window.Canvas(), kept.NameQuestion{
		Title: i18n.T("filters.keep_these_filters"),
		Text:  i18n.T("filters.all_filters_and_options_of_this_dialog"),
		Name:  name,
		Save: func(name string, replace bool, done func(error)) {
			d.changeSets(func(ctx context.Context, sets *filterset.Store) error {
				return sets.Save(ctx, filterset.SaveParams{Set: filterset.Set{Name: name, Step: step}, Replace: replace})
			}, done)
		},
		Taken: func(name string) string {
			return i18n.T("filters.under_name_already_replace_them", "name", name)
		},
		Done: d.nameUsed,
	})
}

// changeSets changes the kept sets in the background and reads them again.
func (d *Dialog) changeSets(change func(context.Context, *filterset.Store) error, done func(error)) {
	sets := filterset.New(d.session.Company)
	kept.Change(d.tasks, func(ctx context.Context) error { return change(ctx, sets) }, sets.Sets, &d.kept, done)
}

// manage lists the kept sets, to use, rename and delete them.
func (d *Dialog) manage() {
	var l *kept.List
	l = kept.Open(d.session.Window.Canvas(), 0, kept.ListParams{
		Title: i18n.T("filters.kept_filters"), Detail: i18n.T("common.filters_and_options"), Empty: i18n.T("filters.no_filters_are_kept"),
		Rows: func() (rows [][2]string) {
			for _, s := range d.kept {
				rows = append(rows, [2]string{s.Name, asks(d.session.Company.Catalog(), s.Step)})
			}
			return rows
		},
		Use:    func(row int) { d.useStep(d.kept[row].Name, d.kept[row].Step) },
		Rename: func(row int) { d.renameSet(l, row) },
		Delete: func(row int) { d.deleteSet(l, row) },
	})
}

// asks says on one line what a step asks for.
func asks(known catalog.Catalog, step criteria.Step) string {
	var parts []string
	for _, a := range shown.AskedBy(known, step, criteria.Resolved{}) {
		text := a.Name()
		if a.Field.Key != "" {
			text += ": " + a.Typed
		}
		if runes := []rune(text); len(runes) > 2*longText {
			text = string(runes[:2*longText]) + "…"
		}
		parts = append(parts, text)
	}
	return strings.Join(append(parts, shown.OptionCaptions(known, step)...), ", ")
}

func (d *Dialog) renameSet(l *kept.List, row int) {
	from := d.kept[row].Name
	kept.Ask(d.session.Window.Canvas(), kept.NameQuestion{
		Title: i18n.T("filters.rename_name", "name", from), Name: from,
		Save: func(name string, _ bool, done func(error)) {
			d.changeSets(func(ctx context.Context, sets *filterset.Store) error { return sets.Rename(ctx, from, name) }, done)
		},
		Done: func(name string) {
			if d.used == from {
				d.nameUsed(name)
			}
			l.Refresh(row)
		},
	})
}

func (d *Dialog) deleteSet(l *kept.List, row int) {
	name := d.kept[row].Name
	l.AskDelete(row, kept.Deletion{
		Title: i18n.T("filters.delete_kept_filters"),
		Text:  i18n.T("filters.delete_filters_kept_as_name_segments", "name", name),
		Delete: func(done func(error)) {
			d.changeSets(func(ctx context.Context, sets *filterset.Store) error { return sets.Delete(ctx, name) }, done)
		},
	})
}
