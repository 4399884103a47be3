package segment_test

import (
	"database/sql"
	"testing"

	"winnow/core/criteria"
)

// A line whose number was damaged is no line any more, though its number is near
// one that was given.
func TestRepairLineOfAFalseNumber(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.person("A", "")
	b.person("B", "")
	no := b.MakeSegment()
	b.run(no, criteria.Add)
	err := b.Company.Write(b.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec("UPDATE segment_line SET line_no = 20017 WHERE line_no = 20000")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	lost, err := b.Repair(b.Context())
	if err != nil || len(lost) != 1 {
		t.Errorf("lost: %v, %v", lost, err)
	}
	if faults, err := b.Check(b.Context()); err != nil || len(faults) > 0 {
		t.Errorf("not sound: %v, %v", faults, err)
	}
	if got := b.contacts(no); got != "A" {
		t.Errorf("there is %q", got)
	}
}
