package card

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/lang"

	"winnow/core/saved"
	"winnow/core/segment"
	shown "winnow/gui/criteria"
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
	h.timeline.Empty = lang.L("No criteria actions yet. What is added, refined and reduced shows here, step by step.")
	h.timeline.OnTap = func(at int) { c.look(c.read.steps[at].Number) }
	h.timeline.OnDoubleTap = func(at int) { h.goTo(c.read.steps[at].Number) }
	h.panel = widget.Panel(lang.L("Criteria"), h.timeline.Scroll(),
		widget.NewLink(lang.L("Copy"), h.copyRecipe))
	return h
}

// publish shows the steps that were read.
func (h *history) publish() {
	steps := make([]widget.Step, len(h.card.read.steps))
	for i, s := range h.card.read.steps {
		steps[i] = widget.Step{
			Caption: lang.L("{{.n}} {{.action}}", map[string]any{"n": s.Number, "action": shown.ActionCaption(s.Action)}),
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
		lines = []string{lang.L("no filters")}
	}
	if more := len(lines) - linesLimit; more > 1 {
		lines = append(lines[:linesLimit], lang.N("{{.n}} more", more, map[string]any{"n": more}))
	}
	if !s.InForce {
		lines = append(lines, lang.L("taken back · Go Forward does it again"))
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
		what = lang.N("{{.n}} steps", len(m.Steps), map[string]any{"n": len(m.Steps)})
	}
	change := m.LinesAfter - m.LinesBefore
	values := map[string]any{"what": what, "n": widget.Number(max(change, -change))}
	switch {
	case len(m.Steps) == 0:
		return lang.L("This step is in force already")
	case m.To < m.From && change > 0:
		return lang.N("{{.what}} taken back: {{.n}} contacts are in the segment again", change, values)
	case m.To < m.From && change < 0:
		return lang.N("{{.what}} taken back: {{.n}} contacts have left the segment", -change, values)
	case m.To < m.From:
		return lang.L("{{.what}} taken back: the number of lines stays as it was", values)
	case change > 0:
		return lang.N("{{.what}} done again: {{.n}} contacts are in the segment again", change, values)
	case change < 0:
		return lang.N("{{.what}} done again: {{.n}} contacts have left the segment", -change, values)
	}
	return lang.L("{{.what}} done again: the number of lines stays as it was", values)
}

// copyRecipe puts the steps in force onto the clipboard as a recipe.
func (h *history) copyRecipe() {
	h.card.say(shown.CopyRecipe(h.card.session, saved.InForce(h.card.read.steps)))
}

// askClear asks before the steps are forgotten, which cannot be taken back.
func (h *history) askClear() {
	n := len(h.card.read.steps)
	if n == 0 {
		h.card.say(lang.L("There are no criteria actions to clear"))
		return
	}
	lines := lang.N("The {{.n}} lines stay as they are.", h.card.read.segment.Lines, map[string]any{"n": widget.Number(h.card.read.segment.Lines)})
	widget.Ask(h.card.session.Window.Canvas(), widget.Question{
		Title: lang.L("Clear Criteria"),
		Text: lang.N("The segment forgets its **{{.n}} criteria actions**, those taken back too.", n, map[string]any{"n": n}) + " " +
			lines + " " + lang.L("This cannot be taken back: Go Back cannot go behind it."),
		Yes: lang.L("Clear Criteria"), No: lang.L("Cancel"),
		OnYes: h.clear,
	})
}

// offerClear offers to clear the criteria when the last line went by hand.
func (h *history) offerClear() {
	widget.Ask(h.card.session.Window.Canvas(), widget.Question{
		Title: lang.L("Clear Criteria"),
		Text:  lang.L("The segment has no lines any more. Shall its criteria actions be forgotten, too? Go Back cannot bring the lines back then."),
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
		c.say(lang.L("Criteria cleared"))
		c.changed()
	})
}
