//go:build unix

package data

import "golang.org/x/sys/unix"

// mayWrite reports whether a file may be written to. It is asked without opening
// the file: to close it would take away all locks that SQLite has on it in this
// process.
func mayWrite(path string) bool {
	return unix.Faccessat(unix.AT_FDCWD, path, unix.W_OK, unix.AT_EACCESS) == nil
}

// mayMake reports whether files can be made in a folder, as SQLite must to write.
func mayMake(folder string) bool { return mayWrite(folder) }
