// Package hubtest starts a PostgreSQL server for tests, in a temporary folder and as
// another user where the tests run as root. Only tests may import it. It never touches
// a server that is there already.
package hubtest

import (
	"fmt"
	"os"
	"sync"
	"testing"
)

// Password is the password of the server's superuser, postgres, over TCP.
const Password = "not a secret"

// Missing says why no server can be started here, or "".
func Missing() string { return missing() }

// Skip skips a test where no server can be started, and says why.
func Skip(t testing.TB) {
	t.Helper()
	if why := Missing(); why != "" {
		t.Skip("the hub's tests were skipped: " + why)
	}
}

// Shared is a server that all tests of a package share: the first that asks starts it.
type Shared struct {
	once   sync.Once
	server *Server
	err    error
}

// Server returns the server. It skips the test where none can be started.
func (s *Shared) Server(t testing.TB) *Server {
	t.Helper()
	Skip(t)
	s.once.Do(func() { s.server, s.err = start() })
	if s.err != nil {
		t.Fatal(s.err)
	}
	return s.server
}

// Run runs a package's tests, stops the server behind them and returns the exit status.
func (s *Shared) Run(m *testing.M) int {
	code := m.Run()
	if err := s.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

// Close stops the server, where it was started.
func (s *Shared) Close() error {
	if s.server == nil {
		return nil
	}
	return s.server.close()
}
