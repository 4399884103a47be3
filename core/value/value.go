// Package value reads and writes single values of the catalog's fields. [Parse]
// turns what a person typed into a stored value, [Format] turns a stored value
// into text for people. A stored value is a string (Code, Text, Date), an int64
// (Integer, Boolean, Option) or a float64 (Decimal). [Days] and [Number] read
// dates and numbers for all who need them, with [Env] for what today is. The
// package knows neither tables nor files.
package value

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/fold"
)

// MaxText is the number of characters that a text may have: as many as fit
// into a cell of a workbook.
const MaxText = 32_767

// Zero returns the empty value of a field.
func Zero(f catalog.Field) any {
	switch f.Type {
	case catalog.Integer, catalog.Boolean, catalog.Option:
		return int64(0)
	case catalog.Decimal:
		return float64(0)
	}
	return ""
}

// Parse reads what a person typed into the field. Dates may be written in
// every form of the filter language that means one day, and as digits alone:
// 23 and 2311 are days of the work date's month and year. The error says what
// is expected, in words for people.
func Parse(f catalog.Field, typed string, env Env) (any, error) {
	if !utf8.ValidString(typed) {
		return nil, core.NewProblem(core.Invalid, "common.this_is_not_valid_text")
	}
	s := strings.TrimSpace(norm.NFC.String(typed))
	switch f.Type {
	case catalog.Text:
		switch f.Form {
		case catalog.TimeOfDay:
			return TimeOfDay(s)
		case catalog.DateFormula:
			return DateFormula(s)
		}
		return Text(typed)
	case catalog.Code:
		return Code(typed)
	case catalog.Date:
		return Day(s, env)
	case catalog.Integer:
		return Integer(s)
	case catalog.Decimal:
		return Decimal(s)
	case catalog.Boolean:
		return Boolean(s)
	}
	return Option(f, s)
}

// Text checks a text and puts it into NFC; it is otherwise kept as it is.
func Text(s string) (string, error) {
	if len(s) <= MaxText && plain(s) {
		return s, nil
	}
	s = norm.NFC.String(s)
	if i := strings.IndexFunc(s, unicode.IsControl); i >= 0 {
		r, _ := utf8.DecodeRuneInString(s[i:])
		return "", core.NewProblem(core.Invalid, "value.control_character_u_character_is_not_allowed", "character", r)
	}
	if utf8.RuneCountInString(s) > MaxText {
		return "", core.NewProblem(core.Invalid, "value.it_is_longer_than_max_characters", "max", MaxText)
	}
	return s, nil
}

// plain reports whether a text has only the signs of ASCII that can be seen, as most
// texts do.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// Code trims a code and puts it into upper case, one character to one.
func Code(s string) (string, error) {
	if len(s) <= MaxText && plainCode(s) {
		return s, nil
	}
	return Text(strings.Map(unicode.ToUpper, norm.NFC.String(strings.TrimSpace(s))))
}

// plainCode reports whether a text is plain and a code as it is, as most stored codes are.
func plainCode(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || 'a' <= s[i] && s[i] <= 'z' {
			return false
		}
	}
	return s == "" || s[0] != ' ' && s[len(s)-1] != ' '
}

// Boolean reads yes, no, true, false, 1 and 0 in any case; an empty text is no.
func Boolean(text string) (int64, error) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "yes", "true", "1":
		return 1, nil
	case "no", "false", "0", "":
		return 0, nil
	}
	return 0, core.NewProblem(core.Invalid, "value.text_is_neither_yes_nor_no_write", "text", Excerpt(text))
}

// Option reads a caption, in any case, or a number of the field's options; an
// empty text is the blank option, or the first where there is none.
func Option(f catalog.Field, text string) (int64, error) {
	text = strings.TrimSpace(text)
	if n, ok := OptionNumber(f, text); ok {
		return n, nil
	}
	if text == "" {
		return 0, nil
	}
	return 0, core.NewProblem(core.Invalid, "common.text_is_not_one_of_options_they", "text", Excerpt(text), "field", captions(f.Options))
}

// OptionNumber returns the number of the field's option that a text names by
// its caption, in any case, or by its number, and whether there is one.
func OptionNumber(f catalog.Field, text string) (int64, bool) {
	folded := fold.Case(strings.TrimSpace(text))
	for i, caption := range f.Options {
		if fold.Case(strings.TrimSpace(caption)) == folded {
			return int64(i), true
		}
	}
	if folded == "" || strings.Trim(folded, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(folded)
	return int64(n), err == nil && n < len(f.Options)
}

func captions(options []string) core.Words {
	list := make(core.Words, len(options))
	for i, o := range options {
		if list[i] = strings.TrimSpace(o); list[i] == "" {
			list[i] = "(blank)"
		}
	}
	return list
}

// excerpt is how many characters of a value an error repeats.
const excerpt = 40

// Excerpt puts a value into quotes for an error's text, cut off where it is long.
func Excerpt(text string) string {
	if runes := []rune(text); len(runes) > excerpt {
		text = string(runes[:excerpt]) + "…"
	}
	return `"` + text + `"`
}

// Format writes a stored value as people read it: days in ISO form, Yes and No,
// an option's caption, a number without needless digits.
func Format(f catalog.Field, v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case int64:
		switch f.Type {
		case catalog.Boolean:
			if v != 0 {
				return "Yes"
			}
			return "No"
		case catalog.Option:
			if v >= 0 && int(v) < len(f.Options) {
				return f.Options[v]
			}
		}
		return strconv.FormatInt(v, 10)
	}
	return ""
}

// JSON returns a stored value as it stands in JSON: captions of options, true
// and false, numbers, texts.
func JSON(f catalog.Field, v any) any {
	switch f.Type {
	case catalog.Boolean:
		return v == int64(1)
	case catalog.Option:
		return Format(f, v)
	}
	return v
}

// Stored gives a value that came from SQL or JSON the type that the field's
// values have.
func Stored(f catalog.Field, v any) any {
	switch x := v.(type) {
	case []byte:
		return string(x)
	case bool:
		if x {
			return int64(1)
		}
		return int64(0)
	case float64:
		if f.Type != catalog.Decimal {
			return int64(x)
		}
	case int64:
		if f.Type == catalog.Decimal {
			return float64(x)
		}
	case nil:
		return Zero(f)
	}
	return v
}
