package docx

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// piece is a part of what a letter is made of.
type piece interface{ write(l *letter) }

// textPiece is a piece that can also be read as a text, in the condition of an IF
// field for instance.
type textPiece interface {
	piece
	text(l *letter) string
}

// letter is a letter that is being written.
type letter struct {
	out    bytes.Buffer
	t      *Template
	record Record
	// records are all that the letter has, used how many of them were begun.
	records []Record
	used    int
	// variables are what fields SET and ASK have given names so far, in lower case.
	variables map[string]Value
	// skipped says that a field SKIPIF has the letter left out.
	skipped bool
	// err is why the letter cannot be written.
	err error
	// copy is the letter's place in a document of many, counted from 0; alone is
	// a letter that has a document to itself.
	copy  int
	alone bool
	// total is how many letters the document has; pdf says that PDF is made of it.
	total int
	pdf   bool
	// hasValue says that a field that was written had a value.
	hasValue bool
	// marked says that marks stand around what fields give.
	marked bool
	// gap is where the end of the letter's section goes, if another letter
	// follows, and what stands around it there; nil where there is none.
	gap *gap
	at  int
}

// fail notes why the letter cannot be written; the first reason counts.
func (l *letter) fail(err error) {
	if l.err == nil {
		l.err = err
	}
}

func (l *letter) all(pieces []piece) {
	for _, p := range pieces {
		p.write(l)
	}
}

// fixed is what every letter has as it stands.
type fixed []byte

func (p fixed) write(l *letter) { l.out.Write(p) }

func (p fixed) text(*letter) string { return "" }

// either is what a letter alone has as the template has it, and a document of
// many letters otherwise.
type either struct{ alone, among []byte }

func (p either) write(l *letter) {
	if l.alone {
		l.out.Write(p.alone)
	} else {
		l.out.Write(p.among)
	}
}

// once is what may stand in a document only once: the first letter has it.
type once []byte

func (p once) write(l *letter) {
	if l.copy == 0 {
		l.out.Write(p)
	}
}

// serial is the number of something that no two in a document share; it counts
// those of the template from 0.
type serial int

func (p serial) write(l *letter) {
	l.out.WriteString(strconv.Itoa(1 + l.copy*l.t.body.serials + int(p)))
}

// maxBookmark is how many characters the name of a bookmark has at most.
const maxBookmark = 40

// bookmark is the name of a bookmark, which every letter after the first has
// under a name of its own.
type bookmark string

func (p bookmark) write(l *letter) {
	name := string(p)
	if l.copy > 0 {
		tail := fmt.Sprintf("_%d", l.copy+1)
		for utf8.RuneCountInString(name)+len(tail) > maxBookmark {
			_, size := utf8.DecodeLastRuneInString(name)
			name = name[:len(name)-size]
		}
		name += tail
	}
	escape(&l.out, name)
}

// list is the number of a numbered list, which starts again in every letter.
type list struct {
	original string
	place    int
}

func (p list) write(l *letter) {
	if l.copy == 0 {
		l.out.WriteString(p.original)
	} else {
		l.out.WriteString(strconv.Itoa(l.t.numbers.number(l.copy, p.place)))
	}
}

// styled is the list of a paragraph whose style numbers it: the first letter
// leaves that to the style.
type styled struct {
	head, tail string
	list       list
}

func (p styled) write(l *letter) {
	if l.copy > 0 {
		l.out.WriteString(p.head)
		p.list.write(l)
		l.out.WriteString(p.tail)
	}
}

// reference leads to a header or footer, of which every letter of a document
// has one of its own.
type reference struct {
	part     *part
	original string
}

func (p reference) write(l *letter) {
	if l.alone || p.part.sharedBy(l.t.sections, l.pdf) {
		l.out.WriteString(p.original)
	} else {
		l.out.WriteString(p.part.relationOf(l.copy))
	}
}

// gap is where the end of a letter's section goes.
type gap struct{ before, after string }

func (p gap) write(l *letter) { l.gap, l.at = &p, l.out.Len() }

// line is a paragraph of nothing but fields, which goes when all of them are
// empty, as in an address without a second line.
type line []piece

func (p line) write(l *letter) {
	start, before := l.out.Len(), l.hasValue
	l.hasValue = false
	l.all(p)
	if !l.hasValue {
		l.out.Truncate(start)
	}
	l.hasValue = l.hasValue || before
}

// look is how a field's text looks: the run's properties as they stand.
type look struct {
	prefix string
	// code says that the text is part of another field's code.
	code       bool
	properties []byte
}

// inCode makes a text part of a field's code, lineEnds its line ends those that
// runs have a sign for.
var (
	inCode   = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ", "\r", "")
	lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\u2028", "\n")
)

// write writes a text as a run.
func (k look) write(l *letter, text string) {
	if text == "" {
		return
	}
	l.hasValue = l.hasValue || strings.TrimSpace(text) != ""
	out, w := &l.out, k.prefix
	out.WriteString("<" + w + "r>")
	out.Write(k.properties)
	if k.code {
		out.WriteString("<" + w + `instrText xml:space="preserve">`)
		escape(out, inCode.Replace(text))
		out.WriteString("</" + w + "instrText></" + w + "r>")
		return
	}
	text = lineEnds.Replace(text)
	for text != "" {
		end := strings.IndexAny(text, "\n\t")
		words := text
		if end >= 0 {
			words = text[:end]
		}
		if words != "" {
			out.WriteString("<" + w + `t xml:space="preserve">`)
			if l.marked {
				words = markBegin + words + markEnd
			}
			escape(out, words)
			out.WriteString("</" + w + "t>")
		}
		if end < 0 {
			break
		}
		if text[end] == '\t' {
			out.WriteString("<" + w + "tab/>")
		} else {
			out.WriteString("<" + w + "br/>")
		}
		text = text[end+1:]
	}
	out.WriteString("</" + w + "r>")
}

// escape writes a text as XML has it, without the signs that XML has no room for.
func escape(out *bytes.Buffer, text string) {
	for i, r := range text {
		switch {
		case r == '&':
			out.WriteString("&amp;")
		case r == '<':
			out.WriteString("&lt;")
		case r == '>':
			out.WriteString("&gt;")
		case r == '"':
			out.WriteString("&quot;")
		case r == utf8.RuneError && !strings.HasPrefix(text[i:], "\ufffd"):
			out.WriteRune(utf8.RuneError)
		case r < ' ' && r != '\t', r == 0x7f, r == 0xfffe, r == 0xffff:
		default:
			out.WriteRune(r)
		}
	}
}
