package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"golang.org/x/image/font/gofont/goregular"

	"winnow/core/pdf"
)

// goFont is a font with what gives the glyphs of its characters.
type goFont struct {
	outlines *pdf.TrueType
	letters  *font.Font
}

func newGoFont(t testing.TB) goFont {
	t.Helper()
	loader, err := opentype.NewLoader(bytes.NewReader(goregular.TTF))
	if err != nil {
		t.Fatal(err)
	}
	outlines, err := pdf.NewTrueType("Go", loader)
	if err != nil {
		t.Fatal(err)
	}
	letters, err := font.NewFont(loader)
	if err != nil {
		t.Fatal(err)
	}
	return goFont{outlines, letters}
}

func (f goFont) glyphs(text string) (glyphs []pdf.Glyph) {
	for _, r := range text {
		id, _ := f.letters.NominalGlyph(r)
		glyphs = append(glyphs, pdf.Glyph{ID: uint16(id), Text: string(r)})
	}
	return glyphs
}

// write writes a file of so many pages with all that pages can have.
func (f goFont) write(t testing.TB, out io.Writer, pages int) {
	t.Helper()
	w, in := pdf.New(out, pdf.Info{Title: "Überschrift (1)", Creator: "Winnow", Created: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)}), pdf.NewFont(f.outlines)
	logo := image.NewNRGBA(image.Rect(0, 0, 3, 2))
	logo.Set(1, 1, color.NRGBA{R: 200, A: 128})
	picture := w.AddPicture(logo)
	for n := range pages {
		w.Page(300, 200)
		w.Box(5, 5, 290, 190, 0.5, 0.5)
		w.Line(5, 100, 295, 100, 0.5, 0.5)
		w.Show(picture, 200, 20, 30, 20)
		w.Glyphs(in, 12, 20, 40, f.glyphs(fmt.Sprintf("Page %d: Äpfel μ µ", n)))
		var placed []pdf.Placed
		for i, g := range f.glyphs("zyx") {
			placed = append(placed, pdf.Placed{Glyph: g, X: 20 + 10*float64(i), Y: 80})
		}
		w.Placed(in, 10.5, "actual ≠ 😀", placed)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// Another program reads what was written, on pages of more than one node of the tree.
func TestAnotherReaderAgrees(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not there")
	}
	const pages = 1203
	path := filepath.Join(t.TempDir(), "a.pdf")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	newGoFont(t).write(t, file, pages)
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("pdftotext", "-layout", "-enc", "UTF-8", path, "-")
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil || complaints.Len() > 0 {
		t.Fatalf("%v: %s", err, complaints.String())
	}
	texts := strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
	if len(texts) != pages {
		t.Fatalf("%d pages", len(texts))
	}
	for n, text := range texts {
		if got := strings.Join(strings.Fields(text), " "); got != fmt.Sprintf("Page %d: Äpfel μ µ actual ≠ 😀", n) {
			t.Errorf("page %d has %q", n, got)
		}
	}
}

// Each object stands where the file's table says.
func TestObjectsStandWhereTheTableSays(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	newGoFont(t).write(t, &file, 3)
	content := file.Bytes()
	at := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindSubmatch(content)
	if at == nil {
		t.Fatal("the file has no end")
	}
	place, _ := strconv.Atoi(string(at[1]))
	entries := regexp.MustCompile(`(\d{10}) 00000 n \n`).FindAllSubmatch(content[place:], -1)
	if len(entries) < 15 {
		t.Errorf("%d objects", len(entries))
	}
	for i, e := range entries {
		offset, _ := strconv.Atoi(string(e[1]))
		if want := fmt.Sprintf("%d 0 obj\n", i+1); !bytes.HasPrefix(content[offset:], []byte(want)) {
			t.Errorf("object %d is not at %d", i+1, offset)
		}
	}
}

// The same pages make the same bytes.
func TestSamePagesMakeTheSameBytes(t *testing.T) {
	t.Parallel()
	var first, second bytes.Buffer
	newGoFont(t).write(t, &first, 20)
	newGoFont(t).write(t, &second, 20)
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the files differ")
	}
}

// What is held does not grow with the pages, but for where each stands.
func TestPagesAreNotHeld(t *testing.T) {
	f := newGoFont(t)
	held := func(pages int) int64 {
		w, in := pdf.New(io.Discard, pdf.Info{}), pdf.NewFont(f.outlines)
		for range pages {
			w.Page(300, 200)
			w.Glyphs(in, 12, 20, 40, f.glyphs("12 High Street, London"))
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return int64(m.HeapAlloc)
	}
	few, many := held(100), held(20_000)
	if perPage := (many - few) / 20_000; perPage > 60 {
		t.Errorf("%d bytes are held of each page", perPage)
	}
}

// What cannot be written is told by Close, and nothing more is tried.
func TestErrorsOfWriting(t *testing.T) {
	t.Parallel()
	f := newGoFont(t)
	w, in := pdf.New(failing{}, pdf.Info{}), pdf.NewFont(f.outlines)
	for range 3000 {
		w.Page(300, 200)
		w.Glyphs(in, 12, 20, 40, f.glyphs("12 High Street, London"))
	}
	if w.Err() == nil || !errors.Is(w.Close(), errFull) {
		t.Errorf("the error is %v", w.Err())
	}
}

var errFull = errors.New("the disk is full")

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errFull }
