package work_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/gui/i18n"
	"winnow/gui/work"
)

// What core says to people is said as it is. Of anything else the log has the details, as
// the sentence promises.
func TestText(t *testing.T) {
	test.NewTempApp(t)
	var log strings.Builder
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	i18n.SetLanguage("en")
	date, _ := catalog.Must(catalog.InteractionEntry).Field("date")
	_, wrong := filter.Parse("(", date, filter.Env{})
	for _, told := range []error{core.NewProblem(core.Invalid, "tasks.spread_is_not_a_number"), wrong} {
		if got, want := work.Text(fmt.Errorf("read: %w", told)), i18n.Error(told).Error(); got != want || log.Len() > 0 {
			t.Errorf("it says %q instead of %q, and logs %q", got, want, log.String())
		}
	}
	if got := work.Text(errors.New("the disk is on fire")); !strings.Contains(got, work.LogFile()) || !strings.Contains(log.String(), "the disk is on fire") {
		t.Errorf("it says %q and logs %q", got, log.String())
	}
}
