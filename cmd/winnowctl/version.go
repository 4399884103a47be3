package main

import "winnow/core"

type versionCommand struct{}

func (versionCommand) Help() string {
	return `Example:

	winnowctl version`
}

func (c *versionCommand) Run(s *session) error {
	if s.json {
		return s.printJSON(object{{"version", core.Version}})
	}
	s.print("%s %s", program, core.Version)
	return nil
}
