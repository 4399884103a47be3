package importer

import (
	"cmp"
	"encoding/csv"
	"os"
	"slices"

	"winnow/core/atomicfile"
	"winnow/core/cell"
)

// WriteList writes rows of texts, such as errors with a header before them, to a
// CSV file that spreadsheets read and do not run; an existing file only where
// replace says so. The error is a core.Problem, of kind Exists for a file that
// is there already.
func WriteList(path string, rows [][]string, replace bool) error {
	return atomicfile.File{Path: path, Replace: replace}.Write(func(file *os.File) error {
		return writeCSV(file, func(put func([]string)) error {
			for _, row := range rows {
				put(slices.Clone(row))
			}
			return nil
		})
	})
}

// writeCSV writes the rows that rows puts, which it may change, to a CSV file that
// spreadsheets read and do not run.
func writeCSV(file *os.File, rows func(put func(cells []string)) error) error {
	if _, err := file.WriteString(byteOrderMark); err != nil {
		return err
	}
	w := csv.NewWriter(file)
	w.UseCRLF = true
	var failed error
	err := rows(func(cells []string) {
		for i, text := range cells {
			cells[i] = cell.Guarded(text)
		}
		if failed == nil {
			failed = w.Write(cells)
		}
	})
	w.Flush()
	return cmp.Or(err, failed, w.Error())
}
