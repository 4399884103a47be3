package importer

import (
	"errors"
	"io"
	"strings"

	"winnow/core/catalog"
	"winnow/core/cell"
	"winnow/core/source"
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

// survey reads the numbers of a CSV file once before it is imported: in a column
// where some number has a comma, the others settle what it means. A table with
// its key has points otherwise.
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
	type evidence struct{ comma, point, open, anyComma bool }
	found := map[int]*evidence{}
	for _, c := range decimals {
		found[c.field] = &evidence{}
	}
	err := eachRow(s.open, func(row cell.Row) {
		if row.Number <= s.header.row {
			return
		}
		for _, c := range decimals {
			text, e := strings.TrimSpace(row.At(c.place).Text), found[c.field]
			e.anyComma = e.anyComma || strings.Contains(text, ",")
			switch separatorOf(text) {
			case commaSeparator:
				e.comma = true
			case pointSeparator:
				e.point = true
			case openSeparator:
				e.open = true
			}
		}
	})
	if err != nil {
		return own, err
	}
	base := own
	own.byField = map[int]reading{}
	for field, e := range found {
		one := base
		switch {
		case !e.anyComma:
			continue
		case e.comma && !e.point:
			one.decimal = "comma"
		case e.point && !e.comma:
			one.decimal = "point"
		default:
			one.decimal = "open"
		}
		own.byField[field] = one
	}
	return own, nil
}

// surveyList reads a list once before it is imported: where the day and the month
// can be told apart in some of its days, the others are read alike; and a column
// that somebody made mailing groups of may say yes or no.
func (r *run) surveyList(l *list) (reading, error) {
	own := r.reading
	own.list = true
	var places []int
	said := map[int]*yesOrNo{}
	for _, c := range l.sorted {
		if f, ok := contactTable().Field(unqualified(c.Field)); ok && f.Type == catalog.Date && own.dates == "" {
			places = append(places, c.Place)
		}
		// A column that is known to hold groups has their names.
		if c.Field == groupField && c.Why == "" {
			said[c.Place] = &yesOrNo{}
		}
	}
	if len(places)+len(said) == 0 {
		return own, nil
	}
	dmy, mdy := false, false
	err := eachRow(l.table.Rows, func(row cell.Row) {
		if row.Number <= l.header {
			return
		}
		for place, s := range said {
			s.see(row.At(place).Shown())
		}
		for _, place := range places {
			if c := row.At(place); c.Kind == cell.Text {
				_, day := reading{dates: "dmy"}.localDay(strings.TrimSpace(c.Text))
				_, month := reading{dates: "mdy"}.localDay(strings.TrimSpace(c.Text))
				dmy, mdy = dmy || day && !month, mdy || month && !day
			}
		}
	})
	switch {
	case dmy && !mdy:
		own.dates = "dmy"
	case mdy && !dmy:
		own.dates = "mdy"
	}
	l.memberships = map[int]bool{}
	for place, s := range said {
		l.memberships[place] = s.yes+s.no != "" && !s.other
	}
	return own, err
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
