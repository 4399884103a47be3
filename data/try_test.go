package data_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"winnow/data"
)

// What is tried is taken back.
func TestTryTakesBack(t *testing.T) {
	t.Parallel()
	f := create(t, "company.winnow")
	var seen int
	err := f.Try(t.Context(), time.Minute, func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "INSERT INTO territory (code) VALUES ('N')"); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, "SELECT count(*) FROM territory").Scan(&seen)
	})
	if err != nil || seen != 1 {
		t.Errorf("it saw %d, %v", seen, err)
	}
	if diff := cmp.Diff([]string(nil), territories(t, f)); diff != "" {
		t.Error(diff)
	}
	wrong := errors.New("wrong")
	if err := f.Try(t.Context(), time.Minute, func(context.Context, *sql.Tx) error { return wrong }); !errors.Is(err, wrong) {
		t.Errorf("%v", err)
	}
}

// Write does not wait for what is tried, which is stopped in the middle of a query; and
// nothing is tried while something is written.
func TestTryGivesWay(t *testing.T) {
	t.Parallel()
	f := create(t, "company.winnow")
	begun, ended := make(chan bool), make(chan error)
	go func() {
		ended <- f.Try(t.Context(), time.Minute, func(ctx context.Context, tx *sql.Tx) error {
			close(begun)
			var n int
			return tx.QueryRowContext(ctx, "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c").Scan(&n)
		})
	}()
	<-begun
	addTerritory(t, f, "N")
	if err := <-ended; !errors.Is(err, data.ErrGaveWay) {
		t.Errorf("it ended with %v", err)
	}
	err := f.Write(t.Context(), func(*sql.Tx) error {
		return f.Try(t.Context(), time.Minute, func(context.Context, *sql.Tx) error { return nil })
	})
	if !errors.Is(err, data.ErrGaveWay) {
		t.Errorf("while something is written: %v", err)
	}
	if err := f.Try(t.Context(), time.Minute, func(context.Context, *sql.Tx) error { return nil }); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := f.Try(gone, time.Minute, func(context.Context, *sql.Tx) error { return nil }); !errors.Is(err, context.Canceled) || errors.Is(err, data.ErrGaveWay) {
		t.Errorf("canceled: %v", err)
	}
}

// What takes too long ends by itself, and the next waits for its turn.
func TestTryHasALimit(t *testing.T) {
	t.Parallel()
	f := create(t, "company.winnow")
	endless := func(ctx context.Context, tx *sql.Tx) error {
		var n int
		return tx.QueryRowContext(ctx, "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c").Scan(&n)
	}
	ended := make(chan error)
	for range 2 {
		go func() { ended <- f.Try(t.Context(), time.Millisecond, endless) }()
	}
	for range 2 {
		if err := <-ended; !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("it ended with %v", err)
		}
	}
}
