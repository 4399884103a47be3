package sample

import (
	"math/rand/v2"
	"strings"
	"time"
)

// dice is the one source of chance: equal seeds throw equal numbers.
type dice struct{ *rand.Rand }

func newDice(seed int64) dice {
	return dice{rand.New(rand.NewPCG(uint64(seed), 0x77696e6e6f77))}
}

// chance is true in percent of 100 throws.
func (d dice) chance(percent float64) bool { return d.Float64()*100 < percent }

// between returns a number from low to high, both included.
func (d dice) between(low, high int) int { return low + d.IntN(high-low+1) }

// pick returns one of a list.
func pick[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

// early returns one of a list, its first members far oftener than its last.
func early[T any](d dice, list []T) T {
	f := d.Float64()
	return list[int(f*f*float64(len(list)))]
}

// draw returns an index, each as often as its weight says.
func (d dice) draw(weights []int) int {
	total := 0
	for _, w := range weights {
		total += w
	}
	n := d.IntN(total)
	for i, w := range weights {
		if n -= w; n < 0 {
			return i
		}
	}
	return len(weights) - 1
}

const letters = "ABDEFGHJLNPQRSTUWXYZ"

// form fills a pattern: # becomes a digit, ~ a digit but 0, @ a letter.
func (d dice) form(pattern string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '#':
			return rune('0' + d.IntN(10))
		case '~':
			return rune('1' + d.IntN(9))
		case '@':
			return rune(letters[d.IntN(len(letters))])
		}
		return r
	}, pattern)
}

const dayForm = "2006-01-02"

// period is the three years that end with today.
type period struct {
	days []string
}

// periodBefore returns the three years before today, today included.
func periodBefore(today time.Time) period {
	var p period
	for day := today.AddDate(-3, 0, 1); !day.After(today); day = day.AddDate(0, 0, 1) {
		p.days = append(p.days, day.Format(dayForm))
	}
	return p
}

// at returns the day that lies the given share of the period behind its start.
func (p period) at(share float64) string {
	return p.days[min(int(share*float64(len(p.days))), len(p.days)-1)]
}

// any returns a day of the period.
func (p period) any(d dice) string { return pick(d, p.days) }
