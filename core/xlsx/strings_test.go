package xlsx

import (
	"strconv"
	"strings"
	"testing"
)

// Strings come back by their numbers, also those that lie across two pieces.
func TestStringTable(t *testing.T) {
	var table stringTable
	var want []string
	for i := range 20_000 {
		want = append(want, strings.Repeat(strconv.Itoa(i%10), i%1000))
	}
	want = append(want, "", strings.Repeat("long ", textPiece/2), "last")
	for _, text := range want {
		if err := table.add(text); err != nil {
			t.Fatal(err)
		}
	}
	if len(table.text) < 3 {
		t.Fatalf("there are %d pieces only", len(table.text))
	}
	for i, text := range want {
		if got, ok := table.at(strconv.Itoa(i)); !ok || got != text {
			t.Fatalf("string %d is %.20q of %d bytes, %v", i, got, len(got), ok)
		}
	}
	for _, wrong := range []string{"", "x", "-1", strconv.Itoa(len(want))} {
		if got, ok := table.at(wrong); ok {
			t.Errorf("number %q is %q", wrong, got)
		}
	}
}
