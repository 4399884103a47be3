package main

import (
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// Every command has help, and an example that the parser takes.
func TestExamples(t *testing.T) {
	parser, err := kong.New(newCommandLine(), kong.NoDefaultHelp(), globalFlags, kong.Name(program))
	if err != nil {
		t.Fatal(err)
	}
	commands := parser.Model.Leaves(true)
	for _, command := range parser.Model.Children {
		if !command.Leaf() {
			commands = append(commands, command)
		}
	}
	for _, command := range commands {
		t.Run(command.Path(), func(t *testing.T) {
			if !strings.HasSuffix(command.Help, ".") {
				t.Errorf("the help is %q", command.Help)
			}
			examples := 0
			for line := range strings.Lines(command.Detail) {
				words := shellWords(line)
				if len(words) == 0 || words[0] != program {
					continue
				}
				examples++
				if command.Name == "help" {
					continue // it is no command of its own; the scripts try it
				}
				args, err := arrange(parser.Model, words[1:])
				if err != nil {
					t.Fatal(err)
				}
				parsed, err := parser.Parse(args)
				if err != nil {
					t.Fatalf("%s: %v", line, err)
				}
				if command.Leaf() && command.Name != "apply" && parsed.Selected() != command {
					t.Errorf("%s is an example of another command", line)
				}
			}
			if examples == 0 && command.Name != "completion" {
				t.Error("there is no example")
			}
			for _, flag := range command.Flags {
				if !strings.HasSuffix(flag.Help, ".") {
					t.Errorf("the help of --%s is %q", flag.Name, flag.Help)
				}
			}
		})
	}
}

// shellWords splits a line as a shell does, up to a redirection.
func shellWords(line string) []string {
	var words []string
	var word strings.Builder
	var quote rune
	begun := false
	for _, r := range strings.TrimSpace(line) + " " {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote, begun = r, true
		case quote == 0 && r == '>':
			return words
		case quote == 0 && r == ' ':
			if begun {
				words = append(words, word.String())
			}
			word.Reset()
			begun = false
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	return words
}

// A command's own flags stand before those of every command.
func TestOwnFlagsFirst(t *testing.T) {
	parser, err := kong.New(newCommandLine(), kong.NoDefaultHelp(), globalFlags, kong.Name(program))
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range parser.Model.Leaves(true) {
		for _, flag := range command.Flags {
			if flag.Group != nil {
				t.Errorf("--%s of %s is among those of every command", flag.Name, command.Path())
			}
		}
	}
	for _, flag := range parser.Model.Flags {
		if flag.Group == nil || flag.Group.Title != globalFlags["global"] {
			t.Errorf("--%s is among the flags of a command", flag.Name)
		}
	}
}
