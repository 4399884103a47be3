package main_test

import (
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
)

// largeCompany is how many contacts the company has on which a whole job is done.
const largeCompany = 100_000

// job does a whole job in a large company: it looks at Home's pictures, searches
// Contacts, adds, refines and reduces, looks whether the segment is ready, exports it
// and finds it again. All numbers that the window shows on the way have to agree.
func (w *walker) job(file string) {
	w.t.Helper()
	w.pictures()
	w.search()
	w.home()
	w.findAndGo("SM00001")
	w.shown("card", "Add…", "Interaction", "Country/Region", "Correspondence Type")
	store := open(w.t, file)
	env := filter.Env{Today: "2026-11-23"}
	for _, s := range []struct {
		action, caption, preview string
		step                     criteria.Step
	}{
		{"Add…", "Country/Region Code", "then {{.after}} lines",
			criteria.Step{Action: criteria.Add, Filters: criteria.Filters{"contact": {"country_region_code": "DK|NO"}}}},
		{"Refine…", "Salesperson Code", "{{.after}} of {{.before}} lines stay, {{.n}} go",
			criteria.Step{Action: criteria.Refine, Filters: criteria.Filters{"contact": {"salesperson_code": "<>JO"}}}},
		{"Reduce…", "Search Name", "{{.n}} of {{.before}} lines go, {{.after}} stay",
			criteria.Step{Action: criteria.Reduce, Filters: criteria.Filters{"contact": {"search_name": "C*|D*"}}}},
	} {
		will, err := store.Preview(context.Background(), "SM00001", s.step, env)
		if err != nil {
			w.t.Fatal(err)
		}
		w.choose(s.action)
		name := strings.ToLower(strings.TrimRight(s.action, "…"))
		w.shown(name, "OK", "Cancel")
		for _, text := range s.step.Filters["contact"] {
			w.into(w.say(s.caption), text)
		}
		w.match(w.counted(s.preview, will))
		w.shown(name + "-counted")
		w.key("ctrl+Return")
		w.match(`^[+–]` + w.number(abs(will.LinesAfter-will.LinesBefore)) + "$")
		w.match("^" + w.number(will.LinesAfter) + " ")
		w.shown(name + "-done")
	}
	now, err := store.Segment(context.Background(), "SM00001")
	if err != nil {
		w.t.Fatal(err)
	}
	w.ready(now)
	w.export(now)
	w.key("ctrl+k")
	w.typed("spring")
	w.see("SM00001 · Spring mailing")
	w.shown("find")
	w.key("Escape")
	w.settle()
}

// number is a number as the window writes it.
func (w *walker) number(n int) string {
	separator := ","
	if w.say("Contacts") != "Contacts" {
		separator = "."
	}
	digits := strconv.Itoa(n)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + separator + digits[at:]
	}
	return regexp.QuoteMeta(digits)
}

// counted is the pattern of what the window says of an action that was tried.
func (w *walker) counted(english string, r segment.Result) string {
	text := regexp.QuoteMeta(w.say(english))
	for name, n := range map[string]int{"n": abs(r.LinesAfter - r.LinesBefore), "before": r.LinesBefore, "after": r.LinesAfter} {
		text = strings.ReplaceAll(text, regexp.QuoteMeta("{{."+name+"}}"), w.number(n))
	}
	return text
}

func abs(n int) int { return max(n, -n) }

// pictures waits for Home's pictures, and opens what one of their bars leads to.
func (w *walker) pictures() {
	w.t.Helper()
	w.match("^" + w.number(largeCompany) + "$")
	w.shown("home", "Active Segments", "Segments that are due", "Longest since the last interaction", "Contacts by country", "Contacts by type")
	if !w.mouse {
		w.open("Contacts", "Contacts")
		w.match("^" + w.number(largeCompany) + " ")
		return
	}
	bar := w.find("Great Britain")
	beside := slices.DeleteFunc(slices.Clone(w.screen), func(s text) bool { return s.Y != bar.Y || s.X < bar.X+bar.Width })
	if len(beside) == 0 {
		w.t.Fatal("no number stands beside the bar of Great Britain")
	}
	number := slices.MinFunc(beside, func(a, b text) int { return int(a.X - b.X) }).Text
	w.clickAt(bar.X+bar.Width/2, bar.Y)
	number, _, _ = strings.Cut(number, " ") // behind it may stand which part of all that is
	w.match("^" + regexp.QuoteMeta(number) + " ")
	w.shown("contacts-of-bar", "Company Name")
	w.home()
	w.open("Contacts", "Contacts")
}

// search searches Contacts for words of several columns, without their accents, and
// opens the first that is found.
func (w *walker) search() {
	w.t.Helper()
	w.shown("contacts", "Company Name")
	w.key("F3")
	w.typed("kohler hamburg")
	few := strings.ReplaceAll(regexp.QuoteMeta(w.say("{{.count}} contacts")), regexp.QuoteMeta("{{.count}}"), `[1-9]\d{0,2}`)
	w.match("^" + few + "$")
	w.see("Hamburg")
	w.shown("contacts-found", "Company Name")
	if w.mouse {
		numbers := slices.DeleteFunc(slices.Clone(w.screen), func(s text) bool { return !contactNo.MatchString(s.Text) })
		w.click(slices.MinFunc(numbers, func(a, b text) int { return int(a.Y - b.Y) }).Text)
	} else {
		w.key("Down")
		w.key("Return")
	}
	w.shown("contact", "General")
	w.see("Hamburg")
}

// contactNo is the number of a contact of the sample company.
var contactNo = regexp.MustCompile(`^CT\d+$`)

// ready looks whether the segment is ready: all its lines are in one part of the meter.
func (w *walker) ready(now segment.Segment) {
	w.t.Helper()
	w.choose("Export", "Is it ready?…")
	sum := 0
	for _, part := range []string{"Ready", "To look at", "Cannot be reached"} {
		state := regexp.MustCompile("^" + regexp.QuoteMeta(w.say(part)) + ` ([\d.,]+)( \(|$)`)
		w.match(state.String())
		for _, s := range w.screen {
			if found := state.FindStringSubmatch(s.Text); found != nil {
				n, err := strconv.Atoi(strings.NewReplacer(",", "", ".", "").Replace(found[1]))
				if err != nil {
					w.t.Fatal(err)
				}
				sum += n
			}
		}
	}
	w.shown("ready", "What to look at")
	if sum != now.Lines {
		w.t.Errorf("the parts of the meter have %d lines, the segment %d", sum, now.Lines)
	}
	w.key("Escape")
	w.settle()
}

// export writes the segment as a CSV file, which has a row for each line.
func (w *walker) export(now segment.Segment) {
	w.t.Helper()
	target := filepath.Join(shortFolder(w.t), "letters.csv")
	w.choose("Export", "Export for mail merge…")
	w.shown("export", "Preview", "Include Privacy Blocked contacts")
	w.key("ctrl+a")
	w.typed(target)
	w.click(w.say("Include Privacy Blocked contacts"))
	w.settle()
	w.key("ctrl+Return")
	w.see(w.say("Exported"))
	w.shown("exported")
	written, err := os.Open(target)
	if err != nil {
		w.t.Fatal(err)
	}
	defer written.Close()
	rows, err := csv.NewReader(written).ReadAll()
	if err != nil {
		w.t.Fatal(err)
	}
	if len(rows)-1 != now.Lines {
		w.t.Errorf("the file has %d rows, the segment %d lines", len(rows)-1, now.Lines)
	}
	w.key("Escape")
	w.settle()
}
