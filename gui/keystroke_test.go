package gui_test

import (
	"cmp"
	"context"
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/filter"
	"winnow/gui/guitest"
	"winnow/gui/i18n"
	"winnow/gui/route"
)

// BenchmarkKeyStroke measures how long it takes from a key that is typed until the
// window holds the answer, with the pause after typing: the first rows that a list
// finds, all of them, the counts of a dialog's filter, what Find finds. What the screen takes to draw
// it is not in it. WINNOW_BENCH_COMPANY names the company file.
func BenchmarkKeyStroke(b *testing.B) {
	s := guitest.New(b)
	w := opened(b, s, cmp.Or(os.Getenv("WINNOW_BENCH_COMPANY"), s.Session.Company.Path()))
	shows := func(text string) { s.Until(text, func() bool { return strings.Contains(s.Shown(), text) }) }
	shows(i18n.T("home.active_segments"))

	reading := i18n.T("table.reading_dialog")
	summary := func() string { return s.Tab(i18n.T("common.contacts")).Summary() }
	for _, part := range []struct {
		name  string
		there func(before string) bool
	}{
		{"rows", func(before string) bool {
			return summary() == reading || summary() != before && !strings.Contains(summary(), reading)
		}},
		{"list", func(before string) bool { return summary() != before && !strings.Contains(summary(), reading) }},
	} {
		b.Run(part.name, func(b *testing.B) {
			w.Session().Go.Open(route.Contacts{})
			s.Until("the list", func() bool { return summary() != "" && !strings.Contains(summary(), reading) })
			all := summary()
			for b.Loop() {
				w.Navigator().Page().Keys["F3"]()
				s.Window.Canvas().Focused().TypedRune('k')
				s.Until("what is found", func() bool { return part.there(all) })
				b.StopTimer()
				s.Key(fyne.KeyBackspace)
				s.Until("all again", func() bool { return summary() == all })
				b.StartTimer()
			}
			w.Navigator().BackTo(1)
		})
	}

	b.Run("dialog", func(b *testing.B) {
		no, err := w.Session().Segments.CreateSegment(context.Background(), "", nil, filter.Env{})
		if err != nil {
			b.Fatal(err)
		}
		w.Session().Go.Open(route.Segment{No: no})
		shows(i18n.T("common.add_dialog"))
		s.Button(i18n.T("common.add_dialog")).Press()
		contact, field := i18n.T("caption.contact"), i18n.T("caption.country_region_code")
		none := i18n.T("filters.n_contacts_will_be_added", "count", 0, "n", "0")
		counted := func() bool {
			return strings.Contains(s.Shown(), i18n.T("filters.show_them"))
		}
		s.Until("the counts", counted)
		country := s.Entry(contact, field)
		country.FocusOn(s.Window.Canvas())
		for b.Loop() {
			s.Window.Canvas().Focused().TypedRune('G')
			shows(none)
			b.StopTimer()
			s.Key(fyne.KeyBackspace)
			s.Until("the counts", counted)
			b.StartTimer()
		}
		s.Key(fyne.KeyEscape)
		w.Navigator().BackTo(1)
	})

	b.Run("find", func(b *testing.B) {
		found, err := w.Session().Records.FindContacts(context.Background(), "", 1)
		if err != nil || len(found) == 0 {
			b.Fatal("no contact is found", err)
		}
		no := found[0].Text("no")
		for b.Loop() {
			b.StopTimer()
			s.Shortcut(fyne.KeyK, fyne.KeyModifierControl)
			shows(i18n.T("window.on_this_page"))
			for _, r := range no[:len(no)-1] {
				s.Window.Canvas().Focused().TypedRune(r)
			}
			b.StartTimer()
			s.Window.Canvas().Focused().TypedRune(rune(no[len(no)-1]))
			shows(no + " · ")
			b.StopTimer()
			s.Key(fyne.KeyEscape)
			s.Until("Find is closed", func() bool { return s.Window.Canvas().Overlays().Top() == nil })
			b.StartTimer()
		}
	})
}
