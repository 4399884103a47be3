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
