package card

import (
	"context"

	"fyne.io/fyne/v2"

	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
	shown "winnow/gui/criteria"
	"winnow/gui/entry"
	facets "winnow/gui/facet"
	"winnow/gui/field"
	"winnow/gui/filters"
	"winnow/gui/i18n"
	"winnow/gui/output"
	"winnow/gui/route"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// The keys of the criteria actions and of the ways through them.
const (
	addKey       = "Alt+A"
	refineKey    = "Alt+R"
	reduceKey    = "Alt+D"
	goBackKey    = "Alt+Left"
	goForwardKey = "Alt+Right"
	logKey       = "Alt+L"
)

func (c *Card) actions() *widget.ActionBar {
	add, refine, reduce := func() { c.ask(criteria.Add) }, func() { c.ask(criteria.Refine) }, func() { c.ask(criteria.Reduce) }
	c.bar = widget.NewActionBar(
		widget.Action{Text: i18n.T("common.contacts"), Icon: theme.IconContacts, Menu: func() []*fyne.MenuItem {
			return c.contactMenu(add, refine, reduce)
		}},
	)
	c.changing = []*widget.Button{
		c.bar.Add(widget.Action{Text: i18n.T("common.add_dialog"), Icon: theme.IconAdd, Kind: widget.Primary, Key: addKey, Do: add}),
		c.bar.Add(widget.Action{Text: i18n.T("card.refine_dialog"), Icon: theme.IconRefine, Kind: widget.Boxed, Key: refineKey, Do: refine}),
		c.bar.Add(widget.Action{Text: i18n.T("card.reduce_dialog"), Icon: theme.IconReduce, Kind: widget.Boxed, Key: reduceKey, Do: reduce}),
	}
	c.lines.Bar = c.bar
	c.bar.Separate()
	c.goBack = c.bar.Add(widget.Action{Text: i18n.T("common.go_back"), Icon: theme.IconBack, Key: goBackKey, Do: c.history.goBack})
	c.goForward = c.bar.Add(widget.Action{Text: i18n.T("common.go_forward"), Icon: theme.IconForward, Key: goForwardKey, Minor: true, Do: c.history.goForward})
	c.bar.Separate()
	c.bar.Add(widget.Action{Text: i18n.T("common.export"), Icon: theme.IconExport, Menu: c.exportMenu})
	c.log = c.bar.Add(widget.Action{Text: i18n.T("common.log_dialog"), Icon: theme.IconLog, Key: logKey, Do: c.askLog})
	c.bar.Add(widget.Action{Text: i18n.T("common.segment"), Icon: theme.IconSegment, Menu: c.segmentMenu})
	return c.bar
}

// whenMade returns do where there is a segment, else nil, which greys an entry.
func (c *Card) whenMade(do func()) func() {
	if c.no == "" {
		return nil
	}
	return do
}

// whenActive returns do where the segment can be changed, made or not, else nil.
func (c *Card) whenActive(do func()) func() {
	if c.sealed() {
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
	var back, forward func() // greyed where there is no step that way
	if !c.goBack.Disabled() {
		back = c.history.goBack
	}
	if !c.goForward.Disabled() {
		forward = c.history.goForward
	}
	return []*fyne.MenuItem{
		withKey(widget.MenuItem(i18n.T("common.add_contacts_dialog"), theme.IconAdd, c.whenActive(add)), addKey),
		withKey(widget.MenuItem(i18n.T("card.remove_contacts_refine_dialog"), theme.IconRefine, c.whenActive(refine)), refineKey),
		withKey(widget.MenuItem(i18n.T("card.remove_contacts_reduce_dialog"), theme.IconReduce, c.whenActive(reduce)), reduceKey),
		withKey(widget.MenuItem(i18n.T("common.go_back"), theme.IconBack, back), goBackKey),
		withKey(widget.MenuItem(i18n.T("common.go_forward"), theme.IconForward, forward), goForwardKey),
		fyne.NewMenuItemSeparator(),
		withKey(widget.MenuItem(i18n.T("card.add_one_contact_dialog"), theme.IconPerson, c.whenActive(func() { c.lines.typeContact(0) })), "Ctrl+Insert"),
		widget.MenuItem(i18n.T("card.set_field_of_selected_lines_dialog"), theme.IconEdit, c.whenActive(c.whenMade(c.lines.setField))),
		withKey(widget.MenuItem(i18n.T("card.delete_selected_lines"), theme.IconDelete, c.whenActive(c.whenMade(c.lines.deleteSelected))), "Ctrl+Delete"),
		fyne.NewMenuItemSeparator(),
		widget.MenuItem(i18n.T("card.why_is_contact_not_here_dialog"), theme.IconInfo, c.whenMade(c.askWhy)),
	}
}

func (c *Card) exportMenu() []*fyne.MenuItem {
	items := []*fyne.MenuItem{withKey(widget.MenuItem(i18n.T("common.export_for_mail_merge_dialog"), theme.IconExport, c.whenMade(c.export)), "Ctrl+E")}
	items = append(items, output.Menu(c.session, func() (string, bool) { return c.no, c.no != "" })...)
	return append(items,
		fyne.NewMenuItemSeparator(),
		withKey(widget.MenuItem(i18n.T("card.copy_selected_lines"), theme.IconCopy, c.whenMade(c.lines.Copy)), "Ctrl+C"),
		widget.MenuItem(i18n.T("card.copy_criteria_as_recipe"), theme.IconCriteria, c.whenMade(c.history.copyRecipe)),
	)
}

func (c *Card) segmentMenu() []*fyne.MenuItem {
	log := withKey(widget.MenuItem(i18n.T("common.log_dialog"), theme.IconLog, c.whenMade(c.askLog)), logKey)
	if c.canUnlog() {
		log = widget.MenuItem(i18n.T("logged.undo_log"), theme.IconBack, c.undoLog)
	}
	items := []*fyne.MenuItem{
		withKey(widget.MenuItem(i18n.T("common.new_segment"), theme.IconNew, c.session.To(route.Segment{})), "Alt+N"),
		withKey(widget.MenuItem(i18n.T("card.open_in_own_window"), theme.IconOpen, c.whenMade(c.ownWindow)), "Alt+Shift+W"),
		fyne.NewMenuItemSeparator(),
		widget.MenuItem(i18n.T("common.segment_criteria"), theme.IconCriteria, c.whenMade(c.criteria)),
		withKey(widget.MenuItem(i18n.T("card.statistics"), theme.IconStatistics, c.whenMade(c.statistics)), "F7"),
		withKey(widget.MenuItem(i18n.T("facet.facets"), theme.IconStatistics, c.whenMade(c.toggleFacets)), facets.Key),
		withKey(widget.MenuItem(i18n.T("caption.interactions"), theme.IconHistory, c.whenMade(c.interactions)), "Ctrl+F7"),
		widget.MenuItem(i18n.T("caption.tasks"), theme.IconCheck, c.whenMade(c.tasks)),
		widget.MenuItem(i18n.T("tasks.create_tasks_dialog"), theme.IconNew, c.whenMade(c.createTasks)),
		widget.MenuItem(i18n.T("calls.call_round"), theme.IconContacts, c.whenMade(c.callRound)),
		widget.MenuItem(i18n.T("card.compare_dialog"), theme.IconStatistics, c.whenMade(c.askCompare)),
		widget.MenuItem(i18n.T("card.why_is_contact_not_here_dialog"), theme.IconInfo, c.whenMade(c.askWhy)),
		fyne.NewMenuItemSeparator(),
		log,
		widget.MenuItem(i18n.T("card.reuse_logged_segment_dialog"), theme.IconHistory, c.whenActive(c.reuseLogged)),
		widget.MenuItem(i18n.T("card.apply_mailing_group_dialog"), theme.IconContacts, c.whenMade(c.askMailingGroup)),
		widget.MenuItem(i18n.T("card.split_dialog"), theme.IconCopy, c.whenMade(c.askSplit)),
		fyne.NewMenuItemSeparator(),
		widget.MenuItem(i18n.T("common.save_criteria_dialog"), theme.IconSave, c.whenMade(c.saveCriteria)),
		widget.MenuItem(i18n.T("common.reuse_criteria_dialog"), theme.IconCriteria, c.whenActive(c.reuseCriteria)),
		widget.MenuItem(i18n.T("common.apply_recipe_file_dialog"), theme.IconOpen, c.whenActive(c.applyRecipe)),
		fyne.NewMenuItemSeparator(),
		widget.MenuItem(i18n.T("criteria.refresh_segment_dialog"), theme.IconRefresh, c.whenActive(c.whenMade(c.refresh))),
		widget.MenuItem(i18n.T("card.clear_criteria_dialog"), theme.IconHistory, c.whenActive(c.whenMade(c.history.askClear))),
		widget.MenuItem(i18n.T("card.delete_segment_dialog"), theme.IconDelete, c.whenActive(c.whenMade(c.askDelete))),
	}
	if c.read.shared {
		items = append(items, fyne.NewMenuItemSeparator(), c.holderItem())
	}
	return items
}

// holderItem gives the segment to somebody else, or takes it over from whoever holds it.
func (c *Card) holderItem() *fyne.MenuItem {
	if c.read.segment.Holder != "" {
		return widget.MenuItem(i18n.T("card.take_over_dialog"), theme.IconPerson, c.takeOver)
	}
	return widget.MenuItem(i18n.T("card.give_dialog"), theme.IconPerson, c.whenMade(c.session.To(route.GiveSegment{No: c.no})))
}

func (c *Card) takeOver() {
	c.session.Go.Open(route.TakeOverSegment{No: c.no, Holder: c.read.segment.Holder})
}

// ask opens the dialog of an action.
func (c *Card) ask(action criteria.Action) {
	if c.refuses() {
		return
	}
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
		text := i18n.T("card.n_contacts_added", "count", change, values) + ", " + i18n.T("card.lines_now", "count", r.LinesAfter, values)
		if left := shown.LeftOut(r); left != "" {
			text += "; " + left
		}
		c.sayUndo(text, c.back)
	} else {
		c.sayUndo(i18n.T("common.n_contacts_removed", "count", -change, values)+", "+i18n.T("card.lines_now", "count", r.LinesAfter, values), c.back)
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

// interactions lists those that name the segment.
func (c *Card) interactions() {
	if c.no != "" {
		c.session.Go.Open(route.Interactions{Title: i18n.T("caption.interactions") + " · " + c.title(), Where: route.Where{Field: "segment_no", Filter: filter.Quote(c.no)}})
	}
}

// tasks lists those that were made for the segment.
func (c *Card) tasks() {
	c.session.Go.Open(route.Tasks{Title: i18n.T("caption.tasks") + " · " + c.title(), Where: route.Where{Field: "segment_no", Filter: filter.Quote(c.no)}})
}

func (c *Card) createTasks() { c.session.Go.Open(route.SegmentTasks{Segment: c.no}) }

func (c *Card) callRound() { c.session.Go.Open(route.CallRound{Segment: c.no}) }

// askCompare looks up another segment and compares this one with it.
func (c *Card) askCompare() {
	lookup := field.Segments(c.room(), segment.FindParams{Except: c.no}, func(no string) { c.session.Go.Open(route.Compare{A: c.no, B: no}) })
	c.lines.Tab.SetOpen(true) // the lookup hangs on its search field
	entry.ShowLookup(c.lines.Search, lookup)
}

// askWhy looks up a contact and explains why it is in the segment or why not.
func (c *Card) askWhy() {
	lookup := contactLookup(c, func(no string) { c.session.Go.Open(route.Explain{Segment: c.no, Contact: no}) })
	c.lines.Tab.SetOpen(true) // the lookup hangs on its search field
	entry.ShowLookup(c.lines.Search, lookup)
}

func (c *Card) askDelete() {
	widget.Ask(c.session.Window.Canvas(), widget.Question{
		Title: i18n.T("card.delete_segment"), Final: true,
		Text: i18n.T("card.delete_segment_with_its_lines_and_criteria", "segment", c.title()),
		Yes:  i18n.T("common.delete"), No: i18n.T("common.cancel"),
		OnYes: func() {
			c.Tasks.RunSlow(c.session.Window.Canvas(), i18n.T("card.deleting_segment_dialog"), func(ctx context.Context, _ func(done, total int)) error {
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
