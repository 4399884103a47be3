package fieldform_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/catalog"
	"winnow/core/ownfield"
	"winnow/gui/fieldform"
	"winnow/gui/guitest"
)

// The form makes a key of the caption, lets options be entered for an option alone, and
// says what is wrong before it keeps anything.
func TestForm(t *testing.T) {
	s := guitest.New(t)
	var done []catalog.Field
	d := fieldform.Ask(s.Session, fieldform.Params{
		Title: "New Field", Start: catalog.Field{Type: catalog.Text}, Save: ownfield.New(s.Session.Company).Add,
		Done: func(f catalog.Field) { done = append(done, f) },
	})
	caption, _, options := d.Entries()
	if options.Enabled() {
		t.Error("a text has options")
	}
	caption.SetText("City")
	s.Button("OK").Press()
	s.Settle(d.Tasks)
	if len(done) > 0 {
		t.Fatalf("kept: %v", done)
	}
	if shown := s.Shown(); !strings.Contains(shown, "city is the name of another field") {
		t.Errorf("it does not say what is wrong: %s", shown)
	}
	caption.SetText("Customer Größe")
	d.Kind().SetValue("option")
	d.Kind().OnChanged("option")
	options.SetText("Gold, Silver")
	s.Button("OK").Press()
	s.Settle(d.Tasks)
	want := []catalog.Field{{Key: "customer_grosse", Caption: "Customer Größe", Type: catalog.Option, Options: []string{"", "Gold", "Silver"}, Own: true}}
	if diff := cmp.Diff(want, done); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
	d = fieldform.Ask(s.Session, fieldform.Params{Title: "Edit Field", Start: want[0], Stored: true,
		Save: func(ctx context.Context, f catalog.Field) (catalog.Field, error) {
			return ownfield.New(s.Session.Company).Set(ctx, f.Key, ownfield.Change{Caption: &f.Caption, Options: f.Options})
		}, Done: func(f catalog.Field) { done = append(done, f) }})
	caption, key, options := d.Entries()
	if key.Enabled() || options.Text() != "Gold, Silver" {
		t.Errorf("the key can be changed, or the options are %q", options.Text())
	}
	caption.SetText("Grade")
	s.Button("OK").Press()
	s.Settle(d.Tasks)
	if len(done) != 2 || done[1].Caption != "Grade" {
		t.Errorf("changed: %v", done)
	}
}
