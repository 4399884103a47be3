package output

import (
	"context"
	"math"
	"strings"

	"fyne.io/fyne/v2/lang"

	"winnow/core"
	"winnow/core/label"
	"winnow/core/value"
	"winnow/gui/entry"
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
	trial   *entry.Check
	preview *widget.FastTab
	picture *widget.Stack
	reader  *widget.Reader
	cancel  context.CancelFunc
	sheet   label.Sheet
}

// OpenLabels asks how a segment's labels shall be.
func OpenLabels(s *session.Session, no string) *Labels {
	d := &Labels{numbers: map[string]*entry.Entry{}}
	d.open(s, no, kind{
		key: "output.labels", name: lang.X("File of labels", "labels"), ending: ".pdf",
		title: lang.L("Labels of {{.segment}}", map[string]any{"segment": no}),
		about: func(n int) string {
			return lang.N("An address label for each of **{{.n}}** lines, as a PDF file to print at 100 %", n, map[string]any{"n": widget.Number(n)})
		},
		running: lang.L("Printing labels…"), width: 1040, height: 680,
	}, d.build)
	return d
}

// Sheet is the first sheet as it was shown last.
func (d *Labels) Sheet() label.Sheet { return d.sheet }

// Size is the choice of the labels' size.
func (d *Labels) Size() *entry.Choice { return d.size }

// Number is the field of a measure: "start", "right", "down", "type", and of a
// size of one's own "page", "grid", "label", "pitch", "margin".
func (d *Labels) Number(key string) *entry.Entry { return d.numbers[key] }

func (d *Labels) build() {
	var sizes []entry.Option
	for _, s := range label.Sizes() {
		sizes = append(sizes, entry.Option{Value: s.Key, Text: captionOf(s)})
	}
	d.size = entry.NewChoice(append(sizes, entry.Option{Value: own, Text: lang.L("Measures of your own")}), func(string) {
		d.arrange()
		d.look()
	})
	d.size.SetValue(d.choice("size", sizes[0].Value))
	for key, usual := range map[string]string{"start": "1", "right": "0", "down": "0", "type": "10",
		"page": "210 x 297", "grid": "3 x 8", "label": "70 x 36", "pitch": "70 x 36", "margin": "0 x 4.5"} {
		e := entry.New(theme.IconNone)
		e.SetText(local(d.choice(key, usual)))
		e.OnChanged = func(string) { d.look() }
		d.numbers[key] = e
	}
	d.trial = entry.NewCheck(lang.L("The first sheet only, with the labels' edges"), "", nil)
	d.fields = entry.NewFields()
	d.fields.CaptionWidth = 130
	d.arrange()
	d.picture = widget.NewStack(0, 10)
	d.reader = widget.NewReader(d.picture, 400)
	d.preview = widget.Panel(lang.L("Preview"), d.reader)
	d.show(widget.NewStackFill(0, 12, newBeside(430, widget.NewStack(0, 4, d.fields), d.preview)))
	d.changed, d.prepare = d.draw, d.job
	d.choices = func() map[string]string {
		kept := map[string]string{"size": d.size.Value()}
		for key, e := range d.numbers {
			if key != "start" { // another time another sheet has been begun
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
	return s.Caption[:at] + ", " + lang.N("{{.n}} columns", s.Columns, map[string]any{"n": s.Columns})
}

// arrange shows the fields that the chosen size needs.
func (d *Labels) arrange() {
	fields := []entry.Field{d.where(), {Caption: lang.L("Labels"), Object: d.size}}
	if d.size.Value() == own {
		fields = append(fields,
			entry.Field{Caption: lang.L("Sheet (mm)"), Object: d.numbers["page"]}, entry.Field{Caption: lang.L("Across x down"), Object: d.numbers["grid"]},
			entry.Field{Caption: lang.L("Label (mm)"), Object: d.numbers["label"]}, entry.Field{Caption: lang.L("Corner to corner"), Object: d.numbers["pitch"]},
			entry.Field{Caption: lang.L("Margin left x top"), Object: d.numbers["margin"]})
	}
	fields = append(fields,
		entry.Field{Caption: lang.L("First label"), Object: d.numbers["start"]}, entry.Field{Caption: lang.L("Move right (mm)"), Object: d.numbers["right"]},
		entry.Field{Caption: lang.L("Move down (mm)"), Object: d.numbers["down"]}, entry.Field{Caption: lang.L("Type size"), Object: d.numbers["type"]},
		entry.Field{Caption: lang.L("Test print"), Object: d.trial})
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
	err := core.Problemf(core.Invalid, "%s is no number", e.Text())
	if n == 2 {
		err = core.Problemf(core.Invalid, "%s is no measure; write two numbers as in 70 x 36", e.Text())
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
	o := label.Options{Trial: d.trial.On(), IncludeBlocked: d.blocked.On()}
	start, err := d.number("start")
	if err == nil && start != math.Trunc(start) {
		err = d.mark(d.numbers["start"], core.Problemf(core.Invalid, "%s is no whole number", d.numbers["start"].Text()))
	}
	if err != nil {
		return o, err
	}
	o.Start = int(start)
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
		return label.Size{}, d.mark(e, core.Problemf(core.Invalid, "%s are no whole numbers", e.Text()))
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
	d.cancel = d.Tasks.Run(func(ctx context.Context) (err error) {
		sheet, result, err = label.Preview(ctx, d.session.Company, d.session.Segments, d.no, o)
		return err
	}, func(err error) {
		if err != nil {
			d.refuse(err)
			return
		}
		d.modal.SetStatus("", false)
		d.sheet = sheet
		d.picture.SetObjects(pictureOf(sheet, o))
		d.reader.Refresh()
		text := strings.Join(append([]string{lang.N("{{.n}} labels on the first sheet", result.Rows, map[string]any{"n": widget.Number(result.Rows)})}, fits(result)...), " · ")
		d.preview.SetSummary(text, text)
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
	say(r.Shrunk, func(v map[string]any) string { return lang.N("{{.n}} in smaller type", r.Shrunk, v) })
	say(r.Wrapped, func(v map[string]any) string { return lang.N("{{.n}} with wrapped lines", r.Wrapped, v) })
	say(r.Cut, func(v map[string]any) string { return lang.N("{{.n}} whose text is cut", r.Cut, v) })
	say(r.Empty, func(v map[string]any) string { return lang.N("{{.n}} contacts without an address", r.Empty, v) })
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
			told = append(told, lang.L("There is no label for {{.contacts}}.", map[string]any{"contacts": transfer.Some(r.EmptyContacts)}))
		}
		sheets := lang.N("{{.n}} sheets", r.Sheets, map[string]any{"n": widget.Number(r.Sheets)})
		return written{path: r.Path, blocked: r.BlockedContacts, remarks: told, text: lang.N("**{{.n}} labels** on {{.sheets}} are in {{.file}}",
			r.Rows, map[string]any{"n": widget.Number(r.Rows), "sheets": sheets, "file": r.Path})}, err
	}, nil
}
