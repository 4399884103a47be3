package home

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/facet"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/core/statistics"
	"winnow/gui/chart"
	facets "winnow/gui/facet"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// shownBars is how many bars a picture has at most, and monthsBack how many months
// back it looks.
const (
	shownBars  = 5
	monthsBack = 6
)

// moment is how long something may be counted before what is shown is greyed.
const moment = 400 * time.Millisecond

// pictures show what there is and what waits, beside the tiles. They are counted
// when the tiles are there, each beside the others.
type pictures struct {
	session *session.Session
	tasks   *work.Tasks
	board   fyne.CanvasObject

	due, longest, sizes, months, countries, types *chart.Picture
	more                                          *facets.Board // further pictures of all contacts

	cancel   []context.CancelFunc
	counting int // which count is under way
}

func newPictures(s *session.Session, tasks *work.Tasks, say func(string)) *pictures {
	p := &pictures{session: s, tasks: tasks,
		due:       chart.NewBars(i18n.T("home.segments_that_are_due")),
		longest:   chart.NewBars(i18n.T("home.longest_since_last_interaction")),
		sizes:     chart.NewBars(i18n.T("home.segments_of_last_n_months", "count", monthsBack)),
		months:    chart.NewHistogram(i18n.T("home.lines_of_segments_by_month")),
		countries: chart.NewBars(i18n.T("home.contacts_by_country")),
		types:     chart.NewBars(i18n.T("home.contacts_by_type")),
	}
	p.more = facets.NewBoard(facets.BoardParams{
		Session: s, Tasks: tasks, Say: say, Fields: []string{"salesperson_code", "correspondence_type", "last_interaction_date"},
		Open: func(_ string, step criteria.Step) {
			for field, text := range step.Filters[catalog.Contact] {
				s.Go.Open(route.Contacts{Where: route.Where{Field: field, Filter: text}})
			}
		},
	})
	var cards []fyne.CanvasObject
	for _, picture := range p.all() {
		picture.Rows = shownBars
		picture.Share = chart.Sharing{Session: s, Tasks: tasks, Say: say}
		cards = append(cards, chart.Card(picture))
	}
	cards = append(cards, p.more.Cards()...)
	p.board = chart.NewBoard(370, cards...)
	return p
}

// all are the pictures in their order.
func (p *pictures) all() []*chart.Picture {
	return []*chart.Picture{p.due, p.longest, p.sizes, p.months, p.countries, p.types}
}

// Pictures are what the page shows beside the tiles.
func (h *Home) Pictures() []*chart.Picture {
	return append(h.pictures.all(), h.pictures.more.Pictures()...)
}

// count counts again, and stops what is still being counted.
func (p *pictures) count(segments []segment.Segment) {
	for _, cancel := range p.cancel {
		cancel()
	}
	p.cancel = nil
	p.counting++
	p.more.Count(func(ctx context.Context, f facet.Params) (facet.Facet, error) {
		return facet.OfContacts(ctx, p.session.Company, nil, f)
	})
	var due []statistics.DueSegment
	p.run(func(ctx context.Context) (err error) {
		due, err = statistics.Due(ctx, p.session.Company, segments)
		return err
	}, func() { p.showDue(due) }, p.due)
	var longest []statistics.Contacted
	p.run(func(ctx context.Context) (err error) {
		longest, err = statistics.LongestAgo(ctx, p.session.Company, shownBars)
		return err
	}, func() { p.showLongest(longest) }, p.longest)
	var countries []statistics.Share
	p.run(func(ctx context.Context) (err error) {
		countries, err = statistics.Countries(ctx, p.session.Company)
		return err
	}, func() { p.showCountries(countries) }, p.countries)
	var companies, persons int
	p.run(func(ctx context.Context) (err error) {
		companies, persons, err = statistics.Types(ctx, p.session.Company)
		return err
	}, func() { p.showTypes(companies, persons) }, p.types)
	var today time.Time
	p.run(func(ctx context.Context) error {
		env, err := p.session.Company.Env(ctx, filter.Env{})
		if err == nil {
			today, err = time.Parse(time.DateOnly, env.WorkDate)
		}
		return err
	}, func() {
		p.showSizes(segments, today)
		p.showMonths(segments, today)
	}, p.sizes, p.months)
}

// run counts in the background what some pictures show. What takes longer than a
// moment is greyed meanwhile.
func (p *pictures) run(count func(context.Context) error, show func(), shown ...*chart.Picture) {
	ended, number := false, p.counting
	time.AfterFunc(moment, func() {
		fyne.Do(func() {
			if !ended && number == p.counting && !p.tasks.Closed() {
				for _, picture := range shown {
					picture.Counting()
				}
			}
		})
	})
	p.cancel = append(p.cancel, p.tasks.Run(count, func(err error) {
		ended = true
		if err == nil {
			show()
			return
		}
		for _, picture := range shown {
			picture.Set(chart.Data{}, work.Text(err))
		}
	}))
}

// name is what a segment is called in a picture, where there is little room.
func name(s segment.Segment) string { return cmp.Or(s.Text("description"), s.No) }

func (p *pictures) showDue(due []statistics.DueSegment) {
	var d chart.Data
	for _, s := range due[:min(len(due), shownBars)] {
		d.Bars = append(d.Bars, chart.Bar{Caption: name(s.Segment), Number: s.Lines,
			Text: i18n.T("home.number_and_when", "n", widget.Number(s.Lines), "when", inDays(s.Days)), Open: p.session.To(route.Segment{No: s.No})})
	}
	p.due.Set(d, i18n.T("home.no_segment_is_due"))
}

// inDays says when a day is that lies so many days ahead.
func inDays(days int) string {
	switch {
	case days == 0:
		return i18n.T("home.today")
	case days > 0:
		return i18n.T("home.in_n_days", "count", days)
	}
	return i18n.T("home.n_days_ago", "count", -days)
}

// inMonths is the number of days from which a time is told in months, and daysOfMonth how
// long a month is.
const (
	inMonths    = 92
	daysOfMonth = 30.44
)

func (p *pictures) showLongest(contacts []statistics.Contacted) {
	var d chart.Data
	for _, c := range contacts {
		ago := i18n.T("home.n_days", "count", c.Days)
		if c.Days > inMonths {
			ago = i18n.T("home.n_months", "count", int(float64(c.Days)/daysOfMonth))
		}
		d.Bars = append(d.Bars, chart.Bar{Caption: cmp.Or(c.Name, c.No), Number: c.Days, Text: ago, Open: p.session.To(route.Contact{No: c.No})})
	}
	p.longest.Set(d, i18n.T("home.no_interactions_yet"))
}

// firstMonth is the first day of the first month that is looked at.
func firstMonth(today time.Time) time.Time {
	return time.Date(today.Year(), today.Month()-monthsBack+1, 1, 0, 0, 0, 0, time.UTC)
}

func (p *pictures) showSizes(segments []segment.Segment, today time.Time) {
	from := firstMonth(today).Format(time.DateOnly)
	list := slices.DeleteFunc(slices.Clone(segments), func(s segment.Segment) bool {
		return s.Lines == 0 || s.Text("date") < from
	})
	slices.SortStableFunc(list, func(a, b segment.Segment) int {
		return cmp.Or(cmp.Compare(b.Lines, a.Lines), cmp.Compare(a.No, b.No))
	})
	var d chart.Data
	for _, s := range list[:min(len(list), shownBars)] {
		d.Bars = append(d.Bars, chart.Bar{Caption: name(s), Number: s.Lines, Open: p.session.To(route.Segment{No: s.No})})
	}
	p.sizes.Set(d, i18n.T("home.no_segments_with_lines"))
}

// showMonths shows how many lines the segments of each month have.
func (p *pictures) showMonths(segments []segment.Segment, today time.Time) {
	var d chart.Data
	for n := range monthsBack {
		first := firstMonth(today).AddDate(0, n, 0)
		from, to := first.Format(time.DateOnly), first.AddDate(0, 1, -1).Format(time.DateOnly)
		bar := chart.Bar{Caption: i18n.ShortMonth(first.Month()), Open: p.session.To(route.Segments{
			Where: route.Where{Field: "date", Filter: from + ".." + to}})}
		for _, s := range segments {
			if date := s.Text("date"); date >= from && date <= to {
				bar.Number += s.Lines
			}
		}
		d.Bars = append(d.Bars, bar)
	}
	if !slices.ContainsFunc(d.Bars, func(b chart.Bar) bool { return b.Number > 0 }) {
		d.Bars = nil
	}
	p.months.Set(d, i18n.T("home.no_segments_with_lines"))
}

// contacts opens the contacts whose field satisfies a filter.
func (p *pictures) contacts(field, filter string) func() {
	return p.session.To(route.Contacts{Where: route.Where{Field: field, Filter: filter}})
}

func (p *pictures) showCountries(shares []statistics.Share) {
	const field = "country_region_code"
	d, rest, named := chart.Data{}, chart.Bar{}, []string{}
	none := chart.Bar{Caption: i18n.T("common.none_in_brackets"), Pattern: chart.Hollow, Open: p.contacts(field, "''")}
	others, room := 0, shownBars
	if n := len(shares); n > 0 && shares[n-1].Code == "" {
		room--
	}
	if len(shares) > shownBars {
		room--
	}
	for _, s := range shares {
		d.Of += s.Count
		switch {
		case s.Code == "":
			none.Number = s.Count
		case len(d.Bars) < room:
			d.Bars = append(d.Bars, chart.Bar{Caption: cmp.Or(s.Name, s.Code), Number: s.Count, Open: p.contacts(field, filter.Quote(s.Code))})
			named = append(named, filter.QuoteNot(s.Code))
		default:
			rest.Number += s.Count
			others++
		}
	}
	if others > 0 {
		rest.Caption, rest.Pattern = i18n.T("common.n_others", "count", others), chart.Pale
		rest.Open = p.contacts(field, "<>''&"+strings.Join(named, "&"))
		d.Bars = append(d.Bars, rest)
	}
	if none.Number > 0 {
		d.Bars = append(d.Bars, none)
	}
	p.countries.Set(d, i18n.T("home.no_contacts_yet"))
}

func (p *pictures) showTypes(companies, persons int) {
	d := chart.Data{Of: companies + persons}
	if d.Of > 0 {
		f, _ := catalog.Must(catalog.Contact).Field("type")
		d.Bars = []chart.Bar{
			{Caption: i18n.T("common.companies"), Number: companies, Open: p.contacts(f.Key, f.Options[0])},
			{Caption: i18n.T("common.persons"), Number: persons, Open: p.contacts(f.Key, f.Options[1])},
		}
	}
	p.types.Set(d, i18n.T("home.no_contacts_yet"))
}
