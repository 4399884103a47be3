package bench_test

import (
	"context"
	"testing"

	"winnow/core/bench"
)

// Every row has both times, whatever they are.
func TestRunMeasuresEverything(t *testing.T) {
	var told []string
	rows, err := bench.Run(context.Background(), t.TempDir(), 300, func(name string) { told = append(told, name) })
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 13 || len(told) != len(rows) {
		t.Errorf("%d rows, %d told", len(rows), len(told))
	}
	for _, r := range rows {
		if r.Contacts != 300 || r.Name == "" || r.Beside == "" || r.Ours <= 0 || r.Bare <= 0 || r.Ratio <= 0 {
			t.Errorf("%+v", r)
		}
	}
}
