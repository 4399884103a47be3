package statistics

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"winnow/core/catalog"
	"winnow/core/filter"
	"winnow/core/privacy"
	"winnow/core/reach"
	"winnow/core/segment"
	"winnow/core/value"
	"winnow/data"
)

// groupColumns are what lines are alike in for the statistics.
var groupColumns = []string{
	"type",
	reach.NoEMail,
	"address = '' AND address_2 = ''",
	"post_code = ''",
	"phone_no = '' AND mobile_phone_no = ''",
	"fax_no = ''",
	"exclude_from_segment <> 0",
	privacy.Condition,
	"country_region_code",
	"salesperson_code",
	"language_code",
	"correspondence_type",
}

// selectGroups counts the lines that are alike.
func selectGroups(ctx context.Context, tx *sql.Tx, lines *segment.Lines) ([]group, error) {
	return tally(ctx, tx, lines, groupColumns, func(g *group) []any {
		return []any{&g.kind, &g.noEMail, &g.noAddress, &g.noPostCode, &g.noPhone, &g.noFax, &g.excluded, &g.blocked, &g.country, &g.salesperson, &g.language, &g.correspondence}
	})
}

// selectShape counts the lines that are alike in what their shape tells.
func selectShape(ctx context.Context, tx *sql.Tx, lines *segment.Lines) ([]group, error) {
	return tally(ctx, tx, lines, []string{"type", "country_region_code", "language_code", "correspondence_type"}, func(g *group) []any {
		return []any{&g.kind, &g.country, &g.language, &g.correspondence}
	})
}

// tally counts the lines that are alike in some columns, which it reads into what into
// returns of a group. GROUP BY would sort all lines, to count some hundred groups.
func tally(ctx context.Context, tx *sql.Tx, lines *segment.Lines, columns []string, into func(*group) []any) ([]group, error) {
	from := lines.Subquery()
	var all string
	err := tx.QueryRowContext(ctx, "SELECT coalesce(group_concat(concat_ws(char(31), "+strings.Join(columns, ", ")+"), char(30)), '') FROM "+from.SQL,
		from.Args...).Scan(&all)
	if err != nil || all == "" {
		return nil, err
	}
	counts := map[string]int{}
	for line := range strings.SplitSeq(all, "\x1e") {
		counts[line]++
	}
	var groups []group
	for _, line := range slices.Sorted(maps.Keys(counts)) {
		g := group{lines: counts[line]}
		if err := readGroup(strings.Split(line, "\x1f"), into(&g)); err != nil {
			return nil, err
		}
		groups = append(groups, g)
	}
	return groups, nil
}

// readGroup reads the values of a group: texts, whole numbers, and 0 or 1.
func readGroup(values []string, into []any) error {
	if len(values) != len(into) {
		return fmt.Errorf("%d values of a line are read, not %d", len(values), len(into))
	}
	for i, v := range values {
		switch to := into[i].(type) {
		case *string:
			*to = v
		case *bool:
			*to = v == "1"
		default:
			if _, err := fmt.Sscan(v, to); err != nil {
				return fmt.Errorf("read %q of a line: %w", v, err)
			}
		}
	}
	return nil
}

// selectDifferent counts the different contacts on the lines, and the different
// companies that they are or work for.
func selectDifferent(ctx context.Context, tx *sql.Tx, lines *segment.Lines) (contacts, firms int, err error) {
	from := lines.Subquery()
	err = tx.QueryRowContext(ctx, "SELECT count(DISTINCT contact_id), count(DISTINCT nullif(company_no, '')) FROM "+from.SQL, from.Args...).
		Scan(&contacts, &firms)
	return contacts, firms, err
}

// selectNames returns what codes of a table are called, by code.
func selectNames(ctx context.Context, tx *sql.Tx, table string, codes []string) (map[string]string, error) {
	t := catalog.Must(table)
	return data.Pairs[string, string](ctx, tx, "SELECT "+t.Keys[0]+", "+t.Describe+" FROM "+t.Key+
		" WHERE "+t.Keys[0]+" IN (SELECT value FROM json_each(?))", data.JSONList(codes))
}

const countCountries = `
SELECT
    country_region_code,
    count(*)
FROM contact
GROUP BY country_region_code`

func selectCountries(ctx context.Context, tx *sql.Tx) (map[string]int, error) {
	return data.Pairs[string, int](ctx, tx, countCountries)
}

const countTypes = `
SELECT
    count(*) FILTER (WHERE type = 0),
    count(*) FILTER (WHERE type <> 0)
FROM contact`

func selectTypes(ctx context.Context, tx *sql.Tx) (companies, persons int, err error) {
	err = tx.QueryRowContext(ctx, countTypes).Scan(&companies, &persons)
	return companies, persons, err
}

// lastDay is behind all days.
const lastDay = "9999-12-31"

const findOldDay = `
SELECT date
FROM interaction_log_entry
WHERE date <> ''
ORDER BY date
LIMIT 1 OFFSET ?`

// selectOldDay returns the day up to which there are so many interactions, or the
// last day where there are not so many.
func selectOldDay(ctx context.Context, tx *sql.Tx, n int) (string, error) {
	day := ""
	err := tx.QueryRowContext(ctx, findOldDay, n).Scan(&day)
	if errors.Is(err, sql.ErrNoRows) {
		return lastDay, nil
	}
	return day, err
}

// wanted are the contacts c that one would write to.
const wanted = "c.exclude_from_segment = 0 AND NOT " + privacy.Condition

// The interactions i that are their contact's last, the oldest first. They are
// walked in the order of the index by date, and whether there is a later one is
// told by the index by contact.
const findLongestAgo = `
SELECT
    c.no,
    c.name,
    i.date
FROM interaction_log_entry AS i
CROSS JOIN contact AS c ON c.no = i.contact_no
WHERE i.date <> ''
    AND i.date <= ?
    AND i.canceled = 0
    AND i.attempt_failed = 0
    AND ` + wanted + `
    AND NOT EXISTS (
        SELECT 1
        FROM interaction_log_entry AS later
        WHERE later.contact_no = i.contact_no
            AND later.canceled = 0
            AND later.date >= i.date
            AND (later.date > i.date OR later.entry_no > i.entry_no)
            AND later.attempt_failed = 0
    )
ORDER BY i.date, i.contact_no
LIMIT ?`

func selectLongestAgo(ctx context.Context, tx *sql.Tx, until string, limit int) ([]Contacted, error) {
	return listContacted(ctx, tx, findLongestAgo, until, limit)
}

// The last interaction of every contact. The table is read as it lies, since the
// indexes do not tell which attempts failed.
const findLastInteractions = `
SELECT
    c.no,
    c.name,
    i.date
FROM (
    SELECT
        contact_no,
        max(date) AS date
    FROM interaction_log_entry NOT INDEXED
    WHERE date <> ''
        AND canceled = 0
        AND attempt_failed = 0
    GROUP BY contact_no
) AS i
JOIN contact AS c ON c.no = i.contact_no
WHERE ` + wanted + `
ORDER BY i.date, i.contact_no
LIMIT ?`

func selectLastInteractions(ctx context.Context, tx *sql.Tx, limit int) ([]Contacted, error) {
	return listContacted(ctx, tx, findLastInteractions, limit)
}

func listContacted(ctx context.Context, tx *sql.Tx, query string, args ...any) ([]Contacted, error) {
	return data.List(ctx, tx, func(c *Contacted) []any { return []any{&c.No, &c.Name, &c.Date} }, query, args...)
}

const selectContactCounts = `
SELECT
    c.no,
    c.type = 0,
    coalesce((SELECT max(date) FROM interaction_log_entry WHERE contact_no = c.no AND canceled = 0 AND postponed = 0 AND attempt_failed = 0), ''),
    coalesce((SELECT max(date) FROM interaction_log_entry WHERE contact_no = c.no AND canceled = 0 AND postponed = 0 AND initiated_by = 1), ''),
    coalesce((SELECT min(date) FROM to_do WHERE contact_no = c.no AND closed = 0 AND date <> ''), ''),
    (SELECT count(*) FROM contact_job_responsibility WHERE contact_no = c.no),
    (SELECT count(*) FROM contact_industry_group WHERE contact_no = c.company_no AND c.company_no <> ''),
    (SELECT count(*) FROM contact_business_relation WHERE contact_no = c.company_no AND c.company_no <> ''),
    (SELECT count(*) FROM contact_mailing_group WHERE contact_no = c.no)
FROM contact AS c
WHERE c.no = ?1 OR c.id = (SELECT contact_id FROM contact_number WHERE no = ?1)`

// selectContact counts what belongs to a contact, but for its interactions. The error
// is sql.ErrNoRows where there is none with that number.
func selectContact(ctx context.Context, tx *sql.Tx, no string) (c Contact, isCompany bool, err error) {
	err = tx.QueryRowContext(ctx, selectContactCounts, no).Scan(&c.No, &isCompany, &c.LastInteraction, &c.LastAttempted, &c.NextTask,
		&c.JobResponsibilities, &c.IndustryGroups, &c.BusinessRelations, &c.MailingGroups)
	return c, isCompany, err
}

// selectInteractions counts the interactions that have the number in a column.
func selectInteractions(ctx context.Context, tx *sql.Tx, column, no string, dates filter.Filter) (Interactions, error) {
	condition, args := dates.SQL("date")
	var i Interactions
	err := tx.QueryRowContext(ctx, `
SELECT count(*), coalesce(sum(cost_lcy), 0), coalesce(sum(duration_min), 0)
FROM interaction_log_entry
WHERE `+column+" = ? AND canceled = 0 AND postponed = 0 AND ("+condition+")", append([]any{no}, args...)...).Scan(&i.Count, &i.Cost, &i.Duration)
	i.Cost, i.Duration = value.Exact(i.Cost), value.Exact(i.Duration)
	return i, err
}
