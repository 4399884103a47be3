package locale

import (
	"strconv"
	"strings"
)

// MaxWords is the largest number that Cardinal and OrdinalWords write in words.
const MaxWords = 999_999

// Cardinal writes a whole number from 0 to MaxWords in the words of a language: twenty-one,
// einundzwanzig. False says that the number is another or the language's words are not known,
// which they are for English and German.
func Cardinal(tag string, n int) (string, bool) {
	if n < 0 || n > MaxWords {
		return "", false
	}
	switch Base(tag) {
	case "en":
		return englishCardinal(n), true
	case "de":
		return germanCardinal(n, true), true
	}
	return "", false
}

// OrdinalWords is Cardinal for the place in an order: twenty-first, einundzwanzigste.
func OrdinalWords(tag string, n int) (string, bool) {
	words, ok := Cardinal(tag, n)
	if !ok {
		return "", false
	}
	if Base(tag) == "de" {
		return germanOrdinal(words, n), true
	}
	return englishOrdinal(words), true
}

// ordinalSigns are what stands behind the digits of an ordinal number, by language, where
// it is the same behind every number. Languages that have a masculine and a feminine sign
// have the masculine one.
var ordinalSigns = map[string]string{
	"bs": ".", "cs": ".", "da": ".", "de": ".", "es": "º", "et": ".", "fi": ".", "hr": ".", "hu": ".", "is": ".", "it": "º", "lv": ".",
	"nb": ".", "nl": "e", "nn": ".", "no": ".", "pl": ".", "pt": "º", "sk": ".", "sl": ".", "sr": ".", "tr": ".",
}

// Ordinal writes the place in an order by digits: 21st, 21. and so on. False says that
// the language's way is not known.
func Ordinal(tag string, n int) (string, bool) {
	digits := strconv.Itoa(n)
	switch base := Base(tag); base {
	case "en":
		if n/10%10 != 1 {
			switch n % 10 {
			case 1:
				return digits + "st", true
			case 2:
				return digits + "nd", true
			case 3:
				return digits + "rd", true
			}
		}
		return digits + "th", true
	case "fr":
		if n == 1 {
			return "1er", true
		}
		return digits + "e", true
	default:
		sign, ok := ordinalSigns[base]
		return digits + sign, ok
	}
}

var (
	englishOnes = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
	englishTens = strings.Fields("- - twenty thirty forty fifty sixty seventy eighty ninety")
	germanOnes  = strings.Fields("null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn")
	germanTens  = strings.Fields("- - zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig")
)

func englishCardinal(n int) string {
	behind := func(rest int) string {
		if rest == 0 {
			return ""
		}
		return " " + englishCardinal(rest)
	}
	switch {
	case n < 20:
		return englishOnes[n]
	case n < 100:
		if n%10 == 0 {
			return englishTens[n/10]
		}
		return englishTens[n/10] + "-" + englishOnes[n%10]
	case n < 1000:
		return englishOnes[n/100] + " hundred" + behind(n%100)
	}
	return englishCardinal(n/1000) + " thousand" + behind(n%1000)
}

// englishOrdinals are the last words of ordinal numbers that are not made by a th.
var englishOrdinals = map[string]string{
	"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth", "twelve": "twelfth",
}

func englishOrdinal(cardinal string) string {
	at := strings.LastIndexAny(cardinal, " -") + 1
	before, last := cardinal[:at], cardinal[at:]
	if word, ok := englishOrdinals[last]; ok {
		return before + word
	}
	if stem, ok := strings.CutSuffix(last, "y"); ok {
		return before + stem + "ieth"
	}
	return cardinal + "th"
}

// germanCardinal writes a number; last says that no other word follows, before which the
// word for one loses its s.
func germanCardinal(n int, last bool) string {
	behind := func(rest int) string {
		if rest == 0 {
			return ""
		}
		return germanCardinal(rest, last)
	}
	switch {
	case n == 1 && last:
		return "eins"
	case n < 20:
		return germanOnes[n]
	case n < 100:
		if n%10 == 0 {
			return germanTens[n/10]
		}
		return germanOnes[n%10] + "und" + germanTens[n/10]
	case n < 1000:
		return germanOnes[n/100] + "hundert" + behind(n%100)
	}
	return germanCardinal(n/1000, false) + "tausend" + behind(n%1000)
}

func germanOrdinal(cardinal string, n int) string {
	end := n % 100
	if n > 0 && end == 0 || end >= 20 {
		return cardinal + "ste"
	}
	for _, irregular := range [][2]string{{"eins", "erste"}, {"drei", "dritte"}, {"sieben", "siebte"}, {"acht", "achte"}} {
		if stem, ok := strings.CutSuffix(cardinal, irregular[0]); ok {
			return stem + irregular[1]
		}
	}
	return cardinal + "te"
}
