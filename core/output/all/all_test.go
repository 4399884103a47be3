package all_test

import (
	"testing"

	"winnow/core/output/all"
)

// Every kind has a key and a name of its own, and a Form says all that the front
// ends show.
func TestKinds(t *testing.T) {
	keys, names, commands := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, k := range all.Kinds() {
		if k.Key == "" || keys[k.Key] || k.Name == "" || names[k.Name] {
			t.Errorf("%q, %q has no key or name of its own", k.Key, k.Name)
		}
		keys[k.Key], names[k.Name] = true, true
		f := k.Form
		if f == nil {
			continue
		}
		if f.Command == "" || commands[f.Command] {
			t.Errorf("%s has no command of its own", k.Key)
		}
		commands[f.Command] = true
		for _, text := range []string{k.Menu, k.Icon, f.Help, f.More, f.Ending, f.Title, f.About, f.Running, f.Example.File, f.Example.Choice, f.Example.Value} {
			if text == "" {
				t.Errorf("%s lacks a text", k.Key)
			}
		}
	}
}
