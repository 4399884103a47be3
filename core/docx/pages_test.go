package docx_test

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"winnow/core/docx"
)

// merged writes a document of n letters, to make PDF of it or not.
func merged(t *testing.T, template *docx.Template, n int, pdf bool) parts {
	t.Helper()
	var out bytes.Buffer
	err := template.Merge(&out, docx.MergeParams{Letters: n, PDF: pdf, Each: func(write func(docx.Record) error) error {
		for i := range n {
			if err := write(record(template, numbered(i+1))); err != nil {
				return err
			}
		}
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	return unzip(t, out.Bytes())
}

// paged is a template whose footer counts pages.
func paged(body string, section string) parts {
	section = strings.Replace(section, "<w:pgSz", `<w:footerReference w:type="default" r:id="rId9"/><w:pgSz`, 1)
	footer := `<w:ftr xmlns:w="` + wordSpace + `"><w:p>` + field("PAGE", "1") + run(" of ") + field(`NUMPAGES \* Arabic`, "2") + `<w:fldSimple w:instr=" SECTIONPAGES ">` + run("2") + `</w:fldSimple></w:p></w:ftr>`
	return word(body+section).with("footer1.xml", "rId9", "footer", footer)
}

// code returns the codes of a part's fields, each whole.
func codes(part string) []string {
	part = regexp.MustCompile(`</w:instrText></w:r>(<w:proofErr[^>]*/>)?<w:r><w:instrText[^>]*>`).ReplaceAllString(part, "")
	var list []string
	for _, m := range regexp.MustCompile(`(?:<w:instrText[^>]*>|w:instr=")([^<"]*)`).FindAllStringSubmatch(part, -1) {
		list = append(list, strings.TrimSpace(m[1]))
	}
	return list
}

// A letter's pages are its own: by its section, and where that cannot be by a
// bookmark at its end, which each letter has once.
func TestPagesByBookmark(t *testing.T) {
	mark := regexp.MustCompile(`<w:bookmarkStart w:id="(\d+)" w:name="_LetterEnd(\d)"/><w:bookmarkEnd w:id="\d+"/>`)
	two := `<w:p><w:pPr><w:sectPr/></w:pPr></w:p>`
	for name, c := range map[string]struct {
		body string
		pdf  bool
	}{
		"for PDF": {para(mergeField("Name")), true}, "two sections": {two + para(mergeField("Name")), false}, "both": {two + para(mergeField("Name")), true},
		"empty last": {para(mergeField("Name")) + `<w:p/>`, true}, "empty last, with an id": {para(mergeField("Name")) + `<w:p w:rsidR="1"/>`, true},
		"behind a table":  {para(mergeField("Name")) + `<w:tbl><w:tr><w:tc>` + para(run("x")) + `</w:tc></w:tr></w:tbl>`, true},
		"over paragraphs": {strings.ReplaceAll(para(code("IF ", mergeField("Name"), ` = "Person 2" "a`, `</w:p><w:p>`, `b" ""`)), `<w:r><w:instrText xml:space="preserve">&lt;/w:p&gt;&lt;w:p&gt;</w:instrText></w:r>`, `</w:p><w:p>`), true},
	} {
		template := paged(c.body, plainSection).template(t)
		got := merged(t, template, 3, c.pdf)
		for letter := 1; letter <= 3; letter++ {
			footer := got[fmt.Sprintf("word/footer1-%d.xml", letter)]
			end := fmt.Sprintf("PAGEREF _LetterEnd%d", letter)
			want := []string{"PAGE", end + ` \* Arabic`, end}
			if strings.Contains(c.body, two) {
				want[2] = "SECTIONPAGES"
			}
			same(t, want, codes(footer))
		}
		ids := map[string]bool{}
		marks := mark.FindAllStringSubmatch(got[document], -1)
		for _, m := range marks {
			ids[m[1]] = true
		}
		if len(marks) != 3 || len(ids) != 3 || strings.Count(got[document], "<w:sectPr") != 3*strings.Count(c.body+plainSection, "<w:sectPr") {
			t.Errorf("%s: there are %d marks: %s", name, len(marks), got[document])
		}
		// Each stands behind what its letter says and before the next letter.
		text := mark.ReplaceAllString(got[document], "<w:r><w:t>[end]</w:t></w:r>")
		got[document] = text
		said := strings.Join(got.text(t, document), "")
		if !regexp.MustCompile(`^[^\[]*\[end\][^\[]*\[end\][^\[]*\[end\]`).MatchString(said) || strings.HasPrefix(said, "[end]") && strings.Contains(c.body, "Name") && name != "over paragraphs" {
			t.Errorf("%s: %s", name, said)
		}
	}
	one := merged(t, paged(para(mergeField("Name")), plainSection).template(t), 1, true)
	same(t, []string{"PAGE", `NUMPAGES \* Arabic`, "NUMPAGES"}, codes(one["word/footer1-1.xml"]))
	many := merged(t, paged(para(mergeField("Name")), plainSection).template(t), 3, false)
	same(t, []string{"PAGE", `SECTIONPAGES \* Arabic`, "SECTIONPAGES"}, codes(many["word/footer1.xml"]))
	if mark.MatchString(many[document]) {
		t.Error("there is a mark that nothing needs")
	}
}

// Pages that are not numbered from 1 to the last cannot be counted by the last.
func TestPagesThatRestart(t *testing.T) {
	from := strings.Replace(plainSection, "<w:cols", `<w:pgNumType w:start="5"/><w:cols`, 1)
	again := `<w:p><w:pPr><w:sectPr/></w:pPr></w:p>`
	restart := strings.Replace(plainSection, "<w:cols", `<w:pgNumType w:start="1"/><w:cols`, 1)
	for _, c := range []struct {
		body, section string
		pdf           bool
		letters       int
		refused       bool
	}{
		{"", from, true, 2, true}, {"", from, true, 1, false}, {"", from, false, 2, false}, {"", restart, true, 2, false},
		{again, plainSection, false, 2, false}, {again, restart, false, 2, true}, {again, restart, true, 2, true},
	} {
		template := paged(c.body+para(mergeField("Name")), c.section).template(t)
		err := template.Merge(io.Discard, docx.MergeParams{Letters: c.letters, PDF: c.pdf, Each: func(write func(docx.Record) error) error {
			for range c.letters {
				if err := write(record(template, nil)); err != nil {
					return err
				}
			}
			return nil
		}})
		if (err != nil) != c.refused || err != nil && !strings.Contains(err.Error(), "cannot count them; write one file for each letter") {
			t.Errorf("%+v: %v", c, err)
		}
	}
}
