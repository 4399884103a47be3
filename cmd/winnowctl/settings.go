package main

import (
	"context"

	"winnow/core/company"
	"winnow/core/segment"
)

type settingsCommand struct {
	Values []string `arg:"" optional:"" name:"key=value" help:"A setting and its new value; key= empties it."`
}

func (settingsCommand) Help() string {
	return `Example:

	winnowctl settings me=HR work_date=2026-11-23`
}

func (c *settingsCommand) Run(ctx context.Context, s *session) error {
	changes, err := assignments(c.Values)
	if err != nil {
		return err
	}
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		if len(changes) > 0 {
			if err := open.SetValues(ctx, changes); err != nil {
				return err
			}
		}
		values, err := open.Values(ctx)
		if err != nil && len(changes) > 0 {
			return s.unshown(err)
		}
		if err != nil {
			return err
		}
		if s.json {
			all := object{}
			for _, setting := range company.Settings() {
				all = append(all, member{setting.Key, values[setting.Key]})
			}
			return s.printJSON(all)
		}
		var rows [][]string
		for _, setting := range company.Settings() {
			rows = append(rows, []string{setting.Key, values[setting.Key], setting.Help})
		}
		return s.table([]string{"Setting", "Value", "Meaning"}, rows)
	})
}
