package call

import (
	"strconv"
	"strings"

	"winnow/core/interaction"
	"winnow/core/mailrow"
	"winnow/gui/i18n"
	"winnow/gui/list"
	"winnow/gui/region"
)

// entryNo is the Entry No. of a call, which is no number to be grouped.
func entryNo(made interaction.Made) string { return strconv.FormatInt(made.No, 10) }

// result is what can come of a call: an evaluation, or nobody was reached.
type result struct {
	key        rune
	evaluation string
	failed     bool
}

// results are what can come of a call, with the keys that say so.
func results() []result {
	f, _ := spec.Field("evaluation")
	var all []result
	for i, option := range f.Options {
		all = append(all, result{key: '0' + rune(i), evaluation: option})
	}
	return append(all, result{key: '9', failed: true})
}

func (r result) text() string {
	switch {
	case r.failed:
		return i18n.T("calls.not_reached")
	case r.evaluation == "":
		return i18n.T("interactions.no_evaluation")
	}
	return i18n.Translate(r.evaluation)
}

// caption is the result with its key, and a tick where it is chosen.
func (r result) caption(chosen bool) string {
	text := string(r.key) + "  " + r.text()
	if chosen {
		return "• " + text
	}
	return text
}

// row is a line of the round as the list shows it; what is done is grey.
func row(l interaction.RoundLine) list.Row {
	r := list.Row{Key: strconv.FormatInt(l.LineNo, 10), Item: l}
	for _, text := range []string{said(l), l.ContactNo, l.Name, l.CompanyName, l.Number, lastCall(l.Last)} {
		cell := list.Cell{Text: text}
		if l.Called != 0 || l.Blocked {
			cell.Style = list.Grey
		}
		r.Cells = append(r.Cells, cell)
	}
	r.Cells[1].Style = list.Link
	if l.Blocked {
		r.Blocked = mailrow.Contact{ContactNo: l.ContactNo, Name: l.Name}.String()
	}
	return r
}

// said is what came of a line's call.
func said(l interaction.RoundLine) string {
	switch {
	case l.Called == 0 && l.Blocked:
		return i18n.Translate("Privacy Blocked")
	case l.Called == 0:
		return ""
	}
	return "• " + result{evaluation: l.Evaluation, failed: l.AttemptFailed}.text()
}

// lastCall says when somebody was called last, and what came of it.
func lastCall(c interaction.LastCall) string {
	if c.Entry == 0 {
		return ""
	}
	text := strings.TrimSpace(region.Current().Date(c.Date) + " " + c.Time)
	if !c.AttemptFailed && c.Evaluation == "" {
		return text
	}
	return text + " · " + result{evaluation: c.Evaluation, failed: c.AttemptFailed}.text()
}
