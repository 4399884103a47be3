package contact

import (
	"context"

	"winnow/gui/i18n"
)

// undoneLimit is how many changes Ctrl+Z can take back while the page is open.
const undoneLimit = 100

// undoEntry is one change that can be taken back and done again. Both are told the
// contact's number and answer the one that it has then.
type undoEntry struct {
	back, again func(ctx context.Context, no string) (string, error)
}

// here is a change that leaves the contact its number.
func here(change func(context.Context) error) func(context.Context, string) (string, error) {
	return func(ctx context.Context, no string) (string, error) { return no, change(ctx) }
}

// undo is what was changed on the page, the last thing last.
type undo struct {
	contact      *Contact
	done, undone []undoEntry
}

// push notes a change; what was taken back cannot be done again then.
func (u *undo) push(d undoEntry) {
	u.done, u.undone = append(u.done, d), nil
	if len(u.done) > undoneLimit {
		u.done = u.done[1:]
	}
}

// back takes back the last change.
func (u *undo) back() {
	last := len(u.done) - 1
	if last < 0 {
		u.contact.say(i18n.T("contact.nothing_to_take_back"))
		return
	}
	d := u.done[last]
	u.run(d.back, i18n.T("common.edit_taken_back"), u.forward, func() { u.done, u.undone = u.done[:last:last], append(u.undone, d) })
}

// forward does again what was taken back last.
func (u *undo) forward() {
	last := len(u.undone) - 1
	if last < 0 {
		u.contact.say(i18n.T("contact.nothing_to_do_again"))
		return
	}
	d := u.undone[last]
	u.run(d.again, i18n.T("common.edit_done_again"), u.back, func() { u.undone, u.done = u.undone[:last:last], append(u.done, d) })
}

// run changes the contact and says so, with what undoes that.
func (u *undo) run(change func(context.Context, string) (string, error), said string, undo, moved func()) {
	c := u.contact
	no := c.no
	c.Tasks.Write(func(ctx context.Context) (err error) {
		no, err = change(ctx, no)
		return err
	}, func(err error) {
		if err != nil {
			c.session.Tell(err, c.say)
			return
		}
		moved()
		c.no = no
		c.sayUndo(said, undo)
		c.Reload()
	})
}
