package listpage

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/output"
	"winnow/core/output/all"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// Outputs is the page with the account of what left the company file.
type Outputs struct {
	table   *table.Table
	session *session.Session
	page    *widget.Page
}

// OpenOutputs returns the account of what left the company file.
func OpenOutputs(s *session.Session) *Outputs {
	p := &Outputs{session: s}
	columns := outputColumns()
	p.table = table.New(table.Params{
		Session: s, Name: "outputs", Caption: i18n.T("common.output_log"), Columns: columns,
		Source: table.Items[output.Entry]{
			Columns: columns,
			All:     func(ctx context.Context) ([]output.Entry, error) { return output.List(ctx, s.Company) },
			Key:     func(e output.Entry) string { return strconv.FormatInt(e.EntryNo, 10) },
			Value:   outputValue, Cell: outputCell, Order: outputOrder,
		},
		Count: func(n int) string { return i18n.T("listpage.n_outputs", "count", n) },
		Empty: i18n.T("listpage.nothing_has_left_this_company_file_yet"),
	})
	bar, needing := p.actions()
	p.page = p.table.Page(table.PageParams{Bar: bar, Needing: needing, Open: p.openSegment, Menu: p.menu})
	p.table.List.OnLink = func(row int, column string) {
		if column == "target" {
			p.openTarget(row)
			return
		}
		p.openSegment(row)
	}
	return p
}

// outputColumns are the columns of the account.
func outputColumns() []table.Column {
	return []table.Column{
		table.NewColumn("at", i18n.T("common.when"), catalog.Date, 150),
		table.NewColumn("by", i18n.T("common.by"), catalog.Text, 110),
		table.NewColumn("what", i18n.T("listpage.what"), catalog.Text, 130),
		table.NewColumn("segment_no", i18n.T("caption.segment_no"), catalog.Code, 120),
		table.NewColumn("rows", i18n.T("common.rows"), catalog.Integer, 90),
		table.NewColumn("blocked", i18n.T("caption.privacy_blocked"), catalog.Integer, 140),
		table.NewColumn("target", i18n.T("common.file"), catalog.Text, 420),
	}
}

// outputValue is what an output has in a column. It is filtered by its day.
func outputValue(e output.Entry, column string) any {
	switch column {
	case "at":
		return i18n.DayOf(e.At)
	case "by":
		return e.By
	case "what":
		return kindOf(e.What)
	case "segment_no":
		return e.SegmentNo
	case "rows":
		return int64(e.Rows)
	case "blocked":
		return int64(e.Blocked)
	}
	if e.Target == "mailto:" {
		return i18n.T("listpage.e_mail_program")
	}
	return e.Target
}

// outputOrder is what it is sorted by there: outputs of one day by their time.
func outputOrder(e output.Entry, column string) any {
	if column == "at" {
		return e.EntryNo
	}
	return outputValue(e, column)
}

func outputCell(e output.Entry, column string) list.Cell {
	switch column {
	case "at":
		return list.Cell{Text: i18n.Moment(e.At)}
	case "segment_no":
		return list.Cell{Text: e.SegmentNo, Style: list.Link}
	case "rows":
		return list.Cell{Text: widget.Number(e.Rows)}
	case "blocked":
		if e.Blocked > 0 {
			return list.Cell{Text: widget.Number(e.Blocked), Style: list.Bold}
		}
		return list.Cell{Text: widget.Number(0), Style: list.Grey}
	case "target":
		if filepath.IsAbs(e.Target) || isMailing(e) {
			return list.Cell{Text: e.Target, Style: list.Link}
		}
	}
	text, _ := outputValue(e, column).(string)
	return list.Cell{Text: text}
}

// kindOf is what kind of output it was, in the person's language; one that
// another version wrote is named as that did.
func kindOf(what string) string {
	for _, k := range all.Kinds() {
		if strings.EqualFold(k.Name, strings.ReplaceAll(what, "_", " ")) {
			return i18n.T("output.name." + k.Key)
		}
	}
	return what
}

// Page is the account as the navigator shows it.
func (p *Outputs) Page() *widget.Page { return p.page }

// actions are the page's, and the buttons that need an output.
func (p *Outputs) actions() (bar *widget.ActionBar, needing []*widget.Button) {
	bar = widget.NewActionBar()
	segment := bar.Add(widget.Action{Text: i18n.T("common.open_segment"), Icon: theme.IconSegment, Do: p.openCurrentSegment})
	file := bar.Add(widget.Action{Text: i18n.T("common.open_file"), Icon: theme.IconOpen, Do: p.openCurrentFile})
	messages := bar.Add(widget.Action{Text: i18n.T("listpage.messages"), Icon: theme.IconMail, Do: func() { p.openMessages(p.table.List.Current()) }})
	return bar, []*widget.Button{segment, file, messages}
}

func (p *Outputs) openSegment(row int) {
	if e, _ := table.Item[output.Entry](p.table, row); e.SegmentNo != "" {
		p.session.Go.Open(route.Segment{No: e.SegmentNo})
		return
	}
	p.table.Say(i18n.T("listpage.this_output_is_of_no_segment"))
}

// isMailing tells of e-mails that were sent.
func isMailing(e output.Entry) bool { return strings.HasPrefix(e.Target, "smtp://") }

// openTarget opens the file, or the messages that were sent.
func (p *Outputs) openTarget(row int) {
	if e, _ := table.Item[output.Entry](p.table, row); isMailing(e) {
		p.openMessages(row)
		return
	}
	p.openFile(row)
}

// openMessages lists the messages of a mailing that was sent.
func (p *Outputs) openMessages(row int) {
	if e, _ := table.Item[output.Entry](p.table, row); isMailing(e) {
		p.session.Go.Open(route.Mailing{EntryNo: e.EntryNo})
		return
	}
	p.table.Say(i18n.T("listpage.this_output_is_no_mailing"))
}

// openFile opens the file, unless it has gone since.
func (p *Outputs) openFile(row int) {
	e, ok := table.Item[output.Entry](p.table, row)
	path := e.Target
	if !filepath.IsAbs(path) { // what another program was told
		if ok {
			p.table.Say(i18n.T("listpage.this_output_is_no_file"))
		}
		return
	}
	p.table.Tasks.Run(func(context.Context) error {
		if _, err := os.Stat(path); err != nil {
			return core.NewProblem(core.NotFound, "listpage.file_is_no_longer_in_its_folder", "file", filepath.Base(path)).Hint("listpage.it_was_moved_renamed_or_deleted_after")
		}
		return nil
	}, p.session.Then(func() { p.session.Services.OpenFile(path) }))
}

func (p *Outputs) openCurrentSegment() { p.openSegment(p.table.List.Current()) }

func (p *Outputs) openCurrentFile() { p.openFile(p.table.List.Current()) }

func (p *Outputs) menu(row int, at fyne.Position) {
	p.table.Menu(at,
		widget.MenuItem(i18n.T("common.open_segment"), theme.IconSegment, func() { p.openSegment(row) }),
		widget.MenuItem(i18n.T("common.open_file"), theme.IconOpen, func() { p.openFile(row) }),
		widget.MenuItem(i18n.T("listpage.messages"), theme.IconMail, func() { p.openMessages(row) }),
	)
}
