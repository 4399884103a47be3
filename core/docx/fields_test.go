package docx_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"winnow/core"
	"winnow/core/docx"
)

// A record for which the condition of SKIPIF holds has no letter, MERGEREC counts all
// records, and MERGESEQ those that have one.
func TestSkipIf(t *testing.T) {
	template := word(para(code("SKIPIF ", mergeField("City"), ` = "x"`), field("MERGEREC", "1"), run(" "), field("MERGESEQ", "1"), run(" "), mergeField("Name")) + plainSection).template(t)
	var values []map[string]string
	for i, city := range []string{"", "x", "", "x", "x", ""} {
		values = append(values, map[string]string{"Name": fmt.Sprint(i + 1), "City": city})
	}
	want := [][]string{{"1 1 1"}, {"3 2 3"}, {"6 3 6"}}
	same(t, want, apart(t, template, values...))
	var together []string
	for _, line := range lettersOf(t, template, 3, values...).text(t, document) {
		if line != "---" {
			together = append(together, line)
		}
	}
	same(t, []string{"1 1 1", "3 2 3", "6 3 6"}, together)

	var skipped []int
	sheets := template.Sheets(func([]docx.Record) error { return nil })
	sheets.Skipped = func(r docx.Record) error { skipped = append(skipped, r.Number); return nil }
	for i, v := range values {
		r := record(template, v)
		r.Number = i + 1
		if err := sheets.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	same(t, []int{2, 4, 5}, skipped)
}

// A field SET gives a text a name; REF and the name alone say it, in conditions and
// formulas too, and in the header.
func TestSet(t *testing.T) {
	says(t, para(code("SET Offer ", `"`, mergeField("Name"), ` & Co"`), run("To "), field("REF Offer", "old"), run(", "), field(`Offer \* Upper`, "old")),
		map[string]string{"Name": "Ann"}, "To Ann & Co, ANN & CO")
	body := para(code("IF ", mergeField("Land"), ` = "DE" "`, field(`SET Rate "19"`, ""), `" "`, field(`SET Rate "20"`, ""), `"`)) +
		para(code(`IF Rate > 19 "high" "low"`), run(" "), code("= ", mergeField("Price"), ` * Rate / 100 \# 0.00`))
	says(t, body, map[string]string{"Land": "DE", "Price": "50"}, "low 9.50")
	says(t, body, map[string]string{"Land": "GB", "Price": "50"}, "high 10.00")

	head := word(para(code(`SET Who "`, mergeField("Name"), `"`), run("Body"))+`<w:sectPr><w:headerReference w:type="default" r:id="rId9"/></w:sectPr>`).
		with("header1.xml", "rId9", "header", `<w:hdr xmlns:w="`+wordSpace+`">`+para(field("REF Who", "old"))+`</w:hdr>`).template(t)
	same(t, []string{"Bo"}, letter(t, head, map[string]string{"Name": "Bo"}).text(t, "word/header1.xml"))
}

// ASK and FILLIN are answered once; what is not answered has its default, or is refused
// with its name.
func TestQuestions(t *testing.T) {
	template := word(para(field(`ASK Day "Which day?"`, ""), run("On "), field("REF Day", ""), run(" at "), field(`FILLIN "Which room?" \d "the hall" \o`, "old"), run(" "), field(`SET Sign "Winnow"`, ""), field("Sign", "")) + plainSection).template(t)
	same(t, []docx.Question{
		{Name: "Day", Prompt: "Which day?"},
		{Name: "Which room?", Prompt: "Which room?", HasDefault: true, Default: "the hall"},
	}, template.Questions())
	said := func(answers map[string]string) string {
		t.Helper()
		answered, err := template.Answered(answers)
		if err != nil {
			t.Fatal(err)
		}
		return letter(t, answered, nil).text(t, document)[0]
	}
	same(t, "On Monday at the hall Winnow", said(map[string]string{"day": "Monday"}))
	same(t, "On Monday at room 4 Ann", said(map[string]string{"Day": "Monday", "WHICH ROOM?": "room 4", "sign": "Ann"}))
	same(t, "On Monday at  Winnow", said(map[string]string{"Day": "Monday", "Which room?": ""}))
	for want, answers := range map[string]map[string]string{
		"asks Day":          {"Which room?": "x"},
		"no question Night": {"Day": "Monday", "Night": "x"},
	} {
		_, err := template.Answered(answers)
		var p *core.Problem
		if !errors.As(err, &p) || p.Kind != core.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
	if template.Merges() {
		t.Error("letters that are all the same are said to differ")
	}
}

// Formulas are as Word has them, with the signs of the template's language.
func TestFormulas(t *testing.T) {
	for formula, want := range map[string]string{
		`= 1 + 2 * 3`:                "7",
		`= (1 + 2) * 3`:              "9",
		`= 2 ^ 3 - 1`:                "7",
		`= 10 / 4`:                   "2.5",
		`= 10 / 3`:                   "3.33",
		`= 10 / 3 \# 0.0000`:         "3.3333",
		`= -3 + 1`:                   "-2",
		`= 200 * 19%`:                "38",
		`= 1,234 + 1`:                "1235",
		`= $10.50 * 2 \# $0.00`:      "$21.00",
		`= 0.1 + 0.2 = 0.3`:          "1",
		`= 2 >= 3`:                   "0",
		`= IF(2 > 1, 5, 6)`:          "5",
		`= SUM(1; 2; 3)`:             "6",
		`= AVERAGE(1, 2)`:            "1.5",
		`= ROUND(2.345, 1)`:          "2.3",
		`= MOD(7, 4)`:                "3",
		`= INT(-2.7)`:                "-2",
		`= ABS(-2)`:                  "2",
		`= SIGN(-2)`:                 "-1",
		`= MAX(1, 9, 4) - MIN(3, 2)`: "7",
		`= PRODUCT(2, 3, 4)`:         "24",
		`= COUNT(5, 5)`:              "2",
		`= AND(TRUE, OR(FALSE, 1))`:  "1",
		`= NOT(TRUE())`:              "0",
		`= DEFINED(Nowhere)`:         "0",
		`= DEFINED(Price)`:           "1",
		`= Price * 2`:                "25",
		`=Price`:                     "12.5",
	} {
		t.Run(formula, func(t *testing.T) {
			template := word(para(field(`SET Price "12.5"`, ""), code(formula[:1]+" ", formula[1:]), mergeField("Name")) + plainSection).template(t)
			if strings.Contains(formula, "Price") {
				same(t, want, letter(t, template, nil).text(t, document)[0])
				return
			}
			// A formula of numbers alone is the word processor's; with a field it is ours.
			template = word(para(code("= (", mergeField("Zero"), ") + ", formula[1:])) + plainSection).template(t)
			if !strings.ContainsAny(formula, "<>\\") && strings.Count(formula, "=") == 1 {
				same(t, want, letter(t, template, map[string]string{"Zero": "0"}).text(t, document)[0])
			}
		})
	}
	german := word(para(code("= ROUND(", mergeField("Price"), ` * 1,19; 2)`))+plainSection).
		with("styles.xml", "rId9", "styles", `<w:styles xmlns:w="`+wordSpace+`"><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="de-DE"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>`).template(t)
	for price, want := range map[string]string{"10": "11,9", "1.000,50": "1190,6", "": "0"} {
		same(t, want, letter(t, german, map[string]string{"Price": price}).text(t, document)[0])
	}
	for values, want := range map[[2]string]string{{"ten", "1"}: "ten is not a number", {"1", "0"}: "has no result"} {
		template := word(para(code("= ", mergeField("A"), " / ", mergeField("B"))) + plainSection).template(t)
		err := template.Write(&bytes.Buffer{}, record(template, map[string]string{"A": values[0], "B": values[1]}))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
}

// Numbers are written in words of the text's language. What cannot be written as a
// switch asks is refused, rather than written in another way.
func TestNumbersAsSwitchesAsk(t *testing.T) {
	said := func(language, n, asked string) (string, error) {
		template := word(para(code("= ", mergeField("N"), ` \* `+asked)) + plainSection).template(t)
		r := record(template, map[string]string{"N": n})
		r.Language = language
		var out bytes.Buffer
		if err := template.Write(&out, r); err != nil {
			return "", err
		}
		return unzip(t, out.Bytes()).text(t, document)[0], nil
	}
	for want, asked := range map[string][2]string{
		"einundzwanzig":            {"21", "CardText"},
		"einundzwanzigste":         {"21", "OrdText"},
		"21.":                      {"21", "Ordinal"},
		"einundzwanzig und 50/100": {"21.5", "DollarText"},
	} {
		got, err := said("de-DE", asked[0], asked[1])
		if err != nil {
			t.Fatal(err)
		}
		same(t, want, got)
	}
	named := word(para(code(`SET Year "`, mergeField("N"), `"`), field(`REF Year \* roman`, "")) + plainSection).template(t)
	same(t, "mmxxvi", letter(t, named, map[string]string{"N": "2026"}).text(t, document)[0])
	for asked, n := range map[string]string{
		"CardText": "1000000", "OrdText": "-1", "Ordinal": "-2", "Roman": "0", "ROMAN": "32768", "Alphabetic": "781", "Hex": "-1", "DollarText": "-0.5", "ThaiCardText": "5",
	} {
		text, err := said("en", n, asked)
		if err == nil || !strings.HasPrefix(err.Error(), n+" cannot be written") || !strings.Contains(err.Error(), `\* `+asked) {
			t.Errorf("%s of %s is %q, and told is %v", asked, n, text, err)
		}
	}
	if text, err := said("fr", "3", "CardText"); err == nil {
		t.Errorf("a French letter has %q", text)
	}
}

// A field IF chooses between texts with any field in them, and asks any; where it asks
// for a page, the word processor answers.
func TestIfWithAnyField(t *testing.T) {
	says(t, para(code("IF ", mergeField("Name"), ` = "Ann" "page `, field("PAGE", "7"), `" "none"`)), map[string]string{"Name": "Ann"}, "page 7")
	says(t, para(code("IF ", mergeField("Name"), ` = "Ann" "page `, field("PAGE", "7"), `" "none"`)), map[string]string{"Name": "Bo"}, "none")
	says(t, para(code("IF ", field("DOCPROPERTY Kind", "draft"), ` = "draft" "`, mergeField("Name"), `" "none"`)), map[string]string{"Name": "Ann"}, "Ann")
	template := word(para(code("IF ", field(`DATE \@ "yyyy"`, "2001"), ` = 2026 "`, mergeField("Name"), `" "old"`)) + plainSection).template(t)
	r := record(template, map[string]string{"Name": "Ann"})
	r.Day = time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)
	text, err := template.Text(r)
	if err != nil || text != "Ann" {
		t.Errorf("%q, %v", text, err)
	}
	got := letter(t, word(para(code("IF ", field("PAGE", "1"), ` = 1 "`, mergeField("Name"), `" "next"`), mergeField("Name"))+plainSection).template(t), map[string]string{"Name": `An "n`})
	if !strings.Contains(got[document], `<w:instrText xml:space="preserve">IF `) || !strings.Contains(got[document], `An \&quot;n`) {
		t.Error(got[document])
	}
	says(t, para(code("COMPARE ", mergeField("Name"), ` = "A*"`)), map[string]string{"Name": "Ann"}, "1")
}

// What fields give is told apart in the text that people look over, also where fields
// stand in others.
func TestSpans(t *testing.T) {
	template := word(para(run("Dear "), mergeField("Name"), run(", come "), code("IF ", mergeField("City"), ` = "Bonn" "by `, mergeField("Way"), `" "home"`), run(".")) +
		para(mergeField("Two"), mergeField("None")) + plainSection).template(t)
	values := map[string]string{"Name": "Ann", "City": "Bonn", "Way": "Rhine", "Two": "1\n2"}
	spans, err := template.Spans(record(template, values))
	if err != nil {
		t.Fatal(err)
	}
	same(t, []docx.Span{
		{Text: "Dear "}, {Text: "Ann", Field: true}, {Text: ", come "}, {Text: "by ", Field: true}, {Text: "Rhine", Field: true}, {Text: ".\n"},
		{Text: "1", Field: true}, {Text: "\n"}, {Text: "2", Field: true},
	}, spans)
	text, err := template.Text(record(template, values))
	if err != nil {
		t.Fatal(err)
	}
	all := ""
	for _, span := range spans {
		all += span.Text
	}
	same(t, text, all)
}
