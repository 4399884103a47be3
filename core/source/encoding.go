package source

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"winnow/core/cell"
	"winnow/core/inputfile"
)

const byteOrderMark = "\uFEFF"

// charset is how a text file writes characters.
type charset int

const (
	utf8Charset charset = iota
	utf16Charset
	windowsCharset
)

// String returns the IANA name of the encoding.
func (c charset) String() string {
	return map[charset]string{utf8Charset: "utf-8", utf16Charset: "utf-16", windowsCharset: "windows-1252"}[c]
}

// charsetOf looks through a whole file: a mark at its start tells UTF-16, and
// what is not valid UTF-8 is Windows-1252.
func charsetOf(path string) (found charset, err error) {
	file, err := inputfile.Open(path)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	buffer := make([]byte, 1<<16)
	kept, start := 0, true
	for {
		n, err := file.Read(buffer[kept:])
		text := buffer[:kept+n]
		if start && len(text) >= 2 {
			if bytes.HasPrefix(text, []byte{0xFF, 0xFE}) || bytes.HasPrefix(text, []byte{0xFE, 0xFF}) {
				return utf16Charset, nil
			}
			start = false
		}
		rest, valid := validPart(text)
		if !valid || err == io.EOF && len(rest) > 0 {
			return windowsCharset, nil
		}
		if err == io.EOF {
			return utf8Charset, nil
		}
		if err != nil {
			return 0, err
		}
		kept = copy(buffer, rest)
	}
}

// validPart checks a text that may end within a character, which is returned.
func validPart(text []byte) (rest []byte, valid bool) {
	if utf8.Valid(text) {
		return nil, true
	}
	for back := 1; back < utf8.UTFMax && back <= len(text); back++ {
		if end := len(text) - back; utf8.RuneStart(text[end]) {
			return text[end:], !utf8.FullRune(text[end:]) && utf8.Valid(text[:end])
		}
	}
	return nil, false
}

// textFile is a text file read as UTF-8, without a mark at its start.
type textFile struct {
	*bufio.Reader
	file *os.File
}

// openText opens a text file; what is read of it is counted unless count is nil.
func openText(path string, set charset, count *cell.Meter) (*textFile, error) {
	f, err := inputfile.Open(path)
	if err != nil {
		return nil, err
	}
	var text io.Reader = count.Of(f)
	switch set {
	case utf16Charset:
		text = transform.NewReader(text, unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder())
	case windowsCharset:
		text = transform.NewReader(text, charmap.Windows1252.NewDecoder())
	}
	t := &textFile{Reader: bufio.NewReaderSize(text, 1<<16), file: f}
	if mark, err := t.Peek(len(byteOrderMark)); err == nil && string(mark) == byteOrderMark {
		if _, err := t.Discard(len(byteOrderMark)); err != nil {
			return nil, errors.Join(err, f.Close())
		}
	}
	return t, nil
}

func (t *textFile) close() error { return t.file.Close() }
