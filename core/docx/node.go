package docx

import (
	"strings"

	"winnow/core"
)

// maxNesting is how many fields may stand in each other.
const maxNesting = 20

type nodeKind uint8

const (
	// tagNode is a token outside of runs.
	tagNode nodeKind = iota
	// runNode is a run without a part of a field's frame or code.
	runNode
	// childNode is a child of another run.
	childNode
	// codeNode is a child that is part of a field's code.
	codeNode
	beginNode
	separateNode
	endNode
	fieldNode
)

// node is what the text of a part consists of: the tokens lo up to hi.
type node struct {
	kind   nodeKind
	lo, hi int
	// run is the token that opens the run of a child.
	run   int
	field *field
}

// field is a field with what it is made of.
type field struct {
	// begin, separate and end are its frame; those that it lacks have kind
	// tagNode and no tokens.
	begin, separate, end node
	code, result         []node
	// simple is the code of a field that is one element; its token is begin's.
	simple   string
	isSimple bool
}

// nodes returns what the tokens from lo up to hi consist of, fields not yet put
// together.
func (s *source) nodes(lo, hi int) []node {
	var list []node
	for i := lo; i < hi; i++ {
		t := s.tokens[i]
		switch {
		case s.opens(i, "r"):
			list = s.appendRun(list, i)
			i = t.match
		case s.opens(i, "fldSimple"):
			list = append(list, node{kind: fieldNode, lo: i, hi: t.match + 1,
				field: &field{isSimple: true, simple: s.attr(i, "instr"), begin: node{kind: tagNode, lo: i, hi: i + 1}}})
			i = t.match
		default:
			list = append(list, node{kind: tagNode, lo: i, hi: i + 1})
		}
	}
	return list
}

func (s *source) appendRun(list []node, run int) []node {
	framed := false
	s.children(run, func(i int) bool {
		name := s.tokens[i].name
		framed = name == "fldChar" || name == "instrText"
		return !framed
	})
	if !framed {
		return append(list, node{kind: runNode, lo: run, hi: s.tokens[run].match + 1})
	}
	s.children(run, func(i int) bool {
		n := node{kind: childNode, lo: i, hi: s.tokens[i].match + 1, run: run}
		switch s.tokens[i].name {
		case "rPr":
			return true
		case "instrText":
			n.kind = codeNode
		case "fldChar":
			switch s.attr(i, "fldCharType") {
			case "begin":
				n.kind = beginNode
			case "separate":
				n.kind = separateNode
			case "end":
				n.kind = endNode
			}
		}
		list = append(list, n)
		return true
	})
	return list
}

// assemble puts the fields of a list together.
func (s *source) assemble(list []node, depth int) ([]node, error) {
	out, rest, err := s.sequence(list, depth, false)
	for err == nil && len(rest) > 0 {
		// An end or a separator that belongs to no field stays as it is.
		stray := rest[0]
		stray.kind = childNode
		out = append(out, stray)
		var more []node
		more, rest, err = s.sequence(rest[1:], depth, false)
		out = append(out, more...)
	}
	return out, err
}

// sequence takes nodes up to a separator or an end.
func (s *source) sequence(list []node, depth int, within bool) (out, rest []node, err error) {
	if depth > maxNesting {
		return nil, nil, core.NewProblem(core.Invalid, "docx.word_template_has_fields_in_each_other", "max", maxNesting)
	}
	for len(list) > 0 {
		n := list[0]
		switch n.kind {
		case separateNode, endNode:
			return out, list, nil
		case beginNode:
			if n, list, err = s.complete(list, depth+1); err != nil {
				return nil, nil, err
			}
			out = append(out, n)
			continue
		case fieldNode:
			if n.field.result, err = s.assemble(s.nodes(n.lo+1, n.hi-1), depth+1); err != nil {
				return nil, nil, err
			}
		}
		out, list = append(out, n), list[1:]
	}
	if within {
		return nil, nil, core.NewProblem(core.Invalid, "docx.word_template_has_field_that_begins_and_does").Hint("docx.delete_it_in_word_or_libreoffice")
	}
	return out, nil, nil
}

// complete takes one field, of which the list begins with the begin.
func (s *source) complete(list []node, depth int) (n node, rest []node, err error) {
	f := &field{begin: list[0]}
	if f.code, rest, err = s.sequence(list[1:], depth, true); err != nil {
		return n, nil, err
	}
	if rest[0].kind == separateNode {
		f.separate = rest[0]
		if f.result, rest, err = s.sequence(rest[1:], depth, true); err != nil {
			return n, nil, err
		}
		for rest[0].kind == separateNode {
			var more []node
			if more, rest, err = s.sequence(rest[1:], depth, true); err != nil {
				return n, nil, err
			}
			f.result = append(f.result, more...)
		}
	}
	f.end = rest[0]
	return node{kind: fieldNode, lo: f.begin.lo, hi: f.end.hi, field: f}, rest[1:], nil
}

// words returns the text of a field's code, without that of the fields in it.
func (s *source) words(f *field) string {
	if f.isSimple {
		return f.simple
	}
	var b strings.Builder
	for _, n := range f.code {
		switch n.kind {
		case tagNode:
			if s.tokens[n.lo].kind == closing && s.tokens[n.lo].name == "p" {
				b.WriteByte('\n')
			}
		case codeNode, childNode:
			b.WriteString(s.wordsOf(n.lo))
		case runNode:
			s.children(n.lo, func(i int) bool {
				b.WriteString(s.wordsOf(i))
				return true
			})
		}
	}
	return b.String()
}

func (s *source) wordsOf(child int) string {
	switch s.tokens[child].name {
	case "instrText", "t":
		return s.textOf(child)
	case "tab":
		return " "
	case "br", "cr":
		return "\n"
	}
	return ""
}

// unbalanced reports whether leaving out a field would leave elements open, or join
// what must not be joined.
func (s *source) unbalanced(f *field) bool {
	var b balance
	var walk func(list []node)
	walk = func(list []node) {
		for _, n := range list {
			switch n.kind {
			case fieldNode:
				walk(n.field.code)
				walk(n.field.result)
			case tagNode:
				b.take(s.tokens[n.lo])
			}
		}
	}
	walk(f.code)
	walk(f.result)
	return !b.even()
}

// balance is what is left of a row of tags without the elements that are whole:
// names of those that end, and of those that begin.
type balance struct{ ends, begins []string }

func (b *balance) take(t token) {
	switch {
	case t.kind == opening:
		b.begins = append(b.begins, t.name)
	case t.kind == closing && len(b.begins) > 0:
		b.begins = b.begins[:len(b.begins)-1]
	case t.kind == closing:
		b.ends = append(b.ends, t.name)
	}
}

// even reports whether what ends begins again behind, other than the cells and
// rows of a table.
func (b *balance) even() bool {
	if len(b.ends) != len(b.begins) {
		return false
	}
	for i, name := range b.ends {
		if name != b.begins[len(b.begins)-1-i] || name == "tc" || name == "tr" || name == "tbl" {
			return false
		}
	}
	return true
}
