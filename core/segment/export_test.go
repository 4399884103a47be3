package segment

import (
	"winnow/core/company"
	"winnow/core/rowindex"
)

// Many has the lines queried as if there were many; see SubqueryOfAll.
func (l *Lines) Many() Subquery {
	l.defaults.many = true
	return l.Subquery()
}

// NewKept returns the segments of a company of which previews keep the rows, however few
// they are.
func NewKept(c *company.Company) *Store { return &Store{c, rowindex.New(c, 0)} }

// CompareStored is compareStored.
var CompareStored = compareStored
