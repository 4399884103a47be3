package gui

import (
	"fyne.io/fyne/v2"

	"winnow/gui/card"
	"winnow/gui/route"
	"winnow/gui/widget"
)

// The size of a window of a card's own until a person chooses another.
const (
	ownWidth  = 1100
	ownHeight = 720

	prefOwnWidth  = "card.width"
	prefOwnHeight = "card.height"
)

// ownWindow is a window beside the main one, with the card of one segment and
// the pages that are opened from there. Pages that are not about the segment
// open in the main window.
type ownWindow struct {
	main      *Window
	window    fyne.Window
	navigator *widget.Navigator
	card      *card.Card
	find      *finder
}

// openOwn shows a segment's card in a window of its own. Where it has one, that
// is brought to the front.
func (w *Window) openOwn(no string) {
	for _, o := range w.own {
		if o.card.No() == no {
			o.window.RequestFocus()
			return
		}
	}
	o := &ownWindow{main: w, window: w.app.NewWindow("Winnow")}
	prefs := w.app.Preferences()
	o.window.Resize(fyne.NewSize(float32(prefs.FloatWithFallback(prefOwnWidth, ownWidth)), float32(prefs.FloatWithFallback(prefOwnHeight, ownHeight))))
	o.window.SetCloseIntercept(func() { o.close() })
	o.window.SetOnDropped(o.dropped)
	o.navigator = widget.NewNavigator(o.window)
	o.navigator.Brand, o.navigator.Alone = w.navigator.Brand, true
	o.navigator.SetCompany(w.navigator.Company())
	s := w.session.In(o.window)
	s.Go, s.Services = w.navigatorFor(s, func() *widget.Navigator { return o.navigator }), w.services(s)
	s.Go.Back = o.back
	o.find = newFinder(w, s, func() *widget.Navigator { return o.navigator })
	o.navigator.OnFind = s.To(route.Find{})
	o.navigator.Keys = map[string]func(){"F1": s.To(route.Help{}), "Alt+T": s.To(route.Settings{}), "Esc": o.back}
	w.own = append(w.own, o)
	o.card = card.Open(s, no)
	o.navigator.Open(o.card.Page())
	o.window.Show()
}

// dropped imports files that were dropped on the window, in the main window.
func (o *ownWindow) dropped(_ fyne.Position, uris []fyne.URI) {
	o.main.droppedOn(o.window, o.navigator, uris)
}

// back leaves the page shown; the window closes with its first.
func (o *ownWindow) back() {
	if o.navigator.Depth() > 1 {
		o.navigator.Back()
		return
	}
	o.close()
}

// close closes the window, unless a page refuses to be left, and reports
// whether it did.
func (o *ownWindow) close() bool {
	if widget.AskUnsaved(o.window.Canvas(), func() { o.close() }) || !o.navigator.Close() {
		o.window.RequestFocus()
		return false
	}
	o.gone()
	return true
}

// gone takes the window away, whatever its pages say.
func (o *ownWindow) gone() {
	w, size := o.main, o.window.Canvas().Size()
	w.app.Preferences().SetFloat(prefOwnWidth, float64(size.Width))
	w.app.Preferences().SetFloat(prefOwnHeight, float64(size.Height))
	for i, other := range w.own {
		if other == o {
			w.own = append(w.own[:i:i], w.own[i+1:]...)
			break
		}
	}
	if p := o.navigator.Page(); p != nil && p.OnClose != nil {
		p.OnClose()
	}
	o.find.tasks.Close()
	o.window.Close()
}

// closeOwn closes the windows beside this one, and reports whether all let it.
func (w *Window) closeOwn() bool {
	for len(w.own) > 0 {
		if !w.own[0].close() {
			return false
		}
	}
	return true
}

// leaveOwn takes the windows beside this one away, as their company closes.
func (w *Window) leaveOwn() {
	for len(w.own) > 0 && !w.closeOwn() {
		w.own[0].gone()
	}
}
