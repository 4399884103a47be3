// Package disk asks what is on a disk while a person waits. A server out of reach lets such
// a question wait for half a minute; the window must not wait with it.
package disk

import (
	"os"
	"sync"
	"time"
)

// patience is how long an answer is waited for.
const patience = 200 * time.Millisecond

// stat asks the disk; tests replace it.
var stat = os.Stat

// question is what a path is, once it is answered.
type question struct {
	answered chan struct{}
	info     os.FileInfo
	err      error
}

// open are the questions that no disk has answered yet.
var open = struct {
	sync.Mutex
	asked map[string]*question
}{asked: map[string]*question{}}

// There returns those paths at which there is a file or a folder, in their order. One whose
// disk does not answer soon is left out this time.
func There(paths ...string) []string {
	return suiting(paths, func(os.FileInfo) bool { return true })
}

// Folders returns those paths at which there is a folder, as There does.
func Folders(paths ...string) []string { return suiting(paths, os.FileInfo.IsDir) }

func suiting(paths []string, suits func(os.FileInfo) bool) (there []string) {
	questions := make([]*question, len(paths))
	for i, path := range paths {
		questions[i] = ask(path)
	}
	over := time.After(patience)
	silent := false
	for i, q := range questions {
		if !silent {
			select {
			case <-q.answered:
			case <-over:
				silent = true
			}
		}
		select {
		case <-q.answered:
			if q.err == nil && suits(q.info) {
				there = append(there, paths[i])
			}
		default:
		}
	}
	return there
}

// ask asks what a path is, unless that is asked already.
func ask(path string) *question {
	open.Lock()
	defer open.Unlock()
	if q := open.asked[path]; q != nil {
		return q
	}
	q := &question{answered: make(chan struct{})}
	open.asked[path] = q
	go func() {
		q.info, q.err = stat(path)
		open.Lock()
		delete(open.asked, path)
		open.Unlock()
		close(q.answered)
	}()
	return q
}
