package segment_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"winnow/core/filter"
	"winnow/core/segment"
)

// TestRefreshAgainstTheModel holds a refresh on changed data against the model, after
// random actions and changes by hand, and then the way back and forward over it.
func TestRefreshAgainstTheModel(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	settled := newModel()
	settle(b, settled)
	env := filter.Env{Today: today, WorkDate: today, Me: "JO"}
	// set changes a contact's field, in the file and in the model.
	set := func(c row, key string, v any) {
		b.Exec("UPDATE contact SET "+key+" = ? WHERE no = ?", v, c["no"])
		c[key] = v
	}
	rapid.Check(t, func(rt *rapid.T) {
		m := newModel()
		m.contacts, m.sections, m.docs, m.env = settled.contacts, settled.sections, settled.docs, env
		no := b.MakeSegment()
		m.no = no
		for range rapid.IntRange(1, 6).Draw(rt, "actions") {
			walk(rt, t, b, m, no, env)
		}
		for range rapid.IntRange(1, 4).Draw(rt, "changes") {
			c := rapid.SampledFrom(m.contacts).Draw(rt, "contact")
			key := rapid.SampledFrom([]string{"country_region_code", "salesperson_code", "e_mail", "name"}).Draw(rt, "field")
			before := c[key]
			set(c, key, rapid.SampledFrom([]string{"", "GB", "DE", "JO", "alpha"}).Draw(rt, "value"))
			defer set(c, key, before)
		}
		if m.now > 0 {
			refreshed(rt, b, m, no, env)
		}
		if diff := cmp.Diff(m.shown(), b.shown(no)); diff != "" {
			rt.Fatalf("refreshed, the lines differ from the model's:\n%s", diff)
		}
		through(rt, b, m, no, "back", m.back, b.Back)
		through(rt, b, m, no, "forward", m.forward, b.Forward)
		if faults, err := b.Check(b.Context()); err != nil || len(faults) > 0 {
			rt.Fatalf("check finds %v, %v", faults, err)
		}
		if err := b.DeleteSegment(b.Context(), no); err != nil {
			rt.Fatal(err)
		}
	})
}

// refreshed refreshes the segment, which the preview tells before, and the model.
func refreshed(rt *rapid.T, b *book, m *model, no string, env filter.Env) {
	p := segment.ReplayParams{Env: env, Preview: true, Background: time.Minute}
	preview, err := b.Replay(b.Context(), no, p)
	if err != nil {
		rt.Fatal(err)
	}
	done, err := b.Replay(b.Context(), no, segment.ReplayParams{Env: env})
	if err != nil {
		rt.Fatal(err)
	}
	if diff := cmp.Diff(preview, done); diff != "" {
		rt.Fatalf("the preview said something else:\n%s", diff)
	}
	if done.Differs {
		m.refresh()
	}
	again, err := b.Replay(b.Context(), no, segment.ReplayParams{Env: env})
	if err != nil {
		rt.Fatal(err)
	}
	if again.Differs {
		rt.Fatalf("refreshed again, it differs: %+v", again)
	}
}
