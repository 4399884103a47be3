package mail_test

import (
	"bytes"
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

// headersOf are the headers of the n-th draft in a folder, as another reader has
// them.
func (b *book) headersOf(folder string, n int) netmail.Header {
	b.T.Helper()
	content, err := os.ReadFile(filepath.Join(b.Path(folder), b.in(folder)[n]))
	if err != nil {
		b.T.Fatal(err)
	}
	m, err := netmail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		b.T.Fatal(err)
	}
	return m.Header
}

// The lines at a template's beginning are headers of the e-mails.
func TestHeadersOfTemplates(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann", "e_mail", "ann@x.test", "salesperson_code", "JO", "home_page", "jo@x.test; Bö <boe@bücher.test>")
	b.Line("CT2", "name", "Bo", "e_mail", "bo@x.test")
	template, err := mail.ReadTemplate("testdata/hd.txt", "")
	if err != nil {
		t.Fatal(err)
	}
	b.write(mail.Options{Template: template, Folder: b.Path("drafts")})
	h := b.headersOf("drafts", 0)
	coretest.Same(t, []string{"x", "<boss@example.com>", "<me@example.com>", ""}, []string{h.Get("Subject"), h.Get("Cc"), h.Get("Reply-To"), h.Get("Bcc")})
	content, err := os.ReadFile(filepath.Join(b.Path("drafts"), b.in("drafts")[0]))
	if err != nil || !strings.HasPrefix(parseBody(t, content), "body Ann Ann") {
		t.Errorf("%s, %v", content, err)
	}
	if template, err = mail.ReadTemplate("testdata/s.txt", ""); err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, mail.Template{Subject: "Hi {{First Name}}", Text: "{{Greeting Formal}}\nHello {{Last Name}}\n"}, template)
	// Fields stand in headers, too; one that is empty is left out. --from goes
	// before the template's.
	template, err = mail.ParseTemplate("Bcc : {{Web Page}}\nfrom: Jo <{{Salesperson Code}}@x.test>\nSUBJECT: Hi\nText")
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, mail.Template{Subject: "Hi", Text: "Text", From: "Jo <{{Salesperson Code}}@x.test>", Bcc: "{{Web Page}}"}, template)
	b.write(mail.Options{Template: template, Folder: b.Path("drafts"), From: "me@x.test"})
	list, err := b.headersOf("drafts", 0).AddressList("Bcc")
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []*netmail.Address{{Address: "jo@x.test"}, {Name: "Bö", Address: "boe@xn--bcher-kva.test"}}, list)
	coretest.Same(t, []string{"<me@x.test>", ""}, []string{b.headersOf("drafts", 1).Get("From"), b.headersOf("drafts", 1).Get("Bcc")})
	_, err = mail.Write(b.Context(), b.Company, b.Store, b.No, mail.Options{Template: template, Folder: b.Path("none")})
	if !core.IsKind(err, core.Invalid) || !strings.Contains(err.Error(), `From of the e-mail to CT2 Bo: "Jo <@x.test>" is not an e-mail address`) {
		t.Errorf("the error is %v", err)
	}
	m, err := mail.Preview(b.Context(), b.Company, b.Store, b.No, mail.Options{Template: template}, 0)
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, "Jo <JO@x.test>, jo@x.test, Bö <boe@xn--bcher-kva.test>", mail.Shown(append([]*netmail.Address{m.From}, m.Bcc...)...))
}

// parseBody returns a message's plain text.
func parseBody(t *testing.T, content []byte) string {
	t.Helper()
	_, text, _ := strings.Cut(string(content), "\r\n\r\n")
	return text
}

// What looks like a header and is none is an error, and is never sent as text.
func TestHeadersThatAreNone(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		"Subject: x\nTo: ann@x.test\n\ntext": "the line To: ann@x.test is not a header",
		"Subject: x\nPriority: high\ntext":   "the line Priority: high is not a header",
		"Betreff: x\n\ntext":                 "the line Betreff: x is not a header",
		"Subject: x\nhttps://x.test\n":       "the line https://x.test is not a header",
		"Subject: x\nCc: a@x\ncc: b@x\n":     "the header cc occurs twice",
		"Cc: a@x\n\nSubject: x\n":            "the template has no subject",
		"Subject:\n":                         "the template has no subject",
		"":                                   "the template has no subject",
		"Hello\nSubject: x":                  "the template has no subject",
	} {
		if _, err := mail.ParseTemplate(content); !core.IsKind(err, core.Invalid) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %v", content, err)
		}
	}
	for content, text := range map[string]string{
		"Subject: x\nDear all: hello": "Dear all: hello", "Subject: x\n\nNote: this": "Note: this", "Subject: x": "", "Subject: x\n: y": ": y",
		"Subject: x\nCc:\n\n\nHi\n": "Hi\n",
	} {
		if got, err := mail.ParseTemplate(content); err != nil || got.Text != text || got.Subject != "x" || got.Cc != "" {
			t.Errorf("%q: %+v, %v", content, got, err)
		}
	}
}

// What e-mails would be is told before any is written: with whom something is
// wrong.
func TestCountOfMails(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann", "e_mail", "ann@x.test", "city", "York")
	b.Line("CT2", "name", "Bo", "e_mail", "bo@x.test")
	b.Line("CT3", "name", "Cy")
	b.Line("CT4", "name", "Di", "e_mail", "nonsense")
	b.Line("CT5", "name", "Ed", "e_mail", "ed@x.test", "privacy_blocked", 1)
	o := mail.Options{Template: mail.Template{Subject: "{{Nmae}}", Text: "{{City}} «CITY» {{Ful Name}} {{First Name}} {{Name}}", HTML: "{{Company Information City}}", Cc: "{{Web Page}}"}}
	r, err := mail.Count(b.Context(), b.Company, b.Store, b.No, o)
	if err != nil {
		t.Fatal(err)
	}
	ann, bo := mailrow.Contact{ContactNo: "CT1", Name: "Ann"}, mailrow.Contact{ContactNo: "CT2", Name: "Bo"}
	both := []mailrow.Contact{ann, bo}
	coretest.Same(t, []mail.Empty{{"Web Page", 2, both}, {"City", 1, both[1:]}, {"First Name", 2, both}, {"Company Information City", 2, both}}, r.Empty)
	coretest.Same(t, []mail.LeftOut{{mailrow.Contact{ContactNo: "CT3", Name: "Cy"}, "no_mail"}, {mailrow.Contact{ContactNo: "CT4", Name: "Di"}, "invalid"},
		{mailrow.Contact{ContactNo: "CT5", Name: "Ed"}, "blocked"}}, r.LeftOut)
	coretest.Same(t, []string{"Nmae", "Ful Name"}, []string{r.Unknown[0].Field, r.Unknown[1].Field})
	coretest.Same(t, "Full Name", r.Unknown[1].Meaning)
	coretest.Same(t, []int{2, 1, 1, 1}, []int{r.Rows, r.Blocked, r.NoMail, r.Invalid})
	o.IncludeBlocked = true
	if r, err = mail.Count(b.Context(), b.Company, b.Store, b.No, o); err != nil || r.Rows != 3 || len(r.LeftOut) != 2 {
		t.Errorf("%+v, %v", r, err)
	}
	coretest.Same(t, []string{}, b.Files())
	o.Template.Cc = "nobody"
	if _, err := mail.Count(b.Context(), b.Company, b.Store, b.No, o); !core.IsKind(err, core.Invalid) {
		t.Errorf("the error is %v", err)
	}
}
