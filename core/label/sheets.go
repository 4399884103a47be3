package label

import (
	"context"
	"errors"
	"image"
	"os"
	"path/filepath"

	"winnow/core/company"
	"winnow/core/mailrow"
	"winnow/core/output"
	"winnow/core/segment"
)

// sheets are pages of one kind, with how large they are and what they need of the rows.
type sheets struct {
	kind          output.Kind
	columns       []string
	width, height float64
	// fill prints the rows, and counts them in the result.
	fill func(ctx context.Context, rows *mailrow.Rows, r *output.Result, p *paper) error
}

// ordered returns the sheets that are ordered.
type ordered func(c *company.Company, o output.Order) (sheets, error)

// print writes a file of the sheets that are ordered; a trial only says what would be in
// it.
func print(ctx context.Context, c *company.Company, s *segment.Store, no string, o output.Order, ordered ordered) (result output.Result, err error) {
	result.Path = o.Path
	err = read(ctx, c, s, no, o, ordered, func(rows *mailrow.Rows, sheets sheets) error {
		fill := func(r *output.Result, put func(*Page) error) error {
			p, err := newPaper(sheets.width, sheets.height, fontsOf(o), put)
			if err == nil {
				err = sheets.fill(ctx, rows, r, p)
			}
			switch {
			case err != nil:
				return err
			case r.Rows == 0:
				return nothing(rows, len(r.WithoutAddress))
			}
			r.Pages, r.Replaced = p.count, p.missing.replaced()
			return p.end()
		}
		to := output.Output{Kind: sheets.kind, Path: o.Path, Force: o.Force, Rows: rows}
		if o.Trial {
			result, err = to.Try(func(r *output.Result) error { return fill(r, nil) })
			return err
		}
		result, err = to.Write(ctx, c, func(f *os.File, r *output.Result) error {
			pdf := newFile(f, titleOf(rows), c)
			if err := fill(r, pdf.put); err != nil {
				return err
			}
			return pdf.Close()
		})
		return err
	})
	return result, err
}

// picture returns what draws the first page of the sheets that are ordered.
func picture(ordered ordered) func(context.Context, *company.Company, *segment.Store, string, output.Order, int) (image.Image, error) {
	return func(ctx context.Context, c *company.Company, s *segment.Store, no string, o output.Order, width int) (drawn image.Image, err error) {
		err = read(ctx, c, s, no, o, ordered, func(rows *mailrow.Rows, sheets sheets) error {
			p, err := newPaper(sheets.width, sheets.height, fontsOf(o), func(page *Page) error {
				drawn = page.Picture(width)
				return errSheet
			})
			if err != nil {
				return err
			}
			r := output.Result{}
			if err = sheets.fill(ctx, rows, &r, p); err == nil {
				err = p.end()
			}
			switch {
			case errors.Is(err, errSheet):
				return nil
			case err == nil:
				return nothing(rows, len(r.WithoutAddress))
			}
			return err
		})
		return drawn, err
	}
}

// read calls do with the rows that the sheets are made of.
func read(ctx context.Context, c *company.Company, s *segment.Store, no string, o output.Order, ordered ordered, do func(*mailrow.Rows, sheets) error) error {
	sheets, err := ordered(c, o)
	if err != nil {
		return err
	}
	options := mailrow.Options{Columns: sheets.columns, Per: mailrow.Per(o.Chosen["rows"]), IncludeBlocked: o.IncludeBlocked, Progress: o.Progress}
	return mailrow.Read(ctx, c, s, no, options, func(rows *mailrow.Rows) error { return do(rows, sheets) })
}

// fontsOf are the files of fonts that were chosen.
func fontsOf(o output.Order) []string { return filepath.SplitList(o.Chosen[fontKey]) }
