package label

import (
	"context"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/mailrow"
	"winnow/core/output"
	"winnow/core/segment"
)

// PhonesKind is a call list among the outputs.
func PhonesKind() output.Kind {
	return output.Kind{Key: "phones", Name: "Call List", Menu: "label.call_list_dialog", Icon: "person", Form: &output.Form{
		Command: "phones", Help: "Print a list to call by to a PDF file.", Ending: ".pdf",
		More:    "A row has name, company, phone numbers and salesperson, and room for a remark.",
		Example: output.Example{File: "calls.pdf", Choice: "paper", Value: "Letter"},
		Title:   "label.call_list_of_segment", Running: "label.printing_call_list_dialog",
		About:   "label.n_lines_with_name_company_and_phone",
		Choices: sheetChoices(), Write: PrintPhones, Picture: picture(phones),
	}}
}

// phoneColumn is a column of the call list.
type phoneColumn struct {
	// key is the export's column, "" for one to write in.
	key     string
	caption core.Word
	// share is how much of the sheet's width it has, in parts of the sum.
	share float64
}

func phoneColumns() []phoneColumn {
	return []phoneColumn{
		{"contact_no", core.Word("No."), 20},
		{"name", core.Word("Name"), 50},
		{"company_name", core.Word("Company"), 50},
		{"phone_no", core.Word("Phone No."), 32},
		{"mobile_phone_no", core.Word("Mobile Phone No."), 32},
		{"salesperson_name", core.Word("Salesperson"), 30},
		{"", core.Word("Remark"), 63},
	}
}

// The measures of a call list, in millimetres.
const (
	listMargin  = 10
	titleHeight = 9
	headHeight  = 7
	// rowHeight leaves room to write.
	rowHeight  = 10
	footHeight = 6
	// gap is between a cell's text and the next cell.
	gap = 1.5
)

// The type sizes of a call list, in points.
const (
	titleSize = 13
	cellSize  = 9
)

// PrintPhones writes a list to call by to o.Path, a row for each of the
// segment's lines in their order, with room for a remark. Each page has the
// columns' names and its number. Errors are those of Print.
func PrintPhones(ctx context.Context, c *company.Company, s *segment.Store, no string, o output.Order) (output.Result, error) {
	return print(ctx, c, s, no, o, phones)
}

// phones is the call list that is ordered.
func phones(c *company.Company, o output.Order) (sheets, error) {
	var keys []string
	for _, column := range phoneColumns() {
		if column.key != "" {
			keys = append(keys, column.key)
		}
	}
	height, width, err := paperSize(o.Chosen["paper"])
	return sheets{PhonesKind(), keys, width, height, func(ctx context.Context, rows *mailrow.Rows, r *output.Result, p *paper) error {
		count, err := rows.Count(ctx)
		if err != nil {
			return err
		}
		list := callList{paper: p, locale: o.Locale, width: width - 2*listMargin, height: height, title: titleOf(rows), date: date(rows, c, o)}
		list.pages = (count + list.perPage() - 1) / list.perPage()
		return rows.Each(ctx, func(row *mailrow.Row) error {
			list.row(r.Rows, row)
			r.Rows++
			return p.err
		})
	}}, err
}

// callList is a call list in the making.
type callList struct {
	paper         *paper
	locale        core.Locale
	width, height float64
	title, date   string
	pages         int
}

// perPage is how many rows a page has.
func (l *callList) perPage() int {
	return int((l.height - 2*listMargin - titleHeight - headHeight - footHeight) / rowHeight)
}

// row prints the n-th row, counted from 0, and a page's head before its first.
func (l *callList) row(n int, row *mailrow.Row) {
	if n%l.perPage() == 0 {
		l.head()
	}
	y := listMargin + titleHeight + headHeight + float64(n%l.perPage())*rowHeight
	contact := row.Contact()
	l.paper.missing.contact = &contact
	l.cells(row.Texts(), place{box: Box{Y: y, Height: rowHeight}, size: cellSize, middle: true})
	l.paper.missing.contact = nil
	l.paper.rule(listMargin, y+rowHeight, l.width)
}

// cells prints texts side by side.
func (l *callList) cells(texts []string, at place) {
	sum, x := 0.0, float64(listMargin)
	columns := phoneColumns()
	for _, c := range columns {
		sum += c.share
	}
	for i, text := range texts {
		width := l.width * columns[i].share / sum
		at.box = Box{X: x, Y: at.box.Y, Width: width - gap, Height: at.box.Height}
		l.paper.print(text, at)
		x += width
	}
}

// head begins a page with the columns' names and its number.
func (l *callList) head() {
	p := l.paper
	p.begin()
	title := Box{X: listMargin, Y: listMargin, Width: l.width * 0.8, Height: titleHeight - 2}
	p.print(l.title, place{box: title, size: titleSize, bold: true})
	p.print(l.date, place{box: Box{X: listMargin, Y: listMargin, Width: l.width, Height: titleHeight - 2}, size: cellSize, right: true})
	var captions []string
	for _, c := range phoneColumns() {
		captions = append(captions, c.caption.In(l.locale))
	}
	y := float64(listMargin + titleHeight)
	l.cells(captions, place{box: Box{Y: y, Height: headHeight}, size: cellSize, bold: true, middle: true})
	p.rule(listMargin, y+headHeight, l.width)
	foot := Box{X: listMargin, Y: l.height - listMargin - footHeight + 2, Width: l.width, Height: footHeight - 2}
	p.print(core.Text("label.page_of_pages", "page", p.count, "pages", l.pages).In(l.locale), place{box: foot, size: cellSize, right: true})
}
