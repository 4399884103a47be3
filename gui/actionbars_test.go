package gui_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"winnow/gui/guitest"
	"winnow/gui/i18n"
	"winnow/gui/output"
	"winnow/gui/route"
	"winnow/gui/team"
)

// At 1100 points no page hides an action, in neither language, whatever it says of
// what was done last.
func TestActionBarsFit(t *testing.T) {
	for _, language := range []string{"en", "de"} {
		t.Run(language, func(t *testing.T) {
			s := guitest.New(t)
			i18n.SetLanguage(language)
			t.Cleanup(func() { i18n.SetLanguage("en") })
			no := segmentOn(t, s)
			w := opened(t, s, s.Session.Company.Path())
			s.Until("Home", func() bool { return w.Page() != nil && w.Session() != nil })
			w.Shown().Resize(fyne.NewSize(1100, 760))
			for _, to := range []route.Route{
				route.Segments{}, route.Contacts{}, route.Segment{No: no}, route.Contact{No: "ANN"}, route.Criteria{No: no},
				route.SavedCriteria{}, route.Duplicates{}, route.Distincts{}, route.Merge{Keep: "ANN", Other: "BOB"}, route.Outputs{}, route.Templates{}, route.OwnFields{}, team.Route{}, route.Codes{Table: "mailing_group"},
				route.Explain{Segment: no, Contact: "ANN"},
			} {
				before := w.Page()
				w.Session().Go.Open(to)
				s.Until("page", func() bool { return w.Page() != before })
				fits(t, w.Page().Title, w.Page().Actions)
				s.Key(fyne.KeyEscape)
			}
			ready := output.OpenReady(w.Session(), no)
			w.Session().Go.Show(ready.Page())
			s.Settle(ready.Tasks)
			fits(t, "ready", w.Page().Actions)
			s.Key(fyne.KeyEscape)
		})
	}
}

func fits(t *testing.T, page string, bar interface {
	Hidden() []string
	SetStatus(text string)
}) {
	t.Helper()
	for _, said := range []string{"", fmt.Sprint("Reduce taken back: ", strings.Repeat("13 contacts are in the segment again ", 4))} {
		bar.SetStatus(said)
		if hidden := bar.Hidden(); len(hidden) > 0 {
			t.Errorf("%s hides %s when it says %q", page, strings.Join(hidden, ", "), said)
		}
	}
}
