package data

import (
	"context"
	"database/sql/driver"
	"errors"

	"github.com/mattn/go-sqlite3"
)

// ConnectAfter opens a further connection as a File does, and calls do when it has looked
// where the file is, before it opens it.
func (f *File) ConnectAfter(do func()) error {
	c := connector{at: f.place, dsn: dsn(f.path, working("deferred")), sqlite: doing{do, &sqlite3.SQLiteDriver{ConnectHook: prepareConnection}}}
	conn, err := c.Connect(context.Background())
	if conn != nil {
		err = errors.Join(err, conn.Close())
	}
	return err
}

// doing is a driver that does something before it opens a connection.
type doing struct {
	do func()
	driver.Driver
}

func (d doing) Open(name string) (driver.Conn, error) {
	d.do()
	return d.Driver.Open(name)
}
