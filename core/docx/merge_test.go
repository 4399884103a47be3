package docx_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"winnow/core/docx"
)

// Every letter is a section that begins a page, its first; the last one's is the
// document's.
func TestSections(t *testing.T) {
	for name, body := range map[string]string{
		"a last paragraph":                    para(mergeField("Name")) + para(run("end")) + plainSection,
		"one without properties":              para(mergeField("Name")) + "<w:p>" + run("end") + "</w:p>" + plainSection,
		"one that is a field":                 para(mergeField("Name")) + "<w:p>" + field("QUOTE end", "end") + "</w:p>" + plainSection,
		"one with changes":                    para(mergeField("Name")) + `<w:p><w:pPr><w:pPrChange w:id="1"><w:pPr/></w:pPrChange></w:pPr>` + run("end") + "</w:p>" + plainSection,
		"one with empty properties":           para(mergeField("Name")) + `<w:p><w:pPr/>` + run("end") + "</w:p>\n" + plainSection + "\n",
		"a section that goes on":              para(mergeField("Name")) + para(run("end")) + strings.Replace(plainSection, "<w:pgSz", `<w:type w:val="continuous"/><w:pgSz`, 1),
		"a section with numbers":              para(mergeField("Name")) + para(run("end")) + strings.Replace(plainSection, "<w:cols", `<w:pgNumType w:fmt="decimal"/><w:cols`, 1),
		"a section whose tags are not closed": para(mergeField("Name")) + para(run("end")) + strings.Replace(plainSection, "<w:pgSz", `<w:type w:val="continuous"></w:type><w:pgSz`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			got := letters(t, word(body).template(t), numbered(1), numbered(2), numbered(3))
			same(t, []string{"Person 1", "---", "end", "Person 2", "---", "end", "Person 3", "end", "---"}, got.text(t, document))
			if n := strings.Count(got[document], `w:start="1"`); n != 3 {
				t.Errorf("%d letters begin with page 1", n)
			}
			if strings.Contains(got[document], "continuous") {
				t.Error("a letter begins on the page of another")
			}
			if n := strings.Count(got[document], "<w:pgMar"); n != 3 {
				t.Errorf("%d sections have the page's margins", n)
			}
		})
	}
	// A table at the end, and no section at all.
	table := para(mergeField("Name")) + "<w:tbl><w:tr><w:tc>" + para(run("end")) + "</w:tc></w:tr></w:tbl>"
	got := letters(t, word(table+plainSection).template(t), numbered(1), numbered(2))
	same(t, []string{"Person 1", "end", "---", "", "Person 2", "end", "---"}, got.text(t, document))
	got = letters(t, word(para(mergeField("Name"))).template(t), numbered(1), numbered(2))
	same(t, []string{"---", "Person 1", "Person 2", "---"}, got.text(t, document))
	// One letter is the template.
	one := para(mergeField("Name")) + plainSection
	same(t, []string{"Person 1", "---"}, letters(t, word(one).template(t), numbered(1)).text(t, document))
}

// Headers with fields are there once a letter, with their pictures; a letter's
// first section has none of the letter before's.
func TestHeadersOfLetters(t *testing.T) {
	first := `<w:p><w:pPr><w:sectPr><w:type w:val="continuous"/><w:pgSz w:w="1" w:h="1"/></w:sectPr></w:pPr></w:p>`
	last := `<w:sectPr><w:headerReference w:type="default" r:id="rId8"/><w:footerReference w:type="first" r:id="rId9"/><w:pgSz w:w="1" w:h="1"/></w:sectPr>`
	p := word(para(mergeField("Name"))+first+para(run("more"))+last).
		with("header1.xml", "rId8", "header", `<w:hdr xmlns:w="`+wordSpace+`">`+`<w:p>`+mergeField("Name")+`</w:p></w:hdr>`).
		with("footer1.xml", "rId9", "footer", `<w:ftr xmlns:w="`+wordSpace+`"><w:p/></w:ftr>`)
	p["word/_rels/header1.xml.rels"] = relations(`<Relationship Id="rId1" Type="` + relationSpace + `/image" Target="media/image1.png"/>`)
	got := letters(t, p.template(t), numbered(1), numbered(2))
	same(t, []string{"Person 1"}, got.text(t, "word/header1-1.xml"))
	same(t, []string{"Person 2"}, got.text(t, "word/header1-2.xml"))
	same(t, p["word/_rels/header1.xml.rels"], got["word/_rels/header1-2.xml.rels"])
	if _, there := got["word/header1.xml"]; there {
		t.Error("the template's header is still there")
	}
	for _, want := range []string{
		`<Relationship Id="rId8-2" Type="` + relationSpace + `/header" Target="header1-2.xml"/>`,
		`<Relationship Id="empty-header" Type="` + relationSpace + `/header" Target="empty-header.xml"/>`,
		`<Relationship Id="rId9" `,
	} {
		if !strings.Contains(got["word/_rels/document.xml.rels"], want) {
			t.Errorf("%s is not in\n%s", want, got["word/_rels/document.xml.rels"])
		}
	}
	if !strings.Contains(got["[Content_Types].xml"], `PartName="/word/header1-2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"`) {
		t.Error("the header's type is not told")
	}
	doc := got[document]
	for _, want := range []string{
		`<w:sectPr><w:footerReference w:type="first" r:id="empty-footer"/><w:headerReference w:type="default" r:id="empty-header"/><w:pgSz w:w="1" w:h="1"/><w:pgNumType w:start="1"/></w:sectPr>`,
		`r:id="rId8-1"`, `r:id="rId8-2"`,
	} {
		if !strings.Contains(doc, want) {
			t.Errorf("%s is not in\n%s", want, doc)
		}
	}
	same(t, []string{""}, got.text(t, "word/empty-footer.xml"))
}

// What no two things in a document may share differs from letter to letter, and
// what refers to it goes along.
func TestUnshared(t *testing.T) {
	body := para(`<w:bookmarkStart w:id="4000000" w:name="Start"/>`, mergeField("Name"), `<w:bookmarkEnd w:id="4000000"/>`, field("PAGEREF Start", "1"),
		`<w:hyperlink w:anchor="Start" r:id="rId1">`+run("up")+`</w:hyperlink>`,
		`<w:commentRangeStart w:id="0"/><w:commentRangeEnd w:id="0"/>`,
		`<w:r><w:drawing><wp:inline><wp:docPr id="12345" name="Picture"/></wp:inline></w:drawing></w:r>`,
		`<w:sdt><w:sdtPr><w:id w:val="-77"/></w:sdtPr></w:sdt>`) + plainSection
	doc := letters(t, word(body).template(t), numbered(1), numbered(2), numbered(3))[document]
	for pattern, want := range map[string][]string{
		`bookmarkStart w:id="(\d+)"`: {"1", "3", "5"},
		`bookmarkEnd w:id="(\d+)"`:   {"1", "3", "5"},
		`docPr id="(\d+)"`:           {"2", "4", "6"},
		`w:name="(\w+)"`:             {"Start", "Start_2", "Start_3"},
		`w:anchor="(\w+)"`:           {"Start", "Start_2", "Start_3"},
		`<w:id w:val="(-?\d+)"`:      {"-77"},
		`commentRangeStart (\S+)/>`:  {`w:id="0"`},
		`paraId="(\w+)"`:             nil,
	} {
		var got []string
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(doc, -1) {
			got = append(got, m[1])
		}
		same(t, want, got)
	}
	for _, want := range []string{"Start_2 </w:instrText>", "Start_3 </w:instrText>"} {
		if !strings.Contains(strings.ReplaceAll(doc, `</w:instrText></w:r><w:proofErr w:type="spellStart"/><w:r><w:instrText xml:space="preserve">`, ""), want) {
			t.Errorf("%s is missing in %s", want, doc)
		}
	}
}

// "Page 1 of 2" is meant of the letter, not of all letters.
func TestPagesOfLetters(t *testing.T) {
	section := strings.Replace(plainSection, "<w:pgSz", `<w:footerReference w:type="default" r:id="rId9"/><w:pgSz`, 1)
	footer := `<w:ftr xmlns:w="` + wordSpace + `"><w:p>` + field("NUMPAGES", "2") + `<w:fldSimple w:instr=" NumPages \* Arabic ">` + run("2") + `</w:fldSimple></w:p></w:ftr>`
	template := word(para(mergeField("Name"))+section).with("footer1.xml", "rId9", "footer", footer).template(t)
	many := letters(t, template, numbered(1), numbered(2))
	got := many["word/footer1.xml"]
	for _, want := range []string{">NUMPAGES </w:instrText>", "> NUMPAGES </w:instrText>", `w:instr=" NumPages`} {
		if strings.Contains(got, want) {
			t.Errorf("%s is in\n%s", want, got)
		}
	}
	for _, want := range []string{"SECTIONPAGES </w:instrText>", `w:instr=" SECTIONPAGES \* Arabic "`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in\n%s", want, got)
		}
	}
	if strings.Count(many["word/_rels/document.xml.rels"], "footer1.xml") != 1 {
		t.Error("the footer is not shared")
	}
	same(t, footer, strings.SplitN(letter(t, template, nil)["word/footer1.xml"], "\n", 2)[1])
	two := word(para(mergeField("Name")) + `<w:p><w:pPr><w:sectPr/></w:pPr></w:p>` + para(field("NUMPAGES", "2")) + plainSection).template(t)
	if got := letters(t, two, numbered(1))[document]; strings.Contains(got, "SECTIONPAGES") {
		t.Error("a letter of two sections counts those of one")
	}
}

const lists = `<w:numbering xmlns:w="` + wordSpace + `"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>` +
	`<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>` +
	`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`

// Numbered lists start again in every letter, by the paragraph or by its style;
// bullets need not.
func TestLists(t *testing.T) {
	item := func(list string) string {
		return `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="` + list + `"/></w:numPr></w:pPr>` + run("item") + `</w:p>`
	}
	styled := `<w:p><w:pPr><w:pStyle w:val="Step2"/><w:keepNext/><w:jc w:val="left"/></w:pPr>` + run("step") + `</w:p>`
	styles := `<w:styles xmlns:w="` + wordSpace + `"><w:style w:type="paragraph" w:styleId="Step"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Step2"><w:basedOn w:val="Step"/></w:style></w:styles>`
	p := word(item("1")+item("2")+styled+para(mergeField("Name"))+plainSection).
		with("numbering.xml", "rId8", "numbering", lists).with("styles.xml", "rId9", "styles", styles)
	got := letters(t, p.template(t), numbered(1), numbered(2), numbered(3))
	var numbers []string
	for _, m := range regexp.MustCompile(`numId w:val="(\d+)"`).FindAllStringSubmatch(got[document], -1) {
		numbers = append(numbers, m[1])
	}
	same(t, []string{"1", "2", "3", "2", "3", "4", "2", "4"}, numbers)
	if want := `<w:keepNext/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr><w:jc`; !strings.Contains(got[document], want) {
		t.Errorf("%s is not in\n%s", want, got[document])
	}
	for _, n := range []string{"3", "4"} {
		if want := `<w:num w:numId="` + n + `"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride>`; !strings.Contains(got["word/numbering.xml"], want) {
			t.Errorf("%s is not in\n%s", want, got["word/numbering.xml"])
		}
	}
	got.text(t, "word/numbering.xml")
	same(t, p["word/numbering.xml"], letter(t, p.template(t), nil)["word/numbering.xml"])
	err := p.template(t).Merge(io.Discard, docx.MergeParams{Letters: 40_000})
	if err == nil || !strings.Contains(err.Error(), "no room for those of 40000 letters; write one file for each letter") {
		t.Error(err)
	}
}

// Every letter has its own footnotes, endnotes and comments, numbered anew, and the
// lines that keep notes from the text are there once.
func TestNotes(t *testing.T) {
	reference := func(element, id string) string { return `<w:r><w:` + element + `Reference w:id="` + id + `"/></w:r>` }
	part := func(element, text string) string {
		return `<w:` + element + `s xmlns:w="` + wordSpace + `">` +
			`<w:` + element + ` w:type="separator" w:id="-1"><w:p/></w:` + element + `><w:` + element + ` w:type="continuationSeparator" w:id="0"><w:p/></w:` + element + `>` +
			`<w:` + element + ` w:id="1"><w:p>` + run("First") + `</w:p></w:` + element + `><w:` + element + ` w:id="3"><w:p>` + text + `</w:p></w:` + element + `></w:` + element + `s>`
	}
	body := para(`<w:commentRangeStart w:id="3"/>`, mergeField("Name"), reference("footnote", "1"), reference("footnote", "3"), reference("endnote", "3"),
		`<w:commentRangeEnd w:id="3"/>`, reference("comment", "3"))
	template := word(body+plainSection).
		with("footnotes.xml", "rId8", "footnotes", part("footnote", mergeField("City"))).
		with("endnotes.xml", "rId9", "endnotes", part("endnote", run("End"))).
		with("comments.xml", "rId10", "comments", strings.NewReplacer(` w:type="separator" w:id="-1"`, ` w:id="0"`, ` w:type="continuationSeparator" w:id="0"`, ` w:id="2"`).Replace(part("comment", mergeField("Name")))).
		with("settings.xml", "rId11", "settings", `<w:settings xmlns:w="`+wordSpace+`"><w:zoom w:percent="90"/><w:endnotePr><w:endnote w:id="-1"/></w:endnotePr><w:compat/></w:settings>`).
		template(t)
	alone := letter(t, template, map[string]string{"City": "Bonn"})
	same(t, []string{"", "", "First", "Bonn"}, alone.text(t, "word/footnotes.xml"))
	if !strings.Contains(alone[document], `footnoteReference w:id="3"`) || strings.Contains(alone[document], "numRestart") || strings.Contains(alone["word/settings.xml"], "sectEnd") {
		t.Error(alone[document])
	}
	all := letters(t, template, map[string]string{"Name": "Ann", "City": "Bonn"}, map[string]string{"Name": "Bo", "City": "Rome"}, map[string]string{"Name": "Cy"})
	same(t, []string{"", "", "First", "Bonn", "First", "Rome", "First", ""}, all.text(t, "word/footnotes.xml"))
	same(t, []string{"", "", "First", "End", "First", "End", "First", "End"}, all.text(t, "word/endnotes.xml"))
	same(t, []string{"", "", "First", "Ann", "", "", "First", "Bo", "", "", "First", "Cy"}, all.text(t, "word/comments.xml"))
	ids := func(name, pattern string) (list []string) {
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(all[name], -1) {
			list = append(list, m[1])
		}
		return list
	}
	same(t, []string{"-1", "0", "1", "3", "5", "7", "9", "11"}, ids("word/footnotes.xml", `w:footnote[^>]* w:id="(-?\d+)"`))
	same(t, []string{"1", "3", "5", "7", "9", "11"}, ids(document, `footnoteReference w:id="(\d+)"`))
	same(t, []string{"3", "7", "11"}, ids(document, `endnoteReference w:id="(\d+)"`))
	for _, element := range []string{"commentRangeStart", "commentRangeEnd", "commentReference"} {
		same(t, []string{"3", "7", "11"}, ids(document, element+` w:id="(\d+)"`))
	}
	same(t, 3, strings.Count(all[document], `<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr><w:endnotePr><w:numRestart w:val="eachSect"/></w:endnotePr><w:pgSz`))
	if want := `<w:endnotePr><w:pos w:val="sectEnd"/><w:endnote w:id="-1"/>`; !strings.Contains(all["word/settings.xml"], want) {
		t.Error(all["word/settings.xml"])
	}
}

// A template that was tried with data forgets them, and that it was a template.
func TestForgets(t *testing.T) {
	p := word(para(mergeField("Name"))+plainSection).with("settings.xml", "rId8", "settings",
		`<w:settings xmlns:w="`+wordSpace+`" xmlns:r="`+relationSpace+`"><w:zoom w:percent="90"/><w:attachedTemplate r:id="rId1"/><w:mailMerge><w:dataSource r:id="rId2"/></w:mailMerge></w:settings>`)
	p["word/_rels/settings.xml.rels"] = relations(`<Relationship Id="rId1" Type="` + relationSpace + `/attachedTemplate" Target="file:///C:/x.dotx" TargetMode="External"/><Relationship Id="rId2" Type="` + relationSpace + `/mailMergeSource" Target="file:///C:/x.xlsx" TargetMode="External"/>`)
	p["[Content_Types].xml"] = strings.Replace(p["[Content_Types].xml"], "document.main+xml", "template.main+xml", 1)
	for _, got := range []parts{letter(t, p.template(t), nil), letters(t, p.template(t), numbered(1), numbered(2))} {
		if s := got["word/settings.xml"]; strings.Contains(s, "mailMerge") || strings.Contains(s, "attached") || !strings.Contains(s, "zoom") {
			t.Error(s)
		}
		if strings.Contains(got["word/_rels/settings.xml.rels"], "file:") {
			t.Error(got["word/_rels/settings.xml.rels"])
		}
		if !strings.Contains(got["[Content_Types].xml"], "document.main+xml") {
			t.Error(got["[Content_Types].xml"])
		}
	}
}

// A document of many letters holds one at a time: what is written goes out while
// the letters come in.
func TestStreams(t *testing.T) {
	template := word(para(mergeField("Name")) + plainSection).template(t)
	pad := strings.Repeat("x", 10_000)
	out := &counter{}
	var seen int
	err := template.Merge(out, docx.MergeParams{Letters: 2000, Each: func(write func(docx.Record) error) error {
		for i := range 2000 {
			noise := strconv.FormatUint(uint64(i)*0x9e3779b97f4a7c15, 36)
			if err := write(record(template, map[string]string{"Name": noise + pad})); err != nil {
				return err
			}
			if i == 1999 {
				seen = out.n
			}
		}
		return nil
	}})
	if err != nil || seen < out.n/2 {
		t.Errorf("%v; %d of %d bytes had gone out", err, seen, out.n)
	}
	// What the caller says when it is stopped comes back.
	stop := fmt.Errorf("stop")
	if err := template.Merge(&bytes.Buffer{}, docx.MergeParams{Letters: 2, Each: func(func(docx.Record) error) error { return stop }}); !errors.Is(err, stop) {
		t.Error(err)
	}
}

type counter struct{ n int }

func (c *counter) Write(b []byte) (int, error) {
	c.n += len(b)
	return len(b), nil
}
