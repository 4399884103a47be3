package ownfield

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filterset"
	"winnow/core/profile"
	"winnow/core/saved"
	"winnow/core/segment"
)

// Uses is what uses a field.
type Uses struct {
	// Contacts is how many contacts have something in it.
	Contacts int
	// Segments are the Nos. of segments whose criteria name it, taken back or not.
	Segments []string
	// Criteria are the codes of saved criteria that name it, Sets the names under which
	// filters are kept that name it.
	Criteria, Sets []string
	// Profiles are the names of the export profiles that have it as a column.
	Profiles []string
}

// In tells of them in a person's language: "2 contacts have something in it; criteria of
// segments: SM00001". It implements core.Localizer.
func (u Uses) In(l core.Locale) string {
	said := []string{core.Text("ownfield.contacts_have_something_in_it", "count", u.Contacts).In(l)}
	for _, part := range []struct {
		of    core.Message
		names []string
	}{
		{core.Text("ownfield.used_by_segments"), u.Segments}, {core.Text("ownfield.used_by_criteria"), u.Criteria},
		{core.Text("ownfield.used_by_sets"), u.Sets}, {core.Text("ownfield.used_by_profiles"), u.Profiles},
	} {
		if len(part.names) > 0 {
			said = append(said, part.of.With("names", strings.Join(part.names, ", ")).In(l))
		}
	}
	return strings.Join(said, "; ")
}

// String tells of them in English.
func (u Uses) String() string { return u.In(core.Locale{}) }

// Uses returns what uses a field. The error is a core.Problem where there is none with
// that key.
func (s *Store) Uses(ctx context.Context, key string) (Uses, error) {
	var u Uses
	err := s.company.Read(ctx, func(tx *sql.Tx) error {
		f, err := find(ctx, tx, key)
		if err != nil {
			return err
		}
		if u.Contacts, err = countFilled(ctx, tx, f); err != nil {
			return fmt.Errorf("count the contacts that have %s: %w", key, err)
		}
		u.Segments, err = segment.NamingField(ctx, tx, catalog.Contact, key)
		return err
	})
	if err != nil {
		return u, err
	}
	kept, err := saved.New(s.company).All(ctx)
	if err != nil {
		return u, err
	}
	for _, c := range kept {
		_, steps, err := saved.New(s.company).Find(ctx, c.Code)
		if err != nil {
			return u, err
		}
		if slices.ContainsFunc(steps, func(step criteria.Step) bool { return step.Names(catalog.Contact, key) }) {
			u.Criteria = append(u.Criteria, c.Code)
		}
	}
	sets, err := filterset.New(s.company).Sets(ctx)
	if err != nil {
		return u, err
	}
	for _, set := range sets {
		if set.Step.Names(catalog.Contact, key) {
			u.Sets = append(u.Sets, set.Name)
		}
	}
	profiles, err := profile.New(s.company).All(ctx)
	for _, p := range profiles {
		if slices.Contains(p.Columns, key) {
			u.Profiles = append(u.Profiles, p.Name)
		}
	}
	return u, err
}

// Delete deletes a field with what all contacts have in it; only a backup brings it back.
// Criteria and profiles that name it stay as they are. The error is a core.Problem where
// there is none with that key.
func (s *Store) Delete(ctx context.Context, key string) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		f, err := find(ctx, tx, key)
		if err != nil {
			return err
		}
		if err := remove(ctx, tx, f); err != nil {
			return fmt.Errorf("delete the field %s: %w", key, err)
		}
		return nil
	})
}

// Broken returns the keys of fields whose caption or options cannot be read, which are
// read as well as can be.
func (s *Store) Broken(ctx context.Context) ([]string, error) {
	return company.Read(ctx, s.company, func(tx *sql.Tx) ([]string, error) { return selectBroken(ctx, tx) })
}

// Repair stores the caption and the options of a field as they are read.
func (s *Store) Repair(ctx context.Context, key string) error {
	return s.change(ctx, func(tx *sql.Tx) error {
		f, err := find(ctx, tx, key)
		if err != nil {
			return err
		}
		return update(ctx, tx, f)
	})
}
