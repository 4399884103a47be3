package label

import (
	"context"
	"os"
	"strings"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/mailrow"
	"winnow/core/output"
	"winnow/core/segment"
)

// SheetOptions say what cover sheets or a call list are like.
type SheetOptions struct {
	// Path is the file to write.
	Path string
	// Paper is "A4" or "Letter"; "" for A4.
	Paper string
	// Day is the date that is printed, such as 2026-11-23; "" for today's.
	Day string
	// IncludeBlocked prints Privacy Blocked contacts too.
	IncludeBlocked bool
	// Force replaces an existing file.
	Force bool
	// Progress is told how many of the segment's lines are done.
	Progress func(done, total int)
	// Voice is the language of what is printed around the contacts.
	Voice core.Voice
}

// SheetResult is what was printed; Rows counts the contacts.
type SheetResult struct {
	output.Result
	Replaced
	Pages int `json:"pages"`
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
	return 0, 0, core.Problemf(core.Invalid, "there is no paper %q", name).Hintf("choose one of: %s", strings.Join(Papers(), ", "))
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
func PrintCovers(ctx context.Context, c *company.Company, s *segment.Store, no string, o SheetOptions) (SheetResult, error) {
	columns := []string{coverAddress: "address_block", coverSubject: "subject"}
	return o.print(ctx, c, s, no, "Cover Sheets", columns, func(rows *mailrow.Rows, width, height float64) (*paper, int, error) {
		p, err := newPaper(titleOf(rows), width, height, c)
		if err != nil {
			return nil, 0, err
		}
		// Pages of so little are no smaller for it, and each takes its time.
		p.pdf.SetCompression(false)
		sheet := cover{width: width, sender: sender(rows, o.Voice), date: rows.Date(o.day(c)), subject: rows.Segment().Text("description")}
		n := 0
		err = rows.Each(func(row *mailrow.Row) error {
			sheet.print(p, row)
			n++
			return nil
		})
		return p, n, err
	})
}

// print writes what fill makes of the rows.
func (o SheetOptions) print(ctx context.Context, c *company.Company, s *segment.Store, no, what string, columns []string,
	fill func(rows *mailrow.Rows, width, height float64) (*paper, int, error)) (SheetResult, error) {
	width, height, err := paperSize(o.Paper)
	if err != nil {
		return SheetResult{}, err
	}
	result := SheetResult{Result: output.Result{Path: o.Path}}
	options := mailrow.Options{Columns: columns, IncludeBlocked: o.IncludeBlocked, Progress: o.Progress}
	err = mailrow.Read(ctx, c, s, no, options, func(rows *mailrow.Rows) error {
		to := output.Output{What: what, Path: o.Path, Force: o.Force, Rows: rows}
		result.Result, err = to.Write(ctx, c, func(file *os.File, r *output.Result) error {
			p, n, err := fill(rows, width, height)
			switch {
			case err != nil:
				return err
			case n == 0:
				return nothing(rows, 0)
			}
			r.Rows, result.Pages, result.Replaced = n, p.pdf.PageCount(), p.missing.replaced()
			return p.write(file)
		})
		return err
	})
	return result, err
}

// day is the date that is printed.
func (o SheetOptions) day(c *company.Company) string {
	if o.Day != "" {
		return o.Day
	}
	return c.Now().Format("2006-01-02")
}

// sender are the lines that say whose letter it is: the company as its settings
// have it.
func sender(rows *mailrow.Rows, voice core.Voice) string {
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
	lines := []string{
		settings[company.CompanyName],
		joined(", ", company.Address, company.Address2),
		joined(" ", company.PostCode, company.City),
		settings[company.County],
		rows.Country(settings[company.Country]),
	}
	if phone := settings[company.PhoneNo]; phone != "" {
		lines = append(lines, core.Word("Phone No.").In(voice)+" "+phone)
	}
	return strings.Join(append(lines, settings[company.EMail], settings[company.HomePage]), "\n")
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
	p.print(row.Text(coverAddress), place{box: Box{coverMargin, addressTop, addressWidth, dateTop - addressTop - lineHeight}, size: coverSize})
	subject := row.Text(coverSubject)
	if strings.TrimSpace(subject) == "" {
		subject = s.subject
	}
	p.print(subject, place{box: Box{coverMargin, subjectTop, across, 2 * lineHeight}, size: subjectSize, bold: true})
}
