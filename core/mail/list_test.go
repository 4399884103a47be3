package mail_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"winnow/core"
	"winnow/core/coretest"
	"winnow/core/mail"
	"winnow/core/mailrow"
	"winnow/core/output"
)

func TestLinksHoldEachAddressOnce(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1", "e_mail", "ann@x.test")
	b.Line("CT2", "e_mail", "Ann@X.test")
	b.Line("CT3", "e_mail", `"a, b&c"@x.test`)
	b.Line("CT4", "e_mail", "bo+news@x.test;ann@x.test")
	b.Line("CT5", "e_mail", "cy@x.test", "privacy_blocked", 1)
	b.Line("CT6")
	b.Line("CT7", "e_mail", "nonsense")
	list, err := mail.Links(b.Context(), b.Company, b.Store, b.No, mail.ListOptions{Chunk: 2})
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []string{"mailto:?bcc=ann@x.test,bo%2Bnews@x.test"}, list.Links)
	coretest.Same(t, []int{2, 1}, []int{list.Addresses, list.Blocked})
	coretest.Same(t, []mailrow.Contact{{ContactNo: "CT5"}}, list.BlockedContacts)
	coretest.Same(t, counts{NoMail: "CT6", Invalid: `CT3 ("a, b&c"@x.test) CT7 (nonsense)`, Repeated: "CT2 (Ann@X.test)"}, countsOf(list.Counts))
	log, err := output.List(b.Context(), b.Company)
	if err != nil {
		t.Fatal(err)
	}
	coretest.Same(t, []any{"Addresses", 2, "mailto:"}, []any{log[0].What, log[0].Rows, log[0].Target})
}

func TestLinksAreShortEnoughToBeOpened(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	for i := range 120 {
		b.Line(fmt.Sprintf("CT%03d", i), "e_mail", fmt.Sprintf("%03d.%s@x.test", i, strings.Repeat("ö", 10)))
	}
	for _, chunk := range []int{0, 7, 1000} {
		list, err := mail.Links(b.Context(), b.Company, b.Store, b.No, mail.ListOptions{Chunk: chunk})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, link := range list.Links {
			if len(link) > 2000 {
				t.Errorf("a link has %d characters", len(link))
			}
			in := strings.Split(strings.TrimPrefix(link, "mailto:?bcc="), ",")
			if chunk == 7 && len(in) > 7 {
				t.Errorf("a link has %d addresses", len(in))
			}
			for _, escaped := range in {
				address, err := url.PathUnescape(escaped)
				if want := fmt.Sprintf("%03d.%s@x.test", n, strings.Repeat("ö", 10)); err != nil || address != want {
					t.Errorf("%s is %s, not %s (%v)", escaped, address, want, err)
				}
				n++
			}
		}
		coretest.Same(t, 120, n)
	}
}

func TestListOfNobody(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.Line("CT1")
	for _, o := range []mail.ListOptions{{}, {Chunk: -1}, {Chunk: 1001}} {
		if _, err := mail.Links(b.Context(), b.Company, b.Store, b.No, o); !core.IsKind(err, core.Invalid) {
			t.Errorf("the error is %v", err)
		}
	}
}
