package hub

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"winnow/data"
)

// A send is done twice: the hub commits it, and then the company file takes over what
// came of it. If the connection or the program ends in between, the file must find out
// whether the hub has committed. So what came of it is kept in the file under an id before
// the hub commits, and the hub keeps the id of the last send of each laptop.

// sentRow is a row of a send as the company file keeps it.
type sentRow struct {
	Table string `json:"table"`
	Key   string `json:"key"`
	// As is the key that the hub knows the row by, where it is another.
	As string `json:"as,omitempty"`
	// Replaced is another key under which the row was noted as well.
	Replaced string `json:"replaced,omitempty"`
	// Mine are the values that were sent, Row those that both sides have then; null
	// where there is no row. Row is left out where it is the same.
	Mine      json.RawMessage `json:"mine,omitempty"`
	Row       json.RawMessage `json:"row,omitempty"`
	Outcome   outcome         `json:"outcome"`
	Back      bool            `json:"back,omitempty"`
	Kept      bool            `json:"kept,omitempty"`
	Conflicts []Conflict      `json:"conflicts,omitempty"`
}

var noRow = json.RawMessage("null")

// values writes the values of a row. Those of rows that never change are not needed.
func values(t data.Exchanged, r row) json.RawMessage {
	switch {
	case r == nil:
		return noRow
	case t.Fixed:
		return json.RawMessage("{}")
	}
	return json.RawMessage(r.json(t))
}

// append writes a row as a JSON object. Its values are JSON already, which the library would
// read once more.
func (r sentRow) append(text []byte) ([]byte, error) {
	mine, both := r.Mine, r.Row
	r.Mine, r.Row = nil, nil
	others, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	text = append(append(text, `{"mine":`...), mine...)
	if both != nil {
		text = append(append(text, `,"row":`...), both...)
	}
	return append(append(text, ','), others[1:]...), nil
}

// keepSend keeps what came of a send in the company file, before the hub commits it.
func (s *syncer) keepSend(ctx context.Context, id string, list []*pending) (err error) {
	content := append(make([]byte, 0, 1024*len(list)), '[')
	for i, p := range list {
		r := sentRow{Table: p.table, Key: p.key, Mine: values(p.t, p.mine), Outcome: p.merged.outcome,
			Back: p.merged.back, Kept: p.merged.kept, Conflicts: p.conflicts}
		if as := p.rowKey.key(p.t); as != p.key {
			r.As = as
		}
		if p.replaced != nil {
			r.Replaced = p.replaced.key
		}
		if (p.merged.row == nil) != (p.mine == nil) || !p.merged.row.equal(p.mine) {
			r.Row = values(p.t, p.merged.row)
		}
		if i > 0 {
			content = append(content, ',')
		}
		if content, err = r.append(content); err != nil {
			return fmt.Errorf("keep what is sent: %w", err)
		}
	}
	content = append(content, ']')
	return s.company.Write(ctx, func(tx *sql.Tx) error { return writeSend(ctx, tx, id, string(content)) })
}

// settleLast finds out what became of a send that broke. Where the hub has committed it,
// the company file takes over what came of it; where not, it is as if it had not been
// begun. The hub is locked, so that a commit which is still under way has ended.
func (s *syncer) settleLast(ctx context.Context) error {
	id, content, err := s.readSend(ctx)
	if err != nil || id == "" {
		return err
	}
	var last string
	err = pgx.BeginFunc(ctx, s.conn, func(tx pgx.Tx) (err error) {
		if _, _, err = readCounter(ctx, tx, true); err == nil {
			last, err = readLastSend(ctx, tx, s.state.laptop)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("look for the last send: %w", err)
	}
	return s.company.Write(ctx, func(tx *sql.Tx) error {
		if last == id {
			list, err := s.readSent(ctx, tx, content)
			if err != nil {
				return err
			}
			if err := s.settle(ctx, tx, list); err != nil {
				return err
			}
			s.state.send = id
		}
		return s.forgetSend(ctx, tx)
	})
}

func (s *syncer) readSend(ctx context.Context) (id, content string, err error) {
	err = s.company.Read(ctx, func(tx *sql.Tx) (err error) {
		id, content, err = readSend(ctx, tx)
		return err
	})
	return id, content, err
}

// forgetSend lets the file know which send of its own was the last, and that none is
// under way.
func (s *syncer) forgetSend(ctx context.Context, tx *sql.Tx) error {
	if err := deleteSend(ctx, tx); err != nil {
		return err
	}
	return writeState(ctx, tx, s.state)
}

// readSent reads the rows of a send that was kept. A row that cannot be read stays noted,
// and is sent again.
func (s *syncer) readSent(ctx context.Context, tx *sql.Tx, content string) ([]*pending, error) {
	var rows []sentRow
	if err := json.Unmarshal([]byte(content), &rows); err != nil {
		return nil, fmt.Errorf("read what was sent: %w", data.ErrValue)
	}
	var list []*pending
	for _, r := range rows {
		p, err := s.readSentRow(ctx, tx, r)
		if err != nil {
			return nil, err
		}
		if p != nil {
			list = append(list, p)
		}
	}
	return list, nil
}

func (s *syncer) readSentRow(ctx context.Context, tx *sql.Tx, r sentRow) (*pending, error) {
	t, ok := s.table(r.Table)
	if !ok || t.Fixed && r.Outcome == take {
		return nil, nil
	}
	p := &pending{note: note{table: r.Table, key: r.Key}, t: t, conflicts: r.Conflicts, adopted: r.As != "",
		merged: merged{outcome: r.Outcome, back: r.Back, kept: r.Kept}}
	as := r.Key
	if r.As != "" {
		as = r.As
	}
	if r.Replaced != "" {
		p.replaced = &note{table: r.Table, key: r.Replaced}
	}
	var err error
	if p.rowKey, err = readKey(t, as); err != nil {
		return nil, err
	}
	if p.mine, err = readValues(ctx, tx, t, p.rowKey, r.Mine); err != nil {
		return nil, err
	}
	p.merged.row = p.mine
	if r.Row != nil {
		if p.merged.row, err = readValues(ctx, tx, t, p.rowKey, r.Row); err != nil {
			return nil, err
		}
	}
	for _, values := range []row{p.mine, p.merged.row} {
		for _, v := range values {
			if v == nil { // a column that is new since then
				return nil, nil
			}
		}
	}
	return p, nil
}

// readValues reads what values has written. A row that never changes has the values that
// the file has, or none that matter.
func readValues(ctx context.Context, tx *sql.Tx, t data.Exchanged, key row, text json.RawMessage) (row, error) {
	switch {
	case string(text) == string(noRow):
		return nil, nil
	case !t.Fixed:
		return readBefore(t, key, string(text))
	}
	r, err := readRow(ctx, tx, t, key)
	if err != nil || r != nil {
		return r, err
	}
	r = make(row, len(t.Columns))
	copy(r, key)
	for i := t.Keys; i < len(r); i++ {
		r[i] = "" // it was deleted since, and is not written
	}
	return r, nil
}

// newID returns an id that nobody else has.
func newID() string { return rand.Text() }
