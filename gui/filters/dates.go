package filters

import (
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"winnow/gui/offer"
	"winnow/gui/part"
	"winnow/gui/region"
)

// calendar offers days, periods, and the intervals that people use.
func (f *field) calendar() {
	today, _ := time.Parse(time.DateOnly, f.dialog.env.Today)
	from, to := period(f.typed())
	part.ShowCalendar(f.entry, part.Calendar{
		Date: to, From: from, Today: today, Monday: region.Current().Monday, Intervals: intervals(),
		OnDate:     func(day time.Time) { f.take(day.Format(time.DateOnly)) },
		OnInterval: f.take,
		OnRange: func(from, to time.Time) {
			f.take(from.Format(time.DateOnly) + ".." + to.Format(time.DateOnly))
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
func intervals() []part.Interval {
	return []part.Interval{
		{Caption: lang.L("Today"), Text: "t"},
		{Caption: lang.L("This week"), Text: "-CW..CW"},
		{Caption: lang.L("This month"), Text: "-CM..CM"},
		{Caption: lang.L("Last month"), Text: "-CM-1M..-CM-1D"},
		{Caption: lang.L("This quarter"), Text: "-CQ..CQ"},
		{Caption: lang.L("This year"), Text: "-CY..CY"},
		{Caption: lang.L("Last year"), Text: "-CY-1Y..-CY-1D"},
		{Caption: lang.L("Last 30 days"), Text: "t-30d.."},
		{Caption: lang.L("Last 6 months"), Text: "t-6m.."},
		{Caption: lang.L("Last 12 months"), Text: "t-12m.."},
		{Caption: lang.L("Before the last 6 months"), Text: "<t-6m"},
		{Caption: lang.L("No date"), Text: offer.Blank},
	}
}
