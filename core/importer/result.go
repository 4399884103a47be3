package importer

import "winnow/core"

// TableResult counts a table's rows: new ones, those that change a value, those that
// change nothing, those of the same contact as an earlier row, and those left out.
type TableResult struct {
	Table     string `json:"table"`
	New       int    `json:"new"`
	Changed   int    `json:"changed"`
	Unchanged int    `json:"unchanged"`
	Merged    int    `json:"merged"`
	LeftOut   int    `json:"left_out"`
	// Adopted are the rows that are interactions which were made here.
	Adopted int `json:"adopted"`
}

// RowCount says what became of the rows of a source. Read is the sum of the
// others.
type RowCount struct {
	Source    string `json:"source"`
	Read      int    `json:"read"`
	New       int    `json:"new"`
	Changed   int    `json:"changed"`
	Unchanged int    `json:"unchanged"`
	Merged    int    `json:"merged"`
	Adopted   int    `json:"adopted"`
	LeftOut   int    `json:"left_out"`
	Refused   int    `json:"refused"`
}

// CompanyCount counts the companies that persons' rows name.
type CompanyCount struct {
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
}

// Merged are rows of a list that belong to the same contact.
type Merged struct {
	Source    string `json:"source"`
	Rows      []int  `json:"rows"`
	ContactNo string `json:"contact_no"`
}

// Remark says what was not taken over as it stands.
type Remark struct {
	Source string       `json:"source"`
	Row    int          `json:"row"`
	Column string       `json:"column"`
	Value  string       `json:"value"`
	Text   core.Message `json:"text"`
}

// MappedColumn says where a column of a source goes, and why.
type MappedColumn struct {
	Source  string `json:"source"`
	Heading string `json:"heading"`
	// Field is "contact.e_mail", or "" where the column is left alone.
	Field string `json:"field"`
	// Why is how it was recognised: "caption", a language or program, "map",
	// "remembered".
	Why     string   `json:"why"`
	Samples []string `json:"samples"`
}

// FieldSummary counts the stored contacts in which a field gets another value.
type FieldSummary struct {
	// Field is "contact.city".
	Field   string        `json:"field"`
	Changed int           `json:"changed"`
	Samples []FieldSample `json:"samples"`
}

// FieldSample is one value that was replaced by another.
type FieldSample struct {
	ContactNo string `json:"contact_no"`
	Old       string `json:"old"`
	New       string `json:"new"`
}

// UnknownColumn is a column that is left alone.
type UnknownColumn struct {
	Source string `json:"source"`
	Column string `json:"column"`
}

// LeftOutRow is a row that was left out: because the contact that it names does not
// exist, because it matches several contacts equally well, or for the reason in Text.
type LeftOutRow struct {
	Source    string       `json:"source"`
	Row       int          `json:"row"`
	ContactNo string       `json:"contact_no"`
	Contacts  []string     `json:"contacts,omitempty"`
	Text      core.Message `json:"text"`
}

// Choice says to which of several contacts a row of a list belongs: one that the dry
// run named, or "" for a new contact.
type Choice struct {
	Source    string
	Row       int
	ContactNo string
}

// Result is what an import did, or a dry run would do. No member is ever nil.
type Result struct {
	// Tables are the tables that the input has, in the catalog's order.
	Tables []TableResult `json:"tables"`
	// Mapping says where each column goes.
	Mapping []MappedColumn `json:"mapping"`
	// Rows are the counts of each source.
	Rows      []RowCount   `json:"rows"`
	Companies CompanyCount `json:"companies"`
	// Merged are the first rows that became one; Rows has how many there are.
	Merged         []Merged        `json:"merged"`
	Remarks        []Remark        `json:"remarks"`
	RemarkCount    int             `json:"remark_count"`
	Fields         []FieldSummary  `json:"fields"`
	Cleaned        int             `json:"cleaned"`
	UnknownColumns []UnknownColumn `json:"unknown_columns"`
	// Errors are the first 100 of ErrorCount, or as many as Options.Listed.
	Errors     []RowError `json:"errors"`
	ErrorCount int        `json:"error_count"`
	// IgnoredSources are sheets and files that are not read.
	IgnoredSources []string `json:"ignored_sources"`
	// LeftOutRows are the first rows that were left out.
	LeftOutRows []LeftOutRow `json:"left_out_rows"`
	// Changes describes the first changed rows, as many as Options.Changes.
	Changes []Change `json:"changes,omitempty"`
	// Stored are the first rows as they are stored, up to Options.Shown, and
	// Guesses what the rows of lists are taken for.
	Stored  []StoredRow `json:"-"`
	Guesses []Guess     `json:"-"`
}

// maxRemarks is how many remarks, rows that were left out and contacts of merged
// rows are listed; beyond that they are counted.
const maxRemarks = 10_000

func newResult() Result {
	return Result{
		Tables: []TableResult{}, Mapping: []MappedColumn{}, Rows: []RowCount{}, Merged: []Merged{}, Remarks: []Remark{}, Fields: []FieldSummary{},
		UnknownColumns: []UnknownColumn{}, Errors: []RowError{}, IgnoredSources: []string{}, LeftOutRows: []LeftOutRow{},
	}
}

// undone takes away what is said of an import that was not done.
func (r *Result) undone() {
	r.Tables, r.Rows, r.Merged, r.LeftOutRows, r.Changes, r.Fields = []TableResult{}, []RowCount{}, []Merged{}, []LeftOutRow{}, nil, []FieldSummary{}
	r.Stored = nil
	r.Companies = CompanyCount{}
}

// count returns the counts of a source.
func (r *run) count(index int) *RowCount { return &r.result.Rows[index] }

// remark notes what was not taken over as it stands.
func (r *run) remark(index, row int, column, text string, why core.Message) {
	r.result.RemarkCount++
	if len(r.result.Remarks) < maxRemarks {
		r.result.Remarks = append(r.result.Remarks, Remark{Source: r.input.name(index), Row: row, Column: column, Value: shorten(text), Text: why})
	}
}

// notTaken notes a value that was not taken over because there is another one.
func (r *run) notTaken(index, row int, f found) {
	r.remark(index, row, f.heading, f.value, core.Text("importer.another_column_has_this_fields_value"))
}

func (r *run) leftOut(row LeftOutRow) {
	if len(r.result.LeftOutRows) < maxRemarks {
		r.result.LeftOutRows = append(r.result.LeftOutRows, row)
	}
}

// tellOne notes rows that were merged.
func (r *run) tellOne(m Merged) {
	if len(m.Rows) > 0 && len(r.result.Merged) < maxRemarks {
		r.result.Merged = append(r.result.Merged, m)
	}
}

// wrong notes a bad value.
func (r *run) wrong(index int, bad RowError) {
	r.errors.add(bad)
	if r.options.SkipBad == "" {
		return
	}
	if r.bads[index] == nil {
		r.bads[index] = map[int][]string{}
	}
	reason := bad.Message.String()
	if bad.Column != "" {
		reason = bad.Column + ": " + reason
	}
	r.bads[index][bad.Row] = append(r.bads[index][bad.Row], reason)
}

// refuse counts a row that has bad values.
func (r *run) refuse(index, row int) { r.count(index).Refused++ }
