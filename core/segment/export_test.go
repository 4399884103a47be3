package segment

// Many has the lines queried as if there were many; see SubqueryOfAll.
func (l *Lines) Many() Subquery {
	l.defaults.many = true
	return l.Subquery()
}
