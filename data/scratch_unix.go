//go:build !windows

package data

import (
	"errors"
	"io/fs"
	"os"
	"strconv"
	"syscall"
)

// errLocked is returned where another program has the lock.
var errLocked = errors.New("the file is locked")

// lockFile locks a file, and makes it first where create says so. A file system
// that knows no locks leaves it unlocked to whoever made it, and locked to all
// others.
func lockFile(path string, create bool) (*os.File, error) {
	flags := os.O_RDWR | syscall.O_NOFOLLOW | syscall.O_NONBLOCK
	if create {
		flags |= os.O_CREATE | os.O_EXCL
	}
	file, err := os.OpenFile(path, flags, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	switch {
	case err == nil:
		return file, nil
	case create && !errors.Is(err, syscall.EWOULDBLOCK):
		return file, nil
	}
	return nil, errors.Join(errLocked, err, file.Close())
}

// owned reports whether a file belongs to the user of this program.
func owned(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}

// fileID tells a file from others on its disk.
func fileID(info fs.FileInfo) string {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return ""
	}
	return strconv.FormatUint(uint64(stat.Ino), 10)
}
