package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"github.com/adrg/xdg"
)

// Names in other letters than Latin ones are drawn with those letters, not as boxes,
// which would all be alike; and what is written from the right begins there.
func TestLetters(t *testing.T) {
	cache := xdg.CacheHome
	t.Cleanup(func() { xdg.CacheHome = cache })
	xdg.CacheHome = t.TempDir()
	t.Setenv("XDG_CACHE_HOME", xdg.CacheHome) // where the fonts that were found are noted
	t.Setenv("XDG_DATA_DIRS", "")
	if err := prepareFonts(); err != nil {
		t.Fatal(err)
	}
	test.NewTempApp(t)
	for _, names := range [][2]string{
		{"田中太郎", "王小明李"}, {"김민준", "이서연"}, {"さくら", "ひなた"}, {"דוד כהן", "רות לוי"}, {"محمد", "فاطم"}, {"Ålesund", "Øresund"},
	} {
		if bytes.Equal(drawn(t, names[0]), drawn(t, names[1])) {
			t.Errorf("%s is drawn as %s is", names[0], names[1])
		}
	}
	// The first letter is as wide as the three small ones after it, and stands at the right.
	if left, right := split(t, "שייי"); left >= right {
		t.Errorf("Hebrew is written from the left: %d dots of ink at the left, %d at the right", left, right)
	}
}

func picture(t *testing.T, text string) image.Image {
	t.Helper()
	words := canvas.NewText(text, color.Black)
	words.TextSize = 20
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(words)
	c.Resize(fyne.NewSize(words.MinSize().Width, 40))
	return c.Capture()
}

func drawn(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture(t, text)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// split counts the dots of ink in both halves of a text.
func split(t *testing.T, text string) (left, right int) {
	t.Helper()
	p := picture(t, text)
	paper := p.At(0, 0)
	for x := range p.Bounds().Dx() {
		for y := range p.Bounds().Dy() {
			switch {
			case p.At(x, y) == paper:
			case x < p.Bounds().Dx()/2:
				left++
			default:
				right++
			}
		}
	}
	return left, right
}
