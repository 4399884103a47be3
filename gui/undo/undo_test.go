package undo_test

import (
	"context"
	"errors"
	"testing"

	"winnow/gui/guitest"
	"winnow/gui/undo"
	"winnow/gui/work"
)

// A key that is pressed again while a change is being taken back, or done again, does
// nothing: the change would be taken back twice. One that could not be taken back is
// still there.
func TestPressedTwice(t *testing.T) {
	s, tasks := guitest.New(t), work.NewTasks()
	no, said, back, again := "CT1", "", 0, 0
	var fails error
	h := undo.New(undo.Page{
		Session: s.Session, Tasks: tasks, No: &no, Say: func(text string) { said = text }, SayUndo: func(text string, _ func()) { said = text }, Reload: func() {},
	})
	h.Push(undo.Step{
		Back:  func(_ context.Context, no string) (string, error) { back++; return no, fails },
		Again: func(_ context.Context, no string) (string, error) { again++; return no + "0", nil },
	})
	press := func(key func(), want string) {
		t.Helper()
		key()
		key()
		s.Settle(tasks)
		if said != want {
			t.Errorf("it says %q, not %q", said, want)
		}
	}
	fails = errors.New("locked")
	press(h.Back, work.Text(fails))
	fails = nil
	press(h.Back, "Edit taken back")
	press(h.Forward, "Edit done again")
	if back != 2 || again != 1 || no != "CT10" {
		t.Errorf("taken back %d times, done again %d times, and %s", back, again, no)
	}
	press(h.Forward, "There is nothing to do again")
}
