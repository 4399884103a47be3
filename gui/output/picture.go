package output

import (
	"image"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"winnow/core/output"
	"winnow/gui/i18n"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// pictureWidth is how wide a page is shown.
const pictureWidth = 530

// drawnWidth is how many pixels wide a page is drawn: sharp where the screen has two to
// a point.
const drawnWidth = 2 * pictureWidth

// paperView shows a page as it will be printed, and what cannot be printed.
type paperView struct {
	panel   *widget.FastTab
	picture *widget.Stack
	reader  *widget.Reader
	told    *widget.Paragraph
	drawn   image.Image
}

func newPaperView() *paperView {
	v := &paperView{picture: widget.NewStack(0, 10), told: widget.NewParagraph("")}
	v.reader = widget.NewReader(v.picture, 400)
	v.panel = widget.Panel(i18n.T("common.preview"), v.reader)
	return v
}

// show shows a page.
func (v *paperView) show(page image.Image) {
	v.drawn = page
	v.picture.SetObjects(pictureOf(page))
	v.reader.Refresh()
}

// pictureOf is a page as it is shown.
func pictureOf(page image.Image) fyne.CanvasObject {
	picture := canvas.NewImageFromImage(page)
	picture.FillMode = canvas.ImageFillContain
	width, size := theme.Px(pictureWidth), page.Bounds().Size()
	picture.SetMinSize(fyne.NewSize(width, width*float32(size.Y)/float32(size.X)))
	return container.NewCenter(picture)
}

// tell names the contacts whose characters cannot be printed.
func (v *paperView) tell(r *output.Replaced) {
	v.told.SetText(strings.Join(replaced(r), " "))
}
