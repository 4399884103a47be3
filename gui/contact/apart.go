package contact

import (
	"context"

	"winnow/core/catalog"
	"winnow/core/duplicate"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/route"
	"winnow/gui/session"
	"winnow/gui/table"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// setApart says of contacts that they are not the same, and tells so.
func setApart(ctx context.Context, s *session.Session, numbers []string) (said string, err error) {
	n, err := s.Duplicates.Distinct(ctx, duplicate.DistinctParams{Numbers: numbers})
	return i18n.T("contact.twin_n_pairs_not_the_same", "count", n), err
}

// setAlike takes that back.
func setAlike(ctx context.Context, s *session.Session, numbers []string) (said string, err error) {
	n, err := s.Duplicates.Distinct(ctx, duplicate.DistinctParams{Numbers: numbers, Undo: true})
	return i18n.T("contact.twin_n_pairs_perhaps_the_same_again", "count", n), err
}

// Distincts is the page with the pairs of contacts that are not the same.
type Distincts struct {
	session *session.Session
	table   *table.Table
	page    *widget.Page
}

// OpenDistincts returns the page with the pairs of contacts that are not the same.
func OpenDistincts(s *session.Session) *Distincts {
	d := &Distincts{session: s}
	column := func(key, field string, width float32) table.Column {
		f, _ := catalog.Must(catalog.Contact).Field(field)
		f.Key = key
		return table.FieldColumn(f, list.Column{Key: key, Width: width})
	}
	columns := []table.Column{column("no", "no", 110), column("name", "name", 260), column("other_no", "no", 110), column("other_name", "name", 260)}
	bar := widget.NewActionBar(widget.Action{Text: i18n.T("contact.twin_may_be_the_same"), Icon: theme.IconRefresh, Kind: widget.Boxed, Key: "Ctrl+Delete", Do: d.alike})
	d.table = table.New(table.Params{
		Session: s, Name: "distinct", Caption: i18n.T("contact.not_the_same"), Columns: columns, Fresh: true,
		Source: table.Items[duplicate.Pair]{Columns: columns, All: s.Duplicates.Distincts, Key: func(p duplicate.Pair) string { return p.No + " " + p.OtherNo },
			Value: func(p duplicate.Pair, column string) any { return pairValue(p, column) },
			Cell: func(p duplicate.Pair, column string) list.Cell {
				cell := list.Cell{Text: pairValue(p, column)}
				if column == "no" || column == "other_no" {
					cell.Style = list.Link
				}
				return cell
			}},
		Count: func(n int) string { return i18n.T("contact.twin_n_pairs", "count", n) },
		Empty: i18n.T("contact.twin_no_pairs_told_apart"),
	})
	d.page = d.table.Page(table.PageParams{Bar: bar, Needing: nil, Open: func(row int) { d.follow(row, "no") }, Delete: d.alike})
	d.table.List.OnLink = d.follow
	d.page.Keys["Ctrl+Z"] = d.table.TakeBack
	return d
}

// Page is the list as the navigator shows it.
func (d *Distincts) Page() *widget.Page { return d.page }

func pairValue(p duplicate.Pair, column string) string {
	switch column {
	case "no":
		return p.No
	case "name":
		return p.Name
	case "other_no":
		return p.OtherNo
	}
	return p.OtherName
}

func (d *Distincts) follow(row int, column string) {
	if p, ok := table.Item[duplicate.Pair](d.table, row); ok {
		d.session.Go.Open(route.Contact{No: pairValue(p, column)})
	}
}

// alike takes back that the two of the current row are not the same.
func (d *Distincts) alike() {
	p, ok := table.Item[duplicate.Pair](d.table, d.table.List.Current())
	if !ok {
		return
	}
	numbers := []string{p.No, p.OtherNo}
	d.table.Change(i18n.T("common.saving_dialog"), func(ctx context.Context, _ func(done, total int)) (table.Done, error) {
		said, err := setAlike(ctx, d.session, numbers)
		return table.Done{Said: said, Back: func(ctx context.Context) error {
			_, err := setApart(ctx, d.session, numbers)
			return err
		}}, err
	})
}
