// Package logging shows what became of segments: the dialog in which a segment is
// logged, the list of the logged segments with what can be done with them, and the
// dialogs that resend and reuse one. What can be logged, and what follows, the engine
// says.
package logging

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"winnow/core/logging"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// List is the page with the logged segments.
type List struct {
	session *session.Session
	table   *table.Table
	page    *widget.Page
	notice  *widget.Notice
}

// OpenList returns the list of the logged segments.
func OpenList(s *session.Session, to route.LoggedSegments) *List {
	p := &List{session: s, notice: widget.NewNotice()}
	shown := columns()
	p.table = table.New(table.Params{
		Session: s, Name: "logged_segments", Caption: i18n.T("caption.logged_segments"), Columns: shown, Where: to.Where,
		Source: table.Items[logging.LoggedSegment]{
			Columns: shown, Key: func(g logging.LoggedSegment) string { return key(g.EntryNo) },
			All: func(ctx context.Context) ([]logging.LoggedSegment, error) {
				return s.Logging.List(ctx, logging.Query{})
			},
			Value: value, Style: style,
		},
		Count: func(n int) string { return i18n.T("logged.n_logged_segments", "count", n) },
		Empty: i18n.T("logged.no_logged_segments_yet"),
	})
	bar, needing := p.actions()
	p.page = p.table.Page(table.PageParams{Bar: bar, Needing: needing, Open: p.open, Menu: p.menu})
	p.page.Content = widget.NewStackFill(8, 12, p.notice, p.table.Tab)
	p.page.Keys["Ctrl+Z"], p.page.Keys["Ctrl+F7"] = p.table.TakeBack, p.interactions
	p.tell(to)
	return p
}

// Page is the list as the navigator shows it.
func (p *List) Page() *widget.Page { return p.page }

// actions are the page's, and the buttons that need a logged segment.
func (p *List) actions() (bar *widget.ActionBar, needing []*widget.Button) {
	bar = widget.NewActionBar()
	need := func(a widget.Action) { needing = append(needing, bar.Add(a)) }
	need(widget.Action{Text: i18n.T("common.segment"), Icon: theme.IconSegment, Kind: widget.Primary, Do: func() { p.open(p.table.List.Current()) }})
	need(widget.Action{Text: i18n.T("caption.interactions"), Icon: theme.IconHistory, Key: "Ctrl+F7", Do: p.interactions})
	need(widget.Action{Text: i18n.T("caption.campaign_entries"), Icon: theme.IconCampaign, Do: p.campaignEntries})
	need(widget.Action{Text: i18n.T("logged.follow_up"), Icon: theme.IconForward, Do: p.followUp})
	need(widget.Action{Text: i18n.T("logged.resend_dialog"), Icon: theme.IconMail, Do: p.resend})
	bar.Separate()
	need(widget.Action{Text: i18n.T("logged.undo_log"), Icon: theme.IconBack, Do: p.undoLog})
	need(widget.Action{Text: i18n.T("logged.cancel_log"), Icon: theme.IconClose, Do: p.cancel})
	need(widget.Action{Text: i18n.T("logged.uncancel_log"), Icon: theme.IconRefresh, Minor: true, Do: p.uncancel})
	need(widget.Action{Text: i18n.T("interactions.delete_canceled_dialog"), Icon: theme.IconDelete, Minor: true, Do: p.askDelete})
	return bar, needing
}

func (p *List) menu(row int, at fyne.Position) {
	p.table.Menu(at,
		widget.MenuItem(i18n.T("common.segment"), theme.IconSegment, func() { p.open(row) }),
		widget.MenuItem(i18n.T("caption.interactions")+"  ("+i18n.Keys("Ctrl+F7")+")", theme.IconHistory, p.interactions),
		widget.MenuItem(i18n.T("caption.campaign_entries"), theme.IconCampaign, p.campaignEntries),
		widget.MenuItem(i18n.T("logged.follow_up"), theme.IconForward, p.followUp),
		widget.MenuItem(i18n.T("logged.resend_dialog"), theme.IconMail, p.resend),
		widget.MenuItem(i18n.T("logged.undo_log"), theme.IconBack, p.undoLog),
		widget.MenuItem(i18n.T("logged.cancel_log"), theme.IconClose, p.cancel),
		widget.MenuItem(i18n.T("logged.uncancel_log"), theme.IconRefresh, p.uncancel),
	)
}

// current is the logged segment that the keyboard is at.
func (p *List) current() (logging.LoggedSegment, bool) {
	return table.Item[logging.LoggedSegment](p.table, p.table.List.Current())
}

// open shows the segment as it was logged, or as it is now where the log was taken back.
func (p *List) open(row int) {
	g, ok := table.Item[logging.LoggedSegment](p.table, row)
	switch {
	case !ok:
	case g.Sealed || g.TakenBack:
		p.session.Go.Open(route.Segment{No: g.SegmentNo})
	default:
		p.table.Say(i18n.T("logged.its_segment_is_not_in_this_company_file", "entry", key(g.EntryNo)))
	}
}

func (p *List) interactions() {
	if g, ok := p.current(); ok {
		p.session.Go.Open(Interactions(g.EntryNo))
	}
}

func (p *List) campaignEntries() {
	if g, ok := p.current(); ok {
		p.session.Go.Open(route.CampaignEntries{Title: i18n.T("logged.campaign_entries_of_logged_segment", "entry", key(g.EntryNo)),
			Where: route.Where{Field: "register_no", Filter: key(g.EntryNo)}})
	}
}

// Interactions is where the interactions of a logged segment are listed.
func Interactions(entry int64) route.Interactions {
	return route.Interactions{Title: i18n.T("logged.interactions_of_logged_segment", "entry", key(entry)),
		Where: route.Where{Field: "logged_segment_entry_no", Filter: key(entry)}}
}

// resend asks what of the current one is to be made again.
func (p *List) resend() {
	if g, ok := p.current(); ok {
		AskResend(p.session, route.Resend{LoggedSegment: g.EntryNo}, p.done)
	}
}

// done says what was done, and reads the rows again.
func (p *List) done(said string) {
	p.table.Say(said)
	p.table.Reload()
}

// key is the key of the row that shows a logged segment.
func key(entry int64) string { return strconv.FormatInt(entry, 10) }
