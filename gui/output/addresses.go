package output

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/core/mail"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/transfer"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Addresses is the dialog with a segment's e-mail addresses, in portions that a
// mail program takes at once.
type Addresses struct {
	// Tasks read the addresses.
	Tasks *work.Tasks

	session *session.Session
	no      string
	modal   *widget.Modal
	chunk   *entry.Choice
	blocked *entry.Check
	list    *list.List
	told    *widget.Paragraph
	mails   mail.List
}

// OpenAddresses shows a segment's e-mail addresses.
func OpenAddresses(s *session.Session, no string) *Addresses {
	d := &Addresses{session: s, no: no, Tasks: work.NewTasks()}
	d.chunk = entry.NewChoice(nil, func(string) { d.read() })
	var options []entry.Option
	for _, n := range []int{20, 50, 100, 500} {
		options = append(options, entry.Option{Value: strconv.Itoa(n), Text: i18n.T("output.n_addresses", "n", widget.Number(n))})
	}
	d.chunk.SetOptions(options)
	d.chunk.SetValue("50")
	d.blocked = entry.NewCheck(i18n.T("common.include_privacy_blocked_contacts"), "", func(bool) { d.read() })
	d.list = list.New([]list.Column{
		{Key: "n", Caption: i18n.T("output.portion"), Width: 80, Align: widget.Right},
		{Key: "count", Caption: i18n.T("output.addresses"), Width: 100, Align: widget.Right},
		{Key: "first", Caption: i18n.T("output.they_begin_with"), Width: 340},
		{Key: "state", Caption: "", Width: 110},
	})
	d.list.MinRows = 8
	d.list.Empty = i18n.T("output.no_contact_has_e_mail_address_readiness")
	d.list.OnOpen = func(int) { d.copy() }
	d.list.OnCopy = d.copy
	d.told = widget.NewParagraph("")
	d.told.Color = theme.Caption
	fields := entry.NewFields(entry.Field{Caption: i18n.T("output.each_portion"), Object: d.chunk}, entry.Field{Caption: i18n.T("common.privacy"), Object: d.blocked})
	fields.CaptionWidth = 110
	buttons := widget.NewRow(
		widget.NewButton(widget.Action{Text: i18n.T("output.copy_addresses"), Icon: theme.IconCopy, Kind: widget.Boxed, Do: d.copy}),
		widget.NewButton(widget.Action{Text: i18n.T("output.open_message"), Icon: theme.IconMail, Kind: widget.Boxed, Do: d.message}))
	d.modal = &widget.Modal{
		Title:    i18n.T("output.e_mail_addresses_of_segment", "segment", no),
		Subtitle: i18n.T("output.for_bcc_field_of_one_message"),
		Body:     container.NewPadded(widget.NewStackFill(10, 10, fields, buttons, d.told, widget.Framed(d.list))),
		Width:    880, Height: 560, Cancel: i18n.T("common.close"), OnCancel: d.Tasks.Close,
	}
	d.modal.Show(s.Window.Canvas())
	d.read()
	return d
}

// read reads the addresses again.
func (d *Addresses) read() {
	chunk, _ := strconv.Atoi(d.chunk.Value())
	o := mail.ListOptions{Chunk: chunk, IncludeBlocked: d.blocked.On()}
	var list mail.List
	d.Tasks.RunSlow(d.session.Window.Canvas(), i18n.T("output.reading_addresses_dialog"), func(ctx context.Context, report func(done, total int)) (err error) {
		o.Progress = report
		list, err = mail.Links(ctx, d.session.Company, d.session.Segments, d.no, o)
		return err
	}, func(err error, stopped bool) {
		switch {
		case d.Tasks.Closed():
		case stopped:
			d.modal.SetStatus(i18n.T("output.stopped"), false)
		default:
			d.show(list, err)
		}
	})
}

func (d *Addresses) show(mails mail.List, err error) {
	d.mails = mails
	var rows []list.Row
	for n, addresses := range mails.Portions {
		rows = append(rows, list.Row{Cells: []list.Cell{{Text: widget.Number(n + 1)}, {Text: widget.Number(len(addresses))}, {Text: addresses[0]}, {}}})
	}
	d.list.SetRows(rows)
	d.modal.SetStatus("", false)
	if err != nil {
		d.modal.SetStatus(work.Text(err), true)
	}
	told := append(i18n.Unlogged(d.session.Company), unreached(mails.Counts)...)
	told = append(told, transfer.ToldBlocked(mails.BlockedContacts, d.blocked.On())...)
	d.told.SetText(strings.Join(told, " "))
}

// current is the portion chosen, or -1.
func (d *Addresses) current() int {
	if n := d.list.Current(); n >= 0 && n < len(d.mails.Links) {
		return n
	}
	return -1
}

// copy puts the portion's addresses on the clipboard, and goes to the next.
func (d *Addresses) copy() {
	n := d.current()
	if n < 0 {
		return
	}
	fyne.CurrentApp().Clipboard().SetContent(strings.Join(d.mails.Portions[n], "; "))
	d.used(n, i18n.T("output.copied"))
	d.modal.SetStatus(i18n.T("output.portion_n_is_copied_paste_it_into", "n", widget.Number(n+1)), false)
}

// message opens a message to the portion's addresses in the mail program.
func (d *Addresses) message() {
	n := d.current()
	if n < 0 {
		return
	}
	address, err := url.Parse(d.mails.Links[n])
	if err == nil {
		err = fyne.CurrentApp().OpenURL(address)
	}
	if err != nil {
		d.session.Go.Fail(err)
		return
	}
	d.used(n, i18n.T("output.opened"))
}

// used notes at a portion what was done with it.
func (d *Addresses) used(n int, state string) {
	var rows []list.Row
	for i := range d.list.Len() {
		row, _ := d.list.Row(i)
		if i == n {
			row.Cells = append(row.Cells[:3:3], list.Cell{Text: state, Style: list.Accent})
		}
		rows = append(rows, row)
	}
	d.list.SetRows(rows)
	d.list.Select(min(n+1, len(rows)-1))
}
