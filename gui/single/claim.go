// Package single lets one window at a time have a company file open: who asks
// for a file that is open already brings its window to the front instead. It
// knows nothing of what is in the file.
package single

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// ErrTaken is returned where another window has the file open. That window was
// told to come to the front.
var ErrTaken = errors.New("the file is open in another window")

// A window that is just opening gets a moment until it can be told.
const (
	tries = 10
	pause = 30 * time.Millisecond
	reply = time.Second
)

// Claim says that a file is open in this window, until it is released or the
// program ends, however it ends.
type Claim struct {
	file     string
	lock     *os.File
	listener net.Listener
	ended    chan struct{}
}

// Take claims a file for this window. dir is a folder that only its owner can
// reach. raise is called, from another goroutine, whenever somebody else asks
// for the file. The error is ErrTaken where another window has it.
func Take(dir, file string, raise func()) (*Claim, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("claim %s: %w", file, err)
	}
	name, err := canonical(file)
	if err != nil {
		return nil, fmt.Errorf("claim %s: %w", file, err)
	}
	sum := sha256.Sum256([]byte(name))
	base := filepath.Join(dir, hex.EncodeToString(sum[:12]))
	lock, err := tryLock(base + ".lock")
	if errors.Is(err, errLocked) {
		tell(base + ".sock")
		return nil, ErrTaken
	}
	if err != nil {
		return nil, fmt.Errorf("claim %s: %w", file, err)
	}
	c := &Claim{file: name, lock: lock, ended: make(chan struct{})}
	c.listen(base+".sock", raise)
	return c, nil
}

// Holds reports whether the claim is for this file.
func (c *Claim) Holds(file string) bool {
	name, err := canonical(file)
	return c != nil && err == nil && name == c.file
}

// Release lets others have the file.
func (c *Claim) Release() error {
	var closing error
	if c.listener != nil {
		closing = c.listener.Close()
		<-c.ended
	}
	return errors.Join(closing, c.lock.Close())
}

// listen answers those who ask for the file. Where that is not possible they
// still learn that it is taken, from the lock.
func (c *Claim) listen(socket string, raise func()) {
	// One that was killed leaves its socket behind; the lock says that it is gone.
	if err := os.Remove(socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return
	}
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return
	}
	c.listener = listener
	go func() {
		defer close(c.ended)
		for {
			asked, err := listener.Accept()
			if err != nil {
				return
			}
			raise()
			asked.Close() // who asked waits for nothing else
		}
	}()
}

// tell lets the window that has a file come to the front.
func tell(socket string) {
	for range tries {
		conn, err := net.Dial("unix", socket)
		if err != nil {
			time.Sleep(pause)
			continue
		}
		defer conn.Close()
		if err := conn.SetReadDeadline(time.Now().Add(reply)); err == nil {
			conn.Read(make([]byte, 1)) // ends when the window has heard
		}
		return
	}
}

// canonical names a file in one way, however it was named, also one that does
// not exist yet.
func canonical(file string) (string, error) {
	path, err := filepath.Abs(file)
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	} else if folder, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		path = filepath.Join(folder, filepath.Base(path))
	}
	if runtime.GOOS != "linux" {
		path = strings.ToLower(path)
	}
	return path, nil
}
