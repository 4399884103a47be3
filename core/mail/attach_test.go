package mail_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/mail"
	"winnow/core/mailrow"
)

// parts are the kinds and the contents of a message's parts, and the names of files, as
// another reader has them.
func (b *book) parts(t *testing.T, folder string, n int) (list [][3]string) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(b.Path(folder), b.in(folder)[n]))
	if err != nil {
		t.Fatal(err)
	}
	wellFormed(t, content)
	m, err := netmail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/mixed" {
		t.Fatalf("%s, %v", kind, err)
	}
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		part, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		kind, _, err := mime.ParseMediaType(part.Header.Get("Content-Type"))
		if err != nil {
			t.Fatal(err)
		}
		text := body(t, part)
		if part.Header.Get("Content-Transfer-Encoding") == "base64" {
			decoded, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(text, "\n", ""))
			if err != nil {
				t.Fatal(err)
			}
			text = string(decoded)
		}
		list = append(list, [3]string{kind, part.FileName(), text})
	}
}

// Files are attached to each e-mail as they are.
func TestAttachedFiles(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann", "e_mail", "ann@x.test")
	b.Line("CT2", "name", "Bo", "e_mail", "bo@x.test")
	all := strings.Repeat("\x00\xff=_winnow_mixed\r\nFrom ", 500)
	b.Write("a list.pdf", all)
	b.Write("Größe & Preis.odd", "")
	o := mail.Options{Template: mail.Template{Subject: "Hi", Text: "Hello {{Full Name}}"}, Folder: b.Path("drafts"),
		Attach: []string{b.Path("a list.pdf"), b.Path("Größe & Preis.odd")}}
	b.write(o)
	coretest.Same(t, [][3]string{{"text/plain", "", "Hello Bo\n"}, {"application/pdf", "a list.pdf", all},
		{"application/octet-stream", "Größe & Preis.odd", ""}}, b.parts(t, "drafts", 1))
	o.Template.HTML = "<p>Hello {{Full Name}}</p>"
	b.write(o)
	kinds := ""
	for _, part := range b.parts(t, "drafts", 0) {
		kinds += " " + part[0]
	}
	coretest.Same(t, " multipart/alternative application/pdf application/octet-stream", kinds)
	b.Write("large.zip", strings.Repeat("x", 20<<20+1))
	for _, path := range []string{"none.pdf", "large.zip", "drafts"} {
		o.Attach = []string{b.Path(path)}
		if _, err := mail.Write(b.Context(), b.Company, b.Store, b.No, o); err == nil {
			t.Errorf("%s is attached", path)
		}
	}
	// What is attached is never replaced.
	o.Attach, o.Folder, o.Mbox, o.Force = []string{b.Path("a list.pdf")}, "", b.Path("a list.pdf"), true
	if _, err := mail.Write(b.Context(), b.Company, b.Store, b.No, o); err == nil || b.Read("a list.pdf") != all {
		t.Errorf("the file was replaced: %v", err)
	}
}

// Each e-mail is from the line's salesperson, where that has an address.
func TestMailsOfSalespeople(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Row("salesperson_purchaser", "code", "JO", "name", "Jo Ümit", "e_mail", "jo@x.test", "phone_no", "1 2")
	b.Row("salesperson_purchaser", "code", "BD", "name", "Bart", "e_mail", "none")
	b.Line("CT1", "name", "Ann", "e_mail", "ann@x.test", "salesperson_code", "JO")
	b.Line("CT2", "name", "Bo", "e_mail", "bo@x.test", "salesperson_code", "BD")
	b.Line("CT3", "name", "Cy", "e_mail", "cy@x.test")
	o := mail.Options{Template: mail.Template{Subject: "Hi", From: "us@x.test", Text: "Call {{Salesperson Phone}}, {{Salesperson_E-Mail}}"}, Folder: b.Path("drafts"), FromSalesperson: true}
	r := b.write(o)
	var from []string
	for _, m := range b.eml(t, "drafts") {
		from = append(from, m.From+" "+strings.TrimSpace(m.Text))
	}
	coretest.Same(t, []string{"Jo Ümit|jo@x.test; Call 1 2, jo@x.test", "|us@x.test; Call , none", "|us@x.test; Call ,"}, from)
	coretest.Same(t, 2, r.NoSalesperson)
	coretest.Same(t, []mailrow.Contact{{ContactNo: "CT2", Name: "Bo"}, {ContactNo: "CT3", Name: "Cy"}}, r.NoSalespersonContacts)
	report, err := mail.Count(b.Context(), b.Company, b.Store, b.No, o)
	if err != nil || report.NoSalesperson != 2 {
		t.Errorf("%+v, %v", report, err)
	}
}

// The link to unsubscribe is a header in which values cannot do any harm.
func TestUnsubscribe(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Änn & <Co>\n", "e_mail", "ann@x.test")
	o := mail.Options{Template: mail.Template{Subject: "Hi", Text: "Hello"}, Folder: b.Path("drafts")}
	for link, want := range map[string]string{
		"":                                 "",
		"https://x.test/out":               "<https://x.test/out>",
		"https://x.test/?n={{Contact No}}": "<https://x.test/?n=CT1>",
		"https://x.test/{{Full Name}}":     "<https://x.test/%C3%84nn%20%26%20%3CCo%3E>",
		"mailto:out@x.test?subject={{Contact No}}": "<mailto:out@x.test?subject=CT1>",
	} {
		o.Unsubscribe = link
		b.write(o)
		coretest.Same(t, want, b.headersOf("drafts", 0).Get("List-Unsubscribe"))
	}
	o.Force = true
	for _, link := range []string{"x", "https:", "ftp://x.test", "https://x.test/a b", "https://x.test/>", "https://x.test/\r\nBcc: me@x.test", "https://x.test/ä",
		"javascript:alert(1)", "https://x.test/{{Nobody}}", "https://x.test/{{Contact No"} {
		o.Unsubscribe = link
		if _, err := mail.Write(b.Context(), b.Company, b.Store, b.No, o); !core.IsKind(err, core.Invalid) {
			t.Errorf("%q: %v", link, err)
		}
	}
}
