package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/inputfile"
	"winnow/core/salvage"
	"winnow/core/segment"
)

type backupCommand struct {
	File           string  `arg:"" help:"The file to write."`
	Force          bool    `help:"Replace an existing file."`
	PassphraseFile *string `placeholder:"FILE" help:"Encrypt the copy with the passphrase on the first line of this file; - is the standard input."`
}

func (backupCommand) Help() string {
	return `Example:

	winnowctl backup company-2026-11-23.winnow
	winnowctl backup company-2026-11-23.winnow.age --passphrase-file secret.txt`
}

func (c *backupCommand) Run(ctx context.Context, s *session) error {
	return s.withCompany(ctx, func(open *company.Company, _ *segment.Store) error {
		passphrase, err := s.passphrase(c.PassphraseFile)
		if err != nil {
			return err
		}
		if c.PassphraseFile == nil {
			err = open.Backup(ctx, c.File, c.Force)
		} else {
			err = open.BackUpSealed(ctx, c.File, c.Force, passphrase)
		}
		if err != nil {
			return err
		}
		if s.json {
			return s.printJSON(object{{"file", c.File}})
		}
		s.print("backed up to %s", c.File)
		return nil
	})
}

// passphrase reads the first line of a file; "" where none is named.
func (s *session) passphrase(path *string) (string, error) {
	var from io.Reader = s.in
	switch {
	case path == nil:
		return "", nil
	case *path != "-":
		f, err := inputfile.Open(*path)
		if err != nil {
			return "", inputfile.Problem(*path, err)
		}
		defer f.Close()
		from = f
	}
	line, err := bufio.NewReader(io.LimitReader(from, maxPassphrase)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", inputfile.Problem(*path, err)
	}
	if len(line) == maxPassphrase {
		return "", core.NewProblem(core.Invalid, "winnowctl.first_line_of_file_is_too_long", "file", *path)
	}
	return strings.TrimRight(line, "\r\n"), nil
}

// maxPassphrase bounds how much is read of a passphrase.
const maxPassphrase = 1 << 12

type restoreCommand struct {
	Backup         string  `arg:"" help:"The backup file."`
	Replace        bool    `help:"Rename an existing company file, adding today's date, instead of refusing."`
	PassphraseFile *string `placeholder:"FILE" help:"The passphrase of an encrypted backup, on the first line of this file; - is the standard input."`
}

func (restoreCommand) Help() string {
	return `The backup is checked first. It becomes the company file that --db or $WINNOW_DB names. An existing company file is never overwritten.

Example:

	winnowctl restore company-2026-11-23.winnow --db company.winnow --replace`
}

func (c *restoreCommand) Run(ctx context.Context, s *session) error {
	passphrase, err := s.passphrase(c.PassphraseFile)
	if err != nil {
		return err
	}
	kept, err := company.Restore(ctx, company.RestoreParams{Backup: c.Backup, Passphrase: passphrase, Path: s.path, Replace: c.Replace, Now: s.now()})
	if err != nil {
		return err
	}
	if s.json {
		return s.printJSON(object{{"file", s.path}, {"kept", kept}})
	}
	s.print("restored to %s", s.path)
	if kept != "" {
		s.print("the company file that was there before is now %s", kept)
	}
	return nil
}

type checkCommand struct{}

func (checkCommand) Help() string {
	return `Each fault is printed on its own line; the exit status is 1 if there are any.

Example:

	winnowctl check`
}

func (c *checkCommand) Run(ctx context.Context, s *session) error {
	var faults []core.Message
	err := s.withCompany(ctx, func(open *company.Company, _ *segment.Store) (err error) {
		faults, err = salvage.Check(ctx, open)
		return err
	})
	if err != nil {
		return err
	}
	switch {
	case s.json:
		if faults == nil {
			faults = []core.Message{}
		}
		err = s.printJSON(object{{"sound", len(faults) == 0}, {"faults", faults}})
	case len(faults) == 0:
		s.print("the company file is sound")
	default:
		for _, fault := range faults {
			s.print("%s", fault)
		}
	}
	if err != nil || len(faults) == 0 {
		return err
	}
	if err := s.out.Flush(); err != nil {
		return err
	}
	return core.NewProblem(core.Unusable, "winnowctl.company_file_is_not_sound_faults_restore", "faults", len(faults))
}
