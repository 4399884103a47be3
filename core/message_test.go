package core_test

import (
	"encoding/json"
	"errors"
	"testing"

	"winnow/core"
)

var german = core.Locale{Language: "de"}

// Values of a message are in the person's language as well, however
// deep; names and values are left alone.
func TestProblemInAnotherLanguage(t *testing.T) {
	cause := core.NewProblem(core.Invalid, "importer.text_is_not_number", "text", "Post Code")
	p := core.NewProblem(core.Invalid, "common.place_and_problem", "place", core.Word("Post Code"), "problem", cause).Hint("common.did_you_mean_meant", "meant", "5")
	if got := p.Error(); got != `Post Code: "Post Code" is not a number; did you mean 5?` {
		t.Error(got)
	}
	if got := p.In(german); got != `PLZ-Code: "Post Code" ist keine Zahl; meinten Sie 5?` {
		t.Error(got)
	}
	broken := errors.New("broken")
	if p := core.Plain("x").Problem(core.Busy).By(broken); !errors.Is(p, broken) || p.Error() != "x" || p.HintIn(german) != "" {
		t.Error(p)
	}
}

// A message is in English where no locale is given, in JSON too.
func TestMessage(t *testing.T) {
	s := core.Text("common.did_you_mean_meant").With("meant", core.Word("Post Code"))
	if got := s.String() + " | " + s.In(german); got != "did you mean Post Code? | meinten Sie PLZ-Code?" {
		t.Error(got)
	}
	if text, err := json.Marshal(s); err != nil || string(text) != `"did you mean Post Code?"` {
		t.Error(string(text), err)
	}
	if !(core.Message{}).Empty() || s.Empty() || core.Plain("x").Empty() || !s.Equal(s.Localized(core.Locale{})) {
		t.Error("empty")
	}
	if got := (core.Words{"Post Code", "Fabrikam"}).In(german); got != "PLZ-Code, Fabrikam" {
		t.Error(got)
	}
}
