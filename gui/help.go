package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/widget"
)

// line is a line of the help: what one types or presses, and what it does.
type line struct{ what, does string }

// filterExamples are the filter language by example.
func filterExamples() []line {
	return []line{
		{"GB", i18n.T("window.exactly_gb")},
		{"GB|US|DE", i18n.T("window.gb_us_or_de_list_may")},
		{"GB*", i18n.T("window.begins_with_gb_is_any_text_one")},
		{"@*furniture*", i18n.T("window.contains_furniture_upper_and_lower_case_alike")},
		{"<>GB*", i18n.T("window.does_not_begin_with_gb")},
		{"''", i18n.T("window.is_empty")},
		{"<>''", i18n.T("window.is_not_empty")},
		{"1000..1999", i18n.T("window.from_1000_to_1999")},
		{"..M", i18n.T("window.up_to_m_and_empty")},
		{">50&<=100", i18n.T("window.more_than_50_and_100_at_most")},
		{"(GB*|US*)&<>*99", i18n.T("window.brackets_come_first_then")},
		{"'J & V*'", i18n.T("window.quotes_is_text_here_is_still_any")},
		{"2026-11-23", i18n.T("window.that_day")},
		{"2026-11", i18n.T("window.all_of_november_2026")},
		{"t-30d..", i18n.T("window.last_30_days_and_later")},
		{"-CM..CM", i18n.T("window.this_month_from_its_first")},
		{"monday", i18n.T("window.that_day_of_work_dates_week")},
		{"last month", i18n.T("window.that_month_also_week_quarter_and_year")},
		{"t-6m..t", i18n.T("window.last_six_months_up_to_today")},
		{"Person", i18n.T("window.option_by_its_name")},
		{"yes", i18n.T("window.yes_or_no_true_or_false_1")},
		{"%me", i18n.T("window.my_salesperson_code_from_settings")},
	}
}

// keyList are the keys of the program: those that hold everywhere, those of
// lists, of fields and dialogs, and of cards.
func keyList() []line {
	return []line{
		{"Alt+Q, Ctrl+K", i18n.T("window.find_pages_actions_segments_contacts")},
		{"Alt+N", i18n.T("window.new_of_what_page_shows")},
		{"Esc", i18n.T("window.close_cancel_back")},
		{"PageDown, PageUp", i18n.T("window.scroll_page_or_dialog")},
		{"F5", i18n.T("window.read_again")},
		{"Alt+T", i18n.T("common.settings")},
		{"F1", i18n.T("window.help_in_dialogs_too")},
		{"F3", i18n.T("window.search_in_list")},
		{"Shift+F3", i18n.T("window.filter_list")},
		{"Alt+F3", i18n.T("common.filter_to_this_value")},
		{"Ctrl+Shift+Alt+F3", i18n.T("window.take_all_filters_away")},
		{"Alt+F7", i18n.T("window.sort_by_column")},
		{"Ctrl+A, Shift+arrows", i18n.T("window.select_rows")},
		{"Ctrl+arrows, Ctrl+Space", i18n.T("window.go_to_row_and_add")},
		{"Ctrl+C", i18n.T("window.copy_selected_rows")},
		{"Enter", i18n.T("window.open_row_in_field_take_over")},
		{"F2", i18n.T("window.edit_cell")},
		{"Ctrl+Insert, Ctrl+Delete", i18n.T("window.insert_line_or_filter_delete_selected_ones")},
		{"Shift+F10", i18n.T("window.menu_of_row")},
		{"Alt+Shift+Left, Alt+Shift+Right", i18n.T("window.move_column")},
		{"Ctrl+E", i18n.T("window.export_list_to_excel_segment_for_mail")},
		{"F4, Alt+Down", i18n.T("window.look_up_value")},
		{"F8", i18n.T("window.copy_value_above")},
		{"Ctrl+Enter", i18n.T("window.ok_on_card_save_and_close")},
		{"Alt+A, Alt+R, Alt+D", i18n.T("window.add_refine_reduce_on_segments_card")},
		{"Alt+L", i18n.T("window.log_segment")},
		{"Alt+Left, Alt+Right", i18n.T("window.go_back_and_forward_imports_step")},
		{"F6, Shift+F6", i18n.T("window.next_fasttab_previous_fasttab")},
		{"Alt+F6", i18n.T("window.collapse_or_open_fasttab")},
		{"Alt+F2", i18n.T("window.facets_count_contacts_by_any_field")},
		{"Space", i18n.T("window.tick_bar_of_facet")},
		{"Delete", i18n.T("window.remove_contacts_of_facets_bar")},
		{"F7", i18n.T("window.statistics_of_segment")},
		{"F9", i18n.T("window.sync_on_page_team")},
		{"Ctrl+F7", i18n.T("interactions.interaction_log_entries")},
		{"F9", i18n.T("window.dial_number_in_call_round")},
		{"0 - 5, 9", i18n.T("window.result_of_call_in_call_round")},
		{"Alt+Shift+W", i18n.T("window.card_in_window_of_its_own")},
		{"Ctrl+Z", i18n.T("window.take_back_what_was_done_last")},
		{"Ctrl+Shift+Z, Ctrl+Y", i18n.T("common.do_it_again")},
	}
}

// keysHere are the keys as the person's keyboard has them.
func keysHere() []line {
	list := keyList()
	for i, l := range list {
		list[i].what = i18n.Keys(l.what)
	}
	return list
}

// openHelp shows the filter language by example, and the keys, over whatever the
// main window shows.
func (w *Window) openHelp() { w.helpIn(w.window) }

// helpIn does so in any window. An example that is clicked goes into the filter
// field one came from, else to the clipboard.
func (w *Window) helpIn(window fyne.Window) {
	if w.help != nil && w.help.IsOpen() {
		return
	}
	field := entry.FocusedFilter(window.Canvas())
	m := &widget.Modal{Title: i18n.T("common.help"), Width: 1180, Height: 680, Cancel: i18n.T("common.close"),
		Subtitle: i18n.T("window.click_on_example_copies")}
	if field != nil {
		m.Subtitle = i18n.T("window.click_on_example_puts_it_into_filter")
	}
	filters := helpList(i18n.T("common.filter_2"), i18n.T("window.finds"), list.Link, filterExamples())
	take := func(row int) {
		r, ok := filters.Row(row)
		switch {
		case !ok:
		case field != nil:
			m.Close()
			field.Focus()
			field.Type(r.Key)
		default:
			w.app.Clipboard().SetContent(r.Key)
			m.SetStatus(i18n.T("window.filter_copied_paste_it_into_filter_field", "filter", r.Key), false)
		}
	}
	filters.OnOpen = take
	filters.OnLink = func(row int, _ string) { take(row) }
	filters.OnCopy = func() { take(filters.Current()) }
	language := widget.NewFastTab(i18n.T("window.filters"), filters)
	keyboard := widget.NewFastTab(i18n.T("window.keys"), helpList(i18n.T("window.key"), i18n.T("window.does"), list.Bold, keysHere()))
	language.Flush, keyboard.Flush = true, true
	m.Body = widget.NewStackFill(0, 12, container.NewGridWithColumns(2, language, keyboard))
	m.SetLink(i18n.T("window.about_winnow"), func() {
		m.Close()
		w.aboutIn(window)
	})
	w.help = m
	m.Show(window.Canvas())
}

func helpList(what, does string, style list.CellStyle, lines []line) *list.List {
	grid := list.New([]list.Column{{Key: "what", Caption: what, Width: 238}, {Key: "does", Caption: does, Width: 322}})
	grid.MinRows = 8
	var rows []list.Row
	for _, l := range lines {
		rows = append(rows, list.Row{Key: l.what, Cells: []list.Cell{{Text: l.what, Style: style}, {Text: l.does}}})
	}
	grid.SetRows(rows)
	return grid
}
