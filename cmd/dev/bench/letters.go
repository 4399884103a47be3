package main

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"os"
	"path/filepath"
	"strings"

	"winnow/core/mail"
	"winnow/core/merge"
)

// letters measures a document of letters to everybody beside one of constants.
func (b *bench) letters(ctx context.Context) error {
	no, err := b.everybody(ctx)
	if err != nil {
		return err
	}
	path, plain, template := filepath.Join(b.folder, "ours.docx"), filepath.Join(b.folder, "bare.docx"), filepath.Join(b.folder, "template.docx")
	if err := writeTemplate(template); err != nil {
		return err
	}
	count := 0
	err = b.beside(func() error {
		result, err := merge.Merge(ctx, b.company, b.store, no, merge.Options{Path: path, File: template, Force: true})
		count = result.Letters
		return err
	}, func() error { return writeLetters(plain, count) }, func() Row {
		return Row{Name: "Letters in one document", Beside: fmt.Sprintf("an archive of %d constant letters", count),
			aim: aim{ratio: 1, level: true, but: "reading the lines twice, to tell first what is missing, and packing texts that differ take the time"}}
	})
	if err != nil {
		return err
	}
	return errors.Join(b.store.DeleteSegment(ctx, no), os.Remove(path), os.Remove(plain), os.Remove(template))
}

// mails measures drafts of e-mails to everybody in one file beside one of constants.
func (b *bench) mails(ctx context.Context) error {
	no, err := b.everybody(ctx)
	if err != nil {
		return err
	}
	path, plain := filepath.Join(b.folder, "ours.mbox"), filepath.Join(b.folder, "bare.mbox")
	template, err := mail.ParseTemplate("Subject: Our fair in {{City}}\n\n{{Greeting Formal}}\n\nWe are glad to invite you to our fair in spring, and to hear from you.\n\n{{Salesperson Name}}\n")
	if err != nil {
		return err
	}
	count := 0
	err = b.beside(func() error {
		result, err := mail.Write(ctx, b.company, b.store, no, mail.Options{Mbox: path, Template: template, From: "sales@example.com", Force: true})
		count = result.Rows
		return err
	}, func() error { return writeMails(plain, count) }, func() Row {
		return Row{Name: "E-mails in one file", Beside: fmt.Sprintf("the standard library's encoders, %d constant messages", count),
			aim: aim{ratio: 1, level: true, but: "reading the lines, and filling in the template for each, take the time"}}
	})
	if err != nil {
		return err
	}
	return errors.Join(b.store.DeleteSegment(ctx, no), os.Remove(path), os.Remove(plain))
}

// writeMails writes so many messages of constants.
func writeMails(path string, count int) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	out := bufio.NewWriter(f)
	text := "Dear Mrs. Smith,\n\nWe are glad to invite you to our fair in spring, and to hear from you.\n\nLina Townsend\n"
	for range count {
		if _, err := fmt.Fprintf(out, "From - Mon Nov 23 00:00:00 2026\nSubject: %s\nFrom: sales@example.com\nTo: ann@example.com\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n",
			mime.QEncoding.Encode("utf-8", "Our fair in London")); err != nil {
			return err
		}
		body := quotedprintable.NewWriter(out)
		if _, err := io.WriteString(body, text); err != nil {
			return err
		}
		if err := body.Close(); err != nil {
			return err
		}
	}
	return out.Flush()
}

// The document's text: what stands round the letters, the paragraphs of one, with
// a %s for what a field or a constant says, and the end of its section.
const (
	letterHead    = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	letterPara    = `<w:p><w:pPr><w:jc w:val="both"/></w:pPr><w:r><w:t xml:space="preserve">We are glad to invite you to our fair in spring, and to hear from you, </w:t></w:r>%s</w:p>`
	letterSection = `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>`
	letterTail    = `</w:body></w:document>`
)

// letterFields are the fields of the template's paragraphs.
var letterFields = []string{"Full_Name", "Address_Block", "Greeting_Formal", "City", "Salesperson_Name", "Segment_No"}

func writeTemplate(path string) error {
	return writePackage(path, func(document io.Writer) error {
		body := ""
		for _, name := range letterFields {
			body += fmt.Sprintf(letterPara, `<w:fldSimple w:instr=" MERGEFIELD `+name+` "><w:r><w:t>field</w:t></w:r></w:fldSimple>`)
		}
		_, err := io.WriteString(document, letterHead+body+letterSection+letterTail)
		return err
	})
}

// writeLetters writes so many letters of constants.
func writeLetters(path string, count int) error {
	letter := strings.Repeat(fmt.Sprintf(letterPara, `<w:r><w:t xml:space="preserve">12 High Street, London</w:t></w:r>`), len(letterFields)) +
		`<w:p><w:pPr>` + letterSection + `</w:pPr></w:p>`
	return writePackage(path, func(document io.Writer) error {
		if _, err := io.WriteString(document, letterHead); err != nil {
			return err
		}
		for range count {
			if _, err := io.WriteString(document, letter); err != nil {
				return err
			}
		}
		_, err := io.WriteString(document, letterSection+letterTail)
		return err
	})
}

// writePackage writes the file of a document whose text fill writes.
func writePackage(path string, fill func(io.Writer) error) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	z := zip.NewWriter(f)
	z.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flateLevel) })
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
	} {
		to, err := z.Create(part[0])
		if err != nil {
			return err
		}
		if _, err := io.WriteString(to, part[1]); err != nil {
			return err
		}
	}
	document, err := z.Create("word/document.xml")
	if err != nil {
		return err
	}
	if err := fill(document); err != nil {
		return err
	}
	return z.Close()
}

// flateLevel is how hard both documents are packed.
const flateLevel = 3
