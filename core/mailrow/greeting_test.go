package mailrow_test

import (
	"testing"

	"winnow/core/coretest"
	"winnow/core/mailrow"
	"winnow/core/segment"
)

// The options of Name 1 to Name 5.
const (
	jobTitle = iota + 1
	firstName
	middleName
	surname
	initials
	companyName
)

func TestGreetingLeavesEmptyPartsOutWithTheirBlank(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ formula, first, middle, last, want string }{
		{"Dear %1 %2 %3,", "Ann", "B.", "May", "Dear Ann B. May,"},
		{"Dear %1 %2 %3,", "Ann", "", "May", "Dear Ann May,"},
		{"Dear %1 %2 %3,", "", "", "May", "Dear May,"},
		{"Dear %1 %2 %3,", "Ann", "B.", "", "Dear Ann B.,"},
		{"Dear %1 %2 %3,", "", "", "", "Dear,"},
		{"Dear %1 %2 %3", "", "", "", "Dear"},
		{"%1 %3, hello", "", "", "May", "May, hello"},
		{"%1 %2 %3", "", "", "May", "May"},
		{"%1 %2 %3", "", "", "", ""},
		{"Hello (%1 %3)!", "", "", "May", "Hello (May)!"},
		{"Dear %1%3!", "", "", "May", "Dear May!"},
		{"Dear %1%2%3!", "", "", "", "Dear!"},
		{"Dear %3%1", "", "", "May", "Dear May"},
		{"Dear %1 %4 %3", "Ann", "", "May", "Dear Ann May"},
		{"Dear %1 %2 %3", "Ann", "  ", "May", "Dear Ann May"},
		{"100 % for %3, %6 %%1 %", "Ann", "", "May", "100 % for May, %6 %Ann %"},
		{"Dear %1 %3", "%3 %2", "", "50%1", "Dear %3 %2 50%1"},
		{"Hello", "Ann", "", "", "Hello"},
		{"", "Ann", "", "", ""},
		{"Grüß Gott, %3 أحمد 🎉", "", "", "Müller", "Grüß Gott, Müller أحمد 🎉"},
	} {
		b := newBook(t)
		b.Row("salutation_formula", "salutation_code", "F", "salutation_type", 1, "salutation", c.formula,
			"name_1", firstName, "name_2", middleName, "name_3", surname)
		b.Line("CT1", "salutation_code", "F", "first_name", c.first, "middle_name", c.middle, "surname", c.last)
		if got := b.cells("greeting_informal", "greeting_formal", "contact_no"); got[0] != c.want || got[1] != "" {
			t.Errorf("%q with %q, %q, %q: %q, want %q", c.formula, c.first, c.middle, c.last, got, c.want)
		}
	}
}

func TestGreetingOfTheContactsLanguage(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	formula := func(salutation, language string, kind int, text string, parts ...int) {
		row := []any{"salutation_code", salutation, "language_code", language, "salutation_type", kind, "salutation", text}
		for i, p := range parts {
			row = append(row, []string{"name_1", "name_2", "name_3", "name_4", "name_5"}[i], p)
		}
		b.Row("salutation_formula", row...)
	}
	formula("F", "", 0, "Dear Ms. %1,", surname)
	formula("F", "", 1, "Hi %1,", firstName)
	formula("F", "DEU", 0, "Sehr geehrte Frau %1 %2,", jobTitle, surname)
	formula("M", "DEU", 0, "Sehr geehrter Herr %1,", surname)
	formula("C", "", 0, "%5|%1|%2", companyName, initials, 0, 0, jobTitle)
	b.Line("CT1", "salutation_code", "F", "language_code", "DEU", "surname", "May", "job_title", "Dr.", "first_name", "Ann")
	b.Line("CT2", "salutation_code", "F", "language_code", "FRA", "surname", "May", "first_name", "Ann")
	b.Line("CT3", "salutation_code", "M", "surname", "May")
	b.Line("CT4", "salutation_code", "M", "language_code", "DEU", "surname", "May")
	b.Line("CT5", "surname", "May")
	b.Line("CT6", "salutation_code", "C", "job_title", "Boss", "initials", "A.M.", "company_name", "Adatum")
	b.Row("language", "code", "DEU")
	// The line's language is what the letter is written in; the greeting goes by the contact.
	if _, err := b.SetLines(b.Context(), b.No, segment.LineChange{LineNos: []int64{30000}, Fields: map[string]string{"language_code": "DEU"}}); err != nil {
		t.Fatal(err)
	}
	all, _ := b.rows(mailrow.Options{Columns: []string{"contact_no", "greeting_formal", "greeting_informal"}})
	coretest.Same(t, [][]string{
		{"CT1", "Sehr geehrte Frau Dr. May,", "Hi Ann,"},
		{"CT2", "Dear Ms. May,", "Hi Ann,"},
		{"CT3", "", ""},
		{"CT4", "Sehr geehrter Herr May,", ""},
		{"CT5", "", ""},
		{"CT6", "Boss|Adatum|A.M.", ""},
	}, all)
}
