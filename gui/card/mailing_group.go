package card

import (
	"context"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/mailinggroup"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// grouping is the dialog that puts the segment's contacts into a mailing group.
type grouping struct {
	card           *Card
	tasks          *work.Tasks
	modal          *widget.Modal
	group          *field.Field
	deleteOld      *entry.Check
	includeBlocked *entry.Check
	told           *widget.Paragraph
	stop           context.CancelFunc
}

// askMailingGroup asks into which mailing group the segment's contacts are put, and says
// who would join and leave it.
func (c *Card) askMailingGroup() {
	d := &grouping{card: c, tasks: work.NewTasks(), told: widget.NewParagraph("")}
	room := &field.Room{Session: c.session, Tasks: d.tasks, Env: func() filter.Env { return c.read.env }}
	code, _ := catalog.Must(catalog.ContactMailing).Field("mailing_group_code")
	look := func(bool) { d.look() }
	d.group = field.New(room, code, func(string) { d.look() })
	d.deleteOld, d.includeBlocked = entry.NewCheck("", "", look), entry.NewCheck("", "", look)
	fields := entry.NewFields(d.group.Beside(), entry.Field{Caption: i18n.T("card.delete_old_assignments"), Object: d.deleteOld},
		entry.Field{Caption: i18n.T("common.include_privacy_blocked_contacts"), Object: d.includeBlocked})
	fields.CaptionWidth = 260
	d.modal = &widget.Modal{
		Title: i18n.T("card.apply_mailing_group"), Subtitle: i18n.T("card.contacts_of_segment_join_group", "segment", c.title()),
		Body: widget.NewStack(10, 16, fields, d.told), Width: 640, OnOK: d.apply, OnCancel: d.tasks.Close,
	}
	d.modal.Show(c.session.Window.Canvas())
	d.modal.SetOK(false)
}

func (d *grouping) options() mailinggroup.Options {
	return mailinggroup.Options{Code: d.group.Text(), DeleteOld: d.deleteOld.On(), IncludeBlocked: d.includeBlocked.On()}
}

// look finds out who would join the group and who would leave it.
func (d *grouping) look() {
	if d.stop != nil {
		d.stop()
	}
	d.modal.SetOK(false)
	d.modal.SetStatus("", false)
	d.told.SetText("")
	o := d.options()
	if o.Code == "" {
		return
	}
	o.Preview = true
	var would mailinggroup.Result
	d.stop = d.tasks.Run(func(ctx context.Context) (err error) {
		would, err = mailinggroup.Apply(ctx, d.card.session.Company, d.card.no, o)
		return err
	}, func(err error) {
		if err != nil {
			d.modal.SetStatus(work.Text(err), true)
			return
		}
		text := i18n.T("card.n_contacts_join_group", "count", would.Added) + " " + i18n.T("card.n_contacts_are_in_group", "count", would.There)
		if o.DeleteOld {
			text += " " + i18n.T("card.n_contacts_leave_group", "count", would.Left)
		}
		if would.Blocked > 0 && !o.IncludeBlocked {
			text += " " + i18n.T("card.n_blocked_contacts_are_left_out", "count", would.Blocked)
		}
		d.told.SetText(text)
		d.modal.SetOK(true)
		d.modal.Layout()
	})
}

func (d *grouping) apply() {
	c, o := d.card, d.options()
	var r mailinggroup.Result
	d.modal.SetOK(false)
	d.tasks.RunSlow(c.session.Window.Canvas(), i18n.T("common.saving_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		r, err = mailinggroup.Apply(ctx, c.session.Company, c.no, o)
		return err
	}, session.Submitted(d.modal, d.tasks, func() {
		c.sayUndo(i18n.T("card.mailing_group_applied", "count", r.There, "group", r.Code, "added", widget.Number(r.Added), "left", widget.Number(r.Left)), c.undoMailingGroup)
	}))
}

// undoMailingGroup takes the last mailing group back.
func (c *Card) undoMailingGroup() {
	var u mailinggroup.Undone
	c.Tasks.RunSlow(c.session.Window.Canvas(), i18n.T("common.saving_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		u, err = mailinggroup.Undo(ctx, c.session.Company, false)
		return err
	}, c.session.Ended(c.say, func() {
		c.say(i18n.T("card.mailing_group_taken_back", "group", u.Code, "removed", widget.Number(u.Removed), "restored", widget.Number(u.Restored)))
	}))
}
