package i18n

import (
	"strings"
	"time"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/value"
	"winnow/gui/region"
)

// Value returns a stored value of a field as the person reads it.
func Value(f catalog.Field, stored any) string { return Shown(f, value.Format(f, stored)) }

// Shown returns a value of a field, as core writes it, as the person reads it.
func Shown(f catalog.Field, text string) string {
	switch f.Type {
	case catalog.Date:
		return region.Current().Date(text)
	case catalog.Decimal:
		return region.Current().Number(text)
	case catalog.Boolean:
		switch text {
		case "Yes":
			return T("common.yes")
		case "No":
			return T("common.no")
		}
	case catalog.Option:
		return Translate(text)
	}
	return text
}

// Moment returns a stored moment, in RFC 3339, as the person reads it in their own time;
// anything else is returned as it is.
func Moment(stored string) string {
	at, err := time.Parse(time.RFC3339, stored)
	if err != nil {
		return stored
	}
	return region.Current().Moment(at.Local())
}

// DayOf returns the day of a stored moment in the person's own time, as core writes days;
// anything else is returned as it is.
func DayOf(stored string) string {
	at, err := time.Parse(time.RFC3339, stored)
	if err != nil {
		return stored
	}
	return at.Local().Format(time.DateOnly)
}

// Typed returns what a person typed into a field as core reads it; workDate is the
// day from which a date without a year has its year. What is not understood is returned as it
// is, so that core says what is wrong with it.
func Typed(f catalog.Field, text, workDate string) string {
	switch f.Type {
	case catalog.Date:
		return region.Current().ReadDate(text, workDate)
	case catalog.Decimal, catalog.Integer:
		return region.Current().ReadNumber(text)
	case catalog.Boolean, catalog.Option:
		if option, ok := original(f, text); ok {
			return option
		}
	}
	return text
}

// TypedFilter returns a filter that a person typed with its options and its yes and no in
// English: filters are stored so, and recipes and the command line have them so.
func TypedFilter(f catalog.Field, typed string) filter.Translation {
	if captions(f) == nil {
		return filter.Translation{Text: typed}
	}
	return filter.Translate(typed, func(value string) (string, bool) { return original(f, value) })
}

// ShownFilter returns a stored filter with its options and its yes and no in the person's
// language.
func ShownFilter(f catalog.Field, kept string) string {
	list := captions(f)
	if list == nil {
		return kept
	}
	return filter.Translate(kept, func(value string) (string, bool) {
		for _, caption := range list {
			if caption != "" && strings.EqualFold(strings.TrimSpace(value), caption) {
				said := Shown(f, caption)
				return said, said != caption
			}
		}
		return "", false
	}).Text
}

// captions are the few values that a field can have, in English; none of a field
// that can have any.
func captions(f catalog.Field) []string {
	switch f.Type {
	case catalog.Boolean:
		return []string{"Yes", "No"}
	case catalog.Option:
		return f.Options
	}
	return nil
}

// original returns the English of an option that is written in the person's
// language.
func original(f catalog.Field, text string) (option string, ok bool) {
	for _, caption := range captions(f) {
		if caption != "" && strings.EqualFold(strings.TrimSpace(text), Shown(f, caption)) {
			return caption, true
		}
	}
	return "", false
}
