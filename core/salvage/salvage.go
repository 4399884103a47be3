// Package salvage finds what is wrong with a company file, and saves what can be
// read of a damaged one into a new one. It never writes to the damaged file.
package salvage

import (
	"context"
	"errors"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/segment"
	"winnow/data"
)

// Report says what was saved and what was not.
type Report struct {
	// Tables are the tables of the file, with what was saved of each.
	Tables []data.Salvage
	// Lost is what is missing in the damaged file or was found broken, one sentence
	// each.
	Lost []core.Sentence
}

// Whole reports whether nothing is known to be lost.
func (r Report) Whole() bool {
	for _, t := range r.Tables {
		if t.Gaps > 0 || t.Refused > 0 {
			return false
		}
	}
	return len(r.Lost) == 0
}

// Check returns what is wrong with an open company file and with its segments,
// one sentence each; nothing where all is sound. The error is a core.Problem.
func Check(ctx context.Context, c *company.Company) ([]core.Sentence, error) {
	ofFile, err := c.Check(ctx)
	if err != nil {
		return nil, err
	}
	var faults []core.Sentence
	for _, fault := range ofFile {
		faults = append(faults, core.Sayf("in the file: %s", fault))
	}
	ofSegments, err := segment.New(c).Check(ctx)
	return append(faults, ofSegments...), company.Problem(err, c.Path())
}

// Recover saves what can be read of the company file at from into a new file at
// to, which appears there whole or not at all. progress, where given, is told
// how many rows of a table were saved so far. The error is a core.Problem, of
// kind Exists where there is a file at to.
func Recover(ctx context.Context, from, to string, progress func(rows int)) (Report, error) {
	var report Report
	err := company.Make(ctx, to, func(c *company.Company) (err error) {
		report.Tables, err = c.Recover(ctx, data.RecoverParams{From: from, Unjudged: segment.Mendable(), Progress: progress})
		if errors.Is(err, data.ErrFull) {
			return company.Problem(err, to) // only there is anything written
		}
		if err != nil {
			return company.Problem(err, from)
		}
		for _, t := range report.Tables {
			for _, part := range t.Missing {
				report.Lost = append(report.Lost, core.Sayf("%s is missing in the file", company.SchemaWords(part)))
			}
		}
		lost, err := segment.New(c).Mend(ctx)
		report.Lost = append(report.Lost, lost...)
		return err
	})
	return report, err
}
