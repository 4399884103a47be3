package segment_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/saved"
	"winnow/core/segment"
)

// Whatever a segment's steps ask for, a recipe of them, and saved criteria, ask for the
// same and select the same contacts again, also where an earlier step was changed.
func TestRecipesOfRandomSteps(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	settle(b, newModel())
	env := filter.Env{Today: today, WorkDate: today, Me: "JO"}
	rapid.Check(t, func(rt *rapid.T) {
		no := b.MakeSegment()
		n := rapid.IntRange(1, 4).Draw(rt, "steps")
		for range n {
			if _, err := b.Run(b.Context(), no, drawStep(rt, t), env); err != nil {
				rt.Fatal(err)
			}
		}
		if rapid.Bool().Draw(rt, "changed") {
			changed := drawStep(rt, t)
			p := segment.ReplayParams{Step: rapid.IntRange(1, n).Draw(rt, "which"), With: &changed, Env: env}
			if _, err := b.Replay(b.Context(), no, p); err != nil {
				rt.Fatal(err)
			}
		}
		asked, lines := stepsInForce(rt, b, no), contactsOn(b, no)
		var written bytes.Buffer
		if err := criteria.WriteRecipe(&written, criteria.NewRecipe(asked)); err != nil {
			rt.Fatal(err)
		}
		recipe, err := criteria.ReadRecipe(&written, known)
		if err != nil {
			rt.Fatal(err)
		}
		sameSteps(rt, "the recipe", asked, recipe.Steps)
		store := saved.New(b.Company)
		if _, err := store.SaveSegment(b.Context(), no, saved.SaveParams{Code: "KEPT", Replace: true}); err != nil {
			rt.Fatal(err)
		}
		_, kept, err := store.Find(b.Context(), "KEPT")
		if err != nil {
			rt.Fatal(err)
		}
		sameSteps(rt, "the saved criteria", asked, kept)

		// Filters of lines and of the number of segments see the same as they did then.
		if err := b.DeleteSegment(b.Context(), no); err != nil {
			rt.Fatal(err)
		}
		again := b.MakeSegment()
		if _, err := b.Apply(b.Context(), again, segment.ApplyParams{Steps: recipe.Steps, Env: env}); err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(lines, contactsOn(b, again)); diff != "" {
			rt.Fatalf("the recipe selects others:\n%s", diff)
		}
		sameSteps(rt, "the steps that it made", asked, stepsInForce(rt, b, again))
		if err := b.DeleteSegment(b.Context(), again); err != nil {
			rt.Fatal(err)
		}
	})
}

// sameSteps wants two lists of steps to ask for the same.
func sameSteps(rt *rapid.T, what string, want, got []criteria.Step) {
	rt.Helper()
	texts := func(steps []criteria.Step) []string {
		var list []string
		for _, s := range steps {
			text, err := json.Marshal(s)
			if err != nil {
				rt.Fatal(err)
			}
			list = append(list, string(text))
		}
		return list
	}
	if diff := cmp.Diff(texts(want), texts(got)); diff != "" {
		rt.Fatalf("%s:\n%s", what, diff)
	}
}

func stepsInForce(rt *rapid.T, b *book, no string) []criteria.Step {
	rt.Helper()
	steps, err := b.Steps(b.Context(), no)
	if err != nil {
		rt.Fatal(err)
	}
	return saved.InForce(steps)
}

// contactsOn are the contacts of a segment's lines, in the order of their numbers.
func contactsOn(b *book, no string) []string {
	b.T.Helper()
	var list []string
	for _, line := range b.shown(no) {
		_, contact, _ := strings.Cut(line, " ")
		list = append(list, contact)
	}
	slices.Sort(list)
	return list
}
