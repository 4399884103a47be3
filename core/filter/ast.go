package filter

import (
	"cmp"
	"strings"
)

// node is a part of a checked filter: a *branch or a *term.
type node any

// branch joins its kids by '|' or '&'. It has two at least, none of which is a
// branch of the same kind.
type branch struct {
	op   byte
	kids []node
}

// op is what a term asks of the field.
type op int

const (
	equal op = iota
	notEqual
	like    // the text fits a pattern, which stands in lo
	notLike // the text does not fit it
	more
	atLeast
	less
	atMost
	onward // lo..
	upTo   // ..hi
	within // lo..hi
)

// term asks one thing of the field. hi is used by upTo and within only, lo by
// all others.
type term struct {
	op     op
	fold   bool
	lo, hi operand
}

// operand is what a field is compared with: s for Code, Text and Date, n for the
// types that are numbers.
type operand struct {
	s string
	n float64
	// me says that the token %me stands for the value, which cannot be written
	// itself since it contains wildcards.
	me bool
}

func compareValues(a, b operand) int {
	if c := strings.Compare(a.s, b.s); c != 0 {
		return c
	}
	return cmp.Compare(a.n, b.n)
}

// join makes a branch of kids, those of the same kind dissolved in it.
func join(op byte, kids []node) node {
	flat := make([]node, 0, len(kids))
	for _, kid := range kids {
		if b, ok := kid.(*branch); ok && b.op == op {
			flat = append(flat, b.kids...)
		} else {
			flat = append(flat, kid)
		}
	}
	if len(flat) == 1 {
		return flat[0]
	}
	return &branch{op, flat}
}

// terms calls visit with each term, from left to right.
func terms(n node, visit func(*term)) {
	switch n := n.(type) {
	case *branch:
		for _, kid := range n.kids {
			terms(kid, visit)
		}
	case *term:
		visit(n)
	}
}
