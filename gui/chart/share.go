package chart

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"os"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"

	"winnow/core"
	"winnow/core/atomicfile"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/transfer"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Sharing is how pictures leave the window.
type Sharing struct {
	Session *session.Session
	Tasks   *work.Tasks
	// Say tells what was done.
	Say func(text string)
}

// savedWidth is how wide a picture is in a file, and savedScale how many dots of
// the file a unit of the window is.
const (
	savedWidth = 640
	savedScale = 2
)

// Copy puts the picture onto the clipboard as text.
func (p *Picture) Copy() {
	fyne.CurrentApp().Clipboard().SetContent(p.Text())
	if p.Share.Say != nil {
		p.Share.Say(i18n.T("chart.copied_as_text"))
	}
}

// menu opens what can be done with the picture.
func (p *Picture) menu(at fyne.Position) {
	widget.ShowMenu(widget.CanvasOf(p), at, p.MenuItems()...)
}

// MenuItems are what can be done with the picture and with its current bar.
func (p *Picture) MenuItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	if p.current < len(p.data.Bars) && p.data.Bars[p.current].Menu != nil {
		items = p.data.Bars[p.current].Menu()
	} else if p.current < len(p.data.Bars) && p.data.Bars[p.current].Open != nil {
		bar := p.data.Bars[p.current]
		items = append(items, widget.MenuItem(i18n.T("chart.open_what", "what", bar.Caption), theme.IconOpen, bar.Open))
	}
	var save func()
	if p.Share.Session != nil && len(p.data.Bars) > 0 {
		save = p.save
	}
	return append(items,
		widget.MenuItem(i18n.T("chart.copy_as_text")+"  ("+i18n.Keys("Ctrl+C")+")", theme.IconCopy, p.Copy),
		widget.MenuItem(i18n.T("chart.save_as_picture_dialog"), theme.IconSave, save))
}

// Image draws the picture as it is saved: with its title, in the colours in use.
func (p *Picture) Image() image.Image {
	drawn := newPicture(p.title, p.form)
	if _, ok := p.form.(meter); ok {
		drawn.form = meter{} // a strip would say its title twice
	}
	drawn.Rows, drawn.data, drawn.note, drawn.counting = p.Rows, p.data, p.note, p.counting
	drawn.data.Bars = slices.Clone(p.data.Bars)
	for i := range drawn.data.Bars { // there is nothing to tick in a file
		drawn.data.Bars[i].Tick = nil
	}
	page := canvas.NewRectangle(theme.Color(theme.Card))
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetScale(savedScale)
	c.SetContent(container.NewStack(page, widget.NewStack(0, 0, widget.NewStack(0, 14, widget.NewTitle(p.title)), drawn)))
	c.Resize(fyne.NewSize(theme.Px(savedWidth), 1)) // how high it is depends on its width
	c.Resize(fyne.NewSize(theme.Px(savedWidth), c.Content().MinSize().Height))
	return c.Capture()
}

// save asks for a file and saves the picture there.
func (p *Picture) save() {
	drawn := p.Image()
	p.Share.Session.Services.Target("", transfer.FileName(p.title)+".png", []string{".png"}, func(path string) {
		p.write(drawn, path, false)
	})
}

func (p *Picture) write(drawn image.Image, path string, replace bool) {
	s := p.Share
	s.Tasks.Write(func(context.Context) error {
		var content bytes.Buffer
		if err := png.Encode(&content, drawn); err != nil {
			return err
		}
		return atomicfile.File{Path: path, Replace: replace, Keep: s.Session.Company.Path()}.Write(func(file *os.File) error {
			_, err := file.Write(content.Bytes())
			return err
		})
	}, func(err error) {
		switch {
		case core.IsKind(err, core.Exists):
			widget.AskReplace(s.Session.Window.Canvas(), path, func() { p.write(drawn, path, true) })
		case err != nil:
			s.Session.Go.Fail(err)
		default:
			s.Say(i18n.T("common.saved_as_file", "file", path))
		}
	})
}
