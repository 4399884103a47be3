package email_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"winnow/data"
	"winnow/data/email"
	"winnow/data/fold"
)

func TestAddresses(t *testing.T) {
	for field, want := range map[string][]string{
		"":                          nil,
		" \u00a0 ":                  nil,
		" ; ,":                      nil,
		"ann@x.example ":            {"ann@x.example"},
		"\u00a0bob@x.example":       {"bob@x.example"},
		"a@x.example; b@x.example":  {"a@x.example", "b@x.example"},
		"a@x.example,b@x.example;":  {"a@x.example", "b@x.example"},
		"Named N <named@x.example>": {"named@x.example"},
		"a@b":                       {"a@b"},
		"jörg@bücher.example":       {"jörg@xn--bcher-kva.example"},
	} {
		got, ok := email.Read(field)
		if diff := cmp.Diff(want, got); diff != "" || !ok {
			t.Errorf("%q: %v\n%s", field, ok, diff)
		}
	}
	for _, field := range []string{"nobody", "dot.@x.example", "dot@x..example", "mailto:d@x.example", "zw\u200b@x.example",
		"a@x.example; nobody", "a@-x.example", "a b@x.example", "a@x.example\x00", "@x.example", "a@"} {
		if got, ok := email.Read(field); ok {
			t.Errorf("%q: %v", field, got)
		}
		if got := email.Mailbox(field); got != email.Unusable {
			t.Errorf("%q: the mailbox is %q", field, got)
		}
	}
	if got, ok := email.Typed("jörg@bücher.example; Ann <ann@x.example>"); !ok || cmp.Diff([]string{"jörg@bücher.example", "ann@x.example"}, got) != "" {
		t.Errorf("as typed: %v, %v", got, ok)
	}
	for address, want := range map[string]bool{"jörg@x.example": true, "jorg@bücher.example": false} {
		if email.NonASCII(address) != want {
			t.Errorf("%s has other letters than ASCII's: %v", address, !want)
		}
	}
}

// An address that is plain is judged as by a closer look, and SQL judges as Go does.
func TestMailbox(t *testing.T) {
	ctx := context.Background()
	f, err := data.Create(ctx, filepath.Join(t.TempDir(), "company.winnow"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text := rapid.OneOf(
		rapid.StringMatching(`[aZ0._@-]{0,9}`),
		rapid.StringMatching(`[a-zA-Z0-9]{1,3}[._-]?[a-z]{1,2}@([a-zA-Z0-9]{1,3}[.-]){0,3}[a-zA-Z]{1,2}`),
		rapid.StringMatching(`[a-z]{1,60}@[a-z]{1,60}`),
		rapid.StringMatching(`( |ann@x\.test|<|>|;|,|"|ä|\x{a0}|\x{200b}|İ){0,5}`),
	)
	err = f.Read(ctx, func(tx *sql.Tx) error {
		rapid.Check(t, func(rt *rapid.T) {
			field := text.Draw(rt, "E-Mail")
			want := email.Unusable
			if list, ok := email.Read(field); ok {
				want = fold.Case(strings.Join(list[:min(len(list), 1)], ""))
			}
			inSQL := ""
			if err := tx.QueryRowContext(ctx, "SELECT mailbox(?)", field).Scan(&inSQL); err != nil {
				rt.Fatal(err)
			}
			if got := email.Mailbox(field); got != want || inSQL != want {
				rt.Errorf("%q: %q in SQL, %q in Go, not %q", field, inSQL, got, want)
			}
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
