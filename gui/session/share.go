package session

import "fyne.io/fyne/v2"

// In returns the session of another window on the same company. Its
// Navigator and Services are for the window to set.
func (s *Session) In(w fyne.Window) *Session {
	other := *s
	other.Window, other.Go, other.Services = w, Navigator{}, Services{}
	return &other
}

// shared is something that pages have in common, with how many have it.
type shared struct {
	it    any
	users int
}

// Share returns what the pages with this key have in common, in whatever
// windows they are: the first of them makes it, and when the last has left it
// is forgotten. A page calls leave once, when it closes.
func Share[T any](s *Session, key any, first func() T) (it T, leave func()) {
	at, ok := s.shared[key]
	if !ok {
		at = &shared{it: first()}
		s.shared[key] = at
	}
	at.users++
	return at.it.(T), func() {
		if at.users--; at.users == 0 {
			delete(s.shared, key)
		}
	}
}
