package record

import "winnow/core/catalog"

// InRuns lets the rows of a company be searched so many at a time.
func (s *Store) InRuns(rows int) *Store {
	s.runRows = rows
	return s
}

// Sorted is the query of all rows of a table, in the order of a list.
func Sorted(t catalog.Table, q Query) string {
	return "SELECT _row_id FROM " + numbered(t) + " AS r ORDER BY " + order(t, q)
}

// Indexed is indexed.
var Indexed = indexed
