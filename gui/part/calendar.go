package part

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"winnow/gui/look"
)

// Interval is a span of time people use, and the filter text that means it.
type Interval struct {
	Caption, Text string
}

// Calendar says what a popup to choose a date shows and what becomes of it.
type Calendar struct {
	Date      time.Time // marked at first
	Today     time.Time
	Monday    bool       // weeks begin with Monday, else Sunday
	Intervals []Interval // beside the month, or none

	OnDate     func(date time.Time)
	OnInterval func(text string)
}

// CalendarPopup is an open Calendar.
type CalendarPopup struct {
	calendar Calendar
	over     *overlay
	month    *monthGrid
	title    *canvas.Text
	body     fyne.CanvasObject
}

// ShowCalendar opens a calendar under an object and gives it the keyboard.
func ShowCalendar(anchor fyne.CanvasObject, calendar Calendar) *CalendarPopup {
	p := &CalendarPopup{calendar: calendar}
	if p.calendar.Date.IsZero() {
		p.calendar.Date = calendar.Today
	}
	p.month = &monthGrid{owner: p, date: dayOf(p.calendar.Date)}
	p.month.begin(p.month, func() { p.take(p.month.date) })
	p.title = newText("", look.Text, true)
	p.title.Alignment = fyne.TextAlignCenter
	p.body = p.build()
	p.over = &overlay{content: p.body, outside: p.Close, onKey: func(name string) {
		if name == "Esc" {
			p.Close()
		}
	}}
	p.over.where = under(spotOf(anchor), p.body.MinSize)
	p.setTitle()
	if c := canvasOf(anchor); c != nil {
		p.over.show(c)
		c.Focus(p.month)
	}
	return p
}

func (p *CalendarPopup) build() fyne.CanvasObject {
	left := NewButton(Action{Icon: look.IconPrevious, Do: func() { p.month.step(0, -1) }})
	right := NewButton(Action{Icon: look.IconNext, Do: func() { p.month.step(0, 1) }})
	head := container.NewBorder(nil, nil, left, right, p.title)
	today := NewLink(lang.L("Today"), func() { p.take(dayOf(p.calendar.Today)) })
	grid := NewStack(4, 0, head, p.month, container.NewCenter(today))
	objects := []fyne.CanvasObject{grid}
	if len(p.calendar.Intervals) > 0 {
		var links []fyne.CanvasObject
		for _, i := range p.calendar.Intervals {
			links = append(links, NewLink(i.Caption, func() {
				p.Close()
				if p.calendar.OnInterval != nil {
					p.calendar.OnInterval(i.Text)
				}
			}))
		}
		rows := make([]fyne.CanvasObject, len(links))
		for i, l := range links {
			rows[i] = newRow(0, l)
		}
		objects = append(objects, NewStack(4, 4, rows...))
	}
	return container.NewStack(NewStack(0, 10, newRow(16, objects...)))
}

// IsOpen reports whether the popup is shown.
func (p *CalendarPopup) IsOpen() bool { return p.over.isOpen() }

// Close takes the popup away and chooses nothing.
func (p *CalendarPopup) Close() { p.over.close() }

// Date is the day that is marked.
func (p *CalendarPopup) Date() time.Time { return p.month.date }

func (p *CalendarPopup) take(date time.Time) {
	p.Close()
	if p.calendar.OnDate != nil {
		p.calendar.OnDate(date)
	}
}

func (p *CalendarPopup) setTitle() {
	d := p.month.date
	p.title.Text = monthName(d.Month()) + " " + strconv.Itoa(d.Year())
	paintText(p.title, look.Text, look.TextSize())
	p.title.Refresh()
}

func dayOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

func monthName(m time.Month) string {
	return [...]string{lang.L("January"), lang.L("February"), lang.L("March"), lang.L("April"),
		lang.L("May"), lang.L("June"), lang.L("July"), lang.L("August"), lang.L("September"),
		lang.L("October"), lang.L("November"), lang.L("December")}[m-1]
}

func weekdayName(d time.Weekday) string {
	return [...]string{lang.L("Su"), lang.L("Mo"), lang.L("Tu"), lang.L("We"), lang.L("Th"),
		lang.L("Fr"), lang.L("Sa")}[d]
}

// monthGrid shows the days of a month; the arrow keys move the marked day.
type monthGrid struct {
	control
	owner *CalendarPopup
	date  time.Time
}

// step moves the marked day by days and months; a month that is too short takes
// its last day.
func (m *monthGrid) step(days, months int) {
	d := m.date.AddDate(0, 0, days)
	if months != 0 {
		first := time.Date(d.Year(), d.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
		last := first.AddDate(0, 1, -1).Day()
		d = first.AddDate(0, 0, min(d.Day(), last)-1)
	}
	m.date = d
	m.owner.setTitle()
	m.Refresh()
}

// TypedKey implements fyne.Focusable.
func (m *monthGrid) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyLeft:
		m.step(-1, 0)
	case fyne.KeyRight:
		m.step(1, 0)
	case fyne.KeyUp:
		m.step(-7, 0)
	case fyne.KeyDown:
		m.step(7, 0)
	case fyne.KeyPageUp:
		m.step(0, -1)
	case fyne.KeyPageDown:
		m.step(0, 1)
	case fyne.KeyHome:
		m.step(1-m.date.Day(), 0)
	case fyne.KeyEnd:
		m.step(m.date.AddDate(0, 1, -m.date.Day()).Day()-m.date.Day(), 0)
	default:
		m.control.TypedKey(ev)
	}
}

// first is the day in the upper left corner.
func (m *monthGrid) first() time.Time {
	start := m.date.AddDate(0, 0, 1-m.date.Day())
	back := int(start.Weekday())
	if m.owner.calendar.Monday {
		back = (back + 6) % 7
	}
	return start.AddDate(0, 0, -back)
}

func (m *monthGrid) cell() (w, h float32) { return look.Px(32), look.Px(26) }

// Tapped takes the day under the pointer.
func (m *monthGrid) Tapped(ev *fyne.PointEvent) {
	if ev == nil {
		m.control.Tapped(nil)
		return
	}
	w, h := m.cell()
	column, row := int(ev.Position.X/w), int(ev.Position.Y/h)-1
	if column > 6 || row < 0 || row > 5 {
		return
	}
	m.owner.take(m.first().AddDate(0, 0, row*7+column))
}

// CreateRenderer implements fyne.Widget.
func (m *monthGrid) CreateRenderer() fyne.WidgetRenderer {
	mark, today := canvas.NewRectangle(look.Color(look.Accent)), canvas.NewRectangle(look.Color(look.Nothing))
	mark.CornerRadius, today.CornerRadius, today.StrokeWidth = 4, 4, 1
	p := &painter{widget: m, objects: []fyne.CanvasObject{today, mark}}
	var texts []*canvas.Text
	for range 49 {
		t := newText("", look.Text, false)
		t.Alignment = fyne.TextAlignCenter
		texts = append(texts, t)
		p.objects = append(p.objects, t)
	}
	w, h := m.cell()
	p.min = func() fyne.Size { return fyne.NewSize(7*w, 7*h) }
	p.layout = func(fyne.Size) {
		for i, t := range texts {
			place(t, float32(i%7)*w, float32(i/7)*h, w, h)
		}
		m.paint(texts, mark, today)
	}
	return p
}

func (m *monthGrid) paint(texts []*canvas.Text, mark, today *canvas.Rectangle) {
	w, h := m.cell()
	day := m.first()
	today.Hidden = true
	for i, t := range texts {
		if i < 7 {
			t.Text = weekdayName(day.AddDate(0, 0, i).Weekday())
			paintText(t, look.Faint, look.Px(12))
			t.Refresh()
			continue
		}
		t.Text = strconv.Itoa(day.Day())
		color := look.Text
		if day.Month() != m.date.Month() {
			color = look.Disabled
		}
		x, y := float32(i%7)*w, float32(i/7)*h
		if day.Equal(dayOf(m.owner.calendar.Today)) {
			today.Hidden = false
			place(today, x+2, y+1, w-4, h-2)
		}
		if day.Equal(m.date) {
			color = look.OnAccent
			place(mark, x+2, y+1, w-4, h-2)
		}
		paintText(t, color, look.TextSize())
		t.Refresh()
		day = day.AddDate(0, 0, 1)
	}
	mark.FillColor, today.StrokeColor = look.Color(look.Accent), look.Color(look.Accent)
	today.FillColor = look.Color(look.Nothing)
}
