package main

type demoCommand struct{}

func (c *demoCommand) Run(s *session) error { return nil }

type importCommand struct{}

func (c *importCommand) Run(s *session) error { return nil }

type exportCommand struct{}

func (c *exportCommand) Run(s *session) error { return nil }

type completionCommand struct{}

func (c *completionCommand) Run(s *session) error { return nil }
