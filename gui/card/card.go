// Package card shows a segment: its header, its lines, and the criteria actions
// that made them. It decides nothing itself; what a segment is and what actions
// do is the engine's.
package card

import (
	"context"
	"maps"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/gui/filters"
	"winnow/gui/look"
	"winnow/gui/part"
	"winnow/gui/session"
	"winnow/gui/work"
)

// Card is the page of one segment.
type Card struct {
	// Desk is where the card's work is done.
	Desk *work.Desk

	session *session.Session
	page    *part.Page
	bar     *part.ActionBar
	back    *part.Button
	forward *part.Button
	tabs    []*part.FastTab
	header  *header
	lines   *lines
	history *history
	undo    *undo
	view    view

	no     string // "" until the segment is made
	read   data
	dialog *filters.Dialog
	cancel context.CancelFunc // stops the reading under way
}

// data is what was read last.
type data struct {
	env            filter.Env
	segment        segment.Segment
	steps          []segment.Step
	cost, duration float64
	names          map[string]string // what the header's codes are called, by field
}

// New returns the page of a segment; "" is a segment yet to be made.
func New(s *session.Session, no string) *part.Page { return Open(s, no).Page() }

// Open returns the card of a segment; "" is a segment yet to be made.
func Open(s *session.Session, no string) *Card {
	c := &Card{session: s, no: no, Desk: work.NewDesk()}
	c.header, c.lines, c.history, c.undo = newHeader(c), newLines(c), newHistory(c), &undo{card: c}
	c.page = &part.Page{
		Title: lang.L("New Segment"), Actions: c.actions(), Content: c.content(), First: c.header.first(),
		Keys: c.keys(), OnShow: c.shown, OnClose: c.Desk.Close,
	}
	if no != "" {
		c.page.Title = no
	}
	c.enable()
	c.loadView()
	return c
}

// Page is the card as the navigator shows it.
func (c *Card) Page() *part.Page { return c.page }

// Dialog is the dialog opened last, or nil.
func (c *Card) Dialog() *filters.Dialog { return c.dialog }

func (c *Card) content() fyne.CanvasObject {
	c.tabs = append(c.header.tabs(), c.lines.Tab)
	// General, Lines, Interaction, Campaign
	c.tabs[1], c.tabs[2], c.tabs[3] = c.tabs[3], c.tabs[1], c.tabs[2]
	objects := make([]fyne.CanvasObject, len(c.tabs))
	for i, tab := range c.tabs {
		objects[i] = tab
		tab.OnToggle = func(bool) { c.saveView() }
	}
	left := container.NewVScroll(part.NewStack(8, 10, objects...))
	right := part.NewStack(0, 10, c.history.panel)
	return container.NewBorder(nil, nil, nil, part.Wide(right, 300), left)
}

func (c *Card) actions() *part.ActionBar {
	c.bar = part.NewActionBar(
		part.Action{Text: lang.L("Add Contacts…"), Icon: look.IconAdd, Kind: part.Primary, Do: func() { c.ask(criteria.Add) }},
		part.Action{Text: lang.L("Refine…"), Icon: look.IconRefine, Kind: part.Boxed, Do: func() { c.ask(criteria.Refine) }},
		part.Action{Text: lang.L("Reduce…"), Icon: look.IconReduce, Kind: part.Boxed, Do: func() { c.ask(criteria.Reduce) }},
	)
	c.bar.Separate()
	c.back = c.bar.Add(part.Action{Text: lang.L("Go Back"), Icon: look.IconBack, Do: c.history.goBack})
	c.forward = c.bar.Add(part.Action{Text: lang.L("Go Forward"), Icon: look.IconForward, Do: c.history.goForward})
	c.bar.Separate()
	c.bar.Add(part.Action{Text: lang.L("Export…"), Icon: look.IconExport, Do: c.export})
	c.bar.Add(part.Action{Text: lang.L("Segment"), Icon: look.IconSegment, Menu: c.menu})
	return c.bar
}

func (c *Card) menu() []*fyne.MenuItem {
	made := func(do func()) func() {
		if c.no == "" {
			return nil
		}
		return do
	}
	return []*fyne.MenuItem{
		part.MenuItem(lang.L("New Segment"), look.IconNew, func() { c.session.Go.Segment("") }),
		part.MenuItem(lang.L("Segment Criteria"), look.IconCriteria, made(c.criteria)),
		part.MenuItem(lang.L("Copy as recipe"), look.IconCopy, made(c.history.copyRecipe)),
		fyne.NewMenuItemSeparator(),
		part.MenuItem(lang.L("Clear Criteria"), look.IconHistory, made(c.history.askClear)),
		part.MenuItem(lang.L("Delete Segment"), look.IconDelete, made(c.askDelete)),
	}
}

func (c *Card) keys() map[string]func() {
	keys := c.lines.Keys()
	maps.Copy(keys, map[string]func(){
		"Ctrl+Z": c.undo.back, "Ctrl+Shift+Z": c.undo.forward, "Ctrl+Y": c.undo.forward,
		"Ctrl+E": c.export, "F5": c.Reload, "F7": c.criteria,
		"Alt+N":       func() { c.session.Go.Segment("") },
		"Ctrl+Insert": func() { c.lines.typeContact(0) }, "Ctrl+Delete": c.lines.deleteSelected,
		"F6": func() { c.nextTab(1) }, "Shift+F6": func() { c.nextTab(-1) }, "Alt+F6": c.collapse,
	})
	return keys
}

// nextTab gives the keyboard to the next FastTab.
func (c *Card) nextTab(step int) {
	at := c.tabAt()
	if at < 0 && step < 0 {
		at = 0
	}
	c.tabs[(at+step+len(c.tabs))%len(c.tabs)].Focus()
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
	if c.no != "" {
		c.Reload()
	} else {
		c.prepare()
	}
	if c.dialog != nil {
		c.dialog.Resume()
	}
}

// prepare reads what a card without a segment needs.
func (c *Card) prepare() {
	var env filter.Env
	c.Desk.Run(func(ctx context.Context) (err error) {
		env, err = c.session.Company.Env(ctx, filter.Env{})
		return err
	}, func(err error) {
		if err != nil {
			c.session.Go.Fail(err)
			return
		}
		c.read.env = env
	})
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
	var read data
	c.cancel = c.Desk.Run(func(ctx context.Context) (err error) {
		read, err = c.readAll(ctx, no)
		return err
	}, func(err error) {
		if err != nil {
			c.session.Go.Fail(err)
			return
		}
		c.read = read
		c.publish()
		c.lines.Show(lineSource{c.session, no})
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
	if read.cost, read.duration, err = c.session.Segments.Totals(ctx, no); err != nil {
		return read, err
	}
	read.names = map[string]string{}
	for _, f := range segment.HeaderFields() {
		code := read.segment.Text(f.Key)
		if f.Lookup == "" || code == "" {
			continue
		}
		if read.names[f.Key], err = c.session.Records.Describe(ctx, f.Lookup, code); err != nil {
			return read, err
		}
	}
	return read, nil
}

// publish shows what was read.
func (c *Card) publish() {
	seg := c.read.segment
	c.no = seg.No
	title := c.title()
	c.page.Title = title
	if c.session.Go.Title != nil {
		c.session.Go.Title(title)
	}
	c.header.publish()
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
	c.back.SetEnabled(c.read.segment.Step > 0)
	c.forward.SetEnabled(c.read.segment.Step < c.read.segment.Steps)
}

// say shows in the action bar what was done.
func (c *Card) say(text string) { c.bar.SetStatus(text) }

// Status is what the card says was done last.
func (c *Card) Status() string { return c.bar.Status() }

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
	var given string
	c.Desk.Write(func(ctx context.Context) (err error) {
		given, err = c.session.Segments.CreateSegment(ctx, no, fields, filter.Env{})
		return err
	}, func(err error) {
		if err != nil {
			c.header.refuse("no", err)
			return
		}
		c.no = given
		c.say(lang.L("Segment {{.no}} created", map[string]any{"no": given}))
		c.Reload()
		if next != nil {
			next()
		}
	})
}

// ask opens the dialog of an action.
func (c *Card) ask(action criteria.Action) {
	c.made(func() {
		c.dialog = filters.Show(c.session, filters.Params{
			Segment: c.no, Title: c.title(), Action: action, Desk: c.Desk, Done: c.done,
		})
	})
}

// done says what an action did.
func (c *Card) done(r segment.Result) {
	c.undo.acted()
	change := r.LinesAfter - r.LinesBefore
	values := map[string]any{"n": part.Number(max(change, -change)), "lines": part.Number(r.LinesAfter)}
	if r.Action == criteria.Add {
		c.say(lang.N("{{.n}} contacts added", change, values) + ", " + lang.N("{{.lines}} lines now", r.LinesAfter, values))
	} else {
		c.say(lang.N("{{.n}} contacts removed", -change, values) + ", " + lang.N("{{.lines}} lines now", r.LinesAfter, values))
	}
	c.lines.list.Focus()
	c.Reload()
}

func (c *Card) criteria() {
	if c.no != "" {
		c.session.Go.Criteria(c.no)
	}
}

func (c *Card) export() {
	if c.no != "" {
		c.session.Go.Export(c.no)
	}
}

func (c *Card) askDelete() {
	part.Ask(c.session.Window.Canvas(), part.Question{
		Title: lang.L("Delete Segment"),
		Text:  lang.L("Delete **{{.segment}}** with its lines and criteria? This cannot be taken back.", map[string]any{"segment": c.title()}),
		Yes:   lang.L("Delete"), No: lang.L("Cancel"),
		OnYes: func() {
			c.Desk.RunSlow(c.session.Window.Canvas(), lang.L("Deleting the segment…"), func(ctx context.Context, _ func(done, total int)) error {
				return c.session.Segments.DeleteSegment(ctx, c.no)
			}, func(err error, stopped bool) {
				switch {
				case stopped:
				case err != nil:
					c.session.Go.Fail(err)
				default:
					c.no = ""
					c.session.Go.Back()
				}
			})
		},
	})
}
