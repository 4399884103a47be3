package docx

import (
	"slices"
	"strings"
)

// maxControlName is how many characters of a content control's text name it.
const maxControlName = 40

// otherControls are the kinds of content control that are not there to be filled
// in with a text: tables of contents, pictures and the like.
var otherControls = []string{"docPartObj", "docPartList", "equation", "picture", "bibliography", "citation", "group", ":checkbox", ":repeatingSection", ":repeatingSectionItem"}

// addControls notes the content controls of a part that nothing fills: Word's merge
// and Winnow's fill fields.
func (t *Template) addControls(s *source) {
	for i := range s.tokens {
		if !s.opens(i, "sdt") || s.hasField(i) {
			continue
		}
		properties := s.child(i, "sdtPr")
		if properties >= 0 {
			other := slices.ContainsFunc(otherControls, func(kind string) bool { return s.child(properties, kind) >= 0 })
			if other || s.child(properties, "dataBinding") >= 0 && s.ofDocument(properties) {
				continue
			}
		}
		if name := s.controlName(i, properties); name != "" && !slices.Contains(t.controls, name) {
			t.controls = append(t.controls, name)
		}
	}
}

// hasField reports whether there is a field in the element that token i opens.
func (s *source) hasField(i int) bool {
	return slices.ContainsFunc(s.tokens[i:s.tokens[i].match], func(t token) bool {
		return t.kind == opening && (t.name == "fldChar" || t.name == "fldSimple")
	})
}

// ofDocument reports whether a content control shows one of the document's own
// properties, such as its title, which it has already.
func (s *source) ofDocument(properties int) bool {
	path := s.attr(s.child(properties, "dataBinding"), "xpath")
	return strings.Contains(path, "coreProperties") || strings.Contains(path, "Properties[1]") || strings.Contains(path, "CoverPageProperties")
}

// controlName returns a content control's title, else its tag, else its text.
func (s *source) controlName(control, properties int) string {
	if properties >= 0 {
		for _, kind := range []string{"alias", "tag"} {
			if at := s.child(properties, kind); at >= 0 && s.attr(at, "val") != "" {
				return s.attr(at, "val")
			}
		}
	}
	return s.quoted(control, maxControlName)
}

// quoted returns the text within an element, of so many characters at most, as messages
// have it.
func (s *source) quoted(element, limit int) string {
	var b strings.Builder
	for i := element; i < s.tokens[element].match; i++ {
		if s.opens(i, "t") {
			b.WriteString(s.textOf(i))
		}
	}
	return shortened(strings.Fields(b.String()), limit)
}

// shortened joins words to a text of so many characters at most.
func shortened(words []string, limit int) string {
	text := []rune(strings.Join(words, " "))
	if len(text) > limit {
		text = append(text[:limit], '…')
	}
	return string(text)
}

// Controls returns the content controls that nothing fills, by their titles, or
// else their tags or texts.
func (t *Template) Controls() []string { return slices.Clone(t.controls) }

// Macros reports whether the file had macros, which letters have not.
func (t *Template) Macros() bool { return t.pack.macros }

// Merges reports whether a field says something else in each letter.
func (t *Template) Merges() bool { return t.merges }
