// Package card shows a segment: its header, its lines, and the criteria actions
// that made them. It decides nothing itself; what a segment is and what actions
// do is the engine's.
package card

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/hub"
	"winnow/core/record"
	"winnow/core/segment"
	shown "winnow/gui/criteria"
	facets "winnow/gui/facet"
	"winnow/gui/filters"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Card is the page of one segment.
type Card struct {
	// Tasks do the card's work.
	Tasks *work.Tasks

	session   *session.Session
	page      *widget.Page
	bar       *widget.ActionBar
	goBack    *widget.Button
	goForward *widget.Button
	changing  []*widget.Button // other buttons that change the segment
	log       *widget.Button
	tabs      []*widget.FastTab
	header    *header
	notice    *widget.Notice
	told      told
	lines     *lines
	shape     *shape
	history   *history
	fresh     *freshness
	facets    *facets.Panel
	view      view

	together *together
	leave    func() // what is together; nil until the segment was read

	no      string // "" until the segment is made
	gone    bool   // the segment was deleted
	read    data
	preview *int // the step whose lines are shown, or nil for those there are
	dialog  *filters.Dialog
	// differences is the page that was opened last of what running steps again would
	// change, editing the step that was edited last; each nil where there was none.
	differences *shown.Differences
	editing     *StepEditing
	cancel      context.CancelFunc // stops the reading under way
}

// data is what was read last.
type data struct {
	env            filter.Env
	segment        segment.Segment
	steps          []segment.Step
	cost, duration float64
	shown          []widget.Step     // the steps as they stand at the side
	names          map[string]string // what the header's codes are called, by field
	unknown        map[string]bool   // the fields whose code is not in its table
	shared         bool              // the company belongs to a hub
}

// Open returns the card of a segment; "" is a segment yet to be made.
func Open(s *session.Session, no string) *Card {
	c := &Card{session: s, no: no, Tasks: work.NewTasks(), notice: widget.NewNotice(), together: &together{}}
	c.fresh = newFreshness(c)
	c.header, c.lines, c.history = newHeader(c), newLines(c), newHistory(c)
	c.shape, c.facets = newShape(c), newFacets(c)
	c.page = &widget.Page{
		Title: i18n.T("common.new_segment"), Actions: c.actions(), Content: c.content(), First: c.header.first(),
		Keys: c.keys(), OnShow: c.shown, OnClose: c.close,
	}
	if no != "" {
		c.page.Title = no
	} else {
		c.notices()
		c.history.publish()
	}
	c.enable()
	c.loadView()
	return c
}

// Page is the card as the navigator shows it.
func (c *Card) Page() *widget.Page { return c.page }

// No is the segment's number; "" until it is made.
func (c *Card) No() string { return c.no }

// Dialog is the dialog opened last, or nil.
func (c *Card) Dialog() *filters.Dialog { return c.dialog }

func (c *Card) content() fyne.CanvasObject {
	c.tabs = append(c.header.tabs(), c.lines.Tab)
	// General, Lines, Interaction, Campaign
	c.tabs[1], c.tabs[2], c.tabs[3] = c.tabs[3], c.tabs[1], c.tabs[2]
	var objects []fyne.CanvasObject
	for _, tab := range c.tabs {
		if tab == c.lines.Tab {
			objects = append(objects, c.notice, c.shape.strip)
		}
		objects = append(objects, tab)
		tab.OnToggle = func(bool) { c.saveView() }
	}
	left := container.NewVScroll(widget.NewStack(8, 10, objects...))
	c.history.object = widget.NewStack(0, 10, c.history.panel)
	right := container.NewStack(c.history.object, c.facets.Object())
	return container.NewBorder(nil, nil, nil, widget.Wide(right, 300), left)
}

func (c *Card) keys() map[string]func() {
	keys := c.lines.Keys()
	maps.Copy(keys, map[string]func(){
		addKey: func() { c.ask(criteria.Add) }, refineKey: func() { c.ask(criteria.Refine) }, reduceKey: func() { c.ask(criteria.Reduce) },
		goBackKey: c.history.goBack, goForwardKey: c.history.goForward,
		"Ctrl+Z": c.back, "Ctrl+Shift+Z": c.forward, "Ctrl+Y": c.forward,
		"Ctrl+E": c.export, logKey: c.askLog, "F5": c.shown, "F7": c.statistics, "Ctrl+F7": c.interactions,
		"Alt+N": c.session.To(route.Segment{}), "Alt+Shift+W": c.ownWindow,
		"Ctrl+Enter": func() { c.session.Go.Back() }, "Esc": c.escape,
		"Ctrl+Insert": func() { c.lines.typeContact(0) }, "Ctrl+Delete": c.lines.deleteSelected,
		facets.Key: c.toggleFacets,
		"F6":       func() { c.nextTab(1) }, "Shift+F6": func() { c.nextTab(-1) }, "Alt+F6": c.collapse,
	})
	return keys
}

// nextTab gives the keyboard to the next FastTab; the criteria at the side come
// after the last.
func (c *Card) nextTab(step int) {
	at, stops := c.tabAt(), len(c.tabs)+1
	if c.history.timeline.Focused() || c.facets.Focused() {
		at = len(c.tabs)
	}
	if at < 0 && step < 0 {
		at = 0
	}
	at = (at + step + stops) % stops
	if at == len(c.tabs) {
		if c.facets.Focus() || c.history.timeline.Focus() {
			return
		}
		at = (at + step + stops) % stops
	}
	c.tabs[at].Focus()
}

// tabAt is the FastTab in which the keyboard is, or -1.
func (c *Card) tabAt() int {
	for i, tab := range c.tabs {
		if tab.Focused() || c.header.focusedIn(tab) || tab == c.lines.Tab && c.lines.Focused() {
			return i
		}
	}
	return -1
}

func (c *Card) collapse() {
	if at := c.tabAt(); at >= 0 {
		c.tabs[at].Focus()
		c.tabs[at].Toggle()
	}
}

// shown is called when the page is shown, also when one comes back to it.
func (c *Card) shown() {
	if c.gone {
		c.session.Go.Back()
		return
	}
	if c.no != "" {
		c.fresh.forget()
		c.Reload()
	} else {
		c.prepare()
	}
}

// prepare reads what a card without a segment needs.
func (c *Card) prepare() {
	c.session.Env(c.Tasks, func(env filter.Env) { c.read.env = env })
}

// Reload reads the segment again.
func (c *Card) Reload() {
	if c.no == "" {
		return
	}
	if c.cancel != nil {
		c.cancel()
	}
	no := c.no
	c.cancel = session.Read(c.session, c.Tasks, func(ctx context.Context) (data, error) {
		return c.readAll(ctx, no)
	}, func(read data) {
		c.read = read
		c.publish()
		c.lines.Show(lineSource{c.session, c.no, c.preview})
		c.shape.count()
		c.fresh.publish()
		c.countFacets()
	})
}

func (c *Card) readAll(ctx context.Context, no string) (read data, err error) {
	if read.env, err = c.session.Company.Env(ctx, filter.Env{}); err != nil {
		return read, err
	}
	if read.segment, err = c.session.Segments.Segment(ctx, no); err != nil {
		return read, err
	}
	if read.steps, err = c.session.Segments.Steps(ctx, no); err != nil {
		return read, err
	}
	if read.shown, err = c.shownSteps(ctx, read.steps); err != nil {
		return read, err
	}
	if read.cost, read.duration, err = c.session.Segments.Totals(ctx, no); err != nil {
		return read, err
	}
	if read.shared, err = hub.Joined(ctx, c.session.Company); err != nil {
		return read, err
	}
	read.names, read.unknown = map[string]string{}, map[string]bool{}
	for _, f := range segment.HeaderFields() {
		code := read.segment.Text(f.Key)
		if f.Lookup == "" || code == "" {
			continue
		}
		if err = c.readCode(ctx, read, f, code); err != nil {
			return read, err
		}
	}
	return read, nil
}

// readCode reads what a code of the header is called, and whether its table has
// it, if it has anything: an offline company need not have every table.
func (c *Card) readCode(ctx context.Context, read data, f catalog.Field, code string) (err error) {
	if read.names[f.Key], err = c.session.Records.Describe(ctx, f.Lookup, code); err != nil || read.names[f.Key] != "" {
		return err
	}
	found, err := c.session.Records.Codes(ctx, f.Lookup, code, offeredLimit)
	if err != nil || slices.ContainsFunc(found, func(choice record.Choice) bool { return choice.Value == code }) {
		return err
	}
	n, err := c.session.Records.Count(ctx, f.Lookup)
	read.unknown[f.Key] = n > 0
	return err
}

// publish shows what was read.
func (c *Card) publish() {
	seg := c.read.segment
	c.no = seg.No
	c.join()
	c.together.undo.saw(seg)
	title := c.title()
	c.page.Title = title
	if c.session.Go.Title != nil {
		c.session.Go.Title(title)
	}
	c.header.publish()
	c.notices()
	c.history.publish()
	c.enable()
}

// title names the segment for people.
func (c *Card) title() string {
	if description := c.read.segment.Text("description"); description != "" {
		return c.no + " · " + description
	}
	return c.no
}

// enable lets what can be done now be pressed.
func (c *Card) enable() {
	active := !c.sealed()
	for _, b := range c.changing {
		b.SetEnabled(active)
	}
	c.log.SetEnabled(active && c.no != "")
	c.goBack.SetEnabled(active && c.read.segment.CanGoBack())
	c.goForward.SetEnabled(active && c.read.segment.CanGoForward())
	c.header.enable(active)
	c.lock()
}

// say shows in the action bar what was done.
func (c *Card) say(text string) {
	c.told = told{}
	c.bar.SetStatus(text)
	c.notices()
}

// told is what was done to the lines last, which stands over them, and what undoes
// it.
type told struct {
	text string
	undo func()
	// step is the step in force whose lines they are, where that is what is told.
	step int
}

// sayEdit shows in the action bar what an edit did, or that it was taken back, with
// Undo.
func (c *Card) sayEdit(text string, undo func()) {
	c.say(text)
	c.bar.SayUndo(text, undo)
}

// sayUndo shows over the lines what was done to them, with Undo.
func (c *Card) sayUndo(text string, undo func()) {
	c.told = told{text: text, undo: undo}
	c.bar.SetStatus("")
	c.notices()
}

// Status is what the card says was done last.
func (c *Card) Status() string { return cmp.Or(c.bar.Status(), c.told.text) }

// made runs next when the segment is there, and makes it first if need be.
func (c *Card) made(next func()) {
	if c.no != "" {
		next()
		return
	}
	c.create("", nil, next)
}

// create makes the segment with a number, or the next of the series for "".
func (c *Card) create(no string, fields map[string]string, next func()) {
	var made segment.Made
	c.Tasks.Write(func(ctx context.Context) (err error) {
		made, err = c.session.Segments.NewSegment(ctx, segment.NewParams{No: no, Fields: fields})
		return err
	}, func(err error) {
		if err != nil {
			refused := "no"
			for key := range fields { // the one that was typed
				refused = key
			}
			c.header.refuse(refused, err)
			return
		}
		c.no = made.No
		c.say(sentences(i18n.T("card.segment_no_created", "no", made.No), i18n.Localize(made.Note)))
		c.Reload()
		if next != nil {
			next()
		}
	})
}
