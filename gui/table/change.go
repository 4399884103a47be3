package table

import (
	"context"

	"winnow/core/company"
	"winnow/gui/i18n"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// changesKept is how many changes TakeBack can take back while the page is open.
const changesKept = 100

// Done is a change in words, and what takes it back: nil where nothing does.
type Done struct {
	Said string
	Back func(ctx context.Context) error
	// Then, where it is there, is called when it has been said.
	Then func()
}

// Change changes something beside the interface, says what it was with Undo, and reads
// the rows again. caption stands over the progress where it takes long.
func (t *Table) Change(caption string, change func(ctx context.Context, report func(done, total int)) (Done, error)) {
	var made Done
	t.Tasks.RunSlow(t.session.Window.Canvas(), caption, func(ctx context.Context, report func(done, total int)) (err error) {
		made, err = change(ctx, report)
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped:
			t.Say(i18n.T("common.stopped_nothing_was_changed"))
		case err != nil:
			t.refused(err)
		case made.Back == nil:
			t.Say(made.Said)
		default:
			t.done = append(t.done, made)
			if len(t.done) > changesKept {
				t.done = t.done[1:]
			}
			t.SayUndo(made.Said, t.TakeBack)
		}
		t.Reload()
		if err == nil {
			widget.Call(made.Then)
		}
	})
}

// refused says why something was not changed: in a dialog where that concerns the whole
// company file, or where nobody sees the page any more.
func (t *Table) refused(err error) {
	if t.Bar == nil || t.Tasks.Closed() || company.OfFile(err) {
		t.session.Go.Fail(err)
		return
	}
	t.Say(work.Text(err))
}

// TakeBack takes the last change back.
func (t *Table) TakeBack() {
	last := len(t.done) - 1
	if last < 0 {
		t.Say(i18n.T("contact.nothing_to_take_back"))
		return
	}
	back := t.done[last]
	t.done = t.done[:last]
	t.Tasks.RunSlow(t.session.Window.Canvas(), i18n.T("common.saving_dialog"), func(ctx context.Context, _ func(done, total int)) error {
		return back.Back(ctx)
	}, func(err error, stopped bool) {
		switch {
		case stopped:
			t.done = append(t.done, back)
			t.Say(i18n.T("common.stopped_nothing_was_changed"))
		case err != nil:
			t.refused(err)
		default:
			t.Say(i18n.T("table.taken_back", "what", back.Said))
		}
		t.Reload()
	})
}

// ForgetDone forgets what could be taken back.
func (t *Table) ForgetDone() { t.done = nil }
