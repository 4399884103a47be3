package record

import (
	"context"
	"database/sql"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"winnow/core/catalog"
	"winnow/core/fold"
)

const (
	// runRows is how many rows are searched at a time.
	runRows = 4000
	// searchers is how many runs are searched at the same time, at most. It leaves a
	// connection to whatever else is read.
	searchers = 3
	// firstMoment is how long the first rows are looked for.
	firstMoment = 120 * time.Millisecond
	// firstRows is how many of them there are at most.
	firstRows = 100
	// mostFound is what part of the rows must be found for their order to be read from
	// the index rather than sorted.
	mostFound = 20
)

// search looks for words in the rows of a table that have ids.
type search struct {
	store   *Store
	table   catalog.Table
	words   fold.Search
	columns []string
	where   string // that rows r must satisfy
	args    []any
	limit   int // how many rows are enough; 0 for all
}

// found collects what the runs of a search have found.
type found struct {
	lock  sync.Mutex
	runs  [][]int64 // by number, nil while one is searched
	after int64     // the last id of the runs
	over  bool      // there are no further runs, or they are not needed
}

// ids are the ids of the rows that are found, in order.
func (s search) ids(ctx context.Context) ([]int64, error) {
	f := found{after: math.MinInt64}
	group, ctx := errgroup.WithContext(ctx)
	for range min(searchers, runtime.GOMAXPROCS(0)) {
		group.Go(func() error {
			return s.store.company.Read(ctx, func(tx *sql.Tx) error {
				for {
					if more, err := s.run(ctx, tx, &f); err != nil || !more {
						return err
					}
				}
			})
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	ids := slices.Concat(f.runs...)
	if s.limit > 0 {
		ids = ids[:min(len(ids), s.limit)]
	}
	return ids, nil
}

// run searches the next run of rows, and reports whether there was one.
func (s search) run(ctx context.Context, tx *sql.Tx, f *found) (more bool, err error) {
	number, after, last, err := s.next(ctx, tx, f)
	if err != nil || !last.Valid {
		return false, err
	}
	texts, err := selectGathered(ctx, tx, s.table, s.columns, "_row_id > ? AND _row_id <= ? AND "+s.where, append([]any{after, last.Int64}, s.args...)...)
	if err != nil {
		return false, err
	}
	ids, err := s.words.Among(texts)
	if err != nil {
		return false, err
	}
	slices.Sort(ids)
	f.lock.Lock()
	defer f.lock.Unlock()
	f.runs[number] = append([]int64{}, ids...)
	f.over = f.over || s.limit > 0 && f.first() >= s.limit
	return true, err
}

// next returns the number of the next run, the id behind which it begins and its last
// one; none where there is no further run.
func (s search) next(ctx context.Context, tx *sql.Tx, f *found) (number int, after int64, last sql.NullInt64, err error) {
	f.lock.Lock()
	defer f.lock.Unlock()
	if f.over {
		return 0, 0, last, nil
	}
	number, after = len(f.runs), f.after
	if last, err = selectRun(ctx, tx, s.table, after, s.store.runRows); err != nil || !last.Valid {
		f.over = true
		return 0, 0, last, err
	}
	f.after, f.runs = last.Int64, append(f.runs, nil)
	return number, after, last, nil
}

// first is how many rows were found in the first runs, up to one that is still searched.
func (f *found) first() int {
	n := 0
	for _, ids := range f.runs {
		if ids == nil {
			break
		}
		n += len(ids)
	}
	return n
}

// searches reports whether a query searches a table whose rows have ids, which is done
// run by run.
func searches(t catalog.Table, q Query) bool {
	return t.RowID != "" && q.Contacts == nil && !fold.NewSearch(q.Search).Empty()
}

// search returns the ids of the rows that a query finds, in order.
func (s *Store) search(ctx context.Context, t catalog.Table, q Query) ([]int64, error) {
	runs := search{store: s, table: t, words: fold.NewSearch(q.Search), columns: searched(t)}
	err := s.company.Read(ctx, func(tx *sql.Tx) (err error) {
		runs.where, runs.args, err = s.conditions(ctx, tx, t, q)
		return err
	})
	if err != nil {
		return nil, err
	}
	ids, err := runs.ids(ctx)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	var sorted []int64
	err = s.company.Read(ctx, func(tx *sql.Tx) (err error) {
		sorted, err = s.sortIDs(ctx, tx, t, q, ids)
		return err
	})
	return sorted, err
}

// sortIDs returns the ids in the order of a query.
func (s *Store) sortIDs(ctx context.Context, tx *sql.Tx, t catalog.Table, q Query, ids []int64) ([]int64, error) {
	all := Query{SortBy: q.SortBy, Descending: q.Descending}
	n, err := countRows(ctx, tx, t)
	if err != nil {
		return nil, err
	}
	if !indexed(t, q.SortBy) || len(ids)*mostFound < n {
		all.Contacts = ids
		return s.selectIDs(ctx, tx, t, all, 0)
	}
	sorted, err := s.selectIDs(ctx, tx, t, all, 0)
	return slices.DeleteFunc(sorted, func(id int64) bool {
		_, ok := slices.BinarySearch(ids, id)
		return !ok
	}), err
}

// First returns rows that a search finds at once, while List looks for all of them: the
// first ones in their order, else the contacts that begin with what is searched for.
// ordered says that they are the first ones, so that the others come behind them. There
// may be no rows.
func (s *Store) First(ctx context.Context, table string, q Query) (l *List, ordered bool, err error) {
	t := s.company.Catalog().Must(table).WithFlowFields()
	l = &List{store: s, table: t, query: q}
	if !searches(t, q) {
		return l, false, nil
	}
	err = s.company.Read(ctx, func(tx *sql.Tx) error {
		if indexed(t, q.SortBy) {
			short, cancel := context.WithTimeout(ctx, firstMoment)
			defer cancel()
			err := s.selectFirst(short, tx, t, q, firstRows, func(id int64) { l.ids = append(l.ids, id) })
			if err != nil && (short.Err() == nil || ctx.Err() != nil) {
				return err
			}
			ordered = len(l.ids) > 0
		}
		if ordered || t.Key != catalog.Contact {
			return nil
		}
		beginning, err := selectBeginning(ctx, tx, strings.TrimSpace(q.Search), firstRows)
		if err != nil || len(beginning) == 0 {
			return err
		}
		narrow := q
		narrow.Contacts = beginning
		l.ids, err = s.selectIDs(ctx, tx, t, narrow, 0)
		return err
	})
	l.length = len(l.ids)
	return l, ordered, err
}
