// Package bench measures what Winnow does beside the least that any program
// must do for the same effect: one bare SQL statement, or a workbook of
// constants. Both are measured in one run on one machine, so that their ratio
// means something where their times do not. It never prints.
package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/sample"
	"winnow/core/segment"
)

// Row is one thing measured.
type Row struct {
	Contacts int    `json:"contacts"`
	Name     string `json:"name"`
	// Ours and Bare are the best times of a few, in milliseconds.
	Ours float64 `json:"ours_ms"`
	Bare float64 `json:"bare_ms"`
	// Ratio is Ours by Bare.
	Ratio float64 `json:"ratio"`
	// Beside says what the bare time is the time of.
	Beside string `json:"beside"`
}

// today is the day that the companies and the filters stand on.
const today = "2026-11-23"

// repeats is how often what is quick is measured; the best time counts.
const repeats = 3

// Run makes a company of so many contacts in an empty folder and measures on it.
// done is told the name of what was measured.
func Run(ctx context.Context, folder string, contacts int, done func(name string)) (rows []Row, err error) {
	b := &bench{ctx: ctx, folder: folder, contacts: contacts, done: done}
	if b.company, err = company.Create(ctx, filepath.Join(folder, "bench.winnow")); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.company.Close()) }()
	if err := sample.Fill(ctx, b.company, sample.Options{Contacts: contacts, Seed: 1, Today: today}); err != nil {
		return nil, err
	}
	b.store, b.env = segment.New(b.company), filter.Env{Today: today}
	copied := filepath.Join(folder, "bare.winnow")
	if err := b.company.Backup(ctx, copied, false); err != nil {
		return nil, err
	}
	if b.bare, err = openBare(copied); err != nil {
		return nil, fmt.Errorf("open the bare copy: %w", err)
	}
	defer func() { err = errors.Join(err, b.bare.Close()) }()
	if err := b.prepare(); err != nil {
		return nil, fmt.Errorf("prepare the bare copy: %w", err)
	}
	for _, part := range []func() error{b.adds, b.removals, b.previews, b.page, b.export, b.imports} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	return b.rows, nil
}

type bench struct {
	ctx      context.Context
	folder   string
	contacts int
	company  *company.Company
	store    *segment.Store
	env      filter.Env
	bare     *sql.DB
	// since is a day after which about half of the contacts have interactions.
	since string
	done  func(string)
	rows  []Row
}

// timed returns how long do takes.
func timed(do func() error) (time.Duration, error) {
	began := time.Now()
	err := do()
	return time.Since(began), err
}

// best keeps the shortest of several times.
type best time.Duration

func (b *best) of(do func() error) error {
	took, err := timed(do)
	if err == nil && (*b == 0 || took < time.Duration(*b)) {
		*b = best(took)
	}
	return err
}

func (b best) milliseconds() float64 { return float64(b) / float64(time.Millisecond) }

// record adds a row.
func (b *bench) record(name string, ours, bare best, beside string) {
	row := Row{Contacts: b.contacts, Name: name, Ours: ours.milliseconds(), Bare: bare.milliseconds(), Beside: beside}
	if bare > 0 {
		row.Ratio = row.Ours / row.Bare
	}
	b.rows = append(b.rows, row)
	if b.done != nil {
		b.done(name)
	}
}

// newSegment makes a segment without lines.
func (b *bench) newSegment() (string, error) {
	return b.store.CreateSegment(b.ctx, "", nil, b.env)
}
