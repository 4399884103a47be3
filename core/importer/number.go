package importer

import (
	"context"
	"encoding/json"

	"winnow/core"
	"winnow/core/company"
	"winnow/data"
)

// twoNumbers refuses rows of a list that have the same number as an earlier row.
func (r *run) twoNumbers(ctx context.Context, index int) error {
	var row, first int
	var no string
	err := data.Each(ctx, r.tx, []any{&row, &first, &no}, func() error {
		r.wrong(index, RowError{Source: r.input.name(index), Row: row, Value: no, Message: sameKey(first, "")})
		r.refuse(index, row)
		return nil
	}, selectTwoNumbers, index)
	if err != nil {
		return err
	}
	return r.execOf(ctx, index, leaveOutTwoNumbers)
}

// sameKey says that a row has the key of an earlier one.
func sameKey(row int, source string) core.Message {
	if source != "" {
		return core.Text("importer.row_of_source_has_same_key", "row", row, "source", source)
	}
	return core.Text("importer.row_has_same_key", "row", row)
}

// numberRows gives the contacts that are new their numbers, and persons their
// companies.
func (r *run) numberRows(ctx context.Context, index int) error {
	if err := r.exec(ctx, dropNew, dropCompany, createNew, createCompany); err != nil {
		return err
	}
	if err := r.execOf(ctx, index, takeGivenNumbers, fillCompanies); err != nil {
		return err
	}
	if err := r.exec(ctx, numberKnownCompanies); err != nil {
		return err
	}
	if err := r.execOf(ctx, index, findListedCompanies, fillNew); err != nil {
		return err
	}
	var n int
	if err := r.tx.QueryRowContext(ctx, countNew).Scan(&n); err != nil {
		return err
	}
	for done := 0; done < n; done += numbersTogether {
		nos, err := company.NextNos(ctx, r.tx, company.ContactSeries, min(n-done, numbersTogether), func(some []string) (map[string]bool, error) {
			return r.numbersTaken(ctx, some)
		})
		if err != nil {
			return err
		}
		list, err := json.Marshal(nos)
		if err != nil {
			return err
		}
		if _, err := r.tx.ExecContext(ctx, numberNew, done, string(list)); err != nil {
			return err
		}
	}
	return r.exec(ctx, takeNew, numberNewCompanies, numberListedCompanies)
}

// numbersTogether is how many numbers are taken at once.
const numbersTogether = 1000

// numbersTaken returns those of some numbers that are in use.
func (r *run) numbersTaken(ctx context.Context, some []string) (map[string]bool, error) {
	list, err := json.Marshal(some)
	if err != nil {
		return nil, err
	}
	taken := map[string]bool{}
	var no string
	return taken, data.Each(ctx, r.tx, []any{&no}, func() error {
		taken[no] = true
		return nil
	}, selectTakenNumbers, string(list))
}

// countCompanies counts the companies of persons' rows: those that were made
// and those that were there.
func (r *run) countCompanies(ctx context.Context) error {
	var made, there int
	err := r.tx.QueryRowContext(ctx, countCompanies).Scan(&made, &there)
	r.result.Companies.New += made
	r.result.Companies.Unchanged += there
	return err
}
