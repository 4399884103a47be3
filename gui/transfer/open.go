package transfer

import (
	"net/url"
	"path/filepath"

	"fyne.io/fyne/v2"
)

// open opens a file with the program that the system has for it.
func (d *Exporting) open(path string) {
	address := &url.URL{Scheme: "file", Path: filepath.ToSlash(path)}
	if err := fyne.CurrentApp().OpenURL(address); err != nil {
		d.session.Go.Fail(err)
	}
}
