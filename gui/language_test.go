package gui_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/assets"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/gui/entry"
	"winnow/gui/guitest"
	"winnow/gui/i18n"
	"winnow/gui/region"
	"winnow/gui/route"
	"winnow/gui/session"
)

// In German no page shows a text of the program in English, and dates and
// numbers are written as Germans do.
func TestGerman(t *testing.T) {
	s := guitest.New(t)
	t.Cleanup(func() {
		i18n.SetLanguage("en")
	})
	i18n.SetLanguage("de")
	fyne.CurrentApp().Preferences().SetString(region.Pref, "de-DE")
	no := segmentOn(t, s)
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "Kontakte 7")
	english := untranslated(t)
	for _, page := range germanPages(w.Session(), no) {
		page.open()
		s.Until(page.shows, func() bool { return strings.Contains(s.Shown(), page.shows) })
		for _, text := range s.Texts() {
			if german, ok := english[strings.TrimSpace(text)]; ok && !headers[text] {
				t.Errorf("%s shows %q, not %q", page.name, text, german)
			}
		}
		s.Key(fyne.KeyEscape)
	}
}

// Another language is spoken at once, and in the region's way too.
func TestLanguageAtOnce(t *testing.T) {
	s := guitest.New(t)
	t.Cleanup(func() {
		i18n.SetLanguage("en")
	})
	segmentOn(t, s)
	w := opened(t, s, s.Session.Company.Path())
	see(t, s, "2026-11-23")
	w.Session().Go.Open(route.Settings{})
	choose := func(caption, value string) {
		t.Helper()
		s.Object(i18n.Translate("Appearance"), i18n.Translate(caption)).(*entry.Choice).OnChanged(value)
	}
	choose("Language of the program", "de")
	see(t, s, "Sprache des Programms")
	choose("Dates and numbers", "en-US")
	see(t, s, "Sprache des Programms")
	w.Session().Go.Open(route.Home{})
	see(t, s, "Aktive Segmente")
	see(t, s, "11/23/2026")
	w.Session().Go.Open(route.Settings{})
	see(t, s, "Sprache des Programms")
	choose("Language of the program", "en")
	see(t, s, "Language of the program")
}

// headers are what the export's preview has of the file, whose headers stay the
// same in every language, since letters refer to them.
var headers = map[string]bool{"First Name": true, "Middle Name": true, "Salutation Code": true, "External ID": true}

// germanPage is a page and what stands on it when it has been read.
type germanPage struct {
	name, shows string
	open        func()
}

func germanPages(s *session.Session, no string) []germanPage {
	return []germanPage{
		{"home", "Aktive Segmente", s.To(route.Home{})},
		{"explain", "Schritt", func() { s.Go.Open(route.Explain{Segment: no, Contact: "ANN"}) }},
		{"export", "Seriendruck", func() { s.Go.Open(route.Export{No: no}) }},
		{"find", "Seiten", s.To(route.Find{})},
		{"segments", no, s.To(route.Segments{})},
		{"card", "23.11.2026", func() { s.Go.Open(route.Segment{No: no}) }},
		{"criteria", "Segmentkriterien", func() { s.Go.Open(route.Criteria{No: no}) }},
		{"contacts", "PLZ-Code", s.To(route.Contacts{})},
		{"contact", "Verkäufercode", func() { s.Go.Open(route.Contact{No: "ANN"}) }},
		{"new contact", "Neuer Kontakt", s.To(route.NewContact{})},
		{"saved criteria", "Gespeicherte Kriterien", s.To(route.SavedCriteria{})},
		{"duplicates", "Doppelte", s.To(route.Duplicates{})},
		{"code tables", "Aktivitätsvorlage", s.To(route.Codes{})},
		{"code table", "Gebiet", func() { s.Go.Open(route.Codes{Table: "territory"}) }},
		{"import", "Dateien hinzufügen", s.To(route.Import{})},
		{"settings", "Sprache des Programms", s.To(route.Settings{})},
		{"help", "Tasten", s.To(route.Help{})},
	}
}

// segmentOn makes a segment with a step on the stage's company.
func segmentOn(t *testing.T, s *guitest.Stage) string {
	t.Helper()
	ctx := context.Background()
	store := s.Session.Segments
	no, err := store.CreateSegment(ctx, "", map[string]string{"description": "Frühling", "salesperson_code": "JO", "date": "2026-11-23"}, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	step := criteria.Step{Action: criteria.Add, Filters: criteria.Filters{"contact": {"country_region_code": "GB", "type": "Person"}}}
	if _, err := store.Run(ctx, no, step, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	s.Row("campaign", "no", "CP1", "description", "Frühjahr")
	s.Row("campaign_entry", "entry_no", 1, "campaign_no", "CP1", "description", "Briefe")
	s.Row("interaction_group", "code", "MAIL")
	s.Row("interaction_template", "code", "LETTER", "interaction_group_code", "MAIL")
	s.Row("interaction_template", "code", "CALL", "description", "Anruf")
	if err := s.Session.Company.SetValues(ctx, company.Values{company.OutgoingCalls: "CALL"}); err != nil {
		t.Fatal(err)
	}
	s.Row("to_do", "no", "TD1", "description", "Send the catalog", "type", "Phone Call", "date", "2026-11-20", "contact_no", "ANN", "salesperson_code", "JO")
	return no
}

// untranslated are the English texts whose German is another.
func untranslated(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]map[string]any{}
	for _, language := range []string{"en", "de"} {
		data, err := assets.Translations.ReadFile("translations/" + language + ".json")
		if err != nil {
			t.Fatal(err)
		}
		known := map[string]any{}
		if err := json.Unmarshal(data, &known); err != nil {
			t.Fatal(err)
		}
		texts[language] = known
	}
	other := map[string]string{}
	for key, value := range texts["en"] {
		english, ok := value.(string)
		german, _ := texts["de"][key].(string)
		if ok && german != "" && german != english {
			other[english] = german
		}
	}
	return other
}
