package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/xuri/excelize/v2"

	"winnow/core"
	"winnow/core/criteria"
	"winnow/core/exporter"
)

// maxRows is how many rows a sheet has below its header.
const maxRows = 1_048_575

// export measures a workbook of everybody beside one of constants.
func (b *bench) export(ctx context.Context) error {
	no, err := b.everybody(ctx)
	if err != nil {
		return err
	}
	path, plain := filepath.Join(b.folder, "ours.xlsx"), filepath.Join(b.folder, "bare.xlsx")
	headers, _, err := exporter.Preview(ctx, b.company, b.store, no, exporter.Options{}, 1)
	if err != nil {
		return err
	}
	rows := 0
	err = b.beside(func() error {
		result, err := exporter.Export(ctx, b.company, b.store, no, exporter.Options{Path: path, Force: true})
		rows = result.Rows
		return err
	}, func() error { return writeConstants(plain, rows, len(headers)) }, func() Row {
		return Row{Name: "Export to a workbook", Beside: fmt.Sprintf("the library's stream writer, %d rows × %d constants", rows, len(headers)),
			aim: aim{ratio: 0.7, level: true, but: "reading the lines, and packing texts that differ where constants do not, take the time"}}
	})
	if err != nil {
		return err
	}
	if err := b.tooMany(ctx, no, path); err != nil {
		return err
	}
	return errors.Join(b.store.DeleteSegment(ctx, no), os.Remove(path), os.Remove(plain))
}

// tooMany makes the segment larger than a sheet, where the company is large
// enough for that, and measures how long the export takes to refuse it.
func (b *bench) tooMany(ctx context.Context, no, path string) error {
	if b.contacts <= maxRows*9/10 {
		return nil
	}
	again := b.shares()[2].filters
	for range 2 {
		step := criteria.Step{Action: criteria.Add, Filters: again, Options: criteria.Options{AllowExistingContacts: true}}
		if _, err := b.store.Run(ctx, no, step, b.env); err != nil {
			return err
		}
	}
	var ours best
	said := ""
	err := ours.of(func() error {
		_, err := exporter.Export(ctx, b.company, b.store, no, exporter.Options{Path: path, Force: true})
		var problem *core.Problem
		if !errors.As(err, &problem) {
			return errors.Join(errors.New("the export of more rows than a sheet has was not refused"), err)
		}
		said = problem.Error()
		return nil
	})
	if err != nil {
		return err
	}
	b.compare(Row{Name: "Export of more than a sheet holds", Beside: "refused: " + said}, ours, best{})
	return nil
}

// writeConstants writes a workbook at the library's defaults.
func writeConstants(path string, rows, columns int) (err error) {
	book := excelize.NewFile()
	defer func() { err = errors.Join(err, book.Close()) }()
	w, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	row := make([]any, columns)
	for i := range row {
		row[i] = "constant"
	}
	for n := 1; n <= rows+1; n++ {
		if err := w.SetRow(fmt.Sprintf("A%d", n), row); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return book.SaveAs(path)
}
