package session_test

import (
	"testing"

	"winnow/gui/session"
)

// Pages in two windows share what the first of them made, until the last has
// left.
func TestShare(t *testing.T) {
	main := session.New(nil, nil, nil)
	own := main.In(nil)
	made := 0
	share := func(s *session.Session, key string) (*int, func()) {
		return session.Share(s, key, func() *int {
			made++
			return new(int)
		})
	}
	one, leaveOne := share(main, "SM1")
	two, leaveTwo := share(own, "SM1")
	if one != two || made != 1 {
		t.Errorf("the windows have something each; %d were made", made)
	}
	if other, _ := share(main, "SM2"); other == one {
		t.Error("two keys share one thing")
	}
	leaveOne()
	if three, leave := share(main, "SM1"); three != two {
		t.Error("it was forgotten while a page had it")
	} else {
		leave()
	}
	leaveTwo()
	if four, _ := share(main, "SM1"); four == two {
		t.Error("it is still there though nobody has it")
	}
}
