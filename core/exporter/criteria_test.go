package exporter_test

import (
	"strings"
	"testing"

	"winnow/core/coretest"
	"winnow/core/criteria"
	"winnow/core/exporter"
	"winnow/core/filter"
)

func TestCriteriaSheetTellsHowTheListWasMade(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Row("contact", "no", "CT1", "type", 1, "country_region_code", "GB")
	b.Row("contact", "no", "CT2", "type", 1, "country_region_code", "DE")
	for _, step := range []criteria.Step{
		{Action: criteria.Add, Options: criteria.Options{ExpandCompanies: true, IgnoreExclusion: true},
			Filters: criteria.Filters{"contact": {"country_region_code": "GB|DE", "type": "Person"}},
			Without: criteria.Filters{"interaction_log_entry": {"date": ">=t-6m"}, "contact_mailing_group": {}}},
		{Action: criteria.Refine, Filters: criteria.Filters{"contact": {"country_region_code": "GB"}}, Reason: "Britain only"},
		{Action: criteria.Reduce},
	} {
		if _, err := b.Run(b.Context(), b.No, step, filter.Env{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.Back(b.Context(), b.No); err != nil {
		t.Fatal(err)
	}
	b.export("a.xlsx", exporter.Options{Columns: []string{"contact_no"}, CriteriaSheet: true})
	coretest.Same(t, [][]string{{"Contact No"}, {"CT1"}}, b.sheet("a.xlsx", "Contacts"))
	var got []string
	for _, row := range b.sheet("a.xlsx", "Criteria") {
		got = append(got, strings.TrimRight(strings.Join(row, "|"), "|"))
	}
	coretest.Same(t, []string{
		"Segment No.|SM00001",
		"Description|Spring",
		"No. of Lines|1",
		"Exported|2026-11-23 09:00",
		"",
		"Step|Action|Section|Field|Filter|Resolved|Options|Lines Before|Lines After|At|By|Reason",
		"1|Add Contacts|Contact|Country/Region Code|GB|DE|GB|DE|Expand Companies, Ignore Exclusion|0|2|2026-11-23 09:00|jo",
		"||Contact|Type|Person|Person",
		"||Contact Mailing Group (without)",
		"||Interaction Log Entry (without)|Date|>=t-6m|>=2026-05-23",
		"2|Refine Contacts|Contact|Country/Region Code|GB|GB||2|1|2026-11-23 09:00|jo|Britain only",
	}, got)
	parts := b.parts("a.xlsx")
	coretest.Same(t, 2, strings.Count(parts["xl/workbook.xml"], "<sheet "))
}

// Alternatives, and the part that a step takes, stand in the sheet, too.
func TestCriteriaSheetTellsAlternativesAndParts(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Row("contact", "no", "CT1", "type", 1, "country_region_code", "GB")
	seed := int64(17)
	_, err := b.Run(b.Context(), b.No, criteria.Step{Action: criteria.Add, Any: []criteria.Alternative{
		{Filters: criteria.Filters{"contact": {"country_region_code": "GB"}}},
		{Filters: criteria.Filters{"contact": {"type": "Person"}}, Without: criteria.Filters{"contact_mailing_group": {}}},
	}, Options: criteria.Options{Take: &criteria.Take{Percent: 1250, Seed: &seed, Per: criteria.PerCompany}}}, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	b.export("a.xlsx", exporter.Options{CriteriaSheet: true})
	var got []string
	for _, row := range b.sheet("a.xlsx", "Criteria")[6:] {
		got = append(got, strings.TrimRight(strings.Join(row, "|"), "|"))
	}
	coretest.Same(t, []string{
		"1|Add Contacts|Contact|Country/Region Code|GB|GB|Take 12.5 % per company at random, seed 17|0|1|2026-11-23 09:00|jo",
		"||(or)",
		"||Contact|Type|Person|Person",
		"||Contact Mailing Group (without)",
	}, got)
}

func TestCriteriaThatAreLongerThanACell(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	long := strings.Repeat("Ü|", 30_000) + "Ü"
	step := criteria.Step{Action: criteria.Add, Filters: criteria.Filters{"contact": {"name": long}}}
	if _, err := b.Run(b.Context(), b.No, step, filter.Env{}); err != nil {
		t.Fatal(err)
	}
	b.export("a.xlsx", exporter.Options{CriteriaSheet: true})
	var typed string
	for _, row := range b.sheet("a.xlsx", "Criteria")[6:] {
		typed += row[4]
	}
	coretest.Same(t, long, typed)
}
