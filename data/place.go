package data

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"
)

// place is where a file is that is open, and which file that is. Its zero value, or
// a path alone, is any file.
type place struct {
	at   string
	file os.FileInfo
	*seen
}

// seen is what was last known of a file that is open.
type seen struct {
	sync.Mutex
	open        bool                   // its connections are
	beside      map[string]os.FileInfo // the files that SQLite keeps beside it
	look        *sql.DB                // what its state is read by
	known       bool                   // these are:
	state       state
	changed     time.Time // when the file itself was changed last
	size        int64
	settled     bool       // that was long enough ago that a further change has another time
	turn        sync.Mutex // a write of this program has it from begun to ended
	writing     bool       // one has, and:
	looked      bool       // the state is that at begun
	replaced    bool
	overwritten bool
	aside       string // where the log of a replaced file was put, "" where it was empty
	stuck       bool   // it could not be put there
	saved       bool   // what was in a replaced file was copied
}

// placeOf returns the place of the file that is at a path. It is told by what the
// folder says of it, never by opening it: to close it again would drop SQLite's locks.
func placeOf(path string) (place, error) {
	info, err := os.Stat(path)
	if err != nil {
		return place{}, fileError(err)
	}
	os.SameFile(info, info) // on Windows, which file it is would else be found out too late
	return place{at: path, file: info, seen: &seen{}}, nil
}

// see begins to look after the file, whose connections are open now.
func (p place) see() error {
	p.Lock()
	defer p.Unlock()
	p.open, p.beside = true, map[string]os.FileInfo{}
	for _, name := range Beside(p.at) {
		if info, err := os.Stat(name); err == nil {
			os.SameFile(info, info)
			p.beside[name] = info
		}
	}
	if p.moved() || p.writtenOver(header{}) {
		return ErrReplaced
	}
	return nil
}

// Replaced reports whether another file is now where this one was opened, or none,
// or another was written over it: a program that synchronises folders does that.
// Its log is put aside then, so that nobody takes it for the log of the file that is
// there now. What is open can still be read and copied; of a file that was written
// over, only what is in memory and in the log.
func (p place) Replaced() bool {
	if p.file == nil {
		return false
	}
	p.Lock()
	defer p.Unlock()
	return p.lookAfter(header{})
}

// lookAfter looks after a file, knowing the header that this program has just given it, if
// any, and reports whether it was replaced. The lock is held.
func (p place) lookAfter(gave header) bool {
	if !p.replaced {
		p.replaced = p.moved()
		if !p.replaced && p.open && p.writtenOver(gave) {
			// It may have been moved since, and then all that is open can still be read.
			p.replaced, p.overwritten = true, !p.moved()
		}
		if p.replaced {
			p.putAside()
		}
	}
	return p.replaced
}

// Overwritten reports whether the file was found to be written over.
func (p place) Overwritten() bool {
	p.Lock()
	defer p.Unlock()
	return p.overwritten
}

// begun is called when this program has the lock for a write, and reports what Replaced
// does. Where it is not, ended must follow.
func (p place) begun() (replaced bool) {
	if p.file == nil {
		return false
	}
	p.turn.Lock()
	if p.Replaced() {
		p.turn.Unlock()
		return true
	}
	p.Lock()
	defer p.Unlock()
	log, err := logOf(p.at)
	p.writing, p.looked = true, err == nil && p.known && log == p.state.log
	return false
}

// ended is called after a write that was begun, with the header that it gave the file, or
// none where it failed. It reports what Replaced does.
func (p place) ended(gave header) (replaced bool) {
	if p.file == nil {
		return false
	}
	defer p.turn.Unlock()
	p.Lock()
	defer p.Unlock()
	p.writing = false
	return p.lookAfter(gave)
}

// setSaved notes that what is open was copied elsewhere.
func (p place) setSaved() {
	p.Lock()
	defer p.Unlock()
	p.saved = true
}

// moved reports whether the file is no longer at its path, or its log no longer
// beside it, into which all goes that is written.
func (p place) moved() bool {
	log := p.beside[p.log()]
	return gone(p.at, p.file) || log != nil && gone(p.log(), log)
}

// log is where SQLite keeps the log of the file.
func (p place) log() string { return p.at + "-wal" }

// gone reports whether a file is no longer at its path.
func gone(path string, file os.FileInfo) bool {
	now, err := os.Stat(path)
	if err != nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	return !os.SameFile(file, now)
}

// writtenOver reports whether the file holds what did not come out of its log. Where this
// program has just written to it, gave is the header that it has since. What cannot be
// found out is no reason to stop.
func (p place) writtenOver(gave header) bool {
	log, err := logOf(p.at)
	if err != nil {
		return false
	}
	info, err := os.Stat(p.at)
	if err != nil {
		return false
	}
	// Two changes one after the other may have the same time.
	settled := time.Since(info.ModTime()) > settling
	if p.settled && info.ModTime().Equal(p.changed) && info.Size() == p.size {
		p.state.log = log
		return false
	}
	now, err := p.stateOf()
	if err != nil { // as where only some of the log is folded in so far
		return errors.Is(Sentinel(err), ErrForeign)
	}
	if p.known && now.header != p.state.header {
		another := now.log != p.state.log
		if another && p.writing {
			return false // what came of that is looked at as the write ends
		}
		log, err := readLog(p.at, now.log)
		if err != nil {
			return false
		}
		// What is in the file may have come out of a log that is gone, unless it is known
		// what was in the file when this one began: so it is where the write that has just
		// ended has begun it.
		ours := p.looked && gave != header{} && slices.Contains(log, gave)
		if (!another || ours) && !log.since(p.state.header, now.header) {
			return true
		}
	}
	p.known, p.state, p.changed, p.size, p.settled = true, now, info.ModTime(), info.Size(), settled
	return false
}

// settling is how long a file may be changed again without another time of change.
const settling = 3 * time.Second

// putAside moves the log of a replaced file to another name beside it: it may hold
// what is written nowhere else.
func (p place) putAside() {
	for name, info := range p.beside {
		now, err := os.Stat(name)
		if err != nil || !os.SameFile(info, now) {
			continue
		}
		// Where that fails, the file stays; nothing else hangs on it here.
		if name != p.log() || now.Size() == 0 {
			_ = os.Remove(name)
		} else if aside, err := freeName(p.at + asideSuffix); err == nil {
			if os.Rename(name, aside) == nil {
				p.aside = aside
			} else {
				p.stuck = true
				_ = os.Remove(aside)
			}
		}
	}
	p.beside = nil
}

// leave ends the looking after a file, before its connections are closed, and
// returns what is to be done when they are.
func (p place) leave() (then func() error, err error) {
	p.Lock()
	defer p.Unlock()
	p.open, p.beside = false, nil
	if err := p.endLook(); err != nil {
		return nil, err
	}
	then = func() error { return nil }
	aside := p.aside
	if p.saved && aside != "" {
		p.aside = ""
		then = func() error { return os.Remove(aside) }
	}
	// SQLite folds the log in when it closes the file, which is another's now. It
	// cannot where the log is empty.
	switch {
	case !p.overwritten:
		return then, nil
	case p.stuck:
		return nil, ErrBusy
	case aside == "":
		return then, nil
	case p.saved:
		return then, emptied(aside)
	}
	kept := aside + ".copy"
	if err := duplicate(aside, kept); errors.Is(err, fs.ErrNotExist) {
		return then, nil
	} else if err != nil {
		return nil, err
	}
	return func() error { return os.Rename(kept, aside) }, emptied(aside)
}

// emptied empties a file, if it is there.
func emptied(path string) error {
	if err := os.Truncate(path, 0); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
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
