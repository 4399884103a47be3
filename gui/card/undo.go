package card

import (
	"context"

	"winnow/core/segment"
	"winnow/gui/i18n"
)

// undoneLimit is how many things Ctrl+Z can take back while the card is open.
// Actions can always be taken back, in the segment's own history.
const undoneLimit = 100

// undo is what was done on the cards of a segment, so that Ctrl+Z can take back
// the last thing, whatever it was, in whichever window.
type undo struct {
	done, undone []undoEntry
	// place and steps are those of the history that the actions belong to, where
	// that is known: not between an action and the reading after it.
	place segment.Place
	steps int
	known bool
	// running says that an edit is being taken back or done again: the key does nothing.
	running bool
}

// undoEntry is one thing that was done: an edit, or an action of the history.
type undoEntry struct {
	// again does an edit once more, on the segment as it is called now, and
	// returns what it is called then; nil for an action.
	again func(ctx context.Context, no string) (string, error)
	// before is what an edit changed.
	before segment.OwnValues
}

// push notes what was done; what was taken back cannot be done again then.
func (u *undo) push(d undoEntry) {
	u.done, u.undone = append(u.done, d), nil
	if len(u.done) > undoneLimit {
		u.done = u.done[1:]
	}
}

// acted notes an action of the history.
func (u *undo) acted() {
	u.known = false
	u.push(undoEntry{})
}

// saw compares the history that was read with what is known of it. Where
// something else has moved it, another page or another program, it is not known
// any more in which order edits and actions came.
func (u *undo) saw(seg segment.Segment) {
	if u.known && (u.place != seg.Place() || u.steps != seg.Steps) {
		u.jumped()
	}
	u.place, u.steps, u.known = seg.Place(), seg.Steps, true
}

// moved follows the history back or forward by one action.
func (u *undo) moved(back bool) {
	u.known = false
	from, to := &u.done, &u.undone
	if !back {
		from, to = to, from
	}
	for i := len(*from) - 1; i >= 0; i-- {
		if d := (*from)[i]; d.again == nil {
			*from = append((*from)[:i:i], (*from)[i+1:]...)
			*to = append(*to, d)
			return
		}
	}
}

// jumped forgets the actions when one goes to any step, and keeps the edits.
func (u *undo) jumped() {
	u.known = false
	for _, list := range []*[]undoEntry{&u.done, &u.undone} {
		var edits []undoEntry
		for _, d := range *list {
			if d.again != nil {
				edits = append(edits, d)
			}
		}
		*list = edits
	}
}

// back takes back the last thing done.
func (c *Card) back() {
	if c.refuses() || c.together.undo.running {
		return
	}
	u := &c.together.undo
	last := len(u.done) - 1
	if last < 0 || u.done[last].again == nil {
		c.history.goBack()
		return
	}
	d := u.done[last]
	c.change(i18n.T("common.edit_taken_back"), c.forward, func(ctx context.Context) (string, error) {
		seg, err := c.session.Segments.RestoreOwnValues(ctx, c.no, d.before)
		return seg.No, err
	}, func() { u.done, u.undone = u.done[:last:last], append(u.undone, d) })
}

// forward does again what was taken back last.
func (c *Card) forward() {
	if c.refuses() || c.together.undo.running {
		return
	}
	u := &c.together.undo
	last := len(u.undone) - 1
	if last < 0 || u.undone[last].again == nil {
		c.history.goForward()
		return
	}
	d := u.undone[last]
	c.change(i18n.T("common.edit_done_again"), c.back, func(ctx context.Context) (string, error) {
		return d.again(ctx, c.no)
	}, func() { u.undone, u.done = u.undone[:last:last], append(u.done, d) })
}

// change changes the segment and says so, with what undoes that.
func (c *Card) change(said string, undo func(), change func(context.Context) (string, error), moved func()) {
	var no string
	c.together.undo.running = true
	c.Tasks.Write(func(ctx context.Context) (err error) {
		no, err = change(ctx)
		return err
	}, func(err error) {
		c.together.undo.running = false
		if err != nil {
			c.session.Tell(err, c.say)
			return
		}
		moved()
		c.no = no
		c.sayEdit(said, undo)
		c.changed()
	})
}
