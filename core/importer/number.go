package importer

import (
	"strconv"
	"strings"

	"winnow/core"
	"winnow/core/company"
)

// twoNumbers refuses rows of a list with one number.
func (r *run) twoNumbers(index int) error {
	rows, err := r.tx.QueryContext(r.ctx, selectTwoNumbers, index)
	if err != nil {
		return err
	}
	var row, first int
	var no string
	err = eachOf(rows, []any{&row, &first, &no}, func() error {
		r.wrong(index, RowError{Source: r.input.name(index), Row: row, Value: no, Message: sameKey(first, "")})
		r.refuse(index, row)
		return nil
	})
	if err != nil {
		return err
	}
	return r.execOf(index, leaveOutTwoNumbers)
}

// sameKey says that a row has the key of an earlier one.
func sameKey(row int, source string) core.Sentence {
	if source != "" {
		return core.Sayf("row %d of %s has the same key", row, source)
	}
	return core.Sayf("row %d has the same key", row)
}

// numberRows gives the contacts that are new their numbers, and persons their
// companies.
func (r *run) numberRows(index int) error {
	if err := r.exec(dropNew, dropCompany, createNew, createCompany); err != nil {
		return err
	}
	if err := r.execOf(index, updateIsNew, fillKnownCompanies, fillListedCompanies, fillNew); err != nil {
		return err
	}
	var n int
	if err := r.tx.QueryRowContext(r.ctx, countNew).Scan(&n); err != nil {
		return err
	}
	nos, err := company.NextNos(r.ctx, r.tx, company.ContactSeries, n, r.numbersTaken)
	if err != nil {
		return err
	}
	set, err := r.tx.PrepareContext(r.ctx, updateNewNo)
	if err != nil {
		return err
	}
	defer set.Close()
	for i, no := range nos {
		if _, err := set.Exec(no, i+1); err != nil {
			return err
		}
	}
	return r.exec(numberNew, fillNewCompanies, numberListedCompanies)
}

// numbersTaken returns those of some numbers that are in use.
func (r *run) numbersTaken(some []string) (map[string]bool, error) {
	quoted := make([]string, len(some))
	for i, no := range some {
		quoted[i] = strconv.Quote(no)
	}
	rows, err := r.tx.QueryContext(r.ctx, selectTakenNumbers, "["+strings.Join(quoted, ",")+"]")
	if err != nil {
		return nil, err
	}
	taken := map[string]bool{}
	var no string
	return taken, eachOf(rows, []any{&no}, func() error {
		taken[no] = true
		return nil
	})
}

// countCompanies counts the companies of persons' rows: those that were made
// and those that were there.
func (r *run) countCompanies(index int) error {
	var made, there int
	err := r.tx.QueryRowContext(r.ctx, countCompanies, index).Scan(&made, &there)
	r.result.Companies.New += made
	r.result.Companies.Unchanged += there
	return err
}
