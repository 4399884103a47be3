//go:build watch

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// glance is how often the window is looked at.
const glance = 60 * time.Millisecond

// seen is a text in the window: its left edge, its width, the middle of its
// height, and whether less than all of it is shown.
type seen struct {
	Text  string  `json:"text"`
	X     float32 `json:"x"`
	Y     float32 `json:"y"`
	Width float32 `json:"width"`
	Cut   bool    `json:"cut,omitempty"`
}

// watch tells standard error, whenever it has changed, all text that can be
// reached in the window that was opened last and where it is; and once a second how
// often the interface's thread answered in it. The test that works the window from outside
// reads it, as a person reads the screen. Only a program built with the tag
// watch does so.
func watch(a fyne.App) {
	if os.Getenv("WINNOW_TRACE") != "1" {
		return
	}
	last, beats, since := "", 0, time.Now()
	go func() {
		for range time.Tick(glance) {
			fyne.DoAndWait(func() {
				windows := a.Driver().AllWindows()
				if len(windows) == 0 {
					return // the program ends
				}
				if now := look(windows[len(windows)-1].Canvas()); now != last {
					last = now
					fmt.Fprintln(os.Stderr, "seen "+now)
				}
			})
			beats++
			if time.Since(since) >= time.Second {
				fmt.Fprintln(os.Stderr, "beats", beats)
				beats, since = 0, time.Now()
			}
		}
	}()
}

// complaints takes what Fyne complains of also to standard error, where the test
// reads it.
func complaints(log *slog.Logger) io.Writer { return io.MultiWriter(os.Stderr, &toolkit{log: log}) }

func look(c fyne.Canvas) string {
	top := c.Content()
	if overlay := c.Overlays().Top(); overlay != nil {
		top = overlay
	}
	list := []seen{}
	walk(top, fyne.NewPos(0, 0), false, func(o fyne.CanvasObject, at fyne.Position, scrolled bool) {
		if t, ok := o.(*canvas.Text); ok && t.Text != "" {
			size, whole := t.Size(), t.MinSize().Width
			// Half a unit is what rounding costs. What can be scrolled into sight is
			// not cut off by the edge.
			cut := whole > size.Width+0.5 || !scrolled && (at.X < -0.5 || at.X+whole > c.Size().Width+0.5)
			if t.Alignment == fyne.TextAlignLeading {
				size.Width = min(size.Width, whole)
			}
			list = append(list, seen{t.Text, at.X, at.Y + size.Height/2, size.Width, cut})
		}
	})
	text, err := json.Marshal(list)
	if err != nil {
		return "[]"
	}
	return string(text)
}

// walk visits an object and all that it shows; at is where it is in the window,
// and scrolled says that it stands in something that scrolls.
func walk(o fyne.CanvasObject, at fyne.Position, scrolled bool, visit func(o fyne.CanvasObject, at fyne.Position, scrolled bool)) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	visit(o, at, scrolled)
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		shows := test.WidgetRenderer(o)
		children = shows.Objects()
		if _, ok := shows.(interface{ IsClip() }); ok {
			scrolled = true
		}
	}
	for _, child := range children {
		walk(child, at, scrolled, visit)
	}
}
