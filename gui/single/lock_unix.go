//go:build !windows

package single

import (
	"errors"
	"os"
	"syscall"
)

// errLocked is returned where another program has the lock.
var errLocked = errors.New("the file is locked")

// tryLock makes a file and locks it. The system takes the lock away when the
// program ends.
func tryLock(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return file, nil
	}
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = errLocked
	}
	return nil, errors.Join(err, file.Close())
}
