package hub

import (
	"context"
	"crypto/tls"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"winnow/core"
)

// PostgreSQL's codes of errors for which there are words.
const (
	duplicateSchema = "42P06"
	duplicateRole   = "42710"
	duplicateRow    = "23505"
	noRight         = "42501"
	wrongPassword   = "28P01"
	notAdmitted     = "28000"
	noDatabase      = "3D000"
	starting        = "57P03"
	stopping        = "57P01"
	full            = "53300"
)

// hasCode reports whether the server gave an error of that code.
func hasCode(err error, code string) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.Code == code
}

// offline marks that the hub could not be reached, or takes nobody at the moment.
type offline struct{ error }

// Unwrap returns the cause.
func (o offline) Unwrap() error { return o.error }

// Offline reports whether an error is that the hub could not be reached, or takes nobody at
// the moment: the next sync may succeed, and nobody has to do anything.
func Offline(err error) bool {
	var o offline
	return errors.As(err, &o)
}

// WrongPassword reports whether the server did not take the password, or asks for one
// and none is known.
func WrongPassword(err error) bool { return hasCode(err, wrongPassword) }

// problem turns an error of the server, or of the way there, into what a person is told
// of it. Others, nil and what is a core.Problem already among them, are returned as they
// are. conn is the connection on which it happened, nil where there was none.
func (a address) problem(ctx context.Context, conn *pgx.Conn, err error) error {
	var already *core.Problem
	if err == nil || errors.As(err, &already) {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if a.config.Password == "" && hasCode(err, wrongPassword) {
		return core.NewProblem(core.Unusable, "hub.password_needed", "hub", a.String(), "user", a.config.User).Hint("hub.password_needed_hint").By(err)
	}
	for _, p := range []struct {
		code string
		kind core.Kind
		text core.Message
		hint core.Message
	}{
		{noRight, core.Unusable, core.Text("hub.no_right"), core.Text("hub.no_right_hint")},
		{wrongPassword, core.Unusable, core.Text("hub.wrong_password"), core.Text("hub.wrong_password_hint")},
		{notAdmitted, core.Unusable, core.Text("hub.not_admitted"), core.Text("hub.not_admitted_hint")},
		{noDatabase, core.NotFound, core.Text("hub.no_database"), core.Text("hub.no_database_hint")},
		{starting, core.Busy, core.Text("hub.not_now"), core.Text("hub.not_now_hint")},
		{stopping, core.Busy, core.Text("hub.not_now"), core.Text("hub.not_now_hint")},
		{full, core.Busy, core.Text("hub.not_now"), core.Text("hub.not_now_hint")},
	} {
		if hasCode(err, p.code) {
			if p.kind == core.Busy {
				err = offline{err}
			}
			return p.text.With("hub", a.String(), "user", a.config.User, "database", a.config.Database).Problem(p.kind).WithHint(p.hint).By(err)
		}
	}
	var server *pgconn.PgError
	if errors.As(err, &server) {
		return core.NewProblem(core.Unusable, "hub.server_said", "hub", a.String(), "said", server.Message).By(err)
	}
	var certificate *tls.CertificateVerificationError
	if errors.As(err, &certificate) {
		return core.NewProblem(core.Unusable, "hub.bad_certificate", "hub", a.String(), "said", certificate.Err.Error()).Hint("hub.bad_certificate_hint").By(err)
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) || conn != nil && conn.IsClosed() {
		return core.NewProblem(core.Unusable, "hub.unreachable", "hub", a.String()).Hint("hub.unreachable_hint").By(offline{err})
	}
	return err
}
