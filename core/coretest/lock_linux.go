package coretest

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
)

// sharedLock is where SQLite's lock of everybody who has a file open begins
// (SHARED_FIRST in its os.h).
const sharedLock = "1073741826"

// looks is how often the locks are read before one counts as lost: the system
// gives them in pieces, and leaves lines out where other programs let go of theirs
// meanwhile.
const looks = 50

// WantLock fails the test where this process, which has the company file at path
// open, holds no lock on it: something has opened and closed the file beside
// SQLite.
func WantLock(t testing.TB, path string) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	inode := fmt.Sprintf(":%d ", info.Sys().(*syscall.Stat_t).Ino)
	var locks []byte
	for range looks {
		if locks, err = os.ReadFile("/proc/locks"); err != nil {
			t.Logf("the locks cannot be seen: %v", err)
			return
		}
		for line := range strings.Lines(string(locks)) {
			if strings.Contains(line, inode) && strings.Contains(line, " "+sharedLock+" ") {
				return
			}
		}
	}
	t.Errorf("nobody holds SQLite's lock on %s any more:\n%s", path, locks)
}
