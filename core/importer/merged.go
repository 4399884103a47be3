package importer

import (
	"context"
	"fmt"

	"winnow/core/catalog"
)

// findSurvivors lets staged rows that name a contact which was merged into another name
// that one. Where the input has the same row of both, that of the survivor stands.
func (s *stage) findSurvivors(ctx context.Context) error {
	var any bool
	if err := s.tx.QueryRowContext(ctx, selectAnyMerged).Scan(&any); err != nil || !any {
		return err
	}
	for _, f := range s.table.Fields {
		if f.Names() != catalog.Contact {
			continue
		}
		for _, name := range s.names() {
			for _, statement := range []string{nameSurvivor(name, f.Key), deleteMerged(name, f.Key)} {
				if _, err := s.tx.ExecContext(ctx, statement); err != nil {
					return fmt.Errorf("find the contacts that others were merged into, in %s: %w", name, err)
				}
			}
		}
	}
	return nil
}
