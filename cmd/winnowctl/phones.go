package main

import "winnow/core/label"

type phonesCommand struct {
	sheetFlags
}

// Help shows an example.
func (phonesCommand) Help() string {
	return `A row has name, company, phone numbers and salesperson, and room for a remark.

Example:

	winnowctl phones SM00001 calls.pdf --paper Letter`
}

func (c *phonesCommand) Run(s *session) error {
	return c.run(s, label.PrintPhones, "winnowctl.contacts")
}
