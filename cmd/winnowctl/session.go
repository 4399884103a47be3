package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"time"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/output"
	"winnow/core/segment"
)

// session is what every command works with.
type session struct {
	in  io.Reader
	out *bufio.Writer
	err io.Writer
	// path is where the company file is.
	path string
	// env holds what was said on the command line; the rest comes from the
	// company's settings.
	env  filter.Env
	json bool
	// known is which fields the company has that is open.
	known catalog.Catalog
	now   func() time.Time
	wait  *waiting
	// done says that something was changed, which stays so even if what is to be
	// said of it cannot be printed.
	done bool
}

// work is what a command does with an open company.
type work func(c *company.Company, store *segment.Store) error

// withCompany opens the company file for a command.
func (s *session) withCompany(ctx context.Context, do work) error {
	c, err := company.Open(ctx, s.path)
	if err != nil {
		return err
	}
	c.Override, s.known = s.env, c.Catalog()
	err = do(c, segment.New(c))
	s.done = s.done || c.Written() && !output.Undelivered(err)
	return errors.Join(err, c.Close())
}

// withOutput opens the company file for a command by which contacts leave it,
// and tells where no account of that can be kept.
func (s *session) withOutput(ctx context.Context, do work) error {
	return s.withCompany(ctx, func(c *company.Company, store *segment.Store) error {
		err := do(c, store)
		if unlogged := output.Unlogged(c); err == nil && !unlogged.Empty() {
			s.remark("note: %s", unlogged)
		}
		return err
	})
}

// withNewCompany opens the company file, or makes it where there is none. What
// is done must not print: it is done again where another program made the file
// at the same time.
func (s *session) withNewCompany(ctx context.Context, do work) error {
	if _, err := os.Stat(s.path); err == nil {
		return s.withCompany(ctx, do)
	}
	err := s.makeCompany(ctx, do)
	if _, there := os.Stat(s.path); there == nil && core.IsKind(err, core.Exists) {
		return s.withCompany(ctx, do)
	}
	return err
}

// makeCompany makes the company file for a command; where the command fails
// there is none.
func (s *session) makeCompany(ctx context.Context, do work) error {
	err := company.Make(ctx, s.path, func(c *company.Company) error { return do(c, segment.New(c)) })
	s.done = s.done || err == nil
	return err
}

// today is the day that the clock shows.
func (s *session) today() string { return s.now().Format("2006-01-02") }
