package importer

import (
	"context"
	"strings"

	"winnow/core"
	"winnow/data"
)

// matchRows finds the stored contacts to which the rows of a list belong.
func (r *run) matchRows(ctx context.Context, index int) error {
	if any, err := r.readKnown(ctx); err != nil || !any {
		return err
	}
	if err := r.execOf(ctx, index, fitNumber, fitExternal, fitMail, fitName, fitCompany); err != nil {
		return err
	}
	if err := r.exec(ctx, indexFitNo, takeSingle, dropSingle); err != nil {
		return err
	}
	return r.decide(ctx, index)
}

// decide chooses between several contacts for one row, and several rows for one
// contact. A row that matches several equally well is left out and reported.
//
// Importing the same list again must change nothing. Therefore, among matches of the
// same kind, a contact in which the row would change nothing comes first: the second
// time, every row has such a contact, the one that it was given the first time.
func (r *run) decide(ctx context.Context, index int) error {
	var any bool
	if err := r.tx.QueryRowContext(ctx, selectAnyFit).Scan(&any); err != nil || !any {
		return err
	}
	if err := r.exec(ctx, weighFits(r.known.Contact()), rateFits, indexFitStrength, createBest, indexBestNo, createTake); err != nil {
		return err
	}
	if err := r.takeChosen(ctx, index); err != nil {
		return err
	}
	for {
		taken, err := r.takeBest(ctx)
		if err != nil {
			return err
		}
		if taken == 0 {
			break
		}
	}
	if err := r.leaveOutUnclear(ctx, index); err != nil {
		return err
	}
	return r.exec(ctx, dropBest, dropTake)
}

// takeBest gives contacts to rows that one of them fits better than the others,
// and returns to how many. What is taken is not left to others, so that what
// several fitted may become clear.
func (r *run) takeBest(ctx context.Context) (taken int, err error) {
	if err := r.exec(ctx, fillBest); err != nil {
		return 0, err
	}
	for _, take := range []func(context.Context) (int, error){r.takeExact, r.takeBy(takeUncontested), r.takeBy(takeContested)} {
		if taken, err = take(ctx); err != nil || taken > 0 {
			break
		}
	}
	if err != nil || taken == 0 {
		return 0, err
	}
	return taken, r.exec(ctx, insertTaken, dropFitsOfTakenRows, dropFitsOfTakenContacts, emptyTake, emptyBest)
}

// takeBy returns how contacts are given by a statement.
func (r *run) takeBy(statement string) func(context.Context) (int, error) {
	return func(ctx context.Context) (int, error) { return data.Affected(r.tx.ExecContext(ctx, statement)) }
}

// takeChosen gives rows the contacts that a person chose for them.
func (r *run) takeChosen(ctx context.Context, index int) error {
	for _, c := range r.options.Choices {
		if c.Source != r.input.name(index) {
			continue
		}
		// A file that has changed since may have another row there.
		choose := insertChosen
		if c.ContactNo == "" {
			choose = dropFitsOfRow
		}
		if _, err := r.tx.ExecContext(ctx, choose, index, c.Row, c.ContactNo); err != nil {
			return err
		}
	}
	return r.exec(ctx, insertTaken, dropFitsOfTakenRows, dropFitsOfTakenContacts, emptyTake)
}

// leaveOutUnclear leaves out the rows that still match several contacts.
func (r *run) leaveOutUnclear(ctx context.Context, index int) error {
	n, err := data.Affected(r.tx.ExecContext(ctx, leaveOutUnclear))
	if err != nil || n == 0 {
		return err
	}
	r.count(index).LeftOut += n
	var row int
	var joined string
	return data.Each(ctx, r.tx, []any{&row, &joined}, func() error {
		nos := strings.Split(joined, "\n")
		r.leftOut(LeftOutRow{Source: r.input.name(index), Row: row, Contacts: nos,
			Text: core.Text("importer.row_fits_several_contacts_equally_well_contacts", "contacts", core.Words(nos))})
		return nil
	}, selectUnclear, maxRemarks)
}
