package gui

import (
	"context"
	"slices"
	"strings"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/record"
	"winnow/core/segment"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/transfer"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// foundRecords is how many segments, contacts and saved criteria Find offers, of
// each.
const foundRecords = 6

// finder finds pages, actions, settings and records by what is typed in a window, the
// main one or one beside it. What is chosen opens where that window opens it.
type finder struct {
	main    *Window
	session *session.Session
	pages   func() *widget.Navigator
	tasks   *work.Tasks
	box     *entry.FindBox
	cancel  [2]context.CancelFunc // of what is read at once, and of all
}

func newFinder(main *Window, s *session.Session, pages func() *widget.Navigator) *finder {
	return &finder{main: main, session: s, pages: pages, tasks: work.NewTasks()}
}

// finderOf is the finder of a session's window.
func (w *Window) finderOf(s *session.Session) *finder {
	for _, o := range w.own {
		if o.find.session == s {
			return o.find
		}
	}
	return w.find
}

func (f *finder) show() {
	if f.box != nil && f.box.IsOpen() {
		return
	}
	f.box = entry.ShowFind(f.session.Window.Canvas(), entry.Finder{Local: f.local, First: f.first, Records: f.records})
}

// inMain does something in the main window, whatever window it was found in.
func (f *finder) inMain(do func()) func() {
	if f.session == f.main.session {
		return do
	}
	return func() {
		f.main.window.RequestFocus()
		do()
	}
}

// all are all that is found without asking the company.
func (f *finder) all() []findable {
	page := f.onPage()
	return slices.Concat(page, keysOf(page, slices.Concat(f.places(), f.actions(), f.onCards())), f.settings(), f.tables())
}

// keysOf leaves out the keys that do something else on the page.
func keysOf(page, others []findable) []findable {
	for i, o := range others {
		if slices.ContainsFunc(page, func(p findable) bool { return p.Keys == o.Keys && p.Caption != o.Caption }) {
			others[i].Keys = ""
		}
	}
	return others
}

// onPage is what the page that is shown can do now. A key does one thing on it, though
// a button and an entry of a menu may have different captions for that.
func (f *finder) onPage() []findable {
	page := f.pages().Page()
	if page == nil || page.Actions == nil {
		return nil
	}
	var all []findable
	for _, a := range page.Actions.Actions() {
		keys := i18n.Keys(a.Key)
		names := []string{a.Text, elsewhere(a)}
		if keys != "" {
			names = append(names, "key "+keys)
		}
		all = append(all, findable{Found: entry.Found{Group: i18n.T("window.on_this_page"), Caption: a.Text, Detail: a.In, Keys: keys, Do: a.Do}, also: alsoCalled()[a.Text], names: names})
	}
	return all
}

// alsoCalled are other words for what can be done on a segment's card.
func alsoCalled() map[string]string {
	whom := i18n.T("window.either_or_alternatives_only_part_random_per_company")
	return map[string]string{
		i18n.T("card.compare_dialog"):             i18n.T("window.intersection_difference_overlap_union_of_segments"),
		i18n.T("card.split_dialog"):               i18n.T("window.divide_parts_waves_groups_sample_test"),
		i18n.T("criteria.refresh_segment_dialog"): i18n.T("window.update_run_steps_again_replay_today"),
		i18n.T("common.segment_criteria"):         i18n.T("window.edit_step_change_earlier_step_replay"),
		i18n.T("facet.facets"):                    i18n.T("window.count_values_bars_chart_histogram_distribution"),
		i18n.T("common.add_dialog"):               whom, i18n.T("card.refine_dialog"): whom, i18n.T("card.reduce_dialog"): whom,
	}
}

// onCards are what can be done on the card of a segment alone, for pages that are none: they
// lead to the segments.
func (f *finder) onCards() []findable {
	var all []findable
	for _, id := range []string{"card.compare_dialog", "card.split_dialog", "criteria.refresh_segment_dialog", "common.segment_criteria"} {
		caption := i18n.T(id)
		all = append(all, findable{entry.Found{Group: i18n.T("window.actions"), Caption: caption, Detail: i18n.T("window.on_card_of_segment"),
			Do: f.session.To(route.Segments{})}, alsoCalled()[caption], []string{caption}})
	}
	facets := i18n.T("facet.facets")
	return append(all, findable{entry.Found{Group: i18n.T("window.actions"), Caption: facets, Detail: i18n.T("window.beside_contacts_and_lines"),
		Do: f.session.To(route.Contacts{})}, alsoCalled()[facets], []string{facets}})
}

// elsewhere is what an action of a page is called among what can be done from any page.
func elsewhere(a widget.Offer) string {
	if a.In == i18n.T("caption.company") {
		switch a.Text {
		case i18n.T("window.open_dialog"):
			return i18n.T("common.open_another_company_dialog")
		case i18n.T("common.new_dialog"):
			return i18n.T("common.new_company_dialog")
		case i18n.T("window.back_up_dialog"):
			return i18n.T("window.back_up_company_dialog")
		}
	}
	if a.Text == i18n.T("listpage.duplicates") {
		return i18n.T("common.duplicate_contacts")
	}
	return a.Text
}

// places are the pages there are, as they are registered.
func (f *finder) places() []findable {
	var all []findable
	for _, p := range f.main.places() {
		if p.caption != "" {
			all = append(all, findable{entry.Found{Group: i18n.T("window.pages"), Caption: p.caption, Keys: i18n.Keys(p.keys), Do: f.session.To(p.first)}, p.also, []string{p.caption}})
		}
	}
	return all
}

// actions are what can be done from any page.
func (f *finder) actions() []findable {
	w := f.main
	action := func(caption, keys, also string, do func()) findable {
		return findable{entry.Found{Group: i18n.T("window.actions"), Caption: caption, Keys: i18n.Keys(keys), Do: do}, also, []string{caption}}
	}
	return []findable{
		action(i18n.T("common.new_segment"), "Alt+N", i18n.T("window.create_add_mailing_list"), f.session.To(route.Segment{})),
		action(i18n.T("common.new_contact"), "", i18n.T("window.create_add_person_company_customer"), f.session.To(route.NewContact{})),
		action(i18n.T("common.import_dialog"), "", i18n.T("window.excel_csv_upload_data_configuration_package_edit"), f.session.To(route.Import{})),
		action(i18n.T("common.take_back_last_import_dialog"), "", i18n.T("window.undo_import_revert_restore_remove_imported"), f.inMain(func() { transfer.TakeBack(w.session) })),
		action(i18n.T("common.open_another_company_dialog"), "", i18n.T("window.change_switch_company_file"), f.inMain(w.askOpen)),
		action(i18n.T("common.new_company_dialog"), "", i18n.T("window.create_company_file"), f.inMain(w.askNew)),
		action(i18n.T("window.back_up_company_dialog"), "", i18n.T("window.backup_copy_save_as_export_database"), f.inMain(w.askBackup)),
		action(i18n.T("window.back_up_with_passphrase_dialog"), "", i18n.T("window.backup_encrypt_secure_protect_password"), f.inMain(w.askSealed)),
		action(i18n.T("window.check_company"), "", i18n.T("window.integrity_test_verify_damaged_repair_sound"), f.inMain(w.check)),
		action(i18n.T("common.restore_backup_dialog"), "", i18n.T("window.backup_recover_bring_back_database"), f.inMain(w.askRestore)),
	}
}

// settings are the settings by their names.
func (f *finder) settings() []findable {
	var all []findable
	setting := func(key, caption, help string) {
		open := f.inMain(func() { f.main.openSettingsAt(key) })
		all = append(all, findable{entry.Found{Group: i18n.T("common.settings"), Caption: caption, Do: open}, help, nil})
	}
	for _, s := range company.Settings() {
		setting(s.Key, i18n.Translate(s.Caption), i18n.Translate(s.Help))
	}
	setting(passwordKey, i18n.T("window.smtp_password"), i18n.T("window.smtp_password_help"))
	setting(coloursKey, i18n.T("window.colours"), i18n.T("window.theme_dark_light_mode_appearance"))
	setting(languageKey, i18n.T("window.language_of_program"), i18n.T("window.english_german_translation"))
	setting(textSizeKey, i18n.T("window.text_size"), i18n.T("window.font_zoom_larger_smaller"))
	setting(rowsKey, i18n.T("window.rows_of_lists"), i18n.T("window.density_compact_height_spacing"))
	setting(regionKey, i18n.T("window.dates_and_numbers"), i18n.T("window.region_format_locale"))
	return all
}

// tables are the code tables by their names.
func (f *finder) tables() []findable {
	var all []findable
	for _, t := range catalog.CodeTables() {
		if t.Key == catalog.Campaign {
			continue // it has a page of its own
		}
		all = append(all, findable{entry.Found{Group: i18n.T("common.code_tables"), Caption: i18n.Translate(t.Plural), Do: f.session.To(route.Codes{Table: t.Key})}, i18n.Translate(t.Caption) + " " + i18n.T("window.code_table_setup"), nil})
	}
	return all
}

// local finds what a text names without asking the company.
func (f *finder) local(text string) []entry.Found {
	text = strings.TrimSpace(text)
	if text == "" {
		page := f.onPage()
		return matching(slices.Concat(page, keysOf(page, slices.Concat(f.places(), f.actions()))), "")
	}
	contacts := f.session.To(route.Contacts{Search: text})
	return append(matching(f.all(), text),
		entry.Found{Caption: i18n.T("window.all_contacts_with", "text", text), Match: entry.Rest, Do: contacts})
}

// first finds what a text names in the company, as far as that takes no time.
func (f *finder) first(text string, done func([]entry.Found)) {
	f.ask(&f.cancel[0], text, f.session.Records.ContactsBeginning, done)
}

// records finds all that a text names in the company.
func (f *finder) records(text string, done func([]entry.Found)) {
	f.ask(&f.cancel[1], text, f.session.Records.FindContacts, done)
}

// contactsOf finds contacts by a text, at most limit of them.
type contactsOf func(ctx context.Context, text string, limit int) ([]record.Row, error)

// ask reads what a text names, and stops what is still read of the text before.
func (f *finder) ask(cancel *context.CancelFunc, text string, contacts contactsOf, done func([]entry.Found)) {
	if *cancel != nil {
		(*cancel)()
	}
	s := f.session
	var found []entry.Found
	*cancel = f.tasks.Run(func(ctx context.Context) (err error) {
		found, err = f.read(ctx, s, strings.TrimSpace(text), contacts)
		return err
	}, func(err error) {
		if err != nil {
			f.main.log.Warn("find records", "error", err)
		}
		done(found)
	})
}

// read reads saved criteria, segments and contacts.
func (f *finder) read(ctx context.Context, s *session.Session, text string, contacts contactsOf) ([]entry.Found, error) {
	all, err := s.Saved.All(ctx)
	if err != nil {
		return nil, err
	}
	wanted := wordsOf(text)
	var found []entry.Found
	for _, c := range all {
		if match := named(wanted, c.Code, c.Description, c.Code+" "+c.Description); match < entry.Synonym && len(found) < foundRecords {
			found = append(found, entry.Found{Group: i18n.T("common.saved_criteria"), Caption: c.Code + " · " + c.Description,
				Match: match, Do: s.To(route.SavedCriteria{})})
		}
	}
	segments, err := s.Segments.Find(ctx, segment.FindParams{Text: text, Limit: foundRecords})
	if err != nil {
		return found, err
	}
	for _, g := range segments {
		detail := ""
		if g.LoggedAs > 0 {
			detail = i18n.T("common.logged")
		}
		found = append(found, entry.Found{Group: i18n.T("common.segments"), Caption: g.No + " · " + g.Description, Detail: detail,
			Match: named(wanted, g.No, g.Description, g.No+" "+g.Description), Do: s.To(route.Segment{No: g.No})})
	}
	rows, err := contacts(ctx, text, foundRecords)
	for _, r := range rows {
		no, name := r.Text("no"), r.Text("name")
		found = append(found, entry.Found{Group: i18n.T("common.contacts"), Caption: name, Detail: no + " · " + r.Text("company_name"),
			Match: named(wanted, name, no), Do: s.To(route.Contact{No: no})})
	}
	return found, err
}
