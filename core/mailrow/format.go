package mailrow

import (
	"winnow/core/catalog"
	"winnow/core/locale"
	"winnow/core/value"
)

// formats say how dates and amounts are written; without a region it is ISO, with
// plain numbers.
type formats struct{ region *locale.Region }

// formatsOf returns how a language writes.
func formatsOf(language string) formats {
	if region, ok := locale.ExportRegion(language); ok {
		return formats{&region}
	}
	return formats{}
}

// text writes a stored value.
func (f formats) text(field catalog.Field, v any) string {
	text := value.Format(field, v)
	switch {
	case f.region == nil:
	case field.Type == catalog.Date:
		return f.region.Date(text)
	case field.Type == catalog.Decimal:
		return f.region.Number(text)
	}
	return text
}

// date writes a day that is stored as 2026-11-23, or "".
func (f formats) date(stored string) string {
	if f.region == nil {
		return stored
	}
	return f.region.Date(stored)
}
