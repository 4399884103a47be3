package output_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"winnow/core/company"
	"winnow/core/sending/smtptest"
	"winnow/gui/output"
)

// A mailing says who gets what, and writes all of it into one folder.
func TestMailing(t *testing.T) {
	s, no := stage(t)
	keep(t, s, "SPRING", "Dear {Full_Name}")
	d := output.OpenMailing(s.Session, no)
	s.Settle(d.Tasks)
	for _, line := range []string{"0** get a letter", "0** get an e-mail", "3** are on the list.", "ANN Ann Beebe"} {
		if !strings.Contains(d.Told(), line) {
			t.Errorf("%q does not say %q", d.Told(), line)
		}
	}
	for way, line := range map[string]string{"letter": "3** get a letter", "mail": "2** get an e-mail"} {
		d.Blank().SetValue(way)
		d.Blank().OnChanged(way)
		s.Settle(d.Tasks)
		if !strings.Contains(d.Told(), line) {
			t.Errorf("%q does not say %q", d.Told(), line)
		}
	}
	d.Blank().SetValue("mail")
	folder := filepath.Join(t.TempDir(), "spring")
	d.Path().Type(folder)
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	has(t, s, "2 e-mails have no template; name one")
	template := filepath.Join(t.TempDir(), "mail.txt")
	if err := os.WriteFile(template, []byte("Subject: Spring\n\nHello {{Full Name}}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.Message().Type(template)
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	has(t, s, "All of it is in")
	var files []string
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, strings.TrimPrefix(path, folder))
		}
		return err
	})
	if err != nil || !slices.Equal(files, []string{"/mails/1 Ann Beebe.eml", "/mails/2 Carl Brand.eml", "/rest.csv"}) {
		t.Errorf("there are %q, %v", files, err)
	}
	// What is there is never replaced.
	d = output.OpenMailing(s.Session, no)
	s.Settle(d.Tasks)
	d.Path().Type(folder)
	s.Button("Write").Press()
	s.Settle(d.Tasks)
	has(t, s, "exists already; choose another folder")
}

// E-mails are sent by the settings' server; what came of it is told, and who sends the same
// again is asked.
func TestMailsSent(t *testing.T) {
	s, no := stage(t)
	var accepts atomic.Bool
	server := &smtptest.Server{Answer: func(command string) string {
		if !accepts.Load() && strings.HasPrefix(command, "RCPT TO:<carl") {
			return "450 come again"
		}
		return ""
	}}
	open := func() *output.Mails {
		d := output.OpenMails(s.Session, no)
		s.Settle(d.Tasks)
		d.Subject().Type("News")
		d.Text().Type("Hello {{Name}}")
		d.As().SetValue("sent")
		d.As().OnChanged("sent")
		s.Settle(d.Tasks)
		has(t, s, "the company's, from the settings")
		s.Button("Send").Press()
		s.Settle(d.Tasks)
		return d
	}
	open()
	has(t, s, "no mail server is named that sends the e-mails; fill in SMTP Server in the settings")
	s.Button("Cancel").Press()
	values := company.Values{company.SMTPHost: "localhost", company.SMTPPort: strconv.Itoa(server.Start(t, false)), company.SMTPSecurity: company.SMTPNone, company.EMail: "jo@x.test"}
	if err := s.Session.Company.SetValues(t.Context(), values); err != nil {
		t.Fatal(err)
	}
	open()
	has(t, s, "1 e-mail was sent. 1 is still to be sent: send the same again to go on.")
	has(t, s, "1 contact has no e-mail address: BOB Bob Kelly.")
	s.Button("Show the Messages").Press()
	if want := "mailing"; !slices.Contains(s.Opened, want) {
		t.Errorf("it opened %v", s.Opened)
	}
	accepts.Store(true)
	open()
	has(t, s, "1 e-mail was sent.")
	s.Button("Close").Press()
	d := open()
	has(t, s, "This mailing was sent before, so nothing was sent now.")
	s.Button("Close").Press()
	if n := len(server.Messages()); n != 2 {
		t.Errorf("%d were sent", n)
	}
	s.Button("Send").Press()
	s.Settle(d.Tasks)
	s.Button("Send All Again").Press()
	s.Settle(d.Tasks)
	has(t, s, "2 e-mails were sent.")
	if n := len(server.Messages()); n != 4 {
		t.Errorf("%d were sent", n)
	}
}

// A mailing is written as it was chosen when somebody pressed Write.
func TestMailingIsWrittenAsChosen(t *testing.T) {
	s, no := stage(t)
	d := output.OpenMailing(s.Session, no)
	s.Settle(d.Tasks)
	write := d.Prepared(filepath.Join(t.TempDir(), "spring"))
	d.Message().Type(filepath.Join(t.TempDir(), "missing.txt"))
	if err := write(t.Context()); err != nil {
		t.Error(err)
	}
}
