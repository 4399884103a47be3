package importer

import (
	"strings"

	"winnow/core"
	"winnow/data"
)

// matchRows finds the stored contacts that the rows of a list are of.
func (r *run) matchRows(index int) error {
	if any, err := r.readKnown(); err != nil || !any {
		return err
	}
	if err := r.execOf(index, fitNumber, fitExternal, fitMail, fitName, fitCompany); err != nil {
		return err
	}
	if err := r.exec(indexFitNo, takeSingle, dropSingle); err != nil {
		return err
	}
	return r.decide(index)
}

// decide chooses among several contacts for one row and several rows for one
// contact. A row that fits several equally well is left out and told.
//
// The same list again must come to the same. Therefore it counts at once after
// the kind of the fit whether the row would change nothing in the contact: every
// row has such a contact the second time, the one that it was given the first.
func (r *run) decide(index int) error {
	var any bool
	if err := r.tx.QueryRowContext(r.ctx, selectAnyFit).Scan(&any); err != nil || !any {
		return err
	}
	if err := r.exec(weighFits(), rateFits, indexFitStrength, createBest, indexBestNo, createTake); err != nil {
		return err
	}
	if err := r.takeChosen(index); err != nil {
		return err
	}
	for {
		taken, err := r.takeBest()
		if err != nil {
			return err
		}
		if taken == 0 {
			break
		}
	}
	if err := r.leaveOutUnclear(index); err != nil {
		return err
	}
	return r.exec(dropBest, dropTake)
}

// takeBest gives contacts to rows that one of them fits better than the others,
// and returns to how many. What is taken is not left to others, so that what
// several fitted may become clear.
func (r *run) takeBest() (taken int, err error) {
	if err := r.exec(fillBest); err != nil {
		return 0, err
	}
	for _, take := range []func() (int, error){r.takeExact, r.takeBy(takeUncontested), r.takeBy(takeContested)} {
		if taken, err = take(); err != nil || taken > 0 {
			break
		}
	}
	if err != nil || taken == 0 {
		return 0, err
	}
	return taken, r.exec(insertTaken, dropFitsOfTakenRows, dropFitsOfTakenContacts, emptyTake, emptyBest)
}

// takeBy returns how contacts are given by a statement.
func (r *run) takeBy(statement string) func() (int, error) {
	return func() (int, error) { return affected(r.tx.ExecContext(r.ctx, statement)) }
}

// takeChosen gives rows the contacts that a person chose for them.
func (r *run) takeChosen(index int) error {
	for _, c := range r.options.Choices {
		if c.Source != r.input.name(index) {
			continue
		}
		// A file that has changed since may have another row there.
		choose := insertChosen
		if c.ContactNo == "" {
			choose = dropFitsOfRow
		}
		if _, err := r.tx.ExecContext(r.ctx, choose, index, c.Row, c.ContactNo); err != nil {
			return err
		}
	}
	return r.exec(insertTaken, dropFitsOfTakenRows, dropFitsOfTakenContacts, emptyTake)
}

// leaveOutUnclear leaves the rows out that still fit several contacts.
func (r *run) leaveOutUnclear(index int) error {
	n, err := affected(r.tx.ExecContext(r.ctx, leaveOutUnclear))
	if err != nil || n == 0 {
		return err
	}
	r.count(index).LeftOut += n
	var row int
	var joined string
	return data.Each(r.ctx, r.tx, []any{&row, &joined}, func() error {
		nos := strings.Split(joined, "\n")
		r.leftOut(LeftOutRow{Source: r.input.name(index), Row: row, Contacts: nos,
			Text: core.Text("importer.row_fits_several_contacts_equally_well_contacts", "contacts", core.Words(nos))})
		return nil
	}, selectUnclear, maxRemarks)
}
