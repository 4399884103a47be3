package main

import (
	"errors"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/segment"
)

type backupCommand struct {
	File  string `arg:"" help:"Where the copy goes."`
	Force bool   `help:"Replace a file that is there."`
}

// Help shows an example.
func (backupCommand) Help() string {
	return `Example:

	winnowctl backup company-2026-11-23.winnow`
}

func (c *backupCommand) Run(s *session) error {
	return s.withCompany(func(open *company.Company, _ *segment.Store) error {
		err := open.Backup(s.ctx, c.File, c.Force)
		var p *core.Problem
		if errors.As(err, &p) && p.Kind == core.Exists && !c.Force {
			p.Hintf("choose another name, or --force replaces it")
		}
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(object{{"file", c.File}})
		}
		s.print("backed up to %s", c.File)
		return nil
	})
}

type checkCommand struct{}

// Help shows an example.
func (checkCommand) Help() string {
	return `Each fault is printed on a line of its own; the exit status is 1 where there is any.

Example:

	winnowctl check`
}

func (c *checkCommand) Run(s *session) error {
	var faults []string
	err := s.withCompany(func(open *company.Company, store *segment.Store) error {
		ofFile, err := open.Check(s.ctx)
		if err != nil {
			return err
		}
		ofSegments, err := store.Check(s.ctx)
		faults = append(ofFile, ofSegments...)
		return err
	})
	if err != nil {
		return err
	}
	switch {
	case s.json:
		if faults == nil {
			faults = []string{}
		}
		err = s.printJSON(object{{"sound", len(faults) == 0}, {"faults", faults}})
	case len(faults) == 0:
		s.print("the company file is sound")
	default:
		for _, fault := range faults {
			s.print("%s", oneLine(fault))
		}
	}
	if err != nil || len(faults) == 0 {
		return err
	}
	if err := s.out.Flush(); err != nil {
		return err
	}
	return core.Problemf(core.Unusable, "the company file is not sound, faults: %d; restore a backup", len(faults))
}
