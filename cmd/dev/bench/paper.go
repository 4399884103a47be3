package main

import (
	"context"
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
func (b *bench) labels(ctx context.Context) error {
	if b.contacts > mostLabels {
		return nil
	}
	no, err := b.everybody(ctx)
	if err != nil {
		return err
	}
	path, plain := filepath.Join(b.folder, "ours.pdf"), filepath.Join(b.folder, "bare.pdf")
	size, count := label.Sizes()[0], 0
	err = b.beside(func() error {
		result, err := label.Print(ctx, b.company, b.store, no, label.Options{Path: path, Size: size, Force: true})
		count = result.Rows
		return err
	}, func() error { return writeLabels(plain, count, size) }, func() Row {
		return Row{Name: "Labels as PDF", Beside: fmt.Sprintf("the library alone, %d labels of %d constant lines", count, labelLines),
			aim: aim{ratio: 1, but: "reading the lines, and measuring texts so that they fit, take the time"}}
	})
	if err != nil {
		return err
	}
	return errors.Join(b.store.DeleteSegment(ctx, no), os.Remove(path), os.Remove(plain))
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
