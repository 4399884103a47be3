package segment

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
)

// Size is how large a part of a segment is to be: one of its fields says it.
type Size struct {
	// Count is a number of lines.
	Count int64
	// Percent is a share of the lines, in hundredths: 12.5 % is 1250.
	Percent int
	// Rest is what the other parts leave.
	Rest bool
}

// SplitParams say how a segment is split.
type SplitParams struct {
	// Sizes are the sizes of the parts; where there are none, Parts of equal size are
	// made.
	Sizes []Size
	Parts int
	// By are the fields in whose order the lines go into the parts, as those of
	// criteria.Take. Seed shuffles them. Without both they go in their own order.
	By   []string
	Seed *int64
	// Per keeps groups whole, as that of criteria.Take makes them.
	Per string
	// Locale is the language in which the parts' steps say how they were made.
	Locale core.Locale
}

// Part is a segment that a split has made.
type Part struct {
	No          string
	Description string
	Lines       int
	// state is that of the segment when it was made.
	state string
}

// Split makes each part of a segment's lines a segment of its own, which has the
// header's fields and the lines' own values, and leaves the segment as it is. Each line
// is in one part. The error is a core.Problem where it cannot be split so; then no part
// is made.
func (s *Store) Split(ctx context.Context, no string, p SplitParams) ([]Part, error) {
	if len(p.Sizes) > 0 {
		p.Parts = len(p.Sizes)
	}
	if p.Parts < 1 {
		return nil, core.NewProblem(core.Invalid, "segment.split_parts_missing")
	}
	take := criteria.Take{Count: 1, By: p.By, Seed: p.Seed, Per: p.Per}
	if err := take.Check(s.company.Catalog()); err != nil {
		return nil, err
	}
	var parts []Part
	err := s.company.Write(ctx, func(tx *sql.Tx) error {
		w, err := s.begin(ctx, tx, no, filter.Env{})
		if err != nil {
			return err
		}
		groups, err := w.groups(ctx, take)
		if err != nil {
			return err
		}
		cuts, err := cut(groups, p)
		if err != nil {
			return err
		}
		for i, lines := range cuts {
			if p.Seed != nil {
				slices.Sort(lines) // who is in the part is random, the order need not be
			}
			part, err := s.makePart(ctx, w, i+1, len(cuts), lines, how(w.segment.No, i+1, len(cuts), take, s.company.Catalog(), p.Locale))
			if err != nil {
				return fmt.Errorf("make part %d: %w", i+1, err)
			}
			parts = append(parts, part)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return parts, nil
}

// groups returns the segment's lines in the order in which they go into the parts, in
// groups that stay whole.
func (w *work) groups(ctx context.Context, take criteria.Take) ([][]uint32, error) {
	c, err := candidateLines(ctx, w.tx, take, w.asker, w.segment.ID, w.current.snapshot)
	if err != nil {
		return nil, err
	}
	var groups [][]uint32
	last := uint32(0)
	err = selectInGroups(ctx, w.tx, take, c, func(first, line uint32) {
		if first != last {
			groups, last = append(groups, nil), first
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], line)
	})
	if err != nil {
		return nil, fmt.Errorf("put the lines in order: %w", err)
	}
	return groups, nil
}

// cut cuts groups of lines into consecutive parts of these sizes, each as near to its
// size as groups can be that stay whole.
func cut(groups [][]uint32, p SplitParams) ([][]uint32, error) {
	empty := func(part int) error {
		return core.NewProblem(core.Invalid, "segment.split_part_is_empty", "part", part, "parts", p.Parts)
	}
	if p.Parts > len(groups) {
		return nil, empty(len(groups) + 1)
	}
	lines := 0
	ends := []int{0} // how many lines so many groups have
	for _, g := range groups {
		lines += len(g)
		ends = append(ends, lines)
	}
	wanted, err := wantedLines(p, int64(lines))
	if err != nil {
		return nil, err
	}
	parts := make([][]uint32, p.Parts)
	begin, target := 0, 0
	for i, n := range wanted {
		if n == 0 {
			return nil, empty(i + 1)
		}
		target += int(n)
		end, last := begin+1, len(groups)-(p.Parts-1-i) // a group is left for each part to come
		for end < last && distance(ends[end+1], target) < distance(ends[end], target) {
			end++
		}
		if i == p.Parts-1 {
			end = last
		}
		parts[i] = slices.Concat(groups[begin:end]...)
		begin = end
	}
	return parts, nil
}

func distance(a, b int) int { return max(a-b, b-a) }

// wantedLines returns how many of so many lines each part is to have: all together
// have all lines, and where a size is no whole number, the largest remainders get one
// more.
func wantedLines(p SplitParams, lines int64) ([]int64, error) {
	quotas, unit, err := quotas(p, lines)
	if err != nil {
		return nil, err
	}
	wanted, byRemainder, left := make([]int64, len(quotas)), make([]int, len(quotas)), lines
	for i, q := range quotas {
		wanted[i], byRemainder[i] = q/unit, i
		left -= wanted[i]
	}
	slices.SortStableFunc(byRemainder, func(a, b int) int { return cmp.Compare(quotas[b]%unit, quotas[a]%unit) })
	for _, i := range byRemainder[:left] {
		wanted[i]++
	}
	return wanted, nil
}

// quotas returns the sizes of the parts of so many lines, in units of which a line is
// so many.
func quotas(p SplitParams, lines int64) (list []int64, unit int64, err error) {
	list = make([]int64, p.Parts)
	if len(p.Sizes) == 0 {
		for i := range list {
			list[i] = lines
		}
		return list, int64(p.Parts), nil
	}
	const hundredths = 100 * 100
	rest, left := -1, lines*hundredths
	for i, s := range p.Sizes {
		switch {
		case s.Rest && rest >= 0:
			return nil, 0, core.NewProblem(core.Invalid, "segment.split_one_rest")
		case s.Rest:
			rest = i
		case s.Count < 0, s.Percent < 0, s.Percent > hundredths, (s.Count == 0) == (s.Percent == 0):
			return nil, 0, core.NewProblem(core.Invalid, "segment.split_size_is_wrong")
		case s.Count > lines:
			return nil, 0, core.NewProblem(core.Invalid, "segment.split_sizes_are_too_many")
		default:
			list[i] = s.Count*hundredths + lines*int64(s.Percent)
			left -= list[i]
		}
	}
	switch {
	case left < 0:
		return nil, 0, core.NewProblem(core.Invalid, "segment.split_sizes_are_too_many")
	case rest >= 0:
		list[rest] = left
	case left > 0:
		return nil, 0, core.NewProblem(core.Invalid, "segment.split_sizes_are_too_few")
	}
	return list, hundredths, nil
}

// makePart makes a segment of some lines of another.
func (s *Store) makePart(ctx context.Context, of *work, part, parts int, lines []uint32, reason string) (Part, error) {
	no, err := s.newNo(ctx, of.tx, "")
	if err != nil {
		return Part{}, err
	}
	values := maps.Clone(of.segment.Values)
	made := Part{No: no, Description: strings.TrimLeft(fmt.Sprintf("%s (%d of %d)", of.segment.code("description"), part, parts), " "), Lines: len(lines)}
	values["no"], values["description"] = made.No, made.Description
	if err := insertSegment(ctx, of.tx, values, of.segment.typed, of.at, of.by); err != nil {
		return Part{}, err
	}
	w, err := s.begin(ctx, of.tx, no, filter.Env{})
	if err != nil {
		return Part{}, err
	}
	if err := copyLines(ctx, w.tx, of.segment.ID, w.segment.ID, lines); err != nil {
		return Part{}, fmt.Errorf("copy the lines: %w", err)
	}
	numbers, err := selectNumbersOfLines(ctx, w.tx, w.segment.ID)
	if err != nil {
		return Part{}, fmt.Errorf("look for the lines' contacts: %w", err)
	}
	after := stepRow{snapshot: roaring.New(), lastLineNo: LineNo(uint32(len(lines)))}
	after.snapshot.AddRange(1, uint64(len(lines))+1)
	numbered := unique(numbers)
	step := criteria.Step{Action: criteria.Add, Reason: reason,
		Options: criteria.Options{AllowExistingContacts: len(numbered) < len(numbers), IgnoreExclusion: true}}
	if _, err = w.recordByHand(ctx, step, numbered, after, len(numbered)); err != nil {
		return Part{}, err
	}
	made.state, err = selectState(ctx, w.tx, w.segment.ID)
	return made, err
}

// DropParts takes a split back: it deletes the parts that nobody has changed since, and
// returns the numbers of the others.
func (s *Store) DropParts(ctx context.Context, parts []Part) (kept []string, err error) {
	err = s.company.Write(ctx, func(tx *sql.Tx) error {
		kept = nil
		for _, part := range parts {
			stays, err := DropUnchanged(ctx, tx, part.No, part.state)
			if err != nil {
				return fmt.Errorf("delete part %s: %w", part.No, err)
			}
			if stays {
				kept = append(kept, part.No)
			}
		}
		return nil
	})
	return kept, err
}

// how says how a part was made.
func how(no string, part, parts int, take criteria.Take, known catalog.Catalog, locale core.Locale) string {
	said := core.Text("segment.split_how", "part", part, "parts", parts, "segment", no, "order", take.OrderText(known))
	if take.Random() && take.Seed == nil {
		said = core.Text("segment.split_how_lines", "part", part, "parts", parts, "segment", no)
	}
	switch field, ok, _ := take.Group(known); {
	case ok:
		said = core.Text("segment.split_how_per_field", "how", said, "field", core.Word(field.Caption))
	case take.Per == criteria.PerCompany:
		said = core.Text("segment.split_how_per_company", "how", said)
	case take.Per == criteria.PerHousehold:
		said = core.Text("segment.split_how_per_household", "how", said)
	}
	text := []rune(said.In(locale))
	if len(text) > criteria.MaxReason {
		text = append(text[:criteria.MaxReason-1], '…')
	}
	return string(text)
}
