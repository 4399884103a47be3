package docx

import (
	"slices"
	"strings"

	"winnow/core"
)

// filled compiles a field that is filled in.
func (c *compiler) filled(f *field, in instruction) (textPiece, error) {
	c.t.merges = c.t.merges || slices.Contains(valued, in.kind)
	k, form := c.look(f, in), in.format()
	form.language = c.languageOf(f)
	switch in.kind {
	case "MERGEREC":
		return mergeField{look: k, format: form, place: recordPlace, name: in.kind}, nil
	case "MERGESEQ":
		return mergeField{look: k, format: form, place: sequencePlace, name: in.kind}, nil
	case "MERGEFIELD":
		name := strings.Join(in.words, " ")
		if name == "" {
			return nil, core.NewProblem(core.Invalid, "docx.word_template_has_merge_field_without_name").Hint("docx.delete_it_in_word_or_libreoffice")
		}
		return mergeField{look: k, format: form, place: c.t.place(name), name: name}, nil
	case "ADDRESSBLOCK":
		return c.address(f, in)
	case "GREETINGLINE":
		instead, _ := in.argument('e')
		shape, _ := in.argument('f')
		name := "GreetingLine"
		if strings.Contains(shape, "_FIRST") && !strings.Contains(shape, "_LAST") || strings.Contains(shape, "_NICK") {
			name = "Greeting Informal"
		}
		return mergeField{look: k, place: c.t.place(name), instead: instead}, nil
	}
	switch in.kind {
	case "NEXT", "NEXTIF":
		if err := c.next(in.kind); err != nil || in.kind == "NEXT" {
			return next{}, err
		}
	case "SKIPIF":
		if err := c.skip(); err != nil {
			return nil, err
		}
	}
	if in.kind == "IF" {
		c.choices++
		defer func() { c.choices-- }()
	}
	if !slices.Contains(merged, in.kind) && !strings.HasPrefix(in.kind, "=") {
		return c.reference(f, in)
	}
	u, err := c.units(f)
	if err != nil {
		return nil, err
	}
	if u = u.trim(); len(u) < len(in.kind) {
		return nil, tornField(in.kind)
	}
	if strings.HasPrefix(in.kind, "=") {
		return c.formula(f, in, u[1:])
	}
	u = u[len(in.kind):]
	switch in.kind {
	case "QUOTE":
		words, _ := u.operand(false)
		if words.holdsNext() {
			return nil, unsupported("NEXT")
		}
		return quote{look: k, words: words, format: form}, nil
	case "SET", "ASK", "FILLIN":
		return c.assigns(f, in, u)
	}
	var p choice
	if p.left, p.operator, p.right, u, err = c.condition(u); err != nil {
		return nil, err
	}
	switch in.kind {
	case "NEXTIF":
		return next{when: &p}, nil
	case "SKIPIF":
		return skip{when: p}, nil
	case "COMPARE":
		return comparison{look: k, choice: p}, nil
	}
	p.yes, u = u.operand(false)
	p.no, _ = u.operand(false)
	if p.left.unbalanced || p.right.unbalanced || p.yes.unbalanced || p.no.unbalanced {
		return nil, tornField(in.kind)
	}
	return p, nil
}

// condition splits off a condition: two values and the operator between them.
func (c *compiler) condition(u units) (left operand, operator string, right operand, rest units, err error) {
	if left, u, err = c.compared(u, true); err != nil {
		return left, "", right, nil, err
	}
	if operator, u = u.operator(); operator == "" {
		return left, "", right, nil, core.NewProblem(core.Invalid, "docx.word_template_has_if_field_without").Hint("docx.delete_it_in_word_and_insert")
	}
	if right, u, err = c.compared(u, false); err == nil && (left.holdsNext() || right.holdsNext()) {
		err = unsupported("NEXT")
	}
	return left, operator, right, u, err
}

// compared splits off a value of a condition, which may be the name of a bookmark.
func (c *compiler) compared(u units, first bool) (operand, units, error) {
	u = u.trim()
	quoted := len(u) > 0 && u[0].other == nil && isQuote(u[0].sign)
	o, rest := u.operand(first)
	if quoted || !o.isConstant() {
		return o, rest, nil
	}
	p, err := c.bookmarked(o.shown())
	if p != nil {
		o = operand{pieces: []textPiece{p}}
	}
	return o, rest, err
}

// next counts a field NEXT, which has no place but in the text of a letter.
func (c *compiler) next(kind string) error {
	if !c.repeated || c.ofNotes != nil || c.boxes > 0 || c.code || c.t.skips {
		return unsupported(kind)
	}
	if c.t.nexts++; c.t.nexts >= maxRecords {
		return core.NewProblem(core.Invalid, "docx.word_template_has_more_than_max_fields", "max", maxRecords-1)
	}
	c.t.depends = c.t.depends || kind == "NEXTIF" || c.choices > 0
	return nil
}

// skip notes a field SKIPIF, which has no place but in the text of a letter, and none
// in one of several records.
func (c *compiler) skip() error {
	if !c.repeated || c.ofNotes != nil || c.boxes > 0 || c.code || c.t.nexts > 0 {
		return unsupported("SKIPIF")
	}
	c.t.skips = true
	return nil
}

// maxRecords is how many records a letter may have.
const maxRecords = 1000

// holdsNext reports whether a field NEXT stands in an operand.
func (o operand) holdsNext() bool {
	return slices.ContainsFunc(o.pieces, func(p textPiece) bool {
		switch p := p.(type) {
		case next, skip:
			return true
		case choice:
			return p.yes.holdsNext() || p.no.holdsNext()
		}
		return false
	})
}

// look returns how a field's text looks: as the text that it replaces, or as its
// code.
func (c *compiler) look(f *field, in instruction) look {
	k := look{prefix: c.prefix, code: c.code}
	order := slices.Concat(f.result, f.code)
	if in.format().own {
		order = slices.Concat(f.code, f.result)
	}
	for _, n := range order {
		switch {
		case n.kind == runNode:
			k.properties = c.properties(n.lo)
		case n.kind == codeNode, n.kind == childNode && c.tokens[n.lo].name == "t":
			k.properties = c.properties(n.run)
		default:
			continue
		}
		break
	}
	c.size += len(k.properties)
	return k
}

// maxCode is how many signs the code of a field may have.
const maxCode = 1 << 16

// units returns the code of a field, sign by sign.
func (c *compiler) units(f *field) (units, error) {
	var u units
	child := func(run, i int) error {
		k := look{prefix: c.prefix, code: c.code, properties: c.properties(run)}
		switch c.tokens[i].name {
		case "rPr", "lastRenderedPageBreak":
		case "t", "instrText":
			text := c.textOf(i)
			if len(text) > maxCode {
				return tooLarge("code")
			}
			c.size += len(k.properties)
			for _, r := range text {
				u = append(u, unit{sign: r, run: run, look: k})
			}
		default:
			pieces, err := c.apart([]node{{kind: childNode, lo: i, hi: c.tokens[i].match + 1, run: run}})
			if err != nil {
				return err
			}
			u = append(u, unit{other: group{pieces: pieces, seen: true}})
		}
		return nil
	}
	// What stands between two paragraphs is only kept where there are two.
	across := slices.ContainsFunc(f.code, func(n node) bool {
		return n.kind == tagNode && c.tokens[n.lo].kind == closing && c.tokens[n.lo].name == "p"
	})
	if f.isSimple {
		k := c.look(f, parseInstruction(f.simple))
		for _, r := range f.simple {
			u = append(u, unit{sign: r, run: -1, look: k})
		}
	}
	for _, n := range f.code {
		var err error
		switch n.kind {
		case fieldNode:
			var p textPiece
			if c.unbalanced(n.field) {
				return nil, tornField(parseInstruction(c.words(n.field)).kind)
			}
			if p, err = c.inner(n); err == nil {
				u = append(u, unit{other: p})
			}
		case runNode:
			c.children(n.lo, func(i int) bool {
				err = child(n.lo, i)
				return err == nil
			})
		case tagNode:
			if !across {
				continue
			}
			var pieces []piece
			pieces, err = c.apart([]node{n})
			u = append(u, unit{other: group{pieces: pieces}, blank: true, tag: c.tokens[n.lo]})
		default:
			err = child(n.run, n.lo)
		}
		switch {
		case err != nil:
			return nil, err
		case len(u) > maxCode || c.size > maxLetter:
			return nil, tooLarge("code")
		}
	}
	return u, nil
}

// inner compiles a field that stands in another one's code.
func (c *compiler) inner(n node) (textPiece, error) {
	in := parseInstruction(c.words(n.field))
	if c.isMerged(n.field) {
		return c.filled(n.field, in)
	}
	text, err := c.saidOf(n.field.result)
	if err != nil {
		return nil, err
	}
	pieces, err := c.apart([]node{n})
	return staying{kind: in.kind, stored: text.shown(), pieces: pieces, date: in.format()}, err
}

// staying is a field in the code of another one that the word processor fills in.
type staying struct {
	kind string
	// stored is what it said when the template was saved.
	stored string
	pieces []piece
	// date is how a day is written, for DATE and TIME.
	date format
}

// text is what the field says in a condition: the day of the merge for the fields that
// say today, else what it said when the template was saved.
func (p staying) text(l *letter) string {
	if (p.kind == "DATE" || p.kind == "TIME") && !l.record.Day.IsZero() {
		return p.date.apply(Value{Text: l.record.Day.Format("2006-01-02"), Typed: l.record.Day}, l)
	}
	return p.stored
}

func (p staying) write(l *letter) {
	l.hasValue = true
	l.all(p.pieces)
}

// layout are the fields whose text only the pages of the finished document have.
var layout = []string{"PAGE", "PAGEREF", "NUMPAGES", "SECTION", "SECTIONPAGES", "SEQ", "LISTNUM", "STYLEREF", "TOC", "INDEX", "NOTEREF"}

// stays reports whether a field of the finished pages stands in an operand.
func (o operand) stays() bool {
	return slices.ContainsFunc(o.pieces, func(p textPiece) bool {
		s, ok := p.(staying)
		return ok && slices.Contains(layout, s.kind)
	})
}

// group is pieces that stand in a field's code without being text; seen says
// that they show something.
type group struct {
	pieces []piece
	seen   bool
}

func (g group) text(*letter) string { return "" }

func (g group) write(l *letter) {
	l.hasValue = l.hasValue || g.seen
	l.all(g.pieces)
}
