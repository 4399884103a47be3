package output

import (
	"context"
	"strings"

	"winnow/core/sending"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/transfer"
	"winnow/gui/widget"
)

// ok writes the e-mails, or sends them.
func (d *Mails) ok() {
	if d.as.Value() == asSent {
		d.send(sending.Options{})
	} else {
		d.write(false)
	}
}

// send sends the e-mails by the server of the settings, where again says whose turn it is
// once more. The dialog that shows how far it is has the button that stops it.
func (d *Mails) send(again sending.Options) {
	d.quiet()
	if d.questions.unanswered() {
		return
	}
	o, html := d.options(), d.html.Text()
	d.modal.SetOK(false)
	d.modal.SetStatus("", false)
	var result sending.Result
	d.Tasks.RunSlow(d.session.Window.Canvas(), i18n.T("output.sending_e_mails"), func(ctx context.Context, report func(done, total int)) (err error) {
		if o, err = withHTML(o, html); err != nil {
			return err
		}
		settings, err := d.session.Company.Values(ctx)
		if err != nil {
			return err
		}
		again.Mail, again.Progress = o, report
		if again.Server, err = sending.ServerOf(settings, ""); err != nil {
			return err
		}
		result, err = sending.Send(ctx, d.session.Company, d.session.Segments, d.no, again)
		return err
	}, func(err error, stopped bool) {
		d.modal.SetOK(true)
		switch {
		case err != nil && result.EntryNo == 0 && stopped:
			d.modal.SetStatus(i18n.T("output.stopped_nothing_was_written"), false)
		case err != nil && result.EntryNo == 0:
			d.refuse(err)
		case result.Whole:
			d.askAgain(result)
		default:
			if err != nil && !stopped {
				d.refuse(err)
			} else {
				d.modal.Close()
			}
			d.tellSent(result)
		}
	})
}

// askAgain asks whether a mailing that was sent before is to be sent once more.
func (d *Mails) askAgain(r sending.Result) {
	q := widget.Question{
		Title: i18n.T("output.mailing_was_sent_before"), Text: i18n.T("output.this_mailing_was_sent_before"), Hint: outcome(r, false), Final: true,
		Yes: i18n.T("output.send_all_again"), No: i18n.T("common.close"), OnYes: func() { d.send(sending.Options{Again: true}) },
	}
	if lines := failed(r); len(lines) > 0 {
		q.Other, q.OnOther = i18n.T("output.send_failed_again"), func() { d.send(sending.Options{Only: lines}) }
	} else if r.Unclear > 0 {
		q.Other, q.OnOther = i18n.T("output.send_unclear_again"), func() { d.send(sending.Options{Resend: true}) }
	}
	widget.Ask(d.session.Window.Canvas(), q)
}

// failed are the lines whose messages failed.
func failed(r sending.Result) (lines []int64) {
	for _, m := range r.Troubled {
		if m.Failed() {
			lines = append(lines, m.LineNo)
		}
	}
	return lines
}

// tellSent tells what came of it, and leads to the messages.
func (d *Mails) tellSent(r sending.Result) {
	last := kept{Folder: d.last.Folder, IncludeBlocked: d.blocked.On(), Open: d.opens.On(), Choices: d.choices()}
	d.session.Keep(d.Tasks, d.kind.key, last)
	title := i18n.T("output.sent")
	if r.Waiting+r.Unclear+r.Failed > 0 {
		title = i18n.T("output.not_all_was_sent")
	}
	remarks := unreached(r.Decided.Counts)
	remarks = append(remarks, transfer.ToldBlocked(r.Decided.BlockedContacts, d.blocked.On())...)
	m := widget.Tell(d.session.Window.Canvas(), title, outcome(r, true), strings.Join(remarks, " "))
	m.SetLink(i18n.T("output.show_messages"), func() {
		m.Close()
		d.modal.Close()
		d.session.Go.Open(route.Mailing{EntryNo: r.EntryNo})
	})
}

// outcome says how many messages were sent, and how many not.
func outcome(r sending.Result, now bool) string {
	var told []string
	n := r.SentAll
	if now {
		n = r.Sent
	}
	told = append(told, i18n.T("output.n_e_mails_were_sent", "count", n))
	if r.Failed > 0 {
		told = append(told, i18n.T("output.n_e_mails_failed", "count", r.Failed))
	}
	if r.Unclear > 0 {
		told = append(told, i18n.T("output.n_e_mails_are_unclear", "count", r.Unclear))
	}
	if r.Waiting > 0 {
		told = append(told, i18n.T("output.n_e_mails_are_left", "count", r.Waiting))
	}
	return strings.Join(told, " ")
}
