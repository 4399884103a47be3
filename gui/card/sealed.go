package card

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/logging"
	"winnow/core/record"
	"winnow/gui/i18n"
	logged "winnow/gui/logging"
	"winnow/gui/route"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// sealed reports whether the segment is logged, or held by somebody else, so that it can
// be looked at and not be changed.
func (c *Card) sealed() bool { return c.isLogged() || c.read.segment.Holder != "" }

// isLogged reports whether the segment is logged.
func (c *Card) isLogged() bool { return c.read.segment.LoggedAs != 0 }

// canUnlog reports whether its log can be taken back here.
func (c *Card) canUnlog() bool { return c.isLogged() && c.read.segment.Holder == "" }

// loggedAs is the Entry No. of the logged segment, as it is shown.
func (c *Card) loggedAs() string { return strconv.FormatInt(c.read.segment.LoggedAs, 10) }

// whySealed says why the segment cannot be changed.
func (c *Card) whySealed() string {
	if holder := c.read.segment.Holder; holder != "" {
		return i18n.T("card.segment_is_held_and_cannot_be_changed", "holder", holder)
	}
	return i18n.T("card.segment_is_logged_and_cannot_be_changed", "entry", c.loggedAs())
}

// refuses refuses to change a segment that is sealed, and reports whether it is.
func (c *Card) refuses() bool {
	if c.sealed() {
		c.bar.SetStatus(c.whySealed())
	}
	return c.sealed()
}

// lock lets the lines be changed, or only be looked at: those of a step, and of a segment
// that is sealed.
func (c *Card) lock() { c.lines.readOnly(c.preview != nil || c.sealed()) }

// sayHeld says over the lines who holds the segment, and how much of it is not here.
func (c *Card) sayHeld(done string) {
	text := i18n.T("card.segment_is_held", "holder", c.read.segment.Holder)
	if n := c.read.segment.Elsewhere; n > 0 {
		text += " " + i18n.T("card.n_lines_are_elsewhere", "count", n, "n", widget.Number(n))
	}
	c.notice.Say(done+text, widget.Action{Text: i18n.T("card.take_over_dialog"), Icon: theme.IconPerson, Do: c.takeOver})
}

// saySealed says over the lines why the segment cannot be changed, and what can be done.
func (c *Card) saySealed(done string) {
	if c.read.segment.Holder != "" {
		c.sayHeld(done)
		return
	}
	c.notice.Say(done+i18n.T("card.segment_is_logged", "entry", c.loggedAs()),
		widget.Action{Text: i18n.T("logged.undo_log"), Icon: theme.IconBack, Do: c.undoLog},
		widget.Action{Text: i18n.T("caption.interactions"), Icon: theme.IconHistory, Do: c.session.To(logged.Interactions(c.read.segment.LoggedAs))},
		widget.Action{Text: i18n.T("caption.logged_segments"), Icon: theme.IconLog, Do: c.session.To(route.LoggedSegments{})})
}

// askLog asks how the segment is to be logged.
func (c *Card) askLog() {
	if c.no == "" || c.refuses() {
		return
	}
	c.now()
	logged.AskLog(c.session, logged.LogParams{Segment: c.no, Line: c.GoToLine, Done: c.logged})
}

// logged leaves the card for the logged segments. Cards in other windows show that it is
// logged.
func (c *Card) logged(to route.LoggedSegments) {
	for _, other := range c.others() {
		other.Reload()
	}
	c.session.Go.Back()
	c.session.Go.Open(to)
}

// undoLog takes the log back, so that the segment is active again.
func (c *Card) undoLog() {
	logged.Unlog(c.session, logged.UnlogParams{Tasks: c.Tasks, Entry: c.read.segment.LoggedAs, Say: c.say, Done: func(u logging.Unlogged) {
		c.say(logged.Unlogged(u))
		c.changed()
	}})
}

// respond asks for the answer of a contact to what was logged.
func (c *Card) respond(contact string) {
	var entry int64
	asked := map[string]string{"logged_segment_entry_no": c.loggedAs(), "contact_no": filter.Quote(contact)}
	c.Tasks.Run(func(ctx context.Context) error {
		of, filters := catalog.Must(catalog.InteractionEntry), map[string]filter.Filter{}
		for key, text := range asked {
			f, _ := of.Field(key)
			read, err := filter.Parse(text, f, c.read.env)
			if err != nil {
				return err
			}
			filters[key] = read
		}
		found, err := c.session.Records.List(ctx, of.Key, record.Query{Filters: filters})
		if err != nil {
			return err
		}
		rows, err := found.Page(ctx, 0, 1)
		if len(rows) > 0 {
			entry = rows[0].Number("entry_no")
		}
		return err
	}, func(err error) {
		switch {
		case err != nil:
			c.session.Tell(err, c.say)
		case entry == 0:
			c.say(i18n.T("card.contact_was_not_logged", "contact", contact))
		default:
			c.session.Go.Open(route.Response{Entry: entry})
		}
	})
}

// reuseLogged adds the contacts of a logged segment to this, which is made first if need
// be.
func (c *Card) reuseLogged() {
	c.made(func() {
		c.now()
		logged.AskReuse(c.session, logged.ReuseParams{Segment: c.no, Done: func(r logging.Reused) { c.done(r.Result) }})
	})
}

// wanted is a line that is to be the current one, when it has been read.
type wanted struct {
	line  int64
	field string
}

// GoToLine makes a line the current one, in the column of a field where that is shown.
func (c *Card) GoToLine(line int64, field string) {
	c.now()
	c.lines.Tab.SetOpen(true)
	c.lines.wanted = wanted{line, field}
	c.lines.goToWanted()
}

// goToWanted goes to the line that is wanted. Where a search or filters leave it out,
// they go first.
func (l *lines) goToWanted() {
	read, line := l.known(), l.wanted.line
	if read == nil || line == 0 {
		return
	}
	for row := range read.Len() {
		if read.LineNo(row) == line {
			field := l.wanted.field
			l.wanted = wanted{}
			fyne.Do(func() { // when they are shown
				l.list.Focus()
				l.list.SetCurrent(row, field)
			})
			return
		}
	}
	if l.Narrowed() {
		l.ShowAll()
		return
	}
	l.wanted = wanted{}
}
