package exporter

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"winnow/core/catalog"
	"winnow/core/criteria"
	"winnow/core/mailrow"
	"winnow/core/segment"
)

// stamp is how a sheet tells a moment.
const stamp = "2006-01-02 15:04"

// criteriaHeaders head the list of steps.
var criteriaHeaders = []string{"Step", "Action", "Section", "Field", "Filter", "Resolved", "Options", "Lines Before", "Lines After", "At", "By", "Reason"}

// actionCaptions are the actions' names in the program.
var actionCaptions = map[criteria.Action]string{
	criteria.Add:    "Add Contacts",
	criteria.Refine: "Refine Contacts",
	criteria.Reduce: "Reduce Contacts",
}

// criteriaRows returns the rows of the sheet that tells how the list was made:
// what it is, then the steps in force, a row for each of their filters.
func criteriaRows(rows *mailrow.Rows, steps []segment.Step, at time.Time) [][]string {
	seg := rows.Segment()
	told := [][]string{
		{"Segment No.", seg.No},
		{"Description", seg.Text("description")},
		{"No. of Lines", strconv.Itoa(rows.Len())},
		{"Exported", at.Format(stamp)},
		{},
		criteriaHeaders,
	}
	for _, step := range steps {
		if step.InForce {
			told = append(told, stepRows(step, rows.Catalog(), at.Location())...)
		}
	}
	if seg.Step == 0 {
		told = append(told, []string{"", "no criteria action is in force"})
	}
	return told
}

// stepRows returns a step's rows; what concerns the step as a whole stands in
// its first.
func stepRows(step segment.Step, known catalog.Catalog, zone *time.Location) [][]string {
	var rows [][]string
	resolved := step.Resolved.Alternatives()
	for i, a := range step.Alternatives() {
		if i > 0 {
			rows = append(rows, []string{"", "", "(or)"})
		}
		var meant criteria.Alternative
		if i < len(resolved) {
			meant = resolved[i]
		}
		rows = append(rows, alternativeRows(step.Sections(known), a, meant)...)
	}
	if len(rows) == 0 {
		rows = [][]string{{"", "", "(no filters)"}}
	}
	first := make([]string, len(criteriaHeaders))
	copy(first, rows[0])
	first[0], first[1] = strconv.Itoa(step.Number), actionCaptions[step.Action]
	first[6] = strings.Join(optionCaptions(step.Step, known), ", ")
	first[7], first[8] = strconv.Itoa(step.LinesBefore), strconv.Itoa(step.LinesAfter)
	first[9], first[10], first[11] = step.At, step.By, step.Reason
	if t, err := time.Parse(time.RFC3339, step.At); err == nil {
		first[9] = t.In(zone).Format(stamp)
	}
	rows[0] = first
	return rows
}

// alternativeRows returns the rows of a step's filters, or of one of its alternatives.
func alternativeRows(sections []catalog.Section, a, resolved criteria.Alternative) [][]string {
	var rows [][]string
	for _, section := range sections {
		with := filterRows(section, section.Caption, a.Filters[section.Key], resolved.Filters[section.Key])
		without := filterRows(section, section.Caption+" (without)", a.Without[section.Key], resolved.Without[section.Key])
		if _, asked := a.Without[section.Key]; asked && len(without) == 0 {
			without = [][]string{{"", "", section.Caption + " (without)"}}
		}
		rows = append(append(rows, with...), without...)
	}
	return rows
}

// filterRows returns a row for each filter of a section; a text that is longer
// than a cell goes on in the rows below.
func filterRows(section catalog.Section, caption string, typed, resolved map[string]string) [][]string {
	var rows [][]string
	for _, field := range section.Fields {
		text, ok := typed[field.Key]
		if !ok {
			continue
		}
		meant := resolved[field.Key]
		for more := false; !more || text != "" || meant != ""; more = true {
			var cell, meantCell string
			cell, text = cut(text)
			meantCell, meant = cut(meant)
			rows = append(rows, []string{"", "", caption, field.Caption, cell, meantCell})
		}
	}
	return rows
}

// cut splits off as much of a text as surely fits into a cell.
func cut(text string) (head, tail string) {
	if len(text) <= maxCell {
		return text, ""
	}
	n := maxCell
	for !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n], text[n:]
}

func optionCaptions(step criteria.Step, known catalog.Catalog) []string {
	var captions []string
	for _, o := range criteria.OptionsOf(step.Action) {
		if *o.Value(&step.Options) {
			captions = append(captions, o.Caption)
		}
	}
	if step.Options.Take != nil {
		captions = append(captions, step.Options.Take.Text(known).String())
	}
	return captions
}
