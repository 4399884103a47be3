package merge

import (
	"context"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"sync"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/segment"
	"winnow/data"
)

// Viewer draws letters as LibreOffice prints them. It works in a folder that only its
// owner can read, where LibreOffice's profile stays from letter to letter, since the
// first start of a profile takes seconds; Close removes it.
type Viewer struct {
	mu      sync.Mutex // LibreOffice starts once for a profile
	scratch *data.Scratch
	closed  bool
}

// NewViewer returns a viewer, or nil where there is no LibreOffice.
func NewViewer() *Viewer {
	if Office() == "" {
		return nil
	}
	return &Viewer{}
}

// Letter returns a picture of the first page of the letter of the n-th line, counted
// from 0; nil where the line has none. Errors are those of Letter, and those of making
// PDF.
func (v *Viewer) Letter(ctx context.Context, c *company.Company, s *segment.Store, no string, o Options, n int) (page image.Image, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if ctx.Err() != nil || v.closed {
		return nil, context.Canceled
	}
	if v.scratch == nil {
		if v.scratch, err = data.NewScratch(os.TempDir()); err != nil {
			return nil, core.NewProblem(core.Unusable, "common.folder_cannot_be_written_to", "folder", os.TempDir()).Hint("common.check_permissions_of_folder").By(err)
		}
	}
	document, picture, profile := v.scratch.Path("letter.docx"), v.scratch.Path("letter.png"), v.scratch.Path("profile")
	defer func() {
		os.Remove(document)
		os.Remove(picture)
		if err != nil {
			os.RemoveAll(profile) // a profile that was begun is none
		}
	}()
	written := false
	err = oneLetter(ctx, c, s, no, o, n, func(l letter) error {
		written = true
		return create(document, func(out io.Writer) error { return l.form.template.Write(out, l.records...) })
	})
	if err != nil || !written {
		return nil, err
	}
	if err := os.Mkdir(profile, 0o700); err != nil && !os.IsExist(err) {
		return nil, err
	}
	err = convert(ctx, conversion{folder: filepath.Dir(picture), files: []string{document}, letters: 1, pictures: true, profile: profile})
	if err != nil {
		return nil, err
	}
	file, err := os.Open(picture)
	if err != nil {
		return nil, noPDF(err)
	}
	defer file.Close()
	if page, err = png.Decode(file); err != nil {
		return nil, noPDF(err)
	}
	return page, nil
}

// Close removes what the viewer has left on the disk, when its last picture is done.
func (v *Viewer) Close() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.closed = true
	if v.scratch != nil {
		v.scratch.Remove()
		v.scratch = nil
	}
}
