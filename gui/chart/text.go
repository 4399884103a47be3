package chart

import (
	"math"
	"strconv"
	"strings"
)

// Share writes a part of a whole in percent. What is not nothing is never "0 %",
// and what is not all never "100 %".
func Share(part, whole int) string {
	percent := int(math.Round(100 * float64(part) / float64(max(1, whole))))
	text := strconv.Itoa(percent)
	switch {
	case part > 0 && percent == 0:
		text = "<1"
	case part < whole && percent == 100:
		text = ">99"
	}
	return text + " %"
}

// Text is the picture in words and numbers: its title, and a line for each bar with
// its caption, its number and its share, kept apart by tabs.
func (p *Picture) Text() string {
	var b strings.Builder
	b.WriteString(p.title + "\n")
	if len(p.data.Bars) == 0 {
		b.WriteString(p.note + "\n")
	}
	for _, bar := range p.data.Bars {
		b.WriteString(bar.Caption + "\t" + bar.number())
		if p.data.Of > 0 {
			b.WriteString("\t" + Share(bar.Number, p.data.Of))
		}
		b.WriteString("\n")
	}
	return b.String()
}
