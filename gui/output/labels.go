package output

import (
	"context"
	"image"
	"math"
	"path/filepath"
	"strings"

	"winnow/core"
	"winnow/core/label"
	"winnow/core/mailrow"
	"winnow/core/value"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/region"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/transfer"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// own is the choice of a size of one's own.
const own = "own"

// Labels is the dialog that prints address labels.
type Labels struct {
	form
	size    *entry.Choice
	fields  *entry.Fields
	numbers map[string]*entry.Entry
	sort    *entry.Choice
	trial   *entry.Check
	font    *entry.Entry
	view    *paperView
	cancel  context.CancelFunc
	sheet   label.Sheet
}

// OpenLabels asks how a segment's labels shall be.
func OpenLabels(s *session.Session, no string) *Labels {
	d := &Labels{numbers: map[string]*entry.Entry{}}
	d.open(s, no, kind{
		key: "output.labels", name: i18n.T("output.file.labels"), ending: ".pdf",
		title: i18n.T("output.labels_of_segment", "segment", no),
		about: func(n int) string {
			return i18n.T("output.address_label_for_each_of_n_lines", "count", n)
		},
		running: i18n.T("output.printing_labels_dialog"), width: 1040, height: 680,
	}, d.build)
	return d
}

func (d *Labels) build() {
	var sizes []entry.Option
	for _, s := range label.Sizes() {
		sizes = append(sizes, entry.Option{Value: s.Key, Text: captionOf(s)})
	}
	d.size = entry.NewChoice(append(sizes, entry.Option{Value: own, Text: i18n.T("output.measures_of_your_own")}), func(string) {
		d.arrange()
		d.look()
	})
	d.size.SetValue(d.choice("size", sizes[0].Value))
	for key, usual := range map[string]string{"start": "1", "copies": "1", "right": "0", "down": "0", "type": "10",
		"page": "210 x 297", "grid": "3 x 8", "label": "70 x 36", "pitch": "70 x 36", "margin": "0 x 4.5"} {
		e := entry.New(theme.IconNone)
		e.SetText(local(d.choice(key, usual)))
		e.OnChanged = func(string) { d.look() }
		d.numbers[key] = e
	}
	d.sort = entry.NewChoice([]entry.Option{{Value: "", Text: i18n.T("output.as_in_segment")}, {Value: "post_code", Text: i18n.T("output.by_post_code")}}, func(string) { d.look() })
	d.sort.SetValue(d.choice("sort", ""))
	d.font = d.newFile("font", label.FontEndings())
	d.font.OnChanged = func(string) { d.look() }
	d.trial = entry.NewCheck(i18n.T("output.first_sheet_only_with_labels_edges"), "", nil)
	d.fields = entry.NewFields()
	d.fields.CaptionWidth = 130
	d.arrange()
	d.view = newPaperView()
	d.show(widget.NewStackFill(0, 12, widget.NewBeside(widget.NewStack(0, 4, d.fields, d.view.told), d.view.panel, 430, 0)))
	d.changed, d.prepare = d.draw, d.job
	d.choices = func() map[string]string {
		kept := map[string]string{"size": d.size.Value(), "rows": d.per.Value(), "sort": d.sort.Value(), "font": d.font.Text()}
		for key, e := range d.numbers {
			if key != "start" && key != "copies" { // another time another sheet has been begun
				kept[key] = plain(e.Text())
			}
		}
		return kept
	}
}

// captionOf is what a size is called.
func captionOf(s label.Size) string {
	at := strings.LastIndex(s.Caption, ", ")
	if at < 0 || !strings.HasSuffix(s.Caption, " columns") {
		return s.Caption
	}
	return s.Caption[:at] + ", " + i18n.T("common.n_columns", "count", s.Columns)
}

// arrange shows the fields that the chosen size needs.
func (d *Labels) arrange() {
	fields := []entry.Field{d.where(), {Caption: i18n.T("caption.labels"), Object: d.size}}
	if d.size.Value() == own {
		fields = append(fields,
			entry.Field{Caption: i18n.T("output.sheet_mm"), Object: d.numbers["page"]}, entry.Field{Caption: i18n.T("output.across_x_down"), Object: d.numbers["grid"]},
			entry.Field{Caption: i18n.T("output.label_mm"), Object: d.numbers["label"]}, entry.Field{Caption: i18n.T("output.corner_to_corner"), Object: d.numbers["pitch"]},
			entry.Field{Caption: i18n.T("output.margin_left_x_top"), Object: d.numbers["margin"]})
	}
	fields = append(fields, d.recipients(), entry.Field{Caption: i18n.T("output.order"), Object: d.sort}, entry.Field{Caption: i18n.T("output.copies"), Object: d.numbers["copies"]},
		entry.Field{Caption: i18n.T("output.first_label"), Object: d.numbers["start"]}, entry.Field{Caption: i18n.T("output.move_right_mm"), Object: d.numbers["right"]},
		entry.Field{Caption: i18n.T("output.move_down_mm"), Object: d.numbers["down"]}, entry.Field{Caption: i18n.T("output.type_size"), Object: d.numbers["type"]},
		entry.Field{Caption: i18n.T("caption.font"), Object: d.font}, entry.Field{Caption: i18n.T("output.test_print"), Object: d.trial})
	d.fields.SetFields(append(fields, d.tail()...)...)
}

// local writes plain numbers, and two with an x between them, as the region does;
// plain brings them back.
func local(text string) string { return eachNumber(text, region.Current().Number) }

func plain(text string) string { return eachNumber(text, region.Current().ReadNumber) }

func eachNumber(text string, as func(string) string) string {
	parts := strings.Split(strings.ToLower(text), "x")
	for i, p := range parts {
		parts[i] = as(strings.TrimSpace(p))
	}
	return strings.Join(parts, " x ")
}

// number reads a field, and marks it where it holds none.
func (d *Labels) number(key string) (float64, error) {
	pair, err := d.measures(key, 1)
	return pair[0], err
}

// measures reads so many numbers of a field.
func (d *Labels) measures(key string, n int) ([2]float64, error) {
	var found [2]float64
	e := d.numbers[key]
	e.SetError("")
	parts := strings.Split(plain(e.Text()), " x ")
	err := core.NewProblem(core.Invalid, "output.text_is_no_number", "text", e.Text())
	if n == 2 {
		err = core.NewProblem(core.Invalid, "output.text_is_no_measure_write_two_numbers", "text", e.Text())
	}
	if len(parts) != n {
		return found, d.mark(e, err)
	}
	for i, p := range parts {
		number, bad := value.Number(p)
		if bad != nil {
			return found, d.mark(e, err)
		}
		found[i] = number
	}
	return found, nil
}

// mark says under a field what is wrong with it.
func (d *Labels) mark(e *entry.Entry, err error) error {
	e.SetError(work.Text(err))
	return err
}

// options are what is chosen; the error says which field cannot be.
func (d *Labels) options() (label.Options, error) {
	o := label.Options{Trial: d.trial.On(), Per: mailrow.Per(d.per.Value()), SortBy: d.sort.Value(), Fonts: filepath.SplitList(d.font.Text()), IncludeBlocked: d.blocked.On()}
	for key, into := range map[string]*int{"start": &o.Start, "copies": &o.Copies} {
		n, err := d.number(key)
		if err == nil && (n != math.Trunc(n) || n < 1) {
			err = d.mark(d.numbers[key], core.NewProblem(core.Invalid, "output.text_is_no_whole_number", "text", d.numbers[key].Text()))
		}
		if err != nil {
			return o, err
		}
		*into = int(n)
	}
	var err error
	for key, into := range map[string]*float64{"right": &o.OffsetX, "down": &o.OffsetY, "type": &o.FontSize} {
		if *into, err = d.number(key); err != nil {
			return o, err
		}
	}
	if o.Size, err = d.sizeOf(); err != nil {
		return o, err
	}
	return o, o.Size.Check()
}

// sizeOf is the size by its name or by the measures.
func (d *Labels) sizeOf() (label.Size, error) {
	if d.size.Value() != own {
		return label.SizeNamed(d.size.Value())
	}
	var found [5][2]float64
	for i, key := range []string{"page", "grid", "label", "pitch", "margin"} {
		pair, err := d.measures(key, 2)
		if err != nil {
			return label.Size{}, err
		}
		found[i] = pair
	}
	page, grid, box, pitch, margin := found[0], found[1], found[2], found[3], found[4]
	if grid[0] != math.Trunc(grid[0]) || grid[1] != math.Trunc(grid[1]) {
		e := d.numbers["grid"]
		return label.Size{}, d.mark(e, core.NewProblem(core.Invalid, "output.text_are_no_whole_numbers", "text", e.Text()))
	}
	return label.Size{PageWidth: page[0], PageHeight: page[1], Columns: int(grid[0]), Rows: int(grid[1]),
		Width: box[0], Height: box[1], PitchX: pitch[0], PitchY: pitch[1], Left: margin[0], Top: margin[1]}, nil
}

// draw shows the first sheet as it would be printed.
func (d *Labels) draw() {
	if d.cancel != nil {
		d.cancel()
	}
	o, err := d.options()
	if err != nil {
		d.modal.SetStatus(work.Text(err), true)
		return
	}
	var sheet label.Sheet
	var result label.Result
	var page image.Image
	d.cancel = d.try(func(ctx context.Context) (err error) {
		sheet, result, err = label.Preview(ctx, d.session.Company, d.session.Segments, d.no, o)
		if err == nil {
			page = sheet.Picture(drawnWidth)
		}
		return err
	}, func() {
		d.sheet = sheet
		d.view.show(page)
		text := strings.Join(append([]string{i18n.T("output.n_labels_on_first_sheet", "count", result.Rows)}, fits(result)...), " · ")
		d.view.panel.SetSummary(text, text)
		d.count(o)
	})
}

// count looks at all labels, and names the contacts whose characters cannot be printed.
func (d *Labels) count(o label.Options) {
	var result label.Result
	d.cancel = d.Tasks.Run(func(ctx context.Context) (err error) {
		result, err = label.Count(ctx, d.session.Company, d.session.Segments, d.no, o)
		return err
	}, func(err error) {
		if err != nil {
			d.refuse(err)
			return
		}
		d.view.tell(result.Replaced)
	})
}

// fits tells how texts were made to fit.
func fits(r label.Result) []string {
	var told []string
	say := func(n int, text func(values map[string]any) string) {
		if n > 0 {
			told = append(told, text(map[string]any{"n": widget.Number(n)}))
		}
	}
	say(r.Shrunk, func(v map[string]any) string { return i18n.T("output.n_in_smaller_type", "count", r.Shrunk, v) })
	say(r.Wrapped, func(v map[string]any) string { return i18n.T("output.n_with_wrapped_lines", "count", r.Wrapped, v) })
	say(r.Cut, func(v map[string]any) string { return i18n.T("output.n_whose_text_is_cut", "count", r.Cut, v) })
	say(r.Empty, func(v map[string]any) string { return i18n.T("output.n_contacts_without_address", "count", r.Empty, v) })
	return told
}

// job prints.
func (d *Labels) job() (job, error) {
	if d.cancel != nil {
		d.cancel() // what it says would hide why it cannot be
	}
	o, err := d.options()
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, order order) (written, error) {
		o.Path, o.Force, o.Progress = order.path, order.force, order.report
		r, err := label.Print(ctx, d.session.Company, d.session.Segments, d.no, o)
		told := replaced(r.Replaced)
		if more := fits(r); len(more) > 0 {
			told = append(told, strings.Join(more, ", ")+".")
		}
		if r.Empty > 0 {
			told = append(told, i18n.T("output.no_label_for_contacts", "contacts", transfer.Some(r.EmptyContacts)))
		}
		sheets := i18n.T("output.n_sheets", "count", r.Sheets)
		return written{path: r.Path, blocked: r.BlockedContacts, shared: r.Shared, remarks: told, text: i18n.T("output.n_labels_on_sheets_are_in_file", "count",
			r.Rows, "sheets", sheets, "file", r.Path)}, err
	}, nil
}
