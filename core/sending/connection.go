package sending

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"

	"github.com/wneessen/go-mail/smtp"

	"winnow/core"
	"winnow/core/company"
)

const (
	// dialing is how long a server may take to be reached, and patience how long it may
	// take to answer, as RFC 5321 has it.
	dialing  = 30 * time.Second
	patience = 5 * time.Minute
	// grace is how long the answer to a whole message is waited for when the person
	// stops: without it nobody knows whether it was sent.
	grace = 10 * time.Second
	// maxAnswer is how many bytes an answer of the server may have, its certificates
	// among them.
	maxAnswer = 1 << 18
	// shownAnswer is how many characters of an answer are kept.
	shownAnswer = 300
)

// errEndless says that a server's answer does not end.
var errEndless = errors.New("the server's answer does not end")

// guarded is a connection on which an answer may be neither endless nor never come, and
// that ends when it is told to.
type guarded struct {
	net.Conn
	left  int
	mutex sync.Mutex
	end   time.Time // zero until it is told to end
}

func (g *guarded) Read(p []byte) (int, error) {
	if g.left <= 0 {
		return 0, errEndless
	}
	n, err := g.Conn.Read(p[:min(len(p), g.left)])
	g.left -= n
	return n, err
}

func (g *guarded) Write(p []byte) (int, error) {
	if err := g.await(); err != nil {
		return 0, err
	}
	return g.Conn.Write(p)
}

// await waits for another answer from now on.
func (g *guarded) await() error {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.left = maxAnswer
	until := time.Now().Add(patience)
	if !g.end.IsZero() && g.end.Before(until) {
		until = g.end
	}
	return g.SetDeadline(until)
}

// endIn ends the connection after a time.
func (g *guarded) endIn(d time.Duration) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.end = time.Now().Add(d)
	_ = g.SetDeadline(g.end) // it fails where the connection is closed
}

// connection is a connection to the mail server, logged in.
type connection struct {
	*smtp.Client
	raw *guarded
	// final says that a whole message is with the server, whose answer is waited for.
	final atomic.Bool
	stop  func() bool
}

// connect connects to the server and logs in. The connection ends with ctx. Errors that a
// person can correct are core.Problems.
func (s Server) connect(ctx context.Context) (*connection, error) {
	c, err := s.dial(ctx)
	if err != nil {
		return nil, s.problem(ctx, err)
	}
	if err := s.greet(ctx, c); err != nil {
		c.close()
		return nil, s.problem(ctx, err)
	}
	return c, nil
}

func (s Server) dial(ctx context.Context) (*connection, error) {
	dial := s.Dial
	if dial == nil {
		dial = (&net.Dialer{Timeout: dialing}).DialContext
	}
	conn, err := dial(ctx, "tcp", s.address())
	if err != nil {
		return nil, err
	}
	if at, ok := conn.RemoteAddr().(*net.TCPAddr); ok && s.Security == company.SMTPNone && !at.IP.IsLoopback() {
		return nil, errors.Join(s.notHere(), conn.Close())
	}
	c := &connection{raw: &guarded{Conn: conn}}
	c.stop = context.AfterFunc(ctx, func() {
		if c.final.Load() {
			c.raw.endIn(grace)
		} else {
			c.raw.endIn(0)
		}
	})
	if err := c.raw.await(); err != nil {
		return nil, errors.Join(err, c.close())
	}
	var over net.Conn = c.raw
	if s.Security == company.SMTPTLS {
		over = tls.Client(c.raw, s.config())
	}
	if c.Client, err = smtp.NewClient(over, s.Host); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

func (s Server) config() *tls.Config {
	return &tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
}

// greet says hello, protects the connection, and logs in.
func (s Server) greet(ctx context.Context, c *connection) error {
	if err := c.Hello("localhost"); err != nil {
		return err
	}
	if s.Security == company.SMTPStartTLS {
		if offered, _ := c.Extension("STARTTLS"); !offered {
			return core.NewProblem(core.Unusable, "sending.no_starttls", "server", s.Host).Hint("sending.set_security")
		}
		if err := c.StartTLS(s.config()); err != nil {
			return err
		}
	}
	if s.User == "" {
		return nil
	}
	return s.login(ctx, c)
}

// login logs in with the first way that the server offers.
func (s Server) login(ctx context.Context, c *connection) error {
	password, err := s.password(ctx)
	if err != nil {
		return err
	}
	_, offered := c.Extension("AUTH")
	open := s.Security == company.SMTPNone
	for _, way := range []struct {
		name string
		auth smtp.Auth
	}{
		{"PLAIN", smtp.PlainAuth("", s.User, password, s.Host, open)},
		{"LOGIN", smtp.LoginAuth(s.User, password, s.Host, open)},
		{"CRAM-MD5", smtp.CRAMMD5Auth(s.User, password)},
	} {
		if !hasWord(offered, way.name) {
			continue
		}
		err := c.Auth(way.auth)
		var answer *textproto.Error
		if errors.As(err, &answer) && answer.Code >= 500 {
			return core.NewProblem(core.Unusable, "sending.password_refused", "server", s.Host, "user", s.User, "answer", withoutPassword(answer, s.User, password)).
				Advise(core.NameMailPassword)
		}
		return err
	}
	return core.NewProblem(core.Unusable, "sending.no_login", "server", s.Host)
}

func hasWord(text, word string) bool {
	for w := range strings.FieldsSeq(text) {
		if strings.EqualFold(w, word) {
			return true
		}
	}
	return false
}

// withoutPassword is what a server answered to a password. A server that repeats it gets
// no more said than its answer's number.
func withoutPassword(e *textproto.Error, user, password string) string {
	for _, form := range []string{password, "\x00" + user + "\x00" + password} {
		if strings.Contains(e.Msg, form) || strings.Contains(e.Msg, base64.StdEncoding.EncodeToString([]byte(form))) {
			return fmt.Sprint(e.Code)
		}
	}
	return answerOf(e)
}

// problem is what a person is told of a connection that there is none.
func (s Server) problem(ctx context.Context, err error) error {
	var said *core.Problem
	var answer *textproto.Error
	var untrusted *tls.CertificateVerificationError
	var unencrypted tls.RecordHeaderError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &said):
		return err
	case errors.As(err, &answer):
		return core.NewProblem(core.Unusable, "sending.server_refuses", "server", s.Host, "answer", answerOf(answer)).By(err)
	case errors.As(err, &untrusted):
		return core.NewProblem(core.Unusable, "sending.certificate", "server", s.Host).Hint("sending.certificate_hint").By(err)
	case errors.As(err, &unencrypted):
		return core.NewProblem(core.Unusable, "sending.speaks_no_tls", "server", s.address()).Hint("sending.set_security").By(err)
	}
	return core.NewProblem(core.Unusable, "sending.not_reached", "server", s.address()).Hint("sending.not_reached_hint").By(err)
}

// close closes the connection without a word.
func (c *connection) close() error {
	c.stop()
	return c.raw.Close()
}

// quit says goodbye where the server still listens. What was sent is sent.
func (c *connection) quit() {
	c.raw.endIn(grace)
	_ = c.Quit()
	_ = c.close()
}

// answerOf is a server's answer in one line that is not too long.
func answerOf(e *textproto.Error) string { return oneLine(fmt.Sprintf("%d %s", e.Code, e.Msg)) }

func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd"))
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > shownAnswer {
		return string(runes[:shownAnswer]) + "…"
	}
	return text
}

// letter is a message on its way.
type letter struct {
	from    string
	to      []string
	needed  int // how many of to, from the first on, the message is for
	content []byte
	// unicode says that an address has other letters than ASCII's.
	unicode bool
}

// fate is what became of a message.
type fate int

const (
	// lost: the connection broke before the server had the whole message.
	lost fate = iota
	// later: the server does not take it now.
	later
	// unwelcome: the server takes nothing from this sender, who can be corrected.
	unwelcome
	refused
	accepted
	// unclear: the server has the whole message, and its answer is not known.
	unclear
	// notOurs: somebody else is sending it.
	notOurs
)

// deliver hands a message to the server. begin is called when the server waits for the
// last of it; without its consent it does not get that. The answer is the server's.
func (c *connection) deliver(ctx context.Context, l letter, begin func() (bool, error)) (fate, string, error) {
	c.SkipSMTPUTF8(!l.unicode)
	if err := c.Mail("<" + l.from + ">"); err != nil {
		how, answer := c.refusal(err)
		if how == refused {
			how = unwelcome
		}
		return how, answer, nil
	}
	missing, reached := "", 0
	for i, to := range l.to {
		err := c.Rcpt("<" + to + ">")
		if err == nil {
			if i < l.needed {
				reached++
			}
			continue
		}
		how, answer := c.refusal(err)
		if how != refused {
			return c.reset(how), answer, nil
		}
		if l.needed > 1 || i > 0 {
			answer = to + ": " + answer
		}
		missing = oneLine(missing + " " + answer)
		if i == l.needed-1 && reached == 0 {
			return c.reset(refused), missing, nil
		}
	}
	out, err := c.Data()
	if err != nil {
		how, answer := c.refusal(err)
		return how, answer, nil
	}
	if _, err := out.Write(l.content); err != nil {
		return lost, "", nil
	}
	c.final.Store(true)
	defer c.final.Store(false)
	if ctx.Err() != nil {
		return lost, "", ctx.Err()
	}
	if ours, err := begin(); err != nil || !ours {
		return notOurs, "", err
	}
	if err := out.Close(); err != nil {
		var answer *textproto.Error
		switch {
		case !errors.As(err, &answer) || answer.Code < 200 || answer.Code >= 600 || answer.Code/100 == 3:
			return unclear, "", nil
		case answer.Code < 300:
			return accepted, oneLine(answerOf(answer) + " " + missing), nil
		}
		how, said := c.refusal(err)
		if how == lost {
			how = later // it said that it did not take the message
		}
		return how, said, nil
	}
	answer := "250"
	if closer, ok := out.(*smtp.DataCloser); ok {
		answer += " " + closer.ServerResponse()
	}
	return accepted, oneLine(answer + " " + missing), nil
}

// reset makes the server ready for another message after one that it did not take.
func (c *connection) reset(how fate) fate {
	if how == later || how == refused {
		if err := c.Reset(); err != nil {
			_ = c.raw.Close() // the next command finds it closed
		}
	}
	return how
}

// refusal tells what an error of a command means. 421 is the server's goodbye.
func (c *connection) refusal(err error) (fate, string) {
	var answer *textproto.Error
	switch {
	case !errors.As(err, &answer):
		return lost, ""
	case answer.Code == 421:
		return lost, answerOf(answer)
	case answer.Code >= 500:
		return refused, answerOf(answer)
	}
	return later, answerOf(answer)
}

// broken reports whether a problem of connecting may pass by itself.
func broken(err error) bool {
	var answer *textproto.Error
	if errors.As(err, &answer) {
		return answer.Code < 500
	}
	var network net.Error
	return errors.As(err, &network) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, os.ErrDeadlineExceeded)
}
