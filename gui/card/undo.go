package card

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"winnow/core/segment"
	"winnow/gui/work"
)

// mostUndone is how many things Ctrl+Z can take back while the card is open.
// Actions can always be taken back, in the segment's own history.
const mostUndone = 100

// undo is what was done on the card, so that Ctrl+Z can take back the last
// thing, whatever it was.
type undo struct {
	card         *Card
	done, undone []deed
}

// deed is one thing that was done: an edit, or an action of the history.
type deed struct {
	// again does an edit once more; nil for an action.
	again func(context.Context) (no string, err error)
	// before is what an edit changed.
	before segment.Held
}

// push notes what was done; what was taken back cannot be done again then.
func (u *undo) push(d deed) {
	u.done, u.undone = append(u.done, d), nil
	if len(u.done) > mostUndone {
		u.done = u.done[1:]
	}
}

// acted notes an action of the history.
func (u *undo) acted() { u.push(deed{}) }

// moved follows the history back or forward by one action.
func (u *undo) moved(back bool) {
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
	for _, list := range []*[]deed{&u.done, &u.undone} {
		var edits []deed
		for _, d := range *list {
			if d.again != nil {
				edits = append(edits, d)
			}
		}
		*list = edits
	}
}

// back takes back the last thing done.
func (u *undo) back() {
	last := len(u.done) - 1
	if last < 0 || u.done[last].again == nil {
		u.card.history.goBack()
		return
	}
	d := u.done[last]
	u.run(lang.L("Edit taken back"), func(ctx context.Context) (string, error) {
		seg, err := u.card.session.Segments.Restore(ctx, u.card.no, d.before)
		return seg.No, err
	}, func() { u.done, u.undone = u.done[:last:last], append(u.undone, d) })
}

// forward does again what was taken back last.
func (u *undo) forward() {
	last := len(u.undone) - 1
	if last < 0 || u.undone[last].again == nil {
		u.card.history.goForward()
		return
	}
	d := u.undone[last]
	u.run(lang.L("Edit done again"), d.again, func() { u.undone, u.done = u.undone[:last:last], append(u.done, d) })
}

// run changes the segment and says so.
func (u *undo) run(said string, change func(context.Context) (string, error), moved func()) {
	c := u.card
	var no string
	c.Desk.Write(func(ctx context.Context) (err error) {
		no, err = change(ctx)
		return err
	}, func(err error) {
		if err != nil {
			c.say(work.Text(err))
			return
		}
		moved()
		c.no = no
		c.say(said)
		c.Reload()
	})
}
