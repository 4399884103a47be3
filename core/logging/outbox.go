package logging

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"winnow/core"
	"winnow/core/atomicfile"
	"winnow/core/company"
	"winnow/core/document"
	"winnow/core/docx"
	"winnow/core/inputfile"
	"winnow/core/mail"
	"winnow/core/mailrow"
	"winnow/core/merge"
	"winnow/core/output"
)

// Send says where what goes out is written.
type Send struct {
	// Letters is the one file for all letters, .docx or .pdf, Mbox the one for all
	// e-mails. Folder is for a file each, of what has no file.
	Letters, Mbox, Folder string
	// Template is a Word template for all that is sent, or a text for the e-mails, in
	// the place of those that the lines have; "" for none.
	Template string

	word, text []byte
}

// read reads the template, and refuses places that are none.
func (s *Send) read() error {
	if s == nil {
		return nil
	}
	if ending := strings.ToLower(filepath.Ext(s.Letters)); s.Letters != "" && ending != ".docx" && ending != ".pdf" {
		return core.NewProblem(core.Invalid, "merge.file_name_of_file_with_letters_ends", "file", s.Letters)
	}
	if s.Template == "" {
		return nil
	}
	if docx.IsTemplate(s.Template) {
		content, err := merge.ReadFile(s.Template)
		s.word = content
		return err
	}
	if _, err := mail.ReadTemplate(s.Template, ""); err != nil {
		return err
	}
	f, err := inputfile.Open(s.Template)
	if err != nil {
		return inputfile.Problem(s.Template, err)
	}
	defer f.Close()
	s.text, err = io.ReadAll(f)
	return inputfile.Problem(s.Template, err)
}

// outbox is where what goes out is made, before it is put in its place.
type outbox struct {
	segment string
	targets []*target
	// letters are the places of letters by their template's id; those that are not there
	// go where the template of 0 goes. mails is the place of e-mails.
	letters map[int64]*target
	mails   *target
	names   map[string]bool
	// at is when it is made, and stamp that of the state that it is made of.
	at    time.Time
	stamp int64
	// subjects are those that the templates of e-mails say, where the lines have none, by
	// the line's place among those that are logged, counted from 0.
	subjects map[int64]string
}

// target is a file or folder to which documents go.
type target struct {
	kind   output.Kind
	path   string
	folder bool
	// made is where it is made, and rows how many documents are in it.
	made string
	rows int
	// undelivered is why it did not take its place.
	undelivered error

	// letters are those of one file, by template.
	letters [][]byte
	source  *source
	mbox    *os.File
	out     *bufio.Writer
}

// letterFile is the file of the letters of one template.
type letterFile struct {
	id       int64
	language string
}

// newOutbox returns the places for letters and e-mails. files are the templates of the
// letters; each has a file of its own where letters go into files.
func (s *Send) newOutbox(no string, files []letterFile, mails bool, at time.Time) *outbox {
	o := &outbox{segment: no, letters: map[int64]*target{}, names: map[string]bool{}, at: at, subjects: map[int64]string{}}
	add := func(kind output.Kind, path string, folder bool) *target {
		t := &target{kind: kind, path: path, folder: folder}
		o.targets = append(o.targets, t)
		return t
	}
	taken := map[string]bool{}
	for _, f := range files {
		switch {
		case s.Letters == "" && o.letters[files[0].id] == nil:
			o.letters[f.id] = add(merge.Kind(), s.Folder, true)
		case s.Letters == "":
			o.letters[f.id] = o.letters[files[0].id]
		default:
			path, ending := s.Letters, filepath.Ext(s.Letters)
			for n := 1; taken[path]; n++ {
				path = strings.TrimSuffix(s.Letters, ending) + "-" + merge.FileName(f.language)
				if n > 1 {
					path += fmt.Sprint("-", n)
				}
				path += ending
			}
			taken[path] = true
			o.letters[f.id] = add(merge.Kind(), path, false)
		}
	}
	switch {
	case mails && s.Mbox != "":
		o.mails = add(mail.Kind(), s.Mbox, false)
	case mails && len(files) > 0 && s.Letters == "":
		o.mails = o.letters[files[0].id]
	case mails:
		o.mails = add(mail.Kind(), s.Folder, true)
	}
	if len(o.targets) == 0 {
		return nil
	}
	return o
}

// changed is the Problem of a segment that needs other places than those that there
// are.
func (o *outbox) changed() error {
	return core.NewProblem(core.Busy, "segment.has_been_changed_since", "segment", o.segment).Hint("segment.nothing_was_changed")
}

// add makes an item's document where it is to go, and returns the subject of an e-mail.
func (o *outbox) add(ctx context.Context, maker *document.Maker, one *source, i item, k document.Kept) (subject string, err error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if i.kind != eMailKind {
		t := o.letters[one.id]
		if t == nil {
			return "", o.changed()
		}
		t.rows++
		if !t.folder {
			packed, err := k.Pack()
			t.source, t.letters = one, append(t.letters, packed)
			return "", err
		}
		made, err := maker.MakeKept(one.document, k)
		if err != nil {
			return "", err
		}
		return "", o.put(t, i.contact, ".docx", made.Content)
	}
	if o.mails == nil {
		return "", o.changed()
	}
	o.mails.rows++
	message, err := maker.Message(one.document, k)
	if err != nil {
		return "", err
	}
	made, err := maker.MakeKept(one.document, k)
	if err != nil {
		return "", err
	}
	if o.mails.folder {
		return message.Subject, o.put(o.mails, i.contact, ".eml", made.Content)
	}
	if o.mails.mbox == nil {
		if o.mails.mbox, err = os.OpenFile(o.mails.made, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600); err != nil {
			return "", err
		}
		o.mails.out = bufio.NewWriter(o.mails.mbox)
	}
	at, err := time.Parse(time.RFC3339, k.Mail.At)
	if err != nil {
		return "", err
	}
	return message.Subject, mail.AppendMbox(o.mails.out, at, made.Content)
}

// put writes a document into a folder, under a name that no other has there.
func (o *outbox) put(t *target, contact mailrow.Contact, ending string, content []byte) error {
	name := merge.FileName(contact.ContactNo + " " + contact.Name)
	unique := name + ending
	for n := 2; o.names[strings.ToLower(unique)]; n++ {
		unique = fmt.Sprintf("%s %d%s", name, n, ending)
	}
	o.names[strings.ToLower(unique)] = true
	return os.WriteFile(filepath.Join(t.made, unique), content, 0o600)
}

// close closes the file of many e-mails.
func (o *outbox) close() error {
	if o.mails == nil || o.mails.mbox == nil {
		return nil
	}
	err := o.mails.mbox.Close()
	o.mails.mbox = nil
	return err
}

// empty removes what was made.
func (o *outbox) empty() error {
	o.names, o.subjects = map[string]bool{}, map[int64]string{}
	for _, t := range o.targets {
		t.rows, t.letters, t.source = 0, nil, nil
		if !t.folder {
			if err := os.Remove(t.made); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			continue
		}
		made, err := os.ReadDir(t.made)
		if err != nil {
			return err
		}
		for _, file := range made {
			if err := os.Remove(filepath.Join(t.made, file.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// finish completes the files of many documents.
func (o *outbox) finish(ctx context.Context, maker *document.Maker) error {
	for _, t := range o.targets {
		if t.mbox != nil {
			if err := t.out.Flush(); err != nil {
				return err
			}
		}
		if t.source != nil {
			if err := t.writeLetters(ctx, maker); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeLetters writes one document with all letters.
func (t *target) writeLetters(ctx context.Context, maker *document.Maker) (err error) {
	template, err := maker.Letter(t.source.document)
	if err != nil {
		return err
	}
	pdf := strings.EqualFold(filepath.Ext(t.path), ".pdf")
	write := func(to io.Writer) error {
		return template.Merge(to, docx.MergeParams{Letters: len(t.letters), PDF: pdf, Each: func(each func(docx.Record) error) error {
			for _, packed := range t.letters {
				k, err := document.Unpack(packed)
				if err != nil {
					return err
				}
				if err := each(k.Letter.Record(t.source.names)); err != nil {
					return err
				}
			}
			return nil
		}})
	}
	file, err := os.OpenFile(t.made, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if closed := file.Close(); err == nil {
			err = closed
		}
	}()
	if pdf {
		return merge.WritePDF(ctx, file, len(t.letters), write)
	}
	return write(file)
}

// place has work make everything and write the log, and puts what was made in its
// place. Once the log is written it stands: a target that cannot take its place then
// says why.
func (o *outbox) place(ctx context.Context, c *company.Company, no string, inputs []string, work func() error) error {
	if o == nil {
		return work()
	}
	logged := false
	var next func(targets []*target) error
	next = func(targets []*target) error {
		if len(targets) == 0 {
			err := work()
			logged = err == nil
			return err
		}
		t := targets[0]
		fill := func(path string) error {
			t.made = path
			return next(targets[1:])
		}
		log := output.Log(ctx, c, func() output.Entry {
			return output.Entry{What: t.kind.Name, SegmentNo: no, Rows: t.rows, Target: absolute(t.path)}
		})
		var err error
		if t.folder {
			err = atomicfile.Folder{Path: t.path, Inputs: inputs, Log: log}.Write(fill)
		} else {
			err = atomicfile.File{Path: t.path, Keep: c.Path(), Inputs: inputs, Log: log}.Fill(fill)
		}
		if err != nil && logged {
			t.undelivered = err
			return nil
		}
		return err
	}
	return next(o.targets)
}

// absolute is where a file is, whatever the folder is that the program runs in.
func absolute(path string) string {
	if whole, err := filepath.Abs(path); err == nil {
		return whole
	}
	return path
}
