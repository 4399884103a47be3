package entry

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"winnow/gui/i18n"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// monthGrid shows the days of a month; the arrow keys move the marked day, with
// Shift the end of a period.
type monthGrid struct {
	widget.Control
	owner   *CalendarPopup
	date    time.Time
	from    time.Time // where a period begins that ends with date, or zero
	picking bool      // a period is chosen day by day
	drawing bool      // with the mouse
	shift   bool      // Shift is held
}

// period is the first and the last day that are marked.
func (m *monthGrid) period() (from, to time.Time) {
	from, to = m.from, m.date
	if from.IsZero() {
		from = to
	}
	if from.After(to) {
		from, to = to, from
	}
	return from, to
}

// beginRange asks for the first day of a period.
func (m *monthGrid) beginRange() {
	m.picking, m.from = true, time.Time{}
	m.Focus()
	m.owner.setTitle()
	m.Refresh()
}

// choose takes the day or the period that is marked; of a period that is chosen
// day by day the first day only begins it.
func (m *monthGrid) choose() {
	if m.picking && m.from.IsZero() {
		m.from = m.date
		m.owner.setTitle()
		m.Refresh()
		return
	}
	if from, to := m.period(); m.picking || from != to {
		m.owner.takeRange(from, to)
		return
	}
	m.owner.take(m.date)
}

// extend lets a period begin with the marked day, or ends it.
func (m *monthGrid) extend(on bool) {
	switch {
	case m.owner.calendar.OnRange == nil || m.picking:
	case !on:
		m.from = time.Time{}
	case m.from.IsZero():
		m.from = m.date
	}
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

// KeyDown implements desktop.Keyable.
func (m *monthGrid) KeyDown(ev *fyne.KeyEvent) { m.hold(ev, true) }

// KeyUp implements desktop.Keyable.
func (m *monthGrid) KeyUp(ev *fyne.KeyEvent) { m.hold(ev, false) }

func (m *monthGrid) hold(ev *fyne.KeyEvent, down bool) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		m.shift = down
	}
}

// TypedKey implements fyne.Focusable.
func (m *monthGrid) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyHome, fyne.KeyEnd:
		m.extend(m.shift)
	}
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
		m.Control.TypedKey(ev)
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

func (m *monthGrid) cell() (w, h float32) { return theme.Px(32), theme.Px(26) }

// dayAt is the day at a place.
func (m *monthGrid) dayAt(at fyne.Position) (day time.Time, ok bool) {
	w, h := m.cell()
	column, row := int(at.X/w), int(at.Y/h)-1
	if at.X < 0 || column > 6 || at.Y < h || row > 5 {
		return day, false
	}
	return m.first().AddDate(0, 0, row*7+column), true
}

// Tapped takes the day under the pointer; with Shift, the period from the marked
// day to it.
func (m *monthGrid) Tapped(ev *fyne.PointEvent) {
	if ev == nil {
		m.Control.Tapped(nil)
		return
	}
	day, ok := m.dayAt(ev.Position)
	if !ok {
		return
	}
	m.extend(m.shift)
	m.date = day
	m.choose()
}

// Dragged marks a period.
func (m *monthGrid) Dragged(ev *fyne.DragEvent) {
	day, ok := m.dayAt(ev.Position)
	if m.owner.calendar.OnRange == nil || !ok {
		return
	}
	if !m.drawing {
		begun, ok := m.dayAt(ev.Position.SubtractXY(ev.Dragged.DX, ev.Dragged.DY))
		if !ok {
			begun = day
		}
		m.drawing, m.picking, m.from = true, false, begun
	}
	if day.Month() == m.date.Month() { // another would be shown in its place
		m.date = day
	}
	m.owner.setTitle()
	m.Refresh()
}

// DragEnd takes the period that was marked.
func (m *monthGrid) DragEnd() {
	if m.drawing {
		m.drawing = false
		m.choose()
	}
}

// CreateRenderer implements fyne.Widget.
func (m *monthGrid) CreateRenderer() fyne.WidgetRenderer {
	mark, today := canvas.NewRectangle(theme.Color(theme.Accent)), canvas.NewRectangle(theme.Color(theme.Nothing))
	mark.CornerRadius, today.CornerRadius, today.StrokeWidth = 4, 4, 1
	p := &widget.Painter{Widget: m}
	spans := make([]*canvas.Rectangle, 6) // of each week what belongs to the period
	for i := range spans {
		spans[i] = canvas.NewRectangle(theme.Color(theme.Soft))
		spans[i].CornerRadius = 4
		p.Parts = append(p.Parts, spans[i])
	}
	p.Parts = append(p.Parts, today, mark)
	var texts []*canvas.Text
	for range 49 {
		t := widget.NewText("", theme.Text, false)
		t.Alignment = fyne.TextAlignCenter
		texts = append(texts, t)
		p.Parts = append(p.Parts, t)
	}
	w, h := m.cell()
	p.Min = func() fyne.Size { return fyne.NewSize(7*w, 7*h) }
	p.Arrange = func(fyne.Size) {
		for i, t := range texts {
			widget.Place(t, float32(i%7)*w, float32(i/7)*h, w, h)
		}
		m.paint(texts, mark, today)
		m.paintPeriod(spans)
	}
	return p
}

func (m *monthGrid) paintPeriod(spans []*canvas.Rectangle) {
	w, h := m.cell()
	from, to := m.period()
	for week, span := range spans {
		first := m.first().AddDate(0, 0, 7*week)
		begin := max(0, int(from.Sub(first).Hours()/24))
		end := min(6, int(to.Sub(first).Hours()/24))
		span.Hidden = from.Equal(to) || to.Before(first) || begin > 6
		span.FillColor = theme.Color(theme.Soft)
		widget.Place(span, float32(begin)*w+2, float32(week+1)*h+1, float32(max(0, end-begin)+1)*w-4, h-2)
	}
}

func (m *monthGrid) paint(texts []*canvas.Text, mark, today *canvas.Rectangle) {
	w, h := m.cell()
	day := m.first()
	today.Hidden = true
	for i, t := range texts {
		if i < 7 {
			t.Text = i18n.Weekday(day.AddDate(0, 0, i).Weekday())
			widget.PaintText(t, theme.Faint, theme.Px(12))
			t.Refresh()
			continue
		}
		t.Text = strconv.Itoa(day.Day())
		color := theme.Text
		if day.Month() != m.date.Month() {
			color = theme.Disabled
		}
		x, y := float32(i%7)*w, float32(i/7)*h
		if day.Equal(dayOf(m.owner.calendar.Today)) {
			today.Hidden = false
			widget.Place(today, x+2, y+1, w-4, h-2)
		}
		if day.Equal(m.date) {
			color = theme.OnAccent
			widget.Place(mark, x+2, y+1, w-4, h-2)
		}
		widget.PaintText(t, color, theme.TextSize())
		t.Refresh()
		day = day.AddDate(0, 0, 1)
	}
	mark.FillColor, today.StrokeColor = theme.Color(theme.Accent), theme.Color(theme.Accent)
	today.FillColor = theme.Color(theme.Nothing)
}
