package ownfield_test

import (
	"fmt"

	"winnow/gui/ownfield"
	"winnow/gui/session"
	"winnow/gui/widget"
)

// A window opens the page of a session's company.
func ExampleOpen() {
	page := func(s *session.Session) *widget.Page { return ownfield.Open(s).Page() }
	fmt.Println(page != nil)
	// Output: true
}
