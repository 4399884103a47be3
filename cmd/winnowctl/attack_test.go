package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// mostMemory is what an import may take, in kilobytes, whatever the file.
const mostMemory = 512 << 10

// Files made to harm are refused in one clear line or read for what they are,
// in bounded memory, and the company stays as it was where they are refused.
func TestAttacks(t *testing.T) {
	if raced {
		t.Skip("memory is measured without the race detector")
	}
	sheet := func(xml string) []part {
		return workbook(strings.NewReader(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`+xml+`</worksheet>`), nil)
	}
	head := `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>No.</t></is></c><c r="B1" t="inlineStr"><is><t>Name</t></is></c></row>`
	row := `<row><c t="inlineStr"><is><t>C1</t></is></c><c t="inlineStr"><is><t>Anna</t></is></c></row>`
	for _, a := range []struct {
		name, file string
		write      func(io.Writer) error
		wrong      string // what is said, or "" where it is read
	}{
		{"a sheet that unpacks without end", "bomb.xlsx", packed(workbook(endless(head, "<row><c/></row>", 640<<20), nil)), "Contact, row"},
		{"texts that unpack without end", "texts.xlsx", packed(workbook(strings.NewReader(head+row+"</sheetData>"),
			endless(`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`, "<si><t>abcdefgh</t></si>", 640<<20))), "texts.xlsx"},
		{"a text without end", "text.xlsx", packed(workbook(endless(head+`<row><c t="inlineStr"><is><t>`, "abcdefgh", 640<<20), nil)), "Contact, row"},
		{"elements in elements without end", "deep.xlsx", packed(workbook(endless(head, "<a>", 100<<20), nil)), "Contact, row"},
		{"an attribute without end", "attribute.xlsx", packed(workbook(endless(head+`<row r="`, "1", 600<<20), nil)), "Contact, row"},
		{"entities of entities", "entities.xlsx", packed(sheet(`<!DOCTYPE a [<!ENTITY b "cccccccccc"><!ENTITY d "&b;&b;&b;&b;">]>` + head + `<row><c t="inlineStr"><is><t>&d;</t></is></c></row></sheetData>`)), "Contact, row"},
		{"a size that is a lie", "lie.xlsx", packed(sheet(`<dimension ref="A1:XFD1048576"/>` + head + row + `</sheetData>`)), ""},
		{"cells that cannot be", "far.xlsx", packed(sheet(head + `<row r="999999999999"><c r="ZZZZZZZZ99999999999" t="inlineStr"><is><t>x</t></is></c></row></sheetData>`)), "Contact, row"},
		{"a way out of the folder", "way.xlsx", packed(append(sheet(head+row+"</sheetData>"), part{"../../../../tmp/winnow-was-here", strings.NewReader("x")})), ""},
		{"links to elsewhere", "links.xlsx", packed(append(sheet(head+row+"</sheetData>"), part{"xl/externalLinks/externalLink1.xml", strings.NewReader(`<externalLink/>`)})), ""},
		{"a CSV with zero bytes", "Contact.csv", plain("No.,Name\nC1,An\x00na\n"), ""},
		{"a line of 100 MB", "long/Contact.csv", func(w io.Writer) error {
			_, err := io.Copy(w, endless("No.,Name\nC1,\"", "abcdefgh", 100<<20))
			return err
		}, "Contact.csv"},
		{"a card of 100 MB", "cards.vcf", func(w io.Writer) error {
			_, err := io.Copy(w, endless("BEGIN:VCARD\nVERSION:4.0\nFN:", "abcdefgh", 100<<20))
			return err
		}, "cards.vcf"},
		{"columns without end", "wide/Contact.csv", func(w io.Writer) error { _, err := io.Copy(w, endless("No.", ",x", 12<<20)); return err }, "Contact.csv"},
		{"a name that is a formula", "formula/Contact.csv", plain("No.,Name\nC1,\"=cmd|'/c calc'!A0\"\n"), ""},
		{"a name that is SQL", "sql/Contact.csv", plain("No.,Name\nC1,\"'); DROP TABLE contact; --\"\n"), ""},
	} {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			company, path := filepath.Join(folder, "company.winnow"), filepath.Join(folder, a.file)
			if out, err := command(t.Context(), company, []string{"new"}).CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			write(t, path, a.write)
			before := state(t, company)
			run := command(t.Context(), company, []string{"import", path})
			out, err := run.CombinedOutput()
			if used := run.ProcessState.SysUsage().(*syscall.Rusage).Maxrss; used > mostMemory {
				t.Errorf("it took %d MB", used>>10)
			}
			if a.wrong == "" {
				if err != nil {
					t.Errorf("%v\n%s", err, out)
				}
				return
			}
			if run.ProcessState.ExitCode() != 1 || !bytes.HasPrefix(out, []byte("winnowctl: ")) || !bytes.Contains(out, []byte(a.wrong)) || len(out) > 2000 {
				t.Errorf("%v\n%.300s", err, out)
			}
			if diff := cmp.Diff(before, state(t, company)); diff != "" {
				t.Error("the company has changed")
			}
		})
	}
}

// part is a file in a workbook.
type part struct {
	name    string
	content io.Reader
}

// workbook is a workbook with one sheet, Contact.
func workbook(sheet, texts io.Reader) []part {
	links := ""
	if texts != nil {
		links = `<Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>`
	}
	parts := []part{
		{"[Content_Types].xml", strings.NewReader(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`)},
		{"_rels/.rels", strings.NewReader(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`)},
		{"xl/workbook.xml", strings.NewReader(`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Contact" sheetId="1" r:id="r1"/></sheets></workbook>`)},
		{"xl/_rels/workbook.xml.rels", strings.NewReader(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>` + links + `</Relationships>`)},
		{"xl/worksheets/sheet1.xml", sheet},
	}
	if texts != nil {
		parts = append(parts, part{"xl/sharedStrings.xml", texts})
	}
	return parts
}

// packed writes parts as a workbook.
func packed(parts []part) func(io.Writer) error {
	return func(w io.Writer) error {
		archive := zip.NewWriter(w)
		for _, p := range parts {
			into, err := archive.Create(p.name)
			if err != nil {
				return err
			}
			if _, err := io.Copy(into, p.content); err != nil {
				return err
			}
		}
		return archive.Close()
	}
}

func plain(text string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, text); return err }
}

// endless reads as a text and then another, over and over, up to so many bytes.
func endless(first, again string, size int64) io.Reader {
	return io.MultiReader(strings.NewReader(first), io.LimitReader(&repeated{text: strings.Repeat(again, 1+(1<<16)/len(again))}, size))
}

type repeated struct {
	text string
	at   int
}

func (r *repeated) Read(p []byte) (int, error) {
	n := copy(p, r.text[r.at:])
	r.at = (r.at + n) % len(r.text)
	return n, nil
}

func write(t *testing.T, path string, fill func(io.Writer) error) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := fill(f); err != nil {
		t.Fatal(fmt.Errorf("write %s: %w", path, err))
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
