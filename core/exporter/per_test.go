package exporter_test

import (
	"testing"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/exporter"
	"winnow/core/mailrow"
)

// A company has one row, its first line's; a household too. Whom privacy keeps
// out takes nobody's row.
func TestRowsPerCompanyAndHousehold(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("FIRM", "type", 0, "company_no", "FIRM", "privacy_blocked", 1)
	b.Line("ANN", "company_no", "FIRM", "surname", "May", "address", "1 High Street")
	b.Line("BOB", "company_no", "FIRM", "surname", "May", "address", "1 High Street")
	b.Line("CAT", "surname", "May", "address", "1 High Street", "post_code", "W1", "salutation_code", "F")
	b.Line("DAN", "surname", "MAY", "address", "1 HIGH street", "post_code", "w1")
	b.Line("EVE", "surname", "Ray", "address", "1 High Street", "post_code", "W1")
	b.Line("FAY", "surname", "May", "address", "2 High Street", "post_code", "W1")
	b.Line("GUS", "surname", "May")
	b.Line("HAL", "surname", "May")
	b.Line("IDA", "address", "1 High Street", "post_code", "W1")
	b.Line("JIM", "address", "1 High Street", "post_code", "W1")
	b.Row("contact_alt_address", "contact_no", "FAY", "code", "X", "address", "1 High Street", "post_code", "W1")
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
		coretest.Same(t, " "+c.want, got)
		coretest.Same(t, c.shared, result.Shared)
		_, rows, err := exporter.Preview(b.Context(), b.Company, b.Store, b.No, o, 100)
		if err != nil || len(rows) != result.Rows {
			t.Errorf("a preview per %s shows %d rows of %d, %v", c.per, len(rows), result.Rows, err)
		}
	}
	// FAY moves in for the time of the mailing.
	b.Row("contact_alt_addr_date_range", "contact_no", "FAY", "contact_alt_address_code", "X", "starting_date", "2026-11-01")
	coretest.Same(t, 2, b.export("a.xlsx", exporter.Options{Per: mailrow.PerHousehold, Force: true}).Shared)
	coretest.Same(t, core.Invalid, b.refused("b.xlsx", exporter.Options{Per: "companie"}).Kind)
}
