package configpackage

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/value"
)

// MaxTold is how many refusals, and how many texts that were cut, are listed.
const MaxTold = 100

// earliest is the first day that Business Central knows.
const earliest = "1753-01-01"

// Remark is what is told of a value: why Business Central would refuse it, or that it
// was cut.
type Remark struct {
	// Table is the table's key, and Key the record's: a contact's number and what
	// follows it, or a segment's and the Line No.
	Table string `json:"table"`
	Key   string `json:"key"`
	// Field is the field's key.
	Field string `json:"field"`
	Value string `json:"value"`
	// Message says what is wrong with it, or what was left of it.
	Message core.Message `json:"message"`

	caption string
}

// Caption is the field's.
func (r Remark) Caption() string { return r.caption }

// Text says which record and field it is and what is wrong there.
func (r Remark) Text() core.Message {
	return core.Text("configpackage.table_key_field_message", "table", core.Word(catalog.Must(r.Table).Caption), "key", r.Key,
		"field", core.Word(r.caption), "message", r.Message)
}

// Refused is the error of a package that Business Central would refuse in part. It
// tells all that is wrong at once, and nothing was written.
type Refused struct {
	// Errors are the first, and Count how many there are.
	Errors []Remark
	Count  int
}

// Error tells the first of them.
func (r *Refused) Error() string {
	if len(r.Errors) == 0 {
		return "Business Central would refuse the package"
	}
	return r.Errors[0].Text().String()
}

// checker checks records before they are written.
type checker struct {
	cut bool
	// codes are those of the code tables, and lines those of the questionnaires.
	codes   map[string]map[string]bool
	lines   map[string]map[int64]profileLine
	groups  map[string]string
	words   map[string]bool
	empty   []string
	unknown unknownCompanies
	// kept are the Word templates that only Winnow has.
	kept []string
	// answered is the last answer that came.
	answered profileAnswer
	// started is the last date range that came.
	started [2]string

	errors, cuts         []Remark
	errorCount, cutCount int
	texts                []string
	table                table
	key                  string
}

// profileAnswer is a contact's answer to a question.
type profileAnswer struct {
	contact, questionnaire string
	question               int64
}

// unknownCompanies are the companies of persons that are not in the file.
type unknownCompanies struct {
	count int
	first string
}

func newChecker(ctx context.Context, tx *sql.Tx, cut bool) (*checker, error) {
	c := &checker{cut: cut, codes: map[string]map[string]bool{}}
	var err error
	if c.lines, err = selectProfileLines(ctx, tx); err != nil {
		return nil, fmt.Errorf("read the questionnaires: %w", err)
	}
	if c.groups, err = selectGroups(ctx, tx); err != nil {
		return nil, fmt.Errorf("read the interaction templates: %w", err)
	}
	if c.words, err = selectWordTemplates(ctx, tx); err != nil {
		return nil, fmt.Errorf("read the Word templates: %w", err)
	}
	for _, t := range tables() {
		for _, f := range t.fields {
			if !looksUp(f) || c.codes[f.of.Lookup] != nil {
				continue
			}
			if c.codes[f.of.Lookup], err = selectCodes(ctx, tx, catalog.Must(f.of.Lookup)); err != nil {
				return nil, fmt.Errorf("read the codes of %s: %w", f.of.Lookup, err)
			}
		}
	}
	return c, nil
}

// looksUp reports whether a field holds a code of a table of codes.
func looksUp(f field) bool {
	switch f.of.Lookup {
	case "", catalog.Contact, catalog.Task, "profile_questionnaire_line", segmentHeader:
		return false
	}
	return true
}

// begin takes a record, whose key is told where something is wrong.
func (c *checker) begin(t table, key ...any) {
	c.table, c.key, c.texts = t, strings.TrimRight(fmt.Sprintln(key...), "\n"), c.texts[:0]
}

// refuse notes what Business Central would refuse.
func (c *checker) refuse(f field, v any, message core.Message) {
	c.errorCount++
	if len(c.errors) < MaxTold {
		c.errors = append(c.errors, c.remark(f, v, message))
	}
}

func (c *checker) remark(f field, v any, message core.Message) Remark {
	return Remark{Table: c.table.Key, Key: c.key, Field: f.of.Key, Value: value.Format(f.of, v), Message: message, caption: f.of.Caption}
}

// add checks a value of the record and takes it as text.
func (c *checker) add(f field, v any) {
	switch f.of.Type {
	case catalog.Code, catalog.Text:
		v = c.checkText(f, v)
	case catalog.Date:
		if day, _ := v.(string); day != "" && day < earliest {
			c.refuse(f, v, core.Text("configpackage.days_begin", "earliest", earliest))
		}
	case catalog.Option, catalog.Boolean:
		options := len(f.of.Options)
		if f.of.Type == catalog.Boolean {
			options = 2
		}
		if n, ok := v.(int64); !ok || n < 0 || n >= int64(options) {
			c.refuse(f, v, core.Text("configpackage.no_such_option"))
		}
	case catalog.Integer:
		if n, ok := v.(int64); !ok || n < math.MinInt32 || n > math.MaxInt32 {
			c.refuse(f, v, core.Text("configpackage.number_is_too_large"))
		}
	case catalog.Decimal:
		if n, _ := v.(float64); n < 0 {
			c.refuse(f, v, core.Text("configpackage.negative"))
		}
	}
	c.texts = append(c.texts, text(f.of, v))
}

// checkText checks a text and returns it, cut where that was asked for.
func (c *checker) checkText(f field, v any) any {
	s, _ := v.(string)
	if !plain(s) {
		c.refuse(f, v, core.Text("configpackage.character_is_not_allowed"))
		return v
	}
	if f.length > 0 && units(s) > f.length {
		if f.of.Type == catalog.Text && c.cut {
			s = shortened(s, f.length)
			c.cutCount++
			if len(c.cuts) < MaxTold {
				c.cuts = append(c.cuts, c.remark(f, v, core.Text("configpackage.cut_to", "text", s)))
			}
			return s
		}
		c.refuse(f, v, core.Text("configpackage.too_long", "count", units(s), "length", f.length))
	}
	if s != "" && looksUp(f) {
		switch codes := c.codes[f.of.Lookup]; {
		case len(codes) == 0 && !slices.Contains(c.empty, f.of.Lookup):
			c.empty = append(c.empty, f.of.Lookup)
		case len(codes) > 0 && !codes[s]:
			c.refuse(f, v, core.Text("configpackage.code_is_in_no_table", "code", s, "table", core.Word(catalog.Must(f.of.Lookup).Plural)))
		}
	}
	return v
}

// plain reports whether XML can hold a text.
func plain(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0xFFFE || r == 0xFFFF })
}

// units is how long Business Central takes a text to be: it counts in UTF-16.
func units(s string) (n int) {
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// shortened returns the beginning of a text that has room in so many units. No letter
// loses its accents, and there is no blank at the end.
func shortened(s string, length int) string {
	whole, n := 0, 0
	for at, r := range s {
		if !unicode.Is(unicode.M, r) && r != '\u200d' {
			whole = at
		}
		if n += utf16.RuneLen(r); n > length {
			break
		}
	}
	return strings.TrimRightFunc(s[:whole], unicode.IsSpace)
}

// checkWordTemplate returns the Word template that a record names, or "" for one that
// Business Central does not have.
func (c *checker) checkWordTemplate(v any) any {
	name, _ := v.(string)
	if name == "" || c.words[name] {
		return v
	}
	if !slices.Contains(c.kept, name) {
		c.kept = append(c.kept, name)
	}
	return ""
}

// checkAnswer refuses an answer that its questionnaire has not, and a second one where
// the question has room for one.
func (c *checker) checkAnswer(values []any) {
	contact, _ := values[0].(string)
	code, _ := values[1].(string)
	no, _ := values[2].(int64)
	if len(c.lines) == 0 {
		return
	}
	line := c.lines[code][no]
	this := profileAnswer{contact, code, line.question}
	switch {
	case !line.answer:
		c.refuse(c.table.fields[2], no, core.Text("configpackage.no_such_answer", "code", code))
	case this == c.answered && !line.several:
		c.refuse(c.table.fields[2], no, core.Text("configpackage.only_one_answer", "question", line.question))
	}
	c.answered = this
}

// checkDates refuses what Business Central's key and rules do not let pass.
func (c *checker) checkDates(values []any, missing bool) {
	contact, _ := values[0].(string)
	starting, _ := values[2].(string)
	ending, _ := values[3].(string)
	address, from, to := c.table.fields[1], c.table.fields[2], c.table.fields[3]
	this := [2]string{contact, starting}
	switch {
	case missing:
		c.refuse(address, values[1], core.Text("configpackage.no_such_address", "contact", contact))
	case starting == "":
		c.refuse(from, starting, core.Text("configpackage.starting_date_is_missing"))
	case ending != "" && ending < starting:
		c.refuse(to, ending, core.Text("configpackage.ends_before_it_starts", "starting", starting))
	case this == c.started:
		c.refuse(from, starting, core.Text("configpackage.another_starts_that_day"))
	}
	c.started = this
}
