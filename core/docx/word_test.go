package docx_test

import (
	"strings"
	"testing"
)

// The examples of Word's documentation of formulas and of pictures of numbers have the
// results that it gives, without blanks for the digits that a number has not. {n} is a
// merge field whose value is n.
func TestExamplesOfWord(t *testing.T) {
	for example, want := range map[string]string{
		`= ABS({-22})`:               "22",
		`= INT({5.67})`:              "5",
		`= MOD({4},2)`:               "0",
		`= NOT({1}=1)`:               "0",
		`= OR({1}=1,1=5)`:            "1",
		`= AND({1}=1,1=5)`:           "0",
		`= IF({12}>=10,10,0)`:        "10",
		`= PRODUCT({2},6,10)`:        "120",
		`= ROUND({123.456},2)`:       "123.46",
		`= ROUND({123.456},0)`:       "123",
		`= ROUND({123.456},-2)`:      "100",
		`= SIGN({-11})`:              "-1",
		`= {4} + 5 \# 00.00`:         "09.00",
		`= {9} + 6 \# $###`:          "$15",
		`= {111053} + 111439 \# x##`: "492",
		`= {1}/8 \# 0.00x`:           "0.125",
		`= {3}/4 \# .x`:              ".8",
		`= {95.4} \# $###.00`:        "$95.40",
		`= {2456800} \# $#,###,###`:  "$2,456,800",
		`= {80}-90 \# -##`:           "-10",
		`= {90}-80 \# +##`:           "+10",
		`= {33} \# ##%`:              "33%",
		`= {4289.38} * 8.1% \# "$##0.00 'is sales tax'"`: "$347.44 is sales tax",
		`= {-1234.5} \# "$#,##0.00;-$#,##0.00"`:          "-$1,234.50",
		`= {0} \# "$#,##0.00;($#,##0.00);none"`:          "none",
		`= {700} + 90 \* CardText`:                       "seven hundred ninety",
		`= {700} + 90 \* CardText \* Caps`:               "Seven Hundred Ninety",
		`= {9.20} + 5.35 \* DollarText \* Upper`:         "FOURTEEN AND 55/100",
		`= {458} \* Hex`:                                 "1CA",
		`= {21} \* OrdText`:                              "twenty-first",
		`= {21} \* OrdText \* FirstCap`:                  "Twenty-first",
		`= {30} \* Ordinal`:                              "30th",
		`= {11} \* roman`:                                "xi",
		`= {1994} \* ROMAN`:                              "MCMXCIV",
		`= {2} \* ALPHABETIC`:                            "B",
		`= {27} \* alphabetic`:                           "aa",
		`= {12} \* Arabic \* MERGEFORMAT`:                "12",
		`= {7} \* ArabicDash`:                            "- 7 -",
	} {
		t.Run(example, func(t *testing.T) {
			before, rest, _ := strings.Cut(example, "{")
			value, after, _ := strings.Cut(rest, "}")
			template := word(para(code(before, mergeField("N"), after)) + plainSection).template(t)
			same(t, want, letter(t, template, map[string]string{"N": value}).text(t, document)[0])
		})
	}
}
