package salvage

import (
	"context"
	"database/sql"

	"winnow/core"
	"winnow/data"
)

// rule is something that holds among the rows of what becomes of segments. An
// imported row may name one that is not there, since a company file can hold a part.
type rule struct {
	said core.Message
	// broken lists the rows of which it does not hold, by their numbers.
	broken string
	// repair makes it hold.
	repair []string
}

// rules are the rules, in the order in which they are repaired.
func rules() []rule {
	return []rule{
		{core.Text("salvage.document_differs_from_its_hash"), `
SELECT CAST(id AS TEXT)
FROM attachment
WHERE ` + altered + `
ORDER BY id`, []string{
			"DELETE FROM interaction_attachment WHERE attachment_id IN (SELECT id FROM attachment WHERE " + altered + ")",
			"DELETE FROM word_template WHERE attachment_id IN (SELECT id FROM attachment WHERE " + altered + ")",
			"DELETE FROM attachment WHERE " + altered,
		}},
		{core.Text("salvage.interaction_names_no_logged_segment"), `
SELECT CAST(i.entry_no AS TEXT)
FROM interaction_log_entry AS i
WHERE i.entry_no >= 2000000001 AND i.local = 1 AND i.logged_segment_entry_no <> 0
    AND NOT EXISTS (SELECT 1 FROM logged_segment AS l WHERE l.entry_no = i.logged_segment_entry_no)
ORDER BY i.entry_no`, []string{`
UPDATE interaction_log_entry AS i
SET logged_segment_entry_no = 0
WHERE i.entry_no >= 2000000001 AND i.local = 1
    AND NOT EXISTS (SELECT 1 FROM logged_segment AS l WHERE l.entry_no = i.logged_segment_entry_no)`}},
		{core.Text("salvage.interaction_names_no_campaign_entry"), `
SELECT CAST(i.entry_no AS TEXT)
FROM interaction_log_entry AS i
WHERE i.entry_no >= 2000000001 AND i.local = 1 AND i.campaign_entry_no <> 0
    AND NOT EXISTS (SELECT 1 FROM campaign_entry AS c WHERE c.entry_no = i.campaign_entry_no AND c.campaign_no = i.campaign_no)
ORDER BY i.entry_no`, []string{`
UPDATE interaction_log_entry AS i
SET campaign_entry_no = 0
WHERE i.entry_no >= 2000000001 AND i.local = 1
    AND NOT EXISTS (SELECT 1 FROM campaign_entry AS c WHERE c.entry_no = i.campaign_entry_no AND c.campaign_no = i.campaign_no)`}},
		{core.Text("salvage.log_that_was_taken_back_is_not_canceled"), `
SELECT CAST(entry_no AS TEXT)
FROM logged_segment
WHERE taken_back = 1 AND canceled = 0
ORDER BY entry_no`, []string{"UPDATE logged_segment SET canceled = 1, canceled_by = canceled_by | 8 WHERE taken_back = 1 AND canceled = 0"}},
		{core.Text("salvage.interaction_of_canceled_log_is_not_canceled"), `
SELECT CAST(i.entry_no AS TEXT)
FROM logged_segment AS l
JOIN interaction_log_entry AS i ON i.logged_segment_entry_no = l.entry_no AND i.logged_segment_entry_no <> 0
WHERE l.local = 1 AND l.canceled = 1 AND i.local = 1 AND i.canceled = 0
ORDER BY i.entry_no`, []string{`
UPDATE interaction_log_entry
SET canceled = 1, canceled_by = canceled_by | 2
WHERE local = 1 AND canceled = 0 AND logged_segment_entry_no <> 0
    AND logged_segment_entry_no IN (SELECT entry_no FROM logged_segment WHERE local = 1 AND canceled = 1)`}},
		{core.Text("salvage.campaign_entry_of_canceled_log_is_not_canceled"), `
SELECT CAST(c.entry_no AS TEXT)
FROM logged_segment AS l
JOIN campaign_entry AS c ON c.register_no = l.entry_no AND c.register_no <> 0
WHERE l.local = 1 AND l.canceled = 1 AND c.local = 1 AND c.canceled = 0
ORDER BY c.entry_no`, []string{`
UPDATE campaign_entry
SET canceled = 1, canceled_by = canceled_by | 2
WHERE local = 1 AND canceled = 0 AND register_no <> 0
    AND register_no IN (SELECT entry_no FROM logged_segment WHERE local = 1 AND canceled = 1)`}},
		{core.Text("salvage.segment_is_hidden_without_log"), `
SELECT CAST(h.no AS TEXT)
FROM segment_header AS h
WHERE h.logged_segment_entry_no IS NOT 0
    AND NOT EXISTS (
        SELECT 1
        FROM logged_segment AS l
        WHERE l.entry_no = h.logged_segment_entry_no AND l.segment_no = h.no AND l.taken_back = 0
    )
ORDER BY h.no`, []string{`
UPDATE segment_header AS h
SET logged_segment_entry_no = 0
WHERE NOT EXISTS (
    SELECT 1
    FROM logged_segment AS l
    WHERE l.entry_no = h.logged_segment_entry_no AND l.segment_no = h.no AND l.taken_back = 0
)`}},
		{core.Text("salvage.line_names_no_interaction_as_its_call"), `
SELECT h.no || ' ' || l.line_no
FROM segment_line AS l
JOIN segment_header AS h ON h.id = l.segment_id
WHERE l.call_entry_no <> 0 AND NOT EXISTS (SELECT 1 FROM interaction_log_entry AS i WHERE i.entry_no = l.call_entry_no)
ORDER BY h.no, l.line_no`, []string{`
UPDATE segment_line AS l
SET call_entry_no = 0
WHERE l.call_entry_no <> 0 AND NOT EXISTS (SELECT 1 FROM interaction_log_entry AS i WHERE i.entry_no = l.call_entry_no)`}},
	}
}

// altered is true of a document that is not what it was when it was kept.
const altered = "typeof(content) <> 'blob' OR sha256 <> sha256(content) OR size <> length(content)"

// checkRules returns a sentence for each rule that does not hold. broken, where it is not
// nil, is called with each of these.
func checkRules(ctx context.Context, tx *sql.Tx, broken func(rule) error) ([]core.Message, error) {
	var faults []core.Message
	for _, r := range rules() {
		rows, err := data.Values[string](ctx, tx, r.broken)
		if err != nil {
			return nil, err
		}
		if len(rows) == 0 {
			continue
		}
		faults = append(faults, r.said.With("count", len(rows), "first", rows[0]))
		if broken == nil {
			continue
		}
		if err := broken(r); err != nil {
			return nil, err
		}
	}
	return faults, nil
}

// repairRules makes the rules hold in a recovered file, and returns what did not.
func repairRules(ctx context.Context, tx *sql.Tx) ([]core.Message, error) {
	return checkRules(ctx, tx, func(r rule) error {
		for _, statement := range r.repair {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	})
}
