package entry_test

import (
	"slices"
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

// found are what a Find box offers, each of which notes that it was done.
func found(did *[]string, group string, match entry.Match, captions ...string) []entry.Found {
	var list []entry.Found
	for _, c := range captions {
		list = append(list, entry.Found{Group: group, Caption: c, Match: match, Do: func() { *did = append(*did, c) }})
	}
	return list
}

// What matches best comes first, whatever its kind; under the name of its kind.
func TestFind(t *testing.T) {
	s := widgettest.NewStage(t)
	s.Show(container.NewVBox())
	var did []string
	f := entry.ShowFind(s.Canvas(), entry.Finder{
		Local: func(string) []entry.Found {
			return slices.Concat(found(&did, "Pages", entry.Within, "Old Segments"), found(&did, "Actions", entry.Exact, "Segments"),
				found(&did, "Pages", entry.WordStart, "Segments List"), found(&did, "", entry.Rest, "All contacts"))
		},
		Records: func(_ string, done func([]entry.Found)) {
			done(found(&did, "Contacts", entry.WordStart, "Segments Ltd"))
		},
	})
	s.Typed("segments")
	s.Keys("Down")
	want := "Actions Segments Pages Segments List Old Segments All contacts"
	if text := widgettest.TextOf(s.Canvas().Overlays().Top()); !strings.HasSuffix(text, want) {
		t.Errorf("shown: %q", text)
	}
	s.Keys("Down", "Enter")
	widgettest.Same(t, "did", did, []string{"Old Segments"})
	widgettest.Same(t, "open", f.IsOpen(), false)
}

// Whoever types faster than the records are read gets what the text names: at once
// where that is known, else when they have been read; never what another text
// named, and nothing where nobody typed.
func TestFindFasterThanItsAnswers(t *testing.T) {
	var did []string
	local := func(text string) []entry.Found {
		switch text {
		case "contacts":
			return found(&did, "Pages", entry.Exact, "Contacts")
		case "cont":
			return found(&did, "Pages", entry.WordStart, "Contacts")
		case "people":
			return found(&did, "Actions", entry.Synonym, "New Segment")
		case "":
			return found(&did, "Actions", entry.Exact, "New Segment")
		}
		return nil
	}
	for name, c := range map[string]struct {
		type1, type2 string
		keys         []string
		early, later []string // done before and after the answers come
	}{
		"a caption":                        {"contacts", "", []string{"Enter"}, []string{"Contacts"}, []string{"Contacts"}},
		"the beginning of one":             {"cont", "", []string{"Enter"}, []string{"Contacts"}, []string{"Contacts"}},
		"a record":                         {"ann", "", []string{"Enter"}, nil, []string{"record ann"}},
		"another word for something":       {"people", "", []string{"Enter"}, nil, []string{"record people"}},
		"another text after Enter":         {"an", "n", []string{"Enter"}, nil, nil},
		"Enter without a text":             {"", "", []string{"Enter"}, nil, nil},
		"with the arrow keys":              {"people", "", []string{"Down", "Enter"}, []string{"New Segment"}, []string{"New Segment"}},
		"with the arrow keys, no text":     {"", "", []string{"Down", "Enter"}, []string{"New Segment"}, []string{"New Segment"}},
		"Esc while it waits":               {"ann", "", []string{"Enter", "Esc"}, nil, nil},
		"Enter twice while it waits":       {"ann", "", []string{"Enter", "Enter"}, nil, []string{"record ann"}},
		"arrow keys where nothing is yet":  {"ann", "", []string{"Down", "Enter"}, nil, []string{"record ann"}},
		"what is marked stays, with a key": {"cont", "", []string{"Down"}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := widgettest.NewStage(t)
			s.Show(container.NewVBox())
			did = nil
			var held []func()
			entry.ShowFind(s.Canvas(), entry.Finder{Local: local, Records: func(text string, done func([]entry.Found)) {
				held = append(held, func() { done(found(&did, "Contacts", entry.Exact, "record "+text)) })
			}})
			s.Typed(c.type1)
			s.Keys(c.keys...)
			if s.Canvas().Focused() != nil {
				s.Typed(c.type2)
			}
			widgettest.Same(t, "before the answers", did, c.early)
			for _, answer := range held {
				answer()
			}
			widgettest.Same(t, "after the answers", did, c.later)
		})
	}
}

// What is found at once shows before all has been read, for the text that it answers;
// Enter still takes what is best of all, unless a line was chosen with the arrow keys.
func TestFindShowsWhatIsFoundAtOnce(t *testing.T) {
	for name, c := range map[string]struct {
		keys        []string
		early, late []string
	}{
		"Enter waits for all": {[]string{"Enter"}, nil, []string{"record ann"}},
		"with the arrow keys": {[]string{"Down", "Enter"}, []string{"begins with ann"}, []string{"begins with ann"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := widgettest.NewStage(t)
			s.Show(container.NewVBox())
			var did []string
			var first, all []func()
			entry.ShowFind(s.Canvas(), entry.Finder{
				Local: func(string) []entry.Found { return nil },
				First: func(text string, done func([]entry.Found)) {
					first = append(first, func() { done(found(&did, "Contacts", entry.WordStart, "begins with "+text)) })
				},
				Records: func(text string, done func([]entry.Found)) {
					all = append(all, func() {
						done(append(found(&did, "Contacts", entry.Exact, "record "+text), found(&did, "Contacts", entry.WordStart, "begins with "+text)...))
					})
				},
			})
			s.Typed("a")
			s.Keys("Enter") // asks at once
			s.Typed("nn")
			s.Keys("Enter")
			if len(first) != 2 || len(all) != 2 {
				t.Fatalf("asked %d and %d times", len(first), len(all))
			}
			first[0]()
			if shown := widgettest.TextOf(s.Canvas().Overlays().Top()); strings.Contains(shown, "begins with") {
				t.Errorf("it shows the answer to another text: %s", shown)
			}
			first[1]()
			if shown := widgettest.TextOf(s.Canvas().Overlays().Top()); !strings.Contains(shown, "begins with ann") {
				t.Errorf("it shows %s", shown)
			}
			s.Keys(c.keys...)
			widgettest.Same(t, "before all is read", did, c.early)
			all[1]()
			first[1]()
			widgettest.Same(t, "then", did, c.late)
		})
	}
}

// The same in a lookup: Enter takes what the text names when that is known, and
// nothing of what was found for another.
func TestLookupFasterThanItsAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		lookup       entry.Lookup
		text         string
		keys         []string
		more         string
		early, later []string
	}{
		"a text":                    {entry.Lookup{}, "gb", []string{"Enter"}, "", nil, []string{"found for gb"}},
		"nothing typed":             {entry.Lookup{}, "", []string{"Enter"}, "", nil, []string{"found for "}},
		"another text after Enter":  {entry.Lookup{}, "g", []string{"Enter"}, "b", nil, nil},
		"arrow keys, then Enter":    {entry.Lookup{}, "gb", []string{"Down", "Enter"}, "", nil, []string{"found for gb"}},
		"several":                   {entry.Lookup{Multi: true}, "gb", []string{"Enter"}, "", nil, []string{"found for gb"}},
		"several, with Ctrl+Enter":  {entry.Lookup{Multi: true}, "gb", []string{"Ctrl+Enter"}, "", nil, []string{"found for gb"}},
		"begun with a letter":       {entry.Lookup{Start: "g"}, "b", []string{"Enter"}, "", nil, []string{"found for gb"}},
		"Esc while it waits":        {entry.Lookup{}, "gb", []string{"Enter", "Esc"}, "", nil, nil},
		"one can make another, too": {entry.Lookup{New: func() {}}, "gb", []string{"Enter"}, "", nil, []string{"found for gb"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := widgettest.NewStage(t)
			var held []func()
			c.lookup.Search = func(text string, done func([]entry.LookupItem)) {
				held = append(held, func() { done([]entry.LookupItem{{Value: "found for " + text}}) })
			}
			_, taken := openLookup(s, c.lookup)
			s.Typed(c.text)
			s.Keys(c.keys...)
			if s.Canvas().Focused() != nil {
				s.Typed(c.more)
			}
			widgettest.Same(t, "before the answers", append([]string(nil), *taken...), c.early)
			for _, answer := range held {
				answer()
			}
			widgettest.Same(t, "after the answers", append([]string(nil), *taken...), c.later)
		})
	}
}

// What is found at once can be taken before all is found, and stays marked when the
// others come behind it.
func TestLookupShowsWhatIsFoundAtOnce(t *testing.T) {
	items := func(values ...string) (list []entry.LookupItem) {
		for _, v := range values {
			list = append(list, entry.LookupItem{Value: v})
		}
		return list
	}
	for name, c := range map[string]struct {
		first       []entry.LookupItem
		early, late []string // keys before and after all is found
		want        string
	}{
		"taken before all is found":   {items("A", "B"), []string{"Down", "Enter"}, nil, "B"},
		"taken when all is found":     {items("A", "B"), []string{"Down"}, []string{"Enter"}, "B"},
		"the others are behind":       {items("A", "B"), []string{"Down"}, []string{"Down", "Enter"}, "C"},
		"nothing is found at once":    {nil, []string{"Enter"}, nil, "A"},
		"the first, when it is there": {items("A"), nil, []string{"Enter"}, "A"},
	} {
		t.Run(name, func(t *testing.T) {
			s := widgettest.NewStage(t)
			var first, all func()
			_, taken := openLookup(s, entry.Lookup{
				First:  func(_ string, done func([]entry.LookupItem)) { first = func() { done(c.first) } },
				Search: func(_ string, done func([]entry.LookupItem)) { all = func() { done(items("A", "B", "C")) } },
			})
			first()
			s.Keys(c.early...)
			all()
			s.Keys(c.late...)
			widgettest.Same(t, "taken", *taken, []string{c.want})
		})
	}
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
