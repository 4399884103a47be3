package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"winnow/core"
	"winnow/core/cell"
)

const byteOrderMark = "\uFEFF"

// ErrEncoding says that an encoding was asked for that nobody knows.
var ErrEncoding = errors.New("unknown encoding")

// charset is how a text file writes characters.
type charset struct {
	// name is the IANA name.
	name string
	// encoding is nil for UTF-8.
	encoding encoding.Encoding
}

var (
	utf8Charset    = charset{name: "utf-8"}
	windowsCharset = charset{name: "windows-1252", encoding: charmap.Windows1252}
)

func utf16Charset(order unicode.Endianness) charset {
	name := "utf-16le"
	if order == unicode.BigEndian {
		name = "utf-16be"
	}
	return charset{name: name, encoding: unicode.UTF16(order, unicode.UseBOM)}
}

// CheckEncoding returns ErrEncoding, with the name, where there is no encoding of
// that IANA name; "" is every file's own.
func CheckEncoding(name string) error {
	_, err := charsetNamed(name)
	return err
}

// charsetNamed returns the encoding with an IANA name, or one of its usual
// aliases.
func charsetNamed(name string) (charset, error) {
	lower := strings.ToLower(strings.TrimSpace(name))
	switch lower {
	case "", "utf-8", "utf8":
		return utf8Charset, nil
	}
	for _, find := range []func(string) (encoding.Encoding, error){ianaindex.IANA.Encoding, ianaindex.MIME.Encoding, htmlindex.Get} {
		if e, err := find(lower); err == nil && e != nil {
			return charset{name: lower, encoding: e}, nil
		}
	}
	return charset{}, fmt.Errorf("%w: %s", ErrEncoding, name)
}

// undefined are the bytes that Windows-1252 has no character for.
const undefined = "\x81\x8D\x8F\x90\x9D"

// mostly is how much of the bytes that are not ASCII must be valid UTF-8 for a file
// with broken bytes to be taken for UTF-8.
const mostly = 0.9

// sureOfZeros is how many bytes at the start are looked at for the zeros of
// UTF-16.
const sureOfZeros = 4096

// charsetOf looks through a file, or the first bytes of it where limit is not 0,
// for how it is written: a mark at its start, or the zeros of UTF-16, tell that;
// else it is UTF-8 where that is valid, else Windows-1252. fault is not nil where
// it is mostly UTF-8 with broken bytes, or can be neither.
func charsetOf(c content, limit int64) (found charset, fault *cell.Fault, err error) {
	file, err := c.open()
	if err != nil {
		return charset{}, nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	var from io.Reader = file
	if limit > 0 {
		from = io.LimitReader(file, limit)
	}
	reader := bufio.NewReaderSize(from, 1<<16)
	start, err := reader.Peek(sureOfZeros)
	if err != nil && !errors.Is(err, io.EOF) {
		return charset{}, nil, err
	}
	switch {
	case bytes.HasPrefix(start, []byte{0xFF, 0xFE}):
		return utf16Charset(unicode.LittleEndian), nil, nil
	case bytes.HasPrefix(start, []byte{0xFE, 0xFF}):
		return utf16Charset(unicode.BigEndian), nil, nil
	}
	if order, ok := zeros(start); ok {
		return utf16Charset(order), nil, nil
	}
	marked := bytes.HasPrefix(start, []byte(byteOrderMark))
	seen, err := count(reader)
	if err != nil {
		return charset{}, nil, err
	}
	switch {
	case seen.broken == 0, limit > 0 && seen.read >= limit && seen.broken == 1 && seen.cut:
		return utf8Charset, nil, nil
	case marked, float64(seen.valid) > mostly*float64(seen.valid+seen.broken):
		return utf8Charset, &cell.Fault{Row: seen.row, Value: fmt.Sprintf("0x%02X", seen.first),
			Message: core.Text("source.file_is_utf_8_but_byte_place", "place", seen.offset+1, "byte", seen.first, "advice", core.NameEncoding.Text())}, nil
	case seen.undefined != 0:
		return windowsCharset, &cell.Fault{Row: seen.row, Value: fmt.Sprintf("0x%02X", seen.undefined),
			Message: core.Text("source.file_is_neither_utf_8_nor_windows", "byte", seen.undefined, "advice", core.NameOldEncoding.Text())}, nil
	}
	return windowsCharset, nil, nil
}

// misfit looks through a file, or its first bytes, for what is no character in an
// encoding that somebody named; nil where there is none.
func misfit(c content, set charset, limit int64) (fault *cell.Fault, err error) {
	text, err := openText(c, set, nil)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, text.close()) }()
	last := rune(0)
	for row, read := 1, int64(0); limit == 0 || read < limit; {
		r, size, err := text.ReadRune()
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		// In UTF-8 itself the sign for an unknown character is one like others.
		if r == utf8.RuneError && (size == 1 || set.encoding != nil) {
			return &cell.Fault{Row: row, Message: core.Text("source.this_is_no_text_of_encoding_text", "encoding", set.name, "text", core.NameEncoding.Text())}, nil
		}
		if r == '\r' || r == '\n' && last != '\r' {
			row++
		}
		last, read = r, read+int64(size)
	}
	return nil, nil
}

// zeros recognises UTF-16 without a mark: text of Europe has a zero in every
// second byte.
func zeros(start []byte) (unicode.Endianness, bool) {
	var at [2]int
	for i, b := range start {
		if b == 0 {
			at[i%2]++
		}
	}
	half := len(start) / 2
	switch {
	case half < 2:
	case at[1]*10 >= half*6 && at[0]*10 <= half:
		return unicode.LittleEndian, true
	case at[0]*10 >= half*6 && at[1]*10 <= half:
		return unicode.BigEndian, true
	}
	return unicode.LittleEndian, false
}

// counted is what a file has of UTF-8.
type counted struct {
	// valid and broken count bytes that are not ASCII.
	valid, broken int
	// first is the first broken byte, offset where it stands, row in which row.
	first  byte
	offset int64
	row    int
	// undefined is a byte that Windows-1252 has no character for, or 0.
	undefined byte
	// cut says that the only broken bytes are the last ones.
	cut bool
	// read is how many bytes were looked at.
	read int64
}

func count(reader *bufio.Reader) (counted, error) {
	c := counted{}
	row, offset := 1, int64(0)
	last := byte(0)
	for {
		r, size, err := reader.ReadRune()
		if errors.Is(err, io.EOF) {
			return c, nil
		}
		if err != nil {
			return c, err
		}
		c.cut = false
		switch {
		case r == '\r' || r == '\n' && last != '\r':
			row++
		case r < utf8.RuneSelf:
		case r != utf8.RuneError || size > 1:
			c.valid += size
		default:
			if err := reader.UnreadRune(); err != nil {
				return c, err
			}
			b, err := reader.ReadByte()
			if err != nil {
				return c, err
			}
			if c.broken == 0 {
				c.first, c.offset, c.row = b, offset, row
			}
			c.broken++
			c.cut = true
			if strings.IndexByte(undefined, b) >= 0 && c.undefined == 0 {
				c.undefined = b
			}
		}
		last = byte(r)
		plain, err := reader.Discard(plainLen(reader, '\n'))
		if err != nil {
			return c, err
		}
		if plain > 0 {
			last, c.cut = 0, false
		}
		offset += int64(size + plain)
		c.read = offset
	}
}

// textFile is a text file read as UTF-8, without a mark at its start.
type textFile struct {
	*bufio.Reader
	file io.Closer
}

// openText opens a text file; what is read of it is counted unless meter is nil.
func openText(c content, set charset, meter *cell.Meter) (*textFile, error) {
	f, err := c.open()
	if err != nil {
		return nil, err
	}
	text := meter.Of(f)
	if set.encoding != nil {
		text = transform.NewReader(text, set.encoding.NewDecoder())
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

// Sample is how a text file begins where it is read with an encoding.
type Sample struct {
	Encoding string
	Text     string
}

// likely are the encodings that lists without a mark come in.
var likely = []string{"utf-8", "windows-1252", "windows-1250", "iso-8859-2", "iso-8859-15", "macintosh", "ibm850", "ibm437", "utf-16le"}

// sampleBytes is how much of a file a sample shows, around its first character
// that is not ASCII.
const sampleBytes = 200

// Likely returns how the text file at path reads with each encoding that it can
// have, for a person to choose. Each sample begins with the line in which the
// first character that is not ASCII stands.
func Likely(path string) (samples []Sample, err error) {
	f, err := diskFile{file: path}.open()
	if err != nil {
		return nil, Unreadable(path, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	head, err := io.ReadAll(io.LimitReader(f, 1<<20))
	if err != nil {
		return nil, Unreadable(path, err)
	}
	at := max(0, bytes.IndexFunc(head, func(r rune) bool { return r >= utf8.RuneSelf }))
	begin := bytes.LastIndexAny(head[:at], "\r\n") + 1
	piece := head[begin:min(len(head), max(at+sampleBytes/2, begin+sampleBytes))]
	for _, name := range likely {
		set, err := charsetNamed(name)
		if err != nil {
			return nil, err
		}
		text := piece
		if set.encoding != nil {
			if text, err = set.encoding.NewDecoder().Bytes(piece); err != nil {
				continue
			}
		}
		if line, _, ok := strings.Cut(strings.ReplaceAll(string(text), "\r", "\n"), "\n"); ok && line != "" {
			text = []byte(line)
		}
		samples = append(samples, Sample{Encoding: name, Text: strings.ToValidUTF8(string(text), "\uFFFD")})
	}
	return samples, nil
}
