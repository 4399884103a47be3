package main

import (
	"bytes"
	"compress/flate"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/output"
	"winnow/core/sample"
	"winnow/core/segment"
	"winnow/data"
	"winnow/data/datatest"
)

// kills is how often each command is killed, unless WINNOW_KILLS says otherwise.
const kills = 4

// victim is a command that is killed while it works.
type victim struct {
	name string
	args []string
	// file is what it writes besides the company file, or "".
	file string
	// whole tells whether file is one of those that it may be.
	whole func(path string) error
	// logged says that the log of outputs tells of the file.
	logged bool
}

// Whoever kills winnowctl at whatever moment finds the company before or after
// what it did, sound, and a file that it writes as it was or whole; and the same
// command then does its work.
func TestKilled(t *testing.T) {
	if raced {
		t.Skip("it is another program that is killed")
	}
	folder := t.TempDir()
	before := filepath.Join(folder, "before.winnow")
	csv := filepath.Join(folder, "Contact.csv")
	makeVictim(t, before, csv)
	target := func(name string) string { return filepath.Join(folder, name) }
	if out, err := command(t.Context(), before, []string{"backup", target("older.winnow")}).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err := command(t.Context(), before, []string{"reduce", "SM00001", "-f", "contact.city=L*"}).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, no := range []string{"SM00002", "SM00003"} {
		for _, args := range [][]string{
			{"new", no, "--description", "Letters", "--salesperson-code", "JO", "--interaction-template-code", "LETTER", "--date", "2026-11-23"},
			{"add", no, "-f", "contact.type=Person"},
		} {
			if out, err := command(t.Context(), before, args).CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
		}
	}
	if out, err := command(t.Context(), before, []string{"log", "SM00003", "--leave-out-blocked", "--follow-up"}).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	template := target("letter.docx")
	writeTemplate(t, template)
	victims := []victim{
		{name: "import", args: []string{"import", csv}},
		{name: "add", args: []string{"add", "SM00001", "--allow-existing-contacts", "-f", "contact.country_region_code=<>GB"}},
		{name: "refine", args: []string{"refine", "SM00001", "-f", "contact.type=Person"}},
		{name: "replay", args: []string{"replay", "SM00001", "--step", "1", "-f", "contact.country_region_code=<>GB"}},
		{name: "replay without a step", args: []string{"replay", "SM00001", "--step", "2", "--drop"}},
		{name: "split", args: []string{"split", "SM00002", "3", "--random", "17"}},
		{name: "back", args: []string{"back", "SM00001"}},
		{name: "log", args: []string{"log", "SM00002", "--leave-out-blocked", "--follow-up"}},
		{name: "unlog", args: []string{"unlog", "2000000001"}},
		{name: "contact merge", args: []string{"contact", "merge", "CT000044", "CT000045"}},
		{name: "export", args: []string{"export", "SM00001", target("letter.xlsx"), "--force"}, file: target("letter.xlsx"), whole: wholeWorkbook, logged: true},
		{name: "merge", args: []string{"merge", "SM00001", "--template", template, "--folder", target("letters"), "--force"}, file: target("letters"), whole: wholeFolder, logged: true},
		{name: "restore", args: []string{"restore", target("older.winnow"), "--replace"}},
		{name: "backup", args: []string{"backup", target("copy.winnow"), "--force"}, file: target("copy.winnow"), whole: wholeCompany},
	}
	for _, v := range victims {
		t.Run(v.name, func(t *testing.T) { kill(t, before, v) })
	}
	t.Run("migration", func(t *testing.T) {
		kill(t, olderFile(t), victim{args: []string{"segments"}})
	})
}

// olderFile is a company file that an older program left.
func olderFile(t *testing.T) string {
	t.Helper()
	return datatest.Unpack(t, filepath.Join("..", "..", "data", "testdata", "version-1.winnow.gz"))
}

func kill(t *testing.T, before string, v victim) {
	path := filepath.Join(t.TempDir(), "company.winnow")
	copyCompany(t, before, path)
	began := time.Now()
	if out, err := command(context.Background(), path, v.args).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	took := time.Since(began)
	reference := filepath.Join(t.TempDir(), "before.winnow")
	copyCompany(t, before, reference)
	states := []string{state(t, reference), state(t, path)}
	times := kills
	if n, err := strconv.Atoi(os.Getenv("WINNOW_KILLS")); err == nil {
		times = n
	}
	dead := 0
	for range times {
		copyCompany(t, before, path)
		there := identity(v.file)
		delay := rand.N(took + took/8)
		ctx, cancel := context.WithTimeout(context.Background(), delay)
		err := command(ctx, path, v.args).Run()
		cancel()
		if err != nil {
			dead++
		}
		if got := state(t, path); !slices.Contains(states, got) {
			t.Fatalf("killed after %v, the company is neither as before nor as after", delay)
		}
		if v.file != "" {
			if err := v.whole(v.file); err != nil {
				t.Fatalf("killed after %v: %v", delay, err)
			}
		}
		if v.logged {
			if written, told := !os.SameFile(there, identity(v.file)), entries(t, path); written != (told == 1) || told > 1 {
				t.Fatalf("killed after %v, it is %v that the file was written, and the log has %d entries", delay, written, told)
			}
		}
		if out, err := command(context.Background(), path, []string{"check"}).CombinedOutput(); err != nil {
			t.Fatalf("killed after %v: %v\n%s", delay, err, out)
		}
	}
	if dead == 0 {
		t.Errorf("none of %d was killed while it worked", times)
	}
	copyCompany(t, before, path)
	if out, err := command(context.Background(), path, v.args).CombinedOutput(); err != nil {
		t.Fatalf("after all that: %v\n%s", err, out)
	}
	if v.file != "" {
		for _, pattern := range []string{v.file + "?*", filepath.Join(filepath.Dir(v.file), ".*")} {
			if left, err := filepath.Glob(pattern); err != nil || len(left) > 0 {
				t.Errorf("left beside the file: %v, %v", left, err)
			}
		}
	}
}

// identity tells a file from the one that takes its place.
func identity(path string) os.FileInfo {
	info, err := os.Stat(path)
	if err != nil {
		return nil
	}
	return info
}

// entries counts what the log of outputs tells.
func entries(t *testing.T, path string) int {
	t.Helper()
	c, err := company.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	list, err := output.List(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

// writeTemplate writes a Word template with a field.
func writeTemplate(t *testing.T, path string) {
	t.Helper()
	write(t, path, packed([]part{
		{"[Content_Types].xml", strings.NewReader(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`)},
		{"_rels/.rels", strings.NewReader(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`)},
		{"word/document.xml", strings.NewReader(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:fldSimple w:instr=" MERGEFIELD Full_Name "><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p></w:body></w:document>`)},
	}))
}

// wholeFolder wants a folder with a letter to everybody.
func wholeFolder(path string) error {
	list, err := os.ReadDir(path)
	if err == nil && len(list) < 100 {
		err = fmt.Errorf("the folder has only %d letters", len(list))
	}
	return err
}

func command(ctx context.Context, path string, args []string) *exec.Cmd {
	return exec.CommandContext(ctx, program, append([]string{"--db", path}, args...)...)
}

// makeVictim makes a company with a segment of two steps, and a file that
// changes all its contacts.
func makeVictim(t *testing.T, path, csv string) {
	t.Helper()
	ctx := context.Background()
	c, err := company.Create(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	if err := sample.Fill(ctx, c, sample.Options{Contacts: 4000, Seed: 7, Today: "2026-11-23"}); err != nil {
		t.Fatal(err)
	}
	if _, err := segment.New(c).CreateSegment(ctx, "SM00001", nil, filter.Env{Today: "2026-11-23"}); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"add", "SM00001", "-f", "contact.country_region_code=GB"}, {"reduce", "SM00001", "-f", "contact.e_mail=''"}} {
		if out, err := command(ctx, path, args).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	var text strings.Builder
	text.WriteString("No.,Name,City\n")
	for i := range 6000 {
		fmt.Fprintf(&text, "CT%06d,Somebody %d,London\n", i+1, i)
	}
	if err := os.WriteFile(csv, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// copyCompany puts a company file where another was, with nothing beside it.
func copyCompany(t *testing.T, from, to string) {
	t.Helper()
	for _, beside := range []string{"-wal", "-shm", "-journal"} {
		if err := os.Remove(to + beside); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// state is a digest of all that a company file holds, but for the clock's times
// and the log of outputs, of which entries tells.
func state(t *testing.T, path string) string {
	t.Helper()
	sum := sha256.New()
	writeState(t, path, sum)
	return fmt.Sprintf("%x", sum.Sum(nil))
}

// writeState writes all that state is a digest of.
func writeState(t *testing.T, path string, to io.Writer) {
	t.Helper()
	ctx := context.Background()
	f, err := data.Open(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	err = f.Read(ctx, func(tx *sql.Tx) error {
		tables, err := data.Values[string](ctx, tx, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('goose_db_version', 'output_log_entry') ORDER BY name")
		if err != nil {
			return err
		}
		for _, table := range tables {
			if err := digest(ctx, tx, table, to); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func digest(ctx context.Context, tx *sql.Tx, table string, to io.Writer) error {
	columns, err := data.Values[string](ctx, tx, "SELECT name FROM pragma_table_info(?) WHERE name NOT IN ('made_at', 'changed_at', 'at', 'edited_at', 'follow_up_state')", table)
	if err != nil {
		return err
	}
	rows, err := tx.QueryContext(ctx, "SELECT "+strings.Join(columns, ", ")+" FROM "+table)
	if err != nil {
		return err
	}
	defer rows.Close()
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		// What is kept of a document says when that was made.
		if i := slices.Index(columns, "field_values"); i >= 0 {
			packed, _ := values[i].([]byte)
			text, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
			if err != nil && len(packed) > 0 {
				return err
			}
			values[i] = string(text)
		}
		fmt.Fprintln(to, table, values)
	}
	return rows.Err()
}

// wholeWorkbook wants a workbook that opens and has rows.
func wholeWorkbook(path string) error {
	book, err := excelize.OpenFile(path)
	if err != nil {
		return fmt.Errorf("open the workbook: %w", err)
	}
	rows, err := book.GetRows("Contacts")
	if err == nil && len(rows) < 100 {
		err = fmt.Errorf("the workbook has only %d rows", len(rows))
	}
	return errors.Join(err, book.Close())
}

// wholeCompany wants a company file that is sound.
func wholeCompany(path string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(content, []byte("SQLite format 3\x00")) {
		return errors.New("the copy is no SQLite file")
	}
	if out, err := command(context.Background(), path, []string{"check"}).CombinedOutput(); err != nil {
		return fmt.Errorf("check the copy: %w: %s", err, out)
	}
	return nil
}
