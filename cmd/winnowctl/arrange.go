package main

import (
	"reflect"
	"strings"

	"github.com/alecthomas/kong"
)

// arrange puts a command line into the order that the parser understands:
// command, flags, words. So flags may stand anywhere, between the words of a
// list too, their values may begin with "-", and a negative number is a word.
// What it cannot make sense of it leaves to the parser to complain of.
func arrange(app *kong.Application, args []string) []string {
	node := app.Node
	var path, flags, words []string
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			words = append(words, args[i+1:]...)
			break
		}
		if !strings.HasPrefix(arg, "-") || arg == "-" || negative(arg) {
			if child := childOf(node, arg); child != nil && len(words) == 0 {
				node = child
				path = append(path, arg)
				continue
			}
			words = append(words, arg)
			continue
		}
		flag, value, hasValue := findFlag(node, arg)
		if flag == nil {
			return args
		}
		next := ""
		if i+1 < len(args) {
			next = args[i+1]
		}
		switch {
		case hasValue:
			flags = append(flags, "--"+flag.Name+"="+value)
		case takesValue(flag, next):
			if i+1 == len(args) {
				return args
			}
			flags = append(flags, "--"+flag.Name+"="+next)
			i++
		default:
			flags = append(flags, "--"+flag.Name)
		}
	}
	arranged := append(path, flags...)
	for _, word := range words {
		if strings.HasPrefix(word, "-") || childOf(node, word) != nil {
			arranged = append(arranged, "--")
			break
		}
	}
	return append(arranged, words...)
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
// brings in the same word: --flag=value, -fvalue.
func findFlag(node *kong.Node, arg string) (flag *kong.Flag, value string, hasValue bool) {
	name, long := strings.CutPrefix(arg, "--")
	if long {
		name, value, hasValue = strings.Cut(name, "=")
	} else {
		name, value, hasValue = arg[1:2], arg[2:], len(arg) > 2
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
func takesValue(flag *kong.Flag, next string) bool {
	if !flag.IsBool() {
		return true
	}
	if flag.Target.Kind() != reflect.Pointer {
		return false
	}
	switch strings.ToLower(next) {
	case "yes", "no", "true", "false":
		return true
	}
	return false
}
