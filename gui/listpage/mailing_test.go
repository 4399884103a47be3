package listpage_test

import (
	"strings"
	"testing"

	"winnow/core/company"
	"winnow/core/filter"
	"winnow/core/mail"
	"winnow/core/sending"
	"winnow/core/sending/smtptest"
	"winnow/gui/guitest"
	"winnow/gui/listpage"
)

// The messages of a mailing are listed with what became of each, and lead to the contacts.
func TestMailing(t *testing.T) {
	s := guitest.New(t)
	no, err := s.Session.Segments.CreateSegment(t.Context(), "", nil, filter.Env{})
	if err != nil {
		t.Fatal(err)
	}
	s.Row("contact", "no", "ZOE", "name", "Zoe", "type", 1, "e_mail", "zoe@x.test")
	s.Row("contact", "no", "YVE", "name", "Yve", "type", 1, "e_mail", "yve@x.test")
	if _, err := s.Session.Segments.AddLines(t.Context(), no, []string{"ZOE", "YVE"}, false); err != nil {
		t.Fatal(err)
	}
	server := &smtptest.Server{Answer: func(command string) string {
		if strings.HasPrefix(command, "RCPT TO:<yve") {
			return "550 nobody of that name"
		}
		return ""
	}}
	o := sending.Options{Server: sending.Server{Host: "localhost", Port: server.Start(t, false), Security: company.SMTPNone},
		Mail: mail.Options{From: "jo@x.test", Template: mail.Template{Subject: "News", Text: "Hello"}}}
	r, err := sending.Send(t.Context(), s.Session.Company, s.Session.Segments, no, o)
	if err != nil {
		t.Fatal(err)
	}
	log := listpage.OpenOutputs(s.Session)
	s.Navigator.Open(log.Page())
	s.Settle(log.Tasks())
	s.Button("Messages").Press()
	s.List().OnLink(0, "target")
	want(t, "the mailing", s.Opened, []string{"mailing", "mailing"})

	p := listpage.OpenMailing(s.Session, r.EntryNo)
	s.Navigator.Open(p.Page())
	s.Settle(p.Tasks())
	var rows [][]string
	for n := range 2 {
		var cells []string
		row, _ := s.List().Row(n)
		for i, c := range row.Cells {
			if i != 4 { // when
				cells = append(cells, c.Text)
			}
		}
		rows = append(rows, cells)
	}
	want(t, "the messages", rows, [][]string{
		{"ZOE", "Zoe", "zoe@x.test", "Sent", "the server answered: 250 taken"},
		{"YVE", "Yve", "yve@x.test", "Failed", "the server answered: 550 nobody of that name"},
	})
	s.Button("Open contact").Press()
	want(t, "the contact", s.Opened[2:], []string{"contact ZOE"})
}
