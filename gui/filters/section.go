package filters

import (
	"slices"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/fold"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/widget"
)

// The ways to ask a section: a row that satisfies the filters, no such row, or
// the one row and not the other.
const (
	with    = "with"
	without = "without"
	both    = "both"
)

// section is one section of the dialog: a FastTab with the filters of a table.
type section struct {
	dialog *Dialog
	spec   catalog.Section
	tab    *widget.FastTab
	mode   *entry.Choice // nil for Contact
	with   *group
	not    *group
	body   *widget.Stack
}

// group is a grid of filter fields of one section.
type group struct {
	section *section
	without bool
	fields  []*field
	grid    *entry.Fields
	more    *widget.Button // "+ Filter"
}

func newSection(d *Dialog, spec catalog.Section) *section {
	s := &section{dialog: d, spec: spec}
	s.with, s.not = newGroup(s, false), newGroup(s, true)
	s.body = widget.NewStack(6, 0, s.with.grid)
	s.tab = widget.NewFastTab(i18n.Translate(spec.Caption), s.body)
	s.tab.Bare = true
	s.tab.OnToggle = func(bool) { s.showMode() }
	s.tab.SetOpen(spec.Key == catalog.Contact)
	if spec.Key != catalog.Contact && d.params.Part == nil {
		s.mode = entry.NewChoice([]entry.Option{
			{Value: with, Text: i18n.T("filters.with")},
			{Value: without, Text: i18n.T("filters.without")},
			{Value: both, Text: i18n.T("filters.with_and_without")},
		}, s.switched)
		s.mode.Small = true
		s.mode.SetValue(with)
		s.tab.AddExtra(s.mode)
		s.showMode()
	}
	return s
}

func newGroup(s *section, without bool) *group {
	g := &group{section: s, without: without, grid: entry.NewFields()}
	g.grid.CaptionWidth = 172
	g.more = widget.NewLink(i18n.T("common.filter"), g.offer)
	for _, key := range s.spec.Default {
		if spec, ok := s.spec.Field(key); ok {
			g.fields = append(g.fields, newField(s.dialog, s.spec, spec, without))
		}
	}
	g.show()
	return g
}

// show lays the fields out, and "+ Filter" after them.
func (g *group) show() {
	fields := make([]entry.Field, 0, len(g.fields)+1)
	for _, f := range g.fields {
		fields = append(fields, entry.Field{Caption: i18n.Translate(f.spec.Caption), Object: f.entry, Remove: f.remove})
	}
	g.grid.SetFields(append(fields, entry.Field{Object: g.more})...)
}

// offer offers the fields of the table that are not shown yet.
func (g *group) offer() {
	entry.ShowLookup(g.more, entry.Lookup{
		Width: 300,
		Search: func(text string, done func([]entry.LookupItem)) {
			var items []entry.LookupItem
			sought := fold.NewSearch(text)
			for _, spec := range g.section.spec.Fields {
				if caption := i18n.Translate(spec.Caption); g.find(spec.Key) == nil && sought.Finds(caption) {
					items = append(items, entry.LookupItem{Value: caption})
				}
			}
			done(items)
		},
		OnTake: func(values []string) {
			for _, spec := range g.section.spec.Fields {
				if i18n.Translate(spec.Caption) == values[0] {
					g.add(spec).entry.FocusOn(g.section.dialog.session.Window.Canvas())
				}
			}
		},
	})
}

// focused reports whether the keyboard is in one of the fields.
func (g *group) focused() bool {
	for _, f := range g.fields {
		if f.entry.Focused() {
			return true
		}
	}
	return g.more.Focused()
}

func (g *group) find(key string) *field {
	for _, f := range g.fields {
		if f.spec.Key == key {
			return f
		}
	}
	return nil
}

// add shows a further field.
func (g *group) add(spec catalog.Field) *field {
	f := newField(g.section.dialog, g.section.spec, spec, g.without)
	f.remove = func() { g.take(f) }
	g.fields = append(g.fields, f)
	g.show()
	g.section.relayout()
	return f
}

// take takes a field away that was added; the keyboard goes to the one before.
func (g *group) take(f *field) {
	at := slices.Index(g.fields, f)
	g.fields = slices.Delete(g.fields, at, at+1)
	g.show()
	g.section.relayout()
	g.fields[at-1].entry.Focus()
	g.section.dialog.changed()
}

// read returns the group's filters, and how many there are.
func (g *group) read(into criteria.Filters) int {
	n := 0
	for _, f := range g.fields {
		if typed := f.typed(); !isBlank(typed) {
			into.Set(g.section.spec.Key, f.spec.Key, typed)
			n++
		}
	}
	return n
}

// fill shows these filters and no others.
func (g *group) fill(typed map[string]string) {
	g.fields = slices.DeleteFunc(g.fields, func(f *field) bool { return f.remove != nil && isBlank(typed[f.spec.Key]) })
	g.show()
	for _, f := range g.fields {
		f.set(typed[f.spec.Key])
		f.entry.SetMeaning("")
	}
	for _, spec := range g.section.spec.Fields {
		if text := typed[spec.Key]; !isBlank(text) && g.find(spec.Key) == nil {
			g.add(spec).set(text)
		}
	}
}

func (s *section) asksWith() bool    { return s.mode == nil || s.mode.Value() != without }
func (s *section) asksWithout() bool { return s.mode != nil && s.mode.Value() != with }

// switched takes over another way to ask. What was typed for the one is what is
// meant for the other, as long as nothing stands there.
func (s *section) switched(mode string) {
	from, to := s.with, s.not
	if mode == with {
		from, to = s.not, s.with
	}
	if mode != both {
		there, typed := criteria.Filters{}, criteria.Filters{}
		if to.read(there) == 0 && from.read(typed) > 0 {
			to.fill(typed[s.spec.Key])
			from.fill(nil)
		}
	}
	s.arrange()
	s.dialog.changed()
}

// arrange shows the grids that the way to ask needs.
func (s *section) arrange() {
	says := func(text string) fyne.CanvasObject { return widget.NewParagraph("~~" + text + "~~") }
	none := says(i18n.T("filters.no_entry_that_satisfies_these_filters_without"))
	switch {
	case s.asksWith() && s.asksWithout():
		s.body.SetObjects(says(i18n.T("filters.entry_that_satisfies_these_filters")), s.with.grid, none, s.not.grid)
	case s.asksWithout():
		s.body.SetObjects(none, s.not.grid)
	default:
		s.body.SetObjects(s.with.grid)
	}
	s.showMode()
	s.relayout()
}

func (s *section) showMode() {
	if s.mode == nil {
		return
	}
	s.mode.Hidden = !s.tab.IsOpen() && !s.asksWithout()
	s.mode.Refresh()
	s.tab.Refresh()
}

func (s *section) relayout() {
	if s.tab != nil {
		s.tab.SetOpen(s.tab.IsOpen())
	}
}

// read puts the section's filters into an alternative.
func (s *section) read(into criteria.Alternative) int {
	n := 0
	if s.asksWith() {
		n += s.with.read(into.Filters)
	}
	if s.asksWithout() {
		into.Without[s.spec.Key] = map[string]string{}
		n += s.not.read(into.Without)
	}
	return n
}

// fill shows the filters of an alternative.
func (s *section) fill(kept criteria.Alternative) {
	typed, asked := kept.Filters[s.spec.Key], false
	not := map[string]string(nil)
	if s.mode != nil {
		not, asked = kept.Without[s.spec.Key]
		mode := with
		switch {
		case asked && len(typed) > 0:
			mode = both
		case asked:
			mode = without
		}
		s.mode.SetValue(mode)
	}
	s.with.fill(typed)
	s.not.fill(not)
	s.tab.SetOpen(s.spec.Key == catalog.Contact || asked || len(typed) > 0)
	s.arrange()
}

// fields are the fields that are asked, in their order.
func (s *section) fields() []*field {
	var list []*field
	if s.asksWith() {
		list = append(list, s.with.fields...)
	}
	if s.asksWithout() {
		list = append(list, s.not.fields...)
	}
	return list
}

// focused reports whether the keyboard is in the section.
func (s *section) focused() bool {
	if s.asksWith() && s.with.focused() || s.asksWithout() && s.not.focused() || s.mode != nil && s.mode.Focused() {
		return true
	}
	return s.tab.Focused()
}

// count shows how many filters there are.
func (s *section) count() {
	n := s.read(criteria.Alternative{Filters: criteria.Filters{}, Without: criteria.Filters{}})
	switch {
	case n > 0:
		s.tab.SetBadge(i18n.T("common.n_filters", "count", n))
	case s.asksWithout():
		s.tab.SetBadge(i18n.T("common.no_entry_at_all"))
	default:
		s.tab.SetBadge("")
	}
}
