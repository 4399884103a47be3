package guitest

import (
	"sync"

	"fyne.io/fyne/v2"
)

// queue is a driver that keeps what is to be done on the interface's thread
// until the test comes to it, as a window's driver does. The test driver calls
// back on the worker's goroutine, in the middle of what the test does.
type queue struct {
	fyne.Driver
	lock   sync.Mutex
	calls  []func()
	signal chan struct{}
}

// DoFromGoroutine implements fyne.Driver.
func (q *queue) DoFromGoroutine(f func(), wait bool) {
	if wait {
		q.Driver.DoFromGoroutine(f, wait)
		return
	}
	q.lock.Lock()
	q.calls = append(q.calls, f)
	q.lock.Unlock()
	select {
	case q.signal <- struct{}{}:
	default:
	}
}

// run does what there is to do, and reports whether there was anything.
func (q *queue) run() bool {
	q.lock.Lock()
	calls := q.calls
	q.calls = nil
	q.lock.Unlock()
	for _, f := range calls {
		f()
	}
	return len(calls) > 0
}

// app is the test app with the queue as its driver.
type app struct {
	fyne.App
	queue *queue
}

// Driver implements fyne.App.
func (a app) Driver() fyne.Driver { return a.queue }
