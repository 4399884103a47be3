package segment

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"unicode/utf8"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/value"
	"winnow/data"
)

// damageError says what in a segment's rows cannot be.
type damageError struct{ what core.Message }

func (e damageError) Error() string { return e.what.String() }
func (e damageError) Unwrap() error { return data.ErrValue }

// damaged is the Problem of a segment whose rows hold what they cannot.
func damaged(no string, what core.Message) error {
	return core.NewProblem(core.Unusable, "segment.is_damaged_fault", "segment", no, "fault", what).Advise(core.Recover).By(damageError{what})
}

// damagedRow is damaged for a row that knows only the segment's id.
func damagedRow(ctx context.Context, tx *sql.Tx, id int64, what core.Message) error {
	no, err := selectNo(ctx, tx, id)
	if err != nil {
		return err
	}
	return damaged(no, what)
}

// ofSegment tells a damage of the segment that it befell.
func ofSegment(ctx context.Context, tx *sql.Tx, id int64, err error) error {
	var damage damageError
	if errors.As(err, &damage) {
		return damagedRow(ctx, tx, id, damage.what)
	}
	return err
}

// reason says why a part of a segment cannot be read.
func reason(err error) core.Message {
	var damage damageError
	if errors.As(err, &damage) {
		return damage.what
	}
	return core.Text("segment.its_lines_cannot_be_read")
}

// fits tells whether a value that was read as it is stored is of the kind that a
// field holds. SQLite stores any kind anywhere.
func fits(f catalog.Field, stored any) bool {
	switch f.Type {
	case catalog.Integer, catalog.Boolean, catalog.Option:
		_, ok := stored.(int64)
		return ok
	case catalog.Decimal:
		switch n := stored.(type) {
		case int64:
			return true
		case float64:
			return !math.IsNaN(n) && !math.IsInf(n, 0)
		}
		return false
	}
	return isText(stored)
}

// possible tells whether a field can have a value: a day is a day, an option one of
// those that there are.
func possible(f catalog.Field, v any) bool {
	switch f.Type {
	case catalog.Boolean:
		return v == int64(0) || v == int64(1)
	case catalog.Option:
		n, _ := v.(int64)
		return n >= 0 && n < int64(len(f.Options))
	case catalog.Date:
		return v == "" || value.ValidDay(fmt.Sprint(v))
	}
	return true
}

func isText(stored any) bool {
	text, ok := stored.(string)
	return ok && utf8.ValidString(text)
}

// count reads a stored number that counts something.
func count(stored any) (int, bool) {
	n, ok := stored.(int64)
	return int(n), ok && n >= 0 && n <= math.MaxUint32
}

// texts reads stored texts.
func texts(stored []any, into ...*string) bool {
	for i, v := range stored {
		if !isText(v) {
			return false
		}
		*into[i] = v.(string)
	}
	return true
}

// headerDamage says what in a header cannot be: a value of another kind, or a step
// in force that there is not.
func headerDamage(s Segment, raw []any, step, steps, lines any) core.Message {
	for i, f := range headerTable.Fields {
		if !fits(f, raw[i]) {
			return core.Text("segment.field_holds_values", "field", core.Word(f.Caption), "values", shown(raw[i]))
		}
	}
	if steps == nil {
		return core.Text("segment.it_has_no_step_that_can")
	}
	if _, ok := count(steps); !ok {
		return core.Text("segment.steps_number_is_steps", "steps", shown(steps))
	}
	if n, ok := count(step); !ok || n > s.Steps {
		return core.Text("segment.step_is_said_to_be_in_force", "step", shown(step), "steps", s.Steps)
	}
	if s.Replay < 0 || s.Replay > s.Replays {
		return core.Text("segment.replays_do_not_fit")
	}
	if lines == nil {
		return core.Text("segment.step_which_is_in_force_is_missing", "step", s.Step)
	}
	if _, ok := count(lines); !ok {
		return core.Text("segment.step_is_said_to_have_left_lines", "step", s.Step, "lines", shown(lines))
	}
	return core.Message{}
}

// longestShown bounds what is said of a value that cannot be.
const longestShown = 40

// shown says a stored value that cannot be, in signs that cannot harm a terminal.
func shown(stored any) string {
	switch v := stored.(type) {
	case nil:
		return "NULL"
	case []byte:
		return fmt.Sprintf("x'%.*x'", longestShown/2, v)
	case string:
		return fmt.Sprintf("%.*q", longestShown, v)
	}
	return fmt.Sprint(stored)
}
