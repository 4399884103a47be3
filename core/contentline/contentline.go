// Package contentline writes the lines that vCards and iCalendar files consist of:
// [Write] folds long ones, [Escape] writes a text so that it is one value. The package
// knows no property.
package contentline

import (
	"bufio"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxLine is how many bytes a line has before it is folded.
const maxLine = 75

// Write writes a property, folded where it is long, but never within a character. What
// goes wrong is told by the buffer's Flush.
func Write(out *bufio.Writer, property, value string) {
	rest, room := property+":"+value, maxLine
	for len(rest) > room {
		cut := room
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		out.WriteString(rest[:cut])
		out.WriteString("\r\n ")
		rest, room = rest[cut:], maxLine-1
	}
	out.WriteString(rest)
	out.WriteString("\r\n")
}

// lineEnds are all ends of lines, which become one.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// Escape writes a text as a property's value: with a backslash before backslashes and
// the signs, and \n for the end of a line. Other control characters but tabs are
// dropped.
func Escape(text, signs string) string {
	var b strings.Builder
	for _, r := range lineEnds.Replace(strings.ToValidUTF8(text, "\ufffd")) {
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\\' || strings.ContainsRune(signs, r):
			b.WriteRune('\\')
			b.WriteRune(r)
		case !unicode.IsControl(r) || r == '\t':
			b.WriteRune(r)
		}
	}
	return b.String()
}
