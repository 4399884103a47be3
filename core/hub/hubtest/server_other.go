//go:build !linux

package hubtest

import (
	"errors"
	"testing"
)

// Server is a PostgreSQL server of a test's own.
type Server struct{}

func missing() string { return "they start their own PostgreSQL on Linux only" }

func start() (*Server, error) { return nil, errors.New(missing()) }

func (s *Server) close() error { return nil }

// Database makes a new database and returns a DSN that connects to it as the superuser.
func (s *Server) Database(t testing.TB) string { return "" }

// Role is never called here.
func (*Server) Role(testing.TB, string, string) {}

// Restart ends the server as if the power failed, and starts it again.
func (s *Server) Restart(t testing.TB) {}

// DSN returns a DSN that connects to a database as a role, over a socket or over TCP.
func (s *Server) DSN(database, role string, tcp bool) string { return "" }
