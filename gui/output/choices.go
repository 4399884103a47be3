package output

import (
	"context"
	"image"
	"strings"
	"time"

	"winnow/core/filter"
	"winnow/core/output"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/region"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/transfer"
	"winnow/gui/widget"
)

// Choices is the dialog that writes a kind of output that needs no more than
// choices.
type Choices struct {
	form
	of      *output.Form
	options map[string]*entry.Choice
	days    map[string]*entry.Entry
	checks  map[string]*entry.Check
	files   map[string]*entry.Entry
	// view shows what will be printed, nil where nothing is; cancel ends the look at it.
	view   *paperView
	cancel context.CancelFunc
}

// OpenChoices asks how an output of that kind shall be.
func OpenChoices(s *session.Session, no string, k output.Kind) *Choices {
	d := &Choices{of: k.Form, options: map[string]*entry.Choice{}, days: map[string]*entry.Entry{},
		checks: map[string]*entry.Check{}, files: map[string]*entry.Entry{}}
	width := float32(620)
	if d.of.Picture != nil {
		width, d.view = 1040, newPaperView()
	}
	d.open(s, no, kind{
		key: "output." + k.Key, name: i18n.T("output.file." + k.Key), ending: k.Form.Ending,
		title:   i18n.T(k.Form.Title, "segment", no),
		about:   func(n int) string { return i18n.T(k.Form.About, "count", n) },
		running: i18n.T(k.Form.Running), width: width,
	}, d.build)
	return d
}

func (d *Choices) build() {
	fields := []entry.Field{d.where()}
	for _, c := range d.of.Choices {
		switch {
		case c.Switch:
			d.checks[c.Key] = entry.NewCheck(i18n.T(c.Text), "", func(bool) { d.look() })
			d.checks[c.Key].SetOn(d.choice(c.Key, "") != "")
			fields = append(fields, entry.Field{Caption: i18n.Translate(c.Caption), Object: d.checks[c.Key]})
			continue
		case len(c.Endings) > 0:
			d.files[c.Key] = d.newFile(c.Key, c.Endings)
			d.files[c.Key].OnChanged = func(string) { d.look() }
			fields = append(fields, entry.Field{Caption: i18n.Translate(c.Caption), Object: d.files[c.Key]})
			continue
		case len(c.Options) == 0:
			d.days[c.Key] = d.newDay()
			fields = append(fields, entry.Field{Caption: i18n.Translate(c.Caption), Object: d.days[c.Key]})
			continue
		}
		var options []entry.Option
		for _, o := range c.Options {
			text := o.Value
			if o.Text != "" {
				text = i18n.T(o.Text)
			}
			options = append(options, entry.Option{Value: o.Value, Text: text})
		}
		choice := entry.NewChoice(options, func(string) { d.look() })
		choice.SetValue(d.choice(c.Key, options[0].Value))
		d.options[c.Key] = choice
		fields = append(fields, entry.Field{Caption: i18n.Translate(c.Caption), Object: choice})
	}
	grid := entry.NewFields(append(fields, d.tail()...)...)
	grid.CaptionWidth = 80
	d.prepare, d.choices = d.job, d.chosen
	if d.view == nil {
		d.show(widget.NewStack(0, 16, grid))
		return
	}
	grid.CaptionWidth = 130
	d.show(widget.NewStackFill(0, 12, widget.NewBeside(widget.NewStack(0, 4, grid, d.view.told), d.view.panel, 430, 0)))
	d.changed = d.draw
}

// draw shows the first page as it would be printed, and names the contacts whose
// characters cannot be.
func (d *Choices) draw() {
	if d.cancel != nil {
		d.cancel()
	}
	o, ok := d.order()
	if !ok {
		return
	}
	o.Trial, o.IncludeBlocked = true, d.blocked.On()
	var page image.Image
	d.cancel = d.try(func(ctx context.Context) (err error) {
		page, err = d.of.Picture(ctx, d.session.Company, d.session.Segments, d.no, o, drawnWidth)
		return err
	}, func() {
		d.view.show(page)
		d.count(o)
	})
}

// count looks at all pages.
func (d *Choices) count(o output.Order) {
	var result output.Result
	d.cancel = d.Tasks.Run(func(ctx context.Context) (err error) {
		result, err = d.of.Write(ctx, d.session.Company, d.session.Segments, d.no, o)
		return err
	}, func(err error) {
		if err != nil {
			d.refuse(err)
			return
		}
		text := i18n.T("output.first_of_n_pages", "count", result.Pages)
		d.view.panel.SetSummary(text, text)
		d.view.tell(result.Replaced)
	})
}

// newDay returns a field with today's date.
func (d *Choices) newDay() *entry.Entry {
	e := entry.New(theme.IconCalendar)
	e.SetText(region.Current().Date(d.today()))
	e.OnLookup = func() {
		now := d.session.Company.Now()
		day, _ := field.ReadDay(e.Text(), d.env()) // what is no day leaves today marked
		date, _ := time.Parse(time.DateOnly, day)
		entry.ShowCalendar(e, entry.Calendar{Date: date, Today: now, Monday: region.Current().Monday, OnDate: func(day time.Time) {
			e.Type(region.Current().Day(day))
		}})
	}
	e.OnChanged = func(string) { d.look() }
	field.ShowDay(e, d.env)
	return e
}

func (d *Choices) env() filter.Env { return filter.Env{Today: d.today(), WorkDate: d.today()} }

func (d *Choices) today() string { return d.session.Company.Now().Format(time.DateOnly) }

// chosen are the options that are chosen, which are kept for next time.
func (d *Choices) chosen() map[string]string {
	chosen := map[string]string{}
	for key, choice := range d.options {
		chosen[key] = choice.Value()
	}
	for key, check := range d.checks {
		if check.On() {
			chosen[key] = "yes"
		}
	}
	for key, file := range d.files {
		chosen[key] = strings.TrimSpace(file.Text())
	}
	return chosen
}

// order is what is chosen. A day that is none is told where it stands.
func (d *Choices) order() (o output.Order, ok bool) {
	o = output.Order{Chosen: d.chosen(), Locale: i18n.Locale()}
	for key, e := range d.days {
		day, err := field.ReadDay(e.Text(), d.env())
		if err != nil {
			e.SetError(i18n.Error(err).Error())
			return o, false
		}
		o.Chosen[key] = day
	}
	return o, true
}

func (d *Choices) job() (job, error) {
	if d.cancel != nil {
		d.cancel() // what it says would hide why it cannot be
	}
	o, ok := d.order()
	if !ok {
		return nil, nil
	}
	return func(ctx context.Context, order order) (written, error) {
		o.Path, o.IncludeBlocked, o.Force, o.Progress = order.path, order.includeBlocked, order.force, order.report
		r, err := d.of.Write(ctx, d.session.Company, d.session.Segments, d.no, o)
		remarks := append(replaced(r.Replaced), transfer.UnusableEMails(r.UnusableEMails)...)
		if len(r.WithoutAddress) > 0 {
			remarks = append(remarks, i18n.T("output.nothing_for_contacts_without_address", "contacts", transfer.Some(r.WithoutAddress)))
		}
		return written{path: r.Path, blocked: r.BlockedContacts, shared: r.Shared, remarks: remarks,
			text: inFile(r)}, err
	}, nil
}

// inFile says how many contacts are in a file.
func inFile(r output.Result) string {
	return i18n.T("output.n_contacts_are_in_file", "count", r.Rows, "file", r.Path)
}

// replaced tells of characters that could not be printed.
func replaced(r *output.Replaced) []string {
	if r == nil || r.Replaced == 0 {
		return nil
	}
	told := []string{i18n.T("output.n_characters_such_as_characters_are_printed", "count",
		r.Replaced, "characters", r.Characters)}
	if len(r.Contacts) > 0 {
		told = append(told, i18n.T("output.they_stand_in_names_and_addresses", "contacts", transfer.Some(r.Contacts)))
	}
	return told
}
