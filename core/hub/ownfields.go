package hub

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/ownfield"
	"winnow/data"
)

// The fields that a company has of its own are columns of contact on the hub as in a file.
// An administrator adds them there, with AddField or by a sync of a file that has others;
// each laptop gets them by its next sync. A file whose field has another type than the
// hub's keeps it to itself.

// AddField adds an own field to a hub; name may be empty where the database has only one.
// The error is a core.Problem, of kind Exists where the hub has one with its key, and
// Invalid where there can be no such field.
func AddField(ctx context.Context, dsn, name string, f catalog.Field) (catalog.Field, error) {
	_, err := inTx(ctx, dsn, func(tx pgx.Tx) error {
		chosen, err := choose(ctx, tx, name)
		if err != nil {
			return err
		}
		n := namesOf(chosen)
		if err := workIn(ctx, tx, n); err != nil {
			return fmt.Errorf("take the role %s: %w", n.admin, err)
		}
		version, _, err := readCounter(ctx, tx, true)
		if err != nil {
			return err
		}
		_, list, err := readGreeting(ctx, tx, "")
		if err != nil {
			return err
		}
		if f, err = addable(list, f); err != nil {
			return err
		}
		if err := addField(ctx, tx, f); err != nil {
			return fmt.Errorf("add the field %s: %w", f.Key, err)
		}
		return setCounter(ctx, tx, version+1)
	})
	return f, err
}

// addable returns a field as it can be added beside those that the hub has.
func addable(list []catalog.Field, f catalog.Field) (catalog.Field, error) {
	known := catalog.WithOwn(list)
	f.Own = true
	if f.Caption == "" {
		f.Caption = ownfield.CaptionOf(f.Key)
	}
	f, err := ownfield.Check(known, f)
	if err == nil && len(list) >= ownfield.Most {
		err = core.NewProblem(core.Invalid, "ownfield.too_many_own_fields", "max", ownfield.Most)
	}
	return f, err
}

// greeting is what a sync asks first.
type greeting struct {
	version  int64
	purged   int64  // the highest version of a deleted row that was forgotten
	lastSend string // of this laptop
	id       string
	schema   int  // the version of the hub's tables
	admin    bool // whether the user may change tables
}

// greet reads what the hub is and which own fields it has, and refuses one that this
// program does not know.
func (s *syncer) greet(ctx context.Context) error {
	g, fields, err := readGreeting(ctx, s.conn, s.state.laptop)
	if err != nil {
		return err
	}
	list, err := readMigrations()
	if err != nil {
		return err
	}
	switch known := list[len(list)-1].version; {
	case g.id != s.state.hubID:
		return core.NewProblem(core.Unusable, "hub.another_hub", "hub", s.at.String()).Hint("hub.another_hub_hint")
	case g.schema > known:
		return core.NewProblem(core.Unusable, "hub.newer", "name", s.state.name, "version", g.schema, "known", known).Hint("hub.newer_hint")
	case g.schema < known:
		return core.NewProblem(core.Unusable, "hub.older", "name", s.state.name, "version", g.schema, "known", known).Hint("hub.older_hint")
	}
	s.seen = g.version
	own, err := company.Read(ctx, s.company, func(tx *sql.Tx) (ownFields, error) { return readOwn(ctx, tx) })
	if err != nil {
		return err
	}
	if err := s.exchangeFields(ctx, g, fields, own); err != nil {
		return err
	}
	return s.judge(ctx, g)
}

// ownFields are the file's own fields, and the keys of those that it exchanges.
type ownFields struct {
	here  []catalog.Field
	known []string
}

func readOwn(ctx context.Context, tx *sql.Tx) (own ownFields, err error) {
	c, err := company.ReadCatalog(ctx, tx)
	if err != nil {
		return own, err
	}
	own.here = c.Own()
	own.known, err = data.ExchangedFields(ctx, tx)
	return own, err
}

// exchangeFields lets the file and the hub have each other's own fields, before rows are
// exchanged.
func (s *syncer) exchangeFields(ctx context.Context, g greeting, there []catalog.Field, own ownFields) error {
	var begin []catalog.Field
	same := func(list []catalog.Field, f catalog.Field) bool {
		return slices.ContainsFunc(list, func(o catalog.Field) bool { return o.Key == f.Key && o.Type == f.Type })
	}
	has := func(list []catalog.Field, key string) bool {
		return slices.ContainsFunc(list, func(o catalog.Field) bool { return o.Key == key })
	}
	var alone []string
	for _, f := range own.here {
		switch {
		case same(there, f):
		case has(there, f.Key):
			alone = append(alone, f.Key)
		case g.admin:
			added, err := s.addHere(ctx, f)
			if err != nil {
				return err
			}
			there = append(there, added)
		default:
			alone = append(alone, f.Key)
		}
	}
	for _, f := range there {
		if has(own.here, f.Key) && !same(own.here, f) {
			continue
		}
		if !slices.Contains(own.known, f.Key) || !has(own.here, f.Key) {
			begin = append(begin, f)
		}
	}
	for _, key := range alone {
		s.result.Notes = append(s.result.Notes, core.Text("hub.field_stays_here", "key", key))
	}
	gone := slices.DeleteFunc(slices.Clone(own.known), func(key string) bool { return has(there, key) })
	if len(begin)+len(gone) == 0 {
		return nil
	}
	return s.company.Write(ctx, func(tx *sql.Tx) error {
		if err := data.StopExchanging(ctx, tx, gone); err != nil {
			return err
		}
		for _, f := range begin {
			if _, err := ownfield.AddAll(ctx, tx, []catalog.Field{f}); err != nil {
				s.result.Notes = append(s.result.Notes, core.Text("hub.field_not_taken_over", "key", f.Key, "problem", err))
				continue
			}
			if err := data.BeginExchanging(ctx, tx, data.OwnField{Key: f.Key, Type: company.OwnTypes()[f.Type]}); err != nil {
				return fmt.Errorf("exchange the field %s: %w", f.Key, err)
			}
		}
		// The contacts have values there that were not fetched.
		s.state.mark, s.state.whole, s.state.compared = 0, 0, ""
		if err := deleteMarks(ctx, tx, catalog.Contact); err != nil {
			return err
		}
		if err := writeState(ctx, tx, s.state); err != nil {
			return err
		}
		var err error
		s.tables, err = data.ExchangedTables(ctx, tx)
		return err
	})
}

// addHere adds a field of this file to the hub.
func (s *syncer) addHere(ctx context.Context, f catalog.Field) (catalog.Field, error) {
	err := pgx.BeginFunc(ctx, s.conn, func(tx pgx.Tx) error {
		if err := workIn(ctx, tx, namesOf(s.state.name)); err != nil {
			return err
		}
		if _, _, err := readCounter(ctx, tx, true); err != nil {
			return err
		}
		return addField(ctx, tx, f)
	})
	return f, err
}
