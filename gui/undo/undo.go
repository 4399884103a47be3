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

// change changes the row with a number, and returns the number that it has then.
type change = func(ctx context.Context, no string) (string, error)

// Step is one change that can be taken back and done again.
type Step struct{ Back, Again change }

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
	running      bool // a step is being taken back or done again, and the key does nothing
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
	switch {
	case h.running:
	case len(h.done) == 0:
		h.page.Say(i18n.T("contact.nothing_to_take_back"))
	default:
		h.move(&h.done, &h.undone, func(s Step) change { return s.Back }, i18n.T("common.edit_taken_back"), h.Forward)
	}
}

// Forward does again what was taken back last.
func (h *History) Forward() {
	switch {
	case h.running:
	case len(h.undone) == 0:
		h.page.Say(i18n.T("contact.nothing_to_do_again"))
	default:
		h.move(&h.undone, &h.done, func(s Step) change { return s.Again }, i18n.T("common.edit_done_again"), h.Back)
	}
}

// move takes the last step from one list, changes the row, says so with what undoes that,
// and puts the step into the other list.
func (h *History) move(from, to *[]Step, of func(Step) change, said string, undo func()) {
	h.running = true
	p, last := h.page, len(*from)-1
	s, no := (*from)[last], *p.No
	*from = (*from)[:last:last]
	p.Tasks.Write(func(ctx context.Context) (err error) {
		no, err = of(s)(ctx, no)
		return err
	}, func(err error) {
		h.running = false
		if err != nil {
			*from = append(*from, s)
			p.Session.Tell(err, p.Say)
			return
		}
		*to = append(*to, s)
		*p.No = no
		p.SayUndo(said, undo)
		p.Reload()
	})
}
