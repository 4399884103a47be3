// Package named reads the names and codes under which a company keeps filters, export
// profiles, saved criteria and Word templates. It stores nothing.
package named

import (
	"strings"
	"unicode/utf8"

	"winnow/core"
	"winnow/core/value"
)

// longestName is how many characters a name may have.
const longestName = 60

// Name reads a name as typed. The error is a core.Problem of kind Invalid.
func Name(typed string) (string, error) {
	name, err := value.Text(strings.TrimSpace(typed))
	switch {
	case err != nil:
		return "", core.Problemf(core.Invalid, "the name is not possible: %v", err)
	case name == "":
		return "", core.Problemf(core.Invalid, "a name is missing")
	case utf8.RuneCountInString(name) > longestName:
		return "", core.Problemf(core.Invalid, "the name is longer than %d characters", longestName)
	}
	return name, nil
}

// Code reads a code as typed into the field with that caption; "" is one. The error is
// a core.Problem of kind Invalid.
func Code(caption core.Word, typed string, longest int) (string, error) {
	code, err := value.Code(typed)
	switch {
	case err != nil:
		return "", core.Problemf(core.Invalid, "%s: %v", caption, err)
	case utf8.RuneCountInString(code) > longest:
		return "", core.Problemf(core.Invalid, "the code %s is longer than %d characters", code, longest)
	}
	return code, nil
}
