package pdf_test

import (
	"bytes"
	"fmt"
	"time"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"golang.org/x/image/font/gofont/goregular"

	"winnow/core/pdf"
)

// A page is in the file when the next begins; the fonts follow at the end.
func Example() {
	loader, err := opentype.NewLoader(bytes.NewReader(goregular.TTF))
	if err != nil {
		panic(err)
	}
	outlines, err := pdf.NewTrueType("Go", loader)
	if err != nil {
		panic(err)
	}
	letters, err := font.NewFont(loader)
	if err != nil {
		panic(err)
	}
	var file bytes.Buffer
	w, in := pdf.New(&file, pdf.Info{Title: "Hello", Created: time.Unix(0, 0)}), pdf.NewFont(outlines)
	for _, text := range []string{"first", "second"} {
		var glyphs []pdf.Glyph
		for _, r := range text {
			id, _ := letters.NominalGlyph(r)
			glyphs = append(glyphs, pdf.Glyph{ID: uint16(id), Text: string(r)})
		}
		w.Page(200, 100)
		w.Glyphs(in, 12, 20, 20, glyphs)
	}
	fmt.Println(w.Close(), bytes.Count(file.Bytes(), []byte("/MediaBox [0 0 200 100]")))

	// Output: <nil> 2
}
