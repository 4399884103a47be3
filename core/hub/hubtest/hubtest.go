// Package hubtest starts the PostgreSQL server of hubserver for tests. Only tests may
// import it.
package hubtest

import (
	"fmt"
	"os"
	"sync"
	"testing"

	"winnow/core/hub/hubserver"
)

// Password is the password of the server's superuser, postgres, over TCP.
const Password = hubserver.Password

// Missing says why no server can be started here, or "".
func Missing() string { return hubserver.Missing() }

// Server is a PostgreSQL server of a test's own.
type Server struct{ *hubserver.Server }

// Restart ends the server as if the power failed, and starts it again.
func (s Server) Restart(t testing.TB) {
	t.Helper()
	if err := s.Server.Restart(); err != nil {
		t.Fatal(err)
	}
}

// Database makes a new database and returns a DSN that connects to it as the superuser.
func (s Server) Database(t testing.TB) string {
	t.Helper()
	dsn, err := s.Server.Database(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return dsn
}

// Role makes a role that can log in and is a member of another.
func (s Server) Role(t testing.TB, name, of string) {
	t.Helper()
	if err := s.Server.Role(t.Context(), name, of); err != nil {
		t.Fatal(err)
	}
}

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
	server *hubserver.Server
	err    error
}

// Server returns the server. It skips the test where none can be started.
func (s *Shared) Server(t testing.TB) Server {
	t.Helper()
	Skip(t)
	s.once.Do(func() { s.server, s.err = hubserver.Start() })
	if s.err != nil {
		t.Fatal(s.err)
	}
	return Server{s.server}
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
	return s.server.Close()
}
