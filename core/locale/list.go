package locale

import "strings"

// ands are the words between the last two of a list, by language, as CLDR's list
// patterns have them.
var ands = map[string]string{
	"bg": "и", "bs": "i", "ca": "i", "cs": "a", "cy": "a", "da": "og", "de": "und", "el": "και", "en": "and", "es": "y", "et": "ja",
	"eu": "eta", "fi": "ja", "fr": "et", "ga": "agus", "gl": "e", "hr": "i", "hu": "és", "id": "dan", "is": "og", "it": "e",
	"lt": "ir", "lv": "un", "mk": "и", "nb": "og", "nl": "en", "nn": "og", "no": "og", "pl": "i", "pt": "e", "ro": "și", "ru": "и",
	"sk": "a", "sl": "in", "sq": "dhe", "sr": "и", "sv": "och", "tr": "ve", "uk": "і", "vi": "và",
}

// Join writes a list in a language: "Ann, Bob and Carl". In a language whose word for
// and is not known there are commas only.
func Join(tag string, texts []string) string {
	and, known := ands[Base(tag)]
	if !known || len(texts) < 2 {
		return strings.Join(texts, ", ")
	}
	last := texts[len(texts)-1]
	if Base(tag) == "es" && soundsLikeI(last) {
		and = "e"
	}
	return strings.Join(texts[:len(texts)-1], ", ") + " " + and + " " + last
}

// soundsLikeI reports whether a Spanish word begins with the sound of the word for
// and, which is another one before it: Ana e Inés, but Ana y Hiedra.
func soundsLikeI(word string) bool {
	word = strings.ToLower(word)
	switch {
	case strings.HasPrefix(word, "hia"), strings.HasPrefix(word, "hie"), strings.HasPrefix(word, "hio"):
		return false
	}
	for _, begin := range []string{"i", "í", "hi", "hí"} {
		if strings.HasPrefix(word, begin) {
			return true
		}
	}
	return false
}
