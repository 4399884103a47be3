// Package salvage finds what is wrong with a company file ([Check]), and saves
// what can be read of a damaged one into a new one ([Recover]). It never writes to
// the damaged file.
package salvage

import (
	"context"
	"database/sql"
	"errors"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/filterset"
	"winnow/core/ownfield"
	"winnow/core/profile"
	"winnow/core/saved"
	"winnow/core/segment"
	"winnow/data"
)

// Report says what was saved and what was not.
type Report struct {
	// Tables are the tables of the file, with what was saved of each.
	Tables []data.Salvage
	// Lost is what is missing in the damaged file or was found broken, one sentence
	// each.
	Lost []core.Message
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
func Check(ctx context.Context, c *company.Company) ([]core.Message, error) {
	ofFile, err := c.Check(ctx)
	if err != nil {
		return nil, err
	}
	var faults []core.Message
	for _, fault := range ofFile {
		faults = append(faults, core.Text("salvage.in_file_fault", "fault", fault))
	}
	ofSettings, err := c.CheckSettings(ctx)
	if err != nil {
		return nil, err
	}
	faults = append(faults, ofSettings...)
	for _, k := range kept(c) {
		names, err := k.broken(ctx)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			faults = append(faults, k.said.With("name", name))
		}
	}
	ofRules, err := company.Read(ctx, c, func(tx *sql.Tx) ([]core.Message, error) { return checkRules(ctx, tx, nil) })
	if err != nil {
		return nil, err
	}
	faults = append(faults, ofRules...)
	ofSegments, err := segment.New(c).Check(ctx)
	return append(faults, ofSegments...), err
}

// keeping is something that is kept under names.
type keeping struct {
	said   core.Message
	broken func(context.Context) ([]string, error)
	// remove takes it away, or makes it such that it can be read.
	remove func(ctx context.Context, name string) error
}

// kept are the things that a company keeps under names.
func kept(c *company.Company) []keeping {
	criteria, sets, profiles, own := saved.New(c), filterset.New(c), profile.New(c), ownfield.New(c)
	return []keeping{
		{core.Text("salvage.saved_criteria_name_cannot_be_read"), criteria.Broken, func(ctx context.Context, code string) error { return criteria.Delete(ctx, code) }},
		{core.Text("salvage.filters_under_name_cannot_be_read"), sets.Broken, sets.Delete},
		{core.Text("salvage.export_profile_cannot_be_read"), profiles.Broken, profiles.Forget},
		{core.Text("salvage.own_field_cannot_be_read"), own.Broken, own.Repair},
	}
}

// repair takes away what cannot be read in a recovered file, and brings its segments
// in order. It returns what was lost.
func repair(ctx context.Context, c *company.Company) ([]core.Message, error) {
	lost, err := c.RepairSettings(ctx)
	if err != nil {
		return nil, err
	}
	for _, k := range kept(c) {
		names, err := k.broken(ctx)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if err := k.remove(ctx, name); err != nil {
				return nil, err
			}
			lost = append(lost, k.said.With("name", name))
		}
	}
	err = c.Write(ctx, func(tx *sql.Tx) error {
		found, err := repairRules(ctx, tx)
		lost = append(lost, found...)
		return err
	})
	if err != nil {
		return nil, err
	}
	ofSegments, err := segment.New(c).Repair(ctx)
	return append(lost, ofSegments...), err
}

// Recover saves what can be read of the company file at from into a new file at
// to, which appears there whole or not at all. progress, where given, receives
// how many rows of a table were saved so far. The error is a core.Problem, of
// kind Exists where there is a file at to.
func Recover(ctx context.Context, from, to string, progress func(rows int)) (Report, error) {
	var report Report
	err := company.Make(ctx, to, func(c *company.Company) (err error) {
		report.Tables, err = c.Recover(ctx, data.RecoverParams{From: from, Unjudged: segment.Repairable(), Progress: progress})
		if errors.Is(err, data.ErrFull) {
			return company.Problem(err, to) // only there is anything written
		}
		if err != nil {
			return company.Problem(err, from)
		}
		for _, t := range report.Tables {
			for _, part := range t.Missing {
				report.Lost = append(report.Lost, core.Text("salvage.part_is_missing_in_file", "part", company.SchemaWords(part)))
			}
		}
		lost, err := repair(ctx, c)
		report.Lost = append(report.Lost, lost...)
		return err
	})
	return report, err
}
