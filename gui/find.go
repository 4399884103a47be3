package gui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/lang"

	"winnow/core/catalog"
	"winnow/core/record"
	"winnow/gui/part"
	"winnow/gui/work"
)

// foundRecords is how many segments and how many contacts Find offers.
const foundRecords = 6

// finder finds pages, actions, segments and contacts by what is typed.
type finder struct {
	window *Window
	desk   *work.Desk
	box    *part.FindBox
	cancel context.CancelFunc
}

func newFinder(w *Window) *finder { return &finder{window: w, desk: work.NewDesk()} }

func (f *finder) show() {
	if f.box != nil && f.box.IsOpen() {
		return
	}
	f.box = part.ShowFind(f.window.window.Canvas(), f.search)
}

// places are the pages and actions there are.
func (f *finder) places() []part.Found {
	ways := f.window.session.Go
	pages, actions := lang.L("Pages"), lang.L("Actions")
	return []part.Found{
		{Group: pages, Caption: lang.L("Home"), Do: ways.Home},
		{Group: pages, Caption: lang.L("Segments"), Do: ways.Segments},
		{Group: pages, Caption: lang.L("Contacts"), Do: func() { ways.Contacts(lang.L("Contacts"), nil) }},
		{Group: pages, Caption: lang.L("Settings"), Detail: "Alt+T", Do: ways.Settings},
		{Group: pages, Caption: lang.L("Help"), Detail: "F1", Do: ways.Help},
		{Group: actions, Caption: lang.L("New Segment"), Detail: "Alt+N", Do: func() { ways.Segment("") }},
		{Group: actions, Caption: lang.L("Import…"), Do: func() { ways.Import() }},
		{Group: actions, Caption: lang.L("Open another company…"), Do: f.window.askOpen},
		{Group: actions, Caption: lang.L("New company…"), Do: f.window.askNew},
		{Group: actions, Caption: lang.L("Back up the company…"), Do: f.window.askBackup},
	}
}

// search finds what a text names. The answer to a text is dropped when another
// has been typed.
func (f *finder) search(text string, done func([]part.Found)) {
	if f.cancel != nil {
		f.cancel()
	}
	var found []part.Found
	wanted := strings.ToLower(strings.TrimSpace(text))
	for _, place := range f.places() {
		if strings.Contains(strings.ToLower(place.Caption), wanted) {
			found = append(found, place)
		}
	}
	if wanted == "" {
		done(found)
		return
	}
	var records []part.Found
	f.cancel = f.desk.Run(func(ctx context.Context) (err error) {
		records, err = f.records(ctx, strings.TrimSpace(text))
		return err
	}, func(err error) {
		if err != nil {
			f.window.log.Warn("find records", "error", err)
		}
		done(append(found, records...))
	})
}

// records finds segments and contacts.
func (f *finder) records(ctx context.Context, text string) ([]part.Found, error) {
	s := f.window.session
	segments, err := s.Records.Codes(ctx, "segment_header", text, foundRecords)
	if err != nil {
		return nil, err
	}
	var found []part.Found
	for _, c := range segments {
		found = append(found, part.Found{Group: lang.L("Segments"), Caption: c.Value + " · " + c.Description, Do: func() { s.Go.Segment(c.Value) }})
	}
	list, err := s.Records.List(ctx, catalog.Contact, record.Query{Search: text})
	if err != nil {
		return found, err
	}
	page, err := list.Page(ctx, 0, foundRecords)
	for _, r := range page {
		no := r.Text("no")
		found = append(found, part.Found{Group: lang.L("Contacts"), Caption: r.Text("name"), Detail: no + " · " + r.Text("company_name"),
			Do: func() { s.Go.Contact(no) }})
	}
	return found, err
}
