package transfer

import (
	"context"

	"winnow/core/mailrow"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// BlockedLines asks whether the lines of Privacy Blocked contacts are included, and says
// how many they are.
type BlockedLines struct {
	Include *entry.Check
	Said    *widget.Paragraph

	included string // the id of the text that says how many are included
	lines    int    // -1 until they are counted
}

// NewBlockedLines returns the question with the answer of last time. included is the id of
// the text that says how many lines are included; changed is called after every answer.
func NewBlockedLines(on bool, included string, changed func()) *BlockedLines {
	b := &BlockedLines{Said: widget.NewParagraph(""), included: included, lines: -1}
	b.Said.Color = theme.Caption
	b.Include = entry.NewCheck(i18n.T("common.include_privacy_blocked_contacts"), "", func(bool) {
		b.say()
		changed()
	})
	b.Include.SetOn(on)
	return b
}

// Count counts the lines of a segment in the background, and says how many they are.
func (b *BlockedLines) Count(s *session.Session, tasks *work.Tasks, no string) {
	n := 0
	tasks.Run(func(ctx context.Context) (err error) {
		n, err = mailrow.Blocked(ctx, s.Company, s.Segments, no)
		return err
	}, func(err error) {
		if err != nil {
			s.Log.Warn("count blocked contacts", "segment", no, "error", err)
			return
		}
		b.lines = n
		b.say()
	})
}

func (b *BlockedLines) say() {
	id := "common.n_lines_of_privacy_blocked_contacts"
	switch {
	case b.lines < 0:
		return
	case b.lines == 0:
		b.Said.SetText(i18n.T("common.no_contact_here_is_privacy_blocked"))
		return
	case b.Include.On():
		id = b.included
	}
	b.Said.SetText(i18n.T(id, "count", b.lines, "n", widget.Number(b.lines)))
}
