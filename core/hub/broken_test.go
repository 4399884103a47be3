package hub_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/hub"
	"winnow/core/hub/hubserver"
	"winnow/core/hub/hubtest"
)

// times is how often a random test is repeated: a few times, or as often as the
// environment variable says.
func times(t *testing.T, variable string, few int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return few
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// proxy passes bytes on to a server, in pieces of any size, until as many have passed as
// it may let through; then it closes the connection. Now and then it holds a piece back
// until another one is held, on whatever connection, so that they pass in any order.
type proxy struct {
	to   string
	left atomic.Int64
	held chan struct{}
}

func newProxy() *proxy {
	p := &proxy{held: make(chan struct{})}
	p.left.Store(1 << 40)
	return p
}

// longestHeld is for how long a piece is held back where no other one is.
const longestHeld = 5 * time.Millisecond

func (p *proxy) hold() {
	longest := time.NewTimer(longestHeld)
	defer longest.Stop()
	select {
	case p.held <- struct{}{}:
	case <-p.held:
	case <-longest.C:
	}
}

// overTCP returns the DSN of a hub's database over TCP, which a proxy can stand before.
func overTCP(t *testing.T, dsn string) string {
	t.Helper()
	return server.Server(t).DSN(database(dsn), "postgres", true)
}

// between has serve take the connections of a proxy to the server that a DSN over TCP
// names, whose address it puts into to. It returns what makes of a DSN that through the
// proxy.
func between(t *testing.T, dsn string, to *string, serve func(net.Conn)) (through func(dsn string) string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	port := strings.Fields(dsn)[1]
	*to = "127.0.0.1:" + strings.TrimPrefix(port, "port=")
	go func() {
		for {
			from, err := listener.Accept()
			if err != nil {
				return
			}
			go serve(from)
		}
	}()
	_, at, _ := net.SplitHostPort(listener.Addr().String())
	return func(dsn string) string { return strings.Replace(dsn, port, "port="+at, 1) }
}

func (p *proxy) serve(from net.Conn) {
	defer from.Close()
	server, err := net.Dial("tcp", p.to)
	if err != nil {
		return
	}
	defer server.Close()
	done := make(chan bool, 2)
	for _, way := range [][2]net.Conn{{from, server}, {server, from}} {
		go func() {
			p.pass(way[0], way[1])
			done <- true
		}()
	}
	<-done
}

// pass ends where nothing more may pass, with half of a piece passed on.
func (p *proxy) pass(from io.Reader, to io.Writer) {
	buffer := make([]byte, 700)
	for {
		n, err := from.Read(buffer[:1+rand.IntN(len(buffer))])
		if n > 0 {
			if rand.IntN(8) == 0 {
				p.hold()
			}
			if left := p.left.Add(-int64(n)); left < 0 {
				_, _ = to.Write(buffer[:n/2])
				return
			}
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// atCommit is a proxy that closes a connection when the next transaction is committed:
// before the server hears of it, or behind that, without an answer.
type atCommit struct {
	to    string
	armed atomic.Bool
	heard bool // the server is to hear of it
}

func (p *atCommit) serve(from net.Conn) {
	defer from.Close()
	server, err := net.Dial("tcp", p.to)
	if err != nil {
		return
	}
	defer server.Close()
	var silent atomic.Bool
	answered := make(chan bool)
	go func() {
		defer close(answered)
		buffer := make([]byte, 1<<16)
		for {
			n, err := server.Read(buffer)
			if err != nil || silent.Load() {
				return
			}
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
		commits := bytes.Contains(buffer[:n], []byte("Q\x00\x00\x00\x0bcommit\x00")) && p.armed.Swap(false)
		if commits && !p.heard {
			return
		}
		silent.Store(commits)
		if _, err := server.Write(buffer[:n]); err != nil {
			return
		}
		if commits {
			<-answered // so that it was done
			return
		}
	}
}

// A connection that breaks when the hub commits: the laptop finds out whether it did, and
// what was sent is no conflict with what others made of it since.
func TestBreakAtCommit(t *testing.T) {
	t.Parallel()
	p := &atCommit{}
	direct := overTCP(t, create(t, "at_commit"))
	ann, jo := laptop(t, between(t, direct, &p.to, p.serve)(direct)), laptop(t, direct)
	for i, c := range []struct {
		name        string
		heard       bool
		here, there string // what is changed after the break, on both sides
		conflicts   int
		want        string
	}{
		{"changed there", true, "", "name = 'theirs'", 0, "theirs, London"},
		{"changed there again to what it was", true, "", "name = 'old'", 0, "old, London"},
		{"another field here", true, "city = 'Paris'", "name = 'theirs'", 0, "theirs, Paris"},
		{"the same field on both sides", true, "name = 'mine'", "name = 'theirs'", 1, "theirs, London"},
		{"here again to what it was", true, "name = 'old'", "city = 'Rome'", 0, "old, Rome"},
		{"not committed", false, "", "city = 'Rome'", 0, "sent, Rome"},
		{"not committed, and changed on both sides", false, "", "name = 'theirs'", 1, "theirs, London"},
		{"nothing else", true, "", "", 0, "sent, London"},
	} {
		no := fmt.Sprintf("C%d", i)
		where := " WHERE no = '" + no + "'"
		do(t, ann, "INSERT INTO contact (no, name, city) VALUES ('"+no+"', 'old', 'London')", fmt.Sprintf("INSERT INTO attachment (id, sha256, size, content) VALUES (%d, sha256(x'0%[1]d'), 1, x'0%[1]d')", i+1))
		syncNow(t, ann)
		syncNow(t, jo)
		do(t, ann, "UPDATE contact SET name = 'sent'"+where, "DELETE FROM attachment", "INSERT INTO territory (code) VALUES ('"+no+"')")
		p.heard = c.heard
		p.armed.Store(true)
		if _, err := hub.Sync(t.Context(), ann, hub.SyncParams{}); !core.IsKind(err, core.Unusable) {
			t.Fatalf("%s: it did not break: %v", c.name, err)
		}
		syncNow(t, jo)
		if c.there != "" {
			do(t, jo, "UPDATE contact SET "+c.there+where)
			syncNow(t, jo)
		}
		if c.here != "" {
			do(t, ann, "UPDATE contact SET "+c.here+where)
		}
		if r := syncNow(t, ann); r.Conflicts != c.conflicts || len(r.Notes) > 0 {
			t.Errorf("%s: %+v", c.name, r)
		}
		syncNow(t, jo)
		for _, laptop := range []*company.Company{ann, jo} {
			if got := one[string](t, laptop, "SELECT name || ', ' || city FROM contact"+where); got != c.want {
				t.Errorf("%s: it is %s", c.name, got)
			}
		}
		if diff := gocmp.Diff(hubtest.Rows(t, ann), hubtest.Rows(t, jo)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		if diff := gocmp.Diff(hub.Result{}, syncNow(t, ann)); diff != "" {
			t.Errorf("%s: a sync with nothing to do: %s", c.name, diff)
		}
	}
}

// A sync with nothing to do asks the server as often as it must to be let in, and once
// more.
func TestRoundTrips(t *testing.T) {
	t.Parallel()
	counted, through, err := hubserver.Count(overTCP(t, create(t, "rounds")))
	if err != nil {
		t.Fatal(err)
	}
	defer counted.Close()
	c := laptop(t, through)
	do(t, c, "INSERT INTO contact (no) VALUES ('C1')")
	syncNow(t, c)
	before := one[string](t, c, "SELECT last_sync FROM hub")
	counted.Asked()
	c.Now = func() time.Time { return time.Now().Add(time.Hour) }
	syncNow(t, c)
	if n := counted.Asked(); n == 0 || n > 5 {
		t.Errorf("it went there and back %d times", n)
	}
	if after := one[string](t, c, "SELECT last_sync FROM hub"); after <= before {
		t.Errorf("the last sync was %s and is %s", before, after)
	}
}

// Syncs that break at any byte lose nothing and double nothing: the next one goes on.
func TestBrokenConnections(t *testing.T) {
	t.Parallel()
	p := newProxy()
	direct := overTCP(t, create(t, "broken"))
	broken := between(t, direct, &p.to, p.serve)(direct)
	laptops := []*company.Company{laptop(t, broken), laptop(t, broken)}
	random := rand.New(rand.NewPCG(1, 2))
	made := 0
	failed := 0
	for i := range times(t, "WINNOW_BREAKS", 12) {
		// Every third time both sync at once.
		together := laptops
		if i%3 > 0 {
			one := random.IntN(2)
			together = laptops[one : one+1]
		}
		p.left.Store(int64(random.IntN(25_000 * len(together))))
		done := make(chan error)
		for j, c := range together {
			do(t, c, fmt.Sprintf("INSERT INTO territory (code, name) VALUES ('T%d-%d', '%s')", i, j, strings.Repeat("x", 1+random.IntN(3000))),
				fmt.Sprintf("INSERT INTO contact (no, name) VALUES ('C%d-%d', 'N')", i, j),
				fmt.Sprintf("INSERT INTO contact_mailing_group (contact_no, mailing_group_code) VALUES ('C%d-%d', 'VIP')", i, j))
			made++
			go func() {
				_, err := hub.Sync(context.Background(), c, hub.SyncParams{})
				done <- err
			}()
		}
		for range together {
			if err := <-done; err != nil {
				failed++
				if !core.IsKind(err, core.Unusable) {
					t.Errorf("a broken connection is told as %v", err)
				}
			}
		}
	}
	if failed == 0 {
		t.Error("no sync broke")
	}
	p.left.Store(1 << 40)
	for range 2 {
		for _, c := range laptops {
			r := syncNow(t, c)
			if r.Conflicts > 0 || len(r.Notes) > 0 {
				t.Errorf("%+v", r)
			}
		}
	}
	if diff := gocmp.Diff(hubtest.Rows(t, laptops[0]), hubtest.Rows(t, laptops[1])); diff != "" {
		t.Error(diff)
	}
	for _, c := range laptops {
		if got := one[int](t, c, "SELECT count(*) FROM contact JOIN contact_mailing_group ON contact_no = no JOIN territory ON code = replace(no, 'C', 'T')"); got != made {
			t.Errorf("%d of %d are there", got, made)
		}
		if conflicts, err := hub.Conflicts(context.Background(), c); err != nil || len(conflicts) > 0 {
			t.Errorf("%v %v", conflicts, err)
		}
		if faults, err := c.Check(t.Context()); err != nil || len(faults) > 0 {
			t.Errorf("%v %v", faults, err)
		}
	}
}

// A server that ends in the middle of syncs and comes back loses nothing and doubles
// nothing.
func TestServerRestarts(t *testing.T) {
	s := server.Server(t)
	dsn := create(t, "restarts")
	laptops := []*company.Company{laptop(t, dsn), laptop(t, dsn)}
	made := 0
	for i := range times(t, "WINNOW_BREAKS", 3) {
		done := make(chan error)
		for j, c := range laptops {
			do(t, c, fmt.Sprintf("INSERT INTO contact (no, name) VALUES ('C%d-%d', 'N')", i, j),
				fmt.Sprintf("INSERT INTO contact_mailing_group (contact_no, mailing_group_code) VALUES ('C%d-%d', 'VIP')", i, j))
			made++
			go func() {
				_, err := hub.Sync(context.Background(), c, hub.SyncParams{})
				done <- err
			}()
		}
		s.Restart(t)
		for range laptops {
			if err := <-done; err != nil && !core.IsKind(err, core.Unusable) && !core.IsKind(err, core.Busy) {
				t.Errorf("a server that ended is told as %v", err)
			}
		}
	}
	for range 2 {
		for _, c := range laptops {
			if r := syncNow(t, c); r.Conflicts > 0 || len(r.Notes) > 0 {
				t.Errorf("%+v", r)
			}
		}
	}
	if diff := gocmp.Diff(hubtest.Rows(t, laptops[0]), hubtest.Rows(t, laptops[1])); diff != "" {
		t.Error(diff)
	}
	for _, c := range laptops {
		if got := one[int](t, c, "SELECT count(*) FROM contact JOIN contact_mailing_group ON contact_no = no"); got != made {
			t.Errorf("%d of %d are there", got, made)
		}
		sound(t, c)
	}
}
