// Package kept has the dialogs of what is kept under names: the one that asks for a
// name, and the one that lists what there is. It knows nothing of what is kept.
package kept

import (
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// NameQuestion asks under which name something is kept.
type NameQuestion struct {
	Title string
	// Text says what is kept; it may be "".
	Text string
	// Name is offered.
	Name string
	// Save keeps it in the background and tells done the error, if any. replace says
	// that what has the name may be replaced.
	Save func(name string, replace bool, done func(error))
	// Taken is the question whether what has the name already shall be replaced, nil
	// where it cannot be.
	Taken func(name string) string
	// Done receives the name after the dialog has closed.
	Done func(name string)
}

// Ask asks the question in a window, until something is kept or the person cancels.
func Ask(window fyne.Canvas, q NameQuestion) {
	e := entry.New("")
	e.SetText(q.Name)
	fields := entry.NewFields(entry.Field{Caption: i18n.T("caption.name"), Object: e})
	fields.CaptionWidth = 70
	body := []fyne.CanvasObject{fields}
	if q.Text != "" {
		prose := widget.NewParagraph(q.Text)
		prose.Width = 428
		body = []fyne.CanvasObject{prose, fields}
	}
	m := &widget.Modal{Title: q.Title, Body: widget.NewStack(10, 16, body...), Width: 460}
	var save func(replace bool)
	save = func(replace bool) {
		name := strings.TrimSpace(e.Text())
		m.SetOK(false)
		q.Save(name, replace, func(err error) {
			m.SetOK(true)
			switch {
			case core.IsKind(err, core.Exists) && q.Taken != nil:
				widget.Ask(window, widget.Question{
					Title: i18n.T("kept.name_is_taken"), Text: q.Taken(name),
					Yes: i18n.T("common.replace"), No: i18n.T("common.cancel"),
					OnYes: func() { save(true) }, OnNo: e.Focus,
				})
			case err != nil:
				e.SetError(work.Text(err))
				e.Focus()
			default:
				m.Close()
				q.Done(name)
			}
		})
	}
	e.OnChanged = func(string) { e.SetError("") }
	e.OnEnter = m.Submit
	m.OnOK = func() { save(false) }
	m.Show(window)
}
