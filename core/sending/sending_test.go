package sending_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"mime"
	"mime/multipart"
	"net"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/coretest"
	"winnow/core/credential/credentialtest"
	"winnow/core/docx"
	"winnow/core/mail"
	"winnow/core/output"
	"winnow/core/sending"
	"winnow/core/sending/smtptest"
	"winnow/core/template"
)

// book is a company with a segment that e-mails are sent to.
type book struct {
	*coretest.Book
	server *smtptest.Server
	to     sending.Server
}

// newBook is a company with n contacts on a segment, and a server on this machine.
func newBook(t testing.TB, n int) *book {
	t.Helper()
	b := &book{Book: coretest.NewSpring(t), server: &smtptest.Server{}}
	var list []coretest.Contact
	for i := range n {
		list = append(list, coretest.Contact{No: fmt.Sprintf("CT%04d", i+1), Pairs: []any{"name", fmt.Sprint("Contact ", i+1), "e_mail", address(i + 1)}})
	}
	if n > 0 {
		b.Contacts(list...)
	}
	return b
}

func address(n int) string { return fmt.Sprintf("c%d@x.test", n) }

// serve starts the server, without TLS.
func (b *book) serve() {
	b.to = sending.Server{Host: "127.0.0.1", Port: b.server.Start(b.T, false), Security: company.SMTPNone}
}

func (b *book) options() sending.Options {
	return sending.Options{Server: b.to, Mail: mail.Options{From: "Jo <jo@x.test>", Template: mail.Template{
		Subject: "News for {{Name}}", Text: "Hello {{Name}},\n\n.\nFrom here.\n", Bcc: "archive@x.test"}}}
}

func (b *book) send(o sending.Options) (sending.Result, error) {
	return sending.Send(b.Context(), b.Company, b.Store, b.No, o)
}

// must sends, which goes well.
func (b *book) must(o sending.Options) sending.Result {
	b.T.Helper()
	r, err := b.send(o)
	if err != nil {
		b.T.Fatal(err)
	}
	return r
}

// got counts how often each address got a message.
func (b *book) got() map[string]int {
	got := map[string]int{}
	for _, m := range b.server.Messages() {
		got[m.To[0]]++
	}
	return got
}

// states are the states of a mailing's messages by address.
func (b *book) states(entryNo int64) map[string]string {
	b.T.Helper()
	list, err := sending.Messages(b.Context(), b.Company, entryNo)
	if err != nil {
		b.T.Fatal(err)
	}
	states := map[string]string{}
	for _, m := range list {
		states[m.Address] = m.State
	}
	return states
}

// What is sent is what is written into a folder, but that it has an id, is no draft and
// does not tell of blind copies, which are delivered.
func TestSentAsWritten(t *testing.T) {
	b := newBook(t, 3)
	b.serve()
	o := b.options()
	file := b.Path("catalog.pdf")
	if err := os.WriteFile(file, []byte("a catalog"), 0o600); err != nil {
		t.Fatal(err)
	}
	o.Mail.Attach, o.Mail.Unsubscribe, o.Mail.Template.HTML = []string{file}, "https://x.test/?c={{Contact No}}", "<p>Hello {{Name}}</p>"
	r := b.must(o)
	if r.Sent != 3 || r.Messages != 3 || r.SentAll != 3 || r.Whole || len(r.Troubled) > 0 || r.Decided.Rows != 3 {
		t.Errorf("the result is %+v", r)
	}
	o.Mail.Folder = b.Path("drafts")
	if _, err := mail.Write(b.Context(), b.Company, b.Store, b.No, o.Mail); err != nil {
		t.Fatal(err)
	}
	for i, m := range b.server.Messages() {
		coretest.Same(t, []string{address(i + 1), "archive@x.test"}, m.To)
		coretest.Same(t, "jo@x.test", m.From)
		draft, err := os.ReadFile(filepath.Join(o.Mail.Folder, fmt.Sprintf("%d Contact %d.eml", i+1, i+1)))
		if err != nil {
			t.Fatal(err)
		}
		sent := strings.ReplaceAll(m.Content, "\n", "\r\n")
		_, sent, _ = strings.Cut(sent, "\r\n") // the Message-ID
		want := strings.Replace(strings.TrimPrefix(string(draft), "X-Unsent: 1\r\n"), "Bcc: <archive@x.test>\r\n", "", 1)
		if sent != want {
			t.Errorf("sent:\n%s\nwritten:\n%s", sent, want)
		}
	}
	ids := map[string]bool{}
	for _, m := range b.server.Messages() {
		read, err := netmail.ReadMessage(strings.NewReader(m.Content))
		if err != nil {
			t.Fatal(err)
		}
		id := read.Header.Get("Message-ID")
		if ids[id] || !strings.HasSuffix(id, "@x.test>") {
			t.Errorf("the id is %q", id)
		}
		ids[id] = true
	}
	list, err := output.List(b.Context(), b.Company)
	if err != nil || len(list) != 2 || list[1].EntryNo != r.EntryNo || list[1].Rows != 3 || list[1].What != "E-Mails" || list[1].Target != b.to.String() {
		t.Errorf("the log has %+v, %v", list, err)
	}
}

// The same again sends nothing, unless it is said so; another text is another mailing.
func TestAgain(t *testing.T) {
	b := newBook(t, 2)
	b.serve()
	o := b.options()
	first := b.must(o)
	if r := b.must(o); !r.Whole || r.Sent != 0 || r.EntryNo != first.EntryNo || r.SentAll != 2 {
		t.Errorf("the same again: %+v", r)
	}
	o.Again = true
	if r := b.must(o); r.Whole || r.Sent != 2 || r.EntryNo == first.EntryNo {
		t.Errorf("--again: %+v", r)
	}
	o = b.options()
	o.Mail.Template.Text = "Another"
	if r := b.must(o); r.Sent != 2 {
		t.Errorf("another text: %+v", r)
	}
	coretest.Same(t, map[string]int{address(1): 3, address(2): 3}, b.got())
}

// Whose connection is cut at random places, and who goes on again and again, sends each
// message once, or tells that it may have been sent.
func TestEachOnceThoughConnectionsBreak(t *testing.T) {
	const all = 1000
	b := newBook(t, all)
	random, stops := rand.New(rand.NewPCG(17, 4)), rand.New(rand.NewPCG(4, 17))
	var mutex sync.Mutex
	b.server.Answer = func(command string) string {
		mutex.Lock()
		defer mutex.Unlock()
		if random.IntN(80) == 0 {
			return smtptest.Cut
		}
		return ""
	}
	b.serve()
	runs, sent := 0, 0
	for {
		runs++
		ctx, cancel := context.WithCancel(b.Context())
		o, stopAt := b.options(), 50+stops.IntN(400)
		o.Progress = func(done, _ int) {
			if stopAt--; stopAt == 0 {
				cancel()
			}
		}
		r, err := sending.Send(ctx, b.Company, b.Store, b.No, o)
		cancel()
		sent += r.Sent
		if err == nil && r.Waiting == 0 {
			if r.Messages != all || r.Failed > 0 || r.SentAll != sent {
				t.Errorf("the result is %+v", r)
			}
			b.check(r.EntryNo)
			break
		}
		if runs > 100 {
			t.Fatalf("it does not end: %+v, %v", r, err)
		}
	}
	if runs < 3 {
		t.Errorf("it ran %d times", runs)
	}
}

// check holds what the company file says to what the server has.
func (b *book) check(entryNo int64) {
	b.T.Helper()
	got, unclear := b.got(), 0
	for to, state := range b.states(entryNo) {
		switch {
		case state == "sent" && got[to] != 1, state != "sent" && state != "sending" && got[to] != 0, got[to] > 1:
			b.T.Errorf("%s is %s and got %d", to, state, got[to])
		case state == "sending":
			unclear++
		}
	}
	if unclear == 0 {
		b.T.Error("no answer got lost, which this test is about")
	}
}

// A message whose answer got lost is told of and not sent again; only when that is
// wanted, and nobody can be sending it any more.
func TestMayHaveBeenSent(t *testing.T) {
	b := newBook(t, 3)
	var goesOn atomic.Bool
	b.server.Answer = func(command string) string {
		if !goesOn.Load() && strings.HasPrefix(command, ". "+address(2)) {
			return smtptest.Cut
		}
		return ""
	}
	b.serve()
	r := b.must(b.options())
	if r.Sent != 2 || r.Unclear != 1 || len(r.Troubled) != 1 || r.Troubled[0].Address != address(2) {
		t.Fatalf("the result is %+v", r)
	}
	coretest.Same(t, "it may have been sent: the connection broke before the server's answer came", r.Troubled[0].Why().String())
	goesOn.Store(true)
	o := b.options()
	if r = b.must(o); !r.Whole || r.Unclear != 1 {
		t.Errorf("the same again: %+v", r)
	}
	o.Resend = true
	if r = b.must(o); r.Sent != 0 || r.Unclear != 1 {
		t.Errorf("resent at once: %+v", r)
	}
	now := b.Company.Now()
	b.Company.Now = func() time.Time { return now.Add(time.Hour) }
	if r = b.must(o); r.Sent != 1 || r.Unclear != 0 || r.SentAll != 3 {
		t.Errorf("resent: %+v", r)
	}
}

// What the server refuses for good has failed; what it does not take now is tried the
// next time; the rest goes on.
func TestRefused(t *testing.T) {
	b := newBook(t, 6)
	var empty atomic.Bool // are the mailboxes that were full
	b.server.Answer = func(command string) string {
		switch {
		case strings.HasPrefix(command, "RCPT TO:<"+address(1)):
			return "550 5.1.1 no\x07body\tof that name " + strings.Repeat("x", 1000)
		case !empty.Load() && strings.HasPrefix(command, "RCPT TO:<"+address(2)):
			return "452 4.2.2 full"
		case strings.HasPrefix(command, ". "+address(3)):
			return "554 5.7.1 spam"
		case !empty.Load() && strings.HasPrefix(command, ". "+address(4)):
			return "451 4.3.0 later"
		}
		return ""
	}
	b.serve()
	r := b.must(b.options())
	if r.Sent != 2 || r.Failed != 2 || r.Waiting != 2 || len(r.Troubled) != 4 {
		t.Fatalf("the result is %+v", r)
	}
	if why := r.Troubled[0].Why().String(); !strings.HasPrefix(why, "the server answered: 550 5.1.1 no body of that name xxx") || len(why) > 400 {
		t.Errorf("why: %s", why)
	}
	empty.Store(true)
	if r = b.must(b.options()); r.Sent != 2 || r.Failed != 2 || r.Waiting != 0 {
		t.Errorf("the same again: %+v", r)
	}
	if r = b.must(b.options()); !r.Whole {
		t.Errorf("and again: %+v", r)
	}
	coretest.Same(t, map[string]int{address(2): 1, address(4): 1, address(5): 1, address(6): 1}, b.got())
}

// A message that failed is sent alone, to the address that the contact has now; the others
// stay as they are. A mailing can also begin with some lines.
func TestOnlySome(t *testing.T) {
	b := newBook(t, 4)
	b.server.Answer = func(command string) string {
		if strings.HasPrefix(command, "RCPT TO:<"+address(1)) || strings.HasPrefix(command, "RCPT TO:<"+address(2)) {
			return "550 nobody of that name"
		}
		return ""
	}
	b.serve()
	o := b.options()
	o.Only = []int64{30000}
	if r := b.must(o); r.Sent != 1 || r.Waiting != 3 {
		t.Errorf("one to begin with: %+v", r)
	}
	o.Only = nil
	if r := b.must(o); r.Sent != 1 || r.Failed != 2 {
		t.Errorf("the others: %+v", r)
	}
	b.Exec("UPDATE contact SET e_mail = 'new@x.test' WHERE no = 'CT0001'")
	o.Only = []int64{10000}
	if r := b.must(o); r.Sent != 1 || r.Failed != 1 || r.Whole {
		t.Errorf("the one that failed: %+v", r)
	}
	if r := b.must(o); r.Sent != 0 || !r.Whole {
		t.Errorf("once more: %+v", r)
	}
	coretest.Same(t, map[string]int{"new@x.test": 1, address(3): 1, address(4): 1}, b.got())
	o.Only = []int64{10000, 50000}
	if _, err := b.send(o); !core.IsKind(err, core.NotFound) || err.Error() != "line 50000 has no e-mail in this mailing" {
		t.Errorf("a line that there is not: %v", err)
	}
}

// Kept texts and letters are sent as they are written into a folder, also where a mailing
// is gone on with.
func TestLettersAreSent(t *testing.T) {
	b := newBook(t, 0)
	b.Line("A", "name", "Ann", "e_mail", "ann@x.test")
	b.Line("B", "name", "Bo", "e_mail", "bo@x.test", "language_code", "DEU")
	for language, text := range map[string]string{"": "Subject: News\n\nHello {{Name}}", "DEU": "Subject: Neues\n\nHallo {{Name}}"} {
		if _, err := template.New(b.Company).Add(b.Context(), template.AddParams{Code: "NEWS", Language: language, Kind: template.Text, Document: []byte(text)}); err != nil {
			t.Fatal(err)
		}
	}
	var empty atomic.Bool // is the mailbox that was full
	b.server.Answer = func(command string) string {
		if !empty.Load() && strings.HasPrefix(command, "RCPT TO:<bo@x.test>") {
			return "452 later"
		}
		return ""
	}
	b.serve()
	o := sending.Options{Server: b.to, Mail: mail.Options{From: "jo@x.test", Code: "NEWS", Letter: mail.Letter{Way: mail.Attached, File: b.Path("letter.docx")}}}
	b.Write("letter.docx", coretest.Document("Dear ", "Full_Name"))
	if r := b.must(o); r.Sent != 1 || r.Waiting != 1 {
		t.Fatalf("the result is %+v", r)
	}
	empty.Store(true)
	b.Exec("UPDATE contact SET name = 'Bob' WHERE no = 'B'")
	if r := b.must(o); r.Sent != 1 {
		t.Errorf("the rest: %+v", r)
	}
	var texts []string
	for _, m := range b.server.Messages() {
		read, err := netmail.ReadMessage(strings.NewReader(m.Content))
		if err != nil {
			t.Fatal(err)
		}
		_, params, err := mime.ParseMediaType(read.Header.Get("Content-Type"))
		if err != nil {
			t.Fatal(err)
		}
		text := read.Header.Get("Subject")
		for parts := multipart.NewReader(read.Body, params["boundary"]); ; {
			part, err := parts.NextPart()
			if err != nil {
				break
			}
			content, err := io.ReadAll(part)
			if err != nil {
				t.Fatal(err)
			}
			if part.FileName() == "" {
				text += " " + strings.TrimSpace(string(content))
				continue
			}
			if content, err = io.ReadAll(base64.NewDecoder(base64.StdEncoding, bytes.NewReader(content))); err != nil {
				t.Fatal(err)
			}
			letter, err := docx.Read(content)
			if err != nil {
				t.Fatal(err)
			}
			said, err := letter.Text(docx.Record{Number: 1})
			if err != nil {
				t.Fatal(err)
			}
			text += " " + part.FileName() + " " + said
		}
		texts = append(texts, text)
	}
	coretest.Same(t, []string{"News Hello Ann letter.docx Dear Ann", "Neues Hallo Bo letter.docx Dear Bo"}, texts)
}

// A sender that the server does not take can be corrected: nothing has failed.
func TestSenderRefused(t *testing.T) {
	b := newBook(t, 3)
	var accepts atomic.Bool
	var asked atomic.Int64
	b.server.Answer = func(command string) string {
		if !accepts.Load() && strings.HasPrefix(command, "MAIL") {
			asked.Add(1)
			return "550 not your address"
		}
		return ""
	}
	b.serve()
	if r := b.must(b.options()); r.Waiting != 3 || len(r.Troubled) != 3 || asked.Load() != 1 {
		t.Errorf("the result is %+v, asked %d times", r, asked.Load())
	}
	accepts.Store(true)
	if r := b.must(b.options()); r.Sent != 3 {
		t.Errorf("the same again: %+v", r)
	}
}

// Of several addresses of a contact one is enough; a copy that is refused holds nothing
// up.
func TestSomeRecipientsRefused(t *testing.T) {
	b := newBook(t, 0)
	b.Line("CT1", "name", "Two", "e_mail", "old@x.test; new@x.test")
	b.server.Answer = func(command string) string {
		if strings.Contains(command, "old@x.test") || strings.Contains(command, "archive@x.test") {
			if strings.HasPrefix(command, "RCPT") {
				return "550 gone"
			}
		}
		return ""
	}
	b.serve()
	r := b.must(b.options())
	list, err := sending.Messages(b.Context(), b.Company, r.EntryNo)
	if err != nil || r.Sent != 1 || len(list) != 1 || list[0].Answer != "250 taken old@x.test: 550 gone archive@x.test: 550 gone" {
		t.Errorf("%+v, %+v, %v", r, list, err)
	}
	coretest.Same(t, []string{"new@x.test"}, b.server.Messages()[0].To)
}

// Who was deleted or blocked after it was decided, and before it was sent, gets nothing.
func TestBlockedMeanwhile(t *testing.T) {
	b := newBook(t, 4)
	b.serve()
	ctx, cancel := context.WithCancel(b.Context())
	o := b.options()
	o.Progress = func(done, _ int) {
		if done == 1 {
			cancel()
		}
	}
	if _, err := sending.Send(ctx, b.Company, b.Store, b.No, o); !errors.Is(err, context.Canceled) {
		t.Fatalf("the error is %v", err)
	}
	b.Exec("UPDATE contact SET privacy_blocked = 1 WHERE no = 'CT0002'")
	b.Exec("UPDATE contact SET no = 'OTHER' WHERE no = 'CT0003'")
	other := b.options()
	other.Mail.Template.Text = "another"
	if _, err := b.send(other); !core.IsKind(err, core.Exists) || !strings.HasPrefix(err.Error(), "3 messages of another mailing of segment SM00001 are still to be sent") {
		t.Errorf("another text: %v", err)
	}
	r := b.must(b.options())
	if r.Sent != 1 || r.SentAll != 2 || r.Failed != 2 {
		t.Errorf("the result is %+v", r)
	}
	coretest.Same(t, "the contact was blocked before its turn", r.Troubled[0].Why().String())
	coretest.Same(t, "the contact was deleted before its turn", r.Troubled[1].Why().String())
}

// TLS is asked for and its certificate checked; a server without it gets nothing.
func TestSecurity(t *testing.T) {
	b := newBook(t, 1)
	b.server.User, b.server.Password = "jo@x.test", "top;secret"
	t.Setenv(sending.PasswordVariable, "top;secret")
	_, roots := b.server.Certify(t)
	port, implicit := b.server.Start(t, false), b.server.Start(t, true)
	plain := &smtptest.Server{}
	for name, c := range map[string]struct {
		server sending.Server
		says   string
	}{
		"starttls":                {sending.Server{Port: port, Security: company.SMTPStartTLS, Roots: roots}, ""},
		"tls":                     {sending.Server{Port: implicit, Security: company.SMTPTLS, Roots: roots}, ""},
		"unknown certificate":     {sending.Server{Port: port, Security: company.SMTPStartTLS}, "the certificate of localhost is not valid"},
		"unknown from beginning":  {sending.Server{Port: implicit, Security: company.SMTPTLS}, "the certificate of localhost is not valid"},
		"another name":            {sending.Server{Host: "127.0.0.1", Port: port, Security: company.SMTPStartTLS, Roots: roots}, "the certificate of 127.0.0.1 is not valid"},
		"without STARTTLS":        {sending.Server{Port: plain.Start(t, false), Security: company.SMTPStartTLS, Roots: roots}, "localhost does not offer STARTTLS"},
		"no TLS at the beginning": {sending.Server{Port: port, Security: company.SMTPTLS, Roots: roots}, fmt.Sprintf("localhost:%d does not begin with TLS", port)},
		"nobody there":            {sending.Server{Port: 1, Security: company.SMTPStartTLS}, "localhost:1 cannot be reached"},
	} {
		o := b.options()
		o.Again, o.Server = true, c.server
		if o.Server.Host == "" {
			o.Server.Host = "localhost"
		}
		o.Server.User = "jo@x.test"
		r, err := b.send(o)
		if c.says == "" && (err != nil || r.Sent != 1) || c.says != "" && (err == nil || !strings.HasPrefix(err.Error(), c.says)) {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
	if n := len(b.server.Messages()) + len(plain.Messages()); n != 2 {
		t.Errorf("%d messages were taken", n)
	}
	list, err := output.List(b.Context(), b.Company)
	if err != nil || len(list) != 2 {
		t.Errorf("the log has %v, %v", list, err)
	}
}

// A wrong password is told of without the password, though the server repeats it; without
// one it is asked for.
func TestPassword(t *testing.T) {
	b := newBook(t, 1)
	keyring := credentialtest.Start(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", keyring.Address)
	b.server.User, b.server.Password = "jo", "right"
	b.serve()
	b.to.User = "jo"
	_, err := b.send(b.options())
	if err == nil || !strings.Contains(err.Error(), "asks for the password of jo") {
		t.Errorf("without: %v", err)
	}
	t.Setenv(sending.PasswordVariable, "s3cret")
	_, err = b.send(b.options())
	coded := base64.StdEncoding.EncodeToString([]byte("\x00jo\x00s3cret"))
	for e := err; e != nil; e = errors.Unwrap(e) {
		if said := fmt.Sprintf("%v %+v", e, e); strings.Contains(said, "s3cret") || strings.Contains(said, coded) {
			t.Errorf("the password is in %q", said)
		}
	}
	if err == nil || !strings.HasPrefix(err.Error(), "127.0.0.1 did not accept the user jo or the password: 535;") {
		t.Errorf("wrong: %v", err)
	}
	t.Setenv(sending.PasswordVariable, "")
	if err := b.to.KeepPassword(b.Context(), "right"); err != nil {
		t.Fatal(err)
	}
	if r := b.must(b.options()); r.Sent != 1 {
		t.Errorf("right: %+v", r)
	}
	if err := b.to.KeepPassword(b.Context(), ""); err != nil {
		t.Fatal(err)
	}
	if kept, ok := keyring.Password(b.to.String()); ok {
		t.Errorf("the keyring still has %q", kept)
	}
	if content, err := os.ReadFile(b.Company.Path()); err != nil || bytes.Contains(content, []byte("s3cret")) {
		t.Errorf("the password is in the file: %v", err)
	}
}

// A server is named as in the settings or as an address; without TLS only one of this
// machine.
func TestServerOf(t *testing.T) {
	for _, c := range []struct{ host, port, security, written, want string }{
		{"mail.x.test", "", "starttls", "", "smtp://mail.x.test:587 starttls"},
		{"jo@x.test@mail.x.test", "", "tls", "", "smtp://jo%40x.test@mail.x.test:465 tls"},
		{"mail.x.test", "26", "starttls", "smtp://other.test", "smtp://other.test:587 starttls"},
		{"", "", "starttls", "smtp://jo@x.test@other.test:2525", "smtp://jo%40x.test@other.test:2525 starttls"},
		{"", "", "none", "smtp://[::1]:2525", "smtp://[::1]:2525 none"},
		{"localhost", "", "none", "", "smtp://localhost:25 none"},
		{"", "", "starttls", "", "no mail server is named that sends the e-mails; fill in SMTP Server in the settings"},
		{"mail.x.test", "", "none", "", "without TLS, e-mails are only sent to a server on this machine, and mail.x.test is another; SMTP Security in the settings is starttls, tls, or none for a server on this machine"},
		{"", "", "starttls", "smtp://jo:secret@other.test", "a password does not belong in the mail server's address; fill in SMTP Password in the settings"},
		{"", "", "starttls", "http://other.test", "that is not the address of a mail server; write it as smtp://mail.example.com:587 or smtp://jo@mail.example.com:587"},
		{"", "", "starttls", "smtp://other.test:70000", "that is not the address of a mail server; write it as smtp://mail.example.com:587 or smtp://jo@mail.example.com:587"},
	} {
		s, err := sending.ServerOf(company.Values{company.SMTPHost: c.host, company.SMTPPort: c.port, company.SMTPSecurity: c.security}, c.written)
		got := s.String() + " " + s.Security
		if err != nil {
			got = err.Error()
		}
		coretest.Same(t, c.want, got)
	}
}

// An answer that does not end, or is none, does no harm.
func TestHostileServer(t *testing.T) {
	for name, c := range map[string]struct{ command, answer, says string }{
		"endless greeting": {"connect", "220-" + strings.Repeat("x", 1<<20), "127.0.0.1:"},
		"endless lines":    {"EHLO", strings.Repeat("250-x\n", 1<<17), "127.0.0.1:"},
		"nonsense":         {"MAIL", "hello\x00", "the connection to 127.0.0.1 broke several times"},
		"goodbye":          {"MAIL", "421 closing", "the connection to 127.0.0.1 broke several times"},
		"endless refusal":  {"RCPT", "550-" + strings.Repeat("x", 1<<20), "the connection to 127.0.0.1 broke several times"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBook(t, 2)
			b.server.Answer = func(command string) string {
				if strings.HasPrefix(command, c.command) {
					return c.answer
				}
				return ""
			}
			b.serve()
			if r, err := b.send(b.options()); err == nil || !strings.HasPrefix(err.Error(), c.says) || r.Sent+r.Failed+r.Unclear > 0 {
				t.Errorf("%+v, %v", r, err)
			}
			if n := len(b.server.Messages()); n > 0 {
				t.Errorf("it has %d messages", n)
			}
		})
	}
}

// So many messages are sent in a minute, and no more; who stops stops at once.
func TestRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBook(t, 5)
		defer b.Company.Close()
		var at []time.Duration
		began := time.Now()
		b.server.Answer = func(command string) string {
			if strings.HasPrefix(command, ". ") {
				at = append(at, time.Since(began).Round(time.Second))
			}
			return ""
		}
		b.to = sending.Server{Host: "localhost", Port: 25, Security: company.SMTPNone, Dial: func(context.Context, string, string) (net.Conn, error) {
			ours, theirs := net.Pipe()
			go b.server.Serve(theirs)
			return ours, nil
		}}
		o := b.options()
		o.Rate = 2
		ctx, cancel := context.WithCancel(b.Context())
		time.AfterFunc(100*time.Second, cancel)
		r, err := sending.Send(ctx, b.Company, b.Store, b.No, o)
		if !errors.Is(err, context.Canceled) || r.Sent != 4 || r.Waiting != 1 || time.Since(began).Round(time.Second) != 100*time.Second {
			t.Errorf("%+v, %v after %v", r, err, time.Since(began))
		}
		coretest.Same(t, []time.Duration{0, 30 * time.Second, 60 * time.Second, 90 * time.Second}, at)
	})
}

// Two who send the same mailing at the same time send each message once.
func TestTwoAtOnce(t *testing.T) {
	b := newBook(t, 60)
	b.serve()
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if _, err := b.send(b.options()); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	got := b.got()
	for i := range 60 {
		if got[address(i+1)] != 1 {
			t.Errorf("%s got %d", address(i+1), got[address(i+1)])
		}
	}
	list, err := output.List(b.Context(), b.Company)
	if err != nil || len(list) != 1 || list[0].Rows != 60 {
		t.Errorf("the log has %+v, %v", list, err)
	}
}

// Without a sender, an address or a contact nothing is begun.
func TestNothingToSend(t *testing.T) {
	b := newBook(t, 1)
	b.serve()
	o := b.options()
	o.Mail.From = ""
	if _, err := b.send(o); err == nil || !strings.HasPrefix(err.Error(), "the e-mails have no sender") {
		t.Errorf("without a sender: %v", err)
	}
	b.Exec("UPDATE contact SET e_mail = ''")
	if _, err := b.send(b.options()); !core.IsKind(err, core.Invalid) {
		t.Errorf("without an address: %v", err)
	}
	if _, err := sending.Messages(b.Context(), b.Company, 7); !core.IsKind(err, core.NotFound) {
		t.Errorf("an entry that is none: %v", err)
	}
	list, err := output.List(b.Context(), b.Company)
	if err != nil || len(list) > 0 {
		t.Errorf("the log has %v, %v", list, err)
	}
}

// Addresses with other letters go only to servers that take them.
func TestOtherLetters(t *testing.T) {
	for _, takes := range []bool{false, true} {
		b := newBook(t, 1)
		b.Line("CT9", "name", "Jörg", "e_mail", "jörg@bücher.test")
		if takes {
			b.server.Offers = []string{"SMTPUTF8"}
		}
		b.serve()
		r := b.must(b.options())
		if takes != (r.Sent == 2) || takes == (r.Failed == 1) {
			t.Errorf("%v: %+v", takes, r)
		}
		if takes {
			coretest.Same(t, "jörg@xn--bcher-kva.test", b.server.Messages()[1].To[0])
		}
	}
}
