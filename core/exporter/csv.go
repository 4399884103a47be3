package exporter

import (
	"bufio"
	"io"
	"strings"
)

// csvTable writes RFC 4180: commas, quotes where they are needed, lines that
// end in CR LF; and a byte order mark, by which spreadsheets know UTF-8.
type csvTable struct {
	out *bufio.Writer
	// harmless keeps spreadsheets from running a text.
	harmless func(text string) string
}

func newCSV(file io.Writer, headers []string, harmless func(string) string) (*csvTable, error) {
	t := &csvTable{out: bufio.NewWriterSize(file, 1<<16), harmless: harmless}
	if _, err := t.out.WriteString("\ufeff"); err != nil {
		return nil, err
	}
	return t, t.row(headers)
}

func (t *csvTable) row(cells []string) error {
	for i, cell := range cells {
		if i > 0 {
			t.out.WriteByte(',')
		}
		t.cell(t.harmless(cell))
	}
	_, err := t.out.WriteString("\r\n")
	return err
}

func (t *csvTable) cell(text string) {
	if !strings.ContainsAny(text, ",\"\r\n") && !strings.HasPrefix(text, " ") && !strings.HasSuffix(text, " ") {
		t.out.WriteString(text)
		return
	}
	t.out.WriteByte('"')
	t.out.WriteString(strings.ReplaceAll(text, `"`, `""`))
	t.out.WriteByte('"')
}

func (t *csvTable) close() error { return t.out.Flush() }
