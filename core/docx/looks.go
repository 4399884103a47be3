package docx

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// toggle is a property of a text that is on, off, or not said.
type toggle int8

const (
	on  toggle = 1
	off toggle = -1
)

// textLook is how a text looks, as far as that is said.
type textLook struct {
	bold, italic, underline, strike, caps, hidden toggle
	// color and fill are six hexadecimal digits, size is in half points.
	color, fill, font, raised string
	size                      int
}

// paragraphLook is how a paragraph looks.
type paragraphLook struct {
	align               string
	heading             int // its level, counted from 1; 0 is none
	before, after, left int // in twips
	list                listPlace
	// text is how its runs look that say nothing themselves.
	text textLook
}

// listPlace is a paragraph's list and its level there; "" is none.
type listPlace struct {
	id    string
	level int
}

// listLevel is how a level of a list is numbered: kind is an HTML type, "" a bullet.
type listLevel struct {
	kind  string
	start int
}

// looks is what the styles, the lists and the pictures of a template are like.
type looks struct {
	usual      textLook
	usualStyle string
	paragraphs paragraphLook
	styles     map[string]style
	levels     map[string]map[int]listLevel
	links      map[string]string
	pictures   map[string]Picture
}

// style is what a style says itself.
type style struct {
	based      string
	source     *source
	paragraph  int // the token of its properties, or -1
	run, table int
	name       string
}

// onceLooks are looks that are read when they are needed first.
type onceLooks struct {
	once  sync.Once
	looks *looks
	err   error
}

func (o *onceLooks) of(p *pack) (*looks, error) {
	o.once.Do(func() { o.looks, o.err = readLooks(p) })
	return o.looks, o.err
}

func readLooks(p *pack) (*looks, error) {
	l := &looks{styles: map[string]style{}, levels: map[string]map[int]listLevel{}, links: map[string]string{}, pictures: map[string]Picture{}}
	for i, r := range p.relations {
		switch r.kind() {
		case "hyperlink":
			l.links[r.ID] = safeLink(r.Target)
			continue
		case "image":
			if picture, ok := p.pictureOf(r, i+1); ok {
				l.pictures[r.ID] = picture
			}
			continue
		case "styles", "numbering":
		default:
			continue
		}
		s, err := p.scan(p.target(r))
		if err != nil {
			return nil, err
		}
		switch {
		case s == nil:
		case r.kind() == "styles":
			l.readStyles(s)
		default:
			l.readLevels(s)
		}
	}
	return l, nil
}

func (l *looks) readStyles(s *source) {
	for i := range s.tokens {
		switch {
		case s.opens(i, "rPrDefault"):
			if at := s.child(i, "rPr"); at >= 0 {
				l.usual.read(s, at)
			}
		case s.opens(i, "pPrDefault"):
			if at := s.child(i, "pPr"); at >= 0 {
				l.paragraphs.read(s, at)
			}
		case s.opens(i, "style"):
			one := style{source: s, paragraph: s.child(i, "pPr"), run: s.child(i, "rPr"), table: s.child(i, "tblPr")}
			if at := s.child(i, "basedOn"); at >= 0 {
				one.based = s.attr(at, "val")
			}
			if at := s.child(i, "name"); at >= 0 {
				one.name = s.attr(at, "val")
			}
			l.styles[s.attr(i, "styleId")] = one
			if s.attr(i, "type") == "paragraph" && isOn(s.attr(i, "default")) {
				l.usualStyle = s.attr(i, "styleId")
			}
		}
	}
	for _, one := range l.chain(l.usualStyle) {
		if one.run >= 0 {
			l.usual.read(one.source, one.run)
		}
	}
}

// chain returns a style behind those that it is based on.
func (l *looks) chain(id string) (list []style) {
	for range maxHeirs {
		one, ok := l.styles[id]
		if !ok {
			break
		}
		list = append([]style{one}, list...)
		id = one.based
	}
	return list
}

// listKinds are the kinds of numbers that HTML knows.
var listKinds = map[string]string{"decimal": "1", "decimalZero": "1", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}

func (l *looks) readLevels(s *source) {
	kinds := map[string]map[int]listLevel{}
	for i := range s.tokens {
		switch {
		case s.opens(i, "abstractNum"):
			levels := map[int]listLevel{}
			s.children(i, func(at int) bool {
				n, err := strconv.Atoi(s.attr(at, "ilvl"))
				if s.tokens[at].name != "lvl" || err != nil {
					return true
				}
				one, shown := listLevel{start: 1}, true
				s.children(at, func(j int) bool {
					switch s.tokens[j].name {
					case "start":
						if start, err := strconv.Atoi(s.attr(j, "val")); err == nil && start >= 0 && start < maxTwips {
							one.start = start
						}
					case "numFmt":
						kind := s.attr(j, "val")
						if one.kind = listKinds[kind]; one.kind == "" && kind != "bullet" {
							one.kind = "1"
						}
						shown = kind != "none"
					}
					return true
				})
				if shown {
					levels[n] = one
				}
				return true
			})
			kinds[s.attr(i, "abstractNumId")] = levels
		case s.opens(i, "num"):
			if at := s.child(i, "abstractNumId"); at >= 0 {
				l.levels[s.attr(i, "numId")] = kinds[s.attr(at, "val")]
			}
		}
	}
}

// level returns how the number of a paragraph looks; false for one that has none.
func (l *looks) level(p paragraphLook) (listLevel, bool) {
	if p.list.id == "" || p.list.level < 0 || p.list.level > 8 {
		return listLevel{}, false
	}
	one, ok := l.levels[p.list.id][p.list.level]
	return one, ok
}

// paragraph returns how a paragraph with those properties looks; -1 is none.
func (l *looks) paragraph(s *source, properties int) paragraphLook {
	p, name := l.paragraphs, l.usualStyle
	p.text = l.usual
	if properties >= 0 {
		if at := s.child(properties, "pStyle"); at >= 0 {
			name = s.attr(at, "val")
		}
	}
	for _, one := range l.chain(name) {
		if one.paragraph >= 0 {
			p.read(one.source, one.paragraph)
		}
		if one.run >= 0 {
			p.text.read(one.source, one.run)
		}
		if n, ok := strings.CutPrefix(strings.ToLower(one.name), "heading "); ok && len(n) == 1 && n[0] >= '1' && n[0] <= '9' {
			p.heading = int(n[0] - '0')
		}
	}
	if properties >= 0 {
		p.read(s, properties)
	}
	return p
}

// run returns how a run of a paragraph looks.
func (l *looks) run(s *source, properties int, p paragraphLook) textLook {
	f := p.text
	if properties < 0 {
		return f
	}
	if at := s.child(properties, "rStyle"); at >= 0 {
		for _, one := range l.chain(s.attr(at, "val")) {
			if one.run >= 0 {
				f.read(one.source, one.run)
			}
		}
	}
	f.read(s, properties)
	return f
}

// link returns where a relation leads, "" for a place that nobody can go to from an e-mail.
func (l *looks) link(relation string) string { return l.links[relation] }

func (l *looks) picture(relation string) (Picture, bool) {
	p, ok := l.pictures[relation]
	return p, ok
}

// bordered reports whether a table has lines.
func (l *looks) bordered(s *source, properties int) bool {
	if properties < 0 {
		return false
	}
	lines := false
	read := func(s *source, properties int) {
		if at := s.child(properties, "tblBorders"); at >= 0 {
			lines = false
			s.children(at, func(i int) bool {
				val := s.attr(i, "val")
				lines = lines || val != "" && val != "nil" && val != "none"
				return true
			})
		}
	}
	if at := s.child(properties, "tblStyle"); at >= 0 {
		for _, one := range l.chain(s.attr(at, "val")) {
			if one.table >= 0 {
				read(one.source, one.table)
			}
		}
	}
	read(s, properties)
	return lines
}

// maxTwips is the largest measure that is taken over: a page of Word's is no larger.
const maxTwips = 31_680

func points(twips int) float64 { return float64(twips) / 20 }

// twips reads a measure into a number, unless it is none.
func (s *source) twips(i int, name string, into *int) {
	if n, err := strconv.Atoi(s.attr(i, name)); err == nil && n >= 0 && n <= maxTwips {
		*into = n
	}
}

// aligned are the ways to align that HTML has, by Word's names.
var aligned = map[string]string{"center": "center", "right": "right", "end": "right", "both": "justify", "distribute": "justify"}

// read takes over what a paragraph's properties say.
func (p *paragraphLook) read(s *source, properties int) {
	s.children(properties, func(i int) bool {
		switch s.tokens[i].name {
		case "jc":
			p.align = aligned[s.attr(i, "val")]
		case "spacing":
			s.twips(i, "before", &p.before)
			s.twips(i, "after", &p.after)
		case "ind":
			s.twips(i, "left", &p.left)
			s.twips(i, "start", &p.left)
		case "numPr":
			if at := s.child(i, "numId"); at >= 0 {
				p.list.id = s.attr(at, "val")
			}
			if at := s.child(i, "ilvl"); at >= 0 {
				p.list.level, _ = strconv.Atoi(s.attr(at, "val"))
			}
		}
		return true
	})
}

var sixDigits = regexp.MustCompile(`^[0-9A-Fa-f]{6}$`)

func isColor(text string) bool { return sixDigits.MatchString(text) }

// markers are the colours of the text marker, by Word's names.
var markers = map[string]string{"yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF", "blue": "0000FF", "red": "FF0000", "darkBlue": "000080",
	"darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0", "black": "000000", "white": "FFFFFF"}

// maxSize is how large letters are, in half points.
const maxSize = 400

// read takes over what a text's properties say.
func (f *textLook) read(s *source, properties int) {
	s.children(properties, func(i int) bool {
		val := s.attr(i, "val")
		set := on
		switch val {
		case "0", "false", "off", "none":
			set = off
		}
		switch s.tokens[i].name {
		case "b":
			f.bold = set
		case "i":
			f.italic = set
		case "u":
			f.underline = set
		case "strike", "dstrike":
			f.strike = set
		case "caps":
			f.caps = set
		case "vanish":
			f.hidden = set
		case "color":
			if f.color = ""; isColor(val) {
				f.color = val
			}
		case "highlight":
			f.fill = markers[val]
		case "shd":
			if fill := s.attr(i, "fill"); isColor(fill) {
				f.fill = fill
			}
		case "sz":
			if n, err := strconv.Atoi(val); err == nil && n > 0 && n <= maxSize {
				f.size = n
			}
		case "rFonts":
			if font := fontName(s.attr(i, "ascii")); font != "" {
				f.font = font
			}
		case "vertAlign":
			f.raised = map[string]string{"superscript": "sup", "subscript": "sub"}[val]
		}
		return true
	})
}

// fontName returns the name of a font without what could end it.
func fontName(name string) string {
	for _, r := range name {
		if r != ' ' && r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') {
			return ""
		}
	}
	return name
}

// css says what a look has that another has not, as far as it is no tag.
func css(f, than textLook) string {
	var list []string
	if f.font != than.font && f.font != "" {
		list = append(list, "font-family:'"+f.font+"',sans-serif")
	}
	if f.size != than.size && f.size > 0 {
		list = append(list, fmt.Sprintf("font-size:%gpt", float64(f.size)/2))
	}
	switch {
	case f.color == than.color:
	case f.color == "":
		list = append(list, "color:#000000")
	default:
		list = append(list, "color:#"+f.color)
	}
	if f.fill != than.fill && f.fill != "" {
		list = append(list, "background-color:#"+f.fill)
	}
	return strings.Join(list, ";")
}

// tags are what stands before and behind a text that looks like that.
func (l *looks) tags(f textLook) (before, after string) {
	add := func(tag, attributes string) {
		before, after = before+"<"+tag+attributes+">", "</"+tag+">"+after
	}
	if style := css(f, l.usual); style != "" {
		add("span", ` style="`+style+`"`)
	}
	for _, one := range []struct {
		tag string
		is  toggle
	}{{"b", f.bold}, {"i", f.italic}, {"u", f.underline}, {"s", f.strike}} {
		if one.is == on {
			add(one.tag, "")
		}
	}
	if f.raised != "" {
		add(f.raised, "")
	}
	return before, after
}
