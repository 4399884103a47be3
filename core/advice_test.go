package core_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"winnow/core"
)

// Each front end says in its own words what can be done.
func TestAdvice(t *testing.T) {
	p := core.Plain("Fist_Name is no field").Problem(core.Invalid).Advise(core.AllowUnknownMeant, "meaning", "First_Name")
	if got := p.Error(); got != "Fist_Name is no field; did you mean First_Name? Correct them in the template, or leave them empty" {
		t.Error(got)
	}
	commandLine := core.Locale{Advice: func(a core.Advice) string { return "winnowctl." + string(a) }}
	if got := p.HintIn(commandLine); got != "did you mean First_Name? Correct them in the template, fill them with --match, or leave them empty with --allow-unknown" {
		t.Error(got)
	}
	if got := p.HintIn(core.Locale{Language: "de"}); got != "meinten Sie First_Name? Korrigieren Sie sie in der Vorlage, oder lassen Sie sie leer" {
		t.Error(got)
	}
	wrapped := fmt.Errorf("merge: %w", p)
	if !core.Advised(wrapped, core.AllowUnknownMeant) || core.Advised(wrapped, core.Replace) || core.Advised(nil, core.Replace) {
		t.Error("Advised")
	}
	// What is said to somebody stays said, in JSON too.
	if text, err := json.Marshal(core.Replace.Text().Localized(commandLine)); err != nil || string(text) != `"choose another name, or replace it with --force"` {
		t.Errorf("%s, %v", text, err)
	}
}
