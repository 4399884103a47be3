package card

import (
	"cmp"
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/saved"
	"winnow/core/segment"
	shown "winnow/gui/criteria"
	"winnow/gui/i18n"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// longestSentence is how many characters of what a step asked for stand at the side,
// and namesLimit how many names of contacts.
const (
	longestSentence = 320
	namesLimit      = 3
)

// history is the list of steps at the side, and the ways through them.
type history struct {
	card     *Card
	panel    *widget.FastTab
	object   fyne.CanvasObject // with the panel, at the side
	timeline *widget.Timeline
}

func newHistory(c *Card) *history {
	h := &history{card: c, timeline: widget.NewTimeline()}
	h.timeline.Empty = i18n.T("card.no_criteria_actions_yet_what_is_added")
	h.timeline.OnTap = func(at int) { c.look(c.read.steps[at].Number) }
	h.timeline.OnDoubleTap = func(at int) { h.goTo(c.read.steps[at].Number) }
	h.timeline.OnMenu = func(at int, where fyne.Position) {
		widget.ShowMenu(c.session.Window.Canvas(), where, h.menu(c.read.steps[at])...)
	}
	h.panel = widget.Panel(i18n.T("common.criteria"), c.fresh.over(h.timeline.Scroll()),
		widget.NewLink(i18n.T("common.copy"), h.copyRecipe))
	return h
}

// publish shows the steps that were read.
func (h *history) publish() {
	h.timeline.SetSteps(h.card.read.shown)
	if p := h.card.preview; p != nil {
		h.timeline.Select(*p - 1)
	}
}

// menu is what can be done with a step.
func (h *history) menu(step segment.Step) []*fyne.MenuItem {
	c, n := h.card, step.Number
	items := []*fyne.MenuItem{widget.MenuItem(i18n.T("criteria.go_to_this_step"), theme.IconHistory, c.whenActive(func() { h.goTo(n) }))}
	for _, change := range h.changes(n) {
		if c.sealed() || !step.InForce {
			change.Do = nil
		}
		items = append(items, widget.MenuItem(change.Text, change.Icon, change.Do))
	}
	return items
}

// changes are the ways to change a step in force.
func (h *history) changes(step int) []widget.Action {
	return []widget.Action{
		{Text: i18n.T("criteria.edit_step_dialog"), Icon: theme.IconEdit, Do: func() { h.edit(step) }},
		{Text: i18n.T("criteria.leave_step_out_dialog"), Icon: theme.IconDelete, Do: func() { h.leaveOut(step) }},
	}
}

// edit opens the dialog of a step with its filters, and then shows what that would
// change.
func (h *history) edit(step int) {
	c := h.card
	c.now()
	c.editing = EditStep(c.session, EditStepParams{Segment: c.no, Step: step, Done: c.replayed})
}

// leaveOut shows what leaving a step out would change.
func (h *history) leaveOut(step int) {
	c := h.card
	c.replay(i18n.T("criteria.leave_out_step_of_segment", "step", step, "segment", c.no), segment.ReplayParams{Step: step})
}

// shownSteps are steps as they stand at the side: each with how much it brought or
// took beside the one that did most, and as a sentence.
func (c *Card) shownSteps(ctx context.Context, steps []segment.Step) ([]widget.Step, error) {
	most := 1
	for _, s := range steps {
		most = max(most, s.LinesAfter-s.LinesBefore, s.LinesBefore-s.LinesAfter)
	}
	list := make([]widget.Step, len(steps))
	for i, s := range steps {
		change := s.LinesAfter - s.LinesBefore
		list[i] = widget.Step{
			Caption: i18n.T("common.number_and_action", "n", s.Number, "action", shown.ActionCaption(s.Action)),
			Count:   shown.Signed(change), Change: float32(change) / float32(most), TakenBack: !s.InForce,
		}
		var err error
		if list[i].Lines, err = c.stepLines(ctx, s); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// stepLines say what a step asked for, and why.
func (c *Card) stepLines(ctx context.Context, s segment.Step) ([]string, error) {
	var lines []string
	if s.Reason != "" {
		lines = append(lines, shown.Reason(s.Reason))
	}
	text, err := c.byHand(ctx, s.ByHand())
	if err != nil {
		return nil, err
	}
	if text == "" {
		text = shown.Wish(c.session.Company.Catalog(), s.Step, s.Resolved)
	}
	if runes := []rune(text); len(runes) > longestSentence {
		text = string(runes[:longestSentence]) + "…"
	}
	lines = append(lines, text)
	if !s.InForce {
		lines = append(lines, i18n.T("card.taken_back_go_forward_does_it_again"))
	}
	return lines, nil
}

// byHand names the first of the contacts whose lines came or went by hand; "" where
// there are none.
func (c *Card) byHand(ctx context.Context, numbers []string) (string, error) {
	var names []string
	for _, no := range numbers[:min(len(numbers), namesLimit)] {
		name, err := c.session.Records.Describe(ctx, catalog.Contact, no)
		if err != nil {
			return "", err
		}
		names = append(names, cmp.Or(name, no))
	}
	said := strings.Join(names, ", ")
	switch more := len(numbers) - len(names); {
	case said == "":
		return "", nil
	case more > 0:
		return i18n.T("card.by_hand_names_and_n_more", "count", more, "names", said), nil
	}
	return i18n.T("card.by_hand_names", "names", said), nil
}

func (h *history) goBack() { h.move(h.card.session.Segments.Back) }

func (h *history) goForward() { h.move(h.card.session.Segments.Forward) }

func (h *history) goTo(step int) {
	h.move(func(ctx context.Context, no string) (segment.Move, error) {
		return h.card.session.Segments.GoTo(ctx, no, step)
	})
}

// backFrom goes from one step to another, where nobody has moved the history since.
func (h *history) backFrom(from, to segment.Place) {
	h.move(func(ctx context.Context, no string) (segment.Move, error) {
		return h.card.session.Segments.Return(ctx, no, from, to)
	})
}

// move puts another step in force and says what that did.
func (h *history) move(to func(context.Context, string) (segment.Move, error)) {
	c := h.card
	if c.no == "" || c.refuses() {
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
		switch {
		case moved.Replay != nil || len(moved.Steps) == 1:
			c.together.undo.moved(moved.Back())
		default:
			c.together.undo.jumped()
		}
		if moved.Replay == nil && len(moved.Steps) == 0 {
			c.say(shown.Moved(moved))
		} else {
			c.sayUndo(shown.Moved(moved), func() { h.backFrom(moved.To, moved.From) })
		}
		c.lines.list.ClearSelection()
		c.changed()
	})
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
		Title: i18n.T("card.clear_criteria"), Final: true,
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
