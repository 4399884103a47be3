package docx_test

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"winnow/core/docx"
)

// onePixel is a picture of one pixel.
const onePixel = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\b\x06\x00\x00\x00\x1f\x15\xc4\x89"

// markup returns a letter's HTML, which is also sound XML.
func markup(t *testing.T, template *docx.Template, values map[string]string) docx.HTML {
	t.Helper()
	page, err := template.HTML(record(template, values))
	if err != nil {
		t.Fatal(err)
	}
	wellFormed(t, page.Markup)
	return page
}

func wellFormed(t *testing.T, markup string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(markup)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, markup)
		}
	}
}

func styledRun(properties, text string) string {
	return `<w:r><w:rPr>` + properties + `</w:rPr><w:t xml:space="preserve">` + escaped(text) + `</w:t></w:r>`
}

func drawnPicture(id string) string {
	return `<w:r><w:drawing><wp:inline><wp:extent cx="952500" cy="476250"/><wp:docPr id="1" name="x" descr="Our &quot;logo&quot;"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:blip r:embed="` + id + `"/></a:graphic></wp:inline></w:drawing></w:r>`
}

// A letter as HTML has its paragraphs, looks, lists, tables, links and pictures.
func TestHTML(t *testing.T) {
	t.Parallel()
	item := func(level, text string) string {
		return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="1"/></w:numPr></w:pPr>` + run(text) + `</w:p>`
	}
	cell := func(properties, text string) string {
		return `<w:tc><w:tcPr>` + properties + `</w:tcPr><w:p>` + run(text) + `</w:p></w:tc>`
	}
	body := `<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>` + run("News") + `</w:p>` +
		`<w:p><w:pPr><w:jc w:val="center"/></w:pPr>` + run("Dear ") + mergeField("Name") + styledRun(`<w:b/><w:i/>`, " bold") + styledRun(`<w:b/><w:i/>`, "er") +
		styledRun(`<w:u w:val="single"/><w:color w:val="FF0000"/><w:sz w:val="32"/>`, "red") + styledRun(`<w:u w:val="none"/><w:b w:val="0"/>`, "plain") + styledRun(`<w:vanish/>`, "hidden") + `</w:p>` +
		`<w:p>` + item("0", "x")[len("<w:p>"):] + item("1", "inner") + item("0", "y") + `<w:p/>` + item("0", "z") +
		`<w:tbl><w:tblPr><w:tblBorders><w:top w:val="single"/></w:tblBorders></w:tblPr><w:tr>` + cell(`<w:gridSpan w:val="2"/><w:shd w:fill="DDEEFF"/>`, "both") + `</w:tr><w:tr>` + cell(`<w:vMerge w:val="restart"/>`, "tall") + cell("", "a") +
		`</w:tr><w:tr>` + cell(`<w:vMerge/>`, "") + cell("", "b") + `</w:tr></w:tbl>` +
		`<w:p><w:hyperlink r:id="rId7">` + run("here") + `</w:hyperlink>` + run(" or ") + field(`HYPERLINK "https://x.test/?a=1&b=2"`, "there") + drawnPicture("rId8") + `</w:p>` + plainSection
	p := word(body).
		with("styles.xml", "rId5", "styles", `<w:styles xmlns:w="`+wordSpace+`"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial"/><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:spacing w:after="120"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:rPr><w:b/></w:rPr></w:style></w:styles>`).
		with("numbering.xml", "rId6", "numbering", `<w:numbering xmlns:w="`+wordSpace+`"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`).
		related(`<Relationship Id="rId7" Type="` + relationSpace + `/hyperlink" Target="mailto:jo@x.test" TargetMode="External"/>`).
		related(`<Relationship Id="rId8" Type="` + relationSpace + `/image" Target="media/logo.png"/>`)
	p["word/media/logo.png"] = onePixel
	got := markup(t, p.template(t), map[string]string{"Name": `<b> & "Co"`})
	want := `<div style="font-family:&#39;Arial&#39;,sans-serif;font-size:11pt">
<h1 style="margin:0pt 0 6pt 0pt;font-size:inherit;font-weight:normal"><b>News</b></h1>
<p style="margin:0pt 0 6pt 0pt;text-align:center">Dear <i>&lt;b&gt; &amp; &#34;Co&#34;</i><b><i> bolder</i></b><span style="font-size:16pt;color:#FF0000"><u>red</u></span>plain</p>
<ol type="1"><li>x<ul><li>inner</li></ul>
</li>
<li>y</li></ol>
<p style="margin:0pt 0 6pt 0pt">&#160;</p>
<ol type="1" start="3"><li>z</li></ol>
<table style="border-collapse:collapse">
<tr>
<td colspan="2" style="vertical-align:top;padding:2pt 5pt;border:1px solid #999999;background-color:#DDEEFF">
<p style="margin:0pt 0 6pt 0pt">both</p>
</td>
</tr>
<tr>
<td rowspan="2" style="vertical-align:top;padding:2pt 5pt;border:1px solid #999999">
<p style="margin:0pt 0 6pt 0pt">tall</p>
</td>
<td style="vertical-align:top;padding:2pt 5pt;border:1px solid #999999">
<p style="margin:0pt 0 6pt 0pt">a</p>
</td>
</tr>
<tr>
<td style="vertical-align:top;padding:2pt 5pt;border:1px solid #999999">
<p style="margin:0pt 0 6pt 0pt">b</p>
</td>
</tr>
</table>
<p style="margin:0pt 0 6pt 0pt"><a href="mailto:jo@x.test">here</a> or <a href="https://x.test/?a=1&amp;b=2"><i>there</i></a><img src="cid:picture4@winnow" alt="Our &#34;logo&#34;" width="100" height="50"/></p>
</div>
`
	same(t, want, got.Markup)
	same(t, []docx.Picture{{ID: "picture4@winnow", Name: "picture4.png", Type: "image/png", Content: []byte(onePixel)}}, got.Pictures)
}

// What a document was made to bring along, scripts and things that load, is not in its
// HTML: links that run something, pictures that are none, and looks that are no looks.
func TestHostileHTML(t *testing.T) {
	t.Parallel()
	links := []string{"javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>x</script>", "file:///etc/passwd", "vbscript:x", "//x.test/a", "https:", " javascript:x"}
	body := para(run("<script>alert(1)</script>")+styledRun(`<w:color w:val="red;background:url(https://x.test/a)"/><w:rFonts w:ascii="x';}body{background:url(https://x.test)"/><w:highlight w:val="url(x)"/>`, "styled")) +
		`<w:p><w:pPr><w:jc w:val="&quot;&gt;&lt;script&gt;"/><w:spacing w:after="1;x"/></w:pPr>` + run("p") + `</w:p>` + para(drawnPicture("rIdPicture")) +
		`<w:tbl><w:tr><w:tc><w:tcPr><w:tcW w:w="1;x" w:type="dxa"/><w:gridSpan w:val="&quot;x"/><w:shd w:fill="url(x)"/></w:tcPr><w:p>` + run("c") + `</w:p></w:tc></w:tr></w:tbl>`
	p := word("")
	for i, link := range links {
		id := "rIdLink" + string(rune('a'+i))
		body += para(`<w:hyperlink r:id="`+id+`">`+run("link")+`</w:hyperlink>`, field(`HYPERLINK "`+link+`"`, "field"))
		p = p.related(`<Relationship Id="` + id + `" Type="` + relationSpace + `/hyperlink" Target="` + escaped(link) + `" TargetMode="External"/>`)
	}
	p = p.related(`<Relationship Id="rIdPicture" Type="` + relationSpace + `/image" Target="media/x.svg"/>`)
	p["word/media/x.svg"] = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`
	p["word/document.xml"] = strings.Replace(p["word/document.xml"], "<w:body>", "<w:body>"+body+plainSection, 1)
	got := markup(t, p.template(t), nil)
	for _, bad := range []string{"<script", "href", "<img", "url(", "javascript", "background:"} {
		if strings.Contains(got.Markup, bad) {
			t.Errorf("%s is in\n%s", bad, got.Markup)
		}
	}
	if tags := regexp.MustCompile(`<([a-z0-9]+)`).FindAllStringSubmatch(got.Markup, -1); len(tags) == 0 {
		t.Error("there is no element")
	} else {
		for _, tag := range tags {
			if !strings.Contains(" div p b i u s span br table tr td ", " "+tag[1]+" ") {
				t.Errorf("there is an element %s", tag[1])
			}
		}
	}
	if len(got.Pictures) > 0 {
		t.Error("a script came along as a picture")
	}
}
