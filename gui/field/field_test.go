package field_test

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/guitest"
	"winnow/gui/region"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// shown is a field of a table in a window, and what it saves.
func shown(t *testing.T, table, key string) (*guitest.Stage, *field.Field, *[]string) {
	t.Helper()
	s := guitest.New(t)
	room := &field.Room{Session: s.Session, Tasks: work.NewTasks(), Env: func() filter.Env {
		return filter.Env{Today: "2026-11-23", WorkDate: "2026-10-05"}
	}}
	t.Cleanup(room.Tasks.Close)
	spec, ok := catalog.Must(table).Field(key)
	if !ok {
		t.Fatalf("%s has no %s", table, key)
	}
	saved := &[]string{}
	f := field.New(room, spec, func(text string) { *saved = append(*saved, text) })
	s.Navigator.Open(&widget.Page{Title: "Page", Content: container.NewVBox(entry.NewFields(f.Beside()))})
	return s, f, saved
}

// A date is typed as in Business Central, in the order of the person's region, and
// which day is understood shows at once.
func TestDatesAsTheyAreTyped(t *testing.T) {
	for _, c := range []struct{ region, typed, want string }{
		{"de-DE", "t", "Mo 23.11.2026"}, {"de-DE", "w", "Mo 05.10.2026"}, {"de-DE", "25", "Su 25.10.2026"}, {"de-DE", "7", "We 07.10.2026"},
		{"de-DE", "2511", "We 25.11.2026"}, {"de-DE", "251126", "We 25.11.2026"}, {"de-DE", "25112026", "We 25.11.2026"},
		{"de-DE", "25.11.", "We 25.11.2026"}, {"de-DE", "T-1D", "Su 22.11.2026"}, {"de-DE", "%workdate", "Mo 05.10.2026"},
		{"en-US", "1125", "We 11/25/2026"}, {"en-US", "112526", "We 11/25/2026"}, {"en-US", "11252026", "We 11/25/2026"}, {"en-US", "11/25", "We 11/25/2026"},
		{"en-GB", "0511", "Th 05/11/2026"}, {"en-US", "0511", "Mo 05/11/2026"},
		{"iso", "251126", "We 2026-11-25"}, {"iso", "20261125", "We 2026-11-25"},
		{"de-DE", "soon", ""}, {"de-DE", "3002", ""}, {"de-DE", "", ""},
	} {
		t.Run(c.region+" "+c.typed, func(t *testing.T) {
			s, f, saved := shown(t, "segment_header", "date")
			fyne.CurrentApp().Preferences().SetString(region.Pref, c.region)
			f.Publish("2020-01-01", "")
			f.Entry().Focus()
			f.Entry().Type(c.typed)
			if got := f.Entry().Meaning(); got != c.want {
				t.Errorf("understood as %q, not %q", got, c.want)
			}
			if c.want != "" && !strings.Contains(s.Shown(), c.want) {
				t.Errorf("what is understood is not shown: %s", s.Shown())
			}
			s.Key(fyne.KeyReturn)
			switch {
			case c.want == "" && c.typed != "":
				if f.Entry().Error() == "" || len(*saved) > 0 {
					t.Errorf("%s is saved as %q, and said is %q", c.typed, *saved, f.Entry().Error())
				}
			case len(*saved) != 1:
				t.Errorf("saved: %q", *saved)
			}
			if f.Entry().Meaning() != "" {
				t.Errorf("after leaving it still says %q", f.Entry().Meaning())
			}
		})
	}
}

// The calendar is one key away and begins at the day that was typed.
func TestDateCalendar(t *testing.T) {
	s, f, _ := shown(t, "segment_header", "date")
	f.Entry().Focus()
	f.Entry().Type("w")
	s.Key(fyne.KeyF4)
	if got := s.Shown(); !strings.Contains(got, "October 2026") {
		t.Errorf("the calendar shows %s", got)
	}
	s.Key(fyne.KeyRight)
	s.Key(fyne.KeyReturn)
	if got := f.Entry().Text(); got != "2026-10-06" {
		t.Errorf("chosen: %s", got)
	}
}

// A lookup of contacts shows their names in full before the numbers, and begins at
// the one that is there.
func TestContactsByName(t *testing.T) {
	s, f, _ := shown(t, "contact", "company_no")
	name := "Großmann Maschinenbau und Fördertechnik GmbH & Co. KG"
	s.Row("contact", "no", "GROSS", "name", name, "search_name", strings.ToUpper(name), "type", 0, "company_no", "GROSS",
		"company_name", name, "city", "Garmisch-Partenkirchen, Ortsteil Burgrain am Wank")
	f.Publish("FIRM2", "")
	f.Entry().Focus()
	s.Key(fyne.KeyF4)
	s.Until("the contacts", func() bool { return strings.Contains(s.Shown(), "Relecloud") })
	texts := s.Texts()
	at := func(text string) int {
		for i, t := range texts {
			if t == text {
				return i
			}
		}
		return -1
	}
	if at(name) < 0 || at("GROSS") < at(name) {
		t.Errorf("shown: %q", texts)
	}
	s.Key(fyne.KeyReturn)
	if got := f.Entry().Text(); got != "FIRM2" {
		t.Errorf("Enter takes %s, not what was there", got)
	}
}

// Whoever types a code faster than the codes are found gets the one that was typed.
func TestLookupsFasterThanTheCompany(t *testing.T) {
	for _, c := range []struct{ table, key, typed, want string }{
		{"segment_header", "salesperson_code", "bart", "BD"}, {"contact", "company_no", "relecloud", "FIRM2"},
	} {
		s, f, _ := shown(t, c.table, c.key)
		f.Entry().Focus()
		s.Key(fyne.KeyF4)
		for _, r := range c.typed {
			s.Window.Canvas().Focused().TypedRune(r)
		}
		s.Key(fyne.KeyReturn) // before anything was found, for no text and for this one
		if got := f.Entry().Text(); got != "" {
			t.Errorf("%s: %s is taken before it was found", c.key, got)
		}
		s.Until("the code", func() bool { return f.Entry().Text() != "" })
		if got := f.Entry().Text(); got != c.want {
			t.Errorf("%s: %s takes %s", c.key, c.typed, got)
		}
	}
}

// A day that a setting or a list has is the same however it is typed.
func TestReadDay(t *testing.T) {
	guitest.New(t)
	env := filter.Env{Today: "2026-11-23", WorkDate: "2026-11-23"}
	for _, typed := range []string{"t", "23", "2311", "231126", "2026-11-23", "today", "monday"} {
		if got, err := field.ReadDay(typed, env); err != nil || got != "2026-11-23" {
			t.Errorf("%s is %s, %v", typed, got, err)
		}
	}
	if got := entry.DayText(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)); got != "Mo 2026-11-23" {
		t.Error(got)
	}
}
