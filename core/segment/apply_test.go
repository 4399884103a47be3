package segment_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
)

// What comes instead of a segment's lines is told as a step of its own, so that
// Go Back brings them back line by line.
func TestApplyInstead(t *testing.T) {
	t.Parallel()
	b := newTown(t)
	no := b.MakeSegment()
	b.run(no, criteria.Add, "contact.country_region_code=GB")
	before := b.shown(no)
	p := segment.ApplyParams{Instead: true, Steps: []criteria.Step{
		step(t, criteria.Add, "contact.type=Person"), step(t, criteria.Refine, "contact.country_region_code=DE")}}
	p.Preview = true
	previewed, err := b.Apply(b.Context(), no, p)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, b.shown(no)); diff != "" {
		t.Errorf("the preview changed the lines:\n%s", diff)
	}
	var told []int
	p.Preview, p.Progress = false, func(done, total int) { told = append(told, done, total) }
	done, err := b.Apply(b.Context(), no, p)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(previewed, done); diff != "" {
		t.Errorf("the preview said something else:\n%s", diff)
	}
	if diff := cmp.Diff([]int{1, 2, 2, 2}, told); diff != "" {
		t.Errorf("progress:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"40000 P4"}, b.shown(no)); diff != "" {
		t.Error(diff)
	}
	steps, err := b.Steps(b.Context(), no)
	if err != nil {
		t.Fatal(err)
	}
	if len(steps) != 4 || steps[1].Action != criteria.Reduce || !steps[1].Empty() || steps[1].LinesAfter != 0 {
		t.Errorf("the steps are %+v", steps)
	}
	if _, err := b.GoTo(b.Context(), no, 1); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, b.shown(no)); diff != "" {
		t.Errorf("Go Back does not bring the lines back:\n%s", diff)
	}
	if faults, err := b.Check(b.Context()); err != nil || len(faults) > 0 {
		t.Errorf("check finds %v, %v", faults, err)
	}
}

// Where there is no line, there is nothing to take out.
func TestApplyInsteadOfNothing(t *testing.T) {
	t.Parallel()
	b := newTown(t)
	no := b.MakeSegment()
	results, err := b.Apply(b.Context(), no, segment.ApplyParams{Instead: true, Steps: []criteria.Step{step(t, criteria.Add)}})
	if err != nil || len(results) != 1 || results[0].Step != 1 {
		t.Errorf("applied as %+v, %v", results, err)
	}
}

// On a new segment the steps do what they do on an empty one; where they fail,
// or are only previewed, there is no new segment and no number is used up.
func TestApplyToNew(t *testing.T) {
	t.Parallel()
	b := newTown(t)
	fields := map[string]string{"description": "Autumn"}
	p := segment.ApplyParams{Preview: true, Steps: []criteria.Step{step(t, criteria.Add, "contact.no=P1")}}
	_, previewed, err := b.ApplyToNew(b.Context(), fields, p)
	if err != nil {
		t.Fatal(err)
	}
	bad := segment.ApplyParams{Steps: []criteria.Step{step(t, criteria.Add, "contact.no=P1|")}}
	if _, _, err := b.ApplyToNew(b.Context(), fields, bad); err == nil {
		t.Error("a wrong filter went through")
	}
	if all, err := b.Segments(b.Context()); err != nil || len(all) > 0 {
		t.Errorf("there are %v, %v", all, err)
	}
	p.Preview = false
	no, results, err := b.ApplyToNew(b.Context(), fields, p)
	if err != nil || no != "SM00001" {
		t.Errorf("made %s, %v", no, err)
	}
	if diff := cmp.Diff(previewed, results); diff != "" {
		t.Error(diff)
	}
	seg, err := b.Segment(b.Context(), no)
	if err != nil || seg.Lines != 1 || seg.Text("description") != "Autumn" {
		t.Errorf("the segment is %+v, %v", seg, err)
	}
}

// A step that is wrong is named, and nothing has been done.
func TestApplyWhollyOrNotAtAll(t *testing.T) {
	t.Parallel()
	b := newTown(t)
	no := b.MakeSegment()
	b.run(no, criteria.Add, "contact.no=P1")
	_, err := b.Apply(b.Context(), no, segment.ApplyParams{Instead: true, Steps: []criteria.Step{
		step(t, criteria.Add), step(t, criteria.Reduce, "contact.post_code=GB*|")}})
	if err == nil || err.Error() != `steps[1]: Contact, Post Code: position 4: a value is missing after "|"` {
		t.Errorf("the error is %v", err)
	}
	if diff := cmp.Diff([]string{"10000 P1"}, b.shown(no)); diff != "" {
		t.Error(diff)
	}
}

// The same steps on a segment in the same state give the same lines, and instead
// of any others the same contacts.
func TestAppliedStepsDoTheSameAgain(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	settle(b, newModel())
	env := filter.Env{Today: today, WorkDate: today, Me: "JO"}
	rapid.Check(t, func(rt *rapid.T) {
		begin, one, other := drawSteps(rt, t, "begin"), b.MakeSegment(), b.MakeSegment()
		steps := drawSteps(rt, t, "steps")
		for _, no := range []string{one, other} {
			if _, err := b.Apply(b.Context(), no, segment.ApplyParams{Steps: begin, Env: env}); err != nil {
				rt.Fatal(err)
			}
		}
		for _, s := range steps {
			if _, err := b.Run(b.Context(), one, s, env); err != nil {
				rt.Fatal(err)
			}
		}
		if _, err := b.Apply(b.Context(), other, segment.ApplyParams{Steps: steps, Env: env}); err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(b.shown(one), b.shown(other)); diff != "" {
			rt.Fatalf("the lines differ:\n%s", diff)
		}
		fresh := b.MakeSegment()
		for _, no := range []string{fresh, other} {
			if _, err := b.Apply(b.Context(), no, segment.ApplyParams{Steps: steps, Env: env, Instead: true}); err != nil {
				rt.Fatal(err)
			}
		}
		if diff := cmp.Diff(b.contacts(fresh), b.contacts(other)); diff != "" {
			rt.Fatalf("instead of others the contacts differ:\n%s", diff)
		}
		for _, no := range []string{one, other, fresh} {
			if err := b.DeleteSegment(b.Context(), no); err != nil {
				rt.Fatal(err)
			}
		}
	})
}

// drawSteps draws steps that ask nothing about segments, of which there are others when
// they are run again.
func drawSteps(rt *rapid.T, t testing.TB, label string) []criteria.Step {
	steps := make([]criteria.Step, rapid.IntRange(1, 4).Draw(rt, label))
	for i := range steps {
		steps[i] = drawStep(rt, t)
		for asksSegments(t, steps[i]) {
			steps[i] = drawStep(rt, t)
		}
	}
	return steps
}

func asksSegments(t testing.TB, s criteria.Step) bool {
	t.Helper()
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(string(text), `segment_line`) || strings.Contains(string(text), `segments"`)
}
