package salvage_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/salvage"
	"winnow/core/sample"
	"winnow/core/segment"
	"winnow/data/datatest"
)

const today = "2026-11-23"

// used makes a closed company file with a segment of three steps, of which the
// last was taken back.
func used(t *testing.T) string {
	t.Helper()
	ctx, env := context.Background(), filter.Env{Today: today}
	c, err := company.Create(ctx, filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	store := segment.New(c)
	err = sample.Fill(ctx, c, sample.Options{Contacts: 300, Seed: 3, Today: today})
	if err == nil {
		_, err = store.CreateSegment(ctx, "SM00001", nil, env)
	}
	for _, step := range []criteria.Step{
		{Action: criteria.Add},
		{Action: criteria.Refine, Filters: criteria.Filters{"contact": {"type": "Person"}}},
		{Action: criteria.Reduce, Filters: criteria.Filters{"contact": {"country_region_code": "GB"}}},
	} {
		if err == nil {
			_, err = store.Run(ctx, "SM00001", step, env)
		}
	}
	if err == nil {
		_, err = store.Back(ctx, "SM00001")
	}
	if err := errors.Join(err, c.Close()); err != nil {
		t.Fatal(err)
	}
	return c.Path()
}

// opened opens a file and wants it and its segments sound.
func opened(t *testing.T, path string) *segment.Store {
	t.Helper()
	ctx := context.Background()
	c, err := company.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	datatest.Close(t, c)
	store := segment.New(c)
	faults, err := salvage.Check(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	if len(faults) > 0 {
		t.Fatalf("it is not sound: %v", faults)
	}
	return store
}

func contacts(t *testing.T, store *segment.Store) []string {
	t.Helper()
	ctx := context.Background()
	lines, err := store.Lines(ctx, "SM00001", segment.Query{})
	if err != nil {
		t.Fatal(err)
	}
	page, err := lines.Page(ctx, 0, lines.Len())
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, line := range page {
		list = append(list, line.Text("contact_no"))
	}
	return list
}

// A sound file comes out as it was: its lines, and its steps back and forward.
func TestRecoverSound(t *testing.T) {
	ctx, from := context.Background(), used(t)
	to := filepath.Join(t.TempDir(), "new.winnow")
	report, err := salvage.Recover(ctx, from, to, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !report.Whole() {
		t.Errorf("lost: %+v", report)
	}
	old, saved := opened(t, from), opened(t, to)
	if len(contacts(t, old)) == 0 || !slices.Equal(contacts(t, old), contacts(t, saved)) {
		t.Error("the lines are others")
	}
	for _, move := range []func(*segment.Store) error{
		func(s *segment.Store) error { _, err := s.Forward(ctx, "SM00001"); return err },
		func(s *segment.Store) error { _, err := s.GoTo(ctx, "SM00001", 1); return err },
	} {
		if err := errors.Join(move(old), move(saved)); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(contacts(t, old), contacts(t, saved)) {
			t.Error("the lines of another step are others")
		}
	}
}

// A file that is there is not replaced.
func TestRecoverExists(t *testing.T) {
	from := used(t)
	if _, err := salvage.Recover(context.Background(), from, from, nil); !core.IsKind(err, core.Exists) {
		t.Errorf("got %v", err)
	}
}

// Whatever damage there is: what comes out is sound, or nothing does.
func TestRecoverDamaged(t *testing.T) {
	sound, err := os.ReadFile(used(t))
	if err != nil {
		t.Fatal(err)
	}
	kept := 0
	for seed := range uint64(60) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			dice := rand.New(rand.NewPCG(seed, 11))
			content := slices.Clone(sound)
			for range 1 + dice.IntN(4) {
				page := dice.IntN(len(content) / 4096)
				for range 1 + dice.IntN(200) {
					content[page*4096+dice.IntN(4096)] = byte(dice.IntN(256))
				}
			}
			folder := t.TempDir()
			from, to := filepath.Join(folder, "damaged.winnow"), filepath.Join(folder, "new.winnow")
			if err := os.WriteFile(from, content, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := salvage.Recover(context.Background(), from, to, nil)
			var p *core.Problem
			if errors.As(err, &p) {
				if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
					t.Errorf("left: %v, %v", left, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			opened(t, to)
			kept++
		})
	}
	if kept < 50 {
		t.Errorf("of 60 damaged files only %d were recovered", kept)
	}
}
