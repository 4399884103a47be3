package single

import (
	"errors"
	"os"
	"syscall"
)

// errLocked is returned where another program has the lock.
var errLocked = errors.New("the file is locked")

// sharingViolation is Windows' word for a file that another program has.
const sharingViolation syscall.Errno = 32

// tryLock makes a file that no other program can open meanwhile. The system
// gives it back when the program ends.
func tryLock(path string) (*os.File, error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	handle, err := syscall.CreateFile(name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if errors.Is(err, sharingViolation) {
		return nil, errLocked
	}
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(handle), path), nil
}
