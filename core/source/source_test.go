package source_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/ianaindex"
	"pgregory.net/rapid"

	"winnow/core"
	"winnow/core/cell"
	"winnow/core/source"
)

// write writes a file into a folder of the test's own and returns its path.
func write(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// only opens the file at path, which has one table.
func only(t testing.TB, path string, o source.Options) *source.Table {
	t.Helper()
	files, _ := source.Open(path, o)
	if len(files) != 1 || files[0].Err != nil || len(files[0].Tables) != 1 {
		t.Fatalf("%s: %d files, %v", path, len(files), files[0].Err)
	}
	t.Cleanup(files[0].Close)
	return files[0].Tables[0]
}

// read returns the texts of a table's rows, and its notes.
func read(t testing.TB, table *source.Table) (rows [][]string, numbers []int, notes []cell.Note, err error) {
	t.Helper()
	r, err := table.Rows()
	if err != nil {
		return nil, nil, nil, err
	}
	defer func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}()
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return rows, numbers, notes, nil
		}
		if err != nil {
			return rows, numbers, notes, err
		}
		var texts []string
		for _, c := range row.Cells {
			texts = append(texts, c.Text)
		}
		rows, numbers, notes = append(rows, texts), append(numbers, row.Number), append(notes, row.Notes...)
	}
}

func rowsOf(t testing.TB, path string, o source.Options) [][]string {
	t.Helper()
	rows, _, _, err := read(t, only(t, path, o))
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func same(t testing.TB, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s:\n%s", what, diff)
	}
}

func TestCSV(t *testing.T) {
	for what, c := range map[string]struct {
		text string
		want [][]string
	}{
		"LF":                            {"Name;Ort\nAnna;Köln\n", [][]string{{"Name", "Ort"}, {"Anna", "Köln"}}},
		"CR":                            {"Name;Ort\rAnna;Köln\r", [][]string{{"Name", "Ort"}, {"Anna", "Köln"}}},
		"a mixture of line ends":        {"Name;Ort\r\nAnna;Köln\rBo;Ulm\nCy;Bonn", [][]string{{"Name", "Ort"}, {"Anna", "Köln"}, {"Bo", "Ulm"}, {"Cy", "Bonn"}}},
		"a stroke":                      {"Name|Ort\nAnna|Köln\n", [][]string{{"Name", "Ort"}, {"Anna", "Köln"}}},
		"a tab":                         {"Name\tOrt\nAnna\tKöln\n", [][]string{{"Name", "Ort"}, {"Anna", "Köln"}}},
		"commas within semicolons":      {"Name;Ort\nMüller, Anna, Dr.;Köln\nBerg, Bo, Dr.;Ulm\n", [][]string{{"Name", "Ort"}, {"Müller, Anna, Dr.", "Köln"}, {"Berg, Bo, Dr.", "Ulm"}}},
		"sep=":                          {"sep=;\r\nName;Ort, Land\r\nAnna;Köln, DE\r\n", [][]string{{"Name", "Ort, Land"}, {"Anna", "Köln, DE"}}},
		"sep= of a single column":       {"sep=|\nName,Ort|x\na,b|y\n", [][]string{{"Name,Ort", "x"}, {"a,b", "y"}}},
		"a quote within a field":        {"Name,Note\nAnna,24\" screen\n\"Bo \"\"B\"\"\",x\n", [][]string{{"Name", "Note"}, {"Anna", "24\" screen"}, {"Bo \"B\"", "x"}}},
		"text behind a closing quote":   {"a,b\n\"x\"y,z\n", [][]string{{"a", "b"}, {"xy", "z"}}},
		"digits as text":                {"Name,PLZ\nAnna,=\"01067\"\nBo,\"=\"\"01067\"\"\"\n", [][]string{{"Name", "PLZ"}, {"Anna", "01067"}, {"Bo", "01067"}}},
		"the separator within =\"…\"":   {"a,b\n=\"1,5\",x\n", [][]string{{"a", "b"}, {"1,5", "x"}}},
		"a line break within a field":   {"a,b\n\"x\r\ny\",z\n", [][]string{{"a", "b"}, {"x\ny", "z"}}},
		"empty lines":                   {"a,b\n\n\nx,y\n\n", [][]string{{"a", "b"}, {"x", "y"}}},
		"an empty last field":           {"a,b,\nx,y,", [][]string{{"a", "b", ""}, {"x", "y", ""}}},
		"one column":                    {"E-Mail\na@x.org\nb@x.org\n", [][]string{{"E-Mail"}, {"a@x.org"}, {"b@x.org"}}},
		"a title before the headings":   {"Contacts, as of today; all\n\nNo.;Name;City\nA;B, C;D\n", [][]string{{"Contacts, as of today", " all"}, {"No.", "Name", "City"}, {"A", "B, C", "D"}}},
		"nothing":                       {"", nil},
		"a mark":                        {"\uFEFFName,Ort\nAnna,Köln\n", [][]string{{"Name", "Ort"}, {"Anna", "Köln"}}},
		"more cells than headings":      {"a,b\nx,y,z\n", [][]string{{"a", "b"}, {"x", "y", "z"}}},
		"a quote that opens at its end": {"a,b\nx,\"\"\n", [][]string{{"a", "b"}, {"x", ""}}},
	} {
		same(t, what, c.want, rowsOf(t, write(t, "list.csv", []byte(c.text)), source.Options{}))
	}
}

// Rows have the number of the line in which they begin.
func TestNumbersOfRows(t *testing.T) {
	_, numbers, _, err := read(t, only(t, write(t, "x.txt", []byte("a,b\r\n\r\n\"x\ny\",1\rz,2")), source.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "numbers", []int{1, 3, 5}, numbers)
}

func TestMissingQuote(t *testing.T) {
	_, _, _, err := read(t, only(t, write(t, "x.csv", []byte("a,b\nx,\"y\nz,1\n")), source.Options{}))
	fault := cell.FaultOf(err)
	if fault == nil || fault.Row != 2 {
		t.Errorf("the error is %v", err)
	}
}

// Whatever fields there are come back from a CSV file as a spreadsheet writes
// them, with any separator and line end.
func TestCSVComesBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		separator := rapid.SampledFrom([]string{",", ";", "\t", "|"}).Draw(r, "separator")
		end := rapid.SampledFrom([]string{"\n", "\r\n", "\r"}).Draw(r, "end")
		width := rapid.IntRange(2, 5).Draw(r, "width")
		var want [][]string
		var text strings.Builder
		for n := rapid.IntRange(1, 6).Draw(r, "rows"); n > 0; n-- {
			var row []string
			for i := range width {
				field := rapid.StringOf(rapid.RuneFrom([]rune("ab ü\"=,;\t|\n日"))).Draw(r, "field")
				row = append(row, field)
				if i > 0 {
					text.WriteString(separator)
				}
				text.WriteString(`"` + strings.ReplaceAll(field, `"`, `""`) + `"`)
			}
			text.WriteString(end)
			for i, field := range row {
				if inside, ok := strings.CutPrefix(field, `="`); ok && strings.Count(inside, `"`) == 1 && strings.HasSuffix(inside, `"`) {
					row[i] = strings.TrimSuffix(inside, `"`)
				}
			}
			want = append(want, row)
		}
		path := write(t, "x.csv", []byte("sep="+separator+end+text.String()))
		if diff := cmp.Diff(want, rowsOf(t, path, source.Options{})); diff != "" {
			r.Fatalf("%q:\n%s", text.String(), diff)
		}
	})
}

// encoded writes a text in an encoding.
func encoded(t *testing.T, name, text string) []byte {
	t.Helper()
	e, err := ianaindex.IANA.Encoding(name)
	if err != nil {
		t.Fatal(err)
	}
	b, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func utf16Bytes(text string, big bool) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		if big {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return b
}

func TestEncodings(t *testing.T) {
	const text = "Name;Ort\nAnna Großmann;Köln\n"
	want := [][]string{{"Name", "Ort"}, {"Anna Großmann", "Köln"}}
	for what, c := range map[string]struct {
		content []byte
		asked   string
		found   string
	}{
		"UTF-8":                   {[]byte(text), "", "utf-8"},
		"Windows-1252":            {encoded(t, "windows-1252", text), "", "windows-1252"},
		"UTF-16 with a mark":      {utf16Bytes("\uFEFF"+text, false), "", "utf-16le"},
		"big UTF-16 with a mark":  {utf16Bytes("\uFEFF"+text, true), "", "utf-16be"},
		"UTF-16 without a mark":   {utf16Bytes(text, false), "", "utf-16le"},
		"big, and without a mark": {utf16Bytes(text, true), "", "utf-16be"},
		"Macintosh":               {encoded(t, "macintosh", text), "macintosh", "macintosh"},
		"DOS":                     {encoded(t, "IBM850", text), "ibm850", "ibm850"},
		"in capitals":             {encoded(t, "windows-1250", text), "Windows-1250", "windows-1250"},
	} {
		table := only(t, write(t, "x.csv", c.content), source.Options{Encoding: c.asked})
		rows, _, _, err := read(t, table)
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
		same(t, what, want, rows)
		same(t, what, c.found, table.Encoding)
	}
}

// A file that is mostly UTF-8 is not read as something else, and bytes that
// Windows-1252 has no character for ask for the encoding.
func TestBrokenEncodings(t *testing.T) {
	good := strings.Repeat("Köln;Ü\n", 20)
	for what, c := range map[string]struct {
		content string
		row     int
		value   string
	}{
		"a broken byte":         {"Name;Ort\n" + good + "M\xFCller;x\n", 22, "0xFC"},
		"one of few":            {"Name,City\nÅse Møller,Ålborg\nBroken \xC3,Ribe\nSøren,Århus\n", 3, "0xC3"},
		"behind a mark":         {"\uFEFFName;Ort\nM\xFCller;x\n", 2, "0xFC"},
		"not Windows-1252":      {"Name;Ort\r\nG\x81nther;x\r\n", 2, "0x81"},
		"CR ends lines as well": {"Name;Ort\rGro\x8Fm;x\r", 2, "0x8F"},
	} {
		_, _, _, err := read(t, only(t, write(t, "x.csv", []byte(c.content)), source.Options{}))
		fault := cell.FaultOf(err)
		if fault == nil {
			t.Errorf("%s: it was read", what)
			continue
		}
		same(t, what, []any{c.row, c.value}, []any{fault.Row, fault.Value})
		if !strings.HasSuffix(fault.Message.String(), "choose its encoding") {
			t.Errorf("%s: %s", what, fault.Message)
		}
	}
}

func TestUnknownEncoding(t *testing.T) {
	files, _ := source.Open(write(t, "x.csv", []byte("a,b\n")), source.Options{Encoding: "klingon"})
	if !errors.Is(files[0].Err, source.ErrEncoding) || !strings.Contains(files[0].Err.Error(), "klingon") {
		t.Errorf("the error is %v", files[0].Err)
	}
	if err := source.CheckEncoding("iso-8859-2"); err != nil {
		t.Error(err)
	}
}

// The window shows how a file reads with each encoding.
func TestLikely(t *testing.T) {
	samples, err := source.Likely(write(t, "x.csv", encoded(t, "macintosh", "Name\r"+strings.Repeat("Anna\r", 100)+"Jürgen Großmann\rBo\r")))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, s := range samples {
		texts[s.Encoding] = s.Text
	}
	same(t, "macintosh", "Jürgen Großmann", texts["macintosh"])
	if texts["windows-1252"] == texts["macintosh"] {
		t.Error("Windows-1252 reads it as well")
	}
}

func TestRefusals(t *testing.T) {
	for _, name := range []string{"a.xls", "a.ods", "a.ldif", "a.pst", "a.numbers", "a.exe", "a"} {
		files, _ := source.Open(write(t, name, []byte("x")), source.Options{})
		var p *core.Problem
		if !errors.As(files[0].Err, &p) || p.HintIn(core.Locale{}) == "" || !strings.Contains(p.TextIn(core.Locale{}), name) {
			t.Errorf("%s: %v", name, files[0].Err)
		}
	}
	protected := append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 512)...)
	files, _ := source.Open(write(t, "a.xlsx", protected), source.Options{})
	if files[0].Err == nil || !strings.Contains(files[0].Err.Error(), "password") {
		t.Errorf("an encrypted workbook: %v", files[0].Err)
	}
}

// A zip of a folder is read as the folder is, workbooks in it too.
func TestArchive(t *testing.T) {
	book := excelize.NewFile()
	if err := book.SetSheetRow("Sheet1", "A1", &[]string{"No.", "Name"}); err != nil {
		t.Fatal(err)
	}
	var workbook bytes.Buffer
	if err := book.Write(&workbook); err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for name, content := range map[string]string{
		"lists/Contact.csv": "No.,Name\nCT1,Anna\n", "lists/cards.vcf": "BEGIN:VCARD\nFN:Bo\nEND:VCARD\n", "lists/readme.md": "x",
		"__MACOSX/lists/._Contact.csv": "x", "lists/book.xlsx": workbook.String(),
	} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	path := write(t, "x.zip", packed.Bytes())
	files, skipped := source.Open(path, source.Options{})
	same(t, "skipped", []string{"readme.md"}, skipped)
	got := map[string][][]string{}
	for _, f := range files {
		if f.Err != nil {
			t.Fatal(f.Err)
		}
		for _, table := range f.Tables {
			rows, _, _, err := read(t, table)
			if err != nil {
				t.Fatal(err)
			}
			got[table.Path[len(path)-5:]+" "+table.Sheet] = rows
		}
		f.Close()
	}
	same(t, "tables", map[string][][]string{
		"x.zip lists/Contact.csv":      {{"No.", "Name"}, {"CT1", "Anna"}},
		"x.zip lists/cards.vcf":        {{"FN"}, {"Bo"}},
		"x.zip lists/book.xlsx/Sheet1": {{"No.", "Name"}},
	}, got)
}

// gzipped packs a text as Business Central's packages are.
func gzipped(t testing.TB, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const rapidstart = `<DataList MinCountForAsyncImport="5" Code="WINNOW"><ContactList><TableID>5050</TableID><PackageCode>WINNOW</PackageCode>` +
	`<Contact><No PrimaryKey="1">CT1</No><Name>Großmann &amp; Co</Name><E_Mail>a@x.org</E_Mail></Contact>` +
	`<Contact><No>CT2</No><CountryRegionCode>DE</CountryRegionCode></Contact></ContactList>` +
	`<InteractionLogEntryList><TableID>5065</TableID><InteractionLogEntry><EntryNo>1</EntryNo></InteractionLogEntry></InteractionLogEntryList>` +
	`<SegmentHeaderList><TableID>5076</TableID></SegmentHeaderList></DataList>`

func TestPackage(t *testing.T) {
	const declared = `<?xml version="1.0" encoding="UTF-16" standalone="yes"?>`
	for what, content := range map[string][]byte{
		"UTF-16":                utf16Bytes("\uFEFF"+declared+rapidstart, false),
		"UTF-16 without a mark": utf16Bytes(declared+rapidstart, false),
		"UTF-8":                 []byte("\uFEFF" + rapidstart),
		"plain UTF-8":           []byte(rapidstart),
	} {
		files, _ := source.Open(write(t, "x.rapidstart", gzipped(t, content)), source.Options{})
		if files[0].Err != nil {
			t.Errorf("%s: %v", what, files[0].Err)
			continue
		}
		var got [][]string
		for _, table := range files[0].Tables {
			rows, _, _, err := read(t, table)
			if err != nil {
				t.Errorf("%s: %v", what, err)
			}
			got = append(append(got, []string{table.Name, table.Named}), rows...)
		}
		files[0].Close()
		same(t, what, [][]string{
			{"Contact", "5050"}, {"No", "Name", "E_Mail", "CountryRegionCode"}, {"CT1", "Großmann & Co", "a@x.org", ""}, {"CT2", "", "", "DE"},
			{"InteractionLogEntry", "5065"}, {"EntryNo"}, {"1"}, {"SegmentHeader", "5076"}, nil,
		}, got)
	}
}

func TestDamagedPackages(t *testing.T) {
	whole := gzipped(t, []byte(rapidstart))
	for what, content := range map[string][]byte{
		"no gzip": []byte("x"), "cut": whole[:len(whole)/2], "other XML": gzipped(t, []byte("<html><a/></html>")), "no XML": gzipped(t, []byte("hello, world")), "nothing": gzipped(t, nil),
	} {
		files, _ := source.Open(write(t, "x.rapidstart", content), source.Options{})
		var p *core.Problem
		if !errors.As(files[0].Err, &p) {
			t.Errorf("%s: %v", what, files[0].Err)
		}
	}
}

// FuzzPackage reads anything as a package: it is refused for people, or read.
func FuzzPackage(f *testing.F) {
	f.Add([]byte(rapidstart))
	f.Add([]byte("<DataList><AList><TableID>x</TableID><A/></AList></DataList>"))
	f.Add(utf16Bytes(rapidstart, true))
	f.Fuzz(func(t *testing.T, content []byte) { readAnything(t, "x.rapidstart", gzipped(t, content)) })
}

// FuzzText reads anything as a CSV file.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"a;b\r\"x\"\"y\";=\"01\"", "sep=|\na|b", "\xFF\xFEa\x00", "M\xFCller,x", "\"", "=\"", "\r\r\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) { readAnything(t, "x.csv", content) })
}

// FuzzCards reads anything as vCards.
func FuzzCards(f *testing.F) {
	for _, seed := range []string{
		"BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=\n=FCrgen\nTEL;CELL:1\nEND:VCARD\n",
		"BEGIN:VCARD \nFN:A\n B\nPHOTO;BASE64:\nabc\n\nKIND:group\nMEMBER:x\nEND:VCARD", "BEGIN:VCARD\nAGENT:\nBEGIN:VCARD\nEND:VCARD\nEND:VCARD\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) { readAnything(t, "x.vcf", content) })
}

// FuzzEncoding reads anything as a CSV file in any encoding that somebody names.
func FuzzEncoding(f *testing.F) {
	for _, name := range []string{"utf-8", "windows-1250", "ibm850", "macintosh", "iso-2022-jp", "utf-16", "gb18030", "klingon", ""} {
		f.Add(name, []byte("Name;Ort\nJ\xF6rg;\x1B$B\x00\n"))
	}
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		files, _ := source.Open(write(t, "x.csv", content), source.Options{Encoding: name})
		readAll(t, files[0])
		if err := source.CheckEncoding(name); err != nil && files[0].Err == nil {
			t.Fatalf("%v, and the file was opened", err)
		}
	})
}

func readAnything(t *testing.T, name string, content []byte) {
	files, _ := source.Open(write(t, name, content), source.Options{})
	readAll(t, files[0])
}

// readAll reads a file to its end: what is wrong with it is said for people.
func readAll(t *testing.T, file *source.File) {
	defer file.Close()
	var p *core.Problem
	if file.Err != nil && !errors.As(file.Err, &p) {
		t.Fatalf("%v is not for people", file.Err)
	}
	for _, table := range file.Tables {
		if _, _, _, err := read(t, table); err != nil && cell.FaultOf(err) == nil && !errors.As(err, &p) {
			t.Fatalf("%v is not for people", err)
		}
	}
}
