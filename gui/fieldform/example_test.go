package fieldform_test

import (
	"context"
	"fmt"

	"winnow/core/catalog"
	"winnow/gui/fieldform"
	"winnow/gui/session"
)

// A page asks for a field, and says what becomes of it.
func ExampleAsk() {
	ask := func(s *session.Session) {
		fieldform.Ask(s, fieldform.Params{
			Title: "New Field",
			Save:  func(_ context.Context, f catalog.Field) (catalog.Field, error) { return f, nil },
			Done:  func(f catalog.Field) { fmt.Println("kept", f.Key) },
		})
	}
	fmt.Println(ask != nil)
	// Output: true
}
