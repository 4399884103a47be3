//go:build !unix

package data

import "os"

// mayWrite reports whether a file may be written to. Locks are of a handle here,
// so that opening the file takes none away.
func mayWrite(path string) bool {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return false
	}
	f.Close()
	return true
}

// mayMake reports whether files can be made in a folder, as SQLite must to write.
// Windows says so only of somebody who makes one.
func mayMake(folder string) bool {
	f, err := os.CreateTemp(folder, ".winnow-*")
	if err != nil {
		return false
	}
	f.Close()
	return os.Remove(f.Name()) == nil
}
