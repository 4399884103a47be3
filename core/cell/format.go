package cell

import (
	"strings"
)

// Format is what a workbook's number format tells of the values that it
// shows.
type Format struct {
	// Date says that numbers are shown as days or times.
	Date bool
	// Digits is how whole numbers keep their leading zeros; nil where they have
	// none.
	Digits *DigitPattern
}

// builtinDates are the numbers of the formats for days and times that every
// workbook knows without writing them down, as ranges.
var builtinDates = [...][2]int{{14, 22}, {27, 36}, {45, 47}, {50, 58}}

// ParseFormat reads a number format by its number and, where the workbook has
// one, its code.
func ParseFormat(id int, code string) *Format {
	if code == "" {
		for _, r := range builtinDates {
			if id >= r[0] && id <= r[1] {
				return &Format{Date: true}
			}
		}
		return nil
	}
	f := &Format{Date: datedCode(code), Digits: patternOf(code)}
	if !f.Date && f.Digits == nil {
		return nil
	}
	return f
}

// datedCode reports whether a format code shows days or times: whether it has
// a letter of those outside of quoted text.
func datedCode(code string) bool {
	if strings.EqualFold(code, "general") {
		return false
	}
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return false
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return false
			}
			if inside := strings.ToLower(code[i+1 : i+end]); inside != "" && strings.Trim(inside, "hms") == "" {
				return true
			}
			i += end
		case 'y', 'Y', 'm', 'M', 'd', 'D', 'h', 'H', 's', 'S':
			return true
		}
	}
	return false
}

// DigitPattern is a format such as 00000 or 00000-0000: a mark for each digit,
// and what stands between them.
type DigitPattern struct {
	// literal is the text with a NUL for each digit.
	literal string
	zeros   int
}

// patternOf reads a format code whose part for positive numbers is zeros and
// literal characters, behind a language at most; nil for all others, and for a
// single zero, which pads nothing.
func patternOf(code string) *DigitPattern {
	var b strings.Builder
	p := &DigitPattern{}
	if strings.HasPrefix(code, "[$-") {
		_, code, _ = strings.Cut(code, "]")
	}
read:
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case ';':
			break read
		case '0':
			b.WriteByte(0)
			p.zeros++
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return nil
			}
			b.WriteString(code[i+1 : i+1+end])
			i += end + 1
		case '\\':
			if i+1 == len(code) {
				return nil
			}
			i++
			b.WriteByte(code[i])
		case ' ', '-', '(', ')', '/', '+':
			b.WriteByte(c)
		default:
			return nil
		}
	}
	p.literal = b.String()
	if p.zeros < 2 || strings.Contains(strings.ReplaceAll(p.literal, "\x00", ""), "\x00") {
		return nil
	}
	return p
}

// Show writes a whole number as the pattern does; plain is what it is without.
func (p *DigitPattern) Show(number float64, plain string) string {
	if number < 0 || strings.Trim(plain, "0123456789") != "" {
		return plain
	}
	digits := strings.Repeat("0", max(p.zeros-len(plain), 0)) + plain
	var b strings.Builder
	first := true
	for i := range len(p.literal) {
		if p.literal[i] != 0 {
			b.WriteByte(p.literal[i])
			continue
		}
		take := 1
		if first {
			take, first = len(digits)-p.zeros+1, false
		}
		b.WriteString(digits[:take])
		digits = digits[take:]
	}
	return b.String()
}
