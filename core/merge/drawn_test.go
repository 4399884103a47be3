package merge_test

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"winnow/core/merge"
)

var update = flag.Bool("update", false, "keep the pictures of pages as LibreOffice draws them now")

// drawnCase is a template whose letters are drawn.
type drawnCase struct {
	name, ending string
	// letter is the contact whose letter it is.
	letter  string
	body    []string
	parts   map[string]string
	answers map[string]string
}

// small is a page on which a few lines have room.
const small = `<w:pgSz w:w="5670" w:h="2835"/><w:pgMar w:top="284" w:right="284" w:bottom="284" w:left="284" w:header="0" w:footer="0" w:gutter="0"/>`

// nested is a field whose code has fields in it; what does not begin with < is code.
func nested(pieces ...string) string {
	b := `<w:r><w:fldChar w:fldCharType="begin"/></w:r>`
	for _, p := range pieces {
		if !strings.HasPrefix(p, "<") {
			p = `<w:r><w:instrText xml:space="preserve">` + strings.ReplaceAll(p, "<", "&lt;") + `</w:instrText></w:r>`
		}
		b += p
	}
	return b + `<w:r><w:fldChar w:fldCharType="end"/></w:r>`
}

// drawnCases are a template for each of Word's fields, and for what else a template has.
func drawnCases() []drawnCase {
	const w = ` xmlns:w="` + wordSpace + `"`
	name, city := split("MERGEFIELD Full_Name"), split("MERGEFIELD City")
	control := func(path string) string {
		return `<w:sdt><w:sdtPr><w:alias w:val="#Nav: /` + path + `"/><w:dataBinding w:prefixMappings="xmlns:ns0='urn:microsoft-dynamics-nav/reports/Contact/50100/'" w:xpath="/ns0:NavWordReportXmlPart[1]/ns0:` + strings.ReplaceAll(path, "/", "[1]/ns0:") + `[1]" w:storeItemID="{A}"/><w:text/></w:sdtPr><w:sdtContent>` + words("x") + `</w:sdtContent></w:sdt>`
	}
	return []drawnCase{
		{name: "nextif", letter: "CT1 Ann Ash", body: []string{name, nested("NEXTIF ", city, ` = "London"`) + words("and ") + name}},
		{name: "skipif", letter: "CT3 Cy Cedar", body: []string{nested("SKIPIF ", city, ` = "Bonn"`) + name, words("record ") + split("MERGEREC") + words(", letter ") + split("MERGESEQ")}},
		{name: "mergerec", letter: "CT2 Bo Birch", body: []string{name, words("record ") + split("MERGEREC")}},
		{name: "mergeseq", letter: "CT2 Bo Birch", body: []string{name, words("letter ") + split("MERGESEQ")}},
		{name: "set", letter: "CT1 Ann Ash", body: []string{nested(`SET Offer "`, name, ` and friends"`) + words("An offer for"), split("REF Offer"), split(`Offer \* Upper`)}},
		{name: "ask", letter: "CT1 Ann Ash", answers: map[string]string{"Day": "Monday"}, body: []string{split(`ASK Day "Which day?"`) + name, words("Come on ") + split("REF Day")}},
		{name: "fillin", letter: "CT1 Ann Ash", answers: map[string]string{"Which room?": "the blue room"}, body: []string{name, words("Come to ") + split(`FILLIN "Which room?"`)}},
		{name: "formula", letter: "CT1 Ann Ash", body: []string{name, words("Price ") + nested("= ", split("MERGEFIELD Post_Code"), ` * 1.19 \# "#,##0.00"`)}},
		{name: "if", letter: "CT1 Ann Ash", body: []string{name, nested("IF ", city, ` = "London" "by Tube from `, city, `" "by train to `, name, `"`), nested("IF ", city, ` <> "London" "a ship" "a bus of `, name, `"`)}},
		{name: "includepicture", letter: "CT1 Ann Ash", body: []string{split("INCLUDEPICTURE logo.png"), name}},
		{name: "footnote", letter: "CT1 Ann Ash", body: []string{name + `<w:r><w:footnoteReference w:id="1"/></w:r>`, words("below")}, parts: map[string]string{
			"word/footnotes.xml": `<w:footnotes` + w + `><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote><w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r>` + words(" Not by ") + city + `</w:p></w:footnote></w:footnotes>`,
		}},
		{name: "comment", letter: "CT1 Ann Ash", body: []string{`<w:commentRangeStart w:id="0"/>` + name + `<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>`, words("with a comment")}, parts: map[string]string{
			"word/comments.xml": `<w:comments` + w + `><w:comment w:id="0" w:author="Jo"><w:p>` + words("Ask ") + name + `</w:p></w:comment></w:comments>`,
		}},
		{name: "macros", ending: ".docm", letter: "CT1 Ann Ash", body: []string{name, words("without macros")}, parts: map[string]string{"word/vbaProject.xml": "<x/>"}},
		{name: "controls", letter: "CT1 Ann Ash", body: []string{words("Dear ") + control("Contact/Name"), words("in ") + control("Contact/City")}},
	}
}

// drawn writes the letter of a case into a folder, ready to be drawn.
func (b *book) drawn(folder string, c drawnCase) {
	b.T.Helper()
	parts := map[string]string{"word/document.xml": `<w:document xmlns:w="` + wordSpace + `"><w:body><w:p>` + strings.Join(c.body, "</w:p><w:p>") + `</w:p><w:sectPr>` + small + `</w:sectPr></w:body></w:document>`}
	for name, content := range c.parts {
		parts[name] = content
	}
	template := b.write(c.name+"-template"+c.ending, packed(b.T, parts))
	letters := c.name + "-letters"
	r := b.merge(letters, merge.Options{File: template, Folder: true, Answers: c.answers})
	if r.Macros != (c.ending != "") {
		b.T.Errorf("%s: the template is said to have macros: %v", c.name, r.Macros)
	}
	content, err := os.ReadFile(filepath.Join(b.Path(letters), c.letter+".docx"))
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, c.name+".docx"), content, 0o600)
	}
	if err != nil {
		b.T.Fatal(err)
	}
}

// drawAll has LibreOffice draw all documents of a folder, with the fonts that labels have
// and no others, so that every machine draws the same.
func drawAll(t *testing.T, folder string) {
	t.Helper()
	fonts, err := filepath.Abs("../label/fonts")
	if err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(t.TempDir(), "fonts.conf")
	err = os.WriteFile(config, []byte(`<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>`+fonts+`</dir><cachedir>`+t.TempDir()+`</cachedir></fontconfig>`), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	documents, err := filepath.Glob(filepath.Join(folder, "*.docx"))
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"-env:UserInstallation=file://" + filepath.ToSlash(t.TempDir()), "--headless", "--convert-to", "png:writer_png_Export", "--outdir", folder}
	cmd := exec.Command(merge.Office(), append(args, documents...)...)
	cmd.Env = append(os.Environ(), "FONTCONFIG_FILE="+config)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// grey reads a picture in half its size.
func grey(t *testing.T, path string) *image.Gray {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	if kept, ok := picture.(*image.Gray); ok {
		return kept
	}
	size := picture.Bounds().Size().Div(2)
	half := image.NewGray(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			sum := uint32(0)
			for _, p := range []image.Point{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
				r, g, b, a := picture.At(2*x+p.X, 2*y+p.Y).RGBA()
				sum += (r+g+b)/3 + 0xffff - a // what is clear is white
			}
			half.SetGray(x, y, color.Gray{Y: uint8(sum / 4 >> 8)})
		}
	}
	return half
}

// How pictures are compared: by squares of so many points, which are the same where at
// most that part of their ink differs once one of them is moved by a point at most.
const (
	square    = 12
	tolerance = 0.45
	leastInk  = 400
)

// differ returns by how much two pictures of pages differ where they differ most, from 0
// on; up to tolerance they are the same but for the smoothing of edges.
func differ(a, b *image.Gray) (most float64) {
	if a.Bounds() != b.Bounds() {
		return 9
	}
	ink := func(p *image.Gray, x, y int) int {
		if !image.Pt(x, y).In(p.Bounds()) {
			return 0
		}
		return 255 - int(p.GrayAt(x, y).Y)
	}
	for top := 0; top < a.Bounds().Max.Y; top += square / 2 {
		for left := 0; left < a.Bounds().Max.X; left += square / 2 {
			least := 9.0
			for _, move := range []image.Point{{0, 0}, {1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {-1, -1}, {1, -1}, {-1, 1}} {
				apart, all := 0, 0
				for y := top; y < top+square; y++ {
					for x := left; x < left+square; x++ {
						p, q := ink(a, x, y), ink(b, x+move.X, y+move.Y)
						apart += max(p-q, q-p)
						all += max(p, q)
					}
				}
				least = min(least, float64(apart)/float64(max(all, leastInk)))
			}
			most = max(most, least)
		}
	}
	return most
}

// LibreOffice draws the letters of each field as it drew them before: the pictures in
// testdata/pages have been looked at. One word makes a difference.
func TestOfficeDrawsFields(t *testing.T) {
	needsOffice(t)
	b := newBook(t)
	for i, who := range []struct{ name, city string }{{"Ann Ash", "London"}, {"Bo Birch", "Bonn"}, {"Cy Cedar", "London"}} {
		b.Line(fmt.Sprintf("CT%d", i+1), "name", who.name, "city", who.city, "post_code", "1200")
	}
	logo := image.NewGray(image.Rect(0, 0, 120, 40))
	for i := range logo.Pix {
		if i/120/8%2 == 0 {
			logo.Pix[i] = 200
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, logo); err != nil {
		t.Fatal(err)
	}
	b.write("logo.png", out.Bytes())
	folder := t.TempDir()
	cases := drawnCases()
	for _, c := range cases {
		b.drawn(folder, c)
	}
	changed := cases[len(cases)-2]
	changed.name, changed.ending, changed.parts = "changed", "", nil
	changed.body = []string{changed.body[0], words("without matches")}
	b.drawn(folder, changed)
	drawAll(t, folder)
	for _, c := range cases {
		kept := filepath.Join("testdata/pages", c.name+".png")
		now := grey(t, filepath.Join(folder, c.name+".png"))
		if *update {
			var out bytes.Buffer
			if err := png.Encode(&out, now); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(kept, out.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		by := differ(grey(t, kept), now)
		t.Logf("%s: %.2f", c.name, by)
		if by > tolerance {
			t.Errorf("%s is drawn otherwise than before: by %.2f; look at it, and keep it with -update", c.name, by)
		}
	}
	by := differ(grey(t, "testdata/pages/macros.png"), grey(t, filepath.Join(folder, "changed.png")))
	t.Logf("one word: %.2f", by)
	if by <= tolerance {
		t.Errorf("one word makes a difference of %.2f only", by)
	}
}

// A page that is drawn a point further, or with softer edges, is the same page.
func TestPagesDrawnAlikeAreTheSame(t *testing.T) {
	kept := grey(t, "testdata/pages/if.png")
	size := kept.Bounds().Size()
	moved, soft := image.NewGray(kept.Bounds()), image.NewGray(kept.Bounds())
	at := func(x, y int) int { return int(kept.GrayAt(min(max(x, 0), size.X-1), min(max(y, 0), size.Y-1)).Y) }
	for y := range size.Y {
		for x := range size.X {
			moved.SetGray(x, y, color.Gray{Y: uint8(at(x-1, y))})
			soft.SetGray(x, y, color.Gray{Y: uint8((6*at(x, y) + at(x+1, y) + at(x, y+1)) / 8)})
		}
	}
	for what, other := range map[string]*image.Gray{"moved": moved, "with softer edges": soft} {
		by := differ(kept, other)
		t.Logf("%s: %.2f", what, by)
		if by > tolerance {
			t.Errorf("a page that is %s differs by %.2f", what, by)
		}
	}
}
