package main_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
)

// sets goes through what is done with sets of contacts: a step that is edited, facets
// that keep and remove contacts, two segments that are compared, and a column that is
// imported as an own field and filtered by.
func (w *walker) sets(file string) {
	w.t.Helper()
	const no = "SM00001"
	store := open(w.t, file)
	w.home()
	w.findAndGo(no)
	w.shown("sets-card", "Add…", "Interaction")
	w.editStep(store, no)
	w.facets(store, no)
	w.compare(store, no)
	w.ownField(file, no)
}

// countries counts a segment's lines by the country of their contacts.
func (w *walker) countries(store *segment.Store, no string) map[string]int {
	w.t.Helper()
	lines, err := store.Lines(context.Background(), no, segment.Query{})
	if err != nil {
		w.t.Fatal(err)
	}
	page, err := lines.Page(context.Background(), 0, lines.Len(), "country_region_code")
	if err != nil {
		w.t.Fatal(err)
	}
	counted := map[string]int{}
	for _, line := range page {
		country, _ := line.Contact("country_region_code").(string)
		counted[country]++
	}
	return counted
}

// editStep gives the first step another filter and looks at what differs.
func (w *walker) editStep(store *segment.Store, no string) {
	w.t.Helper()
	before := w.countries(store, no)
	w.choose("Segment", "Segment Criteria")
	w.see(w.say("Edit Step…"))
	w.settle()
	w.clickOn("1")
	w.settle()
	w.clickOn(w.say("Edit Step…"))
	w.see(w.say("Cancel"))
	w.settle()
	w.clickOn("GB|US|DE")
	w.key("ctrl+a")
	w.typed("GB|US|FR")
	w.key("Tab")
	w.settle()
	w.key("ctrl+Return")
	w.see(w.say("Keep"))
	w.shown("sets-differences", "Keep")
	w.clickOn(w.say("Keep"))
	w.settle()
	after := w.countries(store, no)
	if after["DE"] > 0 || after["FR"] == 0 || after["GB"] != before["GB"] || after["US"] != before["US"] {
		w.t.Errorf("the step was edited: %v became %v", before, after)
	}
	w.shown("sets-replayed")
}

// facets removes and keeps contacts by clicks on bars.
func (w *walker) facets(store *segment.Store, no string) {
	w.t.Helper()
	before := w.countries(store, no)
	w.home()
	w.findAndGo(no)
	w.shown("sets-card-again", "Add…", "Interaction")
	w.key("alt+F2")
	w.see(w.say("Facets"))
	w.shown("sets-facets", "Facets")
	w.bar("US", true)
	w.bar("GB", false)
	after := w.countries(store, no)
	if len(after) != 1 || after["GB"] != before["GB"] {
		w.t.Errorf("by facets %v became %v", before, after)
	}
	w.shown("sets-facets-used", "Undo")
}

// bar clicks on the bar of a country, with Shift to remove its contacts, and waits until
// the others, or it, are gone.
func (w *walker) bar(country string, remove bool) {
	w.t.Helper()
	of := func(s text) bool { return strings.HasPrefix(s.Text, country+" · ") }
	other := func(s text) bool { return strings.HasPrefix(s.Text, "FR · ") }
	w.until(country, func(screen []text) bool { return slices.ContainsFunc(screen, of) })
	w.settle()
	at := w.screen[slices.IndexFunc(w.screen, of)]
	place := []string{"mousemove", "--window", w.window, strconv.Itoa(int(at.X + at.Width/2)), strconv.Itoa(int(at.Y)), "sleep", "0.2"}
	if remove {
		w.do("xdotool", append(place, "keydown", "shift", "click", "1", "keyup", "shift")...)
		w.until("no more "+country, func(screen []text) bool { return !slices.ContainsFunc(screen, of) })
		return
	}
	w.do("xdotool", append(place, "click", "1")...)
	w.until("only "+country, func(screen []text) bool {
		return slices.ContainsFunc(screen, of) && !slices.ContainsFunc(screen, other)
	})
}

// compare compares the segment with another one.
func (w *walker) compare(store *segment.Store, no string) {
	w.t.Helper()
	ctx, env := context.Background(), filter.Env{Today: "2026-11-23"}
	other, err := store.CreateSegment(ctx, "", map[string]string{"description": "All of Britain"}, env)
	if err != nil {
		w.t.Fatal(err)
	}
	step := criteria.Step{Action: criteria.Add, Filters: criteria.Filters{"contact": {"country_region_code": "GB"}}}
	if _, err := store.Run(ctx, other, step, env); err != nil {
		w.t.Fatal(err)
	}
	all, some := w.countries(store, other)["GB"], w.countries(store, no)["GB"]
	w.choose("Segment", "Compare…")
	w.settle()
	w.typed(other)
	w.settle()
	w.key("Return")
	w.see(w.say("On both"))
	w.shown("sets-compare", "On both")
	for _, n := range []int{some, all - some} {
		w.match(`\b` + strconv.Itoa(n) + `\b`)
	}
}

// ownField imports a column that nothing knows as an own field of contacts, and refines
// the segment by it.
func (w *walker) ownField(file, no string) {
	w.t.Helper()
	ctx := context.Background()
	lines, err := open(w.t, file).Lines(ctx, no, segment.Query{})
	if err != nil {
		w.t.Fatal(err)
	}
	page, err := lines.Page(ctx, 0, lines.Len())
	if err != nil {
		w.t.Fatal(err)
	}
	const smallest, wanted = 50, 53
	var list strings.Builder
	list.WriteString("No.,Hat Size\n")
	for i, line := range page {
		fmt.Fprintf(&list, "%v,%d\n", line.Value("contact_no"), smallest+i)
	}
	path := filepath.Join(shortFolder(w.t), "Contact.csv")
	if err := os.WriteFile(path, []byte(list.String()), 0o600); err != nil {
		w.t.Fatal(err)
	}
	w.home()
	w.findAndGo("Import")
	w.clickOn(w.say("Add Files…"))
	w.see(w.say("Choose files"))
	w.settle()
	up := w.find(w.say("Up"))
	w.clickAt(up.X+200, up.Y) // into the field of the path, which stands beside
	w.key("ctrl+a")
	w.typed(path)
	w.key("Return")
	w.see("Contact.csv")
	w.key("alt+Right")
	w.see(w.say("Goes to field"))
	w.clickOn(w.say("Left out"))
	w.settle()
	w.typed("Make")
	w.see(w.say("Make a field of it…"))
	w.settle()
	w.key("Return")
	w.see(w.say("New Field"))
	w.shown("sets-new-field", "OK")
	w.key("ctrl+Return")
	w.see("Hat Size")
	w.shown("sets-columns")
	w.key("alt+Right")
	w.settle()
	w.shown("sets-checked")
	w.key("ctrl+Return")
	w.match(`^Imported\.$`)
	w.shown("sets-imported")
	w.home()
	w.findAndGo(no)
	w.shown("sets-card-own", "Add…", "Interaction")
	w.choose("Refine…")
	w.see(w.say("Cancel"))
	w.settle()
	w.clickOnFirst(w.say("+ Filter"))
	w.settle()
	w.typed("Hat Size")
	w.settle()
	w.key("Return")
	w.settle()
	w.typed(strconv.Itoa(wanted) + "..")
	w.shown("sets-own-filter")
	w.key("ctrl+Return")
	w.see(w.say("Undo"))
	w.settle()
	w.shown("sets-own-refined")
	if now := w.countries(open(w.t, file), no); now["GB"] != len(page)-(wanted-smallest) {
		w.t.Errorf("of %d lines, the hats from %d on left %v", len(page), wanted, now)
	}
}
