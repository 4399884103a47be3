package docx

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"

	"winnow/core"
)

// maxLists is how many lists a document may have; word processors count them in
// 16 bits.
const maxLists = 30_000

// numbering is the part that says what the document's lists are like. A list
// goes on with its numbers from letter to letter, unless every letter has one of
// its own that begins again.
type numbering struct {
	name   string
	source *source
	// lists are, by number, the elements of those that count; others have bullets.
	lists map[string]int
	// used are the numbers of those that the letter uses.
	used []string
	// highest is the highest number that is taken.
	highest int
	// styles are the lists of those paragraphs whose style numbers them.
	styles map[string]styleList
}

type styleList struct{ id, level string }

func readNumbering(p *pack) (numbering, error) {
	n := numbering{lists: map[string]int{}, styles: map[string]styleList{}}
	for _, r := range p.relations {
		var err error
		switch r.kind() {
		case "numbering":
			n.name = p.target(r)
			if n.source, err = p.scan(n.name); err == nil && n.source != nil {
				n.find()
			}
		case "styles":
			var s *source
			if s, err = p.scan(p.target(r)); err == nil && s != nil {
				n.findStyles(s)
			}
		}
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// find finds the lists that count.
func (n *numbering) find() {
	s, counts := n.source, map[string]bool{}
	for i := range s.tokens {
		switch {
		case s.opens(i, "abstractNum"):
			bullets, levels := 0, 0
			s.children(i, func(level int) bool {
				if s.tokens[level].name == "lvl" {
					levels++
					if format := s.child(level, "numFmt"); format >= 0 && (s.attr(format, "val") == "bullet" || s.attr(format, "val") == "none") {
						bullets++
					}
				}
				return true
			})
			counts[s.attr(i, "abstractNumId")] = bullets < levels || levels == 0
		case s.opens(i, "num"):
			id := s.attr(i, "numId")
			if number, err := strconv.Atoi(id); err == nil {
				n.highest = max(n.highest, number)
			}
			if kind := s.child(i, "abstractNumId"); kind >= 0 && counts[s.attr(kind, "val")] {
				n.lists[id] = i
			}
		}
	}
}

// maxHeirs is how many styles may be based on each other.
const maxHeirs = 50

// findStyles finds the styles that number paragraphs, by themselves or as the
// styles that they are based on.
func (n *numbering) findStyles(s *source) {
	own, based := map[string]styleList{}, map[string]string{}
	for i := range s.tokens {
		if !s.opens(i, "style") || s.attr(i, "type") != "paragraph" {
			continue
		}
		id := s.attr(i, "styleId")
		if parent := s.child(i, "basedOn"); parent >= 0 {
			based[id] = s.attr(parent, "val")
		} else {
			based[id] = ""
		}
		properties := s.child(i, "pPr")
		if properties < 0 {
			continue
		}
		if numbers := s.child(properties, "numPr"); numbers >= 0 {
			list := styleList{level: "0"}
			if at := s.child(numbers, "numId"); at >= 0 {
				list.id = s.attr(at, "val")
			}
			if at := s.child(numbers, "ilvl"); at >= 0 {
				list.level = s.attr(at, "val")
			}
			own[id] = list
		}
	}
	for id := range based {
		list, level, at := styleList{}, "", id
		for range maxHeirs {
			if l, ok := own[at]; ok {
				if level == "" {
					level = l.level
				}
				if list = l; l.id != "" {
					break
				}
			}
			if at = based[at]; at == "" {
				break
			}
		}
		if _, counts := n.lists[list.id]; counts || n.source == nil {
			n.styles[id] = styleList{list.id, level}
		}
	}
}

// use returns the place of a list among those that the letter uses; false for
// one that need not start again.
func (n *numbering) use(id string) (int, bool) {
	if _, ok := n.lists[id]; !ok {
		return 0, false
	}
	if i := slices.Index(n.used, id); i >= 0 {
		return i, true
	}
	n.used = append(n.used, id)
	return len(n.used) - 1, true
}

// number returns the number of a list in a letter after the first.
func (n *numbering) number(letter, place int) int {
	return n.highest + (letter-1)*len(n.used) + place + 1
}

// fits refuses a document with more lists than there can be.
func (n *numbering) fits(letters int) error {
	if len(n.used) > 0 && n.highest+(letters-1)*len(n.used) > maxLists {
		return core.NewProblem(core.Invalid, "docx.word_template_has_numbered_lists_which_start", "letters", letters).
			Hint("docx.write_one_file_each")
	}
	return nil
}

// write writes the part for that many letters.
func (n *numbering) write(out *bytes.Buffer, letters int) {
	s, last := n.source, 0
	for i := range s.tokens {
		if s.tokens[i].kind == closing && s.tokens[i].name == "num" {
			last = s.tokens[i].end
		}
	}
	out.Write(s.content[:last])
	like := make([][]byte, len(n.used))
	for place, id := range n.used {
		like[place] = n.restarted(n.lists[id])
	}
	for letter := 1; letter < letters; letter++ {
		for place := range like {
			fmt.Fprintf(out, `<%snum %snumId="%d">%s`, s.prefix, s.prefix, n.number(letter, place), like[place])
		}
	}
	out.Write(s.content[last:])
}

// restarted returns what stands behind the number of a list that is like another and
// whose levels begin again.
func (n *numbering) restarted(num int) []byte {
	s, w := n.source, n.source.prefix
	out := &bytes.Buffer{}
	kind := s.child(num, "abstractNumId")
	out.Write(s.element(kind))
	overrides := map[string]int{}
	s.children(num, func(i int) bool {
		if s.tokens[i].name == "lvlOverride" {
			overrides[s.attr(i, "ilvl")] = i
		}
		return true
	})
	starts := n.starts(s.attr(kind, "val"))
	for level := range starts {
		start := fmt.Sprintf(`<%sstartOverride %sval="%s"/>`, w, w, starts[level])
		at, ok := overrides[strconv.Itoa(level)]
		switch {
		case !ok:
			fmt.Fprintf(out, `<%slvlOverride %silvl="%d">%s</%slvlOverride>`, w, w, level, start, w)
		case s.child(at, "startOverride") >= 0:
			out.Write(s.element(at))
		default:
			out.Write(opened(s.raw(at)))
			out.WriteString(start)
			out.Write(s.between(at+1, s.tokens[at].match))
			out.Write(closed(s.raw(at)))
		}
	}
	fmt.Fprintf(out, "</%snum>", w)
	return out.Bytes()
}

// starts returns the first numbers of a kind of list, by level.
func (n *numbering) starts(kind string) [9]string {
	starts := [9]string{"1", "1", "1", "1", "1", "1", "1", "1", "1"}
	s := n.source
	for i := range s.tokens {
		if !s.opens(i, "abstractNum") || s.attr(i, "abstractNumId") != kind {
			continue
		}
		s.children(i, func(level int) bool {
			place, err := strconv.Atoi(s.attr(level, "ilvl"))
			if at := s.child(level, "start"); at >= 0 && err == nil && place >= 0 && place < len(starts) {
				if number, err := strconv.Atoi(s.attr(at, "val")); err == nil {
					starts[place] = strconv.Itoa(number)
				}
			}
			return true
		})
		break
	}
	return starts
}

// beforeNumbers are what stands before its list in a paragraph's properties.
var beforeNumbers = []string{"pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl"}

// styles prepares the paragraphs whose style numbers them to have lists that
// start again.
func (c *compiler) styles() {
	w := c.prefix
	for i := range c.tokens {
		if !c.opens(i, "pStyle") || !c.within(i, "pPr") {
			continue
		}
		properties := c.tokens[i].parent
		style, ok := c.t.numbers.styles[c.attr(i, "val")]
		if !ok || c.source.child(properties, "numPr") >= 0 {
			continue
		}
		at, ok := c.t.numbers.use(style.id)
		if !ok {
			continue
		}
		place := c.tokens[properties].match
		c.children(properties, func(child int) bool {
			if !slices.Contains(beforeNumbers, c.tokens[child].name) {
				place = child
			}
			return place != child
		})
		level := style.level
		if _, err := strconv.Atoi(level); err != nil {
			level = "0"
		}
		c.before[place] = append([]piece{styled{
			head: "<" + w + "numPr><" + w + "ilvl " + w + `val="` + level + `"/><` + w + "numId " + w + `val="`,
			list: list{original: style.id, place: at},
			tail: `"/></` + w + "numPr>",
		}}, c.before[place]...)
	}
}
