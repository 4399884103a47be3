package docx

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// instruction is a field's code: its kind, such as MERGEFIELD, the words behind
// it, and its switches.
type instruction struct {
	kind  string
	words []string
	// switches are, by their sign, what stands behind them: \b "x" is 'b' and x.
	switches map[rune][]string
}

// parseInstruction reads a field's code. What is not understood is a word.
func parseInstruction(code string) instruction {
	in := instruction{switches: map[rune][]string{}}
	rest := []rune(code)
	var sign rune
	for {
		for len(rest) > 0 && unicode.IsSpace(rest[0]) {
			rest = rest[1:]
		}
		if len(rest) == 0 {
			break
		}
		if rest[0] == '\\' && len(rest) > 1 && !unicode.IsSpace(rest[1]) {
			if sign != 0 {
				in.switches[sign] = append(in.switches[sign], "")
			}
			sign, rest = unicode.ToLower(rest[1]), rest[2:]
			continue
		}
		var word string
		word, rest = takeWord(rest)
		switch {
		case sign != 0:
			in.switches[sign] = append(in.switches[sign], word)
			sign = 0
		case in.kind == "":
			in.kind = strings.ToUpper(word)
		default:
			in.words = append(in.words, word)
		}
	}
	if sign != 0 {
		in.switches[sign] = append(in.switches[sign], "")
	}
	return in
}

// takeWord splits off the first word, which may stand in quotation marks.
func takeWord(code []rune) (word string, rest []rune) {
	var b strings.Builder
	if isQuote(code[0]) {
		for i := 1; i < len(code); i++ {
			switch {
			case isQuote(code[i]):
				return b.String(), code[i+1:]
			case code[i] == '\\' && i+1 < len(code) && (isQuote(code[i+1]) || code[i+1] == '\\'):
				i++
			}
			b.WriteRune(code[i])
		}
		return b.String(), nil
	}
	for i, r := range code {
		if unicode.IsSpace(r) || isQuote(r) && i > 0 || r == '\\' && i > 0 {
			return b.String(), code[i:]
		}
		b.WriteRune(r)
	}
	return b.String(), nil
}

// isQuote reports whether a sign is a quotation mark of the kinds that Word
// puts into fields.
func isQuote(r rune) bool { return r == '"' || r == '“' || r == '”' || r == '„' }

// argument returns what stands behind a switch, and whether it is there.
func (in instruction) argument(sign rune) (string, bool) {
	list, ok := in.switches[sign]
	if !ok {
		return "", false
	}
	return list[0], true
}

// format is how a field's value is written.
type format struct {
	before, after string
	date, number  string
	// numeral is the way that \* names to write a number, as it stands, such as CardText.
	numeral string
	// cases are what becomes of upper and lower case, in order.
	cases []string
	// language is that of the text that the field stands in, or "".
	language string
	// own says that the value looks as the field's code does, rather than as the
	// text that it replaces.
	own bool
}

func (in instruction) format() format {
	var f format
	f.before, _ = in.argument('b')
	f.after, _ = in.argument('f')
	f.date, _ = in.argument('@')
	f.number, _ = in.argument('#')
	for _, word := range in.switches['*'] {
		lower := strings.ToLower(word)
		switch lower {
		case "upper", "lower", "firstcap", "caps":
			f.cases = append(f.cases, lower)
		case "charformat":
			f.own = true
		default:
			if numerals[lower] != nil || lower == dollarText || slices.Contains(otherNumerals, lower) {
				f.numeral = word
			}
		}
	}
	return f
}

// changes reports whether a value is written in another way than it has itself.
func (f format) changes() bool {
	return f.own || len(f.cases) > 0 || f.date != "" || f.number != "" || f.numeral != ""
}

// apply writes a value; one that is empty stays so.
func (f format) apply(v Value, l *letter) string {
	text := f.text(v, l)
	if text == "" {
		return ""
	}
	return f.before + text + f.after
}

// text is apply without the texts before and after.
func (f format) text(v Value, l *letter) string {
	language := cmp.Or(f.language, l.record.Language)
	text, number := v.Text, v
	if f.date != "" {
		if day, ok := v.day(); ok {
			text = writeDate(f.date, day, language)
			number = Value{Text: text}
		}
	}
	if f.number != "" && len(f.number) <= maxDigits {
		if number, ok := v.number(); ok {
			text = writeNumber(f.number, number)
		}
	}
	if f.numeral != "" {
		if n, ok := number.number(); ok {
			text = l.numeral(f.numeral, n, language)
		}
	}
	for _, c := range f.cases {
		text = inCase(c, text)
	}
	return text
}

func inCase(how, text string) string {
	switch how {
	case "upper":
		return strings.ToUpper(text)
	case "lower":
		return strings.ToLower(text)
	}
	// Capitals are for the first letter, or for that of every word.
	word := false
	return strings.Map(func(r rune) rune {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		first := letter && !word
		word = letter || word && (how == "firstcap" || r == '\'' || r == '’' || unicode.IsMark(r))
		if first {
			return unicode.ToTitle(r)
		}
		return r
	}, text)
}
