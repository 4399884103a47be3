package transfer

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"winnow/core/catalog"
	"winnow/core/importer"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/theme"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// filesStep is where one chooses what shall be imported.
type filesStep struct {
	owner   *Importing
	content fyne.CanvasObject
	list    *list.List
	dates   *entry.Choice
	numbers *entry.Choice
	hint    *widget.Paragraph
	// encodings tells of files that do not say in which encoding they are.
	encodings *widget.Notice
	adding    *widget.Button
	remove    *widget.Button
	files     []importer.File
	looking   bool
	// encoded are the encodings that somebody chose, by path.
	encoded map[string]string
	// chosen says that somebody chose how dates are read.
	chosen bool
}

func newFilesStep(p *Importing) *filesStep {
	s := &filesStep{owner: p, encoded: map[string]string{}}
	s.list = list.New([]list.Column{
		{Key: "name", Caption: i18n.T("common.file"), Width: 230},
		{Key: "kind", Caption: i18n.T("transfer.kind"), Width: 130},
		{Key: "size", Caption: i18n.T("transfer.size"), Width: 90, Align: widget.Right},
		{Key: "found", Caption: i18n.T("transfer.what_was_recognised"), Width: 430},
		{Key: "encoding", Caption: i18n.T("transfer.encoding"), Width: 140, Edit: true},
		{Key: "folder", Caption: i18n.T("common.folder"), Width: 290},
	})
	s.list.MinRows = 7
	s.list.Empty = i18n.T("transfer.drop_files_on_window_or_choose_them")
	s.list.Reset(0)
	s.list.OnDelete = s.removeChosen
	s.list.OnSelect = s.enable
	s.list.OnOpen = func(int) { p.goOn() }
	s.list.OnEdit = s.editEncoding
	s.list.OnLink = func(row int, key string) { s.editEncoding(row, key, 0) }
	s.list.OnKey = lookupKey(s.list, s.editEncoding, "encoding")
	s.encodings = widget.NewNotice()
	s.dates = entry.NewChoice([]entry.Option{
		{Value: "", Text: i18n.T("transfer.2026_11_23_only")},
		{Value: "dmy", Text: i18n.T("transfer.23_11_2026_day_first")},
		{Value: "mdy", Text: i18n.T("transfer.11_23_2026_month_first")},
	}, func(string) {
		s.chosen = true
		s.tellDates()
	})
	s.hint = widget.NewParagraph("")
	s.hint.Color = theme.Caption
	intro := widget.NewParagraph(i18n.T("transfer.workbooks_xlsx_text_files_csv_tsv_txt"))
	intro.Color = theme.Caption
	s.adding = widget.NewButton(widget.Action{Text: i18n.T("transfer.add_files_dialog"), Icon: theme.IconOpen, Kind: widget.Boxed, Do: s.askFiles})
	folder := widget.NewButton(widget.Action{Text: i18n.T("transfer.add_folder_dialog"), Icon: theme.IconOpen, Kind: widget.Boxed, Do: s.askFolder})
	s.remove = widget.NewButton(widget.Action{Text: i18n.T("common.remove"), Icon: theme.IconDelete, Kind: widget.Boxed, Do: s.removeChosen})
	s.numbers = entry.NewChoice([]entry.Option{
		{Value: "", Text: i18n.T("transfer.as_columns_tell")},
		{Value: "point", Text: i18n.T("transfer.1_234_50_point_before_decimals")},
		{Value: "comma", Text: i18n.T("transfer.1_234_50_comma_before_decimals")},
	}, nil)
	s.numbers.SetValue("")
	dates := entry.NewFields(entry.Field{Caption: i18n.T("transfer.dates_that_are_text"), Object: s.dates}, entry.Field{Caption: i18n.T("transfer.numbers_that_are_text"), Object: s.numbers})
	dates.CaptionWidth = 160
	tab := widget.NewFastTab(i18n.T("transfer.files"), s.list)
	tab.Flush, tab.Fill = true, true
	s.content = widget.NewStack(10, 0, intro, widget.NewRow(s.adding, folder, s.remove), s.encodings, tab,
		widget.NewFastTab(i18n.T("transfer.dates_and_numbers"), widget.NewStack(6, 0, dates, s.hint)))
	s.show()
	return s
}

// first is what gets the keyboard.
func (s *filesStep) first() fyne.Focusable {
	if len(s.files) == 0 {
		return s.adding
	}
	return s.list
}

func (s *filesStep) askFiles() {
	ChooseFiles(s.owner.session.Window, "", importable, func(paths []string) { s.add(paths) })
}

func (s *filesStep) askFolder() {
	ChooseFolder(s.owner.session.Window, "", func(path string) { s.add([]string{path}) })
}

// add looks at more files; those that are there already are looked at again.
func (s *filesStep) add(paths []string) {
	s.looking = true
	s.owner.bar.SetStatus(i18n.T("transfer.looking_at_files_dialog"))
	s.owner.enable()
	var found []importer.File
	encoded := maps.Clone(s.encoded)
	s.owner.Tasks.Run(func(ctx context.Context) error {
		for _, path := range paths {
			files, err := importer.InspectWith(ctx, s.owner.session.Company, []string{path}, importer.Look{Encoding: encoded[path]})
			if err != nil {
				return err
			}
			found = append(found, files...)
		}
		return nil
	}, func(err error) {
		s.looking = false
		s.owner.bar.SetStatus("")
		if err != nil {
			s.owner.session.Go.Fail(err)
		}
		for _, f := range found {
			if at := slices.IndexFunc(s.files, func(o importer.File) bool { return o.Path == f.Path }); at >= 0 {
				s.files[at] = f
				continue
			}
			s.files = append(s.files, f)
		}
		importer.TellApart(s.owner.sources())
		s.proposeDates()
		s.show()
		s.owner.enable()
		s.offerNext()
	})
}

// offerNext gives the keyboard to what comes next, unless it is somewhere else.
func (s *filesStep) offerNext() {
	at := s.owner.session.Window.Canvas().Focused()
	if s.owner.at == stepFiles && (at == nil || at == fyne.Focusable(s.adding)) && !s.owner.next.Disabled() {
		s.owner.focus(s.owner.next)
	}
}

// lookAgain looks at all files again.
func (s *filesStep) lookAgain() {
	var paths []string
	for _, f := range s.files {
		paths = append(paths, f.Path)
	}
	if len(paths) > 0 && !s.looking {
		s.add(paths)
	}
}

func (s *filesStep) removeChosen() {
	gone := map[int]bool{}
	for _, r := range s.list.Selected() {
		for n := r.First; n <= r.Last; n++ {
			gone[n] = true
		}
	}
	if at := s.list.Current(); len(gone) == 0 && at >= 0 {
		gone[at] = true
	}
	var left []importer.File
	for n, f := range s.files {
		if !gone[n] {
			left = append(left, f)
		}
	}
	s.files = left
	importer.TellApart(s.owner.sources())
	s.proposeDates()
	s.show()
	s.owner.enable()
}

func (s *filesStep) clear() {
	s.files, s.chosen, s.encoded = nil, false, map[string]string{}
	s.proposeDates()
	s.show()
}

func (s *filesStep) enable() { s.remove.SetEnabled(len(s.files) > 0) }

func (s *filesStep) show() {
	var rows []list.Row
	for _, f := range s.files {
		size := ""
		if f.Size > 0 {
			size = fileSize(f.Size)
		}
		kind := list.Cell{Text: kindCaption(f), Style: list.Grey}
		rows = append(rows, list.Row{Cells: []list.Cell{{Text: filepath.Base(f.Path)}, kind, {Text: size, Style: list.Grey}, recognised(f), s.encodingCell(f), {Text: filepath.Dir(f.Path), Style: list.Grey}}})
	}
	refill(s.list, rows)
	s.tellEncodings()
	s.enable()
}

func fileSize(bytes int64) string { return widget.Number(int((bytes+1023)/1024)) + " KB" }

func kindCaption(f importer.File) string {
	switch {
	case f.Err != nil:
		return ""
	case f.Kind == importer.Workbook:
		return i18n.T("transfer.workbook")
	case f.Kind == importer.Cards:
		return i18n.T("transfer.address_book")
	case f.Kind == importer.Package:
		return i18n.T("transfer.configuration_package")
	}
	return i18n.T("transfer.csv_file")
}

// recognised says in a few words what a file holds, or why it cannot be read.
func recognised(f importer.File) list.Cell {
	if f.Err != nil {
		return list.Cell{Text: strings.ReplaceAll(work.Text(f.Err), f.Path, filepath.Base(f.Path)), Style: list.Bold}
	}
	var tables []string
	unknown := 0
	for _, s := range f.Sources {
		if s.Table == "" {
			unknown++
			continue
		}
		if name := tableCaption(s); !slices.Contains(tables, name) {
			tables = append(tables, name)
		}
	}
	text := strings.Join(tables, ", ")
	switch {
	case len(tables) == 0:
		return list.Cell{Text: i18n.T("transfer.nothing_say_in_next_step_what"), Style: list.Bold}
	case unknown > 0:
		text += " " + i18n.T("transfer.and_n_sheets_that_are_left_out", "count", unknown)
	}
	return list.Cell{Text: text}
}

// tableCaption is what a source is read as.
func tableCaption(s *importer.Source) string {
	if s.List {
		return i18n.T("transfer.list_of_contacts")
	}
	t, ok := catalog.Find(s.Table)
	if !ok {
		return i18n.T("transfer.left_out_2")
	}
	return i18n.Translate(t.Caption)
}

// datesOf tells how the files write dates as text.
func (s *filesStep) datesOf() (dmy, mdy bool, example string) {
	dmy, mdy = true, true
	for _, source := range s.owner.sources() {
		day, month, text := source.Dates()
		if text != "" {
			dmy, mdy, example = dmy && day, mdy && month, text
		}
	}
	return dmy, mdy, example
}

// proposeDates chooses how dates are read where the files tell, or where most
// people would write them so, until somebody chooses.
func (s *filesStep) proposeDates() {
	dmy, mdy, example := s.datesOf()
	if !s.chosen {
		value := "dmy"
		switch {
		case example == "":
			value = ""
		case dmy && mdy && strings.Contains(example, "/") && strings.HasSuffix(lang.SystemLocale().String(), "-US"), mdy && !dmy:
			value = "mdy"
		}
		s.dates.SetValue(value)
	}
	s.tellDates()
}

// tellDates says what there is to choose.
func (s *filesStep) tellDates() {
	dmy, mdy, example := s.datesOf()
	text := i18n.T("transfer.files_have_no_dates_as_text_other")
	switch values := map[string]any{"date": example}; {
	case len(s.files) == 0:
		text = i18n.T("transfer.dates_in_cells_of_workbook_and_dates")
	case example == "":
	case dmy && mdy:
		text = i18n.T("transfer.date_can_be_read_in_two_ways", values)
	case dmy:
		text = i18n.T("transfer.first_rows_have_dates_such_as_date", values)
	case mdy:
		text = i18n.T("transfer.first_rows_have_dates_such_as_date_with", values)
	default:
		text = i18n.T("transfer.files_write_dates_in_different_ways_such", values)
	}
	s.hint.SetText(text)
}

// refill shows other rows and keeps the place.
func refill(l *list.List, rows []list.Row) {
	l.Fetch = func(first, n int, done func([]list.Row)) {
		first = min(first, len(rows))
		done(rows[first:min(first+n, len(rows))])
	}
	l.Reload(len(rows))
}
