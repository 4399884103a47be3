package output

import (
	"context"
	"slices"
	"strings"

	"winnow/core/template"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/session"
)

// templates are the templates that letters and e-mails of a segment can be made of.
type templates struct {
	all   []template.Template
	kept  []template.Template // the Word templates among them
	usual string              // the code in the segment's header
}

// reading returns what reads them.
func (t *templates) reading(s *session.Session, no string) func(context.Context) error {
	return func(ctx context.Context) (err error) {
		if t.all, err = template.New(s.Company).All(ctx); err != nil {
			return err
		}
		t.kept = slices.DeleteFunc(slices.Clone(t.all), template.Template.IsText)
		seg, err := s.Segments.Segment(ctx, no)
		t.usual = seg.Text("word_template")
		return err
	}
}

// options are the Word templates that can be chosen, and a file.
func (t *templates) options() []entry.Option {
	return append(codes(t.kept), entry.Option{Value: fromFile, Text: i18n.T("output.docx_file")})
}

// codes are templates as they can be chosen: each code once.
func codes(list []template.Template) (options []entry.Option) {
	for _, kept := range list {
		if len(options) > 0 && options[len(options)-1].Value == kept.Code {
			continue // a language of the same
		}
		text := kept.Code
		if kept.Description != "" {
			text += " · " + kept.Description
		}
		options = append(options, entry.Option{Value: kept.Code, Text: text})
	}
	return options
}

// isWord reports whether a code has a Word template in any language.
func (t *templates) isWord(code string) bool {
	return slices.ContainsFunc(t.kept, func(one template.Template) bool { return one.Code == code })
}

// first returns the segment's template where there is such a one, else the last one that
// was chosen, else any.
func (t *templates) first(last string) string {
	options := t.options()
	for _, code := range []string{strings.ToUpper(t.usual), last} {
		if slices.ContainsFunc(options, func(o entry.Option) bool { return o.Value == code }) {
			return code
		}
	}
	return options[0].Value
}
