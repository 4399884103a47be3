package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/hub"
	"winnow/core/hub/hubserver"
	"winnow/data"
)

// What is measured of a hub.
const (
	hubSend     = "Hub: send of a whole company"
	hubJoin     = "Hub: join and fetch of a whole company"
	hubIdle     = "Hub: round trips of a sync with nothing to do"
	hubSend100  = "Hub: sync that sends 100 changed contacts"
	hubFetch100 = "Hub: sync that fetches 100 changed contacts"
	hubPart100  = "Hub: the same with a part by @ and interactions"
)

// changedContacts is how many contacts are changed before a sync.
const changedContacts = 100

// hubPart are the filters of a part that folds letters and asks for interactions.
var hubPart = criteria.Filters{"contact": {"city": "@l*"}, "interaction_log_entry": {"description": "@*a*"}}

// hubBench is a hub with the company on it, and the company files that belong to it.
type hubBench struct {
	*bench
	dsn string
	// rows is how many rows the company has that a hub has, too.
	rows                int
	office, jo, partial *company.Company
}

// hub measures what goes to a hub and comes from it. Without PostgreSQL its rows say so.
func (b *bench) hub(ctx context.Context) (err error) {
	if why := hubserver.Missing(); why != "" {
		for _, name := range []string{hubSend, hubJoin, hubIdle, hubSend100, hubFetch100, hubPart100} {
			b.add(Row{Name: name, Beside: "left out: " + why})
		}
		return nil
	}
	folder := filepath.Join(b.folder, "hub")
	if err := os.Mkdir(folder, 0o700); err != nil {
		return err
	}
	server, err := hubserver.Start()
	if err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	h := &hubBench{bench: b}
	defer func() { err = errors.Join(err, h.close(), server.Close(), os.RemoveAll(folder)) }()
	if h.dsn, err = server.Database(ctx); err != nil {
		return err
	}
	if _, err := hub.Create(ctx, h.dsn, "bench"); err != nil {
		return err
	}
	office := filepath.Join(folder, "office.winnow")
	if err := b.company.Backup(ctx, office, false); err != nil {
		return err
	}
	if h.office, err = company.Open(ctx, office); err != nil {
		return err
	}
	for _, part := range []func(context.Context) error{
		h.sends, func(ctx context.Context) error { return h.joins(ctx, folder) }, h.changes, func(ctx context.Context) error { return h.part(ctx, folder) }, h.rounds(server),
	} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (h *hubBench) close() (err error) {
	for _, c := range []*company.Company{h.office, h.jo, h.partial} {
		if c != nil {
			err = errors.Join(err, c.Close())
		}
	}
	return err
}

// syncing returns what syncs a company file, which is to send and fetch so many rows.
func (h *hubBench) syncing(ctx context.Context, c *company.Company, p hub.SyncParams, sent, fetched int) func() error {
	return func() error {
		r, err := hub.Sync(ctx, c, p)
		if err == nil && (r.Sent != sent || r.Fetched != fetched || len(r.Notes) > 0) {
			return fmt.Errorf("a sync that was to send %d rows and to fetch %d did this: %+v", sent, fetched, r)
		}
		return err
	}
}

// sends sends all of the company to the hub that is empty.
func (h *hubBench) sends(ctx context.Context) (err error) {
	if err := hub.Join(ctx, h.office, h.dsn, "", nil); err != nil {
		return err
	}
	status, err := hub.ReadStatus(ctx, h.office)
	if err != nil {
		return err
	}
	h.rows = status.Waiting
	var ours best
	memory := 0.0
	if err := ours.grown(&memory, h.syncing(ctx, h.office, hub.SyncParams{}, h.rows, 0))(); err != nil {
		return err
	}
	h.compare(Row{Name: hubSend, Memory: memory}, ours, best{})
	return nil
}

// joins fetches all of the company into a new file, beside reading the same rows from the
// server as COPY does and a bulk insert of them.
func (h *hubBench) joins(ctx context.Context, folder string) (err error) {
	if h.jo, err = company.Create(ctx, filepath.Join(folder, "jo.winnow")); err != nil {
		return err
	}
	var ours, copied, inserted best
	memory := 0.0
	err = inOrder(
		func() error { return copied.of(func() error { return h.copy(ctx) }) },
		ours.grown(&memory, func() error {
			if err := hub.Join(ctx, h.jo, h.dsn, "", nil); err != nil {
				return err
			}
			return h.syncing(ctx, h.jo, hub.SyncParams{}, 0, h.rows)()
		}),
		func() error {
			return h.inNewCompany(ctx, "inserted.winnow", func(c *company.Company) error { return h.bulkInsert(ctx, c, &inserted) })
		},
	)
	if err != nil {
		return err
	}
	h.compare(Row{Name: hubJoin, Beside: "COPY of the same rows and a bulk insert of them, indexes included", Memory: memory,
		aim: aim{ratio: 1.5, level: true, but: "beside reading and writing them, each row is checked, and what is fetched is kept in chunks"}},
		ours, best{copied.clock + inserted.clock, copied.processor + inserted.processor})
	return nil
}

// copy reads all rows that the hub has as COPY does.
func (h *hubBench) copy(ctx context.Context) error {
	tables, err := company.Read(ctx, h.office, func(tx *sql.Tx) ([]data.Exchanged, error) { return data.ExchangedTables(ctx, tx) })
	if err != nil {
		return err
	}
	for _, t := range tables {
		if err := hubserver.Copy(ctx, h.dsn, "SELECT * FROM winnow_bench."+t.Name, io.Discard); err != nil {
			return err
		}
	}
	return nil
}

// changes measures syncs that send and fetch a few changed contacts.
func (h *hubBench) changes(ctx context.Context) error {
	var sending, fetching best
	err := rounds(func() error {
		return inOrder(
			func() error { return h.change(ctx) },
			func() error { return sending.of(h.syncing(ctx, h.office, hub.SyncParams{}, changedContacts, 0)) },
			func() error { return fetching.of(h.syncing(ctx, h.jo, hub.SyncParams{}, 0, changedContacts)) },
		)
	})
	if err != nil {
		return err
	}
	h.compare(Row{Name: hubSend100, aim: aim{milliseconds: 1000, but: "what was changed is compared with the hub, written there and settled here"}}, sending, best{})
	h.compare(Row{Name: hubFetch100, aim: aim{milliseconds: 1000, but: "what is newer is read there and taken over here"}}, fetching, best{})
	return nil
}

// change changes some contacts, here and there in the company.
func (h *hubBench) change(ctx context.Context) error {
	return h.office.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, changeSome, changedContacts, h.contacts/changedContacts)
		return err
	})
}

// part measures a sync that fetches the same changes for a file with a part, of which only
// those come that are in it.
func (h *hubBench) part(ctx context.Context, folder string) (err error) {
	if h.partial, err = company.Create(ctx, filepath.Join(folder, "part.winnow")); err != nil {
		return err
	}
	if err := hub.Join(ctx, h.partial, h.dsn, "", hubPart); err != nil {
		return err
	}
	if _, err := hub.Sync(ctx, h.partial, hub.SyncParams{}); err != nil {
		return err
	}
	var fetching best
	err = rounds(func() error {
		return inOrder(
			func() error { return h.change(ctx) },
			h.syncing(ctx, h.office, hub.SyncParams{}, changedContacts, 0),
			func() error {
				return fetching.of(func() error {
					_, err := hub.Sync(ctx, h.partial, hub.SyncParams{})
					return err
				})
			},
		)
	})
	h.compare(Row{Name: hubPart100, aim: aim{milliseconds: 1000, but: "the changed contacts, their companies and persons are compared with the part"}}, fetching, best{})
	return err
}

// rounds returns what counts how often a sync with nothing to do asks the server.
func (h *hubBench) rounds(server *hubserver.Server) func(context.Context) error {
	return func(ctx context.Context) (err error) {
		counted, through, err := hubserver.Count(server.DSN("test_1", "postgres", true))
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, counted.Close()) }()
		if err := h.office.Write(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, leadElsewhere, through)
			return err
		}); err != nil {
			return err
		}
		nothing := h.syncing(ctx, h.office, hub.SyncParams{Password: hubserver.Password}, 0, 0)
		if err := nothing(); err != nil {
			return err
		}
		counted.Asked()
		if err := nothing(); err != nil {
			return err
		}
		h.add(Row{Name: hubIdle, Number: float64(counted.Asked()), Unit: "round trips", aim: aim{number: 5, but: "more is asked than once"}})
		return nil
	}
}
