package locale_test

import (
	"testing"

	"winnow/core/locale"
)

func TestJoin(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		tag   string
		texts []string
		want  string
	}{
		{"en", nil, ""},
		{"en", []string{"Ann"}, "Ann"},
		{"en-GB", []string{"Ann", "Bob"}, "Ann and Bob"},
		{"de-AT", []string{"Ann", "Bob", "Carl"}, "Ann, Bob und Carl"},
		{"es", []string{"Ana", "Luis"}, "Ana y Luis"},
		{"es", []string{"Ana", "Inés"}, "Ana e Inés"},
		{"es", []string{"Ana", "Hierro"}, "Ana y Hierro"},
		{"ja", []string{"安", "文"}, "安, 文"},
		{"", []string{"Ann", "Bob"}, "Ann, Bob"},
	} {
		if got := locale.Join(c.tag, c.texts); got != c.want {
			t.Errorf("%s %q: %q, not %q", c.tag, c.texts, got, c.want)
		}
	}
}
