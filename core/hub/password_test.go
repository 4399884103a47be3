package hub_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"winnow/core/credential/credentialtest"
	"winnow/core/hub"
)

// secret is the password of the tests' own user.
const secret = "correct horse, battery 'staple'"

// over returns a DSN over TCP, where a user has to have a password, without it.
func over(t *testing.T, name, user string) string {
	t.Helper()
	dsn := create(t, name)
	conn := connect(t, dsn)
	exec(t, conn, "CREATE ROLE "+user+" LOGIN PASSWORD '"+strings.ReplaceAll(secret, "'", "''")+"' IN ROLE winnow_"+name+"_rep")
	s := server.Server(t)
	return s.DSN(database(dsn), user, true)
}

// with returns the DSN with the password.
func with(dsn string) string {
	return dsn + " password='" + strings.ReplaceAll(secret, "'", `\'`) + "'"
}

// A password that a DSN had comes from the keyring from then on, and is in no file.
func TestPasswordIsKeptInTheKeyring(t *testing.T) {
	for _, name := range []string{"PGPASSWORD", "PGPASSFILE"} {
		t.Setenv(name, "")
	}
	keyring := credentialtest.Start(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", keyring.Address)
	dsn := over(t, "keyring", "keyring_jo")
	c := newFile(t)
	err := hub.Join(t.Context(), c, dsn, "", nil)
	if !hub.WrongPassword(err) || !strings.Contains(err.Error(), "asks for the password of keyring_jo") {
		t.Errorf("without a password: %v", err)
	}
	if err := hub.Join(t.Context(), c, with(dsn), "", nil); err != nil {
		t.Fatal(err)
	}
	said, err := hub.KeepPassword(t.Context(), with(dsn))
	if err != nil || said.String() != "the password is kept in the system's keyring" {
		t.Errorf("%v %v", said, err)
	}
	if said, err := hub.KeepPassword(t.Context(), dsn); err != nil || !said.Empty() {
		t.Errorf("a DSN without a password: %v %v", said, err)
	}
	host, port, _ := strings.Cut(strings.TrimPrefix(strings.Join(strings.Fields(dsn)[:2], " "), "host="), " port=")
	if got, _ := keyring.Password("keyring_jo@" + host + ":" + port + "/" + database(dsn)); got != secret {
		t.Errorf("the keyring has %q", got)
	}
	do(t, c, "INSERT INTO territory (code) VALUES ('N')")
	if r := syncNow(t, c); r.Sent != 1 {
		t.Errorf("%+v", r)
	}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(c.Path()), "*"))
	if err != nil || len(files) < 2 {
		t.Fatalf("%v %v", files, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte("battery")) {
			t.Errorf("the password is in %s", filepath.Base(file))
		}
	}
	// A wrong one is no secret of the error's either.
	_, err = hub.Upgrade(t.Context(), dsn+" password='wrong horse'", "")
	if !hub.WrongPassword(err) {
		t.Errorf("a wrong password: %v", err)
	}
	for e := err; e != nil; e = errors.Unwrap(e) {
		if strings.Contains(e.Error(), "horse") {
			t.Errorf("the password is told: %v", e)
		}
	}
}

// Without a keyring it is said where to put the password.
func TestPasswordWithoutKeyring(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	file := filepath.Join(t.TempDir(), "passwords")
	t.Setenv("PGPASSWORD", "")
	t.Setenv("PGPASSFILE", file)
	said, err := hub.KeepPassword(t.Context(), "postgres://jo:topsecret@localhost:5433/winnow")
	want := "the password was not kept, since the system has no keyring that can be used; put it into the file " + file + ", as localhost:5433:winnow:jo:…"
	if err != nil || said.String() != want {
		t.Errorf("%v %v", said, err)
	}
	dsn := over(t, "no_keyring", "no_keyring_jo")
	fields := strings.Fields(dsn)
	line := "127.0.0.1:" + strings.TrimPrefix(fields[1], "port=") + ":" + database(dsn) + ":no_keyring_jo:" + secret + "\n"
	if err := os.WriteFile(file, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := hub.Join(t.Context(), newFile(t), dsn, "", nil); err != nil {
		t.Errorf("with a password file: %v", err)
	}
	t.Setenv("PGPASSFILE", filepath.Join(t.TempDir(), "none"))
	t.Setenv("PGPASSWORD", secret)
	if err := hub.Join(t.Context(), newFile(t), dsn, "", nil); err != nil {
		t.Errorf("with $PGPASSWORD: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := hub.Join(ctx, newFile(t), dsn, "", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
}
