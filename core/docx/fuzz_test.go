package docx_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"winnow/core/docx"
)

// Whatever a value is, it comes back from the letter as it was, less what XML
// has no room for.
func FuzzValues(f *testing.F) {
	for _, seed := range []string{"Ann", "=1+1", "@x", `"quoted" 'too'`, "a\r\nb", "אבג\u202e", "👩‍👩‍👧", strings.Repeat("x", 500), "]]>&amp;", "\x00\xff"} {
		f.Add(seed)
	}
	template := word(para(run("["), mergeField("Name"), run("]")) + plainSection).template(f)
	f.Fuzz(func(t *testing.T, value string) {
		want := strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\u2028", "\n").Replace(value)
		want = strings.Map(func(r rune) rune {
			if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == 0xfffe || r == 0xffff {
				return -1
			}
			return r
		}, replaceEach(want))
		got := letter(t, template, map[string]string{"Name": value}).text(t, document)
		same(t, []string{"[" + want + "]", "---"}, got)
	})
}

// replaceEach puts U+FFFD in the place of every byte that is no text.
func replaceEach(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteRune(r)
	}
	return b.String()
}

// Whatever a template's text is, it is refused or its letters are sound.
func FuzzTemplate(f *testing.F) {
	for _, seed := range []string{
		para(mergeField("Name")), para(code("IF ", mergeField("City"), ` = "x" "a" "b"`)), "<w:p/>", para(field("PAGE", "1")),
		`<w:p><w:pPr><w:sectPr/></w:pPr></w:p>`, "<w:tbl><w:tr><w:tc>" + para(mergeField("A")) + "</w:tc></w:tr></w:tbl>",
		para(`<w:fldSimple w:instr="MERGEFIELD x"/>`), para(field(`HYPERLINK "https://x.test"`, "x")), `<w:p><w:hyperlink w:anchor='x'><w:r/></w:hyperlink></w:p>`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if !utf8.ValidString(body) {
			return
		}
		template, err := docx.Read(word(body + plainSection).file(t))
		if err != nil {
			return
		}
		values := map[string]string{}
		for _, name := range template.Names() {
			values[name] = name
		}
		sound(t, letter(t, template, values)[document])
		sound(t, letters(t, template, values, values, values)[document])
		markup(t, template, values)
	})
}

// sound checks that our own reader, which is strict, takes what was written.
func sound(t *testing.T, content string) {
	t.Helper()
	p := word("")
	p[document] = content
	if _, err := docx.Read(p.file(t)); err != nil && strings.Contains(err.Error(), "damaged") {
		t.Fatalf("%v\n%s", err, content)
	}
}

// Whatever a file is, reading it ends.
func FuzzFile(f *testing.F) {
	f.Add(word(para(mergeField("Name")) + plainSection).file(f))
	f.Fuzz(func(t *testing.T, content []byte) {
		if template, err := docx.Read(content); err == nil {
			if err := template.Write(&bytes.Buffer{}, record(template, nil)); err != nil {
				t.Log(err)
			}
		}
	})
}
