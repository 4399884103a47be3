package transfer

import (
	"net/url"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
)

// open opens a file with the program that the system has for it.
func (d *Exporting) open(path string) {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/letters is file:///C:/letters
	}
	address := &url.URL{Scheme: "file", Path: path}
	if err := fyne.CurrentApp().OpenURL(address); err != nil {
		d.session.Go.Fail(err)
	}
}
