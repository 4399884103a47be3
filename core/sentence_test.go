package core_test

import (
	"encoding/json"
	"errors"
	"testing"

	"winnow/core"
)

// german is a voice that knows a few texts.
var german = core.Voice{Word: func(english string) string {
	if text := map[string]string{
		"%s: %v":                           "%s: %v",
		"Post Code":                        "PLZ Code",
		"%q is not a number":               "%q ist keine Zahl",
		"%s cannot follow %s":              "%[2]s: danach kann %[1]s nicht stehen",
		"a value":                          "ein Wert",
		"did you mean %s?":                 "meinten Sie %s?",
		"the company has contacts already": "das Unternehmen hat schon Kontakte",
		"put the sample company elsewhere": "nehmen Sie eine andere Datei",
	}[english]; text != "" {
		return text
	}
	return english
}}

// What stands in a sentence is said in the person's language as well, however
// deep; names and values are left alone.
func TestProblemInAnotherLanguage(t *testing.T) {
	cause := core.Problemf(core.Invalid, "%q is not a number", "Post Code")
	p := core.Problemf(core.Invalid, "%s: %v", core.Word("Post Code"), cause).Hintf("did you mean %s?", "5")
	if got := p.Error(); got != `Post Code: "Post Code" is not a number; did you mean 5?` {
		t.Error(got)
	}
	if got := p.In(german); got != `PLZ Code: "Post Code" ist keine Zahl; meinten Sie 5?` {
		t.Error(got)
	}
	plain := &core.Problem{Text: "the company has contacts already", Hint: "put the sample company elsewhere"}
	if got := plain.In(german); got != "das Unternehmen hat schon Kontakte; nehmen Sie eine andere Datei" {
		t.Error(got)
	}
	broken := errors.New("broken")
	if p := core.Problemf(core.Busy, "x").By(broken); !errors.Is(p, broken) || p.Error() != "x" {
		t.Error(p)
	}
}

// A language has its own order of words.
func TestSentenceTurnsRound(t *testing.T) {
	s := core.Sayf("%s cannot follow %s").With("x", core.Word("a value"))
	if got := s.String() + " | " + s.In(german); got != "x cannot follow a value | ein Wert: danach kann x nicht stehen" {
		t.Error(got)
	}
	if text, err := json.Marshal(s); err != nil || string(text) != `"x cannot follow a value"` {
		t.Error(string(text), err)
	}
	if !(core.Sentence{}).Empty() || s.Empty() {
		t.Error("empty")
	}
	if got := (core.Words{"a value", "other"}).In(german); got != "ein Wert, other" {
		t.Error(got)
	}
}
