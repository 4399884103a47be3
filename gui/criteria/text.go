// Package criteria shows what was asked for in a segment's criteria actions:
// the Segment Criteria page, and the page that explains why a contact is in a
// segment. It decides nothing itself.
package criteria

import (
	"regexp"
	"strconv"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/locale"
	"winnow/core/ready"
	"winnow/core/segment"
	"winnow/gui/i18n"
	"winnow/gui/widget"
)

// Asked is one thing that a step asks for: a filter, or that there be no row at
// all of a section.
type Asked struct {
	// Alternative is the number of the alternative that asks, from 1; 0 where there are
	// not several.
	Alternative int
	Section     catalog.Section
	// Field is the field that is filtered; its key is "" where no row at all is
	// asked for.
	Field   catalog.Field
	Without bool
	// Typed is the filter as it was typed, its options in the person's language,
	// Resolved with its tokens and dates as they were resolved then, Meaning the same in words, Clause as the rest of a
	// sentence that begins with the field.
	Typed, Resolved, Meaning, Clause string
}

// shownFilter is how many characters of a filter are shown; a list of contacts
// pasted into a filter can be far longer.
const shownFilter = 160

// AskedBy returns what a step asks for, alternative by alternative, in the order of
// the dialogs. known is which fields the company has.
func AskedBy(known catalog.Catalog, step criteria.Step, resolved criteria.Resolved) []Asked {
	var list []Asked
	meant := resolved.Alternatives()
	for i, a := range step.Alternatives() {
		var m criteria.Alternative
		if i < len(meant) {
			m = meant[i]
		}
		for _, asked := range askedByOne(step.Sections(known), a, m) {
			if len(step.Any) > 1 {
				asked.Alternative = i + 1
			}
			list = append(list, asked)
		}
	}
	return list
}

// askedByOne returns what a step without alternatives asks for, or one alternative.
func askedByOne(sections []catalog.Section, a, resolved criteria.Alternative) []Asked {
	var list []Asked
	for _, section := range sections {
		for _, field := range section.Fields {
			if typed := a.Filters[section.Key][field.Key]; strings.TrimSpace(typed) != "" {
				list = append(list, asked(section, field, false, typed, resolved.Filters))
			}
		}
		fields, without := a.Without[section.Key]
		if !without {
			continue
		}
		none := true
		for _, field := range section.Fields {
			if typed := fields[field.Key]; strings.TrimSpace(typed) != "" {
				none = false
				list = append(list, asked(section, field, true, typed, resolved.Without))
			}
		}
		if none {
			list = append(list, Asked{Section: section, Without: true})
		}
	}
	return list
}

func asked(section catalog.Section, field catalog.Field, without bool, typed string, resolved criteria.Filters) Asked {
	meant := resolved[section.Key][field.Key]
	a := Asked{Section: section, Field: field, Without: without, Typed: readable(field, typed), Resolved: readable(field, meant)}
	if section.Key == catalog.SegmentLine && field.Key == catalog.SegmentNo {
		// Behind each number stands how many lines the segment had.
		if a.Resolved = inWords(a.Resolved); meant != "" {
			meant = typed
		}
	}
	if f, err := filter.Parse(meant, field, filter.Env{}); err == nil && meant != "" {
		a.Meaning, a.Clause = f.MeaningIn(i18n.Locale()), f.ClauseIn(i18n.Locale())
	}
	return a
}

// counted finds how many lines a segment had, as it stands behind its number.
var counted = regexp.MustCompile(` \((\d+) lines?\)`)

// inWords is the resolved filter of segments with the counts in the person's language.
func inWords(resolved string) string {
	return counted.ReplaceAllStringFunc(resolved, func(text string) string {
		n, _ := strconv.Atoi(counted.FindStringSubmatch(text)[1])
		return i18n.T("segment.n_lines_in_brackets", "count", n)
	})
}

// Name says which field is asked for: "Post Code", or with its section where
// that is not the contact: "Interaction Log Entry, Date".
func (a Asked) Name() string {
	name := i18n.Translate(a.Section.Caption)
	switch {
	case a.Section.Key == catalog.Contact:
		name = i18n.Translate(a.Field.Caption)
	case a.Field.Key != "":
		name += ", " + i18n.Translate(a.Field.Caption)
	}
	if a.Without {
		name = i18n.T("criteria.without_what", "what", name)
	}
	return a.numbered(name)
}

// numbered puts the number of the alternative, where there are several, before a text.
func (a Asked) numbered(text string) string {
	if a.Alternative == 0 {
		return text
	}
	return i18n.T("criteria.alternative_n_what", "n", a.Alternative, "what", text)
}

// Plain returns what a filter means where that tells more than what was typed,
// else "".
func Plain(typed, meaning string) string {
	or := i18n.T("filter.first_or_last", "first", "", "last", "")
	strip := strings.NewReplacer(or, "", "'", "", " ", "", "|", "", ",", "").Replace
	if meaning == "" || strings.EqualFold(strip(typed), strip(meaning)) {
		return ""
	}
	return meaning
}

func cut(text string) string {
	runes := []rune(text)
	if len(runes) <= shownFilter {
		return text
	}
	return string(runes[:shownFilter]) + "…"
}

// Signed writes a change of a number with its sign.
func Signed(n int) string {
	switch {
	case n > 0:
		return "+" + widget.Number(n)
	case n < 0:
		return "–" + widget.Number(-n)
	}
	return "0"
}

// OptionCaptions are the captions of the options that a step has on.
func OptionCaptions(known catalog.Catalog, step criteria.Step) []string {
	var list []string
	for _, o := range criteria.OptionsOf(step.Action) {
		if *o.Value(&step.Options) {
			list = append(list, i18n.Translate(o.Caption))
		}
	}
	if step.Options.Take != nil {
		list = append(list, i18n.Localize(step.Options.Take.Text(known)))
	}
	return list
}

// LeftOut says whom Add leaves out of those it concerns: "6 are excluded, 5 there
// already"; "" where it leaves out nobody.
func LeftOut(r segment.Result) string {
	var parts []string
	if r.Excluded > 0 {
		parts = append(parts, i18n.T("criteria.n_are_excluded", "count", r.Excluded, "n", widget.Number(r.Excluded)))
	}
	if r.There > 0 {
		parts = append(parts, i18n.T("criteria.n_are_there_already", "count", r.There, "n", widget.Number(r.There)))
	}
	if r.NotTaken > 0 {
		parts = append(parts, i18n.T("criteria.n_are_not_taken", "count", r.NotTaken, "n", widget.Number(r.NotTaken)))
	}
	return strings.Join(parts, ", ")
}

// Reason is why a step was done: in the person's language where the program said
// it, in whatever language it spoke then, else as it was typed.
func Reason(reason string) string {
	days, _ := strconv.Atoi(digits.FindString(reason)) // 0 where there are none
	for _, group := range ready.Groups() {
		said := group.Reason(days)
		for _, language := range locale.Texts() {
			if said.In(core.Locale{Language: language}) == reason {
				return i18n.Localize(said)
			}
		}
	}
	return reason
}

var digits = regexp.MustCompile(`[0-9]+`)

// readable is a filter as people read it: its options in their language, and the two
// quotes of an empty value apart, which side by side look like one sign.
func readable(f catalog.Field, text string) string {
	return strings.ReplaceAll(i18n.ShownFilter(f, text), "''", "'\u2009'")
}

// ActionCaption is the name of an action.
func ActionCaption(a criteria.Action) string {
	switch a {
	case criteria.Add:
		return i18n.T("common.add_contacts")
	case criteria.Refine:
		return i18n.T("criteria.refine_contacts")
	}
	return i18n.T("criteria.reduce_contacts")
}

// ActionVerb is an action's name in a sentence.
func ActionVerb(a criteria.Action) string {
	switch a {
	case criteria.Add:
		return i18n.T("common.add")
	case criteria.Refine:
		return i18n.T("criteria.refine")
	}
	return i18n.T("criteria.reduce")
}
