package entry_test

import (
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"winnow/gui/entry"
	"winnow/gui/theme"
	"winnow/gui/widget/widgettest"
)

func countries(text string, done func([]entry.LookupItem)) {
	var out []entry.LookupItem
	for _, i := range []entry.LookupItem{
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
func openLookup(s widgettest.Stage, l entry.Lookup) (*entry.LookupPopup, *[]string) {
	e := entry.New(theme.IconDown)
	s.Show(container.NewVBox(e))
	taken := &[]string{}
	l.OnTake = func(values []string) { *taken = append(*taken, values...) }
	if l.Search == nil {
		l.Search = countries
	}
	return entry.ShowLookup(e, l), taken
}

func TestLookupSingle(t *testing.T) {
	s := widgettest.NewStage(t)
	p, taken := openLookup(s, entry.Lookup{})
	s.Keys("Down", "Down", "Up", "Enter")
	widgettest.Same(t, "taken", *taken, []string{"FR"})
	widgettest.Same(t, "open", p.IsOpen(), false)
}

func TestLookupTicks(t *testing.T) {
	s := widgettest.NewStage(t)
	p, taken := openLookup(s, entry.Lookup{Multi: true, Ticked: []string{"FR"}})
	s.Keys("Down", "Down", "Space", "Up", "Space", "Space", "Up", "Space")
	widgettest.Same(t, "ticked", p.Ticked(), []string{"GB", "FR", "DE"})
	widgettest.Press(t, s.Canvas().Overlays().Top(), "OK")
	widgettest.Same(t, "taken", *taken, []string{"GB", "FR", "DE"})
}

// A space between words is typed, not a tick.
func TestLookupSearchWords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := widgettest.NewStage(t)
		var asked []string
		p, _ := openLookup(s, entry.Lookup{Multi: true, Search: func(text string, done func([]entry.LookupItem)) {
			asked = append(asked, text)
			countries(text, done)
		}})
		s.Typed("great b")
		widgettest.Pause()
		widgettest.Same(t, "asked", asked, []string{"", "great b"})
		widgettest.Same(t, "items", p.Items(), []entry.LookupItem{{Value: "GB", Text: "Great Britain", Right: "97"}})
		widgettest.Same(t, "ticked", p.Ticked(), nil)
	})
}

// Esc takes nothing; an answer that comes after a newer question is dropped.
func TestLookupEscAndLateAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := widgettest.NewStage(t)
		var asked []func([]entry.LookupItem)
		p, taken := openLookup(s, entry.Lookup{Search: func(_ string, done func([]entry.LookupItem)) {
			asked = append(asked, done)
		}})
		s.Typed("g")
		widgettest.Pause()
		asked[1]([]entry.LookupItem{{Value: "new"}})
		asked[0]([]entry.LookupItem{{Value: "old"}})
		widgettest.Same(t, "items", p.Items(), []entry.LookupItem{{Value: "new"}})
		s.Keys("Esc")
		widgettest.Same(t, "open", p.IsOpen(), false)
		widgettest.Same(t, "taken", *taken, []string{})
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
			s := widgettest.NewStage(t)
			e := entry.New(theme.IconCalendar)
			s.Show(container.NewVBox(e))
			got := ""
			entry.ShowCalendar(e, entry.Calendar{Today: today, Monday: true,
				OnDate: func(d time.Time) { got = d.Format(time.DateOnly) }})
			s.Keys(c.keys...)
			widgettest.Same(t, "date", got, c.want)
		})
	}
}

func TestCalendarInterval(t *testing.T) {
	s := widgettest.NewStage(t)
	e := entry.New(theme.IconCalendar)
	s.Show(container.NewVBox(e))
	got := ""
	p := entry.ShowCalendar(e, entry.Calendar{Today: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC),
		Intervals:  []entry.Interval{{Caption: "Last 30 days", Text: "t-30d..t"}},
		OnInterval: func(text string) { got = text }})
	if text := widgettest.TextOf(s.Canvas().Overlays().Top()); !strings.Contains(text, "November 2026") {
		t.Errorf("shown: %s", text)
	}
	widgettest.Press(t, s.Canvas().Overlays().Top(), "Last 30 days")
	widgettest.Same(t, "interval", got, "t-30d..t")
	widgettest.Same(t, "open", p.IsOpen(), false)
}

func TestFind(t *testing.T) {
	s := widgettest.NewStage(t)
	s.Show(container.NewVBox())
	var did []string
	do := func(name string) func() { return func() { did = append(did, name) } }
	f := entry.ShowFind(s.Canvas(), func(text string, done func([]entry.Found)) {
		done([]entry.Found{
			{Group: "Pages", Caption: "Segments " + text, Do: do("segments")},
			{Group: "Pages", Caption: "Settings", Do: do("settings")},
			{Group: "Segments", Caption: "SM00012", Detail: "Spring mailing", Do: do("SM00012")},
		})
	})
	want := "Pages Segments  Settings Segments SM00012 Spring mailing"
	if text := widgettest.TextOf(s.Canvas().Overlays().Top()); !strings.HasSuffix(text, want) {
		t.Errorf("shown: %q", text)
	}
	s.Keys("Down", "Down", "Enter")
	widgettest.Same(t, "did", did, []string{"SM00012"})
	widgettest.Same(t, "open", f.IsOpen(), false)
}

// Enter pressed before the pause is over still opens what was typed.
func TestFindHurry(t *testing.T) {
	s := widgettest.NewStage(t)
	s.Show(container.NewVBox())
	got := ""
	entry.ShowFind(s.Canvas(), func(text string, done func([]entry.Found)) {
		done([]entry.Found{{Caption: text, Do: func() { got = text }}})
	})
	s.Typed("seg")
	s.Keys("Enter")
	widgettest.Same(t, "opened", got, "seg")
}

// A click beside a popup closes it.
func TestPopupOutside(t *testing.T) {
	s := widgettest.NewStage(t)
	p, _ := openLookup(s, entry.Lookup{})
	test.TapCanvas(s.Canvas(), s.Canvas().Overlays().Top().Position().AddXY(900, 600))
	widgettest.Same(t, "open", p.IsOpen(), false)
}

// "New…" is the last line, shows however long the list is, and can be reached
// from above the first line as well; where nothing is found, Enter is enough.
func TestLookupNew(t *testing.T) {
	many := func(_ string, done func([]entry.LookupItem)) {
		items := make([]entry.LookupItem, 30)
		for i := range items {
			items[i].Value = "V" + strconv.Itoa(i)
		}
		done(items)
	}
	none := func(_ string, done func([]entry.LookupItem)) { done(nil) }
	for name, c := range map[string]struct {
		search func(string, func([]entry.LookupItem))
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
			s := widgettest.NewStage(t)
			news := 0
			p, taken := openLookup(s, entry.Lookup{Search: c.search, New: func() { news++ }})
			if shown := widgettest.TextOf(s.Canvas().Overlays().Top()); !strings.Contains(shown, "New…") {
				t.Errorf("New… is not shown: %s", shown)
			}
			s.Keys(c.keys...)
			widgettest.Same(t, "made", news, c.news)
			widgettest.Same(t, "taken", *taken, c.taken)
			widgettest.Same(t, "open", p.IsOpen(), false)
		})
	}
}
