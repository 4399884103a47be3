//go:build watch

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// glance is how often the window is looked at.
const glance = 60 * time.Millisecond

// seen is a text in the window: its left edge, its width, and the middle of its
// height.
type seen struct {
	Text  string  `json:"text"`
	X     float32 `json:"x"`
	Y     float32 `json:"y"`
	Width float32 `json:"width"`
}

// watch tells standard error, whenever it has changed, all text that can be
// reached in the window and where it is. The test that works the window from
// outside reads it, as a person reads the screen. Only a program built with the
// tag watch does so.
func watch(w fyne.Window) {
	if os.Getenv("WINNOW_TRACE") != "1" {
		return
	}
	last := ""
	go func() {
		for range time.Tick(glance) {
			fyne.Do(func() {
				if now := look(w.Canvas()); now != last {
					last = now
					fmt.Fprintln(os.Stderr, "seen "+now)
				}
			})
		}
	}()
}

func look(c fyne.Canvas) string {
	top := c.Content()
	if overlay := c.Overlays().Top(); overlay != nil {
		top = overlay
	}
	list := []seen{}
	walk(top, fyne.NewPos(0, 0), func(o fyne.CanvasObject, at fyne.Position) {
		if t, ok := o.(*canvas.Text); ok && t.Text != "" {
			size := t.Size()
			if t.Alignment == fyne.TextAlignLeading {
				size.Width = min(size.Width, t.MinSize().Width)
			}
			list = append(list, seen{t.Text, at.X, at.Y + size.Height/2, size.Width})
		}
	})
	text, err := json.Marshal(list)
	if err != nil {
		return "[]"
	}
	return string(text)
}

// walk visits an object and all that it shows; at is where it is in the window.
func walk(o fyne.CanvasObject, at fyne.Position, visit func(o fyne.CanvasObject, at fyne.Position)) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	visit(o, at)
	var children []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		children = test.WidgetRenderer(o).Objects()
	}
	for _, child := range children {
		walk(child, at, visit)
	}
}
