package facet

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/facet"
	"winnow/core/fold"
	"winnow/gui/chart"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

const (
	// valuesAtFirst is how many values of a text are told one by one at first, and
	// moreValues how many more each time.
	valuesAtFirst = 8
	moreValues    = 40
	// columnsLimit is how many columns a histogram has at most.
	columnsLimit = 366
	// monthsLimit is from how many months on dates are counted by year where nobody has
	// chosen.
	monthsLimit = 36
	// numberRanges is into how many ranges numbers are put.
	numberRanges = 10
	// moment is how long something may be counted before what is shown is greyed.
	moment = 400 * time.Millisecond
)

// In how numbers are counted.
const (
	inRanges   = "ranges"
	eachNumber = "each"
)

// block is the facet of one field.
type block struct {
	panel   *Panel
	field   Field
	picture *chart.Picture
	search  *entry.Entry  // nil for dates and numbers
	by      *entry.Choice // nil for texts
	tab     *widget.FastTab
	body    *widget.Stack
	ticks   fyne.CanvasObject // the buttons for what is ticked
	keep    *widget.Button
	remove  *widget.Button

	chosen string // how dates or numbers are put together; "" where nobody has chosen
	top    int
	sought string
	found  facet.Facet
	ticked map[string]bool // by Value.Text
	none   bool            // is ticked
	other  bool            // is ticked

	cancel   context.CancelFunc
	counting int // which count is under way
}

func newBlock(p *Panel, f Field, by string) *block {
	b := &block{panel: p, field: f, chosen: by, top: valuesAtFirst, ticked: map[string]bool{}}
	title := i18n.Translate(f.Field.Caption)
	parts := []fyne.CanvasObject{}
	if f.Section.Key != catalog.Contact {
		section := widget.NewParagraph(i18n.Translate(f.Section.Caption))
		section.Color = theme.Caption
		parts = append(parts, section)
	}
	b.picture = chart.NewBars(f.Caption())
	switch f.Type {
	case catalog.Date:
		b.picture = chart.NewHistogram(f.Caption())
		b.by = entry.NewChoice([]entry.Option{
			{Value: string(facet.Year), Text: i18n.T("facet.by_year")}, {Value: string(facet.Month), Text: i18n.T("facet.by_month")},
			{Value: string(facet.Week), Text: i18n.T("facet.by_week")}, {Value: string(facet.Day), Text: i18n.T("facet.by_day")},
		}, b.choose)
	case catalog.Integer, catalog.Decimal:
		b.picture = chart.NewHistogram(f.Caption())
		b.by = entry.NewChoice([]entry.Option{
			{Value: inRanges, Text: i18n.T("facet.in_ranges")}, {Value: eachNumber, Text: i18n.T("facet.each_number")},
		}, b.choose)
		b.by.SetValue(inRanges)
	case catalog.Code, catalog.Text:
		b.search = entry.NewSearchBox(i18n.T("facet.search_values"), b.find, func() { b.picture.Focus() })
		parts = append(parts, b.search)
	}
	if b.by != nil {
		if by != "" {
			b.by.SetValue(by)
		}
		parts = append(parts, b.by)
	}
	b.picture.Share = chart.Sharing{Session: p.params.Session, Tasks: p.params.Tasks, Say: p.params.Say}
	b.keep = widget.NewButton(widget.Action{Kind: widget.Boxed, Do: func() { b.run(criteria.Refine, b.chosenTicks()) }})
	b.remove = widget.NewButton(widget.Action{Kind: widget.Boxed, Do: func() { b.run(criteria.Reduce, b.chosenTicks()) }})
	b.ticks = widget.NewRow(b.keep, b.remove)
	b.ticks.Hide()
	more := widget.NewButton(widget.Action{Icon: theme.IconMore, Menu: b.menu})
	b.body = widget.NewStack(6, 8, append(parts, b.picture, b.ticks)...)
	b.tab = widget.Panel(title, b.body, more)
	b.tab.Fill = false
	return b
}

func (b *block) focused() bool {
	return b.picture.Focused() || b.search != nil && b.search.Focused() || b.by != nil && b.by.Focused() || b.keep.Focused() || b.remove.Focused()
}

// choose puts dates or numbers together in another way.
func (b *block) choose(by string) {
	b.chosen = by
	b.untick()
	b.panel.keep()
	b.count()
}

// find tells the values that have the words of a text.
func (b *block) find(text string) {
	b.sought = text
	b.untick()
	b.count()
}

// more tells more values one by one.
func (b *block) more() {
	b.top += moreValues
	b.count()
}

// untick takes all ticks away.
func (b *block) untick() {
	b.ticked, b.none, b.other = map[string]bool{}, false, false
}

// count counts the contacts again, and stops what is still being counted. What is shown is
// greyed where that takes longer than a moment.
func (b *block) count() {
	widget.Call(b.cancel)
	b.counting++
	number, tasks, of, p := b.counting, b.panel.params.Tasks, b.panel.of, b.params()
	var found facet.Facet
	time.AfterFunc(moment, func() {
		fyne.Do(func() {
			if number == b.counting && !tasks.Closed() {
				b.picture.Counting()
			}
		})
	})
	b.cancel = tasks.Run(func(ctx context.Context) (err error) {
		found, err = of(ctx, p)
		if err == nil && b.field.Type == catalog.Date && b.chosenNone(p) && len(found.Values) > monthsLimit {
			p.By = facet.Year
			found, err = of(ctx, p)
		}
		return err
	}, func(err error) {
		b.counting++
		if err != nil {
			b.picture.Set(chart.Data{}, work.Text(err))
			b.panel.layout(b)
			return
		}
		b.found = found
		if b.field.Type == catalog.Date {
			b.by.SetValue(string(p.By))
		}
		b.show()
	})
}

// chosenNone reports whether the months that are counted by are nobody's choice.
func (b *block) chosenNone(p facet.Params) bool { return p.By == facet.Month && b.chosen == "" }

// params are what is counted now.
func (b *block) params() facet.Params {
	p := facet.Params{Section: b.field.Section.Key, Field: b.field.Field.Key, Top: b.top}
	switch b.field.Type {
	case catalog.Date:
		p.Top, p.By = columnsLimit, facet.Interval(b.chosen)
		if b.chosen == "" {
			p.By = facet.Month
		}
	case catalog.Integer, catalog.Decimal:
		p.Top = columnsLimit
		if b.chosen != eachNumber {
			p.Ranges = numberRanges
		}
	}
	if sought := fold.NewSearch(b.sought); !sought.Empty() {
		p.Finds = func(v facet.Value) bool { return sought.Finds(v.Text, v.Description) }
	}
	return p
}

// caption is what a value is called.
func (b *block) caption(v facet.Value) string {
	text := i18n.Shown(b.field.Field, v.Text)
	if v.Description != "" {
		text += " · " + v.Description
	}
	return text
}

// show shows what was counted.
func (b *block) show() {
	if b.histogram() {
		slices.SortFunc(b.found.Values, facet.Value.Compare)
	}
	d := chart.Data{}
	for _, v := range b.found.Values {
		d.Bars = append(d.Bars, b.bar(b.caption(v), v.Count, facet.Choice{Values: []facet.Value{v}}, b.ticked[v.Text], func() { b.ticked[v.Text] = !b.ticked[v.Text] }))
	}
	if n := b.found.Other.Values; n > 0 {
		bar := b.bar(i18n.T("facet.other_n", "count", n), b.found.Other.Contacts, facet.Choice{Other: true}, b.other, func() { b.other = !b.other })
		bar.Pattern = chart.Pale
		d.Bars = append(d.Bars, bar)
	}
	if n := b.found.None; n > 0 {
		bar := b.bar(i18n.T("common.none_in_brackets"), n, facet.Choice{None: true}, b.none, func() { b.none = !b.none })
		bar.Pattern = chart.Hollow
		d.Bars = append(d.Bars, bar)
	}
	b.picture.Set(d, i18n.T("facet.no_contacts"))
	b.showTicks()
}

// histogram reports whether the bars stand in the order of their values.
func (b *block) histogram() bool { return b.by != nil }

// bar is a bar that keeps or removes what it counts.
func (b *block) bar(caption string, n int, of facet.Choice, ticked bool, tick func()) chart.Bar {
	bar := chart.Bar{Caption: caption, Number: n, Ticked: ticked,
		Open:   func() { b.run(criteria.Refine, of) },
		Remove: func() { b.run(criteria.Reduce, of) },
	}
	if b.panel.params.Locked() == "" && b.found.Selects(of) {
		bar.Tick = func() {
			tick()
			b.show()
		}
	}
	bar.Menu = func() []*fyne.MenuItem {
		var keep, remove, keepTicked, removeTicked func() // greyed where nothing can be changed
		if bar.Tick != nil {
			keep, remove = bar.Open, bar.Remove
		}
		items := []*fyne.MenuItem{
			widget.MenuItem(withKey(i18n.T("facet.keep_only_what", "what", caption), "Enter"), theme.IconRefine, keep),
			widget.MenuItem(withKey(i18n.T("facet.remove_what", "what", caption), "Delete"), theme.IconReduce, remove),
		}
		if ticks := b.chosenTicks(); b.countTicks() > 0 {
			keepTicked, removeTicked = func() { b.run(criteria.Refine, ticks) }, func() { b.run(criteria.Reduce, ticks) }
			items = append(items, widget.MenuItem(b.keep.Text(), theme.IconRefine, keepTicked), widget.MenuItem(b.remove.Text(), theme.IconReduce, removeTicked))
		}
		return append(items, fyne.NewMenuItemSeparator())
	}
	return bar
}

func withKey(text, key string) string { return text + "  (" + i18n.Keys(key) + ")" }

// countTicks is how many bars are ticked.
func (b *block) countTicks() int {
	c := b.chosenTicks()
	n := len(c.Values)
	for _, on := range []bool{c.None, c.Other} {
		if on {
			n++
		}
	}
	return n
}

// chosenTicks is what is ticked.
func (b *block) chosenTicks() facet.Choice {
	c := facet.Choice{None: b.none && b.found.None > 0, Other: b.other && b.found.Other.Values > 0}
	for _, v := range b.found.Values {
		if b.ticked[v.Text] {
			c.Values = append(c.Values, v)
		}
	}
	return c
}

// showTicks shows the buttons for what is ticked, where something is.
func (b *block) showTicks() {
	n := b.countTicks()
	b.keep.SetText(i18n.T("facet.keep_n_ticked", "count", n))
	b.remove.SetText(i18n.T("facet.remove_n_ticked", "count", n))
	widget.SetVisible(b.ticks, n > 0)
	b.panel.layout(b)
}

// run keeps or removes what was chosen.
func (b *block) run(action criteria.Action, c facet.Choice) {
	if !b.found.Selects(c) {
		b.panel.params.Say(i18n.T("facet.cannot_be_told_apart"))
		return
	}
	b.untick()
	b.panel.do(b.found.Step(action, c))
}

// menu is what can be done with the field.
func (b *block) menu() []*fyne.MenuItem {
	var more func()
	if b.search != nil && b.found.Other.Values > 0 {
		more = b.more
	}
	return append(b.picture.MenuItems(), fyne.NewMenuItemSeparator(),
		widget.MenuItem(i18n.T("facet.show_n_more_values", "count", min(moreValues, max(1, b.found.Other.Values))), theme.IconAdd, more),
		widget.MenuItem(i18n.T("facet.hide_field"), theme.IconClose, func() { b.panel.hideField(b) }))
}
