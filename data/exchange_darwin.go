package data

import (
	"errors"

	"golang.org/x/sys/unix"
)

// exchange lets two files change places at once, or fails with
// errors.ErrUnsupported where the file system cannot do that.
func exchange(a, b string) error {
	err := unix.RenamexNp(a, b, unix.RENAME_SWAP)
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOTSUP) {
		return errors.ErrUnsupported
	}
	return err
}
