package vcard_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode"

	govcard "github.com/emersion/go-vcard"
	"pgregory.net/rapid"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/importer"
	"winnow/core/mailrow"
	"winnow/core/output"
	"winnow/core/vcard"
)

// book is a company with one segment, for tests that read as a story.
type book struct{ *coretest.Book }

func newBook(t testing.TB) *book {
	t.Helper()
	return &book{coretest.NewSpring(t)}
}

// cards writes the segment as vCards.
func (b *book) cards(o output.Order) output.Result {
	b.T.Helper()
	o.Path, o.Force = b.Path("a.vcf"), true
	r, err := vcard.Write(b.Context(), b.Company, b.Store, b.No, o)
	if err != nil {
		b.T.Fatal(err)
	}
	return r
}

// carried are the contact's fields that vCards carry.
const carried = "SELECT name, first_name, middle_name, surname, company_name, job_title, address, address_2, city, county, post_code, " +
	"country_region_code, phone_no, mobile_phone_no, fax_no, e_mail, home_page, external_id, type FROM contact ORDER BY external_id"

// odd are names that vCards must carry.
var odd = []string{
	"Ann; Bo, Cy: \"Di\" 'Ed'", "=1+1", "@x", "\u05e9\u05dc\u05d5\u05dd", "Ann \U0001f600", strings.Repeat("Wörter, ", 60) + "end", `back\slash`, "END:VCARD", "a=b;c",
	"שרה Cohen (12)", "محمد علي", "李小龍 サトシ 김철수", strings.Repeat("رحاب ", 60) + "end",
}

func TestCardsAreReadBackEqual(t *testing.T) {
	t.Parallel()
	for _, version := range vcard.Versions() {
		t.Run(version, func(t *testing.T) {
			b := newBook(t)
			b.Row("country_region", "code", "GB", "name", "United Kingdom, Great; Britain")
			for i, name := range odd {
				b.Line(fmt.Sprintf("CT%d", i), "name", name, "first_name", "F "+name, "middle_name", "M "+name, "surname", "S "+name, "job_title", name+"!",
					"address", "1 High Street, "+name, "address_2", "Rear", "city", name, "county", "Kent", "post_code", "00123",
					"country_region_code", "GB", "phone_no", "+44 1", "mobile_phone_no", "+44 2", "fax_no", "+44 3",
					"e_mail", fmt.Sprintf("a%d@b.test", i), "home_page", "http://b.test/?a,b;c", "external_id", fmt.Sprintf("{ID}-%d", i))
			}
			r := b.cards(output.Order{Chosen: map[string]string{"version": version}})
			coretest.Same(t, len(odd), r.Rows)
			second := newBook(t)
			second.Row("country_region", "code", "GB", "name", "United Kingdom, Great; Britain")
			if _, err := importer.Import(b.Context(), second.Company, b.Path("a.vcf"), importer.Options{}); err != nil {
				t.Fatal(err)
			}
			coretest.Same(t, b.Rows(carried), second.Rows(carried))
		})
	}
}

func TestCompanyAndPersonAreToldApart(t *testing.T) {
	t.Parallel()
	for _, version := range vcard.Versions() {
		b := newBook(t)
		b.Line("CT1", "name", "Contoso", "company_name", "Contoso", "external_id", "1")
		b.Line("CT2", "name", "Ann Lee", "first_name", "Ann", "surname", "Lee", "company_name", "Contoso", "external_id", "2")
		b.Exec("UPDATE contact SET type = 0 WHERE no = 'CT1'")
		b.cards(output.Order{Chosen: map[string]string{"version": version}})
		second := newBook(t)
		if _, err := importer.Import(b.Context(), second.Company, b.Path("a.vcf"), importer.Options{}); err != nil {
			t.Fatal(err)
		}
		coretest.Same(t, b.Rows("SELECT name, type, company_name FROM contact ORDER BY no"), second.Rows("SELECT name, type, company_name FROM contact ORDER BY no"))
	}
}

func TestCardsAreReadByAnotherReader(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	given := append(odd, "two\r\nlines\rand\nmore", "nul\x00 bell\a")
	for i := range 100 {
		given = append(given, rapid.StringN(1, 100, -1).Example(i))
	}
	var want []string
	for i, name := range given {
		b.Line(fmt.Sprintf("CT%03d", i), "name", name)
		want = append(want, strings.Map(func(r rune) rune {
			if r != '\n' && r != '\t' && unicode.IsControl(r) {
				return -1
			}
			return r
		}, strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(name)))
	}
	b.cards(output.Order{})
	for line := range strings.SplitSeq(b.Read("a.vcf"), "\r\n") {
		if len(line) > 75 || strings.ContainsFunc(line, func(r rune) bool { return r != '\t' && unicode.IsControl(r) }) {
			t.Errorf("the line %q is wrong", line)
		}
	}
	decoder := govcard.NewDecoder(strings.NewReader(b.Read("a.vcf")))
	var names []string
	for {
		card, err := decoder.Decode()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		coretest.Same(t, "4.0", card.Value(govcard.FieldVersion))
		names = append(names, card.Value(govcard.FieldFormattedName))
	}
	coretest.Same(t, want, names)
}

// An address book carries what is the contact's own, and behind it the address
// of the day.
func TestCardOfAlternativeAddress(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Row("country_region", "code", "IT", "name", "Italy")
	b.Line("CT1", "name", "Ann", "city", "York", "company_name", "Own", "phone_no", "1", "e_mail", "own@b.test")
	b.Row("contact_alt_address", "contact_no", "CT1", "code", "SUMMER", "city", "Bath", "address", "1 Sea", "address_2", "Top", "country_region_code", "IT",
		"e_mail", "sea@b.test", "phone_no", "2", "company_name", "Other")
	b.Row("contact_alt_addr_date_range", "contact_no", "CT1", "contact_alt_address_code", "SUMMER", "starting_date", "2026-01-01", "ending_date", "2026-12-31")
	b.cards(output.Order{})
	coretest.Same(t, "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ann\r\nN:;;;;\r\nORG:Own\r\nTEL;TYPE=work,voice:1\r\nEMAIL;TYPE=work:own@b.test\r\n"+
		"ADR;TYPE=work:;;;York;;;\r\nADR:;;1 Sea\\nTop;Bath;;;Italy\r\nEND:VCARD\r\n", b.Read("a.vcf"))
}

func TestCardsLeaveOutTheBlockedAndTheRepeated(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann")
	b.Line("CT2", "name", "Bo", "privacy_blocked", 1)
	if _, err := b.AddLines(b.Context(), b.No, []string{"CT1"}, true); err != nil {
		t.Fatal(err)
	}
	bo := []mailrow.Contact{{ContactNo: "CT2", Name: "Bo"}}
	coretest.Same(t, output.Result{Rows: 1, Blocked: 1, BlockedContacts: bo, Path: b.Path("a.vcf")}, b.cards(output.Order{}))
	coretest.Same(t, output.Result{Rows: 2, Blocked: 1, BlockedContacts: bo, Path: b.Path("a.vcf")}, b.cards(output.Order{IncludeBlocked: true, Chosen: map[string]string{"version": "3.0"}}))
	if _, err := vcard.Write(b.Context(), b.Company, b.Store, b.No, output.Order{Path: b.Path("b.vcf"), Chosen: map[string]string{"version": "2.1"}}); !core.IsKind(err, core.Invalid) {
		t.Errorf("the error is %v", err)
	}
	coretest.Same(t, []string{"a.vcf"}, b.Files())
}

// vCards tell whose E-Mail is no address; a card has each address by itself.
func TestUnusableEMailsAreTold(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann", "e_mail", "a@x.test; Ann <b@bücher.test>")
	b.Line("CT2", "name", "Bo", "e_mail", "nobody")
	b.Line("CT3", "name", "Cy")
	b.Line("CT4", "name", "Di", "e_mail", "dot.@x.test", "privacy_blocked", 1)
	want := []mailrow.ContactEMail{{Contact: mailrow.Contact{ContactNo: "CT2", Name: "Bo"}, EMail: "nobody"}}
	coretest.Same(t, want, b.cards(output.Order{}).UnusableEMails)
	var mails []string
	for line := range strings.Lines(b.Read("a.vcf")) {
		if strings.HasPrefix(line, "EMAIL") {
			mails = append(mails, strings.TrimSpace(line))
		}
	}
	coretest.Same(t, []string{"EMAIL;TYPE=work:a@x.test", "EMAIL;TYPE=work:b@bücher.test", "EMAIL;TYPE=work:nobody"}, mails)
}
