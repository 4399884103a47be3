package statistics

import (
	"context"
	"database/sql"
	"fmt"

	"winnow/core/company"
	"winnow/core/segment"
)

// Shape is how the lines of a segment divide, by the contacts' country and type and
// by what the lines show as language and correspondence type.
type Shape struct {
	Lines, Companies, Persons            int
	Countries, Languages, Correspondence []Share
}

// ShapeOf counts the lines that are in the segment now, or as they are after a step
// of its history.
func ShapeOf(ctx context.Context, c *company.Company, no string, step *int) (Shape, error) {
	lines, err := segment.New(c).Lines(ctx, no, segment.Query{Step: step})
	if err != nil {
		return Shape{}, err
	}
	var shape Shape
	err = c.Read(ctx, func(tx *sql.Tx) error {
		groups, err := selectShape(ctx, tx, lines)
		if err != nil {
			return fmt.Errorf("count the lines: %w", err)
		}
		all := fold(groups)
		if err := all.name(ctx, tx); err != nil {
			return err
		}
		shape = Shape{all.Lines, all.Companies, all.Persons, all.Countries, all.Languages, all.Correspondence}
		return nil
	})
	return shape, err
}
