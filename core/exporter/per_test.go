package exporter_test

import (
	"testing"

	"winnow/core"
	"winnow/core/exporter"
	"winnow/core/mailrow"
)

// A company has one row, its first line's; a household too. Whom privacy keeps
// out takes nobody's row.
func TestRowsPerCompanyAndHousehold(t *testing.T) {
	b := newBook(t)
	b.line("FIRM", "type", 0, "company_no", "FIRM", "privacy_blocked", 1)
	b.line("ANN", "company_no", "FIRM", "surname", "May", "address", "1 High Street")
	b.line("BOB", "company_no", "FIRM", "surname", "May", "address", "1 High Street")
	b.line("CAT", "surname", "May", "address", "1 High Street", "post_code", "W1", "salutation_code", "F")
	b.line("DAN", "surname", "MAY", "address", "1 HIGH street", "post_code", "w1")
	b.line("EVE", "surname", "Ray", "address", "1 High Street", "post_code", "W1")
	b.line("FAY", "surname", "May", "address", "2 High Street", "post_code", "W1")
	b.line("GUS", "surname", "May")
	b.line("HAL", "surname", "May")
	b.line("IDA", "address", "1 High Street", "post_code", "W1")
	b.line("JIM", "address", "1 High Street", "post_code", "W1")
	b.row("contact_alt_address", "contact_no", "FAY", "code", "X", "address", "1 High Street", "post_code", "W1")
	for _, c := range []struct {
		per     mailrow.Per
		blocked bool
		want    string
		shared  int
	}{
		{"", false, "ANN BOB CAT DAN EVE FAY GUS HAL IDA JIM", 0},
		{mailrow.PerContact, true, "FIRM ANN BOB CAT DAN EVE FAY GUS HAL IDA JIM", 0},
		{mailrow.PerCompany, false, "ANN CAT DAN EVE FAY GUS HAL IDA JIM", 1},
		{mailrow.PerCompany, true, "FIRM CAT DAN EVE FAY GUS HAL IDA JIM", 2},
		{mailrow.PerHousehold, false, "ANN BOB CAT EVE FAY GUS HAL IDA JIM", 1},
	} {
		o := exporter.Options{Columns: []string{"contact_no"}, Per: c.per, IncludeBlocked: c.blocked, Force: true}
		result := b.export("a.xlsx", o)
		got := ""
		for _, row := range b.sheet("a.xlsx", "Contacts")[1:] {
			got += " " + row[0]
		}
		same(t, " "+c.want, got)
		same(t, c.shared, result.Shared)
		_, rows, err := exporter.Preview(b.ctx, b.company, b.Store, b.no, o, 100)
		if err != nil || len(rows) != result.Rows {
			t.Errorf("a preview per %s shows %d rows of %d, %v", c.per, len(rows), result.Rows, err)
		}
	}
	// FAY moves in for the time of the mailing.
	b.row("contact_alt_addr_date_range", "contact_no", "FAY", "contact_alt_address_code", "X", "starting_date", "2026-11-01")
	same(t, 2, b.export("a.xlsx", exporter.Options{Per: mailrow.PerHousehold, Force: true}).Shared)
	same(t, core.Invalid, b.refused("b.xlsx", exporter.Options{Per: "companie"}).Kind)
}

// Other outputs have the same rows.
func TestRowsOfOtherOutputsPerCompany(t *testing.T) {
	b := newBook(t)
	b.line("ANN", "company_no", "FIRM")
	b.line("BOB", "company_no", "FIRM")
	var got []string
	o := mailrow.Options{Columns: []string{"contact_no"}, Per: mailrow.PerCompany}
	err := mailrow.Read(b.ctx, b.company, b.Store, b.no, o, func(rows *mailrow.Rows) error {
		return rows.Each(func(row *mailrow.Row) error {
			got = append(got, row.Text(0))
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	same(t, []string{"ANN"}, got)
}
