package docx

import (
	"cmp"
	"html"
	"maps"
	"strings"
)

// reportPart is the root of the data that Business Central's layouts are bound to.
const reportPart = "NavWordReportXmlPart"

// story reads a part with text. Content controls that are bound to the data of a layout of
// Business Central become merge fields with the name of their place there, such as
// /Contact/Name. A repeated part of the layout stands once, as a letter has one contact.
func (t *Template) story(name string) (*source, error) {
	s, err := t.pack.scan(name)
	if err != nil || s == nil {
		return s, err
	}
	b := binder{source: s, beside: map[string]string{}}
	b.controls(0, len(s.tokens))
	if len(b.edits) == 0 {
		return s, nil
	}
	for name, beside := range b.beside {
		t.bound[name] = cmp.Or(t.bound[name], beside)
	}
	return scan(edited(s.content, b.edits))
}

// binder makes merge fields of the content controls of a part.
type binder struct {
	*source
	edits []edit
	// beside is the text beside the controls, by their names.
	beside map[string]string
}

// controls changes the content controls among some tokens.
func (b *binder) controls(lo, hi int) {
	items := map[int]bool{}
	for i := lo; i < hi; i++ {
		properties := -1
		if b.opens(i, "sdt") {
			properties = b.source.child(i, "sdtPr")
		}
		content := -1
		if properties >= 0 {
			content = b.source.child(i, "sdtContent")
		}
		if content < 0 || selfClosed(b.source.raw(content)) {
			continue
		}
		name := b.place(properties)
		switch {
		case b.source.child(properties, ":repeatingSectionItem") >= 0:
			within := b.tokens[i].parent
			if !b.ofReport(within) {
				continue
			}
			if items[within] {
				b.drop(i, b.tokens[i].match+1)
				i = b.tokens[i].match
				continue
			}
			items[within] = true
			b.unwrap(i, content)
		case name == "" || b.source.child(properties, "picture") >= 0:
		case b.source.child(properties, ":repeatingSection") >= 0:
			b.unwrap(i, content)
		default:
			b.field(i, content, name)
			i = b.tokens[i].match
		}
	}
}

// ofReport reports whether a content is that of a repeated part of a layout.
func (b *binder) ofReport(content int) bool {
	if content < 0 || b.tokens[content].parent < 0 {
		return false
	}
	properties := b.source.child(b.tokens[content].parent, "sdtPr")
	return properties >= 0 && b.place(properties) != ""
}

// place returns the place in a layout's data that a content control is bound to; "" for
// one that is not.
func (b *binder) place(properties int) string {
	path := ""
	for _, kind := range []string{"dataBinding", ":dataBinding"} {
		if at := b.source.child(properties, kind); at >= 0 {
			path = cmp.Or(path, b.attr(at, "xpath"))
		}
	}
	_, path, ok := strings.Cut(path, reportPart)
	if !ok {
		return ""
	}
	name := ""
	for _, step := range strings.Split(path, "/")[1:] {
		step, _, _ = strings.Cut(step, "[")
		name += "/" + step[strings.LastIndexByte(step, ':')+1:]
	}
	return name
}

func (b *binder) drop(lo, hi int) {
	b.edits = append(b.edits, edit{b.tokens[lo].start, b.tokens[hi-1].end, ""})
}

// unwrap leaves nothing of a content control but its content.
func (b *binder) unwrap(control, content int) {
	b.drop(control, content+1)
	b.drop(b.tokens[content].match, b.tokens[control].match+1)
}

// field makes a merge field of the first run of a content control; the others go.
func (b *binder) field(control, content int, name string) {
	var runs []int
	for i := content; i < b.tokens[content].match; i++ {
		if b.opens(i, "r") && !selfClosed(b.source.raw(i)) {
			runs = append(runs, i)
			i = b.tokens[i].match
		}
	}
	if len(runs) == 0 {
		return
	}
	b.beside[name] = cmp.Or(b.beside[name], b.around(control))
	b.unwrap(control, content)
	first := runs[0]
	start, end := b.tokens[first].start, b.tokens[b.tokens[first].match].end
	b.edits = append(b.edits, edit{start, start, "<" + b.prefix + "fldSimple " + b.prefix + `instr=" MERGEFIELD &quot;` + html.EscapeString(name) + `&quot; ">`}, edit{end, end, "</" + b.prefix + "fldSimple>"})
	for _, run := range runs[1:] {
		b.drop(run, b.tokens[run].match+1)
	}
}

// around returns the text of the paragraph, or else of the row of the table, around a
// content control.
func (b *binder) around(control int) string {
	for at := b.tokens[control].parent; at >= 0; at = b.tokens[at].parent {
		name := b.tokens[at].name
		if name != "p" && name != "tr" && name != "tbl" {
			continue
		}
		var words []string
		for i := at; i < b.tokens[at].match; i++ {
			switch {
			case i == control:
				i = b.tokens[i].match
			case b.opens(i, "t"):
				words = append(words, strings.Fields(b.textOf(i))...)
			}
		}
		if text := shortened(words, maxControlName); text != "" {
			return text
		}
	}
	return ""
}

// Bound returns the names of the fields that were content controls bound to the data of a
// layout of Business Central, with the text beside each.
func (t *Template) Bound() map[string]string { return maps.Clone(t.bound) }
