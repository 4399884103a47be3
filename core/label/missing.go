package label

import "slices"

// maxNamed is how many of the characters that a font lacks are named.
const maxNamed = 20

// missing counts the characters that a font lacks.
type missing struct {
	count int
	named []rune
}

func (m *missing) add(list []rune) {
	m.count += len(list)
	for _, r := range list {
		if len(m.named) < maxNamed && !slices.Contains(m.named, r) {
			m.named = append(m.named, r)
		}
	}
}

// Replaced tells of the characters that could not be printed.
type Replaced struct {
	// Replaced counts the characters in whose place a box is printed, since the
	// font has Latin, Greek and Cyrillic only; Characters are the first of them.
	Replaced   int    `json:"replaced"`
	Characters string `json:"characters"`
}

func (m *missing) replaced() Replaced {
	return Replaced{Replaced: m.count, Characters: string(m.named)}
}
