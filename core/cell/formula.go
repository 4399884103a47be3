package cell

import "strings"

// Harmless puts an apostrophe before a text that a spreadsheet would run as a
// formula. Numbers and phone numbers stay as they are.
func Harmless(text string) string {
	if runs(text) {
		return "'" + text
	}
	return text
}

// Guarded makes a text harmless so that Unguarded gives it back: a text that
// has apostrophes before what a spreadsheet would run gets one more.
func Guarded(text string) string {
	if runs(strings.TrimLeft(text, "'")) {
		return "'" + text
	}
	return text
}

// Unguarded takes off the apostrophe that stands before what a spreadsheet would
// run as a formula, as CSV files of many programs have it; done says that there
// was one. Other texts that begin with an apostrophe stay as they are.
func Unguarded(text string) (plain string, done bool) {
	if behind := strings.TrimLeft(text, "'"); behind == text || !runs(behind) {
		return text, false
	}
	return text[1:], true
}

// runs reports whether a spreadsheet would run a text as a formula.
func runs(text string) bool {
	return text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) && !isPhoneNumber(text) && !isNumber(text)
}

func isPhoneNumber(text string) bool {
	return strings.ContainsAny(text, "0123456789") && strings.Trim(text, "0123456789 +-()/.") == ""
}

// isNumber reports whether a text is an amount, in any of the forms in which
// exports write them.
func isNumber(text string) bool {
	digits := strings.TrimLeft(text, "+-")
	if len(text)-len(digits) > 1 || digits == "" || digits[0] < '0' || digits[0] > '9' {
		return false
	}
	return strings.Trim(digits, "0123456789.,\u00a0") == ""
}
