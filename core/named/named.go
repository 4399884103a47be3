// Package named reads the names, codes and descriptions under which a company stores
// filters, export profiles, saved criteria and Word templates, and stores what has a
// name. [Code], [Name] and [Description] return them as they are stored, or a problem;
// a [Table] stores things of one kind, about which it knows nothing.
package named

import (
	"strings"
	"unicode/utf8"

	"winnow/core"
	"winnow/core/value"
)

// How many characters a name and a description may have.
const (
	longestName        = 60
	longestDescription = 100
)

// Name reads a name as typed. The error is a core.Problem of kind Invalid.
func Name(typed string) (string, error) {
	name, err := value.Text(strings.TrimSpace(typed))
	switch {
	case err != nil:
		return "", core.NewProblem(core.Invalid, "named.name_is_not_possible_problem", "problem", err)
	case name == "":
		return "", core.NewProblem(core.Invalid, "named.name_is_missing")
	case utf8.RuneCountInString(name) > longestName:
		return "", core.NewProblem(core.Invalid, "named.name_is_longer_than_max_characters", "max", longestName)
	}
	return name, nil
}

// Code reads a code as typed into the field with that caption; "" is one. The error is
// a core.Problem of kind Invalid.
func Code(caption core.Word, typed string, longest int) (string, error) {
	code, err := value.Code(typed)
	switch {
	case err != nil:
		return "", core.NewProblem(core.Invalid, "common.place_and_problem", "place", caption, "problem", err)
	case utf8.RuneCountInString(code) > longest:
		return "", core.NewProblem(core.Invalid, "named.code_is_longer_than_longest_characters", "code", code, "longest", longest)
	}
	return code, nil
}

// Description reads a description as typed; nil leaves the old one. The error is a
// core.Problem of kind Invalid.
func Description(typed *string, old string) (string, error) {
	if typed == nil {
		return old, nil
	}
	text, err := value.Text(strings.TrimSpace(*typed))
	switch {
	case err != nil:
		return "", core.NewProblem(core.Invalid, "common.description_cannot_be_kept_problem", "problem", err)
	case utf8.RuneCountInString(text) > longestDescription:
		return "", core.NewProblem(core.Invalid, "common.description_is_longer_than_max_characters", "max", longestDescription)
	}
	return text, nil
}
