package importer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"winnow/core/catalog"
)

// The package's SQL: statements by name, those that go over a table's fields
// written from the catalog. In all of them t is what is staged of a table, s what
// is stored, l a row of a list, k a contact that is stored before the list.

const (
	staged     = "import_"
	unnumbered = "import_free_"
)

var sqlTypes = map[catalog.Type]string{
	catalog.Code: "TEXT", catalog.Text: "TEXT", catalog.Date: "TEXT", catalog.Decimal: "REAL",
	catalog.Integer: "INTEGER", catalog.Boolean: "INTEGER", catalog.Option: "INTEGER",
}

// zero is the empty value of a field in SQL.
func zero(f catalog.Field) string {
	if sqlTypes[f.Type] == "TEXT" {
		return "''"
	}
	return "0"
}

// initial is what a new row has in a field that the input lacks, in SQL.
func initial(f catalog.Field) string {
	if f.Default != 0 {
		return strconv.FormatInt(f.Default, 10)
	}
	return zero(f)
}

// each writes a text for every field and joins them.
func each(fields []catalog.Field, separator string, write func(catalog.Field) string) string {
	var parts []string
	for _, f := range fields {
		parts = append(parts, write(f))
	}
	return strings.Join(parts, separator)
}

func name(f catalog.Field) string { return f.Column() }

// columns are the fields in the table that from stands for.
func columns(fields []catalog.Field, from string) string {
	return each(fields, ", ", func(f catalog.Field) string { return from + "." + f.Column() })
}

// split returns the table's key fields and the others.
func split(t catalog.Table) (keys, others []catalog.Field) {
	for _, f := range t.Fields {
		if t.IsKey(f.Key) {
			keys = append(keys, f)
		} else {
			others = append(others, f)
		}
	}
	return keys, others
}

// sameRow is true of a staged row and the stored one with its key.
func sameRow(t catalog.Table) string {
	keys, _ := split(t)
	return each(keys, " AND ", func(f catalog.Field) string { return fmt.Sprintf("t.%[1]s = s.%[1]s", f.Column()) })
}

// differs is true of a staged row that changes the stored one.
func differs(t catalog.Table) string {
	_, others := split(t)
	if len(others) == 0 {
		return "0"
	}
	return each(others, " OR ", func(f catalog.Field) string { return fmt.Sprintf("t.%[1]s <> s.%[1]s", f.Column()) })
}

// Stages of tables.

// createStage makes the table of a stage, keyed by some of its fields.
func createStage(table string, fields, keys []catalog.Field, null string) string {
	return fmt.Sprintf("CREATE TEMP TABLE %s (%s, _import_order INTEGER NOT NULL, _import_source INTEGER NOT NULL, _import_row INTEGER NOT NULL, _import_twice TEXT, PRIMARY KEY (%s)) WITHOUT ROWID",
		table, each(fields, ", ", func(f catalog.Field) string { return f.Column() + " " + sqlTypes[f.Type] + null }), each(keys, ", ", name))
}

// What becomes of a staged row whose key is staged already: one with a number is
// noted at the first, and refused later; one without is the same row.
const (
	onTwice = "DO UPDATE SET _import_twice = coalesce(_import_twice || ' ', '') || excluded._import_source || ':' || excluded._import_row"
	onAgain = "DO NOTHING"
)

// insertStaged stages so many rows.
func insertStaged(table string, fields, keys []catalog.Field, conflict string, rows int) string {
	return fmt.Sprintf("INSERT INTO temp.%s (%s, _import_order, _import_source, _import_row)\nVALUES %s\nON CONFLICT (%s) %s",
		table, each(fields, ", ", name), placeholders(len(fields)+3, rows), each(keys, ", ", name), conflict)
}

// placeholders are those of so many rows.
func placeholders(width, rows int) string {
	row := "(" + strings.Repeat("?, ", width-1) + "?)"
	return row + strings.Repeat(", "+row, rows-1)
}

func selectDoubles(t catalog.Table) string {
	keys, _ := split(t)
	return fmt.Sprintf("SELECT _import_source, _import_row, _import_twice, %s\nFROM temp.%s\nWHERE _import_twice IS NOT NULL\nORDER BY _import_order",
		each(keys, ", ", name), staged+t.Key)
}

func insertWord(t catalog.Table) string {
	return fmt.Sprintf("INSERT INTO temp.%s (code, %s, _import_order, _import_source, _import_row)\nVALUES (?, ?, 0, -1, 0)\nON CONFLICT DO NOTHING", staged+t.Key, t.Describe)
}

func updateFromContact(t catalog.Table, f catalog.Field) string {
	return fmt.Sprintf(`
UPDATE temp.%[1]s AS t
SET %[2]s = coalesce(
    (
        SELECT nullif(s.%[2]s, %[6]s)
        FROM main.%[3]s AS s
        WHERE s.%[4]s = t.%[4]s
            AND s.%[5]s = coalesce(t.%[5]s, s.%[5]s)
    ),
    (SELECT c.%[7]s FROM main.contact AS c WHERE c.no = t.%[5]s),
    %[2]s
)
WHERE coalesce(%[2]s, %[6]s) = %[6]s`, staged+t.Key, f.Key, t.Key, t.Keys[0], t.Owner, zero(f), f.OfContact)
}

func dropStage(table string) string { return "DROP TABLE temp." + table }

// emptyContacts takes away what is staged of contacts.
const emptyContacts = "DELETE FROM temp.import_contact"

// belongs reports whether a table's rows are left out where what they belong to does
// not exist.
func belongs(t catalog.Table) bool { return t.Owner != "" || t.Entries && t.PartOf != "" }

// owner is the contact that a staged row belongs to, or the entry that it is part of:
// where the input has no such column, that of the stored row with its number.
func owner(t catalog.Table, staging string) string {
	if t.Owner == "" {
		return "t." + t.Keys[0]
	}
	if t.Ownerless {
		return "coalesce(t." + t.Owner + ", '')"
	}
	if !t.Numbered || staging == unnumbered+t.Key {
		return "t." + t.Owner
	}
	return fmt.Sprintf("coalesce(t.%[1]s, (SELECT s.%[1]s FROM main.%[2]s AS s WHERE s.%[3]s = t.%[3]s), '')", t.Owner, t.Key, t.Keys[0])
}

// orphan is true of a staged row whose contact or entry does not exist.
func orphan(t catalog.Table, staging string) string {
	if t.Owner == "" {
		return fmt.Sprintf("NOT EXISTS (SELECT 1 FROM main.%[1]s AS e WHERE e.%[2]s = t.%[2]s)", t.PartOf, t.Keys[0])
	}
	if t.Ownerless {
		return fmt.Sprintf("coalesce(t.%[1]s, '') <> '' AND NOT EXISTS (SELECT 1 FROM main.contact AS c WHERE c.no = t.%[1]s)", t.Owner)
	}
	return fmt.Sprintf("NOT EXISTS (SELECT 1 FROM main.contact AS c WHERE c.no = %s)", owner(t, staging))
}

func selectOrphans(t catalog.Table, staging string) string {
	return fmt.Sprintf("SELECT _import_source, _import_row, %s\nFROM temp.%s AS t\nWHERE %s\nORDER BY _import_order\nLIMIT ?",
		owner(t, staging), staging, orphan(t, staging))
}

func countOrphans(t catalog.Table, staging string) string {
	return fmt.Sprintf("SELECT _import_source, count(*), 0, 0\nFROM temp.%s AS t\nWHERE %s\nGROUP BY _import_source", staging, orphan(t, staging))
}

func deleteOrphans(t catalog.Table, staging string) string {
	return fmt.Sprintf("DELETE FROM temp.%s AS t\nWHERE %s", staging, orphan(t, staging))
}

func selectEmpty(t catalog.Table) string {
	return "SELECT NOT EXISTS (SELECT 1 FROM main." + t.Key + ")"
}

func countStaged(t catalog.Table) string { return "SELECT count(*) FROM temp." + staged + t.Key }

// countNewBySource counts the staged rows where none is stored.
func countNewBySource(t catalog.Table) string {
	return fmt.Sprintf("SELECT _import_source, count(*), count(*), 0\nFROM temp.%s\nGROUP BY _import_source", staged+t.Key)
}

// countStagedBySource counts the staged rows, those that are new and those that
// change a stored one.
func countStagedBySource(t catalog.Table) string {
	return fmt.Sprintf(`SELECT t._import_source, count(*), sum(s.%[1]s IS NULL), coalesce(sum(s.%[1]s IS NOT NULL AND (%[2]s)), 0)
FROM temp.%[3]s AS t
LEFT JOIN main.%[4]s AS s ON %[5]s
WHERE %[6]s
GROUP BY t._import_source`, t.Keys[0], differs(t), staged+t.Key, t.Key, sameRow(t), notAdopted(t))
}

func updateChanged(t catalog.Table) string {
	_, others := split(t)
	set := each(others, ", ", func(f catalog.Field) string { return fmt.Sprintf("%[1]s = coalesce(t.%[1]s, s.%[1]s)", f.Column()) })
	if t.MadeHere {
		set += ", canceled_by = CASE WHEN coalesce(t.canceled, s.canceled) = 0 THEN 0 ELSE s.canceled_by END"
	}
	return fmt.Sprintf("UPDATE main.%s AS s\nSET %s\nFROM temp.%s AS t\nWHERE %s AND (%s)", t.Key, set, staged+t.Key, sameRow(t), differs(t))
}

// isNew is true of a staged row that is not stored, as all are where none is.
func isNew(t catalog.Table, empty bool) string {
	if empty {
		return "1"
	}
	return fmt.Sprintf("NOT EXISTS (SELECT 1 FROM main.%s AS s WHERE %s)", t.Key, sameRow(t))
}

func insertNew(t catalog.Table, empty bool) string {
	return fmt.Sprintf("INSERT INTO main.%s (%s)\nSELECT %s\nFROM temp.%s AS t\nWHERE %s",
		t.Key, each(t.Fields, ", ", name),
		each(t.Fields, ", ", func(f catalog.Field) string { return fmt.Sprintf("coalesce(t.%s, %s)", f.Column(), initial(f)) }),
		staged+t.Key, isNew(t, empty))
}

// selectChanged reads the first staged rows that change stored ones, beside them.
// CROSS JOIN keeps the order: the stage is looked through, each row looked up in
// the table's key.
func selectChanged(t catalog.Table) string {
	return fmt.Sprintf(`SELECT t._import_source, t._import_row, %s, %s
FROM temp.%s AS t
CROSS JOIN main.%s AS s ON %s
WHERE %s
LIMIT ?`, columns(t.Fields, "s"), columns(t.Fields, "t"), staged+t.Key, t.Key, sameRow(t), differs(t))
}

// selectShown reads the first staged rows of each source beside the stored ones.
func selectShown(t catalog.Table) string {
	return fmt.Sprintf(`SELECT t._import_source, t._import_row, s.%s IS NULL, %s, %s
FROM temp.%s AS t
LEFT JOIN main.%s AS s ON %s
WHERE t._import_source >= 0 AND t._import_row <= ?
ORDER BY t._import_source, t._import_row`, t.Keys[0], columns(t.Fields, "s"), columns(t.Fields, "t"), staged+t.Key, t.Key, sameRow(t))
}

const stagedBesideStored = "FROM temp.import_contact AS t\nJOIN main.contact AS s ON s.no = t.no"

// countChangedFields counts for each field the stored contacts that get another
// value.
func countChangedFields(fields []catalog.Field) string {
	return "SELECT " + each(fields, ", ", func(f catalog.Field) string {
		return fmt.Sprintf("count(CASE WHEN t.%[1]s <> s.%[1]s THEN 1 END)", f.Column())
	}) + "\n" + stagedBesideStored
}

// selectFieldSamples reads the first contacts in which a field gets another value.
func selectFieldSamples(f catalog.Field) string {
	return fmt.Sprintf("SELECT t.no, s.%[1]s, t.%[1]s\n%[2]s\nWHERE t.%[1]s <> s.%[1]s\nORDER BY t.no\nLIMIT ?", f.Column(), stagedBesideStored)
}

// Rows without a number.

func foundTable(t catalog.Table) string { return "import_found_" + t.Key }

func selectAnyUnnumbered(t catalog.Table) string {
	return fmt.Sprintf("SELECT EXISTS (SELECT 1 FROM temp.%s)", unnumbered+t.Key)
}

func createFound(t catalog.Table) string {
	return fmt.Sprintf("CREATE TEMP TABLE %s (_import_order INTEGER PRIMARY KEY, counted INTEGER NOT NULL)", foundTable(t))
}

// insertFound notes the rows without a number that equal a stored one; counted
// says that the input has that one's number, too. CROSS JOIN keeps the order: one
// look through the stored rows, each looked up in the stage's key.
func insertFound(t catalog.Table) string {
	_, others := split(t)
	return fmt.Sprintf(`INSERT INTO temp.%[1]s (_import_order, counted)
SELECT f._import_order, max(EXISTS (SELECT 1 FROM temp.%[2]s AS t WHERE t.%[3]s = s.%[3]s))
FROM main.%[4]s AS s
CROSS JOIN temp.%[5]s AS f ON %[6]s
GROUP BY f._import_order`, foundTable(t), staged+t.Key, t.Keys[0], t.Key, unnumbered+t.Key,
		each(others, " AND ", func(f catalog.Field) string {
			return sameValue(t, f)
		}))
}

// sameValue is true of a field in which a row f without a number equals a stored row
// s. What a row made here was logged with stays, whatever comes.
func sameValue(t catalog.Table, f catalog.Field) string {
	switch {
	case f.OfContact != "":
		return fmt.Sprintf("f.%[1]s IN (%[2]s, s.%[1]s)", f.Key, zero(f))
	case t.Key == catalog.InteractionEntry && slices.Contains(keptLinks[:], f.Key):
		return fmt.Sprintf("(f.%[1]s = s.%[1]s OR s.%[1]s >= %[2]d)", f.Key, catalog.FirstMadeHere)
	}
	return fmt.Sprintf("f.%[1]s = s.%[1]s", f.Key)
}

func countFoundBySource(t catalog.Table) string {
	return fmt.Sprintf(`SELECT f._import_source, count(*), coalesce(sum(m.counted = 0), 0), coalesce(sum(m.counted), 0)
FROM temp.%s AS f
LEFT JOIN temp.%s AS m ON m._import_order = f._import_order
GROUP BY f._import_source`, unnumbered+t.Key, foundTable(t))
}

func selectLastNumber(t catalog.Table) string {
	return fmt.Sprintf("SELECT coalesce(max(%s), 0) FROM main.%s WHERE %s", t.Keys[0], t.Key, fromElsewhere(t))
}

// fromElsewhere is true of the rows of a numbered table whose numbers are not those of
// rows that are made here.
func fromElsewhere(t catalog.Table) string {
	if !t.MadeHere {
		return "1"
	}
	return fmt.Sprintf("%s < %d", t.Keys[0], catalog.FirstMadeHere)
}

// insertUnnumbered stores the rows that equal no stored one, numbered in the order
// of the input.
func insertUnnumbered(t catalog.Table) string {
	_, others := split(t)
	return fmt.Sprintf(`INSERT INTO main.%[1]s (%[2]s, %[3]s)
SELECT (SELECT coalesce(max(%[2]s), 0) FROM main.%[1]s WHERE %[7]s) + row_number() OVER (ORDER BY f._import_order), %[4]s
FROM temp.%[5]s AS f
WHERE NOT EXISTS (SELECT 1 FROM temp.%[6]s AS m WHERE m._import_order = f._import_order)
ORDER BY f._import_order`, t.Key, t.Keys[0], each(others, ", ", name),
		each(others, ", ", func(f catalog.Field) string {
			if f.OfContact != "" {
				return fmt.Sprintf("coalesce(nullif(f.%[1]s, %[2]s), (SELECT c.%[3]s FROM main.contact AS c WHERE c.no = f.%[4]s), %[2]s)", f.Key, zero(f), f.OfContact, t.Owner)
			}
			return "f." + f.Key
		}), unnumbered+t.Key, foundTable(t), fromElsewhere(t))
}

// Completing contacts.

const selectIncomplete = `
SELECT
    t.no,
    s.no IS NOT NULL,
    t.name,
    t.search_name,
    t.company_no,
    t.first_name,
    t.middle_name,
    t.surname,
    t.type,
    s.name,
    s.search_name,
    s.company_no,
    s.first_name,
    s.middle_name,
    s.surname,
    s.type
FROM temp.import_contact AS t
LEFT JOIN main.contact AS s ON s.no = t.no
WHERE t.no > ?
ORDER BY t.no
LIMIT 2000`

const updateCompleted = `
UPDATE temp.import_contact
SET name = ?, search_name = ?, company_no = ?, type = ?
WHERE no = ?`

// The company name that no source says is the company's name, from the input
// or else from the file; but a stored one that is not the name of the stored
// company is somebody's own and stays with its company.
const updateCompanyNames = `
UPDATE temp.import_contact AS t
SET company_name = coalesce(
    (
        SELECT i.name
        FROM temp.import_contact AS i
        WHERE i.no = coalesce(t.company_no, (SELECT s.company_no FROM main.contact AS s WHERE s.no = t.no), '')
    ),
    (
        SELECT c.name
        FROM main.contact AS c
        WHERE c.no = coalesce(t.company_no, (SELECT s.company_no FROM main.contact AS s WHERE s.no = t.no), '')
    ),
    ''
)
WHERE company_name IS NULL
    AND NOT EXISTS (
        SELECT 1
        FROM main.contact AS s
        WHERE s.no = t.no
            AND s.company_name <> ''
            AND s.company_no = coalesce(t.company_no, s.company_no)
            AND s.company_name IS NOT (SELECT c.name FROM main.contact AS c WHERE c.no = s.company_no)
    )`

// Rows of lists.

// listKeys are the columns of import_list besides the contact's fields. called is
// what somebody without a name is called, search the search name of who is new.
const listKeys = `
    seq INTEGER PRIMARY KEY,
    source INTEGER NOT NULL,
    row INTEGER NOT NULL,
    content BLOB NOT NULL,
    employer TEXT NOT NULL,
    company_key TEXT NOT NULL,
    first_key TEXT NOT NULL,
    last_key TEXT NOT NULL,
    name_key TEXT NOT NULL,
    full_key TEXT NOT NULL,
    mail_key TEXT NOT NULL,
    mail2_key TEXT NOT NULL,
    phone_key TEXT NOT NULL,
    mobile_key TEXT NOT NULL,
    street_key TEXT NOT NULL,
    city_key TEXT NOT NULL,
    called TEXT NOT NULL,
    search TEXT NOT NULL,
    type_given INTEGER NOT NULL,
    split INTEGER NOT NULL,
    spare_mobile TEXT NOT NULL,
    root INTEGER,
    left_out INTEGER NOT NULL DEFAULT 0`

// createList makes the table of the rows of lists: what they are known by, and
// the contact's fields.
func createList(contact catalog.Table) string {
	return fmt.Sprintf("CREATE TEMP TABLE import_list (%s,\n    %s)", listKeys,
		each(contact.Fields, ",\n    ", func(f catalog.Field) string { return listed(f) + " " + sqlTypes[f.Type] }))
}

// listed is the column of the rows of lists that holds a field. What the company has of
// its own can be called as what the rows are known by.
func listed(f catalog.Field) string {
	if f.Own {
		return "own_" + f.Key
	}
	return f.Key
}

// listColumns are those of them that are given with a row, in order.
var listColumns = []string{
	"seq", "source", "row", "content", "employer", "company_key", "first_key", "last_key", "name_key", "full_key",
	"mail_key", "mail2_key", "phone_key", "mobile_key", "street_key", "city_key", "called", "search", "type_given", "split", "spare_mobile",
}

// insertListed stages so many rows of lists, with some of the contact's fields.
func insertListed(fields []catalog.Field, rows int) string {
	return "INSERT INTO temp.import_list (" + strings.Join(listColumns, ", ") + ", " + each(fields, ", ", listed) + ")\nVALUES " + placeholders(len(listColumns)+len(fields), rows)
}

const (
	createListGroup = "CREATE TEMP TABLE import_list_group (seq INTEGER NOT NULL, code TEXT NOT NULL, PRIMARY KEY (seq, code)) WITHOUT ROWID"

	createListHome = `
CREATE TEMP TABLE import_list_home (
    seq INTEGER PRIMARY KEY,
    address TEXT NOT NULL,
    address_2 TEXT NOT NULL,
    city TEXT NOT NULL,
    county TEXT NOT NULL,
    post_code TEXT NOT NULL,
    country_region_code TEXT NOT NULL,
    phone_no TEXT NOT NULL
)`

	// The rows of one list with their e-mails, and those that have a number, are
	// looked for again and again.
	indexListMail = "CREATE INDEX temp.import_list_mail ON import_list (mail_key, content, source)"
	indexListNo   = "CREATE INDEX temp.import_list_no ON import_list (no) WHERE no <> ''"

	insertListHome = `
INSERT INTO temp.import_list_home (seq, address, address_2, city, county, post_code, country_region_code, phone_no)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)`

	insertListGroup = `
INSERT OR IGNORE INTO temp.import_list_group (seq, code)
VALUES (?, ?)`

	selectShownGroups = `
SELECT l.row, group_concat(g.code, ', ')
FROM temp.import_list AS l
JOIN temp.import_list_group AS g ON g.seq = l.seq
WHERE l.source = ?1 AND l.root IS NULL AND NOT l.left_out AND l.row <= ?2
GROUP BY l.seq
ORDER BY l.row`
)

// selectWords selects a table's codes and what they are called.
func selectWords(t catalog.Table) string {
	return fmt.Sprintf("SELECT code, %s\nFROM main.%s\nORDER BY code", t.Describe, t.Key)
}

// selectStagedWords selects the codes that the input brings; what it does not say
// of them is as it is stored.
func selectStagedWords(t catalog.Table) string {
	return fmt.Sprintf("SELECT t.code, coalesce(t.%[1]s, s.%[1]s, '')\nFROM temp.%[2]s AS t\nLEFT JOIN main.%[3]s AS s ON s.code = t.code\nORDER BY t.code", t.Describe, staged+t.Key, t.Key)
}

// homeFields are the fields of an address at home.
var homeFields = [...]string{"address", "address_2", "post_code", "city", "county", "country_region_code", "phone_no"}

// selectShownHomes selects the addresses at home of the first rows of a list, each
// field as it is stored and as the row has it.
func selectShownHomes() string {
	var columns strings.Builder
	for _, key := range homeFields {
		fmt.Fprintf(&columns, ",\n    coalesce(a.%[1]s, ''),\n    h.%[1]s", key)
	}
	return "SELECT\n    l.row" + columns.String() + `
FROM temp.import_who AS w
JOIN temp.import_list AS l ON l.seq = w.seq
JOIN temp.import_list_home AS h ON h.seq = w.seq
LEFT JOIN main.contact_alt_address AS a ON a.contact_no = w.no AND a.code = 'HOME'
WHERE l.source = ?1 AND l.row <= ?2
ORDER BY l.row`
}

// Rows of one list that are of one contact.

// linkEqual notes the rows of one list that are of one contact, each with the
// earliest: by External ID; by name, company and e-mail; by being equal in every
// column.
var linkEqual = []string{
	`INSERT OR IGNORE INTO temp.import_link (seq, first)
SELECT l.seq, g.first
FROM temp.import_list AS l
JOIN (SELECT external_id AS key, min(seq) AS first FROM temp.import_list WHERE source = ?1 AND external_id <> '' GROUP BY key HAVING count(*) > 1) AS g ON g.key = l.external_id
WHERE l.source = ?1 AND l.seq > g.first`,
	`INSERT OR IGNORE INTO temp.import_link (seq, first)
SELECT l.seq, g.first
FROM (
    SELECT mail_key, name_key, company_key, type, min(seq) AS first
    FROM temp.import_list
    WHERE source = ?1 AND name_key <> '' AND mail_key IN (` + selectTwiceMail + `)
    GROUP BY mail_key, name_key, company_key, type
    HAVING count(*) > 1
) AS g
JOIN temp.import_list AS l ON l.source = ?1 AND l.mail_key = g.mail_key AND l.name_key = g.name_key AND l.company_key = g.company_key AND l.type = g.type
WHERE l.seq > g.first`,
	`INSERT OR IGNORE INTO temp.import_link (seq, first)
SELECT l.seq, g.first
FROM (
    SELECT mail_key, content, min(seq) AS first
    FROM temp.import_list
    WHERE source = ?1
    GROUP BY mail_key, content
    HAVING count(*) > 1
) AS g
JOIN temp.import_list AS l ON l.source = ?1 AND l.mail_key = g.mail_key AND l.content = g.content
WHERE l.seq > g.first`,
}

// selectTwiceMail finds the e-mails that several rows of a list have.
const selectTwiceMail = `
        SELECT mail_key
        FROM temp.import_list
        WHERE source = ?1 AND mail_key <> ''
        GROUP BY mail_key
        HAVING count(*) > 1`

const (
	createLink = "CREATE TEMP TABLE import_link (seq INTEGER NOT NULL, first INTEGER NOT NULL, PRIMARY KEY (seq, first)) WITHOUT ROWID"
	dropLink   = "DROP TABLE temp.import_link"

	// Each row stands for itself first.
	fillPair = `
INSERT INTO temp.import_pair (seq, root)
SELECT seq, seq FROM temp.import_link
UNION
SELECT first, first FROM temp.import_link`

	// Rows that stand for others are joined to the earliest that one of these is
	// linked with.
	joinPairs = `
UPDATE temp.import_pair AS p
SET root = j.first
FROM (
    SELECT max(a.root, b.root) AS later, min(min(a.root, b.root)) AS first
    FROM temp.import_link AS l
    CROSS JOIN temp.import_pair AS a ON a.seq = l.seq
    CROSS JOIN temp.import_pair AS b ON b.seq = l.first
    WHERE a.root <> b.root
    GROUP BY 1
) AS j
WHERE p.seq = j.later`

	moveUp = `
UPDATE temp.import_pair AS p
SET root = r.root
FROM temp.import_pair AS r
WHERE r.seq = p.root AND r.root <> p.root`

	selectAnyPair = "SELECT EXISTS (SELECT 1 FROM temp.import_pair)"
	dropRootPairs = "DELETE FROM temp.import_pair WHERE seq = root"

	createPair     = "CREATE TEMP TABLE import_pair (seq INTEGER PRIMARY KEY, root INTEGER NOT NULL)"
	indexPairRoots = "CREATE INDEX temp.import_pair_root ON import_pair (root, seq)"
	dropPair       = "DROP TABLE temp.import_pair"

	// An address at home is one row's as a whole.
	mergeHomes = `
INSERT INTO temp.import_list_home AS h (seq, address, address_2, city, county, post_code, country_region_code, phone_no)
SELECT p.root, m.address, m.address_2, m.city, m.county, m.post_code, m.country_region_code, m.phone_no
FROM temp.import_pair AS p
JOIN temp.import_list_home AS m ON m.seq = p.seq
WHERE 1
ORDER BY p.seq
ON CONFLICT (seq) DO UPDATE
SET address = CASE WHEN ` + noHome + ` THEN excluded.address ELSE h.address END,
    address_2 = CASE WHEN ` + noHome + ` THEN excluded.address_2 ELSE h.address_2 END,
    city = CASE WHEN ` + noHome + ` THEN excluded.city ELSE h.city END,
    county = CASE WHEN ` + noHome + ` THEN excluded.county ELSE h.county END,
    post_code = CASE WHEN ` + noHome + ` THEN excluded.post_code ELSE h.post_code END,
    country_region_code = CASE WHEN ` + noHome + ` THEN excluded.country_region_code ELSE h.country_region_code END,
    phone_no = coalesce(nullif(h.phone_no, ''), excluded.phone_no)`

	noHome = "h.address || h.address_2 || h.city || h.county || h.post_code || h.country_region_code = ''"

	mergeGroups = `
INSERT OR IGNORE INTO temp.import_list_group (seq, code)
SELECT p.root, g.code
FROM temp.import_pair AS p
JOIN temp.import_list_group AS g ON g.seq = p.seq`

	updateRoots = `
UPDATE temp.import_list AS l
SET root = p.root
FROM temp.import_pair AS p
WHERE p.seq = l.seq`
)

// mergeFields fills what the first row of a contact lacks with what the later
// ones have, in their order.
func mergeFields(contact catalog.Table) string {
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
	for _, f := range contact.Fields {
		if f.Key != "type" {
			sets = append(sets, fill(listed(f), zero(f)))
		}
	}
	sets = append(sets, `(called, search) = (
        SELECT m.called, m.search
        FROM (
            SELECT l.seq AS seq
            UNION ALL
            SELECT p.seq FROM temp.import_pair AS p WHERE p.root = l.seq
        ) AS one
        JOIN temp.import_list AS m ON m.seq = one.seq
        ORDER BY m.name_key = '', one.seq
        LIMIT 1
    )`)
	for _, c := range []string{"employer", "company_key", "mail_key", "mail2_key", "phone_key", "mobile_key", "street_key", "city_key", "spare_mobile", "first_key", "last_key", "full_key"} {
		sets = append(sets, fill(c, "''"))
	}
	return "UPDATE temp.import_list AS l\nSET " + strings.Join(sets, ",\n    ") + "\nWHERE seq IN (SELECT root FROM temp.import_pair)"
}

// nameMerged says anew what merged rows are called: each part of the name can be
// another row's. The search name is made when the contact is completed.
const nameMerged = `
UPDATE temp.import_list
SET name_key = coalesce(nullif(trim(first_key || ' ' || last_key), ''), full_key),
    called = CASE
        WHEN type = 1 AND first_key || last_key <> '' THEN trim(coalesce(first_name, '') || rtrim(' ' || coalesce(middle_name, '')) || ' ' || coalesce(surname, ''))
        ELSE called
    END,
    search = CASE WHEN type = 1 AND first_key || last_key <> '' THEN '' ELSE search END
WHERE seq IN (SELECT root FROM temp.import_pair)`

// selectMerged reads the rows that become one, each later one beside the first.
func selectMerged(contact catalog.Table) string {
	all := func(row, home string) string {
		text := each(contact.Fields, ", ", func(f catalog.Field) string { return row + "." + listed(f) }) + ", " + row + ".employer, " + row + ".spare_mobile"
		for _, key := range homeParts {
			text += ", coalesce(" + home + "." + key + ", '')"
		}
		return text
	}
	return fmt.Sprintf(`SELECT a.row, b.row, %s, %s
FROM temp.import_pair AS p
JOIN temp.import_list AS a ON a.seq = p.root
JOIN temp.import_list AS b ON b.seq = p.seq
LEFT JOIN temp.import_list_home AS ah ON ah.seq = p.root
LEFT JOIN temp.import_list_home AS bh ON bh.seq = p.seq
ORDER BY p.root, p.seq`, all("a", "ah"), all("b", "bh"))
}

// homeParts are the columns of an address at home in the order that merged rows
// are read in.
var homeParts = [...]string{"phone_no", "address", "address_2", "city", "county", "post_code", "country_region_code"}

// Contacts that are stored, and the rows of a list that are of them.

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
    post_code TEXT NOT NULL
) WITHOUT ROWID`

	createKnownMail = "CREATE TEMP TABLE import_known_mail (mail_key TEXT NOT NULL, no TEXT NOT NULL, PRIMARY KEY (mail_key, no)) WITHOUT ROWID"
	createKnownName = "CREATE TEMP TABLE import_known_name (name_key TEXT NOT NULL, no TEXT NOT NULL, PRIMARY KEY (name_key, no)) WITHOUT ROWID"

	// import_who says whom the rows of a list are of, by their numbers; rows that are
	// merged into others or left out are not in it.
	createWho = `
CREATE TEMP TABLE import_who (
    seq INTEGER PRIMARY KEY,
    no TEXT NOT NULL,
    is_new INTEGER NOT NULL
)`

	createFit = `
CREATE TEMP TABLE import_fit (
    seq INTEGER NOT NULL,
    no TEXT NOT NULL,
    rank INTEGER NOT NULL,
    exact INTEGER NOT NULL DEFAULT 0,
    agrees INTEGER NOT NULL DEFAULT 0,
    differs INTEGER NOT NULL DEFAULT 0,
    strength INTEGER NOT NULL DEFAULT 0,
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
    c.post_code
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
WHERE l.source = ?1 AND l.root IS NULL AND NOT l.left_out AND l.external_id <> ''`

	// The same number, where the list has one.
	fitNumber = `
INSERT OR IGNORE INTO temp.import_fit (seq, no, rank)
SELECT l.seq, k.no, -1
FROM temp.import_list AS l
CROSS JOIN temp.import_known AS k ON k.no = l.no
WHERE l.source = ?1 AND l.root IS NULL AND NOT l.left_out AND l.no <> ''`

	// The same e-mail and a name that does not contradict.
	fitMail = `
INSERT OR IGNORE INTO temp.import_fit (seq, no, rank)
SELECT l.seq, k.no, CASE WHEN k.first_key = l.first_key AND k.last_key = l.last_key OR EXISTS (SELECT 1 FROM temp.import_known_name AS n WHERE n.no = k.no AND n.name_key = l.full_key) THEN 1 ELSE 2 END
FROM temp.import_list AS l
CROSS JOIN temp.import_known_mail AS m ON m.mail_key IN (l.mail_key, l.mail2_key) AND m.mail_key <> ''
CROSS JOIN temp.import_known AS k ON k.no = m.no
WHERE l.source = ?1
    AND l.root IS NULL
    AND NOT l.left_out
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

	// The same name, or the same number of somebody without a name, and the same company,
	// or both none, where no e-mail, phone or address contradicts.
	fitName = `
INSERT OR IGNORE INTO temp.import_fit (seq, no, rank)
SELECT l.seq, k.no, 3
FROM temp.import_list AS l
CROSS JOIN temp.import_known_name AS n
    ON n.name_key IN (l.name_key, l.full_key, iif(l.name_key = '', coalesce(nullif(l.phone_key, ''), l.mobile_key), ''))
    AND n.name_key <> ''
CROSS JOIN temp.import_known AS k ON k.no = n.no
WHERE l.source = ?1
    AND l.root IS NULL
    AND NOT l.left_out
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
    AND NOT l.left_out
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
INSERT INTO temp.import_who (seq, no, is_new)
SELECT f.seq, f.no, 0
FROM (
    SELECT min(seq) AS seq, no
    FROM temp.import_fit
    GROUP BY no
    HAVING count(*) = 1
) AS f
WHERE 1 = (SELECT count(*) FROM temp.import_fit AS o WHERE o.seq = f.seq)`

	dropSingle = `
DELETE FROM temp.import_fit
WHERE seq IN (SELECT seq FROM temp.import_who)`

	selectAnyFit = "SELECT EXISTS (SELECT 1 FROM temp.import_fit)"

	// The kind of a fit: by number, External ID, e-mail, name, or company.
	fitKind = "CASE rank WHEN 2 THEN 1 WHEN 5 THEN 4 ELSE rank END"

	// The lower the better: first how a contact fits, then whether the row would
	// change nothing in it, how much agrees, and whether they are alike throughout.
	rateFits = `
UPDATE temp.import_fit
SET strength = ((` + fitKind + ` * 2 + NOT exact) * 8 + rank) * 32 - agrees * 2 + (differs > 0)`

	indexFitStrength = "CREATE INDEX temp.import_fit_strength ON import_fit (no, strength, differs, seq)"

	// The rows that one contact fits better than any other that is free.
	createBest  = "CREATE TEMP TABLE import_best (seq INTEGER PRIMARY KEY, no TEXT NOT NULL, kind INTEGER NOT NULL, strength INTEGER NOT NULL, differs INTEGER NOT NULL)"
	indexBestNo = "CREATE INDEX temp.import_best_no ON import_best (no, strength, differs, seq)"
	emptyBest   = "DELETE FROM temp.import_best"
	dropBest    = "DROP TABLE temp.import_best"

	lowest = "SELECT seq, min(strength) AS strength FROM temp.import_fit GROUP BY seq"

	fillBest = `
INSERT INTO temp.import_best (seq, no, kind, strength, differs)
SELECT f.seq, min(f.no), ` + fitKind + `, f.strength, f.differs
FROM (` + lowest + `) AS b
CROSS JOIN temp.import_fit AS f ON f.seq = b.seq AND f.strength = b.strength
GROUP BY f.seq
HAVING count(*) = 1`

	// What is given next.
	createTake = "CREATE TEMP TABLE import_take (seq INTEGER PRIMARY KEY, no TEXT NOT NULL UNIQUE)"
	emptyTake  = "DELETE FROM temp.import_take"
	dropTake   = "DROP TABLE temp.import_take"

	// Contacts that fit no other row better.
	takeUncontested = `
INSERT INTO temp.import_take (seq, no)
SELECT b.seq, b.no
FROM temp.import_best AS b
WHERE b.seq = (SELECT f.seq FROM temp.import_fit AS f WHERE f.no = b.no ORDER BY f.strength, f.differs, f.seq LIMIT 1)`

	// The contacts in which a row would change nothing, best first, where no other
	// kind of fit comes before theirs, and whether the contact is better for a row
	// which has none of these.
	selectExactFits = `
WITH
    kinds AS (
        SELECT seq, min(` + fitKind + `) AS kind, min(iif(exact, ` + fitKind + `, NULL)) AS exact_kind
        FROM temp.import_fit
        GROUP BY seq
    )
SELECT f.seq, f.no, EXISTS (
        SELECT 1
        FROM temp.import_fit AS o
        JOIN kinds AS p ON p.seq = o.seq
        WHERE o.no = f.no AND o.strength < f.strength AND p.kind IS NOT p.exact_kind
    )
FROM kinds AS k
CROSS JOIN temp.import_fit AS f ON f.seq = k.seq AND f.exact AND ` + fitKind + ` = k.kind
WHERE k.kind = k.exact_kind
ORDER BY f.strength, f.differs, f.seq, f.no`

	insertTake = "INSERT INTO temp.import_take (seq, no) VALUES (?, ?)"

	// Contacts that fit better whom others fit as well, by the strongest kind of fit that is
	// left: it may settle whom other rows fit, before weaker kinds do.
	takeContested = `
INSERT INTO temp.import_take (seq, no)
SELECT b.seq, b.no
FROM temp.import_best AS b
WHERE b.kind = (SELECT min(kind) FROM temp.import_best)
    AND b.seq = (SELECT o.seq FROM temp.import_best AS o WHERE o.no = b.no ORDER BY o.strength, o.differs, o.seq LIMIT 1)`

	insertTaken = `
INSERT INTO temp.import_who (seq, no, is_new)
SELECT seq, no, 0
FROM temp.import_take`

	dropFitsOfTakenRows = `
DELETE FROM temp.import_fit
WHERE seq IN (SELECT seq FROM temp.import_take)`

	dropFitsOfTakenContacts = `
DELETE FROM temp.import_fit
WHERE no IN (SELECT no FROM temp.import_take)`

	// What a person chose, ?3 for the row ?2.
	insertChosen = `
INSERT OR IGNORE INTO temp.import_take (seq, no)
SELECT f.seq, f.no
FROM temp.import_list AS l
CROSS JOIN temp.import_fit AS f ON f.seq = l.seq AND f.no = ?3
WHERE l.source = ?1 AND l.row = ?2`

	dropFitsOfRow = `
DELETE FROM temp.import_fit
WHERE ?3 = '' AND seq IN (SELECT seq FROM temp.import_list WHERE source = ?1 AND row = ?2)`

	leaveOutUnclear = `
UPDATE temp.import_list
SET left_out = 1
WHERE seq IN (SELECT seq FROM temp.import_fit)`

	selectUnclear = `
SELECT l.row, group_concat(f.no, char(10))
FROM temp.import_fit AS f
CROSS JOIN temp.import_list AS l ON l.seq = f.seq
GROUP BY f.seq
ORDER BY f.seq
LIMIT ?`

	insertKnown = `
INSERT INTO temp.import_known (no, type, external_id, first_key, last_key, single, company_key, phone_key, mobile_key, street_key, city_key, post_code)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

	insertKnownMail = `
INSERT OR IGNORE INTO temp.import_known_mail (mail_key, no)
VALUES (?, ?)`

	insertKnownName = `
INSERT OR IGNORE INTO temp.import_known_name (name_key, no)
VALUES (?, ?)`

	indexKnownExternal = "CREATE INDEX temp.import_known_external ON import_known (external_id)"
	indexKnownMailNo   = "CREATE INDEX temp.import_known_mail_no ON import_known_mail (no)"
	indexFitNo         = "CREATE INDEX temp.import_fit_no ON import_fit (no)"
)

// weighFits says of each fit whether the row would change nothing in the contact,
// how much agrees, and how much one of them has that the other has not. What the
// row would change is what stageContacts stages, and its mailing groups and its
// address at home.
func weighFits(contact catalog.Table) string {
	var same, other []string
	for _, f := range contact.Fields {
		keeps := fmt.Sprintf("coalesce(l.%s = c.%s, 1)", listed(f), f.Column())
		differs := fmt.Sprintf("coalesce(l.%s, %s) <> c.%s", listed(f), zero(f), f.Column())
		switch f.Key {
		case "no":
			continue
		case "name":
			keeps, differs = "coalesce(nullif(l.name, '') = c.name, 1)", ""
		case "search_name", "company_name":
			differs = ""
		case "company_no":
			keeps = "(CASE WHEN l.type = 1 AND l.company_key <> '' AND l.company_key <> k.company_key THEN 0 ELSE " + keeps + " END)"
			differs = "l.type = 1 AND l.company_key <> k.company_key"
		case "type":
			keeps, differs = "(NOT l.type_given OR l.type = c.type)", ""
		case "first_name", "surname":
			keeps = "(l.split AND (c.first_name <> '' OR c.surname <> '') OR " + keeps + ")"
			differs = map[string]string{"first_name": "l.first_key <> k.first_key", "surname": "l.last_key <> k.last_key"}[f.Key]
		case "mobile_phone_no":
			keeps, differs = "CASE WHEN l.mobile_phone_no IS NULL THEN l.spare_mobile = '' OR c.mobile_phone_no <> '' ELSE l.mobile_phone_no = c.mobile_phone_no END", "l.mobile_key <> k.mobile_key"
		case "external_id":
			keeps = "(c.external_id <> '' OR coalesce(l.external_id, '') = '')"
		case "e_mail":
			keeps = "(c.e_mail <> '' AND fold(trim(c.e_mail_2)) = l.mail_key OR " + keeps + ")"
			differs = "(l.mail_key <> '') + (l.mail2_key NOT IN ('', l.mail_key)) <> (SELECT count(*) FROM temp.import_known_mail AS m WHERE m.no = k.no)"
		case "e_mail_2":
			differs = ""
		case "phone_no":
			differs = "l.phone_key <> k.phone_key"
		case "address":
			differs = "l.street_key <> k.street_key"
		case "city":
			differs = "l.city_key <> k.city_key"
		}
		same = append(same, keeps)
		if differs != "" {
			other = append(other, "("+differs+")")
		}
	}
	var home []string
	for _, key := range homeFields {
		home = append(home, fmt.Sprintf("h.%[1]s IN ('', a.%[1]s)", key))
	}
	return `
UPDATE temp.import_fit AS f
SET (exact, agrees, differs) = (
    SELECT
        ` + strings.Join(same, "\n            AND ") + `
            AND NOT EXISTS (
                SELECT 1
                FROM temp.import_list_group AS g
                WHERE g.seq = l.seq
                    AND NOT EXISTS (SELECT 1 FROM main.contact_mailing_group AS s WHERE s.contact_no = k.no AND s.mailing_group_code = g.code)
            )
            AND NOT EXISTS (
                SELECT 1
                FROM temp.import_list_home AS h
                WHERE h.seq = l.seq
                    AND NOT EXISTS (
                        SELECT 1
                        FROM main.contact_alt_address AS a
                        WHERE a.contact_no = k.no AND a.code = 'HOME' AND ` + strings.Join(home, " AND ") + `
                    )
            ),
        (l.phone_key <> '' AND l.phone_key = k.phone_key)
            + (l.mobile_key <> '' AND l.mobile_key = k.mobile_key)
            + (l.street_key <> '' AND l.street_key = k.street_key)
            + (l.city_key <> '' AND l.city_key = k.city_key)
            + (coalesce(l.post_code, '') <> '' AND l.post_code = k.post_code)
            + EXISTS (SELECT 1 FROM temp.import_known_mail AS m WHERE m.no = k.no AND m.mail_key IN (l.mail_key, l.mail2_key) AND m.mail_key <> ''),
        ` + strings.Join(other, "\n            + ") + `
    FROM temp.import_list AS l
    CROSS JOIN temp.import_known AS k ON k.no = f.no
    CROSS JOIN main.contact AS c ON c.no = f.no
    WHERE l.seq = f.seq
)`
}

// Numbers of contacts and their companies.

const (
	selectTwoNumbers = `
SELECT l.row, g.row, l.no
FROM temp.import_list AS l
JOIN (SELECT no, min(row) AS row FROM temp.import_list WHERE source = ?1 AND no <> '' GROUP BY no HAVING count(*) > 1) AS g ON g.no = l.no
WHERE l.source = ?1 AND l.row > g.row
ORDER BY l.row`

	leaveOutTwoNumbers = `
UPDATE temp.import_list AS l
SET left_out = 1
WHERE source = ?1
    AND no <> ''
    AND EXISTS (SELECT 1 FROM temp.import_list AS o WHERE o.source = ?1 AND o.no = l.no AND o.row < l.row)`

	// Rows with a number that nobody has.
	takeGivenNumbers = `
INSERT INTO temp.import_who (seq, no, is_new)
SELECT l.seq, l.no, 1
FROM temp.import_list AS l
WHERE l.source = ?1
    AND l.no <> ''
    AND l.root IS NULL
    AND NOT l.left_out
    AND NOT EXISTS (SELECT 1 FROM temp.import_who AS w WHERE w.seq = l.seq)`

	createNew = "CREATE TEMP TABLE import_new (ord INTEGER PRIMARY KEY, seq INTEGER, company_key TEXT, no TEXT)"

	// import_company has the companies that persons of a list name: the first of
	// these persons, how it writes the name, and the company's number. seq is the
	// company's own row in the list; known says that the company is there without
	// the persons.
	createCompany = `
CREATE TEMP TABLE import_company (
    company_key TEXT PRIMARY KEY,
    person INTEGER NOT NULL,
    name TEXT NOT NULL,
    no TEXT,
    seq INTEGER,
    known INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID`

	// Beside min, SQLite takes the other columns from the row that has it.
	fillCompanies = `
INSERT INTO temp.import_company (company_key, person, name)
SELECT company_key, min(seq), employer
FROM temp.import_list
WHERE source = ?1 AND type = 1 AND company_key <> '' AND root IS NULL AND NOT left_out
GROUP BY company_key`

	// Lower numbers first where several companies have one name.
	numberKnownCompanies = `
UPDATE temp.import_company AS c
SET known = 1, no = f.no
FROM (
    SELECT c.company_key, min(n.no) AS no
    FROM temp.import_company AS c
    CROSS JOIN temp.import_known_name AS n ON n.name_key = c.company_key
    CROSS JOIN temp.import_known AS k ON k.no = n.no
    WHERE k.type = 0
    GROUP BY c.company_key
) AS f
WHERE f.company_key = c.company_key`

	findListedCompanies = `
UPDATE temp.import_company AS c
SET known = 1, seq = f.seq
FROM (
    SELECT company_key, min(seq) AS seq
    FROM temp.import_list
    WHERE source = ?1 AND type = 0 AND company_key <> '' AND root IS NULL AND NOT left_out
    GROUP BY company_key
) AS f
WHERE f.company_key = c.company_key AND NOT c.known`

	// Companies that persons name and nobody has, each before its first person,
	// and the contacts that were not found.
	fillNew = `
INSERT INTO temp.import_new (seq, company_key)
SELECT seq, company_key
FROM (
    SELECT c.person AS at, 0 AS kind, NULL AS seq, c.company_key
    FROM temp.import_company AS c
    WHERE NOT c.known
    UNION ALL
    SELECT l.seq, 1, l.seq, NULL
    FROM temp.import_list AS l
    WHERE l.source = ?1
        AND l.root IS NULL
        AND NOT l.left_out
        AND NOT EXISTS (SELECT 1 FROM temp.import_who AS w WHERE w.seq = l.seq)
)
ORDER BY at, kind`

	dropNew     = "DROP TABLE IF EXISTS temp.import_new"
	dropCompany = "DROP TABLE IF EXISTS temp.import_company"

	countNew = "SELECT count(*) FROM temp.import_new"

	// ?2 are numbers for the rows behind ?1.
	numberNew = `
UPDATE temp.import_new AS n
SET no = j.value
FROM json_each(?2) AS j
WHERE n.ord = ?1 + 1 + j.key`

	takeNew = `
INSERT INTO temp.import_who (seq, no, is_new)
SELECT seq, no, 1
FROM temp.import_new
WHERE seq IS NOT NULL`

	numberNewCompanies = `
UPDATE temp.import_company AS c
SET no = n.no
FROM temp.import_new AS n
WHERE n.company_key = c.company_key`

	numberListedCompanies = `
UPDATE temp.import_company AS c
SET no = w.no
FROM temp.import_who AS w
WHERE w.seq = c.seq`

	selectTakenNumbers = `
SELECT no
FROM main.contact
WHERE no IN (SELECT value FROM json_each(?1))
UNION
SELECT no
FROM temp.import_list
WHERE no <> '' AND no IN (SELECT value FROM json_each(?1))`

	countCompanies = `
SELECT coalesce(sum(NOT known), 0), coalesce(sum(known AND seq IS NULL), 0)
FROM temp.import_company`
)

// Rows of a list as contacts, and what belongs to them.

const (
	// The search name follows from the name.
	stageEmployers = `
INSERT INTO temp.import_contact (no, name, type, company_no, company_name, _import_order, _import_source, _import_row)
SELECT c.no, c.name, 0, c.no, c.name, l.seq, -1, l.row
FROM temp.import_company AS c
JOIN temp.import_list AS l ON l.seq = c.person
WHERE NOT c.known`

	stageHomes = `
INSERT INTO temp.import_contact_alt_address (contact_no, code, address, address_2, city, county, post_code, country_region_code, phone_no, _import_order, _import_source, _import_row)
SELECT
    w.no,
    'HOME',
    nullif(h.address, ''),
    nullif(h.address_2, ''),
    nullif(h.city, ''),
    nullif(h.county, ''),
    nullif(h.post_code, ''),
    nullif(h.country_region_code, ''),
    nullif(h.phone_no, ''),
    l.seq,
    -1,
    l.row
FROM temp.import_list_home AS h
JOIN temp.import_who AS w ON w.seq = h.seq
JOIN temp.import_list AS l ON l.seq = h.seq
WHERE 1
ON CONFLICT DO NOTHING`

	stageGroups = `
INSERT INTO temp.import_contact_mailing_group (contact_no, mailing_group_code, _import_order, _import_source, _import_row)
SELECT w.no, g.code, l.seq, -1, l.row
FROM temp.import_list_group AS g
JOIN temp.import_who AS w ON w.seq = g.seq
JOIN temp.import_list AS l ON l.seq = g.seq
WHERE 1
ON CONFLICT DO NOTHING`

	selectAnyHome = `
SELECT EXISTS (
    SELECT 1
    FROM temp.import_list_home AS h
    JOIN temp.import_list AS l ON l.seq = h.seq
    WHERE l.source = ?1
)`

	selectAnyGroup = `
SELECT EXISTS (
    SELECT 1
    FROM temp.import_list_group AS g
    JOIN temp.import_list AS l ON l.seq = g.seq
    WHERE l.source = ?1
)`
)

// stageContacts stages what the rows of a list say of contacts. Who is known
// keeps what the list only guesses: the type, the parts of a split name, a mobile
// number that is a second telephone's.
func stageContacts(contact catalog.Table) string {
	return "INSERT INTO temp.import_contact (" + each(contact.Fields, ", ", name) + `, _import_order, _import_source, _import_row)
SELECT
    ` + each(contact.Fields, ",\n    ", func(f catalog.Field) string {
		switch f.Key {
		case "no":
			return "w.no"
		case "name":
			return "CASE WHEN w.is_new THEN coalesce(nullif(l.name, ''), l.called) ELSE nullif(l.name, '') END"
		case "search_name":
			return "CASE WHEN w.is_new THEN coalesce(nullif(l.search_name, ''), l.search) ELSE l.search_name END"
		case "type":
			return "CASE WHEN w.is_new OR l.type_given THEN l.type END"
		case "company_no":
			return `CASE
        WHEN l.type = 0 AND w.is_new THEN w.no
        WHEN w.is_new THEN coalesce(e.no, l.company_no, '')
        WHEN k.company_key <> e.company_key THEN e.no
        ELSE l.company_no
    END`
		case "company_name":
			return "CASE WHEN w.is_new AND NOT e.known THEN coalesce(l.company_name, e.name) ELSE l.company_name END"
		case "first_name", "surname":
			return fmt.Sprintf("CASE WHEN l.split AND NOT w.is_new AND (c.first_name <> '' OR c.surname <> '') THEN NULL ELSE l.%s END", f.Key)
		case "mobile_phone_no":
			return "coalesce(l.mobile_phone_no, CASE WHEN l.spare_mobile <> '' AND (w.is_new OR c.mobile_phone_no = '') THEN l.spare_mobile END)"
		case "external_id":
			return "CASE WHEN w.is_new OR c.external_id = '' THEN l.external_id END"
		case "e_mail":
			return "CASE WHEN NOT w.is_new AND c.e_mail <> '' AND fold(trim(c.e_mail_2)) = l.mail_key THEN NULL ELSE l.e_mail END"
		}
		return "l." + listed(f)
	}) + `,
    l.seq,
    l.source,
    l.row
FROM temp.import_who AS w
CROSS JOIN temp.import_list AS l ON l.seq = w.seq
LEFT JOIN temp.import_company AS e ON e.company_key = l.company_key AND l.type = 1
LEFT JOIN main.contact AS c ON c.no = w.no
LEFT JOIN temp.import_known AS k ON k.no = w.no`
}

const (
	selectRoots = `
SELECT a.row, b.row, coalesce(w.no, '')
FROM temp.import_list AS b
CROSS JOIN temp.import_list AS a ON a.seq = b.root
LEFT JOIN temp.import_who AS w ON w.seq = a.seq
WHERE b.source = ?1 AND b.root IS NOT NULL
ORDER BY b.root, b.seq`

	selectKept = `
SELECT l.row, 'external_id', l.external_id
FROM temp.import_who AS w
CROSS JOIN temp.import_list AS l ON l.seq = w.seq
JOIN main.contact AS c ON c.no = w.no
WHERE NOT w.is_new AND l.external_id <> '' AND c.external_id <> '' AND c.external_id <> l.external_id
UNION ALL
SELECT l.row, 'mobile_phone_no', l.spare_mobile
FROM temp.import_who AS w
CROSS JOIN temp.import_list AS l ON l.seq = w.seq
JOIN main.contact AS c ON c.no = w.no
WHERE NOT w.is_new AND l.spare_mobile <> '' AND c.mobile_phone_no <> '' AND c.mobile_phone_no <> l.spare_mobile
ORDER BY 1`

	// Who has an e-mail that another contact has, too: e-mails are looked at that the
	// list has twice, or stored contacts have.
	selectShared = `
WITH
    candidate AS (` + selectTwiceMail + `
        UNION
        SELECT m.mail_key
        FROM temp.import_known_mail AS m
        WHERE EXISTS (SELECT 1 FROM temp.import_list AS l WHERE l.source = ?1 AND l.mail_key = m.mail_key)
    ),
    listed AS (
        SELECT l.mail_key, w.no, l.row, l.e_mail
        FROM candidate AS m
        CROSS JOIN temp.import_list AS l ON l.source = ?1 AND l.mail_key = m.mail_key
        CROSS JOIN temp.import_who AS w ON w.seq = l.seq
    ),
    shared AS (
        SELECT mail_key, min(no) AS first, max(no) AS last
        FROM (
            SELECT mail_key, no
            FROM listed
            UNION ALL
            SELECT mail_key, no
            FROM temp.import_known_mail
        )
        GROUP BY mail_key
        HAVING min(no) <> max(no)
    ),
    told AS (
        SELECT l.row, l.e_mail, CASE WHEN s.first <> l.no THEN s.first ELSE s.last END AS other
        FROM listed AS l
        JOIN shared AS s ON s.mail_key = l.mail_key
    )
SELECT t.row, t.e_mail, t.other, coalesce(i.name, c.name, '')
FROM told AS t
LEFT JOIN temp.import_contact AS i ON i.no = t.other
LEFT JOIN main.contact AS c ON c.no = t.other
ORDER BY t.row`
)

// dropKnown takes away what was noted for a list before.
var dropKnown = []string{
	"DROP TABLE IF EXISTS temp.import_known", "DROP TABLE IF EXISTS temp.import_known_mail", "DROP TABLE IF EXISTS temp.import_known_name", "DROP TABLE IF EXISTS temp.import_fit", "DROP TABLE IF EXISTS temp.import_who",
}

// dropLists takes the temporary tables of lists away.
var dropLists = append([]string{
	"DROP TABLE IF EXISTS temp.import_list", "DROP TABLE IF EXISTS temp.import_list_group", "DROP TABLE IF EXISTS temp.import_list_home", dropNew, dropCompany,
}, dropKnown...)

// What an import did, to be taken back.

// image is the SQL of a row's hash: value writes each field. A field that the company has
// of its own counts only where the row has a value in it, so that a new one leaves the
// hashes as they are.
func image(t catalog.Table, value func(catalog.Field) string) string {
	all, own := []catalog.Field(nil), ""
	for _, f := range t.Fields {
		if !f.Own {
			all = append(all, f)
			continue
		}
		own += fmt.Sprintf(" || CASE WHEN %[1]s <> %[2]s THEN char(30) || '%[3]s' || char(31) || %[1]s ELSE '' END", value(f), zero(f), f.Key)
	}
	return "hash64(" + each(all, " || char(31) || ", value) + own + ")"
}

// keyOf is the SQL of a row's key.
func keyOf(t catalog.Table, from string) string {
	keys, _ := split(t)
	return "json_array(" + columns(keys, from) + ")"
}

const (
	selectAnyUndo = "SELECT EXISTS (SELECT 1 FROM main.import_undo)"
	deleteUndo    = "DELETE FROM main.import_undo"
)

func changedRows(t catalog.Table) string {
	return fmt.Sprintf("FROM temp.%s AS t\nJOIN main.%s AS s ON %s\nWHERE (%s)", staged+t.Key, t.Key, sameRow(t), differs(t))
}

func selectAnyChanged(t catalog.Table) string {
	return "SELECT EXISTS (SELECT 1 " + changedRows(t) + ")"
}

// noteChanged notes the stored rows that the stage changes.
func noteChanged(t catalog.Table) string {
	_, others := split(t)
	return fmt.Sprintf(`INSERT INTO main.import_undo (table_key, row_key, before, after)
SELECT '%s', %s, json_patch('{}', json_object(%s%s)), %s
%s
ON CONFLICT (table_key, row_key) DO UPDATE SET before = CASE WHEN before IS NULL THEN NULL ELSE json_patch(excluded.before, before) END, after = excluded.after`,
		t.Key, keyOf(t, "s"),
		each(others, ", ", func(f catalog.Field) string {
			return fmt.Sprintf("'%[1]s', CASE WHEN t.%[2]s <> s.%[2]s THEN s.%[2]s END", f.Key, f.Column())
		}), cancelNote(t),
		image(t, func(f catalog.Field) string { return fmt.Sprintf("coalesce(t.%[1]s, s.%[1]s)", f.Column()) }),
		changedRows(t))
}

// cancelNote notes why a row was canceled that the stage uncancels.
func cancelNote(t catalog.Table) string {
	if !t.MadeHere {
		return ""
	}
	return ", 'canceled_by', CASE WHEN t.canceled <> s.canceled THEN s.canceled_by END"
}

func selectAnyNew(t catalog.Table, empty bool) string {
	return fmt.Sprintf("SELECT EXISTS (SELECT 1 FROM temp.%s AS t WHERE %s)", staged+t.Key, isNew(t, empty))
}

// noteNew notes the rows that the stage adds.
func noteNew(t catalog.Table, empty bool) string {
	return fmt.Sprintf("INSERT INTO main.import_undo (table_key, row_key, before, after)\nSELECT '%s', %s, NULL, %s\nFROM temp.%s AS t\nWHERE %s",
		t.Key, keyOf(t, "t"),
		image(t, func(f catalog.Field) string {
			if f.Type == catalog.Decimal {
				return fmt.Sprintf("coalesce(t.%s, 0.0)", f.Column()) // as the table keeps it
			}
			return fmt.Sprintf("coalesce(t.%s, %s)", f.Column(), initial(f))
		}),
		staged+t.Key, isNew(t, empty))
}

func selectAnyNumbered(t catalog.Table) string {
	return fmt.Sprintf("SELECT EXISTS (SELECT 1 FROM main.%s WHERE %s > ? AND %s)", t.Key, t.Keys[0], fromElsewhere(t))
}

// noteNumbered notes the rows whose numbers are above one.
func noteNumbered(t catalog.Table) string {
	return fmt.Sprintf("INSERT INTO main.import_undo (table_key, row_key, before, after)\nSELECT '%s', %s, NULL, %s\nFROM main.%s AS s\nWHERE s.%s > ? AND %s",
		t.Key, keyOf(t, "s"), storedImage(t), t.Key, t.Keys[0], fromElsewhere(t))
}

func storedImage(t catalog.Table) string {
	return image(t, func(f catalog.Field) string { return "s." + f.Column() })
}

// notedRow is true of a stored row and its note.
func notedRow(t catalog.Table) string {
	keys, _ := split(t)
	n := -1
	return each(keys, " AND ", func(f catalog.Field) string {
		n++
		return fmt.Sprintf("s.%s = json_extract(u.row_key, '$[%d]')", f.Key, n)
	})
}

// untouched is true of a stored row that is as the import left it.
func untouched(t catalog.Table) string { return storedImage(t) + " = u.after" }

// restoreRows gives rows that the import changed their values from before.
func restoreRows(t catalog.Table) string {
	keys, others := split(t)
	if len(others) == 0 {
		others = keys
	}
	for _, key := range restoredWith(t) {
		others = append(others, catalog.Field{Key: key})
	}
	return fmt.Sprintf(`UPDATE main.%[1]s AS s
SET %[2]s
FROM main.import_undo AS u
WHERE u.table_key = '%[1]s' AND u.before IS NOT NULL AND %[3]s AND %[4]s`, t.Key,
		each(others, ", ", func(f catalog.Field) string {
			return fmt.Sprintf("%[2]s = coalesce(json_extract(u.before, '$.%[1]s'), s.%[2]s)", f.Key, f.Column())
		}), notedRow(t), untouched(t))
}

// restoredWith are the columns besides the fields that adoption changes.
func restoredWith(t catalog.Table) []string {
	if !t.MadeHere {
		return nil
	}
	return []string{t.Keys[0], "local", "canceled_by"}
}

// deleteRestored forgets the rows that have their values from before again.
func deleteRestored(t catalog.Table) string {
	restored := "1"
	_, others := split(t)
	for _, key := range restoredWith(t) {
		others = append(others, catalog.Field{Key: key})
	}
	if len(others) > 0 {
		restored = each(others, " AND ", func(f catalog.Field) string {
			return fmt.Sprintf("s.%[2]s = coalesce(json_extract(u.before, '$.%[1]s'), s.%[2]s)", f.Key, f.Column())
		})
	}
	return fmt.Sprintf(`DELETE FROM main.import_undo AS u
WHERE u.table_key = '%[1]s' AND NOT EXISTS (
    SELECT 1 FROM main.%[1]s AS s WHERE %[2]s AND (u.before IS NULL OR NOT (%[3]s))
)`, t.Key, notedRow(t), restored)
}

// deleteMade deletes the rows that the import made and that nothing refers to:
// persons go before their companies.
func deleteMade(t catalog.Table) []string {
	conditions := []string{untouched(t)}
	switch t.Key {
	case catalog.InteractionEntry:
		conditions[0] += bare
	case catalog.Contact:
		conditions = []string{untouched(t) + " AND s.type = 1" + unused(), untouched(t) + unused()}
	}
	var statements []string
	for _, condition := range conditions {
		statements = append(statements, fmt.Sprintf(`DELETE FROM main.%[1]s AS s
WHERE EXISTS (SELECT 1 FROM main.import_undo AS u WHERE u.table_key = '%[1]s' AND u.row_key = %[2]s AND u.before IS NULL AND %[3]s)`,
			t.Key, keyOf(t, "s"), condition))
	}
	return statements
}

// bare is the condition that nobody gave an interaction anything.
const bare = " AND NOT EXISTS (SELECT 1 FROM main.inter_log_entry_comment_line AS l WHERE l.entry_no = s.entry_no)" +
	" AND NOT EXISTS (SELECT 1 FROM main.interaction_attachment AS a WHERE a.entry_no = s.entry_no)"

// unused is the condition that nothing refers to a contact: no line of a segment,
// no row of a table that belongs to contacts, no other contact as its company.
func unused() string {
	var b strings.Builder
	b.WriteString(" AND NOT EXISTS (SELECT 1 FROM main.segment_line AS l WHERE l.contact_id = s.id)")
	b.WriteString(" AND NOT EXISTS (SELECT 1 FROM main.contact AS o WHERE o.company_no = s.no AND o.no <> s.no)")
	for _, t := range catalog.Tables() {
		if t.Owner != "" {
			fmt.Fprintf(&b, " AND NOT EXISTS (SELECT 1 FROM main.%s AS o WHERE o.%s = s.no)", t.Key, t.Owner)
		}
	}
	return b.String()
}

// selectKeptKeys reads the keys of the rows that stay as they are.
func selectKeptKeys(t catalog.Table) string {
	return fmt.Sprintf("SELECT u.row_key\nFROM main.import_undo AS u\nJOIN main.%[1]s AS s ON %[2]s\nWHERE u.table_key = '%[1]s'", t.Key, notedRow(t))
}

// Interactions that were made here, and come back from Business Central.

// keptLinks are the fields of an interaction that keep naming rows that were made
// here, whatever an import says.
var keptLinks = [...]string{"logged_segment_entry_no", "campaign_entry_no"}

// descriptionLength is how much of a Description Business Central keeps.
const descriptionLength = 100

const (
	createAdopted = `
CREATE TEMP TABLE import_adopted (
    entry_no INTEGER PRIMARY KEY,
    was INTEGER NOT NULL UNIQUE
)`

	dropAdopted = "DROP TABLE temp.import_adopted"

	insertAdopted = "INSERT INTO temp.import_adopted (entry_no, was) VALUES (?, ?)"

	selectAnyAdopted = "SELECT EXISTS (SELECT 1 FROM temp.import_adopted WHERE entry_no <> was)"

	// Numbers below those of rows that are made here are looked for in the key.
	selectAnyMadeHere = "SELECT EXISTS (SELECT 1 FROM main.interaction_log_entry WHERE entry_no >= ?)"

	// Which interactions name something that was made here.
	selectAnyLinked = `
SELECT EXISTS (SELECT 1 FROM main.interaction_log_entry WHERE logged_segment_entry_no <> 0 AND logged_segment_entry_no >= ?1)
    OR EXISTS (SELECT 1 FROM main.campaign_entry WHERE entry_no >= ?1)`

	// The rows of ours that a numbered row can be, both in the order in which they
	// are given to each other.
	selectAdoptable = `
SELECT t.entry_no, s.entry_no
FROM temp.import_interaction_log_entry AS t
CROSS JOIN main.interaction_log_entry AS s ON s.contact_no = t.contact_no
WHERE s.entry_no >= ?1
    AND t.entry_no < ?1
    AND coalesce(t.date, '') = s.date
    AND (coalesce(t.time_of_interaction, '') IN ('', s.time_of_interaction) OR s.time_of_interaction = '')
    AND coalesce(t.interaction_template_code, '') = s.interaction_template_code
    AND substr(coalesce(t.description, ''), 1, ?2) = substr(s.description, 1, ?2)
    AND coalesce(t.segment_no, '') = s.segment_no
    AND coalesce(t.salesperson_code, '') = s.salesperson_code
    AND NOT EXISTS (SELECT 1 FROM main.interaction_log_entry AS o WHERE o.entry_no = t.entry_no)
ORDER BY t.entry_no, s.canceled, s.entry_no`

	noteAdopted = `
INSERT INTO main.import_undo (table_key, row_key, before, after)
SELECT 'interaction_log_entry', json_array(a.entry_no), json_object('entry_no', a.was, 'local', s.local, 'canceled_by', s.canceled_by), %s
FROM temp.import_adopted AS a
JOIN main.interaction_log_entry AS s ON s.entry_no = a.entry_no
WHERE a.entry_no <> a.was`

	renumberAdopted = `
UPDATE main.interaction_log_entry AS s
SET entry_no = a.entry_no
FROM temp.import_adopted AS a
WHERE s.entry_no = a.was AND a.entry_no <> a.was`

	unmarkAdopted = `
UPDATE main.interaction_log_entry AS s
SET local = 0
FROM temp.import_adopted AS a
WHERE s.entry_no = a.entry_no AND a.entry_no <> a.was`

	renumberCalls = `
UPDATE main.segment_line AS l
SET call_entry_no = a.entry_no
FROM temp.import_adopted AS a
WHERE l.call_entry_no <> 0 AND l.call_entry_no = a.was`

	renumberUndoRows = `
UPDATE main.undo_row AS u
SET row_key = json_array(a.entry_no)
FROM temp.import_adopted AS a
WHERE u.table_key = 'interaction_log_entry' AND u.row_key = json_array(a.was)`

	// What a call from a line is called again once its adoption is taken back.
	restoreCalls = `
UPDATE main.segment_line AS l
SET call_entry_no = json_extract(u.before, '$.entry_no')
FROM main.import_undo AS u
WHERE u.table_key = 'interaction_log_entry'
    AND json_extract(u.before, '$.entry_no') IS NOT NULL
    AND l.call_entry_no <> 0
    AND l.call_entry_no = json_extract(u.row_key, '$[0]')
    AND NOT EXISTS (SELECT 1 FROM main.interaction_log_entry AS s WHERE s.entry_no = l.call_entry_no)`

	restoreUndoRows = `
UPDATE main.undo_row AS r
SET row_key = json_array(json_extract(u.before, '$.entry_no'))
FROM main.import_undo AS u
WHERE u.table_key = 'interaction_log_entry'
    AND json_extract(u.before, '$.entry_no') IS NOT NULL
    AND r.table_key = u.table_key
    AND r.row_key = u.row_key
    AND NOT EXISTS (SELECT 1 FROM main.interaction_log_entry AS s WHERE s.entry_no = json_extract(u.row_key, '$[0]'))`

	countAdoptedBySource = `
SELECT t._import_source, count(*), 0, 0
FROM temp.import_interaction_log_entry AS t
JOIN temp.import_adopted AS a ON a.entry_no = t.entry_no
GROUP BY t._import_source`
)

// notAdopted is true of a staged row that was not adopted.
func notAdopted(t catalog.Table) string {
	if t.Key != catalog.InteractionEntry {
		return "1"
	}
	return "t.entry_no NOT IN (SELECT a.entry_no FROM temp.import_adopted AS a)"
}

// countAdoptedChanged counts the adopted rows that get other values.
func countAdoptedChanged(t catalog.Table) string {
	return fmt.Sprintf("SELECT count(*) %s AND t.entry_no IN (SELECT a.entry_no FROM temp.import_adopted AS a)", changedRows(t))
}

// keepLink leaves out what is staged of a field where the stored row names one that
// was made here.
func keepLink(key string) string {
	return fmt.Sprintf(`
UPDATE temp.import_interaction_log_entry AS t
SET %[1]s = NULL
WHERE %[1]s IS NOT NULL
    AND EXISTS (SELECT 1 FROM main.interaction_log_entry AS s WHERE s.entry_no = t.entry_no AND s.%[1]s >= ?)`, key)
}

// selectAdoptableFree finds the rows of ours that a row without a number can be, both
// in order; rows that equal a stored one throughout, and those of ours that do, are
// not asked for.
func selectAdoptableFree(t catalog.Table) string {
	_, others := split(t)
	equal := func(row, stored string) string {
		return strings.NewReplacer("f.", row+".", "s.", stored+".").Replace(each(others, " AND ", func(f catalog.Field) string { return sameValue(t, f) }))
	}
	return fmt.Sprintf(`
SELECT f._import_order, s.entry_no
FROM temp.%s AS f
CROSS JOIN main.interaction_log_entry AS s ON s.contact_no = f.contact_no
WHERE s.entry_no >= ?2
    AND f.date = s.date
    AND (f.time_of_interaction IN ('', s.time_of_interaction) OR s.time_of_interaction = '')
    AND f.interaction_template_code = s.interaction_template_code
    AND substr(f.description, 1, ?1) = substr(s.description, 1, ?1)
    AND f.segment_no = s.segment_no
    AND f.salesperson_code = s.salesperson_code
    AND NOT EXISTS (SELECT 1 FROM temp.%s AS t WHERE t.entry_no = s.entry_no)
    AND NOT EXISTS (SELECT 1 FROM main.interaction_log_entry AS o WHERE o.contact_no = f.contact_no AND %s)
    AND NOT EXISTS (SELECT 1 FROM temp.%s AS g WHERE g.contact_no = s.contact_no AND %s)
ORDER BY f._import_order, s.canceled, s.entry_no`, unnumbered+t.Key, staged+t.Key, equal("f", "o"), unnumbered+t.Key, equal("g", "s"))
}

// stageAdoptedFree stages a row without a number under the number of ours that it is:
// what it leaves empty it does not say.
func stageAdoptedFree(t catalog.Table) string {
	_, others := split(t)
	return fmt.Sprintf("INSERT INTO temp.%s (%s, %s, _import_order, _import_source, _import_row)\nSELECT ?1, %s, _import_order, _import_source, _import_row\nFROM temp.%s AS f\nWHERE _import_order = ?2",
		staged+t.Key, t.Keys[0], each(others, ", ", name),
		each(others, ", ", func(f catalog.Field) string { return fmt.Sprintf("nullif(f.%s, %s)", f.Key, zero(f)) }), unnumbered+t.Key)
}

func deleteStaged(t catalog.Table) string {
	return fmt.Sprintf("DELETE FROM temp.%s WHERE %s = ?", staged+t.Key, t.Keys[0])
}

func deleteFree(t catalog.Table) string {
	return fmt.Sprintf("DELETE FROM temp.%s WHERE _import_order = ?", unnumbered+t.Key)
}

// madeHereBy are the fields of a table in which two rows that are one agree, of the
// tables whose rows are made here.
var madeHereBy = map[string][]string{
	catalog.InteractionEntry: {"contact_no", "interaction_template_code"}, catalog.LoggedSegment: {"segment_no"}, catalog.CampaignEntry: {"campaign_no", "segment_no"},
}

// selectForeign finds the staged rows that have the number of a row that was made here
// and are another.
func selectForeign(t catalog.Table) string {
	differ := make([]string, len(madeHereBy[t.Key]))
	for i, key := range madeHereBy[t.Key] {
		differ[i] = fmt.Sprintf("t.%[1]s <> s.%[1]s", key)
	}
	return fmt.Sprintf(`
SELECT t._import_source, t._import_row, t.%[2]s
FROM temp.%[3]s AS t
CROSS JOIN main.%[1]s AS s ON s.%[2]s = t.%[2]s
WHERE t.%[2]s >= ? AND (%[4]s)
ORDER BY t._import_order`, t.Key, t.Keys[0], staged+t.Key, strings.Join(differ, " OR "))
}

const selectAnyMerged = "SELECT EXISTS (SELECT 1 FROM main.contact_number)"

// nameSurvivor lets a column of a stage name the contact that another was merged into,
// unless there is a row of its own for that.
func nameSurvivor(stage, column string) string {
	return fmt.Sprintf(`
UPDATE OR IGNORE temp.%[1]s
SET %[2]s = (
    SELECT c.no
    FROM main.contact_number AS n
    JOIN main.contact AS c ON c.id = n.contact_id
    WHERE n.no = temp.%[1]s.%[2]s
)
WHERE %[2]s IN (SELECT no FROM main.contact_number)`, stage, column)
}

// deleteMerged takes away the rows that nameSurvivor left.
func deleteMerged(stage, column string) string {
	return fmt.Sprintf("DELETE FROM temp.%s WHERE %s IN (SELECT no FROM main.contact_number)", stage, column)
}
