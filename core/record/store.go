package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"winnow/core/catalog"
	"winnow/core/flowfield"
	"winnow/core/fold"
	"winnow/core/lookup"
	"winnow/core/value"
	"winnow/data"
)

// numbered returns the table as a source of rows with an id. Where no column numbers
// them, it is the row's place in key order, which small tables can afford.
func numbered(t catalog.Table) string {
	if t.RowID != "" {
		return "(SELECT " + t.RowID + " AS _row_id, * FROM " + t.Key + ")"
	}
	return "(SELECT row_number() OVER (ORDER BY " + strings.Join(t.Keys, ", ") + ") AS _row_id, * FROM " + t.Key + ")"
}

// flow works out fields of the contacts that a query calls r.
func (s *Store) flow(ctx context.Context, tx *sql.Tx) (*flowfield.Query, error) {
	day, err := s.company.WorkDate(ctx, tx)
	return flowfield.New(tx, day).Query("r"), err
}

// selectIDs returns the ids of the rows that a query asks for, in order: all of
// them, or the first ones up to limit.
func (s *Store) selectIDs(ctx context.Context, tx *sql.Tx, t catalog.Table, q Query, limit int) ([]int64, error) {
	where, args, err := s.conditions(ctx, tx, t, q)
	if err != nil {
		return nil, err
	}
	from := numbered(t) + " AS r WHERE " + where
	if f, _ := t.Field(q.SortBy); f.Flow != catalog.Stored {
		read, err := s.flow(ctx, tx)
		if err != nil {
			return nil, err
		}
		text, err := read.Value(ctx, f)
		if err != nil {
			return nil, err
		}
		from = "(SELECT r.*, " + text + " AS " + f.Key + " FROM " + numbered(t) + " AS r" + read.Join + " WHERE " + where + ") AS r WHERE 1"
		args = append(read.JoinArgs, args...)
	}
	if sought := fold.NewSearch(q.Search); !sought.Empty() {
		condition, bound := sought.SQL("searched")
		from, args = fold.Joined(from, searched(t))+" AS r WHERE "+condition, append(args, bound...)
	}
	if limit == 0 {
		limit = -1 // no limit, as SQL says it
	}
	var joined string
	err = tx.QueryRowContext(ctx, "SELECT coalesce(group_concat(_row_id), '') FROM (SELECT _row_id FROM "+from+
		" ORDER BY "+order(t, q)+" LIMIT ?)", append(args, limit)...).Scan(&joined)
	if err != nil || joined == "" {
		return nil, err
	}
	ids := []int64{}
	return ids, json.Unmarshal([]byte("["+joined+"]"), &ids)
}

// conditions returns the condition that rows r satisfy the filters of a query, with its
// bound values.
func (s *Store) conditions(ctx context.Context, tx *sql.Tx, t catalog.Table, q Query) (string, []any, error) {
	read, err := s.flow(ctx, tx)
	if err != nil {
		return "", nil, err
	}
	where, args := []string{"1"}, []any(nil)
	if q.Contacts != nil {
		where, args = append(where, "_row_id IN (SELECT value FROM json_each(?))"), append(args, data.JSONList(q.Contacts))
	}
	for _, f := range t.Fields {
		if condition, ok := q.Filters[f.Key]; ok && !condition.Empty() {
			condition, err := lookup.Survivors(ctx, tx, f, condition)
			if err != nil {
				return "", nil, err
			}
			text, bound, err := read.Condition(ctx, f, condition)
			if err != nil {
				return "", nil, err
			}
			where, args = append(where, "("+text+")"), append(args, bound...)
		}
	}
	return strings.Join(where, " AND "), args, nil
}

// selectFirst calls fn with the ids of the first rows that a search finds, in order,
// as they are found, up to limit. An index must have the order.
func (s *Store) selectFirst(ctx context.Context, tx *sql.Tx, t catalog.Table, q Query, limit int, fn func(id int64)) error {
	where, args, err := s.conditions(ctx, tx, t, q)
	if err != nil {
		return err
	}
	condition, bound := fold.NewSearch(q.Search).SQL("searched")
	from := fold.Joined(numbered(t)+" AS r WHERE "+where+" ORDER BY "+order(t, q), searched(t))
	var id int64
	return data.Each(ctx, tx, []any{&id}, func() error {
		fn(id)
		return nil
	}, "SELECT _row_id FROM "+from+" WHERE "+condition+" LIMIT ?", append(append(args, bound...), limit)...)
}

// selectRun returns the last of the next rows behind an id, by id; none where there
// are no more.
func selectRun(ctx context.Context, tx *sql.Tx, t catalog.Table, after int64, rows int) (last sql.NullInt64, err error) {
	err = tx.QueryRowContext(ctx, "SELECT max(id) FROM (SELECT "+t.RowID+" AS id FROM "+t.Key+
		" WHERE "+t.RowID+" > ? ORDER BY "+t.RowID+" LIMIT ?)", after, rows).Scan(&last)
	return last, err
}

// selectGathered returns the texts of rows between two ids that satisfy a condition, for
// fold.Search.Among.
func selectGathered(ctx context.Context, tx *sql.Tx, t catalog.Table, columns []string, where string, args ...any) (texts string, err error) {
	err = tx.QueryRowContext(ctx, "SELECT "+fold.Gathered("_row_id", columns...)+" FROM "+numbered(t)+" AS r WHERE "+where, args...).Scan(&texts)
	return texts, err
}

// searched are the columns that are searched: texts and numbers.
func searched(t catalog.Table) []string {
	var names []string
	for _, f := range t.Fields {
		if f.Type != catalog.Boolean && f.Type != catalog.Option && f.Flow == catalog.Stored {
			names = append(names, "r."+f.Column())
		}
	}
	return names
}

// order returns the ORDER BY terms of a list; names come from the catalog.
func order(t catalog.Table, q Query) string {
	direction := ""
	if q.Descending {
		direction = " DESC"
	}
	var terms []string
	if f, ok := t.Field(q.SortBy); ok {
		collate := ""
		if f.Type == catalog.Text {
			collate = " COLLATE NOCASE"
		}
		terms = append(terms, "r."+f.Column()+collate+direction)
	}
	for _, k := range t.Keys {
		terms = append(terms, "r."+k+direction)
	}
	return strings.Join(terms, ", ")
}

func (s *Store) selectRows(ctx context.Context, tx *sql.Tx, t catalog.Table, ids []int64) ([]Row, error) {
	read, err := s.flow(ctx, tx)
	if err != nil {
		return nil, err
	}
	columns := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		if columns[i], err = read.Value(ctx, f, ids...); err != nil {
			return nil, err
		}
	}
	return ReadRows(ctx, tx, t, "SELECT "+strings.Join(columns, ", ")+" FROM json_each(?) AS w JOIN "+numbered(t)+
		" AS r ON r._row_id = w.value"+read.Join+" ORDER BY w.key", append([]any{data.JSONList(ids)}, read.JoinArgs...)...)
}

// Columns returns the columns of all fields of a table as SQL lists them, in the order
// of the catalog, each behind a prefix such as "c." or "".
func Columns(t catalog.Table, prefix string) string {
	names := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		names[i] = prefix + f.Column()
	}
	return strings.Join(names, ", ")
}

// ReadRows returns the rows of a query that asks for all fields of a table, in the
// order of the catalog.
func ReadRows(ctx context.Context, tx *sql.Tx, t catalog.Table, query string, args ...any) ([]Row, error) {
	read, into := make([]any, len(t.Fields)), make([]any, len(t.Fields))
	for i := range read {
		into[i] = &read[i]
	}
	var found []Row
	err := data.Each(ctx, tx, into, func() error {
		r := Row{Table: t, Values: make([]any, len(t.Fields))}
		for i, f := range t.Fields {
			r.Values[i] = value.Stored(f, read[i])
		}
		found = append(found, r)
		return nil
	}, query, args...)
	return found, err
}

// indexed tells whether an index, or the key itself, has a table's rows in the
// order of a field and then of the key.
func indexed(t catalog.Table, field string) bool {
	if t.RowID == "" {
		return false
	}
	if field == "" || len(t.Keys) == 1 && field == t.Keys[0] {
		return true
	}
	return slices.Contains(t.Orders, field)
}

func hasRows(ctx context.Context, tx *sql.Tx, t catalog.Table) (has bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM "+t.Key+")").Scan(&has)
	return has, err
}

func countRows(ctx context.Context, tx *sql.Tx, t catalog.Table) (int, error) {
	n := 0
	err := tx.QueryRowContext(ctx, "SELECT count(*) FROM "+t.Key).Scan(&n)
	return n, err
}

// owners say, by link, how a section's rows r lead to contacts c.
var owners = map[catalog.Link]string{
	catalog.Itself:    "",
	catalog.ByContact: "JOIN contact AS c ON c.no = r.contact_no",
	catalog.ByCompany: "JOIN contact AS c ON c.company_no = r.contact_no",
	catalog.ByRelation: `
JOIN contact_business_relation AS b ON b.link_to_table = r.source_type AND b.no = r.source_no AND b.link_to_table IN (1, 2)
JOIN contact AS c ON c.company_no = b.contact_no AND (c.type = 0 OR EXISTS (
    SELECT 1
    FROM posted_document AS p
    WHERE p.source_type = r.source_type AND p.document_no = r.document_no
        AND c.no IN (p.contact_no, p.bill_to_pay_to_contact_no)
))`,
}

func (s *Store) selectOccurring(ctx context.Context, tx *sql.Tx, section catalog.Section, f catalog.Field, search string, limit int) ([]Choice, error) {
	if section.Link == catalog.ByLine {
		return s.selectShown(ctx, tx, f, search, limit)
	}
	counted := "count(DISTINCT c.id)"
	if section.Link == catalog.Itself {
		counted = "count(*)"
	}
	counts := ""
	for _, key := range section.VoidUnless(f.Key) {
		counts += " AND r." + key + " = 0"
	}
	read, err := s.flow(ctx, tx)
	if err != nil {
		return nil, err
	}
	text, err := read.Value(ctx, f)
	if err != nil {
		return nil, err
	}
	description, join := describing(section, f)
	// Where nothing is searched for, the first values are enough, which an index
	// on the field has in their order.
	first, where, args := "ORDER BY 1 LIMIT ?", "1", []any{limit}
	if sought := fold.NewSearch(search); !sought.Empty() {
		first = ""
		where, args = sought.SQL(fold.JoinedColumns("v.value", description))
	}
	query := fmt.Sprintf(`
SELECT v.value, coalesce(%s, ''), v.contacts
FROM (SELECT %s AS value, %s AS contacts FROM %s AS r %s WHERE 1%s GROUP BY 1 %s) AS v
%s
WHERE %s
ORDER BY v.value
LIMIT ?`, description, text, counted, section.Key, owners[section.Link]+read.Join, counts, first, join, where)
	return readChoices(ctx, tx, f, query, slices.Concat(read.JoinArgs, args, []any{limit})...)
}

// shown returns what lines of segments show in a field.
func (s *Store) shown(ctx context.Context, tx *sql.Tx, f catalog.Field) ([]Shown, error) {
	if s.Shown == nil {
		return nil, nil
	}
	return s.Shown(ctx, tx, f)
}

// selectShown is selectOccurring for Segment Line: the values that lines show.
func (s *Store) selectShown(ctx context.Context, tx *sql.Tx, f catalog.Field, search string, limit int) ([]Choice, error) {
	shown, err := s.shown(ctx, tx, f)
	if err != nil {
		return nil, err
	}
	table, described := catalog.Find(f.Lookup)
	sought, list := fold.NewSearch(search), []Choice(nil)
	for _, v := range shown {
		c := Choice{Value: value.Format(f, v.Value), Count: v.Lines}
		if described && len(table.Keys) == 1 && table.Describe != "" {
			if c.Description, err = selectDescription(ctx, tx, table, c.Value); err != nil {
				return nil, err
			}
		}
		if len(list) < limit && sought.Finds(c.Value, c.Description) {
			list = append(list, c)
		}
	}
	return list, nil
}

// describing returns the expression and the join that describe the values v of
// a section's field. Texts other than codes describe themselves; the number of a
// contact is described by its name. What has a meaning within something else
// only, such as the line of a questionnaire, is described by some of its meanings.
func describing(s catalog.Section, f catalog.Field) (expression, join string) {
	lookup, ok := catalog.Find(f.Lookup)
	if s.Link == catalog.Itself && s.IsKey(f.Key) {
		lookup, ok = s.Table, true
	}
	switch {
	case !ok || lookup.Describe == "" || f.Type == catalog.Text:
		return "''", ""
	case len(lookup.Keys) == 1:
		return "d." + lookup.Describe, "LEFT JOIN " + lookup.Key + " AS d ON d." + lookup.Keys[0] + " = v.value"
	}
	return fmt.Sprintf("(SELECT group_concat(text, ' / ') FROM (SELECT DISTINCT %s AS text FROM %s WHERE %s = v.value LIMIT 3))",
		lookup.Describe, lookup.Key, lookup.Keys[len(lookup.Keys)-1]), ""
}

// readChoices returns the values of a field, what they mean and how often they occur.
func readChoices(ctx context.Context, tx *sql.Tx, f catalog.Field, query string, args ...any) ([]Choice, error) {
	var stored any
	var c Choice
	var list []Choice
	err := data.Each(ctx, tx, []any{&stored, &c.Description, &c.Count}, func() error {
		c.Value = value.Format(f, value.Stored(f, stored))
		list = append(list, c)
		return nil
	}, query, args...)
	return list, err
}

func selectCodes(ctx context.Context, tx *sql.Tx, t catalog.Table, search string, limit int) ([]Choice, error) {
	key, _ := t.Field(t.Keys[len(t.Keys)-1])
	where, args := fold.NewSearch(search).SQL(fold.JoinedColumns(key.Key, t.Describe))
	return readChoices(ctx, tx, key, fmt.Sprintf("SELECT %s, %s, -1 FROM %s WHERE %s ORDER BY %s LIMIT ?",
		key.Key, t.Describe, t.Key, where, strings.Join(t.Keys, ", ")), append(args, limit)...)
}

func selectDescription(ctx context.Context, tx *sql.Tx, t catalog.Table, code string) (string, error) {
	text := ""
	err := tx.QueryRowContext(ctx, fmt.Sprintf("SELECT %s FROM %s WHERE %s = ? LIMIT 1", t.Describe, t.Key, t.Keys[len(t.Keys)-1]), code).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return text, err
}

// rowsWith returns where a section's field has values that are not stored in its table:
// a subquery with the field as its column, and what it binds.
func (s *Store) rowsWith(ctx context.Context, tx *sql.Tx, section catalog.Section, f catalog.Field) (from string, args []any, err error) {
	switch {
	case section.Link == catalog.ByLine:
		shown, err := s.shown(ctx, tx, f)
		if err != nil {
			return "", nil, err
		}
		values := make([]any, len(shown))
		for i, v := range shown {
			values[i] = v.Value
		}
		list, err := json.Marshal(values)
		return "(SELECT value AS " + f.Key + " FROM json_each(?))", []any{string(list)}, err
	case f.Flow != catalog.Stored:
		read, err := s.flow(ctx, tx)
		if err != nil {
			return "", nil, err
		}
		text, err := read.Value(ctx, f)
		return "(SELECT " + text + " AS " + f.Key + " FROM contact AS r" + read.Join + ")", read.JoinArgs, err
	}
	return section.Key, nil, nil
}

// selectMatching returns those of the values that occur in a field of some rows. An
// index on the field is used where there is one, else the rows are read once.
func selectMatching(ctx context.Context, tx *sql.Tx, from string, args []any, f catalog.Field, values []any) (map[any]bool, error) {
	found := map[any]bool{}
	var v any
	err := data.Each(ctx, tx, []any{&v}, func() error {
		found[value.Stored(f, v)] = true
		return nil
	}, fmt.Sprintf("SELECT DISTINCT %s FROM %s WHERE %[1]s IN (SELECT value FROM json_each(?))", f.Column(), from), append(args, data.JSONList(values))...)
	return found, err
}

// selectMatchingFolded returns those of the folded texts that occur in a field of some
// rows with case ignored.
func selectMatchingFolded(ctx context.Context, tx *sql.Tx, from string, args []any, f catalog.Field, folded []string) (map[string]bool, error) {
	texts, err := data.Values[string](ctx, tx, fmt.Sprintf("SELECT DISTINCT fold(%s) FROM %s WHERE fold(%[1]s) IN (SELECT value FROM json_each(?))", f.Column(), from), append(args, data.JSONList(folded))...)
	found := map[string]bool{}
	for _, text := range texts {
		found[text] = true
	}
	return found, err
}

// beginnings are the ways to find contacts that begin with a text, by an index.
var beginnings = []func(text string) (from string, args []any){
	beginning("no", strings.ToUpper),
	beginning("search_name", strings.ToUpper),
	beginning("e_mail", strings.ToLower),
}

// beginning finds the contacts whose field begins with a text, in its order.
// U+10FFFF sorts behind all that anybody types.
func beginning(field string, as func(string) string) func(string) (string, []any) {
	return func(text string) (string, []any) {
		return "contact WHERE " + field + " >= ? AND " + field + " < ? ORDER BY " + field, []any{as(text), as(text) + "\U0010FFFF"}
	}
}

// selectBeginning returns the contacts that begin with a text, at most limit of them.
func selectBeginning(ctx context.Context, tx *sql.Tx, text string, limit int) ([]int64, error) {
	var found []int64
	for _, way := range beginnings {
		from, args := way(text)
		ids, err := data.Values[int64](ctx, tx, "SELECT id FROM "+from+" LIMIT ?", append(args, limit)...)
		if err != nil {
			return nil, err
		}
		found = adds(found, ids, limit)
	}
	return found, nil
}

// adds adds those ids that are not there yet, up to limit.
func adds(found, ids []int64, limit int) []int64 {
	for _, id := range ids {
		if !slices.Contains(found, id) && len(found) < limit {
			found = append(found, id)
		}
	}
	return found
}
