package exporter

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// isPlain reports whether a text stands in the XML as it is: most do, and to see that
// takes one look at each character.
func isPlain(text string) bool {
	if text == "" || text[0] == ' ' || text[len(text)-1] == ' ' {
		return text == ""
	}
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= 0x80 || c == '&' || c == '<' || c == '>' || c == '_' {
			return false
		}
	}
	return true
}

// appendText appends a text as the <t> element of a cell.
func appendText(b []byte, text string) []byte {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\ufffd")
	}
	if keepsBlanks(text) {
		b = append(b, `<t xml:space="preserve">`...)
	} else {
		b = append(b, `<t>`...)
	}
	start := 0
	for i := 0; i < len(text); i++ {
		var escape string
		switch text[i] {
		case '&':
			escape = "&amp;"
		case '<':
			escape = "&lt;"
		case '>':
			escape = "&gt;"
		case '\r':
			escape = "&#13;"
		default:
			continue
		}
		b = append(append(b, text[start:i]...), escape...)
		start = i + 1
	}
	return append(append(b, text[start:]...), `</t>`...)
}

// keepsBlanks reports whether readers must be told to leave the text's blanks.
func keepsBlanks(text string) bool {
	return text != "" && (text[0] <= ' ' || text[len(text)-1] <= ' ' || strings.ContainsAny(text, "\n\r\t"))
}

// oddTexts are the texts that office programs would not read as they stand:
// they take "_x0041_" for A. Such a text is written with its first sign
// escaped, and as a shared string, the one place where all readers undo that.
type oddTexts struct {
	places  map[string]int
	content strings.Builder
}

// isOdd reports whether a text has to be escaped that way: it looks like an
// escape, or has a character that XML has no room for.
func isOdd(text string) bool {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c >= 0x80:
			if c == 0xef && (strings.HasPrefix(text[i:], "\ufffe") || strings.HasPrefix(text[i:], "\uffff")) {
				return true
			}
		case c < ' ' && c != '\n' && c != '\t' && c != '\r', c == '_' && isEscape(text[i:]):
			return true
		}
	}
	return false
}

// isEscape reports whether a text begins like _x0041_.
func isEscape(text string) bool {
	return len(text) >= 7 && text[1] == 'x' && text[6] == '_' && strings.Trim(text[2:6], "0123456789ABCDEFabcdef") == ""
}

// place returns the number of the shared string.
func (o *oddTexts) place(text string) int {
	if n, ok := o.places[text]; ok {
		return n
	}
	n := len(o.places)
	o.places[text] = n
	var escaped strings.Builder
	for i, r := range text {
		switch {
		case r == '_' && isEscape(text[i:]):
			escaped.WriteString("_x005F_")
		case r < ' ' && r != '\n' && r != '\t' && r != '\r', r == 0xfffe, r == 0xffff:
			fmt.Fprintf(&escaped, "_x%04X_", r)
		default:
			escaped.WriteRune(r)
		}
	}
	o.content.WriteString(`<si>`)
	o.content.Write(appendText(nil, escaped.String()))
	o.content.WriteString(`</si>`)
	return n
}

// xml returns the part that holds the shared strings.
func (o *oddTexts) xml() string {
	return fmt.Sprintf(`%s<sst xmlns="%s" uniqueCount="%d">%s</sst>`, xmlHead, mainSpace, len(o.places), o.content.String())
}

// utf16Length counts a text's characters as office programs do.
func utf16Length(text string) int {
	if len(text) <= maxCell {
		return len(text)
	}
	n := 0
	for _, r := range text {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// widthOf returns how wide the widest line of a text is, in characters; those
// of East Asia and emoji count twice.
func widthOf(text string) int {
	width, line := 0, 0
	for _, r := range text {
		switch {
		case r == '\n':
			line = 0
			continue
		case r >= 0x1100:
			line++
		}
		line++
		width = max(width, line)
	}
	return width
}
