package label

import (
	"cmp"
	"context"
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
		Choices: sheetChoices(), Write: PrintCovers, Picture: picture(covers),
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

// fontChoice is the choice of fonts for scripts that the usual ones lack.
func fontChoice() output.Choice {
	return output.Choice{Key: fontKey, Caption: "Font", Help: "A TrueType font for scripts that the built-in fonts lack; repeatable.", Endings: FontEndings(), Several: true}
}

const fontKey = "font"

// FontEndings returns how the names of the files end that have fonts.
func FontEndings() []string { return []string{".ttf", ".ttc"} }

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
		fontChoice(),
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
	return print(ctx, c, s, no, o, covers)
}

// covers are the cover sheets that are ordered.
func covers(c *company.Company, o output.Order) (sheets, error) {
	width, height, err := paperSize(o.Chosen["paper"])
	return sheets{CoversKind(), []string{coverAddress: "address_block", coverSubject: "subject"}, width, height,
		func(ctx context.Context, rows *mailrow.Rows, r *output.Result, p *paper) error {
			sheet := cover{width: width, sender: sender(rows, o.Locale), date: date(rows, c, o), subject: rows.Segment().Text("description")}
			return rows.Each(ctx, func(row *mailrow.Row) error {
				sheet.print(p, row)
				r.Rows++
				return p.err
			})
		}}, err
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
	p.begin()
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
