package gui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/lang"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/gui/codes"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/transfer"
	"winnow/gui/work"
)

// foundRecords is how many segments, contacts and saved criteria Find offers, of
// each.
const foundRecords = 6

// finder finds pages, actions, settings and records by what is typed.
type finder struct {
	window *Window
	tasks  *work.Tasks
	box    *entry.FindBox
	cancel context.CancelFunc
}

func newFinder(w *Window) *finder { return &finder{window: w, tasks: work.NewTasks()} }

func (f *finder) show() {
	if f.box != nil && f.box.IsOpen() {
		return
	}
	f.box = entry.ShowFind(f.window.window.Canvas(), f.search)
}

// places are all that is found without asking the company.
func (f *finder) places() []findable {
	var all []findable
	for _, list := range [][]findable{f.onPage(), f.pages(), f.actions(), f.settings(), f.tables()} {
		all = append(all, list...)
	}
	return all
}

// onPage is what the page that is shown can do now.
func (f *finder) onPage() []findable {
	page := f.window.navigator.Page()
	if page == nil || page.Actions == nil {
		return nil
	}
	var all []findable
	for _, a := range page.Actions.Actions() {
		all = append(all, findable{Found: entry.Found{Group: lang.L("On this page"), Caption: a.Text, Detail: a.In, Keys: i18n.Keys(a.Key), Do: a.Do}})
	}
	return all
}

// pages are the pages there are, as they are registered.
func (f *finder) pages() []findable {
	var all []findable
	for _, p := range f.window.places() {
		if p.caption != "" {
			all = append(all, findable{entry.Found{Group: lang.L("Pages"), Caption: p.caption, Keys: i18n.Keys(p.keys), Do: f.window.session.To(p.first)}, p.also, true})
		}
	}
	return all
}

// actions are what can be done from any page.
func (f *finder) actions() []findable {
	w := f.window
	action := func(caption, keys, also string, do func()) findable {
		return findable{entry.Found{Group: lang.L("Actions"), Caption: caption, Keys: i18n.Keys(keys), Do: do}, also, true}
	}
	return []findable{
		action(lang.L("New Segment"), "Alt+N", lang.L("create add mailing list"), w.session.To(route.Segment{})),
		action(lang.L("New Contact"), "", lang.L("create add person company customer"), w.session.To(route.NewContact{})),
		action(lang.L("Import…"), "", lang.L("excel csv upload data configuration package edit in contacts load"), w.session.To(route.Import{})),
		action(lang.L("Take Back the Last Import…"), "", lang.L("undo import revert restore remove imported"), func() { transfer.TakeBack(w.session) }),
		action(lang.L("Open another company…"), "", lang.L("change switch company file"), w.askOpen),
		action(lang.L("New company…"), "", lang.L("create company file"), w.askNew),
		action(lang.L("Back up the company…"), "", lang.L("backup copy save as export database"), w.askBackup),
		action(lang.L("Back up with a passphrase…"), "", lang.L("backup encrypt secure protect password"), w.askSealed),
		action(lang.L("Check the company"), "", lang.L("integrity test verify damaged repair sound"), w.check),
		action(lang.L("Restore a backup…"), "", lang.L("backup recover bring back database"), w.askRestore),
	}
}

// settings are the settings by their names.
func (f *finder) settings() []findable {
	var all []findable
	setting := func(key, caption, help string) {
		all = append(all, findable{entry.Found{Group: lang.L("Settings"), Caption: caption, Do: func() { f.window.openSettingsAt(key) }}, help, false})
	}
	for _, s := range company.Settings() {
		setting(s.Key, i18n.Say(s.Caption), i18n.Say(s.Help))
	}
	setting(coloursKey, lang.L("Colours"), lang.L("theme dark light mode appearance"))
	setting(languageKey, lang.L("Language of the program"), lang.L("english german translation"))
	setting(textSizeKey, lang.L("Text size"), lang.L("font zoom larger smaller"))
	setting(rowsKey, lang.L("Rows of lists"), lang.L("density compact height spacing"))
	setting(regionKey, lang.L("Dates and numbers"), lang.L("region format locale"))
	return all
}

// tables are the code tables by their names.
func (f *finder) tables() []findable {
	var all []findable
	for _, t := range catalog.CodeTables() {
		all = append(all, findable{entry.Found{Group: lang.L("Code Tables"), Caption: codes.Plural(t), Do: f.window.session.To(route.Codes{Table: t.Key})}, i18n.Say(t.Caption) + " " + lang.L("code table setup"), false})
	}
	return all
}

// search finds what a text names. The answer to a text is dropped when another
// has been typed.
func (f *finder) search(text string, done func([]entry.Found)) {
	if f.cancel != nil {
		f.cancel()
	}
	text = strings.TrimSpace(text)
	if text == "" {
		var all []findable
		for _, list := range [][]findable{f.onPage(), f.pages(), f.actions()} {
			all = append(all, list...)
		}
		done(matching(all, ""))
		return
	}
	found, s := matching(f.places(), text), f.window.session
	var records []entry.Found
	f.cancel = f.tasks.Run(func(ctx context.Context) (err error) {
		records, err = f.records(ctx, s, text)
		return err
	}, func(err error) {
		if err != nil {
			f.window.log.Warn("find records", "error", err)
		}
		done(append(found, records...))
	})
}

// records finds saved criteria, segments and contacts.
func (f *finder) records(ctx context.Context, s *session.Session, text string) ([]entry.Found, error) {
	all, err := s.Saved.All(ctx)
	if err != nil {
		return nil, err
	}
	var list []findable
	for _, c := range all {
		list = append(list, findable{Found: entry.Found{Group: lang.L("Saved Criteria"), Caption: c.Code + " · " + c.Description, Do: s.To(route.SavedCriteria{})}})
	}
	found := matching(list, text)
	found = found[:min(len(found), foundRecords)]
	segments, err := s.Records.Codes(ctx, "segment_header", text, foundRecords)
	if err != nil {
		return found, err
	}
	for _, c := range segments {
		found = append(found, entry.Found{Group: lang.L("Segments"), Caption: c.Value + " · " + c.Description, Do: s.To(route.Segment{No: c.Value})})
	}
	contacts, err := s.Records.FindContacts(ctx, text, foundRecords)
	for _, r := range contacts {
		no := r.Text("no")
		found = append(found, entry.Found{Group: lang.L("Contacts"), Caption: r.Text("name"), Detail: no + " · " + r.Text("company_name"),
			Do: s.To(route.Contact{No: no})})
	}
	return found, err
}
