package docx

import (
	"bytes"
	"slices"
)

// noteReferences are the elements of the text that lead to notes.
var noteReferences = []string{"footnoteReference", "endnoteReference", "commentReference", "commentRangeStart", "commentRangeEnd"}

// unshared compiles the opening of an element of the document with what no two
// letters may share. It reports whether that was the whole element.
func (c *compiler) unshared(i int) bool {
	name := c.tokens[i].name
	switch {
	case name == "bookmarkStart", name == "bookmarkEnd":
		c.rewrite(i, map[string]func(string) piece{
			"id":   func(v string) piece { return c.serial("bookmark", v) },
			"name": func(v string) piece { return bookmark(v) },
		})
	case name == ":docPr":
		c.rewrite(i, map[string]func(string) piece{"id": func(v string) piece { return c.serial("picture", v) }})
	case name == "hyperlink":
		c.rewrite(i, map[string]func(string) piece{"anchor": func(v string) piece { return bookmark(v) }})
	case c.ofNotes != nil && name == c.ofNotes.element:
		c.rewrite(i, map[string]func(string) piece{"id": c.ofNotes.number})
	case slices.Contains(noteReferences, name) && c.t.notesOf(name) != nil:
		c.rewrite(i, map[string]func(string) piece{"id": c.t.notesOf(name).number})
	case name == "commentRangeStart", name == "commentRangeEnd", name == "commentReference",
		name == "id" && c.within(i, "sdtPr"):
		c.add(once(slices.Clone(c.element(i))))
		return true
	case name == "numId" && c.within(i, "numPr"):
		c.rewrite(i, map[string]func(string) piece{"val": c.numbered})
	case name == "headerReference", name == "footerReference":
		c.rewrite(i, map[string]func(string) piece{"id": c.leads})
	case bytes.Contains(c.source.raw(i), []byte("paraId=")):
		none := func(string) piece { return nil }
		c.rewrite(i, map[string]func(string) piece{"paraId": none, "textId": none})
	default:
		c.start(i)
	}
	return false
}

// rewrite adds an opening tag with pieces in the place of some attributes'
// values. A nil piece leaves the attribute out.
func (c *compiler) rewrite(i int, pieces map[string]func(value string) piece) {
	tag := c.source.raw(i)
	if c.open[i] {
		tag = opened(tag)
	}
	done := 0
	for _, a := range attributes(tag) {
		make, ok := pieces[a.name]
		if !ok {
			continue
		}
		p := make(unescape(a.value))
		if p == nil {
			c.raw(tag[done:a.start])
			done = a.end
			if bytes.IndexByte([]byte(" \t\r\n/>"), tag[done]) < 0 {
				c.raw([]byte{' '}) // the next attribute follows without a blank, which some readers take
			}
			continue
		}
		c.raw(tag[done:a.valueStart])
		if text, ok := p.(fixed); ok {
			c.raw(text)
		} else {
			c.add(p)
		}
		done = a.valueEnd
	}
	c.raw(tag[done:])
}

// serial returns the number for what has that one in the template.
func (c *compiler) serial(kind, id string) piece {
	key := kind + id
	n, ok := c.serials[key]
	if !ok {
		n = serial(len(c.serials))
		c.serials[key] = n
	}
	return n
}

// numbered returns the number of a list.
func (c *compiler) numbered(id string) piece {
	place, ok := c.t.numbers.use(id)
	if !ok {
		return fixed(id)
	}
	return list{original: id, place: place}
}

// leads returns the relation to a header or footer.
func (c *compiler) leads(id string) piece {
	for _, r := range c.t.pack.relations {
		if p := c.t.partOf(c.t.pack.target(r)); p != nil && (!p.shared || p.counts) && r.ID == id {
			return reference{part: p, original: id}
		}
	}
	return fixed(id)
}
