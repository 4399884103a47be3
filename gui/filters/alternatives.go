package filters

import (
	"maps"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/segment"
	"winnow/gui/i18n"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// alternatives are the tabs "All of these", "or", and so on: each is a whole set of
// filters, and the sections show those of one.
type alternatives struct {
	dialog *Dialog
	list   []criteria.Alternative
	shown  int // the place of the one that the sections show
	object *widget.Stack
	row    fyne.CanvasObject
	tabs   []*widget.Button
	// together says how many all alternatives select.
	together *widget.Label
}

func newAlternatives(d *Dialog) *alternatives {
	a := &alternatives{dialog: d, list: make([]criteria.Alternative, 1), object: widget.NewStack(0, 10), together: widget.NewLabel(theme.Caption)}
	a.build()
	return a
}

// build shows a tab for each alternative, and what adds and removes one.
func (a *alternatives) build() {
	a.tabs = nil
	var row []fyne.CanvasObject
	for i := range a.list {
		kind := widget.Boxed
		if i == a.shown && len(a.list) > 1 {
			kind = widget.Primary
		}
		tab := widget.NewButton(widget.Action{Text: caption(i), Kind: kind, Do: func() { a.choose(i) }})
		a.tabs, row = append(a.tabs, tab), append(row, tab)
	}
	if len(a.list) < criteria.MaxAlternatives {
		row = append(row, widget.NewLink(i18n.T("filters.another_alternative"), a.add))
	}
	if len(a.list) > 1 {
		row = append(row, widget.NewLink(i18n.T("filters.remove_alternative"), a.remove))
	}
	a.together.SetText("")
	row = append(row, a.together)
	a.row = widget.NewRow(row...)
	a.object.SetObjects(a.row)
}

// caption is what stands on the tab of an alternative.
func caption(at int) string {
	if at == 0 {
		return i18n.T("filters.all_of_these")
	}
	return i18n.T("filters.or")
}

// set makes these the alternatives and shows the first.
func (a *alternatives) set(list []criteria.Alternative) {
	a.list, a.shown = append([]criteria.Alternative(nil), list...), 0
	a.show()
}

// show shows the filters of the alternative that is chosen.
func (a *alternatives) show() {
	for _, s := range a.dialog.sections {
		s.fill(a.list[a.shown])
		s.count()
	}
	a.build()
}

// keep notes what the sections ask for now.
func (a *alternatives) keep() {
	asked := criteria.Alternative{Filters: criteria.Filters{}, Without: criteria.Filters{}}
	for _, s := range a.dialog.sections {
		s.read(asked)
	}
	a.list[a.shown] = asked
}

// choose shows another alternative and gives the keyboard to its first filter.
func (a *alternatives) choose(at int) {
	a.keep()
	a.shown = at
	a.show()
	a.dialog.focusFirst()
	a.dialog.try(0)
}

func (a *alternatives) add() {
	a.list = append(a.list, criteria.Alternative{})
	a.choose(len(a.list) - 1)
}

// remove takes the alternative away that is shown.
func (a *alternatives) remove() {
	a.list = append(a.list[:a.shown:a.shown], a.list[a.shown+1:]...)
	a.shown = max(0, a.shown-1)
	a.show()
	a.dialog.focusFirst()
	a.dialog.changed()
}

// read puts the alternatives into a step. Those without a filter ask for nothing.
func (a *alternatives) read(step *criteria.Step) {
	a.keep()
	var asked []criteria.Alternative
	for _, one := range a.list {
		if !one.Empty() {
			asked = append(asked, one)
		}
	}
	switch len(asked) {
	case 0:
		step.Filters, step.Without = criteria.Filters{}, criteria.Filters{}
	case 1:
		step.Filters, step.Without = asked[0].Filters, asked[0].Without
	default:
		step.Any = asked
	}
}

// number is the number in the step of the alternative at a place: 0 where the step has
// only one that asks for something, -1 where this one asks for nothing.
func (a *alternatives) number(at int) int {
	asking, number := 0, 0
	for i, one := range a.list {
		if one.Empty() {
			continue
		}
		asking++
		if i == at {
			number = asking
		}
	}
	switch {
	case number == 0:
		return -1
	case asking == 1:
		return 0
	}
	return number
}

// chooseNumbered shows the alternative with a number in the step, where it is another.
func (a *alternatives) chooseNumbered(number int) {
	for i := range a.list {
		if i != a.shown && a.number(i) == number {
			a.choose(i)
			return
		}
	}
}

// sections are what was counted of the alternative that is shown.
func (a *alternatives) sections(r segment.Result) []segment.SectionCount {
	var list []segment.SectionCount
	for _, count := range r.Sections {
		if count.Alternative == a.number(a.shown) {
			list = append(list, count)
		}
	}
	return list
}

// publish shows on each tab how many its alternative selects.
func (a *alternatives) publish(r segment.Result) {
	selects := map[int]int{}
	for _, count := range r.Sections {
		selects[count.Alternative] = count.Together // that of the last section stands
	}
	for i, tab := range a.tabs {
		text := caption(i)
		if n, ok := selects[a.number(i)]; ok && len(a.list) > 1 {
			text = i18n.T("filters.tab_n", "tab", text, "n", widget.Number(n))
		}
		tab.SetText(text)
	}
	if len(a.list) > 1 {
		a.together.SetText(i18n.T("filters.together_n", "n", widget.Number(r.Selected)))
	}
	a.row.Refresh() // the texts are of other lengths
}

// butForEach returns the step less some contacts, whichever alternative selects them.
func butForEach(step criteria.Step, out map[string]bool) criteria.Step {
	without := func(filters criteria.Filters) criteria.Filters {
		filters = maps.Clone(filters)
		if filters == nil {
			filters = criteria.Filters{}
		}
		contact := maps.Clone(filters[catalog.Contact])
		filters[catalog.Contact] = contact
		filters.Set(catalog.Contact, "no", butFor(contact["no"], out))
		return filters
	}
	if len(step.Any) == 0 {
		step.Filters = without(step.Filters)
		return step
	}
	list := make([]criteria.Alternative, len(step.Any))
	for i, a := range step.Any {
		list[i] = criteria.Alternative{Filters: without(a.Filters), Without: a.Without}
	}
	step.Any = list
	return step
}
