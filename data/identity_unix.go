//go:build unix

package data

import (
	"os"
	"strconv"
	"syscall"
)

// fileNumber tells a file from others on the same disk, and from a copy of it.
func fileNumber(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return path
	}
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return strconv.FormatUint(s.Ino, 10)
	}
	return path
}
