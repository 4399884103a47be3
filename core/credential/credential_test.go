package credential_test

import (
	"errors"
	"testing"

	"winnow/core/credential"
	"winnow/core/credential/credentialtest"
)

// A password is kept in the keyring, replaced and forgotten.
func TestKeyring(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", credentialtest.Start(t).Address)
	ctx := t.Context()
	if _, err := credential.Password(ctx, "jo@office"); !errors.Is(err, credential.ErrNotFound) {
		t.Errorf("before: %v", err)
	}
	for _, password := range []string{"first", "größer: 'n\"ew\\"} {
		if err := credential.Keep(ctx, "jo@office", password); err != nil {
			t.Fatal(err)
		}
		if got, err := credential.Password(ctx, "jo@office"); err != nil || got != password {
			t.Errorf("%q is kept as %q: %v", password, got, err)
		}
	}
	if _, err := credential.Password(ctx, "ann@office"); !errors.Is(err, credential.ErrNotFound) {
		t.Errorf("somebody else's: %v", err)
	}
	if err := credential.Forget(ctx, "jo@office"); err != nil {
		t.Error(err)
	}
	if err := credential.Forget(ctx, "jo@office"); !errors.Is(err, credential.ErrNotFound) {
		t.Errorf("forgotten twice: %v", err)
	}
}

// Without D-Bus, or without a keyring on it, that is said.
func TestNoKeyring(t *testing.T) {
	for name, address := range map[string]string{"no bus": "", "a bus that is gone": "unix:path=" + t.TempDir() + "/bus"} {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
		t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
		for _, err := range []error{
			credential.Keep(t.Context(), "jo@office", "topsecret"), credential.Forget(t.Context(), "jo@office"),
		} {
			if !errors.Is(err, credential.ErrNoKeyring) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := credential.Password(t.Context(), "jo@office"); !errors.Is(err, credential.ErrNoKeyring) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
