package fold

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Plain returns s, which is in NFC, without case and accents, so that texts that differ in spelling
// only become equal: Köhler and kohler, Großmann and GROSSMANN. Letters that have
// no accent to take off but are often written without their stroke or ligature
// are written out. Searches compare by it; filters fold case only.
func Plain(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf {
			return appendPlain(make([]byte, 0, len(s)+8), s)
		} else if 'A' <= c && c <= 'Z' && isASCII(s[i:]) {
			return Case(s)
		}
	}
	return s
}

// appendPlain appends s without case and accents.
func appendPlain(to []byte, s string) string {
	letters, lower := plainLetters(), lowerASCII()
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			begun := len(to)
			first := i
			for i < len(s) && s[i] < utf8.RuneSelf {
				i++
			}
			to = append(to, s[first:i]...)
			for k, c := range to[begun:] {
				to[begun+k] = lower[c]
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		if int(r) < len(letters) {
			to = append(to, letters[r]...)
		} else {
			to = append(to, plainLetter(r)...)
		}
	}
	return string(to)
}

// lowerASCII are the bytes with the letters of ASCII in lower case.
var lowerASCII = sync.OnceValue(func() *[256]byte {
	lower := new([256]byte)
	for c := range lower {
		lower[c] = byte(c)
	}
	for c := 'A'; c <= 'Z'; c++ {
		lower[c] = byte(c) + 'a' - 'A'
	}
	return lower
})

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// lastLetter is behind the letters of Europe's scripts, which are looked up.
const lastLetter = 0x2000

// plainLetters are the letters up to lastLetter without case and accents.
var plainLetters = sync.OnceValue(func() []string {
	letters := make([]string, lastLetter)
	for r := range rune(lastLetter) {
		letters[r] = plainLetter(r)
	}
	return letters
})

// plainLetter returns a letter without case and accents.
func plainLetter(r rune) string {
	switch r = foldRune(r); r {
	case 'ß':
		return "ss"
	case 'ø':
		return "o"
	case 'ł':
		return "l"
	case 'ı':
		return "i"
	case 'đ', 'ð':
		return "d"
	case 'ħ':
		return "h"
	case 'ŧ':
		return "t"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	}
	parts := []rune(norm.NFD.String(string(r)))
	base := slices.DeleteFunc(slices.Clone(parts), isAccent)
	if len(base) == len(parts) {
		return string(r)
	}
	var plain strings.Builder
	for _, part := range base {
		plain.WriteString(plainLetter(part))
	}
	return plain.String()
}

// isAccent reports whether a character is a mark above, below or through a letter.
// Marks that make another letter, as the Japanese voicing marks do and the signs
// of India, have a lower class.
func isAccent(r rune) bool {
	return unicode.Is(unicode.Mn, r) && norm.NFD.PropertiesString(string(r)).CCC() >= 10
}

// Finds reports whether each of some words, plain and joined by blanks, is found
// in a text in spite of its spelling. Package data registers it as the SQL
// function finds.
func Finds(text, words string) bool {
	plain := Plain(text)
	for word := range strings.FieldsSeq(words) {
		if !strings.Contains(plain, word) {
			return false
		}
	}
	return true
}
