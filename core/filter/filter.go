// Package filter is the filter language. [Parse] reads what a person typed into a
// filter field, for the type of that field, and returns a [Filter] or an [Error]
// with the position of the mistake. A filter can be evaluated as SQL with bound
// values ([Filter.SQL]) or in Go ([Filter.Match]), with the same answer.
// [Filter.String] writes it again, [Filter.Meaning] says in words what it lets
// through.
//
// The package never puts what was typed into SQL text, opens no file and reads no
// clock: what tokens and relative dates mean is passed in as [Env].
package filter

import (
	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/value"
)

// Env is what tokens and relative dates are resolved with.
type Env = value.Env

// Error says what is wrong with a filter. Pos and End count characters of what
// was typed, from 1; End is behind the last one concerned. Text says what is
// wrong and what would help.
type Error struct {
	Pos, End int
	Text     core.Message
}

// Error returns the position and the text.
func (e *Error) Error() string { return e.In(core.Locale{}) }

// In returns the position and the text in a person's language.
func (e *Error) In(locale core.Locale) string {
	return core.Text("filter.position_text", "position", e.Pos, "text", e.Text).In(locale)
}

// Filter is a filter that was read for one field. The zero Filter is none: it
// lets everything through. A Filter is never changed.
type Filter struct {
	field catalog.Field
	env   Env
	typed string
	root  node
	rule  rule
	edits []edit
}

// Parse reads what was typed as a filter for the field. The error is an
// *Error.
func Parse(typed string, f catalog.Field, env Env) (Filter, error) {
	src, err := newSource(typed)
	if err != nil {
		return Filter{}, err
	}
	e, err := parse(src)
	if err != nil {
		return Filter{}, err
	}
	if e == nil {
		return Filter{field: f, env: env}, nil
	}
	c := &checker{src: src, field: f, env: env}
	root, err := c.expr(e)
	if err != nil {
		return Filter{}, err
	}
	r := newRule(root)
	if parts(r) > maxParts {
		return Filter{}, src.fail(0, len(src.runes), core.Text(
			"filter.mixes_too_many_conditions_more_than_max", "max", maxParts))
	}
	return Filter{field: f, env: env, typed: typed, root: root, rule: r, edits: c.edits}, nil
}

// Empty reports whether there is no filter, as for blanks.
func (f Filter) Empty() bool { return f.root == nil }

// Resolved returns what was typed with the salesperson code in the place of
// its tokens and days in the place of date values. It can be parsed again, to
// the same meaning. Without a filter it is "".
func (f Filter) Resolved() string { return edited(f.typed, f.edits) }

// FoldCase returns the same filter with case ignored in every value, and
// whether that can make a difference to it.
func (f Filter) FoldCase() (Filter, bool) {
	cased := false
	terms(f.root, func(t *term) {
		cased = cased || !t.fold && (f.cased(t.lo.s) || f.cased(t.hi.s))
	})
	if !cased {
		return f, false
	}
	folded, err := Parse(printNode(changed(f.root, func(t *term) { t.fold = true }), f.field), f.field, f.env)
	if err != nil {
		return f, false
	}
	return folded, true
}

// Renamed returns the same filter with other names for values: those that it names by
// themselves, or after = and <>, and for which there is a new name. Only fields of
// type Code have such names.
func (f Filter) Renamed(names map[string]string) Filter {
	if f.root == nil || f.field.Type != catalog.Code {
		return f
	}
	root := changed(f.root, func(t *term) {
		if name, ok := names[t.lo.s]; ok && (t.op == equal || t.op == notEqual) {
			t.lo = operand{s: name}
		}
	})
	renamed, err := Parse(printNode(root, f.field), f.field, f.env)
	if err != nil {
		return f
	}
	return renamed
}

// changed returns a copy of the tree in which change has changed every term.
func changed(n node, change func(*term)) node {
	if t, ok := n.(*term); ok {
		other := *t
		change(&other)
		return &other
	}
	b := n.(*branch)
	kids := make([]node, len(b.kids))
	for i, kid := range b.kids {
		kids[i] = changed(kid, change)
	}
	return &branch{b.op, kids}
}
