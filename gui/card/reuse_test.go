package card_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"winnow/core/criteria"
	"winnow/core/saved"
)

// A recipe's file applied from the card is taken back step by step.
func TestApplyARecipeFromTheCard(t *testing.T) {
	s, c := made(t, "ANN")
	steps := []criteria.Step{{Action: criteria.Add}, {Action: criteria.Reduce, Filters: criteria.Filters{"contact": {"type": "Company"}}}}
	if err := s.Session.Saved.WriteFile(saved.FileParams{Path: filepath.Join(s.Folder, "all.json"), Steps: steps}); err != nil {
		t.Fatal(err)
	}
	s.Chosen = "all.json"
	s.Button("Segment").Press()
	s.Choose("Apply a recipe file…")
	s.Settle(c.Tasks)
	s.Until("the preview", func() bool { return strings.Contains(s.Shown(), "1 line now, 4 then") })
	s.Button("Apply").Press()
	s.Until("the end", func() bool { return s.Window.Canvas().Overlays().Top() == nil })
	s.Settle(c.Tasks)
	want(t, "status", c.Status(), "2 actions done; lines: 1 before, 4 now")
	want(t, "lines", s.List().Len(), 4)
	for _, left := range []int{1, 4} { // Undo takes all of them back at once, and back again
		s.Button("Undo").Press()
		s.Settle(c.Tasks)
		want(t, "lines after Undo", s.List().Len(), left)
	}
	for _, left := range []int{6, 1} {
		c.Page().Keys["Ctrl+Z"]()
		s.Settle(c.Tasks)
		want(t, "lines after Ctrl+Z", s.List().Len(), left)
	}
}

// The steps in force are kept under a code.
func TestSaveCriteriaFromTheCard(t *testing.T) {
	s, c := made(t, "ANN")
	s.Button("Segment").Press()
	s.Choose("Save Criteria…")
	for _, r := range "one" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Button("Save").Press()
	s.Until("the end", func() bool { return s.Window.Canvas().Overlays().Top() == nil })
	want(t, "status", c.Status(), "1 action saved as ONE")
	if _, steps, err := s.Session.Saved.Find(context.Background(), "ONE"); err != nil || len(steps) != 1 {
		t.Errorf("saved are %v, %v", steps, err)
	}
}
