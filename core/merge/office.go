package merge

import (
	"context"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"winnow/core"
)

// Office returns where LibreOffice is, which makes PDF of letters, or "".
func Office() string {
	for _, name := range []string{"soffice", "libreoffice"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	var places []string
	switch runtime.GOOS {
	case "windows":
		for _, folder := range []string{os.Getenv("ProgramFiles"), os.Getenv("ProgramFiles(x86)")} {
			if folder != "" {
				places = append(places, filepath.Join(folder, "LibreOffice", "program", "soffice.exe"))
			}
		}
	case "darwin":
		places = []string{"/Applications/LibreOffice.app/Contents/MacOS/soffice"}
	}
	for _, path := range places {
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path
		}
	}
	return ""
}

// conversion is documents that are to become PDF, or pictures.
type conversion struct {
	// folder is where the PDFs go, under the documents' names.
	folder string
	files  []string
	// pictures makes a PNG file of the first page of each instead, and profile is where
	// LibreOffice keeps its profile meanwhile; "" for a folder that is gone afterwards.
	pictures bool
	profile  string
	// letters is how many there are, from which follows how long it may take.
	letters int
}

// patience is how long LibreOffice may take to begin, and for each letter.
const (
	patience       = 3 * time.Minute
	letterPatience = 2 * time.Second
)

// convert has LibreOffice make PDF of documents. It works with a profile of its
// own, so that it neither disturbs one that is open nor runs what is set up
// there, and is ended when it takes too long or ctx is cancelled.
func convert(ctx context.Context, c conversion) error {
	office := Office()
	if office == "" {
		return core.NewProblem(core.NotFound, "merge.libreoffice_which_makes_pdf_of_letters").Hint("merge.install_it_or_write_docx")
	}
	to := "pdf:writer_pdf_Export"
	if c.pictures {
		to = "png:writer_png_Export"
	}
	return c.withProfile(func(profile string) error {
		limited, cancel := context.WithTimeout(ctx, patience+time.Duration(c.letters)*letterPatience)
		defer cancel()
		args := []string{
			"-env:UserInstallation=" + fileURL(profile), "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck",
			"--convert-to", to, "--outdir", c.folder,
		}
		cmd := exec.CommandContext(limited, office, append(args, c.files...)...)
		cmd.WaitDelay = 10 * time.Second
		endTogether(cmd)
		said, err := cmd.CombinedOutput()
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case limited.Err() != nil:
			return core.NewProblem(core.Unusable, "merge.pdf_slow", "count", c.letters).Hint("merge.fewer_or_write_docx")
		case err != nil:
			return noPDF(errors.Join(err, errors.New(strings.TrimSpace(string(said)))))
		}
		return nil
	})
}

// withProfile calls fn with a folder for LibreOffice's profile.
func (c conversion) withProfile(fn func(profile string) error) error {
	if c.profile == "" {
		return inFolder(fn)
	}
	return fn(c.profile)
}

func noPDF(err error) error {
	return core.NewProblem(core.Unusable, "merge.libreoffice_could_not_make_pdf_of_letters").Hint("merge.write_docx_and_open_it_there").By(err)
}

// fileURL writes a path as LibreOffice wants it.
func fileURL(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}
