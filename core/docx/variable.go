package docx

import (
	"slices"
	"strings"

	"winnow/core"
)

// Fields SET and ASK give a text a name, which a field REF, or the name alone, says
// further on in the letter. The text of ASK, and that of FILLIN, which says it in its
// own place, is what the person answers who merges the template, once for all letters.

// Question is what a template asks the person who merges it.
type Question struct {
	// Name is the bookmark of a field ASK, or the prompt of a field FILLIN.
	Name   string
	Prompt string
	// HasDefault says that the letters have a text where there is no answer, Default is
	// that text, "" where it differs from letter to letter.
	HasDefault bool
	Default    string
}

// Asks reports whether an answer of that name is said in the letters.
func (t *Template) Asks(name string) bool {
	known := func(k string) bool { return strings.EqualFold(k, name) }
	return slices.ContainsFunc(t.settable, known) || slices.ContainsFunc(t.questions, func(q Question) bool { return known(q.Name) })
}

// NoQuestion is the Problem of an answer to a question that none of some templates asks.
func NoQuestion(name string, templates ...*Template) error {
	var known []string
	for _, t := range templates {
		known = append(known, t.settable...)
		for _, q := range t.questions {
			known = append(known, q.Name)
		}
	}
	slices.Sort(known)
	p := core.NewProblem(core.Invalid, "docx.word_template_has_no_question", "name", name)
	if len(known) == 0 {
		return p.Hint("docx.it_has_no_questions")
	}
	return p.Hint("docx.its_questions_are", "names", strings.Join(slices.Compact(known), ", "))
}

// Questions returns what the template asks, in the order of its text.
func (t *Template) Questions() []Question { return slices.Clone(t.questions) }

// Answered returns the template with the answers to its questions, by their names in
// any case. An answer with the name of a field SET is said instead of that field's
// text. The error is a core.Problem of kind Invalid: a question has neither an answer
// nor a default, or an answer is to none of the questions.
func (t *Template) Answered(answers map[string]string) (*Template, error) {
	given := map[string]string{}
	for name, answer := range answers {
		if !t.Asks(name) {
			return nil, NoQuestion(name, t)
		}
		given[strings.ToLower(name)] = answer
	}
	for _, q := range t.questions {
		if _, ok := given[strings.ToLower(q.Name)]; !ok && !q.HasDefault {
			return nil, core.NewProblem(core.Invalid, "docx.word_template_asks", "name", q.Name).Advise(core.AnswerQuestion, "name", q.Name)
		}
	}
	answered := *t
	answered.answers = given
	return &answered, nil
}

// ask notes a question, once.
func (t *Template) ask(q Question) {
	for i, other := range t.questions {
		if strings.EqualFold(other.Name, q.Name) {
			t.questions[i].HasDefault = other.HasDefault && q.HasDefault
			return
		}
	}
	t.questions = append(t.questions, q)
}

// addVariables notes the names that fields SET and ASK of a part give.
func (t *Template) addVariables(s *source) error {
	c := t.compiler(s)
	var walk func(list []node)
	walk = func(list []node) {
		for _, n := range list {
			if n.kind != fieldNode {
				continue
			}
			if in := parseInstruction(c.words(n.field)); (in.kind == "SET" || in.kind == "ASK") && len(in.words) > 0 {
				t.variables[strings.ToLower(in.words[0])] = true
			}
			walk(n.field.code)
			walk(n.field.result)
		}
	}
	for _, story := range s.stories() {
		list, err := c.assemble(c.nodes(story.lo, story.hi), 0)
		if err != nil {
			return err
		}
		walk(list)
	}
	return nil
}

// stories returns the texts that fields begin and end in: that of the part, and those
// of its text boxes.
func (s *source) stories() []span {
	list := []span{{0, len(s.tokens)}}
	for i, t := range s.tokens {
		if t.kind == opening && t.name == "txbxContent" && t.match > i+1 {
			list = append(list, span{i + 1, t.match})
		}
	}
	return list
}

// assignment is a field SET or ASK.
type assignment struct {
	name  string
	value operand
}

func (p assignment) text(*letter) string { return "" }

func (p assignment) write(l *letter) {
	if answer, ok := l.t.answers[p.name]; ok {
		l.variables[p.name] = Value{Text: answer}
		return
	}
	l.variables[p.name] = Value{Text: p.value.text(l), Typed: p.value.typed(l)}
}

// variable is a field that says what SET or ASK gave its name.
type variable struct {
	look
	format format
	name   string
}

func (p variable) value(l *letter) Value { return l.variables[p.name] }

func (p variable) text(l *letter) string { return p.format.apply(p.value(l), l) }

func (p variable) typed(l *letter) any { return p.value(l).Typed }

func (p variable) write(l *letter) { p.look.write(l, p.text(l)) }

// answer is a field FILLIN.
type answer struct {
	look
	format  format
	name    string
	instead operand
}

func (p answer) text(l *letter) string {
	v := Value{Text: l.t.answers[p.name]}
	if _, ok := l.t.answers[p.name]; !ok {
		v = Value{Text: p.instead.text(l), Typed: p.instead.typed(l)}
	}
	return p.format.apply(v, l)
}

func (p answer) write(l *letter) { p.look.write(l, p.text(l)) }

// assigns compiles a field SET, ASK or FILLIN, of which u is what stands behind its kind.
func (c *compiler) assigns(f *field, in instruction, u units) (textPiece, error) {
	var name, prompt, value operand
	switch in.kind {
	case "SET":
		name, u = u.operand(false)
		value, _ = u.operand(false)
	case "ASK":
		name, u = u.operand(false)
		prompt, u = u.operand(false)
	case "FILLIN":
		prompt, u = u.operand(false)
	}
	hasDefault := in.kind == "SET"
	if in.kind != "SET" {
		value, hasDefault = u.behindSwitch('d')
	}
	if name.holdsNext() || prompt.holdsNext() || value.holdsNext() {
		return nil, unsupported("NEXT")
	}
	if value.stays() {
		return nil, unsupported(in.kind)
	}
	q := Question{Name: strings.TrimSpace(name.shown()), Prompt: prompt.shown(), HasDefault: hasDefault}
	if value.isConstant() {
		q.Default = value.shown()
	}
	if in.kind == "FILLIN" {
		q.Name = q.Prompt
	} else if q.Name == "" {
		return nil, tornField(in.kind)
	}
	key := strings.ToLower(q.Name)
	if in.kind == "SET" {
		if !slices.ContainsFunc(c.t.settable, func(s string) bool { return strings.EqualFold(s, q.Name) }) {
			c.t.settable = append(c.t.settable, q.Name)
		}
		return assignment{name: key, value: value}, nil
	}
	c.t.ask(q)
	if in.kind == "ASK" {
		return assignment{name: key, value: value}, nil
	}
	form := in.format()
	form.language = c.languageOf(f)
	return answer{look: c.look(f, in), format: form, name: key, instead: value}, nil
}

// behindSwitch returns the operand behind a switch, and whether the switch is there.
func (u units) behindSwitch(sign rune) (operand, bool) {
	for u = u.trim(); len(u) > 0; u = u.trim() {
		if len(u) > 1 && u[0].other == nil && u[0].sign == '\\' && u[1].other == nil {
			found := u[1].sign == sign || u[1].sign == sign-'a'+'A'
			if u = u[2:]; found {
				o, _ := u.operand(false)
				return o, true
			}
			continue
		}
		_, u = u.operand(false)
	}
	return operand{}, false
}

// shown returns an operand as people read it who have no letter before them: fields
// stand as their names.
func (o operand) shown() string {
	var b strings.Builder
	for _, p := range o.pieces {
		switch p := p.(type) {
		case phrase:
			b.WriteString(p.words)
		case mergeField:
			b.WriteString("«" + p.name + "»")
		case staying:
			b.WriteString(p.stored)
		}
	}
	return b.String()
}

// isConstant reports whether an operand is the same in every letter.
func (o operand) isConstant() bool {
	return !slices.ContainsFunc(o.pieces, func(p textPiece) bool {
		_, ok := p.(phrase)
		return !ok
	})
}
