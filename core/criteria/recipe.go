package criteria

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
)

// maxRecipe bounds a recipe's size in bytes; a filter may have a million
// characters, and a recipe several filters.
const maxRecipe = 64 << 20

// maxRecipeDepth bounds how deep members may nest; a recipe needs five levels.
const maxRecipeDepth = 16

// Recipe is a list of steps as a file.
type Recipe struct {
	Winnow int    `json:"winnow"`
	Steps  []Step `json:"steps"`
}

// NewRecipe makes a recipe of steps.
func NewRecipe(steps []Step) Recipe {
	if steps == nil {
		steps = []Step{}
	}
	return Recipe{Winnow: 1, Steps: steps}
}

// WriteRecipe writes a recipe as ReadRecipe reads it, for people to read too. A
// core.Problem says where it is larger than can be read again.
func WriteRecipe(w io.Writer, r Recipe) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		return fmt.Errorf("write the recipe: %w", err)
	}
	if b.Len() > maxRecipe {
		return tooLarge()
	}
	_, err := w.Write(b.Bytes())
	return err
}

func tooLarge() error {
	return core.NewProblem(core.Invalid, "criteria.recipe_is_larger_than_max_mb", "max", maxRecipe>>20)
}

// ReadRecipe reads a recipe; the error names what is wrong and its place, such
// as `steps[1].filters.contact.post_cod: no such field; did you mean post_code?`.
// Filters are not read yet: Compile does that. known are the fields that the company has.
func ReadRecipe(r io.Reader, known catalog.Catalog) (Recipe, error) { return readRecipe(r, &known) }

// ReadStored reads a recipe that the company keeps. It may name fields that the company
// had of its own and has no longer; Compile tells of these.
func ReadStored(r io.Reader) (Recipe, error) { return readRecipe(r, nil) }

func readRecipe(r io.Reader, known *catalog.Catalog) (Recipe, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxRecipe+1))
	if err != nil {
		return Recipe{}, fmt.Errorf("read the recipe: %w", err)
	}
	if len(data) > maxRecipe {
		return Recipe{}, tooLarge()
	}
	root, err := readNode(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), known)
	if err != nil {
		return Recipe{}, err
	}
	return root.recipe()
}

// node is a JSON value with its place, members in order, none twice.
type node struct {
	place   string
	kind    json.Delim // '{', '[' or 0 for a plain value
	value   any
	members []member
	items   []node
	// known are the fields that there are; nil where any may be named.
	known *catalog.Catalog
}

type member struct {
	key  string
	node node
}

func readNode(data []byte, known *catalog.Catalog) (node, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	root, err := decode(dec, known, "", 0)
	if err == nil {
		if _, more := dec.Token(); !errors.Is(more, io.EOF) {
			err = core.NewProblem(core.Invalid, "criteria.text_after_recipes_end")
		}
	}
	if err == nil {
		return root, nil
	}
	var p *core.Problem
	if errors.As(err, &p) {
		return root, p
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return root, core.NewProblem(core.Invalid, "criteria.recipe_is_empty").By(err)
	}
	line := 1 + bytes.Count(data[:min(int(dec.InputOffset()), len(data))], []byte("\n"))
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return root, core.NewProblem(core.Invalid, "criteria.line_recipe_ends_in_middle", "line", line).Hint("criteria.bracket_or_quotation_mark_is_missing").By(err)
	}
	return root, core.NewProblem(core.Invalid, "criteria.line_this_is_not_json_problem", "line", line, "problem", err).By(err)
}

func decode(dec *json.Decoder, known *catalog.Catalog, place string, depth int) (node, error) {
	n := node{place: place, known: known}
	if depth > maxRecipeDepth {
		return n, n.wrong(core.Text("criteria.nested_too_deeply_for_recipe"))
	}
	token, err := dec.Token()
	if err != nil {
		return n, err
	}
	delim, ok := token.(json.Delim)
	if !ok {
		n.value = token
		return n, nil
	}
	n.kind = delim
	seen := map[string]bool{}
	for dec.More() {
		inner := fmt.Sprintf("%s[%d]", place, len(n.items))
		var key string
		if delim == '{' {
			name, err := dec.Token()
			if err != nil {
				return n, err
			}
			key, _ = name.(string)
			inner = strings.TrimPrefix(place+"."+key, ".")
			if seen[key] {
				return n, core.NewProblem(core.Invalid, "criteria.text_named_twice", "text", inner)
			}
			seen[key] = true
		}
		child, err := decode(dec, known, inner, depth+1)
		if err != nil {
			return n, err
		}
		if delim == '{' {
			n.members = append(n.members, member{key, child})
		} else {
			n.items = append(n.items, child)
		}
	}
	_, err = dec.Token()
	return n, err
}

// wrong says what is wrong with a node, and where it stands.
func (n node) wrong(what core.Message) *core.Problem {
	if n.place == "" {
		return what.Problem(core.Invalid)
	}
	return core.NewProblem(core.Invalid, "common.place_and_text", "place", n.place, "text", what)
}

func (n node) unknown(what core.Message, key string, known []string) error {
	return guess(n.wrong(what), key, known)
}

func (n node) object() error {
	if n.kind != '{' {
		return n.wrong(core.Text("criteria.members_in_braces_are_expected_here"))
	}
	return nil
}

func (n node) recipe() (Recipe, error) {
	r := NewRecipe(nil)
	if err := n.object(); err != nil {
		return r, err
	}
	marked := false
	for _, m := range n.members {
		switch m.key {
		case "winnow":
			number, ok := m.node.value.(json.Number)
			if !ok || number.String() != "1" {
				return r, m.node.wrong(core.Text("criteria.this_program_reads_recipes_of_version_1"))
			}
			marked = true
		case "steps":
			if m.node.kind != '[' {
				return r, m.node.wrong(core.Text("criteria.list_in_brackets_is_expected_here"))
			}
			for _, item := range m.node.items {
				step, err := item.step()
				if err != nil {
					return r, err
				}
				r.Steps = append(r.Steps, step)
			}
		default:
			return r, m.node.unknown(core.Text("criteria.no_such_member"), m.key, []string{"winnow", "steps"})
		}
	}
	if !marked {
		return r, core.NewProblem(core.Invalid, "criteria.winnow_missing_recipe_begins_with_value", "value", `{"winnow": 1`)
	}
	return r, nil
}

func (n node) step() (Step, error) {
	s := Step{Filters: Filters{}, Without: Filters{}}
	if err := n.object(); err != nil {
		return s, err
	}
	var options node
	for _, m := range n.members {
		var err error
		switch m.key {
		case "action":
			err = m.node.action(&s.Action)
		case "options":
			options = m.node
		case "filters":
			err = m.node.filters(s.Filters, false)
		case "without":
			err = m.node.filters(s.Without, true)
		case "any":
			err = m.node.any(&s.Any)
		case "reason":
			err = m.node.reason(&s.Reason)
		default:
			err = m.node.unknown(core.Text("criteria.no_such_member"), m.key, []string{"action", "options", "filters", "without", "any", "reason"})
		}
		if err != nil {
			return s, err
		}
	}
	if s.Action == "" {
		return s, n.wrong(core.Text("criteria.action_missing_it_is_add_refine"))
	}
	if err := checkAny(s); err != nil {
		return s, n.wrong(core.Plain(err))
	}
	if options.place != "" {
		return s, options.options(s.Action, &s.Options)
	}
	return s, nil
}

// any reads the alternatives of a step.
func (n node) any(list *[]Alternative) error {
	if n.kind != '[' || len(n.items) == 0 {
		return n.wrong(core.Text("criteria.list_of_alternatives_is_expected_here"))
	}
	for _, item := range n.items {
		a, err := item.alternative()
		if err != nil {
			return err
		}
		*list = append(*list, a)
	}
	return nil
}

func (n node) alternative() (Alternative, error) {
	a := Alternative{Filters{}, Filters{}}
	if err := n.object(); err != nil {
		return a, err
	}
	for _, m := range n.members {
		var err error
		switch m.key {
		case "filters":
			err = m.node.filters(a.Filters, false)
		case "without":
			err = m.node.filters(a.Without, true)
		default:
			err = m.node.unknown(core.Text("criteria.no_such_member"), m.key, []string{"filters", "without"})
		}
		if err != nil {
			return a, err
		}
	}
	return a, nil
}

func (n node) action(a *Action) error {
	name, ok := n.value.(string)
	switch Action(name) {
	case Add, Refine, Reduce:
		*a = Action(name)
		return nil
	}
	if !ok {
		return n.wrong(core.Text("criteria.action_is_add_refine_or_reduce"))
	}
	return n.wrong(core.Text("criteria.no_such_action_it_is_add_refine", "action", name))
}

func (n node) reason(reason *string) error {
	text, ok := n.value.(string)
	if !ok || !ValidReason(text) {
		return n.wrong(core.Text("criteria.reason_is_line_of_text_in_double", "max", MaxReason))
	}
	*reason = text
	return nil
}

func (n node) options(a Action, o *Options) error {
	if err := n.object(); err != nil {
		return err
	}
	var known []string
	byKey := map[string]Option{}
	for _, option := range OptionsOf(a) {
		known = append(known, option.Key)
		byKey[option.Key] = option
	}
	known = append(known, takeKey)
	for _, m := range n.members {
		if m.key == takeKey {
			t, err := m.node.take()
			if err != nil {
				return err
			}
			o.Take = &t
			continue
		}
		option, ok := byKey[m.key]
		if !ok {
			return m.node.unknown(core.Text("criteria.no_such_option_of_option", "option", a), m.key, known)
		}
		value, ok := m.node.value.(bool)
		if !ok {
			return m.node.wrong(core.Text("criteria.true_or_false_is_expected_here"))
		}
		*option.Value(o) = value
	}
	return nil
}

func (n node) filters(f Filters, without bool) error {
	if err := n.object(); err != nil {
		return err
	}
	for _, m := range n.members {
		section, ok := catalog.SectionOf(m.key)
		if n.known != nil {
			section, ok = n.known.SectionOf(m.key)
		}
		if !ok {
			return m.node.unknown(core.Text("criteria.no_such_section"), m.key, sectionKeys())
		}
		if without && m.key == catalog.Contact {
			return m.node.wrong(core.Text("criteria.contact_cannot_be_asked_for_without"))
		}
		if err := m.node.object(); err != nil {
			return err
		}
		f[m.key] = map[string]string{}
		for _, field := range m.node.members {
			if _, ok := section.Field(field.key); !ok && (n.known != nil || m.key != catalog.Contact) {
				return field.node.unknown(core.Text("criteria.no_such_field"), field.key, fieldKeys(section.Table))
			}
			typed, ok := field.node.value.(string)
			if !ok {
				return field.node.wrong(core.Text("criteria.filter_is_text_in_double_quotes"))
			}
			f[m.key][field.key] = typed
		}
	}
	return nil
}
