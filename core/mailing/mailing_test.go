package mailing_test

import (
	"archive/zip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	netmail "net/mail"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/mail"
	"winnow/core/mailing"
	"winnow/core/mailrow"
	"winnow/core/merge"
	"winnow/core/output"
	"winnow/core/sample"
)

// letter is a Word template that is a file.
func letter(b *coretest.Book) string {
	b.T.Helper()
	document, err := sample.Letter()
	if err != nil {
		b.T.Fatal(err)
	}
	b.Write("letter.docx", string(document))
	return b.Path("letter.docx")
}

// text is the e-mails' template.
func text() *mail.Options {
	return &mail.Options{Template: mail.Template{Subject: "{{Contact No}}", Text: "Hello {{Full Name}}"}}
}

var number = regexp.MustCompile(`N\d{3}N`)

// found returns the contacts, whose names are numbers, in the parts of a mailing, as
// other readers find them.
func found(t *testing.T, folder string) (letters, mails, rest []string) {
	t.Helper()
	documents, err := filepath.Glob(filepath.Join(folder, "letters*.docx"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range documents {
		z, err := zip.OpenReader(path)
		if err != nil {
			t.Fatal(err)
		}
		part, err := z.Open("word/document.xml")
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err := errors.Join(err, part.Close(), z.Close()); err != nil {
			t.Fatal(err)
		}
		for _, name := range number.FindAllString(string(content), -1) {
			if !slices.Contains(letters, name) {
				letters = append(letters, name)
			}
		}
	}
	drafts, err := filepath.Glob(filepath.Join(folder, "mails", "*.eml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range drafts {
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		m, err := netmail.ReadMessage(file)
		if err := errors.Join(err, file.Close()); err != nil {
			t.Fatal(err)
		}
		mails = append(mails, m.Header.Get("Subject"))
	}
	if list, err := os.ReadFile(filepath.Join(folder, "rest.csv")); err == nil {
		rows, err := csv.NewReader(strings.NewReader(string(list))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			rest = append(rest, row[0])
		}
	}
	return letters, mails, rest
}

// Whatever the lines say, everybody who may be written to is in one of the three parts,
// and nobody in two.
func TestNobodyIsLostOrTwice(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		b := coretest.NewSpring(t)
		blank := rapid.SampledFrom([]mailrow.Way{"", mailrow.ByLetter, mailrow.ByMail, mailrow.ByHand}).Draw(r, "blank")
		var letters, mails, rest []string
		var people []coretest.Contact
		for i := range rapid.IntRange(1, 12).Draw(r, "people") {
			no := fmt.Sprintf("N%03dN", i)
			kind := rapid.IntRange(0, 3).Draw(r, "correspondence type")
			address := rapid.SampledFrom([]string{"", "x", fmt.Sprintf("%d@x.test", i)}).Draw(r, "e-mail")
			blocked := rapid.IntRange(0, 5).Draw(r, "blocked") == 0
			people = append(people, coretest.Contact{No: no, Pairs: []any{"name", no, "address", "High Street", "correspondence_type", kind, "e_mail", address, "privacy_blocked", blocked}})
			byMail := kind == 2 || kind == 0 && blank == mailrow.ByMail
			switch {
			case blocked:
			case kind == 1, kind == 0 && blank == mailrow.ByLetter:
				letters = append(letters, no)
			case byMail && strings.Contains(address, "@"):
				mails = append(mails, no)
			default:
				rest = append(rest, no)
			}
		}
		b.Contacts(people...)
		o := mailing.Options{Folder: b.Path("out"), Letter: merge.Options{File: letter(b)}, Mail: text(), Blank: blank}
		plan, err := mailing.Preview(b.Context(), b.Company, b.Store, b.No, o)
		if err != nil {
			r.Fatal(err)
		}
		result, err := mailing.Write(b.Context(), b.Company, b.Store, b.No, o)
		if len(letters)+len(mails)+len(rest) == 0 {
			if !core.IsKind(err, core.Invalid) {
				r.Fatalf("nobody: %v", err)
			}
			return
		}
		if err != nil {
			r.Fatal(err)
		}
		gotLetters, gotMails, gotRest := found(t, o.Folder)
		for _, c := range []struct {
			want, got []string
			said      int
			planned   mailing.Part
		}{{letters, gotLetters, result.Letters, plan.Letters}, {mails, gotMails, result.Mails, plan.Mails}, {rest, gotRest, result.Rest, plan.Rest}} {
			slices.Sort(c.got)
			if !slices.Equal(c.want, c.got) || c.said != len(c.want) || c.planned.Count != len(c.want) || len(c.planned.Contacts) != len(c.want) {
				r.Errorf("%q, not %q; told %d, planned %+v", c.got, c.want, c.said, c.planned)
			}
		}
	})
}

// A mailing is whole or not there, and the log has it once.
func TestWholeOrNotThere(t *testing.T) {
	t.Parallel()
	b := coretest.NewSpring(t)
	b.Line("N001N", "name", "N001N", "correspondence_type", 1)
	b.Line("N002N", "name", "N002N", "correspondence_type", 2, "e_mail", "x@x.test")
	b.Line("N003N", "name", "N003N", "correspondence_type", 2)
	o := mailing.Options{Folder: b.Path("out"), Letter: merge.Options{File: letter(b)}}
	refused := func(kind core.Kind, o mailing.Options) {
		t.Helper()
		if _, err := mailing.Write(b.Context(), b.Company, b.Store, b.No, o); !core.IsKind(err, kind) {
			t.Errorf("the error is %v", err)
		}
		coretest.Same(t, []string{"letter.docx"}, b.Files())
	}
	refused(core.Invalid, o) // no template for the e-mail
	o.Mail = &mail.Options{Template: mail.Template{Subject: "x", Text: "{{Nothing}}"}}
	refused(core.Invalid, o)
	o.Mail = text()
	o.Letter = merge.Options{Template: "NONE"}
	refused(core.NotFound, o)
	o.Letter = merge.Options{File: b.Path("letter.docx")}
	o.Blank = "post"
	refused(core.Invalid, o)
	o.Blank = ""
	entries := func() []string {
		list, err := output.List(b.Context(), b.Company)
		if err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, e := range list {
			texts = append(texts, fmt.Sprintln(e.What, e.SegmentNo, e.Rows, e.Target == o.Folder))
		}
		return texts
	}
	coretest.Same(t, 0, len(entries()))
	r, err := mailing.Write(b.Context(), b.Company, b.Store, b.No, o)
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, mailing.Result{Folder: o.Folder, Letters: 1, Mails: 1, Rest: 1}, r)
	coretest.Same(t, []string{"Mailing " + b.No + " 3 true\n"}, entries())
	if _, err := mailing.Write(b.Context(), b.Company, b.Store, b.No, o); !core.IsKind(err, core.Exists) {
		t.Errorf("again: %v", err)
	}
}
