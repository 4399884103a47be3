// Package hubserver starts a PostgreSQL server of its own, in a temporary folder and as
// another user where the program runs as root, for what has to try or to measure a hub. It
// never touches a server that is there already, and no program that people get has it.
package hubserver

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
)

// Password is the password of the server's superuser, postgres, over TCP.
const Password = "not a secret"

// Copy writes the rows of a query as COPY does, and does nothing else with them.
func Copy(ctx context.Context, dsn, query string, to io.Writer) (err error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	_, err = conn.PgConn().CopyTo(ctx, to, "COPY ("+query+") TO STDOUT")
	return err
}

// Rounds passes on what a client and a server say to one another, and counts how often a
// client that has had an answer asks again.
type Rounds struct {
	to       string
	listener net.Listener
	asked    atomic.Int64
	answered atomic.Bool
}

// Count begins to count what goes to the server that a DSN over TCP names, and returns the
// DSN that leads there on this way. The caller closes it.
func Count(dsn string) (r *Rounds, through string, err error) {
	r = &Rounds{}
	if r.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return nil, "", err
	}
	_, at, err := net.SplitHostPort(r.listener.Addr().String())
	if err != nil {
		return nil, "", errors.Join(err, r.Close())
	}
	port := strings.Fields(dsn)[1]
	r.to = net.JoinHostPort("127.0.0.1", strings.TrimPrefix(port, "port="))
	go func() {
		for {
			from, err := r.listener.Accept()
			if err != nil {
				return
			}
			go r.serve(from)
		}
	}()
	return r, strings.Replace(dsn, port, "port="+at, 1), nil
}

// Asked returns how often it was asked since the last time.
func (r *Rounds) Asked() int { return int(r.asked.Swap(0)) }

// Close takes no more connections.
func (r *Rounds) Close() error { return r.listener.Close() }

func (r *Rounds) serve(from net.Conn) {
	defer from.Close()
	server, err := net.Dial("tcp", r.to)
	if err != nil {
		return
	}
	defer server.Close()
	r.answered.Store(true)
	go func() {
		buffer := make([]byte, 1<<16)
		for {
			n, err := server.Read(buffer)
			if err != nil {
				return
			}
			r.answered.Store(true)
			if _, err := from.Write(buffer[:n]); err != nil {
				return
			}
		}
	}()
	buffer := make([]byte, 1<<16)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		// The last word, that the client goes, has no answer.
		if buffer[0] != 'X' && r.answered.Swap(false) {
			r.asked.Add(1)
		}
		if _, err := server.Write(buffer[:n]); err != nil {
			return
		}
	}
}
