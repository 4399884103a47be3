package main

import "runtime/debug"

type versionCommand struct{}

// Help shows an example.
func (versionCommand) Help() string {
	return `Example:

	winnowctl version`
}

func (c *versionCommand) Run(s *session) error {
	version := "(unknown)"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	if s.json {
		return s.printJSON(object{{"version", version}})
	}
	s.print("%s %s", program, version)
	return nil
}
