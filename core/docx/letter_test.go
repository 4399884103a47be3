package docx_test

import (
	"strings"
	"testing"
)

// Fields as Word splits them, as LibreOffice writes them, and in one element are
// filled in, and look as they looked.
func TestFields(t *testing.T) {
	values := map[string]string{"Name": "Ann & Bo <Ash>", "Full Name": "Cy Cedar"}
	body := para(run("Dear "), mergeField("Name"), run(","))
	says(t, body, values, "Dear Ann & Bo <Ash>,")
	got := letter(t, word(body+plainSection).template(t), values)[document]
	if !strings.Contains(got, `<w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve">Ann &amp; Bo &lt;Ash&gt;</w:t></w:r>`) {
		t.Errorf("the name does not look as the field did:\n%s", got)
	}
	says(t, `<w:p><w:r><w:rPr></w:rPr><w:fldChar w:fldCharType="begin"></w:fldChar></w:r><w:r><w:rPr></w:rPr><w:instrText xml:space="preserve"> MERGEFIELD &quot;Full Name&quot; </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>&lt;Full Name&gt;</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`,
		values, "Cy Cedar")
	says(t, para(`<w:fldSimple w:instr=" MERGEFIELD  Name  \* MERGEFORMAT "><w:r><w:rPr><w:noProof/></w:rPr><w:t>«Name»</w:t></w:r></w:fldSimple>`), values, "Ann & Bo <Ash>")
	says(t, para(`<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>MERGEFIELD Name</w:instrText><w:fldChar w:fldCharType="end"/><w:t>!</w:t></w:r>`), values, "Ann & Bo <Ash>!")
}

func TestSwitches(t *testing.T) {
	values := map[string]string{"Name": "aNN o'neill-ash", "Day": "2026-11-03", "Amount": "1234.5", "None": ""}
	for code, want := range map[string]string{
		`MERGEFIELD Name \* Upper`:                        "ANN O'NEILL-ASH",
		`MERGEFIELD Name \*Lower`:                         "ann o'neill-ash",
		`MERGEFIELD Name \* FirstCap`:                     "ANN o'neill-ash",
		`MERGEFIELD Name \* Lower \* Caps`:                "Ann O'neill-Ash",
		`MERGEFIELD Name \b "Mr " \f ", "`:                "Mr aNN o'neill-ash, ",
		`MERGEFIELD None \b "Mr " \f ", "`:                "",
		`MERGEFIELD Day \@ "dddd, d. MMMM yyyy"`:          "Tuesday, 3. November 2026",
		`MERGEFIELD Day \@ dd/MM/yy`:                      "03/11/26",
		`MERGEFIELD Day \@ "d 'of' MMM"`:                  "3 of Nov",
		`MERGEFIELD Name \@ "d. MMMM yyyy"`:               "aNN o'neill-ash",
		`MERGEFIELD Amount \# "#,##0.00 €"`:               "1,234.50 €",
		`MERGEFIELD Amount \# #.##0,00`:                   "1.234,50",
		`MERGEFIELD Amount \# 0`:                          "1235",
		`MERGEFIELD Amount \# #,##0`:                      "1,235",
		`MERGEFIELD Amount \# "000000.0;(0);nothing"`:     "001234.5",
		`MERGEFIELD Name \# 0.00`:                         "aNN o'neill-ash",
		`MERGEFIELD Day \@ d \* Ordinal`:                  "3rd",
		`MERGEFIELD Day \@ d \* OrdText`:                  "third",
		`MERGEFIELD Amount \* DollarText`:                 "one thousand two hundred thirty-four and 50/100",
		`MERGEFIELD Name \* CardText`:                     "aNN o'neill-ash",
		`MERGEFIELD None \* CardText`:                     "",
		"MERGEREC":                                        "1",
		`MERGEREC \* Roman`:                               "I",
		`QUOTE "no field"`:                                "shown",
		`GREETINGLINE \f "<<_TITLE0_>>" \e "Hello there"`: "Hello there",
	} {
		t.Run(code, func(t *testing.T) { says(t, para(field(code, "shown")), values, want) })
	}
}

func TestIf(t *testing.T) {
	in := func(operator, right string) string {
		return para(code("IF ", mergeField("City"), " "+operator+" "+right+` "yes" "no"`))
	}
	for _, c := range []struct{ city, operator, right, want string }{
		{"Bonn", "=", `"Bonn"`, "yes"},
		{"Bonn", "=", "Bonn", "yes"},
		{"Bonn", "=", `"bonn"`, "no"},
		{"Bonn", "<>", `"Bonn"`, "no"},
		{"", "=", `""`, "yes"},
		{"", "<>", `""`, "no"},
		{"Bonn", "=", `"B*"`, "yes"},
		{"Bonn", "=", `"B?nn"`, "yes"},
		{"Bonn", "=", `"*x"`, "no"},
		{"9", "<", "10", "yes"},
		{"9", ">=", "10", "no"},
		{"1.50", "=", "1.5", "yes"},
		{"1e1", "=", "10", "no"},
		{"12345678901234567", "=", "12345678901234568", "no"}, // more than a number holds
		{"b", ">", "a", "yes"},
		{`a "quoted" city`, "=", `"a \"quoted\" city"`, "yes"},
	} {
		says(t, in(c.operator, c.right), map[string]string{"City": c.city}, c.want)
	}
	// Fields in the texts, and IFs in each other; texts look as they do in the
	// code; a text may go over two paragraphs.
	nested := para(code("IF ", mergeField("City"), ` = "Bonn" "in `, mergeField("City"), `!" "`, code("IF ", mergeField("Name"), ` = "" "nobody" "`, mergeField("Name"), `"`), `"`))
	says(t, nested, map[string]string{"City": "Bonn"}, "in Bonn!")
	says(t, nested, map[string]string{"Name": `Ann "A" Ash`}, `Ann "A" Ash`)
	says(t, nested, nil, "nobody")
	two := para(`<w:r><w:fldChar w:fldCharType="begin"/></w:r>`, `<w:r><w:instrText>IF </w:instrText></w:r>`, mergeField("City"),
		`<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:instrText xml:space="preserve"> = "Bonn" "first</w:instrText></w:r>`) +
		para(`<w:r><w:instrText>second" "</w:instrText></w:r><w:r><w:instrText xml:space="preserve">other"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`, run(" end"))
	says(t, two, map[string]string{"City": "Bonn"}, "first", "second end")
	says(t, two, nil, "other end")
	if got := letter(t, word(two+plainSection).template(t), map[string]string{"City": "Bonn"})[document]; !strings.Contains(got, `<w:rPr><w:u w:val="single"/></w:rPr><w:t xml:space="preserve">first</w:t>`) {
		t.Error("the text does not look as it does in the code")
	}
}

// Fields that the word processor fills in stay; what is merged in their code is
// filled in.
func TestKept(t *testing.T) {
	body := para(run("page "), field("PAGE", "1"), code(`HYPERLINK "mailto:`, mergeField("Mail"), `"`))
	got := letter(t, word(body+plainSection).template(t), map[string]string{"Mail": `a"b\c@example.com`})[document]
	for _, want := range []string{"> PA</w:instrText>", "GE </w:instrText>", `>a\&quot;b\\c@example.com</w:instrText>`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in\n%s", want, got)
		}
	}
	if strings.Contains(got, "MERGEFIELD") {
		t.Error("there is a merge field left")
	}
}

// What a line of fields alone would leave empty goes; a line with more stays, and
// the last of a cell too.
func TestEmptyLines(t *testing.T) {
	cell := "<w:tbl><w:tr><w:tc>" + para(mergeField("None")) + para(mergeField("None")) + "</w:tc></w:tr></w:tbl>"
	body := para(mergeField("Name")) + para(mergeField("None")) + para(mergeField("None"), run(" "), mergeField("City")) +
		para(run("x"), mergeField("None")) + para() + cell + para(mergeField("None"))
	says(t, body, map[string]string{"Name": "Ann"}, "Ann", "x", "", "", "")
	says(t, body, map[string]string{"Name": "Ann", "City": "Bonn"}, "Ann", " Bonn", "x", "", "", "")
}

// Text boxes, tables, headers and footers are merged, and what holds no field
// stays as it was, byte for byte.
func TestEverywhere(t *testing.T) {
	box := `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:docPr id="7" name="Box"/><w:txbxContent>` + para(mergeField("Name")) + `</w:txbxContent></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>` + para(mergeField("Name")) + `</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>`
	section := strings.Replace(plainSection, "<w:pgSz", `<w:headerReference w:type="default" r:id="rId8"/><w:footerReference w:type="default" r:id="rId9"/><w:pgSz`, 1)
	p := word(para(box)+"<w:tbl><w:tr><w:tc>"+para(mergeField("Name"))+"</w:tc></w:tr></w:tbl>"+para()+section).
		with("header1.xml", "rId8", "header", `<w:hdr xmlns:w="`+wordSpace+`" xmlns:w14="x">`+para(run("to "), mergeField("Name"))+`</w:hdr>`).
		with("footer1.xml", "rId9", "footer", `<w:ftr xmlns:w="`+wordSpace+`"><w:p/></w:ftr>`)
	p["word/media/image1.png"] = "\x89PNG not one"
	template := p.template(t)
	got := letter(t, template, map[string]string{"Name": "Ann"})
	same(t, []string{"Ann", "Ann", "", "Ann", "", "---"}, got.text(t, document))
	same(t, []string{"to Ann"}, got.text(t, "word/header1.xml"))
	for _, name := range []string{"word/footer1.xml", "word/media/image1.png", "_rels/.rels"} {
		same(t, p[name], got[name])
	}
	text, err := template.Text(record(template, map[string]string{"Name": "Ann"}))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "Ann\n\nAnn", text)
	same(t, []string{"Name"}, template.Names())
}

// Line ends and tabs become Word's; what XML has no room for goes.
func TestSigns(t *testing.T) {
	for value, want := range map[string]string{
		"one\ntwo\r\nthree\rfour":  "one\ntwo\nthree\nfour",
		"a\tb":                     "a\tb",
		"  blanks  ":               "  blanks  ",
		"=1+1 @x 'y' \"z\" ]]>":    "=1+1 @x 'y' \"z\" ]]>",
		"a\x00\x01\x1f\x7f\ufffeb": "ab",
		"a\xffb":                   "a\ufffdb",
		"\u202eabc\u202c אבג 👩‍👩‍👧": "\u202eabc\u202c אבג 👩‍👩‍👧",
		strings.Repeat("é", 500):    strings.Repeat("é", 500),
		`{ MERGEFIELD Other }`:      `{ MERGEFIELD Other }`,
		"_x0041_":                   "_x0041_",
	} {
		says(t, para(mergeField("Name")), map[string]string{"Name": value}, want)
	}
}
