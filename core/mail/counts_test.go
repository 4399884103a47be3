package mail_test

import (
	"fmt"
	"strings"
	"testing"

	"winnow/core/coretest"
	"winnow/core/mail"
)

// counts are those whom Counts name, joined by blanks.
type counts struct{ NoMail, Invalid, Repeated, NonASCII string }

func joined[T fmt.Stringer](list []T) string {
	var texts []string
	for _, one := range list {
		texts = append(texts, one.String())
	}
	return strings.Join(texts, " ")
}

func countsOf(c mail.Counts) counts {
	return counts{joined(c.NoMailContacts), joined(c.InvalidContacts), joined(c.RepeatedContacts), joined(c.NonASCIIContacts)}
}

func numbersOf(c mail.Counts) []int { return []int{c.NoMail, c.Invalid, c.Repeated, c.NonASCII} }

// E-mails and links judge an E-Mail alike, and name whom they leave out.
func TestEMailsAreJudgedAlike(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for i, eMail := range []string{"ann@x.test ", "\u00a0bob@x.test", "nobody", "a@x.test; b@x.test", "Named N <named@x.test>", "ANN@x.test",
		"jörg@bücher.test", "dot.@x..test", "mailto:d@x.test", "zw\u200b@x.test", "A@x.test", ""} {
		b.Line(fmt.Sprint("M", i), "e_mail", eMail)
	}
	want := counts{NoMail: "M11", Invalid: "M2 (nobody) M7 (dot.@x..test) M8 (mailto:d@x.test) M9 (zw\u200b@x.test)",
		Repeated: "M5 (ANN@x.test) M10 (A@x.test)", NonASCII: "M6 (jörg@bücher.test)"}
	r := b.write(mail.Options{Template: letter, Folder: b.Path("drafts")})
	coretest.Same(t, want, countsOf(r.Counts))
	coretest.Same(t, []int{1, 4, 2, 1}, numbersOf(r.Counts))
	coretest.Same(t, 7, r.Rows)
	list, err := mail.Links(b.Context(), b.Company, b.Store, b.No, mail.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, want, countsOf(list.Counts))
	coretest.Same(t, []string{"mailto:?bcc=ann@x.test,bob@x.test,a@x.test,b@x.test,named@x.test,j%C3%B6rg@xn--bcher-kva.test"}, list.Links)
}
