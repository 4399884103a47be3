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
}

func newCSV(file io.Writer, headers []string) (*csvTable, error) {
	t := &csvTable{out: bufio.NewWriterSize(file, 1<<16)}
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
		t.cell(Harmless(cell))
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

// Harmless puts an apostrophe before a text that a spreadsheet would run as a
// formula. Numbers and phone numbers stay as they are.
func Harmless(text string) string {
	if text == "" || !strings.ContainsRune("=+-@\t\r", rune(text[0])) || isPhoneNumber(text) || isNumber(text) {
		return text
	}
	return "'" + text
}

func isPhoneNumber(text string) bool {
	return strings.ContainsAny(text, "0123456789") && strings.Trim(text, "0123456789 +-()/.") == ""
}

// isNumber reports whether a text is an amount, in any of the forms in which
// exports write them.
func isNumber(text string) bool {
	digits := strings.TrimLeft(text, "+-")
	if len(text)-len(digits) > 1 || digits == "" || digits[0] < '0' || digits[0] > '9' {
		return false
	}
	return strings.Trim(digits, "0123456789.,\u00a0") == ""
}
