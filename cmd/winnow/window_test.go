package main_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/segment"
	"winnow/data/datatest"
)

// TestWindow works the real program with mouse and keys, as a person does: a
// segment is made, contacts are added, refined and reduced, the last step is
// taken back, and what is left is exported.
func TestWindow(t *testing.T) {
	if os.Getenv("WINNOW_WINDOW_TEST") != "1" {
		t.Skip("needs Xvfb, openbox, xdotool and ImageMagick; set WINNOW_WINDOW_TEST=1 to run it")
	}
	dir := t.TempDir()
	file, target := filepath.Join(dir, "company.winnow"), filepath.Join(dir, "letter.xlsx")
	p := begin(t, sitting{file: file, locale: "en_US", theme: "light", width: 1280, height: 800})

	p.see("How would you like to start?")
	p.shoot("first-start")
	p.click("Look at the sample company")
	p.see("There are no segments yet. New Segment (Alt+N) creates one.", "Millbrook Furniture Ltd. · company.winnow")
	p.shoot("home-empty")
	p.click("Active Segments")
	p.see("There are no segments yet. New (Alt+N) creates one.")
	p.key("alt+n")
	p.see("New Segment", "General", "+ Type a contact")
	p.shoot("new-segment")
	p.key("Return")
	p.see("SM00001", "Segment SM00001 created")
	p.into("Description", "Spring mailing")
	p.key("Tab")
	p.see("SM00001 · Spring mailing")

	p.click("Add…")
	p.see("OK", "Country/Region Code")
	p.another(`^\d+( of \d+)? contacts? will be added`, func() { p.into("Country/Region Code", "GB") })
	p.shoot("add")
	p.click("OK")
	p.match(`^\d+ contacts added, \d+ lines now`)
	p.shoot("added")

	p.click("Refine…")
	p.see("Remove Contacts - Refine")
	p.another(`^\d+ of \d+ lines? stay`, func() { p.into("Type", "Person") })
	p.shoot("refine")
	p.key("ctrl+Return")
	p.match(`^\d+ contacts removed, \d+ lines now$`)
	p.see("2 Refine Contacts")

	p.click("Reduce…")
	p.see("Remove Contacts - Reduce")
	p.another(`^\d+ of \d+ lines? go`, func() { p.into("Search Name", "A*|B*") })
	p.shoot("reduce")
	p.click("OK")
	p.see("3 Reduce Contacts")
	p.shoot("reduced")
	p.click("Go Back")
	p.match(`taken back`)
	p.shoot("card")

	p.key("ctrl+e")
	p.see("Preview", "Full Name")
	p.shoot("export")
	p.key("ctrl+a")
	p.typed(target)
	p.click("Export")
	p.see("Exported")
	p.shoot("exported")
	p.key("Escape")
	p.see("SM00001 · Spring mailing", "Add…")
	p.key("F7")
	p.see("Statistics", "Different companies")
	p.shoot("statistics")
	p.key("Escape")
	p.see("Add…")
	p.click("1 Add Contacts")
	p.see("Preview:", "Back to now")
	p.shoot("preview")
	p.key("Escape")
	p.see("Add…")
	link := p.find("No. of Criteria Actions")
	p.clickAt(link.X+190, link.Y)
	p.see("Segment Criteria", "Lines Before", "Reduce Contacts")
	p.shoot("criteria")
	p.key("Escape")
	p.see("Add…")
	p.key("ctrl+k")
	p.see("On this page", "Remove Contacts - Refine…")
	p.typed("spring")
	p.match(`^SM00001 · Spring mailing$`)
	p.shoot("find")
	p.key("Escape")
	p.see("Add…")
	p.key("Escape")
	p.see("1 segment")
	p.shoot("segments")
	p.key("Escape")
	p.see("Activities", "Spring mailing")
	p.shoot("home")
	p.key("ctrl+k")
	p.typed("spring")
	p.match(`^SM00001 · Spring mailing$`)
	p.key("Return")
	p.see("Add…", "2 Refine Contacts", "E-Mail")
	p.shoot("segment")
	p.framed()
	p.end()
	p.left()

	checkCompany(t, file)
	checkWorkbook(t, target, file)
}

// open opens the company file that the window worked on.
func open(t *testing.T, file string) *segment.Store {
	t.Helper()
	c, err := company.Open(context.Background(), file)
	if err != nil {
		t.Fatal(err)
	}
	datatest.Close(t, c)
	return segment.New(c)
}

// checkCompany looks into the company file for what was done in the window.
func checkCompany(t *testing.T, file string) {
	t.Helper()
	ctx, store := context.Background(), open(t, file)
	s, err := store.Segment(ctx, "SM00001")
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Text("description"); got != "Spring mailing" {
		t.Errorf("the description is %q", got)
	}
	steps, err := store.Steps(ctx, "SM00001")
	if err != nil {
		t.Fatal(err)
	}
	type asked struct {
		Action  criteria.Action
		Filters criteria.Filters
		InForce bool
	}
	var got []asked
	for _, step := range steps {
		got = append(got, asked{step.Action, step.Filters, step.InForce})
	}
	want := []asked{
		{criteria.Add, criteria.Filters{"contact": {"country_region_code": "GB"}}, true},
		{criteria.Refine, criteria.Filters{"contact": {"type": "Person"}}, true},
		{criteria.Reduce, criteria.Filters{"contact": {"search_name": "A*|B*"}}, false},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the steps (-want +got):\n%s", diff)
	}
	if s.Lines == 0 || s.Lines != steps[1].LinesAfter {
		t.Errorf("the segment has %d lines, and %d after the step in force", s.Lines, steps[1].LinesAfter)
	}
	if faults, err := store.Check(ctx); err != nil || len(faults) > 0 {
		t.Errorf("the company file: %v, %v", faults, err)
	}
}

// checkWorkbook compares the workbook with the segment.
func checkWorkbook(t *testing.T, target, file string) {
	t.Helper()
	book, err := excelize.OpenFile(target)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("Contacts")
	if err != nil {
		t.Fatal(err)
	}
	ctx, store := context.Background(), open(t, file)
	lines, err := store.Lines(ctx, "SM00001", segment.Query{})
	if err != nil {
		t.Fatal(err)
	}
	page, err := lines.Page(ctx, 0, lines.Len(), "privacy_blocked")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Contact No"}
	for _, line := range page {
		if line.Contact("privacy_blocked") == int64(0) {
			want = append(want, line.Text("contact_no"))
		}
	}
	var got []string
	for _, row := range rows {
		got = append(got, row[0])
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the contacts in the workbook (-want +got):\n%s", diff)
	}
}
