package hub

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"winnow/core"
	"winnow/core/credential"
)

// account is under what the keyring has the password of a database's user.
func (a address) account() string { return a.config.User + "@" + a.String() }

// connect connects to the server. A password that neither the DSN nor the environment nor
// the password file has comes from the system's keyring. Over a socket of this machine
// the server knows who asks, so that nobody has to unlock the keyring for it.
func (a address) connect(ctx context.Context) (*pgx.Conn, error) {
	if network, _ := pgconn.NetworkAddress(a.config.Host, a.config.Port); a.config.Password == "" && network != "unix" {
		password, err := credential.Password(ctx, a.account())
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err == nil {
			a.config.Password = password
		}
	}
	return pgx.ConnectConfig(ctx, a.config)
}

// PasswordIn returns the password that a DSN has, "" where it has none or cannot be read.
func PasswordIn(dsn string) string {
	at, err := readAddress(dsn)
	if err != nil || !hasPassword(dsn) {
		return ""
	}
	return at.config.Password
}

// KeepPassword puts the password that a DSN has into the system's keyring, from where it
// comes the next time, and returns what is to be said of that; nothing where the DSN has
// none. Where there is no keyring it says where the password has to be put.
func KeepPassword(ctx context.Context, dsn string) (core.Message, error) {
	if !hasPassword(dsn) {
		return core.Message{}, nil
	}
	at, err := readAddress(dsn)
	if err != nil {
		return core.Message{}, err
	}
	err = credential.Keep(ctx, at.account(), at.config.Password)
	switch {
	case err == nil:
		return core.Text("hub.password_kept"), nil
	case ctx.Err() != nil:
		return core.Message{}, ctx.Err()
	case errors.Is(err, credential.ErrNoKeyring):
		c := at.config
		return core.Text("hub.password_not_kept", "file", passwordFile(), "line", fmt.Sprintf("%s:%d:%s:%s:…", c.Host, c.Port, c.Database, c.User)), nil
	}
	return core.Message{}, err
}

// passwordFile is where PostgreSQL's programs look for passwords.
func passwordFile() string {
	if file := os.Getenv("PGPASSFILE"); file != "" {
		return file
	}
	if runtime.GOOS == "windows" {
		return filepath.Join(os.Getenv("APPDATA"), "postgresql", "pgpass.conf")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ".pgpass"
	}
	return filepath.Join(home, ".pgpass")
}
