package docx_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"winnow/core/docx"
)

// dated returns what a letter with those fields says on a day, in a language.
func dated(t *testing.T, p parts, language, day string) string {
	t.Helper()
	date, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	template := p.template(t)
	var out bytes.Buffer
	r := docx.Record{Number: 1, Language: language, Values: []docx.Value{{Text: "the day", Typed: date}}}
	if err := template.Write(&out, r); err != nil {
		t.Fatal(err)
	}
	return unzip(t, out.Bytes()).text(t, document)[0]
}

// Months and days have the names and short forms of CLDR, with the form of the
// month that a day asks for.
func TestDatesInLanguages(t *testing.T) {
	for _, c := range []struct{ language, picture, want string }{
		{"en-US", "dddd d MMMM yyyy", "Monday 23 November 2026"},
		{"de-DE", "dddd, d. MMMM yyyy", "Montag, 23. November 2026"},
		{"de-DE", "ddd d. MMM yy", "Mo. 23. Nov. 26"},
		{"de-DE", "MMM yyyy", "Nov 2026"},
		{"de-DE", "d. MMM. yyyy", "23. Nov. 2026"},
		{"de-AT", "d. MMM", "23. Nov."},
		{"fr-FR", "ddd d MMM yyyy", "lun. 23 nov. 2026"},
		{"sv-SE", "dddd d MMMM", "måndag 23 november"},
		{"nb-NO", "ddd d. MMMM", "man. 23. november"},
		{"no", "dddd", "mandag"},
		{"cs-CZ", "d. MMMM yyyy", "23. listopadu 2026"},
		{"cs-CZ", "MMMM yyyy", "listopad 2026"},
		{"pl-PL", "d MMMM", "23 listopada"},
		{"ru-RU", "MMMM 'yyyy' dd", "ноября yyyy 23"},
		{"fi-FI", "dddd d. MMMM", "maanantai 23. marraskuuta"},
		{"ja-JP", "yyyy年M月d日 dddd", "2026年11月23日 月曜日"},
		{"zh-TW", "ddd", "週一"},
		{"sr-Latn-RS", "d. MMMM", "23. novembar"},
		{"sr-Cyrl-RS", "d. MMMM", "23. новембар"},
		{"vi-VN", "d MMMM", "23 tháng 11"},
		{"de-DE", "TT.MM.JJJJ", "23.11.2026"},
		{"fr-FR", "j MMMM aaaa", "23 novembre 2026"},
		{"fr-FR", "d 'jour' MMMM yyyy", "23 jour novembre 2026"},
		{"sv-SE", "d MMMM åååå", "23 november 2026"},
		{"fi-FI", "pp.kk.vvvv", "23.11.2026"},
		{"tlh", "MMMM", "November"},
	} {
		if got := dated(t, word(para(field(`MERGEFIELD D \@ "`+c.picture+`"`, "x"))+plainSection), c.language, "2026-11-23"); got != c.want {
			t.Errorf("%s, %s: %q, not %q", c.language, c.picture, got, c.want)
		}
	}
	if got := dated(t, word(para(field(`MERGEFIELD D \@ "d MMMM"`, "x"))+plainSection), "de-AT", "2026-01-02"); got != "2 Jänner" {
		t.Error(got)
	}
}

// A field is in the language of its run, of the run's style, of the paragraph's,
// of the template; else in what the letter is told.
func TestLanguageOfFields(t *testing.T) {
	styles := `<w:styles xmlns:w="` + wordSpace + `"><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US"/></w:rPr></w:rPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:rPr><w:lang w:val="sv-SE" w:bidi="ar-SA"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Italian"><w:basedOn w:val="Normal"/><w:rPr><w:lang w:val="it-IT"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Heir"><w:basedOn w:val="Italian"/></w:style>` +
		`<w:style w:type="character" w:styleId="French"><w:rPr><w:lang w:val="fr-FR"/></w:rPr></w:style></w:styles>`
	at := func(properties, style string) parts {
		p := `<w:p>`
		if style != "" {
			p += `<w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`
		}
		f := strings.ReplaceAll(field(`MERGEFIELD D \@ "MMMM"`, "x"), `<w:r><w:instrText`, `<w:r><w:rPr>`+properties+`</w:rPr><w:instrText`)
		return word(p+f+`</w:p>`+plainSection).with("styles.xml", "rId8", "styles", styles)
	}
	for _, c := range []struct{ properties, style, want string }{
		{`<w:lang w:val="de-DE"/>`, "Italian", "Januar"},
		{`<w:lang w:val="0407"/>`, "", "Januar"},
		{`<w:rtl/><w:lang w:val="de-DE" w:bidi="he-IL"/>`, "", "ינואר"},
		{`<w:rStyle w:val="French"/>`, "Italian", "janvier"},
		{``, "Italian", "gennaio"},
		{``, "Heir", "gennaio"},
		{`<w:lang w:val="x-none"/>`, "Heir", "gennaio"},
		{``, "Normal", "leden"},
		{``, "", "leden"},
	} {
		if got := dated(t, at(c.properties, c.style), "cs-CZ", "2026-01-02"); got != c.want {
			t.Errorf("%s in %s: %q, not %q", c.properties, c.style, got, c.want)
		}
	}
	if got := at("", "").template(t).Language(); got != "sv-SE" {
		t.Error(got)
	}
	simple := word(`<w:p><w:fldSimple w:instr="MERGEFIELD D \@ &quot;MMMM&quot;"><w:r><w:rPr><w:lang w:val="de-AT"/></w:rPr><w:t>x</w:t></w:r></w:fldSimple></w:p>` + plainSection)
	if got := dated(t, simple, "en", "2026-01-02"); got != "Jänner" {
		t.Error(got)
	}
}
