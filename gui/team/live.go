// Package team shows a company that several people share through a hub: the page Team
// ([Open]), and how the company stands to its hub in the window's title ([Live]). It
// decides nothing of what is sent and fetched.
package team

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"time"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/hub"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/region"
	"winnow/gui/session"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// keptKey is where it is kept how often a company syncs by itself.
const keptKey = "team.sync"

// pause is how often it is looked whether a sync is due.
const pause = 30 * time.Second

// schedule is when a company syncs by itself.
type schedule struct {
	// Start says that it does when its window opens, and Minutes every how many, 0 for
	// never.
	Start   bool `json:"start"`
	Minutes int  `json:"minutes"`
}

// state is how a company stands to its hub.
type state struct {
	joined   bool
	status   hub.Status
	part     criteria.Filters // of the contacts that the file has; none where it has all
	schedule schedule
}

// Live keeps a company in step with its hub while its window is open. For a company without
// a hub it does nothing.
type Live struct {
	// Tasks do the syncs.
	Tasks *work.Tasks
	// Fetched is called when a sync has changed rows here.
	Fetched func()
	// Said is called with how the company stands to its hub, "" where it has none.
	Said func(text string)

	company  *company.Company
	log      *slog.Logger
	changed  func() // shows the state on the page
	state    state
	result   *hub.Result // what came of the last sync, nil before
	failed   error       // of the last sync
	syncing  bool
	stop     context.CancelFunc // ends the sync
	tried    time.Time          // when the last sync began
	watching bool
	password string       // of this session, where no keyring keeps it
	given    *entry.Entry // of the dialog that asks who is to hold a segment
}

// NewLive returns what keeps a company in step; Start begins it.
func NewLive(c *company.Company, log *slog.Logger) *Live {
	return &Live{Tasks: work.NewTasks(), company: c, log: log, changed: func() {}, Fetched: func() {}, Said: func(string) {}}
}

// Start finds out whether the company has joined a hub, and syncs where somebody wants
// that.
func (l *Live) Start() {
	l.read(func() {
		if l.state.schedule.Start {
			l.inBackground()
		}
	})
}

// Close ends what runs, and waits until it has ended. A sync that is stopped goes on the
// next time.
func (l *Live) Close() {
	if l.stop != nil {
		l.stop()
	}
	l.Tasks.Close()
	<-l.Tasks.Idle()
}

// read reads how the company stands to its hub, and then does something where it has one.
func (l *Live) read(then func()) {
	var read state
	l.Tasks.Run(func(ctx context.Context) (err error) {
		read, err = readState(ctx, l.company)
		return err
	}, func(err error) {
		if err != nil {
			l.log.Warn("read how the company stands to its hub", "error", err)
			return
		}
		l.state = read
		l.Show()
		if read.joined {
			l.watch()
			then()
		}
	})
}

func readState(ctx context.Context, c *company.Company) (s state, err error) {
	if s.joined, err = hub.Joined(ctx, c); err != nil || !s.joined {
		return s, err
	}
	if s.status, err = hub.ReadStatus(ctx, c); err != nil {
		return s, err
	}
	if s.part, err = hub.Part(ctx, c); err != nil {
		return s, err
	}
	kept, err := c.Remembered(ctx, keptKey)
	if err == nil && kept != "" {
		err = json.Unmarshal([]byte(kept), &s.schedule)
	}
	return s, err
}

// watch looks every so often whether a sync is due, and how long ago the last one was.
func (l *Live) watch() {
	if l.watching {
		return
	}
	l.watching = true
	l.Tasks.Run(func(ctx context.Context) error {
		tick := time.NewTicker(pause)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-tick.C:
				l.Tasks.Meanwhile(ctx, l.look)
			}
		}
	}, func(error) {})
}

// look reads the state again and syncs where that is due.
func (l *Live) look() {
	l.read(func() {
		every := time.Duration(l.state.schedule.Minutes) * time.Minute
		if every > 0 && l.company.Now().Sub(l.tried) >= every {
			l.inBackground()
		}
	})
}

// Show says how the company stands to its hub.
func (l *Live) Show() {
	l.Said(l.words())
	l.changed()
}

// words are how the company stands to its hub in a few words: when it was synced, how
// much there is to send, and whether the hub was out of reach.
func (l *Live) words() string {
	if !l.state.joined {
		return ""
	}
	var parts []string
	if hub.Offline(l.failed) {
		parts = append(parts, i18n.T("team.offline"))
	}
	parts = append(parts, l.ago())
	if n := l.state.status.Waiting; n > 0 {
		parts = append(parts, i18n.T("team.n_to_send", "count", n))
	}
	if n := l.state.status.Conflicts; n > 0 {
		parts = append(parts, i18n.T("team.n_conflicts", "count", n))
	}
	return strings.Join(parts, " · ")
}

// ago says when the last sync was.
func (l *Live) ago() string {
	at, err := time.Parse(time.RFC3339, l.state.status.LastSync)
	if err != nil {
		return i18n.T("team.never_synced")
	}
	switch since := l.company.Now().Sub(at); {
	case since < time.Minute:
		return i18n.T("team.synced_just_now")
	case since < time.Hour:
		return i18n.T("team.synced_n_minutes_ago", "count", int(since.Minutes()))
	case since < 24*time.Hour:
		return i18n.T("team.synced_n_hours_ago", "count", int(since.Hours()))
	}
	return i18n.T("team.synced_on", "date", region.Current().Moment(at.Local()))
}

// inBackground syncs without a dialog, unless a sync is running. Only the window's title
// shows it, and a hub that cannot be reached is no error.
func (l *Live) inBackground() {
	if l.syncing || l.company.ReadOnly() {
		return
	}
	var r hub.Result
	l.begin()
	l.stop = l.Tasks.Run(func(ctx context.Context) (err error) {
		r, err = hub.Sync(ctx, l.company, hub.SyncParams{Password: l.password})
		return err
	}, func(err error) {
		if err != nil && !hub.Offline(err) {
			l.log.Warn("sync", "error", err)
		}
		l.ended(r, err)
	})
}

// Sync syncs now, with its progress and Cancel in a dialog; done receives what came of it.
func (l *Live) Sync(s *session.Session, done func(r hub.Result, err error, stopped bool)) {
	l.withProgress(s, func(ctx context.Context, p hub.SyncParams) (hub.Result, error) { return hub.Sync(ctx, l.company, p) }, done)
}

// SetPart makes filters the part that the file has, and syncs, as Sync does.
func (l *Live) SetPart(s *session.Session, part criteria.Filters, done func(r hub.Result, err error, stopped bool)) {
	l.withProgress(s, func(ctx context.Context, p hub.SyncParams) (hub.Result, error) {
		return hub.SetPart(ctx, l.company, part, p)
	}, done)
}

// withProgress runs what syncs, with its progress and Cancel in a dialog.
func (l *Live) withProgress(s *session.Session, sync func(context.Context, hub.SyncParams) (hub.Result, error), done func(r hub.Result, err error, stopped bool)) {
	if l.syncing {
		done(hub.Result{}, core.NewProblem(core.Busy, "team.sync_is_under_way"), false)
		return
	}
	var r hub.Result
	l.begin()
	closing, stop := context.WithCancel(context.Background())
	l.stop = stop
	l.Tasks.RunSlow(s.Window.Canvas(), i18n.T("team.syncing_dialog"), func(ctx context.Context, report func(done, total int)) (err error) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(closing, cancel)()
		r, err = sync(ctx, hub.SyncParams{Password: l.password, Progress: func(rows int) { report(rows, 0) }})
		return err
	}, func(err error, stopped bool) {
		stop()
		l.ended(r, err)
		done(r, err, stopped)
	})
}

func (l *Live) begin() {
	l.syncing, l.tried = true, l.company.Now()
	l.Show()
}

// ended takes over what came of a sync; what it had done before it failed stands.
func (l *Live) ended(r hub.Result, err error) {
	l.syncing, l.failed, l.result = false, err, &r
	l.Show()
	l.read(func() {})
	if r.Fetched+r.Sent+r.Conflicts > 0 {
		l.Fetched()
	}
}

// told is what came of a sync, in words.
func told(r hub.Result) string {
	said := i18n.T("team.sent_and_fetched", "sent", widget.Number(r.Sent), "fetched", widget.Number(r.Fetched))
	if r.Conflicts > 0 {
		said += " " + i18n.T("team.n_new_conflicts", "count", r.Conflicts)
	}
	return said
}
