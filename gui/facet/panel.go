// Package facet shows, beside a list of contacts, how these divide by the values of any
// fields: as bars, and of dates and numbers as a histogram. A click keeps only what a bar
// counts, a click with Shift removes it; several values that are ticked are one step. What
// a step does is the page's. The package counts beside the interface, and stops when
// others are to be counted.
package facet

import (
	"cmp"
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/facet"
	"winnow/core/fold"
	"winnow/gui/chart"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Key shows the panel, and hides it.
const Key = "Alt+F2"

// Params say whom a panel counts and what comes of a click.
type Params struct {
	Session *session.Session
	Tasks   *work.Tasks
	// Name is under what the fields are kept: "card".
	Name string
	// Do runs a step that keeps or removes contacts, and the page counts again.
	Do func(step criteria.Step)
	// Locked says why nothing can be kept or removed; "" where it can.
	Locked func() string
	// Hint says what a click does.
	Hint string
	// Say tells what was done, and what cannot be.
	Say func(text string)
	// Toggled is called when the panel is shown or hidden.
	Toggled func()
}

// Count counts contacts. It is called in the background.
type Count func(ctx context.Context, p facet.Params) (facet.Facet, error)

// Panel is a column of facets.
type Panel struct {
	params Params
	of     Count
	object fyne.CanvasObject
	hint   *widget.Paragraph
	body   *widget.Stack
	add    *widget.Button
	stack  *widget.Stack
	facets []*block
	asked  bool // the fields of last time have been asked for
}

// kept is a field as it is kept for the next time.
type kept struct {
	Field string `json:"field"` // such as contact.city
	By    string `json:"by,omitempty"`
}

// New returns a panel that is hidden; Toggle shows it.
func New(p Params) *Panel {
	panel := &Panel{params: p, hint: widget.NewParagraph(p.Hint), stack: widget.NewStack(8, 0)}
	panel.hint.Color = theme.Caption
	panel.add = widget.NewLink(i18n.T("facet.add_field"), panel.askField)
	hide := widget.NewButton(widget.Action{Icon: theme.IconClose, Do: panel.Toggle})
	panel.body = widget.NewStack(8, 8, panel.hint, panel.stack)
	tab := widget.Panel(i18n.T("facet.facets"), container.NewVScroll(panel.body), panel.add, hide)
	tab.Fill = true
	panel.object = widget.NewStack(0, 10, tab)
	panel.object.Hide()
	return panel
}

// layout gives a facet the room that it needs, after that has changed.
func (p *Panel) layout(b *block) {
	for _, o := range []fyne.CanvasObject{b.body, b.tab, p.stack, p.body, p.object} {
		o.Refresh()
	}
}

// Object is the panel as a page holds it.
func (p *Panel) Object() fyne.CanvasObject { return p.object }

// Visible reports whether the panel is shown.
func (p *Panel) Visible() bool { return p.object.Visible() }

// Toggle shows the panel with the keyboard in it, or hides it.
func (p *Panel) Toggle() {
	if p.Visible() {
		p.cancel()
		p.object.Hide()
		widget.Call(p.params.Toggled)
		return
	}
	p.object.Show()
	widget.Call(p.params.Toggled)
	p.add.Focus()
	p.count()
}

// Focus gives the keyboard to the first picture, or to the link that asks for fields, and
// reports whether the panel is shown.
func (p *Panel) Focus() bool {
	if !p.Visible() {
		return false
	}
	for _, b := range p.facets {
		if !b.picture.Disabled() {
			b.picture.Focus()
			return true
		}
	}
	p.add.Focus()
	return true
}

// Focused reports whether the keyboard is in the panel.
func (p *Panel) Focused() bool {
	return p.Visible() && (p.add.Focused() || slices.ContainsFunc(p.facets, (*block).focused))
}

// Pictures are the pictures of the fields, in their order.
func (p *Panel) Pictures() []*chart.Picture {
	var list []*chart.Picture
	for _, b := range p.facets {
		list = append(list, b.picture)
	}
	return list
}

// Count counts other contacts, if the panel is shown, and stops what is still being counted.
func (p *Panel) Count(of Count) {
	p.of = of
	p.count()
}

func (p *Panel) count() {
	if !p.Visible() || p.of == nil {
		return
	}
	if !p.asked {
		p.recall()
		return
	}
	p.hint.SetText(cmp.Or(p.params.Locked(), p.params.Hint))
	for _, b := range p.facets {
		b.count()
	}
}

func (p *Panel) cancel() {
	for _, b := range p.facets {
		widget.Call(b.cancel)
	}
}

// usual are the fields of a panel that nobody changed.
func usual() []kept {
	return []kept{{Field: "contact.country_region_code"}, {Field: "contact.salesperson_code"}, {Field: "contact.last_interaction_date"}}
}

// name is under what the fields are kept.
func (p *Panel) name() string { return "facets." + p.params.Name }

// recall reads which fields were shown last time, and counts by them.
func (p *Panel) recall() {
	p.asked = true
	fields := usual()
	p.params.Tasks.Run(func(ctx context.Context) error { return p.params.Session.Recall(ctx, p.name(), &fields) }, func(err error) {
		if err != nil {
			p.params.Session.Log.Warn("read the fields of facets", "page", p.params.Name, "error", err)
		}
		p.show(fields)
		p.count()
	})
}

// show shows these fields; those that there are no longer are left out.
func (p *Panel) show(fields []kept) {
	var list []*block
	for _, k := range fields {
		for _, f := range Fields(p.params.Session.Company.Catalog()) {
			if f.Key() != k.Field {
				continue
			}
			at := slices.IndexFunc(p.facets, func(b *block) bool { return b.field.Key() == k.Field })
			if at >= 0 {
				list = append(list, p.facets[at])
			} else {
				list = append(list, newBlock(p, f, k.By))
			}
		}
	}
	p.facets = list
	var objects []fyne.CanvasObject
	for _, b := range list {
		objects = append(objects, b.tab)
	}
	p.stack.SetObjects(objects...)
	p.object.Refresh()
}

// keep keeps which fields are shown.
func (p *Panel) keep() {
	p.params.Session.Keep(p.params.Tasks, p.name(), p.fields())
}

// Field is a field of a section, as people choose it.
type Field struct {
	Section catalog.Section
	catalog.Field
}

// Key is the field's name on the command line, such as contact.city.
func (f Field) Key() string { return f.Section.Key + "." + f.Field.Key }

// Caption names the field, with its section where that is not Contact.
func (f Field) Caption() string {
	caption := i18n.Translate(f.Field.Caption)
	if f.Section.Key == catalog.Contact {
		return caption
	}
	return i18n.T("facet.section_and_field", "section", i18n.Translate(f.Section.Caption), "field", caption)
}

// Fields are all fields of all sections, worked-out ones and the company's own too.
func Fields(known catalog.Catalog) []Field {
	var list []Field
	for _, s := range known.Sections() {
		for _, f := range s.Fields {
			list = append(list, Field{s, f})
		}
	}
	return list
}

// askField asks by which further field is counted.
func (p *Panel) askField() {
	captions := map[string]string{}
	entry.ShowLookup(p.add, entry.Lookup{
		Width: 420,
		Search: func(text string, done func([]entry.LookupItem)) {
			var items []entry.LookupItem
			sought := fold.NewSearch(text)
			for _, f := range Fields(p.params.Session.Company.Catalog()) {
				shown := slices.ContainsFunc(p.facets, func(b *block) bool { return b.field.Key() == f.Key() })
				if caption := f.Caption(); !shown && sought.Finds(caption) {
					captions[caption] = f.Key()
					items = append(items, entry.LookupItem{Value: caption})
				}
			}
			done(items)
		},
		OnTake: func(values []string) {
			p.show(append(p.fields(), kept{Field: captions[values[0]]}))
			p.keep()
			p.facets[len(p.facets)-1].count()
			p.add.Focus()
		},
	})
}

// fields are the fields that are shown.
func (p *Panel) fields() []kept {
	fields := []kept{}
	for _, b := range p.facets {
		fields = append(fields, kept{b.field.Key(), b.chosen})
	}
	return fields
}

// hideField counts by a field no longer.
func (p *Panel) hideField(b *block) {
	widget.Call(b.cancel)
	p.show(slices.DeleteFunc(p.fields(), func(k kept) bool { return k.Field == b.field.Key() }))
	p.keep()
	p.add.Focus()
}

// do runs a step of a block, where that may be.
func (p *Panel) do(step criteria.Step) {
	if why := p.params.Locked(); why != "" {
		p.params.Say(why)
		return
	}
	p.params.Do(step)
}
