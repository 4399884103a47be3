package gui

import (
	"context"

	"winnow/core/company"
	"winnow/gui/widget"
)

// lookAgain reads again what is shown where another program has changed the
// company since. It is called when a person comes back to the window.
func (w *Window) lookAgain() {
	s := w.session
	if s == nil {
		return
	}
	var version int64
	w.daily.Run(func(ctx context.Context) (err error) {
		version, err = s.Company.Version(ctx)
		return err
	}, func(err error) {
		if company.Replaced(err) {
			w.tellReplaced(w.window)
			return
		}
		if err != nil {
			w.log.Warn("notice what other programs changed", "error", err)
			return
		}
		changed := w.version != nil && *w.version != version
		w.version = &version
		if changed {
			w.readAnew()
		}
	})
}

// readAnew reads again what the pages show that can be seen; the others do so
// when one comes back to them.
func (w *Window) readAnew() {
	navigators := []*widget.Navigator{w.navigator}
	for _, o := range w.own {
		navigators = append(navigators, o.navigator)
	}
	for _, n := range navigators {
		if p := n.Page(); p != nil && p.OnShow != nil {
			p.OnShow()
		}
	}
}
