package filters

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/core"
	"winnow/core/criteria"
	"winnow/core/filterset"
	shown "winnow/gui/criteria"
	"winnow/gui/entry"
	"winnow/gui/list"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// mostSteps is how many of the segment's steps the menu offers, the latest.
const mostSteps = 10

// mostSets is how many of the kept sets the menu offers; the others are in their
// dialog.
const mostSets = 15

// useMenu offers filters that were used before or kept under a name.
func (d *Dialog) useMenu() []*fyne.MenuItem {
	use := func(caption, short string, step criteria.Step) *fyne.MenuItem {
		return fyne.NewMenuItem(caption, func() { d.useStep(short, step) })
	}
	items := []*fyne.MenuItem{
		use(lang.L("last used"), lang.L("last used"), d.last),
		use(lang.L("no filters"), lang.L("no filters"), criteria.Step{}),
		fyne.NewMenuItemSeparator(),
	}
	for _, s := range d.kept[:min(len(d.kept), mostSets)] {
		items = append(items, use(s.Name, s.Name, s.Step))
	}
	items = append(items, fyne.NewMenuItem(lang.L("Keep these filters…"), d.keep))
	if len(d.kept) > 0 {
		items = append(items, fyne.NewMenuItem(lang.L("Kept filters…"), d.manage))
	}
	steps := d.steps[max(0, len(d.steps)-mostSteps):]
	if len(steps) > 0 {
		items = append(items, fyne.NewMenuItemSeparator())
	}
	for _, s := range steps {
		caption := lang.L("step {{.n}}: {{.action}}", map[string]any{"n": s.Number, "action": stepName(s)})
		items = append(items, use(caption, lang.L("step {{.n}}", map[string]any{"n": s.Number}), s.Step))
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
	d.use.SetText(lang.L("Use: {{.what}}", map[string]any{"what": name}))
	d.modal.Arrange()
}

func (d *Dialog) usedChanged() {
	d.use.SetText(lang.L("Use: {{.what}}, changed", map[string]any{"what": d.used}))
	d.modal.Arrange()
}

// keep asks for a name to keep the filters under.
func (d *Dialog) keep() {
	step := d.step()
	name := ""
	if d.kept != nil && slices.ContainsFunc(d.kept, func(s filterset.Set) bool { return s.Name == d.used }) {
		name = d.used
	}
	d.askName(nameQuestion{
		title: lang.L("Keep these filters"),
		text:  lang.L("All filters and options of this dialog, to be used again in any of the three dialogs, on any segment."),
		name:  name,
		save: func(ctx context.Context, sets *filterset.Store, name string, replace bool) error {
			return sets.Save(ctx, filterset.SaveParams{Set: filterset.Set{Name: name, Step: step}, Replace: replace})
		},
		replace: lang.L("Replace"),
		done:    d.nameUsed,
	})
}

// nameQuestion asks for the name of a set.
type nameQuestion struct {
	title, text, name string
	save              func(ctx context.Context, sets *filterset.Store, name string, replace bool) error
	// replace is the caption of what replaces a set of that name, or "" where
	// that cannot be.
	replace string
	done    func(name string)
}

func (d *Dialog) askName(q nameQuestion) {
	e := entry.New("")
	e.SetText(q.name)
	fields := entry.NewFields(entry.Field{Caption: lang.L("Name"), Object: e})
	fields.CaptionWidth = 70
	body := []fyne.CanvasObject{fields}
	if q.text != "" {
		prose := widget.NewProse(q.text)
		prose.Width = 428
		body = []fyne.CanvasObject{prose, fields}
	}
	m := &widget.Modal{Title: q.title, Body: widget.NewStack(10, 16, body...), Width: 460}
	var save func(replace bool)
	save = func(replace bool) {
		name := strings.TrimSpace(e.Text())
		d.changeSets(func(ctx context.Context, sets *filterset.Store) error {
			return q.save(ctx, sets, name, replace)
		}, func(err error) {
			switch {
			case core.IsKind(err, core.Exists) && q.replace != "":
				widget.Ask(d.session.Window.Canvas(), widget.Question{
					Title: lang.L("The name is taken"),
					Text:  lang.L("There are filters under the name **{{.name}}** already. Replace them?", map[string]any{"name": name}),
					Yes:   q.replace, No: lang.L("Cancel"),
					OnYes: func() { save(true) }, OnNo: e.Focus,
				})
			case err != nil:
				e.SetError(work.Text(err))
				e.Focus()
			default:
				m.Close()
				q.done(name)
			}
		})
	}
	e.OnChanged = func(string) { e.SetError("") }
	e.OnEnter = func() { save(false) }
	m.OnOK = func() { save(false) }
	m.Show(d.session.Window.Canvas())
}

// changeSets changes the kept sets beside the interface and reads them anew.
func (d *Dialog) changeSets(change func(context.Context, *filterset.Store) error, done func(error)) {
	sets := filterset.New(d.session.Company)
	var kept []filterset.Set
	d.tasks.Write(func(ctx context.Context) error {
		if err := change(ctx, sets); err != nil {
			return err
		}
		var err error
		kept, err = sets.Sets(ctx)
		return err
	}, func(err error) {
		if err == nil {
			d.kept = kept
		}
		done(err)
	})
}

// keptSets is the dialog of the kept sets.
type keptSets struct {
	dialog *Dialog
	modal  *widget.Modal
	list   *list.List
}

// manage lists the kept sets, to use, rename and delete them.
func (d *Dialog) manage() {
	k := &keptSets{dialog: d, list: list.New([]list.Column{
		{Key: "name", Caption: lang.L("Name"), Width: 190},
		{Key: "asks", Caption: lang.L("Filters and Options"), Width: 420},
	})}
	k.list.MinRows, k.list.Empty = 7, lang.L("No filters are kept")
	k.list.OnOpen = func(int) { k.use() }
	k.list.OnDelete = k.delete
	k.list.OnKey = func(name string) bool {
		if name == "F2" {
			k.rename()
		}
		return name == "F2"
	}
	button := func(text string, do func()) fyne.CanvasObject {
		return widget.NewButton(widget.Action{Text: text, Kind: widget.Boxed, Do: do})
	}
	buttons := widget.NewRow(button(lang.L("Use"), k.use), button(lang.L("Rename…"), k.rename), button(lang.L("Delete"), k.delete))
	k.modal = &widget.Modal{
		Title: lang.L("Kept filters"), Body: widget.NewStack(8, 14, buttons, widget.Framed(k.list)),
		Width: 680, Height: 420, Cancel: lang.L("Close"),
	}
	k.show(0)
	k.modal.Show(d.session.Window.Canvas())
	k.list.Focus()
}

func (k *keptSets) show(row int) {
	rows := make([]list.Row, len(k.dialog.kept))
	for i, s := range k.dialog.kept {
		rows[i] = list.Row{Key: s.Name, Cells: []list.Cell{{Text: s.Name}, {Text: asks(s.Step), Style: list.Grey}}}
	}
	k.list.SetRows(rows)
	if row = min(row, len(rows)-1); row >= 0 {
		k.list.Select(row)
	}
}

// asks says on one line what a step asks for.
func asks(step criteria.Step) string {
	var parts []string
	for _, a := range shown.AskedBy(step, criteria.Resolved{}) {
		text := a.Name()
		if a.Field.Key != "" {
			text += ": " + a.Typed
		}
		if runes := []rune(text); len(runes) > 2*longText {
			text = string(runes[:2*longText]) + "…"
		}
		parts = append(parts, text)
	}
	return strings.Join(append(parts, shown.OptionCaptions(step)...), ", ")
}

// current is the set that is chosen.
func (k *keptSets) current() (set filterset.Set, row int, ok bool) {
	row = k.list.Current()
	if row < 0 || row >= len(k.dialog.kept) {
		return set, row, false
	}
	return k.dialog.kept[row], row, true
}

func (k *keptSets) use() {
	if set, _, ok := k.current(); ok {
		k.modal.Close()
		k.dialog.useStep(set.Name, set.Step)
	}
}

func (k *keptSets) rename() {
	set, row, ok := k.current()
	if !ok {
		return
	}
	k.dialog.askName(nameQuestion{
		title: lang.L("Rename {{.name}}", map[string]any{"name": set.Name}), name: set.Name,
		save: func(ctx context.Context, sets *filterset.Store, name string, _ bool) error {
			return sets.Rename(ctx, set.Name, name)
		},
		done: func(name string) {
			if k.dialog.used == set.Name {
				k.dialog.nameUsed(name)
			}
			k.show(row)
			k.list.Focus()
		},
	})
}

func (k *keptSets) delete() {
	set, row, ok := k.current()
	if !ok {
		return
	}
	widget.Ask(k.dialog.session.Window.Canvas(), widget.Question{
		Title: lang.L("Delete kept filters"),
		Text:  lang.L("Delete the filters kept as **{{.name}}**? Segments are not changed.", map[string]any{"name": set.Name}),
		Yes:   lang.L("Delete"), No: lang.L("Cancel"), OnNo: k.list.Focus,
		OnYes: func() {
			k.dialog.changeSets(func(ctx context.Context, sets *filterset.Store) error {
				return sets.Delete(ctx, set.Name)
			}, func(err error) {
				if err != nil {
					k.modal.SetStatus(work.Text(err), true)
					return
				}
				k.show(row)
				k.list.Focus()
			})
		},
	})
}
