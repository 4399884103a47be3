package widget

import (
	"sync"

	"fyne.io/fyne/v2"
)

// AnswerLater calls ask with a function that may be called now or later, from any
// goroutine, and take with what it was given, on the UI goroutine. What is
// answered before ask returns is taken at once, the rest comes through fyne.Do:
// nothing tells on which goroutine one is called back.
func AnswerLater[T any](ask func(done func(T)), take func(T)) {
	var (
		lock               sync.Mutex
		returned, answered bool
		early              T
	)
	ask(func(t T) {
		lock.Lock()
		defer lock.Unlock()
		if answered {
			return
		}
		answered = true
		if !returned {
			early = t
			return
		}
		fyne.Do(func() { take(t) })
	})
	lock.Lock()
	returned = true
	now := answered
	lock.Unlock()
	if now {
		take(early)
	}
}
