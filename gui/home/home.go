// Package home shows the first page, where a day's work begins: what there is,
// which segments were used last, and what can be done. It decides nothing
// itself.
package home

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/core/catalog"
	"winnow/core/segment"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/region"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// usedLast is how many segments are shown.
const usedLast = 10

// emptyRows is how high the list of them is at least.
const emptyRows = 3

// Home is the first page of the window.
type Home struct {
	// Tasks do the page's work.
	Tasks *work.Tasks

	session  *session.Session
	params   Params
	page     *widget.Page
	bar      *widget.ActionBar
	tiles    []tile
	pictures *pictures
	list     *list.List
	empty    fyne.CanvasObject // shown while there are no contacts
}

// Params are what the page knows of companies.
type Params struct {
	// Menu is what can be done with company files.
	Menu func() []*fyne.MenuItem
	// Recent are the company files used before, the last one first, but for the
	// open one.
	Recent []string
	// OpenCompany opens another company file.
	OpenCompany func(path string)
	// Copy makes a copy that can be changed of a company that can only be read,
	// and opens it.
	Copy func()
	// Sample opens the sample company, which is made where there is none.
	Sample func()
}

// Open returns the first page.
func Open(s *session.Session, p Params) *Home {
	h := &Home{Tasks: work.NewTasks(), session: s, params: p}
	h.tiles = h.newTiles()
	h.pictures = newPictures(s, h.Tasks, h.say)
	h.empty = newEmpty(s, p.Sample)
	h.list = list.New([]list.Column{
		{Key: "no", Caption: i18n.T("caption.no"), Width: 118},
		{Key: "description", Caption: i18n.T("caption.description"), Width: 300},
		{Key: "salesperson", Caption: i18n.T("caption.salesperson"), Width: 130},
		{Key: "date", Caption: i18n.T("caption.date"), Width: 120},
		{Key: "lines", Caption: i18n.T("common.no_of_lines"), Width: 130, Align: widget.Right},
		{Key: "steps", Caption: i18n.T("common.no_of_criteria_actions"), Width: 210, Align: widget.Right},
		{Key: "changed", Caption: i18n.T("common.changed"), Width: 180},
	})
	h.list.MinRows = emptyRows
	h.list.Empty = i18n.T("home.no_segments_yet_new_segment_alt_n")
	h.list.OnOpen = h.open
	h.list.OnLink = func(row int, _ string) { h.open(row) }
	h.bar = h.actions()
	h.page = &widget.Page{
		Title: i18n.T("common.home"), Actions: h.bar, First: h.tiles[0].shown,
		Content: container.NewVScroll(widget.NewStack(24, 18, h.sections()...)),
		Keys:    map[string]func(){"Alt+N": s.To(route.Segment{}), "F5": h.Reload},
		OnShow:  h.Reload, OnClose: h.Tasks.Close,
	}
	return h
}

// Page is the first page as the navigator shows it.
func (h *Home) Page() *widget.Page { return h.page }

// sections are the parts of the page, one below the other.
func (h *Home) sections() []fyne.CanvasObject {
	var list []fyne.CanvasObject
	if h.session.Company.ReadOnly() {
		notice := widget.NewNotice()
		notice.Say(i18n.T("home.this_company_can_only_be_read_nothing"),
			widget.Action{Text: i18n.T("home.work_on_copy_dialog"), Do: h.params.Copy})
		list = append(list, notice)
	}
	var tiles []*widget.Tile
	for _, t := range h.tiles {
		tiles = append(tiles, t.shown)
	}
	list = append(list,
		widget.NewStack(8, 0, widget.NewTitle(i18n.T("home.activities")), widget.NewTiles(tiles...)),
		h.empty,
		h.pictures.board,
		widget.NewStack(8, 0, widget.NewTitle(i18n.T("home.segments_used_last")), widget.Framed(h.list)),
	)
	if len(h.params.Recent) == 0 {
		return list
	}
	links := []fyne.CanvasObject{widget.NewTitle(i18n.T("home.other_companies"))}
	for _, path := range h.params.Recent {
		where := widget.NewParagraph(filepath.Dir(path))
		where.Color = theme.Faint
		name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		links = append(links, widget.NewRow(widget.NewLink(name, func() { h.params.OpenCompany(path) }), widget.Wide(where, 600)))
	}
	return append(list, widget.NewStack(6, 0, links...))
}

func (h *Home) actions() *widget.ActionBar {
	s := h.session
	bar := widget.NewActionBar(
		widget.Action{Text: i18n.T("common.new_segment"), Icon: theme.IconNew, Kind: widget.Primary, Key: "Alt+N", Do: s.To(route.Segment{})},
		widget.Action{Text: i18n.T("common.import_dialog"), Icon: theme.IconImport, Kind: widget.Boxed, Do: s.To(route.Import{})},
	)
	bar.Separate()
	bar.Add(widget.Action{Text: i18n.T("common.segments"), Icon: theme.IconSegment, Minor: true, Do: s.To(route.Segments{})})
	bar.Add(widget.Action{Text: i18n.T("common.contacts"), Icon: theme.IconContacts, Minor: true, Do: s.To(route.Contacts{})})
	bar.Add(widget.Action{Text: i18n.T("common.saved_criteria"), Icon: theme.IconCriteria, Minor: true, Do: s.To(route.SavedCriteria{})})
	bar.Add(widget.Action{Text: i18n.T("common.code_tables"), Icon: theme.IconTemplates, Do: s.To(route.Codes{})})
	bar.Separate()
	bar.Add(widget.Action{Text: i18n.T("home.find"), Icon: theme.IconSearch, Key: "Alt+Q", Minor: true, Do: s.To(route.Find{})})
	bar.Add(widget.Action{Text: i18n.T("caption.company"), Icon: theme.IconCompany, Menu: h.params.Menu})
	bar.Add(widget.Action{Text: i18n.T("common.settings"), Icon: theme.IconSettings, Key: "Alt+T", Do: s.To(route.Settings{})})
	bar.Add(widget.Action{Text: i18n.T("common.help"), Icon: theme.IconHelp, Key: "F1", Do: s.To(route.Help{})})
	return bar
}

func (h *Home) open(row int) {
	if r, ok := h.list.Row(row); ok {
		h.session.Go.Open(route.Segment{No: r.Key})
	}
}

// Reload reads again what there is.
func (h *Home) Reload() {
	var segments []segment.Segment
	contacts := 0
	h.Tasks.Run(func(ctx context.Context) (err error) {
		if segments, err = h.session.Segments.Segments(ctx); err != nil {
			return err
		}
		contacts, err = h.session.Records.Count(ctx, catalog.Contact)
		return err
	}, h.session.Then(func() {
		h.count(segments)
		widget.SetVisible(h.empty, contacts == 0 && !h.session.Company.ReadOnly())
		widget.SetVisible(h.pictures.board, contacts > 0 || len(segments) > 0)
		h.show(segments)
		h.pictures.count(segments)
	}))
}

// count counts what the tiles show, each for itself, as some of it takes longer.
func (h *Home) count(active []segment.Segment) {
	for _, t := range h.tiles {
		session.Read(h.session, h.Tasks, func(ctx context.Context) (int, error) { return t.count(ctx, active) }, func(n int) { t.shown.SetNumber(widget.Number(n)) })
	}
}

// say shows in the action bar what was done.
func (h *Home) say(text string) { h.bar.SetStatus(text) }

// show lists the segments changed last.
func (h *Home) show(segments []segment.Segment) {
	slices.SortStableFunc(segments, func(a, b segment.Segment) int {
		return cmp.Or(cmp.Compare(b.ChangedAt, a.ChangedAt), cmp.Compare(b.No, a.No))
	})
	now := h.session.Company.Now()
	var rows []list.Row
	for _, s := range segments[:min(len(segments), usedLast)] {
		rows = append(rows, list.Row{Key: s.No, Cells: []list.Cell{
			{Text: s.No, Style: list.Link}, {Text: s.Text("description")}, {Text: s.Text("salesperson_code")}, {Text: region.Current().Date(s.Text("date"))},
			{Text: widget.Number(s.Lines)}, {Text: widget.Number(s.Step)}, {Text: Since(s.ChangedAt, now), Style: list.Grey},
		}})
	}
	h.list.MinRows = max(len(rows), emptyRows)
	h.list.SetRows(rows)
	h.page.Content.Refresh()
}

// Since says when something was, as one would say it now: the nearer it is the
// more exactly. at is in RFC 3339; anything else is said as it stands.
func Since(at string, now time.Time) string {
	then, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return at
	}
	then = then.In(now.Location())
	day := func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	}
	minutes, days := int(now.Sub(then).Minutes()), int(day(now).Sub(day(then)).Hours()/24)
	switch {
	case minutes < 1 && minutes >= 0:
		return i18n.T("home.just_now")
	case minutes > 0 && minutes < 60:
		return i18n.T("home.n_minutes_ago", "count", minutes)
	case days == 0 && minutes > 0:
		return i18n.T("home.today_time", "time", region.Current().Time(then))
	case days == 1:
		return i18n.T("home.yesterday_time", "time", region.Current().Time(then))
	}
	return region.Current().Day(then)
}
