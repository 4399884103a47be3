package gui

import (
	"context"
	"slices"
	"strings"

	"winnow/core/catalog"
	"winnow/core/company"
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
	f.box = entry.ShowFind(f.window.window.Canvas(), entry.Finder{Local: f.local, Records: f.records})
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
		all = append(all, findable{Found: entry.Found{Group: i18n.T("window.on_this_page"), Caption: a.Text, Detail: a.In, Keys: i18n.Keys(a.Key), Do: a.Do}})
	}
	return all
}

// pages are the pages there are, as they are registered.
func (f *finder) pages() []findable {
	var all []findable
	for _, p := range f.window.places() {
		if p.caption != "" {
			all = append(all, findable{entry.Found{Group: i18n.T("window.pages"), Caption: p.caption, Keys: i18n.Keys(p.keys), Do: f.window.session.To(p.first)}, p.also, true})
		}
	}
	return all
}

// actions are what can be done from any page.
func (f *finder) actions() []findable {
	w := f.window
	action := func(caption, keys, also string, do func()) findable {
		return findable{entry.Found{Group: i18n.T("window.actions"), Caption: caption, Keys: i18n.Keys(keys), Do: do}, also, true}
	}
	return []findable{
		action(i18n.T("common.new_segment"), "Alt+N", i18n.T("window.create_add_mailing_list"), w.session.To(route.Segment{})),
		action(i18n.T("common.new_contact"), "", i18n.T("window.create_add_person_company_customer"), w.session.To(route.NewContact{})),
		action(i18n.T("common.import_dialog"), "", i18n.T("window.excel_csv_upload_data_configuration_package_edit"), w.session.To(route.Import{})),
		action(i18n.T("common.take_back_last_import_dialog"), "", i18n.T("window.undo_import_revert_restore_remove_imported"), func() { transfer.TakeBack(w.session) }),
		action(i18n.T("common.open_another_company_dialog"), "", i18n.T("window.change_switch_company_file"), w.askOpen),
		action(i18n.T("common.new_company_dialog"), "", i18n.T("window.create_company_file"), w.askNew),
		action(i18n.T("window.back_up_company_dialog"), "", i18n.T("window.backup_copy_save_as_export_database"), w.askBackup),
		action(i18n.T("window.back_up_with_passphrase_dialog"), "", i18n.T("window.backup_encrypt_secure_protect_password"), w.askSealed),
		action(i18n.T("window.check_company"), "", i18n.T("window.integrity_test_verify_damaged_repair_sound"), w.check),
		action(i18n.T("common.restore_backup_dialog"), "", i18n.T("window.backup_recover_bring_back_database"), w.askRestore),
	}
}

// settings are the settings by their names.
func (f *finder) settings() []findable {
	var all []findable
	setting := func(key, caption, help string) {
		all = append(all, findable{entry.Found{Group: i18n.T("common.settings"), Caption: caption, Do: func() { f.window.openSettingsAt(key) }}, help, false})
	}
	for _, s := range company.Settings() {
		setting(s.Key, i18n.Translate(s.Caption), i18n.Translate(s.Help))
	}
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
		all = append(all, findable{entry.Found{Group: i18n.T("common.code_tables"), Caption: i18n.Translate(t.Plural), Do: f.window.session.To(route.Codes{Table: t.Key})}, i18n.Translate(t.Caption) + " " + i18n.T("window.code_table_setup"), false})
	}
	return all
}

// local finds what a text names without asking the company.
func (f *finder) local(text string) []entry.Found {
	text = strings.TrimSpace(text)
	if text == "" {
		return matching(slices.Concat(f.onPage(), f.pages(), f.actions()), "")
	}
	contacts := f.window.session.To(route.Contacts{Search: text})
	return append(matching(f.places(), text),
		entry.Found{Caption: i18n.T("window.all_contacts_with", "text", text), Match: entry.Rest, Do: contacts})
}

// records finds what a text names in the company.
func (f *finder) records(text string, done func([]entry.Found)) {
	if f.cancel != nil {
		f.cancel()
	}
	s := f.window.session
	var found []entry.Found
	f.cancel = f.tasks.Run(func(ctx context.Context) (err error) {
		found, err = f.read(ctx, s, strings.TrimSpace(text))
		return err
	}, func(err error) {
		if err != nil {
			f.window.log.Warn("find records", "error", err)
		}
		done(found)
	})
}

// read reads saved criteria, segments and contacts.
func (f *finder) read(ctx context.Context, s *session.Session, text string) ([]entry.Found, error) {
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
	segments, err := s.Records.Codes(ctx, "segment_header", text, foundRecords)
	if err != nil {
		return found, err
	}
	for _, c := range segments {
		found = append(found, entry.Found{Group: i18n.T("common.segments"), Caption: c.Value + " · " + c.Description,
			Match: named(wanted, c.Value, c.Description, c.Value+" "+c.Description), Do: s.To(route.Segment{No: c.Value})})
	}
	contacts, err := s.Records.FindContacts(ctx, text, foundRecords)
	for _, r := range contacts {
		no, name := r.Text("no"), r.Text("name")
		found = append(found, entry.Found{Group: i18n.T("common.contacts"), Caption: name, Detail: no + " · " + r.Text("company_name"),
			Match: named(wanted, name, no), Do: s.To(route.Contact{No: no})})
	}
	return found, err
}
