package mail_test

import (
	"testing"

	"winnow/core/coretest"
)

// book is a company with one segment, for tests that read as a story.
type book struct{ *coretest.Book }

func newBook(t testing.TB) *book {
	t.Helper()
	return &book{coretest.NewSpring(t)}
}
