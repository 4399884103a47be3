package label_test

import (
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/label"
	"winnow/core/mailrow"
	"winnow/core/output"
)

// chosen are fonts as a person may choose them, one of a script whose letters change
// their order and join.
var chosen = []string{"testdata/devanagari.ttf", "testdata/thai.ttf"}

// Scripts that the built-in fonts lack are printed with the fonts that are chosen, and
// read back as they are stored. Without them, it is said whose letters are boxes.
func TestChosenFonts(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "प्रिया शर्मा", "address", "1 High Street")
	b.Line("CT2", "name", "สมชาย ใจดี", "address", "1 High Street")
	b.Line("CT3", "name", "Ann Ash", "address", "1 High Street")
	b.Line("CT4", "name", "Bo \U000F0000", "address", "1 High Street") // no script at all
	o := label.Options{Path: b.Path("labels.pdf"), Size: label.Sizes()[0], Fonts: chosen, Force: true}
	r, err := label.Print(b.Context(), b.Company, b.Store, b.No, o)
	if err != nil {
		t.Fatal(err)
	}
	lacking := []output.Lacking{{Contact: mailrow.Contact{ContactNo: "CT4", Name: "Bo \U000F0000"}, Characters: "\U000F0000"}}
	coretest.Same(t, lacking, r.Contacts)
	counted, err := label.Count(b.Context(), b.Company, b.Store, b.No, o)
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, lacking, counted.Contacts)
	for name, print := range map[string]func(output.Order) (output.Result, error){
		"covers": func(o output.Order) (output.Result, error) {
			return label.PrintCovers(b.Context(), b.Company, b.Store, b.No, o)
		},
		"envelopes": func(o output.Order) (output.Result, error) {
			return label.PrintEnvelopes(b.Context(), b.Company, b.Store, b.No, o)
		},
		"phones": func(o output.Order) (output.Result, error) {
			return label.PrintPhones(b.Context(), b.Company, b.Store, b.No, o)
		},
	} {
		order := output.Order{Path: b.Path(name + ".pdf"), Chosen: map[string]string{"font": strings.Join(chosen, string(filepath.ListSeparator))}}
		order.Trial = true
		tried, err := print(order)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(order.Path); err == nil {
			t.Errorf("%s: a trial writes", name)
		}
		order.Trial = false
		printed, err := print(order)
		if err != nil {
			t.Fatal(err)
		}
		coretest.Same(t, printed, tried)
		coretest.Same(t, lacking, printed.Contacts)
	}
	for _, name := range []string{"labels.pdf", "covers.pdf", "envelopes.pdf", "phones.pdf"} {
		text := b.plainText(t, name)
		for _, want := range []string{"प्रिया शर्मा", "สมชาย ใจดี", "Ann Ash"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s has %q, not %s", name, text, want)
			}
		}
	}
	for name, content := range map[string]string{"text.ttf": "text", "empty.ttf": ""} {
		b.Write(name, content)
		o.Fonts = []string{b.Path(name)}
		if _, err := label.Count(b.Context(), b.Company, b.Store, b.No, o); !core.IsKind(err, core.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	o.Fonts = []string{b.Path("none.ttf")}
	if _, err := label.Count(b.Context(), b.Company, b.Store, b.No, o); !core.IsKind(err, core.NotFound) {
		t.Errorf("no file: %v", err)
	}
}

// plainText is a PDF file's text in reading order, as another program finds it, without
// the marks of direction that it adds.
func (b *book) plainText(t *testing.T, name string) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not there")
	}
	out, err := exec.Command("pdftotext", "-layout", "-enc", "UTF-8", b.Path(name), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "").Replace(string(out))
}

// The picture of a page has ink where its file has words, and nowhere else.
func TestPictureIsThePage(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.hardContacts()
	b.Line("CT9", "name", "प्रिया शर्मा", "address", "1 High Street")
	o := label.Options{Path: b.Path("a.pdf"), Size: label.Sizes()[0], Fonts: chosen, Force: true, Start: 3}
	sheet, _, err := label.Preview(b.Context(), b.Company, b.Store, b.No, o)
	if err != nil {
		t.Fatal(err)
	}
	sheet.Edges = nil
	picture := sheet.Picture(1050)
	b.keepPicture(t, "labels", picture)
	coretest.Same(t, image.Pt(1050, 1485), picture.Bounds().Size())
	if _, err := label.Print(b.Context(), b.Company, b.Store, b.No, o); err != nil {
		t.Fatal(err)
	}
	words, _ := b.words(t, "a.pdf")
	const scale = 5 // pixels to a millimetre
	inked := func(w word) bool {
		for y := int(w.top * scale); y <= int(w.bottom*scale); y++ {
			for x := int(w.left * scale); x <= int(w.right*scale); x++ {
				if r, _, _, _ := picture.At(x, y).RGBA(); r < 0xf000 {
					return true
				}
			}
		}
		return false
	}
	var boxes []image.Rectangle
	for _, w := range words {
		if w.page > 1 {
			continue
		}
		if !inked(w) {
			t.Errorf("%+v is not in the picture", w)
		}
		boxes = append(boxes, image.Rect(int(w.left*scale)-8, int(w.top*scale)-8, int(w.right*scale)+8, int(w.bottom*scale)+8))
	}
	stray := 0
	for y := range 1485 {
	next:
		for x := range 1050 {
			if r, _, _, _ := picture.At(x, y).RGBA(); r >= 0x8000 {
				continue
			}
			for _, box := range boxes {
				if image.Pt(x, y).In(box) {
					continue next
				}
			}
			stray++
		}
	}
	if stray > 0 {
		t.Errorf("%d dots are of no word", stray)
	}
}

// Every kind that is printed has a picture of its first page, as wide as was asked.
func TestPicturesOfKinds(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann Ash", "address", "1 High Street")
	b.Line("CT2", "name", "Bo Birch", "address", "1 High Street")
	b.writeLogo(t, "logo.png")
	sizes := map[string]image.Point{"envelopes": {X: 600, Y: 300}, "covers": {X: 600, Y: 849}, "phones": {X: 600, Y: 425}}
	for _, k := range []output.Kind{label.EnvelopesKind(), label.CoversKind(), label.PhonesKind()} {
		o := output.Order{Chosen: map[string]string{"logo": b.Path("logo.png")}}
		picture, err := k.Form.Picture(b.Context(), b.Company, b.Store, b.No, o, 600)
		if err != nil {
			t.Fatal(err)
		}
		b.keepPicture(t, k.Key, picture)
		coretest.Same(t, sizes[k.Key], picture.Bounds().Size())
	}
	nobody := newBook(t)
	if _, err := label.EnvelopesKind().Form.Picture(nobody.Context(), nobody.Company, nobody.Store, nobody.No, output.Order{}, 600); !core.IsKind(err, core.Invalid) {
		t.Errorf("the error is %v", err)
	}
}

// writeLogo writes a picture of one colour.
func (b *book) writeLogo(t *testing.T, name string) {
	t.Helper()
	file, err := os.Create(b.Path(name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, image.NewGray(image.Rect(0, 0, 30, 8))); err != nil {
		t.Fatal(err)
	}
}

// keepPicture writes a picture where a person wants to look at it.
func (b *book) keepPicture(t *testing.T, name string, picture image.Image) {
	t.Helper()
	folder := os.Getenv("WINNOW_PICTURES")
	if folder == "" {
		return
	}
	file, err := os.Create(filepath.Join(folder, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, picture); err != nil {
		t.Fatal(err)
	}
}
