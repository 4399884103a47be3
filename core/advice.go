package core

// Advice is something that a person can do about a Problem in one way in the
// window and in another on the command line. Core says which it is; each front
// end has its own words for it, see Locale.
type Advice string

// What can be done. The value is the id of the words that the window has for it.
const (
	// Replace: the file can be written under another name, or replaced.
	Replace Advice = "advice.replace"
	// ReplaceCompany: the company file that is there can be put aside.
	ReplaceCompany Advice = "advice.replace_company"
	// ReplaceCriteria: the saved criteria can have another code, or be replaced.
	ReplaceCriteria Advice = "advice.replace_criteria"
	// ReplaceTemplate: the template can have another code, or be replaced.
	ReplaceTemplate Advice = "advice.replace_template"
	// ReplaceProfile: the export profile can have another name, or be replaced.
	ReplaceProfile Advice = "advice.replace_profile"
	// NewCompany: the company file's name can be corrected, or a new one made.
	NewCompany Advice = "advice.new_company"
	// Recover: a backup can be restored, or what can be read be saved.
	Recover Advice = "advice.recover"
	// RecoverForeign is Recover for a file that was left as it is.
	RecoverForeign Advice = "advice.recover_foreign"
	// AllowExisting: a contact can be added to a segment that it is in.
	AllowExisting Advice = "advice.allow_existing"
	// SetSalesperson: a person's own salesperson code can be set.
	SetSalesperson Advice = "advice.set_salesperson"
	// SetCallTemplate: the interaction template of outgoing calls can be set.
	SetCallTemplate Advice = "advice.set_call_template"
	// AllowUnknown: fields that are not known can be corrected, or left empty.
	AllowUnknown Advice = "advice.allow_unknown"
	// AllowUnknownMeant is AllowUnknown where it is likely what was meant: the
	// value meaning.
	AllowUnknownMeant Advice = "advice.allow_unknown_meant"
	// AllowNoFields: merge fields can be inserted, or letters be all the same.
	AllowNoFields Advice = "advice.allow_no_fields"
	// AnswerQuestion: a template's question, the value name, can be answered.
	AnswerQuestion Advice = "advice.answer_question"
	// NameSender: it can be said whom e-mails are from.
	NameSender Advice = "advice.name_sender"
	// NameMailServer: it can be said which server sends e-mails.
	NameMailServer Advice = "advice.name_mail_server"
	// NameMailPassword: the mail server's password can be given.
	NameMailPassword Advice = "advice.name_mail_password"
	// SendAgain: what is left of a mailing can be sent, or another mailing be begun.
	SendAgain Advice = "advice.send_again"
	// NameDecimal: it can be said how numbers are written.
	NameDecimal Advice = "advice.name_decimal"
	// NameDateFormat: it can be said how days are written.
	NameDateFormat Advice = "advice.name_date_format"
	// NameEncoding: the file's encoding can be named, or the file be saved again.
	NameEncoding Advice = "advice.name_encoding"
	// NameOldEncoding is NameEncoding for a file that is surely of an old one.
	NameOldEncoding Advice = "advice.name_old_encoding"
	// NameHeaderRow: another row with headings can be named.
	NameHeaderRow Advice = "advice.name_header_row"
	// MapHeading: a column that is there can be named.
	MapHeading Advice = "advice.map_heading"
	// MapField: a field that there is can be named.
	MapField Advice = "advice.map_field"
	// MapColumn: a list's column, the value heading, can be said to be a field.
	MapColumn Advice = "advice.map_column"
	// MapColumnOrTable is MapColumn for a list that can be a table's, too.
	MapColumnOrTable Advice = "advice.map_column_or_table"
)

// Text returns the advice with values, names and values in turn, as a text.
func (a Advice) Text(values ...any) Message {
	return Message{id: string(a), values: values, advice: true}
}
