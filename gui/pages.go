package gui

import (
	"cmp"
	"context"
	"fmt"
	"reflect"

	"winnow/core/merge"
	"winnow/gui/call"
	"winnow/gui/campaign"
	"winnow/gui/card"
	"winnow/gui/codes"
	"winnow/gui/compare"
	"winnow/gui/contact"
	"winnow/gui/criteria"
	"winnow/gui/i18n"
	"winnow/gui/interaction"
	"winnow/gui/listpage"
	"winnow/gui/logging"
	"winnow/gui/output"
	"winnow/gui/ownfield"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/task"
	"winnow/gui/team"
	"winnow/gui/totals"
	"winnow/gui/transfer"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// place is where a route leads: a page, or a dialog over the page that is shown.
type place struct {
	route reflect.Type
	// first is the route without anything chosen, which Find goes to.
	first route.Route
	open  func(s *session.Session, pages *widget.Navigator, to route.Route)
	// main says that it is in the main window, whatever window leads there.
	main bool
	// caption is what Find offers it as, with its keys, or "" for what Find does not
	// offer; also are other words that people, and Business Central, call it.
	caption, keys, also string
}

// page is the place of a page.
func page[R comparable](of func(*session.Session, R) *widget.Page) place {
	var first R
	return place{route: reflect.TypeFor[R](), first: first, open: func(s *session.Session, pages *widget.Navigator, to route.Route) {
		pages.Open(of(s, to.(R)))
	}}
}

// dialog is the place of what does not stand in the row of pages.
func dialog[R comparable](open func(*session.Session, R)) place {
	var first R
	return place{route: reflect.TypeFor[R](), first: first, open: func(s *session.Session, _ *widget.Navigator, to route.Route) {
		open(s, to.(R))
	}}
}

// told is the place of a dialog that says on the page shown what came of it, and lets
// it read again.
func told[R comparable](open func(s *session.Session, to R, done func(said string))) place {
	return undoable(func(s *session.Session, to R, done func(string, func())) {
		open(s, to, func(said string) { done(said, nil) })
	})
}

// undoable is such a place of a dialog that also says what takes back what it did.
func undoable[R comparable](open func(s *session.Session, to R, done func(said string, undo func()))) place {
	var first R
	return place{route: reflect.TypeFor[R](), first: first, open: func(s *session.Session, pages *widget.Navigator, to route.Route) {
		open(s, to.(R), sayOn(pages))
	}}
}

// sayOn returns what lets the page that is shown read again, and says something on it, with
// Undo unless that is nil.
func sayOn(pages *widget.Navigator) func(said string, undo func()) {
	return func(said string, undo func()) {
		page := pages.Page()
		if page == nil {
			return
		}
		widget.Call(page.OnShow)
		if page.Actions != nil {
			page.Actions.SayUndo(said, undo)
		}
	}
}

// left is the place of a page that leaves when its work is done. The page before it
// reads again, and says what came of it with Undo.
func left[R comparable](of func(s *session.Session, to R, left contact.Left) *widget.Page) place {
	var first R
	return place{route: reflect.TypeFor[R](), first: first, open: func(s *session.Session, pages *widget.Navigator, to route.Route) {
		say := sayOn(pages)
		pages.Open(of(s, to.(R), func(said string, back func(context.Context) (string, error)) {
			pages.Back()
			say(said, func() {
				tasks := work.NewTasks()
				var said string
				tasks.Write(func(ctx context.Context) (err error) {
					said, err = back(ctx)
					return err
				}, func(err error) {
					tasks.Close()
					if err != nil {
						s.Go.Fail(err)
						return
					}
					say(said, nil)
				})
			})
		}))
	}}
}

// inMain is the place in the main window.
func (p place) inMain() place {
	p.main = true
	return p
}

// found is the place as Find offers it.
func (p place) found(caption, keys, also string) place {
	p.caption, p.keys, p.also = caption, keys, also
	return p
}

// places are where all routes lead, in the order in which Find offers them. A new
// page is one line here.
func (w *Window) places() []place {
	return []place{
		dialog(func(_ *session.Session, _ route.Home) { w.navigator.BackTo(1) }).inMain().found(i18n.T("common.home"), "", i18n.T("window.role_center_start_dashboard_activities_overview")),
		page(func(s *session.Session, r route.Segments) *widget.Page {
			return listpage.OpenSegments(s, r.Where).Page()
		}).inMain().found(i18n.T("common.segments"), "", i18n.T("window.mailing_lists_campaigns_targets")),
		page(func(s *session.Session, r route.Contacts) *widget.Page {
			return listpage.OpenContacts(s, listpage.ContactsParams{
				Title: cmp.Or(r.Title, i18n.T("common.contacts")), IDs: r.Only.Items(), Search: r.Search, Where: r.Where,
			}).Page()
		}).found(i18n.T("common.contacts"), "", i18n.T("window.customers_persons_companies_people_addresses")),
		page(func(s *session.Session, r route.Campaigns) *widget.Page { return campaign.OpenList(s, r).Page() }).found(i18n.T("caption.campaigns"), "", i18n.T("window.marketing_promotions_response_rate")),
		page(func(s *session.Session, r route.CampaignEntries) *widget.Page {
			return campaign.OpenEntries(s, r).Page()
		}).found(i18n.T("caption.campaign_entries"), "", i18n.T("window.campaign_log_of_what_was_sent")),
		page(func(s *session.Session, r route.Interactions) *widget.Page {
			return interaction.OpenList(s, interaction.Params{Title: r.Title, Where: r.Where}).Page()
		}).found(i18n.T("interactions.interaction_log_entries"), "", i18n.T("window.interactions_history_activities_correspondence")),
		page(func(s *session.Session, _ route.Postponed) *widget.Page { return interaction.OpenPostponed(s).Page() }).found(i18n.T("interactions.postponed_interactions"), "", i18n.T("window.drafts_later_unfinished")),
		told(func(s *session.Session, r route.NewInteraction, done func(string)) {
			interaction.Ask(s, interaction.CreateParams{Contact: r.Contact, Task: r.Task, Done: done})
		}).found(i18n.T("interactions.create_dialog"), "", i18n.T("window.note_visit_call_letter_meeting")),
		page(func(s *session.Session, r route.LoggedSegments) *widget.Page { return logging.OpenList(s, r).Page() }).inMain().found(i18n.T("caption.logged_segments"), "", i18n.T("window.logged_sent_mailings_undo_log_resend")),
		page(func(s *session.Session, r route.Tasks) *widget.Page { return task.OpenList(s, r).Page() }).found(i18n.T("caption.tasks"), "", i18n.T("window.to_dos_calendar_due_follow_up")),
		undoable(func(s *session.Session, r route.NewTask, done func(string, func())) {
			task.Ask(s, task.CreateParams{Contact: r.Contact, Done: done})
		}).found(i18n.T("tasks.new_task_dialog"), "", i18n.T("window.create_task_to_do_appointment_meeting")),
		page(func(s *session.Session, _ route.SavedCriteria) *widget.Page { return criteria.OpenSaved(s).Page() }).found(i18n.T("common.saved_criteria"), "", i18n.T("window.segment_criteria_filters_reuse_recipes")),
		page(func(s *session.Session, _ route.Duplicates) *widget.Page { return contact.OpenDuplicates(s).Page() }).found(i18n.T("common.duplicate_contacts"), "", i18n.T("window.twice_same_merge")),
		page(func(s *session.Session, _ route.Distincts) *widget.Page { return contact.OpenDistincts(s).Page() }).found(i18n.T("contact.not_the_same"), "", i18n.T("window.duplicates_told_apart_distinct")),
		page(func(s *session.Session, _ route.Outputs) *widget.Page { return listpage.OpenOutputs(s).Page() }).found(i18n.T("common.output_log"), "", i18n.T("window.privacy_exports_history_what_left_who_where")),
		page(func(s *session.Session, r route.Mailing) *widget.Page {
			return listpage.OpenMailing(s, r.EntryNo).Page()
		}),
		dialog(func(s *session.Session, _ output.PackageRoute) { output.OpenPackage(s) }).found(i18n.T("output.package_for_business_central_dialog"), "", i18n.T("window.rapidstart_configuration_package")),
		page(func(s *session.Session, _ team.Route) *widget.Page { return team.Open(s, w.team).Page() }).inMain().found(i18n.T("team.team"), "", i18n.T("window.hub_sync_conflicts_share_colleagues")),
		page(func(s *session.Session, r route.Codes) *widget.Page { return codes.NewPage(s, r) }).found(i18n.T("common.code_tables"), "", i18n.T("window.setup_lists_codes_master_data")),
		dialog(func(_ *session.Session, _ route.Settings) { w.openSettings() }).inMain().found(i18n.T("common.settings"), "Alt+T", i18n.T("window.setup_my_settings_preferences_options_number_series")),
		page(func(s *session.Session, _ route.OwnFields) *widget.Page { return ownfield.Open(s).Page() }).found(i18n.T("ownfield.own_fields"), "", i18n.T("window.custom_user_defined_additional_columns_extra_fields")),
		page(func(s *session.Session, _ route.Templates) *widget.Page { return output.OpenTemplates(s).Page() }).found(i18n.T("common.word_templates"), "", i18n.T("window.letters_mail_merge_docx_documents_layouts")),
		dialog(func(s *session.Session, _ route.Help) { w.helpIn(s.Window) }).found(i18n.T("common.help"), "F1", i18n.T("window.filter_language_keyboard_shortcuts_keys_documentation")),
		dialog(func(s *session.Session, _ route.Changes) { w.changesIn(s.Window) }).found(i18n.T("window.what_is_new"), "", i18n.T("window.news_changes_version_release_notes")),
		dialog(func(_ *session.Session, _ route.About) { w.openAbout() }).inMain().found(i18n.T("window.about_winnow"), "", i18n.T("window.version_licences_log_file_support")),
		page(func(s *session.Session, r route.Campaign) *widget.Page { return campaign.OpenCard(s, r.No).Page() }),
		page(func(s *session.Session, r route.CampaignSegments) *widget.Page {
			return campaign.OpenSegments(s, r.No).Page()
		}),
		page(func(s *session.Session, r route.Statistics) *widget.Page { return totals.Open(s, r).Page() }),
		told(func(s *session.Session, r route.Response, done func(string)) {
			interaction.AskResponse(s, r.Entry, done)
		}),
		page(func(s *session.Session, r route.Segment) *widget.Page {
			c := card.Open(s, r.No)
			if r.Line != 0 {
				c.GoToLine(r.Line, "")
			}
			return c.Page()
		}),
		page(func(s *session.Session, r route.Compare) *widget.Page { return compare.Open(s, r).Page() }),
		page(func(s *session.Session, r route.Criteria) *widget.Page { return criteria.Open(s, r.No).Shown() }),
		undoable(func(s *session.Session, r route.EditStep, done func(string, func())) {
			card.EditStep(s, card.EditStepParams{Segment: r.Segment, Step: r.Step,
				Done: criteria.SayReplayed(s, criteria.TakeBackParams{Tasks: work.NewTasks(), Segment: r.Segment, Say: done})})
		}),
		page(func(s *session.Session, r route.Explain) *widget.Page {
			return criteria.OpenExplain(s, r.Segment, r.Contact).Shown()
		}),
		page(func(s *session.Session, r route.Contact) *widget.Page { return contact.Open(s, r.No).Page() }),
		left(func(s *session.Session, r route.Merge, left contact.Left) *widget.Page {
			return contact.OpenMerge(s, r, left).Page()
		}),
		page(func(s *session.Session, r route.Import) *widget.Page {
			return transfer.OpenImport(s, r.Paths.Items()...).Page()
		}).inMain(),
		page(func(s *session.Session, r route.Interaction) *widget.Page {
			return interaction.OpenEntry(s, r.Entry).Page()
		}),
		told(func(s *session.Session, r route.ResumeInteraction, done func(string)) {
			interaction.Ask(s, interaction.CreateParams{Resume: r.Entry, Done: done})
		}),
		page(func(s *session.Session, r route.Task) *widget.Page { return task.OpenCard(s, r.No).Page() }),
		undoable(func(s *session.Session, r route.SegmentTasks, done func(string, func())) {
			task.AskForSegment(s, task.SegmentParams{Segment: r.Segment, Done: done})
		}),
		undoable(func(s *session.Session, r route.Call, done func(string, func())) {
			call.Ask(s, call.Params{Contact: r.Contact, Segment: r.Segment, Line: r.Line, Task: r.Task, Done: done})
		}),
		page(func(s *session.Session, r route.CallRound) *widget.Page { return call.OpenRound(s, r.Segment).Page() }),
		dialog(func(s *session.Session, r route.Export) { transfer.OpenExport(s, r.No) }),
		dialog(func(s *session.Session, r route.Log) {
			logging.AskLog(s, logging.LogParams{Segment: r.No, Done: func(to route.LoggedSegments) { s.Go.Open(to) },
				Line: func(line int64, _ string) { s.Go.Open(route.Segment{No: r.No, Line: line}) }})
		}),
		told(func(s *session.Session, r route.Resend, done func(string)) { logging.AskResend(s, r, done) }),
		dialog(func(s *session.Session, r route.NewContact) { contact.AskNew(s, r.Company) }),
		dialog(func(_ *session.Session, r route.OwnWindow) { w.openOwn(r.No) }),
		told(func(s *session.Session, r route.GiveSegment, done func(string)) { w.team.AskGive(s, r, done) }),
		told(func(s *session.Session, r route.TakeOverSegment, done func(string)) { w.team.AskTakeOver(s, r, done) }),
		dialog(func(s *session.Session, _ route.Find) { w.finderOf(s).show() }),
	}
}

// openRoute goes where a route leads, from a page of this window or of another on
// the same company.
func (w *Window) openRoute(s *session.Session, pages *widget.Navigator, to route.Route) {
	for _, p := range w.places() {
		if p.route != reflect.TypeOf(to) {
			continue
		}
		if p.main && s != w.session {
			w.window.RequestFocus()
			s, pages = w.session, w.navigator
		}
		p.open(s, pages, to)
		return
	}
	w.failIn(s.Window, fmt.Errorf("no page is registered for the route %T", to))
}

// navigatorFor goes between the pages of a session's window: this one, or another
// on the same company.
func (w *Window) navigatorFor(s *session.Session, in func() *widget.Navigator) session.Navigator {
	return session.Navigator{
		Open: func(to route.Route) { w.openRoute(s, in(), to) },
		Show: func(p *widget.Page) { in().Open(p) },
		Back: func() { in().Back() },
		// The page that has a new title may lie under another by now, so that
		// all titles are shown again.
		Title: func(string) {
			if p := in().Page(); p != nil {
				in().SetTitle(p, p.Title)
			}
		},
		Fail: func(err error) { w.failIn(s.Window, err) },
	}
}

// services are what a session's window does for its pages.
func (w *Window) services(s *session.Session) session.Services {
	return session.Services{
		NewViewer: merge.NewViewer,
		Target: func(folder, name string, extensions []string, take func(path string)) {
			transfer.ChooseTarget(s.Window, cmp.Or(folder, transfer.StartFolder()), name, extensions, take)
		},
		Source: func(extensions []string, take func(path string)) {
			transfer.ChooseFile(s.Window, "", extensions, take)
		},
		OpenFile: func(path string) { transfer.OpenFile(path, s.Go.Fail) },
		Dial:     func(number string) { transfer.Dial(number, s.Go.Fail) },
		NewCode:  func(table, typed string, take func(string)) { codes.AskNew(s, table, typed, take) },
		Prepare:  func() { w.prepare(s) },
	}
}
