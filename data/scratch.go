package data

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// Scratch is a folder in which a file or a folder is made, before it is renamed
// to its place beside. Only its owner can read it. It is gone when the work is
// done; where a program was killed, the next one that makes a Scratch in the
// same place sweeps it away.
type Scratch struct {
	Folder string
	// lock tells others that this program still works in the folder. The system
	// takes it away when the program ends, however it ends.
	lock *os.File
}

// A Scratch is called scratchPrefix, 26 random letters and scratchSuffix, so
// that nobody else has the name.
const (
	scratchPrefix = ".winnow-"
	scratchSuffix = ".part"
	// The names within: the lock, and the folder with what gives way to something
	// new while the two change places.
	lockName = "lock"
	oldName  = "old"
)

// scratchTries is how many folders are tried that others sweep away before they
// are locked.
const scratchTries = 10

// NewScratch makes a folder for work in another one, and sweeps away those that
// killed programs have left there.
func NewScratch(folder string) (*Scratch, error) {
	sweep(folder)
	for range scratchTries {
		s := &Scratch{Folder: filepath.Join(folder, scratchPrefix+rand.Text()+scratchSuffix)}
		if err := os.Mkdir(s.Folder, 0o700); err != nil {
			return nil, err
		}
		lock, err := lockFile(s.Path(lockName), true)
		if err == nil && sameAs(lock, s.Path(lockName)) {
			s.lock = lock
			return s, nil
		}
		if lock != nil {
			lock.Close()
		}
		// Where another program has swept it away before it was locked, the next
		// try is more lucky.
		if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, errLocked) {
			os.RemoveAll(s.Folder)
			return nil, err
		}
	}
	return nil, fmt.Errorf("make a folder for work in %s: %w", folder, ErrBusy)
}

// Path returns where a file in the folder is.
func (s *Scratch) Path(name string) string { return filepath.Join(s.Folder, name) }

// Remove ends the work. What cannot be removed now, because another program
// looks at it, is logged and swept away later: this is no reason to call the work
// undone.
func (s *Scratch) Remove() {
	err := clearOut(s.Folder)
	s.lock.Close()
	if err == nil {
		err = removeFolder(s.Folder)
	}
	if err != nil {
		slog.Warn("a temporary folder could not be removed; it goes when something is made there again", "folder", s.Folder, "error", err)
	}
}

// clearOut puts back what has not given way and removes everything but the lock. A
// folder without a lock counts as one that somebody is just making: if the lock went
// before the rest and the program was killed then, the rest would stay for good.
func clearOut(folder string) error {
	if err := putBack(folder); err != nil {
		return err
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == lockName {
			continue
		}
		if err := removeFolder(filepath.Join(folder, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// removeFolder removes a folder or a file. A program that looks at new files, such as a virus
// scanner, keeps Windows from doing so for a moment.
func removeFolder(folder string) error {
	err := os.RemoveAll(folder)
	for wait := heldFirst; err != nil && runtime.GOOS == "windows" && wait <= heldLast; wait *= 2 {
		time.Sleep(wait)
		err = os.RemoveAll(folder)
	}
	return err
}

// How long removeFolder waits before it tries again, at first and at last.
const (
	heldFirst = 10 * time.Millisecond
	heldLast  = 640 * time.Millisecond
)

// Made is what was made in a Scratch and is about to take its place.
type Made struct {
	Path string
	// ID tells it from others, such as the folder that it changed places with; ""
	// where the system has no word for that.
	ID string
}

// NewMade returns what is at a path in a Scratch.
func NewMade(path string) Made {
	m := Made{Path: path}
	if info, err := os.Lstat(path); err == nil {
		m.ID = fileID(info)
	}
	return m
}

// Waiting reports whether it has not taken its place yet, and whether it never
// will, because the program that made it was killed.
func (m Made) Waiting() (waiting, abandoned bool) {
	info, err := os.Lstat(m.Path)
	if err != nil || fileID(info) != m.ID {
		return false, false
	}
	lock, err := lockFile(filepath.Join(filepath.Dir(m.Path), lockName), false)
	if err != nil {
		return true, false
	}
	return true, lock.Close() == nil
}

// Replace puts a folder that was made in the Scratch in the place of another
// beside it. Where the system can, the two change places at once. Else there is
// a moment between two renames; whoever is killed then finds the old folder in
// its place again when the Scratch is swept away.
func (s *Scratch) Replace(made, path string) error {
	if err := exchange(made, path); !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	if err := os.Mkdir(s.Path(oldName), 0o700); err != nil {
		return err
	}
	old := filepath.Join(s.Path(oldName), filepath.Base(path))
	if err := os.Rename(path, old); err != nil {
		return err
	}
	if err := os.Rename(made, path); err != nil {
		return errors.Join(err, os.Rename(old, path))
	}
	return nil
}

// sweep removes what killed programs have left in a folder. What cannot be
// looked at or removed stays for the next time.
func sweep(folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	for _, e := range entries {
		name, ours := strings.CutPrefix(e.Name(), scratchPrefix)
		name, whole := strings.CutSuffix(name, scratchSuffix)
		if !ours || !whole || len(name) != len(rand.Text()) || !e.IsDir() {
			continue
		}
		left := filepath.Join(folder, e.Name())
		if info, err := e.Info(); err == nil && owned(info) {
			sweepOne(left)
		}
	}
}

// sweepOne removes one folder that nobody works in.
func sweepOne(left string) {
	lock, err := lockFile(filepath.Join(left, lockName), false)
	if errors.Is(err, fs.ErrNotExist) {
		// It was killed before it had a lock, or is about to get one: this removes
		// nothing but an empty folder.
		os.Remove(left)
		return
	}
	if err != nil {
		return
	}
	err = clearOut(left)
	lock.Close()
	if err == nil {
		os.RemoveAll(left)
	}
}

// putBack puts a folder that was about to be replaced in its place again, unless
// the new one is there.
func putBack(left string) error {
	entries, err := os.ReadDir(filepath.Join(left, oldName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		place := filepath.Join(filepath.Dir(left), e.Name())
		if _, err := os.Lstat(place); errors.Is(err, fs.ErrNotExist) {
			if err := os.Rename(filepath.Join(left, oldName, e.Name()), place); err != nil {
				return err
			}
		}
	}
	return nil
}

// sameAs reports whether a file that is open is the one at a path.
func sameAs(file *os.File, path string) bool {
	if file == nil {
		return false
	}
	open, err := file.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(path)
	return err == nil && os.SameFile(open, there)
}
