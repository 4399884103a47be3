package output

import (
	"context"
	"strings"

	"winnow/core/docx"
	"winnow/core/mail"
	"winnow/core/mailing"
	"winnow/core/mailrow"
	"winnow/core/merge"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/transfer"
	"winnow/gui/widget"
)

// Mailing is the dialog that makes letters, e-mails and a list in one go.
type Mailing struct {
	form
	template  *entry.Choice
	file      *entry.Entry
	message   *entry.Entry // the file of the e-mails' template
	blank     *entry.Choice
	fields    *entry.Fields
	told      *widget.Paragraph
	cancel    context.CancelFunc
	templates templates
}

// OpenMailing asks how a segment's mailing shall be.
func OpenMailing(s *session.Session, no string) *Mailing {
	d := &Mailing{}
	d.read = d.templates.reading(s, no)
	d.open(s, no, kind{
		key: "output.mailing", name: i18n.T("output.file.mailing"), keeps: true,
		title:   i18n.T("output.mailing_of_segment", "segment", no),
		about:   func(n int) string { return i18n.T("output.mailing_to_each_of_n_lines", "count", n) },
		running: i18n.T("output.writing_mailing_dialog"), width: 620, height: 520,
	}, d.build)
	return d
}

func (d *Mailing) build() {
	d.template = entry.NewChoice(d.templates.options(), func(string) { d.arrange() })
	d.template.SetValue(d.templates.first(d.choice("template", "")))
	d.file, d.message = d.newFile("file", docx.Endings), d.newFile("message", []string{".txt", ".html", ".htm"})
	d.blank = entry.NewChoice([]entry.Option{
		{Value: string(mailrow.ByHand), Text: i18n.T("output.place_on_list")}, {Value: string(mailrow.ByLetter), Text: i18n.T("output.letter")}, {Value: string(mailrow.ByMail), Text: i18n.T("output.e_mail")},
	}, func(string) { d.look() })
	d.blank.SetValue(d.choice("blank", string(mailrow.ByHand)))
	d.told = widget.NewParagraph("")
	d.fields = entry.NewFields()
	d.fields.CaptionWidth = 120
	d.arrange()
	d.show(widget.NewStack(10, 16, d.fields, d.told))
	d.changed, d.prepare = d.draw, d.job
	d.choices = func() map[string]string {
		return map[string]string{"template": d.template.Value(), "file": d.file.Text(), "message": d.message.Text(), "blank": d.blank.Value()}
	}
}

// arrange shows the field of the letters' file where a file is chosen.
func (d *Mailing) arrange() {
	fields := []entry.Field{d.where(), {Caption: i18n.T("output.letters_template"), Object: d.template}}
	if d.template.Value() == fromFile {
		fields = append(fields, entry.Field{Caption: i18n.T("output.its_file"), Object: d.file})
	}
	fields = append(fields, entry.Field{Caption: i18n.T("output.e_mails_template"), Object: d.message},
		entry.Field{Caption: i18n.T("output.no_correspondence_type"), Object: d.blank})
	d.fields.SetFields(append(fields, d.tail()...)...)
}

// options are what is chosen, but for the e-mails' template.
func (d *Mailing) options() mailing.Options {
	o := mailing.Options{Blank: mailrow.Way(d.blank.Value()), IncludeBlocked: d.blocked.On(), Letter: merge.Options{Template: d.template.Value()}}
	if o.Letter.Template == fromFile {
		o.Letter.Template, o.Letter.File = "", strings.TrimSpace(d.file.Text())
	}
	return o
}

// namedOnList is how many on the list are named at most.
const namedOnList = 5

// draw says who gets what.
func (d *Mailing) draw() {
	if d.cancel != nil {
		d.cancel()
	}
	o := mailing.Options{Blank: mailrow.Way(d.blank.Value()), IncludeBlocked: d.blocked.On()}
	var plan mailing.Plan
	d.cancel = d.try(func(ctx context.Context) (err error) {
		plan, err = mailing.Preview(ctx, d.session.Company, d.session.Segments, d.no, o)
		return err
	}, func() {
		list := []string{i18n.T("output.n_get_letter", "count", plan.Letters.Count), i18n.T("output.n_get_e_mail", "count", plan.Mails.Count)}
		rest := i18n.T("output.n_are_on_list", "count", plan.Rest.Count)
		if n := plan.Rest.Count; n > 0 && n <= namedOnList {
			rest += " " + transfer.Some(plan.Rest.Contacts) + "."
		}
		list = append(list, rest)
		if plan.WithoutEMail.Count > 0 {
			list = append(list, i18n.T("output.n_of_them_have_no_e_mail_address", "count", plan.WithoutEMail.Count))
		}
		d.told.SetText(strings.Join(list, " "))
	})
}

func (d *Mailing) job() (job, error) {
	if d.cancel != nil {
		d.cancel() // what it says would hide why it cannot be
	}
	o, path := d.options(), strings.TrimSpace(d.message.Text())
	return func(ctx context.Context, order order) (written, error) {
		if path != "" {
			read, err := mail.ReadTemplate(path, "")
			if err != nil {
				return written{}, err
			}
			o.Mail = &mail.Options{Template: read, Inputs: []string{path}}
		}
		o.Folder, o.Progress = order.path, order.report
		r, err := mailing.Write(ctx, d.session.Company, d.session.Segments, d.no, o)
		return written{path: r.Folder, text: strings.Join([]string{i18n.T("output.n_get_letter", "count", r.Letters), i18n.T("output.n_get_e_mail", "count", r.Mails),
			i18n.T("output.n_are_on_list", "count", r.Rest), i18n.T("output.all_is_in_folder", "folder", r.Folder)}, " ")}, err
	}, nil
}
