// Package label prints a segment on paper: address labels ([Print]), cover sheets
// ([PrintCovers]) and a call list ([PrintPhones]), each a PDF file. A [Size] says
// where the labels are on a sheet. [Count] says what would be printed, [Preview]
// returns the first sheet as it would look. The package knows no printer, and
// changes nothing in the company file except the output log.
package label

import (
	"context"
	"errors"
	"math"
	"os"
	"strings"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/mailrow"
	"winnow/core/output"
	"winnow/core/segment"
)

// Options say what labels are like.
type Options struct {
	// Path is the file to write.
	Path string
	Size Size
	// Start is the place of the first label on the first sheet, row by row; 0 or
	// 1 for its first.
	Start int
	// OffsetX and OffsetY move all that is printed to the right and down, in
	// millimetres, for a printer that does not hit the middle.
	OffsetX, OffsetY float64
	// FontSize is in points; 0 for 10.
	FontSize float64
	// Copies is how many labels each has, beside one another; 0 for one.
	Copies int
	// SortBy is the key of a text of the contact's, such as post_code, as the address in
	// force has it; "" for the order of the lines.
	SortBy string
	// Trial prints the first sheet only, with the labels' edges, to be held
	// against a sheet of labels.
	Trial bool
	// Per says what gets a label of its own: every contact, company or household.
	Per mailrow.Per
	// IncludeBlocked prints Privacy Blocked contacts too.
	IncludeBlocked bool
	// Force replaces an existing file.
	Force bool
	// Fonts are files of TrueType fonts, which are used before those that are built in
	// for characters that the usual one lacks.
	Fonts []string
	// Progress receives how many of the segment's lines are done.
	Progress func(done, total int)
}

// Result is what was printed.
type Result struct {
	// Rows counts the labels.
	output.Result
	Sheets int `json:"sheets"`
	// Empty counts the contacts without an address, who get no label: nothing but
	// a name can be delivered nowhere. EmptyContacts are they.
	Empty         int               `json:"empty"`
	EmptyContacts []mailrow.Contact `json:"empty_contacts"`
	// Shrunk, Wrapped and Cut count the labels whose text is in smaller type, or
	// in more lines than it was, or not all there.
	Shrunk  int `json:"shrunk"`
	Wrapped int `json:"wrapped"`
	Cut     int `json:"cut"`
}

// Kind is labels among the outputs.
func Kind() output.Kind {
	return output.Kind{Key: "labels", Name: "Labels", Menu: "label.labels_dialog", Icon: "columns"}
}

// Label is a label with its text.
type Label struct {
	Box
	Texts []Text
}

// Sheet is a sheet of labels.
type Sheet struct {
	Page
	Labels []Label
}

const (
	// padding is how far a text stays away from its label's edges.
	padding = 3
	// unprinted is how much of the paper's edge printers leave white.
	unprinted = 5
	// maxCopies is how many labels a contact has at most.
	maxCopies = 1000
	// maxOffset is how far printing can be moved.
	maxOffset = 50
)

// Print writes a label for each of the segment's lines to o.Path, in their
// order. A text stays within its label whatever its length. Where it fails or is
// cancelled, a file that was there stays as it was. Errors that a person can
// correct are core.Problems, as those of an export are.
func Print(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options) (Result, error) {
	if err := o.check(); err != nil {
		return Result{}, err
	}
	var run *labels
	written := output.Result{Path: o.Path}
	err := mailrow.Read(ctx, c, s, no, o.rows(), func(rows *mailrow.Rows) (err error) {
		to := output.Output{Kind: Kind(), Path: o.Path, Force: o.Force, Rows: rows}
		written, err = to.Write(ctx, c, func(file *os.File, r *output.Result) error {
			pdf := newFile(file, titleOf(rows), c)
			if run, err = o.begin(pdf.put); err != nil {
				return err
			}
			if err := run.all(ctx, rows, run.print); err != nil {
				return err
			}
			if r.Rows = run.result.Rows; r.Rows == 0 {
				return nothing(rows, run.result.Empty)
			}
			r.Replaced = run.paper.missing.replaced()
			return pdf.Close()
		})
		return err
	})
	if err != nil {
		return Result{Result: written}, err
	}
	run.result.Result = written
	return run.result, nil
}

// Preview returns the first sheet as Print would print it.
func Preview(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options) (Sheet, Result, error) {
	sheet := Sheet{Page: Page{Width: o.Size.PageWidth, Height: o.Size.PageHeight}}
	o.Trial, o.Progress = true, nil
	result, err := o.look(ctx, c, s, no, func(run *labels, l Label) error {
		sheet.Labels = append(sheet.Labels, l)
		return run.print(l)
	}, func(page *Page) error {
		sheet.Page = *page
		return nil
	})
	return sheet, result, err
}

// Count returns what Print would print, and writes nothing.
func Count(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options) (Result, error) {
	return o.look(ctx, c, s, no, func(*labels, Label) error { return nil }, nil)
}

// look calls see with the labels that Print would print, and put with the pages that it
// makes of them.
func (o Options) look(ctx context.Context, c *company.Company, s *segment.Store, no string, see func(*labels, Label) error, put func(*Page) error) (result Result, err error) {
	if err := o.check(); err != nil {
		return Result{}, err
	}
	err = mailrow.Read(ctx, c, s, no, o.rows(), func(rows *mailrow.Rows) error {
		run, err := o.begin(put)
		if err != nil {
			return err
		}
		err = run.all(ctx, rows, func(l Label) error { return see(run, l) })
		result = run.result
		result.Path, result.Blocked, result.BlockedContacts = o.Path, rows.Blocked(), rows.BlockedContacts()
		result.Shared = rows.Shared()
		result.Replaced = run.paper.missing.replaced()
		return err
	})
	return result, err
}

// nothing is the Problem of a segment that would be an empty file; so many
// contacts have no address where they need one.
func nothing(rows *mailrow.Rows, empty int) error {
	p := core.NewProblem(core.Invalid, "label.segment_has_nobody_to_print", "segment", rows.Segment().No)
	switch blocked := rows.Blocked(); {
	case blocked > 0 && empty > 0:
		return p.Hint("label.privacy_blocked_contacts_are_left_out_blocked_contacts", "blocked", blocked, "empty", empty)
	case blocked > 0:
		return p.Hint("label.privacy_blocked_contacts_are_left_out_blocked", "blocked", blocked)
	case empty > 0:
		return p.Hint("label.contacts_without_address_empty", "empty", empty)
	}
	return p
}

// The columns that a label is made of; those from labelAddress on are its
// address without the name and the country.
const (
	labelBlock = iota
	labelAddress
)

var labelColumns = []string{labelBlock: "address_block", labelAddress: "address", "address_2", "post_code", "city", "county"}

func (o Options) rows() mailrow.Options {
	return mailrow.Options{Columns: labelColumns, Per: o.Per, SortBy: o.SortBy, IncludeBlocked: o.IncludeBlocked, Progress: o.Progress}
}

// check returns a core.Problem where labels cannot be so.
func (o *Options) check() error {
	if err := o.Size.Check(); err != nil {
		return err
	}
	o.Start = max(o.Start, 1)
	if o.Start > o.Size.PerSheet() {
		return core.NewProblem(core.Invalid, "label.start_beyond_sheet", "count", o.Size.PerSheet(), "start", o.Start)
	}
	if o.Copies == 0 {
		o.Copies = 1
	}
	if o.Copies < 0 || o.Copies > maxCopies {
		return core.NewProblem(core.Invalid, "label.number_of_copies_is_not_possible", "copies", o.Copies, "max", maxCopies)
	}
	for _, offset := range []float64{o.OffsetX, o.OffsetY} {
		if math.IsNaN(offset) || math.Abs(offset) > maxOffset {
			return core.NewProblem(core.Invalid, "label.offset_of_offset_mm_is_not_possible", "offset", offset, "lowest", maxOffset, "highest", maxOffset)
		}
	}
	var err error
	o.FontSize, err = checkFontSize(o.FontSize)
	return err
}

// checkFontSize returns the type size to use.
func checkFontSize(size float64) (float64, error) {
	if size == 0 {
		return usualSize, nil
	}
	if math.IsNaN(size) || size < leastSize || size > mostSize {
		return 0, core.NewProblem(core.Invalid, "label.font_size_of_size_is_not_possible", "size", size, "min", leastSize, "max", mostSize)
	}
	return size, nil
}

// labels are sheets in the making.
type labels struct {
	options Options
	paper   *paper
	result  Result
	// next is the place of the next label, counted from 0 over all sheets.
	next int
}

func (o Options) begin(put func(*Page) error) (*labels, error) {
	p, err := newPaper(o.Size.PageWidth, o.Size.PageHeight, o.Fonts, put)
	return &labels{options: o, paper: p, next: o.Start - 1, result: Result{EmptyContacts: []mailrow.Contact{}}}, err
}

// titleOf is what a file of a segment is called.
func titleOf(rows *mailrow.Rows) string {
	seg := rows.Segment()
	if text := seg.Text("description"); text != "" {
		return seg.No + " " + text
	}
	return seg.No
}

// errSheet ends a reading after its first page.
var errSheet = errors.New("the sheet is full")

// all calls put with one label after the other, and ends the last page.
func (l *labels) all(ctx context.Context, rows *mailrow.Rows, put func(Label) error) error {
	err := rows.Each(ctx, func(row *mailrow.Row) error {
		if l.options.Trial && l.next == l.options.Size.PerSheet() {
			return errSheet
		}
		contact, address := row.Contact(), row.Texts()[labelAddress:]
		if strings.TrimSpace(strings.Join(address, "")) == "" {
			l.empty(contact)
			return nil
		}
		l.paper.missing.contact = &contact
		for range l.options.Copies {
			if l.options.Trial && l.next == l.options.Size.PerSheet() {
				return errSheet
			}
			label, ok := l.label(row.AddressOnPaper())
			if !ok {
				l.empty(contact)
				break
			}
			if err := put(label); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil && !errors.Is(err, errSheet) {
		return err
	}
	return l.paper.end()
}

// empty counts a contact who gets no label.
func (l *labels) empty(contact mailrow.Contact) {
	l.result.Empty++
	l.result.EmptyContacts = append(l.result.EmptyContacts, contact)
}

// label sets a text on the next label; one without a text needs none.
func (l *labels) label(text string) (Label, bool) {
	size := l.options.Size
	edges := size.box(l.next % size.PerSheet())
	inner := edges.within(size.PageWidth, size.PageHeight, padding, unprinted).moved(l.options.OffsetX, l.options.OffsetY)
	texts, fits := l.paper.set(text, place{box: inner, size: l.options.FontSize, middle: true})
	if len(texts) == 0 {
		return Label{}, false
	}
	l.next++
	l.result.Rows++
	l.result.Sheets = (l.next-1)/size.PerSheet() + 1
	for _, c := range []struct {
		is    bool
		count *int
	}{{fits.shrunk, &l.result.Shrunk}, {fits.wrapped, &l.result.Wrapped}, {fits.cut, &l.result.Cut}} {
		if c.is {
			*c.count++
		}
	}
	return Label{Box: edges.moved(l.options.OffsetX, l.options.OffsetY), Texts: texts}, true
}

// print prints a label.
func (l *labels) print(label Label) error {
	if l.paper.count < l.result.Sheets {
		l.paper.begin()
		if l.options.Trial {
			for n := range l.options.Size.PerSheet() {
				l.paper.page.Edges = append(l.paper.page.Edges, l.options.Size.box(n).moved(l.options.OffsetX, l.options.OffsetY))
			}
		}
	}
	l.paper.page.Texts = append(l.paper.page.Texts, label.Texts...)
	return l.paper.err
}
