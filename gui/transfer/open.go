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
	refused := func(err error) {
		fail(core.NewProblem(core.NotFound, "transfer.no_program_opens_file").By(err).Hint("transfer.file_is_at", "file", path))
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		address := filepath.ToSlash(path)
		if !strings.HasPrefix(address, "/") {
			address = "/" + address // C:/letters is file:///C:/letters
		}
		if err := fyne.CurrentApp().OpenURL(&url.URL{Scheme: "file", Path: address}); err != nil {
			refused(err)
		}
		return
	}
	// Fyne would have it write into our terminal, and would not ask how it ended.
	command, begun := exec.Command("xdg-open", path), time.Now()
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
