package output

import (
	"context"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"winnow/core/ready"
	"winnow/gui/chart"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/theme"
)

// newMeter returns the picture of how ready the lines are.
func (p *Ready) newMeter() *chart.Picture {
	m := chart.NewMeter(i18n.T("output.how_ready_lines_are"))
	m.Share = chart.Sharing{Session: p.session, Tasks: p.Tasks, Say: p.bar.SetStatus}
	return m
}

// Meter shows how ready the lines are.
func (p *Ready) Meter() *chart.Picture { return p.meter }

// stateCaption says how ready lines are.
func stateCaption(s ready.State) string {
	switch s {
	case ready.Fit:
		return i18n.T("output.ready")
	case ready.LookAt:
		return i18n.T("output.to_look_at")
	}
	return i18n.T("output.cannot_be_reached")
}

// showStates shows how ready the lines are; each part lists its lines.
func (p *Ready) showStates() {
	d := chart.Data{Of: p.report.Lines}
	for i, state := range ready.States() {
		if p.report.Lines > 0 {
			d.Bars = append(d.Bars, chart.Bar{
				Caption: stateCaption(state), Number: p.report.States[state],
				Pattern: []chart.Pattern{chart.Solid, chart.Striped, chart.Hollow}[i],
				Color:   []fyne.ThemeColorName{theme.Accent, fynetheme.ColorNameWarning, theme.Bad}[i],
				Open:    func() { p.listState(state) },
			})
		}
	}
	p.meter.Set(d, i18n.T("output.no_such_lines"))
}

// listState lists the lines that are so ready.
func (p *Ready) listState(state ready.State) {
	if p.cancel != nil {
		p.cancel()
	}
	p.byState = true
	p.remove.SetEnabled(false)
	p.tab.SetSummary(stateCaption(state), stateCaption(state))
	params := ready.Params{Days: p.report.Days}
	p.cancel = session.Read(p.session, p.Tasks, func(ctx context.Context) (ready.List, error) {
		return ready.FindState(ctx, p.session.Company, p.no, state, params)
	}, p.showLines)
}
