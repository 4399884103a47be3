package idset_test

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"pgregory.net/rapid"

	"winnow/core/idset"
	"winnow/data"
)

// Any numbers in any order are read as one by one, few or many, small or large.
func TestParse(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		highest := rapid.SampledFrom([]uint32{70, 5_000, 300_000, 1<<26 + 100, math.MaxUint32}).Draw(rt, "highest")
		want := roaring.New()
		var texts []string
		var numbers []uint32
		for n := rapid.SampledFrom([]int{0, 3, 2000}).Draw(rt, "how many"); n > 0; n-- {
			number := rapid.Uint32Range(0, highest).Draw(rt, "number")
			want.Add(number)
			texts, numbers = append(texts, strconv.FormatUint(uint64(number), 10)), append(numbers, number)
		}
		got, err := idset.Parse(strings.Join(texts, ","))
		if err != nil || !got.Equals(want) {
			rt.Errorf("%v: %v, not %v", err, got, want)
		}
		if got := idset.Of(numbers); !got.Equals(want) {
			rt.Errorf("of a list: %v, not %v", got, want)
		}
	})
}

// What is no list of numbers is told of, wherever that is.
func TestParseDamaged(t *testing.T) {
	t.Parallel()
	many := strings.Repeat("17,", 3000)
	for _, joined := range []string{"a", "1,,2", ",1", "1;2", "4294967296,1", "1,4294967296", many + "x", many + "-1"} {
		if _, err := idset.Parse(joined); !errors.Is(err, data.ErrValue) {
			t.Errorf("%.20s: %v", joined, err)
		}
	}
}
