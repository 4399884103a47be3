package data

import (
	"context"
	"os"
	"sync/atomic"
	"time"
)

// place is where a file is that is open, and which file that is. Its zero value, or
// a path alone, is any file.
type place struct {
	at   string
	file os.FileInfo
	log  *atomic.Pointer[logFiles]
}

// logFiles are the files that SQLite keeps beside a file that is open, nil where
// they are not known.
type logFiles map[string]os.FileInfo

// placeOf returns the place of the file that is at a path. It is told by what the
// folder says of it, never by opening it: to close it again would drop SQLite's locks.
func placeOf(path string) (place, error) {
	info, err := os.Stat(path)
	if err != nil {
		return place{}, fileError(err)
	}
	os.SameFile(info, info) // on Windows, which file it is would else be found out too late
	return place{at: path, file: info, log: &atomic.Pointer[logFiles]{}}, nil
}

// seeLog notes which log belongs to the file.
func (p place) seeLog() {
	seen := logFiles{}
	for _, suffix := range besides[1:] {
		if info, err := os.Stat(p.at + suffix); err == nil {
			seen[suffix] = info
		}
	}
	p.log.Store(&seen)
}

// Replaced reports whether another file is now where this one was opened, or none:
// a program that synchronises folders does that. What is open can still be read and
// copied. Its log is taken away at once, so that nobody takes it for the log of the
// file that is there now.
func (p place) Replaced() bool {
	if p.file == nil {
		return false
	}
	now, err := os.Stat(p.at)
	if err == nil && os.SameFile(p.file, now) || err != nil && !os.IsNotExist(err) {
		return false
	}
	if seen := p.log.Load(); seen != nil {
		for suffix, info := range *seen {
			if now, err := os.Stat(p.at + suffix); err == nil && os.SameFile(info, now) {
				// Where that fails, the log stays; nothing else hangs on it here.
				_ = os.Remove(p.at + suffix)
			}
		}
	}
	return true
}

// watchEvery is how often a file is looked after that others may replace.
const watchEvery = time.Second

// AwaitReplaced returns when the file is replaced or deleted, or ctx ends.
func (f *File) AwaitReplaced(ctx context.Context) {
	look := time.NewTicker(watchEvery)
	defer look.Stop()
	for !f.Replaced() {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
	}
}
