package saved

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"winnow/core"
	"winnow/core/criteria"
	"winnow/core/value"
	"winnow/data"
)

const selectCriteria = `
SELECT code, description, no_of_actions, saved_at, saved_by
FROM saved_criteria
ORDER BY code`

func selectAll(ctx context.Context, tx *sql.Tx) ([]Criteria, error) {
	rows, err := tx.QueryContext(ctx, selectCriteria)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Criteria{}
	for rows.Next() {
		var c Criteria
		fits, err := data.Scan(rows, &c.Code, &c.Description, &c.Actions, &c.At, &c.By)
		if err != nil {
			return nil, err
		}
		if fits {
			list = append(list, c)
		}
	}
	return list, rows.Err()
}

func count(ctx context.Context, tx *sql.Tx) (int, error) {
	n := 0
	err := tx.QueryRowContext(ctx, "SELECT count(*) FROM saved_criteria").Scan(&n)
	return n, err
}

const selectByCode = `
SELECT code, description, no_of_actions, saved_at, saved_by, recipe
FROM saved_criteria
WHERE code = ?`

// find returns saved criteria and their recipe, or a core.Problem of kind
// NotFound.
func find(ctx context.Context, tx *sql.Tx, typed string) (c Criteria, recipe string, err error) {
	code, err := value.Code(typed)
	if err != nil {
		return c, "", core.NewProblem(core.Invalid, "common.place_and_problem", "place", core.Word("Code"), "problem", err)
	}
	err = tx.QueryRowContext(ctx, selectByCode, code).Scan(&c.Code, &c.Description, &c.Actions, &c.At, &c.By, &recipe)
	if errors.Is(err, sql.ErrNoRows) {
		return c, "", core.NewProblem(core.NotFound, "saved.criteria_code_do_not_exist", "code", code)
	}
	if errors.Is(data.Sentinel(err), data.ErrValue) {
		c.Code = code
		return c, "", damaged(code)
	}
	return c, recipe, err
}

// selectBroken returns the codes of criteria that cannot be read.
func selectBroken(ctx context.Context, tx *sql.Tx) ([]string, error) {
	rows, err := tx.QueryContext(ctx, "SELECT code, description, no_of_actions, saved_at, saved_by, recipe FROM saved_criteria ORDER BY code")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var broken []string
	for rows.Next() {
		var c Criteria
		var recipe string
		fits, err := data.Scan(rows, &c.Code, &c.Description, &c.Actions, &c.At, &c.By, &recipe)
		if err != nil {
			return nil, err
		}
		if fits {
			steps, err := criteria.ReadRecipe(strings.NewReader(recipe))
			fits = err == nil && len(steps.Steps) == c.Actions
		}
		if !fits {
			broken = append(broken, c.Code)
		}
	}
	return broken, rows.Err()
}

// damaged is the Problem of saved criteria that cannot be read.
func damaged(code string) error {
	return core.NewProblem(core.Unusable, "saved.criteria_code_are_damaged", "code", code).Advise(core.Recover).By(data.ErrValue)
}

const upsertCriteria = `
INSERT INTO saved_criteria (code, description, no_of_actions, recipe, saved_at, saved_by)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (code) DO UPDATE SET
    description = excluded.description,
    no_of_actions = excluded.no_of_actions,
    recipe = excluded.recipe,
    saved_at = excluded.saved_at,
    saved_by = excluded.saved_by`

func upsert(ctx context.Context, tx *sql.Tx, c Criteria, recipe string) error {
	_, err := tx.ExecContext(ctx, upsertCriteria, c.Code, c.Description, c.Actions, recipe, c.At, c.By)
	return err
}

func update(ctx context.Context, tx *sql.Tx, code string, c Criteria) error {
	_, err := tx.ExecContext(ctx, "UPDATE saved_criteria SET code = ?, description = ? WHERE code = ?", c.Code, c.Description, code)
	return err
}

func remove(ctx context.Context, tx *sql.Tx, code string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM saved_criteria WHERE code = ?", code)
	return err
}
