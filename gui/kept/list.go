package kept

import (
	"context"

	"fyne.io/fyne/v2"

	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// ListParams say what a List shows and does. The functions are given the row.
type ListParams struct {
	Title string
	// Detail is the caption of the second column, beside the names.
	Detail string
	// Empty stands where there is nothing.
	Empty string
	// Rows reads what there is: a name and a detail each.
	Rows func() [][2]string
	// Use is called after the dialog has closed.
	Use func(row int)
	// Rename is nil where things keep their names.
	Rename func(row int)
	Delete func(row int)
}

// List is the dialog of what is kept, to use, rename and delete it.
type List struct {
	params ListParams
	window fyne.Canvas
	modal  *widget.Modal
	list   *list.List
	length int
}

// Open shows the dialog in a window, on a row.
func Open(window fyne.Canvas, row int, p ListParams) *List {
	l := &List{params: p, window: window, list: list.New([]list.Column{
		{Key: "name", Caption: i18n.T("caption.name"), Width: 190},
		{Key: "detail", Caption: p.Detail, Width: 420},
	})}
	use := l.onRow(func(row int) {
		l.modal.Close()
		p.Use(row)
	})
	l.list.MinRows, l.list.Empty = 7, p.Empty
	l.list.OnOpen = func(int) { use() }
	l.list.OnDelete = l.onRow(p.Delete)
	button := func(text string, do func()) fyne.CanvasObject {
		return widget.NewButton(widget.Action{Text: text, Kind: widget.Boxed, Do: do})
	}
	buttons := []fyne.CanvasObject{button(i18n.T("kept.use"), use)}
	if p.Rename != nil {
		rename := l.onRow(p.Rename)
		buttons = append(buttons, button(i18n.T("kept.rename_dialog"), rename))
		l.list.OnKey = func(name string) bool {
			if name == "F2" {
				rename()
			}
			return name == "F2"
		}
	}
	buttons = append(buttons, button(i18n.T("common.delete"), l.list.OnDelete))
	l.modal = &widget.Modal{
		Title: p.Title, Body: widget.NewStack(8, 14, widget.NewRow(buttons...), widget.Framed(l.list)),
		Width: 680, Height: 420, Cancel: i18n.T("common.close"),
	}
	l.show(row)
	l.modal.Show(window)
	l.list.Focus()
	return l
}

// onRow returns what does something with the row that is chosen, if there is one.
func (l *List) onRow(do func(row int)) func() {
	return func() {
		if row := l.list.Current(); row >= 0 && row < l.length {
			do(row)
		}
	}
}

// show reads what there is, and stands on a row.
func (l *List) show(row int) {
	read := l.params.Rows()
	l.length = len(read)
	rows := make([]list.Row, l.length)
	for i, r := range read {
		rows[i] = list.Row{Key: r[0], Cells: []list.Cell{{Text: r[0]}, {Text: r[1], Style: list.Grey}}}
	}
	l.list.SetRows(rows)
	if row = min(row, l.length-1); row >= 0 {
		l.list.Select(row)
	}
}

// Refresh shows what there is after a change, and gives the list the keyboard.
func (l *List) Refresh(row int) {
	l.show(row)
	l.list.Focus()
}

// Say says why something cannot be done; "" takes that back.
func (l *List) Say(text string) { l.modal.SetStatus(text, text != "") }

// Deletion asks whether something shall be deleted.
type Deletion struct {
	Title, Text string
	// Delete deletes it in the background and tells done the error, if any.
	Delete func(done func(error))
}

// AskDelete asks, deletes, and shows what is left.
func (l *List) AskDelete(row int, d Deletion) {
	widget.Ask(l.window, widget.Question{
		Title: d.Title, Text: d.Text, Final: true, Yes: i18n.T("common.delete"), No: i18n.T("common.cancel"), OnNo: l.list.Focus,
		OnYes: func() {
			d.Delete(func(err error) {
				if err != nil {
					l.Say(work.Text(err))
					return
				}
				l.Refresh(row)
			})
		},
	})
}

// Change changes what is kept in the background, reads it again into list, and then
// gives done the error, if any.
func Change[T any](tasks *work.Tasks, change func(context.Context) error, read func(context.Context) ([]T, error), list *[]T, done func(error)) {
	var now []T
	tasks.Write(func(ctx context.Context) (err error) {
		if err = change(ctx); err == nil {
			now, err = read(ctx)
		}
		return err
	}, func(err error) {
		if err == nil {
			*list = now
		}
		done(err)
	})
}
