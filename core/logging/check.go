package logging

import (
	"fmt"

	"winnow/core"
)

// MaxErrors is how many errors of lines are listed where not all are asked for.
const MaxErrors = 100

// LineError is what is wrong with a line that is to be logged.
type LineError struct {
	LineNo    int64  `json:"line_no"`
	ContactNo string `json:"contact_no"`
	// Field is the key of the field that is wrong.
	Field   string       `json:"field"`
	Message core.Message `json:"message"`
}

// Text says which line it is and what is wrong.
func (e LineError) Text() core.Message {
	return core.Text("logging.line_contact_message", "line", e.LineNo, "contact", e.ContactNo, "message", e.Message)
}

// Refused is the error of a segment that has lines with errors; nothing was logged.
type Refused struct {
	// Errors are the first, or all where that was asked for, and Count how many there
	// are.
	Errors []LineError
	Count  int
}

// Error tells the first of them.
func (r *Refused) Error() string {
	if len(r.Errors) == 0 {
		return "lines cannot be logged"
	}
	return fmt.Sprintf("%v", r.Errors[0].Text())
}

// faults are the columns of what can be wrong with a line, in the order of the checks,
// each with the condition under which it is.
func (p plan) faults() []fault {
	var faults []fault
	if p.date == "" {
		faults = append(faults, fault{"no_date", "l.date = ''", "date"})
	}
	faults = append(faults, []fault{
		{"no_salesperson", "l.salesperson_code = ''", "salesperson_code"},
		{"unknown_salesperson", "l.unknown_salesperson", "salesperson_code"},
		{"no_template", "l.interaction_template_code = ''", "interaction_template_code"},
		{"unknown_template", "l.interaction_template_code <> '' AND l.group_code IS NULL", "interaction_template_code"},
		{"unknown_campaign", "l.unknown_campaign", "campaign_no"},
	}...)
	if p.options.Send != nil {
		faults = append(faults,
			fault{"no_e_mail", "l.sends AND l.no_address", "e_mail"},
			fault{"no_place", "l.sends AND (" + p.placeless() + ")", "correspondence_type"},
			fault{"nothing_to_send", "l.sends AND NOT l.has_document", "word_template_code"})
	}
	return append(faults, fault{"blocked", "l.refused", "privacy_blocked"})
}

// fault is one thing that can be wrong with a line.
type fault struct{ name, condition, field string }

// message says it of a line.
func (f fault) message(l faultyLine) core.Message {
	switch f.name {
	case "no_date":
		return core.Text("logging.field_is_empty", "field", core.Word("Date"))
	case "no_salesperson":
		return core.Text("logging.field_is_empty", "field", core.Word("Salesperson Code"))
	case "unknown_salesperson":
		return unknown("Salesperson Code", "Salesperson/Purchaser", l.salesperson)
	case "no_template":
		return core.Text("logging.field_is_empty", "field", core.Word("Interaction Template Code"))
	case "unknown_template":
		return unknown("Interaction Template Code", "Interaction Template", l.template)
	case "unknown_campaign":
		return unknown("Campaign No.", "Campaign", l.campaign)
	case "no_e_mail":
		return core.Text("logging.no_e_mail_address")
	case "no_place":
		if l.eMail {
			return core.Text("logging.no_place_for_e_mail")
		}
		return core.Text("logging.no_place_for_letter")
	case "nothing_to_send":
		if l.word != "" {
			return core.Text("logging.no_word_template", "template", l.word)
		}
		return core.Text("logging.nothing_to_send")
	}
	if l.minor {
		return core.Text("logging.minor_without_consent")
	}
	return core.Text("logging.privacy_blocked")
}

func unknown(field, table, code string) core.Message {
	return core.Text("logging.field_there_is_no_code", "field", core.Word(field), "table", core.Word(table), "code", code)
}
