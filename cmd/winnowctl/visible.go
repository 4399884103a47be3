package main

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// visible is a text as it is shown to people, in tables and sentences. A name
// that comes from a file may hold what a terminal obeys, or what lets a line look
// like another: all that is shown by a sign that is seen.
func visible(text string) string {
	if printable(text) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r < ' ':
			b.WriteRune(controlPictures + r)
		case r == 0x7f:
			b.WriteRune('␡')
		case hidden(r):
			fmt.Fprintf(&b, "<U+%04X>", r)
		default:
			b.WriteRune(r) // � for bytes that are no text
		}
		i += size
	}
	return b.String()
}

// How many characters a line for people may have, and a cell of a table, whose
// column is as wide as its widest cell. JSON and CSV have the texts whole.
const (
	longestLine = 8000
	longestCell = 500
)

// bounded cuts a text that is longer than so many characters.
func bounded(text string, longest int) string {
	if len(text) <= longest {
		return text
	}
	n := 0
	for i := range text {
		if n++; n >= longest {
			return text[:i] + "…"
		}
	}
	return text
}

// controlPictures is where Unicode has the pictures of control characters: ␛.
const controlPictures = '\u2400'

// printable reports whether there is nothing in a text but printable ASCII, as in most.
func printable(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// hidden reports whether a character is not seen but changes how others are:
// control characters, separators of lines, and formats such as those that turn
// the direction of writing. The two that join and part letters belong to words
// of some languages.
func hidden(r rune) bool {
	if r == '\u200c' || r == '\u200d' {
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}
