package merge_test

import (
	"context"
	"errors"
	"image"
	"os"
	"path/filepath"
	"testing"
	"time"

	"winnow/core/coretest"
	"winnow/core/merge"
)

// viewer returns what draws letters, with a temporary folder of its own.
func (b *book) viewer() (v *merge.Viewer, left func() []string) {
	b.T.Helper()
	folder := b.T.TempDir()
	b.T.Setenv("TMPDIR", folder)
	v = merge.NewViewer()
	if v == nil {
		b.T.Fatal("there is no viewer")
	}
	return v, func() []string {
		found, err := filepath.Glob(filepath.Join(folder, ".winnow-*"))
		if err != nil {
			b.T.Fatal(err)
		}
		for i := range found {
			if info, err := os.Stat(found[i]); err != nil || info.Mode().Perm() != 0o700 {
				b.T.Errorf("others can read %s: %v, %v", found[i], info.Mode(), err)
			}
			found[i] = "a folder"
		}
		return found
	}
}

// ink counts the dark points of a picture.
func ink(picture image.Image) int {
	n := 0
	for y := picture.Bounds().Min.Y; y < picture.Bounds().Max.Y; y++ {
		for x := picture.Bounds().Min.X; x < picture.Bounds().Max.X; x++ {
			if r, _, _, _ := picture.At(x, y).RGBA(); r < 0x8000 {
				n++
			}
		}
	}
	return n
}

// LibreOffice draws the letter of each contact in a folder that is gone afterwards.
func TestOfficeDrawsLetters(t *testing.T) {
	needsOffice(t)
	b := newBook(t)
	b.keep("SPRING", "", "Dear {Full_Name},", "welcome")
	b.Line("CT1", "name", "Ann")
	b.Line("CT2", "name", "Bartholomew Featherstonehaugh-Cholmondeley", "privacy_blocked", 1)
	b.Line("CT3", "name", "Bartholomew Featherstonehaugh-Cholmondeley")
	v, left := b.viewer()
	draw := func(ctx context.Context, n int) (image.Image, error) {
		return v.Letter(ctx, b.Company, b.Store, b.No, merge.Options{}, n)
	}
	var inks []int
	for _, n := range []int{0, 2} {
		page, err := draw(b.Context(), n)
		if err != nil {
			t.Fatal(err)
		}
		if size := page.Bounds().Size(); size.X < 600 || size.Y*100/size.X != 141 {
			t.Errorf("the page has the size %v", size)
		}
		inks = append(inks, ink(page))
	}
	if inks[0] == 0 || inks[1] <= inks[0] {
		t.Errorf("the letters have %v dark points", inks)
	}
	if page, err := draw(b.Context(), 1); page != nil || err != nil {
		t.Errorf("a contact who has no letter has %v, %v", page, err)
	}
	coretest.Same(t, []string{"a folder"}, left())
	ctx, cancel := context.WithTimeout(b.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := draw(ctx, 0); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the error is %v", err)
	}
	coretest.Same(t, 0, working(t))
	v.Close()
	coretest.Same(t, []string{}, append([]string{}, left()...))
	if _, err := draw(b.Context(), 0); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}
