package importer

import (
	"context"
	"fmt"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/data"
)

// adopt gives interactions that were made here, and come back from Business Central,
// the numbers that they have there. What is staged of them changes them then, as rows
// of their numbers, but for what they were logged with.
func (s *stage) adopt(ctx context.Context) error {
	if _, err := s.tx.ExecContext(ctx, createAdopted); err != nil {
		return err
	}
	var any bool
	if err := s.tx.QueryRowContext(ctx, selectAnyMadeHere, catalog.FirstMadeHere).Scan(&any); err != nil {
		return err
	}
	if any {
		if err := s.adoptNumbered(ctx); err != nil {
			return fmt.Errorf("adopt interactions: %w", err)
		}
		if err := s.adoptFree(ctx); err != nil {
			return fmt.Errorf("adopt interactions without a number: %w", err)
		}
	}
	var linked bool
	if err := s.tx.QueryRowContext(ctx, selectAnyLinked, catalog.FirstMadeHere).Scan(&linked); err != nil || !linked {
		return err
	}
	for _, key := range keptLinks {
		if _, err := s.tx.ExecContext(ctx, keepLink(key), catalog.FirstMadeHere); err != nil {
			return fmt.Errorf("keep %s: %w", key, err)
		}
	}
	return nil
}

func (s *stage) adoptNumbered(ctx context.Context) error {
	pairs, err := s.pairs(ctx, selectAdoptable, catalog.FirstMadeHere, descriptionLength)
	if err != nil || len(pairs) == 0 {
		return err
	}
	insert, err := s.tx.PrepareContext(ctx, insertAdopted)
	if err != nil {
		return err
	}
	defer insert.Close()
	for _, p := range pairs {
		if _, err := insert.Exec(p.theirs, p.ours); err != nil {
			return err
		}
	}
	if _, err := s.undo.begin(ctx, s.tx, selectAnyAdopted); err != nil {
		return err
	}
	for _, statement := range []string{renumberAdopted, renumberCalls, renumberUndoRows, fmt.Sprintf(noteAdopted, storedImage(s.table)), unmarkAdopted} {
		if _, err := s.tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// adoptFree stages rows without a number that are one of ours under its number, which
// it keeps: there is none to take.
func (s *stage) adoptFree(ctx context.Context) error {
	pairs, err := s.pairs(ctx, selectAdoptableFree(s.table), descriptionLength, catalog.FirstMadeHere)
	if err != nil {
		return err
	}
	for _, p := range pairs {
		if _, err := s.tx.ExecContext(ctx, stageAdoptedFree(s.table), p.ours, p.theirs); err != nil {
			return err
		}
		if _, err := s.tx.ExecContext(ctx, deleteFree(s.table), p.theirs); err != nil {
			return err
		}
		if _, err := s.tx.ExecContext(ctx, insertAdopted, p.ours, p.ours); err != nil {
			return err
		}
	}
	return nil
}

// pair is an imported row and the interaction of ours that it is.
type pair struct{ theirs, ours int64 }

// pairs reads which rows can be which, in order, and gives each imported row the first
// of ours that is left.
func (s *stage) pairs(ctx context.Context, query string, args ...any) ([]pair, error) {
	var list []pair
	taken := map[int64]bool{}
	var p pair
	err := data.Each(ctx, s.tx, []any{&p.theirs, &p.ours}, func() error {
		given := len(list) > 0 && list[len(list)-1].theirs == p.theirs
		if !given && !taken[p.ours] {
			taken[p.ours] = true
			list = append(list, p)
		}
		return nil
	}, query, args...)
	return list, err
}

// countAdopted notes by their sources how many rows were adopted, and returns how many
// there are and how many of them get other values.
func (s *stage) countAdopted(ctx context.Context, counts []RowCount) (all, changed int, err error) {
	if s.table.Key != catalog.InteractionEntry {
		return 0, 0, nil
	}
	found, err := s.bySource(ctx, countAdoptedBySource)
	if err != nil {
		return 0, 0, err
	}
	for source, c := range found {
		counts[source].Adopted += c[0]
		all += c[0]
	}
	err = s.tx.QueryRowContext(ctx, countAdoptedChanged(s.table)).Scan(&changed)
	return all, changed, err
}

// refuseForeign notes the rows that have the number of a row that was made here and are
// another: they come from the company file of somebody else.
func (r *run) refuseForeign(ctx context.Context, s *stage) error {
	if !s.table.MadeHere {
		return nil
	}
	var source, row int
	var number int64
	var numbers []int64
	err := data.Each(ctx, r.tx, []any{&source, &row, &number}, func() error {
		r.wrong(source, RowError{Source: r.input.name(source), Row: row, Column: s.table.Fields[0].Caption, Value: fmt.Sprint(number), Message: core.Text("importer.number_made_here", "number", fmt.Sprint(number))})
		r.refuse(source, row)
		numbers = append(numbers, number)
		return nil
	}, selectForeign(s.table), catalog.FirstMadeHere)
	if err != nil {
		return err
	}
	for _, n := range numbers {
		if _, err := r.tx.ExecContext(ctx, deleteStaged(s.table), n); err != nil {
			return err
		}
	}
	return nil
}
