package card

import (
	"context"

	"winnow/core/criteria"
	"winnow/core/facet"
	"winnow/core/filter"
	"winnow/core/segment"
	facets "winnow/gui/facet"
	"winnow/gui/filters"
	"winnow/gui/i18n"
	"winnow/gui/widget"
)

// newFacets returns the panel that shows how the contacts divide, which stands in the place
// of the criteria while it is shown.
func newFacets(c *Card) *facets.Panel {
	return facets.New(facets.Params{
		Session: c.session, Tasks: c.Tasks, Name: "card", Say: c.say, Hint: i18n.T("facet.click_keeps_shift_click_removes"),
		Do: c.takeFacet, Locked: c.lockedFacets, Toggled: c.facetsToggled,
	})
}

// Facets is the panel that shows how the contacts divide.
func (c *Card) Facets() *facets.Panel { return c.facets }

func (c *Card) facetsToggled() {
	widget.SetVisible(c.history.object, !c.facets.Visible())
	c.page.Layout()
	if !c.facets.Visible() {
		c.lines.list.Focus()
	}
}

// toggleFacets shows how the contacts divide, of a segment that there is.
func (c *Card) toggleFacets() {
	c.made(c.facets.Toggle)
}

// countFacets counts the contacts that are shown, now or after the step that is looked at.
func (c *Card) countFacets() {
	no, step := c.no, c.preview
	c.facets.Count(func(ctx context.Context, p facet.Params) (facet.Facet, error) {
		p.Step = step
		return facet.OfSegment(ctx, c.session.Company, no, p)
	})
}

// lockedFacets says why contacts cannot be kept or removed now.
func (c *Card) lockedFacets() string {
	switch {
	case c.session.Company.ReadOnly():
		return i18n.T("facet.company_can_only_be_read")
	case c.sealed():
		return c.whySealed()
	case c.preview != nil:
		return i18n.T("card.this_is_preview_back_to_now_esc")
	}
	return ""
}

// takeFacet runs the step that a facet asks for.
func (c *Card) takeFacet(step criteria.Step) {
	var result segment.Result
	c.Tasks.RunSlow(c.session.Window.Canvas(), filters.Running(step.Action), func(ctx context.Context, _ func(done, total int)) (err error) {
		result, err = c.session.Segments.Run(ctx, c.no, step, filter.Env{})
		return err
	}, c.session.Ended(c.say, func() {
		c.done(result)
		c.facets.Focus()
	}))
}
