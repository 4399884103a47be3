package core_test

import (
	"encoding/json"
	"errors"
	"testing"

	"winnow/core"
)

var german = core.Voice{Language: "de"}

// What stands in a sentence is said in the person's language as well, however
// deep; names and values are left alone.
func TestProblemInAnotherLanguage(t *testing.T) {
	cause := core.NewProblem(core.Invalid, "importer.text_is_not_number", "text", "Post Code")
	p := core.NewProblem(core.Invalid, "common.place_and_problem", "place", core.Word("Post Code"), "problem", cause).Hint("common.did_you_mean_meant", "meant", "5")
	if got := p.Error(); got != `Post Code: "Post Code" is not a number; did you mean 5?` {
		t.Error(got)
	}
	if got := p.In(german); got != `PLZ Code: "Post Code" ist keine Zahl; meinten Sie 5?` {
		t.Error(got)
	}
	broken := errors.New("broken")
	if p := core.Plain("x").Problem(core.Busy).By(broken); !errors.Is(p, broken) || p.Error() != "x" || p.HintIn(german) != "" {
		t.Error(p)
	}
}

// A sentence is said in English where nothing else is asked for, in JSON too.
func TestSentence(t *testing.T) {
	s := core.Text("common.did_you_mean_meant").With("meant", core.Word("Post Code"))
	if got := s.String() + " | " + s.In(german); got != "did you mean Post Code? | meinten Sie PLZ Code?" {
		t.Error(got)
	}
	if text, err := json.Marshal(s); err != nil || string(text) != `"did you mean Post Code?"` {
		t.Error(string(text), err)
	}
	if !(core.Sentence{}).Empty() || s.Empty() || core.Plain("x").Empty() || !s.Equal(s.Said(core.Voice{})) {
		t.Error("empty")
	}
	if got := (core.Words{"Post Code", "Fabrikam"}).In(german); got != "PLZ Code, Fabrikam" {
		t.Error(got)
	}
}
