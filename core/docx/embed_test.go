package docx_test

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"strings"
	"testing"

	"winnow/core"
	"winnow/core/docx"
)

// picture is a PNG of that size.
func picture(t *testing.T, width, height int) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A field INCLUDEPICTURE becomes the picture that it names, in the text and in headers,
// and the letters have it.
func TestPicturesAreEmbedded(t *testing.T) {
	logo := picture(t, 1200, 300)
	asked := []string{}
	open := func(name string) ([]byte, error) {
		asked = append(asked, name)
		return []byte(logo), nil
	}
	simple := `<w:fldSimple w:instr="INCLUDEPICTURE &quot;small.png&quot; \d"><w:r><w:t>x</w:t></w:r></w:fldSimple>`
	document := word(para(run("["), field(`INCLUDEPICTURE "C:\\Ann\\logo.png" \* MERGEFORMAT`, "Error!"), run("]"), mergeField("Name"), simple)+
		plainSection).with("header1.xml", "rId7", "header", `<w:hdr xmlns:w="`+wordSpace+`">`+para(field(`INCLUDEPICTURE \d top.png`, ""))+`</w:hdr>`)
	content, err := docx.EmbedPictures(document.file(t), open)
	if err != nil {
		t.Fatal(err)
	}
	same(t, []string{`C:\Ann\logo.png`, "small.png", "top.png"}, asked)
	template, err := docx.Read(content)
	if err != nil {
		t.Fatal(err)
	}
	made := letters(t, template, map[string]string{"Name": "Ann"}, map[string]string{"Name": "Bo"})
	text := made["word/document.xml"]
	if strings.Contains(text, "INCLUDEPICTURE") || strings.Count(text, "<w:drawing>") != 4 || strings.Count(text, `cx="5400000" cy="1350000"`) != 8 {
		t.Errorf("the letters say %s", text)
	}
	same(t, []string{"---", "[]Ann", "[]Bo", "---"}, made.text(t, "word/document.xml"))
	if !strings.Contains(made["word/header1.xml"], `r:embed="rIdPicture9003"`) || made["word/media/picture-9001.png"] != logo {
		t.Errorf("the header says %s", made["word/header1.xml"])
	}
	for _, part := range []string{"[Content_Types].xml", "word/_rels/document.xml.rels"} {
		if !strings.Contains(made[part], "png") {
			t.Errorf("%s: %s", part, made[part])
		}
	}
}

// A picture that the document has already stays, without the field and without what leads
// to its file.
func TestPicturesThatAreThereStay(t *testing.T) {
	shown := `<w:r><w:drawing><wp:inline><a:blip xmlns:a="a" r:embed="rId8" r:link="rId9"/></wp:inline></w:drawing></w:r>`
	code := strings.Replace(field(`INCLUDEPICTURE "http://localhost/logo.png" \* MERGEFORMAT \d`, ""), `<w:r><w:rPr><w:i/></w:rPr><w:t></w:t></w:r>`, shown, 1)
	document := word(para(code, mergeField("Name")) + plainSection).
		related(`<Relationship Id="rId8" Type="` + relationSpace + `/image" Target="media/image1.png"/>`).
		related(`<Relationship Id="rId9" Type="` + relationSpace + `/image" Target="http://localhost/logo.png" TargetMode="External"/>`)
	document["word/media/image1.png"] = picture(t, 2, 2)
	if _, err := docx.Read(document.file(t)); err == nil {
		t.Error("a document that fetches something was read")
	}
	content, err := docx.EmbedPictures(document.file(t), func(string) ([]byte, error) { return nil, errors.New("asked") })
	if err != nil {
		t.Fatal(err)
	}
	template, err := docx.Read(content)
	if err != nil {
		t.Fatal(err)
	}
	text := letter(t, template, map[string]string{"Name": "Ann"})["word/document.xml"]
	if !strings.Contains(text, `r:embed="rId8"/>`) || strings.Contains(text, "rId9") || strings.Contains(text, "INCLUDEPICTURE") {
		t.Errorf("the letter says %s", text)
	}
}

// What is no picture, or is not there, is told; a document without such fields, one that
// cannot be read and a field that is made of others stay as they are.
func TestPicturesThatCannotBeEmbedded(t *testing.T) {
	file := word(para(field(`INCLUDEPICTURE logo.png`, "")) + plainSection).file(t)
	missing := core.NewProblem(core.NotFound, "inputfile.no_file", "file", "logo.png")
	if _, err := docx.EmbedPictures(file, func(string) ([]byte, error) { return nil, missing }); !errors.Is(err, missing) {
		t.Errorf("the error is %v", err)
	}
	if _, err := docx.EmbedPictures(file, func(string) ([]byte, error) { return []byte("text"), nil }); !core.IsKind(err, core.Invalid) {
		t.Errorf("the error is %v", err)
	}
	for _, same := range [][]byte{
		word(para(mergeField("Name")) + plainSection).file(t), []byte("no document"),
		word(para(code("INCLUDEPICTURE ", mergeField("Photo"))) + plainSection).file(t),
	} {
		got, err := docx.EmbedPictures(same, func(string) ([]byte, error) { return nil, errors.New("asked") })
		if err != nil || !bytes.Equal(got, same) {
			t.Errorf("changed, or %v", err)
		}
	}
}
