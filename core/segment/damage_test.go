package segment_test

import (
	"database/sql"
	"strings"
	"testing"

	"winnow/core"
	"winnow/core/company"
	"winnow/core/criteria"
	"winnow/core/filter"
	"winnow/core/segment"
)

// What cannot be in one segment's rows is told in words, by check too, and keeps
// nobody from the other segments; repaired it is sound.
func TestDamaged(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, harm string
		// said is what a command on the segment is told, or "" where it works.
		said  string
		check string
		lines string // the contacts that are left when it is repaired
		whole bool   // nothing is lost then
	}{
		{"a line number that none follows", "UPDATE segment_step SET last_line_no = 42949672950000", "the data of step 1 is not valid", "the data of step 1 is not valid", "A C", true},
		{"the last line number but one", "UPDATE segment_step SET last_line_no = 42949672940000", "", "the highest line number is recorded as 42949672940000, but is 0", "A C", false},
		{"a step that there is not", "UPDATE segment_header SET step = 7 WHERE id = 1", "step 7 is recorded as in force, but the steps are 0 to 2", "step 7 is recorded", "A C", false},
		{"a negative step", "UPDATE segment_header SET step = -1 WHERE id = 1", "step -1 is recorded as in force", "step -1 is recorded", "A C", false},
		{"a step that is no number", "UPDATE segment_header SET step = 'two' WHERE id = 1", `step "two" is recorded as in force`, `step "two" is recorded`, "A C", false},
		{"no step at all", "DELETE FROM segment_step WHERE segment_id = 1", "it has no step that can be read", "it has no step", "A B C", false},
		{"no step 0", "DELETE FROM segment_step WHERE segment_id = 1 AND step = 0", "", "step 0 is missing", "A C", false},
		{"a gap", "DELETE FROM segment_step WHERE segment_id = 1 AND step = 1", "the data of step 1 is not valid", "the data of step 1", "A C", false},
		{"criteria that are none", "UPDATE segment_step SET criteria = '{}' WHERE segment_id = 1 AND step = 2", "the criteria of step 2 cannot be read", "the criteria of step 2", "A C", false},
		{"a snapshot that is none", "UPDATE segment_step SET snapshot = 'x' WHERE segment_id = 1 AND step = 2", "the lines after step 2 cannot be read", "the lines after step 2", "A B C", false},
		{"own values that are no JSON", "UPDATE segment_line SET own = '{' WHERE segment_id = 1 AND line_no = 10000", "the own values of line 10000 cannot be read", "the own values of line 10000", "A C", false},
		{"own values of no field", `UPDATE segment_line SET own = '{"shoe_size":43}' WHERE segment_id = 1 AND line_no = 10000`, "the own values of line 10000 cannot be read", "the own values of line 10000", "A C", false},
		{"own values of another kind", `UPDATE segment_line SET own = '{"cost_lcy":"much"}' WHERE segment_id = 1 AND line_no = 10000`, "the own values of line 10000 cannot be read", "the own values of line 10000", "A C", false},
		{"an option that there is not", "UPDATE segment_header SET information_flow = 9 WHERE id = 1", "", "Information Flow contains 9", "A C", false},
		{"a cost that is a text", "UPDATE segment_header SET unit_cost_lcy = 'much' WHERE id = 1", `Unit Cost (LCY) contains "much"`, `Unit Cost (LCY) contains "much"`, "A C", false},
		{"a line that is gone", "DELETE FROM segment_line WHERE segment_id = 1 AND line_no = 10000", "", "1 line of its history does not exist, line 10000", "C", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBook(t)
			for _, no := range []string{"A", "B", "C"} {
				b.person(no, "")
			}
			no, other := b.MakeSegment(), b.MakeSegment()
			for _, one := range []string{no, other} {
				b.run(one, criteria.Add)
				b.run(one, criteria.Reduce, "contact.no=B")
			}
			if err := b.Company.Write(b.Context(), func(tx *sql.Tx) error { _, err := tx.Exec(c.harm + onlyFirst(c.harm)); return err }); err != nil {
				t.Fatal(err)
			}
			_, moved := b.GoTo(b.Context(), no, 2)
			lines, shown := b.Lines(b.Context(), no, segment.Query{})
			if shown == nil {
				_, shown = lines.Page(b.Context(), 0, lines.Len())
			}
			said := ""
			for _, err := range []error{moved, shown} {
				if err != nil && said == "" {
					said = err.Error()
					if !core.IsKind(err, core.Unusable) || company.Damaged(err) != b.Company.Path() {
						t.Errorf("nobody is offered to save what can be read: %v", err)
					}
				}
			}
			if !strings.Contains(said, c.said) || c.said == "" && said != "" || c.said != "" && !strings.Contains(said, "Segment "+no+" is damaged") {
				t.Errorf("it is said: %q", said)
			}
			if got := b.contacts(other); got != "A C" {
				t.Errorf("the other segment has %q", got)
			}
			faults, err := b.Check(b.Context())
			if err != nil || len(faults) == 0 || !strings.HasPrefix(faults[0].String(), "segment "+no) || !strings.Contains(texts(faults), c.check) {
				t.Errorf("check finds %v, %v", faults, err)
			}
			lost, err := b.Repair(b.Context())
			if err != nil {
				t.Fatal(err)
			}
			if c.said != "" && (len(lost) == 0) != c.whole {
				t.Errorf("it is said to be lost: %v", lost)
			}
			if faults, err := b.Check(b.Context()); err != nil || len(faults) > 0 {
				t.Errorf("repaired it is not sound: %v, %v", faults, err)
			}
			if got := b.contacts(no); got != c.lines {
				t.Errorf("repaired it has %q, %v", got, lost)
			}
			b.run(no, criteria.Add)
			if got := b.contacts(other); got != "A C" {
				t.Errorf("the other segment has %q at last", got)
			}
		})
	}
}

// onlyFirst keeps a statement to the first segment.
func onlyFirst(statement string) string {
	if strings.Contains(statement, "WHERE") {
		return ""
	}
	return " WHERE segment_id = 1"
}

func texts(said []core.Message) string {
	var list []string
	for _, s := range said {
		list = append(list, s.String())
	}
	return strings.Join(list, "\n")
}

// Where no numbers are left for more lines, none are given twice.
func TestNoNumbersLeft(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.person("A", "")
	no := b.MakeSegment()
	b.run(no, criteria.Add)
	b.person("B", "")
	if err := b.Company.Write(b.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec("UPDATE segment_step SET last_line_no = 42949672940000")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := b.AddLines(b.Context(), no, []string{"B"}, false); !core.IsKind(err, core.Unusable) {
		t.Errorf("added by hand: %v", err)
	}
	if _, err := b.Run(b.Context(), no, criteria.Step{Action: criteria.Add}, filter.Env{}); !core.IsKind(err, core.Unusable) {
		t.Errorf("added: %v", err)
	}
	if got := b.contacts(no); got != "A" {
		t.Errorf("it has %q", got)
	}
}

// A damaged segment can be deleted, and is listed until then.
func TestDamagedIsDeleted(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	no, other := b.MakeSegment(), b.MakeSegment()
	if err := b.Company.Write(b.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec("UPDATE segment_header SET step = 'x', description = x'ff' WHERE no = ?", no)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	list, err := b.Segments(b.Context())
	if err != nil || len(list) != 2 || list[0].Damage.Empty() || !list[1].Damage.Empty() {
		t.Fatalf("listed: %+v, %v", list, err)
	}
	if err := b.DeleteSegment(b.Context(), no); err != nil {
		t.Error(err)
	}
	if list, err := b.Segments(b.Context()); err != nil || len(list) != 1 || list[0].No != other {
		t.Errorf("left: %+v, %v", list, err)
	}
}
