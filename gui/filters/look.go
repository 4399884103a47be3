package filters

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// lookLimit is how many contacts "show them" lists.
const lookLimit = 1_000_000

// tickColumn is the column that says whether a contact is taken.
const tickColumn = "taken"

// look is the list of those whom the action would bring or remove: to look at, and
// to leave single ones out, which becomes part of the step's filter.
type look struct {
	dialog *Dialog
	step   criteria.Step
	table  *table.Table
	page   *widget.Page
	do     *widget.Button
	skip   *widget.Button
	// out are the numbers of those that are left out; pages are read beside the
	// interface, so that what it holds is replaced and never changed.
	out atomic.Pointer[map[string]bool]
	run bool // the action is done when the dialog is there again
}

// showThem lists the contacts that the action would bring or remove. The dialog
// makes room for them and is there again when the list is left.
func (d *Dialog) showThem() {
	step := d.step()
	var ids []int64
	d.tasks.RunSlow(d.session.Window.Canvas(), i18n.T("filters.looking_for_contacts_dialog"), func(ctx context.Context, _ func(done, total int)) error {
		return d.withPreviewer(ctx, func(p *segment.Previewer) (err error) {
			ids, _, err = p.Concerned(ctx, step, lookLimit)
			return err
		})
	}, func(err error, stopped bool) {
		switch {
		case stopped:
		case err != nil:
			d.fail(err)
		default:
			d.away = true
			d.modal.Close()
			d.session.Go.Show(newLook(d, step, ids).page)
		}
	})
}

func newLook(d *Dialog, step criteria.Step, ids []int64) *look {
	l := &look{dialog: d, step: step}
	l.out.Store(&map[string]bool{})
	bar := widget.NewActionBar()
	l.do = bar.Add(widget.Action{Text: l.action(len(ids)), Icon: theme.IconAdd, Kind: widget.Primary, Key: "Ctrl+Enter", Do: l.take})
	bar.Add(widget.Action{Text: i18n.T("filters.back_to_dialog"), Icon: theme.IconBack, Kind: widget.Boxed, Do: d.session.Go.Back})
	columns := table.FieldColumns(d.session.Company.Catalog().Contact().WithFlowFields().Fields, []list.Column{
		{Key: "no", Width: 96}, {Key: "name", Width: 190}, {Key: "type", Width: 112}, {Key: "company_name", Width: 172},
		{Key: "post_code", Width: 94}, {Key: "city", Width: 112}, {Key: "e_mail", Width: 170},
	})
	if l.ticks() {
		bar.Separate()
		l.skip = bar.Add(widget.Action{Text: i18n.T("filters.leave_out_or_take"), Icon: theme.IconCriteria, Do: l.toggle})
		columns = slices.Insert(columns, 0, table.Column{Column: list.Column{Key: tickColumn, Caption: i18n.T("filters.taken"), Width: 70}})
	}
	caption := d.concernedTitle()
	l.table = table.New(table.Params{
		Session: d.session, Name: "look", Caption: caption, Fresh: true, Columns: columns, Bar: bar,
		Source: lookSource{table.Records{Session: d.session, Table: catalog.Contact, Contacts: ids, Link: "no"}, l},
		Count:  func(n int) string { return i18n.T("common.n_contacts", "count", n) },
	})
	l.table.List.OnOpen = l.open
	l.table.List.OnLink = func(row int, column string) {
		if column != tickColumn {
			l.open(row)
		} else if no, ok := l.table.Key(row); ok {
			l.turn([]string{no})
		}
	}
	l.table.List.OnMenu = func(row int, at fyne.Position) {
		l.table.Menu(at, widget.MenuItem(i18n.T("common.open"), theme.IconOpen, func() { l.open(row) }))
	}
	if l.ticks() {
		l.table.List.OnKey = func(name string) bool {
			if name == "Space" {
				l.toggle()
			}
			return name == "Space"
		}
	}
	keys := l.table.Keys()
	keys["Ctrl+Enter"] = l.take
	l.page = &widget.Page{
		Title: caption, Actions: bar, Content: l.table.Content(), First: l.table.List,
		Keys: keys, OnShow: l.table.Reload, OnClose: l.closed,
	}
	return l
}

// ticks reports whether single contacts can be left out. What a Refine removes is
// what its filters do not select, so that no filter of its keeps one more.
func (l *look) ticks() bool { return l.step.Action != criteria.Refine }

// action is what the button says that does the action.
func (l *look) action(n int) string {
	id := "filters.remove_these_n"
	if l.step.Action == criteria.Add {
		id = "filters.add_these_n"
	}
	return i18n.T(id, "count", n, "n", widget.Number(n))
}

func (l *look) open(row int) {
	if no, ok := l.table.Key(row); ok {
		l.dialog.session.Go.Open(route.Contact{No: no})
	}
}

// toggle leaves the selected contacts out, or takes them again.
func (l *look) toggle() {
	chosen := l.table.Chosen()
	var numbers []string
	l.table.Tasks.Run(func(ctx context.Context) (err error) {
		numbers, err = chosen(ctx)
		return err
	}, func(err error) {
		if err != nil {
			l.dialog.session.Go.Fail(err)
			return
		}
		l.turn(numbers)
	})
}

// turn leaves contacts out, or takes them again where all of them are out.
func (l *look) turn(numbers []string) {
	out := maps.Clone(*l.out.Load())
	all := !slices.ContainsFunc(numbers, func(no string) bool { return !out[no] })
	for _, no := range numbers {
		if all {
			delete(out, no)
		} else {
			out[no] = true
		}
	}
	l.out.Store(&out)
	l.table.List.Reload(l.table.Len())
	l.count()
}

// count says how many the action concerns now: not always those that are ticked,
// as an option can bring one along whom the filters leave out.
func (l *look) count() {
	d, step := l.dialog, l.asked()
	l.do.SetEnabled(false)
	n := 0
	l.table.Tasks.Run(func(ctx context.Context) error {
		return d.withPreviewer(ctx, func(p *segment.Previewer) error {
			r, err := p.Preview(ctx, step)
			n = max(r.LinesAfter-r.LinesBefore, r.LinesBefore-r.LinesAfter)
			return err
		})
	}, func(err error) {
		if err != nil {
			d.session.Go.Fail(err)
			return
		}
		l.do.SetText(l.action(n))
		l.do.SetEnabled(n > 0)
		said := ""
		if out := len(*l.out.Load()); out > 0 {
			said = i18n.T("filters.n_left_out", "count", out, "n", widget.Number(out))
			if n != l.table.Len()-out && !l.table.Narrowed() {
				said += "; " + i18n.T("filters.options_bring_some_along")
			}
		}
		l.table.Say(said)
	})
}

// asked is the step with those left out.
func (l *look) asked() criteria.Step {
	step, out := l.step, *l.out.Load()
	if len(out) == 0 {
		return step
	}
	return butForEach(step, out)
}

// butFor is a filter of numbers that leaves some more out.
func butFor(typed string, out map[string]bool) string {
	var parts []string
	if !isBlank(typed) {
		parts = append(parts, "("+strings.TrimSpace(typed)+")")
	}
	for no := range out {
		parts = append(parts, notOf(no))
	}
	slices.Sort(parts)
	return strings.Join(parts, "&")
}

// notOf is a filter that leaves a number out. A * or ? in one stands for other signs
// even in quotes, and there is no other way to write it.
func notOf(no string) string {
	if strings.ContainsAny(no, "*?") {
		return "<>'" + strings.NewReplacer("'", "''", "*", "?").Replace(no) + "'"
	}
	return "<>" + filter.Quote(no)
}

// take goes back and does the action.
func (l *look) take() {
	if l.do.Disabled() {
		return
	}
	l.run = true
	l.dialog.session.Go.Back()
}

// closed shows the dialog again, unless its page was left, too.
func (l *look) closed() {
	l.table.Tasks.Close()
	d, step, run := l.dialog, l.asked(), l.run
	if len(*l.out.Load()) > 0 {
		d.fill(step)
		d.usedChanged()
	}
	fyne.Do(func() { // when the page below is shown
		if !d.tasks.Closed() && d.resume() && run {
			d.asked = true
			d.submit()
		}
	})
}

// lookSource has the contacts with their ticks.
type lookSource struct {
	table.Records
	look *look
}

// Read implements table.Source.
func (s lookSource) Read(ctx context.Context, q table.Query) (table.Rows, error) {
	rows, err := s.Records.Read(ctx, q)
	return lookRows{rows, s.look}, err
}

type lookRows struct {
	table.Rows
	look *look
}

// Page implements table.Rows.
func (r lookRows) Page(ctx context.Context, first, n int, columns []string) ([]list.Row, error) {
	at := slices.Index(columns, tickColumn)
	if at < 0 {
		return r.Rows.Page(ctx, first, n, columns)
	}
	out := *r.look.out.Load()
	page, err := r.Rows.Page(ctx, first, n, slices.Delete(slices.Clone(columns), at, at+1))
	for i, row := range page {
		tick := list.Cell{Text: i18n.T("common.yes"), Style: list.Link}
		if out[row.Key] {
			tick.Text = i18n.T("common.no")
			for j := range row.Cells {
				row.Cells[j].Style = list.Grey
			}
		}
		page[i].Cells = slices.Insert(row.Cells, at, tick)
	}
	return page, err
}

func (d *Dialog) concernedTitle() string {
	where := map[string]any{"segment": d.params.Segment}
	if d.params.Action == criteria.Add {
		return i18n.T("filters.contacts_to_be_added_to_segment", where)
	}
	return i18n.T("filters.contacts_to_be_removed_from_segment", where)
}
