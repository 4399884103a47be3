package campaign_test

import (
	"testing"

	"github.com/xuri/excelize/v2"

	"winnow/core"
	"winnow/core/campaign"
	"winnow/core/coretest"
)

// The report has a sheet each for the fields, the segments and the entries, and stands
// in the output log.
func TestDetails(t *testing.T) {
	t.Parallel()
	b := newEntries(t)
	no := b.MakeSegment("description", "Spring", "campaign_no", "C1", "unit_cost_lcy", "0.5", "date", coretest.Today)
	b.Line("D")
	result, err := campaign.WriteDetails(b.Context(), b.Company, b.Store, "c1", b.Path("details.xlsx"), false)
	if err != nil || result.Rows != 10 {
		t.Fatal(result, err)
	}
	book, err := excelize.OpenFile(b.Path("details.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	coretest.Same(t, []string{"Details", "Segments", "Entries"}, book.GetSheetList())
	rows := func(sheet string) [][]string {
		list, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	coretest.Same(t, [][]string{{"Field", "Value"}, {"No.", "C1"}, {"Description", "Autumn"}}, rows("Details")[:3])
	coretest.Same(t, [][]string{{"No.", "Description", "Salesperson Code", "Date", "No. of Lines", "Cost (LCY)", "Duration (Min.)"},
		{no, "Spring", "", coretest.Today, "1", "0.5", "0"}}, rows("Segments"))
	coretest.Same(t, [][]string{{"Date", "Description", "Canceled", "Cost (LCY)", "Duration (Min.)", "No. of Interactions"},
		{"2026-10-01", "Letters", "No", "1.5", "0", "1"}, {"", "", "No", "0", "0", "1"}}, rows("Entries"))
	coretest.Same(t, []string{"List|10"}, b.Rows("SELECT what, rows FROM output_log_entry"))

	for path, kind := range map[string]core.Kind{"details.xlsx": core.Exists, "details.csv": core.Invalid} {
		if _, err := campaign.WriteDetails(b.Context(), b.Company, b.Store, "C1", b.Path(path), false); !core.IsKind(err, kind) {
			t.Errorf("%s: %v", path, err)
		}
	}
}
