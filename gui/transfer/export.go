package transfer

import (
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"winnow/core"
	"winnow/core/exporter"
	"winnow/core/mailrow"
	"winnow/core/output"
	"winnow/core/profile"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/session"
	"winnow/gui/widget"
	"winnow/gui/work"
)

// previewRows is how many rows one sees before they are written.
const previewRows = 8

// exportKey is where the choices of the last export are kept.
const exportKey = "export"

// exportable are the endings of files that can be written.
var exportable = []string{".xlsx", ".csv"}

// choices are what is asked for, there again next time.
type choices struct {
	Folder          string      `json:"folder"`
	Profile         string      `json:"profile,omitempty"`
	Columns         []string    `json:"columns,omitempty"`
	Captions        bool        `json:"captions"`
	Per             mailrow.Per `json:"per,omitempty"`
	CriteriaSheet   bool        `json:"criteria_sheet"`
	IncludeBlocked  bool        `json:"include_blocked"`
	Open            bool        `json:"open"`
	ChosenExtension string      `json:"extension,omitempty"`
}

// Exporting is the dialog that exports a segment for mail merge.
type Exporting struct {
	// Tasks do the dialog's work.
	Tasks *work.Tasks

	session  *session.Session
	no       string
	modal    *widget.Modal
	path     *entry.Entry
	profiles *exportProfiles
	columns  *exportColumns
	per      *entry.Choice
	headers  *entry.Choice
	sheet    *entry.Check
	blocked  *BlockedLines
	opens    *entry.Check
	preview  *widget.FastTab
	list     *list.List
	cancel   context.CancelFunc
	rows     int
	result   output.Result
	finished bool
}

// OpenExport asks how a segment shall be exported, and does it.
func OpenExport(s *session.Session, no string) *Exporting {
	d := &Exporting{session: s, no: no, Tasks: work.NewTasks()}
	var last choices
	var kept []profile.Profile
	s.OpenDialog(exportKey+no, d.Tasks, func(ctx context.Context) (err error) {
		if err = s.Recall(ctx, exportKey, &last); err != nil {
			return err
		}
		last.Folder = WriteFolder(last.Folder)
		if kept, err = profile.New(s.Company).All(ctx); err != nil {
			return err
		}
		segment, err := s.Segments.Segment(ctx, no)
		d.rows = segment.Lines
		return err
	}, func() {
		d.build(last, kept)
		d.modal.Show(s.Window.Canvas())
		d.look()
		d.blocked.Count(s, d.Tasks, no)
	})
	return d
}

func (d *Exporting) build(last choices, kept []profile.Profile) {
	ending := last.ChosenExtension
	if !slices.Contains(exportable, ending) {
		ending = exportable[0]
	}
	d.path = NewPath(d.session.Window, filepath.Join(last.Folder, d.no+ending), d.look)
	d.path.OnTyped = func(string) { d.look() }
	d.columns = newExportColumns(d.session.Company.Catalog(), d.look)
	d.per = entry.NewChoice([]entry.Option{
		{Value: string(mailrow.PerContact), Text: i18n.T("transfer.one_for_each_contact")},
		{Value: string(mailrow.PerCompany), Text: i18n.T("transfer.one_for_each_company")},
		{Value: string(mailrow.PerHousehold), Text: i18n.T("transfer.one_for_each_household")},
	}, func(string) { d.look() })
	d.headers = entry.NewChoice([]entry.Option{
		{Value: "standard", Text: i18n.T("transfer.as_word_knows_them")}, {Value: "captions", Text: i18n.T("transfer.as_business_central_names_them")},
	}, func(string) { d.look() })
	d.profiles = newExportProfiles(d, last, kept)
	d.show(d.profiles.last)
	d.sheet = entry.NewCheck(i18n.T("transfer.second_sheet_that_tells_how_list"), "", func(bool) { d.look() })
	d.sheet.SetOn(last.CriteriaSheet)
	d.blocked = NewBlockedLines(last.IncludeBlocked, "transfer.n_lines_of_privacy_blocked_contacts", d.look)
	d.opens = entry.NewCheck(i18n.T("transfer.open_file_when_it_is_written"), "", nil)
	d.opens.SetOn(last.Open)
	fields := entry.NewFields(entry.Field{Caption: i18n.T("common.file"), Object: d.path},
		entry.Field{Caption: i18n.T("common.rows"), Object: d.per}, entry.Field{Caption: i18n.T("transfer.headers"), Object: d.headers},
		entry.Field{Caption: i18n.T("common.criteria"), Object: d.sheet}, entry.Field{Caption: i18n.T("common.privacy"), Object: d.blocked.Include},
		entry.Field{Caption: " ", Object: d.blocked.Said}, entry.Field{Caption: i18n.T("common.then"), Object: d.opens})
	fields.CaptionWidth = 80
	d.list = list.New(nil)
	d.list.MinRows = 5
	d.list.Empty = i18n.T("transfer.segment_has_no_lines")
	d.preview = widget.Panel(i18n.T("common.preview"), d.list)
	top := widget.NewBeside(widget.NewStack(0, 10, fields), d.columns.tab, 0, 400)
	d.modal = &widget.Modal{
		Title:    i18n.T("transfer.export_segment", "segment", d.no),
		Subtitle: i18n.T("transfer.n_lines_as_data_source_for_mail", "count", d.rows),
		Right:    d.profiles.button,
		Body:     widget.NewStackFill(12, 16, top, d.preview), Width: 1040, Height: 670, OK: i18n.T("common.export"),
		OnOK: func() { d.write(false) }, OnCancel: d.Tasks.Close,
	}
}

// show shows what a profile says.
func (d *Exporting) show(p profile.Profile) {
	d.columns.take(p.Columns)
	d.per.SetValue(string(p.Per))
	d.headers.SetValue("standard")
	if p.CaptionHeaders {
		d.headers.SetValue("captions")
	}
}

// present is what a profile of the present choice would say.
func (d *Exporting) present() profile.Profile {
	return profile.Profile{
		Columns: d.columns.chosen(), CaptionHeaders: d.headers.Value() == "captions", Per: mailrow.Per(d.per.Value()),
	}
}

func (d *Exporting) options() exporter.Options {
	path := WithExtension(d.path.Text(), exportable)
	asCSV := strings.EqualFold(filepath.Ext(path), ".csv")
	if d.sheet.Disabled() != asCSV {
		if asCSV {
			d.sheet.Disable() // a CSV file has no second sheet
		} else {
			d.sheet.Enable()
		}
	}
	o := exporter.Options{Path: path, CriteriaSheet: d.sheet.On() && !asCSV, IncludeBlocked: d.blocked.Include.On()}
	d.present().Apply(&o)
	return o
}

// look shows the first rows as they would be written.
func (d *Exporting) look() {
	if d.cancel != nil {
		d.cancel()
	}
	d.profiles.tell()
	o := d.options()
	var headers []string
	var rows [][]string
	d.cancel = d.Tasks.Run(func(ctx context.Context) (err error) {
		headers, rows, err = exporter.Preview(ctx, d.session.Company, d.session.Segments, d.no, o, previewRows)
		return err
	}, func(err error) {
		if err != nil {
			d.modal.SetStatus(work.Text(err), true)
			return
		}
		d.modal.SetStatus("", false)
		d.showRows(headers, rows)
	})
}

func (d *Exporting) showRows(headers []string, rows [][]string) {
	var columns []list.Column
	for i, h := range headers {
		columns = append(columns, list.Column{Key: strconv.Itoa(i), Caption: h, Width: 128})
	}
	d.list.SetColumns(columns)
	var shown []list.Row
	for _, cells := range rows {
		var row list.Row
		for _, text := range cells {
			row.Cells = append(row.Cells, list.Cell{Text: strings.ReplaceAll(text, "\n", " · ")})
		}
		shown = append(shown, row)
	}
	d.list.SetRows(shown)
	n := len(headers)
	text := i18n.T("transfer.first_rows_n_columns", "count", n)
	d.preview.SetSummary(text, text)
}

// write exports. It asks before it replaces a file.
func (d *Exporting) write(replace bool) {
	o := d.options()
	if o.Path == "" {
		d.path.SetError(i18n.T("common.name_is_missing"))
		return
	}
	o.Force = replace
	d.modal.SetOK(false)
	var result output.Result
	d.Tasks.RunSlow(d.session.Window.Canvas(), i18n.T("common.exporting_dialog"), func(ctx context.Context, report func(done, total int)) (err error) {
		o.Progress = report
		result, err = exporter.Export(ctx, d.session.Company, d.session.Segments, d.no, o)
		return err
	}, func(err error, stopped bool) {
		d.modal.SetOK(true)
		switch {
		case stopped:
			d.modal.SetStatus(i18n.T("common.stopped_no_file_was_written"), false)
		case core.IsKind(err, core.Exists):
			widget.AskReplace(d.session.Window.Canvas(), o.Path, func() { d.write(true) })
		case err != nil:
			d.modal.SetStatus(work.Text(err), true)
		default:
			d.done(o, result)
		}
	})
}

// done says what was written, and keeps the choices for next time.
func (d *Exporting) done(o exporter.Options, r output.Result) {
	d.result, d.finished = r, true
	d.session.Keep(d.Tasks, exportKey, choices{
		Folder: filepath.Dir(o.Path), Profile: d.profiles.used,
		Columns: o.Columns, Captions: o.CaptionHeaders, Per: o.Per, CriteriaSheet: d.sheet.On(),
		IncludeBlocked: o.IncludeBlocked, Open: d.opens.On(), ChosenExtension: strings.ToLower(filepath.Ext(o.Path)),
	})
	RememberFolder(filepath.Dir(o.Path))
	d.modal.Close()
	text := i18n.T("transfer.n_rows_are_in_file", "count", r.Rows, "file", r.Path)
	hints := i18n.Unlogged(d.session.Company)
	if r.Shared > 0 {
		hints = append(hints, i18n.T("transfer.n_lines_share_row_of_another", "count", r.Shared))
	}
	hints = append(hints, UnusableEMails(r.UnusableEMails)...)
	hints = append(hints, ToldBlocked(r.BlockedContacts, o.IncludeBlocked)...)
	m := widget.Tell(d.session.Window.Canvas(), i18n.T("transfer.exported"), text, strings.Join(hints, " "))
	m.SetLink(i18n.T("common.open_file"), func() {
		m.Close()
		d.open(r.Path)
	})
	if d.opens.On() {
		d.open(r.Path)
	}
}
