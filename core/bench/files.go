package bench

import (
	"database/sql"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/xuri/excelize/v2"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/exporter"
	"winnow/core/importer"
	"winnow/core/value"
)

// export measures a workbook of everybody beside one of constants.
func (b *bench) export() error {
	no, err := b.newSegment()
	if err != nil {
		return err
	}
	if err := b.act(no, criteria.Add, nil)(); err != nil {
		return err
	}
	var ours, bare best
	path, plain := filepath.Join(b.folder, "ours.xlsx"), filepath.Join(b.folder, "bare.xlsx")
	headers, _, err := exporter.Preview(b.ctx, b.company, b.store, no, exporter.Options{}, 1)
	if err != nil {
		return err
	}
	columns := len(headers)
	rows := 0
	err = ours.of(func() error {
		result, err := exporter.Export(b.ctx, b.company, b.store, no, exporter.Options{Path: path, Force: true})
		rows = result.Rows
		return err
	})
	if err != nil {
		return err
	}
	if err := bare.of(func() error { return writeConstants(plain, rows, columns) }); err != nil {
		return err
	}
	b.record("Export to a workbook", ours, bare, fmt.Sprintf("excelize's StreamWriter, %d columns of constants", columns))
	return errors.Join(b.store.DeleteSegment(b.ctx, no), os.Remove(path), os.Remove(plain))
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

// imports measures the whole company from a folder of CSV files into a new
// file, beside a bulk insert of the same rows into the same tables and indexes.
func (b *bench) imports() error {
	folder := filepath.Join(b.folder, "csv")
	if err := os.Mkdir(folder, 0o700); err != nil {
		return err
	}
	for _, t := range catalog.Tables() {
		if err := b.writeCSV(folder, t); err != nil {
			return err
		}
	}
	var ours best
	err := b.inNewCompany("imported.winnow", func(c *company.Company) error {
		return ours.of(func() error {
			_, err := importer.Import(b.ctx, c, folder, importer.Options{})
			return err
		})
	})
	if err != nil {
		return err
	}
	var bare time.Duration
	err = b.inNewCompany("inserted.winnow", func(c *company.Company) error {
		began, reading := time.Now(), time.Duration(0)
		err := c.Write(b.ctx, func(tx *sql.Tx) error {
			for _, t := range catalog.Tables() {
				var rows [][]any
				took, err := timed(func() error {
					return b.tableRows(t, func(row []any) error {
						rows = append(rows, row)
						return nil
					})
				})
				if err != nil {
					return err
				}
				reading += took
				if err := insertRows(b.ctx, tx, t, rows); err != nil {
					return err
				}
			}
			return nil
		})
		bare = time.Since(began) - reading
		return err
	})
	if err != nil {
		return err
	}
	b.record("Import of a folder of CSV", ours, best(bare), "bulk insert of the same rows")
	return os.RemoveAll(folder)
}

// inNewCompany makes a company file for do and removes it.
func (b *bench) inNewCompany(name string, do func(*company.Company) error) error {
	c, err := company.Create(b.ctx, filepath.Join(b.folder, name))
	if err != nil {
		return err
	}
	return errors.Join(do(c), c.Discard())
}

func (b *bench) writeCSV(folder string, t catalog.Table) (err error) {
	file, err := os.Create(filepath.Join(folder, t.Key+".csv"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	w := csv.NewWriter(file)
	cells := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		cells[i] = f.Caption
	}
	if err := w.Write(cells); err != nil {
		return err
	}
	err = b.tableRows(t, func(row []any) error {
		for i, f := range t.Fields {
			cells[i] = value.Format(f, value.Stored(f, row[i]))
		}
		return w.Write(cells)
	})
	w.Flush()
	return errors.Join(err, w.Error())
}
