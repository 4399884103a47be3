package part_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"winnow/gui/look"
	"winnow/gui/part"
)

func TestFastTab(t *testing.T) {
	s := newStage(t)
	e := part.NewEntry(look.IconNone)
	e.SetText("SM00012")
	f := part.NewFastTab("General", part.NewFields(part.Field{Caption: "No.", Object: e}))
	f.SetSummary("", "SM00012 · Spring mailing")
	f.SetBadge("2 filters")
	f.SetRight("27 of 361")
	toggles := 0
	f.OnToggle = func(bool) { toggles++ }
	s.show(container.NewVBox(f))
	same(t, "open", textOf(f), "General 2 filters 27 of 361 No. SM00012")
	high := f.MinSize().Height
	s.focusFirst()
	s.keys("Enter")
	same(t, "collapsed", textOf(f), "General 2 filters SM00012 · Spring mailing 27 of 361")
	if f.MinSize().Height >= high {
		t.Error("a collapsed tab is as high as an open one")
	}
	s.keys("Right", "Left")
	same(t, "told", toggles, 3)
}

// The open tab that fills gets the height that is left.
func TestStackFills(t *testing.T) {
	s := newStage(t)
	list := part.NewFastTab("Lines", container.NewVBox())
	list.Fill, list.Flush = true, true
	other := part.NewFastTab("Interaction", container.NewVBox())
	other.SetOpen(false)
	st := part.NewStack(8, 12, list, other)
	s.show(st)
	same(t, "height", list.Size().Height+8+other.Size().Height+24, s.canvas().Size().Height)
}

func TestFields(t *testing.T) {
	s := newStage(t)
	v := part.NewValue("361", part.Right)
	taps := 0
	link := part.NewValue("3", part.Right)
	link.OnTap = func() { taps++ }
	f := part.NewFields(part.Field{Caption: "No. of Lines", Object: v}, part.Field{Caption: "No. of Criteria Actions", Object: link})
	s.show(container.NewVBox(f))
	same(t, "shown", textOf(f), "No. of Lines 361 No. of Criteria Actions 3")
	same(t, "side by side", v.Position().Y, link.Position().Y)
	s.focusFirst()
	s.keys("Enter") // the plain value does not take the keyboard
	same(t, "taps", taps, 1)
	s.window.Resize(fyne.NewSize(400, 700))
	if v.Position().Y == link.Position().Y {
		t.Error("two columns where there is room for one")
	}
}

func TestTimeline(t *testing.T) {
	s := newStage(t)
	tl := part.NewTimeline()
	tl.Empty = "Nothing was done yet"
	s.show(container.NewVBox(tl))
	same(t, "empty", textOf(tl), "Nothing was done yet")
	var did []string
	tl.OnTap = func(i int) { did = append(did, "look", string(rune('1'+i))) }
	tl.OnDoubleTap = func(i int) { did = append(did, "go", string(rune('1'+i))) }
	tl.SetSteps([]part.Step{
		{Caption: "1 Add Contacts", Count: "+412", Lines: []string{"Post Code: GB*"}},
		{Caption: "2 Reduce Contacts", Count: "−13", Lines: []string{"E-Mail: ''"}, TakenBack: true},
	})
	same(t, "shown", textOf(tl), "1 Add Contacts +412 Post Code: GB* 2 Reduce Contacts −13 E-Mail: ''")
	s.focusFirst()
	s.keys("Down", "Space", "Enter", "Up", "Space")
	same(t, "did", did, []string{"look", "2", "go", "2", "look", "1"})
	same(t, "selected", tl.Selected(), 0)
}

func TestTile(t *testing.T) {
	s := newStage(t)
	opened := 0
	a := part.NewTile("Contacts", "", func() { opened++ })
	b := part.NewTile("Campaigns", "3", nil)
	s.show(part.NewTiles(a, b))
	a.SetNumber("4,812")
	same(t, "shown", textOf(a), "Contacts 4,812")
	test.Tap(a)
	a.Focus()
	s.keys("Enter", "Right", "Enter", "Left", "Enter")
	same(t, "opened", opened, 3)
}

func TestEmpty(t *testing.T) {
	s := newStage(t)
	made := 0
	o := part.Empty("There are no segments yet", "New Segment", func() { made++ })
	s.show(o)
	same(t, "shown", textOf(o), "There are no segments yet New Segment")
	press(t, o, "New Segment")
	same(t, "made", made, 1)
}
