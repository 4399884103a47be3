package locale

import (
	"slices"
	"strings"
)

// system is a language as Windows, and with it Word and Business Central, number
// and abbreviate it.
type system struct {
	number int
	code   string
	tag    string
}

var systems = []system{
	{0x0401, "ARA", "ar-SA"}, {0x0402, "BGR", "bg-BG"}, {0x0403, "CAT", "ca-ES"}, {0x0404, "CHT", "zh-TW"}, {0x0405, "CSY", "cs-CZ"},
	{0x0406, "DAN", "da-DK"}, {0x0407, "DEU", "de-DE"}, {0x0408, "ELL", "el-GR"}, {0x0409, "ENU", "en-US"}, {0x040a, "ESP", "es-ES"},
	{0x040b, "FIN", "fi-FI"}, {0x040c, "FRA", "fr-FR"}, {0x040d, "HEB", "he-IL"}, {0x040e, "HUN", "hu-HU"}, {0x040f, "ISL", "is-IS"},
	{0x0410, "ITA", "it-IT"}, {0x0411, "JPN", "ja-JP"}, {0x0412, "KOR", "ko-KR"}, {0x0413, "NLD", "nl-NL"}, {0x0414, "NOR", "nb-NO"},
	{0x0415, "PLK", "pl-PL"}, {0x0416, "PTB", "pt-BR"}, {0x0417, "RMC", "rm-CH"}, {0x0418, "ROM", "ro-RO"}, {0x0419, "RUS", "ru-RU"},
	{0x041a, "HRV", "hr-HR"}, {0x041b, "SKY", "sk-SK"}, {0x041c, "SQI", "sq-AL"}, {0x041d, "SVE", "sv-SE"}, {0x041e, "THA", "th-TH"},
	{0x041f, "TRK", "tr-TR"}, {0x0420, "URD", "ur-PK"}, {0x0421, "IND", "id-ID"}, {0x0422, "UKR", "uk-UA"}, {0x0423, "BEL", "be-BY"},
	{0x0424, "SLV", "sl-SI"}, {0x0425, "ETI", "et-EE"}, {0x0426, "LVI", "lv-LV"}, {0x0427, "LTH", "lt-LT"}, {0x0428, "TAJ", "tg-TJ"},
	{0x0429, "FAR", "fa-IR"}, {0x042a, "VIT", "vi-VN"}, {0x042b, "HYE", "hy-AM"}, {0x042c, "AZE", "az-Latn-AZ"}, {0x042d, "EUQ", "eu-ES"},
	{0x042f, "MKI", "mk-MK"}, {0x0436, "AFK", "af-ZA"}, {0x0437, "KAT", "ka-GE"}, {0x0438, "FOS", "fo-FO"}, {0x0439, "HIN", "hi-IN"},
	{0x043a, "MLT", "mt-MT"}, {0x043e, "MSL", "ms-MY"}, {0x043f, "KKZ", "kk-KZ"}, {0x0441, "SWK", "sw-KE"}, {0x0443, "UZB", "uz-Latn-UZ"},
	{0x0445, "BNG", "bn-IN"}, {0x0449, "TAM", "ta-IN"}, {0x0452, "CYM", "cy-GB"}, {0x0456, "GLC", "gl-ES"}, {0x0462, "FYN", "fy-NL"},
	{0x046e, "LBX", "lb-LU"}, {0x0804, "CHS", "zh-CN"}, {0x0807, "DES", "de-CH"}, {0x0809, "ENG", "en-GB"}, {0x080a, "ESM", "es-MX"},
	{0x080c, "FRB", "fr-BE"}, {0x0810, "ITS", "it-CH"}, {0x0813, "NLB", "nl-BE"}, {0x0814, "NON", "nn-NO"}, {0x0816, "PTG", "pt-PT"},
	{0x081a, "SRL", "sr-Latn-RS"}, {0x081d, "SVF", "sv-FI"}, {0x083c, "IRE", "ga-IE"}, {0x0c04, "ZHH", "zh-HK"}, {0x0c07, "DEA", "de-AT"},
	{0x0c09, "ENA", "en-AU"}, {0x0c0a, "ESN", "es-ES"}, {0x0c0c, "FRC", "fr-CA"}, {0x0c1a, "SRB", "sr-Cyrl-RS"}, {0x1004, "ZHI", "zh-SG"},
	{0x1007, "DEL", "de-LU"}, {0x1009, "ENC", "en-CA"}, {0x100c, "FRS", "fr-CH"}, {0x1407, "DEC", "de-LI"}, {0x1409, "ENZ", "en-NZ"},
	{0x140c, "FRL", "fr-LU"}, {0x1809, "ENI", "en-IE"}, {0x1c09, "ENS", "en-ZA"}, {0x240a, "ESO", "es-CO"}, {0x241a, "SRM", "sr-Latn-RS"},
	{0x280a, "ESR", "es-PE"}, {0x281a, "SRO", "sr-Cyrl-RS"}, {0x2c0a, "ESS", "es-AR"}, {0x340a, "ESL", "es-CL"}, {0x4009, "ENN", "en-IN"},
}

// OfCode returns the tag of a language that Business Central, or a person, has that
// code for: de-DE for DEU. "" is that of a code that names no language whose months
// and days are known.
func OfCode(code string) string {
	i := slices.IndexFunc(systems, func(s system) bool { return strings.EqualFold(s.code, code) })
	if i >= 0 {
		return systems[i].tag
	}
	if _, ok := CalendarOf(code); ok {
		return code
	}
	return ""
}

// OfNumber returns the tag of the language with a number as Windows has it, or "".
func OfNumber(number int) string {
	if i := slices.IndexFunc(systems, func(s system) bool { return s.number == number }); i >= 0 {
		return systems[i].tag
	}
	return ""
}
