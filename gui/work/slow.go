package work

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"winnow/gui/widget"
)

// moment is how long something may take before a dialog says that it runs.
const moment = 400 * time.Millisecond

// RunSlow does something that can take long, as Write does. When it takes longer
// than a moment it shows, in a dialog with this caption, that it runs and how
// far it is, with Cancel; done receives whether that was pressed in time.
func (d *Tasks) RunSlow(c fyne.Canvas, caption string, work func(ctx context.Context, report func(done, total int)) error, done func(err error, stopped bool)) {
	var ended, stopped bool
	var stop context.CancelFunc
	progress := widget.NewProgress(caption, func() {
		stopped = true
		stop()
	})
	timer := time.AfterFunc(moment, func() {
		d.take(func() {
			if !ended {
				progress.Show(c)
			}
		})
	})
	stop = d.Write(func(ctx context.Context) error {
		return work(ctx, progress.Update)
	}, func(err error) {
		ended = true
		timer.Stop()
		progress.Close()
		done(err, stopped && err != nil)
	})
}
