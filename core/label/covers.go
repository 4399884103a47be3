package label

import (
	"cmp"
	"context"
	"os"
	"strings"
	"time"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/mailrow"
	"winnow/core/output"
	"winnow/core/segment"
)

// CoversKind is cover sheets among the outputs.
func CoversKind() output.Kind {
	return output.Kind{Key: "covers", Name: "Cover Sheets", Menu: "label.cover_sheets_dialog", Icon: "templates", Form: &output.Form{
		Command: "covers", Help: "Print a cover sheet for each contact to a PDF file.", Ending: ".pdf",
		More:    "A sheet has the sender, the address, the date and the line's subject, or else the segment's description.",
		Example: output.Example{File: "covers.pdf", Choice: "day", Value: "2026-12-01"},
		Title:   "label.cover_sheets_of_segment", Running: "label.printing_cover_sheets_dialog",
		About:   "label.page_for_each_of_n_lines_sender",
		Choices: sheetChoices(), Write: PrintCovers,
	}}
}

// rowsChoice is the choice of who gets one.
func rowsChoice() output.Choice {
	return output.Choice{Key: "rows", Caption: "Recipients", Help: "Who gets one: each %s.", Options: []output.Option{
		{Value: string(mailrow.PerContact), Text: "common.each_contact"},
		{Value: string(mailrow.PerCompany), Text: "common.each_company"},
		{Value: string(mailrow.PerHousehold), Text: "common.each_household"},
	}}
}

// sheetChoices are what is chosen for cover sheets and call lists.
func sheetChoices() []output.Choice {
	var papers []output.Option
	for _, p := range Papers() {
		papers = append(papers, output.Option{Value: p})
	}
	return []output.Choice{
		{Key: "paper", Caption: "Paper", Help: "The size of the paper: %s.", Options: papers},
		rowsChoice(),
		{Key: "day", Caption: "Date", Help: "The date to print, such as 2026-12-01; else today's."},
	}
}

// Papers returns the names of the sizes of paper.
func Papers() []string { return []string{"A4", "Letter"} }

// paperSize returns a sheet's width and height in millimetres.
func paperSize(name string) (width, height float64, err error) {
	switch strings.ToLower(name) {
	case "", "a4":
		return a4Width, a4Height, nil
	case "letter":
		return letterWidth, letterHeight, nil
	}
	return 0, 0, core.NewProblem(core.Invalid, "label.no_paper_name", "name", name).Hint("common.choose_one_of_papers", "papers", strings.Join(Papers(), ", "))
}

// The places on a cover sheet, in millimetres: the address stands behind the
// window of an envelope.
const (
	coverMargin  = 25
	senderTop    = 15
	senderHeight = 28
	addressTop   = 50
	addressWidth = 85
	dateTop      = 100
	subjectTop   = 112
	lineHeight   = 6
)

// The type sizes of a cover sheet, in points.
const (
	senderSize  = 9
	coverSize   = 11
	subjectSize = 13
)

// The columns that a cover sheet is made of.
const (
	coverAddress = iota
	coverSubject
)

// PrintCovers writes a cover sheet for each of the segment's lines to o.Path, in
// their order: who sends it, to whom, when, and the line's subject. Errors are
// those of Print.
func PrintCovers(ctx context.Context, c *company.Company, s *segment.Store, no string, o output.Order) (output.Result, error) {
	width, height, err := paperSize(o.Chosen["paper"])
	if err != nil {
		return output.Result{Path: o.Path}, err
	}
	columns := []string{coverAddress: "address_block", coverSubject: "subject"}
	return print(ctx, c, s, no, o, CoversKind(), columns, func(rows *mailrow.Rows, r *output.Result) (*paper, error) {
		p, err := newPaper(titleOf(rows), width, height, c)
		if err != nil {
			return nil, err
		}
		// Pages of so little are no smaller for it, and each takes its time.
		p.pdf.SetCompression(false)
		sheet := cover{width: width, sender: sender(rows, o.Locale), date: date(rows, c, o), subject: rows.Segment().Text("description")}
		return p, rows.Each(ctx, func(row *mailrow.Row) error {
			sheet.print(p, row)
			r.Rows++
			return nil
		})
	})
}

// print writes what fill makes of the rows; it counts them in the result.
func print(ctx context.Context, c *company.Company, s *segment.Store, no string, o output.Order, kind output.Kind, columns []string,
	fill func(*mailrow.Rows, *output.Result) (*paper, error)) (result output.Result, err error) {
	result.Path = o.Path
	options := mailrow.Options{Columns: columns, Per: mailrow.Per(o.Chosen["rows"]), IncludeBlocked: o.IncludeBlocked, Progress: o.Progress}
	err = mailrow.Read(ctx, c, s, no, options, func(rows *mailrow.Rows) error {
		to := output.Output{Kind: kind, Path: o.Path, Force: o.Force, Rows: rows}
		result, err = to.Write(ctx, c, func(file *os.File, r *output.Result) error {
			p, err := fill(rows, r)
			switch {
			case err != nil:
				return err
			case r.Rows == 0:
				return nothing(rows, len(r.WithoutAddress))
			}
			r.Pages, r.Replaced = p.pdf.PageCount(), p.missing.replaced()
			return p.write(file)
		})
		return err
	})
	return result, err
}

// date is the day that is printed, as the rows write theirs.
func date(rows *mailrow.Rows, c *company.Company, o output.Order) string {
	return rows.Date(cmp.Or(o.Chosen["day"], c.Now().Format(time.DateOnly)))
}

// sender are the lines that say whose letter it is: the company as its settings
// have it.
func sender(rows *mailrow.Rows, locale core.Locale) string {
	settings := rows.Settings()
	joined := func(between string, keys ...string) string {
		var texts []string
		for _, key := range keys {
			if text := settings[key]; text != "" {
				texts = append(texts, text)
			}
		}
		return strings.Join(texts, between)
	}
	lines := append([]string{settings[company.CompanyName], joined(", ", company.Address, company.Address2)}, senderPlace(rows)...)
	if phone := settings[company.PhoneNo]; phone != "" {
		lines = append(lines, core.Word("Phone No.").In(locale)+" "+phone)
	}
	return strings.Join(append(lines, settings[company.EMail], settings[company.HomePage]), "\n")
}

// senderPlace is the company's place and country, in the order of its country's post.
func senderPlace(rows *mailrow.Rows) []string {
	settings := rows.Settings()
	place := rows.Place(settings[company.Country], settings[company.PostCode], settings[company.City], settings[company.County])
	return append(place.Lines(), rows.Country(settings[company.Country]))
}

// cover is what cover sheets share.
type cover struct {
	width   float64
	sender  string
	date    string
	subject string
}

// print prints a page.
func (s cover) print(p *paper, row *mailrow.Row) {
	p.page()
	p.missing.contact = nil
	across := s.width - 2*coverMargin
	p.print(s.sender, place{box: Box{coverMargin, senderTop, across, senderHeight}, size: senderSize, right: true})
	p.print(s.date, place{box: Box{coverMargin, dateTop, across, lineHeight}, size: coverSize, right: true})
	contact := row.Contact()
	p.missing.contact = &contact
	p.print(row.AddressOnPaper(), place{box: Box{coverMargin, addressTop, addressWidth, dateTop - addressTop - lineHeight}, size: coverSize})
	subject := row.Text(coverSubject)
	if strings.TrimSpace(subject) == "" {
		subject = s.subject
	}
	p.print(subject, place{box: Box{coverMargin, subjectTop, across, 2 * lineHeight}, size: subjectSize, bold: true})
}
