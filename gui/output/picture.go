package output

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"winnow/core/label"
	"winnow/gui/theme"
)

// pictureWidth is how wide a sheet of paper is drawn.
const pictureWidth = 530

// The picture is of paper, which is white whatever the theme.
var (
	paper = color.NRGBA{R: 255, G: 255, B: 255, A: 255}
	ink   = color.NRGBA{R: 20, G: 20, B: 24, A: 255}
	edge  = color.NRGBA{R: 190, G: 196, B: 204, A: 255}
)

// The share of a text's height that is above its baseline, and how many
// millimetres a point is.
const (
	aboveBaseline = 0.785
	point         = 25.4 / 72
)

// pictureOf draws a sheet of labels: the edges of all that it has room for, and
// the texts where they would be printed.
func pictureOf(s label.Sheet, o label.Options) fyne.CanvasObject {
	scale := theme.Px(pictureWidth) / float32(s.Width)
	size := fyne.NewSize(float32(s.Width)*scale, float32(s.Height)*scale)
	sheet := canvas.NewRectangle(paper)
	sheet.StrokeColor, sheet.StrokeWidth = edge, 1
	sheet.SetMinSize(size)
	sheet.Resize(size)
	objects := []fyne.CanvasObject{sheet}
	for n := range o.Size.PerSheet() {
		x := o.Size.Left + float64(n%o.Size.Columns)*o.Size.PitchX + o.OffsetX
		y := o.Size.Top + float64(n/o.Size.Columns)*o.Size.PitchY + o.OffsetY
		box := canvas.NewRectangle(color.Transparent)
		box.StrokeColor, box.StrokeWidth, box.CornerRadius = edge, 1, 3
		box.Move(fyne.NewPos(float32(x)*scale, float32(y)*scale))
		box.Resize(fyne.NewSize(float32(o.Size.Width)*scale, float32(o.Size.Height)*scale))
		objects = append(objects, box)
	}
	for _, l := range s.Labels {
		for _, t := range l.Texts {
			objects = append(objects, textOf(t, scale))
		}
	}
	return container.NewCenter(container.NewWithoutLayout(objects...))
}

// textOf draws a text with its baseline where the sheet has it.
func textOf(t label.Text, scale float32) fyne.CanvasObject {
	text := canvas.NewText(t.Text, ink)
	text.TextSize = float32(t.Size) * point * scale
	text.TextStyle.Bold = t.Bold
	size := text.MinSize()
	text.Resize(size)
	text.Move(fyne.NewPos(float32(t.X)*scale, float32(t.Y)*scale-size.Height*aboveBaseline))
	return text
}
