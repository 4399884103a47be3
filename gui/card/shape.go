package card

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/statistics"
	"winnow/gui/chart"
	"winnow/gui/i18n"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// partsNamed is how many parts of a strip have their own value where there are more
// than one other; the others are one part together.
const partsNamed = 2

// moment is how long the lines may be counted before the strip is greyed.
const moment = 400 * time.Millisecond

// shape is the strip over the lines: how they divide by country, type, language and
// correspondence type. It follows each step, and the step that is looked at.
type shape struct {
	card  *Card
	strip fyne.CanvasObject

	countries, types, languages, correspondence *chart.Picture

	cancel   context.CancelFunc
	counting int // which count is under way
}

func newShape(c *Card) *shape {
	s := &shape{card: c,
		countries:      chart.NewStrip(i18n.T("caption.country_region")),
		types:          chart.NewStrip(i18n.T("caption.type")),
		languages:      chart.NewStrip(i18n.T("caption.language")),
		correspondence: chart.NewStrip(i18n.T("caption.correspondence_type")),
	}
	var parts []fyne.CanvasObject
	for _, p := range s.all() {
		p.Share = chart.Sharing{Session: c.session, Tasks: c.Tasks, Say: c.say}
		parts = append(parts, p)
	}
	s.strip = chart.NewBoard(160, parts...)
	s.strip.Hide()
	return s
}

func (s *shape) all() []*chart.Picture {
	return []*chart.Picture{s.countries, s.types, s.languages, s.correspondence}
}

// Shape are the pictures over the lines.
func (c *Card) Shape() []*chart.Picture { return c.shape.all() }

// count counts the lines that are shown, and stops what is still being counted. What
// is shown is greyed where that takes longer than a moment.
func (s *shape) count() {
	if s.cancel != nil {
		s.cancel()
	}
	s.counting++
	c, number, no, step := s.card, s.counting, s.card.no, s.card.preview
	var read statistics.Shape
	time.AfterFunc(moment, func() {
		fyne.Do(func() {
			if number == s.counting && !c.Tasks.Closed() {
				for _, p := range s.all() {
					p.Counting()
				}
			}
		})
	})
	s.cancel = c.Tasks.Run(func(ctx context.Context) (err error) {
		read, err = statistics.ShapeOf(ctx, c.session.Company, no, step)
		return err
	}, func(err error) {
		s.counting++
		if err != nil {
			for _, p := range s.all() {
				p.Set(chart.Data{}, work.Text(err))
			}
			return
		}
		s.show(read)
	})
}

// show shows how the lines divide; a segment without lines has no strip.
func (s *shape) show(read statistics.Shape) {
	height := s.strip.MinSize().Height
	s.set(s.countries, "country_region_code", read.Countries, read.Lines)
	s.set(s.languages, "language_code", read.Languages, read.Lines)
	s.set(s.correspondence, "correspondence_type", read.Correspondence, read.Lines)
	kind, _ := catalog.Must(catalog.Contact).Field("type")
	s.set(s.types, kind.Key, slices.DeleteFunc([]statistics.Share{
		{Code: kind.Options[1], Count: read.Persons}, {Code: kind.Options[0], Count: read.Companies},
	}, func(share statistics.Share) bool { return share.Count == 0 }), read.Lines)
	visible := s.strip.Visible()
	widget.SetVisible(s.strip, read.Lines > 0)
	if visible != s.strip.Visible() || height != s.strip.MinSize().Height {
		s.card.page.Content.Refresh()
	}
}

// set shows the parts of one field; each filters the lines to its value.
func (s *shape) set(p *chart.Picture, field string, shares []statistics.Share, lines int) {
	column, _ := findColumn(s.card.session.Company.Catalog(), field)
	d := chart.Data{Of: lines}
	rest := chart.Bar{Pattern: chart.Striped}
	var none []chart.Bar
	var named []string
	others, room := 0, partsNamed
	if with := slices.DeleteFunc(slices.Clone(shares), func(s statistics.Share) bool { return s.Code == "" }); len(with) == room+1 {
		room++
	}
	for _, share := range shares {
		filters := func(text string) func() { return func() { s.card.lines.FilterTo(field, text) } }
		code := filter.Quote(share.Code)
		if column.Type == catalog.Option {
			code = share.Code
		}
		switch {
		case share.Code == "":
			none = []chart.Bar{{Caption: i18n.T("common.none_in_brackets"), Number: share.Count, Pattern: chart.Hollow, Color: theme.Caption, Open: filters("''")}}
		case len(d.Bars) < room:
			caption := share.Code
			if column.Type == catalog.Option {
				caption = i18n.Translate(caption)
			}
			d.Bars = append(d.Bars, chart.Bar{Caption: caption, Number: share.Count, Pattern: chart.Pattern(len(d.Bars)), Open: filters(code)})
		default:
			rest.Number += share.Count
			named = append(named, code)
			others++
		}
	}
	if others > 0 {
		rest.Caption = i18n.T("common.n_others", "count", others)
		text := strings.Join(named, "|")
		rest.Open = func() { s.card.lines.FilterTo(field, text) }
		d.Bars = append(d.Bars, rest)
	}
	d.Bars = append(d.Bars, none...)
	p.Set(d, "")
}
