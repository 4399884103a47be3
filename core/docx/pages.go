package docx

import (
	"bytes"
	"fmt"
	"strings"

	"winnow/core"
)

// A field NUMPAGES says how many pages a document has. In a document of many
// letters it is to say how many the letter has. A letter of one section has
// SECTIONPAGES for that, which LibreOffice, of which PDF is made, does not know;
// there, and for a letter of several sections, the number of the letter's last
// page is written instead, where a bookmark stands.

// pageCount is a part of the code of a field that says how many pages a letter
// has.
type pageCount struct {
	// alone is the code in a letter that has a document to itself, among that in a
	// document of many; nil for letters of several sections.
	alone, among []byte
	// before and after stand round the name of the bookmark at the letter's end.
	before, after []byte
}

func (p pageCount) write(l *letter) {
	switch {
	case l.alone || l.total == 1:
		l.out.Write(p.alone)
	case p.among != nil && !l.pdf:
		l.out.Write(p.among)
	default:
		l.out.Write(p.before)
		l.out.WriteString(l.endName())
		l.out.Write(p.after)
	}
}

// endName is the name of the bookmark at the letter's end.
func (l *letter) endName() string { return fmt.Sprintf("_LetterEnd%d", l.copy+1) }

// countsPages reports whether a field says how many pages the letter has: of a
// letter of one section both fields do.
func (c *compiler) countsPages(in instruction) bool {
	return in.kind == "NUMPAGES" || in.kind == "SECTIONPAGES" && c.t.sections == 1
}

// inField puts another kind of field into a code.
func inField(code, kind string) string {
	old := parseInstruction(code).kind
	at := strings.Index(strings.ToUpper(code), old)
	return code[:at] + kind + code[at+len(old):]
}

// pageCount returns the code of a field that counts pages. write puts a code into
// what stands around it; alone is that with the template's own code.
func (c *compiler) pageCount(code string, alone []byte, write func(code string) []byte) pageCount {
	c.t.counts, c.counts = true, true
	p := pageCount{alone: alone}
	if parseInstruction(code).kind == "SECTIONPAGES" {
		p.alone = write(inField(code, "NUMPAGES"))
	}
	if c.t.sections == 1 {
		p.among = write(inField(code, "SECTIONPAGES"))
	}
	const mark = "\ufffc"
	p.before, p.after, _ = bytes.Cut(write(inField(code, "PAGEREF "+mark)), []byte(mark))
	return p
}

// pagesCode compiles the code of such a field.
func (c *compiler) pagesCode(f *field) error {
	pieces, err := c.apart(f.code)
	if err != nil {
		return err
	}
	var alone fixed
	for _, p := range pieces {
		text, ok := p.(fixed)
		if !ok {
			c.out = append(c.out, pieces...)
			return nil
		}
		alone = append(alone, text...)
	}
	w := c.prefix
	c.add(c.pageCount(c.words(f), alone, func(code string) []byte {
		var b bytes.Buffer
		b.WriteString("<" + w + "r><" + w + `instrText xml:space="preserve">`)
		escape(&b, code)
		b.WriteString("</" + w + "instrText></" + w + "r>")
		return b.Bytes()
	}))
	return nil
}

// simplePages returns the code of such a field that is one element.
func (c *compiler) simplePages(code string) piece {
	write := func(code string) []byte {
		var b bytes.Buffer
		escape(&b, code)
		return b.Bytes()
	}
	return c.pageCount(code, write(code), write)
}

// numbersRestart notes that a letter's pages are not numbered from 1 to the last.
func (c *compiler) numbersRestart(first int, later []int) {
	restarts := func(section int) string {
		if at := c.source.child(section, "pgNumType"); at >= 0 {
			return c.attr(at, "start")
		}
		return ""
	}
	start := restarts(first)
	c.t.restarts = start != "" && start != "1"
	for _, section := range later {
		c.t.restarts = c.t.restarts || restarts(section) != ""
	}
}

// needsEnds reports whether the letters of a document need a bookmark at their
// end.
func (t *Template) needsEnds(p MergeParams) bool {
	return t.counts && p.Letters > 1 && (p.PDF || t.sections > 1)
}

// countable refuses to count pages that are not numbered from 1 to the last.
func (t *Template) countable(p MergeParams) error {
	if !t.restarts || !t.needsEnds(p) {
		return nil
	}
	return core.NewProblem(core.Invalid, "docx.word_template_says_how_many_pages_letter").
		Hint("docx.write_one_file_each")
}

// markEnd puts a bookmark at the end of the letter's last paragraph.
func (l *letter) markEnd() {
	w, id := l.t.body.prefix, 1+l.total*l.t.body.serials+l.copy
	mark := fmt.Sprintf(`<%sbookmarkStart %sid="%d" %sname="%s"/><%sbookmarkEnd %sid="%d"/>`, w, w, id, w, l.endName(), w, w, id)
	if l.pdf {
		// LibreOffice loses a bookmark behind which a document has nothing more.
		mark += "<" + w + "r><" + w + "t>\u200b</" + w + "t></" + w + "r>"
	}
	out := l.out.Bytes()
	at := max(bytes.LastIndex(out, []byte("</"+w+"p>")), 0)
	// An empty last paragraph may be one tag.
	if empty := l.lastEmpty(out); empty > at {
		tag := out[empty : empty+bytes.IndexByte(out[empty:], '>')+1]
		mark = string(opened(tag)) + mark + "</" + w + "p>"
		l.insert(empty, len(tag), mark)
		return
	}
	l.insert(at, 0, mark)
}

// lastEmpty returns where the last paragraph of one tag begins, or -1.
func (l *letter) lastEmpty(out []byte) int {
	end := len(out)
	for {
		at := bytes.LastIndex(out[:end], []byte("<"+l.t.body.prefix+"p"))
		if at < 0 {
			return -1
		}
		rest := out[at+len(l.t.body.prefix)+2:]
		if close := bytes.IndexByte(rest, '>'); len(rest) > 0 && (rest[0] == ' ' || rest[0] == '/') && close > 0 && rest[close-1] == '/' {
			return at
		}
		end = at
	}
}

// insert puts a text into the letter, in the place of so many bytes.
func (l *letter) insert(at, instead int, text string) {
	rest := bytes.Clone(l.out.Bytes()[at+instead:])
	l.out.Truncate(at)
	l.out.WriteString(text)
	l.out.Write(rest)
	if at < l.at {
		l.at += len(text) - instead
	}
}
