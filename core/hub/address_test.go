package hub_test

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"winnow/core"
	"winnow/core/hub"
)

// Another machine is reached over TLS or not at all, and it is verified who it is unless
// somebody says otherwise. This machine needs no TLS.
func TestTLS(t *testing.T) {
	for _, name := range []string{"PGHOST", "PGSSLMODE", "PGSSLROOTCERT", "PGSERVICE", "PGPASSWORD"} {
		t.Setenv(name, "")
	}
	for dsn, want := range map[string]string{
		"host=office.example dbname=w":                                  "verified",
		"postgres://jo@office.example/w":                                "verified",
		"postgresql://jo@office.example:5433/w?connect_timeout=5":       "verified",
		"host=office.example sslmode=verify-full dbname=w":              "verified",
		"host=office.example sslmode=require dbname=w":                  "encrypted",
		"host=office.example sslmode=disable dbname=w":                  "refused",
		"host=office.example sslmode=allow dbname=w":                    "refused",
		"host=office.example sslmode=prefer dbname=w":                   "refused",
		"postgres://jo@office.example/w?sslmode=disable":                "refused",
		"host=office.example password='x sslmode=verify-full' dbname=w": "refused",
		"host=localhost,office.example dbname=w":                        "verified",
		"host=localhost,office.example sslmode=disable dbname=w":        "refused",
		"host=10.0.0.7 dbname=w":                                        "verified",
		"host=localhost dbname=w":                                       "here",
		"host=127.0.0.1 sslmode=disable dbname=w":                       "here",
		"host=::1 dbname=w":                                             "here",
		"host=/var/run/postgresql dbname=w":                             "here",
		"postgres://jo@localhost/w":                                     "here",
		"host=localhost.office.example dbname=w":                        "verified",
		"host=127.0.0.1.office.example dbname=w":                        "verified",
	} {
		hosts, how, err := hub.Routes(dsn)
		if err != nil {
			if want != "refused" || !core.IsKind(err, core.Invalid) {
				t.Errorf("%s: %v", dsn, err)
			}
			continue
		}
		if want == "refused" {
			t.Errorf("%s is not refused", dsn)
		}
		for i, tls := range how {
			switch {
			case want == "here" || want == "verified" && hosts[i] == "localhost":
			case tls == nil:
				t.Errorf("%s: %s is reached without TLS", dsn, hosts[i])
			case want == "verified" && (tls.InsecureSkipVerify || tls.ServerName != hosts[i]):
				t.Errorf("%s: %s is not verified", dsn, hosts[i])
			}
		}
	}
}

// What a person is told of a DSN has no password in it.
func TestDSNThatCannotBeRead(t *testing.T) {
	for _, dsn := range []string{"postgres://jo:topsecret@office.example:port/w", "password=topsecret host"} {
		_, err := hub.Upgrade(t.Context(), dsn, "")
		if !core.IsKind(err, core.Invalid) || strings.Contains(err.Error(), "topsecret") {
			t.Errorf("%v", err)
		}
	}
}

// What is kept of a DSN leads to the same place and has no password.
func TestKeptDSN(t *testing.T) {
	for _, dsn := range []string{
		"host=office.example password=topsecret dbname=w user=jo", "password='top secret\\' topsecret' host=office.example user=jo dbname=w",
		"host=office.example user=jo dbname=w password=topsecret", "host=office.example user=jo dbname=w password = 'topsecret'",
		"postgres://jo:topsecret@office.example/w", "postgresql://jo:top@topsecret@office.example/w?sslmode=require",
		"postgres://office.example/w?user=jo&password=topsecret", "postgres://office.example/w?password=topsecret&user=jo",
	} {
		kept := hub.WithoutPassword(dsn)
		if strings.Contains(kept, "topsecret") {
			t.Errorf("%s is kept of %s", kept, dsn)
		}
		config, err := pgx.ParseConfig(kept)
		if err != nil || config.Host != "office.example" || config.User != "jo" || config.Database != "w" {
			t.Errorf("%s is kept of %s: %v", kept, dsn, err)
		}
	}
}
