package sending

import (
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/credential"
)

// PasswordVariable is the environment variable that may have the password of the mail
// server's user.
const PasswordVariable = "WINNOW_SMTP_PASSWORD"

// Server is the mail server that sends the e-mails.
type Server struct {
	Host string
	Port int
	// User is who logs in, "" where nobody does.
	User string
	// Security is one of the values of company.SMTPSecurity.
	Security string
	// Dial connects; nil for the network.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Roots are who vouches for the server; nil for those whom the system trusts.
	Roots *x509.CertPool
}

// ports are those that servers use where none is said.
var ports = map[string]int{company.SMTPStartTLS: 587, company.SMTPTLS: 465, company.SMTPNone: 25}

// ServerOf returns the server that is written as smtp://USER@HOST:PORT, or, where that is
// "", the settings' own. The error is a core.Problem.
func ServerOf(settings company.Values, written string) (Server, error) {
	s := Server{Security: settings[company.SMTPSecurity]}
	if written == "" {
		s.User, s.Host = splitUser(settings[company.SMTPHost])
		s.Port, _ = strconv.Atoi(settings[company.SMTPPort]) // which the setting has checked
	} else if err := s.read(written); err != nil {
		return Server{}, err
	}
	if s.Host == "" {
		return Server{}, core.NewProblem(core.Invalid, "sending.no_server").Advise(core.NameMailServer)
	}
	s.Port = cmp.Or(s.Port, ports[s.Security])
	if s.Security == company.SMTPNone && !isHere(s.Host) {
		return Server{}, s.notHere()
	}
	return s, nil
}

// splitUser splits jo@mail.example.com, whose user may have an @ in it, too.
func splitUser(text string) (user, host string) {
	if at := strings.LastIndexByte(text, '@'); at >= 0 {
		return text[:at], text[at+1:]
	}
	return "", text
}

// read reads an address such as smtp://jo@mail.example.com:587. No error quotes it, since
// it may have a password in it.
func (s *Server) read(written string) error {
	bad := core.NewProblem(core.Invalid, "sending.address_is_none").Hint("sending.write_address_as")
	u, err := url.Parse(written)
	if err != nil || u.Scheme != "smtp" || u.Hostname() == "" || u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "" {
		return bad
	}
	if _, has := u.User.Password(); has {
		return core.NewProblem(core.Invalid, "sending.password_in_address").Advise(core.NameMailPassword)
	}
	s.Host, s.User = u.Hostname(), u.User.Username()
	if u.Port() != "" {
		port, err := strconv.ParseUint(u.Port(), 10, 16)
		if err != nil || port == 0 {
			return bad
		}
		s.Port = int(port)
	}
	return nil
}

// String is the server as it is written.
func (s Server) String() string {
	u := url.URL{Scheme: "smtp", Host: s.address()}
	if s.User != "" {
		u.User = url.User(s.User)
	}
	return u.String()
}

func (s Server) address() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

// isHere reports whether a name is that of this machine.
func isHere(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

func (s Server) notHere() error {
	return core.NewProblem(core.Invalid, "sending.unprotected_only_here", "server", s.Host).Hint("sending.set_security")
}

// password returns the password of the server's user: from the environment, or else the
// system's keyring.
func (s Server) password(ctx context.Context) (string, error) {
	if given := os.Getenv(PasswordVariable); given != "" {
		return given, nil
	}
	password, err := credential.Password(ctx, s.String())
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil || password == "":
		return "", core.NewProblem(core.Invalid, "sending.password_needed", "server", s.Host, "user", s.User).Advise(core.NameMailPassword).By(err)
	}
	return password, nil
}

// KeepPassword puts the password of the server's user into the system's keyring, or
// takes it out where it is "". The error is a core.Problem for a server without a user,
// and where there is no keyring.
func (s Server) KeepPassword(ctx context.Context, password string) error {
	if s.User == "" {
		return core.NewProblem(core.Invalid, "sending.server_has_no_user")
	}
	var err error
	if password == "" {
		err = credential.Forget(ctx, s.String())
	} else {
		err = credential.Keep(ctx, s.String(), password)
	}
	switch {
	case errors.Is(err, credential.ErrNotFound):
		return nil
	case errors.Is(err, credential.ErrNoKeyring):
		return core.NewProblem(core.Unusable, "sending.no_keyring").Hint("sending.use_variable", "variable", PasswordVariable).By(err)
	}
	return err
}
