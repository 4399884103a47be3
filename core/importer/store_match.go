package importer

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"winnow/core"
	"winnow/core/catalog"
	"winnow/core/company"
)

// storeList finds out whom the rows of a list are of, numbers those that are new
// and stores them.
func (r *run) storeList(index int, contacts *stage) error {
	for _, step := range []struct {
		what string
		do   func(index int) error
	}{
		{"merge its rows", r.mergeRows},
		{"look up its contacts", r.matchRows},
		{"number its contacts", r.numberRows},
		{"stage its contacts", r.stageRows},
	} {
		if err := step.do(index); err != nil {
			return fmt.Errorf("%s: %w", step.what, err)
		}
	}
	return nil
}

// equalRows are the rows of one list that are of one contact: by External ID; by
// name, company and e-mail; by being equal in every column.
var equalRows = []string{
	`SELECT l.seq, g.first
FROM temp.import_list AS l
JOIN (SELECT external_id AS key, min(seq) AS first FROM temp.import_list WHERE source = ?1 AND external_id <> '' GROUP BY key HAVING count(*) > 1) AS g ON g.key = l.external_id
WHERE l.source = ?1 AND l.seq > g.first`,
	`SELECT l.seq, g.first
FROM temp.import_list AS l
JOIN (
    SELECT mail_key, name_key, company_key, type, min(seq) AS first
    FROM temp.import_list
    WHERE source = ?1 AND mail_key <> '' AND name_key <> ''
    GROUP BY mail_key, name_key, company_key, type
    HAVING count(*) > 1
) AS g ON g.mail_key = l.mail_key AND g.name_key = l.name_key AND g.company_key = l.company_key AND g.type = l.type
WHERE l.source = ?1 AND l.seq > g.first`,
	`SELECT l.seq, g.first
FROM temp.import_list AS l
JOIN (SELECT content, min(seq) AS first FROM temp.import_list WHERE source = ?1 GROUP BY content HAVING count(*) > 1) AS g ON g.content = l.content
WHERE l.source = ?1 AND l.seq > g.first`,
}

const selectTwoNumbers = `
SELECT l.row, g.row, l.no
FROM temp.import_list AS l
JOIN (SELECT no, min(row) AS row FROM temp.import_list WHERE source = ?1 AND no <> '' GROUP BY no HAVING count(*) > 1) AS g ON g.no = l.no
WHERE l.source = ?1 AND l.row > g.row
ORDER BY l.row`

// mergeRows makes the rows of one list that are of one contact one: the later
// fill what the earlier lack, and are told.
func (r *run) mergeRows(index int) error {
	roots := map[int64]int64{}
	root := func(seq int64) int64 {
		for {
			up, ok := roots[seq]
			if !ok {
				return seq
			}
			seq = up
		}
	}
	for _, query := range equalRows {
		rows, err := r.tx.QueryContext(r.ctx, query, index)
		if err != nil {
			return err
		}
		for rows.Next() {
			var seq, first int64
			if err := rows.Scan(&seq, &first); err != nil {
				rows.Close()
				return err
			}
			a, b := root(seq), root(first)
			if a != b {
				roots[max(a, b)] = min(a, b)
			}
		}
		if err := errorsOf(rows); err != nil {
			return err
		}
	}
	if len(roots) == 0 {
		return nil
	}
	if _, err := r.tx.ExecContext(r.ctx, "CREATE TEMP TABLE import_pair (seq INTEGER PRIMARY KEY, root INTEGER NOT NULL)"); err != nil {
		return err
	}
	add, err := r.tx.PrepareContext(r.ctx, "INSERT INTO temp.import_pair (seq, root)\nVALUES (?, ?)")
	if err != nil {
		return err
	}
	defer add.Close()
	for seq := range roots {
		if _, err := add.Exec(seq, root(seq)); err != nil {
			return err
		}
	}
	if err := r.tellMerged(index); err != nil {
		return err
	}
	for _, statement := range mergeStatements() {
		if _, err := r.tx.ExecContext(r.ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

func errorsOf(rows *sql.Rows) error {
	if err := rows.Close(); err != nil {
		return err
	}
	return rows.Err()
}

// mergeStatements fill what the first row of a contact lacks with what the later
// ones have, in their order.
func mergeStatements() []string {
	fill := func(column, empty string) string {
		return fmt.Sprintf(`%[1]s = coalesce(nullif(%[1]s, %[2]s), (
        SELECT m.%[1]s
        FROM temp.import_pair AS p
        JOIN temp.import_list AS m ON m.seq = p.seq
        WHERE p.root = l.seq AND m.%[1]s <> %[2]s
        ORDER BY p.seq
        LIMIT 1
    ), %[1]s)`, column, empty)
	}
	var sets []string
	for _, f := range contactTable().Fields {
		if f.Key != "type" && f.Key != "no" {
			sets = append(sets, fill(f.Key, zero(f)))
		}
	}
	sets = append(sets, `(called, search, name_key, full_key, first_key, last_key) = (
        SELECT m.called, m.search, m.name_key, m.full_key, m.first_key, m.last_key
        FROM (
            SELECT l.seq AS seq
            UNION ALL
            SELECT p.seq FROM temp.import_pair AS p WHERE p.root = l.seq
        ) AS one
        JOIN temp.import_list AS m ON m.seq = one.seq
        ORDER BY m.name_key = '', one.seq
        LIMIT 1
    )`)
	for _, c := range []string{"employer", "employer_key", "employer_search", "mail_key", "mail2_key", "phone_key", "mobile_key", "street_key", "city_key", "spare_mobile", "home_phone"} {
		sets = append(sets, fill(c, "''"))
	}
	return []string{
		"CREATE INDEX temp.import_pair_root ON import_pair (root, seq)",
		"UPDATE temp.import_list AS l\nSET " + strings.Join(sets, ",\n    ") + "\nWHERE seq IN (SELECT root FROM temp.import_pair)",
		`UPDATE temp.import_list AS l
SET (has_home, home_address, home_address_2, home_city, home_county, home_post_code, home_country) = (
    SELECT m.has_home, m.home_address, m.home_address_2, m.home_city, m.home_county, m.home_post_code, m.home_country
    FROM temp.import_pair AS p
    JOIN temp.import_list AS m ON m.seq = p.seq
    WHERE p.root = l.seq AND m.has_home
    ORDER BY p.seq
    LIMIT 1
)
WHERE NOT has_home
    AND EXISTS (SELECT 1 FROM temp.import_pair AS p JOIN temp.import_list AS m ON m.seq = p.seq WHERE p.root = l.seq AND m.has_home)`,
		"INSERT OR IGNORE INTO temp.import_list_group (seq, code)\nSELECT p.root, g.code\nFROM temp.import_pair AS p\nJOIN temp.import_list_group AS g ON g.seq = p.seq",
		"UPDATE temp.import_list AS l\nSET root = p.root\nFROM temp.import_pair AS p\nWHERE p.seq = l.seq",
		"DROP TABLE temp.import_pair",
	}
}

// tellMerged notes which rows become one, and each value of a later row that
// another stands in the way of.
func (r *run) tellMerged(index int) error {
	fields := contactTable().Fields
	columns := func(from string) string {
		return each(fields, ", ", func(f catalog.Field) string { return from + "." + f.Key })
	}
	rows, err := r.tx.QueryContext(r.ctx, fmt.Sprintf(`SELECT a.row, b.row, %s, %s
FROM temp.import_pair AS p
JOIN temp.import_list AS a ON a.seq = p.root
JOIN temp.import_list AS b ON b.seq = p.seq
ORDER BY p.root, p.seq`, columns("a"), columns("b")))
	if err != nil {
		return err
	}
	defer rows.Close()
	n := len(fields)
	values, dest := make([]any, 2*n), make([]any, 0, 2*n+2)
	var first, later int
	dest = append(dest, &first, &later)
	for i := range values {
		dest = append(dest, &values[i])
	}
	var have []any
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		last := len(r.merges) - 1
		if last < 0 || r.merges[last].index != index || r.merges[last].rows[0] != first {
			r.merges = append(r.merges, mergedRows{index: index, rows: []int{first}})
			last++
			have = append([]any(nil), values[:n]...)
		}
		r.merges[last].rows = append(r.merges[last].rows, later)
		r.count(index).Merged++
		for i, f := range fields {
			b := values[n+i]
			switch {
			case f.Key == "type" || f.Key == "name" || b == nil || blank(b):
			case have[i] == nil || blank(have[i]):
				have[i] = b
			case have[i] != b:
				r.remark(index, later, f.Caption, formatted(f, b), core.Sayf("row %d is of the same contact and has another value, which is kept", first))
			}
		}
	}
	return rows.Err()
}

// mergedRows are the rows of a list that became one.
type mergedRows struct {
	index int
	rows  []int
}

func blank(v any) bool { return v == "" || v == int64(0) || v == float64(0) }

const (
	createKnown = `
CREATE TEMP TABLE import_known (
    no TEXT PRIMARY KEY,
    type INTEGER NOT NULL,
    external_id TEXT NOT NULL,
    first_key TEXT NOT NULL,
    last_key TEXT NOT NULL,
    single INTEGER NOT NULL,
    company_key TEXT NOT NULL,
    phone_key TEXT NOT NULL,
    mobile_key TEXT NOT NULL,
    street_key TEXT NOT NULL,
    city_key TEXT NOT NULL,
    post_code TEXT NOT NULL,
    filled INTEGER NOT NULL
) WITHOUT ROWID`

	createKnownMail = "CREATE TEMP TABLE import_known_mail (mail_key TEXT NOT NULL, no TEXT NOT NULL, PRIMARY KEY (mail_key, no)) WITHOUT ROWID"
	createKnownName = "CREATE TEMP TABLE import_known_name (name_key TEXT NOT NULL, no TEXT NOT NULL, PRIMARY KEY (name_key, no)) WITHOUT ROWID"

	createFit = `
CREATE TEMP TABLE import_fit (
    seq INTEGER NOT NULL,
    no TEXT NOT NULL,
    rank INTEGER NOT NULL,
    PRIMARY KEY (seq, no)
) WITHOUT ROWID`

	// Lower numbers first, as many as fit into memory.
	selectKnown = `
SELECT
    c.no,
    c.type,
    c.external_id,
    c.name,
    c.first_name,
    c.surname,
    CASE WHEN c.company_no = '' OR c.company_no = c.no THEN '' ELSE coalesce(o.name, c.company_name) END,
    c.e_mail,
    c.e_mail_2,
    c.phone_no,
    c.mobile_phone_no,
    c.address,
    c.city,
    c.post_code,
    (c.job_title <> '') + (c.fax_no <> '') + (c.home_page <> '') + (c.country_region_code <> '') + (c.salutation_code <> '') + (c.external_id <> '')
FROM main.contact AS c
LEFT JOIN main.contact AS o ON o.no = c.company_no
WHERE c.no > ?
ORDER BY c.no
LIMIT 2000`

	// CROSS JOIN keeps the order of the tables: each row of the list is looked up
	// among the contacts. SQLite, which has no statistics of temporary tables, else
	// looks through the list for each contact.

	// The same External ID.
	fitExternal = `
INSERT OR IGNORE INTO temp.import_fit (seq, no, rank)
SELECT l.seq, k.no, 0
FROM temp.import_list AS l
CROSS JOIN temp.import_known AS k ON k.external_id = l.external_id
WHERE l.source = ?1 AND l.root IS NULL AND l.external_id <> ''`

	// The same number, where the list has one.
	fitNumber = `
INSERT OR IGNORE INTO temp.import_fit (seq, no, rank)
SELECT l.seq, k.no, -1
FROM temp.import_list AS l
CROSS JOIN temp.import_known AS k ON k.no = l.no
WHERE l.source = ?1 AND l.root IS NULL AND l.no <> ''`

	// The same e-mail and a name that does not contradict.
	fitMail = `
INSERT OR IGNORE INTO temp.import_fit (seq, no, rank)
SELECT l.seq, k.no, CASE WHEN k.first_key = l.first_key AND k.last_key = l.last_key OR EXISTS (SELECT 1 FROM temp.import_known_name AS n WHERE n.no = k.no AND n.name_key = l.full_key) THEN 1 ELSE 2 END
FROM temp.import_list AS l
CROSS JOIN temp.import_known_mail AS m ON m.mail_key IN (l.mail_key, l.mail2_key) AND m.mail_key <> ''
CROSS JOIN temp.import_known AS k ON k.no = m.no
WHERE l.source = ?1
    AND l.root IS NULL
    AND coalesce(l.no, '') = ''
    AND l.type = 1
    AND k.type = 1
    AND (
        l.name_key = ''
        OR k.first_key = '' AND k.last_key = ''
        OR (l.first_key = '' OR k.first_key = '' OR k.first_key = l.first_key)
            AND (l.last_key = '' OR k.last_key = '' OR k.last_key = l.last_key)
            AND (l.first_key <> '' AND l.first_key = k.first_key OR l.last_key <> '' AND l.last_key = k.last_key)
        OR k.single AND k.last_key IN (l.first_key, l.last_key)
        OR l.split AND l.first_key = '' AND l.last_key IN (k.first_key, k.last_key)
        OR l.full_key <> '' AND EXISTS (SELECT 1 FROM temp.import_known_name AS n WHERE n.no = k.no AND n.name_key = l.full_key)
    )`

	// The same name and the same company, or both none, where no e-mail, phone or
	// address contradicts.
	fitName = `
INSERT OR IGNORE INTO temp.import_fit (seq, no, rank)
SELECT l.seq, k.no, 3
FROM temp.import_list AS l
CROSS JOIN temp.import_known_name AS n ON n.name_key IN (l.name_key, l.full_key) AND n.name_key <> ''
CROSS JOIN temp.import_known AS k ON k.no = n.no
WHERE l.source = ?1
    AND l.root IS NULL
    AND coalesce(l.no, '') = ''
    AND l.type = 1
    AND k.type = 1
    AND k.company_key = l.company_key
    AND NOT (` + contradicts + `)`

	// A company of the same name.
	fitCompany = `
INSERT OR IGNORE INTO temp.import_fit (seq, no, rank)
SELECT l.seq, k.no, CASE WHEN ` + contradicts + ` THEN 5 ELSE 4 END
FROM temp.import_list AS l
CROSS JOIN temp.import_known_name AS n ON n.name_key = l.company_key
CROSS JOIN temp.import_known AS k ON k.no = n.no
WHERE l.source = ?1
    AND l.root IS NULL
    AND coalesce(l.no, '') = ''
    AND l.type = 0
    AND k.type = 0
    AND l.company_key <> ''`

	contradicts = `
        l.mail_key <> ''
            AND EXISTS (SELECT 1 FROM temp.import_known_mail AS m WHERE m.no = k.no)
            AND NOT EXISTS (SELECT 1 FROM temp.import_known_mail AS m WHERE m.no = k.no AND m.mail_key IN (l.mail_key, l.mail2_key))
        OR l.phone_key <> '' AND k.phone_key <> '' AND l.phone_key NOT IN (k.phone_key, k.mobile_key)
        OR l.mobile_key <> '' AND k.mobile_key <> '' AND l.mobile_key NOT IN (k.phone_key, k.mobile_key)
        OR l.street_key <> '' AND k.street_key <> '' AND l.street_key <> k.street_key
        OR l.city_key <> '' AND k.city_key <> '' AND l.city_key <> k.city_key
        OR coalesce(l.post_code, '') <> '' AND k.post_code <> '' AND l.post_code <> k.post_code`

	// Rows that one contact alone fits, which fits no other row.
	takeSingle = `
UPDATE temp.import_list AS l
SET no = f.no
FROM (
    SELECT min(seq) AS seq, no
    FROM temp.import_fit
    GROUP BY no
    HAVING count(*) = 1
) AS f
WHERE l.seq = f.seq
    AND 1 = (SELECT count(*) FROM temp.import_fit AS o WHERE o.seq = l.seq)`

	dropSingle = `
DELETE FROM temp.import_fit
WHERE seq IN (SELECT f.seq FROM temp.import_fit AS f JOIN temp.import_list AS l ON l.seq = f.seq WHERE l.no = f.no)`

	// What is left to decide, each row with the contacts that fit and how well:
	// how much agrees, and how much the contact has that the row has not.
	selectFits = `
SELECT
    f.seq,
    f.no,
    f.rank,
    (l.phone_key <> '' AND l.phone_key = k.phone_key)
        + (l.mobile_key <> '' AND l.mobile_key = k.mobile_key)
        + (l.street_key <> '' AND l.street_key = k.street_key)
        + (l.city_key <> '' AND l.city_key = k.city_key)
        + (coalesce(l.post_code, '') <> '' AND l.post_code = k.post_code)
        + EXISTS (SELECT 1 FROM temp.import_known_mail AS m WHERE m.no = k.no AND m.mail_key IN (l.mail_key, l.mail2_key) AND m.mail_key <> ''),
    (l.phone_key <> k.phone_key)
        + (l.mobile_key <> k.mobile_key)
        + (l.street_key <> k.street_key)
        + (l.city_key <> k.city_key)
        + (coalesce(l.post_code, '') <> k.post_code)
        + ((l.mail_key <> '') <> EXISTS (SELECT 1 FROM temp.import_known_mail AS m WHERE m.no = k.no))
        + abs(k.filled - ((coalesce(l.job_title, '') <> '') + (coalesce(l.fax_no, '') <> '') + (coalesce(l.home_page, '') <> '') + (coalesce(l.country_region_code, '') <> '') + (coalesce(l.salutation_code, '') <> '') + (coalesce(l.external_id, '') <> '')))
FROM temp.import_fit AS f
JOIN temp.import_list AS l ON l.seq = f.seq
JOIN temp.import_known AS k ON k.no = f.no
ORDER BY f.seq, f.no`
)

// readKnown notes what the stored contacts are known by.
func (r *run) readKnown() error {
	for _, statement := range []string{
		"DROP TABLE IF EXISTS temp.import_known", "DROP TABLE IF EXISTS temp.import_known_mail", "DROP TABLE IF EXISTS temp.import_known_name", "DROP TABLE IF EXISTS temp.import_fit",
		createKnown, createKnownMail, createKnownName, createFit,
	} {
		if _, err := r.tx.ExecContext(r.ctx, statement); err != nil {
			return err
		}
	}
	var stmts [3]*sql.Stmt
	for i, text := range []string{
		"INSERT INTO temp.import_known (no, type, external_id, first_key, last_key, single, company_key, phone_key, mobile_key, street_key, city_key, post_code, filled)\nVALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		"INSERT OR IGNORE INTO temp.import_known_mail (mail_key, no)\nVALUES (?, ?)",
		"INSERT OR IGNORE INTO temp.import_known_name (name_key, no)\nVALUES (?, ?)",
	} {
		var err error
		if stmts[i], err = r.tx.PrepareContext(r.ctx, text); err != nil {
			return err
		}
		defer stmts[i].Close()
	}
	for last := ""; ; {
		batch, err := r.readKnownBatch(last)
		if err != nil {
			return err
		}
		if len(batch) == 0 {
			break
		}
		for _, k := range batch {
			last = k.no
			if err := k.put(stmts); err != nil {
				return err
			}
		}
		if err := r.ctx.Err(); err != nil {
			return err
		}
	}
	for _, index := range []string{
		"CREATE INDEX temp.import_known_external ON import_known (external_id)",
		"CREATE INDEX temp.import_known_mail_no ON import_known_mail (no)",
	} {
		if _, err := r.tx.ExecContext(r.ctx, index); err != nil {
			return err
		}
	}
	return nil
}

// known is what a stored contact is known by.
type known struct {
	no, externalID, name, first, surname, company, mail, mail2, phone, mobile, street, city, postCode string
	kind, filled                                                                                      int64
}

func (r *run) readKnownBatch(last string) (batch []known, err error) {
	rows, err := r.tx.QueryContext(r.ctx, selectKnown, last)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var k known
		if err := rows.Scan(&k.no, &k.kind, &k.externalID, &k.name, &k.first, &k.surname, &k.company, &k.mail, &k.mail2, &k.phone, &k.mobile, &k.street, &k.city, &k.postCode, &k.filled); err != nil {
			return nil, err
		}
		batch = append(batch, k)
	}
	return batch, rows.Err()
}

func (k known) put(stmts [3]*sql.Stmt) error {
	first, last, full := nameKey(k.first), nameKey(k.surname), nameKey(k.name)
	var names []string
	single := 0 // the whole name is one word, which may be either part
	if k.kind == typeCompany {
		names = []string{companyKey(k.name)}
	} else if mailKey(k.name) != mailKey(k.mail) || k.mail == "" {
		// Somebody who is called by the e-mail has no name.
		names = []string{full, strings.TrimSpace(first + " " + last)}
		if first == "" && last == "" {
			n := splitName(k.name)
			first, last = nameKey(n.first), nameKey(n.surname)
			if first == "" {
				single = 1
			}
			names = append(names, strings.TrimSpace(first+" "+last))
		}
	}
	if _, err := stmts[0].Exec(k.no, k.kind, k.externalID, first, last, single, companyKey(k.company), phoneKey(k.phone), phoneKey(k.mobile), nameKey(k.street), nameKey(k.city), k.postCode, k.filled); err != nil {
		return err
	}
	for _, mail := range []string{k.mail, k.mail2} {
		if key := mailKey(mail); key != "" {
			if _, err := stmts[1].Exec(key, k.no); err != nil {
				return err
			}
		}
	}
	for _, n := range names {
		if n != "" {
			if _, err := stmts[2].Exec(n, k.no); err != nil {
				return err
			}
		}
	}
	return nil
}

// matchRows finds the stored contacts that the rows of a list are of.
func (r *run) matchRows(index int) error {
	if err := r.readKnown(); err != nil {
		return err
	}
	for _, statement := range []string{fitNumber, fitExternal, fitMail, fitName, fitCompany} {
		if _, err := r.tx.ExecContext(r.ctx, statement, index); err != nil {
			return err
		}
	}
	for _, statement := range []string{"CREATE INDEX temp.import_fit_no ON import_fit (no)", takeSingle, dropSingle} {
		if _, err := r.tx.ExecContext(r.ctx, statement); err != nil {
			return err
		}
	}
	return r.decide(index)
}

// twoNumbers refuses rows of a list with one number.
func (r *run) twoNumbers(index int) error {
	rows, err := r.tx.QueryContext(r.ctx, selectTwoNumbers, index)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var row, first int
		var no string
		if err := rows.Scan(&row, &first, &no); err != nil {
			return err
		}
		r.wrong(index, RowError{Source: r.input.name(index), Row: row, Value: no, Message: sameKey(first, "")})
		r.refuse(index, row)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	_, err = r.tx.ExecContext(r.ctx, `UPDATE temp.import_list AS l
SET left_out = 1
WHERE source = ?1
    AND no <> ''
    AND EXISTS (SELECT 1 FROM temp.import_list AS o WHERE o.source = ?1 AND o.no = l.no AND o.row < l.row)`, index)
	return err
}

// sameKey says that a row has the key of an earlier one.
func sameKey(row int, source string) core.Sentence {
	if source != "" {
		return core.Sayf("row %d of %s has the same key", row, source)
	}
	return core.Sayf("row %d has the same key", row)
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
	take, err := r.tx.PrepareContext(r.ctx, "UPDATE temp.import_list\nSET no = ?\nWHERE seq = ?")
	if err != nil {
		return err
	}
	defer take.Close()
	taken := map[string]bool{}
	give := func(seq int64, no string) error {
		taken[no] = true
		delete(open, seq)
		_, err := take.Exec(no, seq)
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
	defer rows.Close()
	open = map[int64][]fit{}
	for rows.Next() {
		var seq int64
		var f fit
		if err := rows.Scan(&seq, &f.no, &f.rank, &f.agrees, &f.differ); err != nil {
			return nil, nil, err
		}
		if open[seq] == nil {
			order = append(order, seq)
		}
		open[seq] = append(open[seq], f)
	}
	return open, order, rows.Err()
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
		err := r.tx.QueryRowContext(r.ctx, "SELECT seq FROM temp.import_list WHERE source = ? AND row = ?", index, c.Row).Scan(&seq)
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
		if err := r.tx.QueryRowContext(r.ctx, "UPDATE temp.import_list\nSET left_out = 1\nWHERE seq = ?\nRETURNING source, row", seq).Scan(&source, &row); err != nil {
			return err
		}
		r.count(source).LeftOut++
		r.leftOut(LeftOutRow{Source: r.input.name(source), Row: row, Contacts: nos,
			Text: core.Sayf("the row fits several contacts equally well: %s", core.Words(nos))})
	}
	return nil
}

const (
	createNew = "CREATE TEMP TABLE import_new (ord INTEGER PRIMARY KEY, seq INTEGER, company_key TEXT, name TEXT, no TEXT)"

	createCompany = `
CREATE TEMP TABLE import_company (
    company_key TEXT PRIMARY KEY,
    no TEXT,
    seq INTEGER,
    known INTEGER NOT NULL
) WITHOUT ROWID`

	// Lower numbers first where several companies have one name.
	fillKnownCompanies = `
INSERT OR IGNORE INTO temp.import_company (company_key, no, known)
SELECT n.name_key, min(n.no), 1
FROM temp.import_known_name AS n
JOIN temp.import_known AS k ON k.no = n.no
WHERE k.type = 0
    AND n.name_key IN (SELECT employer_key FROM temp.import_list WHERE source = ?1 AND employer_key <> '')
GROUP BY n.name_key`

	fillListedCompanies = `
INSERT OR IGNORE INTO temp.import_company (company_key, no, seq, known)
SELECT company_key, no, seq, 1
FROM temp.import_list
WHERE source = ?1 AND type = 0 AND root IS NULL AND NOT left_out AND company_key <> ''
ORDER BY seq`

	// Companies that persons name and nobody has, each before its first person,
	// and the contacts that were not found.
	fillNew = `
INSERT INTO temp.import_new (seq, company_key, name)
SELECT seq, company_key, name
FROM (
    SELECT min(l.seq) AS at, 0 AS kind, NULL AS seq, l.employer_key AS company_key, NULL AS name
    FROM temp.import_list AS l
    WHERE l.source = ?1
        AND l.employer_key <> ''
        AND l.type = 1
        AND l.root IS NULL
        AND NOT l.left_out
        AND NOT EXISTS (SELECT 1 FROM temp.import_company AS c WHERE c.company_key = l.employer_key)
    GROUP BY l.employer_key
    UNION ALL
    SELECT l.seq, 1, l.seq, NULL, NULL
    FROM temp.import_list AS l
    WHERE l.source = ?1 AND coalesce(l.no, '') = '' AND l.root IS NULL AND NOT l.left_out
)
ORDER BY at, kind`
)

// numberRows gives the contacts that are new their numbers, and persons their
// companies.
func (r *run) numberRows(index int) error {
	for _, statement := range []string{"DROP TABLE IF EXISTS temp.import_new", "DROP TABLE IF EXISTS temp.import_company", createNew, createCompany} {
		if _, err := r.tx.ExecContext(r.ctx, statement); err != nil {
			return err
		}
	}
	for _, statement := range []string{
		"UPDATE temp.import_list AS l\nSET is_new = 1\nWHERE source = ?1 AND NOT EXISTS (SELECT 1 FROM temp.import_known AS k WHERE k.no = l.no)",
		fillKnownCompanies, fillListedCompanies, fillNew,
	} {
		if _, err := r.tx.ExecContext(r.ctx, statement, index); err != nil {
			return err
		}
	}
	var n int
	if err := r.tx.QueryRowContext(r.ctx, "SELECT count(*) FROM temp.import_new").Scan(&n); err != nil {
		return err
	}
	nos, err := company.NextNos(r.ctx, r.tx, company.ContactSeries, n, func(some []string) (map[string]bool, error) { return r.numbersTaken(some) })
	if err != nil {
		return err
	}
	set, err := r.tx.PrepareContext(r.ctx, "UPDATE temp.import_new\nSET no = ?\nWHERE ord = ?")
	if err != nil {
		return err
	}
	defer set.Close()
	for i, no := range nos {
		if _, err := set.Exec(no, i+1); err != nil {
			return err
		}
	}
	for _, statement := range []string{
		"UPDATE temp.import_list AS l\nSET no = n.no\nFROM temp.import_new AS n\nWHERE n.seq = l.seq",
		"INSERT INTO temp.import_company (company_key, no, known)\nSELECT company_key, no, 0\nFROM temp.import_new\nWHERE company_key IS NOT NULL",
		"UPDATE temp.import_company AS c\nSET no = l.no\nFROM temp.import_list AS l\nWHERE l.seq = c.seq",
	} {
		if _, err := r.tx.ExecContext(r.ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

const selectTakenNumbers = `
SELECT no
FROM main.contact
WHERE no IN (SELECT value FROM json_each(?1))
UNION
SELECT no
FROM temp.import_list
WHERE no IN (SELECT value FROM json_each(?1))`

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
	defer rows.Close()
	taken := map[string]bool{}
	for rows.Next() {
		var no string
		if err := rows.Scan(&no); err != nil {
			return nil, err
		}
		taken[no] = true
	}
	return taken, rows.Err()
}

// stageRows brings the rows of a list into the stage of the contacts, and what
// belongs to them into the stages of their tables.
func (r *run) stageRows(index int) error {
	if _, err := r.tx.ExecContext(r.ctx, stageEmployers); err != nil {
		return err
	}
	if _, err := r.tx.ExecContext(r.ctx, stageContacts(), index); err != nil {
		return err
	}
	for table, statement := range map[string]string{"contact_alt_address": stageHomes, "contact_mailing_group": stageGroups} {
		var any bool
		if err := r.tx.QueryRowContext(r.ctx, anyOf[table], index).Scan(&any); err != nil {
			return err
		}
		if !any {
			continue
		}
		if _, err := r.stage(catalog.Must(table)); err != nil {
			return err
		}
		if _, err := r.tx.ExecContext(r.ctx, statement, index); err != nil {
			return err
		}
	}
	if err := r.countCompanies(r.ctx, index); err != nil {
		return err
	}
	return r.tellStaged(index)
}

const (
	stageEmployers = `
INSERT INTO temp.import_contact (no, name, search_name, type, company_no, company_name, import_order, import_source, import_row)
SELECT n.no, l.employer, l.employer_search, 0, n.no, l.employer, l.seq, -1, l.row
FROM temp.import_new AS n
JOIN (
    SELECT employer_key, min(seq) AS seq
    FROM temp.import_list
    WHERE root IS NULL AND NOT left_out AND type = 1
    GROUP BY employer_key
) AS f ON f.employer_key = n.company_key
JOIN temp.import_list AS l ON l.seq = f.seq`

	stageHomes = `
INSERT INTO temp.import_contact_alt_address (contact_no, code, address, address_2, city, county, post_code, country_region_code, phone_no, import_order, import_source, import_row)
SELECT
    no,
    'HOME',
    nullif(home_address, ''),
    nullif(home_address_2, ''),
    nullif(home_city, ''),
    nullif(home_county, ''),
    nullif(home_post_code, ''),
    nullif(home_country, ''),
    nullif(home_phone, ''),
    seq,
    -1,
    row
FROM temp.import_list
WHERE source = ?1 AND root IS NULL AND NOT left_out AND (has_home OR home_phone <> '')
ON CONFLICT DO NOTHING`

	stageGroups = `
INSERT INTO temp.import_contact_mailing_group (contact_no, mailing_group_code, import_order, import_source, import_row)
SELECT l.no, g.code, l.seq, -1, l.row
FROM temp.import_list_group AS g
JOIN temp.import_list AS l ON l.seq = g.seq
WHERE l.source = ?1 AND l.root IS NULL AND NOT l.left_out
ON CONFLICT DO NOTHING`
)

// anyOf tells whether a list has rows for a table besides the contacts.
var anyOf = map[string]string{
	"contact_alt_address":   "SELECT EXISTS (SELECT 1 FROM temp.import_list WHERE source = ?1 AND (has_home OR home_phone <> ''))",
	"contact_mailing_group": "SELECT EXISTS (SELECT 1 FROM temp.import_list_group AS g JOIN temp.import_list AS l ON l.seq = g.seq WHERE l.source = ?1)",
}

// stageContacts stages what the rows of a list say of contacts. Who is known
// keeps what the list only guesses: the type, the parts of a split name, a mobile
// number that is a second telephone's.
func stageContacts() string {
	return "INSERT INTO temp.import_contact (" + each(contactTable().Fields, ", ", name) + `, import_order, import_source, import_row)
SELECT
    ` + each(contactTable().Fields, ",\n    ", func(f catalog.Field) string {
		switch f.Key {
		case "name":
			return "CASE WHEN l.is_new THEN coalesce(nullif(l.name, ''), l.called) ELSE nullif(l.name, '') END"
		case "search_name":
			return "CASE WHEN l.is_new THEN coalesce(nullif(l.search_name, ''), l.search) ELSE l.search_name END"
		case "type":
			return "CASE WHEN l.is_new OR l.type_given THEN l.type END"
		case "company_no":
			return `CASE
        WHEN l.type = 0 AND l.is_new THEN l.no
        WHEN l.employer_key <> '' AND (l.is_new OR k.company_key <> l.employer_key) THEN coalesce((SELECT e.no FROM temp.import_company AS e WHERE e.company_key = l.employer_key), l.company_no)
        WHEN l.is_new THEN coalesce(l.company_no, '')
        ELSE l.company_no
    END`
		case "first_name", "surname":
			return fmt.Sprintf("CASE WHEN l.split AND NOT l.is_new AND (c.first_name <> '' OR c.surname <> '') THEN NULL ELSE l.%s END", f.Key)
		case "mobile_phone_no":
			return "coalesce(l.mobile_phone_no, CASE WHEN l.spare_mobile <> '' AND (l.is_new OR c.mobile_phone_no = '') THEN l.spare_mobile END)"
		case "external_id":
			return "CASE WHEN l.is_new OR c.external_id = '' THEN l.external_id END"
		case "e_mail":
			return "CASE WHEN NOT l.is_new AND c.e_mail <> '' AND fold(trim(c.e_mail_2)) = l.mail_key THEN NULL ELSE l.e_mail END"
		}
		return "l." + f.Key
	}) + `,
    l.seq,
    l.source,
    l.row
FROM temp.import_list AS l
LEFT JOIN main.contact AS c ON c.no = l.no
LEFT JOIN temp.import_known AS k ON k.no = l.no
WHERE l.source = ?1 AND l.root IS NULL AND NOT l.left_out`
}

const (
	selectRoots = `
SELECT l.row, coalesce(l.no, '')
FROM temp.import_list AS l
WHERE l.source = ?1 AND l.seq IN (SELECT root FROM temp.import_list WHERE root IS NOT NULL)`

	selectKept = `
SELECT l.row, 'external_id', l.external_id
FROM temp.import_list AS l
JOIN main.contact AS c ON c.no = l.no
WHERE l.source = ?1 AND l.root IS NULL AND NOT l.left_out AND NOT l.is_new AND l.external_id <> '' AND c.external_id <> '' AND c.external_id <> l.external_id
UNION ALL
SELECT l.row, 'mobile_phone_no', l.spare_mobile
FROM temp.import_list AS l
JOIN main.contact AS c ON c.no = l.no
WHERE l.source = ?1 AND l.root IS NULL AND NOT l.left_out AND NOT l.is_new AND l.spare_mobile <> '' AND c.mobile_phone_no <> '' AND c.mobile_phone_no <> l.spare_mobile
ORDER BY 1`

	selectShared = `
WITH
    everybody AS (
        SELECT mail_key, no
        FROM temp.import_known_mail
        UNION
        SELECT mail_key, no
        FROM temp.import_list
        WHERE source = ?1 AND root IS NULL AND NOT left_out AND mail_key <> ''
    ),
    shared AS (
        SELECT mail_key, min(no) AS first, max(no) AS last
        FROM everybody
        GROUP BY mail_key
        HAVING min(no) <> max(no)
    ),
    told AS (
        SELECT l.row, l.e_mail, CASE WHEN s.first <> l.no THEN s.first ELSE s.last END AS other
        FROM temp.import_list AS l
        JOIN shared AS s ON s.mail_key = l.mail_key
        WHERE l.source = ?1 AND l.root IS NULL AND NOT l.left_out
    )
SELECT t.row, t.e_mail, t.other, coalesce(i.name, c.name, '')
FROM told AS t
LEFT JOIN temp.import_contact AS i ON i.no = t.other
LEFT JOIN main.contact AS c ON c.no = t.other
ORDER BY t.row`
)

// tellStaged tells which contacts merged rows became, what is kept although the
// list has something else, and who shares an e-mail.
func (r *run) tellStaged(index int) error {
	rows, err := r.tx.QueryContext(r.ctx, selectRoots, index)
	if err != nil {
		return err
	}
	nos := map[int]string{}
	for rows.Next() {
		var row int
		var no string
		if err := rows.Scan(&row, &no); err != nil {
			return errors.Join(err, rows.Close())
		}
		nos[row] = no
	}
	if err := errorsOf(rows); err != nil {
		return err
	}
	for _, m := range r.merges {
		if m.index == index {
			r.result.Merged = append(r.result.Merged, Merged{Source: r.input.name(index), Rows: m.rows, ContactNo: nos[m.rows[0]]})
		}
	}
	if rows, err = r.tx.QueryContext(r.ctx, selectKept, index); err != nil {
		return err
	}
	for rows.Next() {
		var row int
		var key, text string
		if err := rows.Scan(&row, &key, &text); err != nil {
			return errors.Join(err, rows.Close())
		}
		f, _ := contactTable().Field(key)
		r.remark(index, row, f.Caption, text, core.Sayf("the contact has another value, which is kept"))
	}
	if err := errorsOf(rows); err != nil {
		return err
	}
	if rows, err = r.tx.QueryContext(r.ctx, selectShared, index); err != nil {
		return err
	}
	mail, _ := contactTable().Field("e_mail")
	for rows.Next() {
		var row int
		var address, other, called string
		if err := rows.Scan(&row, &address, &other, &called); err != nil {
			return errors.Join(err, rows.Close())
		}
		r.remark(index, row, mail.Caption, address, core.Sayf("shares an e-mail with %s %s", other, called))
	}
	return errorsOf(rows)
}

// countCompanies counts the companies of persons' rows: those that were made
// and those that were there.
func (r *run) countCompanies(ctx context.Context, index int) error {
	var made, there int
	err := r.tx.QueryRowContext(ctx, `SELECT
    (SELECT count(*) FROM temp.import_company WHERE NOT known),
    (
        SELECT count(DISTINCT l.employer_key)
        FROM temp.import_list AS l
        JOIN temp.import_company AS c ON c.company_key = l.employer_key
        WHERE l.source = ? AND l.type = 1 AND l.root IS NULL AND NOT l.left_out AND c.known AND c.seq IS NULL
    )`, index).Scan(&made, &there)
	r.result.Companies.New += made
	r.result.Companies.Unchanged += there
	return err
}
