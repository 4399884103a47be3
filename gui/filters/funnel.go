package filters

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/core/criteria"
	"winnow/core/segment"
	"winnow/gui/chart"
	"winnow/gui/i18n"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// How high the funnel can be: so much, and so much of the window; what there is no
// room for is scrolled to.
const (
	funnelHeight = 125
	funnelPart   = 0.29
)

// funnel shows, over the dialog's foot, how many contacts each section leaves.
type funnel struct {
	dialog  *Dialog
	picture *chart.Picture
	object  *container.Scroll
}

func newFunnel(d *Dialog) *funnel {
	f := &funnel{dialog: d, picture: chart.NewFunnel(i18n.T("filters.what_each_section_leaves"))}
	f.picture.StandStill()
	f.picture.Share = chart.Sharing{Session: d.session, Tasks: d.tasks, Say: func(text string) { d.modal.SetStatus(text, false) }}
	f.object = container.NewVScroll(f.picture)
	f.object.Hide()
	return f
}

// Funnel shows how many contacts each section leaves.
func (d *Dialog) Funnel() *chart.Picture { return d.funnel.picture }

// publish shows what came of a trial: those there were, those that each section
// leaves, and those that the action concerns in the end.
func (f *funnel) publish(r segment.Result) {
	first, last := chart.Bar{Caption: i18n.T("filters.lines_before"), Number: r.LinesBefore}, chart.Bar{Open: f.dialog.showThem}
	switch r.Action {
	case criteria.Add:
		first = chart.Bar{Caption: i18n.T("filters.all_contacts"), Number: f.dialog.total}
		last.Caption, last.Number = i18n.T("filters.will_be_added"), r.LinesAfter-r.LinesBefore
	case criteria.Refine:
		last.Caption, last.Number = i18n.T("filters.stay"), r.LinesAfter
	default:
		last.Caption, last.Number = i18n.T("filters.will_be_removed"), r.LinesBefore-r.LinesAfter
	}
	first.Pattern = chart.Pale
	if r.LinesAfter == r.LinesBefore {
		last.Open = nil
	}
	d := chart.Data{Of: first.Number}
	if sections := f.dialog.any.sections(r); len(sections) > 0 {
		d.Bars = append(d.Bars, first)
		for _, count := range sections {
			d.Bars = append(d.Bars, chart.Bar{Caption: f.caption(count.Section), Number: count.Together, Pattern: chart.Pale})
		}
		d.Bars = append(d.Bars, last)
	}
	f.show(d)
}

// caption is what a section is called.
func (f *funnel) caption(key string) string {
	for _, s := range f.dialog.sections {
		if s.spec.Key == key {
			return i18n.Translate(s.spec.Caption)
		}
	}
	return key
}

// show shows bars, and takes no room where there are none.
func (f *funnel) show(d chart.Data) {
	f.picture.Set(d, "")
	height := min(f.picture.MinSize().Height, theme.Px(funnelHeight), funnelPart*f.dialog.session.Window.Canvas().Size().Height)
	f.object.SetMinSize(fyne.NewSize(0, height))
	widget.SetVisible(f.object, len(d.Bars) > 0)
	f.dialog.modal.Layout()
}
