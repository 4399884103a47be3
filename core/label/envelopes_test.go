package label_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/label"
	"winnow/core/mailrow"
	"winnow/core/output"
)

// Every envelope has the sender and one address; who has no address gets none.
func TestEnvelopes(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Set(company.Values{company.CompanyName: "Winnow Ltd", company.Address: "5 Mill Lane", company.PostCode: "LS1", company.City: "Leeds", company.PhoneNo: "0113 1"})
	b.Line("A", "name", "Ann Low", "address", "1 High Street", "post_code", "W1", "city", "London")
	b.Line("B", "name", "Bob Low")
	b.Line("C", "name", "Łukasz Kozłowski", "address", "Długa 3", "post_code", "00-238", "city", "Warszawa", "country_region_code", "PL")
	b.Line("D", "name", "Dan Low", "address", "1 High Street", "privacy_blocked", 1)
	for size, page := range map[string]string{"": "220 110", "DL": "220 110", "C5": "229 162", "C6": "162 114", "#10": "241 105"} {
		r, err := label.PrintEnvelopes(b.Context(), b.Company, b.Store, b.No, output.Order{Path: b.Path("a.pdf"), Force: true,
			Chosen: map[string]string{"size": size, "sender": "yes"}})
		if err != nil {
			t.Fatal(err)
		}
		coretest.Same(t, []int{2, 2, 1}, []int{r.Rows, r.Pages, r.Blocked})
		coretest.Same(t, []mailrow.Contact{{ContactNo: "B", Name: "Bob Low"}}, r.WithoutAddress)
		texts := b.text(t, "a.pdf")
		coretest.Same(t, []string{"Winnow Ltd 5 Mill Lane LS1 Leeds Ann Low 1 High Street W1 London",
			"Winnow Ltd 5 Mill Lane LS1 Leeds Łukasz Kozłowski Długa 3 00-238 Warszawa PL"}, texts)
		coretest.Same(t, page, pageSize(t, b.Read("a.pdf")))
	}
	r, err := label.PrintEnvelopes(b.Context(), b.Company, b.Store, b.No, output.Order{Path: b.Path("b.pdf"), IncludeBlocked: true, Chosen: map[string]string{"rows": "household"}})
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, 3, r.Rows)
	if text := strings.Join(b.text(t, "b.pdf"), " "); strings.Contains(text, "Winnow") || !strings.Contains(text, "Dan Low") {
		t.Errorf("the envelopes have %q", text)
	}
}

// pageSize is what a PDF file says of its pages, in whole millimetres.
func pageSize(t *testing.T, pdf string) string {
	t.Helper()
	m := mediaBox.FindStringSubmatch(pdf)
	if m == nil {
		t.Fatal("the file has no page")
	}
	var sides [2]string
	for i := range sides {
		points, err := strconv.ParseFloat(m[i+1], 64)
		if err != nil {
			t.Fatal(err)
		}
		sides[i] = fmt.Sprint(math.Round(points * 25.4 / 72))
	}
	return sides[0] + " " + sides[1]
}

var mediaBox = regexp.MustCompile(`/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]`)

// A logo may be any PNG or JPEG picture of a size that can be held.
func TestLogos(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("A", "name", "Ann Low", "address", "1 High Street")
	picture := image.NewNRGBA64(image.Rect(0, 0, 300, 80))
	for x := range 300 {
		picture.Set(x, x%80, color.NRGBA64{R: 0xffff, A: uint16(x * 200)})
	}
	var deep, photo, animated bytes.Buffer
	for _, err := range []error{png.Encode(&deep, picture), jpeg.Encode(&photo, picture, nil), gif.Encode(&animated, picture, nil)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	huge := deep.Bytes()[:33:33]
	huge = append(append(append([]byte{}, huge[:16]...), 0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff), huge[24:]...)
	order := func(name string, content []byte) output.Order {
		b.Write(name, string(content))
		return output.Order{Path: b.Path("a.pdf"), Force: true, Chosen: map[string]string{"logo": b.Path(name), "sender": "yes"}}
	}
	for name, content := range map[string][]byte{"deep.png": deep.Bytes(), "photo.jpg": photo.Bytes()} {
		if r, err := label.PrintEnvelopes(b.Context(), b.Company, b.Store, b.No, order(name, content)); err != nil || r.Rows != 1 {
			t.Errorf("%s: %v", name, err)
		}
		if pdf := b.Read("a.pdf"); !strings.Contains(pdf, "/Image") {
			t.Errorf("%s is not in the file", name)
		}
	}
	if err := os.Remove(b.Path("a.pdf")); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"a.gif": animated.Bytes(), "huge.png": huge, "cut.png": deep.Bytes()[:deep.Len()/2], "empty.png": nil, "text.png": []byte("text")} {
		if _, err := label.PrintEnvelopes(b.Context(), b.Company, b.Store, b.No, order(name, content)); !core.IsKind(err, core.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := os.Stat(b.Path("a.pdf")); err == nil {
		t.Error("a file is there")
	}
}
