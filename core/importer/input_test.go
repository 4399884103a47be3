package importer_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/coretest"
	"winnow/core/importer"
)

// Every table is found by its caption and its key, in the singular and plural,
// in upper case and without what separates its words.
func TestNamesOfTables(t *testing.T) {
	t.Parallel()
	for _, table := range catalog.Tables() {
		plural := func(s string) string {
			switch {
			case strings.HasSuffix(s, "y"):
				return strings.TrimSuffix(s, "y") + "ies"
			case strings.HasSuffix(s, "s"):
				return s + "es"
			}
			return s + "s"
		}
		d := newDesk(t)
		for i, name := range []string{
			table.Caption, table.Key, strings.ToUpper(table.Caption), plural(table.Caption), plural(table.Key),
			strings.ReplaceAll(table.Caption, "/", "_"), strings.ReplaceAll(table.Key, "_", ""),
		} {
			var header, row []string
			for _, k := range table.Keys {
				f, _ := table.Field(k)
				header, row = append(header, f.Key), append(row, "1")
				if f.Type == catalog.Date {
					row[len(row)-1] = "2026-01-01"
				}
			}
			name = strings.ReplaceAll(name, "/", "_")
			folder := fmt.Sprint("in", i)
			d.file(folder+"/zz.csv", "x")
			d.file(folder+"/"+name+".CSV", strings.Join(header, ";"), strings.Join(row, ";"))
			r := d.imported(d.Folder+"/"+folder, importer.Options{})
			if len(r.Tables) != 1 || r.Tables[0].Table != table.Key {
				t.Errorf("%s was read as %v", name, r.Tables)
			}
			coretest.Same(d.T, []string{"zz.csv"}, r.IgnoredSources)
		}
	}
}

func TestEncodingsOfCSV(t *testing.T) {
	t.Parallel()
	utf16Text := func(order [2]int, s string) []byte {
		b := make([]byte, 0, 2*len(s))
		for _, u := range utf16.Encode([]rune("\uFEFF" + s)) {
			pair := [2]byte{byte(u), byte(u >> 8)}
			b = append(b, pair[order[0]], pair[order[1]])
		}
		return b
	}
	content := "No.;Name\r\nA;Café €\r\n"
	for name, c := range map[string]struct {
		bytes []byte
		want  string
	}{
		"UTF-8":              {[]byte(content), "A|Café €"},
		"UTF-8 with BOM":     {[]byte("\uFEFF" + content), "A|Café €"},
		"UTF-16 LE":          {utf16Text([2]int{0, 1}, content), "A|Café €"},
		"UTF-16 BE":          {utf16Text([2]int{1, 0}, content), "A|Café €"},
		"Windows-1252":       {[]byte("No.;Name\r\nA;Caf\xe9 \x80\r\n"), "A|Café €"},
		"Windows at the end": {[]byte("No.;Name\r\nA;Caf\xe9"), "A|Café"},
		"BOM and quotes":     {[]byte("\uFEFF\"No.\",\"Name\"\n\"A\",\"Café €\"\n"), "A|Café €"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			path := filepath.Join(d.Folder, "Contact.csv")
			d.must(os.WriteFile(path, c.bytes, 0o600))
			d.twice(path)
			coretest.Same(d.T, []string{c.want}, d.Rows("SELECT no, name FROM contact"))
		})
	}
}

// A character that is cut by the border between two reads is still one.
func TestLongUTF8(t *testing.T) {
	t.Parallel()
	for shift := range 4 {
		d := newDesk(t)
		path := d.file("Contact.csv", "No.,Name,X", "A,Café,"+strings.Repeat("a", shift)+strings.Repeat("€😀", 30_000))
		d.imported(path, importer.Options{})
		coretest.Same(d.T, []string{"Café"}, d.Rows("SELECT name FROM contact"))
	}
}

func TestFaultsOfCSV(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lines []string
		want  string
	}{
		"one that is missing": {[]string{"No.,Name", `B,"x`}, "row 2: a quotation mark is missing, or a quotation mark within a field is not doubled"},
		"a long text":         {[]string{"No.,Name", "A," + strings.Repeat("x", 32_768)}, "row 2, Name: it is longer than 32767 characters"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			coretest.Same(d.T, []string{"Contact.csv, " + c.want}, d.refused(d.file("Contact.csv", c.lines...), importer.Options{}))
		})
	}
}

// An open quotation mark does not fill the memory.
func TestEndlessRecord(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := d.file("Contact.csv", "No.,Name", "A,\""+strings.Repeat("line\n", 5<<20))
	coretest.Same(d.T, []string{"Contact.csv: a record is longer than 16 MB; is a quotation mark missing?"}, d.refused(path, importer.Options{}))
}

// Many short records are fine, however long they are together.
func TestLongFile(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	lines := []string{"No.,Remark"}
	for n := range 18 {
		lines = append(lines, strconv.Itoa(n)+","+strings.Repeat("x", 1<<20))
	}
	r := d.imported(d.file("Contact.csv", lines...), importer.Options{})
	coretest.Same(d.T, []string{"contact: 18 new, 0 changed, 0 unchanged, 0 left out"}, counts(r))
}

// The row number is that of the line where the record begins, whatever stands
// before it.
func TestRowNumbersOfCSV(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	path := d.file("Contact.csv", "\"A title,\nof two lines\"", "", "No.,Remark,Minor", "A,\"x\ny\",No", "", "B,,maybe")
	coretest.Same(d.T, []string{`Contact.csv, row 8, Minor: "maybe" is neither yes nor no; write yes, no, true, false, 1 or 0`}, d.refused(path, importer.Options{}))
}

func TestInputsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.must(os.MkdirAll(filepath.Join(d.Folder, "empty"), 0o700))
	for _, c := range []struct {
		path, want string
		kind       core.Kind
	}{
		{filepath.Join(d.Folder, "none.csv"), "there is no file or folder", core.NotFound},
		{d.file("notes.txt", "x"), "no column of notes.txt names people", core.Invalid},
		{d.file("old.xls", "x"), "save it as .xlsx", core.Invalid},
		{d.file("fake.xlsx", "this is not a workbook"), "fake.xlsx is not a workbook, or is damaged", core.Invalid},
		{d.file("secret.xlsx", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "protected with a password", core.Invalid},
		{d.file("things.csv", "red,blue", "A,B"), "no column of things.csv names people; its headings are: red, blue", core.Invalid},
		{filepath.Join(d.Folder, "empty"), "contains no file that can be imported", core.Invalid},
		{d.workbook("other.xlsx", sheet{"Other", nil}), "Other is empty", core.Invalid},
	} {
		r, err := importer.Import(d.Context(), d.Company, c.path, importer.Options{})
		var p *core.Problem
		if !errors.As(err, &p) || p.Kind != c.kind || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.path, err)
		}
		if r.Tables == nil || r.Errors == nil || r.UnknownColumns == nil {
			t.Errorf("%s: a member is nil: %+v", c.path, r)
		}
	}
}

// A folder is refused for one file that cannot be read, which is not left alone as
// if it held nothing.
func TestFolderWithAFileThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ content, want string }{
		"Campaign.xlsx":             {"PK\x03\x04", "Campaign.xlsx is not a workbook, or is damaged"},
		"people.xlsx":               {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "people.xlsx is protected with a password"},
		"pack.rapidstart":           {"x", "pack.rapidstart"},
		"mailing.csv":               {"Contact No,Full Name,Greeting Formal\nA,Ann,Dear Ann\n", "Contacts › Export list"},
		"Interaction Log Entry.ods": {"x", "Interaction Log Entry.ods is a LibreOffice spreadsheet"},
		"budget.ods":                {"x", ""},
		"notes.pdf":                 {"x", ""},
	} {
		d := newDesk(t)
		d.file("Contact.csv", "No.,Name", "A,Ann")
		d.file(name, c.content)
		before := d.dump()
		r, err := importer.Import(d.Context(), d.Company, d.Folder, importer.Options{})
		if c.want == "" {
			d.must(err)
			coretest.Same(t, []string{name}, r.IgnoredSources)
			continue
		}
		if !core.IsKind(err, core.Invalid) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
		coretest.Same(t, before, d.dump())
		_, err = importer.Import(d.Context(), d.Company, d.Folder, importer.Options{Look: importer.Look{Sheet: "contact"}})
		d.must(err)
	}
}

func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"No.,Name\nA,B\n", "\uFEFFno;name;type;minor\nA;B;Person;Yes\n", "No.\tLast Date Modified\nA\t2026-11-23\n", "\xff\xfeN\x00o\x00.\x00\n\x00A\x00",
		"First Name,Last Name,E-mail Address,Company\nAnn,Lee,a@b.test,Contoso\n", "No.,Name\n\"A\n", "No.,Name\nA,Caf\xe9\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) { newDesk(t).twiceOrRefused(t, "Contact.csv", content) })
}

func FuzzVCard(f *testing.F) {
	for _, seed := range []string{
		"BEGIN:VCARD\nVERSION:4.0\nFN:Ann Lee\nN:Lee;Ann;;;\nEMAIL:a@b.test\nORG:Contoso;Sales\nTEL;TYPE=cell:1\nEND:VCARD\n",
		"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Contoso\r\nORG:Contoso\r\nADR;TYPE=work:;;Street\\nTwo;City;;1;GB\r\nUID:x\r\nEND:VCARD",
		"BEGIN:VCARD\nFN:A\n B\nEND:VCARD\n\nBEGIN:VCARD\nEND:VCARD",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) { newDesk(t).twiceOrRefused(t, "cards.vcf", content) })
}

// A list of people finds whom it made when it comes a second time, whatever stands
// in it.
func FuzzList(f *testing.F) {
	for _, seed := range []string{
		"Name;E-mail;Categories\nAnn Lee;a@b.test;\"VIP\"\nAnn Lee;a@b.test;x\n", "First Name,Last Name,Company,Home City,Phone\nAnn,Lee,Contoso Ltd,Bath,1\nAnn,Lee,contoso  ltd,,2\n",
		"Navn\tMail\tFødselsdag\nÅse Bjørn\tx\t4. maj 1980\n", "Company|Country\nA|Deutschland\na.|UK\n", "sep=;\nDisplay Name;Company\nA/S;A/S\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) { newDesk(t).twiceOrRefused(t, "list.csv", content) })
}

// FuzzPackage imports anything as a configuration package.
func FuzzPackage(f *testing.F) {
	text, err := os.ReadFile(filepath.Join("testdata", "lists", "package_utf8.rapidstart.xml"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Fuzz(func(t *testing.T, content []byte) {
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		if _, err := w.Write(content); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		newDesk(t).twiceOrRefused(t, "x.rapidstart", packed.Bytes())
	})
}

// twiceOrRefused imports any content: it is refused with errors for people, or
// importing it again changes nothing.
func (d *desk) twiceOrRefused(t *testing.T, name string, content []byte) {
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := importer.Import(d.Context(), d.Company, path, importer.Options{})
	var bad *importer.Errors
	var problem *core.Problem
	if errors.As(err, &bad) || errors.As(err, &problem) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	again, err := importer.Import(d.Context(), d.Company, path, importer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range again.Tables {
		if table.New+table.Changed > 0 {
			t.Fatalf("the second import changed something: %+v", table)
		}
	}
}

// What Excel writes to tell itself the separator is a row before the header.
func TestSeparatorIsFoundFromTheHeader(t *testing.T) {
	t.Parallel()
	for _, lines := range [][]string{
		{"sep=;", "No.;Name;City", "A;B, C;D"},
		{"Contacts, as of today; all", "", "No.;Name;City", "A;B, C;D"},
		{"No.\tName\tCity", "A\tB, C\tD"},
		{`"No.","Name","City"`, `A,"B, C",D`},
		{"City;NAME;no", "D;B, C;A"},
	} {
		d := newDesk(t)
		d.twice(d.file("Contact.csv", lines...))
		coretest.Same(d.T, []string{"A|B, C|D"}, d.Rows("SELECT no, name, city FROM contact"))
	}
}
