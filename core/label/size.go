package label

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"winnow/core"
	"winnow/core/criteria"
)

// Size says what a sheet of labels measures, in millimetres.
type Size struct {
	// Key chooses the size; "" for measures of one's own.
	Key     string
	Caption string
	// PageWidth and PageHeight are the sheet's.
	PageWidth, PageHeight float64
	Columns, Rows         int
	// Width and Height are one label's.
	Width, Height float64
	// PitchX and PitchY are from one label's corner to the next one's.
	PitchX, PitchY float64
	// Left and Top are from the sheet's corner to the first label's.
	Left, Top float64

	// maker makes the sheets, and sells them under the numbers.
	maker   string
	numbers []string
}

const (
	inch                      = 25.4
	a4Width, a4Height         = 210, 297
	letterWidth, letterHeight = 8.5 * inch, 11 * inch
)

// sizesCSV are sheets of labels by the makers' numbers, the labels in the middle of the
// sheet: what Avery, Avery Zweckform and Herma publish of them, the measures in
// millimetres.
//
//go:embed sizes.csv
var sizesCSV string

// Sizes returns the sizes that have a name, Business Central's first.
func Sizes() []Size { return slices.Clone(sizes()) }

var sizes = sync.OnceValue(func() []Size {
	list := []Size{
		a4("36x70", "36 x 70 mm, 3 columns", 3, 8, 70, 36),
		a4("37x70", "37 x 70 mm, 3 columns", 3, 8, 70, 37),
		a4("36x105", "36 x 105 mm, 2 columns", 2, 8, 105, 36),
		a4("37x105", "37 x 105 mm, 2 columns", 2, 8, 105, 37),
	}
	rows, err := csv.NewReader(strings.NewReader(sizesCSV)).ReadAll()
	if err != nil {
		panic(err) // it is built in
	}
	for _, row := range rows[1:] {
		var numbers [6]float64
		for i := range numbers {
			if numbers[i], err = strconv.ParseFloat(row[3+i], 64); err != nil {
				panic(err)
			}
		}
		s := Size{maker: row[0], numbers: strings.Fields(row[1]), PageWidth: a4Width, PageHeight: a4Height,
			Columns: int(numbers[0]), Rows: int(numbers[1]), Width: numbers[2], Height: numbers[3], PitchX: numbers[4], PitchY: numbers[5]}
		if row[2] == "Letter" {
			s.PageWidth, s.PageHeight = letterWidth, letterHeight
		}
		s.Key = s.numbers[0]
		s.Caption = fmt.Sprintf("%s %s, %v x %v mm, %d columns", s.maker, s.Key, round(s.Width), round(s.Height), s.Columns)
		list = append(list, s.Centred())
	}
	return list
})

// named reports whether the size has that name: its key, or one of the maker's numbers,
// with or without the maker, as in herma-4226.
func (s Size) named(name string) bool {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == '-' || r == ' ' })
	if len(words) == 0 || len(s.numbers) == 0 {
		return strings.EqualFold(s.Key, strings.TrimSpace(name))
	}
	last := len(words) - 1
	makers := strings.Fields(strings.ToLower(s.maker))
	foreign := slices.ContainsFunc(words[:last], func(word string) bool { return !slices.Contains(makers, word) })
	return !foreign && slices.ContainsFunc(s.numbers, func(number string) bool { return strings.EqualFold(number, words[last]) })
}

// Centred returns the size with its labels in the middle of the sheet.
func (s Size) Centred() Size {
	s.Left = (s.PageWidth - float64(s.Columns-1)*s.PitchX - s.Width) / 2
	s.Top = (s.PageHeight - float64(s.Rows-1)*s.PitchY - s.Height) / 2
	return s
}

// a4 is a size whose labels stand edge to edge in the middle of an A4 sheet.
func a4(key, caption string, columns, rows int, width, height float64) Size {
	return Size{Key: key, Caption: caption, PageWidth: a4Width, PageHeight: a4Height, Columns: columns, Rows: rows,
		Width: width, Height: height, PitchX: width, PitchY: height}.Centred()
}

// SizeNamed returns the size with that key, or with that number of a maker's: L7160,
// herma-4226.
func SizeNamed(name string) (Size, error) {
	var known []string
	for _, s := range Sizes() {
		if s.named(name) {
			return s, nil
		}
		known = append(known, s.Key)
	}
	p := core.NewProblem(core.Invalid, "label.no_label_size_key", "key", name)
	if near := criteria.Nearest(name, known); near != "" {
		return Size{}, p.Hint("common.did_you_mean_meant", "meant", near)
	}
	return Size{}, p.Hint("common.choose_one_of_papers", "papers", strings.Join(known, ", "))
}

// PerSheet returns how many labels a sheet has.
func (s Size) PerSheet() int { return s.Columns * s.Rows }

// The bounds of what a sheet may measure, in millimetres.
const (
	minSide, maxSide = 10, 2000
	maxPerSheet      = 1000
	// slack is what measures that are rounded may be off.
	slack = 0.06
)

// Check returns a core.Problem where the labels cannot be so: they would stick
// out of the sheet or lie on one another.
func (s Size) Check() error {
	for _, v := range []float64{s.PageWidth, s.PageHeight, s.Width, s.Height, s.PitchX, s.PitchY, s.Left, s.Top} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return core.NewProblem(core.Invalid, "label.labels_measures_are_no_numbers")
		}
	}
	switch {
	case s.PageWidth < minSide || s.PageHeight < minSide || s.PageWidth > maxSide || s.PageHeight > maxSide:
		return core.NewProblem(core.Invalid, "label.sheet_of_page_width_x_page_height", "page_width", s.PageWidth, "page_height", s.PageHeight, "min", minSide, "max", maxSide)
	case s.Columns < 1 || s.Rows < 1 || s.Columns > maxPerSheet || s.Rows > maxPerSheet || s.PerSheet() > maxPerSheet:
		return core.NewProblem(core.Invalid, "label.sheet_has_1_to_max_labels_not", "max", maxPerSheet, "columns", s.Columns, "rows", s.Rows)
	case s.Width < minSide || s.Height < minSide:
		return core.NewProblem(core.Invalid, "label.of_width_x_height_mm_is_too", "width", s.Width, "height", s.Height, "min", minSide)
	case s.Left < 0 || s.Top < 0:
		return core.NewProblem(core.Invalid, "label.margins_cannot_be_less_than_0")
	case s.Columns > 1 && s.PitchX < s.Width-slack, s.Rows > 1 && s.PitchY < s.Height-slack:
		return core.NewProblem(core.Invalid, "label.labels_would_lie_on_one_another_pitch")
	}
	width := s.Left + float64(s.Columns-1)*s.PitchX + s.Width
	height := s.Top + float64(s.Rows-1)*s.PitchY + s.Height
	if width > s.PageWidth+slack || height > s.PageHeight+slack {
		return core.NewProblem(core.Invalid, "label.labels_need_width_x_height_mm", "width", round(width), "height", round(height), "page_width", s.PageWidth, "page_height", s.PageHeight)
	}
	return nil
}

// round rounds to hundredths.
func round(v float64) float64 { return math.Round(v*100) / 100 }

// box returns where the n-th label of a sheet is, counted from 0, row by row.
func (s Size) box(n int) Box {
	column, row := n%s.Columns, n/s.Columns
	return Box{X: s.Left + float64(column)*s.PitchX, Y: s.Top + float64(row)*s.PitchY, Width: s.Width, Height: s.Height}
}

// Box is a rectangle on a sheet, in millimetres from its upper left corner.
type Box struct{ X, Y, Width, Height float64 }

// within returns the part of the box that is at least so far from its own edges
// and from the page's.
func (b Box) within(pageWidth, pageHeight, padding, margin float64) Box {
	left, top := max(b.X+padding, margin), max(b.Y+padding, margin)
	right, bottom := min(b.X+b.Width-padding, pageWidth-margin), min(b.Y+b.Height-padding, pageHeight-margin)
	return Box{X: left, Y: top, Width: right - left, Height: bottom - top}
}

func (b Box) moved(x, y float64) Box { return Box{b.X + x, b.Y + y, b.Width, b.Height} }
