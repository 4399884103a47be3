package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/goregular"

	"winnow/core/label"
)

// mostLabels is up to how many contacts labels are measured: the PDF library
// holds a file in memory until it is written.
const mostLabels = 100_000

// labels measures labels for everybody beside a PDF file of constants.
func (b *bench) labels() error {
	if b.contacts > mostLabels {
		return nil
	}
	no, err := b.everybody()
	if err != nil {
		return err
	}
	var ours, bare best
	path, plain := filepath.Join(b.folder, "ours.pdf"), filepath.Join(b.folder, "bare.pdf")
	size := label.Sizes()[0]
	count, memory := 0, 0.0
	err = rounds(func() error {
		return inOrder(
			func() (err error) {
				memory, err = grown(func() error {
					return ours.of(func() error {
						result, err := label.Print(b.ctx, b.company, b.store, no, label.Options{Path: path, Size: size, Force: true})
						count = result.Rows
						return err
					})
				})
				return err
			},
			func() error { return bare.of(func() error { return writeLabels(plain, count, size) }) },
		)
	})
	if err != nil {
		return err
	}
	b.compare(Row{Name: "Labels as PDF", Beside: fmt.Sprintf("the library alone, %d labels of %d constant lines", count, labelLines), Memory: memory,
		aim: aim{ratio: 1, but: "reading the lines, and measuring texts so that they fit, take the time"}}, ours, bare)
	return errors.Join(b.store.DeleteSegment(b.ctx, no), os.Remove(path), os.Remove(plain))
}

// labelLines is how many lines the constant labels have.
const labelLines = 4

// writeLabels writes so many labels of constants.
func writeLabels(path string, count int, size label.Size) error {
	pdf := fpdf.NewCustom(&fpdf.InitType{UnitStr: "mm", Size: fpdf.SizeType{Wd: size.PageWidth, Ht: size.PageHeight}})
	pdf.AddUTF8FontFromBytes("go", "", goregular.TTF)
	pdf.SetFont("go", "", 10)
	for n := range count {
		place := n % size.PerSheet()
		if place == 0 {
			pdf.AddPage()
		}
		x, y := float64(place%size.Columns)*size.PitchX, float64(place/size.Columns)*size.PitchY
		for line := range labelLines {
			pdf.Text(x+5, y+10+5*float64(line), "12 High Street, London")
		}
	}
	return pdf.OutputFileAndClose(path)
}
