package team

import (
	"context"

	"winnow/core"
	"winnow/core/hub"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// AskGive asks who is to hold a segment, gives it to them and syncs; done receives what to
// say of it.
func (l *Live) AskGive(s *session.Session, to route.GiveSegment, done func(said string)) {
	user := entry.New(theme.IconNone)
	fields := entry.NewFields(entry.Field{Caption: i18n.T("team.user"), Object: user})
	said := widget.NewParagraph(i18n.T("team.give_said"))
	said.Width = 500
	m := &widget.Modal{Title: i18n.T("team.give_segment", "segment", to.No), Body: widget.NewStack(10, 16, said, fields), OK: i18n.T("team.give"), Width: 540}
	l.given = user
	m.OnOK = func() {
		name := user.Text()
		if name == "" {
			user.SetError(i18n.T("team.missing"))
			return
		}
		m.SetOK(false)
		l.withProgress(s, func(ctx context.Context, p hub.SyncParams) (hub.Result, error) {
			return hub.Give(ctx, l.company, hub.GiveParams{Segment: to.No, User: name, Sync: p})
		}, func(_ hub.Result, err error, stopped bool) {
			m.SetOK(true)
			switch {
			case stopped:
				m.SetStatus(i18n.T("team.stopped"), false)
			case core.IsKind(err, core.NotFound):
				user.SetError(work.Text(err))
			case err != nil:
				m.SetStatus(l.why(err), true)
			default:
				m.Close()
				done(i18n.T("team.given", "segment", to.No, "user", name))
			}
		})
	}
	m.Show(s.Window.Canvas())
}

// AskTakeOver asks whether a segment that somebody else holds is to be held here, takes it
// over and syncs; done receives what to say of it.
func (l *Live) AskTakeOver(s *session.Session, to route.TakeOverSegment, done func(said string)) {
	widget.Ask(s.Window.Canvas(), widget.Question{
		Title: i18n.T("team.take_over_segment", "segment", to.No), Text: i18n.T("team.take_over_said", "holder", to.Holder),
		Yes: i18n.T("team.take_over"), No: i18n.T("common.cancel"),
		OnYes: func() {
			l.withProgress(s, func(ctx context.Context, p hub.SyncParams) (hub.Result, error) {
				return hub.TakeOver(ctx, l.company, to.No, p)
			},
				func(_ hub.Result, err error, stopped bool) {
					switch {
					case stopped:
						done(i18n.T("team.stopped"))
					case err != nil:
						done(l.why(err))
					default:
						done(i18n.T("team.taken_over", "segment", to.No))
					}
				})
		},
	})
}

// why says why the holder of a segment was not changed.
func (l *Live) why(err error) string {
	if hub.Offline(err) {
		return i18n.T("team.holder_needs_hub")
	}
	return work.Text(err)
}
