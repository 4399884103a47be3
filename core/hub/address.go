package hub

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"winnow/core"
)

// address is where a hub is and as whom to connect.
type address struct{ config *pgx.ConnConfig }

// maxMessage bounds, in bytes, what one message of the server may have: the largest
// of ours has a document.
const maxMessage = 64 << 20

// patience is how long is waited for a connection where the DSN says nothing.
const patience = 15 * time.Second

// longPatience is what the library has where the DSN says nothing.
const longPatience = 2 * time.Minute

// readAddress reads a DSN, as a URL or as words, with what the environment, the
// service file and the password file add. Other machines are reached over TLS only, and
// who they are is verified where the DSN does not say otherwise.
func readAddress(dsn string) (address, error) {
	config, err := parse(dsn)
	if err != nil {
		return address{}, err
	}
	if !strings.Contains(dsn, "sslmode") && !onlyHere(config) {
		if config, err = parse(withVerifiedTLS(dsn)); err != nil {
			return address{}, err
		}
	}
	for _, to := range routes(config) {
		if to.TLSConfig == nil && !here(to.Host) {
			return address{}, core.NewProblem(core.Invalid, "hub.no_tls", "host", to.Host).Hint("hub.no_tls_hint")
		}
	}
	config.MaxProtocolMessageBodyLen = maxMessage
	if config.ConnectTimeout == longPatience {
		config.ConnectTimeout = patience
	}
	config.RuntimeParams["timezone"] = "UTC"
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "winnow"
	}
	return address{config}, nil
}

func parse(dsn string) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		// The library's text has the DSN in it.
		return nil, core.NewProblem(core.Invalid, "hub.bad_dsn").Hint("hub.bad_dsn_hint")
	}
	return config, nil
}

// passwordWords finds passwords in a DSN of words: the user's, and that of the key of
// their certificate.
var passwordWords = regexp.MustCompile(`\b(?:ssl)?password\s*=\s*('(?:[^'\\]|\\.)*'|(?:[^\s\\]|\\.)*)\s*`)

// withoutPassword returns a DSN without the passwords that it may have.
func withoutPassword(dsn string) string {
	u, err := url.Parse(dsn)
	if err != nil || !isURL(dsn) {
		return strings.TrimSpace(passwordWords.ReplaceAllString(dsn, ""))
	}
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	asked := u.Query()
	asked.Del("password")
	asked.Del("sslpassword")
	u.RawQuery = asked.Encode()
	return u.String()
}

// hasPassword reports whether a DSN that can be read has a password in it.
func hasPassword(dsn string) bool {
	u, err := url.Parse(dsn)
	if err != nil || !isURL(dsn) {
		return passwordWords.MatchString(dsn)
	}
	_, has := u.User.Password()
	return has || u.Query().Has("password")
}

// Server is where a hub is and as whom to connect, as people are asked for it.
type Server struct {
	// Host may have a port behind it: office.example:5433.
	Host, Database, User, Password string
}

// DSN returns the DSN that says so.
func (s Server) DSN() string {
	host, port := s.Host, ""
	if h, p, err := net.SplitHostPort(s.Host); err == nil && !filepath.IsAbs(s.Host) {
		host, port = h, p
	}
	var words []string
	for _, w := range [][2]string{{"host", host}, {"port", port}, {"dbname", s.Database}, {"user", s.User}, {"password", s.Password}} {
		if w[1] != "" {
			words = append(words, w[0]+"='"+strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(w[1])+"'")
		}
	}
	return strings.Join(words, " ")
}

// isURL reports whether a DSN is a URL; else it is words.
func isURL(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

// withVerifiedTLS returns a DSN that says nothing of TLS as one that asks for it.
func withVerifiedTLS(dsn string) string {
	const verified = "sslmode=verify-full"
	switch {
	case !isURL(dsn):
		return dsn + " " + verified
	case strings.Contains(dsn, "?"):
		return dsn + "&" + verified
	}
	return dsn + "?" + verified
}

// route is one of the ways to the server: a host, with TLS or without.
type route struct {
	Host      string
	TLSConfig *tls.Config
}

// routes returns the ways that are tried, one after another.
func routes(config *pgx.ConnConfig) []route {
	list := []route{{config.Host, config.TLSConfig}}
	for _, f := range config.Fallbacks {
		list = append(list, route{f.Host, f.TLSConfig})
	}
	return list
}

// onlyHere reports whether all ways lead to this machine.
func onlyHere(config *pgx.ConnConfig) bool {
	for _, to := range routes(config) {
		if !here(to.Host) {
			return false
		}
	}
	return true
}

// here reports whether a host is this machine: a socket's folder, or a name or address
// of the loopback interface.
func here(host string) bool {
	network, _ := pgconn.NetworkAddress(host, 0)
	ip := net.ParseIP(host)
	return network == "unix" || filepath.IsAbs(host) || host == "localhost" || ip != nil && ip.IsLoopback()
}

// String says where the hub is, without the password: host, port and database.
func (a address) String() string {
	if network, _ := pgconn.NetworkAddress(a.config.Host, a.config.Port); network == "unix" {
		return fmt.Sprintf("%s/%d/%s", a.config.Host, a.config.Port, a.config.Database)
	}
	return net.JoinHostPort(a.config.Host, strconv.Itoa(int(a.config.Port))) + "/" + a.config.Database
}
