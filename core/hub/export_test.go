package hub

import (
	"context"
	"crypto/tls"
)

// UpgradeWith upgrades a hub as a later version would, which has one more migration.
func UpgradeWith(ctx context.Context, dsn, name, sql string) (Made, error) {
	list, err := readMigrations()
	if err != nil {
		return Made{}, err
	}
	return upgrade(ctx, dsn, name, append(list, migration{len(list) + 1, sql}))
}

// Routes returns where a DSN leads, each with how TLS is used there.
func Routes(dsn string) (hosts []string, how []*tls.Config, err error) {
	at, err := readAddress(dsn)
	if err != nil {
		return nil, nil, err
	}
	for _, to := range routes(at.config) {
		hosts, how = append(hosts, to.Host), append(how, to.TLSConfig)
	}
	return hosts, how, nil
}

// WithoutPassword is what is kept of a DSN.
var WithoutPassword = withoutPassword
