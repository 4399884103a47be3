package gui_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/gui"
	"winnow/gui/entry"
	"winnow/gui/guitest"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// captions are the captions of what Find offers, with their group.
func captions(found []entry.Found) []string {
	var list []string
	for _, f := range found {
		list = append(list, f.Group+": "+f.Caption)
	}
	return list
}

// everyPage opens one page after the other, as long as do is happy with them.
func everyPage(t *testing.T, s *guitest.Stage, w *gui.Window, do func(name string, page *widget.Page)) {
	t.Helper()
	made, err := w.Session().Segments.CreateSegment(context.Background(), "", map[string]string{"description": "Spring mailing"}, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range []struct {
		name, shows string
		open        func()
	}{
		{"home", "Activities", func() {}},
		{"segments", "Spring mailing", w.Session().To(route.Segments{})},
		{"card", "Lines", func() { w.Session().Go.Open(route.Segment{No: made}) }},
		{"criteria", "Segment Criteria", func() { w.Session().Go.Open(route.Criteria{No: made}) }},
		{"contacts", "Beebe", w.Session().To(route.Contacts{})},
		{"contact", "ann@alpine.example", func() { w.Session().Go.Open(route.Contact{No: "ANN"}) }},
		{"duplicates", "Duplicate Contacts", w.Session().To(route.Duplicates{})},
		{"saved criteria", "Saved Criteria", w.Session().To(route.SavedCriteria{})},
		{"code tables", "Code Tables", w.Session().To(route.Codes{})},
		{"salespeople", "Jim Olive", func() { w.Session().Go.Open(route.Codes{Table: "salesperson_purchaser"}) }},
		{"settings", "Last Segment No. Used", w.Session().To(route.Settings{})},
	} {
		page.open()
		s.Until(page.name, func() bool { return strings.Contains(s.Shown()+w.Navigator().Page().Title, page.shows) })
		do(page.name, w.Navigator().Page())
		w.Navigator().BackTo(1)
	}
}

// Every action of every page is found by its caption, first of all, where one is.
func TestFindReachesEveryAction(t *testing.T) {
	s := guitest.New(t)
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Contacts 7")
	some := map[string]string{"home": "Back up…", "card": "Refine…", "contacts": "Add to segment…"}
	everyPage(t, s, w, func(name string, page *widget.Page) {
		if page.Actions == nil {
			return
		}
		var offers []string
		for _, offer := range page.Actions.Actions() {
			if slices.Contains(offers, offer.Text) { // in a second menu; Find has it once
				continue
			}
			offers = append(offers, offer.Text)
			found := w.Find(offer.Text)
			if !slices.ContainsFunc(found, func(f entry.Found) bool {
				return f.Group == "On this page" && f.Caption == offer.Text && f.Detail == offer.In && f.Do != nil
			}) {
				t.Errorf("%s: %q is not found: %v", name, offer.Text, captions(found))
			}
		}
		if want := some[name]; want != "" && !slices.ContainsFunc(offers, func(o string) bool { return strings.HasPrefix(o, want) }) {
			t.Errorf("%s offers %q, without %s", name, offers, want)
		}
	})
}

// Nothing is found twice, also where what does the same has another caption in a menu
// or on the page, and what can be done with any text comes last.
func TestFindOffersNothingTwice(t *testing.T) {
	s := guitest.New(t)
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Contacts 7")
	same := [][]string{
		{"On this page: Add…", "On this page: Add Contacts…"}, {"On this page: Refine…", "On this page: Remove Contacts - Refine…"},
		{"On this page: Back up…", "Actions: Back up the company…"}, {"On this page: Open…", "Actions: Open another company…"},
		{"On this page: New…", "Actions: New company…"}, {"On this page: Duplicates", "Pages: Duplicate Contacts"},
	}
	met := map[string]bool{}
	everyPage(t, s, w, func(name string, page *widget.Page) {
		texts := []string{"", "new", "contact", "segment", "import", "why", "a", "re"}
		if page.Actions != nil {
			for _, offer := range page.Actions.Actions() {
				texts = append(texts, offer.Text)
			}
		}
		for _, text := range texts {
			found := w.Find(text)
			shown := captions(found)
			keys := map[string]bool{}
			for i, caption := range shown {
				if slices.Contains(shown[:i], caption) {
					t.Errorf("%s: %q finds %q twice", name, text, caption)
				}
				if key := found[i].Keys; key != "" && keys[key] {
					t.Errorf("%s: %q finds %s twice: %q", name, text, key, shown)
				}
				keys[found[i].Keys], met[caption] = true, true
			}
			for _, pair := range same {
				if slices.Contains(shown, pair[0]) && slices.Contains(shown, pair[1]) {
					t.Errorf("%s: %q finds both of %q", name, text, pair)
				}
			}
		}
	})
	for _, caption := range slices.Concat(same...) {
		if !met[caption] {
			t.Errorf("%s was never found", caption)
		}
	}
	ranks := w.Find("contacts")
	if ranks[0].Match != entry.Exact || ranks[0].Caption != "Contacts" {
		t.Errorf("contacts finds %q first", captions(ranks))
	}
	for i := range ranks[1:] {
		if ranks[i].Match > ranks[i+1].Match {
			t.Errorf("contacts finds %q", captions(ranks))
		}
	}
}

// Words are found in any order, where they begin, with or without accents, and
// by what Business Central and people call things.
func TestFindByWords(t *testing.T) {
	s := guitest.New(t)
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Contacts 7")
	w.Session().Go.Open(route.Segments{}) // so that home's own actions do not stand before
	for text, want := range map[string]string{
		"seg":           "Pages: Segments",
		"role center":   "Pages: Home",
		"back up":       "Actions: Back up the company…",
		"company rest":  "",
		"restore":       "Actions: Restore a backup…",
		"SALESPERS my":  "Settings: My Salesperson Code",
		"dark":          "Settings: Colours",
		"number series": "Pages: Settings",
		"Wörk":          "Settings: Work Date",
		"log file":      "Pages: About Winnow",
		"egments":       "Pages: Segments",
	} {
		found := captions(w.Find(text))
		first := slices.IndexFunc(found, func(f string) bool { return !strings.HasPrefix(f, "On this page") })
		switch {
		case want == "" && first >= 0:
			t.Errorf("%q finds %q", text, found)
		case want != "" && (first < 0 || found[first] != want):
			t.Errorf("%q finds %q, not %q first", text, found, want)
		}
	}
	// What the page that is shown can do stands there once.
	if found := captions(w.Find("segment new")); !slices.Equal(found, []string{"On this page: New Segment"}) {
		t.Errorf("found %q", found)
	}
	for _, table := range catalog.CodeTables() {
		if found := captions(w.Find(table.Caption)); !slices.ContainsFunc(found, func(f string) bool { return strings.HasPrefix(f, "Code Tables: ") }) {
			t.Errorf("%s: found %q", table.Caption, found)
		}
	}
}

// Faster than the company answers: a page opens at once, a record when it has been
// found, and what was typed is never taken for another thing.
func TestFindFasterThanTheCompany(t *testing.T) {
	s := guitest.New(t)
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Contacts 7")
	ask := func(text string) {
		t.Helper()
		w.Navigator().BackTo(1)
		s.Shortcut(fyne.KeyQ, fyne.KeyModifierAlt)
		for _, r := range text {
			s.Window.Canvas().Focused().TypedRune(r)
		}
		s.Key(fyne.KeyReturn)
	}
	title := func() string { return w.Navigator().Page().Title }
	home := title()
	ask("contacts")
	if title() != "Contacts" {
		t.Errorf("contacts leads to %s", title())
	}
	ask("ann")
	if title() != home {
		t.Errorf("before it was found, ann leads to %s", title())
	}
	s.Until("the contact", func() bool { return strings.Contains(title(), "Ann Beebe") })
	ask("all contacts no such")
	s.Until("the search", func() bool { return title() == "Contacts" })
	if got := s.Shown(); !strings.Contains(got, "all contacts no such") {
		t.Errorf("searched for: %s", got)
	}
}

// The keys stand beside what they do, and a setting that is chosen gets the
// keyboard.
func TestFindOpensASetting(t *testing.T) {
	s := guitest.New(t)
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Contacts 7")
	s.Shortcut(fyne.KeyQ, fyne.KeyModifierAlt)
	see(t, s, "Alt+Q")
	for _, r := range "work date" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	s.Key(fyne.KeyReturn)
	s.Until("the settings", func() bool { return w.Navigator().Page().Title == "Settings" })
	if !s.Entry("Company", "Work Date").Focused() {
		t.Error("the work date has not got the keyboard")
	}
}

// What is chosen in a card's own window opens there, as what is chosen on its pages
// does; what the main window alone shows opens in that.
func TestFindInOwnWindow(t *testing.T) {
	s := guitest.New(t)
	no, err := s.Session.Segments.CreateSegment(context.Background(), "", map[string]string{"description": "Spring mailing"}, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Spring mailing")
	main := s.Window
	s.Window = ownOf(t, s, w, no)
	see(t, s, "No. of Criteria Actions")
	home, depth := w.Page().Title, w.Navigator().Depth()
	find := func(text string) {
		t.Helper()
		s.Shortcut(fyne.KeyQ, fyne.KeyModifierAlt)
		for _, r := range text {
			s.Window.Canvas().Focused().TypedRune(r)
		}
	}
	opens := func(what, title string) {
		t.Helper()
		s.Until(what, func() bool { return strings.Contains(s.Window.Title(), title) })
		if main.Canvas().Overlays().Top() != nil || w.Navigator().Depth() != depth || w.Page().Title != home {
			t.Errorf("%s: the main window shows %s", what, w.Page().Title)
		}
	}
	find("refine")
	see(t, s, "On this page")
	s.Key(fyne.KeyReturn)
	see(t, s, "Cancel")
	s.Key(fyne.KeyEscape)
	find("ann beebe")
	s.Key(fyne.KeyReturn)
	opens("the contact", "Ann Beebe")
	s.Key(fyne.KeyEscape)
	find("contacts")
	s.Key(fyne.KeyReturn)
	opens("the contacts", "Contacts")
	s.Key(fyne.KeyEscape)
	find("work date")
	s.Key(fyne.KeyReturn)
	s.Until("the settings in the main window", func() bool { return w.Page().Title == "Settings" })
}

// A segment that is logged is found and said to be.
func TestFindSaysWhatIsLogged(t *testing.T) {
	s := guitest.New(t)
	s.Sealed("Spring mailing")
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Contacts 7")
	s.Shortcut(fyne.KeyQ, fyne.KeyModifierAlt)
	for _, r := range "spring" {
		s.Window.Canvas().Focused().TypedRune(r)
	}
	see(t, s, "logged")
	s.Key(fyne.KeyReturn)
	s.Until("the segment", func() bool { return strings.Contains(w.Page().Title, "Spring mailing") })
}

// What can be done with sets of contacts is found by its names in both languages, on a card
// and elsewhere.
func TestFindSets(t *testing.T) {
	for language, wanted := range map[string]map[string]string{
		"en": {"compare": "Compare…", "intersection": "Compare…", "split": "Split…", "waves": "Split…", "refresh segment": "Refresh Segment…", "edit step": "Segment Criteria", "facets": "Facets", "histogram": "Facets", "alternatives": "", "only a part": ""},
		"de": {"vergleichen": "Vergleichen…", "schnittmenge": "Vergleichen…", "aufteilen": "Aufteilen…", "facetten": "Facetten", "schritt bearbeiten": "Segmentkriterien"},
	} {
		s, w, no := large(t, sized{language, theme.NormalText})
		for _, onCard := range []bool{false, true} {
			if onCard {
				w.Session().Go.Open(route.Segment{No: no})
				s.Until("the card", func() bool { return strings.HasPrefix(w.Page().Title, no) })
			}
			for text, want := range wanted {
				var captions []string
				for _, found := range w.Find(text) {
					captions = append(captions, found.Caption)
				}
				if want == "" && onCard && !slices.Contains(captions, i18n.T("common.add_dialog")) || want != "" && !slices.Contains(captions, want) {
					t.Errorf("%s: %q finds %q, not %s", language, text, captions, want)
				}
			}
		}
	}
}
