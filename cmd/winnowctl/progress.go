package main

import (
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// patience is how long a command may take before it shows that it is at work.
const patience = time.Second

// waiting shows on a terminal's standard error that a command is at work, once
// that takes longer than a second. Elsewhere it shows nothing.
type waiting struct {
	mu    sync.Mutex
	err   *os.File
	since time.Time
	bar   *progressbar.ProgressBar
	done  chan struct{}
	once  sync.Once
}

func newWaiting(err *os.File) *waiting {
	w := &waiting{err: err, since: time.Now(), done: make(chan struct{})}
	if term.IsTerminal(int(err.Fd())) {
		go w.spin()
	} else {
		w.err = nil
	}
	return w
}

// spin turns a wheel while nobody tells how far the work is.
func (w *waiting) spin() {
	tick := time.NewTicker(patience / 5)
	defer tick.Stop()
	for {
		select {
		case <-w.done:
			return
		case <-tick.C:
			w.show(0, -1)
		}
	}
}

// progress receives how far the work is; total is -1 where nobody knows.
func (w *waiting) progress(done, total int) { w.show(done, total) }

func (w *waiting) show(done, total int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil || time.Since(w.since) < patience {
		return
	}
	if w.bar == nil {
		w.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(w.err), progressbar.OptionClearOnFinish(),
			progressbar.OptionSetWidth(30), progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionSpinnerType(14), progressbar.OptionSetDescription("at work"))
	}
	// What cannot be shown is no reason to stop the work.
	switch {
	case total > 0:
		w.bar.ChangeMax(total)
		_ = w.bar.Set(done)
	case w.bar.GetMax() <= 0:
		_ = w.bar.Add(1)
	}
}

// stop clears what was shown.
func (w *waiting) stop() {
	w.once.Do(func() { close(w.done) })
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.bar != nil {
		_ = w.bar.Clear()
	}
	w.err = nil
}
