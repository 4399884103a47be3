package entry

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/gui/i18n"
	"winnow/gui/region"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// Interval is a span of time people use, and the filter text that means it.
type Interval struct {
	Caption, Text string
}

// Calendar says what a popup to choose a date shows and what becomes of it.
type Calendar struct {
	Date      time.Time // marked at first
	From      time.Time // of a period marked at first that ends with Date, or zero
	Today     time.Time
	Monday    bool       // weeks begin with Monday, else Sunday
	Intervals []Interval // beside the month, or none

	OnDate     func(date time.Time)
	OnInterval func(text string)
	// OnRange, where it is given, lets one choose a period: with Shift, by drawing
	// over its days, or its first and then its last day after "From – to".
	OnRange func(from, to time.Time)
}

// CalendarPopup is an open Calendar.
type CalendarPopup struct {
	calendar Calendar
	over     *widget.Overlay
	month    *monthGrid
	title    *widget.Label
	hint     *widget.Label // what to choose of a period, or how
	body     fyne.CanvasObject
}

// ShowCalendar opens a calendar under an object and gives it the keyboard.
func ShowCalendar(anchor fyne.CanvasObject, calendar Calendar) *CalendarPopup {
	p := &CalendarPopup{calendar: calendar}
	if p.calendar.Date.IsZero() {
		p.calendar.Date = calendar.Today
	}
	p.month = &monthGrid{owner: p, date: dayOf(p.calendar.Date)}
	if calendar.OnRange != nil && !calendar.From.IsZero() {
		p.month.from = dayOf(calendar.From)
	}
	p.month.Begin(p.month, p.month.choose)
	p.title = widget.NewLabel(theme.Text)
	p.title.Bold = true
	p.hint = widget.NewLabel(theme.Caption)
	p.hint.Small = true
	p.body = p.build()
	p.over = &widget.Overlay{Content: p.body, OnOutside: p.Close, OnKey: func(name string) {
		if name == "Esc" || name == "Alt+Up" {
			p.Close()
		}
	}}
	p.over.Where = widget.Under(widget.SpotOf(anchor), p.body.MinSize)
	p.setTitle()
	if c := widget.CanvasOf(anchor); c != nil {
		p.over.Open(c)
		c.Focus(p.month)
	}
	return p
}

func (p *CalendarPopup) build() fyne.CanvasObject {
	left := widget.NewButton(widget.Action{Icon: theme.IconPrevious, Do: func() { p.month.step(0, -1) }})
	right := widget.NewButton(widget.Action{Icon: theme.IconNext, Do: func() { p.month.step(0, 1) }})
	head := container.NewBorder(nil, nil, left, right, p.title)
	today := widget.NewLink(i18n.T("caption.today"), func() { p.take(dayOf(p.calendar.Today)) })
	foot := widget.NewRow(today)
	if p.calendar.OnRange != nil {
		foot = widget.NewRow(today, nil, widget.NewLink(i18n.T("entry.from_to"), p.month.beginRange))
	}
	grid := widget.NewStack(4, 0, head, p.month, p.hint, foot)
	objects := []fyne.CanvasObject{grid}
	if len(p.calendar.Intervals) > 0 {
		var links []fyne.CanvasObject
		for _, i := range p.calendar.Intervals {
			links = append(links, widget.NewLink(i.Caption, func() {
				p.Close()
				if p.calendar.OnInterval != nil {
					p.calendar.OnInterval(i.Text)
				}
			}))
		}
		rows := make([]fyne.CanvasObject, len(links))
		for i, l := range links {
			rows[i] = widget.NewRowGap(0, l)
		}
		objects = append(objects, widget.NewStack(4, 4, rows...))
	}
	return container.NewStack(widget.NewStack(0, 10, widget.NewRowGap(16, objects...)))
}

// IsOpen reports whether the popup is shown.
func (p *CalendarPopup) IsOpen() bool { return p.over.IsOpen() }

// Close takes the popup away and chooses nothing.
func (p *CalendarPopup) Close() { p.over.Close() }

func (p *CalendarPopup) take(date time.Time) {
	p.Close()
	if p.calendar.OnDate != nil {
		p.calendar.OnDate(date)
	}
}

func (p *CalendarPopup) takeRange(from, to time.Time) {
	p.Close()
	p.calendar.OnRange(from, to)
}

func (p *CalendarPopup) setTitle() {
	d := p.month.date
	p.title.SetText(i18n.Month(d.Month()) + " " + strconv.Itoa(d.Year()))
	hint := ""
	switch {
	case p.calendar.OnRange == nil:
	case p.month.picking && p.month.from.IsZero():
		hint = i18n.T("entry.choose_first_day")
	case p.month.picking:
		hint = i18n.T("entry.choose_last_day")
	case !p.month.from.IsZero():
		from, to := p.month.period()
		hint = region.Current().Day(from) + " – " + region.Current().Day(to)
	}
	p.hint.SetText(hint)
}

// DayText is a day as the person's region writes it, after its day of the week.
func DayText(day time.Time) string {
	return i18n.Weekday(day.Weekday()) + " " + region.Current().Day(day)
}

func dayOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}
