// Package credentialtest is a keyring of a test's own: a D-Bus daemon with the part of the
// Secret Service that is needed. Only tests may import it. It never touches the keyring of
// whoever runs the tests.
package credentialtest

import (
	"bufio"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
)

// What the Secret Service is called.
const (
	name       = "org.freedesktop.secrets"
	path       = dbus.ObjectPath("/org/freedesktop/secrets")
	collection = dbus.ObjectPath("/org/freedesktop/secrets/aliases/default")
	nothing    = dbus.ObjectPath("/")
	prefix     = "org.freedesktop.Secret."
)

// Keyring is a keyring without a lock.
type Keyring struct {
	// Address is that of its bus, for DBUS_SESSION_BUS_ADDRESS.
	Address string

	conn  *dbus.Conn
	mu    sync.Mutex
	items map[dbus.ObjectPath]*item
	made  int
}

// secret is a password as it is passed on the bus.
type secret struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}

type item struct {
	keyring    *Keyring
	path       dbus.ObjectPath
	attributes map[string]string
	value      []byte
}

// Start starts a keyring that lasts as long as the test. It skips the test where there is
// no D-Bus daemon.
func Start(t testing.TB) *Keyring {
	t.Helper()
	daemon, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("there is no dbus-daemon here")
	}
	k := &Keyring{items: map[dbus.ObjectPath]*item{}}
	run := exec.Command(daemon, "--session", "--nofork", "--print-address", "--address=unix:tmpdir="+t.TempDir())
	out, err := run.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := run.Process.Kill(); err != nil {
			t.Error(err)
		}
		_ = run.Wait() // it was killed
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	k.Address = strings.TrimSpace(line)
	if err := k.serve(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.conn.Close() })
	return k
}

func (k *Keyring) serve() (err error) {
	if k.conn, err = dbus.Connect(k.Address); err != nil {
		return err
	}
	if err := errors.Join(k.conn.Export(k, path, prefix+"Service"), k.conn.Export(folder{k}, collection, prefix+"Collection"),
		k.conn.Export(k, "/org/freedesktop/secrets/session", prefix+"Session")); err != nil {
		return err
	}
	reply, err := k.conn.RequestName(name, dbus.NameFlagDoNotQueue)
	if err == nil && reply != dbus.RequestNameReplyPrimaryOwner {
		err = errors.New("somebody else is the keyring")
	}
	return err
}

// Password returns the password of an account.
func (k *Keyring) Password(account string) (password string, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, i := range k.items {
		if i.attributes["username"] == account {
			return string(i.value), true
		}
	}
	return "", false
}

// OpenSession is called over D-Bus.
func (k *Keyring) OpenSession(string, dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	return dbus.MakeVariant(""), "/org/freedesktop/secrets/session", nil
}

// Close is called over D-Bus.
func (k *Keyring) Close() *dbus.Error { return nil }

// Unlock is called over D-Bus.
func (k *Keyring) Unlock(objects []dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	return objects, nothing, nil
}

// folder is the only collection of passwords.
type folder struct{ *Keyring }

// CreateItem is called over D-Bus.
func (f folder) CreateItem(properties map[string]dbus.Variant, s secret, _ bool) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	attributes, _ := properties[prefix+"Item.Attributes"].Value().(map[string]string)
	for _, at := range f.find(attributes) {
		delete(f.items, at)
	}
	f.made++
	made := &item{f.Keyring, dbus.ObjectPath(fmt.Sprintf("%s/%d", collection, f.made)), attributes, s.Value}
	f.items[made.path] = made
	if err := f.conn.Export(made, made.path, prefix+"Item"); err != nil {
		return nothing, nothing, dbus.MakeFailedError(err)
	}
	return made.path, nothing, nil
}

// SearchItems is called over D-Bus.
func (f folder) SearchItems(attributes map[string]string) ([]dbus.ObjectPath, *dbus.Error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.find(attributes), nil
}

func (k *Keyring) find(attributes map[string]string) []dbus.ObjectPath {
	found := []dbus.ObjectPath{}
	for at, i := range k.items {
		if i.attributes["username"] == attributes["username"] && i.attributes["service"] == attributes["service"] {
			found = append(found, at)
		}
	}
	return found
}

// GetSecret is called over D-Bus.
func (i *item) GetSecret(session dbus.ObjectPath) (secret, *dbus.Error) {
	return secret{Session: session, Parameters: []byte{}, Value: i.value, ContentType: "text/plain"}, nil
}

// Delete is called over D-Bus.
func (i *item) Delete() (dbus.ObjectPath, *dbus.Error) {
	i.keyring.mu.Lock()
	defer i.keyring.mu.Unlock()
	delete(i.keyring.items, i.path)
	return nothing, nil
}
