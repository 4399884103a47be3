package words_test

import (
	"encoding/json"
	"regexp"
	"testing"

	"winnow/assets"
	"winnow/gui/words"
)

// Nothing that the window says speaks of the command line, in any language.
func TestNoCommandLineInTheWindow(t *testing.T) {
	commandLine := regexp.MustCompile(`winnowctl|(^|[ (])--[a-z]`)
	content, err := assets.Translations.ReadFile("translations/en.json")
	if err != nil {
		t.Fatal(err)
	}
	var texts map[string]any
	if err := json.Unmarshal(content, &texts); err != nil {
		t.Fatal(err)
	}
	met := 0
	look := func(t *testing.T) {
		for english := range texts {
			said := words.Voice().Word(english)
			if commandLine.MatchString(said) {
				t.Errorf("the window says %q", said)
			}
			if commandLine.MatchString(english) {
				met++
			}
		}
	}
	look(t)
	german(t)
	look(t)
	if met == 0 {
		t.Error("core says nothing of the command line any more; this test and its subject can go")
	}
}
