package hub_test

import (
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

	gocmp "github.com/google/go-cmp/cmp"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/hub"
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
// it may let through; then it closes the connection.
type proxy struct {
	listener net.Listener
	to       string
	left     atomic.Int64
}

func newProxy(t *testing.T, to string) *proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{listener: listener, to: to}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			from, err := listener.Accept()
			if err != nil {
				return
			}
			go p.serve(from)
		}
	}()
	return p
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

// Syncs that break at any byte lose nothing and double nothing: the next one goes on.
func TestBrokenConnections(t *testing.T) {
	s := server.Server(t)
	t.Setenv("PGPASSWORD", hubtest.Password)
	direct := s.DSN(database(create(t, "broken")), "postgres", true)
	port := strings.Fields(direct)[1]
	p := newProxy(t, "127.0.0.1:"+strings.TrimPrefix(port, "port="))
	p.left.Store(1 << 40)
	_, at, _ := net.SplitHostPort(p.listener.Addr().String())
	broken := strings.Replace(direct, port, "port="+at, 1)
	laptops := []*company.Company{laptop(t, broken), laptop(t, broken)}
	random := rand.New(rand.NewPCG(1, 2))
	made := 0
	failed := 0
	for i := range times(t, "WINNOW_BREAKS", 12) {
		c := laptops[random.IntN(2)]
		do(t, c, fmt.Sprintf("INSERT INTO territory (code, name) VALUES ('T%d', '%s')", i, strings.Repeat("x", 1+random.IntN(3000))),
			fmt.Sprintf("INSERT INTO contact (no, name) VALUES ('C%d', 'N')", i),
			fmt.Sprintf("INSERT INTO contact_mailing_group (contact_no, mailing_group_code) VALUES ('C%d', 'VIP')", i))
		made++
		p.left.Store(int64(random.IntN(25_000)))
		if _, err := hub.Sync(t.Context(), c, hub.SyncParams{}); err != nil {
			failed++
			if !core.IsKind(err, core.Unusable) {
				t.Errorf("a broken connection is told as %v", err)
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
	if diff := gocmp.Diff(exchanged(t, laptops[0]), exchanged(t, laptops[1])); diff != "" {
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
