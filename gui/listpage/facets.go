package listpage

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/container"

	"winnow/core/criteria"
	"winnow/core/facet"
	"winnow/core/filter"
	shown "winnow/gui/criteria"
	facets "winnow/gui/facet"
	"winnow/gui/i18n"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// narrowing has the steps that clicks on facets made, in their order. They decide which
// contacts are listed, and change nothing in the company.
type narrowing struct {
	page   *Contacts
	panel  *facets.Panel
	notice *widget.Notice
	steps  []criteria.Step
}

// narrowed is the source of contacts that are left after steps.
type narrowed struct {
	table.Records
	steps []criteria.Step
}

// left is the source without the contacts that the steps leave out.
func (n narrowed) left(ctx context.Context) (table.Records, error) {
	left := n.Records
	var err error
	left.Contacts, err = facet.Narrow(ctx, n.Session.Company, n.Contacts, n.steps)
	return left, err
}

// Read implements table.Source.
func (n narrowed) Read(ctx context.Context, q table.Query) (table.Rows, error) {
	left, err := n.left(ctx)
	if err != nil {
		return nil, err
	}
	return left.Read(ctx, q)
}

// First implements table.Quick.
func (n narrowed) First(ctx context.Context, q table.Query) (table.Rows, bool, error) {
	left, err := n.left(ctx)
	if err != nil {
		return nil, false, err
	}
	return left.First(ctx, q)
}

func newNarrowing(p *Contacts) *narrowing {
	n := &narrowing{page: p, notice: widget.NewNotice()}
	n.panel = facets.New(facets.Params{
		Session: p.session, Tasks: p.table.Tasks, Name: "contacts", Say: p.table.Say, Hint: i18n.T("facet.click_filters_shift_click_leaves_out"),
		Do: n.take, Locked: func() string { return "" }, Toggled: n.toggled,
	})
	return n
}

// put puts the panel beside the list, and over it the notice of what is left out.
func (n *narrowing) put(page *widget.Page) {
	page.Content = container.NewBorder(nil, nil, nil, widget.Wide(n.panel.Object(), 300),
		widget.NewStackFill(8, 12, n.notice, n.page.table.Tab))
	page.Keys[facets.Key] = n.panel.Toggle
	reset := page.Keys["Ctrl+Shift+Alt+F3"]
	page.Keys["Ctrl+Shift+Alt+F3"] = func() {
		n.set(nil)
		reset()
	}
	changed := n.page.table.Changed
	n.page.table.Changed = func() {
		changed()
		n.count()
	}
}

func (n *narrowing) toggled() {
	n.page.page.Layout()
	if !n.panel.Visible() {
		n.page.table.List.Focus()
	}
}

// count counts the contacts that are listed.
func (n *narrowing) count() {
	t := n.page.table
	rows, ok := t.Rows().(interface {
		IDs(context.Context) ([]int64, error)
	})
	if !ok {
		return
	}
	all := !t.Narrowed() && n.page.only == nil && len(n.steps) == 0
	n.panel.Count(func(ctx context.Context, p facet.Params) (facet.Facet, error) {
		var ids []int64
		if !all {
			var err error
			if ids, err = rows.IDs(ctx); err != nil {
				return facet.Facet{}, err
			}
		}
		return facet.OfContacts(ctx, n.page.session.Company, ids, p)
	})
}

// take narrows the list by one more step.
func (n *narrowing) take(step criteria.Step) {
	before := n.steps
	n.set(append(before[:len(before):len(before)], step))
	n.page.table.SayUndo(i18n.T("facet.list_narrowed"), func() { n.set(before) })
	n.panel.Focus()
}

// set narrows the list by these steps alone.
func (n *narrowing) set(steps []criteria.Step) {
	n.steps = steps
	known := n.page.session.Company.Catalog()
	var said []string
	for _, step := range steps {
		compiled, err := criteria.Compile(step, filter.Env{Catalog: known}) // its values are literal
		if err != nil {
			n.page.session.Go.Fail(err)
			return
		}
		said = append(said, shown.Wish(known, step, compiled.Resolved()))
	}
	if len(said) > 0 {
		n.notice.Say(i18n.T("facet.only_contacts_listed", "steps", strings.Join(said, "; ")),
			widget.Action{Text: i18n.T("facet.list_all"), Icon: theme.IconClose, Do: func() { n.set(nil) }})
	} else {
		n.notice.Say("")
	}
	n.page.table.List.ClearSelection()
	n.page.table.Show(narrowed{n.page.records(), steps})
}
