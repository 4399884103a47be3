package campaign

import (
	"context"

	"fyne.io/fyne/v2/container"

	"winnow/core/campaign"
	"winnow/core/filter"
	"winnow/core/upkeep"
	"winnow/gui/entry"
	"winnow/gui/field"
	"winnow/gui/i18n"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/totals"
	"winnow/gui/undo"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// Card is the page of one campaign.
type Card struct {
	// Tasks do the page's work.
	Tasks *work.Tasks

	session *session.Session
	no      string
	page    *widget.Page
	bar     *widget.ActionBar
	fields  map[string]*field.Field
	general *widget.FastTab
	counted *entry.Fields
	read    data
	undo    *undo.History
}

// data is what was read last.
type data struct {
	env      filter.Env
	campaign campaign.Campaign
	names    map[string]string // what the codes are called, by field
}

// cardKeys are the fields, in their order.
var cardKeys = []string{"no", "starting_date", "description", "ending_date", "status_code", "salesperson_code", "last_date_modified"}

// OpenCard returns the page of a campaign.
func OpenCard(s *session.Session, no string) *Card {
	c := &Card{Tasks: work.NewTasks(), session: s, no: no, fields: map[string]*field.Field{}}
	say, sayUndo := func(text string) { c.bar.SetStatus(text) }, func(text string, back func()) { c.bar.SayUndo(text, back) }
	c.undo = undo.New(undo.Page{Session: s, Tasks: c.Tasks, No: &c.no, Say: say, SayUndo: sayUndo, Reload: c.Reload})
	room := &field.Room{Session: s, Tasks: c.Tasks, Env: func() filter.Env { return c.read.env }}
	var shown []entry.Field
	for _, key := range cardKeys {
		f, _ := spec.Field(key)
		c.fields[key] = field.New(room, f, func(typed string) { c.set(key, typed) })
		shown = append(shown, c.fields[key].Beside())
	}
	c.fields["last_date_modified"].Entry().SetEnabled(false)
	grid := entry.NewFields(shown...)
	grid.CaptionWidth = 172
	c.general = widget.NewFastTab(i18n.T("common.general"), grid)
	c.counted = entry.NewFields()
	c.counted.CaptionWidth = 230
	c.bar = c.actions()
	c.page = &widget.Page{
		Title: i18n.T("caption.campaign"), Actions: c.bar, First: c.fields["description"].Entry().Focusable(), OnShow: c.Reload, OnClose: c.Tasks.Close,
		Content: container.NewVScroll(widget.NewStack(8, 10, c.general, widget.NewFastTab(i18n.T("card.statistics"), c.counted))),
		Keys: map[string]func(){
			"Alt+N": c.create, "Ctrl+Delete": c.askDelete, "F5": c.Reload, "F7": c.on(statistics), "Ctrl+F7": c.on(interactions),
			"Ctrl+Z": c.undo.Back, "Ctrl+Shift+Z": c.undo.Forward, "Ctrl+Y": c.undo.Forward,
		},
	}
	return c
}

// Page is the campaign as the navigator shows it.
func (c *Card) Page() *widget.Page { return c.page }

func (c *Card) actions() *widget.ActionBar {
	bar := widget.NewActionBar(widget.Action{Text: i18n.T("common.new_dialog"), Icon: theme.IconNew, Kind: widget.Primary, Key: "Alt+N", Do: c.create},
		widget.Action{Text: i18n.T("common.delete"), Icon: theme.IconDelete, Kind: widget.Boxed, Key: "Ctrl+Delete", Do: c.askDelete})
	bar.Separate()
	for _, a := range navigation(c.on, c.details) {
		bar.Add(a)
	}
	return bar
}

// on is something done with the campaign.
func (c *Card) on(do func(s *session.Session, no string)) func() {
	return func() { do(c.session, c.no) }
}

func (c *Card) details() { details(c.session, c.Tasks, c.no, c.bar.SetStatus) }

func (c *Card) create() { create(c.session) }

// Reload reads the campaign again.
func (c *Card) Reload() {
	no := c.no
	session.Read(c.session, c.Tasks, func(ctx context.Context) (read data, err error) {
		if read.env, err = c.session.Company.Env(ctx, filter.Env{}); err != nil {
			return read, err
		}
		if read.campaign, err = c.session.Campaigns.Campaign(ctx, no); err != nil {
			return read, err
		}
		read.names = map[string]string{}
		for _, f := range spec.Fields {
			if code := read.campaign.Text(f.Key); f.Lookup != "" && code != "" {
				if read.names[f.Key], err = c.session.Records.Describe(ctx, f.Lookup, code); err != nil {
					return read, err
				}
			}
		}
		return read, nil
	}, c.publish)
}

func (c *Card) publish(read data) {
	c.read, c.no = read, read.campaign.Text("no")
	c.page.Title = i18n.T("campaigns.campaign_no_description", "no", c.no, "description", read.campaign.Text("description"))
	c.session.Go.Title(c.page.Title)
	for key, f := range c.fields {
		f.Publish(read.campaign.Text(key), read.names[key])
	}
	c.general.SetSummary("", c.no+" · "+read.campaign.Text("description"))
	c.counted.SetFields(totals.Fields(totals.Campaign(read.campaign.Statistics))...)
	c.page.Layout()
}

// set saves a field that was typed; one that is not taken is marked.
func (c *Card) set(key, typed string) {
	change := upkeep.Change{Table: spec.Key, Key: []string{c.no}, Fields: map[string]string{key: typed},
		Was: map[string]string{key: c.read.campaign.Text(key)}}
	var saved upkeep.Saved
	c.Tasks.RunSlow(c.session.Window.Canvas(), i18n.T("common.saving_dialog"), func(ctx context.Context, _ func(done, total int)) (err error) {
		saved, err = c.session.Upkeep.Update(ctx, change)
		return err
	}, func(err error, stopped bool) {
		switch {
		case stopped:
			c.Reload()
		case err != nil:
			if c.Tasks.Closed() || !c.fields[key].Refuse(err) {
				c.session.Go.Fail(err)
				return
			}
			c.general.SetOpen(true)
			c.session.Tell(err, c.bar.SetStatus)
		default:
			c.saved(saved, change.Fields)
		}
	})
}

// saved says what a change did, and lets Ctrl+Z take it back.
func (c *Card) saved(saved upkeep.Saved, fields map[string]string) {
	write := func(change upkeep.Change) func(context.Context, string) (string, error) {
		return func(ctx context.Context, no string) (string, error) {
			change.Table, change.Key = spec.Key, []string{no}
			after, err := c.session.Upkeep.Update(ctx, change)
			if err != nil {
				return no, err
			}
			return after.Key()[0], nil
		}
	}
	c.undo.Push(undo.Step{Back: write(upkeep.Change{Fields: saved.Before, TakenBack: true}), Again: write(upkeep.Change{Fields: fields})})
	c.no = saved.Key()[0]
	said := i18n.T("common.saved")
	if saved.Renamed > 0 {
		said = i18n.T("common.renamed_with_n_rows_that_named", "count", saved.Renamed)
	}
	c.bar.SayUndo(said, c.undo.Back)
	c.Reload()
}

// askDelete asks whether the campaign shall go, and then leaves the page.
func (c *Card) askDelete() {
	no := c.no
	askDelete(c.session, 1, no+" "+c.read.campaign.Text("description"), func() {
		c.Tasks.RunSlow(c.session.Window.Canvas(), i18n.T("campaigns.deleting_campaigns_dialog"), func(ctx context.Context, report func(done, total int)) (err error) {
			_, err = remove(ctx, c.session, []string{no}, report)
			return err
		}, c.session.Ended(c.bar.SetStatus, c.session.Go.Back))
	})
}
