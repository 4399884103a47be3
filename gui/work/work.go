// Package work lets pages do things in the background and take over what
// came of it. It knows neither pages nor companies.
package work

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"github.com/adrg/xdg"

	"winnow/core"
	"winnow/gui/i18n"
)

// grace is how long closing tasks waits for what is being written, so that the
// page before shows it.
const grace = 300 * time.Millisecond

// Tasks are what a page does in the background. Closing them stops reads and drops their
// results; writes are finished.
type Tasks struct {
	// reads has the function that stops each read under way.
	lock   sync.Mutex
	reads  map[*context.CancelFunc]bool
	closed bool
	// turn is held while a result is taken over, since a driver may call back on the
	// worker's goroutine.
	turn            sync.Mutex
	running, writes gauge
}

// gauge counts what is under way.
type gauge struct {
	lock sync.Mutex
	n    int
	none chan struct{}
}

func (g *gauge) add(n int) {
	g.lock.Lock()
	defer g.lock.Unlock()
	g.n += n
	if g.n == 0 && g.none != nil {
		close(g.none)
		g.none = nil
	}
}

// empty returns a channel that is closed when nothing is under way.
func (g *gauge) empty() <-chan struct{} {
	g.lock.Lock()
	defer g.lock.Unlock()
	if g.n == 0 {
		now := make(chan struct{})
		close(now)
		return now
	}
	if g.none == nil {
		g.none = make(chan struct{})
	}
	return g.none
}

// NewTasks returns no tasks yet.
func NewTasks() *Tasks { return &Tasks{reads: map[*context.CancelFunc]bool{}} }

// Run reads something in the background and then, on the interface's thread,
// calls done with the error. Calling what it returns stops the work; done is
// not called then, nor when the tasks have been closed.
func (d *Tasks) Run(work func(context.Context) error, done func(error)) context.CancelFunc {
	ctx, cancel := context.WithCancel(context.Background())
	d.begin(&cancel)
	d.running.add(1)
	go func() {
		defer d.running.add(-1)
		err := work(ctx)
		d.take(func() {
			if ctx.Err() == nil {
				done(err)
			}
			cancel()
			d.end(&cancel)
		})
	}()
	return cancel
}

// Write changes something in the background and then, on the interface's
// thread, calls done with the error. Only calling what it returns stops it, and
// done is always called.
func (d *Tasks) Write(work func(context.Context) error, done func(error)) context.CancelFunc {
	ctx, cancel := context.WithCancel(context.Background())
	d.running.add(1)
	d.writes.add(1)
	go func() {
		defer d.running.add(-1)
		err := work(ctx)
		d.writes.add(-1)
		d.take(func() { done(err) })
		cancel()
	}()
	return cancel
}

// begin notes a read, so that Close stops it. After Close it is stopped at once.
func (d *Tasks) begin(stop *context.CancelFunc) {
	d.lock.Lock()
	defer d.lock.Unlock()
	d.reads[stop] = true
	if d.closed {
		(*stop)()
	}
}

func (d *Tasks) end(stop *context.CancelFunc) {
	d.lock.Lock()
	defer d.lock.Unlock()
	delete(d.reads, stop)
}

// take calls f on the interface's thread, one f at a time.
func (d *Tasks) take(f func()) {
	fyne.Do(func() {
		d.turn.Lock()
		defer d.turn.Unlock()
		f()
	})
}

// Meanwhile takes over, on the interface's thread, what a reading has found so far,
// unless it has been stopped. ctx is the reading's.
func (d *Tasks) Meanwhile(ctx context.Context, show func()) {
	d.take(func() {
		if ctx.Err() == nil {
			show()
		}
	})
}

// Close stops what is being read, and waits a moment for what is being written.
func (d *Tasks) Close() {
	d.stopReading()
	select {
	case <-d.writes.empty():
	case <-time.After(grace):
	}
}

func (d *Tasks) stopReading() {
	d.lock.Lock()
	defer d.lock.Unlock()
	d.closed = true
	for stop := range d.reads {
		(*stop)()
	}
}

// Closed reports whether Close was called, so that nobody waits for results any more.
func (d *Tasks) Closed() bool {
	d.lock.Lock()
	defer d.lock.Unlock()
	return d.closed
}

// Idle returns a channel that is closed when nothing is under way.
func (d *Tasks) Idle() <-chan struct{} { return d.running.empty() }

// Text is what is said of an error at the place where it happened: what core says to
// people in their language, anything else as one neutral sentence, logged.
func Text(err error) string {
	var told core.Localizer
	if errors.As(err, &told) {
		return i18n.Localize(told)
	}
	slog.Error("an action failed", "error", err)
	return i18n.T("work.this_could_not_be_done_log_says", "file", LogFile())
}

// LogFile is where the window's log is kept.
func LogFile() string { return filepath.Join(xdg.StateHome, "winnow", "winnow.log") }
