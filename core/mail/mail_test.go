package mail_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/mail"
	"winnow/core/output"
)

// read is a message as another reader finds it.
type read struct {
	From, To, Subject, Text, HTML string
}

// parse reads a message with the standard library.
func parse(t *testing.T, content []byte) read {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		t.Fatalf("%v\n%s", err, content)
	}
	if m.Header.Get("X-Unsent") != "1" || m.Header.Get("MIME-Version") != "1.0" {
		t.Errorf("the headers are %v", m.Header)
	}
	if _, err := m.Header.Date(); err != nil {
		t.Error(err)
	}
	for name := range m.Header {
		if !slices.Contains([]string{"X-Unsent", "Date", "From", "To", "Subject", "Mime-Version", "Content-Type", "Content-Transfer-Encoding"}, name) {
			t.Errorf("there is a header %s", name)
		}
	}
	var r read
	r.Subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		t.Error(err)
	}
	for key, into := range map[string]*string{"From": &r.From, "To": &r.To} {
		list, err := m.Header.AddressList(key)
		if err != nil && !errors.Is(err, netmail.ErrHeaderNotPresent) {
			t.Errorf("%s: %v\n%s", key, err, m.Header.Get(key))
		}
		for _, a := range list {
			*into += fmt.Sprintf("%s|%s;", a.Name, a.Address)
		}
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	if kind == "text/plain" {
		r.Text = body(t, quotedprintable.NewReader(m.Body))
		return r
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for _, into := range []*string{&r.Text, &r.HTML} {
		part, err := parts.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		*into = body(t, part)
	}
	if _, err := parts.NextPart(); !errors.Is(err, io.EOF) {
		t.Errorf("behind the parts: %v", err)
	}
	return r
}

func body(t *testing.T, r io.Reader) string {
	t.Helper()
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(content), "\r\n", "\n")
}

// eml reads the messages of a folder in order.
func (b *book) eml(t *testing.T, folder string) (messages []read) {
	t.Helper()
	for _, name := range b.in(folder) {
		content, err := os.ReadFile(filepath.Join(b.Path(folder), name))
		if err != nil {
			t.Fatal(err)
		}
		wellFormed(t, content)
		messages = append(messages, parse(t, content))
	}
	return messages
}

// in returns the names of a folder's files.
func (b *book) in(folder string) (names []string) {
	b.T.Helper()
	entries, err := os.ReadDir(b.Path(folder))
	if err != nil {
		b.T.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// wellFormed checks what programs that pass mail on ask for: lines that end in
// CR LF, none longer than 78 characters, and only ASCII.
func wellFormed(t *testing.T, content []byte) {
	t.Helper()
	for line := range strings.SplitSeq(strings.TrimSuffix(string(content), "\r\n"), "\r\n") {
		if len(line) > 78 || strings.ContainsFunc(line, func(r rune) bool { return r > '~' || r < ' ' && r != '\t' }) {
			t.Errorf("the line %q is wrong", line)
		}
	}
}

func (b *book) write(o mail.Options) mail.Result {
	b.T.Helper()
	o.Force = true
	r, err := mail.Write(b.Context(), b.Company, b.Store, b.No, o)
	if err != nil {
		b.T.Fatal(err)
	}
	return r
}

var letter = mail.Template{Subject: "News for {{Full Name}}", Text: "Hello «Full_Name»,\n\n{{Address Block}}\nBye\n"}

func TestDraftsAreFilledIn(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann Smith", "e_mail", "ann@x.test", "address", "1 High Street")
	b.Line("CT2", "name", "Bo <b> & Co", "e_mail", "bo@x.test; info@bücher.test")
	o := mail.Options{Template: letter, Folder: b.Path("drafts"), From: `"Jo Löwe" <jo@x.test>`}
	o.Template.HTML = "<p title=\"{{Full Name}}\">{{Address Block}}</p>"
	r := b.write(o)
	coretest.Same(t, []int{0, 0, 0, 0}, numbersOf(r.Counts))
	coretest.Same(t, 2, r.Rows)
	coretest.Same(t, []string{"1 Ann Smith.eml", "2 Bo _b_ & Co.eml"}, b.in("drafts"))
	from := "Jo Löwe|jo@x.test;"
	coretest.Same(t, []read{
		{from, "Ann Smith|ann@x.test;", "News for Ann Smith", "Hello Ann Smith,\n\nAnn Smith\n1 High Street\nBye\n", "<p title=\"Ann Smith\">Ann Smith<br>\n1 High Street</p>"},
		{from, "Bo <b> & Co|bo@x.test;Bo <b> & Co|info@xn--bcher-kva.test;", "News for Bo <b> & Co", "Hello Bo <b> & Co,\n\nBo <b> & Co\nBye\n",
			"<p title=\"Bo &lt;b&gt; &amp; Co\">Bo &lt;b&gt; &amp; Co</p>"},
	}, b.eml(t, "drafts"))
	list, err := output.List(b.Context(), b.Company)
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []any{"E-Mails", 2, b.Path("drafts")}, []any{list[0].What, list[0].Rows, list[0].Target})
}

func TestCompanyInformation(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	err := b.Company.SetValues(b.Context(), company.Values{company.CompanyName: "Cronus & Söhne", company.EMail: "info@cronus.test", company.PhoneNo: "+44 1"})
	if err != nil {
		t.Fatal(err)
	}
	b.Line("CT1", "name", "Ann", "e_mail", "ann@x.test")
	template := mail.Template{Subject: "From {{Company Information Name}}", Text: "Call «Company_Information_Phone_No»\n", HTML: "{{COMPANYINFORMATION_NAME}}"}
	b.write(mail.Options{Template: template, Folder: b.Path("drafts")})
	b.write(mail.Options{Template: template, Folder: b.Path("mine"), From: "jo@x.test"})
	want := read{"Cronus & Söhne|info@cronus.test;", "Ann|ann@x.test;", "From Cronus & Söhne", "Call +44 1\n", "Cronus &amp; Söhne"}
	coretest.Same(t, []read{want}, b.eml(t, "drafts"))
	want.From = "|jo@x.test;"
	coretest.Same(t, []read{want}, b.eml(t, "mine"))
}

// odd are names that headers must carry.
var odd = []string{
	`O'Neil, "Ann" (x) <a@b> \ end`, "=1+1", "@x", "שלום", "Ann 👩‍👩‍👧 😀", strings.Repeat("Wörter und ", 45), strings.Repeat("W", 500), strings.Repeat("word ", 100),
	"a\r\nBcc: evil@x.test\r\n\r\nbody", "\nX-Evil: 1", "=?utf-8?q?evil?=", "a\u2028b\u0085c\x00d", "From me", ".", "..", "con", "a/b\\c:d*e?f", "\u202etxt.exe", "--=_winnow_alternative--",
	"tab\there", strings.Repeat("é", 300), "{{Full Name}} «City»", "שרה Cohen (12)", "محمد علي", "李小龍 サトシ 김철수", strings.Repeat("رحاب ", 60) + "end",
}

// inText is a name as a text can say it: without signs that control anything.
func inText(name string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(name))
}

// inHeader is a name as a header can say it: in one line.
func inHeader(name string) string { return strings.Join(strings.Fields(inText(name)), " ") }

func TestAnyNameComesBackEqual(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	var list []coretest.Contact
	for i := range 300 {
		list = append(list, coretest.Contact{No: fmt.Sprintf("CT%03d", i), Pairs: []any{"name", rapid.StringN(1, 100, -1).Example(i), "e_mail", fmt.Sprintf("a%d@x.test", i)}})
	}
	b.Contacts(list...)
	b.write(mail.Options{Template: mail.Template{Subject: "{{Name}}", Text: "{{Name}}|\n"}, Folder: b.Path("drafts")})
	for i, m := range b.eml(t, "drafts") {
		name := list[i].Pairs[1].(string)
		coretest.Same(t, read{To: fmt.Sprintf("%s|a%d@x.test;", inHeader(name), i), Subject: inHeader(name), Text: inText(name) + "|\n"}, m)
	}
}

func TestOddNamesComeBackEqual(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for i, name := range odd {
		b.Line(fmt.Sprintf("CT%02d", i), "name", name, "e_mail", fmt.Sprintf("a%d@x.test", i))
	}
	template := mail.Template{Subject: "{{Name}}", Text: "From {{Name}}\n.\nFrom here\n", HTML: "<p>{{Name}}</p>\n"}
	b.write(mail.Options{Template: template, Folder: b.Path("drafts")})
	b.write(mail.Options{Template: template, Mbox: b.Path("drafts.mbox")})
	messages := b.eml(t, "drafts")
	coretest.Same(t, len(odd), len(messages))
	for i, m := range messages {
		coretest.Same(t, inHeader(odd[i]), m.Subject)
		coretest.Same(t, fmt.Sprintf("%s|a%d@x.test;", inHeader(odd[i]), i), m.To)
		coretest.Same(t, "From "+inText(odd[i])+"\n.\nFrom here\n", m.Text)
	}
	coretest.Same(t, messages, b.box(t, "drafts.mbox"))
	for _, name := range b.in("drafts") {
		if strings.ContainsAny(name, "<>:\"/\\|?*\x00\n\u202e") || len(name) > 80 || !strings.HasSuffix(name, ".eml") {
			t.Errorf("the file is called %q", name)
		}
	}
}

// box reads the messages of a .mbox file.
func (b *book) box(t *testing.T, name string) (messages []read) {
	t.Helper()
	file, err := os.Open(b.Path(name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var contents [][]byte
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "From ") {
			contents = append(contents, nil)
			continue
		}
		last := &contents[len(contents)-1]
		*last = append(append(*last, lines.Bytes()...), "\r\n"...)
	}
	for _, content := range contents {
		// The blank line before the next message is none of its own.
		messages = append(messages, parse(t, bytes.TrimSuffix(content, []byte("\r\n"))))
	}
	return messages
}

// Another program's reader agrees, where it is there.
func TestAnotherReaderAgrees(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not there")
	}
	b := newBook(t)
	var names []string
	for i, name := range odd {
		b.Line(fmt.Sprintf("CT%02d", i), "name", name, "e_mail", fmt.Sprintf("a%d@x.test", i))
		names = append(names, inHeader(name))
	}
	b.write(mail.Options{Template: mail.Template{Subject: "{{Name}}", Text: "From {{E-Mail}}\n"}, Mbox: b.Path("drafts.mbox")})
	const script = `
import mailbox, sys, email, email.policy
for m in mailbox.mbox(sys.argv[1], factory=lambda f: email.message_from_binary_file(f, policy=email.policy.default)):
    sys.stdout.buffer.write((m["subject"] + "|" + m["to"].addresses[0].addr_spec + "|" + m.get_content()).encode())
`
	out, err := exec.Command(python, "-c", script, b.Path("drafts.mbox")).Output()
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	for i, name := range names {
		fmt.Fprintf(&want, "%s|a%d@x.test|From a%d@x.test\n", name, i, i)
	}
	coretest.Same(t, want.String(), string(out))
}

func TestWhoIsNotWrittenToIsCounted(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann", "e_mail", "ann@x.test")
	b.Line("CT2", "name", "Bo", "e_mail", " ")
	b.Line("CT3", "name", "Cy", "e_mail", "not an address")
	b.Line("CT4", "name", "Di", "e_mail", "ANN@x.test")
	b.Line("CT5", "name", "Ed", "e_mail", "ed@x.test", "privacy_blocked", 1)
	b.Line("CT6", "name", "Fa", "e_mail", "fa@x.test>\r\nBcc: evil@x.test")
	r := b.write(mail.Options{Template: letter, Folder: b.Path("drafts")})
	coretest.Same(t, []int{2, 1}, []int{r.Rows, r.Blocked})
	coretest.Same(t, []int{1, 2, 1, 0}, numbersOf(r.Counts))
	coretest.Same(t, "CT5 Ed", joined(r.BlockedContacts))
	r = b.write(mail.Options{Template: letter, Folder: b.Path("drafts"), IncludeBlocked: true})
	coretest.Same(t, []int{3, 1}, []int{r.Rows, r.Blocked})
	coretest.Same(t, 3, len(b.in("drafts")))
}

func TestFieldsThatDoNotExistAreListedBeforeAnythingIsWritten(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann", "e_mail", "ann@x.test")
	for _, c := range []struct {
		template mail.Template
		want     string
	}{
		{mail.Template{Subject: "{{Nmae}}", Text: "«Nonsense» {{Nmae}}", HTML: "{{Other}}"}, "the template has fields that do not exist: {{Nmae}}, «Nonsense», {{Other}}"},
		{mail.Template{Subject: "x", Text: "a {{Name} b\n}}"}, "the template has a field that does not end: {{Name} b; write it as {{Full Name}}"},
		{mail.Template{Subject: "x", Text: "{{}}"}, "the template has fields that do not exist: {{}}"},
	} {
		for _, o := range []mail.Options{{Folder: b.Path("drafts")}, {Mbox: b.Path("drafts.mbox")}} {
			o.Template = c.template
			_, err := mail.Write(b.Context(), b.Company, b.Store, b.No, o)
			if !core.IsKind(err, core.Invalid) || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("the error is %v", err)
			}
		}
	}
	coretest.Same(t, []string{}, b.Files())
}

func TestTemplateIsRead(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	file := func(name, content string) string {
		if err := os.WriteFile(b.Path(name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return b.Path(name)
	}
	got, err := mail.ReadTemplate(file("a.txt", "\ufeffsubject:  Hi {{Name}} \r\n\r\nLine 1\r\nLine 2"), file("a.html", "<p>\r\n</p>"))
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, mail.Template{Subject: "Hi {{Name}}", Text: "Line 1\nLine 2", HTML: "<p>\n</p>"}, got)
	for name, content := range map[string]string{"none": "Hello\n", "empty": "", "blank": "Subject: \nx", "latin": "Subject: x\n\xe4"} {
		if _, err := mail.ReadTemplate(file(name, content), ""); !core.IsKind(err, core.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := mail.ReadTemplate(b.Path("missing"), ""); !core.IsKind(err, core.NotFound) {
		t.Errorf("the error is %v", err)
	}
	if _, err := mail.ReadTemplate(b.Path("a.txt"), b.Path("missing")); !core.IsKind(err, core.NotFound) {
		t.Errorf("the error is %v", err)
	}
	if _, err := mail.ReadTemplate(b.Folder, ""); !core.IsKind(err, core.Invalid) {
		t.Errorf("the error is %v", err)
	}
}

func TestWhatCannotBeWritten(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann")
	for name, o := range map[string]mail.Options{
		"nowhere":  {},
		"twice":    {Folder: b.Path("a"), Mbox: b.Path("b")},
		"nobody":   {Folder: b.Path("a")},
		"bad from": {Folder: b.Path("a"), From: "jo\r\nBcc: x@y.test"},
	} {
		o.Template = letter
		if _, err := mail.Write(b.Context(), b.Company, b.Store, b.No, o); !core.IsKind(err, core.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	coretest.Same(t, []string{}, b.Files())
}

func TestCancelLeavesNothing(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann", "e_mail", "ann@x.test")
	for _, o := range []mail.Options{{Folder: b.Path("drafts")}, {Mbox: b.Path("drafts.mbox")}} {
		ctx, cancel := context.WithCancel(b.Context())
		o.Template, o.Progress = letter, func(int, int) { cancel() }
		if _, err := mail.Write(ctx, b.Company, b.Store, b.No, o); !errors.Is(err, context.Canceled) {
			t.Errorf("the error is %v", err)
		}
	}
	coretest.Same(t, []string{}, b.Files())
}

func TestPreviewShowsTheMessageToAnyContact(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "name", "Ann", "e_mail", "ann@x.test")
	b.Line("CT2", "name", "Bo", "privacy_blocked", 1)
	var got []mail.Message
	for n := range 2 {
		m, err := mail.Preview(b.Context(), b.Company, b.Store, b.No, mail.Options{Template: letter}, n)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, m)
	}
	coretest.Same(t, []mail.Message{
		{Name: "Ann", To: []string{"ann@x.test"}, Subject: "News for Ann", Text: "Hello Ann,\n\nAnn\nBye\n"},
		{Name: "Bo", Subject: "News for Bo", Text: "Hello Bo,\n\nBo\nBye\n", Blocked: true},
	}, got)
	if _, err := mail.Preview(b.Context(), b.Company, b.Store, b.No, mail.Options{Template: letter}, 2); !core.IsKind(err, core.NotFound) {
		t.Errorf("the error is %v", err)
	}
}
