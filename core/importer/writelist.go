package importer

import (
	"encoding/csv"
	"os"

	"winnow/core/atomicfile"
	"winnow/core/cell"
)

// WriteList writes rows of texts, such as errors with a header before them, to a
// CSV file that spreadsheets read and do not run; an existing file only where
// replace says so. The error is a core.Problem, of kind Exists for a file that
// is there already.
func WriteList(path string, rows [][]string, replace bool) error {
	return atomicfile.File{Path: path, Replace: replace}.Write(func(file *os.File) error {
		if _, err := file.WriteString(byteOrderMark); err != nil {
			return err
		}
		w := csv.NewWriter(file)
		w.UseCRLF = true
		for _, row := range rows {
			cells := make([]string, len(row))
			for i, text := range row {
				cells[i] = cell.Guarded(text)
			}
			if err := w.Write(cells); err != nil {
				return err
			}
		}
		w.Flush()
		return w.Error()
	})
}
