package widget

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"winnow/gui/i18n"
	"winnow/gui/theme"
)

// ActionBar is a row of buttons. Where there is no room for all, the least important
// go into a menu at the end. The status stands at the right of them where there is room left, else under
// them.
type ActionBar struct {
	widget.BaseWidget
	items  []barItem
	more   *Button
	status *canvas.Text
	undo   *Button
	hidden []*Button
}

type barItem struct {
	button *Button
	line   *canvas.Rectangle // a separator
}

// NewActionBar returns a bar with these actions.
func NewActionBar(actions ...Action) *ActionBar {
	b := &ActionBar{status: NewText("", theme.Faint, false)}
	b.more = NewButton(Action{Icon: theme.IconMore, Menu: b.rest})
	b.undo = NewButton(Action{Text: i18n.T("entry.undo"), Kind: linked})
	b.ExtendBaseWidget(b)
	for _, a := range actions {
		b.Add(a)
	}
	return b
}

// Add adds a button and returns it, to disable it or to change its text.
func (b *ActionBar) Add(a Action) *Button {
	button := NewButton(a)
	b.items = append(b.items, barItem{button: button})
	b.Refresh()
	return button
}

// Separate adds a thin line between buttons.
func (b *ActionBar) Separate() {
	b.items = append(b.items, barItem{line: canvas.NewRectangle(theme.Color(theme.Border))})
	b.Refresh()
}

// SetStatus sets the grey text at the right ("Saved").
func (b *ActionBar) SetStatus(text string) { b.SayUndo(text, nil) }

// SayUndo sets it to what was done, with Undo beside it; nil where that cannot be
// undone.
func (b *ActionBar) SayUndo(text string, undo func()) {
	height := b.MinSize().Height
	b.status.Text, b.undo.action.Do = text, undo
	b.Refresh()
	if c := CanvasOf(b); c != nil && b.MinSize().Height != height {
		c.Content().Refresh() // the page below moves
	}
}

// Status is the text at the right.
func (b *ActionBar) Status() string { return b.status.Text }

// Actions are what the bar's buttons and their menus can do now, in their order;
// entries of a menu have its caption in In.
func (b *ActionBar) Actions() []Offer {
	var offers []Offer
	for _, item := range b.items {
		switch button := item.button; {
		case button == nil || button.Disabled():
		case button.action.Menu != nil:
			offers = append(offers, offersOf(button.Text(), button.action.Menu())...)
		default:
			offers = append(offers, Offer{Text: button.Text(), Key: button.action.Key, Do: button.action.Do})
		}
	}
	return offers
}

// Offer is something that can be done now.
type Offer struct {
	Text, In, Key string
	Do            func()
}

func offersOf(menu string, items []*fyne.MenuItem) []Offer {
	var offers []Offer
	for _, item := range items {
		switch {
		case item.IsSeparator || item.Disabled:
		case item.ChildMenu != nil:
			offers = append(offers, offersOf(menu+" › "+item.Label, item.ChildMenu.Items)...)
		default:
			// An entry that a key does too bears it in brackets at its end.
			text, key, _ := strings.Cut(strings.TrimSuffix(item.Label, ")"), "  (")
			if key == "" {
				text = item.Label
			}
			offers = append(offers, Offer{Text: text, In: menu, Key: key, Do: item.Action})
		}
	}
	return offers
}

// rest is the menu of the buttons there was no room for.
func (b *ActionBar) rest() []*fyne.MenuItem { return menuOf(b.hidden) }

// menuOf are buttons as the entries of a menu.
func menuOf(buttons []*Button) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, button := range buttons {
		do := button.action.Do
		if button.Disabled() {
			do = nil
		}
		text := button.action.Text
		if key := button.action.Key; key != "" {
			text += "  (" + i18n.Keys(key) + ")"
		}
		item := MenuItem(text, button.action.Icon, do)
		if button.action.Menu != nil && !button.Disabled() {
			item.Disabled = false
			item.ChildMenu = fyne.NewMenu("", button.action.Menu()...)
		}
		items = append(items, item)
	}
	if len(items) == 0 {
		items = append(items, MenuItem(i18n.T("widget.nothing_more"), theme.IconNone, nil))
	}
	return items
}

// CreateRenderer implements fyne.Widget.
func (b *ActionBar) CreateRenderer() fyne.WidgetRenderer {
	p := &Painter{Widget: b}
	collect := func() {
		p.Parts = nil
		for _, item := range b.items {
			if item.line != nil {
				item.line.FillColor = theme.Color(theme.Border)
				p.Parts = append(p.Parts, item.line)
				continue
			}
			p.Parts = append(p.Parts, item.button)
		}
		p.Parts = append(p.Parts, b.more, b.status, b.undo)
		PaintText(b.status, theme.Faint, theme.TextSize())
		b.status.Refresh()
	}
	collect()
	p.Update = collect
	p.Min = func() fyne.Size {
		height := theme.Px(barHeight)
		if b.status.Text != "" && b.Size().Width > 0 && !b.besides(b.Size().Width) {
			height += theme.Px(statusHeight)
		}
		return fyne.NewSize(theme.Px(160), height)
	}
	p.Arrange = b.place
	return p
}

// barHeight is how high the row of buttons is, statusHeight that of a status under
// them.
const barHeight, statusHeight = 44, 22

// width is how wide a part of the bar is.
func (i barItem) width() float32 {
	if i.line != nil {
		return theme.Px(17)
	}
	return i.button.MinSize().Width
}

// total is how wide parts of the bar are beside each other.
func total(items []barItem) float32 {
	total := float32(0)
	for _, item := range items {
		total += item.width() + theme.Px(4)
	}
	return total
}

// besides reports whether the status has room at the right of all buttons.
func (b *ActionBar) besides(width float32) bool {
	return total(b.items)+theme.Px(12)+b.status.MinSize().Width+b.undoWidth() <= width
}

// Hidden are the captions of the buttons that have gone into the menu at the end.
func (b *ActionBar) Hidden() []string {
	var hidden []string
	for _, button := range b.hidden {
		hidden = append(hidden, button.Text())
	}
	return hidden
}

// shown are the parts of the bar that there is room for. The least important
// buttons go first, of those that matter equally the last one, and a separator goes
// with what it sets apart.
func (b *ActionBar) shown(width float32) []barItem {
	items := slices.Clone(b.items)
	if total(items) <= width {
		return items
	}
	width -= b.more.MinSize().Width + theme.Px(4)
	for total(items) > width {
		least := -1
		for i, item := range items {
			if item.button != nil && (least < 0 || item.button.action.importance() <= items[least].button.action.importance()) {
				least = i
			}
		}
		if least < 0 {
			break
		}
		items = withoutLooseLines(slices.Delete(items, least, least+1))
	}
	return items
}

// withoutLooseLines leaves separators only between buttons.
func withoutLooseLines(items []barItem) []barItem {
	var kept []barItem
	for _, item := range items {
		if item.line == nil || len(kept) > 0 && kept[len(kept)-1].line == nil {
			kept = append(kept, item)
		}
	}
	if last := len(kept) - 1; last >= 0 && kept[last].line != nil {
		kept = kept[:last]
	}
	return kept
}

func (b *ActionBar) place(s fyne.Size) {
	gap, whole := theme.Px(4), s.Height
	if !b.besides(s.Width) && b.status.Text != "" {
		s.Height = min(s.Height, theme.Px(barHeight))
	}
	shown := b.shown(s.Width)
	b.hidden = nil
	for _, item := range b.items {
		visible := slices.Contains(shown, item)
		if item.line != nil {
			SetVisible(item.line, visible)
			continue
		}
		SetVisible(item.button, visible)
		if !visible {
			b.hidden = append(b.hidden, item.button)
		}
	}
	x := float32(0)
	for _, item := range shown {
		w := item.width()
		if item.line != nil {
			Place(item.line, x+w/2, (s.Height-theme.Px(20))/2, 1, theme.Px(20))
		} else {
			h := item.button.MinSize().Height
			Place(item.button, x, (s.Height-h)/2, w, h)
		}
		x += w + gap
	}
	SetVisible(b.more, len(b.hidden) > 0)
	more := b.more.MinSize()
	Place(b.more, x, (s.Height-more.Height)/2, more.Width, more.Height)
	b.placeStatus(s, whole)
}

// placeStatus places the status at the right of the buttons, or under them where
// the bar is higher than they are.
func (b *ActionBar) placeStatus(s fyne.Size, whole float32) {
	SetVisible(b.undo, b.undo.action.Do != nil)
	said, undo := b.status.MinSize().Width, b.undo.MinSize()
	x, y, height := s.Width-b.undoWidth()-said, float32(0), s.Height
	if whole > s.Height {
		x, y, height = theme.Px(8), s.Height-theme.Px(4), whole-s.Height
		said = min(said, s.Width-theme.Px(16)-b.undoWidth())
	}
	Place(b.status, x, y, said, height)
	Place(b.undo, x+said+theme.Px(undoGap), y+(height-undo.Height)/2, undo.Width, undo.Height)
}

// undoGap is between the status and Undo.
const undoGap = 8

// undoWidth is how much room Undo takes behind the status.
func (b *ActionBar) undoWidth() float32 {
	if b.undo.action.Do == nil {
		return 0
	}
	return theme.Px(undoGap) + b.undo.MinSize().Width
}
