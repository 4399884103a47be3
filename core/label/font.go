package label

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/adrg/xdg"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/fontscan"

	"winnow/assets"
	"winnow/core"
	"winnow/core/inputfile"
	"winnow/core/pdf"
)

// The fonts are Noto Sans 2.004, whose licence stands beside them, cut down with
// pyftsubset to Latin with all its accents, among them those of Vietnamese,
// Greek, Cyrillic, punctuation and currencies, without hints and layout tables.
// U+25A1, the box for what they lack, was added: it looks like their sign for a
// missing character.
var (
	//go:embed fonts/regular.ttf
	regularFont []byte
	//go:embed fonts/bold.ttf
	boldFont []byte
)

// otherFonts have the letters of other scripts; the order counts where several have
// a character.
var otherFonts = []string{"hebrew", "arabic", "cjk"}

// typeface is a font as it is read, which several files may use at once.
type typeface struct {
	font     *font.Font
	outlines *pdf.TrueType
	// shapes says that its own tables choose and place the glyphs, as the scripts of
	// India ask. The fonts that are built in have the forms of their letters under
	// characters.
	shapes bool
}

// builtIn are the fonts that every paper has, the regular and the bold one first.
var builtIn = sync.OnceValues(func() ([]*typeface, error) {
	fonts := [][]byte{regularFont, boldFont}
	names := append([]string{"Noto", "NotoBold"}, otherFonts...)
	for _, name := range otherFonts {
		ttf, err := assets.Fonts.ReadFile("fonts/" + name + ".ttf")
		if err != nil {
			return nil, err
		}
		fonts = append(fonts, ttf)
	}
	var list []*typeface
	for i, ttf := range fonts {
		read, err := readTypeface(names[i], bytes.NewReader(ttf), 0)
		if err != nil {
			return nil, err
		}
		list = append(list, read)
	}
	return list, nil
})

// readTypeface reads a font of a file, the first of which has the index 0.
func readTypeface(name string, from opentype.Resource, index int) (*typeface, error) {
	loaders, err := opentype.NewLoaders(from)
	if err != nil || index >= len(loaders) {
		return nil, fmt.Errorf("read the font %s: %w", name, errors.Join(err, pdf.ErrOutlines))
	}
	read, err := font.NewFont(loaders[index])
	if err != nil {
		return nil, fmt.Errorf("read the font %s: %w", name, err)
	}
	outlines, err := pdf.NewTrueType(name, loaders[index])
	if err != nil {
		return nil, fmt.Errorf("read the font %s: %w", name, err)
	}
	return &typeface{font: read, outlines: outlines}, nil
}

// maxFontFile is how large a font's file may be: those with all Chinese signs have up
// to 20 MB.
const maxFontFile = 64 << 20

// readFont reads a font that a person chose. The error is a core.Problem.
func readFont(path string) (*typeface, error) { return readFontAt(path, 0) }

// readFontAt reads the font with this index in a file. The error is a core.Problem.
func readFontAt(path string, index int) (*typeface, error) {
	file, err := inputfile.Open(path)
	if err != nil {
		return nil, inputfile.Problem(path, err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maxFontFile+1))
	if err != nil {
		return nil, inputfile.Problem(path, err)
	}
	read, err := readTypeface(plainName(path), bytes.NewReader(content), index)
	if err != nil || len(content) > maxFontFile {
		return nil, core.NewProblem(core.Invalid, "label.font_is_no_truetype", "file", path).By(err)
	}
	read.shapes = true
	return read, nil
}

// plainName is what a file of a font is called in a PDF file.
func plainName(path string) string {
	return strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)))
}

// fallback are the fonts for what the usual ones lack: those that were chosen, those
// that are built in, and at last the system's.
type fallback struct {
	faces []*face
	// letters are the fonts of the letters that only the system has.
	letters map[rune]*face
	system  map[fontscan.Location]*face
}

// newFallback reads the fonts that were chosen.
func newFallback(chosen []string, others []*typeface) (*fallback, error) {
	f := &fallback{letters: map[rune]*face{}, system: map[fontscan.Location]*face{}}
	for _, path := range chosen {
		read, err := readFont(path)
		if err != nil {
			return nil, err
		}
		f.faces = append(f.faces, newFace(read, nil))
	}
	for _, read := range others {
		f.faces = append(f.faces, newFace(read, nil))
	}
	return f, nil
}

// of returns a font that has the character, or nil.
func (f *fallback) of(r rune) *face {
	for _, face := range f.faces {
		if face.knows(r) {
			return face
		}
	}
	// Signs that are no letters, such as emoji, look like themselves in no two fonts.
	if !unicode.IsLetter(r) && !unicode.IsMark(r) {
		return nil
	}
	found, ok := f.letters[r]
	if !ok {
		found = f.ofSystem(r)
		f.letters[r] = found
	}
	return found
}

// ofSystem returns the first of the system's fonts that has the character, or nil.
func (f *fallback) ofSystem(r rune) *face {
	for _, print := range systemFonts() {
		if !print.Runes.Contains(r) {
			continue
		}
		found, ok := f.system[print.Location]
		if !ok {
			if read, err := readFontAt(print.Location.File, int(print.Location.Index)); err == nil {
				found = newFace(read, nil)
			}
			f.system[print.Location] = found
		}
		if found != nil && found.knows(r) {
			return found
		}
	}
	return nil
}

// systemFonts are the system's fonts of a usual weight, those without serifs first. What
// letters they have is kept beside the person's other caches, since looking through all
// of them takes seconds.
var systemFonts = sync.OnceValue(func() []fontscan.Footprint {
	cache := filepath.Join(xdg.CacheHome, "winnow")
	if err := os.MkdirAll(cache, 0o700); err != nil {
		return nil
	}
	all, err := fontscan.SystemFonts(log.New(io.Discard, "", 0), cache)
	if err != nil {
		return nil
	}
	var list []fontscan.Footprint
	for _, print := range all {
		if print.Aspect.Style == font.StyleNormal && print.Aspect.Weight == font.WeightNormal && print.Aspect.Stretch == font.StretchNormal {
			list = append(list, print)
		}
	}
	serif := func(p fontscan.Footprint) int {
		if strings.Contains(p.Family, "serif") || strings.Contains(p.Family, "mono") {
			return 1
		}
		return 0
	}
	slices.SortFunc(list, func(a, b fontscan.Footprint) int {
		if by := serif(a) - serif(b); by != 0 {
			return by
		}
		if by := strings.Compare(a.Location.File, b.Location.File); by != 0 {
			return by
		}
		return int(a.Location.Index) - int(b.Location.Index)
	})
	return list
})
