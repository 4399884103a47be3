package criteria

// Nearest returns the known word that is fewest edits away from what was
// written, or "" where none is near enough to be meant.
func Nearest(written string, known []string) string {
	best, least := "", max(2, len(written)/4+1)
	for _, k := range known {
		if d := edits(written, k); d < least {
			best, least = k, d
		}
	}
	return best
}

// edits counts the single-letter changes between two words (Levenshtein).
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
