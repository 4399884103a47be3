package mailrow_test

import (
	"slices"
	"strings"
	"testing"

	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/mailrow"
)

// formulas gives a man and a woman, of the salutation codes M and F, greetings in English
// and German.
func (b *book) formulas() {
	b.T.Helper()
	for _, f := range []struct {
		code, language string
		kind           int
		text           string
		part           int
	}{
		{"M", "", 0, "Dear Mr %1,", surname}, {"F", "", 0, "Dear Mrs %1,", surname},
		{"M", "", 1, "Hi %1,", firstName}, {"F", "", 1, "Hi %1,", firstName},
		{"M", "DEU", 0, "Sehr geehrter Herr %1!", surname}, {"F", "DEU", 0, "Sehr geehrte Frau %1!", surname},
		{"M", "DEU", 1, "Lieber %1!", firstName}, {"F", "DEU", 1, "Liebe %1!", firstName},
		{"M", "FRA", 0, "Cher Monsieur %1,", surname}, {"F", "FRA", 0, "Chère Madame %1,", surname},
		{"C", "", 0, "Dear Sir or Madam,", 0}, {"C", "", 1, "Hello %1,", companyName},
	} {
		b.Row("salutation_formula", "salutation_code", f.code, "language_code", f.language, "salutation_type", f.kind,
			"salutation", f.text, "name_1", f.part)
	}
}

// family adds persons with one surname at one address: each is First/Salutation Code.
func (b *book) family(language string, people ...string) {
	b.T.Helper()
	for i, p := range people {
		first, code, _ := strings.Cut(p, "/")
		b.Line(string(rune('A'+i)), "name", first+" Smith", "first_name", first, "surname", "Smith", "address", "1 High Street",
			"salutation_code", code, "language_code", language)
	}
}

func TestHouseholdsAreGreetedTogether(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, language         string
		people                 []string
		full, formal, informal string
	}{
		{"man and woman", "", []string{"John/M", "Mary/F"}, "John and Mary Smith", "Dear Mr and Mrs Smith,", "Hi John and Mary,"},
		{"woman and man", "ENG", []string{"Mary/F", "John/M"}, "Mary and John Smith", "Dear Mrs and Mr Smith,", "Hi Mary and John,"},
		{"two women", "", []string{"Mary/F", "Ann/F"}, "Mary and Ann Smith", "Dear Mrs and Mrs Smith,", "Hi Mary and Ann,"},
		{"three", "", []string{"John/M", "Mary/F", "Ann/F"}, "John, Mary and Ann Smith",
			"Dear Mr Smith, dear Mrs Smith, dear Mrs Smith,", "Hi John, hi Mary, hi Ann,"},
		{"German", "DEU", []string{"Mary/F", "John/M"}, "Mary und John Smith",
			"Sehr geehrte Frau Smith, sehr geehrter Herr Smith!", "Liebe Mary, lieber John!"},
		{"German women", "DEU", []string{"Mary/F", "Ann/F"}, "Mary und Ann Smith",
			"Sehr geehrte Frau Smith, sehr geehrte Frau Smith!", "Liebe Mary und Ann!"},
		{"French has no form of its own", "FRA", []string{"Mary/F", "John/M"}, "Mary et John Smith",
			"Chère Madame Smith, cher Monsieur Smith,", "Hi Mary, hi John,"},
		{"one without a formula", "", []string{"Mary/F", "John/"}, "Mary and John Smith", "", ""},
		{"both as a firm", "", []string{"Mary/C", "John/C"}, "Mary and John Smith", "Dear Sir or Madam,", "Hello Mary and John,"},
		{"alone", "", []string{"Mary/F"}, "Mary Smith", "Dear Mrs Smith,", "Hi Mary,"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBook(t)
			b.formulas()
			b.family(c.language, c.people...)
			all, _ := b.rows(mailrow.Options{Columns: []string{"name", "greeting_formal", "greeting_informal"}, Per: mailrow.PerHousehold})
			coretest.Same(t, [][]string{{c.full, c.formal, c.informal}}, all)
		})
	}
}

// The code table's form is taken for its language, that of no language for all others.
func TestHouseholdSalutationsAreTheCompanys(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.formulas()
	b.Row("household_salutation", "salutation", "%1 %2 & %3 %4")
	b.Row("household_salutation", "language_code", "DEU", "salutation", "Hallo %2 und %4?")
	b.family("DEU", "Mary/F", "John/M")
	formal := func() []string {
		all, _ := b.rows(mailrow.Options{Columns: []string{"greeting_formal"}, Per: mailrow.PerHousehold})
		return all[0]
	}
	coretest.Same(t, []string{"Hallo Smith und Smith?"}, formal())
	b.Exec("UPDATE contact SET language_code = 'ENG'")
	coretest.Same(t, []string{"Dear Mrs Smith & Mr Smith,"}, formal())
}

// A household's row has what holds for all of it, and nothing of one who is blocked.
func TestHouseholdsRow(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.formulas()
	b.Set(company.Values{company.Language: "de"})
	b.family("", "Mary/F", "John/M", "Tom/M")
	b.Exec("UPDATE contact SET middle_name = 'B.', job_title = 'Head of ' || no WHERE no = 'A'")
	b.Exec("UPDATE contact SET e_mail = 'a.example.com' WHERE no = 'A'")
	b.Exec("UPDATE contact SET e_mail = 'tom@example.com' WHERE no = 'C'")
	columns := []string{"contact_no", "first_name", "middle_name", "surname", "job_title", "e_mail", "address_block"}
	all, _ := b.rows(mailrow.Options{Columns: columns, Per: mailrow.PerHousehold})
	coretest.Same(t, [][]string{{"A", "Mary, John und Tom", "", "Smith", "", "tom@example.com", "Mary, John und Tom Smith\n1 High Street"}}, all)
	b.Exec("UPDATE contact SET privacy_blocked = 1 WHERE no = 'C'")
	all, blocked := b.rows(mailrow.Options{Columns: columns, Per: mailrow.PerHousehold})
	coretest.Same(t, [][]string{{"A", "Mary und John", "", "Smith", "", "a.example.com", "Mary und John Smith\n1 High Street"}}, all)
	coretest.Same(t, 1, blocked)
	b.Exec("UPDATE contact SET name = 'Smith ' || first_name")
	all, _ = b.rows(mailrow.Options{Columns: []string{"name"}, Per: mailrow.PerHousehold})
	coretest.Same(t, [][]string{{"Smith Mary und John"}}, all)
	b.Exec("UPDATE contact SET name = 'Aunt Mary' WHERE no = 'A'")
	all, _ = b.rows(mailrow.Options{Columns: []string{"name"}, Per: mailrow.PerHousehold})
	coretest.Same(t, [][]string{{"Aunt Mary und Smith John"}}, all)
}

// A person with two lines is named once.
func TestHouseholdOfOneWithTwoLines(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.formulas()
	b.family("", "Mary/F")
	if _, err := b.AddLines(b.Context(), b.No, []string{"A"}, true); err != nil {
		t.Fatal(err)
	}
	all, _ := b.rows(mailrow.Options{Columns: []string{"name", "greeting_formal"}, Per: mailrow.PerHousehold})
	coretest.Same(t, [][]string{{"Mary Smith", "Dear Mrs Smith,"}}, all)
}

// A company's row is greeted as the company is, whoever's line it is.
func TestCompaniesAreGreetedAsSuch(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.formulas()
	b.Person("FIRM", "type", 0, "company_no", "FIRM", "company_name", "Oak Ltd", "name", "Oak Ltd", "salutation_code", "C")
	b.Line("ANN", "company_no", "FIRM", "first_name", "Ann", "surname", "May", "name", "Ann May", "salutation_code", "F")
	b.Line("BOB", "company_no", "FIRM", "surname", "Ray", "salutation_code", "M")
	b.Line("CAT", "company_no", "GONE", "surname", "Fox", "salutation_code", "F")
	b.Line("DAN", "surname", "Low", "salutation_code", "M")
	all, _ := b.rows(mailrow.Options{Columns: []string{"name", "greeting_formal", "greeting_informal"}, Per: mailrow.PerCompany})
	coretest.Same(t, [][]string{{"Ann May", "Dear Sir or Madam,", "Hello Oak Ltd,"}, {"", "Dear Mrs Fox,", "Hi,"}, {"", "Dear Mr Low,", "Hi,"}}, all)
}

// Some rows of a household's mailing are those that all of them have there.
func TestSomeHouseholds(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.family("", "Mary/F", "John/M")
	b.Line("X", "name", "Eve Ray")
	b.Line("Y", "name", "Tom Ray")
	o := mailrow.Options{Columns: []string{"name"}, Per: mailrow.PerHousehold}
	all, _ := b.rows(o)
	for first := range 4 {
		for count := 1; count < 4; count++ {
			o.First, o.Count = first, count
			some, _ := b.rows(o)
			if want := all[min(first, len(all)):min(first+count, len(all))]; !slices.EqualFunc(want, some, slices.Equal) {
				t.Errorf("%d from %d: %q, not %q", count, first, some, want)
			}
		}
	}
}
