package hub_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"winnow/core"
	"winnow/core/hub"
	"winnow/core/hub/hubtest"
)

// authority issues certificates.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	// file has its certificate.
	file string
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	a := authority{file: filepath.Join(t.TempDir(), "authority.pem"), certificate: &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "The test's own"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}}
	certificate, key := a.issue(t, a.certificate)
	block, _ := pem.Decode([]byte(key))
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	a.key = parsed.(*ecdsa.PrivateKey)
	if err := os.WriteFile(a.file, []byte(certificate), 0o600); err != nil {
		t.Fatal(err)
	}
	return a
}

// issue issues a certificate, and returns it and its key; that of an authority that has no
// key yet is its own.
func (a authority) issue(t *testing.T, of *x509.Certificate) (certificate, key string) {
	t.Helper()
	made, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	by := a.key
	if by == nil {
		by = made
	}
	content, err := x509.CreateCertificate(rand.Reader, of, a.certificate, &made.PublicKey, by)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(made)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: content})), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}))
}

// A server on another machine is reached only with a certificate for its name that a known
// authority has issued.
func TestCertificates(t *testing.T) {
	t.Setenv("PGPASSWORD", hubtest.Password)
	var servers hubtest.Shared
	s := servers.Server(t)
	t.Cleanup(func() {
		if err := servers.Close(); err != nil {
			t.Error(err)
		}
	})
	name := database(s.Database(t))
	// In capitals it is a host of which nothing is known.
	at := func(host, more string) string {
		return strings.Replace(s.DSN(name, "postgres", true), "host=127.0.0.1", "host="+host, 1) + " " + more
	}
	known, other := newAuthority(t), newAuthority(t)
	trusting := "sslrootcert=" + known.file
	if _, err := hub.Create(t.Context(), at("LOCALHOST", trusting), "tls"); !core.IsKind(err, core.Unusable) {
		t.Errorf("a server without TLS: %v", err)
	}
	certificate, key := known.issue(t, &x509.Certificate{SerialNumber: big.NewInt(2), DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}})
	secure(t, s, certificate, key)
	for _, c := range []struct{ name, dsn, says string }{
		{"another authority", at("localhost", "sslmode=verify-full sslrootcert="+other.file), "unknown authority"},
		{"another authority, where the DSN says nothing of TLS", at("LOCALHOST", "sslrootcert="+other.file), "unknown authority"},
		{"no authority that the system knows", at("LOCALHOST", ""), "unknown authority"},
		{"another name", at("127.0.0.1", "sslmode=verify-full "+trusting), "127.0.0.1"},
	} {
		_, err := hub.Create(t.Context(), c.dsn, "tls")
		if !core.IsKind(err, core.Unusable) || !strings.Contains(err.Error(), "certificate of") || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := hub.Create(t.Context(), at("localhost", "sslmode=verify-full "+trusting), "tls"); err != nil {
		t.Error(err)
	}
	c := newFile(t)
	if err := hub.Join(t.Context(), c, at("LOCALHOST", trusting), "", nil); err != nil {
		t.Fatal(err)
	}
	syncNow(t, c)
}

// secure lets a server have a certificate. It writes the two files itself, since it reads
// a key only from a file of its own.
func secure(t *testing.T, s hubtest.Server, certificate, key string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), s.DSN("postgres", "postgres", false))
	if err != nil {
		t.Fatal(err)
	}
	for file, content := range map[string]string{"server.crt": certificate, "server.key": key} {
		path := texts(t, conn, "SHOW data_directory")[0] + "/" + file
		exec(t, conn, "COPY (SELECT unnest(string_to_array('"+strings.TrimSpace(content)+"', E'\\n'))) TO '"+path+"'")
		if err := os.Chmod(path, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	exec(t, conn, "ALTER SYSTEM SET ssl = on")
	if err := conn.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.Restart(t)
}
