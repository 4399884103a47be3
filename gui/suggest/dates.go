package suggest

import (
	"strings"
	"time"

	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/region"
)

// ShowDates offers days, periods, and the intervals that people use, under a
// field for a date's filter. take receives the filter; today is a day of the form
// 2026-11-23.
func ShowDates(under *entry.Entry, today string, take func(text string)) {
	now, _ := time.Parse(time.DateOnly, today)
	from, to := period(under.Text())
	entry.ShowCalendar(under, entry.Calendar{
		Date: to, From: from, Today: now, Monday: region.Current().Monday, Intervals: intervals(),
		OnDate:     func(day time.Time) { take(day.Format(time.DateOnly)) },
		OnInterval: take,
		OnRange: func(from, to time.Time) {
			take(from.Format(time.DateOnly) + ".." + to.Format(time.DateOnly))
		},
	})
}

// period is the day or the period that a filter is, as the calendar writes it;
// zero for any other filter.
func period(typed string) (from, to time.Time) {
	first, last, isPeriod := strings.Cut(strings.TrimSpace(typed), "..")
	from, err := time.Parse(time.DateOnly, first)
	switch {
	case err != nil:
		return time.Time{}, time.Time{}
	case !isPeriod:
		return time.Time{}, from
	}
	if to, err = time.Parse(time.DateOnly, last); err != nil {
		return time.Time{}, from
	}
	return from, to
}

// intervals are written as formulas, so that they mean the days around the one
// on which the filter runs.
func intervals() []entry.Interval {
	return []entry.Interval{
		{Caption: i18n.T("caption.today"), Text: "t"},
		{Caption: i18n.T("suggest.this_week"), Text: "-CW..CW"},
		{Caption: i18n.T("suggest.this_month"), Text: "-CM..CM"},
		{Caption: i18n.T("suggest.last_month"), Text: "-CM-1M..-CM-1D"},
		{Caption: i18n.T("suggest.this_quarter"), Text: "-CQ..CQ"},
		{Caption: i18n.T("suggest.this_year"), Text: "-CY..CY"},
		{Caption: i18n.T("suggest.last_year"), Text: "-CY-1Y..-CY-1D"},
		{Caption: i18n.T("suggest.last_30_days"), Text: "t-30d.."},
		{Caption: i18n.T("suggest.last_6_months"), Text: "t-6m.."},
		{Caption: i18n.T("suggest.last_12_months"), Text: "t-12m.."},
		{Caption: i18n.T("suggest.before_last_6_months"), Text: "<t-6m"},
		{Caption: i18n.T("suggest.no_date"), Text: Blank},
	}
}
