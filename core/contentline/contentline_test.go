package contentline_test

import (
	"bufio"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"winnow/core/contentline"
)

// Whatever a text holds, it is one value: unfolded and unescaped it is the same text.
func TestValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		var b strings.Builder
		out := bufio.NewWriter(&b)
		contentline.Write(out, "NOTE", contentline.Escape(text, ",;"))
		out.Flush()
		written := b.String()
		if !strings.HasSuffix(written, "\r\n") {
			t.Fatalf("%q", written)
		}
		for line := range strings.SplitSeq(strings.TrimSuffix(written, "\r\n"), "\r\n") {
			if len(line) > 75 || strings.ContainsAny(line, "\r\n") || !utf8.ValidString(line) {
				t.Fatalf("the line %q", line)
			}
		}
		value := strings.TrimPrefix(strings.ReplaceAll(strings.TrimSuffix(written, "\r\n"), "\r\n ", ""), "NOTE:")
		if got, want := unescaped(value), plain(text); got != want {
			t.Fatalf("%q became %q", want, got)
		}
	})
}

func unescaped(value string) string {
	var b strings.Builder
	behind := false
	for _, r := range value {
		switch {
		case behind && r == 'n':
			b.WriteByte('\n')
		case !behind && r == '\\':
			behind = true
			continue
		case !behind && (r == ',' || r == ';'):
			b.WriteString("<bare>")
		default:
			b.WriteRune(r)
		}
		behind = false
	}
	return b.String()
}

// plain is the text as a value can have it.
func plain(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (r < ' ' || r >= 0x7f && r < 0xa0) {
			return -1
		}
		return r
	}, text)
}
