package docx_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"winnow/core"
	"winnow/core/docx"
)

// However fields lie across paragraphs, tables and each other, a template is
// refused or its letters are sound, with as many sections as letters.
func TestDrawnTemplates(t *testing.T) {
	bits := []string{
		run("text"), run(" "), mergeField("Name"), field("PAGE", "1"), `<w:fldSimple w:instr="MERGEFIELD Name"/>`, `<w:fldSimple w:instr="PAGE">` + mergeField("City") + `</w:fldSimple>`,
		`<w:r><w:fldChar w:fldCharType="begin"/></w:r>`, `<w:r><w:fldChar w:fldCharType="separate"/></w:r>`, `<w:r><w:fldChar w:fldCharType="end"/></w:r>`,
		`<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>IF </w:instrText></w:r>`, `<w:r><w:instrText> = "x" "yes" "</w:instrText></w:r>`,
		`<w:r><w:instrText>no"</w:instrText><w:fldChar w:fldCharType="end"/></w:r>`, `<w:r><w:instrText>MERGEFIELD City</w:instrText></w:r>`,
		`<w:r><w:instrText>REF Mark</w:instrText></w:r>`, `<w:r><w:instrText> "</w:instrText></w:r>`, `<w:bookmarkStart w:id="1" w:name="Mark"/>`, `<w:bookmarkEnd w:id="1"/>`,
		`<w:r><w:br/></w:r>`, `<w:r><w:pict><w:txbxContent>` + para(mergeField("Name")) + `</w:txbxContent></w:pict></w:r>`,
	}
	around := [][2]string{
		{"<w:p>", "</w:p>"}, {`<w:p><w:pPr><w:pStyle w:val="x"/></w:pPr>`, "</w:p>"}, {"<w:p><w:pPr><w:sectPr/></w:pPr>", "</w:p>"},
		{"<w:tbl><w:tr><w:tc><w:p>", "</w:p></w:tc></w:tr></w:tbl>"}, {"<w:p><w:hyperlink w:anchor=\"Mark\">", "</w:hyperlink></w:p>"}, {"<w:p><w:ins>", "</w:ins></w:p>"},
		{"<w:sdt><w:sdtPr><w:id w:val=\"1\"/></w:sdtPr><w:sdtContent><w:p>", "</w:p></w:sdtContent></w:sdt>"},
	}
	ends := []string{plainSection, "", "<w:sectPr/>", `<w:p/>` + plainSection}
	read := 0
	rapid.Check(t, func(rt *rapid.T) {
		var body strings.Builder
		for range rapid.IntRange(0, 4).Draw(rt, "blocks") {
			block := rapid.SampledFrom(around).Draw(rt, "block")
			body.WriteString(block[0])
			for _, bit := range rapid.SliceOfN(rapid.SampledFrom(bits), 0, 6).Draw(rt, "bits") {
				body.WriteString(bit)
			}
			body.WriteString(block[1])
		}
		end := rapid.SampledFrom(ends).Draw(rt, "end")
		template, err := docx.Read(word(body.String() + end).file(t))
		if err != nil {
			var p *core.Problem
			if !errors.As(err, &p) || strings.Contains(err.Error(), "damaged") {
				rt.Fatalf("the error is %v", err)
			}
			return
		}
		read++
		values := map[string]string{"Name": "Ann", "City": rapid.SampledFrom([]string{"x", "", "y"}).Draw(rt, "city")}
		one := letter(t, template, values)
		one.text(t, document)
		many := letters(t, template, values, values, values)
		many.text(t, document)
		sections := 3 * strings.Count(one[document], "<w:sectPr")
		if got := strings.Count(many[document], "<w:sectPr"); got != sections {
			rt.Fatalf("there are %d sections, not %d:\n%s\n%s", got, sections, one[document], many[document])
		}
		if strings.Contains(many[document], "MERGEFIELD") && !strings.Contains(body.String(), `<w:r><w:instrText>MERGEFIELD City`) {
			rt.Fatalf("there is a field left:\n%s", many[document])
		}
	})
	if !t.Failed() && read == 0 {
		t.Error("no template could be read")
	}
}
