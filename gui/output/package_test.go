package output_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"winnow/core/configpackage"
	"winnow/core/coretest"
	"winnow/core/filter"
	"winnow/core/output"
	gui "winnow/gui/output"
)

// The dialog says what will go before it goes, writes it, and begins the next time
// where it ended.
func TestPackage(t *testing.T) {
	s, no := stage(t)
	coretest.Exec(t, s.Session.Company, "UPDATE contact SET last_date_modified = '2026-11-20' WHERE no IN ('ANN', 'GUS')")
	d := gui.OpenPackage(s.Session)
	s.Settle(d.Tasks)
	has(t, s, "Package for Business Central")
	d.Since().Type("2026-11-01")
	d.Since().Commit()
	s.Settle(d.Tasks)
	has(t, s, "In the package: Contact: 2.")
	d.Segments().Type(strings.ToLower(no))
	d.Segments().Commit()
	s.Settle(d.Tasks)
	has(t, s, "In the package: Contact: 2, Segment Header: 1, Segment Line: 3.")
	has(t, s, "1 line is left out, of a Privacy Blocked contact: GUS Gus Blocked.")
	path := filepath.Join(t.TempDir(), "back.rapidstart")
	d.Path().Type(path)
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	has(t, s, "Package "+d.Found().Code+" is in "+path)
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
	log, err := output.List(context.Background(), s.Session.Company)
	if err != nil || len(log) != 1 || log[0].What != configpackage.Kind().Name {
		t.Errorf("the log has %v, %v", log, err)
	}
}

// What Business Central would refuse is listed, and cannot be written until it is
// corrected or, where it is only too long, cut.
func TestPackageRefused(t *testing.T) {
	s, _ := stage(t)
	coretest.Exec(t, s.Session.Company, "UPDATE contact SET last_date_modified = '2026-11-20', city = ? WHERE no = 'ANN'", strings.Repeat("x", 31))
	d := gui.OpenPackage(s.Session)
	s.Settle(d.Tasks)
	d.Since().Type("2026-11-20")
	d.Since().Commit()
	s.Settle(d.Tasks)
	has(t, s, "What Business Central would refuse")
	has(t, s, "1 value would be refused; correct it first")
	has(t, s, "it has 31 characters; Business Central has room for 30")
	if !s.Button("Write").Disabled() {
		t.Error("it can be written")
	}
	d.Cut().Tapped(nil)
	s.Settle(d.Tasks)
	has(t, s, "1 text is cut.")
	if s.Button("Write").Disabled() {
		t.Error("it cannot be written with its texts cut")
	}
	d.Since().Type("tomorrow-ish")
	d.Since().Commit()
	s.Settle(d.Tasks)
	if d.Since().Error() == "" {
		t.Error("any text is taken for a day")
	}
}

// Segments are ticked in a lookup.
func TestPackageOffersSegments(t *testing.T) {
	s, no := stage(t)
	other, err := s.Session.Segments.CreateSegment(context.Background(), "", map[string]string{"description": "Spring"}, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	d := gui.OpenPackage(s.Session)
	s.Settle(d.Tasks)
	d.Segments().Type(no + ", " + other)
	d.Segments().Commit()
	s.Settle(d.Tasks)
	has(t, s, "Segment Header: 2")
	d.Segments().Type("SM99")
	d.Segments().Commit()
	s.Settle(d.Tasks)
	has(t, s, "Segment SM99 does not exist")
}
