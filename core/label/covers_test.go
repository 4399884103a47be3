package label_test

import (
	"strings"
	"testing"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/label"
	"winnow/core/output"
)

func TestCoverSheetSaysWhoToWhomWhenAndWhat(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	if err := b.Company.SetValues(b.Context(), company.Values{company.CompanyName: "Cronus Ltd.", company.Address: "5 The Ring", company.PostCode: "W2 8HG",
		company.City: "London", company.Country: "GB", company.PhoneNo: "+44 1", company.HomePage: "cronus.test",
		company.Formats: "language", company.Language: "de"}); err != nil {
		t.Fatal(err)
	}
	b.Line("CT1", "name", "Ann Smith", "address", "1 High Street", "post_code", "01234", "city", "York")
	b.Line("CT2", "name", "Bo")
	b.Line("CT3", "name", "Cy", "privacy_blocked", 1)
	const from = "Cronus Ltd. 5 The Ring London W2 8HG GB Phone No. +44 1 cronus.test"
	for _, paper := range label.Papers() {
		r, err := label.PrintCovers(b.Context(), b.Company, b.Store, b.No, output.Order{Path: b.Path("a.pdf"), Chosen: map[string]string{"paper": paper}, Force: true})
		if err != nil {
			t.Fatal(err)
		}
		coretest.Same(t, []int{2, 1, 2}, []int{r.Rows, r.Blocked, r.Pages})
		coretest.Same(t, []string{from + " Ann Smith 1 High Street 01234 York 23.11.2026 Spring", from + " Bo 23.11.2026 Spring"}, b.text(t, "a.pdf"))
	}
	list, err := output.List(b.Context(), b.Company)
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, "Cover Sheets", list[0].What)
	if _, err := label.PrintCovers(b.Context(), b.Company, b.Store, b.No, output.Order{Path: b.Path("b.pdf"), Chosen: map[string]string{"paper": "A3"}}); !core.IsKind(err, core.Invalid) {
		t.Errorf("the error is %v", err)
	}
}

// Whatever the names are, nothing leaves its place on a sheet.
func TestPagesKeepTheirMargins(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.hardContacts()
	o := output.Order{Path: b.Path("a.pdf"), Chosen: map[string]string{"day": "2026-12-24"}, Force: true}
	if _, err := label.PrintCovers(b.Context(), b.Company, b.Store, b.No, o); err != nil {
		t.Fatal(err)
	}
	words, pages := b.words(t, "a.pdf")
	coretest.Same(t, len(hard), pages)
	for _, w := range words {
		address := w.left > 24.9 && w.right < 110.1 && w.top > 49.9 && w.bottom < 96
		if !address && w.text != "2026-12-24" && w.text != "Spring" {
			t.Errorf("%+v is in the wrong place", w)
		}
	}
	if _, err := label.PrintPhones(b.Context(), b.Company, b.Store, b.No, o); err != nil {
		t.Fatal(err)
	}
	words, pages = b.words(t, "a.pdf")
	coretest.Same(t, 2, pages)
	for _, w := range words {
		if w.left < 9.9 || w.right > 287.1 || w.top < 9.9 || w.bottom > 200.1 {
			t.Errorf("%+v is in the margin", w)
		}
	}
}

func TestCallListRepeatsItsHeadAndNumbersItsPages(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	list := make([]coretest.Contact, 40)
	for i := range list {
		list[i] = coretest.Contact{No: "CT" + string(rune('A'+i%26)) + string(rune('A'+i/26)), Pairs: []any{"name", "Ann", "company_name", "Cronus", "phone_no", "+44 1904 1", "mobile_phone_no", "0777"}}
	}
	b.Contacts(list...)
	r, err := label.PrintPhones(b.Context(), b.Company, b.Store, b.No, output.Order{Path: b.Path("a.pdf"), Locale: core.Locale{Language: "de"}})
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []int{40, 3}, []int{r.Rows, r.Pages})
	texts := b.text(t, "a.pdf")
	coretest.Same(t, 3, len(texts))
	for i, text := range texts {
		if !strings.Contains(text, "Nr. Name Unternehmen Telefonnr. Mobiltelefonnr. Verkäufer Bemerkung") ||
			!strings.Contains(text, []string{"Seite 1 von 3", "Seite 2 von 3", "Seite 3 von 3"}[i]) {
			t.Errorf("page %d is %q", i+1, text)
		}
	}
	if !strings.Contains(texts[0], "CTAA Ann Cronus +44 1904 1 0777") {
		t.Errorf("the first page is %q", texts[0])
	}
}
