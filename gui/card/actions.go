package card

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/core/criteria"
	"winnow/core/segment"
	"winnow/gui/entry"
	"winnow/gui/filters"
	"winnow/gui/i18n"
	"winnow/gui/output"
	"winnow/gui/route"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

func (c *Card) actions() *widget.ActionBar {
	add, refine, reduce := func() { c.ask(criteria.Add) }, func() { c.ask(criteria.Refine) }, func() { c.ask(criteria.Reduce) }
	c.bar = widget.NewActionBar(
		widget.Action{Text: lang.L("Contacts"), Icon: theme.IconContacts, Menu: func() []*fyne.MenuItem {
			return c.contactMenu(add, refine, reduce)
		}},
		widget.Action{Text: lang.L("Add…"), Icon: theme.IconAdd, Kind: widget.Primary, Do: add},
		widget.Action{Text: lang.L("Refine…"), Icon: theme.IconRefine, Kind: widget.Boxed, Do: refine},
		widget.Action{Text: lang.L("Reduce…"), Icon: theme.IconReduce, Kind: widget.Boxed, Do: reduce},
	)
	c.lines.Bar = c.bar
	c.bar.Separate()
	c.goBack = c.bar.Add(widget.Action{Text: lang.L("Go Back"), Icon: theme.IconBack, Do: c.history.goBack})
	c.goForward = c.bar.Add(widget.Action{Text: lang.L("Go Forward"), Icon: theme.IconForward, Do: c.history.goForward})
	c.bar.Separate()
	c.bar.Add(widget.Action{Text: lang.L("Export"), Icon: theme.IconExport, Menu: c.exportMenu})
	c.bar.Add(widget.Action{Text: lang.L("Segment"), Icon: theme.IconSegment, Menu: c.segmentMenu})
	return c.bar
}

// whenMade returns do where there is a segment, else nil, which greys an entry.
func (c *Card) whenMade(do func()) func() {
	if c.no == "" {
		return nil
	}
	return do
}

// withKey says in a menu's entry which key does the same. Fyne would set it so
// pale that nobody could read it.
func withKey(item *fyne.MenuItem, key string) *fyne.MenuItem {
	item.Label += "  (" + i18n.Keys(key) + ")"
	return item
}

func (c *Card) contactMenu(add, refine, reduce func()) []*fyne.MenuItem {
	return []*fyne.MenuItem{
		widget.MenuItem(lang.L("Add Contacts…"), theme.IconAdd, add),
		widget.MenuItem(lang.L("Remove Contacts - Refine…"), theme.IconRefine, refine),
		widget.MenuItem(lang.L("Remove Contacts - Reduce…"), theme.IconReduce, reduce),
		fyne.NewMenuItemSeparator(),
		withKey(widget.MenuItem(lang.L("Add one contact…"), theme.IconPerson, func() { c.lines.typeContact(0) }), "Ctrl+Insert"),
		widget.MenuItem(lang.L("Set a field of the selected lines…"), theme.IconEdit, c.whenMade(c.lines.setField)),
		withKey(widget.MenuItem(lang.L("Delete the selected lines"), theme.IconDelete, c.whenMade(c.lines.deleteSelected)), "Ctrl+Delete"),
		fyne.NewMenuItemSeparator(),
		widget.MenuItem(lang.L("Why is a contact not here?…"), theme.IconInfo, c.whenMade(c.askWhy)),
	}
}

func (c *Card) exportMenu() []*fyne.MenuItem {
	items := []*fyne.MenuItem{withKey(widget.MenuItem(lang.L("Export for mail merge…"), theme.IconExport, c.whenMade(c.export)), "Ctrl+E")}
	items = append(items, output.Menu(c.session, func() (string, bool) { return c.no, c.no != "" })...)
	return append(items,
		fyne.NewMenuItemSeparator(),
		withKey(widget.MenuItem(lang.L("Copy the selected lines"), theme.IconCopy, c.whenMade(c.lines.Copy)), "Ctrl+C"),
		widget.MenuItem(lang.L("Copy the criteria as a recipe"), theme.IconCriteria, c.whenMade(c.history.copyRecipe)),
	)
}

func (c *Card) segmentMenu() []*fyne.MenuItem {
	return []*fyne.MenuItem{
		withKey(widget.MenuItem(lang.L("New Segment"), theme.IconNew, c.session.To(route.Segment{})), "Alt+N"),
		withKey(widget.MenuItem(lang.L("Open in own window"), theme.IconOpen, c.whenMade(c.ownWindow)), "Alt+Shift+W"),
		fyne.NewMenuItemSeparator(),
		widget.MenuItem(lang.L("Segment Criteria"), theme.IconCriteria, c.whenMade(c.criteria)),
		withKey(widget.MenuItem(lang.L("Statistics"), theme.IconStatistics, c.whenMade(c.statistics)), "F7"),
		widget.MenuItem(lang.L("Why is a contact not here?…"), theme.IconInfo, c.whenMade(c.askWhy)),
		fyne.NewMenuItemSeparator(),
		widget.MenuItem(lang.L("Save Criteria…"), theme.IconSave, c.whenMade(c.saveCriteria)),
		widget.MenuItem(lang.L("Reuse Criteria…"), theme.IconCriteria, c.reuseCriteria),
		widget.MenuItem(lang.L("Apply a recipe file…"), theme.IconOpen, c.applyRecipe),
		fyne.NewMenuItemSeparator(),
		widget.MenuItem(lang.L("Clear Criteria…"), theme.IconHistory, c.whenMade(c.history.askClear)),
		widget.MenuItem(lang.L("Delete Segment…"), theme.IconDelete, c.whenMade(c.askDelete)),
	}
}

// ask opens the dialog of an action.
func (c *Card) ask(action criteria.Action) {
	c.made(func() {
		c.now()
		c.dialog = filters.Show(c.session, filters.Params{
			Segment: c.no, Title: c.title(), Action: action, Tasks: c.Tasks, Done: c.done,
		})
	})
}

// done says what an action did.
func (c *Card) done(r segment.Result) {
	c.together.undo.acted()
	change := r.LinesAfter - r.LinesBefore
	values := map[string]any{"n": widget.Number(max(change, -change)), "lines": widget.Number(r.LinesAfter)}
	if r.Action == criteria.Add {
		c.say(lang.N("{{.n}} contacts added", change, values) + ", " + lang.N("{{.lines}} lines now", r.LinesAfter, values))
	} else {
		c.say(lang.N("{{.n}} contacts removed", -change, values) + ", " + lang.N("{{.lines}} lines now", r.LinesAfter, values))
	}
	c.lines.list.Focus()
	c.changed()
}

func (c *Card) criteria() {
	if c.no != "" {
		c.session.Go.Open(route.Criteria{No: c.no})
	}
}

func (c *Card) export() {
	if c.no != "" {
		c.session.Go.Open(route.Export{No: c.no})
	}
}

// ownWindow shows the segment in a window of its own.
func (c *Card) ownWindow() {
	if c.no != "" {
		c.session.Go.Open(route.OwnWindow{No: c.no})
	}
}

// statistics opens the page that counts what the lines are and lack.
func (c *Card) statistics() {
	if c.no != "" {
		c.session.Go.Show(OpenStatistics(c.session, c.no).Page())
	}
}

// askWhy looks up a contact and explains why it is in the segment or why not.
func (c *Card) askWhy() {
	lookup := contactLookup(c, func(no string) { c.session.Go.Open(route.Explain{Segment: c.no, Contact: no}) })
	c.lines.Tab.SetOpen(true) // the lookup hangs on its search field
	entry.ShowLookup(c.lines.Search, lookup)
}

func (c *Card) askDelete() {
	widget.Ask(c.session.Window.Canvas(), widget.Question{
		Title: lang.L("Delete Segment"),
		Text:  lang.L("Delete **{{.segment}}** with its lines and criteria? This cannot be taken back.", map[string]any{"segment": c.title()}),
		Yes:   lang.L("Delete"), No: lang.L("Cancel"),
		OnYes: func() {
			c.Tasks.RunSlow(c.session.Window.Canvas(), lang.L("Deleting the segment…"), func(ctx context.Context, _ func(done, total int)) error {
				return c.session.Segments.DeleteSegment(ctx, c.no)
			}, func(err error, stopped bool) {
				switch {
				case stopped:
				case err != nil:
					c.session.Go.Fail(err)
				default:
					c.deleted()
				}
			})
		},
	})
}
