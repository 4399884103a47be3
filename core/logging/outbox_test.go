package logging_test

import (
	"archive/zip"
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/interaction"
	"winnow/core/logging"
	"winnow/core/merge"
	"winnow/core/segment"
	"winnow/core/template"
)

// word is a Word document that greets a contact by the merge field of its name.
func word(t testing.TB, greeting string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t xml:space="preserve">` + greeting + ` </w:t></w:r><w:fldSimple w:instr=" MERGEFIELD Full_Name "/></w:p><w:sectPr/></w:body></w:document>`},
	} {
		w, err := z.Create(part[0])
		if err == nil {
			_, err = io.WriteString(w, part[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// wordText is the text of a Word document, as XML.
func wordText(t testing.TB, docx []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// says returns what a Word document says of what greets.
func says(t testing.TB, docx []byte) string {
	t.Helper()
	var said strings.Builder
	for _, part := range strings.Split(wordText(t, docx), "<")[1:] {
		_, words, _ := strings.Cut(part, ">")
		said.WriteString(words)
	}
	return strings.TrimSpace(said.String())
}

// plain is the plain text of an e-mail that has HTML beside it.
func plain(t testing.TB, content []byte) string {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	part, err := multipart.NewReader(m.Body, params["boundary"]).NextPart()
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}

// letters is a book of two letters and an e-mail, with the Word template that they have.
func letters(t *testing.T, header ...string) book {
	t.Helper()
	b := newBook(t, header...)
	if _, err := template.New(b.Company).Add(b.Context(), template.AddParams{Code: "SPRING", Document: word(t, "Dear")}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.SetHeader(b.Context(), b.No, segment.HeaderChange{Fields: coretest.Fields("word_template", "SPRING", "subject_default", "News")}); err != nil {
		t.Fatal(err)
	}
	b.Line("A", "name", "Ann", "correspondence_type", 1)
	b.Line("B", "name", "Bob", "correspondence_type", 1)
	b.Line("C", "name", "Cy", "correspondence_type", 2, "e_mail", "cy@example.com")
	return b
}

// kept are what the interactions' documents say.
func (b book) kept(entries ...int64) []string {
	b.T.Helper()
	list := []string{}
	for _, no := range entries {
		d, err := interaction.New(b.Company).Document(b.Context(), no)
		switch {
		case core.IsKind(err, core.NotFound):
			list = append(list, "")
		case err != nil:
			b.T.Fatal(err)
		case d.Kind == "docx":
			list = append(list, says(b.T, d.Content))
		default:
			list = append(list, plain(b.T, d.Content))
		}
	}
	return list
}

const deliveries = "SELECT entry_no, delivery_status FROM interaction_log_entry ORDER BY entry_no"

// Documents are made while others may write. Where one changes the data meanwhile, they
// are made again of what there is when the log is written.
func TestDocumentsAreMadeBeforeTheLogIsWritten(t *testing.T) {
	t.Parallel()
	for _, changes := range []bool{false, true} {
		b := letters(t)
		told := []int{}
		r := b.log(logging.Options{Send: &logging.Send{Folder: b.Path("out")}, Progress: func(done, total int) {
			if told = append(told, done, total); len(told) > 2 {
				return
			}
			if !changes {
				return
			}
			// It would wait for ever, were the log being written.
			b.Exec("UPDATE contact SET name = 'Anna' WHERE no = 'A'")
			b.Exec("UPDATE contact SET name = 'Bo' WHERE no = 'B'")
		}})
		want, names := []string{"Dear Ann", "Dear Bob", "Dear Cy"}, []string{"A Ann.docx", "B Bob.docx", "C Cy.eml"}
		if changes {
			want, names = []string{"Dear Anna", "Dear Bo", "Dear Cy"}, []string{"A Anna.docx", "B Bo.docx", "C Cy.eml"}
		}
		coretest.Same(t, want, b.kept(2000000001, 2000000002, 2000000003))
		coretest.Same(t, names, b.Files("out"))
		coretest.Same(t, want[0], says(t, []byte(b.Read("out/"+names[0]))))
		coretest.Same(t, logging.Documents{Letters: 2, Mails: 1}, r.Documents)
		coretest.Same(t, logging.Types{HardCopy: 2, EMail: 1}, r.Types)
		if !changes {
			coretest.Same(t, []int{1, 3, 2, 3, 3, 3}, told)
		}
	}
}

// A segment that needs other places by the time that the log is written is not logged.
func TestLinesChangedWhileDocumentsAreMade(t *testing.T) {
	t.Parallel()
	b := letters(t)
	b.Exec("UPDATE segment_line SET own = '{\"correspondence_type\":1}' WHERE line_no = 30000")
	changed := false
	_, err := b.store.Log(b.Context(), b.No, logging.Options{Send: &logging.Send{Letters: b.Path("letters.docx"), Mbox: b.Path("mails.mbox")}, Progress: func(int, int) {
		if !changed {
			b.Exec("UPDATE segment_line SET own = NULL WHERE line_no = 30000")
		}
		changed = true
	}})
	if !core.IsKind(err, core.Busy) {
		t.Errorf("the error is %v", err)
	}
	coretest.Same(t, []string{}, b.Rows(deliveries))
	if files := b.Files(); slices.Contains(files, "letters.docx") || slices.Contains(files, "mails.mbox") {
		t.Error(files)
	}
}

// What cannot take its place is noted with the interactions, and made again by Resend;
// whatever the settings say, it is kept until then.
func TestUndelivered(t *testing.T) {
	t.Parallel()
	for _, keeps := range []string{"yes", "no"} {
		b := letters(t)
		b.Set(company.Values{company.KeepDocuments: keeps})
		r := b.log(logging.Options{Send: &logging.Send{Letters: b.Path("letters.docx"), Folder: b.Path("mails")}, Progress: func(int, int) {
			// Somebody else's file takes the place meanwhile.
			b.Write("letters.docx", "mine")
		}})
		if len(r.Undelivered) != 1 || !strings.Contains(r.Undelivered[0].In(core.Locale{}), "resend the logged segment to make it again") {
			t.Errorf("%v", r.Undelivered)
		}
		coretest.Same(t, "mine", b.Read("letters.docx"))
		coretest.Same(t, []string{"C Cy.eml"}, b.Files("mails"))
		coretest.Same(t, []string{"2000000001|1", "2000000002|1", "2000000003|0"}, b.Rows(deliveries))
		mail := "Dear Cy"
		if keeps == "no" {
			mail = ""
		}
		coretest.Same(t, []string{"Dear Ann", "Dear Bob", mail}, b.kept(2000000001, 2000000002, 2000000003))
		again, err := b.store.Resend(b.Context(), logging.ResendParams{Entry: r.EntryNo, Filters: map[string]string{"delivery_status": "Error"}, Folder: b.Path("again")})
		if err != nil || again.Letters != 2 {
			t.Fatalf("%+v %v", again, err)
		}
		coretest.Same(t, "Dear Bob", says(t, []byte(b.Read("again/B Bob.docx"))))
		coretest.Same(t, []string{"2000000001|0", "2000000002|0", "2000000003|0"}, b.Rows(deliveries))
		want := []string{"Dear Ann", "Dear Bob", "Dear Cy"}
		if keeps == "no" {
			want = []string{"", "", ""}
		}
		coretest.Same(t, want, b.kept(2000000001, 2000000002, 2000000003))
		if faults, err := b.Check(b.Context()); err != nil || len(faults) > 0 {
			t.Error(faults, err)
		}
	}
}

// What is written and logged stands, also where the company file then takes no more: that
// is said, and is no error.
func TestUnmarked(t *testing.T) {
	t.Parallel()
	b := letters(t)
	refuse := func(status string) {
		b.Exec("CREATE TRIGGER refuse BEFORE UPDATE OF delivery_status ON interaction_log_entry WHEN new.delivery_status = " + status + " BEGIN SELECT RAISE(ABORT, 'no room'); END")
	}
	refuse("1")
	r := b.log(logging.Options{Send: &logging.Send{Letters: b.Path("letters.docx"), Folder: b.Path("mails")}, Progress: func(int, int) { b.Write("letters.docx", "mine") }})
	if len(r.Undelivered) != 2 || !strings.Contains(r.Undelivered[1].In(core.Locale{}), "could not be marked") {
		t.Errorf("%v", r.Undelivered)
	}
	b.Exec("DROP TRIGGER refuse")
	b.Exec("UPDATE interaction_log_entry SET delivery_status = 1")
	refuse("0")
	again, err := b.store.Resend(b.Context(), logging.ResendParams{Entry: r.EntryNo, Folder: b.Path("again")})
	if err != nil || again.Unmarked == nil || again.Letters != 2 {
		t.Errorf("%+v %v", again, err)
	}
}

// Send Word Docs. as Attmt. puts the letter beside the text of the e-mail.
func TestWordDocumentsAsAttachments(t *testing.T) {
	t.Parallel()
	b := letters(t, "send_word_docs_as_attmt", "yes")
	b.log(logging.Options{Send: &logging.Send{Folder: b.Path("out")}})
	mail := b.Read("out/C Cy.eml")
	for _, line := range []string{"To: \"Cy\" <cy@example.com>\r\n", "Subject: News\r\n", "multipart/mixed", `filename=letter.docx`} {
		if !strings.Contains(mail, line) {
			t.Errorf("the e-mail does not say %q:\n%s", line, mail)
		}
	}
	if strings.Contains(mail, "Dear Cy") {
		t.Error("the letter is in the text, too")
	}
	coretest.Same(t, []string{"1"}, b.Rows("SELECT send_word_docs_as_attmt FROM interaction_log_entry WHERE contact_no = 'C'"))
	if d, err := interaction.New(b.Company).Document(b.Context(), 2000000003); err != nil || string(d.Content) != mail {
		t.Errorf("it is not shown as it was: %v", err)
	}
}

// What belongs to no logged segment is resent by filters, as it was kept.
func TestResendWithoutALog(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Person("A", "name", "Ann", "e_mail", "ann@example.com")
	b.Person("B", "name", "Bob", "privacy_blocked", 1)
	store := interaction.New(b.Company)
	add := func(contact, file string) {
		t.Helper()
		p := interaction.NewParams{Contact: contact, Template: "LETTER", Fields: map[string]string{"salesperson_code": "JO"}}
		if file != "" {
			p.Document = &interaction.File{Name: file, Content: []byte("signed")}
		}
		if _, err := store.Add(b.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	add("A", "order.pdf")
	add("A", "")
	b.Line("L") // whose interaction has a logged segment
	b.log(logging.Options{})
	r, err := b.store.Resend(b.Context(), logging.ResendParams{Folder: b.Path("again")})
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, logging.Resent{Documents: logging.Documents{Letters: 1}, WithoutDocument: 1, Folder: b.Path("again")}, r)
	coretest.Same(t, []string{"A Ann.pdf"}, b.Files("again"))
	coretest.Same(t, "signed", b.Read("again/A Ann.pdf"))
	if _, err := b.store.Resend(b.Context(), logging.ResendParams{Folder: b.Path("none"), Filters: map[string]string{"contact_no": "B"}}); !core.IsKind(err, core.NotFound) {
		t.Errorf("the error is %v", err)
	}
}

// One PDF has a page for each letter.
func TestOfficeMakesOnePDF(t *testing.T) {
	if os.Getenv("WINNOW_OFFICE_TEST") == "" {
		t.Skip("go run ./cmd/dev test --office runs it")
	}
	if merge.Office() == "" {
		t.Fatal("there is no LibreOffice")
	}
	b := letters(t)
	b.log(logging.Options{Send: &logging.Send{Letters: b.Path("letters.pdf"), Folder: b.Path("mails")}})
	out, err := exec.Command("pdftotext", filepath.Join(b.Folder, "letters.pdf"), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []string{"Dear", "Ann", "Dear", "Bob"}, strings.Fields(string(out)))
	coretest.Same(t, 2, bytes.Count(out, []byte("\f")))
}
