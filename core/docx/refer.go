package docx

import (
	"strings"
)

// A field REF says again what stands between the marks of a bookmark. Where
// fields that are filled in stand there, so is the REF; else the text that the
// template has stored for it is right already.

// bookmarks are, by name in lower case, the tokens between which bookmarks of the
// document lie.
type bookmarks map[string]span

type span struct{ lo, hi int }

func (s *source) bookmarks() bookmarks {
	marks, begun := bookmarks{}, map[string]string{}
	for i := range s.tokens {
		switch {
		case s.opens(i, "bookmarkStart"):
			name := strings.ToLower(s.attr(i, "name"))
			if _, twice := marks[name]; !twice {
				begun[s.attr(i, "id")] = name
				marks[name] = span{lo: s.tokens[i].match + 1}
			}
		case s.opens(i, "bookmarkEnd"):
			id := s.attr(i, "id")
			if name, ok := begun[id]; ok {
				marks[name] = span{lo: marks[name].lo, hi: i}
				delete(begun, id)
			}
		}
	}
	for name, at := range marks {
		if at.hi <= at.lo {
			delete(marks, name)
		}
	}
	return marks
}

// referred returns the name of the bookmark whose text a field says, in lower
// case, or "". The name alone is a field, too; switches that ask for a number or
// a place instead of the text make it another one.
func (c *compiler) referred(in instruction) string {
	name := ""
	switch {
	case in.kind == "REF" && len(in.words) > 0:
		name = strings.ToLower(in.words[0])
	case len(in.words) == 0:
		name = strings.ToLower(in.kind)
	}
	for _, number := range "nrwpt" {
		if _, ok := in.switches[number]; ok {
			return ""
		}
	}
	if _, ok := c.t.marks[name]; !ok && !c.t.variables[name] {
		return ""
	}
	return name
}

// bookmarked returns what a bookmark says, or a field SET or ASK that has its name; nil
// where there is no such name.
func (c *compiler) bookmarked(name string) (textPiece, error) {
	key := strings.ToLower(name)
	if c.t.variables[key] {
		return variable{name: key}, nil
	}
	if _, ok := c.t.marks[key]; !ok {
		return nil, nil
	}
	return c.reference(&field{}, instruction{kind: "REF", words: []string{name}})
}

// refers reports whether a field says the text of a bookmark in which fields are
// filled in.
func (c *compiler) refers(in instruction) bool {
	name := c.referred(in)
	if name == "" {
		return false
	}
	if c.t.variables[name] {
		return true
	}
	filled, ok := c.t.filled[name]
	if !ok {
		c.t.filled[name] = false // while it is being looked at, against a bookmark that refers to itself
		m, list, err := c.marked(name)
		filled = err == nil && m.fills(list)
		c.t.filled[name] = filled
	}
	return filled
}

// marked returns what stands in a bookmark, and a compiler for it.
func (c *compiler) marked(name string) (*compiler, []node, error) {
	m := c.t.compiler(c.t.main)
	at := c.t.marks[name]
	list, err := m.assemble(m.nodes(at.lo, at.hi), 0)
	return m, list, err
}

// fills reports whether one of the fields in a list is filled in.
func (c *compiler) fills(list []node) bool {
	for _, n := range list {
		if n.kind == fieldNode && (c.isMerged(n.field) || c.holdsMerged(n.field)) {
			return true
		}
	}
	return false
}

// reference compiles a field that says a bookmark's text: its runs as they look,
// lines in the place of paragraphs.
func (c *compiler) reference(f *field, in instruction) (textPiece, error) {
	name := c.referred(in)
	if c.t.variables[name] {
		form := in.format()
		form.language = c.languageOf(f)
		return variable{look: c.look(f, in), format: form, name: name}, nil
	}
	if c.t.within[name] {
		return phrase{}, nil
	}
	c.t.within[name] = true
	defer delete(c.t.within, name)
	m, list, err := c.marked(name)
	if err != nil {
		return nil, err
	}
	m.code = c.code
	text, err := m.saidOf(list)
	if err != nil {
		return nil, err
	}
	if c.size += m.size; c.size > maxLetter {
		return nil, tooLarge("references")
	}
	form := in.format()
	form.language = c.languageOf(f)
	if form.changes() {
		return quote{look: c.look(f, in), words: text, format: form}, nil
	}
	return text, nil
}

// saidOf compiles the text of a list of nodes.
func (c *compiler) saidOf(list []node) (operand, error) {
	var o operand
	say := func(run int, text string) {
		if text == "" {
			return
		}
		k := look{prefix: c.prefix, code: c.code, properties: c.properties(run)}
		c.size += len(k.properties) + len(text)
		o.pieces = append(o.pieces, phrase{k, text})
	}
	last := -1
	for _, n := range list {
		switch {
		case n.kind == runNode:
			last = n.lo
			c.children(n.lo, func(i int) bool {
				say(n.lo, c.shown(i))
				return true
			})
		case n.kind == childNode:
			last = n.run
			say(n.run, c.shown(n.lo))
		case n.kind == tagNode && last >= 0 && c.tokens[n.lo].kind == closing && c.tokens[n.lo].name == "p":
			say(last, "\n")
		case n.kind == fieldNode && c.isMerged(n.field):
			in := parseInstruction(c.words(n.field))
			if in.kind == "NEXT" || in.kind == "NEXTIF" || in.kind == "SKIPIF" {
				continue
			}
			p, err := c.filled(n.field, in)
			if err != nil {
				return o, err
			}
			o.pieces = append(o.pieces, p)
		case n.kind == fieldNode:
			inner, err := c.saidOf(n.field.result)
			if err != nil {
				return o, err
			}
			o.pieces = append(o.pieces, inner.pieces...)
		}
		if c.size > maxLetter {
			return o, tooLarge("references")
		}
	}
	return o, nil
}

// shown returns the text of a child of a run.
func (c *compiler) shown(child int) string {
	switch c.tokens[child].name {
	case "t":
		return c.textOf(child)
	case "tab":
		return "\t"
	case "br", "cr":
		return "\n"
	case "noBreakHyphen":
		return "\u2011"
	}
	return ""
}
