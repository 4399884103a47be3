package criteria

import (
	"cmp"
	"slices"
)

// Nearest returns the known word that is fewest edits away from what was
// written, or "" where none is near enough to be meant.
func Nearest(written string, known []string) string {
	near := NearestOf(written, known, 1)
	if len(near) == 0 || edits([]rune(written), []rune(near[0])) >= max(2, len(written)/4+1) {
		return ""
	}
	return near[0]
}

// NearestOf returns the known words that are fewest edits away from what was
// written, at most limit of them, the nearest first.
func NearestOf(written string, known []string, limit int) []string {
	type distant struct {
		word  string
		edits int
	}
	list := make([]distant, len(known))
	letters := []rune(written)
	for i, word := range known {
		list[i] = distant{word, edits(letters, []rune(word))}
	}
	slices.SortStableFunc(list, func(a, b distant) int { return cmp.Compare(a.edits, b.edits) })
	var near []string
	for _, d := range list[:min(limit, len(list))] {
		near = append(near, d.word)
	}
	return near
}

// edits counts the single-letter changes between two words (Levenshtein).
func edits(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
