package label

import (
	"slices"
	"strings"
)

// The type sizes in points: what is used when nobody chooses, what a text
// shrinks to before it is wrapped, and what it shrinks to at last.
const (
	usualSize    = 10.0
	readableSize = 7.0
	leastSize    = 4.0
	sizeStep     = 0.5
	mostSize     = 72.0
)

// fitted is a text that fits its box.
type fitted struct {
	lines []string
	size  float64
	// shrunk: the type is smaller than it was to be. wrapped: a line became more.
	// cut: there was no room for all of it.
	shrunk, wrapped, cut bool
}

// fit makes the lines fit into a box: in smaller type down to what is read
// easily, else wrapped in as large a type as there is room for, else cut, which
// an ellipsis shows. reach is how far the lines' fonts reach above and below a line.
func (f *face) fit(lines []string, reach float64, box Box, size float64) fitted {
	width, height := box.Width, box.Height
	for s := size; s >= min(size, readableSize); s -= sizeStep {
		if high(len(lines), reach, s) <= height && !slices.ContainsFunc(lines, func(l string) bool { return f.length(l, s) > width }) {
			return fitted{lines: lines, size: s, shrunk: s < size}
		}
	}
	least := min(size, leastSize)
	for s := size; ; s = max(s-sizeStep, least) {
		wrapped := f.wrapAll(lines, width, s)
		if high(len(wrapped), reach, s) <= height {
			return fitted{lines: wrapped, size: s, shrunk: s < size, wrapped: len(wrapped) > len(lines)}
		}
		if s <= least {
			return fitted{lines: f.cut(wrapped, reach, box, s), size: s, shrunk: s < size, wrapped: true, cut: true}
		}
	}
}

// cut keeps as many lines as there is room for, one at least.
func (f *face) cut(lines []string, reach float64, box Box, size float64) []string {
	n := 1
	for n < len(lines) && high(n+1, reach, size) <= box.Height {
		n++
	}
	kept := slices.Clone(lines[:n])
	last := []rune(kept[n-1])
	for len(last) > 0 && f.length(string(last)+"…", size) > box.Width {
		last = last[:len(last)-1]
	}
	kept[n-1] = strings.TrimRight(string(last), " ") + "…"
	return kept
}

func (f *face) wrapAll(lines []string, width, size float64) []string {
	var wrapped []string
	for _, line := range lines {
		wrapped = append(wrapped, f.wrap(line, width, size)...)
	}
	return wrapped
}

// wrap breaks a line at its blanks, and within a word that is longer than a
// whole line.
func (f *face) wrap(line string, width, size float64) []string {
	var lines []string
	current := ""
	for _, word := range strings.Fields(line) {
		if current != "" && f.length(current+" "+word, size) <= width {
			current += " " + word
			continue
		}
		if current != "" {
			lines = append(lines, current)
		}
		for current = word; f.length(current, size) > width; {
			head := f.head(current, width, size)
			lines, current = append(lines, head), current[len(head):]
		}
	}
	return append(lines, current)
}

// head returns as much of a word as fits, one character at least.
func (f *face) head(word string, width, size float64) string {
	end := 0
	for i, r := range word {
		next := i + len(string(r))
		if end > 0 && f.length(word[:next], size) > width {
			break
		}
		end = next
	}
	return word[:end]
}
