package docx

import (
	"cmp"
	"math/big"
	"strconv"
	"strings"
	"unicode"

	"winnow/core"
	"winnow/core/locale"
)

// numerals write a whole number in another way than by its digits, by the names in lower
// case that the switch \* has for them. What Word's documentation says of each holds here,
// with its limits; false says that the number cannot be written so.
var numerals = map[string]func(n int, language string) (string, bool){
	"alphabetic": func(n int, _ string) (string, bool) { return letters(n) },
	"arabicdash": func(n int, _ string) (string, bool) { return "- " + strconv.Itoa(n) + " -", true },
	"cardtext":   func(n int, language string) (string, bool) { return locale.Cardinal(language, n) },
	"hex":        func(n int, _ string) (string, bool) { return strings.ToUpper(strconv.FormatInt(int64(n), 16)), n >= 0 },
	"ordinal": func(n int, language string) (string, bool) {
		text, ok := locale.Ordinal(language, n)
		return text, ok && n >= 0
	},
	"ordtext": func(n int, language string) (string, bool) { return locale.OrdinalWords(language, n) },
	"roman":   func(n int, _ string) (string, bool) { return roman(n) },
}

// dollarText is the numeral that has hundredths: fourteen and 55/100.
const dollarText = "dollartext"

// otherNumerals are numerals of Word's that are not written here.
var otherNumerals = []string{"aiueo", "arabicabjad", "arabicalpha", "bahttext", "chinesenum1", "chinesenum2", "chinesenum3", "chosung", "circlenum",
	"dbnum1", "dbnum2", "dbnum3", "dbnum4", "ganada", "gb1", "gb2", "gb3", "gb4", "hebrew1", "hebrew2", "hindiarabic", "hindicardtext", "hindiletter1",
	"hindiletter2", "iroha", "kanjinum1", "kanjinum2", "kanjinum3", "thaiarabic", "thaicardtext", "thailetter", "vietcardtext", "zodiac1", "zodiac2", "zodiac3"}

// numeral writes a number as a switch \* asks for.
func (l *letter) numeral(name string, number *big.Rat, language string) string {
	text, ok := numeralText(name, number, cmp.Or(language, locale.English))
	if !ok {
		l.fail(core.NewProblem(core.Invalid, "docx.number_cannot_be_written", "number", shortest(number), "switch", `\* `+name).
			Hint("docx.use_a_number_picture"))
	}
	return text
}

// shortest writes a number with up to two decimals.
func shortest(number *big.Rat) string {
	return strings.TrimSuffix(strings.TrimRight(number.FloatString(2), "0"), ".")
}

func numeralText(name string, number *big.Rat, language string) (string, bool) {
	kind := strings.ToLower(name)
	if kind == dollarText {
		whole, cents, _ := strings.Cut(number.FloatString(2), ".")
		n, err := strconv.Atoi(whole)
		words, ok := locale.Cardinal(language, n)
		return locale.Join(language, []string{words, cents + "/100"}), ok && err == nil && number.Sign() >= 0
	}
	write, ok := numerals[kind]
	n, err := strconv.Atoi(number.FloatString(0))
	if !ok || err != nil {
		return "", false
	}
	text, ok := write(n, language)
	// Letters are small where the name of their switch is.
	if (kind == "roman" || kind == "alphabetic") && unicode.IsLower(rune(name[0])) {
		text = strings.ToLower(text)
	}
	return text, ok
}

// letters writes 1 as A and 26 as Z, from where letters come twice and more: 27 is AA.
func letters(n int) (string, bool) {
	const alphabet, times = 26, 30
	if n < 1 || n > alphabet*times {
		return "", false
	}
	return strings.Repeat(string(rune('A'+(n-1)%alphabet)), 1+(n-1)/alphabet), true
}

// romanSigns are the signs of Roman numbers with what each counts, the largest first.
var romanSigns = []struct {
	counts int
	sign   string
}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}}

// roman writes a number from 1 to 32,767 in Roman signs.
func roman(n int) (string, bool) {
	if n < 1 || n > 32_767 {
		return "", false
	}
	var b strings.Builder
	for _, s := range romanSigns {
		for ; n >= s.counts; n -= s.counts {
			b.WriteString(s.sign)
		}
	}
	return b.String(), true
}
