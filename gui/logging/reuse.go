package logging

import (
	"context"
	"errors"
	"strconv"

	"winnow/core/fold"
	"winnow/core/logging"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// ReuseParams say which segment gets the contacts of a logged one.
type ReuseParams struct {
	Segment string
	// Done receives what was done, after the dialog has closed.
	Done func(logging.Reused)
}

// Reuse is the dialog that adds the contacts of a logged segment to another.
type Reuse struct {
	// Tasks do the dialog's work.
	Tasks *work.Tasks

	session  *session.Session
	params   ReuseParams
	modal    *widget.Modal
	logged   *entry.Entry
	existing *entry.Check
	told     *widget.Paragraph
	stop     context.CancelFunc
	chosen   int64 // 0 until one is
}

// AskReuse asks which logged segment is reused, and says how many lines that adds.
func AskReuse(s *session.Session, params ReuseParams) *Reuse {
	d := &Reuse{Tasks: work.NewTasks(), session: s, params: params, told: widget.NewParagraph("")}
	d.logged = entry.New(theme.IconDown)
	d.logged.OnLookup = d.lookup
	d.logged.OnCommit = d.choose
	d.existing = entry.NewCheck("", "", func(bool) { d.look() })
	fields := entry.NewFields(entry.Field{Caption: i18n.T("caption.logged_segment"), Object: d.logged},
		entry.Field{Caption: i18n.Translate("Allow Existing Contacts"), Object: d.existing})
	fields.CaptionWidth = 190
	d.modal = &widget.Modal{
		Title: i18n.T("logged.reuse_logged_segment_in", "segment", params.Segment), Subtitle: i18n.T("logged.one_line_for_each_contact_of_log"),
		Body: widget.NewStack(10, 16, fields, d.told), Width: 640, OnOK: d.reuse, OnCancel: d.Tasks.Close,
	}
	d.modal.Show(s.Window.Canvas())
	d.modal.SetOK(false)
	return d
}

// lookup offers the logged segments that are not canceled, the newest first.
func (d *Reuse) lookup() {
	entry.ShowLookup(d.logged, entry.Lookup{Width: 520, Search: func(text string, done func([]entry.LookupItem)) {
		var found []logging.LoggedSegment
		d.Tasks.Run(func(ctx context.Context) (err error) {
			canceled := false
			found, err = d.session.Logging.List(ctx, logging.Query{Canceled: &canceled})
			return err
		}, func(err error) {
			if err != nil {
				d.session.Go.Fail(err)
			}
			var items []entry.LookupItem
			for i := len(found) - 1; i >= 0; i-- {
				g := found[i]
				item := entry.LookupItem{Value: key(g.EntryNo), Text: g.SegmentNo + " · " + g.Description,
					Right: i18n.T("interactions.n_interactions", "count", g.Interactions)}
				if fold.NewSearch(text).Finds(item.Value, item.Text) {
					items = append(items, item)
				}
			}
			done(items)
		})
	}, OnTake: func(values []string) {
		d.logged.Type(values[0])
		d.logged.Commit()
	}})
}

// choose takes the logged segment that was typed.
func (d *Reuse) choose(typed string) error {
	d.chosen = 0
	if typed != "" {
		entry, err := strconv.ParseInt(typed, 10, 64)
		if err != nil {
			return errors.New(i18n.T("logged.type_entry_no"))
		}
		d.chosen = entry
	}
	d.look()
	return nil
}

// look finds out what would be added.
func (d *Reuse) look() {
	if d.stop != nil {
		d.stop()
	}
	d.modal.SetOK(false)
	d.modal.SetStatus("", false)
	d.told.SetText("")
	if d.chosen == 0 {
		return
	}
	p := d.options()
	p.Preview = true
	var would logging.Reused
	d.modal.SetStatus(i18n.T("common.counting_dialog"), false)
	d.stop = d.Tasks.Run(func(ctx context.Context) (err error) {
		would, err = d.session.Logging.Reuse(ctx, d.params.Segment, p)
		return err
	}, func(err error) {
		d.modal.SetStatus("", false)
		if err != nil {
			d.modal.SetStatus(work.Text(err), true)
			return
		}
		d.told.SetText(i18n.T("logged.n_lines_will_be_added", "count", would.LinesAfter-would.LinesBefore, "lines", widget.Number(would.LinesAfter)) + blockedText(would.Blocked))
		d.modal.SetOK(true)
		d.modal.Layout()
	})
}

// blockedText tells how many of the contacts are blocked.
func blockedText(n int) string {
	if n == 0 {
		return ""
	}
	return " " + i18n.T("logged.n_of_them_are_blocked", "count", n)
}

func (d *Reuse) options() logging.ReuseParams {
	return logging.ReuseParams{Entry: d.chosen, AllowExisting: d.existing.On()}
}

func (d *Reuse) reuse() {
	p := d.options()
	var done logging.Reused
	d.modal.SetOK(false)
	d.Tasks.RunSlow(d.session.Window.Canvas(), i18n.T("common.adding_contacts_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		done, err = d.session.Logging.Reuse(ctx, d.params.Segment, p)
		return err
	}, session.Submitted(d.modal, d.Tasks, func() { d.params.Done(done) }))
}
