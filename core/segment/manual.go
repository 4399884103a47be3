package segment

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/value"
	"winnow/data"
)

// AddLines adds lines by hand, in the order given, excluded contacts too, as
// one Add step. A contact that has a line, or is named twice, is refused
// unless allowExisting says otherwise.
func (s *Store) AddLines(ctx context.Context, no string, contacts []string, allowExisting bool) (Result, error) {
	var result Result
	err := s.change(ctx, no, func(tx *sql.Tx) error {
		w, err := s.begin(ctx, tx, no, filter.Env{})
		if err != nil {
			return err
		}
		result, err = w.addByHand(ctx, contacts, allowExisting)
		return err
	})
	return result, err
}

func (w *work) addByHand(ctx context.Context, contacts []string, allowExisting bool) (Result, error) {
	if len(contacts) == 0 {
		return Result{}, core.NewProblem(core.Invalid, "segment.no_contact_is_named")
	}
	numbers := make([]string, len(contacts))
	for i, typed := range contacts {
		code, err := value.Code(typed)
		if err != nil {
			return Result{}, core.NewProblem(core.Invalid, "common.place_and_problem", "place", core.Word("Contact No."), "problem", err)
		}
		numbers[i] = code
	}
	ids, err := w.contactIDs(ctx, numbers)
	if err != nil {
		return Result{}, err
	}
	named := roaring.BitmapOf(ids...)
	there, err := w.members().among(ctx, w.tx, named)
	if err != nil {
		return Result{}, err
	}
	there = there.Clone()
	for i, id := range ids {
		if !allowExisting && !there.CheckedAdd(id) {
			return Result{}, core.NewProblem(core.Exists, "segment.contact_is_in_segment_already", "contact", numbers[i], "segment", w.segment.No).
				Advise(core.AllowExisting)
		}
	}
	if err := w.dropTakenBack(ctx); err != nil {
		return Result{}, err
	}
	if err := w.makeRoom(ctx, uint64(len(ids))); err != nil {
		return Result{}, err
	}
	after := stepRow{snapshot: w.current.snapshot.Clone(), lastLineNo: w.current.lastLineNo}
	for _, id := range ids {
		after.lastLineNo += lineStep
		if err := insertLine(ctx, w.tx, w.segment.ID, after.lastLineNo, int64(id)); err != nil {
			return Result{}, fmt.Errorf("write a line: %w", err)
		}
		after.snapshot.Add(Ordinal(after.lastLineNo))
	}
	options := criteria.Options{AllowExistingContacts: allowExisting, IgnoreExclusion: true}
	step := criteria.Step{Action: criteria.Add, Options: options}
	return w.recordByHand(ctx, step, numbers, after, int(named.GetCardinality()))
}

// contactIDs returns the contacts' ids in the order of their numbers.
func (w *work) contactIDs(ctx context.Context, numbers []string) ([]uint32, error) {
	byNo, err := ContactIDs(ctx, w.tx, data.JSONList(numbers))
	if err != nil {
		return nil, fmt.Errorf("look for the contacts: %w", err)
	}
	ids := make([]uint32, len(numbers))
	for i, no := range numbers {
		id, ok := byNo[no]
		if !ok {
			return nil, core.NewProblem(core.NotFound, "segment.contact_does_not_exist", "contact", no)
		}
		ids[i] = uint32(id)
	}
	return ids, nil
}

// DeleteLines deletes lines by hand, as one Reduce step.
func (s *Store) DeleteLines(ctx context.Context, no string, lineNos []int64) (Result, error) {
	var result Result
	err := s.change(ctx, no, func(tx *sql.Tx) error {
		w, err := s.begin(ctx, tx, no, filter.Env{})
		if err != nil {
			return err
		}
		result, err = w.deleteByHand(ctx, lineNos)
		return err
	})
	return result, err
}

func (w *work) deleteByHand(ctx context.Context, lineNos []int64) (Result, error) {
	if len(lineNos) == 0 {
		return Result{}, core.NewProblem(core.Invalid, "segment.no_line_is_named")
	}
	gone, err := linesIn(w.segment, w.current.snapshot, lineNos)
	if err != nil {
		return Result{}, err
	}
	m := w.members()
	if err := m.readAll(ctx, w.tx); err != nil {
		return Result{}, err
	}
	numbers, err := selectNumbers(ctx, w.tx, m.contactsOf(gone))
	if err != nil {
		return Result{}, fmt.Errorf("look for the lines' contacts: %w", err)
	}
	return w.removeNamed(ctx, m, gone, numbers, "")
}

// removeNamed takes lines out as a step that names their contacts. All members
// must have been read.
func (w *work) removeNamed(ctx context.Context, m *members, gone *roaring.Bitmap, numbers []string, reason string) (Result, error) {
	if err := w.dropTakenBack(ctx); err != nil {
		return Result{}, err
	}
	selected, err := m.count(ctx, w.tx, m.contactsOf(gone))
	if err != nil {
		return Result{}, err
	}
	after := stepRow{snapshot: roaring.AndNot(w.current.snapshot, gone), lastLineNo: w.current.lastLineNo}
	return w.recordByHand(ctx, criteria.Step{Action: criteria.Reduce, Reason: reason}, numbers, after, selected)
}

// linesIn checks that the lines are in the segment and returns them as a set.
func linesIn(seg Segment, snapshot *roaring.Bitmap, lineNos []int64) (*roaring.Bitmap, error) {
	set := roaring.New()
	for _, n := range lineNos {
		if n <= 0 || n%lineStep != 0 || n > LineNo(1<<32-1) || !snapshot.Contains(Ordinal(n)) {
			return nil, core.NewProblem(core.NotFound, "common.segment_has_no_line", "segment", seg.No, "line", n)
		}
		set.Add(Ordinal(n))
	}
	return set, nil
}

// recordByHand records what was done by hand with the contacts' numbers as its
// filter, so that the criteria tell the whole story.
func (w *work) recordByHand(ctx context.Context, step criteria.Step, numbers []string, after stepRow, selected int) (Result, error) {
	nameContacts(&step, unique(numbers))
	compiled, err := criteria.Compile(step, w.env)
	if err != nil {
		return Result{}, err
	}
	if err := w.record(ctx, compiled, after); err != nil {
		return Result{}, err
	}
	return Result{
		Action: step.Action, Step: w.current.step, Replay: w.segment.Replay, Selected: selected,
		LinesBefore: w.current.linesBefore, LinesAfter: w.current.linesAfter,
		Sections: []SectionCount{{Section: catalog.Contact, Alone: selected, Together: selected}},
		Notes:    []criteria.Note{},
	}, nil
}

// nameContacts makes numbers of contacts a step's filter, or alternatives where they are
// too many for one.
func nameContacts(step *criteria.Step, numbers []string) {
	begin, length := 0, 0
	for i, no := range numbers {
		n := len(filter.Quote(no)) + 1
		if length+n > filter.MaxLength {
			step.Any = append(step.Any, contactsNamed(numbers[begin:i]))
			begin, length = i, 0
		}
		length += n
	}
	last := contactsNamed(numbers[begin:])
	if len(step.Any) == 0 {
		step.Filters = last.Filters
		return
	}
	step.Any = append(step.Any, last)
}

// contactsNamed are the filters that select the contacts with these numbers.
func contactsNamed(numbers []string) criteria.Alternative {
	a := criteria.Alternative{Filters: criteria.Filters{}}
	a.Filters.Set(catalog.Contact, "no", filter.QuoteAll(numbers))
	return a
}

// ByHand returns the numbers of the contacts whose lines a step added or deleted by
// hand, nil for all other steps. A filter that names contacts and nothing else is by
// hand as well, since it is the same in every way.
func (s Step) ByHand() []string {
	byHand := criteria.Options{AllowExistingContacts: s.Options.AllowExistingContacts, IgnoreExclusion: s.Action == criteria.Add}
	if s.Action == criteria.Refine || s.Reason != "" || s.Options != byHand {
		return nil
	}
	return named(s.Step)
}

// named returns the numbers of contacts where a step's filters name contacts and nothing
// else, nil for all other steps.
func named(s criteria.Step) []string {
	no, _ := contactTable.Field("no")
	var numbers []string
	for _, a := range s.Alternatives() {
		typed := a.Filters[catalog.Contact]["no"]
		if len(a.Filters) != 1 || len(a.Filters[catalog.Contact]) != 1 || len(a.Without) > 0 {
			return nil
		}
		read, err := filter.Parse(typed, no, filter.Env{})
		if err != nil {
			return nil
		}
		var list []string
		for _, literal := range read.Literals() {
			list = append(list, literal.Text)
		}
		if filter.QuoteAll(list) != typed {
			return nil
		}
		numbers = append(numbers, list...)
	}
	return numbers
}

// unique returns the words, each once, in the order of their first use.
func unique(words []string) []string {
	seen := map[string]bool{}
	var list []string
	for _, w := range words {
		if !seen[w] {
			seen[w] = true
			list = append(list, w)
		}
	}
	return list
}
