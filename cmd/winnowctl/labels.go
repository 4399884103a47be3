package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/label"
	"winnow/core/mailrow"
	"winnow/core/output"
	"winnow/core/segment"
	"winnow/core/value"
)

type labelsCommand struct {
	No             string   `arg:"" help:"The segment's No."`
	File           string   `arg:"" optional:"" help:"The .pdf file to write; --preview needs none."`
	Size           *string  `placeholder:"NAME" help:"The label size: 36x70, 37x70, 36x105, 37x105, or a number of Avery, Zweckform or Herma, such as L7160, 5160, zweckform-3474 or herma-4226; by default 36x70."`
	Page           *measure `placeholder:"WxH" help:"A custom sheet size in mm, such as 210x297; needs --grid and --label."`
	Grid           *measure `placeholder:"CxR" help:"How many labels a sheet has across and down, such as 3x8."`
	Label          *measure `placeholder:"WxH" help:"A label's width and height in mm."`
	Pitch          *measure `placeholder:"XxY" help:"The distance from one label's corner to the next in mm; by default the labels stand edge to edge."`
	Margin         *measure `placeholder:"XxY" help:"The distance from the sheet's corner to the first label in mm; by default the labels are centred."`
	Start          int      `default:"1" placeholder:"N" help:"The number of the first label on the first sheet, counted row by row."`
	OffsetX        float64  `placeholder:"MM" help:"Move the print to the right by this many mm."`
	OffsetY        float64  `placeholder:"MM" help:"Move the print down by this many mm."`
	FontSize       float64  `default:"10" placeholder:"PT" help:"The font size in points; text that does not fit is printed smaller."`
	Copies         int      `default:"1" placeholder:"N" help:"Print N labels for each."`
	Sort           string   `placeholder:"FIELD" help:"Sort by a field of the contact, such as post_code, instead of by line."`
	Rows           string   `enum:",contact,company,household" default:"" placeholder:"EACH" help:"Who gets a label: each contact, company or household."`
	Font           []string `sep:"none" placeholder:"FILE" help:"A TrueType font for scripts that the built-in fonts lack; repeatable."`
	Trial          bool     `help:"Print only the first sheet, with the labels' edges, to compare with a sheet of labels."`
	Preview        bool     `help:"Say what would be printed, and write nothing."`
	IncludeBlocked bool     `help:"Print Privacy Blocked contacts, too."`
	Force          bool     `help:"Replace an existing file."`
}

func (labelsCommand) Help() string {
	return `Text that does not fit is printed smaller, then on more lines, and never outside its label.

Example:

	winnowctl labels SM00001 labels.pdf --size L7160 --start 4
	winnowctl labels SM00001 labels.pdf --size herma-4226 --sort post_code --copies 2
	winnowctl labels SM00001 labels.pdf --page 210x297 --grid 2x5 --label 90x50 --margin 12x20 --pitch 95x52`
}

// measure is two numbers, across and down: 210x297.
type measure struct{ across, down float64 }

// UnmarshalText is called by the parser.
func (m *measure) UnmarshalText(text []byte) error {
	across, down, found := strings.Cut(strings.ToLower(string(text)), "x")
	for _, part := range []struct {
		text string
		into *float64
	}{{across, &m.across}, {down, &m.down}} {
		n, err := value.Number(part.text)
		if err != nil || !found {
			return usagef("%q is not a measurement; write it as 210x297", text)
		}
		*part.into = n
	}
	return nil
}

func (c *labelsCommand) Run(ctx context.Context, s *session) error {
	size, err := c.size()
	if err != nil {
		return err
	}
	if c.File == "" && !c.Preview {
		return usagef("no file is given")
	}
	if c.Copies < 1 {
		return usagef("--copies: there is at least 1")
	}
	if c.Start < 1 {
		return usagef("--start: the first label is number 1")
	}
	options := label.Options{
		Path: c.File, Size: size, Start: c.Start, OffsetX: c.OffsetX, OffsetY: c.OffsetY, FontSize: c.FontSize,
		Copies: c.Copies, SortBy: c.Sort, Trial: c.Trial, Per: mailrow.Per(c.Rows), IncludeBlocked: c.IncludeBlocked, Fonts: c.Font,
		Force: c.Force, Progress: s.wait.progress,
	}
	print, did, with := label.Print, "winnowctl.printed_labels", s.withOutput
	if c.Preview {
		print, did, with = label.Count, "winnowctl.would_print_labels", s.withCompany
	}
	return with(ctx, func(open *company.Company, store *segment.Store) error {
		result, err := print(ctx, open, store, c.No, options)
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(result)
		}
		s.say(did, "count", result.Rows, "sheets", core.Text("winnowctl.sheets", "count", result.Sheets), "file", cmp.Or(c.File, "a PDF file"), "blocked", blocked(result.Blocked, c.IncludeBlocked))
		s.nameBlocked(result.BlockedContacts)
		s.tellShared(result.Shared)
		if result.Empty > 0 {
			s.remark("contacts without an address, for whom no label is printed: %d: %s", result.Empty, some(result.EmptyContacts))
		}
		s.counted(
			count{result.Shrunk, "labels in smaller type"},
			count{result.Wrapped, "labels with wrapped lines"},
			count{result.Cut, "labels whose text is cut"},
		)
		s.replaced(result.Replaced)
		return nil
	})
}

// size is the labels' size by name or by measures of one's own.
func (c *labelsCommand) size() (label.Size, error) {
	switch {
	case c.Page == nil && c.Grid == nil && c.Label == nil && c.Pitch == nil && c.Margin == nil:
		if c.Size == nil {
			return label.Sizes()[0], nil
		}
		return label.SizeNamed(*c.Size)
	case c.Size != nil:
		return label.Size{}, usagef("--size cannot be combined with custom measurements")
	case c.Page == nil || c.Grid == nil || c.Label == nil:
		return label.Size{}, usagef("custom measurements need --page, --grid and --label")
	case c.Grid.across != float64(int(c.Grid.across)) || c.Grid.down != float64(int(c.Grid.down)):
		return label.Size{}, usagef("--grid: write whole numbers, such as 3x8")
	}
	size := label.Size{PageWidth: c.Page.across, PageHeight: c.Page.down, Columns: int(c.Grid.across), Rows: int(c.Grid.down),
		Width: c.Label.across, Height: c.Label.down, PitchX: c.Label.across, PitchY: c.Label.down}
	if c.Pitch != nil {
		size.PitchX, size.PitchY = c.Pitch.across, c.Pitch.down
	}
	if c.Margin != nil {
		size.Left, size.Top = c.Margin.across, c.Margin.down
	} else {
		size = size.Centred()
	}
	return size, size.Check()
}

// count is how many there are of something that is worth a look.
type count struct {
	n    int
	what string
}

// counted tells on standard error what there is at least one of.
func (s *session) counted(counts ...count) {
	for _, c := range counts {
		if c.n > 0 {
			s.remark("%s: %d", c.what, c.n)
		}
	}
}

// replaced tells of characters that could not be printed.
func (s *session) replaced(r *output.Replaced) {
	if r == nil {
		return
	}
	s.counted(count{r.Replaced, fmt.Sprintf("characters that the font lacks, such as %s, printed as boxes", r.Characters)})
	if len(r.Contacts) > 0 {
		s.remark("contacts with such characters: %d: %s", len(r.Contacts), some(r.Contacts))
	}
}

// maxSome is how many contacts are named in words; --json names all.
const maxSome = 20

// some names contacts, the first of many.
func some[T fmt.Stringer](list []T) string {
	var names []string
	for _, one := range list[:min(len(list), maxSome)] {
		names = append(names, one.String())
	}
	if more := len(list) - len(names); more > 0 {
		names = append(names, fmt.Sprintf("and %d more; --json lists them all", more))
	}
	return strings.Join(names, ", ")
}
