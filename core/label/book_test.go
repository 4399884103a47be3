package label_test

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/segment"
)

// book is a company in a temporary folder with one segment, for tests that
// read as a story.
type book struct {
	t       testing.TB
	ctx     context.Context
	folder  string
	no      string
	company *company.Company
	*segment.Store
}

func newBook(t testing.TB) *book {
	t.Helper()
	b := &book{t: t, ctx: context.Background(), folder: t.TempDir()}
	c, err := company.Create(b.ctx, filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	c.Now = func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }
	b.company, b.Store = c, segment.New(c)
	b.no, err = b.CreateSegment(b.ctx, "", map[string]string{"description": "Spring", "date": "2026-11-23"}, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// line makes a contact and puts it on the segment; pairs are columns and values.
func (b *book) line(no string, pairs ...any) {
	b.t.Helper()
	b.contacts([]contact{{no, pairs}})
}

// contact is a contact's number and its columns and values in turn.
type contact struct {
	no    string
	pairs []any
}

// contacts makes contacts and puts them on the segment.
func (b *book) contacts(list []contact) {
	b.t.Helper()
	var numbers []string
	err := b.company.Write(b.ctx, func(tx *sql.Tx) error {
		for _, c := range list {
			numbers = append(numbers, c.no)
			names, marks, args := []string{"no", "type"}, []string{"?", "?"}, []any{c.no, 1}
			for i := 0; i < len(c.pairs); i += 2 {
				names, marks, args = append(names, c.pairs[i].(string)), append(marks, "?"), append(args, c.pairs[i+1])
			}
			insert := fmt.Sprintf("INSERT INTO contact (%s) VALUES (%s)", strings.Join(names, ", "), strings.Join(marks, ", "))
			if _, err := tx.Exec(insert, args...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.AddLines(b.ctx, b.no, numbers, false); err != nil {
		b.t.Fatal(err)
	}
}

func (b *book) path(name string) string { return filepath.Join(b.folder, name) }

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
	out, err := exec.Command("pdftotext", "-bbox", "-enc", "UTF-8", b.path(name), "-").Output()
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

func (b *book) files() []string {
	b.t.Helper()
	entries, err := os.ReadDir(b.folder)
	if err != nil {
		b.t.Fatal(err)
	}
	names := []string{}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
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

func same(t testing.TB, want, got any) {
	t.Helper()
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}
