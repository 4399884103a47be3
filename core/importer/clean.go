package importer

import (
	"strings"
	"unicode"

	"winnow/core/catalog"
	"winnow/core/value"
)

// tidy takes away what no field keeps: control characters, a mark of byte order,
// blanks at both ends. A line break becomes a blank; lines has the lines that
// there were. changed says that more than nothing was taken away.
func tidy(text string) (one string, lines []string, changed bool) {
	clean := strings.IndexFunc(text, unicode.IsControl) < 0
	one = strings.TrimSpace(strings.TrimPrefix(text, byteOrderMark))
	if clean {
		return one, nil, one != text
	}
	for _, line := range strings.FieldsFunc(one, func(r rune) bool { return r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == '\u0085' }) {
		line = strings.TrimSpace(strings.Map(func(r rune) rune {
			switch {
			case r == '\t':
				return ' '
			case unicode.IsControl(r):
				return -1
			}
			return r
		}, line))
		if line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, " "), lines, true
}

// cut shortens a text to what a field can hold.
func cut(text string) (short string, did bool) {
	if len(text) <= value.MaxText {
		return text, false
	}
	r := []rune(text)
	if len(r) <= value.MaxText {
		return text, false
	}
	return strings.TrimSpace(string(r[:value.MaxText])), true
}

// groupNames reads the names of groups in a cell: Customers; VIP. Google writes
// ::: between them and * before its own, Mailchimp quotation marks around each.
func groupNames(lines []string) (names []string) {
	text := strings.ReplaceAll(strings.Join(lines, "\n"), ":::", ";") + ";"
	start, quoted := 0, false
	for i := range len(text) {
		switch {
		case text[i] == '"' && (quoted || strings.TrimSpace(text[start:i]) == ""):
			quoted = !quoted
		case strings.IndexByte(";,|\n", text[i]) >= 0 && (!quoted || i == len(text)-1):
			name := strings.TrimSpace(text[start:i])
			if inside, ok := strings.CutPrefix(name, `"`); ok {
				name = strings.TrimSuffix(inside, `"`)
			}
			if name = strings.TrimSpace(strings.TrimPrefix(name, "* ")); name != "" {
				names = append(names, name)
			}
			start = i + 1
		}
	}
	return names
}

// streets are the tables' fields whose lines are split over two.
func streets(t catalog.Table) (first, second int) {
	first, second = -1, -1
	for i, f := range t.Fields {
		switch f.Key {
		case "address":
			first = i
		case "address_2":
			second = i
		}
	}
	return first, second
}

// twoLines puts lines into a first and a second one, the rest joined in the
// second.
func twoLines(lines []string) (first, second string) {
	if len(lines) == 0 {
		return "", ""
	}
	return lines[0], strings.Join(lines[1:], ", ")
}
