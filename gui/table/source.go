package table

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/fold"
	"winnow/core/record"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/session"
	"winnow/gui/transfer"
	"winnow/gui/widget"
)

// Query says which rows are wanted, and in which order.
type Query struct {
	// SortBy is a column's key; "" for the order that the rows have by nature.
	SortBy     string
	Descending bool
	// Search has words, of which each is found in any column, in spite of its
	// spelling.
	Search string
	// Filters were read for the columns' fields, by column; all must hold.
	Filters map[string]filter.Filter
}

// Source is where a table's rows come from. It is asked in the background.
type Source interface {
	Read(ctx context.Context, q Query) (Rows, error)
}

// Quick is a Source that finds some rows of a search at once, to be shown until all are
// found. It is asked in the background.
type Quick interface {
	Source
	// First returns those rows, and whether all others come behind them.
	First(ctx context.Context, q Query) (rows Rows, ordered bool, err error)
}

// Rows are rows in an order, of which any place is reached at once.
type Rows interface {
	Len() int
	// Page returns up to n rows from the first-th on, counted from 0, each with a
	// cell for every one of those columns, in that order.
	Page(ctx context.Context, first, n int, columns []string) ([]list.Row, error)
}

// SegmentRows are Rows that are the lines of a segment, which is noted where
// they leave the company.
type SegmentRows interface {
	Rows
	SegmentNo() string
}

// SourceFunc is a function that is a Source.
type SourceFunc func(ctx context.Context, q Query) (Rows, error)

// Read implements Source.
func (f SourceFunc) Read(ctx context.Context, q Query) (Rows, error) { return f(ctx, q) }

// Records is a Source of the rows of one of the catalog's tables, read as they
// are seen. A row's key is its key field's text; of several key fields they are
// joined by tabs. The columns are fields of the table.
type Records struct {
	Session *session.Session
	Table   string
	// Contacts, where it is not nil, are the ids of the only contacts wanted.
	Contacts []int64
	// Link is the column whose cells are links, or "".
	Link string
}

// Read implements Source.
func (r Records) Read(ctx context.Context, q Query) (Rows, error) {
	list, err := r.Session.Records.List(ctx, r.Table, r.query(q))
	return recordRows{list, r}, err
}

// First implements Quick.
func (r Records) First(ctx context.Context, q Query) (Rows, bool, error) {
	list, ordered, err := r.Session.Records.First(ctx, r.Table, r.query(q))
	return recordRows{list, r}, ordered, err
}

func (r Records) query(q Query) record.Query {
	return record.Query{SortBy: q.SortBy, Descending: q.Descending, Search: q.Search, Filters: q.Filters, Contacts: r.Contacts}
}

type recordRows struct {
	*record.List
	source Records
}

// Page implements Rows.
func (r recordRows) Page(ctx context.Context, first, n int, columns []string) ([]list.Row, error) {
	read, err := r.List.Page(ctx, first, n)
	if err != nil {
		return nil, err
	}
	page := make([]list.Row, len(read))
	for i, row := range read {
		var keys []string
		for _, key := range row.Table.Keys {
			keys = append(keys, row.Text(key))
		}
		page[i].Key = strings.Join(keys, "\t")
		if row.Table.Key == catalog.Contact {
			page[i].Blocked = transfer.Blocked(row.Value)
		}
		for _, column := range columns {
			f, _ := row.Table.Field(column)
			cell := list.Cell{Text: i18n.Value(f, row.Value(column))}
			if column == r.source.Link {
				cell.Style = list.Link
			}
			page[i].Cells = append(page[i].Cells, cell)
		}
	}
	return page, nil
}

// FieldColumns are columns of all those fields: the ones that shown names first,
// in that order, the others only where a person asks for them. A shown column with a
// caption that is none of the fields can be neither filtered nor sorted.
func FieldColumns(fields []catalog.Field, shown []list.Column) []Column {
	columns := make([]Column, 0, len(fields))
	for _, c := range shown {
		switch n := slices.IndexFunc(fields, func(f catalog.Field) bool { return f.Key == c.Key }); {
		case n >= 0:
			columns = append(columns, FieldColumn(fields[n], c))
		case c.Caption != "":
			columns = append(columns, Column{Column: c})
		}
	}
	for _, f := range fields {
		if !slices.ContainsFunc(shown, func(c list.Column) bool { return c.Key == f.Key }) {
			c := FieldColumn(f, list.Column{})
			c.Hidden = true
			columns = append(columns, c)
		}
	}
	return columns
}

// NewColumn is a column of what is no field of the catalog, filtered and sorted as such a
// field would be.
func NewColumn(key, caption string, kind catalog.Type, width float32) Column {
	return FieldColumn(catalog.Field{Key: key, Caption: caption, Type: kind}, list.Column{Caption: caption, Width: width})
}

// FieldColumn is the column of a field. What is not said of it comes from the
// field: numbers go to the right.
func FieldColumn(f catalog.Field, c list.Column) Column {
	c.Key = f.Key
	if c.Caption == "" {
		c.Caption = i18n.Translate(f.Caption)
	}
	if f.Type == catalog.Integer || f.Type == catalog.Decimal {
		c.Align = widget.Right
	}
	return Column{Column: c, Field: f}
}

// Items is a Source of things that a person has made and that are few enough to
// be held in memory. They are sorted, searched and filtered here.
type Items[T any] struct {
	// Columns are the table's columns.
	Columns []Column
	// All returns them in the order that they have by nature.
	All func(ctx context.Context) ([]T, error)
	// Key is the key of the row that shows one.
	Key func(item T) string
	// Value is what one has in a column, as package value describes it.
	Value func(item T, column string) any
	// Order is what it is sorted by there; without it, the value.
	Order func(item T, column string) any
	// Cell is what stands there; without it, the value as people read it, in the style that
	// Style says, if it is there.
	Cell  func(item T, column string) list.Cell
	Style func(item T, column string) list.CellStyle
}

// Read implements Source.
func (s Items[T]) Read(ctx context.Context, q Query) (Rows, error) {
	all, err := s.All(ctx)
	if err != nil {
		return nil, err
	}
	rows, sought := itemRows[T]{source: s}, fold.NewSearch(q.Search)
	for _, item := range all {
		if s.found(item, sought) && s.passes(item, q.Filters) {
			rows.items = append(rows.items, item)
		}
	}
	order := s.Order
	if order == nil {
		order = s.Value
	}
	if q.SortBy != "" {
		slices.SortStableFunc(rows.items, func(a, b T) int {
			by := compare(order(a, q.SortBy), order(b, q.SortBy))
			if q.Descending {
				return -by
			}
			return by
		})
	}
	return rows, nil
}

func (s Items[T]) cell(item T, c Column) list.Cell {
	if s.Cell != nil {
		return s.Cell(item, c.Key)
	}
	cell := list.Cell{Text: i18n.Value(c.Field, s.Value(item, c.Key))}
	if s.Style != nil {
		cell.Style = s.Style(item, c.Key)
	}
	return cell
}

func (s Items[T]) found(item T, sought fold.Search) bool {
	var texts []string
	for _, c := range s.Columns {
		texts = append(texts, s.cell(item, c).Text)
	}
	return sought.Finds(texts...)
}

func (s Items[T]) passes(item T, filters map[string]filter.Filter) bool {
	for column, f := range filters {
		if !f.Match(s.Value(item, column)) {
			return false
		}
	}
	return true
}

// compare compares two values of one field, texts whatever their case.
func compare(a, b any) int {
	switch a := a.(type) {
	case int64:
		b, _ := b.(int64)
		return cmp.Compare(a, b)
	case float64:
		b, _ := b.(float64)
		return cmp.Compare(a, b)
	}
	first, _ := a.(string)
	second, _ := b.(string)
	return cmp.Compare(strings.ToLower(first), strings.ToLower(second))
}

type itemRows[T any] struct {
	source Items[T]
	items  []T
}

// Len implements Rows.
func (r itemRows[T]) Len() int { return len(r.items) }

// Page implements Rows.
func (r itemRows[T]) Page(_ context.Context, first, n int, columns []string) ([]list.Row, error) {
	var page []list.Row
	for _, item := range r.items[min(first, len(r.items)):min(first+n, len(r.items))] {
		row := list.Row{Key: r.source.Key(item), Item: item}
		for _, key := range columns {
			at := slices.IndexFunc(r.source.Columns, func(c Column) bool { return c.Key == key })
			row.Cells = append(row.Cells, r.source.cell(item, r.source.Columns[at]))
		}
		page = append(page, row)
	}
	return page, nil
}
