package part_test

import (
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"winnow/gui/look"
	"winnow/gui/part"
)

func countries(text string, done func([]part.LookupItem)) {
	var out []part.LookupItem
	for _, i := range []part.LookupItem{
		{Value: "DE", Text: "Germany", Right: "40"},
		{Value: "FR", Text: "France", Right: "12"},
		{Value: "GB", Text: "Great Britain", Right: "97"},
	} {
		if strings.Contains(strings.ToLower(i.Value+i.Text), strings.ToLower(text)) {
			out = append(out, i)
		}
	}
	done(out)
}

// openLookup opens a lookup under an entry and says what was taken.
func openLookup(s stage, l part.Lookup) (*part.LookupPopup, *[]string) {
	e := part.NewEntry(look.IconDown)
	s.show(container.NewVBox(e))
	taken := &[]string{}
	l.OnTake = func(values []string) { *taken = append(*taken, values...) }
	if l.Search == nil {
		l.Search = countries
	}
	return part.ShowLookup(e, l), taken
}

func TestLookupSingle(t *testing.T) {
	s := newStage(t)
	p, taken := openLookup(s, part.Lookup{})
	s.keys("Down", "Down", "Up", "Enter")
	same(t, "taken", *taken, []string{"FR"})
	same(t, "open", p.IsOpen(), false)
}

func TestLookupTicks(t *testing.T) {
	s := newStage(t)
	p, taken := openLookup(s, part.Lookup{Multi: true, Ticked: []string{"FR"}})
	s.keys("Down", "Down", "Space", "Up", "Space", "Space", "Up", "Space")
	same(t, "ticked", p.Ticked(), []string{"GB", "FR", "DE"})
	press(t, s.canvas().Overlays().Top(), "OK")
	same(t, "taken", *taken, []string{"GB", "FR", "DE"})
}

// A space between words is typed, not a tick.
func TestLookupSearchWords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t)
		var asked []string
		p, _ := openLookup(s, part.Lookup{Multi: true, Search: func(text string, done func([]part.LookupItem)) {
			asked = append(asked, text)
			countries(text, done)
		}})
		s.typed("great b")
		pause()
		same(t, "asked", asked, []string{"", "great b"})
		same(t, "items", p.Items(), []part.LookupItem{{Value: "GB", Text: "Great Britain", Right: "97"}})
		same(t, "ticked", p.Ticked(), nil)
	})
}

// Esc takes nothing; an answer that comes after a newer question is dropped.
func TestLookupEscAndLateAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t)
		var asked []func([]part.LookupItem)
		p, taken := openLookup(s, part.Lookup{Search: func(_ string, done func([]part.LookupItem)) {
			asked = append(asked, done)
		}})
		s.typed("g")
		pause()
		asked[1]([]part.LookupItem{{Value: "new"}})
		asked[0]([]part.LookupItem{{Value: "old"}})
		same(t, "items", p.Items(), []part.LookupItem{{Value: "new"}})
		s.keys("Esc")
		same(t, "open", p.IsOpen(), false)
		same(t, "taken", *taken, []string{})
	})
}

func TestCalendar(t *testing.T) {
	today := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		keys []string
		want string
	}{
		"today":          {[]string{"Enter"}, "2026-11-23"},
		"days":           {[]string{"Left", "Up", "Enter"}, "2026-11-15"},
		"months":         {[]string{"PageDown", "PageDown", "PageDown", "Home", "Left", "Enter"}, "2027-01-31"},
		"a short month":  {[]string{"Down", "Right", "PageDown", "End", "PageDown", "PageDown", "Enter"}, "2027-03-28"},
		"end, then Feb.": {[]string{"PageUp", "End", "PageDown", "Enter"}, "2026-11-30"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			e := part.NewEntry(look.IconCalendar)
			s.show(container.NewVBox(e))
			got := ""
			part.ShowCalendar(e, part.Calendar{Today: today, Monday: true,
				OnDate: func(d time.Time) { got = d.Format(time.DateOnly) }})
			s.keys(c.keys...)
			same(t, "date", got, c.want)
		})
	}
}

func TestCalendarInterval(t *testing.T) {
	s := newStage(t)
	e := part.NewEntry(look.IconCalendar)
	s.show(container.NewVBox(e))
	got := ""
	p := part.ShowCalendar(e, part.Calendar{Today: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC),
		Intervals:  []part.Interval{{Caption: "Last 30 days", Text: "t-30d..t"}},
		OnInterval: func(text string) { got = text }})
	if text := textOf(s.canvas().Overlays().Top()); !strings.Contains(text, "November 2026") {
		t.Errorf("shown: %s", text)
	}
	press(t, s.canvas().Overlays().Top(), "Last 30 days")
	same(t, "interval", got, "t-30d..t")
	same(t, "open", p.IsOpen(), false)
}

func TestFind(t *testing.T) {
	s := newStage(t)
	s.show(container.NewVBox())
	var did []string
	do := func(name string) func() { return func() { did = append(did, name) } }
	f := part.ShowFind(s.canvas(), func(text string, done func([]part.Found)) {
		done([]part.Found{
			{Group: "Pages", Caption: "Segments " + text, Do: do("segments")},
			{Group: "Pages", Caption: "Settings", Do: do("settings")},
			{Group: "Segments", Caption: "SM00012", Detail: "Spring mailing", Do: do("SM00012")},
		})
	})
	want := "Pages Segments  Settings Segments SM00012 Spring mailing"
	if text := textOf(s.canvas().Overlays().Top()); !strings.HasSuffix(text, want) {
		t.Errorf("shown: %q", text)
	}
	s.keys("Down", "Down", "Enter")
	same(t, "did", did, []string{"SM00012"})
	same(t, "open", f.IsOpen(), false)
}

// Enter pressed before the pause is over still opens what was typed.
func TestFindHurry(t *testing.T) {
	s := newStage(t)
	s.show(container.NewVBox())
	got := ""
	part.ShowFind(s.canvas(), func(text string, done func([]part.Found)) {
		done([]part.Found{{Caption: text, Do: func() { got = text }}})
	})
	s.typed("seg")
	s.keys("Enter")
	same(t, "opened", got, "seg")
}

// A click beside a popup closes it.
func TestPopupOutside(t *testing.T) {
	s := newStage(t)
	p, _ := openLookup(s, part.Lookup{})
	test.TapCanvas(s.canvas(), s.canvas().Overlays().Top().Position().AddXY(900, 600))
	same(t, "open", p.IsOpen(), false)
}

// "New…" is the last line, shows however long the list is, and can be reached
// from above the first line as well; where nothing is found, Enter is enough.
func TestLookupNew(t *testing.T) {
	many := func(_ string, done func([]part.LookupItem)) {
		items := make([]part.LookupItem, 30)
		for i := range items {
			items[i].Value = "V" + strconv.Itoa(i)
		}
		done(items)
	}
	none := func(_ string, done func([]part.LookupItem)) { done(nil) }
	for name, c := range map[string]struct {
		search func(string, func([]part.LookupItem))
		keys   []string
		news   int
		taken  []string
	}{
		"first line":    {many, []string{"Enter"}, 0, []string{"V0"}},
		"last line":     {many, []string{"PageDown", "PageDown", "PageDown", "PageDown", "Enter"}, 1, []string{}},
		"the one above": {many, []string{"PageDown", "PageDown", "PageDown", "PageDown", "Up", "Enter"}, 0, []string{"V29"}},
		"nothing found": {none, []string{"Enter"}, 1, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t)
			news := 0
			p, taken := openLookup(s, part.Lookup{Search: c.search, New: func() { news++ }})
			if shown := textOf(s.canvas().Overlays().Top()); !strings.Contains(shown, "New…") {
				t.Errorf("New… is not shown: %s", shown)
			}
			s.keys(c.keys...)
			same(t, "made", news, c.news)
			same(t, "taken", *taken, c.taken)
			same(t, "open", p.IsOpen(), false)
		})
	}
}
