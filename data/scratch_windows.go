package data

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// errLocked is returned where another program has the lock.
var errLocked = errors.New("the file is locked")

// sharingViolation is Windows' word for a file that another program has.
const sharingViolation syscall.Errno = 32

// lockFile opens a file so that no other program can meanwhile, and makes it
// first where create says so.
func lockFile(path string, create bool) (*os.File, error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	how := uint32(syscall.OPEN_EXISTING)
	if create {
		how = syscall.CREATE_NEW
	}
	handle, err := syscall.CreateFile(name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil, how, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if errors.Is(err, sharingViolation) {
		return nil, errLocked
	}
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(handle), path), nil
}

// owned says that a file belongs to the user of this program: in whose folders
// others may write, Windows does not tell by the owner.
func owned(fs.FileInfo) bool { return true }

// fileID tells nothing here, where nothing ever takes the place of what was made.
func fileID(fs.FileInfo) string { return "" }

// exchange is not known to Windows.
func exchange(_, _ string) error { return errors.ErrUnsupported }
