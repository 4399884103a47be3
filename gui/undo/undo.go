// Package undo takes back what was changed on the page of one row, and does it again:
// a contact's, a campaign's, a task's.
package undo

import (
	"context"

	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/work"
)

// limit is how many changes Ctrl+Z can take back while a page is open.
const limit = 100

// Step is one change that can be taken back and done again. Both are told the row's
// number and answer the one that it has then.
type Step struct {
	Back, Again func(ctx context.Context, no string) (string, error)
}

// Page is the page whose row is changed.
type Page struct {
	Session *session.Session
	Tasks   *work.Tasks
	// No is the row's number, which a change may make another.
	No *string
	// Say says something, and SayUndo does so with Undo.
	Say     func(text string)
	SayUndo func(text string, undo func())
	// Reload reads the row again.
	Reload func()
}

// History is what was changed on a page, the last thing last.
type History struct {
	page         Page
	done, undone []Step
}

// New returns the empty history of a page.
func New(page Page) *History { return &History{page: page} }

// Push notes a change; what was taken back cannot be done again then.
func (h *History) Push(s Step) {
	h.done, h.undone = append(h.done, s), nil
	if len(h.done) > limit {
		h.done = h.done[1:]
	}
}

// Forget forgets what was changed, so that none of it can be taken back.
func (h *History) Forget() { h.done, h.undone = nil, nil }

// Back takes back the last change.
func (h *History) Back() {
	last := len(h.done) - 1
	if last < 0 {
		h.page.Say(i18n.T("contact.nothing_to_take_back"))
		return
	}
	s := h.done[last]
	h.run(s.Back, i18n.T("common.edit_taken_back"), h.Forward, func() { h.done, h.undone = h.done[:last:last], append(h.undone, s) })
}

// Forward does again what was taken back last.
func (h *History) Forward() {
	last := len(h.undone) - 1
	if last < 0 {
		h.page.Say(i18n.T("contact.nothing_to_do_again"))
		return
	}
	s := h.undone[last]
	h.run(s.Again, i18n.T("common.edit_done_again"), h.Back, func() { h.undone, h.done = h.undone[:last:last], append(h.done, s) })
}

// run changes the row and says so, with what undoes that.
func (h *History) run(change func(context.Context, string) (string, error), said string, undo, moved func()) {
	p := h.page
	no := *p.No
	p.Tasks.Write(func(ctx context.Context) (err error) {
		no, err = change(ctx, no)
		return err
	}, func(err error) {
		if err != nil {
			p.Session.Tell(err, p.Say)
			return
		}
		moved()
		*p.No = no
		p.SayUndo(said, undo)
		p.Reload()
	})
}
