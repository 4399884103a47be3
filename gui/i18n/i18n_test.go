package i18n_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/value"
	"winnow/gui/i18n"
	"winnow/gui/region"
)

// german has the window speak German for a test.
func german(t *testing.T) {
	t.Helper()
	app := test.NewTempApp(t)
	app.Preferences().SetString(region.Pref, "de-DE")
	t.Cleanup(func() {
		i18n.SetLanguage("en")
	})
	i18n.SetLanguage("de")
}

func TestTranslations(t *testing.T) {
	german(t)
	if got := i18n.Translate("Description") + ", " + i18n.Translate("Post Code") + ", " + i18n.Translate(""); got != "Beschreibung, PLZ-Code, " {
		t.Error(got)
	}
	_, err := filter.Parse("a|", catalog.Field{Type: catalog.Text}, filter.Env{})
	if got := i18n.Error(fmt.Errorf("read: %w", err)).Error(); got != `Stelle 2: nach "|" fehlt ein Wert` {
		t.Error(got)
	}
	plain := errors.New("disk on fire")
	if translated := i18n.Error(plain); !errors.Is(translated, plain) || errors.Unwrap(translated) != nil || i18n.Error(nil) != nil {
		t.Error("an error that is nothing to core is changed")
	}
	if err := i18n.Error(core.NewProblem(core.Busy, "company.file_is_damaged", "file", "x")); err.Error() != "x ist beschädigt" || !core.IsKind(err, core.Busy) {
		t.Error(err)
	}
}

// What is shown of a value is understood when it is typed again.
func TestValues(t *testing.T) {
	german(t)
	kind, _ := catalog.Must("contact").Field("type")
	evaluation, _ := catalog.Must("interaction_log_entry").Field("evaluation")
	for _, c := range []struct {
		field      catalog.Field
		text, want string
	}{
		{kind, "Company", "Unternehmen"}, {evaluation, "Very Positive", "Sehr positiv"}, {evaluation, "", ""},
		{catalog.Field{Type: catalog.Boolean}, "Yes", "Ja"}, {catalog.Field{Type: catalog.Boolean}, "No", "Nein"},
		{catalog.Field{Type: catalog.Date}, "2026-11-23", "23.11.2026"}, {catalog.Field{Type: catalog.Decimal}, "1234.5", "1.234,5"},
		{catalog.Field{Type: catalog.Text}, "Company", "Company"}, {catalog.Field{Type: catalog.Code}, "2026-11-23", "2026-11-23"},
	} {
		got := i18n.Shown(c.field, c.text)
		if got != c.want {
			t.Errorf("%s %q is shown as %q", c.field.Type, c.text, got)
		}
		if back := i18n.Typed(c.field, got, "2026-11-23"); back != c.text {
			t.Errorf("%s: %q is read as %q", c.field.Type, got, back)
		}
		if _, err := value.Parse(c.field, i18n.Typed(c.field, got, ""), filter.Env{}); err != nil {
			t.Error(err)
		}
	}
}

// What a filter means is said with the person's words, days and numbers.
func TestMeaning(t *testing.T) {
	german(t)
	for _, c := range []struct {
		kind        catalog.Type
		typed, want string
	}{
		{catalog.Date, ">=2026-11-23", "23.11.2026 und später"}, {catalog.Decimal, "<1234.5", "weniger als 1.234,5"},
		{catalog.Integer, ">12345", "mehr als 12345"}, // a number of something, such as an Entry No.
		{catalog.Code, "GB*|US", "beginnt mit GB, oder US"}, {catalog.Text, "<>''", "nicht leer"}, {catalog.Boolean, "yes", "ja"},
	} {
		f, err := filter.Parse(c.typed, catalog.Field{Type: c.kind}, filter.Env{})
		if err != nil {
			t.Fatal(err)
		}
		if got := f.MeaningIn(i18n.Locale()); got != c.want {
			t.Errorf("%s means %q", c.typed, got)
		}
	}
}

// Months and days are named in the window's language; a language without texts has
// English ones, as all around them is in English.
func TestCalendar(t *testing.T) {
	german(t)
	if got := i18n.Month(time.March) + " " + i18n.ShortMonth(time.May) + " " + i18n.Weekday(time.Sunday) + " " + i18n.Weekday(time.Thursday); got != "März Mai So Do" {
		t.Error(got)
	}
	for _, language := range []string{"en", "ja"} {
		i18n.SetLanguage(language)
		if got := i18n.Month(time.March) + " " + i18n.ShortMonth(time.May) + " " + i18n.Weekday(time.Sunday) + " " + i18n.Weekday(time.Thursday); got != "March May Su Th" {
			t.Errorf("%s: %s", language, got)
		}
	}
}
