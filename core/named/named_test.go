package named_test

import (
	"strings"
	"testing"

	"winnow/core"
	"winnow/core/named"
)

func TestName(t *testing.T) {
	t.Parallel()
	if name, err := named.Name("  Zürich, all\t"); err != nil || name != "Zürich, all" {
		t.Errorf("%q, %v", name, err)
	}
	if _, err := named.Name(strings.Repeat("ü", 60)); err != nil {
		t.Error(err)
	}
	for typed, want := range map[string]string{
		" ":                     "a name is missing",
		strings.Repeat("ü", 61): "the name is longer than 60 characters",
	} {
		if _, err := named.Name(typed); !core.IsKind(err, core.Invalid) || err.Error() != want {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

func TestCode(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{" gb1 ": "GB1", "": "", "zürich": "ZÜRICH"} {
		if code, err := named.Code("Code", typed, 6); err != nil || code != want {
			t.Errorf("%q: %q, %v", typed, code, err)
		}
	}
	if _, err := named.Code("Code", "abcdefg", 6); !core.IsKind(err, core.Invalid) || err.Error() != "the code ABCDEFG is longer than 6 characters" {
		t.Error(err)
	}
	if _, err := named.Code("Code", "a\x00b", 6); !core.IsKind(err, core.Invalid) || !strings.HasPrefix(err.Error(), "Code: ") {
		t.Error(err)
	}
}
