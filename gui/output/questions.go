package output

import (
	"slices"
	"strings"

	"winnow/core/docx"
	"winnow/gui/entry"
	"winnow/gui/i18n"
	"winnow/gui/theme"
	"winnow/gui/widget"
)

// maxCaption is how many letters a question has that stands beside its answer.
const maxCaption = 12

// questions are what Word templates ask, and the fields for the answers.
type questions struct {
	asked   []docx.Question
	answers []*entry.Entry // in that order
	// answered is called when an answer is typed.
	answered func()
}

// ask takes over what is asked, and reports whether that is something else than before.
func (q *questions) ask(asked []docx.Question) bool {
	if slices.Equal(asked, q.asked) {
		return false
	}
	q.asked, q.answers = asked, nil
	for _, one := range asked {
		answer := entry.New(theme.IconNone)
		answer.SetPlaceholder(one.Default)
		answer.OnChanged = func(string) {
			answer.SetError("")
			q.answered()
		}
		q.answers = append(q.answers, answer)
	}
	return true
}

// fields are the questions with their answers; a long question stands above its answer.
func (q *questions) fields() (fields []entry.Field) {
	for i, one := range q.asked {
		caption := one.Prompt
		if len([]rune(caption)) > maxCaption {
			fields = append(fields, entry.Field{Caption: " ", Object: widget.NewParagraph(caption)})
			caption = " "
		}
		fields = append(fields, entry.Field{Caption: caption, Object: q.answers[i]})
	}
	return fields
}

// given are the answers by the questions' names. What is empty has its default.
func (q *questions) given() map[string]string {
	given := map[string]string{}
	for i, one := range q.asked {
		if text := q.answers[i].Text(); text != "" || !one.HasDefault {
			given[one.Name] = text
		}
	}
	return given
}

// unanswered marks the questions that have to be answered, and reports whether there
// are any.
func (q *questions) unanswered() bool {
	missing := false
	for i, one := range q.asked {
		if !one.HasDefault && strings.TrimSpace(q.answers[i].Text()) == "" {
			q.answers[i].SetError(i18n.T("output.template_needs_answer"))
			missing = true
		}
	}
	return missing
}
