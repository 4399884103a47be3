package docx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"winnow/core"
)

// What a part of a template may have at most, so that one that was made to fill
// the memory does not.
const (
	maxTokens = 600_000
	maxDepth  = 250
)

// wordSpaces are the namespaces of WordprocessingML, as Word writes it and in
// its strict form.
var wordSpaces = []string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
	"http://purl.oclc.org/ooxml/wordprocessingml/main",
}

type tokenKind uint8

const (
	opening tokenKind = iota
	closing
	chars
	other
)

// token is a piece of a part's XML, as it stands there. An element without
// content has an opening and an empty closing token.
type token struct {
	kind tokenKind
	// name is the local name of an element of WordprocessingML; one of another
	// namespace has a colon before it.
	name       string
	start, end int
	// match is the token at the element's other end, parent the one that opens
	// the element around it, or -1.
	match, parent int
}

// source is a part's XML and its tokens.
type source struct {
	content []byte
	tokens  []token
	// prefix is what stands before the names of WordprocessingML, such as "w:".
	prefix string
}

// raw returns a token as it stands.
func (s *source) raw(i int) []byte { return s.content[s.tokens[i].start:s.tokens[i].end] }

// between returns what stands from a token up to another.
func (s *source) between(lo, hi int) []byte {
	if lo >= hi {
		return nil
	}
	return s.content[s.tokens[lo].start:s.tokens[hi-1].end]
}

// element returns the whole element that token i opens.
func (s *source) element(i int) []byte { return s.between(i, s.tokens[i].match+1) }

// root returns the token that opens the first element, or -1.
func (s *source) root() int {
	return slices.IndexFunc(s.tokens, func(t token) bool { return t.kind == opening })
}

// children calls fn with the tokens that open the children of token i.
func (s *source) children(i int, fn func(child int) bool) {
	for j := i + 1; j < s.tokens[i].match; j++ {
		if s.tokens[j].kind == opening {
			if !fn(j) {
				return
			}
			j = s.tokens[j].match
		}
	}
}

// child returns the first child of that name, or -1.
func (s *source) child(i int, name string) int {
	found := -1
	s.children(i, func(j int) bool {
		if s.tokens[j].name == name {
			found = j
		}
		return found < 0
	})
	return found
}

// placeBefore returns the first child of token i that has one of the names, or what
// closes token i.
func (s *source) placeBefore(i int, names []string) int {
	place := s.tokens[i].match
	s.children(i, func(j int) bool {
		if slices.Contains(names, s.tokens[j].name) {
			place = j
		}
		return place != j
	})
	return place
}

// within reports whether token i lies in an element of that name.
func (s *source) within(i int, name string) bool {
	return s.tokens[i].parent >= 0 && s.tokens[s.tokens[i].parent].name == name
}

// opens reports whether token i opens an element of that name.
func (s *source) opens(i int, name string) bool {
	return s.tokens[i].kind == opening && s.tokens[i].name == name
}

// scan reads a part. It refuses a document type, with which XML can be made to
// grow without end.
func scan(content []byte) (*source, error) {
	s := &source{content: content}
	d := xml.NewDecoder(bytes.NewReader(content))
	names := names{known: map[string]string{}}
	var path []int
	for {
		start := int(d.InputOffset())
		raw, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, damaged(err)
		}
		t := token{kind: other, start: start, end: int(d.InputOffset()), parent: -1}
		if len(path) > 0 {
			t.parent = path[len(path)-1]
		}
		switch raw := raw.(type) {
		case xml.StartElement:
			names.open(raw.Attr)
			t.kind, t.name = opening, names.of(raw.Name)
			if len(path) == 0 && s.prefix == "" && raw.Name.Space != "" {
				s.prefix = raw.Name.Space + ":"
			}
			path = append(path, len(s.tokens))
		case xml.EndElement:
			if len(path) == 0 {
				return nil, damaged(errors.New("an element ends that did not begin"))
			}
			at := path[len(path)-1]
			t.kind, t.name, t.match = closing, names.of(raw.Name), at
			if s.tokens[at].name != t.name {
				return nil, damaged(fmt.Errorf("%s ends as %s", s.tokens[at].name, t.name))
			}
			s.tokens[at].match = len(s.tokens)
			path = path[:len(path)-1]
			names.close()
		case xml.CharData:
			t.kind = chars
		case xml.Directive:
			return nil, core.NewProblem(core.Invalid, "docx.word_template_holds_document_type_which_no")
		}
		s.tokens = append(s.tokens, t)
		if len(s.tokens) > maxTokens || len(path) > maxDepth {
			return nil, tooLarge("tokens")
		}
	}
	if len(path) > 0 || s.root() < 0 {
		return nil, damaged(io.ErrUnexpectedEOF)
	}
	return s, nil
}

// names tells elements of WordprocessingML from others, whatever prefix stands
// before their names.
type names struct {
	spaces []declared
	marks  []int
	known  map[string]string
}

type declared struct {
	prefix string
	word   bool
}

func (n *names) open(attrs []xml.Attr) {
	n.marks = append(n.marks, len(n.spaces))
	for _, a := range attrs {
		prefix := a.Name.Local
		if a.Name.Space == "" && a.Name.Local == "xmlns" {
			prefix = ""
		} else if a.Name.Space != "xmlns" {
			continue
		}
		n.spaces = append(n.spaces, declared{prefix, a.Value == wordSpaces[0] || a.Value == wordSpaces[1]})
	}
}

func (n *names) close() {
	n.spaces = n.spaces[:n.marks[len(n.marks)-1]]
	n.marks = n.marks[:len(n.marks)-1]
}

func (n *names) of(name xml.Name) string {
	local := ":" + name.Local
	for i := len(n.spaces) - 1; i >= 0; i-- {
		if n.spaces[i].prefix == name.Space {
			if n.spaces[i].word {
				local = name.Local
			}
			break
		}
	}
	if same, ok := n.known[local]; ok {
		return same
	}
	n.known[local] = local
	return local
}

// attribute is where an attribute stands in a tag.
type attribute struct {
	// name is without its prefix.
	name string
	// value is as it stands, escaped; start and end are those of the whole, the
	// blank before it included.
	value                            string
	start, end, valueStart, valueEnd int
}

// attributes returns the attributes of an opening tag, which is known to be
// sound.
func attributes(tag []byte) []attribute {
	var list []attribute
	for i := 1; i < len(tag); {
		equals := bytes.IndexByte(tag[i:], '=')
		if equals < 0 {
			break
		}
		equals += i
		open := equals + 1 + bytes.IndexAny(tag[equals+1:], `"'`)
		length := bytes.IndexByte(tag[open+1:], tag[open])
		if open <= equals || length < 0 {
			break
		}
		head := bytes.TrimRight(tag[:equals], " \t\r\n")
		blank := bytes.LastIndexAny(head, " \t\r\n")
		name := string(head[blank+1:])
		if colon := strings.IndexByte(name, ':'); colon >= 0 {
			name = name[colon+1:]
		}
		end := open + 1 + length
		list = append(list, attribute{name: name, value: string(tag[open+1 : end]), start: blank, end: end + 1, valueStart: open + 1, valueEnd: end})
		i = end + 1
	}
	return list
}

// attr returns an attribute of the element that token i opens, unescaped.
func (s *source) attr(i int, name string) string {
	for _, a := range attributes(s.raw(i)) {
		if a.name == name {
			return unescape(a.value)
		}
	}
	return ""
}

// textOf returns the text within the element that token i opens.
func (s *source) textOf(i int) string {
	var b strings.Builder
	for j := i + 1; j < s.tokens[i].match; j++ {
		if s.tokens[j].kind == chars {
			b.WriteString(unescape(string(s.raw(j))))
		}
	}
	return b.String()
}

// unescape undoes what XML escapes.
func unescape(text string) string {
	if !strings.ContainsAny(text, "&<\r") {
		return text
	}
	d := xml.NewDecoder(strings.NewReader(text))
	var b strings.Builder
	for {
		t, err := d.RawToken()
		if err != nil {
			return b.String()
		}
		if data, ok := t.(xml.CharData); ok {
			b.Write(data)
		}
	}
}

// selfClosed reports whether a tag opens and closes its element.
func selfClosed(tag []byte) bool { return bytes.HasSuffix(tag, []byte("/>")) }

// opened makes an opening tag one that does not close its element.
func opened(tag []byte) []byte {
	if !selfClosed(tag) {
		return tag
	}
	return append(bytes.TrimRight(tag[:len(tag)-2:len(tag)-2], " "), '>')
}

// closed returns the closing tag of an opening one.
func closed(tag []byte) []byte {
	end := bytes.IndexAny(tag, " \t\r\n/>")
	return []byte("</" + string(tag[1:end]) + ">")
}
