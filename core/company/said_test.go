package company_test

import (
	"strings"
	"testing"

	"winnow/core/company"
	"winnow/data"
)

// Whatever befalls a company file, the person is told of which file.
func TestProblemsNameTheFile(t *testing.T) {
	for _, err := range []error{
		data.ErrMissing, data.ErrExists, data.ErrForeign, data.ErrNewer, data.ErrBusy, data.ErrFull, data.ErrReadOnly,
		data.ErrCorrupt, data.ErrValue, data.ErrReplaced, data.ErrLost, data.ErrLog, data.ErrGone,
	} {
		if said := company.Problem(err, "north.winnow").Error(); !strings.Contains(said, "north.winnow") || strings.Contains(said, "<no value>") {
			t.Errorf("%v is told as %q", err, said)
		}
	}
}
