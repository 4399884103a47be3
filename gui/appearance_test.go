package gui_test

import (
	"fmt"
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"winnow/gui"
	"winnow/gui/guitest"
	"winnow/gui/i18n"
	"winnow/gui/region"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/theme"
)

// view is a page or a dialog, and what stands on it when it has been read.
type view struct {
	name, shows string
	open        func()
}

// views are all pages, and the dialogs that lie over the page shown.
func views(s *session.Session, no string) (pages, dialogs []view) {
	pages = []view{
		{"segments", no, s.To(route.Segments{})},
		{"card", "Ann Beebe", s.To(route.Segment{No: no})},
		{"criteria", i18n.Translate("Lines Before"), s.To(route.Criteria{No: no})},
		{"explain", i18n.Translate("Step by Step"), s.To(route.Explain{Segment: no, Contact: "ANN"})},
		{"contacts", "Ann Beebe", s.To(route.Contacts{})},
		{"contact", "ann@alpine.example", s.To(route.Contact{No: "ANN"})},
		{"saved criteria", i18n.Translate("No. of Actions"), s.To(route.SavedCriteria{})},
		{"duplicates", i18n.Translate("Duplicate Contacts"), s.To(route.Duplicates{})},
		{"own fields", i18n.T("ownfield.no_own_fields_yet"), s.To(route.OwnFields{})},
		{"code tables", i18n.Translate("Salespeople/Purchasers"), s.To(route.Codes{})},
		{"code table", "Jim Olive", s.To(route.Codes{Table: "salesperson_purchaser"})},
		{"interactions", region.Current().Date("2026-11-10"), s.To(route.Interactions{})},
		{"postponed interactions", i18n.T("interactions.no_postponed_interactions"), s.To(route.Postponed{})},
		{"interaction", i18n.T("interactions.no_comments"), s.To(route.Interaction{Entry: 1})},
		{"campaigns", "Frühjahr", s.To(route.Campaigns{})},
		{"campaign", i18n.T("totals.contacts_responded"), s.To(route.Campaign{No: "CP1"})},
		{"campaign entries", "Briefe", s.To(route.CampaignEntries{})},
		{"campaign segments", i18n.T("campaigns.no_segment_names_it"), s.To(route.CampaignSegments{No: "CP1"})},
		{"statistics of a campaign", i18n.T("totals.contacts_responded"), s.To(route.Statistics{Table: "campaign", Code: "CP1"})},
		{"statistics of a template", i18n.T("totals.no_of_interactions"), s.To(route.Statistics{Table: "interaction_template", Code: "LETTER"})},
		{"interaction templates", "LETTER", s.To(route.Codes{Table: "interaction_template"})},
		{"logged segments", i18n.T("caption.logged_segments"), s.To(route.LoggedSegments{})},
		{"tasks", "Send the catalog", s.To(route.Tasks{})},
		{"tasks due", "Send the catalog", s.To(route.Tasks{Due: true})},
		{"task", "Send the catalog", s.To(route.Task{No: "TD1"})},
		{"call round", "Ann Beebe", s.To(route.CallRound{Segment: no})},
		{"output log", i18n.Translate("Output Log"), s.To(route.Outputs{})},
		{"word templates", i18n.Translate("Letter and E-Mail Templates"), s.To(route.Templates{})},
		{"import", i18n.Translate("Add Files…"), s.To(route.Import{})},
	}
	dialogs = []view{
		{"find", i18n.Translate("On this page"), s.To(route.Find{})},
		{"help", i18n.Translate("Finds"), s.To(route.Help{})},
		{"about", i18n.Translate("Licence"), s.To(route.About{})},
		{"what is new", i18n.Translate("What Is New"), s.To(route.Changes{})},
		{"new contact", i18n.Translate("New Contact"), s.To(route.NewContact{})},
		{"export", i18n.Translate("Preview"), s.To(route.Export{No: no})},
		{"log", i18n.T("logged.send_attachments"), s.To(route.Log{No: no})},
		{"resend", i18n.T("logged.which_interactions"), s.To(route.Resend{})},
		{"new task", i18n.T("tasks.create"), s.To(route.NewTask{Contact: "ANN"})},
		{"create tasks", i18n.T("tasks.each_lines_own"), s.To(route.SegmentTasks{Segment: no})},
		{"make a phone call", i18n.T("interactions.was_successful"), s.To(route.Call{Contact: "ANN"})},
		{"create interaction", i18n.T("interactions.was_successful"), s.To(route.NewInteraction{Contact: "ANN"})},
	}
	return pages, dialogs
}

// show opens a page or a dialog and waits until it has been read.
func (v view) show(s *guitest.Stage) {
	v.open()
	s.Until(v.name+" shows "+v.shows, func() bool { return strings.Contains(s.Shown(), v.shows) })
}

// stale are the objects of all windows that bear a colour of the light theme, or a
// text size that is too small for the largest.
func stale(s *guitest.Stage) []string {
	light := theme.New(theme.Light, 0)
	old := map[color.Color]bool{}
	for _, name := range []fyne.ThemeColorName{theme.Page, theme.Card, theme.Head, theme.Border, theme.Line, theme.Strong, theme.Text,
		theme.Caption, theme.Faint, theme.Accent, theme.Soft, theme.Track, theme.Hover, theme.Still, theme.Bad, theme.BadBack, theme.Thumb} {
		old[light.Color(name, 0)] = true
	}
	for _, name := range []fyne.ThemeColorName{theme.Card, theme.Text} { // black and white may be of both
		delete(old, theme.New(theme.Dark, 0).Color(name, 0))
	}
	var list []string
	for _, d := range s.DrawnEverywhere() {
		switch o := d.Object.(type) {
		case *canvas.Text:
			if o.Text != "" && (old[o.Color] || o.TextSize < theme.HugeText-2) {
				list = append(list, fmt.Sprintf("text %q: size %v, %v", o.Text, o.TextSize, o.Color))
			}
		case *canvas.Rectangle:
			if o.Size().Width == 1 && o.FillColor == light.Color(theme.Accent, 0) {
				continue // Fyne's cursor has its colour as long as it blinks
			}
			if old[o.FillColor] || old[o.StrokeColor] && o.StrokeWidth > 0 {
				list = append(list, fmt.Sprintf("a box at %v, %v: %v, %v", d.At, o.Size(), o.FillColor, o.StrokeColor))
			}
		case *canvas.Circle:
			if old[o.FillColor] {
				list = append(list, fmt.Sprintf("a circle at %v: %v", d.At, o.FillColor))
			}
		}
	}
	return list
}

// look has the program look dark, with large text and rows close together, or as it
// looks at first.
func look(changed bool) {
	prefs := fyne.CurrentApp().Preferences()
	prefs.SetString("look", map[bool]string{true: "dark", false: "light"}[changed])
	prefs.SetFloat("text", map[bool]float64{true: float64(theme.HugeText), false: float64(theme.NormalText)}[changed])
	prefs.SetBool("rows.tight", changed)
	gui.ApplyLook(fyne.CurrentApp())
}

// Another theme, text size and density change every page that is open, also those
// under another page, the dialogs and popups over them, and the other windows.
func TestLookOfAllThatIsOpen(t *testing.T) {
	s := guitest.New(t)
	no := segmentOn(t, s)
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Contacts 7")
	want := func(name string) {
		t.Helper()
		for _, old := range stale(s) {
			t.Errorf("%s keeps an old look: %s", name, old)
		}
	}
	pages, dialogs := views(w.Session(), no)
	for _, page := range pages {
		page.show(s)
		w.Session().Go.Open(route.Settings{})
		see(t, s, "Last Segment No. Used")
		look(true)
		want("the settings over " + page.name)
		s.Key(fyne.KeyEscape)
		s.Until(page.name, func() bool { return strings.Contains(s.Shown(), page.shows) })
		want(page.name)
		look(false)
		s.Key(fyne.KeyEscape)
		see(t, s, "Activities")
		if list := stale(s); len(list) == 0 {
			t.Fatal("nothing is ever found to be stale")
		}
	}
	for _, dialog := range dialogs {
		dialog.show(s)
		look(true)
		want(dialog.name)
		look(false)
		s.Key(fyne.KeyEscape)
		see(t, s, "Activities")
	}
}

// What lies over a card changes with it: its dialogs, what one looks up in them, a
// menu and a calendar; and a card in a window of its own does.
func TestLookOfPopups(t *testing.T) {
	s := guitest.New(t)
	no := segmentOn(t, s)
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Contacts 7")
	want := func(name string) {
		t.Helper()
		look(true)
		for _, old := range stale(s) {
			t.Errorf("%s keeps an old look: %s", name, old)
		}
		look(false)
	}
	w.Session().Go.Open(route.Segment{No: no})
	see(t, s, "Ann Beebe")
	for _, action := range []string{"Add…", "Reduce…"} {
		s.Button(action).Press()
		see(t, s, "Post Code")
		want(action)
		s.Shortcut(fyne.KeyDown, fyne.KeyModifierAlt)
		want(action + " with a lookup")
		s.Key(fyne.KeyEscape)
		s.Key(fyne.KeyEscape)
	}
	s.Button("Segment").Press()
	see(t, s, "Statistics")
	want("a menu")
	s.Choose("Statistics  (F7)")
	see(t, s, "Different companies")
	want("statistics")
	s.Key(fyne.KeyEscape)
	date := s.Entry("General", "Date")
	date.Focus()
	date.OnLookup()
	want("a calendar")
	s.Key(fyne.KeyEscape)
	w.Session().Go.Open(route.OwnWindow{No: no})
	s.Until("a second window", func() bool { return len(fyne.CurrentApp().Driver().AllWindows()) > 2 })
	want("a card in its own window")
}
