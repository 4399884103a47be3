package exporter_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/exporter"
	"winnow/core/mailrow"
	"winnow/core/output"
	"winnow/core/vcard"
)

// rows reads the segment's rows.
func (b *book) rows(o mailrow.Options) (all [][]string, blocked int) {
	b.T.Helper()
	err := mailrow.Read(b.Context(), b.Company, b.Store, b.No, o, func(rows *mailrow.Rows) error {
		err := rows.Each(func(row *mailrow.Row) error {
			all = append(all, slices.Clone(row.Texts()))
			return nil
		})
		blocked = rows.Blocked()
		return err
	})
	if err != nil {
		b.T.Fatal(err)
	}
	return all, blocked
}

// nameAndNo are the columns that tests of outputs read.
var nameAndNo = []string{"name", "contact_no"}

func TestRowsAreThoseOfAnExport(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann", "salutation_code", "F")
	b.Line("CT2", "name", "Bo", "privacy_blocked", 1)
	b.Line("CT3", "name", "Cy")
	all, blocked := b.rows(mailrow.Options{Columns: nameAndNo})
	coretest.Same(t, [][]string{{"Ann", "CT1"}, {"Cy", "CT3"}}, all)
	coretest.Same(t, 1, blocked)
	all, _ = b.rows(mailrow.Options{Columns: nameAndNo, IncludeBlocked: true})
	coretest.Same(t, [][]string{{"Ann", "CT1"}, {"Bo", "CT2"}, {"Cy", "CT3"}}, all)
	all, blocked = b.rows(mailrow.Options{Columns: nameAndNo, First: 1, Count: 2})
	coretest.Same(t, [][]string{{"Cy", "CT3"}}, all)
	coretest.Same(t, 1, blocked)
	all, _ = b.rows(mailrow.Options{Columns: nameAndNo, First: 7, Count: 2})
	coretest.Same(t, 0, len(all))
}

// A minor without parental consent is blocked in everything that leaves the
// company file, whatever the mark says; one with consent is not.
func TestMinorsWithoutConsentAreBlocked(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann", "company_no", "F", "minor", 1)
	b.Line("CT2", "name", "Bo", "company_no", "F", "minor", 1, "parental_consent_received", 1)
	b.Line("CT3", "name", "Cy", "company_no", "F", "minor", 1, "parental_consent_received", 1, "privacy_blocked", 1)
	all, blocked := b.rows(mailrow.Options{Columns: nameAndNo})
	coretest.Same(t, [][]string{{"Bo", "CT2"}}, all)
	coretest.Same(t, 2, blocked)
	all, _ = b.rows(mailrow.Options{Columns: nameAndNo, Per: mailrow.PerCompany})
	coretest.Same(t, [][]string{{"Bo", "CT2"}}, all)
	all, _ = b.rows(mailrow.Options{Columns: nameAndNo, IncludeBlocked: true})
	coretest.Same(t, 3, len(all))
	n, err := mailrow.Blocked(b.Context(), b.Company, b.Store, b.No)
	coretest.Same(t, []any{2, nil}, []any{n, err})
	r := b.export("a.csv", exporter.Options{})
	coretest.Same(t, []int{1, 2}, []int{r.Rows, r.Blocked})
}

func TestOutputIsLoggedAndPutInItsPlace(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann")
	b.Line("CT2", "name", "Bo", "privacy_blocked", 1)
	o, options := output.Output{Kind: output.Kind{Name: "Names"}, Path: b.Path("names")}, mailrow.Options{Columns: nameAndNo}
	write := func(ctx context.Context) (r output.Result, err error) {
		err = mailrow.Read(ctx, b.Company, b.Store, b.No, options, func(rows *mailrow.Rows) error {
			o.Rows = rows
			r, err = o.Write(ctx, b.Company, func(file *os.File, r *output.Result) error {
				return rows.Each(func(row *mailrow.Row) error {
					r.Rows++
					_, err := file.WriteString(row.Text(0) + "\n")
					return err
				})
			})
			return err
		})
		return r, err
	}
	r, err := write(b.Context())
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, output.Result{Rows: 1, Blocked: 1, BlockedContacts: []mailrow.Contact{{ContactNo: "CT2", Name: "Bo"}}, Path: o.Path}, r)
	coretest.Same(t, "Ann\n", b.Read("names"))
	o.Force, options.IncludeBlocked = true, true
	if _, err := write(b.Context()); err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, "Ann\nBo\n", b.Read("names"))
	list, err := output.List(b.Context(), b.Company)
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		list[i].At, list[i].By = "", ""
	}
	coretest.Same(t, []output.Entry{
		{EntryNo: 2, What: "Names", SegmentNo: b.No, Rows: 2, Blocked: 1, Target: o.Path},
		{EntryNo: 1, What: "Names", SegmentNo: b.No, Rows: 1, Target: o.Path},
	}, list)

	ctx, cancel := context.WithCancel(b.Context())
	options.Progress = func(int, int) { cancel() }
	if _, err := write(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	coretest.Same(t, "Ann\nBo\n", b.Read("names"))
	coretest.Same(t, []string{"names"}, b.Files())
}

func TestFolderIsPutInItsPlaceWhole(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	o := output.Output{Kind: output.Kind{Name: "Names"}, Path: b.Path("names")}
	write := func(name string) error {
		_, err := o.WriteFolder(b.Context(), b.Company, ".txt", func(folder string, _ *output.Result) error {
			return os.WriteFile(filepath.Join(folder, name), []byte("Ann"), 0o600)
		})
		return err
	}
	for _, step := range []struct {
		name  string
		force bool
		kind  core.Kind
		ok    bool
		left  string
	}{
		{"a.txt", false, 0, true, "a.txt"},
		{"b.txt", false, core.Exists, false, "a.txt"},
		{"b.txt", true, 0, true, "b.txt"},
		{filepath.Join("none", "c.txt"), true, core.Unusable, false, "b.txt"},
		{"precious.doc", true, 0, true, "precious.doc"},
		{"d.txt", true, core.Exists, false, "precious.doc"},
	} {
		o.Force = step.force
		err := write(step.name)
		if (err == nil) != step.ok || err != nil && !core.IsKind(err, step.kind) {
			t.Errorf("%s: %v", step.name, err)
		}
		left, err := os.ReadDir(o.Path)
		if err != nil || len(left) != 1 || left[0].Name() != step.left {
			t.Errorf("%s: the folder holds %v, %v", step.name, left, err)
		}
		coretest.Same(t, []string{"names"}, b.Files())
	}
}

func TestEmptyFolderGivesWayAndAFileDoesNot(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	if err := os.Mkdir(b.Path("empty"), 0o700); err != nil {
		t.Fatal(err)
	}
	b.Write("file", "old")
	fill := func(folder string, _ *output.Result) error {
		return os.WriteFile(filepath.Join(folder, "a.txt"), nil, 0o600)
	}
	for name, good := range map[string]bool{"empty": true, "file": false} {
		_, err := output.Output{Path: b.Path(name), Force: true}.WriteFolder(b.Context(), b.Company, ".txt", fill)
		if (err == nil) != good {
			t.Errorf("%s: %v", name, err)
		}
	}
	coretest.Same(t, "old", b.Read("file"))
	coretest.Same(t, []string{"empty", "file"}, b.Files())
}

func TestColumnsAreFoundByAnyOfTheirNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Full Name": "name", "Name": "name", "name": "name", "First_Name": "first_name", "FIRSTNAME": "first_name",
		"Country/Region Code": "country_code", "Country_or_Region": "country_region_code",
		"Post Code": "post_code", "Postal_Code": "post_code", "E-Mail": "e_mail", "Greeting Formal": "greeting_formal",
		"ZIP_Code": "post_code", "State": "county", "County": "county", "E_Mail": "e_mail", "Email": "e_mail", "CountryRegion_Code": "country_code",
		"CALC_Formal_Salutation": "greeting_formal", "CALC_Informal_Salutation": "greeting_informal", "GreetingLine": "greeting_formal", "AddressBlock": "address_block",
		"No": "contact_no", "Contact_No": "contact_no",
		"Address Block": "address_block", "Adress": "", "": "", "_": "",
	} {
		c, ok := mailrow.Find(name)
		if c.Key != want || ok != (want != "") {
			t.Errorf("%q is %q", name, c.Key)
		}
	}
	// Each name that is shown leads to its own column.
	for _, c := range mailrow.Columns() {
		if found, _ := mailrow.Find(c.Header); found.Key != c.Key {
			t.Errorf("%s leads to %s, not to %s", c.Header, found.Key, c.Key)
		}
	}
}

func TestValuesKeepTheirType(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Set(company.Values{company.Formats: "language", company.Language: "de"})
	b.Line("CT1", "name", "Ann")
	b.Exec("UPDATE segment_header SET unit_cost_lcy = 1234.5, unit_duration_min = 90")
	o := mailrow.Options{Columns: []string{"date", "cost_lcy", "duration_min", "last_date_modified", "type", "name"}}
	err := mailrow.Read(b.Context(), b.Company, b.Store, b.No, o, func(rows *mailrow.Rows) error {
		return rows.Each(func(row *mailrow.Row) error {
			coretest.Same(t, []string{"23.11.2026", "1.234,5", "90", "", "Person", "Ann"}, row.Texts())
			var values []any
			for n := range o.Columns {
				values = append(values, row.Value(n))
			}
			coretest.Same(t, []any{time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), 1234.5, float64(90), nil, nil, nil}, values)
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// An export and vCards tell whose E-Mail is no address; a vCard has each address by
// itself.
func TestUnusableEMailsAreTold(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann", "e_mail", "a@x.test; Ann <b@bücher.test>")
	b.Line("CT2", "name", "Bo", "e_mail", "nobody")
	b.Line("CT3", "name", "Cy")
	b.Line("CT4", "name", "Di", "e_mail", "dot.@x.test", "privacy_blocked", 1)
	want := []mailrow.ContactEMail{{Contact: mailrow.Contact{ContactNo: "CT2", Name: "Bo"}, EMail: "nobody"}}
	coretest.Same(t, want, b.export("a.csv", exporter.Options{}).UnusableEMails)
	coretest.Same(t, 0, len(b.export("b.csv", exporter.Options{Columns: nameAndNo}).UnusableEMails))
	r, err := vcard.Write(b.Context(), b.Company, b.Store, b.No, output.Order{Path: b.Path("a.vcf")})
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, want, r.UnusableEMails)
	var mails []string
	for line := range strings.Lines(b.Read("a.vcf")) {
		if strings.HasPrefix(line, "EMAIL") {
			mails = append(mails, strings.TrimSpace(line))
		}
	}
	coretest.Same(t, []string{"EMAIL;TYPE=work:a@x.test", "EMAIL;TYPE=work:b@bücher.test", "EMAIL;TYPE=work:nobody"}, mails)
}
