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
	hint    *widget.Prose
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
		{Key: "name", Caption: lang.L("File"), Width: 230},
		{Key: "kind", Caption: lang.L("Kind"), Width: 130},
		{Key: "size", Caption: lang.L("Size"), Width: 90, Align: widget.Right},
		{Key: "found", Caption: lang.L("What was recognised"), Width: 430},
		{Key: "encoding", Caption: lang.L("Encoding"), Width: 140, Edit: true},
		{Key: "folder", Caption: lang.L("Folder"), Width: 290},
	})
	s.list.MinRows = 7
	s.list.Empty = lang.L("Drop files on the window, or choose them with Add Files")
	s.list.OnDelete = s.removeChosen
	s.list.OnSelect = s.enable
	s.list.OnOpen = func(int) { p.goOn() }
	s.list.OnEdit = s.editEncoding
	s.list.OnLink = func(row int, key string) { s.editEncoding(row, key, 0) }
	s.list.OnKey = lookupKey(s.list, s.editEncoding, "encoding")
	s.encodings = widget.NewNotice()
	s.dates = entry.NewChoice([]entry.Option{
		{Value: "", Text: lang.L("2026-11-23 only")},
		{Value: "dmy", Text: lang.L("23/11/2026: the day first")},
		{Value: "mdy", Text: lang.L("11/23/2026: the month first")},
	}, func(string) {
		s.chosen = true
		s.tellDates()
	})
	s.hint = widget.NewProse("")
	s.hint.Color = theme.Caption
	intro := widget.NewProse(lang.L("Workbooks (.xlsx), text files (.csv, .tsv, .txt), address books (.vcf), packages of Business Central (.rapidstart), or a folder or .zip file of them. Nothing is changed before you have seen what would happen."))
	intro.Color = theme.Caption
	s.adding = widget.NewButton(widget.Action{Text: lang.L("Add Files…"), Icon: theme.IconOpen, Kind: widget.Boxed, Do: s.askFiles})
	folder := widget.NewButton(widget.Action{Text: lang.L("Add Folder…"), Icon: theme.IconOpen, Kind: widget.Boxed, Do: s.askFolder})
	s.remove = widget.NewButton(widget.Action{Text: lang.L("Remove"), Icon: theme.IconDelete, Kind: widget.Boxed, Do: s.removeChosen})
	s.numbers = entry.NewChoice([]entry.Option{
		{Value: "", Text: lang.L("As the columns tell")},
		{Value: "point", Text: lang.L("1,234.50: a point before the decimals")},
		{Value: "comma", Text: lang.L("1.234,50: a comma before the decimals")},
	}, nil)
	s.numbers.SetValue("")
	dates := entry.NewFields(entry.Field{Caption: lang.L("Dates that are text"), Object: s.dates}, entry.Field{Caption: lang.L("Numbers that are text"), Object: s.numbers})
	dates.CaptionWidth = 160
	tab := widget.NewFastTab(lang.L("Files"), s.list)
	tab.Flush, tab.Fill = true, true
	s.content = widget.NewStack(10, 0, intro, widget.NewRow(s.adding, folder, s.remove), s.encodings, tab,
		widget.NewFastTab(lang.L("Dates and Numbers"), widget.NewStack(6, 0, dates, s.hint)))
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
	ChooseFiles(s.owner.session.Window, recentFolder(), importable, func(paths []string) { s.add(paths) })
}

func (s *filesStep) askFolder() {
	ChooseFolder(s.owner.session.Window, recentFolder(), func(path string) { s.add([]string{path}) })
}

// add looks at more files; those that are there already are looked at anew.
func (s *filesStep) add(paths []string) {
	s.looking = true
	s.owner.bar.SetStatus(lang.L("Looking at the files…"))
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

// lookAgain looks at all files anew.
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
		return lang.L("Workbook")
	case f.Kind == importer.Cards:
		return lang.L("Address book")
	case f.Kind == importer.Package:
		return lang.L("Configuration package")
	}
	return lang.L("CSV file")
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
		return list.Cell{Text: lang.L("nothing; say in the next step what it is"), Style: list.Bold}
	case unknown > 0:
		text += " " + lang.N("(and {{.n}} sheets that are left out)", unknown, map[string]any{"n": unknown})
	}
	return list.Cell{Text: text}
}

// tableCaption is what a source is read as.
func tableCaption(s *importer.Source) string {
	if s.List {
		return lang.L("List of contacts")
	}
	t, ok := catalog.Find(s.Table)
	if !ok {
		return lang.L("Left out")
	}
	return i18n.Say(t.Caption)
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
	text := lang.L("The files have no dates as text other than 2026-11-23 in their first rows.")
	switch values := map[string]any{"date": example}; {
	case len(s.files) == 0:
		text = lang.L("Dates in cells of a workbook and dates such as 2026-11-23 are always understood.")
	case example == "":
	case dmy && mdy:
		text = lang.L("**{{.date}} can be read in two ways:** choose whether the day or the month comes first.", values)
	case dmy:
		text = lang.L("The first rows have dates such as {{.date}}, with the day first.", values)
	case mdy:
		text = lang.L("The first rows have dates such as {{.date}}, with the month first.", values)
	default:
		text = lang.L("**The files write dates in different ways**, such as {{.date}}. Import them one after the other.", values)
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
