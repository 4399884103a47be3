package main

import (
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"winnow/core/criteria"
)

// arranged is a command line in the order that the parser understands:
// command, flags, words. So flags may stand anywhere, between the words of a
// list too, their values may begin with "-", and a negative number is a word.
type arranged struct {
	node               *kong.Node
	path, flags, words []string
}

// arrange puts a command line into that order. Flags that it does not know it
// leaves to the parser to complain of.
func arrange(app *kong.Application, args []string) ([]string, error) {
	a := arranged{node: app.Node}
	for len(args) > 0 && args[0] != "--" {
		rest, err := a.take(args)
		if err != nil {
			return nil, err
		}
		args = rest
	}
	if len(args) > 0 {
		a.words = append(a.words, args[1:]...)
	}
	if a.node == childOf(app.Node, "help") && !slices.Contains(a.flags, "--help") {
		if err := a.help(app.Node); err != nil {
			return nil, err
		}
	}
	// A group without a command's name is listed, if it can be.
	if list := childOf(a.node, "list"); list != nil && len(a.words) == 0 && !slices.Contains(a.flags, "--help") {
		a.node, a.path = list, append(a.path, list.Name)
	}
	if len(a.node.Children) > 0 && len(a.words)+len(a.flags) == 0 {
		return nil, usagef("a command is missing; %s --help lists them", strings.Join(append([]string{program}, a.path...), " "))
	}
	if len(a.node.Children) > 0 && len(a.words) > 0 {
		return nil, a.noCommand()
	}
	list := append(a.path, a.flags...)
	for _, word := range a.words {
		if strings.HasPrefix(word, "-") {
			list = append(list, "--")
			break
		}
	}
	return append(list, a.words...), nil
}

// take puts the first argument, and its value if it is a flag with one, where
// they belong, and returns the others.
func (a *arranged) take(args []string) ([]string, error) {
	arg, rest := args[0], args[1:]
	if !strings.HasPrefix(arg, "-") || arg == "-" || negative(arg) {
		if child := childOf(a.node, arg); child != nil && len(a.words) == 0 {
			a.node = child
			a.path = append(a.path, arg)
		} else {
			a.words = append(a.words, arg)
		}
		return rest, nil
	}
	flag, value, hasValue := findFlag(a.node, arg)
	if list := childOf(a.node, "list"); flag == nil && list != nil {
		flag, value, hasValue = findFlag(list, arg) // it is meant where no command is named
	}
	switch {
	case flag == nil:
		a.flags = append(a.flags, arg)
		return rest, nil
	case !hasValue && takesValue(flag, rest):
		if len(rest) == 0 {
			return nil, usagef("%s: a value is missing", arg)
		}
		value, hasValue, rest = rest[0], true, rest[1:]
	}
	name := "--" + flag.Name
	if hasValue {
		name += "=" + value
	}
	a.flags = append(a.flags, name)
	return rest, nil
}

// help asks for the help of the command that is named behind the word help.
func (a *arranged) help(app *kong.Node) error {
	a.node, a.path = app, nil
	for len(a.words) > 0 {
		child := childOf(a.node, a.words[0])
		if child == nil {
			return a.noCommand()
		}
		a.node, a.path, a.words = child, append(a.path, child.Name), a.words[1:]
	}
	a.flags = append(a.flags, "--help")
	return nil
}

// noCommand complains of a word that stands where a command should.
func (a *arranged) noCommand() error {
	var known []string
	for _, child := range a.node.Children {
		known = append(known, child.Name)
	}
	hint := strings.Join(append([]string{program}, a.path...), " ") + " --help lists them"
	if near := criteria.Nearest(a.words[0], known); near != "" {
		hint = "did you mean " + near + "?"
	}
	return usagef("%q: no such command; %s", a.words[0], hint)
}

// negative reports whether an argument is "-" and a digit, which no flag is.
func negative(arg string) bool { return len(arg) > 1 && arg[1] >= '0' && arg[1] <= '9' }

func childOf(node *kong.Node, name string) *kong.Node {
	for _, child := range node.Children {
		if child.Name == name {
			return child
		}
	}
	return nil
}

// findFlag returns the flag that an argument names, and the value that it
// brings in the same word: --flag=value, -fvalue, -f=value.
func findFlag(node *kong.Node, arg string) (flag *kong.Flag, value string, hasValue bool) {
	name, long := strings.CutPrefix(arg, "--")
	if long {
		name, value, hasValue = strings.Cut(name, "=")
	} else {
		name, value, hasValue = arg[1:2], strings.TrimPrefix(arg[2:], "="), len(arg) > 2
	}
	for _, group := range node.AllFlags(false) {
		for _, f := range group {
			if long && f.Name == name || !long && f.Short != 0 && string(f.Short) == name {
				if !long && hasValue && f.IsBool() {
					return nil, "", false
				}
				return f, value, hasValue
			}
		}
	}
	return nil, "", false
}

// takesValue reports whether the next argument is the flag's value. A header
// field that is yes or no may be followed by that word, or stand alone.
func takesValue(flag *kong.Flag, rest []string) bool {
	if !flag.IsBool() {
		return true
	}
	if flag.Target.Kind() != reflect.Pointer || len(rest) == 0 {
		return false
	}
	switch strings.ToLower(rest[0]) {
	case "yes", "no", "true", "false":
		return true
	}
	return false
}
