package widget_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"winnow/gui/entry"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/widget/widgettest"
)

func TestFastTab(t *testing.T) {
	s := widgettest.NewStage(t)
	e := entry.New(theme.IconNone)
	e.SetText("SM00012")
	f := widget.NewFastTab("General", entry.NewFields(entry.Field{Caption: "No.", Object: e}))
	f.SetSummary("", "SM00012 · Spring mailing")
	f.SetBadge("2 filters")
	f.SetRight("27 of 361")
	toggles := 0
	f.OnToggle = func(bool) { toggles++ }
	s.Show(container.NewVBox(f))
	widgettest.Same(t, "open", widgettest.TextOf(f), "General 2 filters 27 of 361 No. SM00012")
	high := f.MinSize().Height
	s.FocusFirst()
	s.Keys("Enter")
	widgettest.Same(t, "collapsed", widgettest.TextOf(f), "General 2 filters SM00012 · Spring mailing 27 of 361")
	if f.MinSize().Height >= high {
		t.Error("a collapsed tab is as high as an open one")
	}
	s.Keys("Right", "Left")
	widgettest.Same(t, "told", toggles, 3)
}

// The open tab that fills gets the height that is left.
func TestStackFills(t *testing.T) {
	s := widgettest.NewStage(t)
	list := widget.NewFastTab("Lines", container.NewVBox())
	list.Fill, list.Flush = true, true
	other := widget.NewFastTab("Interaction", container.NewVBox())
	other.SetOpen(false)
	st := widget.NewStack(8, 12, list, other)
	s.Show(st)
	widgettest.Same(t, "height", list.Size().Height+8+other.Size().Height+24, s.Canvas().Size().Height)
}

func TestFields(t *testing.T) {
	s := widgettest.NewStage(t)
	v := widget.NewValue("361", widget.Right)
	taps := 0
	link := widget.NewValue("3", widget.Right)
	link.OnTap = func() { taps++ }
	f := entry.NewFields(entry.Field{Caption: "No. of Lines", Object: v}, entry.Field{Caption: "No. of Criteria Actions", Object: link})
	s.Show(container.NewVBox(f))
	widgettest.Same(t, "shown", widgettest.TextOf(f), "No. of Lines 361 No. of Criteria Actions 3")
	widgettest.Same(t, "side by side", v.Position().Y, link.Position().Y)
	s.FocusFirst()
	s.Keys("Enter") // the plain value does not take the keyboard
	widgettest.Same(t, "taps", taps, 1)
	s.Window.Resize(fyne.NewSize(400, 700))
	if v.Position().Y == link.Position().Y {
		t.Error("two columns where there is room for one")
	}
}

func TestTimeline(t *testing.T) {
	s := widgettest.NewStage(t)
	tl := widget.NewTimeline()
	tl.Empty = "Nothing was done yet"
	s.Show(container.NewVBox(tl))
	widgettest.Same(t, "before that is known", widgettest.TextOf(tl), "")
	tl.SetSteps(nil)
	widgettest.Same(t, "empty", widgettest.TextOf(tl), "Nothing was done yet")
	var did []string
	tl.OnTap = func(i int) { did = append(did, "look", string(rune('1'+i))) }
	tl.OnDoubleTap = func(i int) { did = append(did, "go", string(rune('1'+i))) }
	tl.SetSteps([]widget.Step{
		{Caption: "1 Add Contacts", Count: "+412", Change: 1, Lines: []string{"Post Code: GB*"}},
		{Caption: "2 Reduce Contacts", Count: "–13", Change: -0.25, Lines: []string{"E-Mail: ''"}, TakenBack: true},
	})
	var bars []float32
	widgettest.Walk(tl, func(o fyne.CanvasObject) {
		if bar, ok := o.(*canvas.Rectangle); ok && bar.Size().Height == theme.Px(6) {
			bars = append(bars, bar.Size().Width)
		}
	})
	if len(bars) != 2 || bars[1] > bars[0]/4+1 || bars[1] < bars[0]/4-1 {
		t.Errorf("the bars are %v wide", bars)
	}
	widgettest.Same(t, "shown", widgettest.TextOf(tl), "1 Add Contacts +412 Post Code: GB* 2 Reduce Contacts –13 E-Mail: ''")
	s.FocusFirst()
	s.Keys("Down", "Space", "Enter", "Up", "Space")
	widgettest.Same(t, "did", did, []string{"look", "2", "go", "2", "look", "1"})
	widgettest.Same(t, "selected", tl.Selected(), 0)
	key := func() { // as a driver hands it over
		s.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyF10, Modifier: fyne.KeyModifierShift})
	}
	key() // it has no menu
	did = nil
	tl.OnMenu = func(i int, at fyne.Position) {
		did = append(did, "menu", string(rune('1'+i)))
		if at.Y <= 0 {
			t.Errorf("the menu is at %v", at)
		}
	}
	key()
	s.Keys("Down")
	key()
	s.Canvas().Focused().(fyne.SecondaryTappable).TappedSecondary(&fyne.PointEvent{AbsolutePosition: fyne.NewPos(3, 4)})
	widgettest.Same(t, "menus", did, []string{"menu", "1", "menu", "2", "menu", "2"})
}

func TestTile(t *testing.T) {
	s := widgettest.NewStage(t)
	opened := 0
	a := widget.NewTile("Contacts", "", func() { opened++ })
	b := widget.NewTile("Campaigns", "3", nil)
	s.Show(widget.NewTiles(a, b))
	a.SetNumber("4,812")
	widgettest.Same(t, "shown", widgettest.TextOf(a), "Contacts 4,812")
	test.Tap(a)
	a.Focus()
	s.Keys("Enter", "Right", "Enter", "Left", "Enter")
	widgettest.Same(t, "opened", opened, 3)
}

// No line of tiles has one alone where the lines could be alike.
func TestTilesStandInEvenLines(t *testing.T) {
	s := widgettest.NewStage(t)
	var tiles []*widget.Tile
	for i := range 7 {
		tiles = append(tiles, widget.NewTile(fmt.Sprint("Tile ", i), "", nil))
	}
	s.Show(widget.NewTiles(tiles...))
	for _, c := range []struct {
		room int // of so many tiles
		want []int
	}{{8, []int{7}}, {7, []int{7}}, {6, []int{4, 3}}, {4, []int{4, 3}}, {3, []int{3, 3, 1}}, {2, []int{2, 2, 2, 1}}, {1, []int{1, 1, 1, 1, 1, 1, 1}}} {
		s.Window.Resize(fyne.NewSize(float32(c.room)*(tiles[0].MinSize().Width+theme.Px(12)), theme.Px(900)))
		lines := map[float32]int{}
		var order []float32
		for _, tile := range tiles {
			at := tile.Position().Y
			if lines[at] == 0 {
				order = append(order, at)
			}
			lines[at]++
		}
		var got []int
		for _, at := range order {
			got = append(got, lines[at])
		}
		widgettest.Same(t, fmt.Sprint("lines for ", c.room), got, c.want)
	}
}

func TestEmpty(t *testing.T) {
	s := widgettest.NewStage(t)
	made := 0
	o := widget.Empty("There are no segments yet", "New Segment", func() { made++ })
	s.Show(o)
	widgettest.Same(t, "shown", widgettest.TextOf(o), "There are no segments yet New Segment")
	widgettest.Press(t, o, "New Segment")
	widgettest.Same(t, "made", made, 1)
}
