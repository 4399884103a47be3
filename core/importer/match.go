package importer

import (
	"cmp"
	"slices"
	"strings"

	"winnow/core"
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

// fit is a stored contact that a row may be of.
type fit struct {
	no                   string
	rank, agrees, differ int
}

// decide chooses among several contacts for one row and several rows for one
// contact. A row that fits several equally well is left out and told.
func (r *run) decide(index int) error {
	open, order, err := r.readFits()
	if err != nil || len(open) == 0 {
		return err
	}
	take, err := r.tx.PrepareContext(r.ctx, insertWho)
	if err != nil {
		return err
	}
	defer take.Close()
	taken := map[string]bool{}
	give := func(seq int64, no string) error {
		taken[no] = true
		delete(open, seq)
		_, err := take.Exec(seq, no)
		return err
	}
	if err := r.chosen(index, open, give); err != nil {
		return err
	}
	// The best fits first; what they take is not left to others, so that what
	// several fitted may become clear.
	for _, pass := range []bool{false, true} {
		for progress := true; progress; {
			progress = false
			type choice struct {
				seq int64
				fit fit
			}
			var choices []choice
			for _, seq := range order {
				if best, ok := bestFit(open[seq], taken); ok {
					choices = append(choices, choice{seq, best})
				}
			}
			slices.SortStableFunc(choices, func(a, b choice) int {
				return cmp.Or(cmp.Compare(a.fit.rank, b.fit.rank), cmp.Compare(b.fit.agrees, a.fit.agrees), cmp.Compare(a.fit.differ, b.fit.differ))
			})
			for _, c := range choices {
				if taken[c.fit.no] {
					continue
				}
				// In the first pass only who fits best of all rows is given.
				if !pass && c.fit.differ > 0 && contested(open, c.seq, c.fit) {
					continue
				}
				if err := give(c.seq, c.fit.no); err != nil {
					return err
				}
				progress = true
			}
		}
	}
	return r.leaveOutUnclear(open, order, taken)
}

// contested reports whether another row fits the contact as well.
func contested(open map[int64][]fit, seq int64, f fit) bool {
	for other, fits := range open {
		if other == seq {
			continue
		}
		for _, o := range fits {
			if o.no == f.no && (o.rank < f.rank || o.rank == f.rank && o.agrees > f.agrees || o.rank == f.rank && o.agrees == f.agrees && o.differ < f.differ) {
				return true
			}
		}
	}
	return false
}

func (r *run) readFits() (open map[int64][]fit, order []int64, err error) {
	rows, err := r.tx.QueryContext(r.ctx, selectFits)
	if err != nil {
		return nil, nil, err
	}
	open = map[int64][]fit{}
	var seq int64
	var f fit
	err = eachOf(rows, []any{&seq, &f.no, &f.rank, &f.agrees, &f.differ}, func() error {
		if open[seq] == nil {
			order = append(order, seq)
		}
		open[seq] = append(open[seq], f)
		return nil
	})
	return open, order, err
}

// bestFit returns the one contact that fits best of those that are free; ok is
// false where there is none, or several fit equally well.
func bestFit(fits []fit, taken map[string]bool) (best fit, ok bool) {
	var free []fit
	for _, f := range fits {
		if !taken[f.no] {
			free = append(free, f)
		}
	}
	if len(free) == 0 {
		return fit{}, false
	}
	slices.SortFunc(free, func(a, b fit) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.agrees, a.agrees), cmp.Compare(a.differ, b.differ), strings.Compare(a.no, b.no))
	})
	if len(free) == 1 {
		return free[0], true
	}
	a, b := free[0], free[1]
	switch {
	case a.rank < b.rank || a.agrees > b.agrees:
		return a, true
	case a.differ == 0 && b.differ > 0:
		return a, true
	}
	return fit{}, false
}

// chosen gives rows the contacts that a person chose for them.
func (r *run) chosen(index int, open map[int64][]fit, give func(seq int64, no string) error) error {
	for _, c := range r.options.Choices {
		if c.Source != r.input.name(index) {
			continue
		}
		var seq int64
		err := r.tx.QueryRowContext(r.ctx, selectListSeq, index, c.Row).Scan(&seq)
		if err != nil || open[seq] == nil {
			continue // the file has changed since
		}
		if c.ContactNo == "" {
			delete(open, seq)
			continue
		}
		if slices.ContainsFunc(open[seq], func(f fit) bool { return f.no == c.ContactNo }) {
			if err := give(seq, c.ContactNo); err != nil {
				return err
			}
		}
	}
	return nil
}

// leaveOutUnclear leaves the rows out that still fit several contacts.
func (r *run) leaveOutUnclear(open map[int64][]fit, order []int64, taken map[string]bool) error {
	for _, seq := range order {
		var nos []string
		for _, f := range open[seq] {
			if !taken[f.no] {
				nos = append(nos, f.no)
			}
		}
		if len(nos) < 2 {
			continue
		}
		var source, row int
		if err := r.tx.QueryRowContext(r.ctx, updateLeftOut, seq).Scan(&source, &row); err != nil {
			return err
		}
		r.count(source).LeftOut++
		r.leftOut(LeftOutRow{Source: r.input.name(source), Row: row, Contacts: nos,
			Text: core.Text("importer.row_fits_several_contacts_equally_well_contacts", "contacts", core.Words(nos))})
	}
	return nil
}
