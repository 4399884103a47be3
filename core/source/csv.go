package source

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"winnow/core"
	"winnow/core/cell"
)

// csvFile is a CSV file and how it is written.
type csvFile struct {
	content   content
	charset   charset
	separator rune
	// meter counts what is read, unless it is nil.
	meter *cell.Meter
}

// separators are what can stand between the fields of a CSV file.
var separators = [...]rune{',', ';', '\t', '|'}

// headBytes is how much of a text file is looked at where only its first rows
// are wanted.
const headBytes = 1 << 20

// charset finds out how a text file is written, or takes what was asked for.
func (o Options) charset(c content) (charset, *cell.Fault, error) {
	limit := int64(0)
	if o.Head {
		limit = headBytes
	}
	if o.Encoding != "" {
		set, err := charsetNamed(o.Encoding)
		if err != nil {
			return set, nil, err
		}
		fault, err := misfit(c, set, limit)
		return set, fault, err
	}
	return charsetOf(c, limit)
}

// openCSV finds out how the file is written and makes it one table.
func (f *File) openCSV(c content, o Options) error {
	set, fault, err := o.charset(c)
	if err != nil {
		return Unreadable(f.Path, err)
	}
	t := f.table(c, CSV)
	t.Encoding = set.name
	f.Tables = []*Table{t}
	if fault != nil {
		t.Separator = separators[0]
		t.open = func() (cell.Rows, error) { return nil, fault }
		return nil
	}
	if said, ok, err := saidSeparator(c, set); err != nil {
		return Unreadable(f.Path, err)
	} else if ok {
		t.Separator, t.open = said, csvFile{content: c, charset: set, separator: said, meter: o.Meter}.open
		return nil
	}
	most := -1
	for _, separator := range separators {
		file := csvFile{content: c, charset: set, separator: separator}
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
	return nil
}

// saidSeparator reads a first line such as sep=; that names the separator.
func saidSeparator(c content, set charset) (separator rune, ok bool, err error) {
	text, err := openText(c, set, nil)
	if err != nil {
		return 0, false, err
	}
	defer func() { err = errors.Join(err, text.close()) }()
	start, err := text.Peek(len(`"sep=;"`) + 1)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, false, err
	}
	line := strings.TrimPrefix(string(start), `"`)
	if len(line) < 5 || !strings.EqualFold(line[:4], "sep=") {
		return 0, false, nil
	}
	end := strings.TrimPrefix(line[5:], `"`)
	return rune(line[4]), end == "" || end[0] == '\r' || end[0] == '\n', nil
}

// headRows is how many rows are looked at to find the separator.
const headRows = 50

// agreement says how well a separator suits: how many cells it tells apart in
// rows of the width that most rows have. It suits better where the first row of
// that width, which has the headings, holds none of the other separators.
func agreement(rows []cell.Row) int {
	times := map[int]int{}
	for _, r := range rows {
		times[len(r.Cells)]++
	}
	best, width := 0, 0
	for w, n := range times {
		if score := (w - 1) * n; score > best || score == best && w > width {
			best, width = score, w
		}
	}
	for _, r := range rows {
		if len(r.Cells) == width {
			if !slices.ContainsFunc(r.Cells, func(c cell.Cell) bool { return strings.ContainsAny(c.Text, string(separators[:])) }) {
				best *= 10
			}
			break
		}
	}
	return best
}

// csvRows reads the records of a CSV file. It is more lenient than the standard
// library's reader: lines end as they like, and a quotation mark within a field
// is text.
type csvRows struct {
	file      *textFile
	limit     *cell.Bounded
	text      *bufio.Reader
	separator rune
	cells     []cell.Cell
	field     []byte
	line      int
	done      int64
	began     bool
}

func (f csvFile) open() (cell.Rows, error) {
	text, err := openText(f.content, f.charset, f.meter)
	if err != nil {
		return nil, Unreadable(f.content.path(), err)
	}
	limit := &cell.Bounded{Reader: text}
	return &csvRows{file: text, limit: limit, text: bufio.NewReaderSize(limit, 1<<16), separator: f.separator, line: 1}, nil
}

// Next returns the next record that has anything in it.
func (r *csvRows) Next() (cell.Row, error) {
	for {
		first := r.line
		ended, err := r.record()
		switch {
		case r.limit.Over:
			return cell.Row{}, &cell.Fault{Message: core.Text("source.record_is_longer_than_max_mb", "max", cell.MaxRecord>>20)}
		case err != nil:
			return cell.Row{}, err
		case len(r.cells) > cell.MaxColumns:
			return cell.Row{}, &cell.Fault{Message: core.Text("source.more_than_max_columns", "max", cell.MaxColumns)}
		}
		r.limit.Done = r.done
		says := !r.began && isSeparatorLine(r.cells)
		r.began = true
		if blank := len(r.cells) == 0 || len(r.cells) == 1 && r.cells[0].Text == ""; !blank && !says {
			return cell.Row{Cells: r.cells, Number: first}, nil
		}
		if ended {
			return cell.Row{}, io.EOF
		}
	}
}

// isSeparatorLine reports whether a first record names the separator. With that
// separator its fields are "sep=" and an empty one.
func isSeparatorLine(cells []cell.Cell) bool {
	if len(cells) == 0 || len(cells) > 2 || !strings.HasPrefix(strings.ToLower(cells[0].Text), "sep=") {
		return false
	}
	return len(cells) == 2 && len(cells[0].Text) == 4 && cells[1].Text == "" || len(cells) == 1 && len([]rune(cells[0].Text)) <= 5
}

// record reads the fields up to the end of a line; ended says that it was the
// last.
func (r *csvRows) record() (ended bool, err error) {
	r.cells = r.cells[:0]
	for {
		end, err := r.readField()
		if errors.Is(err, io.EOF) {
			if len(r.cells) > 0 || len(r.field) > 0 {
				r.cells = append(r.cells, cellOf(string(r.field)))
				r.field = r.field[:0]
			}
			return true, nil
		}
		if err != nil {
			return false, err
		}
		if len(r.cells) <= cell.MaxColumns {
			r.cells = append(r.cells, cellOf(string(r.field)))
		}
		r.field = r.field[:0]
		if end == '\n' {
			return false, nil
		}
	}
}

// cellOf makes a field a cell, without what is only there for spreadsheets.
func cellOf(field string) cell.Cell {
	if text := unwrapped(field); text != field {
		return cell.Cell{Text: text}
	}
	text, guarded := cell.Unguarded(field)
	return cell.Cell{Text: text, WasGuarded: guarded}
}

// unwrapped takes off what makes spreadsheets read digits as a text: ="01067".
func unwrapped(text string) string {
	if inside, ok := strings.CutPrefix(text, `="`); ok && len(inside) > 0 && strings.IndexByte(inside, '"') == len(inside)-1 {
		return inside[:len(inside)-1]
	}
	return text
}

// readField reads one field into field and returns what ended it: the separator,
// or '\n' for the end of a line. The error is io.EOF at the end of the file.
func (r *csvRows) readField() (end rune, err error) {
	start := r.line
	c, err := r.read()
	if err != nil {
		return 0, err
	}
	if c == '"' {
		if err := r.quoted(start); err != nil {
			return 0, err
		}
		if c, err = r.read(); err != nil {
			return 0, err
		}
	} else if c == '=' {
		// What ="…" holds can have the separator in it.
		if next, err := r.text.Peek(1); err == nil && next[0] == '"' {
			r.field = append(r.field, `="`...)
			if _, err := r.read(); err != nil {
				return 0, err
			}
			if err := r.quoted(start); err != nil {
				return 0, err
			}
			r.field = append(r.field, '"')
			if c, err = r.read(); err != nil {
				return 0, err
			}
		}
	}
	for c != r.separator && c != '\n' {
		r.field = utf8.AppendRune(r.field, c)
		r.readPlain()
		if c, err = r.read(); err != nil {
			return 0, err
		}
	}
	return c, nil
}

// quoted reads on to the quotation mark that closes a field.
func (r *csvRows) quoted(start int) error {
	for {
		r.readPlain()
		c, err := r.read()
		if errors.Is(err, io.EOF) {
			return &cell.Fault{Row: start, Message: core.Text("source.quotation_mark_is_missing_or_one_within")}
		}
		if err != nil {
			return err
		}
		if c != '"' {
			r.field = utf8.AppendRune(r.field, c)
			continue
		}
		next, err := r.text.Peek(1)
		if err != nil || next[0] != '"' {
			return nil
		}
		if _, err := r.read(); err != nil {
			return err
		}
		r.field = append(r.field, '"')
	}
}

// readPlain takes over the characters that are ASCII and mean nothing to CSV, as
// most do, as far as they are in memory.
func (r *csvRows) readPlain() {
	n := plainLen(r.text, byte(r.separator))
	plain, _ := r.text.Peek(n) // which are buffered
	r.field = append(r.field, plain...)
	_, _ = r.text.Discard(n)
	r.done += int64(n)
}

// plainLen counts the ASCII characters that come next, up to one that ends a
// line, a quotation mark or stop, as far as they are buffered.
func plainLen(text *bufio.Reader, stop byte) int {
	buffered, _ := text.Peek(text.Buffered())
	for i, b := range buffered {
		if b >= utf8.RuneSelf || b == '\n' || b == '\r' || b == '"' || b == stop {
			return i
		}
	}
	return len(buffered)
}

// read returns the next character. LF, CRLF and CR are one '\n'.
func (r *csvRows) read() (rune, error) {
	c, size, err := r.text.ReadRune()
	if err != nil {
		return 0, err
	}
	r.done += int64(size)
	if c == '\r' {
		c = '\n'
		if next, err := r.text.Peek(1); err == nil && next[0] == '\n' {
			if _, err := r.text.Discard(1); err != nil {
				return 0, err
			}
			r.done++
		}
	}
	if c == '\n' {
		r.line++
	}
	return c, nil
}

func (r *csvRows) Close() error { return r.file.close() }
