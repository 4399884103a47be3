package source

import (
	"encoding/csv"
	"errors"

	"winnow/core"
	"winnow/core/cell"
)

// csvFile is a CSV file and how it is written.
type csvFile struct {
	path      string
	charset   charset
	separator rune
	// meter counts what is read, unless it is nil.
	meter *cell.Meter
}

// separators are what can stand between the fields of a CSV file.
var separators = [...]rune{',', ';', '\t'}

// openCSV finds out how the file is written and makes it one table.
func (f *File) openCSV(o Options) error {
	set, err := charsetOf(f.Path)
	if err != nil {
		return Unreadable(f.Path, err)
	}
	t := &Table{Path: f.Path, Kind: CSV, Name: f.name(), Named: plainName(f.Path), Encoding: set.String(), Size: f.Size}
	most := -1
	for _, separator := range separators {
		file := csvFile{path: f.Path, charset: set, separator: separator}
		trial := &Table{open: file.open}
		first, err := trial.First(headRows)
		if err != nil && cell.FaultOf(err) == nil {
			return Unreadable(f.Path, err)
		}
		if score := agreement(first); score > most {
			file.meter = o.Meter
			most, t.Separator, t.open = score, separator, file.open
		}
	}
	f.Tables = []*Table{t}
	return nil
}

// headRows is how many rows are looked at to find the separator.
const headRows = 50

// agreement says how well a separator suits: how many cells it tells apart in
// rows of the width that most rows have.
func agreement(rows []cell.Row) int {
	times := map[int]int{}
	for _, r := range rows {
		times[len(r.Cells)]++
	}
	best := 0
	for width, n := range times {
		best = max(best, (width-1)*n)
	}
	return best
}

// csvRows reads the records of a CSV file.
type csvRows struct {
	file   *textFile
	limit  *cell.Bounded
	reader *csv.Reader
	cells  []cell.Cell
}

func (f csvFile) open() (cell.Rows, error) {
	text, err := openText(f.path, f.charset, f.meter)
	if err != nil {
		return nil, err
	}
	limit := &cell.Bounded{Reader: text}
	reader := csv.NewReader(limit)
	reader.Comma = f.separator
	reader.FieldsPerRecord = -1
	reader.ReuseRecord = true
	return &csvRows{file: text, limit: limit, reader: reader}, nil
}

func (r *csvRows) Next() (cell.Row, error) {
	record, err := r.reader.Read()
	r.limit.Done = r.reader.InputOffset()
	var wrong *csv.ParseError
	switch {
	case err != nil && r.limit.Over:
		return cell.Row{}, &cell.Fault{Message: core.Sayf("a record is longer than %d MB; is a quotation mark missing?", cell.MaxRecord>>20)}
	case errors.As(err, &wrong):
		return cell.Row{}, &cell.Fault{Row: wrong.StartLine, Message: csvFault(wrong)}
	case err != nil:
		return cell.Row{}, err
	}
	if len(record) > cell.MaxColumns {
		return cell.Row{}, &cell.Fault{Message: core.Sayf("there are more than %d columns", cell.MaxColumns)}
	}
	r.cells = r.cells[:0]
	for _, field := range record {
		r.cells = append(r.cells, cell.Cell{Text: field})
	}
	line, _ := r.reader.FieldPos(0)
	return cell.Row{Cells: r.cells, Number: line}, nil
}

func (r *csvRows) Close() error { return r.file.close() }

func csvFault(wrong *csv.ParseError) core.Sentence {
	switch {
	case errors.Is(wrong.Err, csv.ErrBareQuote):
		return core.Sayf("a quotation mark stands within a field that does not begin with one; put the field in quotation marks and write those within it twice")
	case errors.Is(wrong.Err, csv.ErrQuote):
		return core.Sayf("a quotation mark is missing, or one within a field is not written twice")
	}
	return core.Sayf("this is not a record of a CSV file")
}
