package label

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// The forms that an Arabic letter can have, by where in its word it stands. A letter
// that is never joined to the next has the first two.
const (
	isolated = iota
	final
	initial
	medial
	formCount
)

// Signs of the Arabic script that have a part of their own in joining letters.
const (
	lam     = 'ل'
	tatweel = 'ـ' // a stroke that joins on both sides
)

// forms are the signs of Unicode for the forms of Arabic letters, and the ligatures
// of lam with each alef: a PDF file has no engine that chooses them.
type forms struct {
	letters map[rune][]rune
	// ligatures are the isolated and the final one by the alef.
	ligatures map[rune][]rune
}

// The presentation forms, those of Arabic first, as the others are of further
// languages. Unicode has the forms of a letter side by side, in the order above.
var presentation = [][2]rune{{0xFE80, 0xFEF4}, {0xFB50, 0xFBFF}}

// The ligatures of lam and alef.
const firstLigature, lastLigature = 0xFEF5, 0xFEFC

var arabic = sync.OnceValue(func() forms {
	f := forms{map[rune][]rune{}, map[rune][]rune{}}
	for _, block := range presentation {
		before := map[rune]bool{}
		for letter := range f.letters {
			before[letter] = true
		}
		for form := block[0]; form <= block[1]; form++ {
			letter := []rune(norm.NFKC.String(string(form)))
			if len(letter) == 1 && letter[0] != form && !before[letter[0]] && len(f.letters[letter[0]]) < formCount {
				f.letters[letter[0]] = append(f.letters[letter[0]], form)
			}
		}
	}
	for form := rune(firstLigature); form <= lastLigature; form++ {
		alef := []rune(norm.NFKC.String(string(form)))[1]
		f.ligatures[alef] = append(f.ligatures[alef], form)
	}
	return f
})

// joinsNext and joinsLast report whether a letter is joined to one behind it, or
// before it.
func (f forms) joinsNext(r rune) bool { return r == tatweel || len(f.letters[r]) == formCount }
func (f forms) joinsLast(r rune) bool { return r == tatweel || len(f.letters[r]) > 1 }

// joined returns a text with the forms that its Arabic letters have in it.
func joined(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
		return text
	}
	f, runes := arabic(), []rune(text)
	neighbour := func(at, step int) rune { // across marks, which are set over letters
		for at += step; at >= 0 && at < len(runes); at += step {
			if !unicode.Is(unicode.Mn, runes[at]) {
				return runes[at]
			}
		}
		return 0
	}
	var b strings.Builder
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		last := f.joinsNext(neighbour(i, -1)) && f.joinsLast(r)
		if r == lam && i+1 < len(runes) && f.ligatures[runes[i+1]] != nil {
			form := isolated
			if last {
				form = final
			}
			b.WriteRune(f.ligatures[runes[i+1]][form])
			i++
			continue
		}
		form := isolated
		switch next := f.joinsNext(r) && f.joinsLast(neighbour(i, 1)); {
		case last && next:
			form = medial
		case next:
			form = initial
		case last:
			form = final
		}
		if known := f.letters[r]; form < len(known) {
			r = known[form]
		}
		b.WriteRune(r)
	}
	return b.String()
}

// visual returns a line's characters from left to right, as they are seen: texts of
// Hebrew and Arabic run the other way, numbers within them do not. It is the
// algorithm of Unicode's annex 9 for texts without marks of direction, which lines
// have none of.
func visual(line string) string {
	rightToLeft := func(r rune) bool {
		class := classOf(r)
		return class == bidi.R || class == bidi.AL
	}
	if !strings.ContainsFunc(line, rightToLeft) {
		return line
	}
	runes := []rune(line)
	levels := levelsOf(runes)
	clusters := make([]cluster, 0, len(runes)) // a letter with its marks stays together
	for i, r := range runes {
		if n := len(clusters); n > 0 && classOf(r) == bidi.NSM {
			clusters[n-1].text += string(r)
			continue
		}
		text := string(r)
		if levels[i]%2 == 1 {
			text = bidi.ReverseString(text) // which mirrors brackets
		}
		clusters = append(clusters, cluster{text, levels[i]})
	}
	for level := slices.Max(levels); level > 0; level-- {
		for first := 0; first < len(clusters); first++ {
			end := first
			for end < len(clusters) && clusters[end].level >= level {
				end++
			}
			slices.Reverse(clusters[first:end])
			first = end
		}
	}
	var b strings.Builder
	for _, c := range clusters {
		b.WriteString(c.text)
	}
	return b.String()
}

// cluster is a letter with its marks, and how deeply its direction is nested: odd
// where it runs from right to left.
type cluster struct {
	text  string
	level int
}

func classOf(r rune) bidi.Class {
	properties, _ := bidi.LookupRune(r)
	return properties.Class()
}

// levelsOf returns the levels of a line's characters; the names of the rules are the
// annex's.
func levelsOf(runes []rune) []int {
	base := bidi.L
	for _, r := range runes { // P2, P3
		if c := classOf(r); c == bidi.L || c == bidi.R || c == bidi.AL {
			if c != bidi.L {
				base = bidi.R
			}
			break
		}
	}
	classes := weak(runes, base)
	resolveBrackets(runes, classes, base)
	levels := make([]int, len(runes))
	if base == bidi.R {
		for i := range levels {
			levels[i] = 1
		}
	}
	for i := 0; i < len(classes); { // N1, N2
		end := i
		for end < len(classes) && !strong(classes[end]) {
			end++
		}
		if end == i {
			i++
			continue
		}
		before, after := base, base
		if i > 0 {
			before = direction(classes[i-1])
		}
		if end < len(classes) {
			after = direction(classes[end])
		}
		if before != after {
			before = base
		}
		for ; i < end; i++ {
			classes[i] = before
		}
	}
	for i, c := range classes { // I1, I2
		switch {
		case levels[i] == 0 && c == bidi.R:
			levels[i] = 1
		case levels[i] == 0 && c != bidi.L, levels[i] == 1 && c != bidi.R:
			levels[i] = 2
		}
	}
	return levels
}

// resolveBrackets gives brackets the direction of what they hold: of the line where
// something in them has it, else of what stands before them too (N0).
func resolveBrackets(runes []rune, classes []bidi.Class, base bidi.Class) {
	directionBefore := func(at int) bidi.Class {
		for at--; at >= 0; at-- {
			if strong(classes[at]) {
				return direction(classes[at])
			}
		}
		return base
	}
	for _, pair := range bracketPairs(runes, classes) {
		found := map[bidi.Class]bool{}
		for _, c := range classes[pair[0]+1 : pair[1]] {
			if strong(c) {
				found[direction(c)] = true
			}
		}
		if len(found) == 0 {
			continue
		}
		becomes := base
		if before := directionBefore(pair[0]); !found[base] && found[before] {
			becomes = before
		}
		classes[pair[0]], classes[pair[1]] = becomes, becomes
	}
}

// bracketPairs returns where brackets open and close, in the order of the first.
func bracketPairs(runes []rune, classes []bidi.Class) [][2]int {
	var pairs [][2]int
	var open []int
	for i, r := range runes {
		switch properties, _ := bidi.LookupRune(r); {
		case !properties.IsBracket() || classes[i] != bidi.ON:
		case properties.IsOpeningBracket():
			open = append(open, i)
		default:
			for n := len(open) - 1; n >= 0; n-- {
				if bidi.ReverseString(string(runes[open[n]])) == string(r) {
					pairs, open = append(pairs, [2]int{open[n], i}), open[:n]
					break
				}
			}
		}
	}
	slices.SortFunc(pairs, func(a, b [2]int) int { return a[0] - b[0] })
	return pairs
}

// strong reports whether a class has a direction when the weak ones are resolved.
func strong(c bidi.Class) bool { return c == bidi.L || c == bidi.R || c == bidi.EN || c == bidi.AN }

// direction is which way what is neutral beside a class runs.
func direction(c bidi.Class) bidi.Class {
	if c == bidi.L {
		return bidi.L
	}
	return bidi.R
}

// weak returns the classes of characters with those of numbers and what stands among
// them resolved.
func weak(runes []rune, base bidi.Class) []bidi.Class {
	classes := make([]bidi.Class, len(runes))
	last, lastStrong := base, base
	for i, r := range runes {
		c := classOf(r)
		switch c {
		case bidi.NSM: // W1
			c = last
		case bidi.EN: // W2
			if lastStrong == bidi.AL {
				c = bidi.AN
			}
		case bidi.L, bidi.R, bidi.AL:
			lastStrong = c
		}
		classes[i], last = c, c
	}
	for i, c := range classes { // W4
		if i == 0 || i == len(classes)-1 || c != bidi.CS && c != bidi.ES {
			continue
		}
		if n := classes[i-1]; n == classes[i+1] && (n == bidi.EN || n == bidi.AN && c == bidi.CS) {
			classes[i] = n
		}
	}
	for i := 0; i < len(classes); { // W5, W6
		end := i
		for end < len(classes) && classes[end] == bidi.ET {
			end++
		}
		number := i > 0 && classes[i-1] == bidi.EN || end < len(classes) && classes[end] == bidi.EN
		for ; i < end; i++ {
			if classes[i] = bidi.ON; number {
				classes[i] = bidi.EN
			}
		}
		i++
	}
	lastStrong = base
	for i, c := range classes { // W3, W6, W7
		switch c {
		case bidi.AL:
			classes[i], lastStrong = bidi.R, bidi.R
		case bidi.L, bidi.R:
			lastStrong = c
		case bidi.EN:
			if lastStrong == bidi.L {
				classes[i] = bidi.L
			}
		case bidi.ES, bidi.CS:
			classes[i] = bidi.ON
		}
	}
	return classes
}
