package logging

import (
	"context"

	"winnow/core/logging"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// UnlogParams say which log is taken back.
type UnlogParams struct {
	Tasks *work.Tasks
	Entry int64
	// Say receives why it could not be, Done what was done.
	Say  func(text string)
	Done func(logging.Unlogged)
}

// Unlog takes a log back. Where comments, tasks or evaluations were made on its
// interactions since, it asks first.
func Unlog(s *session.Session, p UnlogParams) {
	var would logging.Unlogged
	p.run(s, &would, true, func() {
		if !would.Any() {
			p.unlog(s)
			return
		}
		since := i18n.Join(", ",
			counting(would.Comments, "logged.n_comments"), counting(would.Tasks, "logged.n_tasks"), counting(would.Edited, "logged.n_edited"))
		widget.Ask(s.Window.Canvas(), widget.Question{
			Title: i18n.T("logged.undo_log_of_segment", "segment", would.SegmentNo),
			Text:  i18n.T("logged.made_since_stays_on_canceled", "since", since),
			Yes:   i18n.T("logged.undo_log"), No: i18n.T("common.cancel"), OnYes: func() { p.unlog(s) },
		})
	})
}

func (p UnlogParams) unlog(s *session.Session) {
	var done logging.Unlogged
	p.run(s, &done, false, func() { p.Done(done) })
}

// run takes the log back, or tries what that would do.
func (p UnlogParams) run(s *session.Session, u *logging.Unlogged, preview bool, then func()) {
	p.Tasks.RunSlow(s.Window.Canvas(), i18n.T("logged.undoing_log_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		*u, err = s.Logging.Unlog(ctx, p.Entry, preview)
		return err
	}, s.Ended(p.Say, then))
}

// Unlogged tells what taking a log back did.
func Unlogged(u logging.Unlogged) string {
	said := i18n.T("logged.segment_is_active_again", "count", u.Interactions, "segment", u.SegmentNo)
	switch {
	case u.FollowUpStays:
		said += ". " + i18n.T("logged.follow_up_stays", "segment", u.FollowUp)
	case u.FollowUp != "":
		said += ". " + i18n.T("logged.follow_up_is_deleted", "segment", u.FollowUp)
	}
	return said
}

// counting is a text with a number, "" for none.
func counting(n int, id string) string {
	if n == 0 {
		return ""
	}
	return i18n.T(id, "count", n)
}
