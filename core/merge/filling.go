package merge

import (
	"time"

	"winnow/core/docx"
)

// Filling is what a Word template's fields have in one letter, in the form in which it is
// kept.
type Filling struct {
	// Number and Sequence are as docx.Record has them, Day is when it was made.
	Number   int      `json:"number"`
	Sequence int      `json:"sequence,omitempty"`
	Day      string   `json:"day,omitempty"`
	Language string   `json:"language"`
	Fields   []Filled `json:"fields"`
}

// Filled is the value of a field. Day, Integer and Decimal are what its text was made
// of, for fields that say themselves how it is written.
type Filled struct {
	Name    string   `json:"name"`
	Text    string   `json:"text"`
	Day     string   `json:"day,omitempty"`
	Integer *int64   `json:"integer,omitempty"`
	Decimal *float64 `json:"decimal,omitempty"`
}

// NewFilling keeps the values of a Word template's fields, which have these names.
func NewFilling(names []string, r docx.Record) *Filling {
	l := &Filling{Number: r.Number, Sequence: r.Sequence, Language: r.Language, Fields: []Filled{}}
	if !r.Day.IsZero() {
		l.Day = r.Day.Format(time.DateOnly)
	}
	for i, v := range r.Values {
		f := Filled{Name: names[i], Text: v.Text}
		switch typed := v.Typed.(type) {
		case time.Time:
			f.Day = typed.Format(time.DateOnly)
		case int64:
			f.Integer = &typed
		case float64:
			f.Decimal = &typed
		}
		l.Fields = append(l.Fields, f)
	}
	return l
}

// Record returns the values as the template takes them.
func (l *Filling) Record(names []string) docx.Record {
	r := docx.Record{Number: l.Number, Sequence: l.Sequence, Language: l.Language}
	if day, err := time.Parse(time.DateOnly, l.Day); err == nil {
		r.Day = day
	}
	byName := map[string]Filled{}
	for _, f := range l.Fields {
		byName[f.Name] = f
	}
	for _, name := range names {
		f := byName[name]
		v := docx.Value{Text: f.Text}
		switch {
		case f.Day != "":
			if day, err := time.Parse(time.DateOnly, f.Day); err == nil {
				v.Typed = day
			}
		case f.Integer != nil:
			v.Typed = *f.Integer
		case f.Decimal != nil:
			v.Typed = *f.Decimal
		}
		r.Values = append(r.Values, v)
	}
	return r
}
