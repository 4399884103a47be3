package upkeep

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"winnow/core/catalog"
	"winnow/data"
)

// pair are two contacts that become one.
type pair struct {
	keep, other     string
	keepID, otherID int64
}

func selectPair(ctx context.Context, tx *sql.Tx, keep, other string) (pair, error) {
	p := pair{keep: keep, other: other}
	err := tx.QueryRowContext(ctx, "SELECT (SELECT id FROM contact WHERE no = ?), (SELECT id FROM contact WHERE no = ?)", keep, other).Scan(&p.keepID, &p.otherID)
	return p, err
}

// survivor returns the number of the contact that one with this number was merged
// into, or "".
func survivor(ctx context.Context, tx *sql.Tx, no string) (string, error) {
	numbers, err := data.Values[string](ctx, tx, "SELECT c.no FROM contact_number AS n JOIN contact AS c ON c.id = n.contact_id WHERE n.no = ?", no)
	return strings.Join(numbers, ""), err
}

const selectLaterMerge = `
SELECT coalesce(max(json_extract(subject, '$[1]')), '')
FROM undo_action
WHERE kind = '` + mergeKind + `' AND id > ? AND json_extract(subject, '$[0]') = ?`

// laterMerge returns the number of a contact that was merged into Keep after another
// merge, or "".
func laterMerge(ctx context.Context, tx *sql.Tx, action int64, keep string) (no string, err error) {
	err = tx.QueryRowContext(ctx, selectLaterMerge, action, keep).Scan(&no)
	return no, err
}

const selectRelationsApart = `
SELECT k.business_relation_code
FROM contact_business_relation AS k
JOIN contact_business_relation AS o ON o.business_relation_code = k.business_relation_code
WHERE k.contact_no = ? AND o.contact_no = ? AND (k.link_to_table, k.no) <> (o.link_to_table, o.no)
ORDER BY 1`

// relationsApart returns the business relations that both contacts have, and that lead
// to different customers, vendors or the like.
func relationsApart(ctx context.Context, tx *sql.Tx, keep, other string) ([]string, error) {
	return data.Values[string](ctx, tx, selectRelationsApart, keep, other)
}

// addressesApart returns the codes of alternative addresses that both have, each of its
// own, and all codes that either has.
func addressesApart(ctx context.Context, tx *sql.Tx, p pair) (codes []string, taken map[string]bool, err error) {
	var same []string
	for _, f := range catalog.Must("contact_alt_address").Fields {
		if f.Key != "contact_no" {
			same = append(same, "k."+f.Key+" = o."+f.Key)
		}
	}
	codes, err = data.Values[string](ctx, tx, `
SELECT o.code
FROM contact_alt_address AS o
JOIN contact_alt_address AS k ON k.code = o.code
WHERE k.contact_no = ? AND o.contact_no = ? AND NOT (`+strings.Join(same, " AND ")+`)
ORDER BY o.code`, p.keep, p.other)
	if err != nil || len(codes) == 0 {
		return nil, nil, err
	}
	all, err := data.Values[string](ctx, tx, "SELECT code FROM contact_alt_address WHERE contact_no IN (?, ?)", p.keep, p.other)
	taken = map[string]bool{}
	for _, code := range all {
		taken[code] = true
	}
	return codes, taken, err
}

// renameAddress gives an alternative address of Other a new code, wherever it is named.
func renameAddress(ctx context.Context, tx *sql.Tx, p pair, code, renamed string) error {
	for _, r := range references(catalog.Must("contact_alt_address")) {
		if _, err := renameUse(ctx, tx, r, []any{p.other, code}, []any{p.other, renamed}); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, "UPDATE contact_alt_address SET code = ? WHERE contact_no = ? AND code = ?", renamed, p.other, code)
	return err
}

const updatePersonsCompanyName = `
UPDATE contact
SET company_name = ?
WHERE company_no = ? AND no <> company_no AND type = 1 AND company_name = ?`

// move lets all rows that name Other name Keep, and removes Other. Rows that Keep has
// already go.
func (p pair) move(ctx context.Context, tx *sql.Tx, keepName, otherName string, merged *Merged) error {
	if _, err := tx.ExecContext(ctx, "PRAGMA defer_foreign_keys = on"); err != nil {
		return err
	}
	// A company that goes is no person of the one that stays.
	if _, err := tx.ExecContext(ctx, "UPDATE contact SET company_no = '' WHERE no = ?", p.other); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, updatePersonsCompanyName, keepName, p.other, otherName); err != nil {
		return err
	}
	for _, r := range references(catalog.Must(catalog.Contact)) {
		column := r.columns[len(r.columns)-1]
		n, err := changed(tx.ExecContext(ctx, "UPDATE OR IGNORE "+r.table.Key+" SET "+column+" = ? WHERE "+column+" = ?", p.keep, p.other))
		if err != nil {
			return err
		}
		merged.add(r.table, n)
		if !r.table.IsKey(column) {
			continue
		}
		n, err = changed(tx.ExecContext(ctx, "DELETE FROM "+r.table.Key+" WHERE "+column+" = ?", p.other))
		if err != nil {
			return err
		}
		merged.Dropped += n
	}
	var err error
	if merged.Lines, err = changed(tx.ExecContext(ctx, "UPDATE segment_line SET contact_id = ? WHERE contact_id = ?", p.keepID, p.otherID)); err != nil {
		return err
	}
	for _, s := range []struct {
		statement string
		args      []any
	}{
		{"UPDATE contact_number SET contact_id = ? WHERE contact_id = ?", []any{p.keepID, p.otherID}},
		{"INSERT INTO contact_number (no, contact_id) VALUES (?, ?)", []any{p.other, p.keepID}},
		{movePairs, []any{p.keepID, p.otherID}},
		{"DELETE FROM contact WHERE id = ?", []any{p.otherID}},
	} {
		if _, err := tx.ExecContext(ctx, s.statement, s.args...); err != nil {
			return err
		}
	}
	return nil
}

const movePairs = `
INSERT OR IGNORE INTO not_duplicate (contact_id, other_id)
SELECT min(?1, d.third), max(?1, d.third)
FROM (SELECT iif(contact_id = ?2, other_id, contact_id) AS third FROM not_duplicate WHERE ?2 IN (contact_id, other_id)) AS d
WHERE d.third <> ?1`

// add counts rows of a table that moved.
func (m *Merged) add(t catalog.Table, n int) {
	if n <= 0 {
		return
	}
	i := slices.IndexFunc(m.Moved, func(moved Moved) bool { return moved.Table.Key == t.Key })
	if i < 0 {
		m.Moved = append(m.Moved, Moved{t, n})
		return
	}
	m.Moved[i].Rows += n
}

const selectSegmentsWithTwoLines = `
SELECT h.no
FROM segment_line AS l
JOIN segment_header AS h ON h.id = l.segment_id
WHERE l.contact_id = ?
GROUP BY h.no
HAVING count(*) > 1
ORDER BY h.no`

func segmentsWithTwoLines(ctx context.Context, tx *sql.Tx, contact int64) ([]string, error) {
	return data.Values[string](ctx, tx, selectSegmentsWithTwoLines, contact)
}
