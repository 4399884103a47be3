// Package credential keeps passwords in the keyring of the person's system: the
// Secret Service on Linux, the keychain on macOS, the credential manager on Windows. It
// writes none anywhere else, and no error that it returns has one in it.
package credential

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/zalando/go-keyring"
)

// service is under what the keyring has the program's passwords.
const service = "winnow"

// ErrNotFound says that the keyring has no password of that account.
var ErrNotFound = errors.New("the keyring has no such password")

// ErrNoKeyring says that the system has no keyring, or that it cannot be used.
var ErrNoKeyring = errors.New("there is no keyring that can be used")

// Password returns the password of an account, such as jo@office.example. The error is
// ErrNotFound, ErrNoKeyring or that of ctx.
func Password(ctx context.Context, account string) (string, error) {
	var password string
	err := ask(ctx, func() (err error) {
		password, err = keyring.Get(service, account)
		return err
	})
	if err != nil {
		return "", err
	}
	return password, nil
}

// Keep puts the password of an account into the keyring, in place of the one that is
// there. The error is ErrNoKeyring or that of ctx.
func Keep(ctx context.Context, account, password string) error {
	return ask(ctx, func() error { return keyring.Set(service, account, password) })
}

// Forget takes the password of an account out of the keyring. The error is ErrNotFound,
// ErrNoKeyring or that of ctx.
func Forget(ctx context.Context, account string) error {
	return ask(ctx, func() error { return keyring.Delete(service, account) })
}

// ask asks the keyring. It may first ask the person to unlock it, for as long as they
// like; where ctx ends before, nobody waits for the answer any longer.
func ask(ctx context.Context, fn func() error) error {
	if !there() {
		return ErrNoKeyring
	}
	answer := make(chan error, 1)
	go func() { answer <- fn() }()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case err := <-answer:
		switch {
		case err == nil:
			return nil
		case errors.Is(err, keyring.ErrNotFound):
			return ErrNotFound
		}
		return fmt.Errorf("%w: %w", ErrNoKeyring, err)
	}
}

// there reports whether a keyring may be there. Where no D-Bus session is running the
// library would start one, which nobody asked for.
func there() bool {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" || os.Getenv("DBUS_SESSION_BUS_ADDRESS") != "" {
		return true
	}
	_, err := os.Stat(filepath.Join(os.Getenv("XDG_RUNTIME_DIR"), "bus"))
	return os.Getenv("XDG_RUNTIME_DIR") != "" && err == nil
}
