package main

import (
	"fmt"
	"time"
)

// Row is one thing measured.
type Row struct {
	Contacts int    `json:"contacts"`
	Name     string `json:"name"`
	// Ours and Bare are the best times of a few, in milliseconds; 0 where time is
	// not what is measured, or where there is nothing to stand beside.
	Ours float64 `json:"ours_ms,omitempty"`
	Bare float64 `json:"bare_ms,omitempty"`
	// Ratio is Ours by Bare, and CPU the same of the processor's time, which tells
	// more where other programs are at work; 0 where that is not known.
	Ratio float64 `json:"ratio,omitempty"`
	CPU   float64 `json:"cpu_ratio,omitempty"`
	// Beside says what the bare time is the time of.
	Beside string `json:"beside,omitempty"`
	// Memory is by how much the program grew at most, in MB, where that was
	// measured.
	Memory float64 `json:"memory_mb,omitempty"`
	// Number is what was measured where it is not a time, in Unit.
	Number float64 `json:"number,omitempty"`
	Unit   string  `json:"unit,omitempty"`
	// Growth is what was measured by the same at the smaller size before, 0 at the
	// smallest.
	Growth float64 `json:"growth,omitempty"`
	// Target is what it is to reach, "" where nothing is aimed at, and Reached
	// whether it does: "yes", "no", or "" where more sizes would be needed.
	Target  string `json:"target,omitempty"`
	Reached string `json:"reached,omitempty"`
	// Why says what takes the time where the target is missed.
	Why string `json:"why,omitempty"`

	aim aim
}

// aim is what a row is to reach; what is 0 is not aimed at.
type aim struct {
	ratio        float64
	milliseconds float64
	// constant says that it must not grow with the size, asBare that it must not be
	// more than Bare, and level that its memory must not grow.
	constant, asBare, level bool
	// memory is by how many MB the program may grow.
	memory float64
	number float64
	// but says what takes the time where it is missed.
	but string
}

// What is constant may still swing: by half, by so many milliseconds, or by so
// many MB, which are what SQLite keeps at most of the file, of temporary tables
// and of an index that it sorts, 64 of each.
const (
	swing      = 1.5
	swingTime  = 3
	swingSpace = 192
)

func steady(now, first, swingBy float64) bool { return now <= first*swing || now <= first+swingBy }

func (a aim) text() string {
	switch {
	case a.ratio > 0 && a.level:
		return fmt.Sprintf("≤ %.1f, memory level", a.ratio)
	case a.ratio > 0 && a.memory > 0:
		return fmt.Sprintf("≤ %.1f, ≤ %.0f MB", a.ratio, a.memory)
	case a.ratio > 0 && a.milliseconds > 0:
		return fmt.Sprintf("≤ %.1f, ≤ %.0f ms", a.ratio, a.milliseconds)
	case a.ratio > 0:
		return fmt.Sprintf("≤ %.1f", a.ratio)
	case a.milliseconds > 0:
		return fmt.Sprintf("≤ %.0f ms", a.milliseconds)
	case a.number > 0:
		return fmt.Sprintf("≤ %.0f", a.number)
	case a.constant:
		return "no growth"
	case a.asBare:
		return "as beside"
	}
	return ""
}

// beside measures ours, and by how much the program grows meanwhile, beside bare, in a
// few rounds. row says then what it was.
func (b *bench) beside(ours, bare func() error, row func() Row) error {
	var o, p best
	memory := 0.0
	err := rounds(func() error { return inOrder(o.grown(&memory, ours), func() error { return p.of(bare) }) })
	if err != nil {
		return err
	}
	r := row()
	r.Memory = memory
	b.compare(r, o, p)
	return nil
}

// grown returns what times fn and notes by how much the program grows meanwhile.
func (b *best) grown(memory *float64, fn func() error) func() error {
	return func() (err error) {
		*memory, err = grown(func() error { return b.of(fn) })
		return err
	}
}

// judge fills in how rows grew from size to size, and what is reached. rows are
// those of several sizes, the smallest first. A ratio is reached on the clock,
// or, where other programs slow both, by the processor's time.
func judge(rows []Row) {
	first, before := map[string]Row{}, map[string]Row{}
	for i := range rows {
		r := &rows[i]
		if last, ok := before[r.Name]; ok && last.measure() > 0 {
			r.Growth = r.measure() / last.measure()
		} else if !ok {
			first[r.Name] = *r
		}
		before[r.Name] = *r
		if r.Target = r.aim.text(); r.Target == "" {
			continue
		}
		smallest := first[r.Name]
		alone := smallest.Contacts == r.Contacts
		good := true
		switch {
		case r.aim.ratio > 0:
			good = r.Ratio <= r.aim.ratio || r.CPU > 0 && r.CPU <= r.aim.ratio && r.Ratio <= swing*r.aim.ratio
			good = good && (r.aim.memory == 0 || r.Memory <= r.aim.memory)
			good = good && (r.aim.milliseconds == 0 || r.Ours <= r.aim.milliseconds)
			good = good && (alone || !r.aim.level || steady(r.Memory, smallest.Memory, swingSpace))
		case r.aim.milliseconds > 0:
			good = r.Ours <= r.aim.milliseconds
		case r.aim.number > 0:
			good = r.Number <= r.aim.number
		case r.aim.asBare:
			good = steady(r.Ours, r.Bare, swingTime)
		case alone:
			continue
		default:
			good = steady(r.Ours, smallest.Ours, swingTime)
		}
		if r.Reached = "yes"; !good {
			r.Reached, r.Why = "no", r.aim.but
		}
	}
}

// measure is what a row's growth is the growth of.
func (r Row) measure() float64 {
	if r.Unit != "" {
		return r.Number
	}
	return r.Ours
}

// took is how long something took, on the clock and of the processor's time.
type took struct{ clock, processor time.Duration }

// timed runs do and returns how long it took.
func timed(do func() error) (took, error) {
	began, before := time.Now(), processorTime()
	err := do()
	return took{time.Since(began), processorTime() - before}, err
}

// best keeps the shortest of several times.
type best took

func (b *best) of(do func() error) error {
	t, err := timed(do)
	if err == nil {
		b.note(t)
	}
	return err
}

func (b *best) note(t took) {
	if b.clock == 0 || t.clock < b.clock {
		b.clock = t.clock
	}
	if b.processor == 0 || t.processor < b.processor {
		b.processor = t.processor
	}
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// add adds a row.
func (b *bench) add(r Row) {
	r.Contacts = b.contacts
	b.rows = append(b.rows, r)
	if b.done != nil {
		b.done(r)
	}
}

// compare adds a row with two times.
func (b *bench) compare(r Row, ours, bare best) {
	r.Ours, r.Bare = milliseconds(ours.clock), milliseconds(bare.clock)
	if bare.clock > 0 {
		r.Ratio = r.Ours / r.Bare
	}
	// The processor's time is counted in pieces of some milliseconds.
	if bare.processor > 20*time.Millisecond {
		r.CPU = float64(ours.processor) / float64(bare.processor)
	}
	b.add(r)
}

// How often something is measured: until it has taken some seconds, and at least
// twice, unless it takes long.
const (
	leastRounds = 2
	mostRounds  = 9
	enoughTime  = 4 * time.Second
	longTime    = 15 * time.Second
)

// rounds repeats what is measured. The best times count.
func rounds(round func() error) error {
	began := time.Now()
	for n := 0; n < leastRounds && time.Since(began) < longTime || n < mostRounds && time.Since(began) < enoughTime; n++ {
		if err := round(); err != nil {
			return err
		}
	}
	return nil
}
