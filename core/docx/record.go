package docx

import (
	"slices"

	"winnow/core"
)

// next is a NEXT field: what follows in the letter is of the next record.
type next struct {
	// when is what a NEXTIF field asks; nil is always.
	when *choice
}

func (p next) text(*letter) string { return "" }

func (p next) write(l *letter) {
	if p.when == nil || p.when.holds(l) {
		l.advance()
	}
}

// skip is a field SKIPIF: where its condition holds, the record has no letter.
type skip struct{ when choice }

func (p skip) text(*letter) string { return "" }

func (p skip) write(l *letter) { l.skipped = l.skipped || p.when.holds(l) }

// begin takes the records of a letter.
func (l *letter) begin(records []Record) {
	l.records, l.used = records, 1
	l.record = records[0]
	l.variables, l.skipped = map[string]Value{}, false
}

// beginPart takes the records of a letter for one of its headers, footers or notes,
// which can say what fields SET and ASK in its text have named.
func (l *letter) beginPart(records []Record) {
	l.begin(records)
	if len(l.t.variables) > 0 {
		l.all(l.t.body.letter)
		named := l.variables
		l.begin(records)
		l.variables = named
	}
	l.out.Reset()
}

// advance goes on to the letter's next record. Behind the last there is nothing
// more to say, as on the rest of the last sheet of labels.
func (l *letter) advance() {
	if l.used < len(l.records) {
		l.record = l.records[l.used]
	} else {
		l.record = Record{Language: l.record.Language}
	}
	l.used++
}

// Records returns how many records a letter has at most: one, and one more for
// each field NEXT.
func (t *Template) Records() int { return 1 + t.nexts }

// OneEach refuses a template whose letters are not one for each record.
func (t *Template) OneEach() error {
	if t.skips {
		return core.NewProblem(core.Invalid, "docx.word_template_leaves_out", "field", "SKIPIF").Hint("docx.take_it_out_of_template")
	}
	return nil
}

// Sheets puts records together to letters, for templates whose letters have
// more than one.
type Sheets struct {
	// Skipped, if there is one, is called instead of each with a record that a field
	// SKIPIF leaves out.
	Skipped  func(Record) error
	template *Template
	each     func(records []Record) error
	waiting  []Record
	// sequence is how many records have a letter so far.
	sequence int
}

// Sheets returns a collector that calls each with the records of one letter after
// the other. What each is given is valid until it returns.
func (t *Template) Sheets(each func(records []Record) error) *Sheets {
	return &Sheets{template: t, each: each}
}

// Add takes the next record.
func (s *Sheets) Add(r Record) error {
	s.sequence++
	r.Sequence = s.sequence
	if (s.template.skips || s.template.calculates) && s.template.nexts == 0 {
		l := &letter{t: s.template, alone: true}
		l.begin([]Record{r})
		l.all(s.template.body.letter)
		if l.err != nil {
			return l.err
		}
		if l.skipped {
			s.sequence--
			if s.Skipped != nil {
				return s.Skipped(r)
			}
			return nil
		}
	}
	if s.template.nexts == 0 {
		return s.each([]Record{r})
	}
	r.Values = slices.Clone(r.Values)
	if s.waiting = append(s.waiting, r); len(s.waiting) < s.template.Records() {
		return nil
	}
	return s.letter()
}

// Close hands over the records that are left. It is called after the last.
func (s *Sheets) Close() error {
	for len(s.waiting) > 0 {
		if err := s.letter(); err != nil {
			return err
		}
	}
	return nil
}

// letter hands over as many records as the next letter has.
func (s *Sheets) letter() error {
	n := min(len(s.waiting), s.template.Records())
	if s.template.depends {
		l := &letter{t: s.template, alone: true}
		l.begin(s.waiting)
		l.all(s.template.body.letter)
		n = min(n, l.used)
	}
	err := s.each(s.waiting[:n])
	s.waiting = s.waiting[n:]
	return err
}
