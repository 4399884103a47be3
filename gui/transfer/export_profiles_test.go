package transfer_test

import (
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"winnow/core/filter"
	"winnow/core/mailrow"
	"winnow/core/profile"
	"winnow/gui/guitest"
	"winnow/gui/i18n"
	"winnow/gui/transfer"
)

// profiling is a segment of two persons of one company and one of none, in the
// dialog.
func profiling(t *testing.T) (*guitest.Stage, *transfer.Exporting) {
	t.Helper()
	s := guitest.New(t)
	no, err := s.Session.Segments.CreateSegment(context.Background(), "", nil, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Session.Segments.AddLines(context.Background(), no, []string{"ANN", "BOB", "DORA"}, false); err != nil {
		t.Fatal(err)
	}
	d := transfer.OpenExport(s.Session, no)
	s.Settle(d.Tasks)
	return s, d
}

// keepAs answers the dialog that asks for a profile's name.
func keepAs(s *guitest.Stage, d *transfer.Exporting, used, name string) {
	s.T.Helper()
	s.Button(used).Press()
	s.Choose("Save as profile…")
	s.Settle(d.Tasks)
	typeText(s, name)
	s.Button("OK").Press()
	s.Settle(d.Tasks)
}

func rowsPer(s *guitest.Stage, d *transfer.Exporting, per mailrow.Per) {
	d.Per().SetValue(string(per))
	d.Per().OnChanged(string(per))
	s.Settle(d.Tasks)
}

// previewed are the first cells of the preview's rows.
func previewed(s *guitest.Stage) []string {
	var found []string
	list := lists(s)[1]
	for n := range list.Len() {
		found = append(found, cells(list, n)[0])
	}
	return found
}

// A profile brings its columns and headers, the rows are as one asks, and all of
// it is in the file and there again next time.
func TestExportWithProfile(t *testing.T) {
	s, d := profiling(t)
	s.Button("Use: last used").Press()
	s.Choose("Phone List")
	s.Settle(d.Tasks)
	s.Button("Use: Phone List")
	want := []string{"Name", "Company Name", "Job Title", "Phone No.", "Mobile Phone No.", "City", "E-Mail", "Salesperson Code", "Contact No."}
	if diff := cmp.Diff(want, headers(s)); diff != "" {
		t.Errorf("the headers (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Ann Beebe", "Bob Kelly", "Dora Lang"}, previewed(s)); diff != "" {
		t.Errorf("per contact (-want +got):\n%s", diff)
	}
	rowsPer(s, d, mailrow.PerCompany)
	if diff := cmp.Diff([]string{"Ann Beebe", "Dora Lang"}, previewed(s)); diff != "" {
		t.Errorf("per company (-want +got):\n%s", diff)
	}
	s.Button("Use: Phone List, changed")
	keepAs(s, d, "Use: Phone List, changed", "Calls")
	s.Button("Use: Calls")

	path := filepath.Join(t.TempDir(), "calls.csv")
	d.Path().Type(path)
	s.Button("Export").Press()
	s.Settle(d.Tasks)
	if shown := s.Shown(); !strings.Contains(shown, "1 line is merged into another line's row.") {
		t.Errorf("shown: %s", shown)
	}
	s.Button("Close").Press()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	written, err := csv.NewReader(file).ReadAll()
	if err != nil || len(written) != 3 || written[1][0] != "Ann Beebe" || written[2][0] != "Dora Lang" {
		t.Errorf("written: %q, %v", written, err)
	}

	next := transfer.OpenExport(s.Session, segmentOf(t, s))
	s.Settle(next.Tasks)
	s.Button("Use: Calls")
	if diff := cmp.Diff(want, headers(s)); diff != "" {
		t.Errorf("next time (-want +got):\n%s", diff)
	}
	if per := next.Per().Value(); per != string(mailrow.PerCompany) {
		t.Errorf("next time the rows are per %s", per)
	}
	s.Button("Use: Calls").Press()
	s.Choose("Letters")
	s.Settle(next.Tasks)
	if per := next.Per().Value(); per != string(mailrow.PerContact) || len(headers(s)) != 18 {
		t.Errorf("letters: per %s, %d columns", per, len(headers(s)))
	}
}

// A profile is replaced only where one says so, also one of the program's by the
// name it has in the person's language, and is itself again when that is deleted.
func TestReplaceAndDeleteProfiles(t *testing.T) {
	s, d := profiling(t)
	i18n.SetLanguage("de")
	t.Cleanup(func() {
		i18n.SetLanguage("en")
	})
	profiles := profile.New(s.Session.Company)
	labels := func() profile.Profile {
		t.Helper()
		p, err := profiles.Find(context.Background(), "Labels")
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	d.Per().OnChanged("") // says again, in German, what is used
	s.Settle(d.Tasks)
	rowsPer(s, d, mailrow.PerHousehold)
	s.Button("Verwenden: zuletzt verwendet, geändert").Press()
	s.Choose("Als Profil speichern…")
	s.Settle(d.Tasks)
	typeText(s, "etiketten")
	s.Button("OK").Press()
	s.Settle(d.Tasks)
	s.Button("Abbrechen").Press()
	if !labels().BuiltIn {
		t.Fatal("replaced without a word")
	}
	s.Button("OK").Press()
	s.Settle(d.Tasks)
	s.Button("Ersetzen").Press()
	s.Settle(d.Tasks)
	if p := labels(); p.BuiltIn || p.Per != mailrow.PerHousehold {
		t.Fatalf("replaced: %+v", p)
	}

	s.Button("Verwenden: Etiketten").Press()
	s.Choose("Exportprofile…")
	s.Key(fyne.KeyDelete)
	s.Button("Löschen").Press()
	s.Settle(d.Tasks)
	if !labels().BuiltIn {
		t.Error("the company's own is there still")
	}
	s.Key(fyne.KeyDelete)
	if shown := s.Shown(); !strings.Contains(shown, "Etiketten ist eingebaut und kann nicht gelöscht werden") {
		t.Errorf("shown: %s", shown)
	}
	s.Button("Schließen").Press()
	s.Button("Verwenden: Etiketten, geändert")
}
