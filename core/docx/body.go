package docx

import (
	"bytes"
	"errors"
	"slices"
	"strings"
)

// body is the document part: what stands once before and behind the letters,
// and a letter with its last section.
type body struct {
	head, tail fixed
	letter     []piece
	// section is what the letter's last section is like: its page, its headers.
	section []piece
	// searched says that the end of a letter's section has no place that is the
	// same in every letter.
	searched bool
	prefix   string
	// serials counts what must differ from letter to letter.
	serials int
}

// part is a header or footer that holds fields.
type part struct {
	name     string
	relation relation
	pieces   []piece
	// shared says that all letters of a document have the same; one that counts a
	// letter's pages where that needs the letter's own bookmark, they have not.
	shared, counts bool
}

// sharedBy reports whether all letters of so many sections have the same part, in
// a document of which PDF is made or not.
func (p *part) sharedBy(sections int, pdf bool) bool {
	return p.shared && !(p.counts && (pdf || sections > 1))
}

// sections returns how many sections a document has.
func (s *source) sections() int {
	n := 1
	for i := range s.tokens {
		if s.opens(i, "sectPr") && s.within(i, "pPr") {
			n++
		}
	}
	return n
}

// readParts reads the headers, footers and notes.
func (t *Template) readParts() error {
	for _, r := range t.pack.relations {
		kind := r.kind()
		element, isNotes := noteParts[kind]
		if !isNotes && kind != "header" && kind != "footer" {
			continue
		}
		name := t.pack.target(r)
		if t.partOf(name) != nil || t.notesIn(name) != nil {
			continue
		}
		s, err := t.story(name)
		if err != nil {
			return err
		}
		if s == nil {
			return damaged(errors.New(name + " is missing"))
		}
		t.addControls(s)
		if kind != "comments" && !slices.Contains(t.beside, kind) && s.says() {
			t.beside = append(t.beside, kind)
		}
		if err := t.addVariables(s); err != nil {
			return err
		}
		if isNotes {
			if err := t.readNotes(name, element, s); err != nil {
				return err
			}
			continue
		}
		c := t.compiler(s)
		if err := c.story(0, len(s.tokens)); err != nil {
			return err
		}
		changed, own := false, false
		for _, p := range c.out {
			switch p.(type) {
			case fixed:
			case either, pageCount:
				changed = true
			default:
				changed, own = true, true
			}
		}
		if changed {
			t.parts = append(t.parts, &part{name: name, relation: r, pieces: c.out, shared: !own, counts: c.counts})
		}
	}
	return nil
}

// says reports whether a part has a text or a picture.
func (s *source) says() bool {
	for i, t := range s.tokens {
		if t.kind == opening && (t.name == "drawing" || t.name == "pict" || t.name == "t" && strings.TrimSpace(s.textOf(i)) != "") {
			return true
		}
	}
	return false
}

// Beside returns what a letter has that Text and HTML do not say: header, footer,
// footnotes or endnotes, in the order of the template.
func (t *Template) Beside() []string { return slices.Clone(t.beside) }

// readBody reads the document part.
func (t *Template) readBody(s *source) error {
	at := s.child(s.root(), "body")
	if at < 0 || selfClosed(s.raw(at)) {
		return damaged(errors.New("there is no body"))
	}
	c := t.compiler(s)
	c.repeated, c.serials = true, t.serials
	end := s.tokens[at].match
	last, final := -1, -1
	s.children(at, func(i int) bool {
		switch name := s.tokens[i].name; {
		case name == "sectPr":
			final = i
		case !strings.HasPrefix(name, "bookmark"):
			last = i
		}
		return true
	})
	if final >= 0 && s.tokens[final].match+1 != end && !s.blank(s.tokens[final].match+1, end) {
		return damaged(errors.New("something stands behind the last section"))
	}
	stop := end
	if final >= 0 {
		stop = final
	}
	c.sections(at, final)
	c.styles()
	c.gap(last)
	if err := c.story(at+1, stop); err != nil {
		return err
	}
	t.body.letter = c.out
	t.body.prefix = s.prefix
	t.body.searched = !hasGap(t.body.letter)
	c.out = nil
	if final < 0 {
		c.raw([]byte("<" + s.prefix + "sectPr/>"))
	} else if err := c.emit(final, s.tokens[final].match+1); err != nil {
		return err
	}
	t.body.section = c.out
	t.body.head = slices.Clone(s.content[:s.tokens[at].end])
	t.body.tail = slices.Clone(s.content[s.tokens[end].start:])
	t.body.serials = len(c.serials)
	return nil
}

func (s *source) blank(lo, hi int) bool {
	for i := lo; i < hi; i++ {
		if s.tokens[i].kind != chars || strings.TrimSpace(string(s.raw(i))) != "" {
			return false
		}
	}
	return true
}

func hasGap(pieces []piece) bool {
	return slices.ContainsFunc(pieces, func(p piece) bool {
		_, ok := p.(gap)
		return ok
	})
}

// findGap finds the place for the end of the section in a letter whose last
// paragraph begins within a field, so that it depends on what the field says. A
// letter that ends with no paragraph gets one more.
func (l *letter) findGap() error {
	b := l.t.body
	if !b.searched {
		return nil
	}
	w := b.prefix
	s, err := scan(slices.Concat(b.head, l.out.Bytes(), []byte("<"+w+"sectPr/>"), b.tail))
	if err != nil {
		return err
	}
	last := -1
	s.children(s.child(s.root(), "body"), func(i int) bool {
		if name := s.tokens[i].name; name != "sectPr" && !strings.HasPrefix(name, "bookmark") {
			last = i
		}
		return true
	})
	at, g := l.out.Len(), gap{"<" + w + "p><" + w + "pPr>", "</" + w + "pPr></" + w + "p>"}
	if last >= 0 && s.tokens[last].name == "p" && !selfClosed(s.raw(last)) {
		properties := s.child(last, "pPr")
		switch {
		case properties < 0:
			at, g = s.tokens[last].end-len(b.head), gap{"<" + w + "pPr>", "</" + w + "pPr>"}
		case s.child(properties, "sectPr") >= 0 || selfClosed(s.raw(properties)):
		default:
			place := s.tokens[properties].match
			if change := s.child(properties, "pPrChange"); change >= 0 {
				place = change
			}
			at, g = s.tokens[place].start-len(b.head), gap{}
		}
	}
	l.gap, l.at = &g, at
	return nil
}

// gap prepares the last paragraph for the end of a section, if it can have one.
func (c *compiler) gap(last int) {
	if last < 0 || c.tokens[last].name != "p" {
		return
	}
	properties := c.source.child(last, "pPr")
	if properties < 0 {
		c.open[last] = true
		c.after[last] = []piece{gap{"<" + c.prefix + "pPr>", "</" + c.prefix + "pPr>"}}
		return
	}
	if c.source.child(properties, "sectPr") >= 0 {
		return
	}
	c.open[properties] = true
	place := c.tokens[properties].match
	if change := c.source.child(properties, "pPrChange"); change >= 0 {
		place = change
	}
	c.before[place] = append(c.before[place], gap{})
}

// sections prepares the letter's first section to begin a page, its first, and
// to have nothing of the letter's before.
func (c *compiler) sections(at, final int) {
	var all []int
	for i := at; i < c.tokens[at].match; i++ {
		if c.opens(i, "sectPr") && (i == final || c.within(i, "pPr")) {
			all = append(all, i)
		}
	}
	if len(all) == 0 {
		return
	}
	first := all[0]
	c.open[first] = true
	if kind := c.source.child(first, "type"); kind >= 0 {
		if v := c.attr(kind, "val"); v == "continuous" || v == "nextColumn" {
			c.among(kind, nil)
			if match := c.tokens[kind].match; len(c.source.raw(match)) > 0 {
				c.among(match, nil)
			}
		}
	}
	for _, header := range c.lacking(first, all[1:]) {
		id := c.t.emptyPart(strings.HasPrefix(header, "header"))
		c.after[first] = append(c.after[first], either{among: []byte("<" + c.prefix + header + " " + relationPrefix(c.source) + `id="` + id + `"/>`)})
	}
	c.restartNotes(first)
	c.firstPage(first)
	c.numbersRestart(first, all[1:])
}

// among puts another form of a token into documents of many letters.
func (c *compiler) among(i int, form []byte) {
	c.replace[i] = either{alone: slices.Clone(c.source.raw(i)), among: form}
}

// behindNumbers are what stands behind the numbers of pages in a section.
var behindNumbers = []string{"cols", "formProt", "vAlign", "noEndnote", "titlePg", "textDirection", "bidi", "rtlGutter", "docGrid", "printerSettings", "sectPrChange"}

// firstPage has the section's pages counted from 1, unless it says itself from
// where.
func (c *compiler) firstPage(section int) {
	w := c.prefix
	if at := c.source.child(section, "pgNumType"); at >= 0 {
		if c.attr(at, "start") == "" {
			tag := c.source.raw(at)
			name := bytes.IndexAny(tag, " \t\r\n/>")
			c.among(at, slices.Concat(tag[:name], []byte(" "+w+`start="1"`), tag[name:]))
		}
		return
	}
	place := c.placeBefore(section, behindNumbers)
	c.before[place] = append(c.before[place], either{among: []byte("<" + w + `pgNumType ` + w + `start="1"/>`)})
}

// lacking returns the headers and footers, as elements with their type, that
// later sections have and the first has not: it would have those of the letter
// before.
func (c *compiler) lacking(first int, later []int) []string {
	has := func(section int) map[string]bool {
		found := map[string]bool{}
		c.children(section, func(i int) bool {
			if name := c.tokens[i].name; name == "headerReference" || name == "footerReference" {
				kind := c.attr(i, "type")
				if kind == "" {
					kind = "default"
				}
				found[name+` `+c.prefix+`type="`+kind+`"`] = true
			}
			return true
		})
		return found
	}
	own, missing := has(first), []string{}
	for _, section := range later {
		for header := range has(section) {
			if !own[header] && !slices.Contains(missing, header) {
				missing = append(missing, header)
			}
		}
	}
	slices.Sort(missing)
	return missing
}

// relationPrefix is what stands before the names of relations' attributes.
func relationPrefix(s *source) string {
	for _, t := range s.tokens {
		if t.kind != opening {
			continue
		}
		tag := s.content[t.start:t.end]
		for _, a := range attributes(tag) {
			if strings.HasSuffix(a.value, "/relationships") && strings.Contains(string(tag[a.start:a.valueStart]), "xmlns:") {
				return a.name + ":"
			}
		}
		break
	}
	return "r:"
}
