package logging

import (
	"context"
	"strings"

	"winnow/core/filter"
	"winnow/core/logging"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// tell says over the list what was logged just now, with what undoes it.
func (p *List) tell(to route.LoggedSegments) {
	if to.Logged == 0 {
		return
	}
	links := []widget.Action{{Text: i18n.T("entry.undo"), Icon: theme.IconBack, Do: func() { p.unlog(to.Logged) }}}
	if to.FollowUp != "" {
		links = append(links, widget.Action{Text: i18n.T("logged.open_follow_up"), Icon: theme.IconForward, Do: p.session.To(route.Segment{No: to.FollowUp})})
	}
	p.notice.Say(to.Said, links...)
}

// change changes the selected ones and says what it did, with Undo.
func (p *List) change(do, back func(ctx context.Context, entries []int64, preview bool) (logging.Changed, error), said func(logging.Changed) string) {
	chosen := p.table.Chosen()
	p.table.Change(i18n.T("common.saving_dialog"), func(ctx context.Context, _ func(done, total int)) (table.Done, error) {
		entries, err := table.Numbers(ctx, chosen)
		if err != nil {
			return table.Done{}, err
		}
		changed, err := do(ctx, entries, false)
		if err != nil {
			return table.Done{}, err
		}
		done := table.Done{Said: said(changed)}
		if changed.LoggedSegments > 0 {
			done.Back = func(ctx context.Context) error {
				_, err := back(ctx, changed.Entries, false)
				return err
			}
		}
		return done, nil
	})
}

func (p *List) cancel() {
	store := p.session.Logging
	p.change(store.Cancel, store.Uncancel, func(c logging.Changed) string {
		if c.LoggedSegments == 0 {
			return i18n.T("interactions.they_are_canceled_already")
		}
		return i18n.T("logged.n_logged_segments_canceled", "count", c.LoggedSegments) + ": " + counted(c)
	})
}

func (p *List) uncancel() {
	store := p.session.Logging
	p.change(store.Uncancel, store.Cancel, func(c logging.Changed) string {
		if c.LoggedSegments == 0 {
			return i18n.T("interactions.they_are_not_canceled")
		}
		return i18n.T("logged.n_logged_segments_uncanceled", "count", c.LoggedSegments) + ": " + counted(c)
	})
}

// counted names the interactions and the campaign entries that changed, too.
func counted(c logging.Changed) string {
	return i18n.Join(", ", i18n.T("interactions.n_interactions", "count", c.Interactions), i18n.T("logged.n_campaign_entries", "count", c.CampaignEntries))
}

// undoLog asks whether the current log shall be taken back.
func (p *List) undoLog() {
	if g, ok := p.current(); ok {
		p.unlog(g.EntryNo)
	}
}

// unlog takes a log back, after a question where something was made on it since.
func (p *List) unlog(entry int64) {
	Unlog(p.session, UnlogParams{Tasks: p.table.Tasks, Entry: entry, Say: p.table.Say, Done: func(u logging.Unlogged) {
		p.table.Say("")
		p.notice.Say(Unlogged(u), widget.Action{Text: i18n.T("logged.open_segment"), Icon: theme.IconSegment, Do: p.session.To(route.Segment{No: u.SegmentNo})})
		p.table.Reload()
	}})
}

// followUp opens the segment that follows up on the current one, which is made where
// there is none.
func (p *List) followUp() {
	g, ok := p.current()
	if !ok {
		return
	}
	var no string
	p.table.Tasks.RunSlow(p.session.Window.Canvas(), i18n.T("logged.making_follow_up_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		no, err = p.session.Logging.FollowUp(ctx, g.EntryNo, filter.Env{})
		return err
	}, p.session.Ended(p.table.Say, func() { p.session.Go.Open(route.Segment{No: no}) }))
}

// askDelete asks whether the canceled ones of those that are shown shall go.
func (p *List) askDelete() {
	all := p.table.All()
	var query logging.Query
	var would logging.Changed
	p.table.Tasks.RunSlow(p.session.Window.Canvas(), i18n.T("common.counting_dialog"), func(ctx context.Context, _ func(done, total int)) error {
		keys, err := all(ctx)
		if err != nil || len(keys) == 0 {
			return err
		}
		query.Filters = map[string]string{"entry_no": strings.Join(keys, "|")}
		would, err = p.session.Logging.Delete(ctx, query, true)
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped:
		case err != nil:
			p.session.Go.Fail(err)
		case would.LoggedSegments == 0:
			p.table.Say(i18n.T("logged.none_of_them_is_canceled"))
		default:
			p.askDeleteOf(query, would)
		}
	})
}

func (p *List) askDeleteOf(query logging.Query, would logging.Changed) {
	entries := make([]string, len(would.Entries))
	for i, entry := range would.Entries {
		entries[i] = key(entry)
	}
	text := i18n.T("logged.delete_logged_segments_numbers", "count", len(entries), "entries", i18n.Some(entries))
	if len(would.Segments) > 0 {
		text += " " + i18n.T("logged.segments_kept_under_them_go_too", "count", len(would.Segments), "segments", i18n.Some(would.Segments))
	}
	widget.Ask(p.session.Window.Canvas(), widget.Question{
		Title: i18n.T("logged.delete_n_canceled_logged_segments", "count", would.LoggedSegments), Final: true,
		Text: text, Hint: i18n.T("logged.interactions_stay_canceled"),
		Yes: i18n.T("common.delete"), No: i18n.T("common.cancel"), OnYes: func() { p.delete(query) },
	})
}

func (p *List) delete(query logging.Query) {
	p.table.Change(i18n.T("logged.deleting_logged_segments_dialog"), func(ctx context.Context, _ func(done, total int)) (table.Done, error) {
		c, err := p.session.Logging.Delete(ctx, query, false)
		return table.Done{Said: i18n.T("logged.n_logged_segments_deleted", "count", c.LoggedSegments)}, err
	})
	p.table.List.ClearSelection()
}
