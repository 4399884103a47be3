// Package smtptest is a mail server for tests, of TCP and TLS and nothing else, which
// does what a test wants at each step: it answers, refuses, or cuts the connection.
package smtptest

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net"
	"net/textproto"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// Cut is the answer of a server that closes the connection without one.
const Cut = "cut"

// Server is a mail server. Its fields are set before it serves.
type Server struct {
	// User and Password are who must log in, "" for nobody.
	User, Password string
	// Offers are the lines of the answer to EHLO.
	Offers []string
	// Answer may answer a command in another way than usual; "" is the usual. The last
	// command of a message is "." with the message's recipients; by then the message is
	// the server's unless the answer says otherwise, and Cut does not.
	Answer func(command string) string

	certificate tls.Certificate
	listener    net.Listener
	mutex       sync.Mutex
	messages    []Message
}

// Message is a message that the server took.
type Message struct {
	From    string
	To      []string
	Content string
}

// Start serves on a port of this machine until the test ends; over TLS from the
// beginning where implicit says so.
func (s *Server) Start(t testing.TB, implicit bool) (port int) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if implicit {
		s.Certify(t)
		listener = tls.NewListener(listener, s.config())
	}
	s.listener = listener
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go s.Serve(conn)
		}
	}()
	t.Cleanup(func() { _ = listener.Close() })
	_, number, _ := net.SplitHostPort(listener.Addr().String())
	port, _ = strconv.Atoi(number)
	return port
}

// Certify gives the server a certificate for localhost, which it vouches for itself, and
// returns it as PEM and as a pool.
func (s *Server) Certify(t testing.TB) ([]byte, *x509.CertPool) {
	t.Helper()
	if s.certificate.Leaf == nil {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		template := &x509.Certificate{
			SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
			NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
			KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		}
		der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
		if err != nil {
			t.Fatal(err)
		}
		leaf, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		s.certificate = tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
	}
	pool := x509.NewCertPool()
	pool.AddCert(s.certificate.Leaf)
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.certificate.Certificate[0]}), pool
}

func (s *Server) config() *tls.Config {
	return &tls.Config{Certificates: []tls.Certificate{s.certificate}, MinVersion: tls.VersionTLS12}
}

// Messages returns what the server took so far.
func (s *Server) Messages() []Message {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return append([]Message(nil), s.messages...)
}

// errCut ends a connection.
var errCut = errors.New("cut")

// talk is one connection.
type talk struct {
	*Server
	conn   net.Conn
	text   *textproto.Conn
	from   string
	to     []string
	logged bool
}

// Serve talks to a client until it goes.
func (s *Server) Serve(conn net.Conn) {
	t := &talk{Server: s, conn: conn, text: textproto.NewConn(conn)}
	defer func() { _ = t.conn.Close() }()
	if t.say("connect", "220 test") != nil {
		return
	}
	for {
		line, err := t.text.ReadLine()
		if err != nil || t.command(line) != nil {
			return
		}
	}
}

// say answers a command.
func (t *talk) say(command, usual string) error {
	if t.Answer != nil {
		if other := t.Answer(command); other != "" {
			usual = other
		}
	}
	if usual == Cut {
		return errCut
	}
	_, err := io.WriteString(t.conn, strings.ReplaceAll(usual, "\n", "\r\n")+"\r\n")
	return err
}

func (t *talk) command(line string) error {
	verb, rest, _ := strings.Cut(line, " ")
	switch strings.ToUpper(verb) {
	case "EHLO":
		_, encrypted := t.conn.(*tls.Conn)
		offers := t.Offers
		if t.certificate.Leaf != nil && !encrypted {
			offers = append(offers, "STARTTLS")
		}
		if t.User != "" {
			offers = append(offers, "AUTH PLAIN LOGIN")
		}
		answer := "250-test"
		for _, o := range offers {
			answer += "\n250-" + o
		}
		return t.say(line, answer+"\n250 8BITMIME")
	case "STARTTLS":
		if err := t.say(line, "220 go on"); err != nil {
			return err
		}
		t.conn = tls.Server(t.conn, t.config())
		t.text = textproto.NewConn(t.conn)
		return nil
	case "AUTH":
		want := base64.StdEncoding.EncodeToString([]byte("\x00" + t.User + "\x00" + t.Password))
		if _, given, _ := strings.Cut(rest, " "); given != want {
			return t.say("AUTH", "535 5.7.8 wrong: "+given)
		}
		t.logged = true
		return t.say("AUTH", "235 welcome")
	case "MAIL":
		if t.User != "" && !t.logged {
			return t.say(line, "530 log in first")
		}
		t.from, t.to = within(rest), nil
		return t.say(line, "250 ok")
	case "RCPT":
		answer := ""
		if t.Answer != nil {
			answer = t.Answer(line)
		}
		if answer == "" {
			t.to = append(t.to, within(rest))
			answer = "250 ok"
		}
		if answer == Cut {
			return errCut
		}
		_, err := io.WriteString(t.conn, answer+"\r\n")
		return err
	case "DATA":
		return t.data()
	case "QUIT":
		_ = t.say(line, "221 bye")
		return errCut
	}
	return t.say(line, "250 ok")
}

// data reads a message. It is cut before it is whole where DATA.half is answered so.
func (t *talk) data() error {
	if err := t.say("DATA", "354 go on"); err != nil {
		return err
	}
	half := ""
	if t.Answer != nil {
		half = t.Answer("half")
	}
	var content strings.Builder
	reader := bufio.NewReader(t.text.DotReader())
	for {
		line, err := reader.ReadString('\n')
		content.WriteString(line)
		if half == Cut {
			return errCut
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
	}
	answer := ""
	command := ". " + strings.Join(t.to, " ")
	if t.Answer != nil {
		answer = t.Answer(command)
	}
	if answer == "" || answer == Cut || answer[0] == '2' {
		t.mutex.Lock()
		t.messages = append(t.messages, Message{t.from, t.to, content.String()})
		t.mutex.Unlock()
	}
	if answer == Cut {
		return errCut
	}
	if answer == "" {
		answer = "250 taken"
	}
	_, err := io.WriteString(t.conn, answer+"\r\n")
	return err
}

// within is the address between angle brackets.
func within(text string) string {
	_, text, _ = strings.Cut(text, "<")
	text, _, _ = strings.Cut(text, ">")
	return text
}
