package data_test

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"testing"
)

// Both functions see one state, however much is written meanwhile, and many can be at it
// at once.
func TestReadTogetherSeesOneState(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	file := create(t, "a.winnow")
	write := func() error {
		return file.Write(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, "INSERT INTO saved_criteria (code, no_of_actions, recipe, saved_at, saved_by) VALUES (hex(randomblob(8)), 0, '', '', '')")
			return err
		})
	}
	if err := write(); err != nil {
		t.Fatal(err)
	}
	count := func(into *int) func(*sql.Tx) error {
		return func(tx *sql.Tx) error {
			return tx.QueryRowContext(ctx, "SELECT count(*) FROM saved_criteria").Scan(into)
		}
	}
	var writing, reading sync.WaitGroup
	stop, cancel := context.WithCancel(ctx)
	writing.Go(func() {
		for stop.Err() == nil {
			if err := write(); err != nil {
				t.Error(err)
				return
			}
		}
	})
	for range 8 {
		reading.Go(func() {
			for range 25 {
				var one, two int
				if err := file.ReadTogether(ctx, count(&one), count(&two)); err != nil || one != two || one == 0 {
					t.Errorf("%d and %d rows: %v", one, two, err)
				}
			}
		})
	}
	reading.Wait()
	cancel()
	writing.Wait()
}

// The first function's error counts, and behind it the second's.
func TestReadTogetherErrors(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	file := create(t, "a.winnow")
	one, two := errors.New("one"), errors.New("two")
	returns := func(err error) func(*sql.Tx) error { return func(*sql.Tx) error { return err } }
	for _, c := range []struct{ first, second, want error }{{one, two, one}, {nil, two, two}, {one, nil, one}, {nil, nil, nil}} {
		if err := file.ReadTogether(ctx, returns(c.first), returns(c.second)); !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%v and %v: %v", c.first, c.second, err)
		}
	}
}
