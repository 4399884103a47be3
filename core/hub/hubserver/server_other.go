//go:build !linux

package hubserver

import (
	"context"
	"errors"
)

// Server is a PostgreSQL server of the caller's own.
type Server struct{}

// Missing says why no server can be started here, or "".
func Missing() string { return "a PostgreSQL of our own is started on Linux only" }

// Start makes a cluster in a new folder and starts its server.
func Start() (*Server, error) { return nil, errors.New(Missing()) }

// Close stops the server and removes its folder.
func (*Server) Close() error { return nil }

// Restart ends the server as if the power failed, and starts it again.
func (*Server) Restart() error { return nil }

// Database makes a new database and returns a DSN that connects to it as the superuser.
func (*Server) Database(context.Context) (string, error) { return "", nil }

// Role makes a role that can log in and is a member of another.
func (*Server) Role(context.Context, string, string) error { return nil }

// DSN returns a DSN that connects to a database as a role, over a socket or over TCP.
func (*Server) DSN(string, string, bool) string { return "" }
