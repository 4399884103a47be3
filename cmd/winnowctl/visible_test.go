package main

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// What a terminal would obey is seen instead.
func TestVisible(t *testing.T) {
	for text, want := range map[string]string{
		"Müller & Söhne, 北京":   "Müller & Söhne, 北京",
		"a\x1b[31mb":           "a␛[31mb",
		"a\x1b]0;title\x07b":   "a␛]0;title␇b",
		"a\r\nb\tc":            "a␍␊b␉c",
		"a\u009b2Jb":           "a<U+009B>2Jb",
		"a\x9b2Jb":             "a\ufffd2Jb",
		"abc\u202egnp.exe":     "abc<U+202E>gnp.exe",
		"a\u2066b\u2069\u2028": "a<U+2066>b<U+2069><U+2028>",
		"می\u200cخواهم":        "می\u200cخواهم",
		"\x7f\x00":             "␡␀",
	} {
		if got := visible(text); got != want {
			t.Errorf("%q is shown as %q, want %q", text, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := visible(rapid.String().Draw(t, "text"))
		for _, r := range text {
			if hidden(r) {
				t.Fatalf("%q reaches the terminal in %q", r, text)
			}
		}
		if again := visible(text); again != text {
			t.Fatalf("%q is shown as %q, then as %q", text, text, again)
		}
	})
}

// Errors that belong together are told in one line, and a name in them cannot
// make another.
func TestOneLine(t *testing.T) {
	err := errors.Join(errors.New("there is no contact a\nwinnowctl: done"), fmt.Errorf("close %s: %w", "x", errors.New("busy")))
	_, lines := outcome(err)
	if want := "there is no contact a␊winnowctl: done; close x: busy"; len(lines) != 1 || visible(lines[0]) != want {
		t.Errorf("it says %q, want %q", lines, want)
	}
}
