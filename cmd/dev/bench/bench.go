package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/record"
	"winnow/core/sample"
	"winnow/core/segment"
)

// today is the day that the companies and the filters stand on.
const today = "2026-11-23"

// part is some rows that are measured together.
type part struct {
	name    string
	measure func(*bench, context.Context) error
}

// parts are what is measured, in this order.
var parts = []part{
	{"related", (*bench).related}, {"hub", (*bench).hub}, {"opening", (*bench).opening}, {"adds", (*bench).adds}, {"removals", (*bench).removals},
	{"moves", (*bench).moves}, {"preparing", (*bench).preparing}, {"previews", (*bench).previews}, {"alternatives", (*bench).alternatives},
	{"parts", (*bench).parts}, {"comparison", (*bench).comparison}, {"refreshing", (*bench).refreshing}, {"worked-out", (*bench).workedOut},
	{"default-fields", (*bench).defaultFields}, {"cancelling", (*bench).cancelling}, {"log", (*bench).log}, {"line-pages", (*bench).linePages},
	{"facets", (*bench).facets}, {"contact-pages", (*bench).contactPages}, {"pictures", (*bench).pictures}, {"export", (*bench).export},
	{"labels", (*bench).labels}, {"covers", (*bench).covers}, {"letters", (*bench).letters}, {"mails", (*bench).mails},
	{"import-folder", (*bench).importFolder}, {"import-workbook", (*bench).importWorkbook}, {"import-list", (*bench).importList}, {"keys", (*bench).keys},
}

// run makes a company of so many contacts in an empty folder and measures the parts named
// in only, or all where it names none. done receives every row as it is measured.
func run(ctx context.Context, folder string, contacts int, only []string, done func(Row)) (rows []Row, err error) {
	b := &bench{folder: folder, contacts: contacts, done: done, env: filter.Env{Today: today}}
	path, copied := filepath.Join(folder, "bench.winnow"), filepath.Join(folder, "bare.winnow")
	err = company.Make(ctx, path, func(c *company.Company) error {
		return sample.Fill(ctx, c, sample.Options{Contacts: contacts, Seed: 1, Today: today})
	})
	if err != nil {
		return nil, err
	}
	if err := copyFile(path, copied); err != nil {
		return nil, fmt.Errorf("copy the company: %w", err)
	}
	if b.company, err = company.Open(ctx, path); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, b.company.Close()) }()
	b.store, b.records = segment.New(b.company), record.New(b.company)
	if b.bare, err = openBare(copied); err != nil {
		return nil, fmt.Errorf("open the bare copy: %w", err)
	}
	defer func() { err = errors.Join(err, b.bare.Close()) }()
	if err := b.prepare(ctx); err != nil {
		return nil, fmt.Errorf("prepare the bare copy: %w", err)
	}
	for _, p := range parts {
		if len(only) > 0 && !slices.Contains(only, p.name) {
			continue
		}
		if err := p.measure(b, ctx); err != nil {
			return b.rows, err
		}
	}
	return b.rows, nil
}

type bench struct {
	folder   string
	contacts int
	company  *company.Company
	store    *segment.Store
	records  *record.Store
	env      filter.Env
	bare     *sql.DB
	// since is a day after which about half of the contacts have interactions.
	since string
	// These are the numbers of the contacts up to which there is such a part of all.
	thousandth, tenth, quarter, half, threeQuarters string

	done func(Row)
	rows []Row
}

// related counts the rows that belong to contacts.
func (b *bench) related(ctx context.Context) error {
	n := 0
	for _, t := range catalog.Tables() {
		if t.Owner == "" && !t.Entries {
			continue
		}
		rows, err := b.records.Count(ctx, t.Key)
		if err != nil {
			return err
		}
		n += rows
	}
	b.add(Row{Name: "Related rows of a contact", Number: float64(n) / float64(b.contacts), Unit: "rows"})
	return nil
}

// newSegment makes a segment without lines.
func (b *bench) newSegment(ctx context.Context) (string, error) {
	return b.store.CreateSegment(ctx, "", nil, b.env)
}

// everybody makes a segment of all contacts that can be on one.
func (b *bench) everybody(ctx context.Context) (string, error) {
	no, err := b.newSegment(ctx)
	if err != nil {
		return "", err
	}
	return no, b.act(ctx, no, "add", nil)()
}

func copyFile(from, to string) error {
	content, err := os.Open(from)
	if err != nil {
		return err
	}
	defer content.Close()
	file, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, content)
	return errors.Join(err, file.Close())
}

// inOrder runs them up to the first error.
func inOrder(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
