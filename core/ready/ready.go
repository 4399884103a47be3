// Package ready looks a segment over before it is written to paper or sent: how
// many of its lines have no address, no post code or no e-mail, are the same as
// another line, should not be written to, or were written to lately. Addresses
// are those in force on the line's date. Each group of lines can be listed, and
// removed as a Reduce step that says why. It changes nothing else.
//
// Lines are the same
//
//   - by address, where Address, Address 2, Post Code, City and Country/Region
//     Code are equal and there is an address at all;
//   - by e-mail, where they have the same e-mail;
//   - by person, where they have the same contact, or contacts with the same
//     Company No. and the same Name or e-mail: somebody who is there as a person
//     and as a company, or twice at the company.
//
// Upper and lower case, and blanks at the ends, count for nothing; a contact
// without a country is in the home country. Whether an e-mail address can be written
// to is judged as for e-mails (package email).
//
// When lines that are the same are removed, one stays: the first that is neither
// excluded nor blocked and has an address. Where none has, the first that can be
// reached by e-mail stays, then the first that is neither excluded nor blocked, then
// the first.
package ready

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/reach"
	"winnow/core/segment"
)

// DefaultDays is how many days back a segment counts as having reached a contact
// when nobody says otherwise; MaxDays is the most that can be asked for.
const (
	DefaultDays = 30
	MaxDays     = 36_500
)

// Params say what is looked for.
type Params struct {
	// Days is how many days before the work date a segment's interaction with a
	// contact counts; 0 for DefaultDays.
	Days int
	// Env overrides the company's settings where days are counted.
	Env filter.Env
}

func (p Params) checked() (Params, error) {
	if p.Days == 0 {
		p.Days = DefaultDays
	}
	if p.Days < 0 || p.Days > MaxDays {
		return p, core.NewProblem(core.Invalid, "ready.number_of_days_is_from_1", "max", MaxDays)
	}
	return p, nil
}

// Report is what a segment's lines are like. Its JSON form is public.
type Report struct {
	SegmentNo string `json:"segment_no"`
	// Lines counts all lines.
	Lines  int     `json:"lines"`
	Days   int     `json:"days"`
	Groups []Count `json:"groups"`
	// States count the lines by how ready they are.
	States map[State]int `json:"-"`
}

// Count is how many lines a group has.
type Count struct {
	Group Group  `json:"-"`
	Key   string `json:"group"`
	// Lines are in the group; Remove of them go when it is removed.
	Lines  int `json:"lines"`
	Remove int `json:"remove"`
}

// Check counts the lines of every group.
func Check(ctx context.Context, c *company.Company, no string, p Params) (Report, error) {
	var report Report
	err := look(ctx, c, no, p, func(s *sight) error {
		report = Report{SegmentNo: s.lines.Segment().No, Lines: s.lines.Len(), Days: s.params.Days, States: map[State]int{}}
		all, err := s.findAll(ctx)
		if err != nil {
			return err
		}
		for i, found := range all {
			report.Groups = append(report.Groups, Count{
				Group: groups[i], Key: groups[i].Key, Lines: int(found.lines.GetCardinality()), Remove: int(found.going().GetCardinality()),
			})
		}
		for state, lines := range s.states(all) {
			report.States[state] = int(lines.GetCardinality())
		}
		return nil
	})
	return report, err
}

// List is the lines of a group: those that are the same stand together, the one
// that stays first; else they are in line order.
type List struct {
	*segment.Lines
	stays map[uint32]uint32
}

// SameAs returns the number of the line that a line is the same as, and that rather
// stays; 0 where the line itself stays, or is no double.
func (l List) SameAs(lineNo int64) int64 {
	return segment.LineNo(l.stays[segment.Ordinal(lineNo)])
}

// Find returns the lines of the group with that key.
func Find(ctx context.Context, c *company.Company, no, key string, p Params) (List, error) {
	var list List
	g, err := GroupOf(key)
	if err != nil {
		return list, err
	}
	err = look(ctx, c, no, p, func(s *sight) error {
		found, err := s.find(ctx, g)
		if err != nil {
			return err
		}
		list = List{Lines: s.lines.Pick(found.order()), stays: found.stays}
		return nil
	})
	return list, err
}

// RemoveParams say which group is removed.
type RemoveParams struct {
	Params
	Group string
	// Reason is kept with the step; "" for the group's own, in English.
	Reason string
}

// Remove takes the lines of a group out of the segment, of doubles all but the
// one that stays, as a Reduce step: by filters where these find just those lines, else
// by their contacts' numbers, in as many steps as that takes; none where the
// group is empty.
func Remove(ctx context.Context, c *company.Company, no string, p RemoveParams) ([]segment.Result, error) {
	g, err := GroupOf(p.Group)
	if err != nil {
		return nil, err
	}
	remove := segment.RemoveParams{Env: p.Env, Reason: p.Reason}
	err = look(ctx, c, no, p.Params, func(s *sight) error {
		found, err := s.find(ctx, g)
		if err != nil {
			return err
		}
		remove.Lines = numbers(found.going().ToArray())
		if g.filters != nil {
			remove.Filters = g.filters(s.params.Days)
		}
		if remove.Reason == "" {
			remove.Reason = g.Reason(s.params.Days).String()
		}
		return nil
	})
	if err != nil || len(remove.Lines) == 0 {
		return []segment.Result{}, err
	}
	return segment.New(c).Remove(ctx, no, remove)
}

// sight is a segment that is looked over within a transaction.
type sight struct {
	tx    *sql.Tx
	lines *segment.Lines
	// from are the lines as SQL reads them.
	from   segment.Subquery
	env    filter.Env
	params Params
	// marked are the lines of the groups that conditions tell, and of notWanted, by
	// key, as ordinals; nil until mark has read them.
	marked map[string]*roaring.Bitmap
}

func look(ctx context.Context, c *company.Company, no string, p Params, do func(*sight) error) error {
	p, err := p.checked()
	if err != nil {
		return err
	}
	return c.Read(ctx, func(tx *sql.Tx) error {
		settings, err := company.ReadValues(ctx, tx)
		if err != nil {
			return err
		}
		s := &sight{tx: tx, params: p, env: c.EnvOf(settings, p.Env)}
		if s.lines, err = segment.New(c).OpenLines(ctx, tx, no); err != nil {
			return err
		}
		if s.from, err = reach.Of(ctx, tx, s.lines); err != nil {
			return err
		}
		return do(s)
	})
}

// found are the lines of a group, as ordinals.
type found struct {
	lines *roaring.Bitmap
	// stays holds, for a line that goes since it is the same as another, the line
	// that rather stays; nil where the lines are no doubles.
	stays map[uint32]uint32
}

// find looks for the lines of a group.
func (s *sight) find(ctx context.Context, g Group) (found, error) {
	f, err := found{}, error(nil)
	switch {
	case g.Doubles():
		f, err = s.doubles(ctx, g)
	case g.where != "":
		err = s.mark(ctx)
		f.lines = s.marked[g.Key]
	default:
		f.lines, err = s.filtered(ctx, g.filters(s.params.Days))
	}
	if err != nil {
		return f, fmt.Errorf("look for lines that are %s: %w", g.Key, err)
	}
	return f, nil
}

// filtered returns the lines of the contacts that filters select.
func (s *sight) filtered(ctx context.Context, filters criteria.Filters) (*roaring.Bitmap, error) {
	compiled, err := criteria.Compile(criteria.Step{Action: criteria.Reduce, Filters: filters}, s.env)
	if err != nil {
		return nil, err
	}
	selected, err := segment.NewAsker(s.env).SelectBy(ctx, s.tx, compiled)
	if err != nil {
		return nil, err
	}
	return selectOf(ctx, s.tx, s.from, selected.Selected)
}

// doubles returns the lines that are the same as another, by any of the group's
// expressions.
func (s *sight) doubles(ctx context.Context, g Group) (found, error) {
	f := found{lines: roaring.New(), stays: map[uint32]uint32{}}
	if err := s.mark(ctx); err != nil {
		return f, err
	}
	for _, same := range g.same {
		err := eachSame(ctx, s.tx, s.from, same, func(lines []uint32) {
			best := slices.MinFunc(lines, s.prefer)
			f.lines.AddMany(lines)
			for _, n := range lines {
				if other, ok := f.stays[n]; n != best && (!ok || s.prefer(best, other) < 0) {
					f.stays[n] = best
				}
			}
		})
		if err != nil {
			return f, err
		}
	}
	return f, nil
}

// prefer compares lines that are the same: the one that stays is less.
func (s *sight) prefer(a, b uint32) int {
	return cmp.Or(cmp.Compare(s.rank(a), s.rank(b)), cmp.Compare(a, b))
}

// rank is 0 for lines that are kept rather than all others.
func (s *sight) rank(n uint32) int {
	switch {
	case s.marked[notWanted].Contains(n):
		return 3
	case !s.marked["no_address"].Contains(n):
		return 0
	case !s.marked["no_e_mail"].Contains(n):
		return 1
	}
	return 2
}

// mark reads, once and in one pass, which lines are in the groups that conditions
// tell, and which are not wanted.
func (s *sight) mark(ctx context.Context) error {
	if s.marked != nil {
		return nil
	}
	keys, conditions := []string{notWanted}, []string{isNotWanted}
	for _, g := range groups {
		if g.where != "" {
			keys, conditions = append(keys, g.Key), append(conditions, g.where)
		}
	}
	found, err := selectMarked(ctx, s.tx, s.from, conditions)
	if err != nil {
		return fmt.Errorf("look at the lines: %w", err)
	}
	s.marked = map[string]*roaring.Bitmap{}
	for i, key := range keys {
		s.marked[key] = found[i]
	}
	return nil
}

// going are the lines that go when the group is removed.
func (f found) going() *roaring.Bitmap {
	if f.stays == nil {
		return f.lines
	}
	going := roaring.New()
	for n := range f.stays {
		going.Add(n)
	}
	return going
}

// order returns the lines' numbers as a list has them.
func (f found) order() []int64 {
	lines := f.lines.ToArray()
	if f.stays != nil {
		kept := func(n uint32) uint32 {
			for better, ok := f.stays[n]; ok; better, ok = f.stays[n] {
				n = better
			}
			return n
		}
		slices.SortStableFunc(lines, func(a, b uint32) int {
			keptA, keptB := kept(a), kept(b)
			if order := cmp.Compare(keptA, keptB); order != 0 || a == b {
				return order
			}
			switch {
			case a == keptA:
				return -1
			case b == keptB:
				return 1
			}
			return cmp.Compare(a, b)
		})
	}
	return numbers(lines)
}

// numbers are the line numbers of ordinals.
func numbers(ordinals []uint32) []int64 {
	list := make([]int64, len(ordinals))
	for i, n := range ordinals {
		list[i] = segment.LineNo(n)
	}
	return list
}
