package i18n

import (
	"strings"

	"winnow/core/catalog"
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

// Typed returns what a person typed into a field as core reads it; today is the
// day that a date without a year is in. What is not understood is returned as it
// is, so that core says what is wrong with it.
func Typed(f catalog.Field, text, today string) string {
	switch f.Type {
	case catalog.Date:
		return region.Current().ReadDate(text, today)
	case catalog.Decimal, catalog.Integer:
		return region.Current().ReadNumber(text)
	case catalog.Boolean:
		return original(text, []string{"Yes", "No"})
	case catalog.Option:
		return original(text, f.Options)
	}
	return text
}

// original returns the English of an option that is written in the person's
// language.
func original(text string, options []string) string {
	for _, option := range options {
		if option != "" && strings.EqualFold(strings.TrimSpace(text), Shown(catalog.Field{Type: catalog.Option}, option)) {
			return option
		}
	}
	return text
}
