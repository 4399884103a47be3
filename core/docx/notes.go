package docx

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

// Footnotes, endnotes and comments are in parts of their own, and the text refers to
// them by numbers. In a document of many letters every letter has its own ones.

// notes is a part with footnotes, endnotes or comments.
type notes struct {
	name string
	// element is that of one of them: footnote, endnote, comment.
	element string
	// head and tail stand around them, with the lines that keep notes from the text.
	head, tail fixed
	pieces     []piece
	// ids is how many numbers a letter has for its notes.
	ids int
}

// note is the number of a note, which every letter has for itself.
type note struct {
	of *notes
	id int
}

func (p note) write(l *letter) { l.out.WriteString(strconv.Itoa(p.id + l.copy*p.of.ids)) }

// noteParts are the kinds of part that hold notes, with the element of one.
var noteParts = map[string]string{"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}

// threads are the kinds of part that say which comment answers which: a document of
// many letters has none.
var threads = []string{"commentsExtended", "commentsIds", "commentsExtensible"}

// readNotes reads a part with notes.
func (t *Template) readNotes(name, element string, s *source) error {
	n := &notes{name: name, element: element}
	root := s.root()
	// The lines come first, and have a type.
	first := s.tokens[root].match
	s.children(root, func(i int) bool {
		if s.tokens[i].name != element {
			return true
		}
		id, err := strconv.Atoi(s.attr(i, "id"))
		if kind := s.attr(i, "type"); err == nil && (kind == "" || kind == "normal") {
			first, n.ids = min(first, i), max(n.ids, id+1)
		}
		return true
	})
	n.head = slices.Clone(s.content[:s.tokens[first].start])
	n.tail = slices.Clone(s.content[s.tokens[s.tokens[root].match].start:])
	t.notes = append(t.notes, n)
	c := t.compiler(s)
	c.repeated, c.ofNotes, c.serials = true, n, t.serials
	err := c.story(first, s.tokens[root].match)
	n.pieces = c.out
	return err
}

// notesOf returns the notes whose references are elements of a name, or nil.
func (t *Template) notesOf(reference string) *notes {
	for _, n := range t.notes {
		if strings.HasPrefix(reference, n.element) {
			return n
		}
	}
	return nil
}

// number returns a note's number; what has none stays as it is.
func (n *notes) number(id string) piece {
	number, err := strconv.Atoi(id)
	if err != nil || number < 0 {
		return fixed(id)
	}
	return note{n, number}
}

// notesIn returns the notes that a part of the template holds, or nil.
func (t *Template) notesIn(name string) *notes {
	for _, n := range t.notes {
		if strings.EqualFold(n.name, name) {
			return n
		}
	}
	return nil
}

// writeNotes writes the notes of all letters.
func (t *Template) writeNotes(out *packageWriter, n *notes, p MergeParams) error {
	to, err := out.create(n.name)
	if err != nil {
		return err
	}
	if _, err := to.Write(n.head); err != nil {
		return err
	}
	l := &letter{t: t, total: p.Letters, pdf: p.PDF}
	err = p.letters(t, func(records []Record) error {
		l.beginPart(records)
		l.all(n.pieces)
		l.copy++
		if l.err != nil {
			return l.err
		}
		_, err := to.Write(l.out.Bytes())
		return err
	})
	if err != nil {
		return err
	}
	_, err = to.Write(n.tail)
	return err
}

// behindFootnotes are what stands behind the rules of footnotes in a section.
var behindFootnotes = slices.Concat([]string{"endnotePr", "type", "pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType", "pgNumType"}, behindNumbers)

// restartNotes has the footnotes of each letter counted from 1.
func (c *compiler) restartNotes(section int) {
	w := c.prefix
	restart := []byte("<" + w + `numRestart ` + w + `val="eachSect"/>`)
	for element, behind := range map[string][]string{"footnotePr": behindFootnotes, "endnotePr": behindFootnotes[1:]} {
		if c.t.notesOf(strings.TrimSuffix(element, "Pr")) == nil {
			continue
		}
		if at := c.source.child(section, element); at >= 0 {
			if c.source.child(at, "numRestart") < 0 {
				c.open[at] = true
				place := c.tokens[at].match
				c.before[place] = append(c.before[place], either{among: restart})
			}
			continue
		}
		place := c.placeBefore(section, behind)
		whole := slices.Concat([]byte("<"+w+element+">"), restart, []byte("</"+w+element+">"))
		if element == "footnotePr" {
			c.before[place] = append([]piece{either{among: whole}}, c.before[place]...)
		} else {
			c.before[place] = append(c.before[place], either{among: whole})
		}
	}
}

// behindEndnotes are what may stand behind the rules of endnotes in the settings.
var behindEndnotes = []string{"compat", "docVars", "rsids", ":mathPr", "attachedSchema", "themeFontLang", "clrSchemeMapping", "doNotIncludeSubdocsInStats",
	"doNotAutoCompressPictures", "forceUpgrade", "captions", "readModeInkLockDown", "smartTagType", ":schemaLibrary", "shapeDefaults", "doNotEmbedSmartTags", "decimalSymbol", "listSeparator"}

// endnotesBySection returns settings that have the endnotes of each letter at its own
// end, rather than all at the end of the document.
func endnotesBySection(settings []byte) ([]byte, error) {
	s, err := scan(settings)
	if err != nil {
		return nil, err
	}
	root := s.root()
	position := []byte("<" + s.prefix + "pos " + s.prefix + `val="sectEnd"/>`)
	insert := func(lo, hi int, with []byte) []byte { return slices.Concat(settings[:lo], with, settings[hi:]) }
	if at := s.child(root, "endnotePr"); at >= 0 {
		if old := s.child(at, "pos"); old >= 0 {
			return insert(s.tokens[old].start, s.tokens[s.tokens[old].match].end, position), nil
		}
		if selfClosed(s.raw(at)) {
			return insert(s.tokens[at].start, s.tokens[at].end, slices.Concat(opened(s.raw(at)), position, closed(s.raw(at)))), nil
		}
		return insert(s.tokens[at].end, s.tokens[at].end, position), nil
	}
	place := s.tokens[s.placeBefore(root, behindEndnotes)].start
	return insert(place, place, slices.Concat([]byte("<"+s.prefix+"endnotePr>"), position, []byte("</"+s.prefix+"endnotePr>"))), nil
}

// amongLetters returns the settings as a document of many letters has them.
func (t *Template) amongLetters(settings []byte) ([]byte, error) {
	if t.notesOf("endnote") == nil || bytes.IndexByte(settings, '<') < 0 {
		return settings, nil
	}
	return endnotesBySection(settings)
}
