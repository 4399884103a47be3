package output

import (
	"context"
	"time"

	"fyne.io/fyne/v2/lang"

	"winnow/core/company"
	"winnow/core/label"
	"winnow/core/output"
	"winnow/core/segment"
	"winnow/core/vcard"
	"winnow/gui/look"
	"winnow/gui/part"
	"winnow/gui/region"
	"winnow/gui/session"
	"winnow/gui/transfer"
	"winnow/gui/words"
)

// Sheets is the dialog that prints cover sheets, or a call list.
type Sheets struct {
	form
	print func(ctx context.Context, c *company.Company, s *segment.Store, no string, o label.SheetOptions) (label.SheetResult, error)
	paper *part.Choice
	day   *part.Entry
}

// OpenCovers asks how a segment's cover sheets shall be.
func OpenCovers(s *session.Session, no string) *Sheets {
	d := &Sheets{print: label.PrintCovers}
	d.open(s, no, kind{
		key: "output.covers", name: lang.X("File of cover sheets", "cover sheets"), ending: ".pdf",
		title: lang.L("Cover sheets of {{.segment}}", map[string]any{"segment": no}),
		about: func(n int) string {
			return lang.N("A page for each of **{{.n}}** lines: sender, address, date and subject", n, map[string]any{"n": part.Number(n)})
		},
		running: lang.L("Printing cover sheets…"), width: 620,
	}, d.build)
	return d
}

// OpenPhones asks how a segment's call list shall be.
func OpenPhones(s *session.Session, no string) *Sheets {
	d := &Sheets{print: label.PrintPhones}
	d.open(s, no, kind{
		key: "output.phones", name: lang.X("File of a call list", "call list"), ending: ".pdf",
		title: lang.L("Call list of {{.segment}}", map[string]any{"segment": no}),
		about: func(n int) string {
			return lang.N("**{{.n}}** lines with name, company and phone numbers, and room for a remark", n, map[string]any{"n": part.Number(n)})
		},
		running: lang.L("Printing the call list…"), width: 620,
	}, d.build)
	return d
}

func (d *Sheets) build() {
	var papers []part.Option
	for _, p := range label.Papers() {
		papers = append(papers, part.Option{Value: p, Text: p})
	}
	d.paper = part.NewChoice(papers, nil)
	d.paper.SetValue(d.choice("paper", papers[0].Value))
	d.day = part.NewEntry(look.IconCalendar)
	d.day.SetText(region.Current().Date(d.today()))
	d.day.OnLookup = d.calendar
	fields := []part.Field{d.where(), {Caption: lang.L("Paper"), Object: d.paper}, {Caption: lang.L("Date"), Object: d.day}}
	grid := part.NewFields(append(fields, d.tail()...)...)
	grid.CaptionWidth = 80
	d.show(part.NewStack(0, 16, grid))
	d.prepare = d.job
	d.choices = func() map[string]string { return map[string]string{"paper": d.paper.Value()} }
}

func (d *Sheets) today() string { return d.session.Company.Now().Format(time.DateOnly) }

func (d *Sheets) calendar() {
	now := d.session.Company.Now()
	date, _ := time.Parse(time.DateOnly, region.Current().ReadDate(d.day.Text(), d.today()))
	part.ShowCalendar(d.day, part.Calendar{Date: date, Today: now, Monday: region.Current().Monday, OnDate: func(day time.Time) {
		d.day.Type(region.Current().Day(day))
	}})
}

// Day is the field with the date that is printed.
func (d *Sheets) Day() *part.Entry { return d.day }

func (d *Sheets) job() (job, error) {
	o := label.SheetOptions{Paper: d.paper.Value(), Day: region.Current().ReadDate(d.day.Text(), d.today()), Voice: words.Voice()}
	return func(ctx context.Context, order order) (written, error) {
		o.Path, o.IncludeBlocked, o.Force, o.Progress = order.path, order.includeBlocked, order.force, order.report
		r, err := d.print(ctx, d.session.Company, d.session.Segments, d.no, o)
		return written{path: r.Path, blocked: r.BlockedContacts, remarks: replaced(r.Replaced), text: inFile(r.Result)}, err
	}, nil
}

// inFile says how many contacts are in a file.
func inFile(r output.Result) string {
	return lang.N("**{{.n}} contacts** are in {{.file}}", r.Rows, map[string]any{"n": part.Number(r.Rows), "file": r.Path})
}

// replaced tells of characters that could not be printed.
func replaced(r label.Replaced) []string {
	if r.Replaced == 0 {
		return nil
	}
	told := []string{lang.N("{{.n}} characters, such as {{.characters}}, are printed as boxes: the font has Latin, Greek and Cyrillic only.",
		r.Replaced, map[string]any{"n": part.Number(r.Replaced), "characters": r.Characters})}
	if len(r.Contacts) > 0 {
		told = append(told, lang.L("They stand in the names and addresses of {{.contacts}}.", map[string]any{"contacts": transfer.Some(r.Contacts)}))
	}
	return told
}

// Cards is the dialog that writes vCards.
type Cards struct {
	form
	version *part.Choice
}

// OpenCards asks how a segment's vCards shall be written.
func OpenCards(s *session.Session, no string) *Cards {
	d := &Cards{}
	d.open(s, no, kind{
		key: "output.vcards", name: lang.X("File of vCards", "contacts"), ending: ".vcf",
		title: lang.L("vCards of {{.segment}}", map[string]any{"segment": no}),
		about: func(n int) string {
			return lang.N("The contacts of **{{.n}}** lines for the address book of a phone or a mail program", n, map[string]any{"n": part.Number(n)})
		},
		running: lang.L("Writing vCards…"), width: 620,
	}, d.build)
	return d
}

func (d *Cards) build() {
	var versions []part.Option
	for _, v := range vcard.Versions() {
		text := v
		if v == "3.0" {
			text = lang.L("3.0, for older phones")
		}
		versions = append(versions, part.Option{Value: v, Text: text})
	}
	d.version = part.NewChoice(versions, nil)
	d.version.SetValue(d.choice("version", versions[0].Value))
	grid := part.NewFields(append([]part.Field{d.where(), {Caption: lang.L("Version"), Object: d.version}}, d.tail()...)...)
	grid.CaptionWidth = 80
	d.show(part.NewStack(0, 16, grid))
	d.prepare = d.job
	d.choices = func() map[string]string { return map[string]string{"version": d.version.Value()} }
}

func (d *Cards) job() (job, error) {
	o := vcard.Options{Version: d.version.Value()}
	return func(ctx context.Context, order order) (written, error) {
		o.Path, o.IncludeBlocked, o.Force, o.Progress = order.path, order.includeBlocked, order.force, order.report
		r, err := vcard.Write(ctx, d.session.Company, d.session.Segments, d.no, o)
		return written{path: r.Path, blocked: r.BlockedContacts, remarks: transfer.UnusableEMails(r.UnusableEMails), text: inFile(r)}, err
	}, nil
}
