package hubserver

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"

	"github.com/jackc/pgx/v5"
)

// Server is a PostgreSQL server of the caller's own.
type Server struct {
	folder    string
	as        *syscall.Credential // nil where it runs as the program does
	port      int
	process   *os.Process
	ended     chan error
	databases atomic.Int64
}

// debian is where Debian has the server's programs, by version, which are not in the
// PATH.
const debian = "/usr/lib/postgresql/*/bin"

// find returns where a program of the server is, the newest first, or "".
func find(name string) string {
	found, err := filepath.Glob(filepath.Join(debian, name))
	if err == nil && len(found) > 0 {
		return slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })
	}
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	return ""
}

// version is the number of PostgreSQL in a path of Debian's.
func version(path string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	return n
}

// Missing says why no server can be started here, or "".
func Missing() string {
	if find("initdb") == "" || find("postgres") == "" {
		return "there is no PostgreSQL server here (package postgresql)"
	}
	return ""
}

// Start makes a cluster in a new temporary folder and starts its server. The caller closes
// it.
func Start() (*Server, error) {
	folder, err := os.MkdirTemp("", "winnow-hub-")
	if err != nil {
		return nil, err
	}
	s := &Server{folder: folder}
	if err := errors.Join(s.beSomebody(), s.initialize()); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	if err := s.run(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return s, nil
}

// beSomebody chooses another user than root, as whom the server refuses to run, and
// gives it the folder.
func (s *Server) beSomebody() error {
	if os.Geteuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		if u, err = user.Lookup("nobody"); err != nil {
			return err
		}
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return err
	}
	s.as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return os.Chown(s.folder, uid, gid)
}

// initialize makes the cluster. Nothing in it outlives the program, so that it need not
// reach the disk.
func (s *Server) initialize() error {
	password := filepath.Join(s.folder, "password")
	if err := os.WriteFile(password, []byte(Password), 0o600); err != nil {
		return err
	}
	if s.as != nil {
		if err := os.Chown(password, int(s.as.Uid), int(s.as.Gid)); err != nil {
			return err
		}
	}
	initdb := find("initdb")
	c := exec.Command(initdb, "-D", s.data(), "-U", "postgres", "--no-sync", "--no-instructions", "--encoding=UTF8", "--locale=C",
		"--auth-local=trust", "--auth-host=scram-sha-256", "--pwfile="+password)
	c.Dir, c.SysProcAttr = s.folder, &syscall.SysProcAttr{Credential: s.as}
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return os.Remove(password)
}

func (s *Server) data() string { return filepath.Join(s.folder, "data") }

// run starts the server on a port that is free, and waits until it is ready.
func (s *Server) run() error {
	if s.port == 0 {
		free, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		s.port = free.Addr().(*net.TCPAddr).Port
		if err := free.Close(); err != nil {
			return err
		}
	}
	postgres := find("postgres")
	c := exec.Command(postgres, "-D", s.data(), "-k", s.folder, "-p", strconv.Itoa(s.port), "-c", "listen_addresses=127.0.0.1",
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "shared_buffers=64MB")
	// Where the program is killed, the server goes with it.
	c.Dir, c.SysProcAttr = s.folder, &syscall.SysProcAttr{Credential: s.as, Pdeathsig: syscall.SIGQUIT}
	c.Env = append(os.Environ(), "LC_ALL=C")
	log, err := c.StderrPipe()
	if err != nil {
		return err
	}
	s.ended = make(chan error, 1)
	started := make(chan error, 1)
	go func() {
		// The signal comes when this thread ends, not when the process does.
		runtime.LockOSThread()
		err := c.Start()
		started <- err
		if err == nil {
			s.ended <- waitUntilReady(c, log, started)
		}
	}()
	if err := <-started; err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	if err := <-started; err != nil {
		return err
	}
	s.process = c.Process
	return nil
}

// waitUntilReady reports once that the server is ready, or that it ended before, and
// returns when it has ended.
func waitUntilReady(c *exec.Cmd, log interface{ Read([]byte) (int, error) }, ready chan<- error) error {
	var said strings.Builder
	up := false
	for lines := bufio.NewScanner(log); lines.Scan(); {
		if up {
			continue // it must not wait for somebody who reads
		}
		said.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), "ready to accept connections") {
			up = true
			ready <- nil
		}
	}
	err := c.Wait()
	if !up {
		ready <- fmt.Errorf("postgres ended: %w\n%s", errors.Join(err, errors.New("it was not ready")), said.String())
	}
	return err
}

// Close stops the server and removes its folder.
func (s *Server) Close() error { return errors.Join(s.stop(syscall.SIGINT), os.RemoveAll(s.folder)) }

// stop ends the server: SIGINT ends its connections, SIGQUIT is as if the power failed.
func (s *Server) stop(how syscall.Signal) error {
	if err := s.process.Signal(how); err != nil {
		return fmt.Errorf("stop postgres: %w", err)
	}
	err := <-s.ended
	var exit *exec.ExitError
	if errors.As(err, &exit) && how == syscall.SIGQUIT {
		return nil
	}
	return err
}

// Restart ends the server as if the power failed, and starts it again.
func (s *Server) Restart() error {
	if err := s.stop(syscall.SIGQUIT); err != nil {
		return err
	}
	return s.run()
}

// Database makes a new database and returns a DSN that connects to it as the superuser.
func (s *Server) Database(ctx context.Context) (dsn string, err error) {
	name := fmt.Sprintf("test_%d", s.databases.Add(1))
	return s.DSN(name, "postgres", false), s.exec(ctx, "CREATE DATABASE "+name)
}

// Role makes a role that can log in and is a member of another.
func (s *Server) Role(ctx context.Context, name, of string) error {
	return s.exec(ctx, "CREATE ROLE "+pgx.Identifier{name}.Sanitize()+" LOGIN IN ROLE "+pgx.Identifier{of}.Sanitize())
}

func (s *Server) exec(ctx context.Context, statement string) (err error) {
	conn, err := pgx.Connect(ctx, s.DSN("postgres", "postgres", false))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	_, err = conn.Exec(ctx, statement)
	return err
}

// DSN returns a DSN that connects to a database as a role, over a socket, for which no
// password is asked, or over TCP.
func (s *Server) DSN(database, role string, tcp bool) string {
	host := s.folder
	if tcp {
		host = "127.0.0.1"
	}
	return fmt.Sprintf("host=%s port=%d user=%s dbname=%s", host, s.port, role, database)
}
