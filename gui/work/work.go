// Package work lets pages do things beside the interface and take over what
// came of it. It knows neither pages nor companies.
package work

import (
	"context"
	"errors"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/core"
)

// Desk is where a page's work is done. What is still under way when the desk
// is closed is stopped, and its answer is dropped.
type Desk struct {
	ctx  context.Context
	stop context.CancelFunc
	// turn lets one answer at a time be taken over, also under a driver that
	// calls back on the worker's goroutine.
	turn sync.Mutex

	lock    sync.Mutex
	running int
	idle    chan struct{}
}

// NewDesk returns a desk with nothing on it.
func NewDesk() *Desk {
	d := &Desk{}
	d.ctx, d.stop = context.WithCancel(context.Background())
	return d
}

// Run does work beside the interface and then, on the interface's thread, done
// with its error. Calling what it returns stops the work; done is not called
// then.
func (d *Desk) Run(work func(context.Context) error, done func(error)) context.CancelFunc {
	ctx, cancel := context.WithCancel(d.ctx)
	d.count(1)
	go func() {
		defer d.count(-1)
		err := work(ctx)
		fyne.Do(func() {
			d.turn.Lock()
			defer d.turn.Unlock()
			if ctx.Err() == nil {
				done(err)
			}
			cancel()
		})
	}()
	return cancel
}

// Close stops whatever is under way.
func (d *Desk) Close() { d.stop() }

func (d *Desk) count(n int) {
	d.lock.Lock()
	defer d.lock.Unlock()
	d.running += n
	if d.running == 0 && d.idle != nil {
		close(d.idle)
		d.idle = nil
	}
}

// Idle returns a channel that is closed when nothing is under way.
func (d *Desk) Idle() <-chan struct{} {
	d.lock.Lock()
	defer d.lock.Unlock()
	if d.running == 0 {
		done := make(chan struct{})
		close(done)
		return done
	}
	if d.idle == nil {
		d.idle = make(chan struct{})
	}
	return d.idle
}

// Text is what is said of an error at the place where it happened: a
// core.Problem in its own words, anything else as one neutral sentence.
func Text(err error) string {
	var p *core.Problem
	if errors.As(err, &p) {
		return p.Error()
	}
	return lang.L("This could not be done; the log says why")
}
