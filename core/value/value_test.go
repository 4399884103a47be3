package value_test

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"winnow/core/catalog"
	"winnow/core/value"
)

var env = value.Env{Today: "2026-11-23", WorkDate: "2026-11-20"}

func TestParse(t *testing.T) {
	evaluation := catalog.Field{Type: catalog.Option, Options: []string{"", "Very Positive", "Positive"}}
	for _, c := range []struct {
		field catalog.Field
		typed string
		want  any // nil: it is refused
	}{
		{catalog.Field{Type: catalog.Code}, " gb-é ", "GB-É"},
		{catalog.Field{Type: catalog.Code}, "straße", "STRAßE"},
		{catalog.Field{Type: catalog.Text}, " e\u0301 ", " é "},
		{catalog.Field{Type: catalog.Text}, "a\tb", nil},
		{catalog.Field{Type: catalog.Text}, strings.Repeat("é", value.MaxText+1), nil},
		{catalog.Field{Type: catalog.Text}, "\xff", nil},
		{catalog.Field{Type: catalog.Integer}, "12", int64(12)},
		{catalog.Field{Type: catalog.Integer}, "", int64(0)},
		{catalog.Field{Type: catalog.Integer}, "+01.0", int64(1)},
		{catalog.Field{Type: catalog.Integer}, "1.5", nil},
		{catalog.Field{Type: catalog.Integer}, "-000999999999999999", int64(-999999999999999)},
		{catalog.Field{Type: catalog.Integer}, "1234567890123456", nil},
		{catalog.Field{Type: catalog.Decimal}, "-0.50", -0.5},
		{catalog.Field{Type: catalog.Decimal}, ".3", 0.3},
		{catalog.Field{Type: catalog.Decimal}, "-0", float64(0)},
		{catalog.Field{Type: catalog.Decimal}, "5.", nil},
		{catalog.Field{Type: catalog.Decimal}, "1,000", nil},
		{catalog.Field{Type: catalog.Decimal}, "1e3", nil},
		{catalog.Field{Type: catalog.Decimal}, "-", nil},
		{catalog.Field{Type: catalog.Decimal}, ".", nil},
		{catalog.Field{Type: catalog.Decimal}, "1234567890.123456", nil},
		{catalog.Field{Type: catalog.Date}, "t-30d", "2026-10-24"},
		{catalog.Field{Type: catalog.Date}, "w", "2026-11-20"},
		{catalog.Field{Type: catalog.Date}, "%today", "2026-11-23"},
		{catalog.Field{Type: catalog.Date}, "%Work Date", "2026-11-20"},
		{catalog.Field{Type: catalog.Date}, "%me", nil},
		{catalog.Field{Type: catalog.Date}, "monday", "2026-11-16"},
		{catalog.Field{Type: catalog.Date}, "week", nil},
		{catalog.Field{Type: catalog.Date}, "9999", nil},
		{catalog.Field{Type: catalog.Date}, "", ""},
		{catalog.Field{Type: catalog.Date}, "2026-11", nil},
		{catalog.Field{Type: catalog.Date}, "3", "2026-11-03"},
		{catalog.Field{Type: catalog.Date}, "23", "2026-11-23"},
		{catalog.Field{Type: catalog.Date}, "0102", "2026-02-01"},
		{catalog.Field{Type: catalog.Date}, "010227", "2027-02-01"},
		{catalog.Field{Type: catalog.Date}, "010299", "1999-02-01"},
		{catalog.Field{Type: catalog.Date}, "01022027", "2027-02-01"},
		{catalog.Field{Type: catalog.Date}, "20261123", "2026-11-23"},
		{catalog.Field{Type: catalog.Date}, "31", nil},
		{catalog.Field{Type: catalog.Date}, "2026", nil},
		{catalog.Field{Type: catalog.Date}, "311", nil},
		{catalog.Field{Type: catalog.Date}, "2026-02-30", nil},
		{catalog.Field{Type: catalog.Boolean}, "Yes", int64(1)},
		{catalog.Field{Type: catalog.Boolean}, "ja", nil},
		{evaluation, "very positive", int64(1)},
		{evaluation, "2", int64(2)},
		{evaluation, " ", int64(0)},
		{evaluation, "3", nil},
	} {
		got, err := value.Parse(c.field, c.typed, env)
		if (err != nil) != (c.want == nil) {
			t.Errorf("%s %q: %v, %v", c.field.Type, c.typed, got, err)
			continue
		}
		if err == nil {
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s %q:\n%s", c.field.Type, c.typed, diff)
			}
		}
		if f, ok := got.(float64); err == nil && ok && math.Signbit(f) && f == 0 {
			t.Errorf("%q is a negative nought", c.typed)
		}
	}
}

func TestFormatAndJSON(t *testing.T) {
	option := catalog.Field{Type: catalog.Option, Options: []string{"", "Us"}}
	for _, c := range []struct {
		field  catalog.Field
		stored any
		text   string
		json   any
	}{
		{catalog.Field{Type: catalog.Boolean}, int64(1), "Yes", true},
		{catalog.Field{Type: catalog.Boolean}, int64(0), "No", false},
		{option, int64(1), "Us", "Us"},
		{option, int64(0), "", ""},
		{catalog.Field{Type: catalog.Decimal}, 1234567.5, "1234567.5", 1234567.5},
		{catalog.Field{Type: catalog.Integer}, int64(-7), "-7", int64(-7)},
		{catalog.Field{Type: catalog.Date}, "", "", ""},
	} {
		if got := value.Format(c.field, c.stored); got != c.text {
			t.Errorf("%v reads %q, not %q", c.stored, got, c.text)
		}
		if diff := cmp.Diff(c.json, value.JSON(c.field, c.stored)); diff != "" {
			t.Error(diff)
		}
	}
}

// A code that needs no change is left as it is, and all others are as ever.
func TestPlainCodes(t *testing.T) {
	for a := byte(' '); a <= '~'; a++ {
		for b := byte(' '); b <= '~'; b++ {
			text := string([]byte{a, b})
			if got, err := value.Code(text); err != nil || got != strings.ToUpper(strings.TrimSpace(text)) {
				t.Fatalf("%q is %q, %v", text, got, err)
			}
		}
	}
}
