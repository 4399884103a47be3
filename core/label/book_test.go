package label_test

import (
	"cmp"
	"encoding/json"
	"math"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"winnow/core/coretest"
)

// book is a company with one segment, for tests that read as a story.
type book struct{ *coretest.Book }

func newBook(t testing.TB) *book {
	t.Helper()
	return &book{coretest.NewSpring(t)}
}

// word is a word on a page as another program finds it, in millimetres.
type word struct {
	page                     int
	left, top, right, bottom float64
	text                     string
}

var (
	pageTag = regexp.MustCompile(`<page width="([0-9.]+)" height="([0-9.]+)"`)
	wordTag = regexp.MustCompile(`<word xMin="([-0-9.]+)" yMin="([-0-9.]+)" xMax="([-0-9.]+)" yMax="([-0-9.]+)">(.*)</word>`)
	unXML   = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&apos;", "'", "&#39;", "'", "&amp;", "&")
)

// words reads a PDF file with another program, where there is one. The test that
// is skipped where there is none is the one that asks, not the one whose book it is.
func (b *book) words(t *testing.T, name string) (words []word, pages int) {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not there")
	}
	out, err := exec.Command("pdftotext", "-bbox", "-enc", "UTF-8", b.Path(name), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	const point = 25.4 / 72
	for line := range strings.Lines(string(out)) {
		if pageTag.MatchString(line) {
			pages++
		}
		if m := wordTag.FindStringSubmatch(line); m != nil {
			var n [4]float64
			for i := range n {
				if n[i], err = strconv.ParseFloat(m[i+1], 64); err != nil {
					t.Fatal(err)
				}
			}
			words = append(words, word{pages, n[0] * point, n[1] * point, n[2] * point, n[3] * point, unXML.Replace(m[5])})
		}
	}
	return words, pages
}

// text returns a PDF file's text, page by page, as another program finds
// it, line by line.
func (b *book) text(t *testing.T, name string) []string {
	t.Helper()
	words, pages := b.words(t, name)
	slices.SortStableFunc(words, func(v, w word) int {
		return cmp.Or(cmp.Compare(v.page, w.page), cmp.Compare(math.Round(v.bottom), math.Round(w.bottom)), cmp.Compare(v.left, w.left))
	})
	texts := make([]string, pages)
	for _, w := range words {
		texts[w.page-1] = strings.TrimSpace(texts[w.page-1] + " " + w.text)
	}
	return texts
}

// fields returns a result as a JSON object.
func fields(t testing.TB, result any) map[string]any {
	t.Helper()
	text, err := json.Marshal(result)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	return m
}
