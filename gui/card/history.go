package card

import (
	"context"
	"strings"

	"winnow/core/saved"
	"winnow/core/segment"
	shown "winnow/gui/criteria"
	"winnow/gui/i18n"
	"winnow/gui/widget"
)

// linesLimit is how many lines a step has at the side.
const linesLimit = 6

// history is the list of steps at the side, and the ways through them.
type history struct {
	card     *Card
	panel    *widget.FastTab
	timeline *widget.Timeline
}

func newHistory(c *Card) *history {
	h := &history{card: c, timeline: widget.NewTimeline()}
	h.timeline.Empty = i18n.T("card.no_criteria_actions_yet_what_is_added")
	h.timeline.OnTap = func(at int) { c.look(c.read.steps[at].Number) }
	h.timeline.OnDoubleTap = func(at int) { h.goTo(c.read.steps[at].Number) }
	h.panel = widget.Panel(i18n.T("common.criteria"), h.timeline.Scroll(),
		widget.NewLink(i18n.T("common.copy"), h.copyRecipe))
	return h
}

// publish shows the steps that were read.
func (h *history) publish() {
	steps := make([]widget.Step, len(h.card.read.steps))
	for i, s := range h.card.read.steps {
		steps[i] = widget.Step{
			Caption: i18n.T("common.number_and_action", "n", s.Number, "action", shown.ActionCaption(s.Action)),
			Count:   shown.Signed(s.LinesAfter - s.LinesBefore), Lines: stepLines(s), TakenBack: !s.InForce,
		}
	}
	h.timeline.SetSteps(steps)
	if p := h.card.preview; p != nil {
		h.timeline.Select(*p - 1)
	}
}

// stepLines are what a step asks for, line by line.
func stepLines(s segment.Step) []string {
	var lines []string
	if s.Reason != "" {
		lines = append(lines, s.Reason)
	}
	for _, a := range shown.AskedBy(s.Step, s.Resolved) {
		line := a.Line()
		if !s.InForce { // grey as a whole
			line = strings.ReplaceAll(line, "~~", "")
		}
		lines = append(lines, line)
	}
	lines = append(lines, shown.OptionCaptions(s.Step)...)
	if len(lines) == 0 {
		lines = []string{i18n.T("common.no_filters")}
	}
	if more := len(lines) - linesLimit; more > 1 {
		lines = append(lines[:linesLimit], i18n.T("card.n_more", "count", more))
	}
	if !s.InForce {
		lines = append(lines, i18n.T("card.taken_back_go_forward_does_it_again"))
	}
	return lines
}

func (h *history) goBack() { h.move(h.card.session.Segments.Back) }

func (h *history) goForward() { h.move(h.card.session.Segments.Forward) }

func (h *history) goTo(step int) {
	h.move(func(ctx context.Context, no string) (segment.Move, error) {
		return h.card.session.Segments.GoTo(ctx, no, step)
	})
}

// move puts another step in force and says what that did.
func (h *history) move(to func(context.Context, string) (segment.Move, error)) {
	c := h.card
	if c.no == "" {
		return
	}
	c.now()
	no := c.no
	var moved segment.Move
	c.Tasks.Write(func(ctx context.Context) (err error) {
		moved, err = to(ctx, no)
		return err
	}, func(err error) {
		if err != nil {
			c.session.Tell(err, c.say)
			return
		}
		switch len(moved.Steps) {
		case 1:
			c.together.undo.moved(moved.To < moved.From)
		default:
			c.together.undo.jumped()
		}
		c.say(moveText(moved))
		c.lines.list.ClearSelection()
		c.changed()
	})
}

// moveText says what a move through the history did.
func moveText(m segment.Move) string {
	what := ""
	if len(m.Steps) == 1 {
		what = shown.ActionVerb(m.Steps[0].Action)
	} else {
		what = i18n.T("card.n_steps", "count", len(m.Steps))
	}
	change := m.LinesAfter - m.LinesBefore
	values := map[string]any{"what": what, "n": widget.Number(max(change, -change))}
	switch {
	case len(m.Steps) == 0:
		return i18n.T("card.this_step_is_in_force_already")
	case m.To < m.From && change > 0:
		return i18n.T("card.what_taken_back_n_contacts", "count", change, values)
	case m.To < m.From && change < 0:
		return i18n.T("card.what_taken_back_n_contacts_have_left", "count", -change, values)
	case m.To < m.From:
		return i18n.T("card.what_taken_back_number_of_lines_stays", values)
	case change > 0:
		return i18n.T("card.what_done_again_n_contacts", "count", change, values)
	case change < 0:
		return i18n.T("card.what_done_again_n_contacts_have_left", "count", -change, values)
	}
	return i18n.T("card.what_done_again_number_of_lines_stays", values)
}

// copyRecipe puts the steps in force onto the clipboard as a recipe.
func (h *history) copyRecipe() {
	h.card.say(shown.CopyRecipe(h.card.session, saved.InForce(h.card.read.steps)))
}

// askClear asks before the steps are forgotten, which cannot be taken back.
func (h *history) askClear() {
	n := len(h.card.read.steps)
	if n == 0 {
		h.card.say(i18n.T("card.no_criteria_actions_to_clear"))
		return
	}
	lines := i18n.T("card.n_lines_stay_as_they_are", "count", h.card.read.segment.Lines)
	widget.Ask(h.card.session.Window.Canvas(), widget.Question{
		Title: i18n.T("card.clear_criteria"),
		Text: i18n.T("card.segment_forgets_its_n_criteria_actions_those", "count", n) + " " +
			lines + " " + i18n.T("card.this_cannot_be_taken_back_go_back"),
		Yes: i18n.T("card.clear_criteria"), No: i18n.T("common.cancel"),
		OnYes: h.clear,
	})
}

// offerClear offers to clear the criteria when the last line went by hand.
func (h *history) offerClear() {
	widget.Ask(h.card.session.Window.Canvas(), widget.Question{
		Title: i18n.T("card.clear_criteria"),
		Text:  i18n.T("card.segment_has_no_lines_any_more_shall"),
		OnYes: h.clear,
	})
}

func (h *history) clear() {
	c := h.card
	c.now()
	no := c.no
	c.Tasks.Write(func(ctx context.Context) error {
		return c.session.Segments.ClearCriteria(ctx, no)
	}, func(err error) {
		if err != nil {
			c.session.Tell(err, c.say)
			return
		}
		c.together.undo.jumped()
		c.say(i18n.T("card.criteria_cleared"))
		c.changed()
	})
}
