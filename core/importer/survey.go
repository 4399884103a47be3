package importer

import (
	"errors"
	"io"
	"strings"

	"winnow/core/catalog"
	"winnow/core/cell"
	"winnow/core/source"
	"winnow/core/value"
)

// separator says which sign stands before a number's decimals, as far as the
// number tells.
type separator int

const (
	noSeparator separator = iota
	pointSeparator
	commaSeparator
	// openSeparator is a single sign before three digits: 1.234.
	openSeparator
)

// separatorOf reads which sign stands before the decimals of a number.
func separatorOf(text string) separator {
	point, comma := strings.LastIndexByte(text, '.'), strings.LastIndexByte(text, ',')
	switch {
	case point < 0 && comma < 0:
		return noSeparator
	case point >= 0 && comma >= 0 && point > comma:
		return pointSeparator
	case point >= 0 && comma >= 0:
		return commaSeparator
	}
	at, sign, decided, thousands := point, ".", pointSeparator, commaSeparator
	if comma >= 0 {
		at, sign, decided, thousands = comma, ",", commaSeparator, pointSeparator
	}
	switch {
	case strings.Count(text, sign) > 1:
		return thousands
	case len(text)-at-1 == 3 && strings.Trim(text[:at], "+-0") != "":
		return openSeparator
	}
	return decided
}

// survey reads the numbers of a CSV file once before it is imported, to learn for each
// column with a comma in some number whether that or a point stands before the
// decimals. In other columns a point does.
func (r *run) survey(s *rowSource) (reading, error) {
	own := r.reading
	var decimals []column
	for _, c := range s.header.columns {
		if s.table.Fields[c.field].Type == catalog.Decimal {
			decimals = append(decimals, c)
		}
	}
	if len(decimals) == 0 || s.kind != source.CSV || own.decimal != "" {
		return own, nil
	}
	found := map[int]*separators{}
	for _, c := range decimals {
		found[c.field] = &separators{}
	}
	err := eachRow(s.open, func(row cell.Row) {
		if row.Number <= s.header.row {
			return
		}
		for _, c := range decimals {
			found[c.field].see(strings.TrimSpace(row.At(c.place).Text))
		}
	})
	if err != nil {
		return own, err
	}
	base := own
	own.byField = map[int]reading{}
	for field, seen := range found {
		if seen.anyComma {
			one := base
			one.decimal = seen.decimal()
			own.byField[field] = one
		}
	}
	return own, nil
}

// separators are the signs that stand before the decimals in a column.
type separators struct{ comma, point, anyComma bool }

func (s *separators) see(text string) {
	s.anyComma = s.anyComma || strings.Contains(text, ",")
	switch separatorOf(text) {
	case commaSeparator:
		s.comma = true
	case pointSeparator:
		s.point = true
	}
}

// decimal says how the column's numbers are read.
func (s *separators) decimal() string {
	switch {
	case s.comma && !s.point:
		return "comma"
	case s.point && !s.comma:
		return "point"
	}
	return "open"
}

// survey is what only the whole of a list tells: where the day and the month can
// be told apart in some of its days, the others are read alike; so are a column's
// numbers with a sign before their decimals; and a column that somebody made
// mailing groups of may say yes or no. As that takes as long as
// reading the list, it is looked for when a value first needs it.
type survey struct {
	done bool
	err  error
	// days are the places of columns with days, of which nobody said how they are
	// written.
	days []int
	// decimals are what was found in the columns with numbers, by their places, where
	// nobody said how they are written.
	decimals map[int]*separators
	// groups are the places of columns with mailing groups that may say yes or no.
	groups map[int]bool
	// memberships are those of them that do: they say who is in the mailing group
	// that their heading names.
	memberships map[int]bool
}

// openSurvey notes which columns may have to be looked through.
func (l *list) openSurvey(contact catalog.Table) {
	l.survey = survey{decimals: map[int]*separators{}, groups: map[int]bool{}, memberships: map[int]bool{}}
	for _, c := range l.sorted {
		f, ok := contact.Field(unqualified(c.Field))
		if ok && f.Type == catalog.Date && l.reading.dates == "" {
			l.survey.days = append(l.survey.days, c.Place)
		}
		if ok && f.Type == catalog.Decimal && l.reading.decimal == "" {
			l.survey.decimals[c.Place] = &separators{}
		}
		// A column that is known to hold groups has their names.
		if c.Field == groupField && c.Why == "" {
			l.survey.groups[c.Place] = true
		}
	}
}

// surveyForDay looks the list through if it has not been and a day needs it.
func (l *list) surveyForDay(text string) {
	if len(l.survey.days) > 0 && strings.ContainsAny(text, "./-") && !value.ValidDay(text) {
		l.lookThrough()
	}
}

// readingOf returns how a number in a column is read. It looks the list through if
// it has not been and the number needs it.
func (l *list) readingOf(place int, text string) reading {
	own := l.reading
	if seen, asked := l.survey.decimals[place]; asked && strings.ContainsAny(text, ".,") {
		l.lookThrough()
		own.decimal = seen.decimal()
	}
	return own
}

// isMembership tells whether a column of mailing groups says yes or no, as far as
// a value of it needs that to be known.
func (l *list) isMembership(place int, text string) bool {
	if !l.survey.groups[place] || text == "" {
		return false
	}
	if _, ok := isYes(strings.ToLower(strings.TrimSpace(text))); !ok {
		delete(l.survey.groups, place) // one such value settles it
		return false
	}
	l.lookThrough()
	return l.survey.memberships[place]
}

// lookThrough reads the whole list, once.
func (l *list) lookThrough() {
	if l.survey.done {
		return
	}
	l.survey.done = true
	said := map[int]*yesOrNo{}
	for place := range l.survey.groups {
		said[place] = &yesOrNo{}
	}
	dmy, mdy := false, false
	l.survey.err = eachRow(l.table.Rows, func(row cell.Row) {
		if row.Number <= l.header {
			return
		}
		for place, s := range said {
			s.see(row.At(place).Shown())
		}
		for place, seen := range l.survey.decimals {
			if c := row.At(place); c.Kind == cell.Text {
				seen.see(strings.TrimSpace(c.Text))
			}
		}
		for _, place := range l.survey.days {
			if c := row.At(place); c.Kind == cell.Text {
				_, day := reading{dates: "dmy"}.localDay(strings.TrimSpace(c.Text))
				_, month := reading{dates: "mdy"}.localDay(strings.TrimSpace(c.Text))
				dmy, mdy = dmy || day && !month, mdy || month && !day
			}
		}
	})
	switch {
	case dmy && !mdy:
		l.reading.dates = "dmy"
	case mdy && !dmy:
		l.reading.dates = "mdy"
	}
	for place, s := range said {
		l.survey.memberships[place] = s.yes+s.no != "" && !s.other
	}
}

// yesOrNo tells whether all values of a column are one word for yes and one for
// no.
type yesOrNo struct {
	yes, no string
	other   bool
}

func (s *yesOrNo) see(text string) {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" {
		return
	}
	word := &s.no
	yes, ok := isYes(text)
	if yes {
		word = &s.yes
	}
	s.other = s.other || !ok || *word != "" && *word != text
	*word = text
}

// isYes reads yes and no in any of the languages, 1 and 0; ok is false for other
// texts.
func isYes(text string) (yes, ok bool) {
	v, err := reading{}.readText(catalog.Field{Type: catalog.Boolean}, text)
	return v == int64(1), err == nil && strings.TrimSpace(text) != ""
}

// eachRow reads all rows of a source.
func eachRow(open func() (cell.Rows, error), see func(cell.Row)) (err error) {
	rows, err := open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		see(row)
	}
}
