package card

import (
	"winnow/core/criteria"
	"winnow/core/segment"
	shown "winnow/gui/criteria"
	"winnow/gui/i18n"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// look shows the lines as they are after a step, and changes nothing. A step
// that is in force last is what there is now.
func (c *Card) look(step int) {
	if step == c.read.segment.Step {
		c.now()
		c.say("")
		c.told = told{text: i18n.T("card.step_is_in_force_these_are_lines", "step", step), step: step}
		c.history.timeline.Select(step - 1)
		c.notices()
		return
	}
	c.preview = &step
	c.history.timeline.Select(step - 1)
	c.showLines()
}

// now shows the lines that there are, where those of another step were shown,
// and reports whether they were.
func (c *Card) now() bool {
	if c.preview == nil {
		return false
	}
	c.preview = nil
	c.history.timeline.Select(-1)
	c.showLines()
	return true
}

// showLines shows the lines of now, or of the step that is looked at.
func (c *Card) showLines() {
	c.lock()
	c.lines.list.ClearSelection()
	c.notices()
	c.lines.Show(lineSource{c.session, c.no, c.preview})
	c.shape.count()
	c.countFacets()
}

// looking refuses to change lines while those of another step are shown, and
// reports whether they are.
func (c *Card) looking() bool {
	if c.refuses() {
		return true
	}
	if c.preview == nil {
		return false
	}
	c.say(i18n.T("card.this_is_preview_back_to_now_esc"))
	return true
}

// escape goes back to now, or leaves the card.
func (c *Card) escape() {
	if !c.now() {
		c.session.Go.Back()
	}
}

// notices say over the lines what they are, where they are not those of now,
// and what to do where there are none.
func (c *Card) notices() {
	steps := c.read.steps
	if p := c.preview; p != nil && (*p > len(steps) || *p == c.read.segment.Step) { // the history has moved meanwhile
		c.preview = nil
		c.lock()
	}
	if c.told.step > 0 && c.told.step != c.read.segment.Step { // or another page has moved it
		c.told = told{}
	}
	done := ""
	if c.told.text != "" {
		done = c.told.text + ". "
	}
	switch {
	case c.preview != nil:
		c.sayPreview(steps[*c.preview-1])
	case c.sealed():
		c.saySealed(done)
	case c.read.segment.Lines == 0 && c.read.segment.Step < len(steps):
		c.notice.Say(done+i18n.T("card.no_contacts_in_segment_now_what_added"),
			widget.Action{Text: i18n.T("common.do_it_again"), Icon: theme.IconForward, Do: c.history.goForward})
	case c.told.step > 0:
		c.notice.Say(c.told.text, c.history.changes(c.told.step)...)
	case c.told.text != "":
		c.notice.Say(c.told.text, widget.Action{Text: i18n.T("entry.undo"), Icon: theme.IconBack, Do: c.told.undo})
	case c.read.segment.Lines == 0:
		c.notice.Say(i18n.T("card.no_contacts_yet_find_them_by_filters"),
			widget.Action{Text: i18n.T("common.add_contacts_dialog"), Icon: theme.IconAdd, Do: func() { c.ask(criteria.Add) }})
	default:
		c.notice.Say("")
	}
}

func (c *Card) sayPreview(step segment.Step) {
	values := map[string]any{"step": step.Number, "action": shown.ActionCaption(step.Action), "n": widget.Number(step.LinesAfter)}
	text := i18n.T("card.preview_n_contacts_as_after_step_action", "count", step.LinesAfter, values)
	back := widget.Action{Text: i18n.T("card.back_to_now"), Icon: theme.IconClose, Do: func() { c.now() }}
	if c.sealed() {
		c.notice.Say(text, back)
		return
	}
	links := []widget.Action{{Text: i18n.T("card.go_to_this_step"), Icon: theme.IconHistory, Do: func() { c.history.goTo(step.Number) }}}
	if step.InForce {
		links = append(links, c.history.changes(step.Number)...)
	}
	c.notice.Say(text, append(links, back)...)
}
