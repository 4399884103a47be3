package docx

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"strings"
	"unicode"

	"winnow/core"
)

// compiler turns the tokens of a part into pieces.
type compiler struct {
	t *Template
	*source
	// repeated says that the part is the document's, which many letters share,
	// so that what no two may share has to differ.
	repeated bool
	// ofNotes are the notes that are compiled, or nil.
	ofNotes *notes
	// before and after are pieces that go round a token; replace are other forms
	// of one; open are elements that are to have content.
	before  map[int][]piece
	after   map[int][]piece
	replace map[int]either
	open    map[int]bool
	// serials are the numbers given so far to what must differ.
	serials map[string]serial
	// runs are the languages of runs, as far as they were looked at.
	runs map[int]string
	// boxes is in how many text boxes what is compiled stands, choices in how many
	// fields IF.
	boxes, choices int
	// counts says that a field in the part counts the letter's pages.
	counts bool
	// placed says that an error tells already where it is.
	placed bool
	// code says that what is compiled is the code of a field that stays.
	code bool
	out  []piece
	// size is how many bytes the pieces have.
	size int
}

// maxLetter is how many bytes a letter may have before its fields are filled in;
// a template whose fields repeat what stands round them has more than it seems.
const maxLetter = 4 * maxPart

func (t *Template) compiler(s *source) *compiler {
	return &compiler{t: t, source: s, before: map[int][]piece{}, after: map[int][]piece{}, replace: map[int]either{}, open: map[int]bool{},
		runs: map[int]string{}, serials: map[string]serial{}}
}

// story compiles a text of its own: fields begin and end in it.
func (c *compiler) story(lo, hi int) error {
	list, err := c.assemble(c.nodes(lo, hi), 0)
	if err != nil {
		return err
	}
	return c.list(list)
}

// apart compiles nodes to pieces of their own.
func (c *compiler) apart(list []node) ([]piece, error) {
	out := c.out
	c.out = nil
	err := c.list(list)
	pieces := c.out
	c.out = out
	return pieces, err
}

func (c *compiler) list(list []node) error {
	for i := 0; i < len(list); i++ {
		if c.size > maxLetter {
			return tooLarge("pieces")
		}
		n := list[i]
		if n.kind == tagNode && c.opens(n.lo, "p") && !c.code {
			end := c.endOf(list, i)
			if end > 0 && c.canGo(list[i+1:end], list[end]) {
				if err := c.line(n, list[i+1:end], list[end]); err != nil {
					return err
				}
				i = end
				continue
			}
		}
		if err := c.node(n); err != nil {
			return err
		}
	}
	return nil
}

// endOf returns the place of the node that ends the paragraph which begins at
// place i of a list, or 0. A field can lie over the ends of paragraphs: then it
// is the last of them.
func (c *compiler) endOf(list []node, i int) int {
	for j := i + 1; j < len(list); j++ {
		if list[j].kind == tagNode && c.tokens[list[j].lo].name == "p" {
			if c.tokens[list[j].lo].kind == closing {
				return j
			}
			return 0
		}
	}
	return 0
}

// line compiles a paragraph that can go.
func (c *compiler) line(p node, within []node, end node) error {
	out := c.out
	c.out = nil
	err := errors.Join(c.emit(p.lo, p.hi), c.list(within), c.emit(end.lo, end.hi))
	c.out = append(out, line(c.out))
	return err
}

// canGo reports whether a paragraph is one of nothing but fields, behind which
// another follows, so that it can be left out.
func (c *compiler) canGo(list []node, end node) bool {
	fields := 0
	for _, n := range list {
		switch {
		case n.kind == fieldNode && c.isMerged(n.field):
			if kind := parseInstruction(c.words(n.field)).kind; !slices.Contains(silentFields, kind) {
				fields++
			}
		case n.kind == runNode && c.silent(n.lo):
		case n.kind == tagNode && !strings.HasPrefix(c.tokens[n.lo].name, "bookmark") && c.tokens[n.lo].name != "sectPr":
		default:
			return false
		}
	}
	if fields == 0 {
		return false
	}
	for i := end.hi; i < len(c.tokens); i++ {
		switch t := c.tokens[i]; t.kind {
		case opening:
			return t.name == "p" || t.name == "tbl"
		case closing:
			return false
		}
	}
	return false
}

// silentFields are the fields that say nothing themselves.
var silentFields = []string{"NEXT", "NEXTIF", "SKIPIF", "SET", "ASK"}

// silent reports whether a run shows nothing.
func (c *compiler) silent(run int) bool {
	silent := true
	c.children(run, func(i int) bool {
		switch c.tokens[i].name {
		case "rPr", "lastRenderedPageBreak":
		case "t":
			silent = strings.TrimSpace(c.textOf(i)) == ""
		default:
			silent = false
		}
		return silent
	})
	return silent
}

func (c *compiler) node(n node) error {
	switch n.kind {
	case fieldNode:
		return c.field(n)
	case tagNode, runNode:
		return c.emit(n.lo, n.hi)
	}
	return c.child(n)
}

// child writes a child as a run of its own.
func (c *compiler) child(n node) error {
	c.raw(opened(c.source.raw(n.run)))
	c.raw(c.properties(n.run))
	if err := c.emit(n.lo, n.hi); err != nil {
		return err
	}
	c.raw(closed(c.source.raw(n.run)))
	return nil
}

// properties returns the properties of a run, as they stand.
func (c *compiler) properties(run int) []byte {
	if i := c.source.child(run, "rPr"); i >= 0 {
		return c.element(i)
	}
	return nil
}

func (c *compiler) add(p piece) { c.out = append(c.out, p) }

// raw adds what stands in every letter as it is.
func (c *compiler) raw(content []byte) {
	if len(content) == 0 {
		return
	}
	c.size += len(content)
	if last := len(c.out) - 1; last >= 0 {
		if text, ok := c.out[last].(fixed); ok {
			c.out[last] = append(text, content...)
			return
		}
	}
	c.add(fixed(slices.Clone(content)))
}

// emit compiles tokens that belong to no field. The text of a text box is a
// story of its own.
func (c *compiler) emit(lo, hi int) error {
	for i := lo; i < hi; i++ {
		t := c.tokens[i]
		if pieces := c.before[i]; pieces != nil {
			c.out = append(c.out, pieces...)
		}
		if other, ok := c.replace[i]; ok {
			c.add(other)
			continue
		}
		if t.kind == closing {
			if c.open[t.match] {
				c.raw(closed(c.source.raw(t.match)))
			} else {
				c.raw(c.source.raw(i))
			}
			continue
		}
		if t.kind == opening && t.name == "txbxContent" && t.match > i+1 {
			c.raw(c.source.raw(i))
			c.boxes++
			err := c.story(i+1, t.match)
			c.boxes--
			if err != nil {
				return err
			}
			i = t.match - 1
			continue
		}
		switch {
		case t.kind != opening || !c.repeated:
			c.start(i)
		case c.unshared(i):
			i = t.match
			continue
		}
		c.out = append(c.out, c.after[i]...)
	}
	return nil
}

// start adds a token as it stands.
func (c *compiler) start(i int) {
	if c.open[i] {
		c.raw(opened(c.source.raw(i)))
	} else {
		c.raw(c.source.raw(i))
	}
}

// merged are the fields that a merge fills in, and valued those of them that make one
// letter differ from another.
var (
	merged = []string{"MERGEFIELD", "IF", "QUOTE", "ADDRESSBLOCK", "GREETINGLINE", "MERGEREC", "MERGESEQ", "NEXT", "NEXTIF", "SKIPIF", "COMPARE", "SET", "ASK", "FILLIN"}
	valued = []string{"MERGEFIELD", "ADDRESSBLOCK", "GREETINGLINE", "MERGEREC", "MERGESEQ"}
)

// isMerged reports whether a field is filled in: a merge field, one that is made
// of merge fields, or one that says again what such a field says.
func (c *compiler) isMerged(f *field) bool {
	in := parseInstruction(c.words(f))
	switch kind := in.kind; {
	case strings.HasPrefix(kind, "="):
		return c.holdsMerged(f) || c.names(c.words(f))
	case !slices.Contains(merged, kind):
		return c.refers(in)
	case kind == "COMPARE" || kind == "IF" || kind == "QUOTE":
		return (c.holdsMerged(f) || kind != "QUOTE" && c.names(c.words(f))) && !c.asksLayout(f, in)
	}
	return true
}

// names reports whether a word of a field's code is what a field SET or ASK has named,
// or a bookmark in which fields are filled in.
func (c *compiler) names(code string) bool {
	words := strings.FieldsFunc(code, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' })
	return slices.ContainsFunc(words, func(word string) bool { return c.refers(instruction{kind: "REF", words: []string{word}}) })
}

// asksLayout reports whether the condition of a field IF or COMPARE, or the text of a
// field QUOTE, has a field that only the pages of the finished document fill in.
func (c *compiler) asksLayout(f *field, in instruction) bool {
	var u units
	for _, n := range f.code {
		if n.kind == fieldNode {
			u = append(u, unit{other: staying{kind: parseInstruction(c.words(n.field)).kind}})
			continue
		}
		for _, r := range c.words(&field{code: []node{n}}) {
			u = append(u, unit{sign: r})
		}
	}
	if u = u.trim(); len(u) < len(in.kind) {
		return false
	}
	first, u := u[len(in.kind):].operand(in.kind != "QUOTE")
	_, u = u.operator()
	second, _ := u.operand(false)
	return first.stays() || in.kind != "QUOTE" && second.stays()
}

// refused are the fields that a merge would have to do more for than it does, or
// that have a letter run or fetch something.
var refused = []string{"DATABASE", "DDE", "DDEAUTO", "INCLUDE", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK"}

// holdsMerged reports whether a field is made of merge fields, among others.
func (c *compiler) holdsMerged(f *field) bool { return c.fills(f.code) || c.fills(f.result) }

// field compiles a field: one that is filled in, or one that stays. What is wrong with
// it is told with the text that it stands in.
func (c *compiler) field(n node) error {
	err := c.fieldItself(n)
	var p *core.Problem
	if c.placed || !errors.As(err, &p) {
		return err
	}
	if text := c.paragraphAt(n.lo); text != "" {
		c.placed = true
		return p.Around("docx.problem_near", "text", text)
	}
	return err
}

// maxQuoted is how many characters of a paragraph a message has.
const maxQuoted = 60

// paragraphAt returns the text of the paragraph that a token stands in, or of the last one
// before it that says something.
func (c *compiler) paragraphAt(i int) string {
	for i >= 0 && !(c.opens(i, "p") && c.tokens[i].match > i) {
		i--
	}
	for ; i >= 0; i-- {
		if !c.opens(i, "p") {
			continue
		}
		if text := c.quoted(i, maxQuoted); text != "" {
			return text
		}
	}
	return ""
}

func (c *compiler) fieldItself(n node) error {
	f := n.field
	in := parseInstruction(c.words(f))
	if slices.Contains(refused, in.kind) {
		return unsupported(in.kind)
	}
	if !c.isMerged(f) {
		return c.kept(f, in)
	}
	if c.unbalanced(f) {
		return tornField(in.kind)
	}
	p, err := c.filled(f, in)
	if err != nil {
		return err
	}
	if p != nil {
		c.add(p)
	}
	return nil
}

// instead is what to use in the place of fields that are refused.
var instead = map[string]string{
	"DATABASE": "docx.use_merge_fields", "DDE": "docx.insert_what_it_shows", "DDEAUTO": "docx.insert_what_it_shows", "LINK": "docx.insert_what_it_shows",
	"INCLUDE": "docx.insert_its_text", "INCLUDETEXT": "docx.insert_its_text", "INCLUDEPICTURE": "docx.insert_its_picture", "IMPORT": "docx.insert_its_picture",
	"NEXT": "docx.place_next_in_text", "NEXTIF": "docx.place_next_in_text", "SKIPIF": "docx.place_skipif_in_text",
}

func unsupported(kind string) error {
	return core.NewProblem(core.Invalid, "docx.word_template_uses_field_in_way", "field", kind).Hint(cmp.Or(instead[kind], "docx.take_it_out_of_template"))
}

func tornField(kind string) error {
	return core.NewProblem(core.Invalid, "docx.word_template_has_field_that_begins", "field", kind).
		Hint("docx.delete_it_in_word_or_libreoffice")
}

// kept compiles a field that the word processor fills in, such as a page number;
// merge fields in it are filled in all the same.
func (c *compiler) kept(f *field, in instruction) error {
	if f.isSimple {
		if c.countsPages(in) {
			c.rewrite(f.begin.lo, map[string]func(string) piece{"instr": c.simplePages})
		} else if err := c.emit(f.begin.lo, f.begin.hi); err != nil {
			return err
		}
		if err := c.list(f.result); err != nil {
			return err
		}
		return c.emit(c.tokens[f.begin.lo].match, c.tokens[f.begin.lo].match+1)
	}
	if err := c.child(f.begin); err != nil {
		return err
	}
	code := c.code
	c.code = true
	err := c.keptCode(f, in)
	c.code = code
	if err != nil {
		return err
	}
	if f.separate.hi > 0 {
		if err := c.child(f.separate); err != nil {
			return err
		}
	}
	if err := c.list(f.result); err != nil {
		return err
	}
	return c.child(f.end)
}

// keptCode compiles the code of a field that stays. One that refers to a
// bookmark refers to the letter's own.
func (c *compiler) keptCode(f *field, in instruction) error {
	if c.countsPages(in) {
		return c.pagesCode(f)
	}
	refers := c.repeated && len(in.words) > 0 && (in.kind == "REF" || in.kind == "PAGEREF" || in.kind == "NOTEREF")
	for _, n := range f.code {
		text := c.source.between(n.lo, n.hi)
		if refers && n.kind == codeNode && bytes.Contains(text, []byte(in.words[0])) {
			before, after, _ := bytes.Cut(text, []byte(in.words[0]))
			c.raw(opened(c.source.raw(n.run)))
			c.raw(c.properties(n.run))
			c.raw(before)
			c.add(bookmark(in.words[0]))
			c.raw(after)
			c.raw(closed(c.source.raw(n.run)))
			continue
		}
		if err := c.list([]node{n}); err != nil {
			return err
		}
	}
	return nil
}
