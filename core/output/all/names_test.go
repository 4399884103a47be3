package all_test

import (
	"archive/zip"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"mime"
	"net/mail"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"winnow/core/coretest"
	"winnow/core/exporter"
	"winnow/core/label"
	drafts "winnow/core/mail"
	"winnow/core/merge"
	"winnow/core/output"
	"winnow/core/output/all"
)

// forty are names in ten scripts.
var forty = []string{
	"Zoë Ångström-Łuk", "Nguyễn Thị Hồng", "Þór Ægisson", "Şükrü Yıldız",
	"Νίκος Παπαδόπουλος", "Ελένη Δημητρίου", "Ψυχή Ωραία", "Γιώργος Θεοδωράκης",
	"Иван Щербаков", "Юлія Їжакевич", "Ђорђе Љубић", "Ёлка Объедкова",
	"שרה כהן", "דוד לוי", "משה פרץ", "רחל אברהם",
	"محمد علي", "فاطمة الزهراء", "پرویز گلستان", "سلام لاهوتي",
	"李小龍", "王秀英", "毛澤東", "張偉",
	"たなか サトシ", "やまだ ハナコ", "スズキ いちろう", "さとう メグミ",
	"김철수", "박지성", "이영희", "최민호",
	"สมชาย ใจดี", "สมศรี แก้ว", "ปรีดี พนม", "วรรณา ชาติ",
	"प्रिया शर्मा", "अनिल कुमार", "राम देव", "गीता मेनन",
}

// fonts have what neither the built-in fonts nor those of the tests' machines have.
var fonts = []string{"../../label/testdata/devanagari.ttf", "../../label/testdata/thai.ttf"}

// names is a company with a segment of all of them.
func names(t *testing.T) *coretest.Book {
	t.Helper()
	b := coretest.NewSpring(t)
	var list []coretest.Contact
	for i, name := range forty {
		no := "CT" + string(rune('A'+i/10)) + string(rune('0'+i%10))
		list = append(list, coretest.Contact{No: no, Pairs: []any{"name", name, "address", "1 High Street", "post_code", "E1 6AN", "city", "London", "e_mail", no + "@x.test", "phone_no", "+44 20 1234"}})
	}
	b.Contacts(list...)
	return b
}

// sameNames compares names, which may be in another order.
func sameNames(t *testing.T, what string, got []string) {
	t.Helper()
	got = slices.Clone(got)
	want := slices.Clone(forty)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(want, got) {
		t.Errorf("%s has %q, not %q", what, got, want)
	}
}

// Names in ten scripts go out in files, and other programs' readers read them as they are
// stored.
func TestNamesInFiles(t *testing.T) {
	t.Parallel()
	b := names(t)
	for _, file := range []string{"list.csv", "list.xlsx"} {
		if _, err := exporter.Export(b.Context(), b.Company, b.Store, b.No, exporter.Options{Path: b.Path(file), Columns: []string{"name"}}); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := csv.NewReader(strings.NewReader(b.Read("list.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, row := range rows[1:] {
		got = append(got, row[0])
	}
	sameNames(t, "CSV", got)
	book, err := excelize.OpenFile(b.Path("list.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if rows, err = book.GetRows("Contacts"); err != nil {
		t.Fatal(err)
	}
	got = nil
	for _, row := range rows[1:] {
		got = append(got, row[0])
	}
	sameNames(t, "XLSX", got)

	writeAs(t, b, "vcards", "cards.vcf")
	got = nil
	folds := regexp.MustCompile("\r?\n[ \t]")
	for line := range strings.Lines(folds.ReplaceAllString(b.Read("cards.vcf"), "")) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "FN:"); ok {
			got = append(got, name)
		}
	}
	sameNames(t, "vCards", got)

	template := drafts.Template{Subject: "For {{Full Name}}", Text: "Dear {{Full Name}}"}
	if _, err := drafts.Write(b.Context(), b.Company, b.Store, b.No, drafts.Options{Template: template, Folder: b.Path("mails")}); err != nil {
		t.Fatal(err)
	}
	got = nil
	for _, name := range b.Files("mails") {
		m, err := mail.ReadMessage(strings.NewReader(b.Read(filepath.Join("mails", name))))
		if err != nil {
			t.Fatal(err)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		if err != nil {
			t.Fatal(err)
		}
		to, err := m.Header.AddressList("To")
		if err != nil || subject != "For "+to[0].Name {
			t.Fatalf("%s to %v: %v", subject, to, err)
		}
		got = append(got, to[0].Name)
	}
	sameNames(t, "e-mails", got)
}

// Letters have the names as they are.
func TestNamesInLetters(t *testing.T) {
	t.Parallel()
	b := names(t)
	template := b.Path("letter.docx")
	b.Write("letter.docx", coretest.Document("", "Full_Name"))
	if _, err := merge.Merge(b.Context(), b.Company, b.Store, b.No, merge.Options{Path: b.Path("letters.docx"), File: template}); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(b.Path("letters.docx"))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for d := xml.NewDecoder(f); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if text, ok := token.(xml.CharData); ok && strings.TrimSpace(string(text)) != "" {
			got = append(got, string(text))
		}
	}
	sameNames(t, "letters", got)
}

// writeAs writes a kind of output that has a form.
func writeAs(t *testing.T, b *coretest.Book, key, file string) {
	t.Helper()
	for _, k := range all.Kinds() {
		if k.Key != key {
			continue
		}
		order := output.Order{Path: b.Path(file), Chosen: map[string]string{}}
		if k.Form.Printed() {
			order.Chosen["font"] = strings.Join(fonts, string(filepath.ListSeparator))
		}
		r, err := k.Form.Write(b.Context(), b.Company, b.Store, b.No, order)
		if err != nil {
			t.Fatal(err)
		}
		if r.Replaced != nil && len(r.Contacts) > 0 {
			t.Errorf("%s has no font for %v", key, r.Contacts)
		}
	}
}

// Paper has the names as well: pdftotext reads them in the order in which people do.
func TestNamesOnPaper(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("pdftotext is not there")
	}
	b := names(t)
	marks := strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "")
	r, err := label.Print(b.Context(), b.Company, b.Store, b.No, label.Options{Path: b.Path("labels.pdf"), Size: label.Sizes()[0], Fonts: fonts})
	if err != nil || r.Rows != len(forty) || len(r.Contacts) > 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	for _, key := range []string{"labels", "covers", "envelopes", "phones"} {
		if key != "labels" {
			writeAs(t, b, key, key+".pdf")
		}
		out, err := exec.Command("pdftotext", "-enc", "UTF-8", b.Path(key+".pdf"), "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		read := strings.Join(strings.Fields(norm.NFKC.String(marks.Replace(string(out)))), " ")
		for _, name := range forty {
			if !strings.Contains(read, norm.NFKC.String(name)) {
				t.Errorf("%s do not say %s", key, name)
			}
		}
	}
}
