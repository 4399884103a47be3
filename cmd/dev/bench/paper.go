package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"golang.org/x/image/font/gofont/goregular"

	"winnow/core/label"
	"winnow/core/output"
	"winnow/core/pdf"
)

// paperMemory is by how much the program may grow while it prints, in MB.
const paperMemory = 100

// labels measures labels for everybody beside a PDF file of constants.
func (b *bench) labels(ctx context.Context) error {
	size := label.Sizes()[0]
	return b.printed(ctx, "Labels as PDF", paper{size.PageWidth, size.PageHeight, size.PerSheet(), 4}, func(no, path string) (int, error) {
		result, err := label.Print(ctx, b.company, b.store, no, label.Options{Path: path, Size: size, Force: true})
		return result.Rows, err
	})
}

// covers measures cover sheets for everybody beside a PDF file of constants.
func (b *bench) covers(ctx context.Context) error {
	return b.printed(ctx, "Cover sheets as PDF", paper{210, 297, 1, 7}, func(no, path string) (int, error) {
		result, err := label.PrintCovers(ctx, b.company, b.store, no, output.Order{Path: path, Force: true})
		return result.Rows, err
	})
}

// printed measures what is printed for everybody, and how much memory it takes.
func (b *bench) printed(ctx context.Context, name string, on paper, print func(no, path string) (int, error)) error {
	no, err := b.everybody(ctx)
	if err != nil {
		return err
	}
	path, plain := filepath.Join(b.folder, "ours.pdf"), filepath.Join(b.folder, "bare.pdf")
	count := 0
	err = b.beside(func() (err error) {
		count, err = print(no, path)
		return err
	}, func() error { return on.write(plain, count) }, func() Row {
		return Row{Name: name, Beside: fmt.Sprintf("the same writer, %d times %d constant lines", count, on.inText),
			aim: aim{ratio: 1, memory: paperMemory, but: "reading the lines, and measuring texts so that they fit, take the time"}}
	})
	if err != nil {
		return err
	}
	return errors.Join(b.store.DeleteSegment(ctx, no), os.Remove(path), os.Remove(plain))
}

// paper is pages of constants: how large they are in millimetres, how many texts are on
// one, and how many lines a text has.
type paper struct {
	width, height   float64
	perPage, inText int
}

// write writes so many texts.
func (p paper) write(path string, count int) (err error) {
	loader, err := opentype.NewLoader(bytes.NewReader(goregular.TTF))
	if err != nil {
		return err
	}
	outlines, err := pdf.NewTrueType("Go", loader)
	if err != nil {
		return err
	}
	read, err := font.NewFont(loader)
	if err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	const point = 72 / 25.4
	w, in := pdf.New(file, pdf.Info{Created: time.Unix(0, 0)}), pdf.NewFont(outlines)
	for n := range count {
		if n%p.perPage == 0 {
			w.Page(p.width*point, p.height*point)
		}
		for line := range p.inText {
			var glyphs []pdf.Glyph
			for _, r := range "12 High Street, London" {
				id, _ := read.NominalGlyph(r)
				glyphs = append(glyphs, pdf.Glyph{ID: uint16(id), Text: string(r)})
			}
			w.Glyphs(in, 10, 20, float64(20+20*(n%p.perPage)+10*line), glyphs)
		}
	}
	return w.Close()
}
