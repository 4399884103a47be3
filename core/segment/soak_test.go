package segment_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"

	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/exporter"
	"winnow/core/filter"
	"winnow/core/importer"
	"winnow/core/sample"
	"winnow/core/segment"
)

// soaked is how many actions the soak test does, unless WINNOW_SOAK says
// otherwise.
const soaked = 1200

// soak works a company with random actions.
type soak struct {
	t       *testing.T
	dice    *rand.Rand
	folder  string
	company *company.Company
	store   *segment.Store
	env     filter.Env
}

// usage is what a company at work holds: bytes in memory, open files, and bytes
// on the disk.
type usage struct{ heap, files, disk int64 }

// Thousands of random actions, with the company closed and opened in between,
// leave memory, open files and the company file as large as some hundred do.
func TestSoak(t *testing.T) {
	times := soaked
	if n, err := strconv.Atoi(os.Getenv("WINNOW_SOAK")); err == nil {
		times = n
	}
	s := &soak{t: t, dice: rand.New(rand.NewPCG(1, 2)), folder: t.TempDir(), env: filter.Env{Today: today}}
	c, err := company.Create(s.t.Context(), s.path("company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	if err := sample.Fill(s.t.Context(), c, sample.Options{Contacts: 500, Seed: 9, Today: today}); err != nil {
		t.Fatal(err)
	}
	s.use(c)
	for i := range 3 {
		if _, err := s.store.CreateSegment(s.t.Context(), fmt.Sprintf("S%d", i), nil, s.env); err != nil {
			t.Fatal(err)
		}
	}
	var early, late usage
	for i := range times {
		if err := s.act(); err != nil {
			t.Fatalf("action %d: %v", i, err)
		}
		if i%97 == 96 {
			s.restart()
		}
		if i%50 != 0 {
			continue
		}
		switch now := s.usage(); {
		case i < times/3:
			early = usage{max(early.heap, now.heap), max(early.files, now.files), max(early.disk, now.disk)}
		case i > times*2/3:
			late = usage{max(late.heap, now.heap), max(late.files, now.files), max(late.disk, now.disk)}
		}
	}
	if late.heap > early.heap*3/2 || late.files > early.files+2 || late.disk > early.disk*3/2 {
		t.Errorf("in the first third it held at most %+v, in the last %+v", early, late)
	}
	if faults, err := s.store.Check(s.t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("the segments: %v, %v", faults, err)
	}
	if err := s.company.Close(); err != nil {
		t.Error(err)
	}
}

func (s *soak) path(name string) string { return filepath.Join(s.folder, name) }

func (s *soak) use(c *company.Company) { s.company, s.store = c, segment.New(c) }

func (s *soak) restart() {
	if err := s.company.Close(); err != nil {
		s.t.Fatal(err)
	}
	c, err := company.Open(s.t.Context(), s.path("company.winnow"))
	if err != nil {
		s.t.Fatal(err)
	}
	s.use(c)
}

// act does one action by chance.
func (s *soak) act() error {
	no := fmt.Sprintf("S%d", s.dice.IntN(3))
	seg, err := s.store.Segment(s.t.Context(), no)
	if err != nil {
		return err
	}
	filters := criteria.Filters{"contact": {"city": []string{"L*", "*o*", "<>M*", "@*EN*", "A..N"}[s.dice.IntN(5)]}}
	switch action := s.dice.IntN(20); {
	case action < 5:
		_, err = s.store.Run(s.t.Context(), no, criteria.Step{Action: criteria.Add, Filters: filters}, s.env)
	case action < 7:
		_, err = s.store.Run(s.t.Context(), no, criteria.Step{Action: criteria.Refine, Filters: filters}, s.env)
	case action < 9:
		_, err = s.store.Run(s.t.Context(), no, criteria.Step{Action: criteria.Reduce, Filters: filters}, s.env)
	case action < 12:
		_, err = s.store.GoTo(s.t.Context(), no, s.dice.IntN(seg.Steps+1))
	case action < 13 || seg.Steps > 40:
		err = s.store.ClearCriteria(s.t.Context(), no)
	case action < 15 && seg.Lines > 0:
		err = s.line(no, seg)
	case action < 16:
		_, err = s.store.SetHeader(s.t.Context(), no, segment.HeaderChange{Fields: map[string]string{"description": strconv.Itoa(s.dice.IntN(1000))}, Env: s.env})
	case action < 17:
		_, err = exporter.Export(s.t.Context(), s.company, s.store, no, exporter.Options{Path: s.path("letter.xlsx"), Force: true})
	case action < 18:
		text := fmt.Sprintf("No.,Name\nCT%06d,Somebody %d\n", 1+s.dice.IntN(500), s.dice.IntN(1000))
		if err = os.WriteFile(s.path("Contact.csv"), []byte(text), 0o600); err == nil {
			_, err = importer.Import(s.t.Context(), s.company, s.path("Contact.csv"), importer.Options{})
		}
	case action < 19:
		err = s.company.Backup(s.t.Context(), s.path("copy.winnow"), true)
	default:
		if err = s.store.DeleteSegment(s.t.Context(), no); err == nil {
			_, err = s.store.CreateSegment(s.t.Context(), no, nil, s.env)
		}
	}
	return err
}

// line changes or deletes a line by chance.
func (s *soak) line(no string, seg segment.Segment) error {
	lines, err := s.store.Lines(s.t.Context(), no, segment.Query{})
	if err != nil {
		return err
	}
	page, err := lines.Page(s.t.Context(), s.dice.IntN(lines.Len()), 1)
	if err != nil {
		return err
	}
	if s.dice.IntN(2) == 0 {
		_, err = s.store.DeleteLines(s.t.Context(), no, []int64{page[0].LineNo})
		return err
	}
	_, err = s.store.SetLines(s.t.Context(), no, segment.LineChange{LineNos: []int64{page[0].LineNo}, Fields: map[string]string{"subject": "Spring"}, Env: s.env})
	return err
}

func (s *soak) usage() usage {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	now := usage{heap: int64(m.HeapAlloc)}
	files, err := os.ReadDir("/proc/self/fd")
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		s.t.Fatal(err)
	}
	now.files = int64(len(files))
	for _, name := range []string{"company.winnow", "company.winnow-wal"} {
		if info, err := os.Stat(s.path(name)); err == nil {
			now.disk += info.Size()
		}
	}
	return now
}
