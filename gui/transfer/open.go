package transfer

import (
	"errors"
	"net/url"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"winnow/core"
)

// soon is how long a program that opens files may take to say that it cannot. What
// ends later was opened, and was closed again by the person.
const soon = 10 * time.Second

// OpenFile opens a file with the program that the system has for it. Where that fails,
// fail is told, on the interface's thread, an error that says where the file is.
func OpenFile(path string, fail func(error)) {
	address := filepath.ToSlash(path)
	if !strings.HasPrefix(address, "/") {
		address = "/" + address // C:/letters is file:///C:/letters
	}
	open(&url.URL{Scheme: "file", Path: address}, path, func(err error) {
		fail(core.NewProblem(core.NotFound, "transfer.no_program_opens_file").By(err).Hint("transfer.file_is_at", "file", path))
	})
}

// Dial calls a number, as interaction.Dialed returns it, with the program that the
// system has for that. Where that fails, fail is told, on the interface's thread.
func Dial(number string, fail func(error)) {
	open(&url.URL{Scheme: "tel", Opaque: number}, "tel:"+number, func(err error) {
		fail(core.NewProblem(core.NotFound, "transfer.no_program_dials").By(err).Hint("transfer.dial_number_yourself", "number", number))
	})
}

// open opens an address with the program that the system has for it; xdg is the address
// as xdg-open takes it.
func open(address *url.URL, xdg string, refused func(error)) {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		if err := fyne.CurrentApp().OpenURL(address); err != nil {
			refused(err)
		}
		return
	}
	// Fyne would have it write into our terminal, and would not ask how it ended.
	command, begun := exec.Command("xdg-open", xdg), time.Now()
	if err := command.Start(); err != nil {
		refused(err)
		return
	}
	go func() {
		var exit *exec.ExitError
		if err := command.Wait(); errors.As(err, &exit) && time.Since(begun) < soon {
			fyne.Do(func() { refused(err) })
		}
	}()
}

// open opens a file that was written.
func (d *Exporting) open(path string) { OpenFile(path, d.session.Go.Fail) }
